"""The nearest redirect URI that the provider takes."""

import pytest

from oauth_tutorial.providers import preflight

from ..conftest import Invent
from ..found import first

ANY = {"loopback": "any-port", "hosts": ["127.0.0.1"]}
EXACT = {"loopback": "exact", "hosts": ["localhost", "127.0.0.1"]}


@pytest.mark.parametrize(
    ("facts", "given", "better"),
    [
        (ANY, "localhost:8000/callback", "http://127.0.0.1:8000/callback"),
        (ANY, "/callback", "http://127.0.0.1/callback"),
        (ANY, " 'http://127.0.0.1:8000/callback' ", "http://127.0.0.1:8000/callback"),
        (ANY, "http://127.0.0.1:8000/callback#top", "http://127.0.0.1:8000/callback"),
        (ANY, "http://0.0.0.0:8000/callback", "http://127.0.0.1:8000/callback"),
        (ANY, "http://127.0.0.1:8000/a?code=1", "http://127.0.0.1:8000/a"),
        (ANY, "http://SHOP.example/callback?a=b", "https://shop.example/callback?a=b"),
        (ANY, "http://shop.example/é", "https://shop.example/callback"),
        (ANY, "http://127.0.0.1:8000/a/../b", "http://127.0.0.1:8000/callback"),
        (EXACT, "http://127.0.0.1:49152/callback/", "http://127.0.0.1:8765/callback"),
        (EXACT, "http://[::1]:5000/callback", "http://localhost:5000/callback"),
        ({**ANY, "query": False}, "http://127.0.0.1/a?b=c", "http://127.0.0.1/a"),
        ({**ANY, "bare": False}, "http://127.0.0.1:8000/", "http://127.0.0.1:8000/callback"),
        ({**ANY, "forbidden": "!"}, "http://127.0.0.1:8000/a!", "http://127.0.0.1:8000/callback"),
    ],
)
def test_it_is_what_was_meant(
    invent: Invent, facts: dict[str, object], given: str, better: str
) -> None:
    found = preflight(invent(redirect=facts), redirect_uri=given)
    finding = next(one for one in found if one.rule.startswith("redirect"))

    assert finding.paste == better
    assert finding.field == "Authorization callback URL"


def test_where_nothing_can_be_right_nothing_is_pasted() -> None:
    assert first("redirect_scheme", "slack", redirect_uri="http://localhost/callback").paste == ""
