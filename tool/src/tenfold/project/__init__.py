"""What the app is made of: finding files, manifests, settings files, deployment files."""
