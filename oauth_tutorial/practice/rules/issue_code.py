"""A code, once the person has approved (RFC 6749 §4.1.2)."""

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest, Code, Grant, new_secret


def issue_code(
    photobox: ServiceState,
    wanted: AuthorizationRequest,
    username: str,
    scope: tuple[str, ...],
    auth_time: int,
) -> str:
    """Remember what was approved, and return the code that stands for it.

    Args:
        photobox: Whose code it is.
        wanted: The request that the person saw.
        username: Who approved.
        scope: What of it.
        auth_time: When they signed in, in seconds since 1970.
    """
    photobox.clients.use(wanted.client_id)
    grant = Grant(wanted.client_id, username, scope, auth_time, resources=wanted.resources)
    code = new_secret()
    expires_at = photobox.clock.now() + photobox.lifetimes.code
    lives = photobox.lifetimes.code
    photobox.store.codes[code] = Code(grant, wanted, expires_at, lives=lives)
    return code
