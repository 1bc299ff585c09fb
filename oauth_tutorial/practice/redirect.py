"""The way back: the answer travels in the query of the redirect URI (RFC 6749 §4.1.2)."""

from typing import TYPE_CHECKING

from flask import Response

from oauth_tutorial.practice.authorize import answer_uri
from oauth_tutorial.practice.checks import Refused
from oauth_tutorial.practice.http import redirect
from oauth_tutorial.practice.lifetimes import CODE_SECONDS
from oauth_tutorial.practice.notes import notes
from oauth_tutorial.practice.store import AuthorizationRequest, Code, Grant, Session, new_secret

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox


def send_code(
    photobox: "PhotoBox", wanted: AuthorizationRequest, session: Session, scope: tuple[str, ...]
) -> Response:
    """Issue a code, and send the browser back with it (RFC 6749 §4.1.2)."""
    grant = Grant(
        wanted.client_id,
        session.username or "",
        scope,
        int(session.auth_time),
        resources=wanted.resources,
    )
    code = new_secret()
    expires_at = photobox.clock.now() + CODE_SECONDS
    photobox.store.codes[code] = Code(grant, wanted, expires_at)
    return _send_back(photobox, wanted.redirect_uri, {"code": code, "state": wanted.state})


def send_error(
    photobox: "PhotoBox", redirect_uri: str, state: str | None, refused: Refused
) -> Response:
    """Send the browser back with what went wrong (RFC 6749 §4.1.2.1)."""
    notes.error = refused.error
    answer = {
        "error": refused.error,
        "error_description": refused.description,
        "state": state,
    }
    return _send_back(photobox, redirect_uri, answer)


def _send_back(photobox: "PhotoBox", redirect_uri: str, answer: dict[str, str | None]) -> Response:
    answer["iss"] = photobox.issuer  # RFC 9207 §2: in an error too
    answer = photobox.faults.on_redirect(answer)
    return redirect(answer_uri(redirect_uri, answer))
