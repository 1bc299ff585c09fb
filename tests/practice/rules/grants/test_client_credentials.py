"""RFC 6749 §4.4, and the grants that are dead (RFC 9700 §2.1.2, §2.4)."""

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.rules.grants.client_credentials import client_credentials
from oauth_tutorial.practice.rules.token_request import Asked


def test_the_service_client_gets_a_token_and_no_refresh_token(photobox, nightly):
    token = nightly().json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}

    assert (token["token_type"], token["scope"]) == ("Bearer", "shop.report")
    assert "refresh_token" not in token
    report = requests.get(f"{photobox.api}/report", headers=headers, timeout=5)
    assert set(report.json()) == {"orders", "copies"}
    me = requests.get(f"{photobox.api}/me", headers=headers, timeout=5)
    assert me.json() == {"client_id": "printshop-nightly"}


def test_its_token_opens_no_photos(photobox, nightly):
    headers = {"Authorization": f"Bearer {nightly().json()['access_token']}"}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)

    assert answer.status_code == 403
    assert 'scope="photos.read"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("changes", "status", "error", "check"),
    [
        ({"scope": "photos.read"}, 400, "invalid_scope", "scope_known"),
        ({"client_secret": "guess"}, 401, "invalid_client", "client_authenticated"),
        ({"grant_type": "refresh_token"}, 400, "unauthorized_client", "grant_type_allowed"),
        (
            {"client_id": "printshop", "client_secret": "printshop-secret"},
            400,
            "unauthorized_client",
            "grant_type_allowed",
        ),
    ],
)
def test_each_broken_rule_has_its_code(photobox, nightly, changes, status, error, check):
    answer = nightly(**changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert photobox.log.last("/token").checks.failed.name == check


def test_a_client_without_a_secret_gets_no_token_of_its_own():
    service = practice.PhotoBox("http://photobox.example")
    public = Client("kiosk", "Kiosk", (), grant_types=("client_credentials",))
    asked = Asked(parameters={}, client=public, checks=Checklist())

    with pytest.raises(Refused) as refused:
        client_credentials(service, asked)
    assert (refused.value.status, refused.value.error) == (401, "invalid_client")


@pytest.mark.parametrize("client_id", ["printshop-nightly", "photobox-api"])
def test_a_service_client_cannot_send_a_person_anywhere(alice, authorization_url, client_id):
    page = alice.open(authorization_url(client_id=client_id))

    assert page.status_code == 400
    assert "Location" not in page.headers
