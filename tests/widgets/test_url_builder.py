"""The URL that grows with what is typed."""

import html
import re

import pytest
import requests

from oauth_tutorial.widgets import url_builder
from tests.widgets.conftest import ENDPOINT, html_of, verdict_of


def test_the_url_grows_with_each_field():
    panel = url_builder(ENDPOINT)
    panel.fields["scope"].value = "photos.read orders.write"
    panel.fields["extra"].value = "prompt=login&max_age=0"

    assert "<small>scope</small><code>&amp;scope=photos.read+orders.write</code>" in html_of(panel)
    assert "&amp;prompt=login&amp;max_age=0" in html_of(panel)
    assert f'href="{ENDPOINT}?response_type=code&amp;' in html_of(panel)


def test_a_query_of_the_endpoint_is_kept():
    """RFC 6749 §3.1."""
    assert f'href="{ENDPOINT}?tenant=1&amp;response_type=code' in html_of(
        url_builder(f"{ENDPOINT}?tenant=1")
    )


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("state", "typed", "This URL can be opened."),
        ("state", "", "there is no state"),
        ("response_type", "token", "response_type must be code"),
        ("client_id", "", "client_id"),
        ("redirect_uri", "127.0.0.1/callback", "redirect_uri"),
    ],
)
def test_the_verdict_is_that_of_the_package(field, value, word):
    panel = url_builder(ENDPOINT)
    panel.fields[field].value = value

    assert word in verdict_of(panel)


S256 = "code_challenge_method=S256"
CHALLENGE = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636 Appendix B


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        (f"{CHALLENGE}&{S256}", "This URL can be opened."),
        (CHALLENGE, "code_challenge_method must be S256"),
        (f"{CHALLENGE}&code_challenge_method=plain", "code_challenge_method must be S256"),
        (f"code_challenge=too-short&{S256}", "43 characters"),
        (f"{CHALLENGE}=&{S256}", "43 characters"),
        ("scope=orders.write", "scope appears twice"),
        ("prompt=login&prompt=consent", "prompt appears twice"),
    ],
)
def test_the_further_parameters_are_judged_as_photobox_does(photobox, extra, word):
    panel = url_builder(photobox.authorization_endpoint)
    panel.fields["extra"].value = extra
    [url] = re.findall(r'href="([^"]+)"', html_of(panel))
    page = requests.get(html.unescape(url), allow_redirects=False, timeout=5)

    assert word in verdict_of(panel)
    assert ("can be opened" in word) == ("Sign in" in page.text)


def test_a_public_client_needs_a_challenge(photobox):
    panel = url_builder(photobox.authorization_endpoint, client_id="printshop-public")
    assert "wants a code_challenge" in verdict_of(panel)

    panel.fields["extra"].value = f"{CHALLENGE}&{S256}"
    assert "This URL can be opened." in verdict_of(panel)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("redirect_uri", "http://127.0.0.1:8000/calback", "has not registered"),
        ("redirect_uri", "http://localhost:8000/callback", "has not registered"),
        ("redirect_uri", "http://127.0.0.1:5000/callback", "This URL can be opened."),
        ("client_id", "Printshop", "does not know that client_id"),
    ],
)
def test_what_photobox_answers_with_an_error_page_cannot_be_opened(photobox, field, value, word):
    panel = url_builder(photobox.authorization_endpoint)
    panel.fields[field].value = value
    [url] = re.findall(r'href="([^"]+)"', html_of(panel))
    page = requests.get(html.unescape(url), allow_redirects=False, timeout=5)

    assert word in verdict_of(panel)
    assert ("can be opened" in word) == ("Sign in" in page.text)
