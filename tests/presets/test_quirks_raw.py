"""What a preset teaches is what its personality does: raw HTTP shows each quirk.

A probe belongs to a family of facts, never to a provider: a preset that is added is covered, and a
quirk that no probe knows fails.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from oauth_tutorial.practice.model.own_paths import path_of
from oauth_tutorial.presets import AppKind, load, names
from tests.practice.played import Played
from tests.practice.rules.test_redirect_rules import REGISTRATION

Probe = Callable[[Played, str], None]
PROBES: dict[str, Probe] = {}
CASES = [(name, quirk.show) for name in names() for quirk in load(name).quirks]


def probe(*families: str) -> Callable[[Probe], Probe]:
    def register(function: Probe) -> Probe:
        PROBES.update(dict.fromkeys(families, function))
        return function

    return register


def found(path: str) -> Probe | None:
    """The probe of the longest family that a path belongs to."""
    parts = path.split(".")
    families = (".".join(parts[:cut]) for cut in range(len(parts), 0, -1))
    return next((PROBES[one] for one in families if one in PROBES), None)


@pytest.mark.parametrize(("name", "show"), CASES, ids=lambda one: one)
def test_raw_http_shows_it(name: str, show: str) -> None:
    path = show
    if show.startswith("apps."):
        _, named, path = show.split(".", 2)
        kind = next(one for one in load(name).apps if one == named)
        path = path if "." in path else f"apps.{path}"
    else:
        kind = kind_that_follows(name, path)
    probe = found(path)
    assert probe is not None, f"no probe knows {path}: add one above"

    probe(played(name, kind).fresh(), path.rpartition(".")[2])


@cache
def played(name: str, kind: AppKind) -> Played:
    """One service for all quirks of a kind of app: its start takes longest."""
    return Played(name, kind)


def kind_that_follows(name: str, path: str) -> AppKind:
    """A kind of app for which the preset's own table counts."""
    preset, table = load(name), path.partition(".")[0]
    if path.startswith("device"):
        return "device"
    return next(
        (
            kind
            for kind, app in preset.apps.items()
            if kind != "device" and getattr(app, table, None) is None
        ),
        next(iter(preset.apps)),
    )


def test_a_path_of_no_family_is_named() -> None:
    assert found("token.scope_as") is not None
    assert found("nothing.of.it") is None


def broken(app: Played) -> str:
    check = app.photobox.log[-1].checks.failed
    return check.name if check else ""


def whole(app: Played) -> dict[str, object]:
    return json.loads(app.exchange(app.answer()["code"]).text)


# the token answer


@probe("token.answer")
def the_answer_is_a_form(app: Played, _: str) -> None:
    answer = app.exchange(app.answer()["code"], headers={"Accept": "*/*"})
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(answer.text)
    assert "access_token" in parse_qs(answer.text)


@probe("token.at")
def the_token_lies_deeper(app: Played, _: str) -> None:
    answer = app.exchange(app.answer()["code"])
    assert "access_token" not in answer.json
    assert app.inside(answer)["access_token"]


@probe("token.scope_separator", "token.scope_as", "token.scope_name")
def the_scope_looks_otherwise(app: Played, _: str) -> None:
    token, words = app.preset.token, [one.name for one in app.preset.scopes][:2]
    if not app.preset.authorization.scopes_taken:
        words = app.first_scopes.split(app.preset.authorization.scope_separator)
    tokens = app.tokens(scope=app.preset.authorization.scope_separator.join(words))
    if token.scope_as == "absent":
        assert not tokens.get("scope")
        return
    given = tokens[token.scope_name]
    assert (token.scope_name == "scope") or "scope" not in tokens
    if token.scope_as == "list":
        assert set(words) <= set(given)
    else:
        assert set(words) - set(token.scope_drops) <= set(given.split(token.scope_separator))


