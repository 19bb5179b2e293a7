"""Rules of practice 9: what is logged, what may not be, and who is told."""
