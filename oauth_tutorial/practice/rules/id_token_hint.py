"""``id_token_hint``: an ID token of ours says whom a request is about, as no proof of anything.

The authorization endpoint takes one (OpenID Connect Core §3.1.2.1), and the end of a session
(RP-Initiated Logout 1.0 §2).
"""

from dataclasses import dataclass
from typing import Any

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.state import ServiceState

ID_TOKEN_HINT_OURS = Rule(
    "id_token_hint_ours",
    "OpenID Connect Core §3.1.2.2",
    "id_token_hint is an ID token that this server signed",
    causes=("id_token_invalid",),
)
ID_TOKEN_HINT_OF_THIS_CLIENT = Rule(
    "id_token_hint_of_this_client",
    "OpenID Connect Core §3.1.2.1",
    "id_token_hint was issued to this client",
    causes=("id_token_invalid",),
)
_LONGEST = 8192  # characters: an ID token of ours has some hundred


@dataclass(frozen=True, slots=True)
class Hint:
    """Whom an ID token is about, and whom it was issued to."""

    username: str
    client_id: str


def read_hint(photobox: ServiceState, token: str, client_id: str, checks: Checklist) -> Hint:
    """Check that the server signed it. That it has expired does not matter (§3.1.2.2).

    Args:
        photobox: Whose keys count.
        token: As it was sent.
        client_id: Who sends it; empty where nobody says so.
        checks: Where the results go.

    Raises:
        Refused: ``invalid_request``.
    """
    claims = _claims(photobox, token)
    username, audience = claims.get("sub"), claims.get("aud")
    is_ours = claims.get("iss") == photobox.issuer and isinstance(username, str)
    checks.require(ID_TOKEN_HINT_OURS, is_ours and isinstance(audience, str))
    if client_id:
        checks.require(ID_TOKEN_HINT_OF_THIS_CLIENT, audience == client_id)
    return Hint(str(username), str(audience))


def _claims(photobox: ServiceState, token: str) -> dict[str, Any]:
    """Return the claims of a JWT that one of our keys signed; none of any other."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    if len(token) > _LONGEST:
        return {}
    jwks: Any = photobox.keys.jwks()
    algorithms = [str(key["alg"]) for key in jwks["keys"]]
    try:
        verified = jwt.decode(token, KeySet.import_key_set(jwks), algorithms=algorithms)
    except (JoseError, ValueError, TypeError, KeyError):  # whatever it is, it is none of ours
        return {}
    is_id_token = str(verified.header.get("typ", "JWT")).upper() == "JWT"  # RFC 9068 §2.1
    return dict(verified.claims) if is_id_token else {}
