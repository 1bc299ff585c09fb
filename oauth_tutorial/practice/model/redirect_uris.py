"""Whether a redirect URI is a registered one (RFC 6749 §3.1.2, RFC 9700 §2.1, RFC 8252 §7.3)."""

import re
from urllib.parse import SplitResult

from oauth_tutorial.text.readers import NO_URL, split_url

# A loopback one in three parts: up to the port, the port, and the rest, which begins a path or
# ends. Libraries disagree on which host "http://evil.example[::1]/" names, so nothing here asks
# one. RFC 8252 §8.3: "localhost" is none.
_LOOPBACK = re.compile(
    r"(http://(?:127\.0\.0\.1|\[::1\]))(?::([1-9][0-9]{0,4}))?((?:[/?#].*)?)", re.DOTALL
)
_HIGHEST_PORT = 65535
_NO_URI = re.compile(r"[\x00-\x20\x7f\\]")  # RFC 3986 §2; urlsplit would take some of them out
MOST_CHARACTERS = 2_000
_THIS_MACHINE = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?", re.IGNORECASE)
_HOST = re.compile(r"([^\[\]:@]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)
# What a browser runs, opens or shows by itself, so that no app would get the answer, or a page
# of somebody else's choice would be made of it.
_NO_APPS = frozenset(
    (
        *("about", "blob", "chrome", "data", "file", "filesystem", "javascript", "resource"),
        *("vbscript", "view-source", "jar", "intent", "ms-msdt", "search-ms"),
        *("ftp", "mailto", "sms", "tel", "urn", "ws", "wss"),
        # another machine, a share, a mailbox
        *("afp", "cifs", "dav", "davs", "dict", "ftps", "git", "gopher", "imap", "irc", "ircs"),
        *("ldap", "ldaps", "nfs", "nntp", "news", "pop", "rdp", "rlogin", "rsync", "rtsp", "scp"),
        *("sftp", "sip", "sips", "smb", "ssh", "svn", "telnet", "tftp", "tn3270", "vnc", "xmpp"),
        # a browser with an address in it, its extensions, feeds and downloads
        *("brave", "chrome-extension", "edge", "firefox", "firefox-focus", "googlechrome"),
        *("googlechromes", "magnet", "microsoft-edge", "moz-extension", "opera", "safari"),
        *("safari-extension", "safari-web-extension", "x-safari-http", "x-safari-https"),
        *("x-web-search", "feed", "webcal", "wyciwyg", "about-reader", "devtools"),
        # what an operating system or a shop installs, searches, shows or calls
        *("android-app", "content", "externalfile", "facetime", "facetime-audio", "help", "itms"),
        *("itms-apps", "itms-appss", "itms-services", "market", "mmst", "ms-appinstaller"),
        *("ms-access", "ms-cxh", "ms-excel", "ms-gamingoverlay", "ms-infopath", "ms-officecmd"),
        *("ms-powerpoint", "ms-project", "ms-publisher", "ms-quick-assist", "ms-screenclip"),
        *("ms-search", "ms-settings", "ms-spd", "ms-store", "ms-visio", "ms-windows-store"),
        *("ms-word", "ms-wpdrmv", "res", "search", "shell", "smsto", "steam", "x-apple"),
    )
)


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


def why_unfit(uri: object) -> str:
    """Say why a redirect URI cannot be registered; empty where it can.

    It is absolute and has no fragment (RFC 6749 §3.1.2); plain http stays on this machine
    (RFC 8252 §7.3, RFC 9700 §2.1), and an app may have a scheme of its own (RFC 8252 §7.1),
    as editors have: ``cursor://…``, ``vscode://…``.

    Example:
        >>> why_unfit("http://shop.example/cb")
        'plain http is accepted only for 127.0.0.1, [::1] and localhost: anywhere else, use https'
    """
    if not isinstance(uri, str):
        return "it is not a string"
    if len(uri) > MOST_CHARACTERS:
        return f"it is longer than {MOST_CHARACTERS:,} characters"
    parts = split(uri)
    scheme, _, rest = uri.partition(":")
    if parts is None or not scheme or parts.scheme != scheme.lower():
        return "it is not an absolute URL, such as https://shop.example/callback"
    if not uri.isascii():  # RFC 3986 §2
        return "it has a character that is not allowed in a URL: percent-encode it"
    if "#" in uri:
        return "it has a fragment, which begins with #: leave that out"
    if "@" in parts.netloc:
        return "it has a user name before the host: leave that out"
    if parts.scheme in {"http", "https"}:
        return _why_unfit_for_the_web(parts)
    if parts.scheme in _NO_APPS:
        return f"{parts.scheme}: does not open your app: use https, or a scheme of the app's own"
    # "localhost:3000/callback" is no scheme of anybody's
    if not rest.startswith("/") and ("." not in scheme or not rest or rest[0].isdigit()):
        return "it does not begin with a scheme, such as https://"
    return ""


def _why_unfit_for_the_web(parts: SplitResult) -> str:
    if not _HOST.fullmatch(parts.netloc):
        return "it names no host, or a browser would read it differently"
    if parts.scheme == "http" and not _THIS_MACHINE.fullmatch(parts.netloc):
        return (
            "plain http is accepted only for 127.0.0.1, [::1] "
            "and localhost: anywhere else, use https"
        )
    return ""


def matches(known: str, received: str) -> bool:
    """Whether they are equal, but for the port of a loopback one."""
    if known == received:
        return True
    ours, theirs = _without_port(known), _without_port(received)
    return ours is not None and ours == theirs


def with_its_port(known: str, received: str) -> str:
    """Return a registered loopback URI with the port that was sent, which may be any one.

    So a person who is shown both sees the typo alone.

    Example:
        >>> with_its_port("http://127.0.0.1/callback", "http://127.0.0.1:8000/calback")
        'http://127.0.0.1:8000/callback'
    """
    ours, theirs = _LOOPBACK.fullmatch(known), _LOOPBACK.fullmatch(received)
    if ours is None or theirs is None or ours[2] or not theirs[2]:
        return known
    return f"{ours[1]}:{theirs[2]}{ours[3]}"


def begins(known: str, received: str) -> bool:
    """The mistake that RFC 9700 §4.1 is about: to compare only the beginning."""
    if received.startswith(known):
        return True
    ours, theirs = _without_port(known), _without_port(received)
    if ours is None or theirs is None:
        return False
    (our_host, our_rest), (their_host, their_rest) = ours, theirs
    return our_host == their_host and their_rest.startswith(our_rest.partition("?")[0])


def without_ports(known: str, received: str) -> tuple[str, str]:
    """Leave out the ports of two loopback addresses: any will do (RFC 8252 §7.3).

    Example:
        >>> without_ports("http://127.0.0.1/callback", "http://127.0.0.1:8000/other")
        ('http://127.0.0.1/callback', 'http://127.0.0.1/other')
    """
    ours, theirs = _without_port(known), _without_port(received)
    return (known, received) if ours is None or theirs is None else ("".join(ours), "".join(theirs))


def split(uri: str) -> SplitResult | None:
    """Take a URI apart; None where it is none, as with a space or a control character in it."""
    if _NO_URI.search(uri):
        return None
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


def _without_port(uri: str) -> tuple[str, str] | None:
    """Return what stands before a loopback one's port, and after it; None where it is no such."""
    found = _LOOPBACK.fullmatch(uri)
    if found is None or int(found[2] or 1) > _HIGHEST_PORT or _NO_URI.search(uri):
        return None
    return found[1], found[3]
