import pytest
from werkzeug.wrappers import Request, Response

from oauth_tutorial import LoopbackReceiver, exchange_code, network
from tests.raw_server import Raw

STATE = "s" * 43
RFC_ANSWER = (  # RFC 6749 §4.1.4
    '{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600,'
    '"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","example_parameter":"example_value"}'
)


@pytest.fixture
def receiver():
    with LoopbackReceiver(state=STATE) as receiver:
        yield receiver


class Odd:
    """A token endpoint that gives whatever ``answer`` says, and keeps what it received."""

    def __init__(self):
        self.answer = (200, "application/json", RFC_ANSWER)

    @Request.application
    def app(self, request):
        self.received = (request.headers, request.form.to_dict(flat=False))
        status, kind, body = self.answer
        return Response(body, status, content_type=kind)


@pytest.fixture
def server():
    odd = Odd()
    serving = network.serve(odd.app)
    odd.url = f"http://127.0.0.1:{serving.port}/token"
    yield odd
    serving.stop()


def ask(server, **changes):
    given = {
        "code": "SplxlOBeZQQYbYS6WxSbIA",
        "redirect_uri": "https://client.example.com/cb",
        "client_id": "s6BhdRkqt3",
        "client_secret": "gX1fBat3bV",
    } | changes
    return exchange_code(server.url, **given)


@pytest.fixture
def raw():
    server = Raw()
    yield server
    server.stop()
