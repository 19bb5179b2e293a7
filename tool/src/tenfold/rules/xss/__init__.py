"""Rules of practice 6: no cross-site scripting."""
