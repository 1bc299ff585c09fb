"""What the person's browser walks through: authorize, sign in, consent, back."""

from flask import Flask, Response, request

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import (
    AuthorizationRequest,
    DeviceRequest,
    Session,
    Waiting,
    new_secret,
)
from oauth_tutorial.practice.rules.endpoints.authorization import (
    FROM_THE_BROWSER,
    identify,
    read_request,
)
from oauth_tutorial.practice.rules.endpoints.pushed import take_pushed
from oauth_tutorial.practice.rules.interaction import check_silent, must_sign_in
from oauth_tutorial.practice.rules.parameters import Pairs
from oauth_tutorial.practice.rules.sealed import seal
from oauth_tutorial.practice.rules.sign_in import (
    PERSON_AS_HINTED,
    Pending,
    check_decision,
    check_form,
    check_password,
    consented,
    find_pending,
    go_on,
    has_to_sign_in,
    remember_consent,
    tell_device,
    use_up,
)
from oauth_tutorial.practice.rules.trust import is_trusted
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.http import go_on_by_get, redirect, require_form
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.played.dialects import (
    check_asking,
    page_in_its_place,
    refused_page,
)
from oauth_tutorial.practice.web.sessions import Sessions
from oauth_tutorial.practice.web.way_back import WayBack


