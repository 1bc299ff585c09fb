"""Figures against the peers, each a command: ``python -m benchmarks.NAME``."""
