"""Notebook 02: capture the code."""

MODULES = ("handle_redirect", "accepted_redirect_uris")  # as they come in the notebook
