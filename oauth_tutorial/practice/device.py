"""Device authorization (RFC 8628): a device without a browser asks, a person approves elsewhere."""

import secrets
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from oauth_tutorial.practice import pages
from oauth_tutorial.practice.checks import Checklist, Refused
from oauth_tutorial.practice.client_authentication import authenticate
from oauth_tutorial.practice.clients import DEVICE_CODE
from oauth_tutorial.practice.front_channel import FrontChannel
from oauth_tutorial.practice.http import redirect
from oauth_tutorial.practice.lifetimes import DEVICE_CODE_SECONDS, POLL_SECONDS
from oauth_tutorial.practice.notes import notes
from oauth_tutorial.practice.scopes import DEFAULT_SCOPE, read_scope
from oauth_tutorial.practice.store import DeviceRequest, Session, new_secret
from oauth_tutorial.practice.token_request import TokenRequest, read_form

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 §6.1: no vowels, so no words
MOST_GUESSES = 20  # of user codes, in one minute


def authorize_device(
    photobox: "PhotoBox", asked: TokenRequest, checks: Checklist
) -> dict[str, object]:
    """Give a device its codes (RFC 8628 §3.1, §3.2).

    Raises:
        Refused: With a code of RFC 6749 §5.2.
    """
    parameters = read_form(asked, checks)
    client = authenticate(photobox.clients, asked.authorization, parameters, checks)
    checks.require(
        "grant_type_allowed", DEVICE_CODE in client.grant_types, error="unauthorized_client"
    )
    waiting = DeviceRequest(
        client_id=client.client_id,
        scope=read_scope(
            parameters.get("scope"), allowed=client.scope, default=DEFAULT_SCOPE, checks=checks
        ),
        device_code=new_secret(),
        user_code="".join(secrets.choice(LETTERS) for _ in range(8)),
        expires_at=photobox.clock.now() + DEVICE_CODE_SECONDS,
        interval=POLL_SECONDS,
    )
    photobox.store.devices[waiting.device_code] = waiting
    photobox.store.user_codes[waiting.user_code] = waiting
    shown = pages.spell(waiting.user_code)
    return {
        "device_code": waiting.device_code,
        "user_code": shown,
        "verification_uri": photobox.verification_uri,
        "verification_uri_complete": f"{photobox.verification_uri}?user_code={shown}",
        "expires_in": DEVICE_CODE_SECONDS,
        "interval": POLL_SECONDS,
    }


class DevicePages:
    """Where the person types the code that the device shows (RFC 8628 §3.3)."""

    def __init__(self, front_channel: FrontChannel) -> None:
        self.front_channel = front_channel
        self.photobox = front_channel.photobox

    def register(self, app: Flask) -> None:
        """Add the views to the application."""
        app.add_url_rule("/device", "device", self.show)
        app.add_url_rule("/device", "enter_code", self.enter, methods=["POST"])

    def show(self) -> Response:
        """Ask for the code; ``verification_uri_complete`` brings it along (§3.3.1)."""
        session_id, session = self.front_channel.sessions.current()
        page = pages.device(session, request.args.get("user_code", "")[:20])
        return self.front_channel.sessions.keep(session_id, page)

    def enter(self) -> Response:
        """Find what the code stands for, then go on as with any other client."""
        user_code = request.form.get("user_code", "")
        session = self.front_channel.sessions.known()
        try:
            waiting = self._find(user_code, session)
        except Refused as refused:
            if session is None:
                return pages.refused(refused, notes.checks)
            return pages.device(session, user_code[:20], problem=refused)
        assert session is not None  # noqa: S101 - required in _find
        request_id = self.front_channel.begin(waiting, session)
        return redirect(f"consent?request={request_id}")

    def _find(self, user_code: str, session: Session | None) -> DeviceRequest:
        store, now = self.photobox.store, self.photobox.clock.now()
        own = session is not None and session.form_token == request.form.get("form_token")
        notes.checks.require("form_token", own, status=403, description="Open this page again.")
        guesses = sum(now - 60 < guess <= now for guess in store.wrong_user_codes)
        notes.checks.require("user_code_guesses", guesses < MOST_GUESSES, status=429)
        letters = "".join(letter for letter in user_code.upper() if letter.isalnum())
        waiting = store.user_codes.get(letters)
        if waiting is None or waiting.expires_at <= now:
            store.wrong_user_codes.append(now)
            waiting = None
        notes.checks.require(
            "user_code_known",
            waiting,
            description="No device waits with this code. The device may show a new one by now.",
        )
        assert waiting is not None  # noqa: S101 - for the type checker; required above
        return waiting
