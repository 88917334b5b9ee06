// AuroraProvenance
