"""What the command is given for the service: clients from files, faults, lifetimes, resources.

Each is checked before anything listens, as far as that can be; what is wrong is said in a sentence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.lifetimes import KINDS, MOST_SECONDS
from oauth_tutorial.practice.model.people import PEOPLE
from oauth_tutorial.practice.model.resource_names import read_names
from oauth_tutorial.practice.rules.endpoints.registration import Sent, register
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.practice.web.fault_effects import FAULTS
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_json, why_no_json

_MOST_BYTES = 64 * 1024  # of a file
_VISIBLE = re.compile(r"[\x21-\x7e]{1,200}")  # RFC 6749 App. A.1, A.2, without the space
_CREDENTIALS = ("client_id", "client_secret")
EXAMPLE = '{"redirect_uris": ["http://localhost:3000/auth/callback"]}'


class CannotBring(ValueError):
    """Raised when an option of the command holds something that cannot be right."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What the options of the command say.

    Attributes:
        clients: The metadata of each client, by the name of its file (RFC 7591 §2).
        faults: Those that are on for as long as the service runs.
        ahead: How many seconds the service's clock is ahead.
        lifetimes: Seconds, by what lives that long.
        resources: Whose tokens the service gives besides its own (RFC 8707).
        jwt_access_tokens: Whether access tokens are JWTs (RFC 9068).
    """

    clients: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    ahead: int = 0
    lifetimes: Mapping[str, int] = field(default_factory=dict)
    resources: tuple[str, ...] = ()
    jwt_access_tokens: bool = False

    def give(self, photobox: PhotoBox) -> list[Client]:
        """Set a service up, and return its new clients.

        Raises:
            CannotBring: When the metadata of a client cannot be registered.
        """
        clients = [_register(photobox, *one) for one in self.clients.items()]
        for name in self.faults:
            photobox.faults.add(name, times=None)
        if self.ahead:
            photobox.clock.advance(seconds=self.ahead)
        for kind, seconds in self.lifetimes.items():
            setattr(photobox.lifetimes, kind, seconds)
        photobox.options.jwt_access_tokens = self.jwt_access_tokens
        return clients


def read_faults(names: Iterable[str]) -> tuple[str, ...]:
    """Check the names of faults.

    Raises:
        CannotBring: With the nearest name, and the list.
    """
    return tuple(_known(name, FAULTS, "fault") for name in names)


def read_lifetimes(texts: Iterable[str]) -> dict[str, int]:
    """Read texts such as ``access_token=30``.

    Raises:
        CannotBring: When one is no such text.
    """
    found: dict[str, int] = {}
    for text in texts:
        kind, equals, seconds = text.partition("=")
        if not equals:
            raise CannotBring(f"Expected KIND=SECONDS, as in access_token=30; got {_shown(text)}.")
        known = _known(kind, KINDS, "lifetime")
        number = int(seconds) if re.fullmatch(r"[0-9]{1,12}", seconds) else 0
        if not 1 <= number <= MOST_SECONDS:
            raise CannotBring(
                f"Expected {known}= and a number of seconds from 1 to {MOST_SECONDS} (ten years), "
                f"got {_shown(seconds)}."
            )
        found[known] = number
    return found


def read_resources(urls: Iterable[str]) -> tuple[str, ...]:
    """Check that each is an absolute URL without a fragment (RFC 8707 §2).

    Raises:
        CannotBring: When one is not.
    """
    try:
        return read_names(list(urls))
    except InvalidArgument as error:
        raise CannotBring(f"{error.message} (RFC 8707 §2)") from error


def read_clients(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Read the metadata of clients, each from its file.

    Raises:
        CannotBring: When a file cannot be read, or holds no JSON object.
    """
    return {str(path): _read_client(path) for path in paths}


def _read_client(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CannotBring(f"{_name(path)} cannot be read: {error.strerror or error}.") from error
    if len(raw) > _MOST_BYTES:
        raise CannotBring(f"{_name(path)} is longer than {_MOST_BYTES // 1024} KiB.")
    metadata = read_json(raw)
    if not isinstance(metadata, dict):
        what = why_no_json(raw) or f"JSON of the type {type(metadata).__name__}"
        raise CannotBring(
            f"{_name(path)} must hold a JSON object, such as {EXAMPLE}; it holds {what}."
        )
    for name in _CREDENTIALS:
        value = metadata.get(name)
        if value is not None and not (isinstance(value, str) and _VISIBLE.fullmatch(value)):
            raise CannotBring(
                f"{name} in {_name(path)} must be a string of 1 to 200 letters, digits and signs, "
                "without spaces."
            )
    return metadata


def _register(photobox: PhotoBox, name: str, metadata: Mapping[str, Any]) -> Client:
    """Register a client by the rules of the endpoint, under the name that its file wishes."""
    where = _name(Path(name))
    wished = {one: metadata[one] for one in _CREDENTIALS if metadata.get(one) is not None}
    if "client_id" in wished and photobox.clients.get(wished["client_id"]) is not None:
        raise CannotBring(
            f"client_id in {where}: there is a client {wished['client_id']!r} already. "
            "Choose another one."
        )
    if wished.get("client_id") in PEOPLE:  # RFC 9700 §4.15.1: sub would mean the one or the other
        raise CannotBring(
            f"client_id in {where}: {wished['client_id']!r} is a person here. Choose another one."
        )
    rest = {one: value for one, value in metadata.items() if one not in _CREDENTIALS}
    try:
        answer = register(photobox, Sent(metadata=rest), Checklist())
    except Refused as refused:
        raise CannotBring(f"{where}: {refused.error}: {refused.description}") from refused
    made = photobox.clients.get(str(answer["client_id"]))
    assert made is not None  # noqa: S101 - it was just registered
    if made.is_public and "client_secret" in wished:
        raise CannotBring(
            f"{where} has a client_secret and token_endpoint_auth_method none. Leave one out."
        )
    client = replace(made, **wished)
    photobox.clients.give(client, instead_of=made.client_id)
    return client


def _known(name: str, names: Iterable[str], what: str) -> str:
    if name in (known := list(names)):
        return name
    nearest = did_you_mean(name, known)
    raise CannotBring(f"There is no {what} {_shown(name)}.{nearest} There are: {', '.join(known)}.")


def _shown(text: str) -> str:
    return plain(repr(text), 80)


def _name(path: Path) -> str:
    return plain(str(path), 200)


def read_brought(
    *,
    client: Iterable[Path],
    resource: Iterable[str],
    jwt_access_tokens: bool,
    fault: Iterable[str],
    clock: int,
    lifetime: Iterable[str],
) -> Brought:
    """Read what the options of the command say; the arguments are called as they are.

    Raises:
        CannotBring: When one holds what cannot be right.
    """
    return Brought(
        clients=read_clients(client),
        faults=read_faults(fault),
        ahead=clock,
        lifetimes=read_lifetimes(lifetime),
        resources=read_resources(resource),
        jwt_access_tokens=jwt_access_tokens,
    )
