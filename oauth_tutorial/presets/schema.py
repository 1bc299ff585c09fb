"""What a preset can say: the closed vocabulary of ``presets/*.toml``.

A fact is a value, and a quirk is a pointer to a fact. Rules depend on the kind of app: a member of
``[apps.desktop.redirect]`` replaces the same member of ``[redirect]``. If a table is absent, the
provider does not have that feature: without ``[refresh]`` there is never a refresh token.

The vocabulary follows Nango's ``providers.yaml`` (names of members), django-allauth (which members
matter) and requests-oauthlib's compliance fixes (where a server may differ).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from oauth_tutorial.presets.protocol import (
    Api,
    Authorization,
    Device,
    Endpoints,
    Errors,
    FirstCall,
    Redirect,
    Refresh,
    Revocation,
    Texts,
    Token,
    none,
)

__all__ = [
    "Api",
    "App",
    "AppKind",
    "Authorization",
    "ClientAuth",
    "Credential",
    "Device",
    "Endpoints",
    "Errors",
    "Field",
    "FirstCall",
    "Preset",
    "Quirk",
    "Redirect",
    "Refresh",
    "Registration",
    "Revocation",
    "Scope",
    "Token",
]

AppKind = Literal["web", "desktop", "device", "public"]
ClientAuth = Literal["post", "basic", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One scope.

    Attributes:
        name: As it is sent.
        says: What it allows, in words for the consent page.
        like: The scope of PhotoBox that stands in for it in practice.
        first: Whether the notebook asks for it.
    """

    name: str
    says: str
    like: Literal[
        "openid", "profile", "email", "photos.read", "orders.write", "offline_access", ""
    ] = ""
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What is true of one kind of app.

    Attributes:
        register_as: What the provider calls it.
        client_auth: How it may authenticate at the token endpoint, best first (RFC 6749 §2.3).
        pkce: ``ignored``: it has no effect. ``unknown``: we could not check.
        pkce_methods: Methods of RFC 7636 §4.2; ``hex``: SHA-256 in hexadecimal digits.
        endpoints: Default: the preset's.
        redirect: Default: the preset's.
        refresh: Default: the preset's.
        authorization: Default: the preset's.
        device: Default: the preset's.
        token: Default: the preset's.
        note: Anything else worth knowing, in a sentence.
    """

    register_as: str
    client_auth: tuple[ClientAuth, ...]
    pkce: Literal["required", "supported", "refused", "ignored", "unknown"]
    pkce_methods: tuple[Literal["S256", "plain", "hex"], ...] = ("S256",)
    endpoints: Endpoints | None = None
    redirect: Redirect | None = None
    refresh: Refresh | None = None
    authorization: Authorization | None = None
    token: Token | None = None
    device: Device | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the provider's registration form.

    Attributes:
        label: The form's own label.
        means: What the field is for.
        paste: What to write; ``{redirect_uri}``, ``{redirect_uri_without_port}`` and
            ``{redirect_host}`` are filled in.
        note: Anything worth knowing about it.
    """

    label: str
    means: Literal["name", "homepage", "redirect_uri", "scopes", "device", "kind", "other"] = (
        "other"
    )
    paste: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What you get from the registration.

    Attributes:
        label: What the page calls it.
        shapes: What it may look like (``shapes.py``), today's shape first; empty if we could not
            check.
        note: What people confuse it with.
    """

    label: str
    shapes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Where to register an app, and what to paste where.

    Attributes:
        url: The address of the page.
        menu: The way there, in the words of the menus.
        button: The button that submits the form.
        fields: In the order of the form.
        client_id: What the provider calls it.
        client_secret: What the provider calls it.
    """

    url: str
    menu: tuple[str, ...]
    button: str = ""
    fields: tuple[Field, ...] = ()
    client_id: Credential = field(default_factory=lambda: Credential(label="Client ID"))
    client_secret: Credential = field(default_factory=lambda: Credential(label="Client Secret"))


