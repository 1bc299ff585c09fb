"""The photo API over HTTP: answers and challenges (RFC 6750 §3)."""

import re

import pytest
import requests


def test_the_api_says_which_scope_is_missing(photobox, ask, code):
    token = ask(code).json()["access_token"]
    answer = requests.post(
        f"{photobox.api}/orders",
        headers={"Authorization": f"Bearer {token}"},
        json={"photo": 1, "copies": 2},
        timeout=5,
    )

    assert answer.status_code == 403
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_scope", scope="orders.write"' in challenge


def test_without_a_token_the_challenge_has_no_error_code(photobox):
    answer = requests.get(f"{photobox.api}/me", timeout=5)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="PhotoBox"'


def userinfo(photobox, access_token, method="GET"):
    header = {"Authorization": f"Bearer {access_token}"}
    return requests.request(method, photobox.userinfo_endpoint, headers=header, timeout=5)


def test_userinfo_wants_openid(photobox, alice, openid_url, exchange):
    """Core §5.3.3: errors as in RFC 6750 §3."""
    token = exchange(alice.code(openid_url(scope="photos.read"))).json()
    answer = userinfo(photobox, token["access_token"])

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", [None, "Bearer unknown", "Basic eDp5", "Bearer", "DPoP x"])
def test_a_challenge_says_each_thing_once(photobox, header):
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)
    challenge = answer.headers["WWW-Authenticate"]
    names = re.findall(r'([a-z_]+)="', challenge)

    assert answer.status_code == 401
    assert re.fullmatch(r'(Bearer|DPoP) [a-z]+="[^"]*"(, [a-z_]+="[^"]*")*', challenge)
    assert len(names) == len(set(names))
