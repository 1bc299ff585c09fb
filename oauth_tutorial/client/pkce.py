"""Proof Key for Code Exchange, RFC 7636, with S256: the only method worth using.

``plain`` is left out on purpose. It sends the secret itself over the channel
that the method is meant to distrust (RFC 9700 §2.1.1).
"""

import base64
import hashlib
import re
import secrets

from oauth_tutorial.errors import InvalidArgument

# RFC 7636 §4.1: 43*128unreserved
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_SHORTEST, _LONGEST = 43, 128


def new_code_verifier() -> str:
    """Make a fresh ``code_verifier``: 43 characters from 256 random bits (RFC 7636 §4.1).

    Example:
        ``dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk``
    """
    return secrets.token_urlsafe(32)


def code_challenge(code_verifier: str) -> str:
    """Compute the S256 ``code_challenge`` of a verifier (RFC 7636 §4.2).

    Args:
        code_verifier: 43 to 128 characters from ``A-Z a-z 0-9 - . _ ~``.

    Raises:
        InvalidArgument: When the verifier's length or characters break §4.1.

    Example:
        >>> code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    _check_code_verifier(code_verifier)
    # BASE64URL-ENCODE(SHA256(ASCII(code_verifier))), without padding (RFC 7636 App. A)
    digest = hashlib.sha256(code_verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _check_code_verifier(code_verifier: object) -> None:
    if not isinstance(code_verifier, str):
        raise InvalidArgument(
            f"code_verifier must be a string, got {type(code_verifier).__name__}.",
            hint="Make one with new_code_verifier().",
            section="RFC 7636 §4.1",
        )
    if not _SHORTEST <= len(code_verifier) <= _LONGEST:
        raise InvalidArgument(
            f"code_verifier must have {_SHORTEST} to {_LONGEST} characters, "
            f"got {len(code_verifier)}.",
            hint="Make one with new_code_verifier().",
            section="RFC 7636 §4.1",
        )
    wrong = _UNRESERVED.sub("", code_verifier)
    if wrong:
        raise InvalidArgument(
            f"code_verifier has the character {wrong[0]!r} at position "
            f"{code_verifier.index(wrong[0]) + 1}; only A-Z a-z 0-9 - . _ ~ are allowed.",
            hint="Make one with new_code_verifier(). base64url has '-' and '_' instead of '+' "
            "and '/', and no '='.",
            section="RFC 7636 §4.1",
        )
