"""Rules of practice 7: secrets outside the code."""
