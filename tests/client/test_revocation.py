"""Giving a token back, in each of the ways that servers have."""

import base64

import pytest
from werkzeug.wrappers import Request, Response

from oauth_tutorial import network, revoke
from oauth_tutorial.client.dialect import Dialect
from oauth_tutorial.errors import InvalidArgument, TokenRequestFailed

TOKEN = "gho_16C7e42F292c6912E7710c838347Ae178B4a"
SECRET = "gX1fBat3bV"
WORDS = "a-token-in-words"  # nothing but having sent it tells that it is one


class Server:
    def __init__(self):
        self.answer, self.asked = (204, ""), []

    @Request.application
    def app(self, request):
        self.asked.append(request)
        request.get_data()
        status, body = self.answer
        return Response(body, status, content_type="application/json")


@pytest.fixture
def server():
    server = Server()
    serving = network.serve(server.app)
    server.url = f"http://127.0.0.1:{serving.port}"
    yield server
    serving.stop()


def give_back(url, style, **more):
    given = {"token": TOKEN, "client_id": "s6/hd", "client_secret": SECRET} | more
    return revoke(
        url, dialect=Dialect(revocation=style, name="Some", headers={"X-A": "b"}), **given
    )


def test_with_basic_and_json(server):
    give_back(server.url + "/applications/{client_id}/token", "basic-delete-json")
    request = server.asked[0]

    assert (request.method, request.path) == ("DELETE", "/applications/s6/hd/token")
    assert request.environ["REQUEST_URI"] == "/applications/s6%2Fhd/token"
    assert request.get_json() == {"access_token": TOKEN}
    pair = base64.b64decode(request.headers["Authorization"].removeprefix("Basic "))
    assert pair == b"s6%2Fhd:gX1fBat3bV"
    assert request.headers["X-A"] == "b"
    assert request.headers["User-Agent"].startswith("oauth-tutorial/")


@pytest.mark.parametrize(
    ("style", "method"),
    [("bearer-post", "POST"), ("bearer-get", "GET"), ("bearer-delete", "DELETE")],
)
def test_with_the_token_as_bearer(server, style, method):
    server.answer = (200, '{"ok": true, "revoked": true}')
    give_back(server.url, style)
    request = server.asked[0]

    assert request.method == method
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.get_data() == b""
    assert SECRET not in str(request.headers)


def test_as_rfc_7009_has_it(server):
    give_back(server.url, "rfc7009", token_type_hint="access_token")

    assert server.asked[0].form.to_dict() == {
        "token": TOKEN,
        "token_type_hint": "access_token",
        "client_id": "s6/hd",
        "client_secret": SECRET,
    }


@pytest.mark.parametrize(
    "style", ["rfc7009", "bearer-post", "bearer-get", "bearer-delete", "basic-delete-json"]
)
@pytest.mark.parametrize(
    "answer", [(401, f'{{"error":"bad {WORDS}"}}'), (200, '{"ok":false,"error":"not_authed"}')]
)
def test_a_no_is_told_without_the_token(server, style, answer):
    server.answer = answer
    with pytest.raises(TokenRequestFailed, match="revocation endpoint refused") as raised:
        give_back(server.url, style, token=WORDS)

    assert WORDS not in str(raised.value)
    assert raised.value.status == answer[0]


def test_where_an_app_can_revoke_nothing_a_person_can(server):
    dialect = Dialect(revocation="none", name="Microsoft", by_hand=("My Apps", "the app", "Remove"))
    with pytest.raises(InvalidArgument, match="Microsoft does not let an app") as raised:
        revoke("", token=TOKEN, client_id="c", dialect=dialect)

    assert "My Apps → the app → Remove" in raised.value.hint
    assert raised.value.section.startswith("RFC 7009")
    with pytest.raises(InvalidArgument, match="This server does not let an app") as raised:
        revoke(server.url, token=TOKEN, client_id="c", dialect=Dialect(revocation="none"))
    assert "settings of their account" in raised.value.hint
    assert server.asked == []


def test_a_secret_that_is_missing_is_named(server):
    with pytest.raises(InvalidArgument, match="client_secret") as raised:
        give_back(server.url, "basic-delete-json", client_secret=None)

    assert "needs its client_id and client_secret" in raised.value.hint
    assert server.asked == []


def test_who_asks_is_named_as_at_the_token_endpoint(server):
    dialect = Dialect(
        names={"token": {"client_id": "client_key"}}, extra={"token": {"a": "b"}}, body="json"
    )
    revoke(server.url, token=TOKEN, client_id="aw1", dialect=dialect)

    assert server.asked[0].get_json() == {"token": TOKEN, "client_key": "aw1"}
