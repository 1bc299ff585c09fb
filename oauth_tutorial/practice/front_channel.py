"""What the person's browser walks through: authorize, sign in, consent, back."""

from typing import TYPE_CHECKING

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue

from oauth_tutorial.practice import pages
from oauth_tutorial.practice.authorize import answer_uri, find_client, read_request
from oauth_tutorial.practice.checks import Refused
from oauth_tutorial.practice.lifetimes import CODE_SECONDS
from oauth_tutorial.practice.people import password_is_right
from oauth_tutorial.practice.store import AuthorizationRequest, Code, Grant, Session, new_secret

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

SESSION_SECONDS = 1800


class FrontChannel:
    """The pages of one service, as Flask views."""

    def __init__(self, photobox: "PhotoBox") -> None:
        self.photobox = photobox
        self.store = photobox.store

    def register(self, app: Flask) -> None:
        """Add the views to the application."""
        both = ["GET", "POST"]  # OpenID Connect Core §3.1.2.1
        app.add_url_rule("/", view_func=pages.home)
        app.add_url_rule("/authorize", view_func=self.authorize, methods=both)
        app.add_url_rule("/sign-in", view_func=self.sign_in, methods=["POST"])
        app.add_url_rule("/consent", view_func=self.show_consent, methods=["GET"])
        app.add_url_rule("/consent", view_func=self.decide, methods=["POST"], endpoint="decide")

    def authorize(self) -> ResponseReturnValue:
        """Check the request, then ask the person (RFC 6749 §4.1.1)."""
        pairs = list((request.form if request.method == "POST" else request.args).items(multi=True))
        try:
            client, redirect_uri = find_client(pairs, self.photobox.clients, g.checks)
        except Refused as refused:
            g.error = refused.error
            return pages.refused(refused, g.checks)
        try:
            wanted = read_request(
                pairs, client, redirect_uri, g.checks, issuer=self.photobox.issuer
            )
        except Refused as refused:
            states = [value for name, value in pairs if name == "state" and value]
            state = states[0] if len(states) == 1 else None
            return self._redirect_error(redirect_uri, state, refused)
        request_id = new_secret()
        self.store.requests[request_id] = wanted
        session_id, session = self._session()
        page = self._consent if session.username else self._sign_in
        return self._keep(session_id, page(request_id, wanted, session))

    def sign_in(self) -> ResponseReturnValue:
        """Check name and password; the session gets a new name then (session fixation)."""
        try:
            request_id, wanted, session = self._pending()
        except Refused as refused:
            return pages.refused(refused, g.checks)
        username = request.form.get("username", "").strip()
        try:
            right = password_is_right(username, request.form.get("password", ""))
            g.checks.require("password_right", right, error="access_denied", status=401)
        except Refused:
            return self._sign_in(request_id, wanted, session, failed=True), 401
        signed_in = Session(username=username, auth_time=int(self.photobox.clock.now()))
        self.store.sessions.pop(request.cookies.get(self.photobox.cookie, ""), None)
        session_id = new_secret()
        self.store.sessions[session_id] = signed_in
        return self._keep(session_id, redirect(f"consent?request={request_id}", 303))

    def show_consent(self) -> ResponseReturnValue:
        """Ask what the client may do."""
        try:
            request_id, wanted, session = self._pending(form=False)
        except Refused as refused:
            return pages.refused(refused, g.checks)
        page = self._consent if session.username else self._sign_in
        return page(request_id, wanted, session)

    def decide(self) -> ResponseReturnValue:
        """Send the browser back with a code, or with ``access_denied`` (RFC 6749 §4.1.2)."""
        try:
            request_id, wanted, session = self._pending()
        except Refused as refused:
            return pages.refused(refused, g.checks)
        decision = request.form.get("decision")
        if not session.username:
            return self._sign_in(request_id, wanted, session)
        scope = tuple(word for word in wanted.scope if word in request.form.getlist("scope"))
        if decision not in {"approve", "deny"} or (decision == "approve" and not scope):
            return self._consent(request_id, wanted, session, unclear=True), 400
        self.store.requests.pop(request_id, None)
        try:
            g.checks.require(
                "person_approved",
                decision == "approve",
                error="access_denied",
                description="The person pressed Deny.",
            )
        except Refused as refused:
            return self._redirect_error(wanted.redirect_uri, wanted.state, refused)
        return self._redirect(wanted, {"code": self._issue_code(wanted, session, scope)})

    def _issue_code(
        self, wanted: AuthorizationRequest, session: Session, scope: tuple[str, ...]
    ) -> str:
        grant = Grant(
            wanted.client_id,
            session.username or "",
            scope,
            session.auth_time,
            resources=wanted.resources,
        )
        code = new_secret()
        expires_at = self.photobox.clock.now() + CODE_SECONDS
        self.store.codes[code] = Code(grant, wanted, expires_at)
        return code

    def _redirect(self, wanted: AuthorizationRequest, answer: dict[str, str]) -> Response:
        full: dict[str, str | None] = {
            **answer,
            "state": wanted.state,
            "iss": self.photobox.issuer,
        }  # iss: RFC 9207
        return self._send_back(wanted.redirect_uri, full)

    def _redirect_error(self, redirect_uri: str, state: str | None, refused: Refused) -> Response:
        g.error = refused.error
        answer: dict[str, str | None] = {
            "error": refused.error,
            "error_description": refused.description,
            "state": state,
            "iss": self.photobox.issuer,
        }
        return self._send_back(redirect_uri, answer)

    def _send_back(self, redirect_uri: str, answer: dict[str, str | None]) -> Response:
        answer = self.photobox.faults.on_redirect(answer)
        return redirect(answer_uri(redirect_uri, answer), 303)  # type: ignore[return-value]

    def _session(self) -> tuple[str, Session]:
        session_id = request.cookies.get(self.photobox.cookie, "")
        session = self.store.sessions.get(session_id)
        if session is None or self._is_old(session):
            session_id, session = new_secret(), Session()
            self.store.sessions[session_id] = session
        return session_id, session

    def _is_old(self, session: Session) -> bool:
        age = self.photobox.clock.now() - session.auth_time
        return session.username is not None and age > SESSION_SECONDS

    def _pending(self, form: bool = True) -> tuple[str, AuthorizationRequest, Session]:
        values = request.form if form else request.args
        request_id = values.get("request", "")
        wanted = self.store.requests.get(request_id)
        again = "Go back to the app and start the sign-in again."
        g.checks.require("request_pending", wanted, description=again)
        session = self.store.sessions.get(request.cookies.get(self.photobox.cookie, ""))
        known = session is not None and not self._is_old(session)
        if form and known and session is not None:
            known = session.form_token == request.form.get("form_token")
        g.checks.require("form_token", known, status=403, description=again)
        assert wanted is not None  # noqa: S101 - required above
        assert session is not None  # noqa: S101 - required above
        return request_id, wanted, session

    def _keep(self, session_id: str, page: ResponseReturnValue) -> Response:
        response = page if isinstance(page, Response) else Response(str(page))
        response.set_cookie(
            self.photobox.cookie,
            session_id,
            max_age=SESSION_SECONDS,
            path=None,
            httponly=True,
            samesite="Lax",
        )
        return response

    def _sign_in(
        self, request_id: str, wanted: AuthorizationRequest, session: Session, failed: bool = False
    ) -> str:
        return pages.sign_in(self._name(wanted), request_id, session, failed=failed)

    def _consent(
        self, request_id: str, wanted: AuthorizationRequest, session: Session, unclear: bool = False
    ) -> str:
        return pages.consent(self._name(wanted), request_id, session, wanted, unclear=unclear)

    def _name(self, wanted: AuthorizationRequest) -> str:
        client = self.photobox.clients.get(wanted.client_id)
        return client.name if client else wanted.client_id
