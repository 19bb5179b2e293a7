"""Tenfold: takes a Python web app through ten security practices and shows the evidence."""

__version__ = "0.1.0"
