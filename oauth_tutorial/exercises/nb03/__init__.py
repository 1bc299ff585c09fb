"""Notebook 03: exchange the code for a token."""

MODULES = ("token_request", "provoked_errors", "who_sends")  # as they come in the notebook
