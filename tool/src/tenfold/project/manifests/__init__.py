"""Manifests and lock files: which packages an app asks for, and which exact ones it gets."""
