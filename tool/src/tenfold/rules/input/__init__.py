"""Rules of practice 2: validate and sanitize all input."""
