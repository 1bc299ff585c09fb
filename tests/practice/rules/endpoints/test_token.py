"""The token endpoint: each broken rule has its code (RFC 6749 §3.2, §5.2)."""

import pytest

from tests.practice.conftest import CALLBACK, VERIFIER


@pytest.mark.parametrize(
    ("changes", "status", "error", "check"),
    [
        ({"grant_type": None}, 400, "invalid_request", "grant_type_present"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", "grant_type_supported"),
        ({"code": None}, 400, "invalid_request", "code_present"),
        ({"code": "unknown"}, 400, "invalid_grant", "code_known"),
        ({"redirect_uri": None}, 400, "invalid_grant", "redirect_uri_same"),
        ({"redirect_uri": CALLBACK + "/"}, 400, "invalid_grant", "redirect_uri_same"),
        ({"client_id": "nobody"}, 401, "invalid_client", "client_known"),
        ({"client_secret": "guess"}, 401, "invalid_client", "client_authenticated"),
        ({"client_secret": None}, 401, "invalid_client", "client_authenticated"),
        ({"code_verifier": VERIFIER}, 400, "invalid_grant", "code_verifier_expected"),
    ],
)
def test_each_broken_rule_has_its_code(photobox, ask, code, changes, status, error, check):
    answer = ask(**({"code": code} | changes))

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert photobox.log.last("/token").checks.failed.name == check
