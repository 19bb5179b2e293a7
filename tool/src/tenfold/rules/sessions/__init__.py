"""Practice 4: sessions."""
