"""Causes that are read from an answer: its format, its headers, and what was sent."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Answer, Facts, Request
from oauth_tutorial.doctor.rules.answers import (
    RULES,
    api_calls,
    body_formats,
    client_proof,
    error_in_success,
    request_formats,
)
from tests.doctor.rules.given import FORM, causes, facts, token_request

SECRET = "printshop-secret"


def api_request(authorization: str = "Bearer abcdefgh") -> Request:
    headers = {"authorization": authorization} if authorization else {}
    return Request(endpoint="other", url="https://a.example/me", parameters={}, headers=headers)


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        ({"error": "invalid_grant"}, 200, True),
        ({"ok": False, "error": "some_code_of_slack"}, 200, True),
        ({"error": "invalid_grant"}, 400, False),
        ({"error": "", "items": []}, 200, False),
        ({"error": "boom"}, 200, False),  # of any API
        ({"error": "invalid_grant", "access_token": "a"}, 200, False),
    ],
)
def test_an_error_with_status_200(body: dict[str, object], status: int, found: bool) -> None:
    expected = ["error_in_success_status"] if found else []

    assert causes([*error_in_success(facts(body, status))]) == expected


def test_the_body_of_a_token_endpoint_is_json() -> None:
    page = facts("<html>oops</html>", 200, token_request(), content_type="text/html")
    form = Facts(answers=[Answer(text="a=b", body={"access_token": "abcdefgh"}, form=True)])
    other = facts("<html>oops</html>", 500, api_request(), content_type="text/html")
    busy = facts("slow down", 429, token_request())

    assert causes([*body_formats(page)]) == ["not_json"]
    assert causes([*body_formats(form)]) == ["form_encoded_response"]
    assert causes([*body_formats(other), *body_formats(busy)]) == []


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (token_request('{"code": "abc"}', "application/json"), True),
        (token_request('{"code": "abc"}', FORM), True),  # json.dumps as data
        (token_request('{"code": "abc"}', ""), True),
        (token_request("code=abc"), False),
    ],
)
def test_a_token_request_is_a_form(request_: Request, found: bool) -> None:
    given = facts({"error": "invalid_request"}, request=request_)

    assert causes([*request_formats(given)]) == (["wrong_content_type"] if found else [])


def test_a_request_that_brought_a_token_was_right_whatever_it_was() -> None:
    json_request = token_request('{"code": "abc"}', "application/json")

    assert [*request_formats(facts({"access_token": "abcdefgh"}, 200, json_request))] == []


def test_notion_wants_json() -> None:
    """The one provider whose token endpoint reads no form."""
    url = "https://api.notion.com/v1/oauth/token"
    form, right = (
        Request(endpoint="token", url=url, parameters={}, headers={"content-type": kind}, body=body)
        for kind, body in ((FORM, "code=abc"), ("application/json", '{"code": "abc"}'))
    )

    assert causes([*request_formats(facts({}, request=form))]) == ["wrong_content_type"]
    assert [*request_formats(facts({}, request=right))] == []


def test_how_the_client_proved_itself_is_said_without_its_secret() -> None:
    proofs = {
        "twice": token_request(client_secret=SECRET),
        "with a space": token_request(client_secret=f" {SECRET}"),
        "not at all": token_request(),
    }
    proofs["twice"] = Request(
        endpoint="token",
        url="",
        parameters={"client_secret": SECRET},
        headers={"authorization": "Basic YXBwOg=="},
    )
    found = {
        name: [*client_proof(facts({"error": "invalid_client"}, 401, one))]
        for name, one in proofs.items()
    }

    assert {tuple(causes(one)) for one in found.values()} == {("client_authentication_failed",)}
    assert len({one[0].evidence for one in found.values()}) == 3
    assert not any(SECRET in one[0].evidence for one in found.values())
    assert [*client_proof(facts({"access_token": "abcdefgh"}, 200, proofs["twice"]))] == []


@pytest.mark.parametrize(
    ("status", "authorization", "headers", "cause"),
    [
        (401, "Bearer a", {"www_authenticate": "Bearer"}, "token_rejected"),
        (401, "", {"www_authenticate": 'DPoP algs="ES256"'}, "token_rejected"),
        (401, "Bearer a", {}, "token_rejected"),  # without a challenge, but a token was sent
        (401, "", {}, ""),  # somebody else's page behind a password
        (401, "Basic a", {"www_authenticate": "Basic"}, ""),
        (
            403,
            "Bearer a",
            {"www_authenticate": 'Bearer error="insufficient_scope"'},
            "scope_insufficient",
        ),
        (403, "Bearer a", {}, ""),
        (429, "Bearer a", {"retry_after": "30"}, "rate_limited"),
        (200, "Bearer a", {}, ""),
    ],
)
def test_what_an_api_says(
    status: int, authorization: str, headers: dict[str, str], cause: str
) -> None:
    """RFC 6750 §3."""
    given = facts({}, status, api_request(authorization), **headers)

    assert causes([*api_calls(given)]) == ([cause] if cause else [])


def test_a_time_to_wait_is_told_where_it_is_one() -> None:
    [told], [untold] = (
        [*api_calls(facts({}, 429, api_request(), retry_after=after))] for after in ("42", "<b>")
    )

    assert "42" in told.evidence
    assert "<b>" not in untold.evidence


def test_a_good_token_response_breaks_no_rule() -> None:
    good = facts({"access_token": "abcdefgh", "token_type": "Bearer"}, 200, token_request())

    assert [finding for rule in RULES for finding in rule(good)] == []


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("a parameter is missing", "wrong_content_type"),
        ("the code was already used", "code_already_used"),  # so it had read the URL
    ],
)
def test_parameters_in_the_url_are_the_cause_where_the_server_did_not_read_them(
    said: str, cause: str
) -> None:
    address = "https://login.example/token?grant_type=authorization_code&code=x"
    asked = f"curl -H 'Accept: */*' -X POST '{address}'"

    answer = f'{{"error": "invalid_request", "error_description": "{said}"}}'

    assert diagnose(f"{asked}\n{answer}").cause == cause


@pytest.mark.parametrize("status", [401, 404, 405])
def test_a_preflight_that_is_refused_is_no_matter_of_the_token(status: int) -> None:
    asked = "curl -i -X OPTIONS https://mcp.example/mcp -H 'Access-Control-Request-Method: POST'"
    answer = f"HTTP/1.1 {status} No\nWWW-Authenticate: Bearer\n\n"

    assert diagnose(f"{asked}\n{answer}").cause == "origin_not_allowed"
