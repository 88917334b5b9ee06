// AuroraSession
