"""The ladder: one sequence diagram, drawn from the real messages of both sides.

Example:
    >>> from oauth_tutorial.ladder import ladder
    >>> ladder([])
    Ladder: no message yet.
"""

from oauth_tutorial.ladder.view import Ladder, ladder

__all__ = ["Ladder", "ladder"]
