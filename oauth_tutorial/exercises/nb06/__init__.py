"""Notebook 06: who is the user."""

MODULES = ("verify_id_token", "account_key", "predictions")  # as they come in the notebook
