"""Policies that an app sends to browsers, read as browsers read them."""
