"""What a person does on the pages, done by code."""

import pytest
import requests

from oauth_tutorial.browser.person import drive
from oauth_tutorial.errors import AuthorizationDenied


def test_deny(browser, url, receiver):
    drive(browser, url, username="bob", decision="deny")

    with pytest.raises(AuthorizationDenied):
        receiver.wait(timeout=1)


def test_an_unticked_scope_is_not_given(browser, url, photobox, receiver):
    drive(browser, url, username="alice", decision="approve", untick=["orders.write"])
    form = {
        "grant_type": "authorization_code",
        "code": receiver.wait(timeout=1).code,
        "redirect_uri": receiver.redirect_uri,
        "client_id": "printshop",
        "client_secret": "printshop-secret",
    }
    answer = requests.post(photobox.token_endpoint, form, timeout=5).json()

    assert answer["scope"] == "photos.read"


def test_a_device_is_connected(browser, photobox):
    body = {"client_id": "photobox-printer"}
    codes = requests.post(photobox.device_authorization_endpoint, body, timeout=5).json()
    url = codes["verification_uri_complete"]
    drive(browser, url, username="alice", decision="approve")

    assert "PhotoFrame is connected" in browser.page.text
