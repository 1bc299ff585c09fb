"""What a client says of itself when it registers (RFC 7591 §2), and the rules for that."""

import json
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from oauth_tutorial.practice.model import keys
from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import AUTH_METHODS, DEVICE_CODE
from oauth_tutorial.practice.model.redirect_uris import why_unfit
from oauth_tutorial.practice.model.scopes import PERSON_SCOPES
from oauth_tutorial.text.plain import plain

METADATA_IS_JSON = Rule(
    "metadata_is_json",
    "RFC 7591 §3.1",
    "the body is a JSON object",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
METADATA_COMES_AS_JSON = Rule(
    "metadata_comes_as_json",
    "RFC 7591 §3.1",
    "the Content-Type is application/json",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
METADATA_FITS = Rule(
    "metadata_fits",
    "RFC 7591 §2",
    "each member of the metadata has the right type and size",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
REDIRECT_URIS_USABLE = Rule(
    "redirect_uris_usable",
    "RFC 7591 §2",
    "redirect_uris is a list of 1 to 10 absolute URLs without a fragment that a browser can open",
    error="invalid_redirect_uri",
    causes=("registration_refused",),
)
AUTH_METHOD_SUPPORTED = Rule(
    "auth_method_supported",
    "RFC 7591 §2",
    "token_endpoint_auth_method is supported here",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
GRANT_TYPES_SUPPORTED = Rule(
    "grant_types_supported",
    "RFC 7591 §2",
    "grant_types lists only what a client that registers itself may use",
    error="invalid_client_metadata",
    causes=("registration_refused", "unsupported_grant_type"),
)
RESPONSE_TYPES_SUPPORTED = Rule(
    "response_types_supported",
    "RFC 7591 §2",
    "response_types lists code and nothing else",
    error="invalid_client_metadata",
    causes=("registration_refused", "unsupported_response_type"),
)
ID_TOKEN_ALGORITHM_SUPPORTED = Rule(
    "id_token_algorithm_supported",
    "OpenID Connect Registration §2",
    "id_token_signed_response_alg is one that this server signs with",
    error="invalid_client_metadata",
    causes=("registration_refused",),
)
SCOPE_REGISTRABLE = Rule(
    "scope_registrable",
    "RFC 7591 §2",
    "scope names something that a person can allow here, or is left out",
    error="invalid_client_metadata",
    causes=("registration_refused", "scope_invalid"),
)

# Not client_credentials: what such a client may do, no person has allowed, and so nobody can
# give it to himself here.
GRANT_TYPES = ("authorization_code", "refresh_token", DEVICE_CODE)
# RFC 7591 §2 says authorization_code where nothing is said, and §3.2.1 lets the server put in
# more. A refresh token is put in: passport, oauthlib and most others take one if it comes, and
# the one line of curl that people register with names no grant. The SDKs for MCP name both.
DEFAULT_GRANT_TYPES = ("authorization_code", "refresh_token")
MOST_URIS, MOST_CONTACTS, MOST_TEXT, MOST_NAME = 10, 10, 500, 60
# A few names to look for: a body may have thousands of members.
_MEANT_BY_OTHERS = (
    *("redirect_uri", "redirectUris", "redirectUri", "redirect_urls", "redirect_url"),
    *("redirectUrls", "redirectUrl", "redirect-uris", "redirects", "callback_urls", "callback_url"),
    *("callbacks", "callback"),
)

Fits = Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MOST_TEXT


def _is_web_address(value: object) -> bool:
    return _is_text(value) and re.match(r"https?://[^\s/]", str(value)) is not None


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MOST_CONTACTS and all(map(_is_text, value))


def _are_addresses(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_URIS
        and not any(why_unfit(uri) for uri in value)
    )


_TEXT = (_is_text, f"a string of at most {MOST_TEXT} characters")
_ADDRESS = (_is_web_address, f"an http or https URL of at most {MOST_TEXT} characters")
_TEXTS = (_are_texts, f"a list of at most {MOST_CONTACTS} strings")
_YES_OR_NO = (lambda value: isinstance(value, bool), "true or false")
_ADDRESSES = (_are_addresses, f"a list of at most {MOST_URIS} URLs, fit as redirect_uris are")

DESCRIPTIONS: Mapping[str, tuple[Fits, str]] = {  # kept and given back; no rule looks at them
    "client_uri": _ADDRESS,
    "logo_uri": _ADDRESS,
    "tos_uri": _ADDRESS,
    "policy_uri": _ADDRESS,
    "contacts": _TEXTS,
    "software_id": _TEXT,
    "software_version": _TEXT,
    "application_type": (
        lambda value: value in ("web", "native"),  # OpenID Connect Registration §2
        "web or native",
    ),
}
_OTHERS: Mapping[str, tuple[Fits, str]] = {
    "client_name": _TEXT,
    "scope": _TEXT,
    "token_endpoint_auth_method": _TEXT,
    "id_token_signed_response_alg": _TEXT,
    "grant_types": _TEXTS,
    "response_types": _TEXTS,
    "dpop_bound_access_tokens": _YES_OR_NO,
    "post_logout_redirect_uris": _ADDRESSES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client asked for, judged: each member is what will be registered."""

    name: str
    redirect_uris: tuple[str, ...]
    auth_method: str
    grant_types: tuple[str, ...]
    scope: tuple[str, ...]
    id_token_signed_response_alg: str
    dpop_bound_access_tokens: bool
    post_logout_redirect_uris: tuple[str, ...]
    described: Mapping[str, object]


def read_metadata(metadata: object, off: Set[str], checks: Checklist, unreadable: str = "") -> Wish:
    """Judge the metadata of a client.

    A member that nobody here knows is left out (RFC 7591 §2), and one that is null or empty
    counts as left out by the client (RFC 7592 §2.2).

    Args:
        metadata: What was sent, as JSON.
        off: The grants that are off in this lesson.
        checks: Where the results go.
        unreadable: What came instead of JSON. Default: it was JSON.

    Raises:
        Refused: ``invalid_redirect_uri`` or ``invalid_client_metadata`` (RFC 7591 §3.2.2).
    """
    checks.require(
        METADATA_IS_JSON,
        isinstance(metadata, dict),
        expected="names and values between { and }",
        received=unreadable or _kind(metadata),
    )
    assert isinstance(metadata, dict)  # noqa: S101 - for the type checker; required above
    given = {name: value for name, value in metadata.items() if value not in (None, "")}
    _check_types(given, checks)
    method = given.get("token_endpoint_auth_method", "client_secret_basic")  # §2
    algorithm = given.get("id_token_signed_response_alg", keys.ALGORITHMS[0])
    grant_types = _grant_types(given.get("grant_types"), off, checks)
    _one_of(RESPONSE_TYPES_SUPPORTED, given.get("response_types", []), ("code",), checks)
    _check_redirect_uris(given, "authorization_code" in grant_types, checks)
    _one_of(AUTH_METHOD_SUPPORTED, [method], AUTH_METHODS, checks)
    _one_of(ID_TOKEN_ALGORITHM_SUPPORTED, [algorithm], keys.ALGORITHMS, checks)
    return Wish(
        name=_name(given.get("client_name", "")),
        redirect_uris=tuple(given.get("redirect_uris", ())),
        auth_method=method,
        grant_types=grant_types,
        scope=_scope(given.get("scope", ""), checks),
        id_token_signed_response_alg=algorithm,
        dpop_bound_access_tokens=given.get("dpop_bound_access_tokens", False),
        post_logout_redirect_uris=tuple(given.get("post_logout_redirect_uris", ())),
        described={name: given[name] for name in DESCRIPTIONS if name in given},
    )


def _check_types(given: Mapping[str, object], checks: Checklist) -> None:
    known = {**DESCRIPTIONS, **_OTHERS}
    wrong = next((name for name in known if name in given and not known[name][0](given[name])), "")
    checks.require(
        METADATA_FITS,
        not wrong,
        expected=f"{wrong}: {known[wrong][1]}" if wrong else "",
        received=_shown(given[wrong]) if wrong else "",
    )


def _grant_types(sent: list[str] | None, off: Set[str], checks: Checklist) -> tuple[str, ...]:
    offered = [name for name in GRANT_TYPES if name not in off]
    if not sent:
        return tuple(name for name in DEFAULT_GRANT_TYPES if name in offered)
    _one_of(GRANT_TYPES_SUPPORTED, sent, tuple(offered), checks)
    return tuple(dict.fromkeys(sent))


def _one_of(rule: Rule, sent: list[str], offered: tuple[str, ...], checks: Checklist) -> None:
    unknown = [value for value in sent if value not in offered]
    checks.require(
        rule,
        not unknown,
        expected=" or ".join(offered),
        received=_shown(unknown[0]) if unknown else "",
    )


def _check_redirect_uris(given: Mapping[str, object], needed: bool, checks: Checklist) -> None:
    uris = given.get("redirect_uris")
    if uris is None and not needed:  # §2: a device has none
        return
    is_list = isinstance(uris, list) and 0 < len(uris) <= MOST_URIS
    unfit = [uri for uri in uris if why_unfit(uri)] if isinstance(uris, list) else []
    reason = ""
    if unfit:  # null is one, too
        first = unfit[0]
        reason = f"redirect_uris is not accepted because of {_shown(first)}: {why_unfit(first)}."
    checks.require(
        REDIRECT_URIS_USABLE,
        is_list and not unfit,
        description=reason,
        expected="'redirect_uris': ['https://shop.example/callback']",
        received=_what_came(given),
    )


def _what_came(given: Mapping[str, object]) -> str:
    """Say what stands where a list of redirect URIs should, and what was probably meant."""
    uris = given.get("redirect_uris")
    if isinstance(uris, list):
        return f"a list of {len(uris)}"
    if uris is not None:
        put = "; put it into a list, between [ and ]" if isinstance(uris, str) else ""
        return f"{_kind(uris)}{put}"
    near = next((name for name in _MEANT_BY_OTHERS if name in given), "")
    return f"{near}: did you mean redirect_uris?" if near else "none"


def _scope(sent: str, checks: Checklist) -> tuple[str, ...]:
    """Return what the client may ask for: what it named and is known (RFC 7591 §2).

    One that names nothing at all gets everything. Not so one that misspelt what it named: it
    would get more than it asked for.
    """
    words = dict.fromkeys(sent.split())
    known = tuple(word for word in words if word in PERSON_SCOPES)
    checks.require(
        SCOPE_REGISTRABLE,
        known or not words,
        expected="some of " + " ".join(PERSON_SCOPES),
        received=_shown(sent),
    )
    return known or PERSON_SCOPES


def _name(sent: str) -> str:
    """Return a name for the pages: nothing in it acts on what shows it, or is nothing to see."""
    return plain(" ".join(sent.split()), MOST_NAME)[:MOST_NAME] or "An app"


def _kind(value: object) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}
    return kinds.get(type(value)) or _shown(value)


def _shown(value: object) -> str:
    """Return a text in quotes, and anything else as JSON says it: null, not None."""
    return plain(repr(value) if isinstance(value, str) else json.dumps(value), 80)
