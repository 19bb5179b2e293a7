"""tenfold-guard: one policy that protects a Flask, Django or FastAPI app at run time."""

from tenfold_guard.policy import Policy, PolicyError, Secrets, Sessions, Transport

__all__ = ["Policy", "PolicyError", "Secrets", "Sessions", "Transport"]
__version__ = "0.1.0"
