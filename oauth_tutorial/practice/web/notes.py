"""What the rules note about the request at hand, for the log and the answer."""

import time
from dataclasses import dataclass, field
from typing import cast

from flask import g
from werkzeug.local import LocalProxy

from oauth_tutorial.practice.model.checks import Checklist


@dataclass(slots=True)
class Notes:
    """Of one request.

    Attributes:
        checks: The rules that it was held against so far.
        error: The error code that was answered, or nothing.
        fault: The faults that acted on it, a space between.
        body: The body as it was sent, when it is text.
        judged: The answer in the RFCs' words, where a provider's words took their place.
        started_at: When it came, by the wall clock, in seconds since 1970.
    """

    checks: Checklist = field(default_factory=Checklist)
    error: str = ""
    fault: str = ""
    body: str = ""
    judged: str = ""
    started_at: float = field(default_factory=time.time)


def begin() -> None:
    """Take a fresh sheet for a new request."""
    g.notes = Notes()


notes: Notes = cast(Notes, LocalProxy(lambda: g.notes))
"""Those of the request that is being answered, as Flask's ``request`` is the request."""
