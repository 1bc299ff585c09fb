"""An authorization URL that has not failed yet: what is wrong or unwise in it."""

import re
from collections.abc import Iterator

from oauth_tutorial.doctor.diagnosis import LINT, STATUS, WORDED, Finding
from oauth_tutorial.doctor.facts import Facts, Request
from oauth_tutorial.doctor.provider import at
from oauth_tutorial.doctor.quoting import quoted, shown_uri
from oauth_tutorial.doctor.rules.compare import challenge_fault
from oauth_tutorial.network.loopback import LOOPBACK_HOSTS
from oauth_tutorial.text.readers import split_url

OOB = "urn:ietf:wg:oauth:2.0:oob"
SECRETS_OF_THE_BACK_CHANNEL = ("client_secret", "code_verifier", "password", "refresh_token")
FILLED_IN = {
    "client_id": "unknown_client",
    "redirect_uri": "redirect_uri_mismatch",
    "scope": "scope_invalid",
    "code_challenge": "pkce_missing",
}
_NO_ADDRESS = re.compile(r"/(null|undefined|None)(?:[/?]|$)")
_UNFILLED = re.compile(
    r"|undefined|null|None|nil|NaN|\[object Object\]|\$?\{+[\w. -]*\}+|<[\w. -]+>|%\w+%|\$\w+"
    r"|(?:YOUR|MY|THE)[_-][\w-]+|(?:process\.env|os\.environ)\S*",
)
# Providers that take commas as well as spaces (facts of each, checked in November 2026). Whose
# scopes have commas alone is in the presets.
WITH_COMMAS = ("figma.com", "zoom.us")
_GAP = re.compile(r" is '<[^<>]*>'$")
_HEX = re.compile(r"[0-9a-f]{64}")


def lint(facts: Facts) -> Iterator[Finding]:
    """Every fault of every URL that was given as such, the worst first."""
    for request in facts.requests:
        if request.endpoint == "authorization" and request not in facts.urls_to_lint:
            yield from _empty(request)
            yield from _oob(request)
    for request in facts.requests:
        if request.endpoint == "authorization":
            yield from _no_address(request)
    for request in facts.urls_to_lint:
        if request.endpoint == "authorization":
            found = [finding for rule in RULES for finding in rule(request)]
            if not _is_all(facts):  # whoever pastes an error beside it took out what is private
                found = [one for one in found if not _GAP.search(one.evidence)]
            yield from found
            if all(one.weight <= LINT for one in found) and _is_all(facts):
                yield Finding("nothing_wrong_yet", LINT + 1, "the URL has everything it needs")
    for redirect in facts.redirects:
        if redirect.fragment:
            yield Finding("unsupported_response_type", WORDED, IMPLICIT)
        elif facts.understood and "state" not in redirect.parameters:
            yield Finding("state_mismatch", LINT, "the redirect carries no state")


def _is_all(facts: Facts) -> bool:
    """Whether nothing else was given that could tell how it went on."""
    others = (facts.messages, facts.redirects, facts.answers, facts.failures, facts.texts)
    return not any(others) and not facts.uris and facts.last("token") is None


IMPLICIT = "the access token travels in the address: this is the implicit grant"


def _oob(request: Request) -> Iterator[Finding]:
    if OOB in request.parameters.get("redirect_uri", ""):
        yield Finding("oob_blocked", WORDED, f"redirect_uri is {OOB}")


def _empty(request: Request) -> Iterator[Finding]:
    """A client_id that is empty, in a request that failed."""
    client_id = request.parameters.get("client_id")
    if client_id is not None and client_id.lower() in ("", "undefined", "null", "none"):
        said = f"client_id in the authorization URL is {quoted(client_id)}"
        yield Finding("unknown_client", STATUS + 2, said)


def _no_address(request: Request) -> Iterator[Finding]:
    """A program that built the URL before it knew the endpoint writes ``/null?response_type=…``."""
    found = _NO_ADDRESS.search(request.url)
    if found:
        yield Finding(
            "endpoint_wrong",
            STATUS + 2,
            f"the path of the authorization URL is {quoted(found[1])}",
            fix="The program has no authorization_endpoint: check whether it could read the "
            "server's metadata.",
        )


def _placeholder(request: Request) -> Iterator[Finding]:
    """A value that the program should have filled in."""
    for name, cause in FILLED_IN.items():
        value = request.parameters.get(name)
        if name == "client_id" and value is None and _own_name(request) not in request.parameters:
            yield Finding(cause, LINT + 10, "the URL has no client_id")
        elif value is not None and _UNFILLED.fullmatch(value):
            yield Finding(
                cause,
                LINT + 10,
                f"{name} is {quoted(value)}",
                summary=f"{name} in this URL is empty, or a placeholder.",
                fix=f"Check where your program gets {name} from: the variable is not set there.",
            )


