"""Notebook 09: write a preset of one more provider, from a page of its documentation."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeGuard

from oauth_tutorial.errors import PresetError
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.presets.loading import merged, parse
from oauth_tutorial.text.listing import kind_of

DOCUMENTATION = """\
Papyrus for developers: sign in with Papyrus

Apps are created under *Account > Integrations > New integration*; it is free of charge.
Redirect URIs are matched exactly, the port included. http is accepted for 127.0.0.1 alone.

Send people to https://papyrus.example/oauth/authorize. Separate scopes by commas:
notes.read,notes.write. To receive a refresh token, add keep=true.

Exchange the code with a JSON body at https://api.papyrus.example/oauth/token. Authenticate
with HTTP Basic, client_id as the user name; a secret in the body is not accepted.
The answer has the access token in "session". It is valid for two hours. Whenever a refresh
token is used, it is replaced by a new one. Errors are sent with HTTP status 200.
"""
# What the page does not ask about.
_GIVEN: dict[str, object] = {
    "name": "Papyrus",
    "checked": date(2026, 11, 27),
    "source": "https://papyrus.example/developers",
    "cost": "free",
    "use": ["laptop"],
    "endpoints": {
        "authorization": "https://papyrus.example/oauth/authorize",
        "token": "https://api.papyrus.example/oauth/token",
    },
    "api": {"base": "https://api.papyrus.example", "first_call": {"path": "/me", "shows": "name"}},
    "apps": {"web": {"register_as": "Integration", "pkce": "unknown"}},
    "registration": {"url": "https://papyrus.example/integrations", "menu": ["Integrations"]},
}
_RIGHT: dict[str, object] = {
    "authorization.scope_separator": ",",
    "refresh.when": {"keep": "true"},
    "token.body": "json",
    "apps.web.client_auth": ["basic"],
    "token.at": "session",
    "token.seconds": 7200,
    "refresh.rotates": True,
    "errors.status": 200,
    "redirect.loopback": "exact",
    "redirect.hosts": ["127.0.0.1"],
}


def _judge(given: Mapping[Any, Any]) -> Verdict:
    if not isinstance(given, Mapping):
        return wrong("no_dictionary", expected="a dictionary", received=kind_of(given))
    answer = {path: _as_list(value, _RIGHT.get(path)) for path, value in given.items()}
    for path in _RIGHT:
        if path not in answer:
            return wrong("missing", part=path, expected="a value", received="nothing")
    document = dict(_GIVEN)
    for path, value in answer.items():
        document = merged(document, _nested(str(path), value))
    try:
        parse("papyrus", document)
    except PresetError as error:
        path = str(error.evidence["path"])
        return wrong(
            _mistake(path),
            part=path,
            expected="a value that a preset can hold",
            received=error.message.removeprefix(path).strip(),
        )
    for path, expected in _RIGHT.items():
        if answer[path] != expected:
            return wrong(
                _mistake(path), part=path, expected=repr(expected), received=repr(answer[path])
            )
    return right()


def _as_list(value: object, like: object) -> object:
    """A tuple or a set says the same as a list, and so does one word where there is one."""
    if not isinstance(like, list):
        return value
    return [value] if isinstance(value, str) else list(value) if _is_several(value) else value


def _is_several(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, tuple | set | frozenset)


def _mistake(path: str) -> str | None:
    """Every fact has its own, named by the last part of its path."""
    return next((one.rpartition(".")[2] for one in _RIGHT if path.startswith(one)), None)


def _nested(path: str, value: object) -> dict[str, object]:
    """Make ``{"token": {"at": …}}`` of ``"token.at"``."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return value  # type: ignore[return-value]


def _but(path: str, value: object) -> dict[str, object]:
    return _RIGHT | {path: value}


own_preset = Exercise(
    name="09.own_preset",
    answer="papyrus",
    blanks=11,
    judge=_judge,
    correct="ten facts from one page. With such a file, practice service, preflight and "
    "exchange_code know a provider that nobody had told them about.",
    mistakes=(
        Mistake(
            "no_dictionary",
            "the check wants the whole dictionary.",
            [",", "json"],
        ),
        Mistake(
            "missing",
            "a line of the dictionary is missing. Every fact of the page belongs in the preset.",
            {"token.body": "json"},
        ),
        Mistake(
            "scope_separator",
            "look at the example with two scopes: what stands between them?",
            _but("authorization.scope_separator", " "),
        ),
        Mistake(
            "body",
            "how is the code sent to the token endpoint: as a form or as JSON?",
            _but("token.body", "form"),
        ),
        Mistake(
            "at",
            "which member of the token answer holds the access token? Write its name.",
            _but("token.at", "access_token"),
        ),
        Mistake(
            "seconds",
            "the lifetime is a number of seconds: two hours.",
            _but("token.seconds", 120),
        ),
        Mistake(
            "when",
            "which parameter of the authorization request asks for a refresh token, and with which "
            'value? Write {"name": "value"}.',
            _but("refresh.when", {"access_type": "offline"}),
        ),
        Mistake(
            "rotates",
            "is the old refresh token still good after it was used?",
            _but("refresh.rotates", False),
        ),
        Mistake(
            "status",
            "which HTTP status does an error come with?",
            _but("errors.status", 400),
        ),
        Mistake(
            "loopback",
            "read the sentence with “the port included”: may the port of the redirect URI differ "
            "from the registered one?",
            _but("redirect.loopback", "any-port"),
        ),
        Mistake(
            "hosts",
            "which names of your own machine are accepted with http?",
            _but("redirect.hosts", ["127.0.0.1", "localhost"]),
        ),
        Mistake(
            "client_auth",
            "how does the app prove itself at the token endpoint: post, basic or none?",
            _but("apps.web.client_auth", ["post"]),
        ),
    ),
    hints=(
        "where to look: each line of the dictionary is one sentence of the page.",
        "the rule: text has quotes, a number and True have none, a list has square brackets. A "
        "value that the schema does not know comes back with those that it knows.",
        'almost the answer: ",", {"keep": "true"}, "json", "session", 7200, True, 200, "exact", '
        'and two lists with one word each, "basic" and "127.0.0.1".',
    ),
    solution_code="papyrus = {\n"
    + "".join(f"    {path!r}: {value!r},\n".replace("'", '"') for path, value in _RIGHT.items())
    + "}",
    unlisted={**_RIGHT, "token.colour": "blue"},
)
