"""Ask for it: the person, the browser, the platform, in this order."""

import os
import re
import threading

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location import beacon, jupyter, platforms
from oauth_tutorial.location.evidence import origin_of
from oauth_tutorial.location.place import Location
from oauth_tutorial.network import is_virtual
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.surroundings import loopback
from oauth_tutorial.notebook.kernel import autopilot
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url

VARIABLE = "OAUTH_TUTORIAL_PUBLIC_URL"
# RFC 3986 §2, and the braces of {port}: the rest browsers write in several ways
_URL_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/\[\]@!$&'()*+,;=%{}]+")

_lock = threading.Lock()
_found: Location | None = None


def public_url(port: int) -> str:
    """Return the URL at which the browser finds that port, without a slash at the end.

    Args:
        port: A port on which the kernel's machine listens.

    Raises:
        InvalidArgument: When the variable holds something that is no http(s) URL.

    Example:
        >>> public_url(49152)
        'http://127.0.0.1:49152'
    """
    return where().url(port)


def where() -> Location:
    """Return where the browser is, and why that is believed.

    It is found out once for each kernel, in the first cell that needs it, within
    two seconds; in a browser within 0.3.

    Raises:
        InvalidArgument: When the variable holds something that is no http(s) URL.

    Example:
        >>> where()
        Location: loopback, http://127.0.0.1:{port}
    """
    global _found
    override = os.environ.get(VARIABLE, "").strip()
    if override:
        return Location("override", _checked(override), f"{VARIABLE} says so.")
    if autopilot():
        return Location("loopback", loopback("{port}"), "The browser is the kernel's own.")
    if is_virtual():
        return Location(
            "paste", loopback("{port}"), "The network is inside this process: no tab can reach it."
        )
    with _lock:
        if _found is None and jupyter.runs_a_cell():
            _found = _ask_the_browser() or _fall_back(offer_hop=True)
        return _found or _fall_back()


def to_loopback(url: str) -> str:
    """Return the kernel's own address of a URL that the browser would use.

    Args:
        url: Absolute. What is not below :func:`public_url` of some port comes back unchanged.

    Raises:
        InvalidArgument: When the variable holds something that is no http(s) URL.

    Example:
        >>> to_loopback("http://127.0.0.1:49152/authorize?a=b")
        'http://127.0.0.1:49152/authorize?a=b'
    """
    before, *rest = map(re.escape, where().template.split("{port}"))
    template = "".join([before, "([0-9]{1,5})", r"\1".join(rest)]) if rest else before
    found = re.match(rf"{template}(?=[/?#]|$)", url)
    if found is None or not rest:
        return url
    return loopback(found[1]) + url[found.end() :]


def _ask_the_browser() -> Location | None:
    base_url = jupyter.base_url()
    may_probe = not platforms.browser_is_remote(os.environ)
    seen = beacon.look(base_url, may_probe=may_probe)
    if seen is None:
        return None
    if seen.direct:
        evidence = f"The browser reached {own_address()} of the kernel, after {seen.seconds:.2f} s."
        return Location("loopback", loopback("{port}"), evidence)
    evidence = f"The browser loaded an image by way of Jupyter, after {seen.seconds:.2f} s."
    return Location("proxy", f"{seen.origin}{base_url}proxy/{{port}}", evidence)


def _fall_back(*, offer_hop: bool = False) -> Location:
    platform = platforms.from_variables(os.environ)
    if platform is not None and _is_template(platform.template):
        return Location("platform", platform.template, f"{platform.variable} says so.")
    if offer_hop:
        _offer_hop()
    if platform is not None:
        evidence = (
            f"{platform.variable} says that this is {platform.name}, whose public address is "
            "not known."
        )
        return Location("paste", loopback("{port}"), evidence)
    return Location("loopback", loopback("{port}"), "Nothing says otherwise.")


def _offer_hop() -> None:
    from oauth_tutorial.location.hop import Hop

    base_url = jupyter.base_url()

    def learn(origin: str) -> None:
        global _found
        # without the lock: this is one assignment, and the asking cell may hold it
        _found = Location("proxy", f"{origin}{base_url}proxy/{{port}}", "Your click showed it.")

    Hop(base_url, learn).show()


def _checked(template: str) -> str:
    template = platforms.with_port(template)
    wrong = _what_is_wrong(template)
    if wrong:
        # what stands before an @ or behind a ? may be a secret
        shown = "" if set(template) & set("@?#") else f" It holds {plain(template, 80)!r}."
        raise InvalidArgument(
            f"{VARIABLE} must be an http(s) URL: a host, and a path where there is one; no user "
            f"name, no '?' and no '#'. {wrong}{shown}",
            hint="For example https://hub.example/user/alice/proxy/{port}: the address at which "
            "your browser sees port {port} of the kernel.",
        )
    return template.rstrip("/")


def _is_template(template: str) -> bool:
    return not _what_is_wrong(template)


def _what_is_wrong(template: str) -> str:
    """Say what is wrong with the address of a port; "" where it can be right."""
    filled = template.replace("{port}", "1")
    parts = split_url(filled)
    if parts.scheme not in {"http", "https"} or "://" not in filled:
        return "It does not begin with https:// or http://."
    if set(filled) & set("?#") or "@" in parts.netloc:
        return "It has a user name, a '?' or a '#'."
    if not _URL_CHARACTERS.fullmatch(filled):
        return "It has a character that is not allowed in a URL."
    if set(filled) & set("{}"):
        return "The place of the port is written {port}."
    return "" if origin_of(parts.scheme, parts.netloc) else "Its host or its port is not valid."
