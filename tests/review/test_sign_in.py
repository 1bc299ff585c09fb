"""What is kept of a sign-in; that reviews say it is tested with the apps of other shapes."""

import pytest

from oauth_tutorial.browser.page import Page, read_page
from oauth_tutorial.review.sign_in import Request, how_it_ended


def page(status: int, text: str) -> Page:
    return read_page("http://127.0.0.1/callback", status, f"<p>{text}</p>")


@pytest.mark.parametrize(
    ("status", "text", "asks_again", "said"),
    [
        (200, "Alice Liddell", True, "after the callback the app sends the person to PhotoBox"),
        (502, "Alice Liddell", False, "the callback ends with status 502"),
        (200, "Hello Alice", False, "the callback's page names the person, but no page"),
        (200, "Welcome", False, "the last page names nobody"),
    ],
)
def test_how_a_sign_in_ended(status: int, text: str, asks_again: bool, said: str) -> None:
    assert how_it_ended(page(status, text), asks_again).startswith(said)


def test_a_request_has_an_empty_text_for_what_was_not_sent() -> None:
    request = Request("http://127.0.0.1/authorize", {"state": "a"})

    assert (request["state"], request["nonce"]) == ("a", "")
    assert "authorize" not in repr(request)
