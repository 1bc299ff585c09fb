"""The server's own words, from whatever shape they come in."""

import json

import pytest
import requests

from oauth_tutorial.client.answer import Answer
from oauth_tutorial.client.server_words import is_error, said_by, said_in_header
from oauth_tutorial.text.said import CODES, WORDS, is_nothing


def answer(body, status=400, **headers):
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return Answer(response)


@pytest.mark.parametrize(
    "value",
    [
        *(None, False, 0, 0.0, "", " ", "null", "None", "false", "0", "ok", "OK", [], {}, [None]),
        *([{}], {"code": 0, "message": ""}, {"code": "ok", "log_id": "2026"}, {"a": {"b": []}}),
    ],
)
def test_what_is_there_and_empty_says_nothing(value):
    assert is_nothing(value)
    assert not is_error({"error": value, "access_token": "x"})


@pytest.mark.parametrize(
    "value", ["invalid_grant", True, 1, -1, ["x"], {"code": 1}, {"code": 0, "message": "no"}, "1"]
)
def test_what_says_something(value):
    assert not is_nothing(value)
    assert is_error({"error": value})


@pytest.mark.parametrize("name", ["ok", "success"])
@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (False, True),
        ("false", True),
        (True, False),
        ("", False),
        (0, True),
        ("0", True),
        (1, False),
    ],
)
def test_a_no_of_its_own(name, value, refused):
    assert is_error({name: value}) is refused


def test_zero_beside_a_token_is_no_refusal():
    assert not is_error({"success": 0, "access_token": "x"})
    assert is_error({"success": False, "access_token": "x"})


@pytest.mark.parametrize("name", [*WORDS, "error_user_msg", "errorMessage", "Error-Summary"])
def test_a_sentence_is_found_by_any_of_its_names(name):
    for body in ({name: "No such code."}, {"a": [{name: "No such code."}]}):
        assert said_by(answer(body)).words == "No such code."


@pytest.mark.parametrize("name", [*CODES, "errorType", "error_code", "__type"])
def test_a_code_is_found_by_any_of_its_names(name):
    assert said_by(answer({name: "NoSuchCode", "message": "no"})).code == "NoSuchCode"


def test_the_codes_of_the_rfc_come_first():
    body = {"error": "http_400", "errors": [{"code": 7, "reason": "x", "type": "invalid_grant"}]}

    assert said_by(answer(body), ["invalid_grant"]).code == "invalid_grant"
    assert said_by(answer(body)).code == "http_400"


@pytest.mark.parametrize(
    "body",
    [
        {"status": "error", "message": "no"},
        {"code": 400, "message": "no"},
        {"error": 400, "message": "no"},
        {"error": True, "message": "no"},
        {"type": "https://server.example/problem", "message": "no"},
    ],
)
def test_what_says_no_more_than_the_status_is_no_code(body):
    assert (said_by(answer(body)).code, said_by(answer(body)).words) == ("", "no")


def test_sentences_are_shown_once_and_cut():
    body = {"message": "no", "detail": "no", "errors": [{"message": f"{n} " * 90} for n in "abc"]}
    words = said_by(answer(body)).words

    assert words.startswith("no; a a a")
    assert len(words) == 201


def test_it_is_plain_text():
    said = said_by(answer({"error": "\x1b[2J", "error_description": "a\nb\u202ec"}))

    assert (said.code, said.words) == ("\\x1b[2J", "a\\nb\\u202ec")


@pytest.mark.parametrize("words", ["[AADSTS7] no", "{0} is no code", "[", '{"a": 1'])
def test_a_sentence_may_begin_as_json_does(words):
    assert said_by(answer({"message": words})).words == words


@pytest.mark.parametrize("name", ["access_token", "refreshToken", "clientSecret", "ID_TOKEN"])
def test_a_secret_is_no_word(name):
    for body in ({name: "abcdefghij"}, {"error": {name: "abcdefghij"}}, {"a": "x", name: "abc"}):
        assert "abc" not in said_by(answer(body)).words


def test_with_200_a_name_that_nobody_knows_says_nothing():
    body = {"foo": "bar", "status": "pending", "type": "x"}

    assert not said_by(answer(body, 200))
    assert said_by(answer(body, 400)).words == ""
    assert said_by(answer({"foo": "bar"}, 400)).words == "foo: bar"


def test_a_challenge():
    said = said_in_header(answer(b"", 401, WWW_Authenticate='Bearer error="x", a="b"'))

    assert (said.code, said.words) == ("x", "")
    assert not said_in_header(answer(b"", 401, WWW_Authenticate="Basic"))
    assert not said_in_header(answer(b"", 401))


def test_a_large_answer_costs_no_time_to_speak_of():
    """Only the first of its members are looked at."""
    body = {"errors": [{"message": f"{n}"} for n in range(1, 30_000)]}

    assert said_by(answer(body)).words == "1; 2; 3; 4"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"err": "Code already used", "ECODE": "OAUTH_014"}, "OAUTH_014", "Code already used"),
        (
            {"e": {"code": "40002", "msg": "Bad", "sub_code": "isv.code", "sub_msg": "No code"}},
            "isv.code",
            "No code; Bad",
        ),
        ({"name": "AUTH_FAILURE", "message": "Not you"}, "AUTH_FAILURE", "Not you"),
        ({"code": "INVALID_GRANT", "description": "Too old"}, "INVALID_GRANT", "Too old"),
        (
            {"message": "Bad data", "errors": {"code": ["It is required."], "x": "Not a URL."}},
            "",
            "Bad data; It is required.; Not a URL.",
        ),
        ({"detail": [{"loc": ["body", "code"], "msg": "no"}]}, "", "no; loc body; loc code"),
    ],
    ids=["ClickUp", "Alipay", "PayPal", "Typeform", "Laravel", "FastAPI"],
)
def test_the_words_of_a_provider(body, code, words):
    said = said_by(answer(body), ["invalid_grant"])

    assert (said.code, said.words) == (code, words)


def test_a_name_in_an_answer_that_is_no_error_is_no_code():
    assert said_by(answer({"name": "Ann"}, 200)).code == ""
