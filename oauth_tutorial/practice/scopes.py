"""The scopes of PhotoBox (RFC 6749 §3.3)."""

from oauth_tutorial.practice.checks import Checklist

SCOPES: dict[str, str] = {  # scope → what the consent page says
    "photos.read": "See your photos",
    "orders.write": "Order prints in your name",
    "openid": "Know which account is yours",
    "profile": "See your name",
    "email": "See your e-mail address",
}
SERVICE_SCOPES: dict[str, str] = {  # no person can allow these: a client has them or not
    "shop.report": "See how many prints were ordered",
}
PERSON_SCOPES = tuple(SCOPES)
DEFAULT_SCOPE = ("photos.read",)  # when a request on behalf of a person names none


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
        "scope_known",
        not unknown,
        error="invalid_scope",
        expected="some of " + " ".join(allowed),
        received=repr(unknown[0][:80]) if unknown else "",
    )
    return wanted
