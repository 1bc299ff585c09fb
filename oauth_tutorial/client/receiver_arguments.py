"""The arguments of a receiver, checked before anything is opened."""

import math
import re
from typing import Literal, get_args

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.loopback import is_loopback
from oauth_tutorial.network.server import check_port
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url

Host = Literal["127.0.0.1", "localhost", "[::1]"]
"""How a redirect URI names this machine (RFC 8252 §7.3, §8.3)."""

_PATH = re.compile(r"/(?!/)[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")  # RFC 3986 §3.3, nothing encoded


def check_timeout(timeout: object) -> None:
    """Refuse a timeout that is not a number of seconds.

    Raises:
        InvalidArgument: When it is not.
    """
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if not is_number or math.isnan(timeout):  # type: ignore[arg-type]
        raise InvalidArgument(
            f"timeout must be a number of seconds, got {timeout!r:.40}.",
            hint="Write it without quotes, as in wait(timeout=120), or leave it out.",
        )


def named(base: str, host: Host) -> str:
    """Return an address of this machine under another of its names; a public one unchanged.

    Args:
        base: As ``"http://127.0.0.1:49152"``.
        host: The name. An address of this machine has 127.0.0.1 already.

    Example:
        >>> named("http://127.0.0.1:49152", "localhost")
        'http://localhost:49152'
    """
    if host == "127.0.0.1" or not is_loopback(base):
        return base
    parts = split_url(base)
    return parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl()


def check_arguments(
    port: object, path: object, state: object, issuer: object, host: object = "127.0.0.1"
) -> None:
    """Refuse arguments of a receiver that cannot be right, and say what would be.

    Raises:
        InvalidArgument: When one cannot be right.
    """
    check_port(port)
    if not isinstance(port, int) or not 0 <= port <= 65535:
        raise InvalidArgument(f"port must be a number from 0 to 65535, got {port!r:.40}.")
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise InvalidArgument(
            "path must be a '/' followed by letters, digits and -._~!$&'()*+,;=:@/, as in a URL.",
            hint="Write '/callback'.",
        )
    if not isinstance(state, str) or not state.strip():
        raise InvalidArgument(
            "state must be a string that is not empty.",
            hint="Make one with new_state(), and put the same one into the authorization URL.",
            section="RFC 6749 §10.12",
        )
    if issuer is not None and not isinstance(issuer, str):
        raise InvalidArgument(
            f"issuer must be a string, got {type(issuer).__name__}.",
            hint="Write the authorization server's issuer as its metadata does, or leave it out.",
            section="RFC 9207 §2.4",
        )
    hosts = get_args(Host)
    if host not in hosts:
        near = did_you_mean(host, hosts) if isinstance(host, str) else ""
        raise InvalidArgument(
            f"host must be '127.0.0.1', 'localhost' or '[::1]', got {plain(repr(host), 60)}.{near}",
            hint="A receiver listens on its own machine only. Write the name that is registered "
            "with the provider, or 127.0.0.1 if none is.",
            section="RFC 8252 §8.3",
        )
