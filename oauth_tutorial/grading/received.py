"""Requests that a check sends, and what the practice service received of them."""

import secrets
from collections.abc import Mapping

import requests

from oauth_tutorial.grading.photobox import photobox, watch
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.text.readers import split_url

TIMEOUT = 10  # seconds
REDIRECT_URI = "http://127.0.0.1:8000/callback"  # of the requests that a check makes up


def fresh_redirect_uri() -> str:
    """Return a redirect URI with a port that nobody can have written down (RFC 8252 §7.3)."""
    return f"http://127.0.0.1:{49152 + secrets.randbelow(16000)}/callback"


def open_at_photobox(url: str) -> Entry | None:
    """Open a URL as a browser would, if it leads to the practice service, and no page further.

    Args:
        url: What the learner built.

    Returns:
        What the service received; None when the URL leads somewhere else.
    """
    service = photobox()
    if not leads_to(url, service.authorization_endpoint):
        return None
    query = split_url(url).query
    with watch() as entries, _session() as session:
        session.get(f"{service.issuer}/authorize?{query}", timeout=TIMEOUT, allow_redirects=False)
    return next(iter(entries), None)


def post_token_request(
    form: Mapping[str, str | None] | list[tuple[str, str]],
) -> Entry:
    """Send a token request of the check's own, and return what the service received."""
    with watch() as entries, _session() as session:
        session.post(photobox().token_endpoint, data=form, timeout=TIMEOUT)
    return entries[-1]


def refusal(entry: Entry, mistake: str | None) -> Verdict:
    """Return the verdict on a request that a rule of the practice service ended.

    Args:
        entry: With a failed check.
        mistake: The exercise's name for it, or None: then the rule itself is the text.
    """
    failed = entry.checks.failed
    assert failed is not None  # noqa: S101 - for the type checker; the caller looked
    came, text = _bare(failed.received), ""
    if not mistake:
        named = f", and it received {came}" if came and not failed.expected else ""
        text = f"PhotoBox refused it. The rule: {failed.sentence}{named}."
    if not failed.expected:  # a rule that names no value: nothing to lay beside what came
        return wrong(mistake, text=text, evidence=entry)
    return wrong(
        mistake,
        text=text,
        part=failed.sentence,
        expected=_bare(failed.expected),
        received=came or "nothing",
        evidence=entry,
    )


def _bare(text: str) -> str:
    """Take the quotes away that a rule shows a value in."""
    in_quotes = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if in_quotes else text


def _session() -> requests.Session:
    session = session_for(photobox().issuer)
    session.is_browser = True  # type: ignore[attr-defined]  # the learner's recording leaves it out
    return session


def leads_to(url: str, endpoint: str) -> bool:
    """Whether a URL is that endpoint's, whatever its query."""
    return url.partition("?")[0].partition("#")[0] == endpoint
