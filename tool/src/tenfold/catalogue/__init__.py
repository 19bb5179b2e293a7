"""The ten practices and their requirements, as data."""
