"""Whether an answer of the app is an error that nobody foresaw."""

import re

from oauth_tutorial.browser.page import Button, Link
from oauth_tutorial.review.visitor import Visitor

# How tracebacks of Python, JavaScript, Java, Ruby, PHP, Go, .NET, Rust and Elixir begin, or go on;
# a page may have escaped them.
TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|Werkzeug Debugger|You're seeing this error because you "
    r"have|^\s*at (?:async )?[\w.<>$ \[\]&;]*\(?(?:file://|node:|/|[A-Z]:\\)[^\n]*:\d+:\d+\)?"
    r"|<br> &nbsp; &nbsp;at |\bat [\w.$/<>&;]+\(\w+\.(?:java|kt|scala):\d+\)"
    r"|\.rb:\d+:in (?:[`']|&#)|Stack trace:\s*#0|goroutine \d+ \[running\]"
    r"|\bat [\w.<>&;`]+\(.*\) in .*\.cs:line \d+|panicked at [^\n]*\.rs:\d+"
    r"|\.(?:ex|exs):\d+: [A-Z][\w.]*\.\w+/\d",
    re.M,
)


def crash(visitor: Visitor) -> str:
    """Say how the current page fails a person; empty if it does not.

    A page for people, with a way to continue, may have status 500. What a framework shows
    for an uncaught error has none.
    """
    if visitor.hops and visitor.hops[-1].status == 0:
        return "no answer"
    last = visitor.last
    if last is None:
        return "no answer"
    if TRACEBACK.search(last.text):
        return "a traceback"
    has_a_way_on = any(isinstance(part, Link | Button) for part in visitor.page.parts)
    if last.status == 500 and not has_a_way_on:
        return "status 500, and no way to continue"
    return ""
