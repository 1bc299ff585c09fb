"""The public names, and what an import costs."""

import os
import subprocess
import sys

import pytest

import oauth_tutorial

PUBLIC = [
    "AuthorizationResponse",
    "LoopbackReceiver",
    "TokenResponse",
    "build_authorization_url",
    "code_challenge",
    "diagnose",
    "exchange_code",
    "new_code_verifier",
    "new_state",
    "practice",
    "read_redirect",
    "record",
    "refresh",
    "revoke",
    "visit",
]


def test_all_is_the_public_contract_and_sorted() -> None:
    """Names that other people's code may rely on."""
    assert oauth_tutorial.__all__ == PUBLIC
    assert sorted(PUBLIC) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    """A lazy export must not point at nothing."""
    value = getattr(oauth_tutorial, name)

    assert value.__doc__
    assert name in dir(oauth_tutorial)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = oauth_tutorial.nothing


def test_import_loads_nothing_heavy() -> None:
    """The service, the widgets, the cryptography and requests load when they are used."""
    heavy = "bs4 cryptography flask ipywidgets jinja2 joserfc requests waitress"
    code = f"import sys, oauth_tutorial; print([x for x in {heavy!r}.split() if x in sys.modules])"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "first", ["exercises import pseudonym", "ladder import ladder", "practice.model.log import Log"]
)
def test_practice_knows_the_browser_whatever_was_imported_first(first: str) -> None:
    """On a hub a link to loopback leads nowhere, and its redirect URI is refused."""
    code = f"""
from oauth_tutorial.{first}
from oauth_tutorial import practice
print(practice.start().authorization_endpoint.partition("/proxy/")[0])
"""
    env = {**os.environ, "OAUTH_TUTORIAL_PUBLIC_URL": "https://hub.example/user/a/proxy/{port}"}
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, env=env, capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "https://hub.example/user/a"
