"""One rule a file, found by being there."""
