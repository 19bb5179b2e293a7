"""What examines an app from outside Tenfold: scanners, and the CI steps that run them."""
