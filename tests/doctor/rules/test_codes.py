"""Causes that are read from error codes: of a body, of a redirect, of a text."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Facts, Redirect
from oauth_tutorial.doctor.rules.codes import codes_in_texts, codes_of_answers, codes_of_redirects
from tests.doctor.rules.given import causes, facts, token_request


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
        ("Bad code verifier", "pkce_mismatch"),
        ("Missing code verifier", "pkce_missing"),  # a code of its own, with spaces
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
        ("It worked yesterday\ninvalid_scope: it is not one of ours", True),  # heads a line
        ("Codes\ninvalid_grant: no such code\ninvalid_scope: no such scope", False),  # a list
        ("3. Sign in\n4. invalid_scope error occurs because there is no prompt", True),
        ("then `invalid_scope` was shown", True),
        (f"{'It is long. ' * 30}An invalid_scope appears if the scope is unknown.", False),
        (f"{'Questions. ' * 30}What does invalid_scope mean? My fault?", False),
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


REASON = "the moon is in the wrong phase today"
DENIED = "http://127.0.0.1:8000/callback?error=access_denied&state=1&error_description="


@pytest.mark.parametrize(
    "text",
    [
        f'{{"error": "invalid_grant", "error_description": "{REASON}"}}',
        f"invalid_grant: {REASON}",
        f"oauth2: cannot fetch token: (invalid_grant) {REASON}",
        f'{{"error": "invalid_request", "error_description": "{REASON}"}}',
        f'{{"error": "unauthorized_client", "message": "{REASON}"}}',
        f"{DENIED}denied+since+{REASON.replace(' ', '+')}",
    ],
)
def test_beside_a_reason_that_it_does_not_understand_a_vague_code_is_no_answer(text: str) -> None:
    """It says so, and which causes the code leaves possible; it does not guess one."""
    found = diagnose(text)

    assert found.cause == "unknown"
    assert "not understand the reason" in found.summary
    assert len(found.near) > 1
    assert "Also possible" in repr(found)


def test_the_reason_that_was_not_understood_is_quoted() -> None:
    found = diagnose({"error": "invalid_grant", "error_description": REASON})

    assert any(REASON in line for line in found.evidence)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('{"error": "invalid_grant"}', "code_already_used"),
        ('{"error": "invalid_grant", "error_description": "Bad Request"}', "code_already_used"),
        (f'{{"error": "invalid_scope", "error_description": "{REASON}"}}', "scope_invalid"),
        (f"{DENIED}The+user+denied+the+request+for+a+reason", "user_denied"),
        (f"{DENIED}Access+was+denied", "user_denied"),
    ],
)
def test_a_code_alone_or_one_that_is_clear_is_an_answer(text: str, cause: str) -> None:
    assert diagnose(text).cause == cause


@pytest.mark.parametrize(
    "body",
    [
        {"status": 400, "message": "Invalid grant"},
        {"errorCode": "com.example.oauth.errors.invalid_grant"},
        {"error": "invalid_grant"},
    ],
)
def test_a_code_in_disguise_is_a_code(body: dict[str, object]) -> None:
    """With spaces (Twitch), or behind the name of its package (Epic Games)."""
    assert causes([*codes_of_answers(facts(body))])[0] == "code_already_used"
