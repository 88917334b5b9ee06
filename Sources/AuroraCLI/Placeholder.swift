// AuroraCLI
