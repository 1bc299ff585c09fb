"""PrintShop's own code with a mistake in it: what a round of notebook 07 shows, and what runs."""

from collections.abc import Callable
from typing import Any

from oauth_tutorial.grading.assignment import assignment

Tokens = dict[str, Any]


def is_mine(sent: str | None, came: str | None) -> bool:
    """Say whether an answer belongs to the browser that brings it."""
    return True  # state is optional, so we skip it


def begin() -> tuple[str, dict[str, str]]:
    """Begin a sign-in: what the app keeps of it, and what it adds to the link."""
    return "", {}  # we have a secret: why PKCE?


def token_request(code: str, redirect_uri: str) -> dict[str, str]:
    """Return the form of the token request."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": assignment.client_id,
        "client_secret": assignment.client_secret,  # on every phone that has the app
    }


def new_verifier() -> str:
    """Make the code_verifier of a sign-in."""
    return "printshop-" * 5


def open_session(
    code: str, sessions: dict[str, Tokens], exchange: Callable[[str], Tokens]
) -> Tokens:
    """Return the tokens for a code. A page that is reloaded gets the same ones again."""
    if code not in sessions:
        sessions[code] = exchange(code)
    return sessions[code]


def same_address(registered: str, asked: str) -> bool:
    """Say whether a redirect URI is the one that PrintShop registered."""
    return asked.startswith(registered)


def same_server(asked: str | None, came: str | None) -> bool:
    """Say whether the server that answers is the one that was asked."""
    return True  # one server or two: a code is a code


def album_address(album: str, token: str) -> str:
    """Return where the browser goes after the sign-in."""
    return f"{album}?access_token={token}"


def renew(tokens: Tokens, token_endpoint: str) -> Tokens:
    """Return the next tokens, or {}: then Alice is asked to sign in again."""
    return {}  # the refresh token stays in the database, unused


def call_headers(key: Any, method: str, address: str, token: str) -> dict[str, str]:
    """Return the headers of a request to PhotoBox; token is empty in the token request."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def scope_for(page: str) -> str:
    """Return the scope that a page of PrintShop asks for: "album" or "order"."""
    return "photos.read orders.write"  # we may need it later
