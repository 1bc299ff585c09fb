"""One message: what it keeps, and what its repr shows."""

import pytest

from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import note, record

SECRET = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"


@pytest.mark.parametrize(
    "url",
    [
        f"http://127.0.0.1/callback?code={SECRET}&state={SECRET}",
        f"http://printshop:{SECRET}@127.0.0.1/token",
    ],
)
def test_a_noted_message_shows_no_secret(url):
    with record() as log:
        note(Exchange(method="GET", url=url, request_body=f"client_secret={SECRET}"))

    assert len(log) == 1
    assert SECRET not in repr(log)
    assert SECRET not in repr(log[0])
