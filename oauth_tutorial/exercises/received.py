"""The server is the grader: what the practice service received of an answer.

A judge sends the learner's request, or lets the learner's function send it, and then
looks at the entries of ``photobox.log``: any correct way of writing it passes.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from oauth_tutorial import practice
from oauth_tutorial.exercises.assignment import STORYS_CLIENT
from oauth_tutorial.exercises.outcome import Verdict, wrong
from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.practice.model.lifetimes import CODE_SECONDS
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.practice.model.store import AuthorizationRequest, Code, Grant, new_secret
from oauth_tutorial.practice.service import PhotoBox

TIMEOUT = 10  # seconds


def photobox() -> PhotoBox:
    """Return the practice service of this kernel, started if it is not running."""
    return practice.start()


@contextmanager
def watch() -> Iterator[list[Entry]]:
    """Collect what the practice service receives inside the block.

    Example:
        >>> with watch() as entries:
        ...     pass
        >>> entries
        []
    """
    entries: list[Entry] = []
    unsubscribe = photobox().log.subscribe(entries.append)
    try:
        yield entries
    finally:
        unsubscribe()


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
    query = urlsplit(url).query
    with watch() as entries, _session() as session:
        session.get(f"{service.issuer}/authorize?{query}", timeout=TIMEOUT, allow_redirects=False)
    return next(iter(entries), None)


def post_token_request(form: Mapping[str, str | None]) -> Entry:
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
    return wrong(
        mistake,
        text="" if mistake else f"PhotoBox refused it. The rule: {failed.sentence}.",
        part=failed.sentence,
        expected=failed.expected or "that rule kept",
        received=failed.received or "broken",
        evidence=entry,
    )


def _session() -> requests.Session:
    session = session_for(photobox().issuer)
    session.is_browser = True  # type: ignore[attr-defined]  # the learner's recording leaves it out
    return session


def leads_to(url: str, endpoint: str) -> bool:
    """Whether a URL is that endpoint's, whatever its query."""
    return url.partition("?")[0].partition("#")[0] == endpoint


def issue_code(
    redirect_uri: str,
    *,
    scope: str = "photos.read",
    client_id: str = "printshop",
    code_challenge: str | None = None,
) -> str:
    """Return a fresh code, as if Alice had approved: for a check that needs one of its own."""
    service = photobox()
    words = tuple(scope.split(" "))
    now = service.clock.now()
    request = AuthorizationRequest(
        client_id=client_id,
        redirect_uri=redirect_uri,
        redirect_uri_given=True,
        scope=words,
        state=None,
        code_challenge=code_challenge,
        nonce=None,
    )
    code = new_secret()
    grant = Grant(client_id, "alice", words, auth_time=int(now))
    service.store.codes[code] = Code(grant, request, expires_at=now + CODE_SECONDS)
    return code


def issue_tokens(scope: str, client: Mapping[str, str] = STORYS_CLIENT) -> dict[str, str]:
    """Return a fresh token response, as if Alice had approved that scope just now.

    Args:
        scope: The words, a space between.
        client: Whom it is given to: client_id and client_secret. Default: the story's client.
    """
    redirect_uri = "http://127.0.0.1:8000/callback"
    entry = post_token_request(
        {
            "grant_type": "authorization_code",
            "code": issue_code(redirect_uri, scope=scope, client_id=client["client_id"]),
            "redirect_uri": redirect_uri,
            **client,
        }
    )
    tokens: dict[str, str] = json.loads(entry.response_body)
    return tokens


def expire(access_token: str) -> None:
    """End one access token's life; the clock, which is the learner's, stays as it is."""
    service = photobox()
    token = service.store.access_tokens.get(access_token)
    if token is not None:
        token.expires_at = service.clock.now()


def opens(token: str) -> bool:
    """Whether an access or refresh token of the practice service can still be used."""
    service = photobox()
    kept = service.store.access_tokens.get(token) or service.store.refresh_tokens.get(token)
    return kept is not None and kept.is_good(service.clock.now())
