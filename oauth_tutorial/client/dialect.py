"""How a server differs from the RFCs, as data: names, headers, places, separators.

One client speaks all dialects, and none of its code is about one provider. The preset says what a
provider is like; :func:`dialect_of` makes a dialect from it.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args, get_type_hints

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

if TYPE_CHECKING:  # a client without a preset must not load presets
    from oauth_tutorial.presets import AppKind, Preset

ClientAuth = Literal["post", "basic", "none"]
Body = Literal["form", "json"]
Request = Literal["authorization", "token", "refresh", "device"]
Pkce = Literal["S256", "hex", "none"]
Revocation = Literal[
    "rfc7009", "bearer-post", "bearer-get", "bearer-delete", "basic-delete-json", "none"
]
Texts = Mapping[str, str]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLOSED = {
    "client_auth": get_args(ClientAuth),
    "body": get_args(Body),
    "pkce": get_args(Pkce),
    "revocation": get_args(Revocation),
}
_S256 = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64url
_OWN_VALUE = "*"  # in a preset's headers: the client writes its own
_OWN_VALUES = {"Origin": "http://localhost"}  # every request has its own User-Agent already


def _one_of(name: str, value: object, values: Iterable[str]) -> None:
    known = tuple(values)
    if not isinstance(value, str) or value not in known:
        near = did_you_mean(value, known) if isinstance(value, str) else ""
        listed = ", ".join(map(repr, known))
        raise InvalidArgument(
            f"{name} must be one of {listed}, got {plain(repr(value), 40)}.{near}",
            hint="Write one of them, or leave it out.",
            section="RFC 6749 §2.3.1" if name == "client_auth" else None,
        )


def _table(name: str, value: object) -> Mapping[Request, object]:
    if not isinstance(value, Mapping):
        raise _unfit(name, value, "dict")
    return value


def _texts(name: str, value: object) -> Texts:
    if not isinstance(value, Mapping):
        raise _unfit(name, value, "dict")
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            raise _unfit(f"{name}[{plain(repr(key), 40)}]", text, "str")
    return MappingProxyType(dict(value))


def _unfit(name: str, value: object, wanted: str) -> InvalidArgument:
    return InvalidArgument(
        f"{name} of a Dialect must be of type {wanted}, got {plain(repr(value), 40)}.",
        hint="oauth_tutorial/presets/schema.py describes each of them.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a server wants to be asked, and how it answers. The default is what the RFCs say.

    Attributes:
        name: The provider's name, for messages.
        client_auth: How the client authenticates at the token endpoint if the call does not say
            (RFC 6749 §2.3.1): ``"post"``, ``"basic"``, or ``"none"``, which sends no secret even
            if one is given.
        empty_password: Whether ``"basic"`` without a secret sends an empty password. If not, the
            client_id goes into the body (§3.2.1).
        body: How a request to the token endpoint is written: ``"form"`` (§4.1.3) or ``"json"``.
        names: For each request, the parameters with a different name: standard name → name there.
        extra: For each request, additional parameters.
        headers: Headers of each back-channel request.
        pkce: How a challenge is written (RFC 7636 §4.2): ``"S256"``, or ``"hex"``: the same hash in
            hexadecimal digits. ``"none"``: the server refuses PKCE, so neither challenge nor
            verifier is sent.
        token_at: The path to the object that holds the token, as ``"authed_user"``: a dot goes
            one level deeper, ``"data[0]"`` into a list. If the token has a name of its own, the
            path to the token, as ``"accessToken"``.
        scope_separator: What separates the requested scopes (§3.3).
        scopes_taken: Whether the authorization request has a scope at all.
        granted_separator: What separates the granted scopes, if they are text (§5.1).
        scope_name: The member that holds them.
        lifetime_name: The member that holds the lifetime.
        zero_means_never: Whether a lifetime of 0 means that the token does not expire.
        repeat: Parameters that a refresh sends again, as ``("redirect_uri",)``.
        refresh_endpoint: Where a refresh goes, if not to the token endpoint. If the token endpoint
            is on this machine, as in practice, only the path is used.
        revocation: How a token is revoked: ``"rfc7009"``; ``"bearer-post"``, ``"bearer-get"`` or
            ``"bearer-delete"``: with the token as Bearer; ``"basic-delete-json"``: DELETE with
            Basic and the token in JSON; ``"none"``.
        by_hand: The menu path by which a person removes the access.

    Raises:
        InvalidArgument: When a value is not allowed.

    Example:
        >>> Dialect(token_at="authed_user", scope_separator=",").revocation
        'rfc7009'
    """

    name: str = ""
    client_auth: ClientAuth = "post"
    empty_password: bool = False
    body: Body = "form"
    names: Mapping[Request, Texts] = field(default_factory=dict, hash=False)
    extra: Mapping[Request, Texts] = field(default_factory=dict, hash=False)
    headers: Texts = field(default_factory=dict, hash=False)
    pkce: Pkce = "S256"
    token_at: str = ""
    scope_separator: str = " "
    scopes_taken: bool = True
    granted_separator: str = " "
    scope_name: str = "scope"
    lifetime_name: str = "expires_in"
    zero_means_never: bool = False
    repeat: tuple[str, ...] = ()
    refresh_endpoint: str = ""
    revocation: Revocation = "rfc7009"
    by_hand: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, values in _CLOSED.items():
            _one_of(name, getattr(self, name), values)
        for name in ("names", "extra"):
            table = _table(name, getattr(self, name))
            for request in table:
                _one_of(f"a request in {name}", request, get_args(Request))
            frozen = {one: _texts(f"{name}[{one!r}]", table[one]) for one in table}
            frozen = {one: texts for one, texts in frozen.items() if texts}
            object.__setattr__(self, name, MappingProxyType(frozen))
        object.__setattr__(self, "headers", _texts("headers", self.headers))
        for one in fields(self):
            wanted = _TYPES.get(one.name)
            if wanted is not None and not isinstance(getattr(self, one.name), wanted):
                raise _unfit(one.name, getattr(self, one.name), wanted.__name__)
        if not self.scope_separator or not self.granted_separator:
            raise InvalidArgument(
                "A separator of scopes is empty, but it needs at least one character.",
                hint='Leave it out for a space, or write a character, such as ",".',
                section="RFC 6749 §3.3",
            )

    def name_of(self, request: Request, name: str) -> str:
        """Return what a parameter of a request is called there.

        Example:
            >>> Dialect(names={"token": {"client_id": "client_key"}}).name_of("token", "client_id")
            'client_key'
        """
        return self.names.get(request, _NOTHING).get(name, name)

    def extra_for(self, request: Request) -> Texts:
        """Return the additional parameters of a request."""
        return self.extra.get(request, _NOTHING)

    def challenge(self, code_challenge: str) -> str | None:
        """Return a challenge in this server's encoding; None if none is sent.

        Args:
            code_challenge: As in RFC 7636: base64url, without "=".

        Example:
            >>> Dialect(pkce="hex").challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
            '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3'
        """
        if self.pkce == "none":
            return None
        if self.pkce == "hex" and _S256.fullmatch(code_challenge):
            return base64.urlsafe_b64decode(f"{code_challenge}=").hex()
        return code_challenge

    def joined(self, scope: str) -> str:
        """Return the scopes of a request with this server's separator.

        Example:
            >>> Dialect(scope_separator=",").joined("read:user gist")
            'read:user,gist'
        """
        return scope if self.scope_separator == " " else self.scope_separator.join(scope.split())


