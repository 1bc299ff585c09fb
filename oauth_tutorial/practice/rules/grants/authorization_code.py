"""A code becomes tokens (RFC 6749 §4.1.3; RFC 7636 §4.5, §4.6)."""

from dataclasses import replace

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.lifetimes import CODE_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Code
from oauth_tutorial.practice.rules.dpop import DPOP_KEY_OF_THE_CODE
from oauth_tutorial.practice.rules.grants.issue_tokens import issue, may_go_on
from oauth_tutorial.practice.rules.pkce import check_verifier
from oauth_tutorial.practice.rules.token_request import Asked

CODE_PRESENT = Rule("code_present", "RFC 6749 §4.1.3", "code is present", causes=("code_damaged",))
CODE_KNOWN = Rule(
    "code_known",
    "RFC 6749 §5.2",
    "code is one that this server issued",
    error="invalid_grant",
    causes=("code_damaged", "code_expired"),
)
CODE_UNUSED = Rule(
    "code_unused",
    "RFC 6749 §4.1.2",
    "code is used for the first time",
    error="invalid_grant",
    causes=("code_already_used",),
)
CODE_FRESH = Rule(
    "code_fresh",
    "RFC 6749 §4.1.2",
    f"code is younger than {CODE_SECONDS} seconds",
    error="invalid_grant",
    causes=("code_expired",),
)
CODE_OF_THIS_CLIENT = Rule(
    "code_of_this_client",
    "RFC 6749 §4.1.3",
    "code was issued to this client",
    error="invalid_grant",
    causes=("client_authentication_failed",),
)
REDIRECT_URI_SAME = Rule(
    "redirect_uri_same",
    "RFC 6749 §4.1.3",
    "redirect_uri is the one from the authorization request",
    error="invalid_grant",
    causes=("redirect_uri_differs_at_token",),
)


def authorization_code(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Check the code and everything that it is bound to, and use it up.

    Raises:
        Refused: ``invalid_grant``, or ``invalid_request`` when there is no code.
    """
    checks = asked.checks
    value = asked.parameters.get("code", "")
    checks.require(CODE_PRESENT, value)
    code = photobox.store.codes.get(value)
    checks.require(CODE_KNOWN, code)
    assert code is not None  # noqa: S101 - for the type checker; required above
    checks.require(CODE_OF_THIS_CLIENT, code.request.client_id == asked.client.client_id)
    _check_first_use(code, checks)
    _check_age(code, photobox.clock.now(), checks)
    _check_redirect_uri(code, asked.parameters.get("redirect_uri"), checks)
    options = photobox.options_for(asked.client)
    challenge, method = code.request.code_challenge, code.request.code_challenge_method
    check_verifier(challenge, method, asked.parameters.get("code_verifier"), options, checks)
    _check_key(code.request.dpop_jkt, asked)
    answer = issue(
        photobox,
        asked,
        code.grant,
        code.grant.scope,
        nonce=code.request.nonce,
        with_refresh_token=may_go_on(code.request.scope, code.grant.scope, options, code.request),
    )
    code.used = True
    return answer


def _check_first_use(code: Code, checks: Checklist) -> None:
    if code.used:
        code.grant.alive = False  # §4.1.2: what the first use got is revoked
    checks.require(
        CODE_UNUSED,
        not code.used,
        description="This code was used before. The tokens issued for it are revoked.",
    )


def _check_age(code: Code, now: float, checks: Checklist) -> None:
    age = now - (code.expires_at - code.lives)
    rule = replace(CODE_FRESH, sentence=f"code is younger than {code.lives} seconds")
    checks.require(rule, age < code.lives, received=f"{age:.0f} seconds")


def _check_redirect_uri(code: Code, sent: str | None, checks: Checklist) -> None:
    if not code.request.redirect_uri_given and sent is None:
        return
    checks.require(
        REDIRECT_URI_SAME,
        sent == code.request.redirect_uri,
        expected=repr(code.request.redirect_uri),
        received=repr((sent or "")[:200]),
    )


def _check_key(expected: str | None, asked: Asked) -> None:
    if expected is not None:
        asked.checks.require(DPOP_KEY_OF_THE_CODE, asked.jkt == expected)
