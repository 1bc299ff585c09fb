"""What an app may ask for at the end of a session (RP-Initiated Logout 1.0 §2, §3, §4)."""

import pytest

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.store import Session
from oauth_tutorial.practice.rules.endpoints.end_session import read_leaving

BYE = "http://localhost:3000/bye"


@pytest.fixture
def read(service):
    """Read a request at a service that knows a shop, and an ID token of alice's there."""
    service.clients.give(Client("shop", "Shop", (), post_logout_redirect_uris=(BYE,)))
    claims = {"iss": service.issuer, "sub": "alice", "aud": "shop"}

    def send(*, with_hint=False, checks=None, **given):
        hint = {"id_token_hint": service.keys.sign(claims)} if with_hint else {}
        pairs = list((hint | given).items())
        return read_leaving(service, pairs, Checklist() if checks is None else checks)

    return send


def test_the_client_is_known_by_the_hint_or_by_name(read):
    assert read(with_hint=True, post_logout_redirect_uri=BYE).client.client_id == "shop"
    assert read(client_id="shop", post_logout_redirect_uri=BYE).redirect_uri == BYE
    assert read(client_id="shop", with_hint=True, state="x").state == "x"
    assert read().client is None


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"post_logout_redirect_uri": BYE}, "post_logout_client_named"),
        ({"client_id": "nobody"}, "client_known"),
        ({"id_token_hint": "x.y.z"}, "id_token_hint_ours"),
        ({"with_hint": True, "client_id": "printshop"}, "id_token_hint_of_this_client"),
        *(
            (
                {"client_id": "shop", "post_logout_redirect_uri": uri},
                "post_logout_redirect_uri_registered",
            )
            for uri in (BYE + "/", BYE + "?x", "http://localhost:3001/bye", "https://evil.example/")
        ),
        (
            {"client_id": "printshop", "post_logout_redirect_uri": BYE},
            "post_logout_redirect_uri_registered",
        ),
    ],
)
def test_what_does_not_pass_is_not_used(read, given, rule):
    checks = Checklist()
    with pytest.raises(Refused) as raised:
        read(checks=checks, **given)

    assert raised.value.status == 400
    assert checks.failed.name == rule


def test_nobody_is_asked_whose_own_id_token_came(read):
    leaving = read(with_hint=True)

    assert leaving.is_sure(Session(username="alice"))
    assert not leaving.is_sure(Session(username="bob"))
    assert not leaving.is_sure(None)
    assert not read().is_sure(Session(username="alice"))
    assert not read().is_sure(Session())


def test_a_client_without_an_address_for_afterwards_is_told_how_to_get_one(read):
    with pytest.raises(Refused, match="register it in post_logout_redirect_uris, or leave"):
        read(client_id="printshop", post_logout_redirect_uri=BYE)
