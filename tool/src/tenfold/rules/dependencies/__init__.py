"""Rules of practice 5: dependencies."""
