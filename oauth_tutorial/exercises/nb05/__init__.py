"""Notebook 05: protect the code with PKCE."""

MODULES = (
    "challenge_by_hand",
    "redeem_with_verifier",
    "predictions",
)  # as they come in the notebook
