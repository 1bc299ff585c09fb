"""What a preset can say of the protocol: endpoints, requests, answers, errors, redirects, the API.

The tables of a file, as ``[token]``, each with its members. The whole stands in ``schema.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Texts = Mapping[str, str]
Members = Mapping[str, object]

_NOTHING: Mapping[str, str] = MappingProxyType({})


def none() -> Mapping[str, str]:
    """Return an empty table."""
    return _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where the provider answers: absolute URLs, ``""`` where there is no such endpoint.

    A part in braces is one of ``Preset.fill``: ``https://{shop}.myshopify.com/…``.
    """

    authorization: str
    token: str
    device_authorization: str = ""
    userinfo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The authorization request (RFC 6749 §4.1.1).

    Attributes:
        scope_separator: What stands between the words of ``scope``.
        spaces_too: Whether a space is taken as well where that is another.
        scopes_taken: Whether ``scope`` means anything; False where the app's registration says
            which it has.
        extra: Parameters that are sent always, as ``{ owner = "user" }``.
        required: Those of ``extra`` without which the provider refuses.
        names: Standard name → name here, as ``{ client_id = "client_key" }``.
        optional: What may be added, with what it does.
        assumed: What counts where it is left out, as ``{ response_type = "code" }``: the
            provider's own documentation does not ask for it, and the RFC does.
        state: Whether ``state`` may be left out; ``"required"`` where the provider refuses then.
        refusals: Where a refused request shows whose client and redirect URI are good: in the
            ``redirect`` (§4.1.2.1), or on a ``page`` of the provider: the app hears nothing then.
    """

    scope_separator: Literal[" ", ","] = " "
    spaces_too: bool = False
    scopes_taken: bool = True
    extra: Texts = field(default_factory=none)
    required: tuple[str, ...] = ()
    names: Texts = field(default_factory=none)
    optional: Texts = field(default_factory=none)
    assumed: Texts = field(default_factory=none)
    state: Literal["optional", "required"] = "optional"
    refusals: Literal["redirect", "page"] = "redirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Token request and token answer (RFC 6749 §4.1.3, §5.1).

    Attributes:
        answer: How the answer is written.
        body: How the request is written.
        at: Where the token lies in the answer, as ``"authed_user"``; dots go deeper.
        scope_name: The member that holds the granted scope.
        scope_as: ``"text"`` with ``scope_separator`` between its words, a ``"list"``, or
            ``"absent"``.
        scope_separator: What stands between the words of a scope that is text.
        scope_adds: Words that are granted without being asked for.
        scope_drops: Words that are asked for and never named in the answer.
        lifetime: How ``expires_in`` looks.
        seconds: Lifetime of the access token, where it is known; 0: it does not expire.
        token_type: As it is written; ``""`` where the answer has none.
        headers: What the request needs, as ``{ Accept = "application/json" }``.
        refused_agents: Beginnings of a ``User-Agent`` that are turned away with 429.
        extra: Further parameters of the request.
        assumed: What counts where it is left out, as ``{ grant_type = "authorization_code" }``;
            ``{redirect_uri}`` is that of the authorization request.
        names: Standard name → name here.
        members: Further members of the answer, with values that are made up. The names are facts.
        members_at: Whether they stand beside ``at`` (``"top"``) or ``"inside"`` it.
    """

    answer: Literal["json", "form", "form-unless-accept-json"] = "json"
    body: Literal["form", "json"] = "form"
    at: str = ""
    scope_name: str = "scope"
    scope_as: Literal["text", "list", "absent"] = "text"
    scope_separator: Literal[" ", ","] = " "
    scope_adds: tuple[str, ...] = ()
    scope_drops: tuple[str, ...] = ()
    lifetime: Literal["seconds", "text", "none", "zero-means-never"] = "seconds"
    seconds: int | None = None
    token_type: str = "Bearer"  # noqa: S105 - the name of a scheme
    headers: Texts = field(default_factory=none)
    refused_agents: tuple[str, ...] = ()
    extra: Texts = field(default_factory=none)
    assumed: Texts = field(default_factory=none)
    names: Texts = field(default_factory=none)
    members: Members = field(default_factory=none)
    members_at: Literal["top", "inside"] = "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """When there is a refresh token, and what becomes of it (RFC 6749 §6, RFC 9700 §4.14.2).

    Attributes:
        when: Parameters of the authorization request that bring one, as
            ``{ access_type = "offline" }``; ``scope`` names one word. ``{}``: always.
        setting: The setting of the app that brings one as well, by its label.
        rotates: Whether it is used up by its use.
        returned: Whether the answer of a refresh brings one.
        seconds: Its lifetime, where it is known.
        endpoint: Where it is used. Default: the token endpoint.
        repeat: Parameters of the code exchange that are sent once more, as ``["redirect_uri"]``.
        extra: Further parameters of the request.
    """

    when: Texts = field(default_factory=none)
    setting: str = ""
    rotates: bool = False
    returned: bool = True
    seconds: int | None = None
    endpoint: str = ""
    repeat: tuple[str, ...] = ()
    extra: Texts = field(default_factory=none)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How the token endpoint says no (RFC 6749 §5.2), and what people see.

    Attributes:
        status: HTTP status of every refusal; 0: the one of the RFC.
        shape: ``rfc``: ``error`` is the code. ``object``: ``error`` holds ``message``, ``type`` and
            ``code``. ``list``: ``errors[]`` holds ``errorType`` or ``field``, and ``message``.
            ``message``: ``message`` and no code. ``reason``: ``reason`` beside ``error``.
            ``number``: ``error`` is the HTTP status. ``code``: ``code`` and ``message``.
        description: Whether a sentence comes with it (``error_description`` in the RFC's shape).
        codes: Standard code → code here. ``redirect_uri`` is that of a redirect URI that does not
            fit, ``device_flow`` that of an app for which the device flow is switched off.
        extra: Further members of an error, with values that are made up.
        words: Standard code → the provider's own sentence.
    """

    status: int = 0
    shape: Literal["rfc", "object", "list", "message", "reason", "number", "code"] = "rfc"
    description: bool = True
    codes: Texts = field(default_factory=none)
    extra: Members = field(default_factory=none)
    words: Texts = field(default_factory=none)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Which redirect URIs are taken (RFC 6749 §3.1.2, RFC 8252 §7.3), and what they carry.

    Attributes:
        loopback: ``any-port``: on this machine the port may differ from the registered one.
            ``exact``: to the letter. ``domain``: only the host is registered. ``prefix``: what is
            registered may be continued. ``none``: https alone, nothing on this machine.
        hosts: Names of this machine that are taken.
        registered_without_port: Whether the port is left free only where none was registered.
        registered: Whether an address of this machine has to be registered at all.
        many: How many can be registered.
        mismatch: Where the error shows: on a ``page`` of the provider, or in the ``redirect`` to
            the registered URI.
        forbidden: Characters that it may not have.
        query: Whether it may have a query.
        bare: Whether it may have no path but ``/``.
        http: Whether a host that is not this machine may be one of http.
        unless: Where ``hosts`` or ``query`` does not hold, behind the word "unless".
        answer: How the answer comes: in the ``query``, or as a POST (``form_post``).
        iss: Whether the answer names the issuer (RFC 9207).
        names: Standard name → name here, in an answer that brings an error.
        extra: Further parameters of the answer, with values that are made up; ``scope`` stands for
            the granted one.
        fragment: What stands behind the answer, as Facebook's ``_=_``.
    """

    loopback: Literal["any-port", "exact", "domain", "prefix", "none"]
    hosts: tuple[Literal["127.0.0.1", "[::1]", "localhost"], ...] = ()
    registered_without_port: bool = False
    registered: bool = True
    many: int | None = None
    mismatch: Literal["page", "redirect"] = "page"
    forbidden: str = ""
    query: bool = True
    bare: bool = True
    http: bool = True
    unless: Texts = field(default_factory=none)
    answer: Literal["query", "form_post"] = "query"
    iss: bool = False
    names: Texts = field(default_factory=none)
    extra: Texts = field(default_factory=none)
    fragment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The device flow (RFC 8628).

    Attributes:
        names: Standard name → name here, in the device authorization request.
        answer_names: Standard name → name here, in its answer (Google: ``verification_url``).
        interval: Seconds between two questions.
        seconds: Lifetime of the codes, where it is known.
        setting: What has to be ticked for it, by its label.
        verification: The address that a person types in.
    """

    names: Texts = field(default_factory=none)
    answer_names: Texts = field(default_factory=none)
    interval: int = 5
    seconds: int | None = None
    setting: str = ""
    verification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """How a token is given back (RFC 7009 and other ways).

    Attributes:
        style: ``rfc7009``; ``bearer-post``: a POST with the token itself as Bearer; ``bearer-get``;
            ``bearer-delete``; ``basic-delete-json``: DELETE with Basic, and the token in JSON;
            ``none``: only by hand.
        endpoint: Where; ``{client_id}`` is filled in.
        by_hand: The menu by which a person takes the app's access away.
    """

    style: Literal[
        "rfc7009", "bearer-post", "bearer-get", "bearer-delete", "basic-delete-json", "none"
    ]
    endpoint: str = ""
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCall:
    """The first request to the API.

    Attributes:
        method: As ``"GET"``.
        path: Below ``api.base``, or an absolute URL.
        shows: The member to look at; dots go deeper, ``0`` is the first of a list.
        subject: The member that names the person and never changes.
        json: What is sent, if anything.
    """

    method: Literal["GET", "POST"] = "GET"
    path: str
    shows: str
    subject: str = ""
    json: Members = field(default_factory=none)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What the token is for.

    Attributes:
        base: Absolute URL, no slash at the end.
        base_from: The member of the token answer that has it instead, as ``"instance_url"``.
        first_call: What to try.
        headers: What every request needs; ``"*"``: a value of the client's own; ``{client_id}`` is
            filled in.
        token_header: Where another header than ``Authorization`` carries the token.
    """

    base: str
    base_from: str = ""
    first_call: FirstCall
    headers: Texts = field(default_factory=none)
    token_header: str = ""
