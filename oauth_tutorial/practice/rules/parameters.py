"""The parameters of a request, as they came: a name may come twice."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule

PARAMETERS_ONCE = Rule(
    "parameters_once", "RFC 6749 §3.1", "no parameter is given more than once", causes=NO_CAUSE
)
PARAMETERS_FEW = Rule(
    "parameters_few", "RFC 6749 §3.1", "a request has at most 200 parameters here", causes=NO_CAUSE
)
PARAMETERS_ARE_UTF8 = Rule(
    "parameters_are_utf8",
    "RFC 6749 App. B",
    "names and values are UTF-8, then percent-encoded",
    causes=NO_CAUSE,
)
PARAMETERS_COME_AS_FORM = Rule(
    "parameters_come_as_form",
    "OpenID Connect Core §13.2",
    "the parameters of a POST come as application/x-www-form-urlencoded",
    causes=("wrong_content_type",),
)
BODY_WITHIN_BOUNDS = Rule(
    "body_within_bounds",
    "RFC 9110 §15.5.14",
    "the body has at most 65,536 bytes, and at most 200 parts",
    status=413,
    causes=NO_CAUSE,
)
BODY_WHOLE = Rule(
    "body_whole",
    "RFC 9112 §8",
    "the body is as long as Content-Length says",
    causes=NO_CAUSE,
)

Pairs = Sequence[tuple[str, str]]


def once(pairs: Pairs, checks: Checklist) -> None:
    """Check that no parameter is doubled (RFC 6749 §3.1), but ``resource`` (RFC 8707 §2)."""
    names = [name for name, _ in pairs if name != "resource"]
    twice = next((name for name, times in Counter(names).items() if times > 1), "")
    checks.require(PARAMETERS_ONCE, not twice, received=repr(twice[:40]) if twice else "")


def all_of(name: str, pairs: Pairs) -> list[str]:
    """Return every value of a parameter that may be repeated."""
    return [value for key, value in pairs if key == name and value]


def are_utf8(encoded: bytes) -> bool:
    """Say whether a query or a form can be read as it was meant (RFC 6749 App. B).

    Example:
        >>> are_utf8(b"state=%C3%A9"), are_utf8(b"state=%E9")
        (True, False)
    """
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return True
