"""Exercises: a check says *not attempted*, *not yet* (and why), or *correct*.

A check never raises at a learner, whatever the answer is.
"""

from oauth_tutorial.exercises.checks import (
    check_authorization_url,
    check_handle,
    check_roles,
    check_scope,
    check_state,
    check_token_parameters,
    check_why_refused,
)
from oauth_tutorial.exercises.outcome import Outcome, ____

__all__ = [
    "Outcome",
    "____",
    "check_authorization_url",
    "check_handle",
    "check_roles",
    "check_scope",
    "check_state",
    "check_token_parameters",
    "check_why_refused",
]