def _secret(request: Request) -> Iterator[Finding]:
    for name in SECRETS_OF_THE_BACK_CHANNEL:
        if name in request.parameters:
            yield Finding(
                "pkce_mismatch" if name == "code_verifier" else "client_authentication_failed",
                LINT + 9,
                f"{name} is in the URL, where the browser's history and proxies can read it",
                summary=f"A secret, {name}, is in the authorization URL.",
                fix=f"Remove {name} from the URL, and replace it with a new one; it belongs in the "
                "token request.",
                section="RFC 6749 §2.3.1" if name != "code_verifier" else "RFC 7636 §4.5",
            )


def _response_type(request: Request) -> Iterator[Finding]:
    response_type = request.parameters.get("response_type")
    if response_type is None:
        if "github.com" not in request.url:  # GitHub does without
            yield Finding("unsupported_response_type", LINT + 8, "the URL has no response_type")
    elif "token" in re.split(r"\W+", response_type):
        yield Finding(
            "unsupported_response_type", LINT + 8, "response_type=token: the implicit grant"
        )
    elif "code" not in response_type.split():
        yield Finding("unsupported_response_type", LINT + 8, "response_type is not code")


def _redirect_uri(request: Request) -> Iterator[Finding]:
    uri = request.parameters.get("redirect_uri")
    if uri is None:
        return
    shown = shown_uri(uri)
    if "*" in uri:
        yield Finding(
            "redirect_uri_mismatch",
            LINT + 7,
            f"redirect_uri contains a wildcard: {shown}",
            summary="Redirect URIs are compared exactly: a wildcard matches nothing.",
            section="RFC 9700 §2.1",
        )
    if "#" in uri:
        yield Finding("redirect_uri_mismatch", LINT + 7, f"redirect_uri has a fragment: {shown}")
    if re.search(r"%[0-9A-Fa-f]{2}", uri.partition("?")[0]):
        yield Finding("redirect_uri_mismatch", LINT + 7, f"redirect_uri is encoded twice: {shown}")


def _plain_http(request: Request) -> Iterator[Finding]:
    for what, url in (
        ("redirect_uri", request.parameters.get("redirect_uri", "")),
        ("the authorization endpoint", request.url),
    ):
        parts = split_url(url)
        host = parts.hostname
        if parts.scheme == "http" and host and host not in LOOPBACK_HOSTS:
            yield Finding(
                "insecure_transport",
                LINT + 6,
                f"{what} is plain http to a host that is not loopback",
            )


def _scope(request: Request) -> Iterator[Finding]:
    raw = re.search(r"[?&]scope=([^&#]*)", request.url)
    scope = request.parameters.get("scope", "")
    if raw and re.search(r"[^\w%+.~:,*!'()/-]", raw[1]):
        yield Finding(
            "scope_invalid",
            LINT + 5,
            "the scope is not percent-encoded",
            fix="Build the query with urllib.parse.urlencode; a space becomes %20 or +.",
        )
    if re.search(r"%[0-9A-Fa-f]{2}|\+", scope):
        yield Finding("scope_invalid", LINT + 5, "the scope is encoded twice")
    if "," in scope and not _has_commas(request):
        yield Finding(
            "scope_invalid", LINT + 5, "the scope has commas; separate scopes with a space"
        )


def _state(request: Request) -> Iterator[Finding]:
    if not request.parameters.get("state"):
        yield Finding(
            "state_mismatch",
            LINT + 4,
            "the URL has no state",
            summary="The request has no state, so nobody can tell whose answer comes back.",
            fix="Add state=new_state(), keep it, and compare it when the redirect arrives.",
        )


def _pkce(request: Request) -> Iterator[Finding]:
    challenge = request.parameters.get("code_challenge")
    if "token" in request.parameters.get("response_type", ""):
        return
    if challenge is None:
        yield Finding("pkce_missing", LINT, "the URL has no code_challenge")
        return
    fault = challenge_fault(challenge, request.parameters.get("code_challenge_method"))
    if fault and not (_HEX.fullmatch(challenge) and _has_hex(request)):
        yield Finding("pkce_mismatch", LINT + 3, fault)


def _own_name(request: Request) -> str:
    """What client_id is called at the provider whose URL it is."""
    preset = at(request.url)
    return preset.authorization.names.get("client_id", "client_id") if preset else "client_id"


def _has_commas(request: Request) -> bool:
    preset = at(request.url)
    is_own = preset is not None and preset.authorization.scope_separator == ","
    return is_own or any(host in request.url for host in WITH_COMMAS)


def _has_hex(request: Request) -> bool:
    """Whether a challenge has hexadecimal digits there, and is called S256."""
    preset = at(request.url)
    apps = preset.apps.values() if preset else ()
    return any("hex" in app.pkce_methods for app in apps)


RULES = (
    _oob,
    _placeholder,
    _secret,
    _response_type,
    _redirect_uri,
    _plain_http,
    _scope,
    _state,
    _pkce,
)
