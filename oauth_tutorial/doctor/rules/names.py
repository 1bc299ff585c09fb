"""Parameters whose name is nearly right: ``redirect_uri`` is read, ``redirect_url`` is not."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from oauth_tutorial.doctor.diagnosis import STATUS, Finding
from oauth_tutorial.doctor.facts import Facts, Request
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.doctor.rules.computed import failed

# What is missing then: RFC 6749 §4.1.1, §4.1.3 and §6, RFC 7636 §4.
CAUSE_OF = {
    "client_id": "unknown_client",
    "redirect_uri": "redirect_uri_mismatch",
    "response_type": "unsupported_response_type",
    "scope": "scope_invalid",
    "state": "state_mismatch",
    "code_challenge": "pkce_missing",
    "code_challenge_method": "pkce_missing",
    "grant_type": "unsupported_grant_type",
    "code": "code_missing",
    "code_verifier": "pkce_missing",
    "client_secret": "client_authentication_failed",
    "refresh_token": "refresh_token_dead",
}
# How the same thing is called elsewhere, without case and separators.
_ALIASES = {
    "redirecturl": "redirect_uri",
    "redirect": "redirect_uri",
    "redirectto": "redirect_uri",
    "redirectionuri": "redirect_uri",
    "callback": "redirect_uri",
    "callbackurl": "redirect_uri",
    "callbackuri": "redirect_uri",
    "returnurl": "redirect_uri",
    "returnuri": "redirect_uri",
    "client": "client_id",
    "clientidentifier": "client_id",
    "scopes": "scope",
    "permissions": "scope",
    "secret": "client_secret",
    "challenge": "code_challenge",
    "challengemethod": "code_challenge_method",
    "verifier": "code_verifier",
    "authorizationcode": "code",
    "authcode": "code",
}
_EXACT = {name.replace("_", ""): name for name in CAUSE_OF}
_LIKENESS = 0.87


def names(facts: Facts) -> Iterator[Finding]:
    """Every request whose parameter has a name that is nearly right, where the right one is not."""
    for request in facts.requests:
        if request.endpoint == "other" or (
            request.endpoint == "token" and not failed(facts, request)
        ):
            continue
        for sent in request.parameters:
            meant = right_name(sent)
            if meant and meant != sent and meant not in request.parameters:
                yield _finding(request, sent, meant)


def right_name(name: str) -> str:
    """Return the name that a parameter should have, or an empty string where it is none of ours.

    Example:
        >>> right_name("redirectUrl"), right_name("prompt")
        ('redirect_uri', '')
    """
    plain = re.sub(r"[^a-z]", "", name.lower())
    if name in CAUSE_OF or len(plain) > 40:
        return ""
    if plain in _EXACT or plain in _ALIASES:
        return _EXACT.get(plain) or _ALIASES[plain]
    near = get_close_matches(plain, _EXACT, n=1, cutoff=_LIKENESS)
    return _EXACT[near[0]] if near and len(plain) > 5 else ""


def _finding(request: Request, sent: str, meant: str) -> Finding:
    where = "authorization URL" if request.endpoint == "authorization" else "token request"
    return Finding(
        CAUSE_OF[meant],
        STATUS + 3,
        f"the {where} has {quoted(sent)}, but no {meant}",
        summary=f"The parameter is called {meant}; servers do not read {quoted(sent)}.",
        fix=f"Write {meant} instead of {quoted(sent)}.",
        section="RFC 7636 §4" if CAUSE_OF[meant] == "pkce_missing" else "RFC 6749 §4.1",
    )


RULES = (names,)
