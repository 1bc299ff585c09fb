"""A curl command is read as the request that curl sends."""

# ruff: noqa: E501 - a command is written as it is pasted

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.curl import curl_commands

TOKEN = "https://login.example/token"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (f"curl -d a=1 -d b=2 {TOKEN}", "a=1&b=2"),
        (f"$ curl -X POST {TOKEN} \\\n  -d 'a=1' \\\n  --data \"b=2\"", "a=1&b=2"),
        (f"curl {TOKEN} --data-urlencode 'redirect_uri=http://localhost/'", "redirect_uri=http%3A%2F%2Flocalhost%2F"),
        (f"curl -da=1 {TOKEN}", "a=1"),
        (f"curl --data=a=1 --url {TOKEN}", "a=1"),
        (f"curl -s -o /dev/null -w '%{{http_code}}' -d a=1 {TOKEN} | jq .", "a=1"),
        (f"curl -d 'a=1 {TOKEN}", "a=1"),  # a quote that is never closed
        ("curl login.example/token -d a=1", "a=1"),
    ],
)  # fmt: skip
def test_the_body_is_what_curl_sends(text: str, body: str) -> None:
    assert [command.body for command in curl_commands(text)[0]] == [body]


def test_dash_g_puts_the_data_into_the_address() -> None:
    [command], _ = curl_commands(f"curl -G {TOKEN} -d a=1")

    assert (command.address, command.body) == (TOKEN + "?a=1", "")


def test_several_commands_are_several_requests() -> None:
    text = f"curl -d a=1 {TOKEN}\n{{}}\ncurl -d b=2 {TOKEN}"

    assert [command.body for command in curl_commands(text)[0]] == ["a=1", "b=2"]


ASKED = (
    "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
    "&redirect_uri=https%3A%2F%2Flocalhost%2Fcb"
)


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ("-d 'grant_type=authorization_code&code=0123456789abcdef&redirect_uri=https://localhost/'", "redirect_uri_differs_at_token"),
        ("--json '{\"grant_type\":\"authorization_code\",\"code\":\"0123456789abcdef\",\"redirect_uri\":\"https://localhost/cb\"}'", "wrong_content_type"),
        ("-d grant_type=authorization_code -d code=4%252F0AX4XfWhabcdefghijkl -d redirect_uri=https%3A%2F%2Flocalhost%2Fcb", "code_damaged"),
    ],
)  # fmt: skip
def test_a_request_of_curl_is_computed_with(sent: str, cause: str) -> None:
    """With the authorization URL before it and the answer after it."""
    command = f"curl -X POST https://login.example/token {sent}"
    answer = '{"error":"invalid_grant"}'

    assert diagnose(ASKED, command, answer).cause == cause
    assert diagnose(f"{ASKED}\n$ {command}\n{answer}").cause == cause


def test_what_stands_around_a_command_is_read_as_before() -> None:
    text = f"I run:\ncurl {TOKEN} -d 'a=1\nb=2'\nand it says nothing"
    [command], rest = curl_commands(text)

    assert command.body == "a=1\nb=2"
    assert rest.split() == ["I", "run:", "and", "it", "says", "nothing"]


def test_the_answer_after_a_command_is_its_answer() -> None:
    command = "curl -X POST https://a.example/oauth2/register -d '{\"redirect_uris\":[]}'"

    assert diagnose(f"{command}\n\nHTTP/1.1 500 Internal Server Error\n\n").cause == "server_error"


def test_no_secret_of_a_command_is_shown() -> None:
    command = f"curl -u app:hunter2hunter2 {TOKEN} -d 'grant_type=refresh_token&refresh_token=sesame-street-9'"
    shown = repr(diagnose(command, '{"error":"invalid_grant"}'))

    assert "hunter2" not in shown
    assert "sesame" not in shown
