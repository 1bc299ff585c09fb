"""What a grant that is in order gets (RFC 6749 §5.1)."""

from urllib.parse import parse_qs, urlsplit


def answer_of(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query, keep_blank_values=True)


def test_the_granted_scope_is_always_said(ask, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    narrowed = alice.decide(url, scope=["orders.write"])

    assert ask(answer_of(narrowed)["code"][0]).json()["scope"] == "orders.write"
