"""What a preset teaches, the client copes with: every call of it, with the provider's dialect.

Each kind of app goes the whole way once: sign in, exchange, call, refresh twice, give back. A quirk
then looks at its part of that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from oauth_tutorial import (
    TokenResponse,
    build_authorization_url,
    code_challenge,
    exchange_code,
    read_redirect,
    refresh,
    revoke,
)
from oauth_tutorial.client.device import DeviceAuthorization, poll_device, start_device
from oauth_tutorial.client.redirect import AuthorizationResponse
from oauth_tutorial.errors import (
    AuthorizationDenied,
    AuthorizationFailed,
    InvalidArgument,
    TokenRequestFailed,
)
from oauth_tutorial.network.virtual import VirtualServer
from oauth_tutorial.presets import AppKind, load
from oauth_tutorial.providers.provided import provider
from oauth_tutorial.providers.reached import Reached
from tests.practice.played import VERIFIER, Played
from tests.presets.notebook_03 import walk
from tests.presets.test_quirks_raw import CASES, found, kind_that_follows, played

Coped = Callable[["Way", str], None]
COPED: dict[str, Coped] = {}


@dataclass
class Way:
    """One app of one provider, and how far it came.

    Attributes:
        there: Where its personality is reached, and in which dialect.
        app: As the service has it registered.
        asked: Scopes.
        back: What the redirect brought; None where there was none.
        device: What a device got, where it is one.
        token: Of the exchange.
        fresh: Of two refreshes, one after the other; none where there was no refresh token.
        called: What the API answered to each access token.
        given_back: Whether the API refuses the last access token at the end.
        by_hand: What the client says where an app cannot revoke.
    """

    there: Reached
    app: Played
    asked: list[str] = field(default_factory=list)
    back: AuthorizationResponse | None = None
    device: DeviceAuthorization | None = None
    token: TokenResponse = field(default=None)  # type: ignore[arg-type]
    fresh: list[TokenResponse] = field(default_factory=list)
    called: list[requests.Response] = field(default_factory=list)
    given_back: bool = False
    by_hand: str = ""

    @property
    def client(self) -> dict[str, Any]:
        secret = {} if self.app.secret is None else {"client_secret": self.app.secret}
        return {"client_id": self.app.id, "dialect": self.there.dialect, **secret}

    def link(self, **changes: str) -> str:
        when = dict(self.app.preset.refresh.when) if self.app.preset.refresh else {}
        word = when.pop("scope", None)
        if word and word not in self.asked:
            self.asked.append(word)
        given = {
            "client_id": self.app.id,
            "redirect_uri": self.app.callback,
            "scope": " ".join(self.asked) or None,
            "state": "xyz",
            "code_challenge": code_challenge(VERIFIER),
            "dialect": self.there.dialect,
            **when,
            **changes,
        }
        return build_authorization_url(self.there.authorization_endpoint, **given)

    def sign_in(self, decision: str = "approve", **changes: str) -> AuthorizationResponse:
        location, posted = walk(self.app, self.link(**changes), decision)
        came = urlencode(posted) if posted else location
        return read_redirect(came, state="xyz", issuer=self.app.photobox.issuer)

    def exchange(self, code: str, **changes: Any) -> TokenResponse:
        return exchange_code(
            self.there.token_endpoint,
            code=code,
            redirect_uri=self.app.callback,
            code_verifier=VERIFIER,
            **(self.client | changes),
        )

    def use_device(self) -> TokenResponse:
        endpoint, clock = self.there.device_authorization_endpoint, self.app.photobox.clock
        self.device = start_device(endpoint, scope=" ".join(self.asked), **self.client)
        page = self.device.verification_uri.removeprefix(self.app.photobox.issuer)
        self.app.at = f"http://localhost{page}"
        page = self.app.submit(self.app.get(page), user_code=self.device.user_code)
        page = self.app.submit(page, username="alice", password="wonderland")
        self.app.submit(page, decision="approve")
        return poll_device(
            self.there.token_endpoint,
            self.device,
            wait=lambda seconds: clock.advance(seconds=seconds),
            **self.client,
        )

    def again(self, token: TokenResponse, kept: str | None) -> TokenResponse:
        more = {"redirect_uri": self.app.callback} if self.there.dialect.repeat else {}
        old = token.refresh_token or kept
        return refresh(self.there.token_endpoint, refresh_token=old, **more, **self.client)

    def call(self, token: TokenResponse) -> requests.Response:
        call, headers = self.there.first_call, self.there.api_headers(token.access_token)
        url = self.there.api(extra=token.extra)
        body = dict(call.json) or None
        return requests.request(call.method, url, headers=headers, json=body, timeout=10)

    def be_refused(self, key: str) -> None:
        """Ask for a token with something wrong: what, is told by the preset's name for the no."""
        if key == "refresh_token":
            self.again(TokenResponse(access_token="x", refresh_token="no-such-token"), None)
        if key == "invalid_client":
            self.app.secret = "a-guess-of-24-letters-xx"
        self.exchange("no-such-code")

    def give_back(self, token: TokenResponse) -> None:
        endpoint = self.there.revocation_endpoint or f"{self.there.issuer}/revoke"
        revoke(endpoint, token=token.access_token, **self.client)


