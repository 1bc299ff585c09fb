"""What a client may do with an access token (RFC 6750)."""

import pytest
import requests

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.store import Grant, Token
from oauth_tutorial.practice.rules.dpop import Proof
from oauth_tutorial.practice.rules.endpoints.photo_api import Api, Shown


def test_an_order_is_placed(photobox, alice, authorization_url, ask):
    code = alice.code(authorization_url(scope="orders.write"))
    headers = {"Authorization": f"Bearer {ask(code).json()['access_token']}"}
    answer = requests.post(
        f"{photobox.api}/orders", headers=headers, json={"photo": 2, "copies": 3}, timeout=5
    )

    assert answer.status_code == 201
    assert (answer.json()["photo"], answer.json()["copies"]) == (2, 3)


def shown(service, header, body=(), query=()):
    proof = Proof(header="", method="GET", url=service.api)
    return Shown(header=header, body=body, query=query, proof=proof)


@pytest.fixture
def api(service):
    return Api(service)


@pytest.fixture
def orders_token():
    grant = Grant("printshop", "alice", ("orders.write",), auth_time=0)
    return Token(grant, grant.scope, issued_at=0, expires_at=2e10, audience=())


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"photo": 4, "copies": 1},  # bob's
        {"photo": "1"},
        {"photo": True},
        {"photo": 1, "copies": 0},
        {"photo": 1, "copies": 101},
        {"photo": 1, "copies": 1.0},
    ],
)
def test_an_order_that_cannot_be_read_places_nothing(service, api, orders_token, body):
    checks = Checklist()
    with pytest.raises(Refused):
        api.order(orders_token, body, checks)

    assert checks.failed.name == "order_readable"
    assert not service.store.orders


def test_the_report_counts_the_orders_of_everybody(api, orders_token):
    api.order(orders_token, {"photo": 1, "copies": 2}, Checklist())
    api.order(orders_token, {"photo": 3}, Checklist())

    assert api.report(orders_token) == {"orders": 2, "copies": 3}


@pytest.mark.parametrize(
    ("header", "broken"),
    [
        (None, "bearer_present"),
        ("Bearer", "bearer_present"),
        ("Basic good", "bearer_present"),
        ("Bearer unknown", "token_valid"),
        ("DPoP good", "dpop_present"),
    ],
)
def test_a_token_that_cannot_be_used_is_refused_by_name(service, api, orders_token, header, broken):
    service.store.access_tokens["good"] = orders_token
    checks = Checklist()
    with pytest.raises(Refused) as refused:
        api.authorize(shown(service, header), checks)

    assert (checks.failed.name, refused.value.status) == (broken, 401)
    assert api.authorize(shown(service, "bearer good"), Checklist()) is orders_token


@pytest.mark.parametrize(
    ("header", "body", "query", "broken"),
    [
        ("Bearer good", [("access_token", "good")], [], "token_sent_once"),
        (None, [("access_token", "good"), ("access_token", "good")], [], "token_sent_once"),
        (None, [], [("access_token", "good")], "token_not_in_the_query"),
        ("Bearer good", [], [("access_token", "good")], "token_not_in_the_query"),
        (None, [("access_token", "")], [], "bearer_present"),
        (None, [("access_token", "unknown")], [], "token_valid"),
    ],
)
def test_a_token_comes_in_one_place_and_that_is_no_url(
    service, api, orders_token, header, body, query, broken
):
    """RFC 6750 §2; RFC 9700 §4.3.2."""
    service.store.access_tokens["good"] = orders_token
    checks = Checklist()
    with pytest.raises(Refused) as refused:
        api.authorize(shown(service, header, body, query), checks)

    known = (checks.failed.name, refused.value.status)
    assert known == (broken, 401 if broken in {"bearer_present", "token_valid"} else 400)
    assert "good" not in refused.value.description


def test_a_token_in_the_body_is_as_good(service, api, orders_token):
    service.store.access_tokens["good"] = orders_token
    body = [("access_token", "good"), ("other", "x")]

    assert api.authorize(shown(service, None, body), Checklist()) is orders_token
