// AuroraBuild
