"""Causes that are read from error codes: of a body, of a redirect, of a text."""

import json

import pytest

from oauth_tutorial.doctor import CAUSES, diagnose
from oauth_tutorial.doctor.diagnosis import Finding
from oauth_tutorial.doctor.facts import Answer, Facts, Redirect, Request
from oauth_tutorial.doctor.rules.codes import codes_in_texts, codes_of_answers, codes_of_redirects

FORM = "application/x-www-form-urlencoded"


def token_request(body: str = "", kind: str = FORM, **parameters: str) -> Request:
    return Request(
        endpoint="token",
        url="https://login.example/token",
        parameters={"grant_type": "authorization_code"} | parameters,
        method="POST",
        headers={"content-type": kind} if kind else {},
        body=body or "grant_type=authorization_code",
    )


def facts(
    body: object = None, status: int = 400, request: Request | None = None, **headers: str
) -> Facts:
    """An answer, and the request that it answers."""
    text = body if isinstance(body, str) else json.dumps(body)
    answer = Answer(
        text=text,
        body=body if isinstance(body, dict) else None,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        request=request,
    )
    return Facts(answers=[answer], requests=[request] if request else [])


def causes(findings: object) -> list[str]:
    assert isinstance(findings, list)
    assert all(isinstance(one, Finding) and one.cause in CAUSES for one in findings)
    return [one.cause for one in sorted(findings, key=lambda one: -one.weight)]


def test_a_generic_code_means_less_in_its_context() -> None:
    """A refresh fails for one reason, a code for several, and a refresh token's is none."""
    refused = {"error": "invalid_grant"}
    refreshed = token_request(grant_type="refresh_token")

    assert causes([*codes_of_answers(facts(refused, request=refreshed))]) == ["refresh_token_dead"]
    of_code = causes([*codes_of_answers(facts(refused, request=token_request()))])
    assert of_code[0] == "code_already_used"
    assert "refresh_token_dead" not in of_code
    assert "refresh_token_dead" in causes([*codes_of_answers(facts(refused))])


@pytest.mark.parametrize(
    ("description", "first"),
    [
        ("redirect_uri is another one", "redirect_uri_differs_at_token"),
        ("Missing code verifier", "pkce_mismatch"),
        ("redirect uri or code verifier is wrong", "code_already_used"),  # it names both
        ("Bad Request", "code_already_used"),
    ],
)
def test_a_description_that_names_one_part_tells_which(description: str, first: str) -> None:
    given = facts(
        {"error": "invalid_grant", "error_description": description}, request=token_request()
    )

    assert causes([*codes_of_answers(given)])[0] == first


def test_a_token_beside_an_error_is_a_token() -> None:
    assert [*codes_of_answers(facts({"access_token": "a", "error": "invalid_grant"}, 200))] == []


def test_a_code_means_something_else_in_the_redirect() -> None:
    redirect = Facts(redirects=[Redirect(parameters={"error": "invalid_client"})])

    assert causes([*codes_of_redirects(redirect)]) == ["unknown_client"]
    assert causes([*codes_of_answers(facts({"error": "invalid_client"}))])[0] == (
        "client_authentication_failed"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("error: invalid_scope", True),
        ("(invalid_scope) something", True),
        ("Why do I get invalid_scope here?", True),
        ("error=invalid_scope, client=app", True),
        ("invalid_scope is one of the codes of RFC 6749.", False),
        ("The codes are invalid_scope and others.", False),
        ("AADSTS70011 came", True),  # nobody writes so in a sentence about something else
    ],
)
def test_a_code_counts_where_it_is_reported(text: str, found: bool) -> None:
    assert ("scope_invalid" in causes([*codes_in_texts(Facts(texts=[text]))])) is found


@pytest.mark.parametrize(
    ("description", "cause"),
    [
        ("", "user_denied"),
        ("The user denied the request", "user_denied"),
        ("The resource owner did not consent", "user_denied"),
        ("User is not assigned to the client application", "app_not_approved"),
        ("This tenant requires a managed device", "app_not_approved"),
    ],
)
def test_access_denied_by_a_policy_is_not_a_person_who_said_no(
    description: str, cause: str
) -> None:
    back = {"error": "access_denied", "error_description": description, "state": "abcdefgh"}

    assert causes([*codes_of_redirects(Facts(redirects=[Redirect(parameters=back)]))])[0] == cause


def test_a_device_that_waits_has_not_failed() -> None:
    assert diagnose({"error": "authorization_pending"}).cause in {"unknown", ""}
