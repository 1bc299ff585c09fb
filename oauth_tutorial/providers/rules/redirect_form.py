"""Whether a text is a redirect URI at all, in a spelling that nothing on the way changes."""

import re
from collections.abc import Iterator

from oauth_tutorial.providers.address import MOST, Address
from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding, Level
from oauth_tutorial.providers.rules.redirects import OF_AN_ANSWER, SHORTENED, redirect_finding
from oauth_tutorial.text.readers import first_of_each, split_url

_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DEFAULT_PORT = {"http": 80, "https": 443}
_PATTERN = re.compile(r"[a-z]+://[^/?#]*\*", re.IGNORECASE)
_IN_NO_URI = set('"<>\\^`{|}')  # RFC 3986 §2; the single quote may stand in one
_COMPARED = "Redirect URIs are compared exactly"

Wrong = tuple[Level, str, str]  # the level, the sentence, the section


def redirect_form(asked: Asked) -> Iterator[Finding]:
    """A redirect URI is absolute, without a fragment, and always spelled the same way."""
    address = asked.address
    if address is None:
        return
    broken = next(_broken(address), None)
    if broken is not None:
        yield redirect_finding(asked, "redirect_form", *broken)
        return
    for level, sentence, section in (*_forbidden(address), *_spelling(address)):
        yield redirect_finding(asked, "redirect_form", level, sentence, section)
    yield from _of_the_provider(asked, address)


def _broken(address: Address) -> Iterator[Wrong]:
    """What is not a URI: only the first of these is worth saying."""
    text = address.text
    clean = text.strip()
    if not clean:
        yield "will fail", "The redirect URI is empty.", "RFC 6749 §3.1.2"
    elif len(text) > MOST:
        yield (
            "will fail",
            f"The redirect URI has {len(text):,} characters; browsers and servers cut anything "
            f"longer than {MOST:,}.",
            "RFC 9110 §4.1",
        )
    elif text != clean or any(one.isspace() for one in text):
        yield "will fail", "The redirect URI has white space in it.", "RFC 3986 §2"
    elif not text.isascii() or not text.isprintable():
        odd = next(one for one in text if not one.isascii() or not one.isprintable())
        yield (
            "will fail",
            f"The redirect URI has a character that is not allowed in a URI: U+{ord(odd):04X}. "
            "It may look like another one.",
            "RFC 3986 §2",
        )
    elif set(text) & _IN_NO_URI or text.startswith("'"):
        yield (
            "will fail",
            "The redirect URI has a quote, a bracket or a backslash in "
            "it, which is not allowed in a URI.",
            "RFC 3986 §2",
        )
    elif not address.scheme:
        yield (
            "will fail",
            "The redirect URI is not absolute: it does not begin with a scheme, such as http://.",
            "RFC 6749 §3.1.2",
        )
    elif _PATTERN.match(text):
        yield (
            "may fail",
            "The redirect URI has a * in its host or port: some forms accept such a pattern, "
            "but the one that you send has to name one host and one port.",
            "RFC 6749 §3.1.2.3",
        )
    elif address.leads is None:
        yield (
            "will fail",
            "The redirect URI has no host, or a port that is not a number from 1 to 65535.",
            "RFC 3986 §3.2",
        )


def _forbidden(address: Address) -> Iterator[Wrong]:
    """What is a URI, but not a redirect URI."""
    parts = split_url(address.text)
    if "#" in address.text:
        sentence = "The redirect URI has a fragment: what comes after # never reaches a server."
        yield "will fail", sentence, "RFC 6749 §3.1.2"
    if "@" in parts.netloc:
        sentence = "The redirect URI has a user name in it; browsers hide or drop that."
        yield "will fail", sentence, "RFC 9110 §4.2.4"
    if _NOT_ENCODED.search(address.text):
        sentence = "The redirect URI has a % that does not begin an encoded character."
        yield "will fail", sentence, "RFC 3986 §2.1"
    if address.port == 0:
        sentence = "Port 0 means any free port, but the redirect URI has to name the real one."
        yield "will fail", sentence, "RFC 8252 §7.3"
    both = sorted(OF_AN_ANSWER & set(first_of_each(parts.query)))
    if both:
        sentence = f"The redirect URI has {both[0]} in its query, but the answer has it too."
        yield "may fail", sentence, "RFC 6749 §4.1.2"


def _spelling(address: Address) -> Iterator[Wrong]:
    """What something on the way rewrites, so that it is no longer the same text."""
    if address.leads == "app":
        return
    section = "RFC 3986 §6.2.1"
    scheme = address.text.partition("://")[0]
    host = split_url(address.text).netloc.rpartition("@")[2]
    if scheme != scheme.lower() or host != host.lower():
        sentence = f"{_COMPARED}, but browsers write the scheme and host in lowercase."
        yield "may fail", sentence, section
    if address.port is not None and address.port == _DEFAULT_PORT[address.scheme]:
        sentence = f"{_COMPARED}, but browsers leave out :{address.port}."
        yield "may fail", sentence, section
    if not address.path:
        sentence = f"{_COMPARED}, but browsers add the missing slash at the end."
        yield "may fail", sentence, section
    if SHORTENED.search(address.path):
        sentence = f"{_COMPARED}, but a path with '.', '..' or '//' gets shortened on the way."
        yield "may fail", sentence, section


def _of_the_provider(asked: Asked, address: Address) -> Iterator[Finding]:
    """What this provider does not accept, or compares exactly."""
    rule, parts, name = asked.preset.redirect, split_url(address.text), asked.preset.name
    bad = sorted(set(rule.forbidden) & set(address.text))

    def finding(level: Level, sentence: str, fact: str, section: str = "") -> Finding:
        return redirect_finding(asked, "redirect_form", level, sentence, section, (fact,))

    if bad:
        sentence = f"{name} does not accept a redirect URI with {' '.join(bad)} in it."
        yield finding("will fail", sentence, "redirect.forbidden")
    if not rule.query and parts.query:
        unless = rule.unless.get("query", "")
        sentence = (
            f"{name} does not accept a redirect URI with a query{unless and f', unless {unless}'}."
        )
        yield finding("may fail" if unless else "will fail", sentence, "redirect.query")
    if not rule.bare and address.leads != "app" and address.path in {"", "/"}:
        sentence = f"{name} does not accept a redirect URI without a path."
        yield finding("will fail", sentence, "redirect.bare")
    if rule.loopback == "exact" and len(address.path) > 1 and address.path.endswith("/"):
        sentence = (
            "It ends in a slash: register it with the slash too, or leave it out in both places. "
            f"{name} compares exactly."
        )
        yield finding("may fail", sentence, "redirect.loopback", "RFC 3986 §6.2.1")
