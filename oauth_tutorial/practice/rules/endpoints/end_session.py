"""The end of a session, as an app asks for it (OpenID Connect RP-Initiated Logout 1.0)."""

from collections.abc import Callable
from dataclasses import dataclass

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Session
from oauth_tutorial.practice.rules.client_authentication import CLIENT_KNOWN
from oauth_tutorial.practice.rules.id_token_hint import read_hint
from oauth_tutorial.practice.rules.parameters import Pairs, once

POST_LOGOUT_CLIENT_NAMED = Rule(
    "post_logout_client_named",
    "OpenID Connect RP-Initiated Logout §3",
    "post_logout_redirect_uri comes with id_token_hint or client_id",
    causes=NO_CAUSE,
)
POST_LOGOUT_REDIRECT_URI_REGISTERED = Rule(
    "post_logout_redirect_uri_registered",
    "OpenID Connect RP-Initiated Logout §3",
    "post_logout_redirect_uri is exactly one that the client registered",
    causes=("redirect_uri_mismatch",),
)
CLIENT_KNOWN_FOR_A_PAGE = CLIENT_KNOWN.sent_as("unauthorized_client", 400)

PARAMETERS = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")

_NONE_REGISTERED = (
    "post_logout_redirect_uri was sent, but this client registered no address to return to after "
    "sign-out: register it in post_logout_redirect_uris, or leave post_logout_redirect_uri out."
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A checked request to end the session.

    Attributes:
        username: Whom the ID token is about; empty where none was sent.
        client: Which app asks; None where it does not say.
        redirect_uri: Where the browser goes afterwards; empty for a page of ours.
        state: What it brings there.
    """

    username: str
    client: Client | None
    redirect_uri: str
    state: str | None

    def is_sure(self, session: Session | None) -> bool:
        """Whether nobody need be asked: the ID token is that of the person who is signed in (§2).

        Args:
            session: Of the browser, if it has one.
        """
        return bool(self.username) and session is not None and session.username == self.username


def read_leaving(photobox: ServiceState, pairs: Pairs, checks: Checklist) -> Leaving:
    """Check what an app asks for (§2, §4).

    Args:
        photobox: Which service is asked.
        pairs: The parameters, as they came.
        checks: Where the results go.

    Raises:
        Refused: To be shown on a page: what did not pass is not used for anything.
    """
    once(pairs, checks)
    sent = {name: value for name, value in pairs if value}
    client_id, username = sent.get("client_id", ""), ""
    if "id_token_hint" in sent:
        hint = read_hint(photobox, sent["id_token_hint"], client_id, checks)
        client_id, username = hint.client_id, hint.username
    client = _known(photobox.clients.get, client_id, checks) if client_id else None
    redirect_uri = sent.get("post_logout_redirect_uri", "")
    if redirect_uri:
        checks.require(POST_LOGOUT_CLIENT_NAMED, client)
        registered = client.post_logout_redirect_uris if client else ()
        checks.require(
            POST_LOGOUT_REDIRECT_URI_REGISTERED,
            redirect_uri in registered,
            expected=repr(registered[0]) if registered else "no address",
            received=repr(redirect_uri[:200]),
            description="" if registered else _NONE_REGISTERED,
        )
    return Leaving(username, client, redirect_uri, sent.get("state"))


def _known(get: Callable[[str], Client | None], client_id: str, checks: Checklist) -> Client:
    client = get(client_id)
    checks.require(CLIENT_KNOWN_FOR_A_PAGE, client, received=repr(client_id[:80]))
    assert client is not None  # noqa: S101 - for the type checker; required above
    return client
