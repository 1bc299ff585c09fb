"""The ladder: one sequence diagram, drawn from the real messages of both sides.

Example:
    >>> from oauth_tutorial.ladder import ladder
    >>> ladder([])
    Ladder: no message yet.
"""

from oauth_tutorial.ladder.view import Ladder, ladder
from oauth_tutorial.wire.recording import sent_by

__all__ = ["Ladder", "ladder", "sent_by"]
