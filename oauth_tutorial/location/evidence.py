"""What the headers of one request prove about where the learner's browser is.

The request is the browser's own: it carries a nonce that only the page and the
kernel know. ``Referer`` is then the address of that page, and ``Host`` has to
confirm it. ``X-Forwarded-*`` are not read at all: whoever stands in between may
set them, and a browser that reaches the kernel needs none of them.
"""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult

from oauth_tutorial.network.loopback import LOOPBACK_HOSTS
from oauth_tutorial.text.readers import split_url

Headers = Iterable[tuple[str, str]]

_HOST = re.compile(
    r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def page_origin(headers: Headers, base_url: str) -> str | None:
    """Return ``scheme://host[:port]`` of the page that asked, if the headers prove it.

    Args:
        headers: Every header of the request, repeated ones included.
        base_url: The path below which the Jupyter server serves its pages.

    Returns:
        The origin (RFC 6454 §4), or None: a header is missing or there twice, is no
        host and port, or ``Host`` and ``Referer`` name different places.

    Example:
        >>> page_origin([("Host", "hub.example"),
        ...              ("Referer", "https://hub.example/user/alice/lab")], "/user/alice/")
        'https://hub.example'
    """
    headers = list(headers)
    page, host = _url(only(headers, "Referer")), only(headers, "Host")
    if page is None or host is None or not page.path.startswith(base_url):
        return None
    origin = origin_of(page.scheme, page.netloc)
    return origin if origin is not None and origin == origin_of(page.scheme, host) else None


def origin_of(scheme: str, host: str) -> str | None:
    """Return the origin in its one spelling, or None where it is none.

    Example:
        >>> origin_of("https", "Hub.Example:443")
        'https://hub.example'
    """
    parts = _HOST.fullmatch(host)
    if parts is None or scheme not in _DEFAULT_PORTS:
        return None
    name, port = parts["name"].lower(), parts["port"]
    if port is not None and int(port) > 65535:
        return None
    shown = "" if port in {None, _DEFAULT_PORTS[scheme]} else f":{port}"
    return f"{scheme}://{name}{shown}"


def only(headers: Headers, name: str) -> str | None:
    """Return the one value of a header; None when it is missing or there twice."""
    values = [value for key, value in headers if key.lower() == name.lower()]
    return values[0] if len(values) == 1 else None


def is_loopback(origin: str) -> bool:
    """Whether the page of that origin was loaded from the browser's own machine."""
    return split_url(origin).hostname in LOOPBACK_HOSTS


def _url(value: str | None) -> SplitResult | None:
    if value is None or not value.isascii() or set(value) & set(" \t\r\n\\"):
        return None
    return split_url(value)
