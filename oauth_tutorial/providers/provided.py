"""One provider: its facts, its dialect, and how to reach it, for practice or for real."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from oauth_tutorial import practice
from oauth_tutorial.client.dialect import Dialect, dialect_of
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.kernel import autopilot
from oauth_tutorial.practice.model.clients import PHOTO_FRAME
from oauth_tutorial.presets import AppKind, Preset
from oauth_tutorial.providers.asked import kind_of, preset_of
from oauth_tutorial.providers.binder import on_binder
from oauth_tutorial.providers.client import Client, find_client, read_client
from oauth_tutorial.providers.forgetting import Forgotten, give_back
from oauth_tutorial.providers.key_store import find_key_store
from oauth_tutorial.providers.practising import play
from oauth_tutorial.providers.reached import Reached, own_client

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

_DISCOVERED = "discovered"  # the name of a preset that no file has
MOST_KEPT = 20  # of one provider: each cell that says provider("github") makes one
_kept: "dict[str, list[Provider]]" = {}  # whoever holds a client or a place, for forget()


class Provider:
    """A provider, for one kind of app. Made by :data:`provider`.

    Args:
        preset: What is known about it.
        app: The kind of app. Default: ``"web"`` if it has that, or the first of its preset.

    Attributes:
        preset: With the rules for that kind of app filled in.
        app: The kind of app.
    """

    def __init__(self, preset: Preset, app: AppKind | None = None) -> None:
        kinds = tuple(preset.apps)
        if app is not None and app not in kinds:
            raise InvalidArgument(
                f'{preset.name} has no app of the kind "{app}". It has: {", ".join(kinds)}.'
            )
        self.app: AppKind = app or ("web" if "web" in kinds else kinds[0])
        self.preset = preset.as_app(self.app)
        self._client: Client | None = None
        self._there: Reached | None = None

    @property
    def name(self) -> str:
        """Its name, as people write it."""
        return self.preset.name

    @cached_property
    def dialect(self) -> Dialect:
        """How its requests have to look, for ``exchange_code`` and the others."""
        return dialect_of(self.preset, app=self.app)

    def client(self) -> Client:
        """Return what its registration gave: from the environment, the key store, or a panel.

        As the last line of a cell it is a panel, until something is known. No cell waits for it:
        :meth:`reach` reads what is in it by then. On a public Binder it takes no secret.
        """
        auth = self.preset.app(self.app).client_auth
        self._client = find_client(
            self.preset, needs_secret=set(auth) != {"none"}, is_public_place=on_binder()
        )
        self._keep()
        return self._client

    def reach(self, client: object = None) -> Reached:
        """Return where to reach it: its personality, until a ``client_id`` is known.

        Args:
            client: What :meth:`client` returned; or a table with the ``client_id`` and
                ``client_secret`` of an app that you registered, in practice or at the provider.
                Default: what :meth:`client` returned last.

        Raises:
            InvalidArgument: When *client* holds no client, or somebody else's practice service
                is running.
        """
        if isinstance(client, Client):
            self._client = client
        given = read_client(self._client if client is None else client)
        self._keep()
        photobox = _practice_for(self.preset, given)
        if photobox is None:
            client_id, secret = own_client(self.preset, given)
            self._there = self._reached("", client_id, secret)
            print(f"Reaching the real {self.name}.")
            return self._there
        if given is None:
            given, why = self._of_the_story(photobox), "no client_id yet"
        else:
            why = "as the app that you registered there"
        front = photobox.authorization_endpoint.removesuffix("/authorize")
        self._there = self._reached(photobox.issuer, *given, front=front)
        who = "PhotoBox itself" if self.preset.slug == _DISCOVERED else f"{self.name}'s personality"
        print(f"Practising with {who}: {why}.")
        return self._there

    def _of_the_story(self, photobox: "PhotoBox") -> tuple[str, str | None]:
        """Return the client that every practice service knows for this kind of app."""
        if self.app == "device":
            return PHOTO_FRAME, None
        variant = photobox.variant
        if set(self.preset.app(self.app).client_auth) == {"none"}:
            return variant.public_client_id, None
        return variant.client_id, variant.client_secret

    def forget(self, *tokens: object) -> Forgotten:
        """Tidy up: revoke tokens, delete what the key store keeps, empty the panel.

        Args:
            *tokens: What was granted: answers of the token endpoint, or texts.

        Raises:
            InvalidArgument: When one of them is no token.
        """
        each = [self, *reversed(_kept.pop(self.preset.slug, []))]
        reached = [one for one in each if one._there is not None]
        where = next((one for one in reached if one.app == self.app), next(iter(reached), None))
        done: list[str] = []
        by_hand: list[str] = []
        if where is not None and where._there is not None:
            done, by_hand = give_back(where._there, tokens)
        elif tokens:
            done = [f"{self.name} was not reached, so nothing was revoked there."]
        clients = list({id(one._client): one._client for one in each if one._client}.values())
        if self._is_deleted_from_the_key_store(clients):
            done.append("Deleted what the key store kept.")
        if any(one.source == "environment" for one in clients):
            by_hand.append("remove the variables from the environment.")
        for client in clients:
            client.clear()
        for one in each:
            one._client = one._there = None
        done.append(f"Forgot {self.name}'s client here.")
        return Forgotten(tuple(done), tuple(by_hand))

    def _keep(self) -> None:
        mine = _kept.setdefault(self.preset.slug, [])
        if self not in mine:
            mine.append(self)
        del mine[:-MOST_KEPT]

    def _is_deleted_from_the_key_store(self, clients: Sequence[Client]) -> bool:
        """Delete what was kept, by an earlier kernel too; return whether there was anything."""
        stores = [one.key_store for one in clients if one.key_store is not None]
        if not clients and not autopilot():
            found, _ = find_key_store()
            stores = [found] if found is not None else []
        return any([one.delete(self.preset.slug) for one in stores])

    def _reached(self, issuer: str, client_id: str, secret: str | None, front: str = "") -> Reached:
        return Reached(
            preset=self.preset,
            dialect=self.dialect,
            issuer=issuer,
            front=front,
            client_id=client_id,
            client_secret=secret,
        )

    def __repr__(self) -> str:
        return f'<{self.name}, for an app of the kind "{self.app}">'


class Providers:
    """Find a provider by its name, or by its address.

    Example:
        >>> provider("github").name
        'GitHub'
    """

    def __call__(self, name: str, app: AppKind | None = None) -> Provider:
        """Return a provider.

        Args:
            name: As ``"github"``; one of ``presets.names()``.
            app: The kind of app. Default: the provider's usual one.

        Raises:
            InvalidArgument: When there is no such provider, or it has no such kind of app.
        """
        return Provider(preset_of(name), kind_of(app))

    def discover(self, issuer: str, app: AppKind | None = None) -> Provider:
        """Return any OpenID provider, by what it says about itself.

        Args:
            issuer: Its address, as ``"https://accounts.google.com"``.
            app: The kind of app. Default: the usual one.

        Raises:
            InvalidArgument: When nothing answers there, or the metadata of another issuer.
        """
        from oauth_tutorial.providers.discovering import discover

        return Provider(discover(issuer), kind_of(app))

    def __repr__(self) -> str:
        return "provider(name) or provider.discover(issuer)"


provider = Providers()


def forget() -> Forgotten:
    """Tidy up after every provider of this kernel; see :meth:`Provider.forget`."""
    last = [kept[-1] for kept in list(_kept.values()) if any(one._client for one in kept)]
    each = [one.forget() for one in sorted(last, key=lambda one: one.name)]
    done = tuple(line for one in each for line in one.done)
    return Forgotten(
        done or ("Nothing was stored.",), tuple(line for one in each for line in one.by_hand)
    )


def _practice_for(preset: Preset, given: tuple[str, str | None] | None) -> "PhotoBox | None":
    """Return the service to practise with; None if a client of the real provider is known."""
    running = practice.running()
    if preset.slug == _DISCOVERED:
        is_ours = running is not None and running.issuer == preset.issuer
        return running if is_ours and (given is None or _knows(running, given)) else None
    if given is None:
        return play(preset)
    if running is None or not _knows(running, given):
        return None
    if (plays := running.personality) != preset.slug:
        raise InvalidArgument(
            f"That client is registered at the practice service, which runs as "
            f"{plays or 'PhotoBox'} and not as {preset.name}.",
            hint=f"Register one at {preset.name}'s personality, or leave client out.",
        )
    return running


def _knows(running: "PhotoBox | None", given: tuple[str, str | None]) -> bool:
    """Whether that client is registered at the practice service that runs."""
    return running is not None and running.clients.get(given[0]) is not None
