"""What no type can say of a preset is checked, and the message says where and what is wrong."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from oauth_tutorial.errors import PresetError
from oauth_tutorial.presets.checks import has
from oauth_tutorial.presets.loading import document_of, parse

Document = dict[str, Any]


def changed(*path: str, to: object) -> Callable[[Document], None]:
    """Return what writes a value at a path; numbers count in lists."""

    def write(document: Document) -> None:
        place: Any = document
        for name in path[:-1]:
            place = place[int(name)] if name.isdecimal() else place.setdefault(name, {})
        place[int(path[-1]) if path[-1].isdecimal() else path[-1]] = to

    return write


def without(*path: str) -> Callable[[Document], None]:
    def cut(document: Document) -> None:
        place: Any = document
        for name in path[:-1]:
            place = place[name]
        del place[path[-1]]

    return cut


WRONG: dict[str, tuple[Callable[[Document], None], str, str]] = {
    "an exception that is never said": (
        changed("redirect", "unless", to={"mismatch": "it rains"}),
        "redirect.unless.mismatch",
        "has no exception; only hosts and query can have one",
    ),
    "a quirk of no fact": (
        changed("quirks", "0", "show", to="token.anwser"),
        "quirks.0.show",
        "points to 'token.anwser', but there is no such fact",
    ),
    "a doubt about no fact": (
        changed("unverified", "0", to="redirect.max"),
        "unverified.0",
        "names 'redirect.max', but there is no such fact",
    ),
    "http": (
        changed("endpoints", "token", to="http://github.com/token"),
        "endpoints.token",
        "has to be an https address",
    ),
    "no address": (
        changed("endpoints", "authorization", to="github.com/login"),
        "endpoints.authorization",
        "has to be an https address",
    ),
    "an address without a host": (
        changed("source", to="https:///docs"),
        "source",
        "has to be an https address",
    ),
    "an address with a person": (
        changed("registration", "url", to="https://me@github.com/"),
        "registration.url",
        "has to be an https address",
    ),
    "an empty address": (changed("api", "base", to=""), "api.base", "is empty"),
    "a part that nobody fills": (
        changed("endpoints", "userinfo", to="https://{shop}.example.com/me"),
        "endpoints.userinfo",
        "contains {shop}, but fill does not say what that is",
    ),
    "the address of a refresh": (
        changed("refresh", "endpoint", to="ftp://github.com"),
        "refresh.endpoint",
        "has to be an https address",
    ),
    "openid without an issuer": (changed("kind", to="openid"), "issuer", "has an issuer"),
    "an issuer without openid": (
        changed("issuer", to="https://github.com"),
        "issuer",
        "has an issuer",
    ),
    "a device flow without its address": (
        without("endpoints", "device_authorization"),
        "device",
        "and endpoints.device_authorization do not match",
    ),
    "an address without its device flow": (
        without("device"),
        "device",
        "and endpoints.device_authorization do not match",
    ),
    "a device flow that no app has": (
        without("apps", "device"),
        "use",
        "and apps.device do not match",
    ),
    "a device flow of no use": (
        changed("use", to=["laptop"]),
        "use",
        "and apps.device do not match",
    ),
    "revocation nowhere": (without("revocation", "endpoint"), "revocation.endpoint", "is missing"),
    "a scope twice": (
        changed("scopes", "1", "name", to="read:user"),
        "scopes.0.name",
        "'read:user' is there twice",
    ),
    "a part played twice": (
        changed("scopes", "1", "like", to="profile"),
        "scopes.0.like",
        "'profile' is played by two scopes",
    ),
    "a scope of two words": (
        changed("scopes", "0", "name", to="read user"),
        "scopes.0.name",
        "contains the separator",
    ),
    "an address with a space": (
        changed("endpoints", "token", to="https://github.com/a token"),
        "endpoints.token",
        "has to be an https address",
    ),
    "an address that a terminal obeys": (
        changed("endpoints", "token", to="https://github.com/\x1b[2J"),
        "endpoints.token",
        "'https://github.com/\\x1b[2J', but has to be an https address",
    ),
    "a path that reads as a host": (
        changed("endpoints", "token", to="https://github.com//evil.example/token"),
        "endpoints.token",
        "has to be an https address",
    ),
    "a brace that is no part": (
        changed("endpoints", "token", to="https://github.com/{client_id.x}"),
        "endpoints.token",
        "has to be an https address",
    ),
    "no kinds of app": (changed("apps", to={}), "use", "and apps.device do not match"),
    "no way to authenticate": (
        changed("apps", "web", "client_auth", to=[]),
        "apps.web.client_auth",
        "is empty",
    ),
    "this machine under no name": (
        changed("redirect", "hosts", to=[]),
        "apps.web.redirect.hosts",
        "and loopback do not match",
    ),
    "names of a machine that is not taken": (
        changed("apps", "web", "redirect", "loopback", to="none"),
        "apps.web.redirect.hosts",
        "and loopback do not match",
    ),
    "required, and not sent": (
        changed("authorization", "required", to=["owner"]),
        "authorization.required",
        "names 'owner', but extra does not send that",
    ),
    "an unknown alphabet": (
        changed("registration", "client_id", "shapes", to=["{rune:20}"]),
        "registration.client_id.shapes.0",
        "names the alphabet 'rune'",
    ),
    "a brace alone": (
        changed("registration", "client_secret", "shapes", to=["{hex}"]),
        "registration.client_secret.shapes.0",
        "has a brace that does not begin a run",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_so_is_refused(case: str) -> None:
    change, path, says = WRONG[case]
    document = deepcopy(document_of("github"))
    change(document)

    with pytest.raises(PresetError) as caught:
        parse("github", document)

    assert str(caught.value).startswith(f"github: {path} ")
    assert says in str(caught.value)
    assert caught.value.evidence["path"] == path


def test_no_app_at_all() -> None:
    document = deepcopy(document_of("dropbox"))
    document["apps"] = {}
    document["quirks"] = []

    with pytest.raises(PresetError, match="apps is empty, but rules depend on the kind of app"):
        parse("dropbox", document)


def test_a_part_that_is_filled_in_may_stand_in_an_address() -> None:
    document = deepcopy(document_of("github"))
    changed("endpoints", "userinfo", to="https://{shop}.example.com/me")(document)
    changed("fill", to={"shop": "practice"})(document)

    assert parse("github", document).endpoints.userinfo == "https://{shop}.example.com/me"


@pytest.mark.parametrize("table", ["refresh", "revocation"])
def test_a_doubt_may_be_about_something_that_is_not_there(table: str) -> None:
    document = deepcopy(document_of("github"))
    document.pop(table)
    document["unverified"] = [table]
    document["quirks"] = []

    assert parse("github", document).unverified == (table,)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("a", True),
        ("a.b", True),
        ("a.c", False),
        ("list.1", True),
        ("list.2", False),
        ("list.-1", False),
        ("list.x", False),
        ("a.b.c", False),
        ("empty", True),
        ("", False),
    ],
)
def test_a_path_leads_somewhere(path: str, there: bool) -> None:
    document = {"a": {"b": "text"}, "list": [1, 2], "empty": {}}

    assert has(document, path) is there
