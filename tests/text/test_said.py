"""What a body says about a failure, in whichever members it stands."""

# ruff: noqa: E501 - what a server says is quoted whole

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.text.said import Said, said_in


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": "invalid_grant", "error_description": "Code expired"}, (["invalid_grant"], ["Code expired"], [])),
        ({"error": {"message": "This code has been used.", "code": 100, "error_subcode": 36009}}, (["100"], ["This code has been used."], [])),
        ({"errors": [{"errorType": "invalid_grant", "message": "Refresh token invalid: x"}], "success": False}, (["invalid_grant"], ["Refresh token invalid: x"], [])),
        ({"status": False, "errorCode": 4700, "errorMessage": "Invalid redirect url", "result": None}, (["4700"], ["Invalid redirect url"], [])),
        ({"statusCode": 401, "data": '{"errors":[{"title":"Unauthorized","detail":"Invalid client"}]}'}, ([], ["Unauthorized", "Invalid client"], [401])),
        ({"errcode": 40029, "errmsg": "invalid code"}, (["40029"], ["invalid code"], [])),
        ({"code": 40110, "message": "Auth code is expired", "data": {}}, (["40110"], ["Auth code is expired"], [])),
        ({"errors": ["Invalid code", "Try again"]}, ([], ["Invalid code", "Try again"], [])),
        ({"errorSummary": "The audience is invalid.", "errorCode": "invalid_resource"}, (["invalid_resource"], ["The audience is invalid."], [])),
        ({"serviceErrorCode": 100, "message": "Not enough permissions", "status": 403}, (["100"], ["Not enough permissions"], [403])),
        ({"data": "error=bad_code&error_description=It+is+old"}, (["bad_code"], ["It is old"], [])),
        ([{"code": "invalid_type", "message": "Expected number, received string"}], (["invalid_type"], ["Expected number, received string"], [])),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else str(value)[:40],
)  # fmt: skip
def test_codes_words_and_statuses_are_found(body: object, said: tuple[list[str], ...]) -> None:
    codes, words, statuses = said_in(body).codes, said_in(body).words, said_in(body).statuses

    assert ([*codes], [*words], [*statuses]) == said


@pytest.mark.parametrize("empty", [None, "", False, 0, [], {}])
def test_a_member_that_is_there_and_empty_says_nothing(empty: object) -> None:
    """Keycloak writes ``"error": null`` beside a token."""
    assert said_in({"error": empty, "error_description": empty, "message": empty}) == Said()


def test_what_lies_deeper_than_the_fifth_level_is_not_read() -> None:
    body: dict[str, object] = {"message": "too deep"}
    for _ in range(5):
        body = {"error": body}

    assert said_in(body) == Said()
    assert said_in(body["error"]).words == ("too deep",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["error", "errors", "message", "data", "code"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_body_is_read(body: object) -> None:
    """And gives texts alone."""
    said = said_in(body)

    assert all(isinstance(text, str) for text in (*said.codes, *said.words))


def test_a_field_and_its_errors_are_a_sentence() -> None:
    """As Django and other frameworks answer: the member's name is what the error is about."""
    body = {"redirect_uri": ["Not a well formed URL."], "titles": ["Not of OAuth."]}

    assert said_in(body).words == ("redirect_uri: Not a well formed URL.",)
