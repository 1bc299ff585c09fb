"""What this process is: a Jupyter kernel or not, with a person before it or not."""

import os
import sys


def autopilot() -> bool:
    """Whether the browser that the kernel drives itself stands in for the person.

    The one place that reads ``OAUTH_TUTORIAL_AUTOPILOT``; tests set it.
    """
    return os.environ.get("OAUTH_TUTORIAL_AUTOPILOT") == "1"


def in_notebook() -> bool:
    """Whether this process is a Jupyter kernel."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
