"""What real servers answer to ``exchange_code``: a token, or a sentence that says what is wrong."""

import pytest

from oauth_tutorial import TokenResponse, refresh
from oauth_tutorial.errors import TokenRequestFailed
from tests.client.answers import KIN, TOKEN, WILD
from tests.client.conftest import ask

pytestmark = pytest.mark.sockets
ALL = WILD | KIN


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.wanted is None])
def test_a_token_is_found(raw, name):
    token = ask(raw.says(*ALL[name].answer))

    assert token.access_token == TOKEN["access_token"]


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.wanted is not None])
def test_the_sentence_says_what_came(raw, name):
    wild = ALL[name]
    with pytest.raises(TokenRequestFailed, match=wild.wanted) as raised:
        ask(raw.says(*wild.answer))

    assert raised.value.status == wild.answer[0]
    response = raised.value.evidence.get("response")
    assert (response.status_code if response is not None else "in part") == (
        "in part" if wild.is_in_part else wild.answer[0]
    )
    assert raised.value.error == wild.error or not wild.error
    assert all(line.isprintable() for line in str(raised.value).splitlines())


def test_a_refresh_reads_the_same(raw):
    raw.says(200, TOKEN | {"error": None})
    given = {"refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA", "client_id": "c"}

    assert isinstance(refresh(raw.url, **given), TokenResponse)
    with pytest.raises(TokenRequestFailed, match=r"'invalid_grant': dead(?s:.*)the newest"):
        refresh(raw.says(400, {"error": "invalid_grant", "reason": "dead"}).url, **given)
