"""The operating system's key store, if there is one: the optional package ``keyring``.

``keyrings.alt`` keeps secrets in a plain file, so it is never used.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

SERVICE = "oauth-tutorial"
_NO_STORES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_CHAINER = "keyring.backends.chainer"


class KeyStore:
    """One real key store. It never raises an error: its answer says what it could not do.

    Args:
        backend: One of ``keyring``'s.
    """

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def read(self, slug: str) -> tuple[str, str | None] | None:
        """Return the client that was kept for a provider, or None."""
        try:
            client_id = self._backend.get_password(SERVICE, f"{slug} client_id")
            secret = self._backend.get_password(SERVICE, f"{slug} client_secret")
        except Exception:  # of whatever store: locked, gone, or refused by the person
            return None
        return (client_id, secret or None) if isinstance(client_id, str) and client_id else None

    def keep(self, slug: str, client_id: str, secret: str | None) -> bool:
        """Keep a client, and return whether that worked."""
        try:
            self.delete(slug)  # otherwise another client's secret would stay
            self._backend.set_password(SERVICE, f"{slug} client_id", client_id)
            if secret:
                self._backend.set_password(SERVICE, f"{slug} client_secret", secret)
        except Exception:
            return False
        return True

    def delete(self, slug: str) -> bool:
        """Delete what was kept for a provider, and return whether there was anything."""
        there = False
        for name in ("client_id", "client_secret"):
            try:
                self._backend.delete_password(SERVICE, f"{slug} {name}")
                there = True
            except Exception:  # noqa: S112 - there was none, or it cannot be reached: the same
                continue
        return there


def find_key_store() -> tuple[KeyStore | None, str]:
    """Return this machine's key store, and a sentence if there is none."""
    try:
        backend = import_module("keyring").get_keyring()
    except ImportError:
        return None, "No key store: the package keyring is not installed."
    except Exception:  # what a package finds wrong with a machine
        return None, "No key store: it cannot be opened."
    real = next(_real(backend), None)
    if real is None:
        return None, "No key store: this machine has none that keeps secrets safely."
    return KeyStore(real), ""


def _real(backend: Any) -> Iterator[Any]:
    """The stores that keep a secret safely: not a plain file, not one that always fails."""
    home = type(backend).__module__
    if home.startswith(_CHAINER):
        for one in getattr(backend, "backends", ()):
            yield from _real(one)
    elif not home.startswith(_NO_STORES):
        yield backend
