"""A code becomes tokens (RFC 6749 §4.1.3; RFC 7636 §4.5, §4.6)."""

import base64
import hashlib
import hmac

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.lifetimes import CODE_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Code
from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from oauth_tutorial.practice.rules.token_request import Asked


def authorization_code(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Check the code and everything that it is bound to, and use it up.

    Raises:
        Refused: ``invalid_grant``, or ``invalid_request`` when there is no code.
    """
    checks = asked.checks
    value = asked.parameters.get("code", "")
    checks.require("code_present", value)
    code = photobox.store.codes.get(value)
    checks.require("code_known", code, error="invalid_grant")
    assert code is not None  # noqa: S101 - for the type checker; required above
    checks.require(
        "code_of_this_client",
        code.request.client_id == asked.client.client_id,
        error="invalid_grant",
    )
    _check_first_use(code, checks)
    _check_age(code, photobox.clock.now(), checks)
    _check_redirect_uri(code, asked.parameters.get("redirect_uri"), checks)
    _check_verifier(code.request.code_challenge, asked.parameters.get("code_verifier"), checks)
    _check_key(code.request.dpop_jkt, asked)
    answer = issue(photobox, asked, code.grant, code.grant.scope, nonce=code.request.nonce)
    code.used = True
    return answer


def _check_first_use(code: Code, checks: Checklist) -> None:
    if code.used:
        code.grant.alive = False  # §4.1.2: what the first use got is revoked
    checks.require(
        "code_unused",
        not code.used,
        error="invalid_grant",
        description="This code was used before. The tokens that it gave are revoked.",
    )


def _check_age(code: Code, now: float, checks: Checklist) -> None:
    age = now - (code.expires_at - CODE_SECONDS)
    checks.require(
        "code_fresh", age < CODE_SECONDS, error="invalid_grant", received=f"{age:.0f} seconds"
    )


def _check_redirect_uri(code: Code, sent: str | None, checks: Checklist) -> None:
    if not code.request.redirect_uri_given and sent is None:
        return
    checks.require(
        "redirect_uri_same",
        sent == code.request.redirect_uri,
        error="invalid_grant",
        expected=repr(code.request.redirect_uri),
        received=repr((sent or "")[:200]),
    )


def _check_key(expected: str | None, asked: Asked) -> None:
    if expected is not None:
        asked.checks.require("dpop_key_of_the_code", asked.jkt == expected, error="invalid_grant")


def _check_verifier(challenge: str | None, verifier: str | None, checks: Checklist) -> None:
    if challenge is None:
        checks.require("code_verifier_expected", verifier is None, error="invalid_grant")
        return
    checks.require("code_verifier_present", verifier, error="invalid_grant")
    digest = hashlib.sha256((verifier or "").encode()).digest()
    computed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    checks.require(
        "code_verifier_right", hmac.compare_digest(computed, challenge), error="invalid_grant"
    )
