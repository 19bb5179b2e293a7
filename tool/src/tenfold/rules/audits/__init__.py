"""Rules of practice 10: regular audits."""
