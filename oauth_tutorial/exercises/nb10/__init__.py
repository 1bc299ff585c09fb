"""Notebook 10: an app is repaired, and ``review`` grades it."""

MODULES = ("token_on_server", "renewal", "left_to_you")  # as they come in the notebook
