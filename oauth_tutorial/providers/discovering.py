"""Any OpenID provider, by its address: its own metadata says the rest.

OpenID Connect Discovery 1.0 §4, and RFC 8414 §3 for servers that speak OAuth alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal
from urllib.parse import urlunsplit

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.bounded import send
from oauth_tutorial.network.loopback import is_loopback
from oauth_tutorial.presets import AppKind, Preset
from oauth_tutorial.presets.schema import (
    Api,
    App,
    ClientAuth,
    Device,
    Endpoints,
    FirstCall,
    Redirect,
    Registration,
    Revocation,
    Scope,
)
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_json, split_url

SECTION = "OpenID Connect Discovery §4"
_OPENID, _OAUTH = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
_AUTH: dict[str, ClientAuth] = {
    "client_secret_post": "post",
    "client_secret_basic": "basic",
    "none": "none",
}
_SAYS = {
    "openid": "Know who you are",
    "profile": "See your name and profile",
    "email": "See your e-mail address",
    "offline_access": "Get a refresh token",
}
MOST_SCOPES = 100
_IN_NO_URL = re.compile(r'[^!-~]|["#<>\\^`{|}]')  # RFC 3986 §2; braces would be filled in


def discover(issuer: str, *, seconds: float = 10) -> Preset:
    """Read what a provider says about itself.

    Args:
        issuer: Its address, as its ID tokens name it: https, or http on this machine.
        seconds: For each request, from beginning to end.

    Raises:
        InvalidArgument: When that is not an issuer, when nothing answers there, or when the answer
            is another issuer's metadata (§4.3).
    """
    text = _checked(issuer)
    tried = []
    for url in _addresses(text):
        found, why = _get(url, seconds)
        if found is not None:
            return _preset(text, found)
        tried.append(f"{plain(url)} ({why})")
    raise InvalidArgument(
        f"No metadata of an OpenID provider was found. Looked at: {'; '.join(tried)}.",
        hint="Take the issuer from the provider's documentation, or from the iss of an ID token.",
        section=SECTION,
    )


def _checked(issuer: object) -> str:
    if not isinstance(issuer, str):
        raise InvalidArgument(
            f"issuer must be a string, got {type(issuer).__name__}.", section=SECTION
        )
    parts = split_url(issuer)
    is_url = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(issuer))
    odd = not issuer.isascii() or any(one.isspace() or not one.isprintable() for one in issuer)
    if not is_url or not parts.netloc or odd or set("?#@\\") & set(issuer) or len(issuer) > 2000:
        raise InvalidArgument(
            f"issuer is not a provider's address: {plain(repr(issuer), 80)}.",
            hint="It is an https URL without a query, a fragment or a user name, such as "
            "https://accounts.google.com; on this machine http is enough.",
            section=SECTION,
        )
    return issuer.removesuffix(_OPENID).removesuffix(_OAUTH)


def _addresses(issuer: str) -> Iterator[str]:
    """Behind the path (Discovery §4), and between host and path (RFC 8414 §3.1)."""
    yield issuer.rstrip("/") + _OPENID
    parts = split_url(issuer)
    yield urlunsplit((parts.scheme, parts.netloc, _OAUTH + parts.path.rstrip("/"), "", ""))


def _get(url: str, seconds: float) -> tuple[Mapping[str, object] | None, str]:
    try:
        answer = send("GET", url, headers={"Accept": "application/json"}, seconds=seconds)
    except Exception as error:  # whatever is between here and there
        return None, type(error).__name__
    document = read_json(answer.content)
    if answer.status_code != 200:
        return None, f"HTTP {answer.status_code}"
    return (document, "") if isinstance(document, dict) else (None, "not a JSON object")


def _preset(issuer: str, said: Mapping[str, object]) -> Preset:
    named = said.get("issuer")
    if named != issuer:
        shown = plain(repr(named), 120)
        raise InvalidArgument(
            f"The metadata belongs to another issuer: you asked for {plain(repr(issuer), 120)}, "
            f"but it names {shown}.",
            hint="They have to be exactly the same: a trailing slash counts.",
            section="OpenID Connect Discovery §4.3",
        )
    ends = Endpoints(
        authorization=_url(issuer, said, "authorization_endpoint", needed=True),
        token=_url(issuer, said, "token_endpoint", needed=True),
        device_authorization=_url(issuer, said, "device_authorization_endpoint"),
        userinfo=_url(issuer, said, "userinfo_endpoint"),
    )
    revocation = _url(issuer, said, "revocation_endpoint")
    words = _words(said, "scopes_supported")[:MOST_SCOPES]
    first = [one for one in ("openid", "profile") if one in words]
    who = ends.userinfo or issuer
    return Preset(
        slug="discovered",
        name=split_url(issuer).hostname or issuer,
        kind="openid",
        issuer=issuer,
        checked=date.today(),
        source=issuer.rstrip("/") + _OPENID,
        cost="free",
        use=("laptop", "device") if ends.device_authorization else ("laptop",),
        endpoints=ends,
        redirect=Redirect(
            loopback="any-port",
            hosts=("127.0.0.1",),
            iss=said.get("authorization_response_iss_parameter_supported") is True,
        ),
        device=Device() if ends.device_authorization else None,
        revocation=Revocation(
            style="rfc7009" if revocation else "none",
            endpoint=revocation,
        ),
        api=Api(
            base=issuer.rstrip("/"), first_call=FirstCall(path=who, shows="sub", subject="sub")
        ),
        scopes=tuple(
            Scope(name=one, says=_SAYS.get(one, one), first=one in first) for one in words
        ),
        apps=_apps(said, has_device=bool(ends.device_authorization)),
        registration=Registration(
            url=_url(issuer, said, "registration_endpoint") or issuer, menu=("its own pages",)
        ),
        unverified=("redirect", "cost"),
    )


def _apps(said: Mapping[str, object], *, has_device: bool) -> dict[AppKind, App]:
    """The kinds of app that the metadata allows; Discovery §3: if it says nothing, Basic."""
    methods = _words(said, "token_endpoint_auth_methods_supported") or ("client_secret_basic",)
    auth = tuple(_AUTH[one] for one in methods if one in _AUTH)
    secret = tuple(one for one in auth if one != "none")
    has_pkce = "S256" in _words(said, "code_challenge_methods_supported")

    def app(register_as: str, client_auth: tuple[ClientAuth, ...]) -> App:
        pkce: Literal["supported", "unknown"] = "supported" if has_pkce else "unknown"
        return App(register_as=register_as, client_auth=client_auth, pkce=pkce)

    apps: dict[AppKind, App] = {}
    if secret or "none" not in auth:
        apps["web"] = app("a confidential client", secret or ("basic",))
    if "none" in auth:
        apps["public"] = app("a public client", ("none",))
    if has_device:
        of_a_device: tuple[ClientAuth, ...] = ("none",) if "none" in auth else secret or ("basic",)
        apps["device"] = app("a client with the device flow", of_a_device)
    return apps


def _url(issuer: str, said: Mapping[str, object], name: str, *, needed: bool = False) -> str:
    """Return an endpoint: https, or http on this machine if the issuer is there too."""
    value = said.get(name)
    if value is None and not needed:
        return ""
    if isinstance(value, str) and len(value) <= 2000 and not _IN_NO_URL.search(value):
        parts = split_url(value)
        is_here = parts.scheme == "http" and is_loopback(value) and is_loopback(issuer)
        is_plain = bool(parts.netloc) and "@" not in parts.netloc
        if is_plain and (parts.scheme == "https" or is_here):
            return value
    raise InvalidArgument(
        f"The metadata of {plain(issuer, 120)} has no {name} that can be used: "
        f"{plain(repr(value), 120)}.",
        hint="It has to be an https address.",
        section="OpenID Connect Discovery §3",
    )


def _words(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = said.get(name)
    words = value if isinstance(value, list) else []
    return tuple(
        dict.fromkeys(
            one for one in words if isinstance(one, str) and one.isascii() and one.isprintable()
        )
    )
