"""How servers differ, as data."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import oauth_tutorial
from oauth_tutorial import build_authorization_url, exchange_code, presets, refresh, revoke
from oauth_tutorial.client.dialect import RFC_6749, Dialect, dialect_of
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.presets.schema import Authorization, Device, Refresh, Revocation, Token


def test_the_default_is_the_rfc():
    assert Dialect() == RFC_6749
    assert (RFC_6749.client_auth, RFC_6749.body, RFC_6749.revocation) == ("post", "form", "rfc7009")
    assert (RFC_6749.scope_separator, RFC_6749.granted_separator) == (" ", " ")
    assert (RFC_6749.token_at, RFC_6749.repeat) == ("", ())
    assert Dialect(names={"token": {}}, extra={"device": {}}) == RFC_6749


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"client_auth": "header"},
            "client_auth must be one of 'post', 'basic', 'none', got 'header'",
        ),
        ({"client_auth": None}, "client_auth must be one of (.*), got None"),
        ({"pkce": "plain"}, "pkce must be one of 'S256', 'hex', 'none', got 'plain'"),
        ({"body": "xml"}, "body must be one of 'form', 'json', got 'xml'"),
        ({"revocation": "rfc7008"}, "Did you mean rfc7009"),
        (
            {"names": {"tokn": {}}},
            "a request in names must be one of (.*)'tokn'. Did you mean token",
        ),
        ({"names": ["a"]}, "names of a Dialect must be of type dict"),
        ({"extra": {"token": {"a": 1}}}, r"extra\['token'\]\['a'\] of a Dialect"),
        ({"headers": {"A": None}}, r"headers\['A'\]"),
        ({"token_at": None}, "token_at of a Dialect must be of type str"),
        ({"zero_means_never": "yes"}, "zero_means_never of a Dialect must be of type bool"),
        ({"repeat": "redirect_uri"}, "repeat of a Dialect must be of type tuple"),
        ({"scope_separator": ""}, "separator of scopes is empty"),
        ({"granted_separator": ""}, "separator of scopes is empty"),
    ],
)
def test_what_no_server_does_is_refused(wrong, said):
    with pytest.raises(InvalidArgument, match=said):
        Dialect(**wrong)


def test_nobody_changes_one():
    given = {"token": {"action": "requesttoken"}}
    dialect = Dialect(extra=given)
    given["token"]["action"] = given["device"] = "other"

    assert dialect.extra == {"token": {"action": "requesttoken"}}
    with pytest.raises(TypeError):
        dialect.extra["token"]["action"] = "other"
    assert hash(dialect) == hash(replace(dialect))
    assert replace(dialect, token_at="data").extra == dialect.extra


@pytest.mark.parametrize(
    "call",
    [
        lambda url, **more: exchange_code(url, code="c", redirect_uri="r", client_id="i", **more),
        lambda url, **more: refresh(url, refresh_token="t", client_id="i", **more),
        lambda url, **more: revoke(url, token="t", client_id="i", **more),
        lambda url, **more: build_authorization_url(
            url, client_id="i", redirect_uri="http://127.0.0.1/cb", **more
        ),
    ],
)
def test_something_else_is_no_dialect(call):
    with pytest.raises(InvalidArgument, match="dialect must be a Dialect, got str") as raised:
        call("http://127.0.0.1:9/", dialect="github")

    assert 'provider("github").dialect' in raised.value.hint
    assert raised.value.section


def test_github_and_slack_from_their_presets():
    github, slack = dialect_of(presets.load("github")), dialect_of(presets.load("slack"))

    assert (github.name, github.client_auth, github.granted_separator) == ("GitHub", "post", ",")
    assert (github.scope_separator, github.revocation) == (" ", "basic-delete-json")
    assert github.headers == {"Accept": "application/json"}
    assert "Authorized OAuth Apps" in github.by_hand
    assert (slack.client_auth, slack.token_at) == ("basic", "authed_user")
    assert (slack.scope_separator, slack.granted_separator) == (",", ",")
    assert slack.name_of("authorization", "scope") == "user_scope"
    assert slack.name_of("token", "scope") == "scope"


def test_rules_hang_on_the_kind_of_app():
    github = presets.load("github")

    assert dialect_of(github, "device").client_auth == "none"
    assert dialect_of(presets.load("slack"), app="public").client_auth == "none"
    turned = replace(github, apps=dict(reversed(github.apps.items())))
    assert dialect_of(turned).client_auth == "post"  # of the web, wherever that stands
    only = replace(github, apps={"device": github.apps["device"]})
    assert dialect_of(only).client_auth == "none"
    with pytest.raises(InvalidArgument, match="app must be one of 'web', 'device', got 'desktop'"):
        dialect_of(github, "desktop")


def test_basic_without_a_secret_has_an_empty_password_in_an_app_that_has_none():
    github = presets.load("github")
    basic = replace(github.apps["web"], client_auth=("basic",))
    preset = replace(github, apps={"web": basic, "public": basic, "desktop": basic})

    assert not dialect_of(preset, "web").empty_password
    assert dialect_of(preset, "public").empty_password
    assert dialect_of(preset, "desktop").empty_password


@pytest.mark.parametrize(
    ("pkce", "methods", "written"),
    [
        ("supported", ("S256", "plain"), "S256"),
        ("required", ("hex",), "hex"),
        ("refused", ("S256",), "none"),
        ("ignored", ("S256",), "S256"),
        ("unknown", (), "S256"),
    ],
)
def test_pkce_as_the_app_may(pkce, methods, written):
    github = presets.load("github")
    app = replace(github.apps["web"], pkce=pkce, pkce_methods=methods)

    assert dialect_of(replace(github, apps={"web": app})).pkce == written


def test_every_fact_has_its_place():
    made = dialect_of(
        replace(
            presets.load("github"),
            authorization=Authorization(
                scope_separator=",",
                scopes_taken=False,
                extra={"owner": "user"},
                names={"client_id": "client_key"},
            ),
            token=Token(
                body="json",
                at="data",
                scope_name="scopes",
                scope_separator=",",
                lifetime="zero-means-never",
                headers={"User-Agent": "*", "Origin": "*", "Notion-Version": "2022-06-28"},
                extra={"action": "requesttoken"},
                names={"client_secret": "secret"},
            ),
            refresh=Refresh(
                endpoint="https://api.example.com/refresh",
                repeat=("redirect_uri",),
                extra={"b": "c"},
            ),
            device=Device(names={"scope": "scopes"}),
            revocation=Revocation(style="none", by_hand=("Settings", "Apps")),
        ),
    )

    assert made == Dialect(
        name="GitHub",
        body="json",
        names={
            "authorization": {"client_id": "client_key"},
            "token": {"client_secret": "secret"},
            "refresh": {"client_secret": "secret"},
            "device": {"scope": "scopes"},
        },
        extra={
            "authorization": {"owner": "user"},
            "token": {"action": "requesttoken"},
            "refresh": {"b": "c"},
        },
        headers={"Origin": "http://localhost", "Notion-Version": "2022-06-28"},
        token_at="data",
        scope_separator=",",
        scopes_taken=False,
        granted_separator=",",
        scope_name="scopes",
        zero_means_never=True,
        repeat=("redirect_uri",),
        refresh_endpoint="https://api.example.com/refresh",
        revocation="none",
        by_hand=("Settings", "Apps"),
    )


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_makes_a_dialect_of_each_kind(name):
    preset = presets.load(name)

    for kind in preset.apps:
        assert dialect_of(preset, kind).name == preset.name


def test_no_code_of_the_client_is_about_one_provider():
    client = Path(oauth_tutorial.__file__).parent / "client"
    names = [name for name in presets.names() if len(name) > 1]  # x is a letter, too
    words = rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])"
    for path in client.rglob("*.py"):
        code = ast.parse(path.read_text("utf-8"))
        told = [node.value for node in ast.walk(code) if isinstance(node, ast.Constant)]
        short = [text for text in told if isinstance(text, str) and " " not in text]

        assert [text for text in short if re.search(words, text, re.I)] == [], path.name
