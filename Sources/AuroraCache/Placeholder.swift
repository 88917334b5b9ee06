// AuroraCache
