"""The ``scope`` parameter (RFC 6749 §3.3)."""

import re
from collections.abc import Container, Iterable

from oauth_tutorial.practice.model.checks import Checklist, Rule

SCOPE_KNOWN = Rule(
    "scope_known",
    "RFC 6749 §3.3",
    "scope holds known words, with a space between",
    error="invalid_scope",
    causes=("scope_invalid",),
)


_WORD = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749 §3.3: scope-token


def read_scope(
    scope: str | None, *, allowed: tuple[str, ...], default: tuple[str, ...], checks: Checklist
) -> tuple[str, ...]:
    """Return the words of a ``scope`` parameter, each once.

    Where ``openid`` is one of them, words that are not known are left out, as a provider with
    fewer scopes does: ``openid photos.read groups`` asks for ``openid photos.read``.

    Args:
        scope: As it came, or None.
        allowed: The words that this client may use.
        default: What a request without ``scope`` gets (RFC 6749 §3.3).
        checks: Where the result goes.

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
        expected="some of " + " ".join(allowed),
        received=repr(unknown[0][:80]) if unknown else "",
    )
    return wanted


def without_unknown(words: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Leave out the words that nobody here knows, where ``openid`` is asked for.

    OpenID Connect Core §3.1.2.1: they SHOULD be ignored. Without ``openid`` nothing is left
    out, nor is what is no word at all, as between two spaces.
    """
    words = tuple(words)
    if "openid" not in words or "openid" not in known:
        return words
    return tuple(word for word in words if word in known or not _WORD.fullmatch(word))
