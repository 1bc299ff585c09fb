"""A redirect URI, taken apart: where it leads, whatever its spelling (RFC 3986, RFC 8252 §7)."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from oauth_tutorial.network.loopback import LOOPBACK_HOSTS
from oauth_tutorial.text.readers import NO_URL, split_url

Leads = Literal["loopback", "loopback by another name", "any address", "network", "web", "app"]
"""To this machine, by one of its three usual names or by another one; to ``0.0.0.0``, which is
nowhere; to a machine on your own network; to a name on the web; to an app, by its own scheme.
"""

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?")  # what makes a browser read an IPv4 address
_NEAR = (".local", ".lan", ".home", ".internal", ".home.arpa", ".intranet")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[a-z0-9.-]+:(?:[0-9]|$)", re.IGNORECASE)
MOST = 2000  # characters: some browser or proxy cuts a longer one


@dataclass(frozen=True, slots=True)
class Address:
    """A redirect URI.

    Attributes:
        text: As it was given.
        scheme: In lowercase; empty if it has none.
        host: In lowercase, an IPv6 address in brackets.
        port: Its number; None if it names none.
        path: With its slash.
        leads: Where it leads; None if that cannot be read.
    """

    text: str
    scheme: str = ""
    host: str = ""
    port: int | None = None
    path: str = ""
    leads: Leads | None = None

    @property
    def without_port(self) -> str:
        """The same without its port."""
        return f"{self.scheme}://{self.host}{self.path}"


def begins_with_a_scheme(text: str) -> bool:
    """Whether a text begins as a URI does, and not with a host and its port.

    Example:
        >>> begins_with_a_scheme("http://127.0.0.1/"), begins_with_a_scheme("localhost:80/")
        (True, False)
    """
    return bool(_SCHEME.match(text)) and not _HOST_AND_PORT.match(text)


def read(text: str) -> Address:
    """Take a redirect URI apart.

    Args:
        text: Of any kind and length. What cannot be read leads nowhere.

    Example:
        >>> read("http://LOCALHOST:8000/callback").leads
        'loopback'
    """
    clean = text[:MOST].strip()
    parts = split_url(clean)
    if parts is NO_URL or not begins_with_a_scheme(clean):
        return Address(text)
    if parts.scheme not in {"http", "https"}:
        return Address(text, parts.scheme, leads="app")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Address(text, parts.scheme)
    leads = where(host) if host else None
    shown = f"[{host}]" if ":" in host else host
    return Address(text, parts.scheme, shown, port, parts.path, leads)


def where(host: str) -> Leads:
    """Say where the name of a host leads.

    Args:
        host: In lowercase, without brackets.

    Example:
        >>> where("127.0.0.1"), where("127.1"), where("0.0.0.0"), where("192.168.0.7")
        ('loopback', 'loopback by another name', 'any address', 'network')
    """
    if host in LOOPBACK_HOSTS:
        return "loopback"
    try:
        number = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _by_name(host)
    mapped = getattr(number, "ipv4_mapped", None) or number
    if mapped.is_unspecified:
        return "any address"
    if mapped.is_loopback:
        return "loopback by another name"
    return "network" if mapped.is_private or mapped.is_link_local else "web"


def _by_name(host: str) -> Leads:
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return "loopback by another name"
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _by_number(name)
    return "network" if "." not in name or name.endswith(_NEAR) else "web"


def _by_number(name: str) -> Leads:
    """127.1, 0x7f.1 and 2130706433 are all 127.0.0.1 to a browser."""
    first = name.partition(".")[0]
    try:
        whole = int(first, 8 if re.fullmatch("0[0-7]+", first) else 0)
    except ValueError:
        return "network"
    if whole == 0:
        return "any address"
    is_loopback = 127 in (whole, whole >> 24)
    return "loopback by another name" if is_loopback else "network"
