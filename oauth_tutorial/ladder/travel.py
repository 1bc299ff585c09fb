"""Who can see this: every place where a value travels, and who could read it there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oauth_tutorial.ladder.message import (
    ADDRESS,
    ANSWER,
    API,
    BROWSER,
    CLIENT,
    FRONT,
    OTHER_API,
    REDIRECT,
    Item,
    Message,
)
from oauth_tutorial.text.glossary import PARAMETERS, describe
from oauth_tutorial.text.redaction import SECRET_PARAMETERS

READERS = {
    "person": "whoever sits at the browser, looks over a shoulder or runs an extension",
    "browser history": "the address stays there after the tab is closed",
    "Referer": "the browser may tell the address to the next server (Referrer-Policy forbids it)",
    "proxy": "a proxy on the way that ends TLS writes addresses into its log",
    "logs": "a server writes the address of every request into its access log",
    "client": "PrintShop, the app that you write",
    "authorization server": "PhotoBox sign-in, which issued it or checks it",
    "API": "the resource server, which gets the token",
}
_PARTY = "somebody other than your app, who sends requests of their own"


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a value travels.

    Attributes:
        number: The message's number, from 1.
        part: Where in the message: the address, the body, a header.
        readers: Keys of :data:`READERS`, and names of parties.
    """

    number: int
    part: str
    readers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.number}, {self.part}: {', '.join(self.readers)}"


class Sightings(list[Place]):
    """The places of one value, in the order in which it gets there."""

    def __init__(self, name: str, places: Sequence[Place]) -> None:
        super().__init__(places)
        self.name = name

    @property
    def readers(self) -> list[str]:
        """Everybody who could have read it, in the order of :data:`READERS`."""
        return in_order(reader for place in self for reader in place.readers)

    def __repr__(self) -> str:
        if not self:
            return f"{self.name} does not travel in this log."
        lines = [f"{self.name}: {describe(self.name)}"]
        lines += [f"  message {place}" for place in self]
        return "\n".join([*lines, f"Could be read by: {', '.join(self.readers)}."])


def in_order(readers: Iterable[str]) -> list[str]:
    """Return each reader once, in the order of :data:`READERS`; all others come last."""
    seen = dict.fromkeys(readers)
    return [*(one for one in READERS if one in seen), *(one for one in seen if one not in READERS)]


def described(sightings: Iterable[Sightings]) -> dict[str, str]:
    """Return who each reader is, including readers that are not in :data:`READERS`."""
    others = dict.fromkeys(reader for one in sightings for reader in one.readers)
    return READERS | {one: _PARTY for one in others if one not in READERS}


def values_in(messages: Sequence[Message]) -> list[str]:
    """Return the names that are worth following, secrets first."""
    names = dict.fromkeys(item.name for message in messages for item in message.items)
    return sorted((n for n in names if n in PARAMETERS), key=lambda name: not _is_secret(name))


def who_sees(messages: Sequence[Message], name: str) -> Sightings:
    """Return every place where a value of that name travels, under any name.

    Args:
        messages: The messages with their secrets: redacted values cannot be compared.
        name: ``"code"``, ``"access_token"``, …
    """
    return everything_seen(messages, [name])[0]


def everything_seen(messages: Sequence[Message], names: Sequence[str]) -> list[Sightings]:
    """Return the :func:`who_sees` of each name."""
    places: dict[str, dict[Place, None]] = {name: {} for name in names}
    names_of, travelled = _names_of_values(messages), _travelled(messages)
    for number, message in enumerate(messages, 1):
        for item in message.items:
            if message.party and item.value not in travelled:
                continue  # a party's own guess, not the value that is followed
            for name in {item.name, *names_of.get(item.value, ())} & places.keys():
                places[name][Place(number, item.part, _readers(message, item))] = None
    return [Sightings(name, list(found)) for name, found in places.items()]


def _travelled(messages: Sequence[Message]) -> set[str]:
    """The values that the client, the browser or a server sent, without a party's guesses."""
    return {
        item.value
        for message in messages
        for item in message.items
        if not message.party or item.part in {REDIRECT, ANSWER}
    }


def _names_of_values(messages: Sequence[Message]) -> dict[str, set[str]]:
    """Each secret value, with every name it goes by: a token is a refresh_token, too."""
    found: dict[str, set[str]] = {}
    for message in messages:
        for item in message.items:
            if item.value and _is_secret(item.name):
                found.setdefault(item.value, set()).add(item.name)
    return found


def _is_secret(name: str) -> bool:
    return name.lower() in SECRET_PARAMETERS


def _readers(message: Message, item: Item) -> tuple[str, ...]:
    found = {message.party or _reader(message.sender), _reader(message.recipient)}
    in_address = item.part in {ADDRESS, REDIRECT}
    if in_address and message.is_http:
        found |= {"proxy", "logs"}
    if in_address and message.channel == FRONT:
        found |= {"browser history"} if item.part == ADDRESS else set()
        # a page was shown there: the sites that it links to may learn its address
        found |= {"Referer"} if item.part == ADDRESS and message.status == 200 else set()
    return tuple(in_order(found))


def _reader(lane: str) -> str:
    names = {BROWSER: "person", CLIENT: "client", API: "API", OTHER_API: "API"}
    return names.get(lane, "authorization server")
