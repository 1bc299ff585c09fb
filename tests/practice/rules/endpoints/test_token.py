"""RFC 6749 §4.1.3, §5, §6; RFC 7636 §4.5, §4.6; RFC 7009; RFC 6750 §3."""

import base64
import importlib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from tests.practice.conftest import CALLBACK

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 App. B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
def code(alice, authorization_url):
    return alice.code(authorization_url(scope="photos.read openid"))


def photos(photobox, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)


def test_a_code_becomes_a_token_that_works(photobox, ask, code):
    answer = ask(code)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.json()
    assert (token["token_type"], token["scope"]) == ("Bearer", "photos.read openid")
    assert len(photos(photobox, token["access_token"]).json()["photos"]) == 3


def test_the_secret_may_come_by_basic_authentication(ask, code):
    answer = ask(code, auth=("printshop", "printshop-secret"), client_id=None, client_secret=None)

    assert answer.status_code == 200


def test_a_second_use_kills_what_the_first_one_got(photobox, ask, code):
    token = ask(code).json()["access_token"]
    again = ask(code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert photos(photobox, token).status_code == 401


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


def test_two_requests_at_a_time_do_not_get_two_tokens(monkeypatch, ask, code):
    grant = importlib.import_module("oauth_tutorial.practice.rules.grants.authorization_code")
    together = threading.Barrier(2)

    def slow_issue(*arguments, **more):
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=0.3)  # until the other request is as far
        return issue(*arguments, **more)

    monkeypatch.setattr(grant, "issue", slow_issue)
    with ThreadPoolExecutor() as pool:
        statuses = [answer.status_code for answer in pool.map(ask, [code, code])]

    assert sorted(statuses) == [200, 400]


def test_a_failed_request_does_not_use_the_code_up(ask, code):
    ask(code, redirect_uri="http://127.0.0.1:1/callback")

    assert ask(code).status_code == 200


def test_json_is_not_a_form(photobox):
    answer = requests.post(photobox.token_endpoint, json={"grant_type": "x"}, timeout=5)

    assert answer.json()["error"] == "invalid_request"
    assert "application/json" in answer.json()["error_description"]


def test_the_secret_twice_is_refused(ask, code):
    assert ask(code, auth=("printshop", "printshop-secret")).json()["error"] == "invalid_request"


def test_a_code_is_dead_after_a_minute(photobox, ask, code, monkeypatch):
    monkeypatch.setattr(photobox.clock, "_offset", 61.0)

    assert ask(code).json()["error"] == "invalid_grant"
    assert photobox.log.last("/token").checks.failed.name == "code_fresh"


@pytest.mark.parametrize(
    ("verifier", "error", "check"),
    [
        (VERIFIER, None, None),
        (CHALLENGE, "invalid_grant", "code_verifier_right"),
        (None, "invalid_grant", "code_verifier_present"),
    ],
)
def test_a_public_client_needs_the_verifier(
    photobox, alice, authorization_url, ask, verifier, error, check
):
    url = authorization_url(
        client_id="printshop-public", code_challenge=CHALLENGE, code_challenge_method="S256"
    )
    answer = ask(
        alice.code(url), client_id="printshop-public", client_secret=None, code_verifier=verifier
    )

    assert answer.json().get("error") == error
    failed = photobox.log.last("/token").checks.failed
    assert (failed.name if failed else None) == check


def test_refresh_tokens_rotate_and_reuse_kills_the_family(photobox, ask, code):
    def refresh(token, **changes):
        return ask(
            None,
            grant_type="refresh_token",
            refresh_token=token,
            redirect_uri=None,
            **changes,
        )

    first = ask(code).json()["refresh_token"]
    second = refresh(first).json()
    wider = refresh(second["refresh_token"], scope="photos.read orders.write")
    reused = refresh(first)

    assert photos(photobox, second["access_token"]).status_code == 401
    assert wider.json()["error"] == "invalid_scope"
    assert reused.json()["error"] == "invalid_grant"
    assert refresh(second["refresh_token"]).json()["error"] == "invalid_grant"


def test_revocation_ends_the_grant_and_forgives_the_unknown(photobox, ask, code):
    token = ask(code).json()
    who = {"client_id": "printshop", "client_secret": "printshop-secret"}
    for value in (token["refresh_token"], "unknown"):
        answer = requests.post(
            photobox.revocation_endpoint, data={"token": value, **who}, timeout=5
        )
        assert answer.status_code == 200

    assert photos(photobox, token["access_token"]).status_code == 401


def test_the_api_says_which_scope_is_missing(photobox, ask, code):
    token = ask(code).json()["access_token"]
    answer = requests.post(
        f"{photobox.api}/orders",
        headers={"Authorization": f"Bearer {token}"},
        json={"photo": 1, "copies": 2},
        timeout=5,
    )

    assert answer.status_code == 403
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_scope", scope="orders.write"' in challenge


def test_without_a_token_the_challenge_has_no_error_code(photobox):
    answer = requests.get(f"{photobox.api}/me", timeout=5)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="PhotoBox"'


def test_an_order_is_placed(photobox, alice, authorization_url, ask):
    code = alice.code(authorization_url(scope="orders.write"))
    headers = {"Authorization": f"Bearer {ask(code).json()['access_token']}"}
    answer = requests.post(
        f"{photobox.api}/orders", headers=headers, json={"photo": 2, "copies": 3}, timeout=5
    )

    assert answer.status_code == 201
    assert (answer.json()["photo"], answer.json()["copies"]) == (2, 3)


def test_joserfc_verifies_the_id_token(photobox, ask, code):
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(requests.get(photobox.jwks_uri, timeout=5).json())
    token = jwt.decode(ask(code).json()["id_token"], keys, algorithms=["ES256"])

    assert token.claims["iss"] == photobox.issuer
    assert (token.claims["aud"], token.claims["sub"]) == ("printshop", "alice")


def test_the_log_holds_no_secret_in_its_text(photobox, ask, code):
    token = ask(code).json()["access_token"]
    text = repr(photobox.log) + "".join(map(repr, photobox.log))

    basic = base64.b64encode(b"printshop:printshop-secret").decode()
    for secret in (code, token, "printshop-secret", "wonderland", basic):
        assert secret not in text


def test_a_client_registers_itself(photobox, alice, authorization_url, ask):
    redirect_uri = "https://client.example.com/cb"
    answer = requests.post(
        photobox.registration_endpoint, json={"redirect_uris": [redirect_uri]}, timeout=5
    )
    client = answer.json()
    code = alice.code(authorization_url(client_id=client["client_id"], redirect_uri=redirect_uri))

    assert answer.status_code == 201
    token = ask(
        code,
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        redirect_uri=redirect_uri,
    )
    assert token.status_code == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "invalid_client_metadata"),
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://a.example/#x"]}, "invalid_redirect_uri"),
        (
            {"redirect_uris": ["https://a.example/"], "token_endpoint_auth_method": "magic"},
            "invalid_client_metadata",
        ),
    ],
)
def test_bad_client_metadata_is_refused(photobox, body, error):
    answer = requests.post(photobox.registration_endpoint, json=body, timeout=5)

    assert (answer.status_code, answer.json()["error"]) == (400, error)
