from collections.abc import Iterator
from threading import Event
from urllib.parse import urlencode

import pytest
import requests
from werkzeug.test import Client

from oauth_tutorial.practice import PhotoBox
from tests.practice.browser import Person

CALLBACK = "http://127.0.0.1:49152/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 App. B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "openid profile email"


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
def openid_url(authorization_url):
    """The same, of a client that wants to know who signs in."""
    return lambda **changes: authorization_url(
        **({"scope": SCOPE, "nonce": "n-0S6_WzA2Mj"} | changes)
    )


@pytest.fixture
def code(alice, authorization_url):
    return alice.code(authorization_url(scope="photos.read openid"))


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


@pytest.fixture
def token(alice, openid_url, exchange):
    """What PrintShop got, an ID token with it."""
    return exchange(alice.code(openid_url())).json()


@pytest.fixture
def jwks(photobox):
    return lambda: requests.get(photobox.jwks_uri, timeout=5).json()


@pytest.fixture
def service() -> PhotoBox:
    """A service of this test's own, without a port."""
    return PhotoBox("http://photobox.example")


@pytest.fixture
def client(service) -> Client:
    """A client of that service, without a network."""
    return Client(service.app)


@pytest.fixture
def begin(photobox):
    """Ask for the codes of a device, as PhotoFrame does."""

    def send(**changes):
        body = {"client_id": "photobox-printer", "scope": "photos.read"} | changes
        return requests.post(photobox.device_authorization_endpoint, data=body, timeout=5)

    return send


@pytest.fixture
def poll(photobox):
    """Ask whether the person has approved; by default after a pause that is long enough."""

    def send(codes, pause=5, client_id="photobox-printer", **more):
        if pause:
            photobox.clock.advance(seconds=pause)
        body = {
            "grant_type": GRANT,
            "device_code": codes["device_code"],
            "client_id": client_id,
        } | more
        return requests.post(photobox.token_endpoint, data=body, timeout=5)

    return send
