"""The log: what it keeps, what it shows, and whom it tells."""

import base64

import requests


def test_the_log_holds_no_secret_in_its_text(photobox, ask, code):
    token = ask(code).json()["access_token"]
    text = repr(photobox.log) + "".join(map(repr, photobox.log))

    basic = base64.b64encode(b"printshop:printshop-secret").decode()
    for secret in (code, token, "printshop-secret", "wonderland", basic):
        assert secret not in text


def test_log_has_the_body_as_it_was_sent(photobox):
    """Order, doubled names and spelling are what a learner looks for."""
    requests.post(
        photobox.token_endpoint,
        data="b=1&a=%32&b=2",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=5,
    )

    assert photobox.log[-1].request_body == "b=1&a=%32&b=2"
    assert photobox.log[-1].parameters == {"b": "1", "a": "2"}
    assert photobox.log[-1].url == photobox.token_endpoint


def me(photobox, session=requests):
    return session.get(f"{photobox.api}/me", timeout=5)


def test_whoever_subscribes_to_the_service_hears_of_every_request(photobox):
    heard = []
    unsubscribe = photobox.log.subscribe(heard.append)
    photobox.log.subscribe(lambda entry: 1 / 0)
    me(photobox)
    unsubscribe()
    unsubscribe()
    me(photobox)

    assert [entry.path for entry in heard] == ["/api/me"]