@contextmanager
def reached(name: str, kind: AppKind) -> Iterator[Way]:
    """An app whose personality ``requests`` finds, without a socket, until the end."""
    app, own = played(name, kind).fresh(), provider(name, kind)
    if kind != "web" and app.app.client_auth[0] == "basic":  # with no secret to put in it
        client = app.photobox.clients.get(app.id)
        assert client is not None
        app.photobox.clients.give(replace(client, client_secret=None))
        app.secret = None
    server = VirtualServer(0)
    server.answer(app.photobox.app)
    there = Reached(
        preset=own.preset,
        dialect=own.dialect,
        issuer=f"http://127.0.0.1:{server.port}",
        client_id=app.id,
        client_secret=app.secret,
    )
    try:
        yield Way(there, app, there.scopes.split())
    finally:
        server.stop()


@cache
def whole_way(name: str, kind: AppKind) -> Way:
    """From the sign-in to the end: each step has to go well."""
    with reached(name, kind) as way:
        if kind == "device":
            way.token = way.use_device()
        else:
            way.back = way.sign_in()
            way.token = way.exchange(way.back.code)
        last, kept = way.token, way.token.refresh_token
        way.called.append(way.call(last))
        for _ in range(2 if kept else 0):
            last = way.again(last, kept)
            kept = last.refresh_token or kept
            way.fresh.append(last)
            way.called.append(way.call(last))
        try:
            way.give_back(last)
            way.given_back = way.call(last).status_code == 401
        except InvalidArgument as error:
            way.by_hand = str(error)
    return way


@pytest.mark.parametrize(("name", "show"), CASES, ids=lambda one: one)
def test_the_client_copes(name: str, show: str) -> None:
    kind, path = kind_that_follows(name, show), show
    if show.startswith("apps."):
        _, named, path = show.split(".", 2)
        kind = next(one for one in load(name).apps if one == named)
    assert found(path if "." in path or not show.startswith("apps.") else f"apps.{path}")

    way = whole_way(name, kind)

    shows: Any = way.called[0].json()
    for step in way.there.first_call.shows.split("."):
        shows = shows[int(step)] if isinstance(shows, list) else shows[step]
    assert shows
    assert [one.status_code for one in way.called] == [200] * (1 + len(way.fresh))
    assert way.given_back or "does not let an app revoke" in way.by_hand
    parts = path.split(".")
    families = (".".join(parts[:cut]) for cut in range(len(parts), 0, -1))
    look = next((COPED[one] for one in families if one in COPED), None)
    if look is not None:  # else the whole way is all there is to cope with
        look(way, parts[-1])


# one look for each family of facts


def coped(*families: str) -> Callable[[Coped], Coped]:
    def register(function: Coped) -> Coped:
        COPED.update(dict.fromkeys(families, function))
        return function

    return register


@coped("token.scope_separator", "token.scope_as", "token.scope_name")
@coped("token.scope_adds", "token.scope_drops", "authorization.names.scope")
def the_scopes_are_words(way: Way, _: str) -> None:
    token = way.app.preset.token
    asked = set(way.asked) if way.app.preset.authorization.scopes_taken else set()
    if token.scope_as == "absent":
        assert way.token.scopes == ()
        return
    assert (asked | set(token.scope_adds)) - set(token.scope_drops) <= set(way.token.scopes)
    assert not set(token.scope_drops) & set(way.token.scopes)
    assert all("," not in word and " " not in word for word in way.token.scopes)


