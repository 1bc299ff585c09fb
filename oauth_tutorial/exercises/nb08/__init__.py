"""Notebook 08: other ways to get a token."""

MODULES = ("predictions", "device_polling", "which_grant")  # as they come in the notebook
