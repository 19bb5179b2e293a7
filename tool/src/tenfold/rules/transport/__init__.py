"""Rules of practice 3: HTTPS everywhere."""
