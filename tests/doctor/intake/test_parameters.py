"""What an address or a body sends, and which message that makes it."""

import pytest

from oauth_tutorial.doctor.intake.parameters import endpoint_of, read_body, redirect_of


@pytest.mark.parametrize(
    ("url", "parameters", "endpoint"),
    [
        ("https://a.example/oauth/token/", {}, "token"),
        ("https://slack.com/api/oauth.v2.access", {}, "token"),
        ("https://a.example/anything", {"grant_type": "x"}, "token"),
        ("https://a.example/login", {"client_id": "app", "scope": "read"}, "authorization"),
        ("https://a.example/login", {"client_id": "app"}, "other"),
        ("https://a.example/oauth/authorize", {"redirect_url": "http://x"}, "authorization"),
        ("https://a.example/authorize", {}, "other"),
        ("https://a.example/cb", {"client_id": "app", "scope": "a", "code": "c"}, "other"),
    ],
)
def test_an_endpoint_is_known_by_parameters_and_then_by_its_path(
    url: str, parameters: dict[str, str], endpoint: str
) -> None:
    assert endpoint_of(url, parameters) == endpoint


@pytest.mark.parametrize(
    ("parameters", "is_one"),
    [
        ({"error": "invalid_scope"}, True),
        ({"error": "something_of_a_provider", "state": "abc"}, True),
        ({"error": "something_of_a_provider", "error_description": "No"}, True),
        ({"error": "something_of_a_provider"}, False),  # of any page
        ({"error": "1", "state": "abc"}, False),
        ({"code": "abcdef", "state": "abc"}, True),
        ({"code": "abcdef"}, False),
    ],
)
def test_a_redirect_is_known_by_what_it_brings(parameters: dict[str, str], is_one: bool) -> None:
    assert (redirect_of(parameters) is not None) is is_one


@pytest.mark.parametrize(
    ("text", "body", "form"),
    [
        ('{"error": "x"}', {"error": "x"}, False),
        ('\ufeff{"error": "x"}', {"error": "x"}, False),
        ('[{"code": "x"}]', {"errors": [{"code": "x"}]}, False),
        ("scope=a&access_token=b", {"scope": "a", "access_token": "b"}, True),
        ("<html>", None, False),
        ("[1, 2]", None, False),
    ],
)
def test_a_body_is_read_as_what_it_is(text: str, body: object, form: bool) -> None:
    assert read_body(text, "") == (body, form)
