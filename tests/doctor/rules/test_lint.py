"""A URL that has not failed yet."""

from urllib.parse import quote, urlencode

import pytest

from oauth_tutorial import build_authorization_url, code_challenge, new_code_verifier, new_state
from oauth_tutorial.doctor import diagnose

ENDPOINT = "https://login.example/authorize"
GOOD = {
    "response_type": "code",
    "client_id": "app",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "scope": "photos.read openid",
    "state": "abcdefgh",
    "code_challenge": code_challenge("v" * 43),
    "code_challenge_method": "S256",
}


def url(endpoint: str = ENDPOINT, **changes: str | None) -> str:
    given = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return f"{endpoint}?{urlencode(given, quote_via=quote)}"


CHALLENGE = GOOD["code_challenge"]
FAULTS = [
    (url(response_type="token"), "unsupported_response_type", "implicit"),
    (url(response_type="id_token token"), "unsupported_response_type", "implicit"),
    (url(response_type=None), "unsupported_response_type", "no response_type"),
    (url(response_type="password"), "unsupported_response_type", "not code"),
    (url(state=None), "state_mismatch", "no state"),
    (url(state=""), "state_mismatch", "no state"),
    (url(client_id=None), "unknown_client", "no client_id"),
    (url(client_id=""), "unknown_client", "client_id is ''"),
    (url(client_id="undefined"), "unknown_client", "client_id is 'undefined'"),
    (url(client_id="${CLIENT_ID}"), "unknown_client", "client_id is"),
    (url(redirect_uri="YOUR_REDIRECT_URI"), "redirect_uri_mismatch", "redirect_uri is"),
    (url(scope="None"), "scope_invalid", "scope is 'None'"),
    (url(code_challenge_method=None), "pkce_mismatch", "means plain"),
    (url(code_challenge_method="SHA-256"), "pkce_mismatch", "must be exactly S256"),
    (url(code_challenge_method="s256"), "pkce_mismatch", "must be exactly S256"),
    (url(code_challenge=CHALLENGE + "="), "pkce_mismatch", "padding"),
    (url(code_challenge="a" * 86), "pkce_mismatch", "hex digest"),
    (url(code_challenge="0f" * 32), "pkce_mismatch", "hex digest"),
    (url(code_challenge="a/b+" + "c" * 39), "pkce_mismatch", "base64url is needed"),
    (url(code_challenge="short"), "pkce_mismatch", "5 characters"),
    (url(redirect_uri="http://app.example/cb"), "insecure_transport", "redirect_uri is plain"),
    (url("http://login.example/authorize"), "insecure_transport", "endpoint is plain http"),
    (url(redirect_uri="https://*.app.example/cb"), "redirect_uri_mismatch", "wildcard"),
    (url(redirect_uri="https://app.example/cb#x"), "redirect_uri_mismatch", "fragment"),
    (
        url(redirect_uri=quote("https://app.example/cb", safe="")),
        "redirect_uri_mismatch",
        "encoded twice",
    ),
    (url().replace("photos.read%20openid", "photos.read openid"), "scope_invalid", "encoded"),
    (url(scope="photos.read%20openid"), "scope_invalid", "encoded twice"),
    (url(scope="photos.read,openid"), "scope_invalid", "commas"),
    (
        url(client_secret="s3cr3tpassw0rd"),
        "client_authentication_failed",
        "client_secret is in the URL",
    ),
    (url(code_verifier="v" * 43), "pkce_mismatch", "code_verifier is in the URL"),
    (url(redirect_uri="urn:ietf:wg:oauth:2.0:oob"), "oob_blocked", "oob"),
    (
        "http://127.0.0.1:8000/callback#access_token=abcdefgh12345&token_type=Bearer",
        "unsupported_response_type",
        "implicit",
    ),
    ("http://127.0.0.1:8000/callback?code=abcdefgh12345678", "state_mismatch", "no state"),
]


@pytest.mark.parametrize(("given", "cause", "words"), FAULTS, ids=[w for _, _, w in FAULTS])
def test_the_fault_is_named_before_it_fails(given: str, cause: str, words: str) -> None:
    """With the words that say where it stands."""
    diagnosis = diagnose(given)

    assert cause == diagnosis.cause, diagnosis
    assert words in " ".join(diagnosis.evidence)
    assert diagnosis.exit_status == 1