@probe("token.scope_adds", "token.scope_drops")
def the_scope_is_not_what_was_asked_for(app: Played, _: str) -> None:
    token = app.preset.token
    known = [one.name for one in app.preset.scopes if one.name not in token.scope_adds]
    asked_words = set(known[:2]) | set(token.scope_drops)
    asked = app.preset.authorization.scope_separator.join(asked_words)
    given = app.tokens(scope=asked)[token.scope_name]
    given_words = set(given if isinstance(given, list) else given.split(token.scope_separator))
    assert set(token.scope_adds) <= given_words
    assert not set(token.scope_drops) & given_words
    assert asked_words != given_words


@probe("token.lifetime")
def the_lifetime_is_odd(app: Played, _: str) -> None:
    wanted = {"none": None, "text": str, "zero-means-never": 0}[app.preset.token.lifetime]
    came = app.tokens().get("expires_in")
    assert isinstance(came, str) if wanted is str else came == wanted


@probe("token.seconds")
def the_lifetime_is_long_or_short(app: Played, _: str) -> None:
    assert app.tokens()["expires_in"] == app.preset.token.seconds != 3600


@probe("token.token_type")
def the_type_is_no_scheme(app: Played, _: str) -> None:
    wanted = app.preset.token.token_type or None
    assert app.tokens().get("token_type") == wanted != "Bearer"


@probe("token.members")
def the_answer_has_more(app: Played, name: str) -> None:
    answer = whole(app)
    assert name in answer or name in app.inside(app.exchange(app.answer()["code"]))


@probe("token.body")
def the_body_is_of_one_kind(app: Played, _: str) -> None:
    wants_json = app.preset.token.body == "json"
    app.exchange(app.answer()["code"], json_body=not wants_json)
    assert broken(app) == ("dialect_body" if wants_json else "body_is_form")
    assert app.tokens()["access_token"]


@probe("token.names", "authorization.names", "device.names")
def a_parameter_is_called_otherwise(app: Played, name: str) -> None:
    asks = app.preset.authorization.names
    if name in asks:
        given = app.asks()
        given[name] = given.pop(asks[name])
        path = path_of(app.preset, app.preset.endpoints.authorization)
        app.get(path, query_string=given)
        judged = app.photobox.log[-1].parameters
        assert name not in judged or judged[name] != given[name]
    if name in app.preset.token.names:
        names = dict(app.preset.token.names)
        app.preset = replace(app.preset, token=replace(app.preset.token, names={}))
        app.exchange("x")
        assert broken(app) in {"client_known", "dialect_client_auth"}
        app.preset = replace(app.preset, token=replace(app.preset.token, names=names))
        app.exchange("x")
        assert broken(app) == "code_known"
    if app.preset.device and name in app.preset.device.names:
        own = app.preset.device.names[name]
        word = app.preset.scopes[-1].name
        app.post(app.preset.endpoints.device_authorization, {own: word})
        assert app.photobox.log[-1].parameters[name]
        assert app.photobox.log[-1].outcome == "ok"


@probe("token.headers")
def the_token_endpoint_wants_headers(app: Played, name: str) -> None:
    wanted = [name] if name in app.preset.token.headers else list(app.preset.token.headers)
    code = app.answer()["code"]
    app.exchange(code, headers=dict.fromkeys(wanted, ""))
    assert broken(app) == "dialect_header"
    assert app.exchange(code).status_code == 200


@probe("token.refused_agents")
def a_library_is_turned_away(app: Played, _: str) -> None:
    agent = f"{app.preset.token.refused_agents[0]}1.0"
    assert app.exchange("x", headers={"User-Agent": agent}).status_code == 429


# the authorization request


@probe("authorization.scope_separator")
def scopes_are_separated_otherwise(app: Played, _: str) -> None:
    words = [one.name for one in app.preset.scopes][:2]
    assert app.preset.authorization.scope_separator != " "
    app.open(scope=" ".join(words))
    assert broken(app) == ("" if app.preset.authorization.spaces_too else "scope_known")
    app.open(scope=app.preset.authorization.scope_separator.join(words))
    assert broken(app) == ""


@probe("authorization.scopes_taken")
def the_registration_says_the_scopes(app: Played, _: str) -> None:
    assert not app.preset.authorization.scopes_taken
    app.open(scope="no such scope")
    assert broken(app) == ""


