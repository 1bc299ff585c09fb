"""Causes read from exceptions, from the service's own checks, and from words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from oauth_tutorial.doctor.causes import CAUSES, UNKNOWN
from oauth_tutorial.doctor.diagnosis import COMPUTED, GENERIC, STATUS, WORDED, Finding
from oauth_tutorial.doctor.diagnosis import SPECIFIC as MUCH
from oauth_tutorial.doctor.facts import Facts, Failure
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.doctor.rules.answers import ranked
from oauth_tutorial.doctor.rules.compare import code_fault
from oauth_tutorial.doctor.vocabulary.codes import CODES, SPECIFIC, entra_causes
from oauth_tutorial.doctor.vocabulary.wordings import causes_in, reports

EXCEPTIONS: dict[str, tuple[str, ...]] = {
    # ours
    "StateMismatch": ("state_mismatch",),
    "IssuerMismatch": ("state_mismatch",),
    "AuthorizationDenied": ("user_denied",),
    "PortInUse": ("port_in_use",),
    "CallbackTimeout": ("browser_elsewhere", "user_denied"),
    "TokenEndpointUnreachable": ("tls_or_network",),
    "TokenResponseUnreadable": ("not_json", "error_in_success_status"),
    # oauthlib, Authlib, google-auth, joserfc
    "MismatchingStateError": ("state_mismatch",),
    "MismatchingStateException": ("state_mismatch",),
    "MissingTokenError": ("error_in_success_status", "form_encoded_response", "not_json"),
    "InsecureTransportError": ("insecure_transport",),
    "TokenExpiredError": ("token_rejected",),
    "AccessDeniedError": ("user_denied",),
    "BadSignatureError": ("token_rejected",),
    "InvalidKeyIdError": ("token_rejected",),
    "ExpiredTokenError": ("token_rejected", "clock_skew"),
    # the network: requests, urllib3, httpx
    "SSLError": ("tls_or_network",),
    "SSLCertVerificationError": ("tls_or_network",),
    "ConnectTimeout": ("tls_or_network",),
    "ReadTimeout": ("tls_or_network",),
    "ProxyError": ("tls_or_network",),
    "ConnectError": ("tls_or_network",),
    "NameResolutionError": ("tls_or_network",),
    "NewConnectionError": ("tls_or_network",),
    "MaxRetryError": ("tls_or_network",),
    "RemoteDisconnected": ("tls_or_network",),
    "RemoteProtocolError": ("tls_or_network",),
    "ChunkedEncodingError": ("tls_or_network",),
    # Jupyter
    "StdinNotImplementedError": ("no_stdin",),
}
_NETWORK = re.compile(
    r"HTTPS?ConnectionPool|Max retries exceeded|Failed to resolve|Name or service not known"
    r"|RemoteDisconnected|Connection aborted|Remote end closed connection|NewConnectionError",
)
_TLS = re.compile(r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLError\(|ERR_CERT_\w+")
_RULE = "The rule is that "  # so the practice service begins a refusal
_NO_JSON = re.compile(r"Expecting value: line 1 column 1 \(char 0\)")
_KEYS = {"access_token": "error_in_success_status", "refresh_token": "no_refresh_token"}


def exceptions(facts: Facts) -> Iterator[Finding]:
    """The class of an exception, and what a message says in a fixed form."""
    for failure in facts.failures:
        name = next((name for name in failure.names if name in EXCEPTIONS), None)
        # a provider's answer, where there is one, says more than "no token in it"
        weight = GENERIC if name in {"MissingTokenError", "TokenResponseUnreadable"} else WORDED
        if name is not None:
            yield from ranked(EXCEPTIONS[name], weight, f"{name} was raised")
        elif failure.names[0] == "KeyError":
            key = failure.message.strip("'\" ")
            if key in _KEYS:
                yield _missing(key, facts)
        yield from _by_message(failure, facts)


def _missing(key: str, facts: Facts) -> Finding:
    """A KeyError. Without the answer it cannot be known what the server said in it."""
    finding = Finding(_KEYS[key], GENERIC, f"the answer has no {key}")
    if key != "access_token" or facts.answers:
        return finding
    return replace(
        finding,
        summary="The answer has no access_token: most likely the server reports an error in it.",
        fix="Look for error in the answer before you read access_token, whatever the status says: "
        "GitHub says 200. Then give me that answer, for its error names the cause.",
    )


def _by_message(failure: Failure, facts: Facts) -> Iterator[Finding]:
    name, message = failure.names[0], failure.message
    if name in {"ConnectionError", "Timeout", "OperationalError"} and not _NETWORK.search(message):
        return
    if _TLS.search(message) or (_NETWORK.search(message) and name.endswith("Error")):
        yield Finding("tls_or_network", WORDED - 10, f"{name}: no answer came")
    if "JSONDecodeError" not in failure.names or not _NO_JSON.search(message):
        return
    if failure.document is None and not any(answer.text for answer in facts.answers):
        said = "nothing of the answer could be read as JSON, from its first character on"
        yield from ranked(("form_encoded_response", "not_json"), GENERIC, said)
    elif failure.document is not None and failure.document.strip()[:1] in {"", "<"}:
        what = "an HTML page" if failure.document.strip() else "empty"
        yield Finding("not_json", WORDED, f"the text that is no JSON is {what}")


def broken_rules(facts: Facts) -> Iterator[Finding]:
    """What the practice service itself found: the strongest evidence there is."""
    for rule in facts.broken_rules:
        said = f"the service checked that {rule.sentence}; it is not so"
        if rule.expected and rule.received:
            texts = [
                quoted(text.strip("'"), facts.secrets) for text in (rule.expected, rule.received)
            ]
            said += f": expected {texts[0]}, received {texts[1]}"
        for place, cause in enumerate(rule.causes):
            yield Finding(cause, COMPUTED - 5 - place, said, section=rule.section)


def settled(findings: list[Finding], facts: Facts) -> list[Finding]:
    """Let the rule that ended the request come before whatever else is wrong with it."""
    causes = {cause for rule in facts.broken_rules for cause in rule.causes}
    return [
        replace(one, weight=WORDED)
        if causes and one.cause not in causes and one.weight > WORDED
        else one
        for one in findings
    ]


def words(facts: Facts) -> Iterator[Finding]:
    """Error descriptions, messages and pages, sentence by sentence."""
    for text in _error_texts(facts):
        if entra := entra_causes(text):
            yield from ranked(entra[1], MUCH + 1, f"Microsoft says {entra[0]}")
        for place, causes in enumerate(causes_in(text)):
            # a rule of the practice service is quoted once, by _service_rule_in
            said = "" if _RULE in text else f"it says {_the_words(text, facts)}"
            yield from ranked(causes, WORDED - 3 * place, said)
        yield from _own_name(text)
        yield from _codes_in(text)
        yield from _status_in(text)
        yield from _service_rule_in(text)
        if encoded := _ENCODED_CODE.search(text):  # Google's codes begin with 4/0A
            yield Finding("code_damaged", WORDED, code_fault(encoded[0]) or "")


def _error_texts(facts: Facts) -> Iterator[str]:
    yield from facts.texts
    for failure in facts.failures:
        yield failure.message
    for redirect in facts.redirects:
        yield redirect.parameters.get("error_description", "")
    for answer in facts.answers:
        body = answer.body or {}
        for name in ("error_description", "message", "error", "detail", "reason", "description"):
            value = body.get(name)
            if isinstance(value, str) and value.lower() not in CODES:  # those have rules
                yield value
            elif isinstance(value, dict) and isinstance(value.get("message"), str):
                yield str(value["message"])
        if answer.body is None and answer.text[:1] == "<":
            yield re.sub(r"<[^<>]*>", " ", answer.text)[:5000]


def _own_name(text: str) -> Iterator[Finding]:
    """The name of a cause, as it stands under "Also possible"."""
    name = text.strip().lower()
    if name in CAUSES and name not in CODES and name != UNKNOWN:
        yield Finding(name, GENERIC, "this is the name of a cause")


def _the_words(text: str, facts: Facts) -> str:
    return quoted(text, facts.secrets, limit=160)


_ENCODED_CODE = re.compile(r"(?<![\w=%])4%2F0\S{8,}", re.I)
# A code counts where it is reported: after "error", in brackets, alone, or in a short complaint.
_CODE = re.compile(r"\b(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")\b", re.I)
_MARKED = re.compile(
    r"(?:error(?: code)?(?: \d{3})?[\"'’]?\s*(?:[:=]|is\b|was\b)\s*[\"'’`(]*"
    r"|[(\"'`]|^\W*|: |\b[45]\d\d )$",
    re.I,
)
_COMPLAINT = re.compile(r"\b(?:I|we|my|got|get|getting|gives?|said|says|fail\w*|why|help)\b", re.I)
_SHORT = 300


def _codes_in(text: str) -> Iterator[Finding]:
    for found in _CODE.finditer(text):
        code, before = found[1].lower(), text[max(0, found.start() - 40) : found.start()]
        complains = len(text) < _SHORT and _COMPLAINT.search(text)
        marked = _MARKED.search(before) and not re.match(
            r"\w|['\"]?\s*(?:is|means)\b", text[found.end() :]
        )
        if (marked or complains) and "_" in code and reports(text, found.start()):
            weight = MUCH if code in SPECIFIC else GENERIC
            yield from ranked(CODES[code], weight, f"the text reports {code}")


_HTTP_ERROR = re.compile(r"\b(401|403|429) Client Error: .{0,40} for url: (\S+)")
_API = re.compile(
    r"//api\.|//[\w.-]+/(?:\w+/)*(?:api|v\d)\b|graph\.|/(?:me|user|userinfo|photos)\b"
)


def _status_in(text: str) -> Iterator[Finding]:
    """``requests``' own words for a status, with the address it came from."""
    for status, url in _HTTP_ERROR.findall(text):
        is_token = bool(re.search(r"/(?:access_)?token\b|/accessToken\b", url))
        if status == "401" and is_token:
            yield Finding(
                "client_authentication_failed", GENERIC, "the token endpoint said HTTP 401"
            )
        elif _API.search(url) and not is_token:
            causes = {"401": "token_rejected", "403": "scope_insufficient", "429": "rate_limited"}
            yield Finding(causes[status], GENERIC, f"the API said HTTP {status}")


def _service_rule_in(text: str) -> Iterator[Finding]:
    """The practice service words each refusal by the rule that was broken."""
    if _RULE not in text:
        return
    from oauth_tutorial.practice.rules.rulebook import RULES  # 60 modules: only where needed

    for rule in RULES.values():
        if f"{_RULE}{rule.sentence} (" in text:
            for place, cause in enumerate(rule.causes):
                said = f"the service checked that {rule.sentence}; it is not so"
                yield Finding(cause, STATUS + 4 - place, said, section=rule.section)


RULES = (broken_rules, exceptions, words)
