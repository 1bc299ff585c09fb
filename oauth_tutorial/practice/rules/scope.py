"""The ``scope`` parameter (RFC 6749 §3.3)."""

from oauth_tutorial.practice.model.checks import Checklist, Rule

SCOPE_KNOWN = Rule(
    "scope_known",
    "RFC 6749 §3.3",
    "scope holds known words, with a space between",
    error="invalid_scope",
    causes=("scope_invalid",),
)


def read_scope(
    scope: str | None, *, allowed: tuple[str, ...], default: tuple[str, ...], checks: Checklist
) -> tuple[str, ...]:
    """Return the words of a ``scope`` parameter, each once.

    Args:
        scope: As it came, or None.
        allowed: The words that this client may use.
        default: What a request without ``scope`` gets (RFC 6749 §3.3).
        checks: Where the result goes.

    Raises:
        Refused: ``invalid_scope`` for any other word.
    """
    if scope is None:
        return default
    wanted = tuple(dict.fromkeys(scope.split(" ")))
    unknown = [word for word in wanted if word not in allowed]
    checks.require(
        SCOPE_KNOWN,
        not unknown,
        expected="some of " + " ".join(allowed),
        received=repr(unknown[0][:80]) if unknown else "",
    )
    return wanted
