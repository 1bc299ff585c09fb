"""The rules of a preflight: a small function each, all of them in ``table.py``."""
