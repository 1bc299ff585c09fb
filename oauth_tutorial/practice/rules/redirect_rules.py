"""Which redirect URIs are taken, and why one is not (RFC 6749 §3.1.2, RFC 9700 §2.1).

PhotoBox compares exactly, but for a loopback port. Real providers differ: some take any port
and some none, some know ``localhost`` and some the numbers alone, and some want https.
"""

from dataclasses import replace
from urllib.parse import SplitResult

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.redirect_uris import (
    MOST_CHARACTERS,
    matches,
    split,
    with_its_port,
    without_ports,
)
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.presets.schema import Redirect

REDIRECT_URI_REGISTERED = Rule(
    "redirect_uri_registered",
    "RFC 9700 §2.1",
    "redirect_uri is exactly one that the client registered",
    causes=("redirect_uri_mismatch",),
)
REDIRECT_URI_BEGINS_REGISTERED = Rule(
    "redirect_uri_begins_registered",
    "RFC 9700 §4.1",
    "redirect_uri begins like a registered one (unsafe mode: it should match exactly)",
    causes=("redirect_uri_mismatch",),
)
DIALECT_REDIRECT = Rule(
    "dialect_redirect",
    "RFC 6749 §3.1.2.2",
    "redirect_uri is of a kind that this provider accepts",
    causes=("redirect_uri_mismatch",),
)

_NONE_REGISTERED = (
    "redirect_uri was sent, but this client registered none, because nobody signs in through it: "
    "use a client that has one, or register one."
)
_THIS_MACHINE = ("127.0.0.1", "[::1]", "localhost")
_COMPARED = "redirect_uri is one that the client registered, by the function that compares them"
_SENTENCES = {
    "any-port": (
        "redirect_uri is one that the client registered, apart from the port on this machine"
    ),
    "exact": "redirect_uri is exactly one that the client registered",
    "domain": "redirect_uri has the host that the client registered",
    "prefix": "redirect_uri begins like one that the client registered",
    "none": "redirect_uri is exactly one that the client registered",
}


def check_redirect_uri(
    photobox: ServiceState, client: Client, redirect_uri: str, checks: Checklist
) -> None:
    """Check a redirect URI against what the client registered, by the rule of the service.

    Raises:
        Refused: To be shown on a page: nothing is sent to an address that is not known.
    """
    rule = photobox.options_for(client).redirect
    if rule is not None:
        _check_kind(photobox, client, rule, redirect_uri, checks)
    loose = photobox.options.loose_redirect_uri
    named = REDIRECT_URI_BEGINS_REGISTERED if loose else REDIRECT_URI_REGISTERED
    if photobox.options.compare_redirect_uri is not None:
        named = replace(REDIRECT_URI_REGISTERED, sentence=_COMPARED)
    elif rule is not None and not loose:
        named = replace(named, sentence=_SENTENCES[rule.loopback])
    if fits(photobox, client, redirect_uri):
        checks.require(named, True)
        return
    expected, received = client.expected_redirect_uri(redirect_uri), redirect_uri[:200]
    if rule is None:
        expected = with_its_port(expected, received)
    checks.require(
        named,
        False,
        expected=repr(expected) if expected else "no address",
        received=repr(received),
        description=client.why_not(received) if expected else _NONE_REGISTERED,
    )


def fits(photobox: ServiceState, client: Client, redirect_uri: str) -> bool:
    """Whether a redirect URI is one that the client registered, by the rule of the service."""
    compare = photobox.options.compare_redirect_uri
    if compare is not None:
        return any(compare(*without_ports(one, redirect_uri)) for one in client.redirect_uris)
    rule, loose = photobox.options_for(client).redirect, photobox.options.loose_redirect_uri
    if rule is None or loose:
        return client.has_redirect_uri(redirect_uri, loose=loose)
    known = client.redirect_uris
    if client.registration is None:  # it stands for an app that registered what it uses
        if is_here(redirect_uri):
            port_is_free = replace(rule, loopback="any-port", registered_without_port=False)
            known = (*known, *(one.replace("127.0.0.1", "localhost", 1) for one in known))
            return any(_fits(port_is_free, one, redirect_uri) for one in known)
        return client.has_redirect_uri(redirect_uri)
    return any(_fits(rule, one, redirect_uri) for one in known)


