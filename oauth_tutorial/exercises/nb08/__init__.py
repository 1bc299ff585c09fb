"""Notebook 08: choose another way to get a token."""

MODULES = ("predictions", "device_polling", "which_grant")  # as they come in the notebook
