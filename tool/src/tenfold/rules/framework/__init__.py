"""Rules of practice 1: use the framework's own security features."""