@probe("authorization.extra", "authorization.required")
def another_parameter_is_needed(app: Played, name: str) -> None:
    asks = app.preset.authorization
    app.open(**{name: None})
    assert (broken(app) == "dialect_extra") is (name in asks.required)
    assert app.open().status_code == 200
    assert f"{name}=" in app.photobox.log[-1].url


@probe("authorization.state")
def there_has_to_be_a_state(app: Played, _: str) -> None:
    app.open(state=None)
    assert broken(app) == "dialect_extra"


# refreshing


@probe("refresh.when")
def a_refresh_token_has_to_be_asked_for(app: Played, name: str) -> None:
    assert app.preset.refresh is not None
    assert app.tokens()["refresh_token"]
    without = app.first_scopes.split(app.preset.authorization.scope_separator)
    word = app.preset.refresh.when.get("scope")
    left = app.preset.authorization.scope_separator.join(one for one in without if one != word)
    left = left or next(one.name for one in app.preset.scopes if one.name != word)
    change = {"scope": left} if name == "scope" else {name: None}
    assert "refresh_token" not in app.tokens(**change)


@probe("refresh.rotates")
def a_refresh_token_works_once_or_for_ever(app: Played, _: str) -> None:
    assert app.preset.refresh is not None
    token = app.tokens()["refresh_token"]
    assert "access_token" in app.inside(app.refresh(token))
    app.refresh(token)
    assert broken(app) == ("refresh_token_unused" if app.preset.refresh.rotates else "")


@probe("refresh.returned")
def the_answer_of_a_refresh_has_none(app: Played, _: str) -> None:
    token = app.tokens()["refresh_token"]
    assert "refresh_token" not in app.inside(app.refresh(token))
    assert "access_token" in app.inside(app.refresh(token))


@probe("refresh.endpoint")
def it_is_refreshed_elsewhere(app: Played, _: str) -> None:
    assert app.preset.refresh is not None
    assert app.preset.refresh.endpoint not in ("", app.preset.endpoints.token)
    assert "access_token" in app.inside(app.refresh(app.tokens()["refresh_token"]))


@probe("refresh.seconds")
def a_refresh_token_dies(app: Played, _: str) -> None:
    assert app.preset.refresh is not None
    token = app.tokens()["refresh_token"]
    app.photobox.clock.advance(seconds=app.preset.refresh.seconds or 0)
    app.refresh(token)
    assert broken(app) == "refresh_token_known"


@probe("refresh")
def there_is_no_refresh_token(app: Played, _: str) -> None:
    assert app.preset.refresh is None
    assert "refresh_token" not in app.tokens()


# errors


@probe("errors.status")
def an_error_comes_with_another_status(app: Played, _: str) -> None:
    answer = app.exchange("no-such-code")
    assert answer.status_code == app.preset.errors.status
    assert "access_token" not in answer.text


@probe("errors.shape", "errors.extra")
def an_error_has_another_shape(app: Played, _: str) -> None:
    answer = app.exchange("no-such-code").json
    inside = answer.get("error")
    members_of_it = set(inside) if isinstance(inside, dict) else set()
    assert set(app.preset.errors.extra) <= set(answer) | members_of_it
    members = {
        "rfc": "error",
        "object": "error",
        "list": "errors",
        "message": "message",
        "reason": "reason",
        "number": "error",
        "code": "code",
    }
    assert members[app.preset.errors.shape] in answer


@probe("errors.description")
def there_is_no_sentence(app: Played, _: str) -> None:
    assert "error_description" not in app.exchange("no-such-code").json


@probe("errors.codes.access_denied", "errors.codes.invalid_scope")
def an_error_on_the_way_back_has_another_code(app: Played, name: str) -> None:
    if name == "access_denied":
        page = app.submit(app.consent(), decision="deny")
    else:
        page = app.open(scope="no-such-scope.here")
        if broken(app) != "scope_known":  # beside openid unknown words are left out
            page = app.open(scope="%")
    query = parse_qs(urlsplit(page.headers["Location"]).query)
    assert query["error"] == [app.preset.errors.codes[name]]


