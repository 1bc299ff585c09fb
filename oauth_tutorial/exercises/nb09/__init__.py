"""Notebook 09: sign in at a real provider."""

MODULES = ("token_anywhere", "registrations", "own_preset")  # as they come in the notebook
