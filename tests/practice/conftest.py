from collections.abc import Iterator
from threading import Event
from urllib.parse import urlencode

import pytest
import requests

from tests.practice.browser import Person

CALLBACK = "http://127.0.0.1:49152/callback"


@pytest.fixture
def alice() -> Iterator[Person]:
    person = Person()
    yield person
    person.close()


@pytest.fixture
def next_entry(photobox) -> Iterator[Event]:
    """It is set once the service has answered, also where the client has given up."""
    came = Event()
    unsubscribe = photobox.log.subscribe(lambda entry: came.set())
    yield came
    unsubscribe()


@pytest.fixture
def authorization_url(photobox):
    """Build an authorization URL by hand; None leaves a parameter out."""

    def build(**changes: str | None) -> str:
        parameters = {
            "response_type": "code",
            "client_id": "printshop",
            "redirect_uri": CALLBACK,
            "scope": "photos.read",
            "state": "xyz",
        } | changes
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{photobox.authorization_endpoint}?{urlencode(given)}"

    return build


@pytest.fixture
def exchange(photobox):
    """Exchange a code as PrintShop does."""

    def send(code: str, timeout: float = 5) -> requests.Response:
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        secret = ("printshop", "printshop-secret")
        return requests.post(photobox.token_endpoint, data=body, auth=secret, timeout=timeout)

    return send


@pytest.fixture
def ask(photobox):
    """Send a token request; None leaves a parameter out."""

    def send(code="", *, auth=None, headers=None, **changes):
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "client_id": "printshop",
            "client_secret": "printshop-secret",
        } | changes
        body = {name: value for name, value in body.items() if value is not None}
        return requests.post(
            photobox.token_endpoint, data=body, auth=auth, headers=headers, timeout=5
        )

    return send


@pytest.fixture
def nightly(ask):
    """Send a token request as the service client, for itself."""

    def send(**changes):
        who = {"client_id": "printshop-nightly", "client_secret": "printshop-nightly-secret"}
        return ask(
            None,
            **({"grant_type": "client_credentials", "redirect_uri": None} | who | changes),
        )

    return send


@pytest.fixture
def introspect(photobox):
    """Ask what a token is worth, as the API does unless told otherwise."""

    def send(token, client_id="photobox-api", client_secret="photobox-api-secret", **more):
        body = {"token": token, "client_id": client_id, "client_secret": client_secret} | more
        return requests.post(photobox.introspection_endpoint, data=body, timeout=5)

    return send
