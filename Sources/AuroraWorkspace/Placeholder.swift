// AuroraWorkspace
