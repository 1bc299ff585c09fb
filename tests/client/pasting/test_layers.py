"""How an address is written into a text, and what stands there when that is taken away."""

import pytest

from oauth_tutorial.client.pasting.layers import layers

URL = "http://b/?c=d&e=f"


@pytest.mark.parametrize(
    "text",
    [
        "http://b/?c=d&amp;e=f",
        "http:\\/\\/b\\/?c=d\\u0026e=f",
        "http://b/?c=d\\&e=f",
        "http\u200b://b/?c=d&e=\u00adf",
        "http://b/?c=3Dd&e=3Df",
        "http://b/?c=3Dd=\r\n&e=3Df",
        "http%3A%2F%2Fb%2F%3Fc%3Dd%26e%3Df",
        "http%253A%252F%252Fb%252F%253Fc%253Dd%2526e%253Df",
    ],
)
def test_the_address_is_the_last_of_the_layers(text):
    assert list(layers(text))[-1] == URL


@pytest.mark.parametrize("text", ["a\\_b\\_c", "a\\_b_c", "a_b\\x5fc"])
def test_an_underscore_behind_a_backslash_is_one(text):
    """Markdown and chats write it so."""
    assert list(layers(text)) == ["a_b_c"]


@pytest.mark.parametrize(
    ("guarded", "inside"),
    [
        (f"https://urldefense.com/v3/__{URL}__;!!abc!x-y_z$", f"<{URL}>"),
        (f"https://urldefense.proofpoint.com/v3/__{URL}__;!!abc!xyz$", f"<{URL}>"),
        # Proofpoint: JQ is % in base64url, and ** stands for several characters
        ("https://urldefense.com/v3/__http://b/?c=*2F__;JQ!!abc!xyz$", "<http://b/?c=%2F>"),
    ],
)
def test_a_link_of_proofpoint_is_read(guarded, inside):
    assert next(layers(guarded)) == inside


@pytest.mark.parametrize("taken", ["", "J", "JQJQ", "*"])
def test_one_that_cannot_be_read_stays(taken):
    guarded = f"https://urldefense.com/v3/__http://b/?c=*2F__;{taken}!!abc!xyz$"

    assert next(layers(guarded)) == guarded


def test_a_text_without_such_marks_stays():
    assert list(layers("It says a=b, c*d and e_f.")) == ["It says a=b, c*d and e_f."]
