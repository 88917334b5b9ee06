// AuroraTesting
