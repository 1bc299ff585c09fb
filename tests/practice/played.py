"""An app of one kind at a provider that PhotoBox plays: raw HTTP, as the preset says, no client."""

import base64
import json
from dataclasses import is_dataclass, replace
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

from oauth_tutorial.practice import PhotoBox
from oauth_tutorial.practice.model.clients import DEVICE_CODE, Client
from oauth_tutorial.practice.model.own_paths import first_call_path, path_of
from oauth_tutorial.practice.model.scopes import PERSON_SCOPES
from oauth_tutorial.presets import Preset, load

SECRET = "a-secret-of-24-letters-x"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 App. B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
HEX = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"


class Played:
    """One app, and a person with a browser.

    Args:
        preset: Whom PhotoBox plays, or its name.
        kind: Of the app. Default: the first of the preset.
        redirect: As ``practice.start`` takes it.
    """

    def __init__(self, preset: Preset | str, kind=None, redirect="strict") -> None:
        whole = load(preset) if isinstance(preset, str) else preset
        self.kind = kind or next(iter(whole.apps))
        self.preset, self.app = whole.as_app(self.kind), whole.apps[self.kind]
        self.photobox = PhotoBox("http://photobox.example", personality=whole, redirect=redirect)
        rule = self.preset.redirect
        here = rule.loopback != "none"
        host = rule.hosts[0] if here else "app.example"
        self.callback = f"http://{host}:49152/callback" if here else f"https://{host}/callback"
        self.whole = whole
        self.fresh()

    def fresh(self) -> "Played":
        """Let the service forget everything, and register the app once more."""
        self.photobox.reset()
        playing = self.photobox.playing
        assert playing is not None
        self.preset = self.whole.as_app(self.kind)
        is_public = self.app.client_auth[0] == "none"
        self.id, self.secret = "an-app", None if is_public else SECRET
        self.photobox.clients.give(
            Client(
                self.id,
                "An app",
                (self.callback.replace(":49152", ""),),
                self.secret,
                grant_types=("authorization_code", "refresh_token", DEVICE_CODE),
                scope=PERSON_SCOPES + playing.more_words,
            )
        )
        playing.kinds[self.id] = self.kind
        self.browser = Browser(self.photobox.app)
        return self

    @property
    def first_scopes(self) -> str:
        words = [one.name for one in self.preset.scopes if one.first]
        return self.preset.authorization.scope_separator.join(words)

    def asks(self, **changes: str | None) -> dict[str, str]:
        """The parameters of an authorization request, by the provider's names."""
        asks = self.preset.authorization
        given = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": self.callback,
            "state": "xyz",
            "scope": self.first_scopes or None,
            **asks.extra,
        }
        if self.app.pkce != "refused":
            is_hex = "hex" in self.app.pkce_methods
            given |= {
                "code_challenge": HEX if is_hex else CHALLENGE,
                "code_challenge_method": "S256",
            }
        if self.preset.refresh:
            when = dict(self.preset.refresh.when)
            word = when.pop("scope", None)
            given |= when
            if word and word not in (given["scope"] or "").split(asks.scope_separator):
                given["scope"] = asks.scope_separator.join(filter(None, [given["scope"], word]))
        given |= changes
        return {
            asks.names.get(name, name): value for name, value in given.items() if value is not None
        }

    def open(self, **changes: str | None) -> TestResponse:
        """Open the authorization page; None leaves a parameter out."""
        path = path_of(self.preset, self.preset.endpoints.authorization)
        self.at = f"http://localhost{path}"
        return self.get(f"{path}?{urlencode(self.asks(**changes))}")

    def get(self, url: str, **more) -> TestResponse:
        return self.browser.get(url, **more)

    def submit(self, page: TestResponse, **fields: object) -> TestResponse:
        """Send the page's form as a browser does, and follow it here."""
        form = BeautifulSoup(page.text, "html.parser").form
        assert form is not None, page.text[-1500:]
        data = {
            one["name"]: one.get("value", "")
            for one in form.find_all("input")
            if one.get("type") not in ("checkbox", "radio") and one.get("name")
        }
        ticked = [one["value"] for one in form.find_all("input") if one.get("type") == "checkbox"]
        self.at = urljoin(self.at, str(form["action"]))
        answer = self.browser.post(urlsplit(self.at).path, data={**data, "scope": ticked, **fields})
        while (location := answer.headers.get("Location")) and not urlsplit(location).scheme:
            self.at = urljoin(self.at, location)
            answer = self.get(self.at.removeprefix("http://localhost"))
        return answer

    def consent(self, **changes: str | None) -> TestResponse:
        page = self.open(**changes)
        return self.submit(page, username="alice", password="wonderland")

    def answer(self, **changes: str | None) -> dict[str, str]:
        """What the redirect carries, or the form in its place."""
        page = self.submit(self.consent(**changes), decision="approve")
        if location := page.headers.get("Location"):
            self.location = location
            query = urlsplit(location).query
            return {name: values[0] for name, values in parse_qs(query).items()}
        self.location = ""
        inputs = BeautifulSoup(page.text, "html.parser").form.find_all("input")
        return {one["name"]: one["value"] for one in inputs}

    def post(
        self,
        url: str,
        given: dict[str, str],
        *,
        way: str | None = None,
        json_body: bool | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """Send a request of the back channel, as the preset says unless told otherwise."""
        token = self.preset.token
        way = way or self.app.client_auth[0]
        as_json = token.body == "json" if json_body is None else json_body
        sent = {"User-Agent": "my-lesson/1.0", "Accept": "application/json"}
        for name, value in token.headers.items():
            sent[name] = "my-lesson/1.0" if value == "*" else value
        sent |= headers or {}
        given = dict(given)
        if way == "basic":
            both = base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
            sent["Authorization"] = f"Basic {both}"
        else:
            given["client_id"] = self.id
            if way == "post":
                given["client_secret"] = self.secret or ""
        named = {token.names.get(name, name): value for name, value in given.items()}
        body = {"json": named} if as_json else {"data": named}
        return self.browser.post(path_of(self.preset, url), headers=sent, **body)

    def exchange(self, code: str, verifier: str | None = VERIFIER, **how) -> TestResponse:
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.callback}
        if verifier and self.app.pkce not in ("refused",):
            given["code_verifier"] = verifier
        return self.post(self.preset.endpoints.token, {**self.preset.token.extra, **given}, **how)

    def refresh(self, token: str, **how) -> TestResponse:
        assert self.preset.refresh is not None
        url = self.preset.refresh.endpoint or self.preset.endpoints.token
        given = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post(url, {**self.preset.refresh.extra, **given}, **how)

    def tokens(self, **changes: str | None) -> dict[str, object]:
        """Where the token lies, after the whole way."""
        return self.inside(self.exchange(self.answer(**changes)["code"]))

    def inside(self, response: TestResponse) -> dict[str, object]:
        assert response.status_code == 200, response.text
        if response.mimetype == "application/json":
            found = json.loads(response.text)
        else:
            found = {name: values[0] for name, values in parse_qs(response.text).items()}
        for name in filter(None, self.preset.token.at.split(".")):
            found = found[name]
        return found

    def call(self, token: object, **headers: str | None) -> TestResponse:
        """The first call to the API; a header None is left out."""
        api = self.preset.api
        name = api.token_header or "Authorization"
        given = {
            header: "my-lesson/1.0" if value == "*" else value.replace("{client_id}", self.id)
            for header, value in api.headers.items()
        }
        given[name] = str(token) if api.token_header else f"Bearer {token}"
        given |= {header.replace("_", "-"): value for header, value in headers.items()}
        left = {header: value for header, value in given.items() if value is not None}
        return self.browser.open(
            first_call_path(self.preset), method=api.first_call.method, headers=left
        )


def changed(name: str, **tables: dict[str, object]) -> Preset:
    """A preset with other facts: ``changed("github", token={"at": "data"})``."""
    preset = load(name)
    return replace(
        preset,
        **{
            table: replace(getattr(preset, table), **values)
            if isinstance(values, dict) and is_dataclass(getattr(preset, table))
            else values
            for table, values in tables.items()
        },
    )
