// AuroraGit
