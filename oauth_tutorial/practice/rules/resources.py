"""Where an access token may be used: resource indicators (RFC 8707).

PhotoBox has two resource servers. The photo API answers here; the archive is a
name only, to show that a token for one opens nothing at the other. Whoever starts
the service can name more: a tool server of their own.
"""

from collections.abc import Sequence

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.resource_names import is_absolute
from oauth_tutorial.practice.model.state import ServiceState

RESOURCE_ABSOLUTE = Rule(
    "resource_absolute",
    "RFC 8707 §2",
    "resource is an absolute URI without a fragment",
    error="invalid_target",
    causes=("audience_invalid",),
)
RESOURCE_KNOWN = Rule(
    "resource_known",
    "RFC 8707 §2",
    "resource is one that this server issues tokens for",
    error="invalid_target",
    causes=("audience_invalid",),
)
RESOURCE_GRANTED = Rule(
    "resource_granted",
    "RFC 8707 §2.2",
    "resource is one that was granted",
    error="invalid_target",
    causes=("audience_invalid",),
)

ARCHIVE = "https://archive.photobox.example"


def photo_api(issuer: str) -> str:
    """Return the name of the photo API, which is its address."""
    return f"{issuer}/api"


def read_resources(
    sent: Sequence[str], photobox: ServiceState, checks: Checklist
) -> tuple[str, ...]:
    """Return the resources of an authorization request; none means the photo API (§2.1).

    Raises:
        Refused: ``invalid_target``.
    """
    if not sent:
        return (photo_api(photobox.issuer),)
    _check_form(sent, checks)
    known = (photo_api(photobox.issuer), ARCHIVE, *photobox.resources)
    other = next((uri for uri in sent if uri not in known), "")
    checks.require(
        RESOURCE_KNOWN,
        not other,
        expected=" or ".join(map(repr, known)),
        received=repr(other[:200]),
    )
    return tuple(dict.fromkeys(sent))


def narrow(sent: Sequence[str], granted: tuple[str, ...], checks: Checklist) -> tuple[str, ...]:
    """Return the audience of one access token: what is asked, within the grant (§2.2).

    Raises:
        Refused: ``invalid_target`` for a resource beyond the grant.
    """
    if not sent:
        return granted
    _check_form(sent, checks)
    other = next((uri for uri in sent if uri not in granted), "")
    checks.require(
        RESOURCE_GRANTED,
        not other,
        expected=" or ".join(map(repr, granted)),
        received=repr(other[:200]),
    )
    return tuple(dict.fromkeys(sent))


def _check_form(sent: Sequence[str], checks: Checklist) -> None:
    bad = next((uri for uri in sent if not is_absolute(uri)), "")
    checks.require(RESOURCE_ABSOLUTE, not bad, received=repr(bad[:200]))
