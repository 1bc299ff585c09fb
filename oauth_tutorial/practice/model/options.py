"""Switches of the practice service. Each is off, which is the safe way, until you set it.

The rules in which real providers differ are options too; a personality sets them from its preset.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, fields
from typing import Literal

from oauth_tutorial.presets.schema import Redirect


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

    compare_redirect_uri: Callable[[str, str], bool] | None = None
    """A function of your own, which is given a registered redirect URI and the one that came, and
    says whether it is taken. The port of a loopback one is left out, for any will do (RFC 8252
    §7.3). Default: PhotoBox's own comparison."""

    misleading_consent: bool = False
    """Unsafe: the consent page says something harmless for each scope."""

    same_email: bool = False
    """Everybody has one e-mail address, as when a mailbox went to somebody else: it names nobody
    (OpenID Connect Core §5.7)."""

    off: Set[str] = frozenset()
    """Endpoints and grants that are not there, by their names in the metadata:
    ``{"introspection_endpoint", "client_credentials"}``."""

    pkce: Literal["default", "required", "supported", "refused", "ignored"] = "default"
    """Who sends ``code_challenge`` (RFC 7636): ``default``, public clients must and others may;
    everybody must (``required``); everybody may; nobody may; or nobody looks at it."""

    pkce_methods: tuple[Literal["S256", "plain", "hex"], ...] = ("S256",)
    """How ``code_challenge`` may be made (RFC 7636 §4.2); ``hex``: SHA-256 in hexadecimal digits,
    which some call S256 as well."""

    refresh: Literal["always", "when", "never"] = "always"
    """Whether there is a refresh token: ``when`` gives one to whoever asks as ``refresh_when``
    says."""

    refresh_when: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the authorization request that bring one: ``{"access_type": "offline"}``;
    ``scope`` names one word."""

    refresh_rotates: bool = True
    """A refresh token is used up by its use (RFC 9700 §4.14.2)."""

    refresh_returned: bool = True
    """The answer of a refresh brings a refresh token: the new one, or the same."""

    send_iss: bool = True
    """The redirect names the issuer (RFC 9207)."""

    response_mode: Literal["query", "form_post"] = "query"
    """How the answer travels to the client: in the query of the redirect, or as a form that the
    browser posts (OAuth 2.0 Form Post Response Mode)."""

    redirect: Redirect | None = None
    """Which redirect URIs are taken. Default: exact matches, but for a loopback port."""

    def reset(self, to: "Options | None" = None) -> None:
        """Set every switch back.

        Args:
            to: What to. Default: the safe defaults.
        """
        wanted = to or Options()
        for one in fields(self):
            setattr(self, one.name, getattr(wanted, one.name))
