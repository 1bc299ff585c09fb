"""Switches of the practice service. Each is off, which is the safe way, until you set it."""

from collections.abc import Set
from dataclasses import dataclass, fields


@dataclass(slots=True)
class Options:
    """What the service does differently from its safe default.

    Example:
        >>> photobox.options.require_par = True
    """

    require_par: bool = False
    """Take authorization requests only through PAR (RFC 9126 §5)."""

    jwt_access_tokens: bool = False
    """Issue access tokens as signed JWTs that an API can read (RFC 9068)."""

    require_dpop: bool = False
    """Give out no token that is not bound to a key of the client (RFC 9449)."""

    require_dpop_nonce: bool = False
    """Take only DPoP proofs that carry a nonce of this server (RFC 9449 §8, §9)."""

    loose_redirect_uri: bool = False
    """Unsafe: take a redirect URI that only begins as a registered one (RFC 9700 §4.1)."""

    misleading_consent: bool = False
    """Unsafe: the consent page says something harmless for each scope."""

    off: Set[str] = frozenset()
    """Endpoints and grants that are not there, by their names in the metadata:
    ``{"introspection_endpoint", "client_credentials"}``."""

    def reset(self) -> None:
        """Set every switch back to its default."""
        for field in fields(self):
            setattr(self, field.name, field.default)
