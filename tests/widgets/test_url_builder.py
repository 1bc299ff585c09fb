"""The URL that grows with what is typed."""

import pytest

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
        ("response_type", "token", "response_type is code"),
        ("client_id", "", "client_id"),
        ("redirect_uri", "127.0.0.1/callback", "redirect_uri"),
    ],
)
def test_the_verdict_is_that_of_the_package(field, value, word):
    panel = url_builder(ENDPOINT)
    panel.fields[field].value = value

    assert word in verdict_of(panel)