Naive = Literal[
    "json fails",  # response.json() raises
    "no access_token",  # KeyError: the token is elsewhere, or an error came with 200
    "refused",  # the provider refuses the request
    "page",  # the browser shows the provider's error page, and Python sees nothing
    "one word",  # scope.split() gives one word, or fails
    "no expiry",  # expires_in is missing, or is not a number
    "no refresh token",
    "refresh dead",  # the second refresh with the same token fails
    "refresh lost",  # the answer to a refresh has none, and the old one was thrown away
    "no code",  # the redirect's query has no code
    "no words",  # an error without a code or a sentence where the RFC has it
    "wrong header",  # token_type is not a scheme
    "elsewhere",  # the API does not answer at the usual base
    "no revocation",  # RFC 7009 is not supported
    "other scope",  # the granted scope is not the requested one
    "nothing",  # naive code copes; still worth knowing
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """What to teach about this provider: a pointer to a fact.

    Attributes:
        show: The path of the fact in this file, as ``"token.answer"``.
        teach: One or two sentences for somebody who runs into it.
        naive: What goes wrong with the code of notebook 03.
    """

    show: str
    teach: str
    naive: Naive


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What is known about a provider.

    Attributes:
        slug: The name of the file, as ``"github"``.
        name: As people write it.
        kind: ``"openid"`` where endpoints can be discovered at ``issuer`` and there is an ID token.
        issuer: The issuer of OpenID Connect, or ``""``.
        checked: When the facts were read.
        source: The provider's own documentation.
        sources: Other places that facts come from.
        unverified: Paths of facts that we could not check against the provider's documentation.
        cost: What registering an app costs.
        cost_note: The details, in a sentence.
        use: Where it works: on a ``laptop``, with the ``device`` flow (Binder, a hub), with a code
            to ``paste``, or only with an https address.
        hosts: Hosts that tell the doctor it is this provider, besides those of its endpoints.
        fill: Parts of addresses that differ between customers, with values for practice.
    """

    slug: str
    name: str
    kind: Literal["oauth", "openid"] = "oauth"
    issuer: str = ""
    checked: date
    source: str
    sources: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    cost: Literal["free", "subscription", "paid", "approval", "closed"]
    cost_note: str = ""
    use: tuple[Literal["laptop", "device", "paste", "https-only"], ...]
    hosts: tuple[str, ...] = ()
    fill: Texts = field(default_factory=none)
    endpoints: Endpoints
    authorization: Authorization = field(default_factory=Authorization)
    token: Token = field(default_factory=Token)
    refresh: Refresh | None = None
    errors: Errors = field(default_factory=Errors)
    redirect: Redirect
    device: Device | None = None
    revocation: Revocation = field(default_factory=lambda: Revocation(style="none"))
    api: Api
    scopes: tuple[Scope, ...] = ()
    apps: Mapping[AppKind, App]
    registration: Registration
    quirks: tuple[Quirk, ...] = ()

    def app(self, kind: AppKind | None = None) -> App:
        """Return what is true of a kind of app. Default: the first one in the file."""
        return self.apps[kind] if kind is not None else next(iter(self.apps.values()))

    def as_app(self, kind: AppKind | None = None) -> "Preset":
        """Return the preset as one kind of app sees it: its own rules replace the defaults.

        Args:
            kind: One of ``apps``. Default: the first one in the file.
        """
        app = self.app(kind)
        return replace(
            self,
            endpoints=app.endpoints or self.endpoints,
            authorization=app.authorization or self.authorization,
            token=app.token or self.token,
            refresh=app.refresh or self.refresh,
            redirect=app.redirect or self.redirect,
            device=app.device or self.device,
        )

    def filled(self, url: str) -> str:
        """Return an address with the customer's parts filled in; ``{client_id}`` stays as it is."""
        for name, value in self.fill.items():
            url = url.replace(f"{{{name}}}", value)
        return url
