// AuroraFiles
