"""The judgement of a redirect, as it came over the wire."""

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, read_redirect
from oauth_tutorial.client.redirect import judge, with_fit_code
from oauth_tutorial.errors import (
    AuthorizationDenied,
    AuthorizationFailed,
    IssuerMismatch,
    MalformedRedirect,
    StateMismatch,
)
from tests.compared import Compared

GOOD = [("code", "abc"), ("state", "xyz")]


def judged(*more: tuple[str, str], issuer: str | None = None):
    return judge([*GOOD, *more], state="xyz", issuer=issuer)


@pytest.mark.parametrize(
    "more",
    [
        [("scope", "a"), ("scope", "b")],
        [("session_state", ""), ("session_state", "")],
        [("error_description", "a"), ("error_description", "b")],
        [("", ""), ("", "")],
    ],
)
def test_what_is_not_known_is_ignored_however_often_it_comes(more):
    """RFC 6749 §4.1.2."""
    assert judged(*more).code == "abc"


@pytest.mark.parametrize("twice", [("code", "abc"), ("state", "xyz"), ("code", ""), ("state", "y")])
def test_what_decides_comes_once(twice):
    with pytest.raises(MalformedRedirect, match=f"'{twice[0]}' is in the URL more than once"):
        judged(twice)


def test_of_two_descriptions_the_first_is_told():
    pairs = [("state", "xyz"), ("error", "server_error")]
    descriptions = [("error_description", "first"), ("error_description", "second")]
    with pytest.raises(AuthorizationFailed) as raised:
        judge(pairs + descriptions, state="xyz", issuer=None)

    assert raised.value.error_description == "first"


def test_without_a_value_is_as_if_left_out():
    """RFC 6749 §3.1."""
    assert judged(("error", ""), ("iss", "")).iss is None
    with pytest.raises(StateMismatch, match="no state"):
        judge([("code", "a"), ("state", "")], state="xyz", issuer=None)


def test_more_than_200_parameters_are_refused_and_not_compared_with_each_other():
    """A web page can make the browser send 64 KB of them; they once took two seconds."""
    more = [(f"x{number}", "") for number in range(198)]
    assert judged(*more).code == "abc"

    Compared.times = 0
    with pytest.raises(MalformedRedirect, match=r"carries 11,002 parameters.* than 200 are not"):
        judged(*((Compared(number), "1") for number in range(11_000)))
    assert Compared.times == 0


def test_half_a_character_is_another_state():
    """A browser can bring one, and the comparison takes bytes."""
    with pytest.raises(StateMismatch):
        judge([("code", "a"), ("state", "\ud800")], state="xyz", issuer=None)
    assert judge([("code", "a"), ("state", "\ud800")], state="\ud800", issuer=None).code == "a"


@pytest.mark.parametrize(
    ("pairs", "error", "words"),
    [
        ([("access_token", "t"), ("state", "xyz")], MalformedRedirect, "implicit grant"),
        ([("response_type", "code"), ("state", "xyz")], MalformedRedirect, "which is the request"),
        ([("error", "access_denied"), ("state", "xyz")], AuthorizationDenied, "The answer is no"),
        ([*GOOD, ("iss", "https://evil.example")], IssuerMismatch, "evil.example"),
    ],
)
def test_what_else_comes_back_is_named(pairs, error, words):
    with pytest.raises(error, match=words):
        judge(pairs, state="xyz", issuer="https://as.example")


def test_an_answer_that_repeats_the_question_is_an_answer():
    assert judged(("response_type", "code")).code == "abc"


@pytest.mark.parametrize("code", [" ~", "a b", "!\"'<>\\^`{|}"])
def test_a_code_may_have_any_visible_character(code):
    answer = judge([("code", code), ("state", "xyz")], state="xyz", issuer=None)

    assert with_fit_code(answer).code == code


@pytest.mark.parametrize("code", ["a\x00", "a\n", "a\x7f", "aü", "a\ufffd", "a\u2028"])
def test_a_code_has_no_other_character(code):
    answer = judge([("code", code), ("state", "xyz")], state="xyz", issuer=None)
    with pytest.raises(MalformedRedirect, match="Character 2 of 2 in the code") as raised:
        with_fit_code(answer)

    assert raised.value.section == "RFC 6749 Appendix A.11"


STATE = ("state", "xyz")
FACEBOOK = [("error_code", "1349048"), ("error_message", "Can't load URL"), STATE]


@pytest.mark.parametrize(
    ("pairs", "kind", "error", "said"),
    [
        (FACEBOOK, AuthorizationFailed, "1349048", "Can't load URL"),
        (
            [
                ("error_reason", "user_denied"),
                ("error", "access_denied"),
                ("error_description", "Permissions error"),
                STATE,
            ],
            AuthorizationDenied,
            "access_denied",
            "Permissions error",
        ),
        (
            [("error_code", "200"), ("error_reason", "user_denied"), STATE],
            AuthorizationDenied,
            "access_denied",
            "user_denied",
        ),
        ([("error_reason", "user_denied"), STATE], AuthorizationDenied, "access_denied", ""),
        (
            [("error", "user_cancelled_login"), ("error_description", "no"), STATE],
            AuthorizationDenied,
            "access_denied",
            "no",
        ),
        ([("error", "x"), ("error_code", "7"), STATE], AuthorizationFailed, "x", ""),
    ],
)
def test_an_error_in_other_words(pairs, kind, error, said):
    with pytest.raises(AuthorizationFailed) as raised:
        judge(pairs, state="xyz", issuer=None)

    assert (type(raised.value), raised.value.error) == (kind, error)
    assert said in raised.value.error_description
    assert said in raised.value.message
    with pytest.raises(StateMismatch):  # nothing is known before the state is compared
        judge(pairs, state="another", issuer=None)


def test_a_number_beside_a_code_is_no_error():
    assert judged(("error_code", "0"), ("error_message", "")).extra == {"error_code": "0"}


def test_an_error_in_other_words_reaches_the_receiver_and_the_reader():
    address = "error_code=1349048&error_message=Can%27t+load+URL&state=xyz"
    with pytest.raises(AuthorizationFailed, match="'1349048': \"Can't load URL\""):
        read_redirect(f"https://client.example.com/cb?{address}#_=_", state="xyz")
    with LoopbackReceiver(state="xyz") as receiver:
        assert requests.get(f"{receiver.redirect_uri}?{address}", timeout=5).status_code == 200
        with pytest.raises(AuthorizationFailed, match="1349048"):
            receiver.wait(timeout=5)


def test_what_else_came_is_kept_and_not_shown():
    more = [("scope", "read,activity:read"), ("realmId", "9130347957983546"), ("iss", "https://a")]
    answer = judged(*more)

    assert answer.extra == {"scope": "read,activity:read", "realmId": "9130347957983546"}
    assert "extra=<" in repr(answer)
    assert "9130347957983546" not in repr(answer) + repr(answer.extra)
    assert answer == judged(("iss", "https://a"))
    assert "extra" not in repr(judged())
    address = "http://127.0.0.1:8000/cb?code=SplxlOBeZQQ&state=xyz&realmId=123&x=y#_=_"
    assert read_redirect(address, state="xyz").extra == {"realmId": "123", "x": "y"}
