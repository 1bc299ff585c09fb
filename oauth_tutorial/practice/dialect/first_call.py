"""The first request to a provider's API: whose token it is, in the members that a preset names."""

from hashlib import sha256

from oauth_tutorial.practice.model.people import email_of, name_of
from oauth_tutorial.presets.schema import FirstCall

_NAMES = ("name", "display_name", "displayName", "fullName", "global_name", "localizedFirstName")


def person(call: FirstCall, username: str) -> dict[str, object]:
    """Return an object with the members that a first call shows.

    Args:
        call: Of the preset.
        username: Who signed in.

    Example:
        >>> person(FirstCall(path="/user", shows="login", subject="id"), "alice")
        {'id': 16471505, 'login': 'alice'}
    """
    answer: dict[str, object] = {}
    if call.subject:
        _set(answer, call.subject, subject_of(call.subject, username))
    if call.shows != call.subject:
        _set(answer, call.shows, _shown(call.shows, username))
    return answer


def subject_of(path: str, username: str) -> object:
    """Return what names a person and never changes: a number, where it is called id."""
    last = path.rpartition(".")[2]
    if last == "sub":  # as in the ID token
        return username
    number = int(sha256(f"person {username}".encode()).hexdigest()[:6], 16) + 10_000_000
    return number if last == "id" else f"{username}-{number}"


def _shown(path: str, username: str) -> str:
    last = path.rpartition(".")[2]
    if "mail" in last.lower():
        return email_of(username)
    return name_of(username) if last in _NAMES else username


def _set(document: dict[str, object], path: str, value: object) -> None:
    """Put a value where dots lead; a number is a place in a list."""
    place: object = document
    names = path.split(".")
    for name, below in zip(names, [*names[1:], ""], strict=True):
        new: object = value
        if below:
            new = [] if below.isdecimal() else {}
        if isinstance(place, list):
            while len(place) <= int(name):
                place.append(new)
            place = place[int(name)]
        elif isinstance(place, dict):
            place = place.setdefault(name, new)
