"""``/developer``: the settings page of the provider that is played, by its own labels.

It is the step at which most real logins fail: what is pasted here has to be what the app sends.
"""

from collections.abc import Mapping
from dataclasses import replace

from flask import Flask, Response, abort, request

from oauth_tutorial.practice.dialect import settings
from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.clients import DEVICE_CODE, Client
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Session
from oauth_tutorial.practice.rules.endpoints.registration import Sent, register
from oauth_tutorial.practice.rules.sign_in import check_form
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.sessions import Sessions
from oauth_tutorial.presets.schema import AppKind

NO_PERSONALITY = (
    "PhotoBox is not playing a provider, so it has no settings page. Start it with a personality, "
    'as practice.start(personality="github"); or register a client at /register (RFC 7591).'
)
_AGAIN = "Open the page again."
_MOST_CHARACTERS = 4_000  # of a field


def add_developer(app: Flask, photobox: ServiceState) -> None:
    """Add the settings page to the application."""
    if photobox.playing is None:
        app.add_url_rule("/developer", "developer", lambda: abort(404, NO_PERSONALITY))
        return
    page = Developer(photobox, photobox.playing)
    app.add_url_rule("/developer", "developer", page.show)
    app.add_url_rule("/developer", "developer_send", page.send, methods=["POST"])


class Developer:
    """The settings page, as views."""

    def __init__(self, photobox: ServiceState, playing: Personality) -> None:
        self.photobox, self.playing = photobox, playing
        self.sessions = Sessions(photobox)

    def show(self) -> Response:
        """Show the apps and the form; with ``app``, one of them."""
        session_id, session = self.sessions.current()
        client = self._app(request.args.get("app", ""))
        page = self._form(session) if client is None else self._one(session, client)
        return self.sessions.keep(session_id, page)

    def send(self) -> Response:
        """Register an app, or change the redirect URIs of one."""
        session = self.sessions.known()
        try:
            check_form(session, request.form.get("form_token"), notes.checks, _AGAIN)
        except Refused as refused:
            return pages.refused(refused, notes.checks)
        assert session is not None  # noqa: S101 - required above
        given = {name: value[:_MOST_CHARACTERS] for name, value in request.form.items()}
        client = self._app(given.get("app", ""))
        if "app" not in given:
            return self._register(session, given)
        if client is None:
            return self._form(session)
        return self._change(session, client, given)

    def _app(self, client_id: str) -> Client | None:
        """Return an app that was registered here."""
        known = client_id in self.playing.kinds
        return self.photobox.clients.get(client_id) if known else None

    def _register(self, session: Session, given: Mapping[str, str]) -> Response:
        playing, preset = self.playing, self.playing.preset
        kind = next(
            (one for one in preset.apps if one == given.get("kind")), next(iter(preset.apps))
        )
        rows = [replace(row, value=given.get(row.name, "")) for row in settings.rows(preset)]
        by_means = {row.means: row for row in rows}
        pasted = " ".join(row.value for row in rows if row.means == "redirect_uri")
        uris, problem = settings.read_redirect_uris(playing, kind, pasted)
        if problem:
            return self._form(session, rows, kind, problem)
        has_device = kind == "device" or ("device" in by_means and by_means["device"].value)
        name = by_means["name"].value if "name" in by_means else ""
        try:
            client = self._registered(kind, name, uris, bool(has_device))
        except Refused as refused:
            return self._form(session, rows, kind, refused.description)
        named = by_means["scopes"].value if "scopes" in by_means else ""
        words = settings.standard_words(playing, named)
        client = replace(client, scope=words or client.scope + playing.more_words)
        self.photobox.clients.add(client)
        self.photobox.clients.use(client.client_id)  # a person did it: no flood pushes it out
        return self._one(session, client, is_new=True)

    def _registered(
        self, kind: AppKind, name: str, uris: tuple[str, ...], has_device: bool
    ) -> Client:
        """Register a client by the rules of RFC 7591, and let it look like the provider's."""
        photobox, preset = self.photobox, self.playing.preset
        app, (client_id, secret) = preset.apps[kind], settings.credentials(preset)
        ways = {"basic": "client_secret_basic", "post": "client_secret_post", "none": "none"}
        device = [DEVICE_CODE] if has_device and preset.device else []
        metadata = {
            "client_name": name,
            "redirect_uris": list(uris),
            "token_endpoint_auth_method": ways[app.client_auth[0]],
            "grant_types": ["authorization_code", "refresh_token", *device],
        }
        answer = register(photobox, Sent(metadata=metadata), notes.checks)
        made = photobox.clients.get(str(answer["client_id"]))
        assert made is not None  # noqa: S101 - it was just registered
        client = replace(
            made,
            client_id=client_id or made.client_id,
            client_secret=None if made.is_public else secret or made.client_secret,
        )
        photobox.clients.remove(made.client_id)
        photobox.clients.add(client)
        self.playing.kinds[client.client_id] = kind
        return client

    def _change(self, session: Session, client: Client, given: Mapping[str, str]) -> Response:
        kind = self.playing.kinds[client.client_id]
        pasted = given.get("redirect_uris", "")
        uris, problem = settings.read_redirect_uris(self.playing, kind, pasted)
        if problem:
            return self._one(session, client, problem=problem, pasted=pasted)
        changed = replace(client, redirect_uris=uris)
        self.photobox.store.forget_consents(client.client_id)  # nobody vouches for the new ones
        self.photobox.clients.add(changed)
        return self._one(session, changed, is_saved=True)

    def _form(
        self,
        session: Session,
        rows: list[settings.Row] | None = None,
        kind: AppKind | None = None,
        problem: str = "",
    ) -> Response:
        preset = self.playing.preset
        kinds = settings.kinds(preset)
        apps = [one for one in map(self._app, reversed(self.playing.kinds)) if one is not None]
        return pages.developer(
            session,
            preset,
            rows=rows or settings.rows(preset),
            kinds=kinds,
            kind=kind if kind is not None else kinds[0][0],
            apps=apps,
            problem=problem,
        )

    def _one(
        self,
        session: Session,
        client: Client,
        *,
        problem: str = "",
        pasted: str = "",
        is_new: bool = False,
        is_saved: bool = False,
    ) -> Response:
        preset = self.playing.preset
        row = next(one for one in settings.rows(preset) if one.means == "redirect_uri")
        return pages.developer_app(
            session,
            preset,
            client=client,
            register_as=preset.apps[self.playing.kinds[client.client_id]].register_as,
            row=row,
            pasted=pasted or "\n".join(client.redirect_uris),
            problem=problem,
            is_new=is_new,
            is_saved=is_saved,
        )
