// AuroraGraph
