"""The ``requests`` session for a server that may be this machine's own.

If ``HTTP_PROXY`` is set and ``NO_PROXY`` is not, ``requests`` sends requests for 127.0.0.1 to the
proxy, secrets, codes and verifiers included, and trusts what comes back.
"""

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from oauth_tutorial.text.readers import split_url

if TYPE_CHECKING:
    import requests

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")


def session_for(url: str) -> "requests.Session":
    """Return a session for requests to one server; close it when they are done.

    Args:
        url: Where the requests go. They go directly to a loopback name, whatever the proxy
            variables say; to other hosts as those say.

    Example:
        >>> with session_for("http://127.0.0.1:49152/token") as session:
        ...     session.trust_env
        False
    """
    import requests

    session = requests.Session()
    session.trust_env = not is_loopback(url)
    return session


def is_loopback(url: str) -> bool:
    """Return whether a URL leads to this machine, judging by its host name.

    Example:
        >>> is_loopback("http://[::1]:49152/token")
        True
    """
    return (split_url(url).hostname or "") in LOOPBACK_HOSTS


def keep_direct(environ: MutableMapping[str, str]) -> None:
    """Add this machine to ``NO_PROXY`` if a proxy is set, for the lessons' own ``requests`` calls.

    Args:
        environ: The environment of a process, such as ``os.environ``.

    Example:
        >>> environ = {"HTTP_PROXY": "http://proxy.example:3128"}
        >>> keep_direct(environ)
        >>> environ["NO_PROXY"]
        '127.0.0.1,localhost,::1'
    """
    if not any(environ.get(name) for name in _PROXIES):
        return
    # requests reads the lower-case one first, others the upper-case one
    spared = [
        one.strip() for one in (environ.get("no_proxy") or environ.get("NO_PROXY", "")).split(",")
    ]
    missing = [one for one in ("127.0.0.1", "localhost", "::1") if one not in spared]
    environ["no_proxy"] = environ["NO_PROXY"] = ",".join(filter(None, spared + missing))
