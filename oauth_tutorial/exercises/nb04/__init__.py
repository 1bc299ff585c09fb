"""Notebook 04: a narrower token, a call that refreshes by itself, and giving access back."""

MODULES = (
    "predictions",
    "narrower_request",
    "call_with_refresh",
    "given_back",
)  # as they come in the notebook
