"""Whether a redirect URI is a registered one (RFC 6749 §3.1.2, RFC 9700 §2.1, RFC 8252 §7.3)."""

from urllib.parse import SplitResult

from oauth_tutorial.text.readers import NO_URL, split_url

_LOOPBACK = {"127.0.0.1", "::1"}  # RFC 8252 §8.3: not "localhost"


def difference(expected: str, received: str) -> str:
    """Name the first place where two redirect URIs part.

    Example:
        >>> difference("http://127.0.0.1/callback", "http://127.0.0.1:8000/calback")
        "the path differs: '/callback' is registered, '/calback' was sent"
    """
    known, sent = split(expected), split(received)
    if known is None or sent is None:
        return "what was sent is not a URL"
    for part in ("scheme", "hostname", "path", "query", "fragment"):
        ours, theirs = getattr(known, part) or "", getattr(sent, part) or ""
        if ours != theirs:
            label = "host" if part == "hostname" else part
            return f"the {label} differs: {ours!r} is registered, {theirs!r} was sent"
    if known.port != sent.port:
        return f"the port differs: {known.port} is registered, {sent.port} was sent"
    return "they differ in spelling, such as upper case or a user name"


def matches(known: str, received: str) -> bool:
    """Whether they are equal to the letter, but for the port of a loopback one."""
    if known == received:
        return True
    ours, theirs = split(known), split(received)
    if ours is None or theirs is None or ours.hostname not in _LOOPBACK or ours.scheme != "http":
        return False
    if "@" in theirs.netloc:
        return False
    return _without_port(ours) == _without_port(theirs)


def begins(known: str, received: str) -> bool:
    """The mistake that RFC 9700 §4.1 is about: to compare only the beginning."""
    ours, theirs = split(known), split(received)
    if received.startswith(known):
        return True
    if ours is None or theirs is None or ours.hostname not in _LOOPBACK:
        return False
    same_host = (ours.scheme, ours.hostname) == (theirs.scheme, theirs.hostname)
    return same_host and theirs.path.startswith(ours.path)


def split(uri: str) -> SplitResult | None:
    """Take a URI apart; None where it is none."""
    parts = split_url(uri)
    try:
        _ = parts.port
    except ValueError:  # it is no number
        return None
    return None if parts is NO_URL else parts


def host(uri: str) -> str | None:
    """Return host and port, as they are written; None where it is no URI."""
    parts = split(uri)
    return None if parts is None else parts.netloc


def _without_port(parts: SplitResult) -> tuple[str, str | None, str, str, str]:
    return parts.scheme, parts.hostname, parts.path, parts.query, parts.fragment
