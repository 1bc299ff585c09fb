"""Codes and tokens as if Alice had approved just now: for a check that needs some of its own."""

from collections.abc import Mapping

from oauth_tutorial.grading.assignment import STORYS_CLIENT
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.received import REDIRECT_URI, post_token_request
from oauth_tutorial.practice.model.store import AuthorizationRequest
from oauth_tutorial.practice.rules import issue_code as rules
from oauth_tutorial.text.readers import read_object


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
    wanted = AuthorizationRequest(
        client_id=client_id,
        redirect_uri=redirect_uri,
        redirect_uri_given=True,
        scope=words,
        state=None,
        code_challenge=code_challenge,
        nonce=None,
    )
    return rules.issue_code(service, wanted, "alice", words, int(service.clock.now()))


def issue_tokens(scope: str, client: Mapping[str, str] = STORYS_CLIENT) -> dict[str, str]:
    """Return a fresh token response, as if Alice had approved that scope just now.

    Args:
        scope: The words, a space between.
        client: Whom it is given to: client_id and client_secret. Default: the story's client.
    """
    entry = post_token_request(
        {
            "grant_type": "authorization_code",
            "code": issue_code(REDIRECT_URI, scope=scope, client_id=client["client_id"]),
            "redirect_uri": REDIRECT_URI,
            **client,
        }
    )
    return read_object(entry.response_body)


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
