"""What the person's browser walks through: authorize, sign in, consent, back."""

from typing import TYPE_CHECKING

from flask import Flask, Response, request

from oauth_tutorial.practice import pages
from oauth_tutorial.practice.authorize import Pairs, find_client, read_request
from oauth_tutorial.practice.checks import Refused
from oauth_tutorial.practice.http import redirect
from oauth_tutorial.practice.interaction import check_silent, must_sign_in
from oauth_tutorial.practice.lifetimes import SIGN_IN_SECONDS
from oauth_tutorial.practice.notes import notes
from oauth_tutorial.practice.people import password_is_right
from oauth_tutorial.practice.pushed import take_pushed
from oauth_tutorial.practice.redirect import send_code, send_error
from oauth_tutorial.practice.sessions import Sessions
from oauth_tutorial.practice.store import (
    AuthorizationRequest,
    DeviceRequest,
    Grant,
    Session,
    new_secret,
)

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

Pending = AuthorizationRequest | DeviceRequest
_AGAIN = "Go back to the app and start the sign-in again."


class FrontChannel:
    """The pages of one service, as views."""

    def __init__(self, photobox: "PhotoBox") -> None:
        self.photobox = photobox
        self.store = photobox.store
        self.sessions = Sessions(photobox)

    def register(self, app: Flask) -> None:
        """Add the views to the application."""
        app.add_url_rule("/", "home", pages.home)
        # OpenID Connect Core §3.1.2.1: both methods
        app.add_url_rule("/authorize", "authorize", self.authorize, methods=["GET", "POST"])
        app.add_url_rule("/sign-in", "sign_in", self.sign_in, methods=["POST"])
        app.add_url_rule("/consent", "consent", self.show_consent)
        app.add_url_rule("/consent", "decide", self.decide, methods=["POST"])

    def authorize(self) -> Response:
        """Check the request, then ask the person (RFC 6749 §4.1.1)."""
        sent = request.form if request.method == "POST" else request.args
        pairs = list(sent.items(multi=True))
        try:
            pushed = take_pushed(self.photobox, pairs, notes.checks)
            if pushed is not None:
                return self._ask(pushed)
            client, redirect_uri = find_client(self.photobox, pairs, notes.checks)
        except Refused as refused:
            notes.error = refused.error
            return pages.refused(refused, notes.checks)
        try:
            notes.checks.require("request_pushed", not self.photobox.options.require_par)
            return self._ask(read_request(self.photobox, pairs, client, redirect_uri, notes.checks))
        except Refused as refused:
            return send_error(self.photobox, redirect_uri, _only_state(pairs), refused)

    def begin(self, wanted: Pending, session: Session) -> str:
        """Remember what waits for the person, and return the name that its forms carry."""
        now = self.photobox.clock.now()
        wanted.must_sign_in = must_sign_in(wanted.wished, session, now)
        wanted.waits_until = now + SIGN_IN_SECONDS
        request_id = new_secret()
        self.store.requests[request_id] = wanted
        return request_id

    def sign_in(self) -> Response:
        """Check name and password; the session gets a new name then (session fixation)."""
        try:
            request_id, wanted, session = self._pending()
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        username = request.form.get("username", "").strip()
        try:
            right = password_is_right(username, request.form.get("password", ""))
            notes.checks.require("password_right", right, error="access_denied", status=401)
        except Refused:
            return self._sign_in_page(request_id, wanted, session, failed=True)
        session_id, _ = self.sessions.sign_in(username)
        wanted.must_sign_in = False
        return self.sessions.keep(session_id, redirect(f"consent?request={request_id}"))

    def show_consent(self) -> Response:
        """Ask what the client may do."""
        try:
            return self._page(*self._pending(form=False))
        except Refused as refused:
            return pages.refused(refused, notes.checks)

    def decide(self) -> Response:
        """Send the browser back with a code, or with ``access_denied`` (RFC 6749 §4.1.2)."""
        try:
            request_id, wanted, session = self._pending()
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        if _has_to_sign_in(wanted, session):
            return self._page(request_id, wanted, session)
        decision = request.form.get("decision")
        scope = tuple(word for word in wanted.scope if word in request.form.getlist("scope"))
        if decision not in {"approve", "deny"} or (decision == "approve" and not scope):
            return self._consent_page(request_id, wanted, session, unclear=True)
        try:
            self._use_up(request_id)
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        if isinstance(wanted, DeviceRequest):
            return self._tell_device(wanted, session, scope if decision == "approve" else ())
        try:
            notes.checks.require(
                "person_approved",
                decision == "approve",
                error="access_denied",
                description="The person pressed Deny.",
            )
        except Refused as refused:
            return send_error(self.photobox, wanted.redirect_uri, wanted.state, refused)
        self._remember_consent(wanted, session, scope)
        return send_code(self.photobox, wanted, session, scope)

    def _ask(self, wanted: AuthorizationRequest) -> Response:
        session_id, session = self.sessions.current()
        request_id = self.begin(wanted, session)
        if "none" not in wanted.wished.prompt:
            return self.sessions.keep(session_id, self._page(request_id, wanted, session))
        del self.store.requests[request_id]
        try:
            check_silent(wanted, self._consented(wanted, session), notes.checks)
        except Refused as refused:
            return send_error(self.photobox, wanted.redirect_uri, wanted.state, refused)
        return send_code(self.photobox, wanted, session, wanted.scope)

    def _tell_device(
        self, wanted: DeviceRequest, session: Session, scope: tuple[str, ...]
    ) -> Response:
        """Keep the answer until the device asks for it (RFC 8628 §3.3)."""
        self.store.user_codes.pop(wanted.user_code, None)
        username, auth_time = session.username or "", int(session.auth_time)
        grant = Grant(wanted.client_id, username, scope, auth_time)
        wanted.decision = grant if scope else "denied"
        return pages.device_told(self._name(wanted), approved=bool(scope))

    def _consented(self, wanted: AuthorizationRequest, session: Session) -> frozenset[str]:
        return self.store.consents.get(f"{session.username} {wanted.client_id}", frozenset())

    def _remember_consent(
        self, wanted: AuthorizationRequest, session: Session, scope: tuple[str, ...]
    ) -> None:
        before = self._consented(wanted, session)
        self.store.consents[f"{session.username} {wanted.client_id}"] = before | set(scope)

    def _use_up(self, request_id: str) -> None:
        """Let one press of a button count, where two arrive at the same moment."""
        with self.photobox.lock:
            taken = self.store.requests.pop(request_id, None)
        if taken is None:
            notes.checks.require("request_pending", False, description=_AGAIN)

    def _pending(self, form: bool = True) -> tuple[str, Pending, Session]:
        request_id = (request.form if form else request.args).get("request", "")
        wanted = self.store.requests.get(request_id)
        waits = wanted is not None and _waits(wanted, self.photobox.clock.now())
        notes.checks.require("request_pending", waits, description=_AGAIN)
        session = self.sessions.known()
        known = session is not None and (
            not form or session.form_token == request.form.get("form_token")
        )
        notes.checks.require("form_token", known, status=403, description=_AGAIN)
        assert wanted is not None  # noqa: S101 - required above
        assert session is not None  # noqa: S101 - required above
        return request_id, wanted, session

    def _page(self, request_id: str, wanted: Pending, session: Session) -> Response:
        asks_who = _has_to_sign_in(wanted, session)
        page = self._sign_in_page if asks_who else self._consent_page
        return page(request_id, wanted, session)

    def _sign_in_page(
        self, request_id: str, wanted: Pending, session: Session, failed: bool = False
    ) -> Response:
        hint = wanted.wished.login_hint
        return pages.sign_in(self._name(wanted), request_id, session, hint=hint, failed=failed)

    def _consent_page(
        self, request_id: str, wanted: Pending, session: Session, unclear: bool = False
    ) -> Response:
        return pages.consent(
            self._name(wanted),
            request_id,
            session,
            wanted,
            misleading=self.photobox.options.misleading_consent,
            unclear=unclear,
        )

    def _name(self, wanted: Pending) -> str:
        client = self.photobox.clients.get(wanted.client_id)
        return client.name if client else wanted.client_id


def _waits(wanted: Pending, now: float) -> bool:
    # a device's code can be entered twice: the first answer counts
    answered = isinstance(wanted, DeviceRequest) and wanted.decision is not None
    return wanted.waits_until > now and not answered


def _has_to_sign_in(wanted: Pending, session: Session) -> bool:
    return wanted.must_sign_in or not session.username


def _only_state(pairs: Pairs) -> str | None:
    states = [value for name, value in pairs if name == "state" and value]
    return states[0] if len(states) == 1 else None
