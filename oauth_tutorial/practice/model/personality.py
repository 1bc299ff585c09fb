"""The provider that PhotoBox plays: what its preset says, as each client meets it.

Rules hang on the kind of app. A client that somebody registered as one kind stays of that kind;
any other is taken for the kind that fits what it can do.
"""

from dataclasses import replace
from functools import cached_property
from typing import Literal

from oauth_tutorial.practice.model.clients import DEVICE_CODE, Client
from oauth_tutorial.practice.model.lifetimes import MOST_SECONDS, Lifetimes
from oauth_tutorial.practice.model.options import Options
from oauth_tutorial.practice.model.own_paths import OwnPaths, own_paths
from oauth_tutorial.practice.model.store import Bounded
from oauth_tutorial.presets.schema import App, AppKind, Preset

Mode = Literal["strict", "lenient"]
_CONFIDENTIAL: tuple[AppKind, ...] = ("web",)
_PUBLIC: tuple[AppKind, ...] = ("public", "desktop")
_DEVICE: tuple[AppKind, ...] = ("device", "public", "desktop")


class Personality:
    """One provider, played.

    Args:
        preset: What is known about it.
        redirect: ``"lenient"`` lets a redirect URI through that the provider would never take,
            once it has been refused.

    Attributes:
        kinds: By ``client_id``, what an app was registered as.
        refused: Redirect URIs that were refused before, each with its client.
        paths: Where it answers.
    """

    def __init__(self, preset: Preset, redirect: Mode = "strict") -> None:
        self.preset, self.redirect = preset, redirect
        self.kinds: Bounded[AppKind] = Bounded()
        self.refused: Bounded[bool] = Bounded()
        self.paths: OwnPaths = own_paths(preset)
        self._as_app = {kind: preset.as_app(kind) for kind in preset.apps}
        self._options = {kind: self._options_of(kind) for kind in preset.apps}

    def kind_of(self, client: Client | None, *, grant_type: str = "") -> AppKind:
        """Return which kind of app a client is.

        Args:
            client: Which one. None: one that nobody knows.
            grant_type: Of the request at hand: a device is a kind of its own.
        """
        first = next(iter(self.preset.apps))
        if client is None:
            return first
        of_a_device = not client.redirect_uris and DEVICE_CODE in client.grant_types
        if grant_type == DEVICE_CODE or of_a_device:
            likely = _DEVICE
        elif client.client_id in self.kinds:
            return self.kinds[client.client_id]
        else:
            likely = _PUBLIC if client.is_public else _CONFIDENTIAL
        return next((kind for kind in likely if kind in self.preset.apps), first)

    def preset_for(self, client: Client | None, *, grant_type: str = "") -> Preset:
        """Return the preset as this client meets it."""
        return self._as_app[self.kind_of(client, grant_type=grant_type)]

    def app_for(self, client: Client | None, *, grant_type: str = "") -> App:
        """Return what holds for this client's kind of app."""
        return self.preset.apps[self.kind_of(client, grant_type=grant_type)]

    def options_for(self, client: Client | None, set_now: Options) -> Options:
        """Return the options as this client meets them.

        Args:
            client: Which one.
            set_now: The service's: whatever was changed there since the start counts for all.
        """
        own = self._options[self.kind_of(client)]
        changed = {
            name: getattr(set_now, name)
            for name in Options.__dataclass_fields__
            if getattr(set_now, name) != getattr(self.options, name)
        }
        return replace(own, **changed) if changed else own

    @cached_property
    def options(self) -> Options:
        """Those of the kind of app that comes first: what the service starts with."""
        return self._options[next(iter(self.preset.apps))]

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """How long things live there."""
        found, token = Lifetimes(), self.preset.as_app().token
        if token.seconds is not None:  # 0: it does not expire
            found.access_token = min(token.seconds or MOST_SECONDS, MOST_SECONDS)
        if self.preset.refresh and self.preset.refresh.seconds:
            found.refresh_token = min(self.preset.refresh.seconds, MOST_SECONDS)
        if self.preset.device and self.preset.device.seconds:
            found.device_code = self.preset.device.seconds
        return found

    @cached_property
    def says(self) -> dict[str, str]:
        """What the consent page says of each word of PhotoBox that the provider has as well."""
        return {one.like or one.name: one.says for one in self.preset.scopes}

    @cached_property
    def own_words(self) -> dict[str, str]:
        """Word of PhotoBox → word of the provider."""
        return {one.like or one.name: one.name for one in self.preset.scopes}

    @cached_property
    def standard_words(self) -> dict[str, str]:
        """Word of the provider → word of PhotoBox."""
        return {one.name: one.like or one.name for one in self.preset.scopes}

    @cached_property
    def more_words(self) -> tuple[str, ...]:
        """Words of the provider that none of PhotoBox's stands for."""
        return tuple(one.name for one in self.preset.scopes if not one.like)

    def forget(self) -> None:
        """Go back to the start."""
        self.kinds.clear()
        self.refused.clear()

    def _options_of(self, kind: AppKind) -> Options:
        app, preset = self.preset.apps[kind], self._as_app[kind]
        refresh, redirect = preset.refresh, preset.redirect
        words = {one.name: one.like or one.name for one in preset.scopes}
        when = dict(refresh.when) if refresh else {}
        if "scope" in when:
            when["scope"] = words.get(when["scope"], when["scope"])
        return Options(
            pkce="supported" if app.pkce == "unknown" else app.pkce,
            pkce_methods=app.pkce_methods,
            refresh="never" if refresh is None else "when" if when else "always",
            refresh_when=when,
            refresh_rotates=refresh.rotates if refresh else True,
            refresh_returned=refresh.returned if refresh else True,
            send_iss=redirect.iss,
            response_mode=redirect.answer,
            redirect=redirect,
        )
