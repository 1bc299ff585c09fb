from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import requests

from oauth_tutorial import practice
from tests.practice.browser import Person

CALLBACK = "http://127.0.0.1:49152/callback"


@pytest.fixture(scope="session")
def photobox() -> Iterator[practice.PhotoBox]:
    service = practice.start()
    yield service
    service.stop()


@pytest.fixture(autouse=True)
def _start_state(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test leaves a moved clock, a fault or an option to the next one."""
    yield
    if "photobox" in request.fixturenames:
        request.getfixturevalue("photobox").reset()


@pytest.fixture
def alice() -> Iterator[Person]:
    person = Person()
    yield person
    person.close()


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
