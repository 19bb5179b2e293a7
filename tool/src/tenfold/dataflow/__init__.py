"""Data flow: what values reach each call of an app, across functions, files and branches. See `flows.py`."""