@coped("authorization.scope_separator")
def more_scopes_than_one_are_asked_for(way: Way, _: str) -> None:
    with reached(way.there.preset.slug, way.app.kind) as two:
        two.asked = [one.name for one in two.app.preset.scopes][:2]
        assert two.sign_in().code


@coped("token.lifetime", "token.seconds")
def the_lifetime_is_a_number_or_none(way: Way, _: str) -> None:
    token = way.app.preset.token
    assert way.token.expires_in == (token.seconds if token.lifetime == "seconds" else None)


@coped("token.token_type")
def it_is_sent_as_bearer(way: Way, _: str) -> None:
    assert way.token.token_type == "Bearer"
    assert way.token.extra.get("token_type", way.app.preset.token.token_type)


@coped("token.members")
def further_members_are_kept(way: Way, name: str) -> None:
    if name == "scope":  # an empty one, which has a place of its own
        assert (way.token.scope, way.token.scopes) == (None, ())
    else:
        assert way.token.extra[name]


@coped("api.base_from")
def the_base_is_kept(way: Way, _: str) -> None:
    assert way.token.extra[way.app.preset.api.base_from]


@coped("refresh.when", "refresh.rotates", "refresh.returned", "refresh.endpoint")
def it_is_refreshed_twice(way: Way, _: str) -> None:
    rule = way.app.preset.refresh
    assert len(way.fresh) == 2
    assert [bool(one.refresh_token) for one in way.fresh] == [rule.returned] * 2


@coped("refresh.seconds")
def a_dead_one_is_told(way: Way, _: str) -> None:
    with reached(way.there.preset.slug, way.app.kind) as late:
        token = late.exchange(late.sign_in().code)
        late.app.photobox.clock.advance(seconds=late.app.preset.refresh.seconds)
        with pytest.raises(TokenRequestFailed, match="invalid_grant"):
            late.again(token, None)


@coped("refresh")
def there_is_none_to_keep(way: Way, _: str) -> None:
    assert way.token.refresh_token is None
    assert way.fresh == []


@coped("errors")
def the_no_is_read(way: Way, name: str) -> None:
    errors = way.app.preset.errors
    key = name if name in ("invalid_client", "refresh_token") else "invalid_grant"
    with (
        reached(way.there.preset.slug, way.app.kind) as way,
        pytest.raises(TokenRequestFailed) as raised,
    ):
        way.be_refused(key)
    said = str(raised.value)
    assert errors.codes.get(key, key) in said or errors.words.get(key, key) in said
    if errors.description and key in errors.words:
        assert errors.words[key][:30] in said


@coped("errors.codes.redirect_uri", "errors.words.redirect_uri", "redirect.mismatch")
def nothing_but_the_registered_address(way: Way, _: str) -> None:
    """No client hears of it: the right address is what it can do, and that went well."""
    assert way.back is not None


@coped("errors.codes.access_denied", "redirect.names")
def the_denial_is_read(way: Way, _: str) -> None:
    with (
        reached(way.there.preset.slug, way.app.kind) as way,
        pytest.raises(AuthorizationFailed) as raised,
    ):
        way.sign_in("deny")
    assert isinstance(raised.value, AuthorizationDenied)


@coped("errors.codes.invalid_scope")
def the_refused_scope_is_told(way: Way, _: str) -> None:
    code = way.app.preset.errors.codes["invalid_scope"]
    with (
        reached(way.there.preset.slug, way.app.kind) as way,
        pytest.raises(AuthorizationFailed, match=code),
    ):
        way.sign_in(scope="%")


@coped("revocation")
def it_is_given_back_or_said_how(way: Way, _: str) -> None:
    by_hand = way.app.preset.revocation.by_hand
    assert way.given_back is (way.app.preset.revocation.style != "none")
    assert way.given_back or not by_hand or by_hand[-1] in way.by_hand


@coped("redirect.answer", "redirect.iss", "redirect.extra", "redirect.fragment")
def the_answer_is_read(way: Way, name: str) -> None:
    assert way.back is not None
    assert way.back.code
    assert "#" not in way.back.code
    if name == "iss":
        assert way.back.iss == way.app.photobox.issuer


@coped("device")
def the_device_is_let_in(way: Way, _: str) -> None:
    assert way.device is not None
    assert way.device.verification_uri
    assert way.token.access_token
