"""What a registration gave you, and where it is kept. Only its shape is ever shown."""

import os
import weakref
from collections.abc import Mapping
from typing import Any, Literal

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.kernel import autopilot
from oauth_tutorial.notebook.shown import Panelled
from oauth_tutorial.presets import Preset
from oauth_tutorial.providers.environment import ON_A_PUBLIC_MACHINE, read_environment
from oauth_tutorial.providers.key_store import KeyStore, find_key_store
from oauth_tutorial.text.redaction import shape

Source = Literal["environment", "key store", "panel", "nowhere"]


class Client(Panelled):
    """A ``client_id``, and a secret that nothing shows.

    In a notebook it is a panel until something is known; what you type there is read when it is
    needed, and no cell waits for it.

    Args:
        preset: The provider.
        needs_secret: Whether that kind of app has one.
        is_public_place: Whether the machine belongs to somebody else.
        key_store: Where it can be kept. Default: nowhere.

    Attributes:
        client_id: What the registration gave; None until somebody says.
        source: Where it comes from.
        word: What else happened on the way, in a sentence.
    """

    def __init__(
        self,
        preset: Preset,
        *,
        needs_secret: bool = True,
        is_public_place: bool = False,
        key_store: KeyStore | None = None,
    ) -> None:
        self.preset, self.needs_secret, self.is_public_place = preset, needs_secret, is_public_place
        self.key_store = key_store
        self.client_id: str | None = None
        self.source: Source = "nowhere"
        self.word = ""
        self._secret: str | None = None
        self._panels: weakref.WeakSet[Any] = weakref.WeakSet()

    @property
    def client_secret(self) -> str | None:
        """The secret, for the token request only."""
        return self._secret

    def take(self, client_id: str, secret: str | None, source: Source) -> None:
        """Take what was given. On a public machine the secret is ignored, and ``word`` says so."""
        self.client_id, self.source = client_id, source
        self._secret = None if self.is_public_place else (secret or None)
        if secret and self.is_public_place:
            self.word = ON_A_PUBLIC_MACHINE

    def clear(self) -> None:
        """Let go of everything, in every panel too."""
        self.client_id, self._secret, self.source = None, None, "nowhere"
        for panel in list(self._panels):
            panel.clear()

    def panel(self) -> Any:
        """Make the panel: what is known, or fields to type it in."""
        from oauth_tutorial.providers.client_panel import ClientPanel

        panel = ClientPanel(self)
        self._panels.add(panel)
        return panel

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if autopilot():  # nobody is there to fill anything in
            return {"text/plain": repr(self)}
        return super()._repr_mimebundle_(**options)

    def __repr__(self) -> str:
        if self.client_id is None:
            return "Client(None)"
        return f"Client(client_id={shape(self.client_id)}, secret={shape(self._secret)})"

    def __reduce__(self) -> Any:
        raise TypeError("A Client holds a secret, so it cannot be copied or written anywhere.")


def find_client(
    preset: Preset,
    *,
    needs_secret: bool,
    is_public_place: bool,
    environ: Mapping[str, str] | None = None,
) -> Client:
    """Look for a client in the environment, then in the key store; otherwise a panel asks.

    Args:
        preset: The provider.
        needs_secret: Whether that kind of app has a secret.
        is_public_place: Whether the machine belongs to somebody else: then no secret is taken.
        environ: The variables. Default: those of this process.
    """
    if autopilot():  # it cannot sign in at a real provider
        return Client(preset, needs_secret=needs_secret, is_public_place=is_public_place)
    store, word = find_key_store() if not is_public_place else (None, "")
    client = Client(
        preset, needs_secret=needs_secret, is_public_place=is_public_place, key_store=store
    )
    client.word = word
    found = read_environment(preset.slug, os.environ if environ is None else environ)
    if found is not None:
        client.take(*found, "environment")
    elif store is not None and (kept := store.read(preset.slug)) is not None:
        client.take(*kept, "key store")
    return client


def read_client(client: object) -> tuple[str, str | None] | None:
    """Return the id and the secret of whatever holds them; None if no id is known yet.

    Args:
        client: A :class:`Client`, a table with ``client_id`` and ``client_secret`` as a
            registration answers (RFC 7591 §3.2.1), an object with these attributes, or None.

    Raises:
        InvalidArgument: When it holds neither. What it holds instead is not shown.
    """
    if client is None:
        return None
    if isinstance(client, Mapping):
        client_id, secret = client.get("client_id"), client.get("client_secret")
    else:
        client_id, secret = (
            getattr(client, "client_id", client),
            getattr(client, "client_secret", None),
        )
    if client_id is None:
        return None
    if not isinstance(client_id, str) or not isinstance(secret, str | None) or client_id is client:
        raise InvalidArgument(
            f"client must hold a client_id and a client_secret, got {type(client).__name__}.",
            hint='Give what client() returns, or {"client_id": …, "client_secret": …}.',
        )
    return client_id, secret or None
