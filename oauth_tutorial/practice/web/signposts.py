"""What a wrong address or method is told: the right one."""

from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import quote

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.text.plain import plain

PAGES = frozenset({"/", "/authorize", "/consent", "/device", "/end_session", "/sign-in"})
_NO_DESTINATION = frozenset({"/", "/consent", "/sign-in"})  # nobody begins there
_FORMS = {  # opened without a form: what they are for
    "/sign-in": "This is where people sign in when an app sends them.",
    "/sign-out": "This is where people sign out when an app sends them.",
}
_OF_A_PATH = "/!$&()*+,;=:@~"  # RFC 3986 §3.3
_WELL_KNOWN = "/.well-known/"
_MOST = 100  # characters of a path that are looked at and shown

# How other providers call it: the end of a path, and what is meant here.
_ELSEWHERE = {
    "access_token": "/token",
    "auth": "/authorize",
    "authorization": "/authorize",
    "certs": "/jwks.json",
    "dcr": "/register",
    "device/authorize": "/device_authorization",
    "device/code": "/device_authorization",
    "devicecode": "/device_authorization",
    "jwks": "/jwks.json",
    "keys": "/jwks.json",
    "end-session": "/end_session",
    "login": "/authorize",
    "logout": "/end_session",
    "sign-out": "/end_session",
    "signout": "/end_session",
    "registration": "/register",
    "revocation": "/revoke",
    "revoke_token": "/revoke",
    "tokeninfo": "/introspect",
    "user": "/userinfo",
}


def nearest(path: str, known: Iterable[str]) -> str | None:
    """Return the path that is probably meant, or None.

    Args:
        path: What was asked for.
        known: The paths that there are.

    Example:
        >>> nearest("/oauth2/authorise", ["/authorize", "/token"])
        '/authorize'
    """
    places = [place for place in known if place not in _NO_DESTINATION]
    asked = path[:_MOST].lower().rstrip("/")
    parts = [part for part in asked.split("/") if part]
    if not parts:
        return None
    last_two = "/".join(parts[-2:])
    other_name = _ELSEWHERE.get(last_two) or _ELSEWHERE.get(parts[-1])
    if other_name in places:
        return other_name
    if _WELL_KNOWN in asked and not asked.endswith("jwks.json"):
        documents = [place for place in places if place.startswith(_WELL_KNOWN)]
        return _closest(asked.partition(_WELL_KNOWN)[2].split("/")[0], documents, at=2)
    endpoints = [place for place in places if not place.startswith(_WELL_KNOWN)]
    return _closest(parts[-1], endpoints, at=-1)


def where_instead(photobox: ServiceState, path: str, near: str | None, known: Iterable[str]) -> str:
    """Say that there is nothing, and what there is."""
    shown = quote(path[:_MOST].encode("utf-8", "replace"), safe=_OF_A_PATH)
    api = sorted(place for place in known if place.startswith("/api/"))
    if shown.startswith("/api") and not near:
        return f"There is nothing at {shown}. The photo API has {', '.join(api)}."
    everything = f"{photobox.issuer}{_WELL_KNOWN}oauth-authorization-server"
    perhaps = f"Did you mean {_address(photobox, near)}? " if near else ""
    return f"There is nothing at {shown}. {perhaps}Every address is listed at {everything}"


def how_instead(path: str, method: str, methods: Iterable[str]) -> str:
    """Say which method a path takes."""
    taken = " or ".join(sorted(set(methods) - {"HEAD", "OPTIONS"}))
    return f"{path} takes {taken}, but {plain(method, 20)} was sent."


def where_to_begin(path: str, method: str) -> str:
    """Say to somebody who typed or reloaded the address of a form where its page comes from.

    Returns:
        Nothing where it is another address, or a program asked.
    """
    if path not in _FORMS or method not in {"GET", "HEAD"}:
        return ""
    return f"{_FORMS[path]} Start again at your app: it leads to the page with the form."


def _closest(word: str, places: Iterable[str], *, at: int) -> str | None:
    by_word = {place.split("/")[at]: place for place in places}
    found = get_close_matches(word, by_word, n=1, cutoff=0.72)
    return by_word[found[0]] if found else None


def _address(photobox: ServiceState, path: str) -> str:
    of_the_browser = {
        "/authorize": photobox.authorization_endpoint,
        "/device": photobox.verification_uri,
        "/end_session": photobox.end_session_endpoint,
    }
    return of_the_browser.get(path, photobox.issuer + path)
