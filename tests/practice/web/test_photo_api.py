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
    where = f'resource_metadata="{photobox.issuer}/.well-known/oauth-protected-resource/api"'
    assert answer.headers["WWW-Authenticate"] == f'Bearer realm="PhotoBox", {where}'
    assert set(answer.json()) == {"error_description"}  # nor has the body one


def test_every_refusal_of_the_api_leads_to_its_document(photobox, ask, alice, authorization_url):
    """RFC 9728 §5.1; RFC 6750 §3: the scope that is wanted here."""
    token = ask(alice.code(authorization_url(scope="orders.write"))).json()["access_token"]
    get = lambda header: requests.get(f"{photobox.api}/photos", headers=header, timeout=5)  # noqa: E731
    headers = [{}, {"Authorization": "Bearer unknown"}, {"Authorization": f"Bearer {token}"}]
    answers = [get(header) for header in headers]

    assert [answer.status_code for answer in answers] == [401, 401, 403]
    for answer in answers:
        challenge = dict(re.findall(r'([a-z_]+)="([^"]*)"', answer.headers["WWW-Authenticate"]))
        assert challenge["scope"] == "photos.read"
        document = requests.get(challenge["resource_metadata"], timeout=5).json()
        assert document["resource"] == photobox.api  # RFC 9728 §3.3
        assert document["authorization_servers"] == [photobox.issuer]


def userinfo(photobox, access_token, method="GET"):
    header = {"Authorization": f"Bearer {access_token}"}
    return requests.request(method, photobox.userinfo_endpoint, headers=header, timeout=5)


def test_userinfo_wants_openid(photobox, alice, openid_url, exchange):
    """Core §5.3.3: errors as in RFC 6750 §3."""
    token = exchange(alice.code(openid_url(scope="photos.read"))).json()
    answer = userinfo(photobox, token["access_token"])

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_userinfo_takes_a_token_in_a_form(photobox, token):
    """RFC 6750 §2.2: of a POST with a form, and of nothing else."""
    value = token["access_token"]

    def send(method="POST", **more):
        return requests.request(method, photobox.userinfo_endpoint, timeout=5, **more)

    header, form = {"Authorization": f"Bearer {value}"}, {"access_token": value}
    assert send(data=form).json()["sub"] == "alice"
    assert send("GET", data=form).status_code == 401
    assert send(files={"access_token": (None, value)}).status_code == 401
    assert send(json=form).status_code == 401
    twice, url = send(data=form, headers=header), send("GET", params=form)
    for refused, broken in [(twice, "token_sent_once"), (url, "token_not_in_the_query")]:
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
        assert (
            'Bearer realm="PhotoBox", error="invalid_request"'
            in (refused.headers["WWW-Authenticate"])
        )
        entry = photobox.log.find(int(refused.headers["X-Request-Id"]))
        assert entry.checks.failed.name == broken
        assert value not in refused.text + repr(entry)


def test_the_api_takes_no_token_in_a_form_or_in_the_url(photobox, token):
    value = {"access_token": token["access_token"]}

    assert requests.post(f"{photobox.api}/orders", data=value, timeout=5).status_code == 401
    answer = requests.get(f"{photobox.api}/me", params=value, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "the URL" in answer.json()["error_description"]


@pytest.mark.parametrize("header", [None, "Bearer unknown", "Basic eDp5", "Bearer", "DPoP x"])
def test_a_challenge_says_each_thing_once(photobox, header):
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)
    challenge = answer.headers["WWW-Authenticate"]
    names = re.findall(r'([a-z_]+)="', challenge)

    assert answer.status_code == 401
    assert re.fullmatch(r'(Bearer|DPoP) [a-z]+="[^"]*"(, [a-z_]+="[^"]*")*', challenge)
    assert len(names) == len(set(names))
