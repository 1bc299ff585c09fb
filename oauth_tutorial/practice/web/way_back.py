"""The way back: the answer travels in the query of the redirect URI (RFC 6749 §4.1.2)."""

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from flask import Response

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest, Session
from oauth_tutorial.practice.rules.issue_code import issue_code
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.http import redirect
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.played.dialects import fragment, redirect_answer

Answer = dict[str, str | None]


class WayBack:
    """Sends the browser back to the client.

    Args:
        photobox: Who answers.
        change: What may change the answer on its way: the faults.
    """

    def __init__(self, photobox: ServiceState, change: Callable[[Answer], Answer]) -> None:
        self._photobox, self._change = photobox, change

    def with_code(
        self, wanted: AuthorizationRequest, session: Session, scope: tuple[str, ...]
    ) -> Response:
        """Issue a code, and send the browser back with it (RFC 6749 §4.1.2)."""
        code = issue_code(
            self._photobox, wanted, session.username or "", scope, int(session.auth_time)
        )
        client = self._photobox.clients.get(wanted.client_id)
        return self._send(wanted.redirect_uri, {"code": code, "state": wanted.state}, client, scope)

    def with_error(
        self,
        redirect_uri: str,
        state: str | None,
        refused: Refused,
        client: Client | None = None,
    ) -> Response:
        """Send the browser back with what went wrong (RFC 6749 §4.1.2.1)."""
        notes.error = refused.error
        answer: Answer = {
            "error": refused.error,
            "error_description": refused.description,
            "state": state,
        }
        return self._send(redirect_uri, answer, client)

    def _send(
        self,
        redirect_uri: str,
        answer: Answer,
        client: Client | None,
        scope: tuple[str, ...] | None = None,
    ) -> Response:
        photobox = self._photobox
        options = photobox.options_for(client)
        if options.send_iss:
            answer["iss"] = photobox.issuer  # RFC 9207 §2: in an error too
        answer = self._change(redirect_answer(photobox, client, answer, scope))
        if options.response_mode == "form_post":
            given = {name: value for name, value in answer.items() if value is not None}
            return pages.post_back(redirect_uri, given)
        return redirect(answer_uri(redirect_uri, answer) + fragment(photobox, client))


def answer_uri(redirect_uri: str, answer: Mapping[str, str | None]) -> str:
    """Add the answer to the redirect URI, whose own query is kept (RFC 6749 §3.1.2).

    Example:
        ``http://127.0.0.1:49152/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz``
    """
    # by hand: urlunsplit writes the private-use "app:///callback" with one slash
    before, mark, fragment = redirect_uri.partition("#")
    base, _, own = before.partition("?")
    given = {name: value for name, value in answer.items() if value is not None}
    query = "&".join(text for text in (own, urlencode(given, quote_via=quote)) if text)
    return f"{base}?{query}{mark}{fragment}"
