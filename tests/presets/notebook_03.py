"""The code of notebook 03, and what 04 does with the token: ``requests``, and no client.

It is written as the notebooks have it. What its writer knows of a provider is a preset, ``knows``:
each fact that is forgotten there is done as RFC 6749 and the notebook have it.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

from oauth_tutorial.practice.model.own_paths import first_call_path, path_of
from oauth_tutorial.presets import Preset
from tests.practice.played import CHALLENGE, HEX, VERIFIER, Played

MY_ADDRESS = "http://127.0.0.1:49152/callback"  # of the notebook's receiver, which takes any port
YESTERDAY = "http://127.0.0.1:49151/callback"  # so the one that was registered has another port
ABOUT_ME = "my-lesson/1.0"


def forget(preset: Preset, path: str) -> Preset:
    """Return a preset without a fact: what the RFC says stands in its place.

    Args:
        preset: As one kind of app meets it.
        path: As ``"token.names.client_id"``; not below ``apps``.
    """
    table, _, rest = path.partition(".")
    return replace(preset, **{table: _without(getattr(preset, table), rest)}) if rest else preset


def _without(table: Any, path: str) -> Any:
    name, _, rest = path.partition(".")
    if isinstance(table, Mapping):
        return {key: value for key, value in table.items() if key != name}
    if not is_dataclass(table):
        return table
    if rest:
        return replace(table, **{name: _without(getattr(table, name), rest)})
    here = next(one for one in fields(table) if one.name == name)
    if here.default is not MISSING:
        return replace(table, **{name: here.default})
    made = here.default_factory
    return table if made is MISSING else replace(table, **{name: made()})


class Notebook03:
    """One run of it, as far as it gets.

    Args:
        app: Registered at the personality.
        address: Of the personality.
        knows: What the writer knows of the provider, as this kind of app meets it.
        path: The fact that is met; what ``knows`` cannot say is known unless it is that.

    Attributes:
        asked: The scopes.
        came_back: Whether the browser came to the notebook's own address, and how.
        query: What it brought.
        answer: Of the token endpoint.
        token: What it holds.
        called: The answer of the API.
    """

    def __init__(self, app: Played, address: str, knows: Preset, path: str = "") -> None:
        self.app, self.address, self.knows, self.path = app, address, knows, path
        self.redirect_uri = app.callback
        self.asked = app.first_scopes.split(app.preset.authorization.scope_separator)
        self.asked = [word for word in self.asked if word]
        self.came_back = ""
        self.query: dict[str, str] = {}
        self.answer: requests.Response | None = None
        self.token: dict[str, Any] = {}
        self.called: requests.Response | None = None
        self.client_auth, self.pkce = app.app.client_auth[0], app.app.pkce
        self.pkce_methods = app.app.pkce_methods
        if path == "client_auth":
            self.client_auth = "post"
        if path == "pkce":
            self.pkce = "unknown"
        if path == "pkce_methods":
            self.pkce_methods = ("S256",)
        refresh = knows.refresh
        word = refresh.when.get("scope") if refresh else None
        if word and word not in self.asked:
            self.asked.append(word)
        if path == "refresh.when.scope" and app.preset.refresh:
            lost = app.preset.refresh.when["scope"]
            self.asked = [one for one in self.asked if one != lost] or [
                next(one.name for one in app.preset.scopes if one.name != lost)
            ]

    def url(self, endpoint: str) -> str:
        return self.address + path_of(self.knows, endpoint)

    # notebook 01 and 02: the link, and what comes back

    def link(self) -> str:
        asks, refresh = self.knows.authorization, self.knows.refresh
        link = {
            "response_type": "code",
            "client_id": self.app.id,
            "redirect_uri": self.redirect_uri,
            "scope": asks.scope_separator.join(self.asked),
            "state": "xyz",
        }
        link |= asks.extra
        link |= {n: v for n, v in (refresh.when if refresh else {}).items() if n != "scope"}
        if self.pkce == "required":
            challenge = HEX if "hex" in self.pkce_methods else CHALLENGE
            link |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        link = {asks.names.get(name, name): value for name, value in link.items() if value}
        return f"{self.url(self.knows.endpoints.authorization)}?{urlencode(link)}"

    def visit(self, decision: str = "approve") -> None:
        """Let Alice decide, and read the query of the address that the browser comes to."""
        location, posted = walk(self.app, self.link(), decision)
        if not location.startswith(self.redirect_uri):
            return
        self.came_back = "POST" if posted else "GET"
        if self.path == "redirect.answer":
            posted = {}  # the notebook looks at the address alone
        query = urlsplit(location).query
        self.query = {name: values[0] for name, values in parse_qs(query).items()} | posted

    # notebook 03: the exchange

    def exchange(self, code: str | None = None, **changes: str) -> None:
        request = {
            "grant_type": "authorization_code",
            "code": code or self.query["code"],
            "redirect_uri": self.redirect_uri,
            "client_id": self.app.id,
            "client_secret": self.app.secret,
        }
        request |= self.knows.token.extra
        if self.pkce == "required":
            request["code_verifier"] = VERIFIER
        self.answer = self.post(self.knows.endpoints.token, request | changes)
        if self.answer.ok:
            self.token = self.inside(self.answer)

    def post(self, endpoint: str, request: dict[str, Any]) -> requests.Response:
        """``requests.post(endpoint, data=request, timeout=10)``, but for what is known."""
        token, more = self.knows.token, {}
        if self.client_auth != "post":
            secret = request.pop("client_secret", None)
            if self.client_auth == "basic":
                more["auth"] = (request.pop("client_id"), secret or "")
        headers = {n: ABOUT_ME if v == "*" else v for n, v in token.headers.items()}
        if self.path == "token.answer":
            headers.pop("Accept", None)
        if self.path == "token.refused_agents":
            headers.pop("User-Agent", None)
        if headers:
            more["headers"] = headers
        request = {token.names.get(name, name): value for name, value in request.items()}
        if token.body == "json":
            return requests.post(self.url(endpoint), json=request, timeout=10, **more)
        return requests.post(self.url(endpoint), data=request, timeout=10, **more)

    def inside(self, answer: requests.Response) -> dict[str, Any]:
        """``answer.json()``, and deeper where that is known; {} where it is no JSON."""
        try:
            token = answer.json()
        except ValueError:
            return {}
        for name in filter(None, self.knows.token.at.split(".")):
            token = token.get(name, token)
        return token

    # notebook 03: the first call; 04: refresh and revoke

    def call(self, scheme: str = "Bearer") -> requests.Response:
        api = self.knows.api
        headers = {"Authorization": f"{scheme} {self.token['access_token']}"}
        for name, value in api.headers.items():
            headers[name] = ABOUT_ME if value == "*" else value.replace("{client_id}", self.app.id)
        if api.token_header:
            headers[api.token_header] = headers.pop("Authorization").partition(" ")[2]
        method = "GET" if self.path == "api.first_call.method" else api.first_call.method
        url = self.address + first_call_path(self.knows)
        return requests.request(method, url, headers=headers, timeout=10)

    def call_at_the_usual_base(self) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token['access_token']}"}
        return requests.get(f"{self.address}/me", headers=headers, timeout=10)

    def refresh(self) -> requests.Response:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.token["refresh_token"],
            "client_id": self.app.id,
            "client_secret": self.app.secret,
        }
        refresh = self.knows.refresh
        form |= refresh.extra if refresh else {}
        if refresh and "redirect_uri" in refresh.repeat:
            form["redirect_uri"] = self.redirect_uri
        own = refresh.endpoint if refresh else ""
        return self.post(own or self.knows.endpoints.token, form)

    def revoke(self) -> requests.Response:
        form = {"token": self.token["access_token"], "client_id": self.app.id}
        form["client_secret"] = self.app.secret
        return requests.post(f"{self.address}/revoke", data=form, timeout=10)


def walk(app: Played, url: str, decision: str = "approve") -> tuple[str, dict[str, str]]:
    """Open a link as Alice, and decide.

    Returns:
        Where the browser ends, and what it carries there in a POST. The first is empty where a page
        of the service is the end.
    """
    parts = urlsplit(url)
    app.at = f"http://localhost{parts.path}"
    page = app.get(f"{parts.path}?{parts.query}")
    while (form := _form(page)) is not None:
        names = {one.get("name") for one in form.find_all("input")}
        if "password" in names:
            page = app.submit(page, username="alice", password="wonderland")
        elif str(form["action"]).startswith("http"):  # the answer, as a POST to the app
            return str(form["action"]), {
                one["name"]: one["value"] for one in form.find_all("input")
            }
        else:
            page = app.submit(page, decision=decision)
    return page.headers.get("Location", ""), {}


def _form(page: Any) -> Tag | None:
    form = BeautifulSoup(page.text, "html.parser").form if page.status_code == 200 else None
    return form if isinstance(form, Tag) else None
