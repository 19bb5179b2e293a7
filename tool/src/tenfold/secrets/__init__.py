"""Finding secrets in text: formats that providers gave their keys, and literals under telling names."""