class FrontChannel:
    """The pages of one service, as views."""

    def __init__(self, photobox: ServiceState, way_back: WayBack) -> None:
        self.photobox, self.way_back = photobox, way_back
        self.store = photobox.store
        self.sessions = Sessions(photobox)

    def register(self, app: Flask) -> None:
        """Add the views to the application."""
        app.add_url_rule("/", "home", pages.home)
        # OpenID Connect Core §3.1.2.1: both methods
        app.add_url_rule("/authorize", "authorize", self.authorize)
        app.add_url_rule("/authorize", "authorize_by_post", self.go_on, methods=["POST"])
        app.add_url_rule("/sign-in", "sign_in", self.sign_in, methods=["POST"])
        app.add_url_rule("/consent", "consent", self.show_consent)
        app.add_url_rule("/consent", "decide", self.decide, methods=["POST"])

    def go_on(self) -> Response:
        """Ask by GET, as ``go_on_by_get`` does."""
        try:
            require_form()
        except Refused as refused:
            notes.error = refused.error
            return pages.refused(refused, notes.checks)
        return go_on_by_get("authorize")

    def authorize(self) -> Response:
        """Check the request, then ask the person (RFC 6749 §4.1.1)."""
        pairs = list(request.args.items(multi=True))
        try:
            pushed = take_pushed(self.photobox, pairs, notes.checks)
            if pushed is not None:
                return self._ask(pushed, is_pushed=True)
            asking = identify(self.photobox, pairs, notes.checks)
        except Refused as refused:
            notes.error = refused.error
            return self._refused(refused, pairs)
        try:
            check_asking(self.photobox)
            return self._ask(read_request(asking, FROM_THE_BROWSER))
        except Refused as refused:
            return self._turned_away(
                asking.client, asking.redirect_uri, _only_state(pairs), refused
            )

    def _refused(self, refused: Refused, pairs: Pairs) -> Response:
        parameters = dict(pairs)
        client = self.photobox.clients.get(parameters.get("client_id", ""))

        def send(redirect_uri: str, said: Refused) -> Response:
            return self._turned_away(client, redirect_uri, _only_state(pairs), said)

        sent = parameters.get("redirect_uri", "")
        return refused_page(self.photobox, client, sent, refused, send)

    def begin(self, wanted: Pending, session: Session) -> str:
        """Remember what waits for the person, and return the name that its forms carry."""
        self._look_at(wanted, session)
        return self._remember(wanted, session)

    def _look_at(self, wanted: Pending, session: Session) -> None:
        now = self.photobox.clock.now()
        wanted.must_sign_in = must_sign_in(wanted.wished, session, now)
        wanted.waits_until = now + self.photobox.lifetimes.sign_in

    def _remember(self, wanted: Pending, session: Session) -> str:
        request_id = new_secret()
        self.store.requests[request_id] = Waiting(wanted, session.browser)
        return request_id

    def sign_in(self) -> Response:
        """Check name and password; the session gets a new name then (session fixation)."""
        try:
            request_id, wanted, session = self._pending()
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        username = request.form.get("username", "").strip()
        try:
            check_password(username, request.form.get("password", ""), wanted, notes.checks)
        except Refused as refused:
            another = refused.error == PERSON_AS_HINTED.error
            return self._sign_in_page(
                request_id, wanted, session, failed=not another, another=another, typed=username
            )
        session_id, session = self.sessions.sign_in(username)
        wanted.must_sign_in = False
        try:
            name = go_on(self.photobox, request_id, wanted, session, notes.checks)
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        self.photobox.clients.use(wanted.client_id)
        return self.sessions.keep(session_id, redirect(f"consent?request={name}"))

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
        if has_to_sign_in(wanted, session):
            return self._page(request_id, wanted, session)
        decision = request.form.get("decision")
        scope = tuple(word for word in wanted.scope if word in request.form.getlist("scope"))
        if decision not in {"approve", "deny"} or (decision == "approve" and not scope):
            return self._consent_page(request_id, wanted, session, ticked=scope)
        try:
            use_up(self.photobox, request_id, notes.checks)
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        if isinstance(wanted, DeviceRequest):
            approved = scope if decision == "approve" else ()
            tell_device(self.photobox, wanted, session, approved)
            return pages.device_told(self._name(wanted), approved=bool(approved))
        try:
            check_decision(decision, notes.checks)
        except Refused as refused:
            client = self.photobox.clients.get(wanted.client_id)
            return self.way_back.with_error(wanted.redirect_uri, wanted.state, refused, client)
        remember_consent(self.photobox, wanted, session, scope)
        return self.way_back.with_code(wanted, session, scope)

    def _ask(self, wanted: AuthorizationRequest, is_pushed: bool = False) -> Response:
        session_id, session = self.sessions.current()
        self._look_at(wanted, session)
        if "none" not in wanted.wished.prompt:
            key = self.photobox.seal_key
            request_id = (
                self._remember(wanted, session)
                if session.username
                else seal(key, wanted, session.browser, unreadable=is_pushed)
            )
            return self.sessions.keep(session_id, self._page(request_id, wanted, session))
        try:
            check_silent(wanted, consented(self.photobox, wanted, session), notes.checks)
        except Refused as refused:
            client = self.photobox.clients.get(wanted.client_id)
            return self._turned_away(client, wanted.redirect_uri, wanted.state, refused)
        return self.way_back.with_code(wanted, session, wanted.scope)

    def _turned_away(
        self, client: Client | None, redirect_uri: str, state: str | None, refused: Refused
    ) -> Response:
        """Send an error back before the person has done anything (RFC 9700 §4.11.2)."""
        if page := page_in_its_place(self.photobox, client, refused):
            return page
        session = self.sessions.known()
        back = self.way_back.with_error(redirect_uri, state, refused, client)
        way_on = back.headers.get("Location")
        if way_on is None or is_trusted(self.photobox, client, redirect_uri, session):
            return back  # a form waits for the person's click itself
        return pages.turned_away(refused, way_on)

    def _pending(self, form: bool = True) -> tuple[str, Pending, Session]:
        request_id = (request.form if form else request.args).get("request", "")
        session = self.sessions.known()
        wanted = find_pending(self.photobox, request_id, session, notes.checks)
        # a page that is only looked at has no form to carry the token
        shown = session.form_token if session else None
        check_form(session, request.form.get("form_token") if form else shown, notes.checks)
        assert session is not None  # noqa: S101 - required above
        return request_id, wanted, session

    def _page(self, request_id: str, wanted: Pending, session: Session) -> Response:
        asks_who = has_to_sign_in(wanted, session)
        page = self._sign_in_page if asks_who else self._consent_page
        return page(request_id, wanted, session)

    def _sign_in_page(
        self,
        request_id: str,
        wanted: Pending,
        session: Session,
        failed: bool = False,
        another: bool = False,
        typed: str = "",
    ) -> Response:
        return pages.sign_in(
            self._name(wanted),
            request_id,
            session,
            hint=typed or wanted.wished.login_hint,
            failed=failed,
            expected=wanted.wished.subject if another else "",
        )

    def _consent_page(
        self,
        request_id: str,
        wanted: Pending,
        session: Session,
        ticked: tuple[str, ...] | None = None,
    ) -> Response:
        return pages.consent(
            self._name(wanted),
            request_id,
            session,
            wanted,
            misleading=self.photobox.options.misleading_consent,
            ticked=ticked,
            playing=self.photobox.playing,
        )

    def _name(self, wanted: Pending) -> str:
        client = self.photobox.clients.get(wanted.client_id)
        return client.name if client else wanted.client_id


def _only_state(pairs: Pairs) -> str | None:
    states = [value for name, value in pairs if name == "state" and value]
    return states[0] if len(states) == 1 else None
