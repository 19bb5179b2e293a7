"""What is known of packages without a network: release lines, well-known advisories, popular names."""
