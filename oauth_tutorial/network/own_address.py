"""The loopback address of this machine: 127.0.0.1, or ::1 if it has no other.

A machine with only IPv6 has only ::1 (RFC 4291 §2.5.3). A redirect URI may have either (RFC 8252
§7.3), so a whole flow works there; only the addresses on screen look different.
"""

from oauth_tutorial.network.server import IPV4, IPV6, is_virtual

_found: str | None = None


def own_address() -> str:
    """Return the address that everything here listens on. It is looked up once.

    Example:
        >>> own_address()
        '127.0.0.1'
    """
    global _found
    if _found is not None:
        return _found
    if is_virtual() or _is_there(IPV4):
        _found = IPV4
    elif _is_there(IPV6):
        _found = IPV6
    return _found or IPV4  # neither is available now: the error of listening says why


def own_host() -> str:
    """Return that address as a URL writes it (RFC 3986 §3.2.2).

    Example:
        >>> own_host()
        '127.0.0.1'
    """
    return in_url(own_address())


def in_url(address: str) -> str:
    """Return an address as a URL writes it.

    Example:
        >>> in_url("::1")
        '[::1]'
    """
    return f"[{address}]" if ":" in address else address


def _is_there(address: str) -> bool:
    """Whether something could listen on it: any port will do."""
    import socket  # here, because a kernel must not load it at import time

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.bind((address, 0))
    except OSError:  # no such address, or no such kind of address
        return False
    return True
