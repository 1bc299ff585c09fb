"""The ``scope`` parameter (RFC 6749 §3.3)."""

import re
from collections.abc import Container, Iterable, Mapping

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.options import Options

SCOPE_KNOWN = Rule(
    "scope_known",
    "RFC 6749 §3.3",
    "scope lists known values, with a space between",
    error="invalid_scope",
    causes=("scope_invalid",),
)


_WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749 §3.3: scope-token


def read_scope(
    scope: str | None,
    *,
    allowed: tuple[str, ...],
    default: tuple[str, ...],
    checks: Checklist,
    called: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Return the words of a ``scope`` parameter, each once.

    Where ``openid`` is one of them, words that are not known are left out, as a provider with
    fewer scopes does: ``openid photos.read groups`` asks for ``openid photos.read``.

    Args:
        scope: As it came, or None.
        allowed: The words that this client may use.
        default: What a request without ``scope`` gets (RFC 6749 §3.3).
        checks: Where the result goes.
        called: What the words are called by the provider that is played: an error lists those.

    Raises:
        Refused: ``invalid_scope`` for any other word without ``openid``, and for what is no word.
    """
    if scope is None:
        return default
    wanted = without_unknown(dict.fromkeys(scope.split(" ")), allowed)
    unknown = [word for word in wanted if word not in allowed]
    checks.require(
        SCOPE_KNOWN,
        not unknown,
        expected="some of " + " ".join(_own_words(allowed, called)),
        received=repr(unknown[0][:80]) if unknown else "",
    )
    return wanted


def _own_words(words: Iterable[str], called: Mapping[str, str] | None) -> Iterable[str]:
    """Return the words as a provider calls them; those alone that it has, where one is played."""
    return [called[word] for word in words if word in called] if called else words


def without_unknown(words: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Leave out the words that nobody here knows, where ``openid`` is asked for.

    OpenID Connect Core §3.1.2.1: they SHOULD be ignored. Without ``openid`` nothing is left
    out, nor is what is no word at all, as between two spaces.
    """
    words = tuple(words)
    if "openid" not in words or "openid" not in known:
        return words
    return tuple(word for word in words if word in known or not _WORD.fullmatch(word))


def asks_to_go_on(
    options: Options, scope: Container[str], parameters: Mapping[str, str] | None = None
) -> bool:
    """Whether a request has what brings a refresh token, where one has to be asked for.

    Args:
        options: Of the service, as the client meets it.
        scope: The words that were asked for.
        parameters: Of the authorization request. None: of a device, which cannot send them.
    """
    when = dict(options.refresh_when)
    word = when.pop("scope", "")
    if parameters is not None and any(parameters.get(name) != when[name] for name in when):
        return False
    return not word or word in scope
