"""Notebook 01: build the authorization URL."""

MODULES = ("authorization_url", "is_my_answer")  # as they come in the notebook
