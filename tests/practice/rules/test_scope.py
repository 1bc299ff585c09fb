"""The scope parameter (RFC 6749 §3.3)."""


def test_a_request_without_scope_gets_the_default(ask, alice, authorization_url):
    assert ask(alice.code(authorization_url(scope=None))).json()["scope"] == "photos.read"


def test_no_person_can_allow_the_scope_of_a_service(alice, authorization_url):
    location = alice.open(authorization_url(scope="shop.report")).headers["Location"]

    assert "error=invalid_scope" in location
