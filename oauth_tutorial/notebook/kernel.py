"""What this process is: a Jupyter kernel or not, with a person at it or not."""

import os
import sys


def autopilot() -> bool:
    """Whether a browser driven by the kernel itself stands in for the person.

    This is the only place that reads ``OAUTH_TUTORIAL_AUTOPILOT``, which tests set.
    """
    return os.environ.get("OAUTH_TUTORIAL_AUTOPILOT") == "1"


def in_notebook() -> bool:
    """Whether this process is a Jupyter kernel."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
