"""A request and an answer, wherever they came from, and the secrets that they carry."""

from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.intake.parts import answer_of, as_text, request_from
from oauth_tutorial.doctor.intake.shortened import MOST_TEXT


def test_a_request_has_the_parameters_of_query_and_body() -> None:
    facts = Facts()
    headers = {"authorization": "Basic YXBwOmh1bnRlcjJodW50ZXIy", "cookie": "id=abcdefgh12345"}
    form = "grant_type=refresh_token&refresh_token=sesame-street-9"
    made = request_from(facts, "post", "https://a.example/token?client_id=app", headers, form)

    assert (made.method, made.endpoint) == ("POST", "token")
    assert (made.parameters["client_id"], made.parameters["grant_type"]) == ("app", "refresh_token")
    assert {"sesame-street-9", "hunter2hunter2"} <= facts.secrets
    assert any("abcdefgh12345" in one for one in facts.secrets)


def test_an_answer_is_read_as_what_it_is() -> None:
    facts = Facts()
    made = answer_of(facts, '{"access_token": "sesame-street-9"}', status=200)

    assert (made.has_token, made.form, facts.understood) == (True, False, True)
    assert "sesame-street-9" in facts.secrets
    assert not Facts().understood
    assert answer_of(Facts(), '{"error": "invalid_grant"}').said.codes == ("invalid_grant",)
    assert answer_of(Facts(), "<html>").said.codes == ()


def test_of_a_long_text_the_middle_is_left_out() -> None:
    text = as_text("a" * MOST_TEXT + "b" * MOST_TEXT)

    assert (text[0], text[-1]) == ("a", "b")
    assert len(text) <= MOST_TEXT
