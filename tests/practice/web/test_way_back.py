"""The answer travels in the query of the redirect URI (RFC 6749 §4.1.2)."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from oauth_tutorial.practice.web.way_back import answer_uri

ALLOWED = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]*")  # RFC 6749 §5.2

ODD = 'ü"\\\n§🖨'


def answer_of(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query, keep_blank_values=True)


@pytest.mark.parametrize("name", ["response_type", "scope", "code_challenge_method", "resource"])
def test_error_texts_in_the_redirect_keep_to_theirs(alice, authorization_url, name):
    url = authorization_url(**({"code_challenge": "x"} | {name: ODD}))
    answer = answer_of(alice.open(url).headers["Location"])

    assert ALLOWED.fullmatch(answer["error"][0])
    assert ALLOWED.fullmatch(answer["error_description"][0])


@pytest.mark.parametrize(
    "changes",
    [{}, {"scope": "unknown"}, {"response_type": "token"}, {"prompt": "none"}],
    ids=["code", "invalid_scope", "unsupported_response_type", "login_required"],
)
def test_every_authorization_response_names_its_issuer_once(
    photobox, alice, authorization_url, changes
):
    url = authorization_url(**changes)
    location = alice.open(url).headers["Location"] if changes else alice.decide(url)
    answer = answer_of(location)
    metadata = requests.get(
        f"{photobox.issuer}/.well-known/oauth-authorization-server", timeout=5
    ).json()

    assert answer["iss"] == [metadata["issuer"]]
    assert answer["state"] == ["xyz"]
    assert all(len(values) == 1 for values in answer.values())
    assert metadata["authorization_response_iss_parameter_supported"] is True


def test_state_comes_back_to_the_letter(alice, authorization_url):
    state = "a b+c&d=%20é\"'<>"

    assert answer_of(alice.decide(authorization_url(state=state)))["state"] == [state]


def test_the_query_of_a_redirect_uri_is_kept(photobox, alice, authorization_url):
    redirect_uri = "https://client.example.com/cb?shop=7"
    body = {"redirect_uris": [redirect_uri]}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    url = authorization_url(client_id=client["client_id"], redirect_uri=redirect_uri)
    location = alice.decide(url)

    assert location.startswith(redirect_uri + "&")
    assert answer_of(location)["shop"] == ["7"]


@pytest.mark.parametrize(
    ("redirect_uri", "uri"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1/cb?code=a%20b"),
        ("http://127.0.0.1/cb?", "http://127.0.0.1/cb?code=a%20b"),
        ("http://127.0.0.1/cb?c=d%20e", "http://127.0.0.1/cb?c=d%20e&code=a%20b"),
        ("com.example.app:/cb", "com.example.app:/cb?code=a%20b"),
    ],
)
def test_the_answer_is_added_to_the_query_that_is_there(redirect_uri, uri):
    """What is None is left out."""
    assert answer_uri(redirect_uri, {"code": "a b", "state": None}) == uri


@pytest.mark.parametrize(
    ("redirect_uri", "expected"),
    [
        ("http://127.0.0.1:1/cb", "http://127.0.0.1:1/cb?code=x"),
        ("http://127.0.0.1:1/cb?", "http://127.0.0.1:1/cb?code=x"),
        ("https://shop.example?a=b", "https://shop.example?a=b&code=x"),
        ("http://127.0.0.1/cb?a=b#c?d", "http://127.0.0.1/cb?a=b&code=x#c?d"),
        ("cursor://anysphere/cb", "cursor://anysphere/cb?code=x"),
        ("com.example.app:/cb", "com.example.app:/cb?code=x"),
        ("com.example.app:///cb", "com.example.app:///cb?code=x"),
    ],
)
def test_the_rest_of_a_redirect_uri_stays_as_it_was_written(redirect_uri, expected):
    """A scheme of the app's own as well (RFC 8252 §7.1)."""
    assert answer_uri(redirect_uri, {"code": "x", "state": None}) == expected