def why_never(rule: Redirect, redirect_uri: str) -> str:
    """Say why a provider takes such a redirect URI from nobody; empty where it may.

    Example:
        >>> why_never(Redirect(loopback="none"), "http://127.0.0.1:8000/callback")
        'it has to be https, and no address of this machine is accepted'
    """
    parts = split(redirect_uri)
    if parts is None:
        return ""  # the next rule says what it is
    for character in rule.forbidden:
        if character in redirect_uri:
            return f"it may not have a {character} in it"
    if not rule.query and "?" in redirect_uri:
        return "it may have no query, which begins with a question mark"
    if not rule.bare and parts.path in ("", "/"):
        return "it needs a path after the host"
    if parts.scheme != "http" or not is_here(redirect_uri):
        return ""
    if rule.loopback == "none":
        return "it has to be https, and no address of this machine is accepted"
    if _host(parts) not in rule.hosts:
        return f"{_host(parts)} is not accepted here: write {' or '.join(rule.hosts)}"
    return ""


def is_here(redirect_uri: str) -> bool:
    """Whether it is an http address of this machine, by whatever name."""
    parts = split(redirect_uri)
    return parts is not None and parts.scheme == "http" and _host(parts) in _THIS_MACHINE


def _check_kind(
    photobox: ServiceState, client: Client, rule: Redirect, redirect_uri: str, checks: Checklist
) -> None:
    why, playing = why_never(rule, redirect_uri), photobox.playing
    is_lenient = playing is not None and playing.redirect == "lenient"
    if why and playing and is_lenient and rule.loopback == "none" and _is_short(redirect_uri):
        name = playing.preset.name
        if f"{client.client_id} {redirect_uri}" in playing.refused:
            sentence = f"the real {name} would refuse this redirect_uri: let through for practice"
            checks.require(replace(DIALECT_REDIRECT, sentence=sentence), True)
            return
        playing.refused[f"{client.client_id} {redirect_uri}"] = True
        why += f". The real {name} refuses it every time. Send it again, and here it is let through"
    checks.require(
        DIALECT_REDIRECT,
        not why,
        expected=_wanted(rule) if why else "",
        received=repr(redirect_uri[:200]) if why else "",
        description=f"This redirect_uri is never accepted: {why}." if why else "",
    )


def _is_short(redirect_uri: str) -> bool:
    """Whether it can be registered at all: no longer one is remembered."""
    return len(redirect_uri) <= MOST_CHARACTERS


def _wanted(rule: Redirect) -> str:
    hosts = " or ".join(f"http://{host}" for host in rule.hosts)
    return f"https, or {hosts}" if hosts else "https"


def _fits(rule: Redirect, registered: str, sent: str) -> bool:
    if registered == sent:
        return True
    ours, theirs = split(registered), split(sent)
    if ours is None or theirs is None:
        return False
    same_host = _host(ours) == _host(theirs) and ours.scheme == theirs.scheme
    if rule.loopback == "domain":
        if is_here(sent) and _host(theirs) in rule.hosts:
            return True  # whatever was registered
        is_below = (theirs.hostname or "").endswith(f".{ours.hostname}")
        return same_host or (is_below and ours.scheme == theirs.scheme)
    if rule.loopback == "prefix":
        return ours.netloc == theirs.netloc and sent.startswith(registered)
    if rule.loopback == "any-port" and is_here(sent) and same_host:
        free = ours.port is None or not rule.registered_without_port
        return free and matches(_with_numbers(registered), _with_numbers(sent))
    return False


def _with_numbers(uri: str) -> str:
    """Write localhost as an address, of which alone the port may differ (RFC 8252 §8.3)."""
    return uri.replace("http://localhost", "http://127.0.0.1", 1)


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host
