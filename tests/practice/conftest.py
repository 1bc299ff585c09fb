from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from oauth_tutorial import practice
from tests.practice.browser import Person

CALLBACK = "http://127.0.0.1:49152/callback"


@pytest.fixture(scope="session")
def photobox() -> Iterator[practice.PhotoBox]:
    service = practice.start()
    yield service
    service.stop()


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
