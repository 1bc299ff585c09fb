"""The page where a person types the code that a device shows (RFC 8628 §3.3)."""

from flask import Flask, Response, request

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.store import DeviceRequest, Session
from oauth_tutorial.practice.rules.endpoints.device import find_device
from oauth_tutorial.practice.rules.sign_in import check_form
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.front_channel import FrontChannel
from oauth_tutorial.practice.web.http import redirect
from oauth_tutorial.practice.web.notes import notes


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
        check_form(session, request.form.get("form_token"), notes.checks, "Open this page again.")
        return find_device(self.photobox, user_code, notes.checks)
