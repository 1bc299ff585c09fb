"""Notebook 09: sign in at a real provider."""

MODULES = ("find_token", "registrations", "own_preset")  # as they come in the notebook
