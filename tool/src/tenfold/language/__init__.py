"""Source text to facts: Python and templates."""
