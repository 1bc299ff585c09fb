"""Notebook 07: ten repairs, each judged by what Mallory can still do afterwards."""

MODULES = (  # as they come in the notebook
    "csrf_fix",
    "interception_fix",
    "injection_fix",
    "replay_fix",
    "redirect_fix",
    "mix_up_fix",
    "leak_fix",
    "rotation_fix",
    "dpop_fix",
    "scope_fix",
)
