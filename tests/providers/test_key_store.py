"""The key store, where there is a real one."""

import sys
from types import ModuleType
from typing import Any

import pytest

from oauth_tutorial.providers.key_store import KeyStore, find_key_store


class Store:
    """A store as ``keyring`` has them."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Failing:
    """One that can do nothing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("no D-Bus, canary-9f8e7d6c5b4a")


def of_module(name: str, **members: Any) -> Any:
    kind = type("Keyring", (Store,), members)
    kind.__module__ = name
    return kind()


def install(monkeypatch: pytest.MonkeyPatch, get_keyring: Any) -> None:
    module = ModuleType("keyring")
    module.get_keyring = get_keyring  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_a_client_is_kept_read_and_deleted() -> None:
    store = KeyStore(Store())

    assert store.read("github") is None
    assert store.keep("github", "the-id", "the-secret")
    assert store.read("github") == ("the-id", "the-secret")
    assert store.read("slack") is None
    assert store.delete("github")
    assert store.read("github") is None
    assert not store.delete("github")


def test_the_secret_of_another_client_does_not_stay() -> None:
    store = KeyStore(Store())
    store.keep("github", "a-web-app", "its-secret")
    store.keep("github", "a-public-app", None)

    assert store.read("github") == ("a-public-app", None)


def test_one_that_fails_is_silent() -> None:
    store = KeyStore(Failing())

    assert (store.read("a"), store.keep("a", "b", None), store.delete("a")) == (None, False, False)


def test_one_of_the_system_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, lambda: of_module("keyring.backends.macOS"))

    store, word = find_key_store()
    assert store is not None
    assert word == ""


@pytest.mark.parametrize(
    "module",
    ["keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file", "keyrings.alt.Gnome"],
)
def test_one_that_keeps_nothing_safely_is_none(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    install(monkeypatch, lambda: of_module(module))

    assert find_key_store()[0] is None


def test_of_a_chain_the_first_safe_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    safe = of_module("keyring.backends.SecretService")
    chain = of_module("keyring.backends.chainer", backends=[of_module("keyrings.alt.file"), safe])
    install(monkeypatch, lambda: chain)

    store, _ = find_key_store()
    assert store is not None
    store.keep("github", "a", "b")
    assert len(safe.kept) == 2


def test_a_missing_package_and_a_broken_one_are_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key_store() == (None, "No key store: the package keyring is not installed.")

    def broken() -> Any:
        raise OSError("canary-9f8e7d6c5b4a")

    install(monkeypatch, broken)
    assert find_key_store() == (None, "No key store: it cannot be opened.")