@probe("errors.codes", "errors.words")
def an_error_is_called_otherwise(app: Played, name: str) -> None:
    errors = app.preset.errors
    if name == "redirect_uri":
        page = app.open(redirect_uri=f"{app.callback}/elsewhere")
        text = BeautifulSoup(page.text, "html.parser").text + page.headers.get("Location", "")
        assert errors.codes.get(name, "") in text
        assert errors.words.get(name, "")[:30] in text
        return
    if name == "refresh_token":
        text = app.refresh("no-such-token").text
    elif name == "invalid_client":
        app.secret = "wrong"
        text = app.exchange("x").text
    else:
        text = app.exchange("no-such-code").text
    assert errors.codes.get(name, errors.words.get(name, name)) in text


# the redirect


@probe("redirect.loopback", "redirect.hosts", "redirect.registered_without_port", "redirect.many")
def another_address_is_refused(app: Played, _: str) -> None:
    rule, hosts = app.preset.redirect, ("127.0.0.1", "localhost", "[::1]")
    registered_as(app, app.callback.replace(":49152", ":1"))
    refused = [f"http://{one}:1/callback" for one in hosts if one not in rule.hosts]
    if rule.loopback in ("exact", "prefix"):
        refused.append(app.callback.replace(":49152", ":2"))
    if rule.loopback == "domain":
        refused.append("https://another.example/callback")
    if rule.loopback == "any-port":
        refused.append(app.callback.replace(":49152", ":1") + "/elsewhere")
        free = app.open(redirect_uri=app.callback).status_code == 200
        assert free is not rule.registered_without_port
    assert refused
    for one in refused:
        app.open(redirect_uri=one)
        assert broken(app) in {"dialect_redirect", "redirect_uri_registered"}, one
    app.open(redirect_uri=app.callback.replace(":49152", ":1"))
    assert broken(app) == ""


def registered_as(app: Played, redirect_uri: str) -> None:
    """Let the app be one that a person registered with exactly that."""
    client = app.photobox.clients.get(app.id)
    assert client is not None
    changed = replace(client, redirect_uris=(redirect_uri,), registration=REGISTRATION)
    app.photobox.clients.give(changed)


@probe("redirect.mismatch")
def the_registered_address_is_told(app: Played, _: str) -> None:
    page = app.open(redirect_uri=f"{app.callback}/elsewhere")
    assert f"{app.callback}?error=" in page.headers["Location"]


@probe("redirect.query", "redirect.bare", "redirect.forbidden")
def some_addresses_are_never_taken(app: Played, name: str) -> None:
    tails = {"query": "?x=1", "forbidden": app.preset.redirect.forbidden[:1]}
    wrong = app.callback + tails.get(name, "")
    app.open(redirect_uri="https://app.example/" if name == "bare" else wrong)
    assert broken(app) == "dialect_redirect"


@probe("redirect.answer")
def the_answer_is_posted(app: Played, _: str) -> None:
    assert app.answer()["code"]
    assert app.location == ""
    assert app.at


@probe("redirect.iss")
def the_issuer_is_named(app: Played, _: str) -> None:
    assert app.answer()["iss"] == app.photobox.issuer


@probe("redirect.extra")
def the_redirect_carries_more(app: Played, name: str) -> None:
    assert app.answer()[name]


@probe("redirect.fragment")
def something_stands_behind_the_answer(app: Played, _: str) -> None:
    app.answer()
    assert app.location.endswith(f"#{app.preset.redirect.fragment.removeprefix('#')}")


@probe("redirect.names")
def a_refusal_has_other_names(app: Played, name: str) -> None:
    page = app.submit(app.consent(), decision="deny")
    query = parse_qs(urlsplit(page.headers["Location"]).query)
    assert app.preset.redirect.names[name] in query
    assert name not in query


# the kind of app


@probe("apps.client_auth")
def the_client_proves_itself_in_one_way(app: Played, _: str) -> None:
    others = [one for one in ("basic", "post", "none") if one not in app.app.client_auth]
    for way in others or ["none"]:
        app.exchange("x", way=way)
        assert broken(app) in {"dialect_client_auth", "client_authenticated"}
    app.exchange("x")
    assert broken(app) == "code_known"


