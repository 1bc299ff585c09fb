"""GitHub's 404: it has no error page for an unknown client_id.

Seen in grafana/grafana#8388 (the secret in place of the id), LockerProject/Locker#172
(``client_id=undefined``) and vlang/gitly#134 (the app was deleted).
"""

import re
from collections.abc import Iterator

from oauth_tutorial.doctor.diagnosis import STATUS, WORDED, Finding
from oauth_tutorial.doctor.facts import Facts, Request
from oauth_tutorial.doctor.vocabulary.reporting import reports

_PATH = "/login/oauth/authorize"
_SAYS_404 = re.compile(
    rf"\b(?:404|not found)\b.{{0,160}}{_PATH}|{_PATH}\b.{{0,2000}}?\b(?:404|not found)\b",
    re.I | re.S,
)
_PAGE = re.compile(r"^\W*404\b|\bpage not found\b|not the web page you are looking for", re.I)
_CLIENT_ID = re.compile(rf"{_PATH}\?(?:\S*&)?client_id=([^&\s\"'<>]*)")
_NOT_SET = {"", "undefined", "none", "null"}
_SECRET_LENGTH = 40  # hexadecimal digits; a client_id has 20 characters

SUMMARY = "GitHub shows its 404 page instead of an error: it does not know this client_id."
FIX = (
    "Copy the client ID, not the secret, from GitHub (Settings, Developer settings, your app), and "
    "check client_id in the URL that the browser opens: it must have that value."
)


def github_not_found(facts: Facts) -> Iterator[Finding]:
    """A 404 of GitHub's authorization page: a response, a sentence, or its URL beside its words."""
    for answer in facts.answers:
        if answer.status == 404 and answer.request is not None and _is_githubs(answer.request):
            yield _finding(STATUS, answer.request.parameters.get("client_id", ""))
    opened = next((one for one in reversed(facts.requests) if _is_githubs(one)), None)
    for text in [*facts.texts, *(failure.message for failure in facts.failures)]:
        found = _SAYS_404.search(text)
        if found and reports(text, found.start()):
            yield _finding(WORDED, *_CLIENT_ID.findall(text)[:1])
        elif opened is not None and _PAGE.search(text):
            yield _finding(WORDED, opened.parameters.get("client_id", ""))


def _is_githubs(request: Request) -> bool:
    return request.url.partition("?")[0].endswith(_PATH)


def _finding(weight: int, client_id: str | None = None) -> Finding:
    """Make the finding; *client_id* is None where the URL was not given."""
    said = f"GitHub's {_PATH} says 404"
    if client_id is not None and client_id.lower() in _NOT_SET:
        said += f", and client_id is {client_id.lower() or 'missing or empty'}"
    elif client_id is not None and re.fullmatch(rf"[0-9a-f]{{{_SECRET_LENGTH}}}", client_id):
        said += f", and client_id is {_SECRET_LENGTH} characters long, as a client_secret is"
    return Finding("unknown_client", weight, said, SUMMARY, FIX)
