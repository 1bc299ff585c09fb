"""The pages on which a person signs out (OpenID Connect RP-Initiated Logout 1.0)."""

from flask import Flask, Response, request

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.endpoints.end_session import (
    PARAMETERS,
    Leaving,
    read_leaving,
)
from oauth_tutorial.practice.rules.parameters import once
from oauth_tutorial.practice.rules.sign_in import check_form
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.http import go_on_by_get, redirect, require_form
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.sessions import Sessions
from oauth_tutorial.practice.web.way_back import answer_uri


class SignOut:
    """The end of a session, as views."""

    def __init__(self, photobox: ServiceState) -> None:
        self.photobox, self.sessions = photobox, Sessions(photobox)

    def register(self, app: Flask) -> None:
        """Add the views to the application."""
        app.add_url_rule("/end_session", "end_session", self.ask)
        app.add_url_rule("/end_session", "end_session_by_post", self.go_on, methods=["POST"])
        app.add_url_rule("/sign-out", "sign_out", self.sign_out, methods=["POST"])

    def go_on(self) -> Response:
        """Ask by GET, as ``go_on_by_get`` does."""
        try:
            if notes.body:  # every parameter may be left out
                require_form()
            once(list(request.form.items(multi=True)), notes.checks)
        except Refused as refused:
            return self._refused(refused)
        return go_on_by_get("end_session")

    def ask(self) -> Response:
        """Ask the person, unless the ID token is theirs (§2)."""
        try:
            leaving = read_leaving(
                self.photobox, list(request.args.items(multi=True)), notes.checks
            )
        except Refused as refused:
            return self._refused(refused)
        session = self.sessions.known()
        if leaving.is_sure(session):
            self.sessions.sign_out()
            return self._left(leaving)
        if session is None or not session.username:
            return pages.signed_out(
                _way_on(leaving)
            )  # a click leads on: nobody asked for a redirect
        name = leaving.client.name if leaving.client else ""
        return pages.ask_to_sign_out(session, name, _given(leaving))

    def sign_out(self) -> Response:
        """Do what the person decided."""
        session = self.sessions.known()
        try:
            check_form(session, request.form.get("form_token"), notes.checks, "Sign out again.")
            leaving = read_leaving(
                self.photobox,
                [pair for pair in request.form.items(multi=True) if pair[0] in PARAMETERS],
                notes.checks,
            )
        except Refused as refused:
            return self._refused(refused)
        if request.form.get("decision") != "sign_out":
            return pages.message("You are still signed in", "You can close this page.", status=200)
        self.sessions.sign_out()
        return self._left(leaving)

    def _left(self, leaving: Leaving) -> Response:
        way_on = _way_on(leaving)
        return redirect(way_on) if way_on else pages.signed_out()

    def _refused(self, refused: Refused) -> Response:
        notes.error = refused.error
        return pages.refused(refused, notes.checks)


def _way_on(leaving: Leaving) -> str:
    if not leaving.redirect_uri:
        return ""
    return answer_uri(leaving.redirect_uri, {"state": leaving.state})


def _given(leaving: Leaving) -> dict[str, str]:
    """Return what the form carries on: the app is known by its name from here on."""
    return {
        "client_id": leaving.client.client_id if leaving.client else "",
        "post_logout_redirect_uri": leaving.redirect_uri,
        "state": leaving.state or "",
    }
