"""Practice 8: rate limits."""
