"""tenfold-guard: one policy that protects a Flask, Django or FastAPI app at run time."""

__version__ = "0.1.0"