@pytest.mark.parametrize(
    "given",
    [
        url(),
        url("http://127.0.0.1:9000/authorize"),
        url("http://localhost:9000/authorize"),
        url(redirect_uri="https://app.example/cb", scope=None),
        url("https://slack.com/oauth/v2/authorize", scope="chat:write,users:read"),
        url(redirect_uri="com.example.app:/callback"),
        build_authorization_url(
            ENDPOINT,
            client_id="app",
            redirect_uri="http://127.0.0.1:8000/callback",
            state=new_state(),
            code_challenge=code_challenge(new_code_verifier()),
        ),
        # a client with a secret may do without PKCE
        "https://github.com/login/oauth/authorize?client_id=app&state=abcdefgh&scope=repo",
    ],
)
def test_of_a_good_url_it_is_said_that_nothing_is_wrong_yet(given: str) -> None:
    """Exit status 0."""
    diagnosis = diagnose(given)

    assert diagnosis.cause == "nothing_wrong_yet", diagnosis
    assert diagnosis.exit_status == 0


def test_what_would_be_better_is_told_all_the_same() -> None:
    diagnosis = diagnose(url(code_challenge=None, code_challenge_method=None))

    assert (diagnosis.cause, diagnosis.candidates[1]) == ("nothing_wrong_yet", "pkce_missing")
    assert "the URL has no code_challenge" in diagnosis.evidence


def test_what_came_later_tells_more_than_a_good_url() -> None:
    back = "http://127.0.0.1:8000/callback?code=abcdefgh12345678&state=abcdefgh"

    assert diagnose(back).cause == diagnose(url(), back).cause == ""
    assert diagnose(url(), "Invalid redirect_uri").cause == "redirect_uri_mismatch"


def test_every_fault_of_one_url_is_listed() -> None:
    """The gravest is the cause."""
    diagnosis = diagnose(url(response_type="token", state=None, redirect_uri="http://a.example/"))

    assert diagnosis.cause == "unsupported_response_type"
    assert {"state_mismatch", "insecure_transport"} <= set(diagnosis.candidates)


def test_an_address_inside_a_text_is_not_linted() -> None:
    """The documentation of some service is no request of yours."""
    assert diagnose(f"Open {url(state=None)} to read more.").cause == "unknown"


@pytest.mark.parametrize(
    "sent",
    [
        url("https://linear.app/oauth/authorize", scope="read,write"),
        url(
            "https://www.tiktok.com/v2/auth/authorize/",
            client_id=None,
            client_key="app",
            scope="user.info.basic,video.list",
            code_challenge="13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
        ),
    ],
)
def test_what_a_provider_has_its_own_way_of_is_no_fault_there(sent):
    assert diagnose(sent).cause == "nothing_wrong_yet"
    elsewhere = sent.replace("linear.app", "x.example").replace("www.tiktok.com", "x.example")
    assert diagnose(elsewhere).cause != "nothing_wrong_yet"
    assert diagnose(f"{elsewhere}&x=https://linear.app/").cause != "nothing_wrong_yet"


def test_a_value_that_was_taken_out_of_a_pasted_url_is_not_judged() -> None:
    """Whoever pastes a URL replaces what is private: the program sent something."""
    url = (
        "https://login.example/authorize?response_type=code&client_id=printshop&state=<STATE>"
        "&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_challenge={}&code_challenge_method=S256"
    )

    for hidden in ("REDACTED", "xxxxx", "***", "..."):
        assert diagnose(url.format(hidden)).cause == "nothing_wrong_yet", hidden
    assert diagnose(url.format("too-short")).cause == "pkce_mismatch"


def test_a_template_that_nobody_filled_in_is_told_where_nothing_else_was_given() -> None:
    """Beside an error, somebody took the value out before they pasted the URL."""
    url = "https://login.example/authorize?response_type=code&client_id=<CLIENT_ID>&state=abcdefgh"

    assert diagnose(url).cause == "unknown_client"
    assert diagnose(url, '{"error": "invalid_scope"}').cause == "scope_invalid"
