"""What a preset can say of the protocol: endpoints, requests, answers, errors, redirects, the API.

Each class is one table of the file, such as ``[token]``. ``schema.py`` puts them together.
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
    """The endpoints: absolute URLs, ``""`` where there is none.

    A part in braces is a key of ``Preset.fill``: ``https://{shop}.myshopify.com/…``.
    """

    authorization: str
    token: str
    device_authorization: str = ""
    userinfo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The authorization request (RFC 6749 §4.1.1).

    Attributes:
        scope_separator: The character between the words of ``scope``.
        spaces_too: Whether a space is also accepted if the separator is something else.
        scopes_taken: Whether ``scope`` has any effect; False if the app's registration says
            which scopes it has.
        extra: Parameters that are always sent, such as ``{ owner = "user" }``.
        required: Those of ``extra`` without which the provider refuses the request.
        names: Standard name → name here, such as ``{ client_id = "client_key" }``.
        optional: Parameters that may be added, with what they do.
        assumed: The value of a parameter that is left out, such as ``{ response_type = "code" }``:
            the RFC requires it, the provider's documentation does not.
        state: Whether ``state`` may be left out; ``"required"`` if the provider then refuses.
        refusals: Where the error of a refused request goes if its client and redirect URI are
            valid: into the ``redirect`` (§4.1.2.1), or onto a ``page`` of the provider, so that
            the app hears nothing.
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
        answer: The format of the answer.
        body: The format of the request.
        at: Where the token is in the answer, such as ``"authed_user"``; dots go deeper.
        scope_name: The member that holds the granted scope.
        scope_as: ``"text"`` with ``scope_separator`` between its words, a ``"list"``, or
            ``"absent"``.
        scope_separator: The character between the words of a scope that is text.
        scope_adds: Words that are granted without being asked for.
        scope_drops: Words that you can ask for, but that the answer never lists.
        lifetime: The form of ``expires_in``.
        seconds: Lifetime of the access token, if it is known; 0: it does not expire.
        token_type: As the answer spells it; ``""`` if the answer has none.
        headers: What the request needs, such as ``{ Accept = "application/json" }``.
        refused_agents: Each ``User-Agent`` that begins with one of these gets a 429.
        extra: Further parameters of the request.
        assumed: The value of a parameter that is left out, such as
            ``{ grant_type = "authorization_code" }``; ``{redirect_uri}`` is the one from the
            authorization request.
        names: Standard name → name here.
        members: Further members of the answer. Their names are facts, their values are made up.
        members_at: Whether they are beside ``at`` (``"top"``) or ``"inside"`` it.
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
    """When you get a refresh token, and how it behaves (RFC 6749 §6, RFC 9700 §4.14.2).

    Attributes:
        when: Parameters of the authorization request that ask for one, such as
            ``{ access_type = "offline" }``; ``scope`` names one word. ``{}``: you always get one.
        setting: The label of a setting of the app that also gives you one.
        rotates: Whether it works only once.
        returned: Whether a refresh returns a refresh token.
        seconds: Its lifetime, if it is known.
        endpoint: Where to send it. Default: the token endpoint.
        repeat: Parameters of the code exchange that are sent again, such as ``["redirect_uri"]``.
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
    """How the token endpoint reports an error (RFC 6749 §5.2), and what people see.

    Attributes:
        status: HTTP status of every error; 0: the RFC's.
        shape: ``rfc``: ``error`` is the code. ``object``: ``error`` holds ``message``, ``type`` and
            ``code``. ``list``: ``errors[]`` holds ``errorType`` or ``field``, and ``message``.
            ``message``: ``message`` and no code. ``reason``: ``reason`` beside ``error``.
            ``number``: ``error`` is the HTTP status. ``code``: ``code`` and ``message``.
        description: Whether it comes with a sentence (``error_description`` in the RFC's shape).
        codes: Standard code → code here. ``redirect_uri`` is for a redirect URI that does not
            match, ``device_flow`` for an app whose device flow is switched off.
        extra: Further members of an error, with made-up values.
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
    """Which redirect URIs are accepted (RFC 6749 §3.1.2, RFC 8252 §7.3), and what they carry.

    Attributes:
        loopback: ``any-port``: on this machine the port may differ from the registered one.
            ``exact``: it must match exactly. ``domain``: only the host is registered. ``prefix``:
            it must begin with the registered one. ``none``: only https, nothing on this machine.
        hosts: Names of this machine that are accepted.
        registered_without_port: Whether the port may vary only if none was registered.
        registered: Whether an address of this machine has to be registered at all.
        many: How many can be registered.
        mismatch: Where the error shows: on a ``page`` of the provider, or in the ``redirect`` to
            the registered URI.
        forbidden: Characters that it may not have.
        query: Whether it may have a query.
        bare: Whether it may have no path but ``/``.
        http: Whether http is allowed for hosts other than this machine.
        unless: Exceptions to ``hosts`` or ``query``, as the words that follow "unless".
        answer: How the answer comes: in the ``query``, or as a POST (``form_post``).
        iss: Whether the answer names the issuer (RFC 9207).
        names: Standard name → name here, in an error response.
        extra: Further parameters of the answer, with made-up values; ``scope`` stands for the
            granted one.
        fragment: The fragment of the answer, such as Facebook's ``_=_``.
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
        interval: Seconds between two polls.
        seconds: Lifetime of the codes, if it is known.
        setting: The label of the setting that has to be ticked for it.
        verification: The address that a person types.
    """

    names: Texts = field(default_factory=none)
    answer_names: Texts = field(default_factory=none)
    interval: int = 5
    seconds: int | None = None
    setting: str = ""
    verification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """How a token is revoked (RFC 7009 and other ways).

    Attributes:
        style: ``rfc7009``; ``bearer-post``: a POST with the token itself as Bearer; ``bearer-get``;
            ``bearer-delete``; ``basic-delete-json``: DELETE with Basic, and the token in JSON;
            ``none``: only by hand.
        endpoint: The address; ``{client_id}`` is filled in.
        by_hand: The menus that lead a person to remove the app's access.
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
        method: The HTTP method.
        path: Below ``api.base``, or an absolute URL.
        shows: The member to look at; dots go deeper, ``0`` is the first of a list.
        subject: The member that identifies the person and never changes.
        json: The JSON body of the request, if it has one.
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
        base_from: The member of the token answer that has it instead, such as ``"instance_url"``.
        first_call: What to try first.
        headers: What every request needs; ``"*"``: the client chooses the value; ``{client_id}``
            is filled in.
        token_header: The header that carries the token, if it is not ``Authorization``.
    """

    base: str
    base_from: str = ""
    first_call: FirstCall
    headers: Texts = field(default_factory=none)
    token_header: str = ""
