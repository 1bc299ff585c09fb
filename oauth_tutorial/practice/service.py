"""One practice service: state, faults and application together, and the port that it answers on."""

import os
import threading
import warnings
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network import PortTaken, Refusal, Server, bind, surroundings
from oauth_tutorial.network.loopback import keep_direct
from oauth_tutorial.practice.model.personality import Mode
from oauth_tutorial.practice.model.resource_names import read_names
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.variants import (
    ENVIRONMENT_VARIABLE,
    STORY,
    SeedError,
    Variant,
    read_seed,
    variant,
)
from oauth_tutorial.practice.web.app import create_app
from oauth_tutorial.practice.web.faults import Faults
from oauth_tutorial.presets import load
from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.text.plain import plain

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["PhotoBox", "PortTaken", "running", "start"]

_lock = threading.Lock()
_running: "PhotoBox | None" = None


class PhotoBox(ServiceState):
    """An authorization server with a photo API, in memory.

    Args:
        issuer: Its own name and base URL, without a slash at the end.
        variant: What a seed changed. Default: nothing.
        resources: What it gives tokens for beside its own APIs. Default: nothing.
        personality: The provider that it plays. Default: none.
        redirect: ``"lenient"`` lets redirect URIs through, for practice, that the provider
            would never take, once it has refused them. Default: never.

    Attributes:
        app: The WSGI application, which answers without any server as well.
        faults: How it misbehaves on demand.
        refusals: What was refused before the application saw it: another Host, TLS,
            what is no HTTP. None of these is in the log.
    """

    def __init__(
        self,
        issuer: str = "http://127.0.0.1",
        variant: Variant = STORY,
        *,
        resources: Sequence[str] = (),
        personality: Preset | None = None,
        redirect: Mode = "strict",
    ) -> None:
        super().__init__(
            issuer, variant, resources=resources, personality=personality, redirect=redirect
        )
        self.faults = Faults(self)
        self.refusals: deque[Refusal] = deque(maxlen=100)
        self.app: WSGIApplication = create_app(self, self.faults)
        self._server: Server | None = None

    def play_hidden_faults(self) -> None:
        """Switch on the faults that this variant hides: each acts once, on the first fitting
        message. Without a seed there are none.
        """
        for name in self.variant.hidden_faults:
            self.faults.add(name)

    def reset(self) -> None:
        """Go back to the start: right clock, no fault, safe options, usual lifetimes, nothing
        remembered. Where it plays a provider, options and lifetimes are that one's.

        The log stays, and so does the address.
        """
        self.clock.rewind()
        self.faults.clear()
        self.set_back()
        if self.playing is not None:
            self.playing.forget()
        self.keys.reset()
        self.store.clear()
        self.clients.reset()

    def stop(self) -> None:
        """Stop listening and free the port. Harmless when it is stopped already."""
        global _running
        self.faults.clear()  # wakes an answer that waits
        if self._server is not None:
            self._server.stop()
        if _running is self:
            _running = None
            surroundings.enter_service(None)

    def __repr__(self) -> str:
        plays = f", playing {self.playing.preset.name}," if self.playing else ""
        return f"PhotoBox practice service{plays} at {self.issuer}"


def start(
    port: int = 0,
    seed: int | None = None,
    personality: str | None = None,
    redirect: Mode = "strict",
    *,
    resources: Sequence[str] = (),
) -> PhotoBox:
    """Start the practice service in a thread, or give back the one that runs.

    Args:
        port: Where to listen on 127.0.0.1, and on ::1 where that can be had. Default: any free
            port. A machine with IPv6 alone has ::1 only, and the issuer is ``http://[::1]:PORT``.
        seed: Gives a learner another client_id, secret and scope than the next one: any whole
            number of 0 or more. Default: the environment variable ``OAUTH_TUTORIAL_SEED``,
            so that a hub can give each learner one; else the story's own values.
        personality: The provider to play, as ``"github"``: it then answers at that provider's
            paths and in its words. Default: none, or that of the service that runs.
        redirect: ``"lenient"`` lets redirect URIs through, for practice, that the provider
            would never take, once it has refused them. Default: ``"strict"``, never.
        resources: Addresses of your own APIs or tool servers that clients may ask tokens for
            (RFC 8707): absolute URIs without a fragment, such as
            ``["http://127.0.0.1:4714/mcp"]``. A service that runs learns them as well.
            Default: PhotoBox's own APIs alone.

    Raises:
        InvalidArgument: When a resource is no such address, or there is no such provider, or the
            service plays another one already.
        PortTaken: When another program listens there.
        SeedError: When *seed* is no seed, or the service runs with another one.

    Example:
        >>> photobox = start()
        >>> photobox.stop()
    """
    global _running
    asked = None if seed is None else variant(seed)
    names = read_names(resources)
    preset = _preset(personality, redirect)
    with _lock:
        if _running is None:
            chosen = asked or _variant_of_environment()
            keep_direct(os.environ)
            # The issuer has the port in its name. On some systems localhost means ::1 first.
            server = bind(port, name="photobox", ipv6=True)
            photobox = PhotoBox(
                f"http://{server.host}:{server.port}",
                chosen,
                resources=names,
                personality=preset,
                redirect=redirect,
            )
            server.answer(photobox.app, refused=photobox.refusals.append)
            photobox._server, photobox.port = server, server.port
            _running = photobox
            surroundings.enter_service(photobox)
        elif asked not in (None, _running.variant):
            raise SeedError(
                f"The practice service is already running with seed {_running.variant.seed}, but "
                f"seed {seed} was asked for. Stop that one first: practice.start().stop()"
            )
        else:
            _check_personality(_running, preset, redirect)
            _running.add_resources(names)
        return _running


def _preset(name: str | None, redirect: Mode) -> Preset | None:
    if redirect not in ("strict", "lenient"):
        raise InvalidArgument(
            f'Expected redirect="strict" or redirect="lenient"; got {plain(repr(redirect), 60)}.'
        )
    if name is not None:
        return load(name)
    if redirect == "lenient":
        raise InvalidArgument(
            'redirect="lenient" is about what a provider would refuse: name one with personality.'
        )
    return None


def _check_personality(running: PhotoBox, preset: Preset | None, redirect: Mode) -> None:
    """Refuse another provider than the one that is played; without a name any is right.

    Raises:
        InvalidArgument: With how to end the one that runs.
    """
    playing = running.playing
    if preset is None or (playing and (playing.preset, playing.redirect) == (preset, redirect)):
        return
    now = "as PhotoBox itself"
    if playing is not None:
        now = f"as {playing.preset.name}, redirect={playing.redirect!r}"
    raise InvalidArgument(
        f"The practice service is already running {now}, but {preset.name}, redirect={redirect!r}, "
        "was asked for. Stop that one first: practice.start().stop()"
    )


def _variant_of_environment() -> Variant:
    """Read the seed that a hub sets; one that cannot be read must not end a lesson."""
    text = os.environ.get(ENVIRONMENT_VARIABLE, "")
    if not text.strip():
        return STORY
    try:
        return variant(read_seed(text))
    except SeedError as error:
        warnings.warn(
            f"The environment variable {ENVIRONMENT_VARIABLE} is ignored. {error} Your "
            "assignment has the story's values; tell your teacher. Once it is fixed, restart the "
            "kernel again.",
            stacklevel=3,
        )
        return STORY


def running() -> PhotoBox | None:
    """Return the service that this process runs, or None."""
    return _running
