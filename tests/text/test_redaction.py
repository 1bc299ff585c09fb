"""A secret is shown by its shape, wherever it stands."""

from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial import new_code_verifier, new_state
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, hide_random, redact, redact_url, shape

SECRET = "SplxlOBeZQQYbYS6WxSbIA"  # the code of RFC 6749 §4.1.2


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "None"), ("", "<0 characters>"), ("x", "<1 character>"), (SECRET, "<22 characters>")],
)
def test_a_shape_is_a_length(value, shown):
    assert shape(value) == shown


def test_the_values_that_open_something_are_known():
    """A name that is lost from the set would be missed by no test below."""
    opens = "access_token client_secret code code_verifier device_code id_token password state"

    assert {*opens.split(), "refresh_token", "client_assertion", "token"} <= SECRET_PARAMETERS


@pytest.mark.parametrize("name", sorted(SECRET_PARAMETERS))
def test_every_secret_parameter_is_hidden_however_it_is_written(name):
    for written in (name, name.upper(), name.title()):
        assert redact(written, SECRET) == "<22 characters>"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "scope", "code_challenge", "iss"])
def test_what_a_learner_must_compare_is_shown(name):
    assert redact(name, "value") == "value"


@given(
    name=st.sampled_from(sorted(SECRET_PARAMETERS)),
    value=st.text(alphabet=st.characters(categories=("L", "N", "P")), min_size=12),
)
def test_no_secret_of_a_query_is_left_in_its_url(name, value):
    shown = redact_url("http://127.0.0.1/callback?" + urlencode({"iss": "x", name: value}))

    assert value not in shown
    assert quote_plus(value) not in shown
    assert shown.startswith("http://127.0.0.1/callback?iss=x&")


def test_a_token_behind_the_fragment_is_hidden():
    """Where the implicit flow put it."""
    url = f"http://127.0.0.1/callback?iss=x#token_type=Bearer&access_token={SECRET}"

    assert redact_url(url) == url.replace(SECRET, "<22 characters>")


def test_a_name_that_is_written_in_escapes_is_known_all_the_same():
    assert SECRET not in redact_url(f"http://127.0.0.1/?c%6Fde={SECRET}")


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/callback", "?", "http://127.0.0.1/?a&b="])
def test_a_url_without_values_stays_as_it_is(url):
    assert redact_url(url) == url


@pytest.mark.parametrize("make", [new_state, new_code_verifier])
def test_what_this_package_makes_at_random_is_recognised(make):
    """In text that somebody pasted, where no name stands before it."""
    # a value of 43 characters lacks a digit, or a case, once in some thousand times
    value = make() + "aA0"

    assert hide_random(f"it was {value}, I think") == f"it was <{len(value)} characters>, I think"


@pytest.mark.parametrize(
    "text",
    [
        "The redirect_uri in your request is not one that the app registered.",
        "urn:ietf:params:oauth:grant-type:device_code",
        "http://localhost:8000/callback",
        "antidisestablishmentarianism",
        "0123456789012345678901234567890",
    ],
)
def test_words_are_no_secrets(text):
    assert hide_random(text) == text
