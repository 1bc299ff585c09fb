"""A location, a JSON answer and a JSON request, as HTTP has them."""

import pytest

from oauth_tutorial.practice.web.http import redirect


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("http://[::1]:1/cb?a=%20&b=c+d", "http://[::1]:1/cb?a=%20&b=c+d"),
        ("http://127.0.0.1/\r\nSet-Cookie: a=b", "http://127.0.0.1/%0D%0ASet-Cookie:%20a=b"),
        ("http://127.0.0.1/é", "http://127.0.0.1/%C3%A9"),
    ],
)
def test_a_location_is_one_line_of_ascii(location, sent):
    assert redirect(location).headers["Location"] == sent