_TYPES: dict[str, type] = {
    name: kind
    for name, kind in get_type_hints(Dialect).items()
    if isinstance(kind, type) and kind in (str, bool)
} | {"repeat": tuple, "by_hand": tuple}

RFC_6749 = Dialect()


def dialect_of(preset: "Preset", app: "AppKind | None" = None) -> Dialect:
    """Make the dialect that one kind of app speaks with a provider.

    Args:
        preset: What is known about the provider.
        app: ``"web"``, ``"desktop"``, ``"device"`` or ``"public"``. Default: ``"web"`` if the
            provider has it, otherwise the first that its preset names.

    Raises:
        InvalidArgument: When the provider has no such kind.

    Example:
        >>> from oauth_tutorial import presets
        >>> dialect_of(presets.load("slack")).token_at
        'authed_user'
    """
    kinds = tuple(preset.apps)
    kind: AppKind = app if app is not None else ("web" if "web" in kinds else kinds[0])
    _one_of("app", kind, kinds)
    here = preset.as_app(kind)
    rules = here.app(kind)
    auth = rules.client_auth[0]
    refresh, device, token = here.refresh, here.device, here.token
    return Dialect(
        name=here.name,
        client_auth=auth,
        empty_password=auth == "basic" and kind != "web",  # of Reddit's installed apps
        body=token.body,
        names={
            "authorization": here.authorization.names,
            "token": token.names,
            "refresh": token.names,
            "device": device.names if device else _NOTHING,
        },
        extra={
            "authorization": here.authorization.extra,
            "token": token.extra,
            "refresh": refresh.extra if refresh else _NOTHING,
        },
        headers=_headers(token.headers),
        pkce="none" if rules.pkce == "refused" else _challenges(rules.pkce_methods),
        token_at=token.at,
        scope_separator=here.authorization.scope_separator,
        scopes_taken=here.authorization.scopes_taken,
        granted_separator=token.scope_separator,
        scope_name=token.scope_name,
        zero_means_never=token.lifetime == "zero-means-never",
        repeat=refresh.repeat if refresh else (),
        refresh_endpoint=refresh.endpoint if refresh else "",
        revocation=here.revocation.style,
        by_hand=here.revocation.by_hand,
    )


def _headers(wanted: Texts) -> Texts:
    """Return the headers that a client sends, with its own values where a preset has ``*``."""
    own = {
        name: _OWN_VALUES.get(name, "") if value == _OWN_VALUE else value
        for name, value in wanted.items()
    }
    return {name: value for name, value in own.items() if value}


def _challenges(methods: Iterable[str]) -> Pkce:
    return "hex" if next(iter(methods), "") == "hex" else "S256"


def dialect_given(dialect: object) -> Dialect:
    """Return the dialect of a call: that of RFC 6749 if none is given.

    Raises:
        InvalidArgument: When it is something else.
    """
    if dialect is None:
        return RFC_6749
    if isinstance(dialect, Dialect):
        return dialect
    raise InvalidArgument(
        f"dialect must be a Dialect, got {plain(type(dialect).__name__, 40)}.",
        hint='Write dialect=provider("github").dialect, or leave it out for RFC 6749.',
        section="RFC 6749 §4.1.3",
    )
