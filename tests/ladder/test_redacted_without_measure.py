"""What cannot be read as a whole is hidden all the same."""

import pytest

from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange

SECRET = "printshop-secret-of-a-test"
DEEP = "[" * 101 + "]" * 101


@pytest.mark.parametrize(
    "changes",
    [
        {"request_body": f'{{"client_secret":"{SECRET}","q":"a=b","x":{DEEP}}}'},
        {"request_body": f'{{"client_secret":"{SECRET}","q":"a=b'},
        {"request_body": f'{{"client_secret":"{SECRET}","q":"{"a=b" * 400_000}"}}'},
        {"url": f"http://h/t?{'&' * 1000}access_token={SECRET}"},
        {"url": f"http://h/t?{'x=y&' * 2000}access_token={SECRET}"},
        {"url": f"http://h/t?x={'y' * 1_100_000}&access_token={SECRET}"},
        {"request_body": f"client_secret={SECRET}&x={'y' * 1_100_000}"},
    ],
    ids=["deep", "broken", "long", "empty pairs", "many pairs", "long query", "long form"],
)
def test_no_secret_is_in_what_is_shown_or_copied(changes):
    drawn = ladder([Exchange(**({"method": "POST", "url": "http://h/t"} | changes))])

    for shown in (drawn.html(), repr(drawn), str(drawn.har()), drawn.curl(1), drawn.code(1)):
        assert SECRET not in shown
