"""Whether the scopes are words that this provider knows (RFC 6749 §3.3)."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote_plus

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749 §3.3
_BETWEEN = re.compile(r"[\s,;|+]+")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}|\+")
_SAID = {" ": "a space", ",": "a comma"}
MOST = 5  # scopes that are named


def scope(asked: Asked) -> Iterator[Finding]:
    """Each scope is one of the provider's, and they are separated as the provider expects."""
    name, takes = asked.preset.name, asked.preset.authorization.scopes_taken
    if not takes:
        label = asked.label("scopes")
        where = f"in the field {label!r} of its registration" if label else "in its registration"
        yield Finding(
            level="may fail",
            rule="scope",
            sentence=f"{name} does not read scope: what an app may do is set {where}.",
            field=label,
            section="RFC 6749 §3.3",
            facts=("authorization.scopes_taken",),
        )
        return
    known = {one.name for one in asked.preset.scopes}
    odd = [word for word in asked.scopes if word not in known]
    joined = [word for word in odd if _words_of(word, known)]
    broken = [one for one in odd if one not in joined and not _TOKEN.fullmatch(one)]
    for word in joined[:MOST]:
        yield _joined(asked, word, _words_of(word, known))
    if broken:
        yield Finding(
            level="will fail",
            rule="scope",
            sentence=f"{_listed(broken)} {_is(broken)} not a scope: scopes cannot have white "
            "space, quotes, backslashes or characters outside ASCII.",
            error=asked.error("invalid_scope"),
            section="RFC 6749 §3.3",
        )
    unknown = [one for one in odd if one not in joined and one not in broken]
    if unknown and known:
        yield Finding(
            level="may fail",
            rule="scope",
            sentence=f"{_listed(unknown)} {_is(unknown)} not in our list of {name}'s scopes, which "
            f"is not complete.{_near(unknown, known)}",
            error=asked.error("invalid_scope"),
            section="RFC 6749 §3.3",
            facts=("scopes",),
        )


def openid(asked: Asked) -> Iterator[Finding]:
    """A request to learn who the person is includes the scope ``openid``."""
    preset = asked.preset
    call = preset.api.first_call
    first = call.path if "://" in call.path else preset.api.base + call.path
    asks = preset.kind == "openid" and preset.endpoints.userinfo and "openid" not in asked.scopes
    if asks and first.partition("?")[0] == preset.endpoints.userinfo:
        yield Finding(
            level="may fail",
            rule="openid",
            sentence=f"Without the scope openid, {preset.name} sends no ID token, and its userinfo "
            "endpoint may not say who the person is.",
            error="insufficient_scope",
            field="scopes",
            paste=_sent(asked, ("openid", *asked.scopes)),
            section="OpenID Connect Core §3.1.2.1",
            facts=("kind", "endpoints.userinfo"),
        )


def _words_of(word: str, known: set[str]) -> Sequence[str]:
    """The scopes that were joined into one; none if there are not two, or none is known."""
    if _ENCODED.search(word):
        decoded = unquote_plus(word)
        if decoded in known:
            return (decoded,)
        word = decoded
    words = [one for one in _BETWEEN.split(word) if one]
    return words if len(words) > 1 and (known & set(words) or not known) else ()


def _joined(asked: Asked, word: str, words: Sequence[str]) -> Finding:
    name, separator = asked.preset.name, asked.preset.authorization.scope_separator
    shown = plain(repr(word), 80)
    # a provider that sends commas may also read them, whatever its documentation says
    lenient = asked.preset.token.scope_separator == "," and separator == " "
    if _ENCODED.search(word):
        why = "It is already encoded, and is encoded again when the URL is built"
    else:
        why = f"Between two scopes {name} expects {_SAID[separator]}"
    return Finding(
        level="may fail" if lenient and not _ENCODED.search(word) else "will fail",
        rule="scope",
        sentence=f"{name} reads {shown} as one scope, which it does not know. {why}.",
        error=asked.error("invalid_scope"),
        field="scopes",
        paste=_sent(asked, words),
        section="RFC 6749 §3.3",
        facts=("authorization.scope_separator",),
    )


def _sent(asked: Asked, words: Sequence[str]) -> str:
    return asked.preset.authorization.scope_separator.join(words[:20])


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - MOST} more" if len(words) > MOST else ""
    return ", ".join(plain(repr(one), 60) for one in words[:MOST]) + more


def _is(words: Sequence[str]) -> str:
    return "are" if len(words) > 1 else "is"


def _near(words: Sequence[str], known: set[str]) -> str:
    return "".join(did_you_mean(one.lower(), sorted(known)) for one in words[:MOST])