@probe("apps.pkce", "apps.pkce_methods")
def pkce_has_its_own_rule(app: Played, _: str) -> None:
    challenge = {"code_challenge": "E" * 43, "code_challenge_method": "S256"}
    if app.app.pkce == "refused":
        app.open(**challenge)
        assert broken(app) == "code_challenge_absent"
    elif "hex" in app.app.pkce_methods:
        app.open(**challenge)
        assert broken(app) == "code_challenge_shape"
    elif app.app.pkce == "required":
        app.open(code_challenge=None, code_challenge_method=None)
        assert broken(app) == "code_challenge_present"
    assert app.tokens()["access_token"]


@probe("endpoints")
def the_endpoint_is_another_one(app: Played, name: str) -> None:
    own = getattr(app.preset.endpoints, name)
    assert own != getattr(load(app.preset.slug).endpoints, name)
    assert app.answer()["code"]


# the device


@probe("device.answer_names")
def the_device_is_answered_otherwise(app: Played, name: str) -> None:
    assert app.preset.device is not None
    scope = app.preset.device.names.get("scope", "scope")
    given = {scope: app.first_scopes}
    answer = app.post(app.preset.endpoints.device_authorization, given).json
    for standard, own in app.preset.device.answer_names.items():
        assert own in answer
        assert standard not in answer


# the API


@probe("api.headers")
def the_api_wants_headers(app: Played, name: str) -> None:
    token = app.tokens()["access_token"]
    assert app.call(token).status_code == 200
    app.call(token, **{name.replace("-", "_"): ""})
    assert broken(app) == "dialect_header"


@probe("api.first_call", "api.base")
def the_first_call_has_its_own_way(app: Played, _: str) -> None:
    answer: object = app.call(app.tokens()["access_token"]).json
    for name in app.preset.api.first_call.shows.split("."):
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    assert answer
    assert app.preset.api.first_call.method in app.photobox.log[-1].method
    hosts = {urlsplit(app.preset.api.base).netloc, urlsplit(app.preset.endpoints.token).netloc}
    assert _ != "base" or len(hosts) == 2


@probe("api.base_from")
def the_answer_says_where_the_api_is(app: Played, _: str) -> None:
    assert whole(app)[app.preset.api.base_from] == app.photobox.issuer


# the rest


@probe("revocation")
def a_token_is_given_back_otherwise(app: Played, _: str) -> None:
    style, token = app.preset.revocation.style, app.tokens()["access_token"]
    url = app.preset.revocation.endpoint.replace("{client_id}", app.id)
    assert style != "rfc7009"
    assert app.post("/revoke", {"token": str(token)}).status_code == 404
    assert app.call(token).status_code == 200
    if style == "none":
        return
    path, bearer = path_of(app.preset, url), {"Authorization": f"Bearer {token}"}
    if style == "basic-delete-json":
        answer = app.browser.delete(path, json={"access_token": token}, auth=(app.id, app.secret))
    else:
        method = style.partition("-")[2].upper()
        answer = app.browser.open(path, method=method, headers=bearer)
    assert answer.status_code in (200, 204)
    assert app.call(token).status_code == 401


@probe("registration.fields")
def the_settings_page_asks_for_it(app: Played, number: str) -> None:
    fields = app.preset.registration.fields
    app.at = "http://localhost/developer"
    page = app.get("/developer")
    assert fields[int(number)].label in BeautifulSoup(page.text, "html.parser").text
    if fields[int(number)].means == "scopes":
        redirect = next(n for n, one in enumerate(fields) if one.means == "redirect_uri")
        ticked, other = [one.name for one in app.preset.scopes if one.like != "openid"][:2]
        sent = {f"field_{redirect}": app.callback, f"field_{number}": ticked}
        page = app.submit(page, kind=app.kind, **sent)
        client_id = BeautifulSoup(page.text, "html.parser").find("dd").code.text
        app.open(client_id=client_id, scope=ticked)
        assert broken(app) == ""
        app.open(client_id=client_id, scope=other)
        assert broken(app) == "scope_known"


@probe("issuer")
def there_is_a_document(app: Played, _: str) -> None:
    assert app.get("/.well-known/openid-configuration").json["issuer"] == app.photobox.issuer
