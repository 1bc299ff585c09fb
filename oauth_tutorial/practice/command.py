"""The body of ``oauth-tutorial practice``: run, and say what comes."""

import sys
import threading
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from oauth_tutorial.network import is_virtual, surroundings
from oauth_tutorial.practice.brought import Brought, CannotBring
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.practice.model.own_paths import first_call_path
from oauth_tutorial.practice.model.personality import Mode, Personality
from oauth_tutorial.practice.model.variants import Variant
from oauth_tutorial.practice.service import PhotoBox, PortTaken, start
from oauth_tutorial.practice.web.fault_effects import FAULTS
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_json, split_url

NOTHING = Brought()
T = TypeVar("T")
_OF_A_PATH = "/!$&'()*+,;=:@~"  # RFC 3986 §3.3


class CannotRun(Exception):
    """Raised when the service cannot be run here; its text says why, and what to do."""


def run(
    *,
    port: int,
    seed: int | None,
    quiet: bool,
    brought: Brought = NOTHING,
    personality: str | None = None,
    redirect: Mode = "strict",
) -> None:
    """Run the practice service until Ctrl+C, and print a line for each request.

    Args:
        port: Where to listen; 0 is any free port.
        seed: Whose values it has. Default: the story's.
        quiet: Whether only the address is printed, and what new clients are called.
        brought: How the service is set up. Default: as it is without a word.
        personality: The provider to play. Default: none.
        redirect: Whether it lets through, for practice, what the provider would never take.

    Raises:
        CannotRun: When the port is taken, or nothing can listen here.
        CannotBring: When the service cannot be set up so.
        InvalidArgument: When there is no such provider.
    """
    if is_virtual():
        raise CannotRun(
            "The practice service cannot be reached by other programs here: waitress is not "
            "installed, or OAUTH_TUTORIAL_NETWORK=virtual is set. Install it, or unset it."
        )
    surroundings.find_by(surroundings.loopback)  # no notebook here that could ask the browser
    try:
        photobox = _start(port, seed, brought.resources, personality, redirect)
    except PortTaken as error:
        raise CannotRun(str(error)) from error
    try:
        clients = brought.give(photobox)
    except CannotBring:
        photobox.stop()
        raise
    photobox.play_hidden_faults()
    _say(f"Practice service ready at {photobox.issuer}")
    if photobox.playing is not None:
        _say(_plays(photobox, photobox.playing))
    for client in clients:
        _say(f"client_id: {client.client_id}")
        if client.client_secret:
            _say(f"client_secret: {client.client_secret}")
    if photobox.variant.seed is not None and not quiet:
        _say(_about(photobox.variant))
    try:
        _list_requests(photobox, quiet=quiet)
    except KeyboardInterrupt:
        pass
    finally:
        photobox.stop()


def _start(
    port: int, seed: int | None, resources: Sequence[str], personality: str | None, redirect: Mode
) -> PhotoBox:
    given: dict[str, Any] = {"resources": resources} if resources else {}
    if personality is not None or redirect != "strict":
        given |= {"personality": personality, "redirect": redirect}
    return start(port=port, seed=seed, **given)


def _plays(photobox: PhotoBox, playing: Personality) -> str:
    """Say which provider it plays, and where that one's own addresses are."""
    paths = playing.paths.by_name
    places = {
        "Register an app": "/developer",
        "authorization": paths["authorization_endpoint"],
        "token": paths["token_endpoint"],
        "first call": first_call_path(playing.preset),
    }
    said = ", ".join(f"{what}: {photobox.issuer}{path}" for what, path in places.items())
    return f"It plays {playing.preset.name}. {said}"


def _say(text: str) -> None:
    print(text)
    sys.stdout.flush()  # whoever started it may read line by line


def _about(variant: Variant) -> str:
    """Say what a seed changed, and that faults are hidden; never which."""
    return "\n".join(
        [
            f"client_id: {variant.client_id}",
            f"client_secret: {variant.client_secret}",
            f"client_id of an app without a secret: {variant.public_client_id}",
            f"scope: {' '.join(variant.scope)}",
            f"{len(variant.hidden_faults)} faults are hidden. Each one appears once. Name them: "
            f"oauth-tutorial practice --seed {variant.seed} --found NAME --found NAME --found NAME",
            f"Each NAME is one of: {', '.join(FAULTS)}",
        ]
    )


def _list_requests(photobox: PhotoBox, *, quiet: bool) -> None:
    """Print a line per request until interrupted: where, status, broken rule; never a value."""
    pause = threading.Event()
    newest, newest_refusal = None, None
    while not pause.wait(3600 if quiet else 0.2):
        for entry in _since(newest, photobox.log):
            failed = entry.checks.failed
            why = f"  The rule: {failed.sentence} ({failed.section})." if failed else _hint(entry)
            path = quote(_asked(photobox, entry), safe=_OF_A_PATH)  # no letter of it acts here
            _say(f"{plain(entry.method)} {path} {entry.status}{why}")
            newest = entry
        for refusal in _since(newest_refusal, photobox.refusals):
            _say(f"Not answered by PhotoBox: {refusal.what} ({refusal.status}).")
            newest_refusal = refusal


def _asked(photobox: PhotoBox, entry: Entry) -> str:
    """Return the path that was asked: a provider's own, where one is played."""
    if photobox.playing is None:
        return entry.path
    return unquote(split_url(entry.url).path, errors="replace")


def _hint(entry: Entry) -> str:
    """Return what a wrong address or method was told: many clients do not show it."""
    answer = read_json(entry.response_body) if entry.status in (404, 405) else None
    said = answer.get("error_description") if isinstance(answer, dict) else None
    return f"  {plain(said)}" if isinstance(said, str) else ""


def _since(newest: T | None, things: Iterable[T]) -> list[T]:
    """Return what came after the newest that is known: things are bounded, so positions shift."""
    fresh: list[T] = []
    for thing in reversed(list(things)):
        if thing is newest:
            break
        fresh.insert(0, thing)
    return fresh
