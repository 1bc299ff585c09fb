"""How long things live, in seconds of the service's clock."""

from dataclasses import dataclass, fields

SIGN_IN_SECONDS = 1800  # from the first page to Approve
CODE_SECONDS = 60  # RFC 6749 §4.1.2 recommends ten minutes at most
ACCESS_TOKEN_SECONDS = 3600
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
ID_TOKEN_SECONDS = 600
PUSHED_REQUEST_SECONDS = 60  # RFC 9126 §2.2
DEVICE_CODE_SECONDS = 600  # RFC 8628 §3.2
POLL_SECONDS = 5  # between two requests of a device, RFC 8628 §3.2
SLOW_DOWN_SECONDS = 5  # more, for one that asks too often, RFC 8628 §3.5
PROOF_SECONDS = 60  # a DPoP proof may be this old, or this far ahead (RFC 9449 §11.1)
NONCE_SECONDS = 300
MOST_SECONDS = 10 * 365 * 24 * 3600


@dataclass(slots=True)
class Lifetimes:
    """How long each kind of thing lives: whatever is issued from now on.

    Example:
        >>> photobox.lifetimes.access_token = 30
    """

    code: int = CODE_SECONDS
    """An authorization code (RFC 6749 §4.1.2)."""

    access_token: int = ACCESS_TOKEN_SECONDS
    """An access token (RFC 6749 §5.1, ``expires_in``)."""

    refresh_token: int = REFRESH_TOKEN_SECONDS
    """A refresh token (RFC 9700 §4.14.2)."""

    id_token: int = ID_TOKEN_SECONDS
    """An ID token (OpenID Connect Core §2, ``exp``)."""

    request_uri: int = PUSHED_REQUEST_SECONDS
    """A pushed request (RFC 9126 §2.2)."""

    device_code: int = DEVICE_CODE_SECONDS
    """A device's two codes (RFC 8628 §3.2)."""

    sign_in: int = SIGN_IN_SECONDS
    """From the first page to Approve."""

    def __setattr__(self, kind: str, seconds: int) -> None:
        """Set one.

        Raises:
            ValueError: When it is no whole number of seconds, from 1 to ten years.
            AttributeError: When there is no such kind.
        """
        whole = isinstance(seconds, int) and not isinstance(seconds, bool)
        if not whole or not 1 <= seconds <= MOST_SECONDS:
            raise ValueError(
                f"Expected a whole number of seconds from 1 to {MOST_SECONDS} (ten years) for "
                f"{kind!s:.40}, got {seconds!r:.40}."
            )
        object.__setattr__(self, kind, seconds)

    def reset(self, to: "Lifetimes | None" = None) -> None:
        """Set every one back.

        Args:
            to: What to. Default: the usual ones.
        """
        wanted = to or Lifetimes()
        for field in fields(self):
            setattr(self, field.name, getattr(wanted, field.name))


KINDS = tuple(field.name for field in fields(Lifetimes))
"""What each of them is called."""
