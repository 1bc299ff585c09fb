"""Causes that are computed: from two requests, a request and its answer, a token."""

import base64
import json
from dataclasses import replace

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Answer, Facts, Redirect, Request
from oauth_tutorial.doctor.rules.computed import RULES

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_code_sent_twice_is_found_with_its_time() -> None:
    """Even where the answer says no more than invalid_grant."""
    token = {"grant_type": "authorization_code", "code": "SplxlOBeZQQYbYS6WxSbIA"}

    diagnosis = diagnose(token, token, '{"error": "invalid_grant"}')

    assert diagnosis.cause == "code_already_used"
    assert "already been sent" in diagnosis.evidence[0]
    assert diagnosis.candidates[0] == "code_already_used"


def test_another_code_than_the_redirect_brought() -> None:
    """Cut off, or of an older run."""
    diagnosis = diagnose(
        "http://localhost/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=abcdefgh",
        {"grant_type": "authorization_code", "code": "SplxlOBeZQQYbYS6WxSb"},
        '{"error": "invalid_grant"}',
    )

    assert diagnosis.cause == "code_damaged"


@pytest.mark.parametrize(
    ("asked", "granted", "cause"),
    [
        ("repo gist", "repo,gist", ""),
        ("email", "openid email", ""),
        ("a b", "a", "scope_changed"),
        ("a b", "b c", "scope_changed"),
    ],
)
def test_scopes_are_compared_as_sets(asked: str, granted: str, cause: str) -> None:
    """Commas or spaces, in any order; more than was asked for does no harm."""
    request = {"response_type": "code", "client_id": "app", "scope": asked}
    answer = {"access_token": "abcdefgh", "token_type": "bearer", "scope": granted}

    assert diagnose(request, answer).cause == cause


def test_another_issuer_than_the_one_that_was_asked() -> None:
    """RFC 9207: the mix-up attack."""
    diagnosis = diagnose(
        "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
        f"&code_challenge={CHALLENGE}&code_challenge_method=S256",
        "http://localhost/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=abcdefgh&iss=https://evil.example",
    )

    assert diagnosis.cause == "state_mismatch"
    assert diagnosis.section == "RFC 9207 §2.4"
    assert "'evil.example'" in diagnosis.evidence[0]


def token_request(time: float | None = None, **sent: str) -> Request:
    form = {"grant_type": "authorization_code", "code": CODE} | sent
    return Request(endpoint="token", url="/token", parameters=form, time=time)


CODE = "SplxlOBeZQQYbYS6WxSbIA"
ASKED = Request(
    endpoint="authorization",
    url="https://login.example/authorize",
    parameters={"redirect_uri": "http://127.0.0.1:8000/cb", "code_challenge": "x" * 43},
)


def causes(facts: Facts) -> set[str]:
    return {finding.cause for rule in RULES for finding in rule(facts)}


def answer(request: Request | None = None, time: float | None = None, **body: object) -> Answer:
    return Answer(text="{}", body=body, request=request, status=200, time=time)


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ({"redirect_uri": "http://127.0.0.1:8000/cb/"}, "redirect_uri_differs_at_token"),
        ({}, "redirect_uri_differs_at_token"),
        ({"code_verifier": "short"}, "pkce_mismatch"),
        ({}, "pkce_missing"),
    ],
)
def test_what_the_two_requests_say_differently_counts_until_there_is_a_token(
    sent: dict[str, str], cause: str
) -> None:
    """A server that accepts it knows why."""
    token = token_request(**sent)
    refused = Facts(requests=[ASKED, token], answers=[answer(token, error="invalid_grant")])
    accepted = Facts(requests=[ASKED, token], answers=[answer(token, access_token="abc")])

    assert cause in causes(refused)
    assert cause not in causes(accepted)


def test_another_grant_has_no_redirect_uri_and_no_verifier() -> None:
    token = token_request(grant_type="refresh_token")

    assert causes(Facts(requests=[ASKED, token])) == set()


@pytest.mark.parametrize(("age", "found"), [(601, True), (599, False), (-5, False)])
def test_a_code_that_was_kept_too_long(age: float, found: bool) -> None:
    """RFC 6749 §4.1.2: ten minutes at most."""
    came = Redirect(parameters={"code": CODE}, time=1000.0)
    facts = Facts(requests=[token_request(1000.0 + age)], redirects=[came])

    assert ("code_expired" in causes(facts)) is found


def test_one_request_that_both_sides_recorded_is_one_use() -> None:
    """By the number that the service gave it."""
    one, other = (replace(token_request(1.0), number=number) for number in ("7", "8"))

    assert "code_already_used" not in causes(Facts(requests=[one, replace(one)]))
    assert "code_already_used" in causes(Facts(requests=[one, other]))


def test_a_code_that_a_busy_server_did_not_look_at_is_still_good() -> None:
    first, second = token_request(1.0), token_request(2.0)
    busy = Answer(text="", body=None, status=429, request=second)

    assert "code_already_used" not in causes(Facts(requests=[first, second], answers=[busy]))


def id_token(**claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{payload}.c2ln"


NOW = 1_700_000_000


@pytest.mark.parametrize(
    ("issued", "found"),
    [(NOW + 121, True), (NOW + 119, False), (NOW - 119, False), (NOW - 121, True), ("now", False)],
)
def test_an_id_token_of_another_time(issued: object, found: bool) -> None:
    """Two minutes are no difference: clocks are never quite alike."""
    given = answer(time=NOW, access_token="abc", id_token=id_token(iat=issued))

    assert ("clock_skew" in causes(Facts(answers=[given]))) is found


@pytest.mark.parametrize("token", ["a.b", "a.!.c", "a.bm8.c", "a.W10.c", 7])
def test_an_id_token_that_is_none_is_left_alone(token: object) -> None:
    assert "clock_skew" not in causes(Facts(answers=[answer(access_token="abc", id_token=token)]))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"token_type": "Bearer", "expires_in": 3600, "refresh_token": "r"}, set()),
        ({"expires_in": 3600, "refresh_token": "r"}, {"token_response_malformed"}),
        (
            {"token_type": "Bearer", "expires_in": "3600", "refresh_token": "r"},
            {"token_response_malformed"},
        ),
        ({"token_type": "Bearer", "expires_in": 3600}, set()),  # perhaps none was to come
        ({"token_type": "Bearer"}, set()),  # it never expires
    ],
)
def test_what_a_token_response_lacks(body: dict[str, object], found: set[str]) -> None:
    """RFC 6749 §5.1."""
    assert causes(Facts(answers=[answer(access_token="abc", **body)])) == found


def test_a_client_of_its_own_gets_no_refresh_token() -> None:
    """RFC 6749 §4.4.3."""
    own = Request(endpoint="token", url="/token", parameters={"grant_type": "client_credentials"})
    given = answer(own, access_token="abc", token_type="Bearer", expires_in=3600)

    assert causes(Facts(answers=[given], requests=[own])) == set()
