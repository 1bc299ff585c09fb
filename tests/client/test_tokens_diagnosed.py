"""What the doctor says of an error of ``exchange_code``: it holds the answer that it came from."""

import pytest

from oauth_tutorial import diagnose
from oauth_tutorial.errors import TokenRequestFailed
from tests.client.answers import WILD
from tests.client.conftest import ask

pytestmark = pytest.mark.sockets


@pytest.mark.parametrize("name", [name for name, one in WILD.items() if one.causes])
def test_the_cause_is_found(raw, name):
    wild = WILD[name]
    with pytest.raises(TokenRequestFailed) as raised:
        ask(raw.says(*wild.answer))

    assert diagnose(raised.value).cause in wild.causes
