"""Facts of all files linked: names, routes, effective settings, protections."""
