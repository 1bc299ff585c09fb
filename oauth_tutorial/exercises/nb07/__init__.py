"""Notebook 07: three repairs, each judged by what Mallory can still do afterwards."""

MODULES = ("csrf_fix", "mix_up_fix", "rotation_fix")  # as they come in the notebook
