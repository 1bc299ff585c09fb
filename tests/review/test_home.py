"""Where an app is, for a browser and for this machine."""

import pytest

from oauth_tutorial.review.home import Home

HTTP, HTTPS = Home("http://127.0.0.1:5000", 5000), Home("https://shop.example", 5000)


@pytest.mark.parametrize(
    ("address", "has"),
    [
        ("http://127.0.0.1:5000", True),
        ("http://127.0.0.1:5000/a?b#c", True),
        ("HTTP://127.0.0.1:5000/", True),
        ("https://127.0.0.1:5000/", False),
        ("http://127.0.0.1:5001/", False),
        ("http://127.0.0.1:50000/", False),
        ("http://127.0.0.1:5000@evil.example/", False),
        ("http://127.0.0.1:5000.evil.example/", False),
        ("http://localhost:5000/", False),
        ("//127.0.0.1:5000/", False),
        ("/a", False),
        ("", False),
        ("http://[::1/", False),
    ],
)
def test_an_address_of_the_app(address: str, has: bool) -> None:
    assert HTTP.has(address) is has


def test_where_this_machine_reaches_it() -> None:
    assert HTTPS.reached_at("https://shop.example/a?b=c") == "http://127.0.0.1:5000/a?b=c"
    assert HTTP.reached_at("http://127.0.0.1:5000/") == "http://127.0.0.1:5000/"


def test_its_first_page() -> None:
    assert (HTTP.start, HTTP.is_https) == ("http://127.0.0.1:5000/", False)
    assert (HTTPS.start, HTTPS.is_https) == ("https://shop.example/", True)
