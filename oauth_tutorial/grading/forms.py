"""The form of a request, however the learner wrote it, and names that are nearly right."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import requests

from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.text.members import normal
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_pairs

Pairs = list[tuple[str, str]]
_ALIKE = 0.78
# What a parameter is called by mistake, spelled as normal() does → its name.
_OTHER_NAMES = {
    "appid": "client_id",
    "appsecret": "client_secret",
    "authorizationcode": "code",
    "authcode": "code",
    "callback": "redirect_uri",
    "callbackurl": "redirect_uri",
    "challenge": "code_challenge",
    "clientkey": "client_id",
    "consumerkey": "client_id",
    "consumersecret": "client_secret",
    "grant": "grant_type",
    "id": "client_id",
    "permissions": "scope",
    "redirect": "redirect_uri",
    "refresh": "refresh_token",
    "returnurl": "redirect_uri",
    "secret": "client_secret",
    "token": "refresh_token",
    "type": "grant_type",
    "verifier": "code_verifier",
}


def form_of(answer: object) -> Pairs | None:
    """Return the pairs that ``requests`` would send of ``data=answer``; None where it is no form.

    Args:
        answer: A dictionary, a list or tuple of pairs, form-encoded text or bytes.

    Example:
        >>> form_of({"a": "1", "b": None}) == form_of([("a", "1")]) == form_of(b"a=1")
        True
    """
    if isinstance(answer, bytes | bytearray):
        answer = answer.decode("utf-8", "replace")
    if isinstance(answer, str):
        text = answer.strip()
        return None if "=" not in text or text[0] in "{[" else _read(text)
    if not hasattr(answer, "__iter__"):
        return None
    try:
        pairs = answer if hasattr(answer, "items") else list(answer)
        # there is nobody at that address, and nothing is sent
        prepared = requests.Request("POST", "http://127.0.0.1/", data=pairs).prepare()
    except (TypeError, ValueError, AttributeError):  # a list of words is no list of pairs
        return None
    body = prepared.body or ""
    return _read(body) if isinstance(body, str) else None


def _read(text: str) -> Pairs:
    return list(read_pairs(text, blank=True))


def misnamed(received: Iterable[str], wanted: Sequence[str]) -> tuple[str, str] | None:
    """Return a name that came and the one that it was meant to be; None where none is near.

    Args:
        received: The names that came.
        wanted: Those that the task asks for.

    Example:
        >>> misnamed(["redirect_url", "state"], ["redirect_uri", "state"])
        ('redirect_url', 'redirect_uri')
    """
    came = list(received)
    missing = [name for name in wanted if name not in came]
    for name in came:
        meant = _meant(name, missing) if name not in wanted else None
        if meant is not None:
            return name, meant
    return None


def _meant(name: str, missing: Sequence[str]) -> str | None:
    bare = normal(name)
    if (other := _OTHER_NAMES.get(bare)) in missing:
        return other
    near = [(SequenceMatcher(None, bare, normal(one)).ratio(), one) for one in missing]
    alike, one = max(near, default=(0.0, ""))
    return one if alike >= _ALIKE else None


def misnamed_verdict(received: Iterable[str], wanted: Sequence[str]) -> Verdict | None:
    """Return the verdict on a parameter whose name is nearly right, or None.

    The doctor is not asked: it would see that the parameter is missing, and not why.
    """
    found = misnamed(received, wanted)
    if found is None:
        return None
    came, meant = found
    return wrong(text=f"you sent {plain(came, 60)!r}; the name is {meant!r}.")


def misnamed_in(entry: Entry, wanted: Sequence[str]) -> Verdict | None:
    """Return that verdict on a request which PhotoBox refused, and could read as a form; or None.

    Args:
        entry: What PhotoBox received.
        wanted: The names that the task asks for.
    """
    failed = entry.checks.failed
    if failed is None or failed.name == "body_is_form":
        return None
    return misnamed_verdict(entry.parameters, wanted)
