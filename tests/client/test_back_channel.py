"""One request of the back channel, in whatever dialect."""

from importlib import metadata

import pytest
from werkzeug.wrappers import Request, Response

from oauth_tutorial import exchange_code, network, record, refresh
from oauth_tutorial.client.dialect import Dialect
from oauth_tutorial.errors import InvalidArgument, TokenRequestFailed

SECRET = "gX1fBat3bV"


class Server:
    def __init__(self):
        self.answer = (200, '{"access_token":"2YotnFZFEjr1zCsicMWpAA"}')

    @Request.application
    def app(self, request):
        request.get_data()
        self.asked = request
        status, body = self.answer
        return Response(body, status, content_type="application/json")


@pytest.fixture
def server():
    server = Server()
    serving = network.serve(server.app)
    server.url = f"http://127.0.0.1:{serving.port}/v1/oauth/token"
    yield server
    serving.stop()


def ask(server, **more):
    given = {"code": "SplxlOBeZQQYbYS6WxSbIA", "redirect_uri": "https://client.example.com/cb"}
    return exchange_code(
        server.url, **given | {"client_id": "s6BhdRkqt3", "client_secret": SECRET} | more
    )


def renew(server, **more):
    return refresh(
        server.url, **{"refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA", "client_id": "c"} | more
    )


def test_it_says_who_it_is(server):
    for call in (ask, renew):
        call(server)
        named = f"oauth-tutorial/{metadata.version('oauth-tutorial')}"
        assert server.asked.headers["User-Agent"] == named
    ask(server, dialect=Dialect(headers={"user-agent": "mine/1"}))
    assert server.asked.headers["User-Agent"] == "mine/1"


def test_a_dialect_says_how_the_client_authenticates(server):
    ask(server, dialect=Dialect(client_auth="basic"))
    assert server.asked.authorization.username == "s6BhdRkqt3"
    assert not {"client_id", "client_secret"} & set(server.asked.form)

    ask(server, dialect=Dialect(client_auth="none"))
    assert server.asked.authorization is None
    assert server.asked.form["client_id"] == "s6BhdRkqt3"
    assert SECRET not in str(server.asked.form)


def test_the_call_says_it_better_than_the_dialect(server):
    ask(server, client_auth="post", dialect=Dialect(client_auth="basic"))

    assert server.asked.form["client_secret"] == SECRET
    assert server.asked.authorization is None


def test_basic_without_a_secret(server):
    ask(server, client_secret=None, dialect=Dialect(client_auth="basic"))
    assert server.asked.form["client_id"] == "s6BhdRkqt3"
    assert server.asked.authorization is None

    ask(server, client_secret=None, dialect=Dialect(client_auth="basic", empty_password=True))
    found = server.asked.authorization
    assert (found.username, found.password) == ("s6BhdRkqt3", "")


def test_an_unknown_way_is_named_with_its_rule(server):
    with pytest.raises(InvalidArgument, match="client_auth must be 'post', 'basic' or") as raised:
        ask(server, client_auth="header")

    assert raised.value.section == "RFC 6749 §2.3.1"


def test_a_body_of_json(server):
    ask(server, dialect=Dialect(body="json", extra={"token": {"owner": "user"}}))

    assert server.asked.content_type == "application/json"
    assert server.asked.get_json() == {
        "owner": "user",
        "grant_type": "authorization_code",
        "code": "SplxlOBeZQQYbYS6WxSbIA",
        "redirect_uri": "https://client.example.com/cb",
        "client_id": "s6BhdRkqt3",
        "client_secret": SECRET,
    }


def test_names_and_extra_parameters_belong_to_a_request(server):
    dialect = Dialect(
        names={"token": {"client_id": "appid"}, "refresh": {"client_secret": "secret"}},
        extra={"token": {"action": "requesttoken"}, "refresh": {"kind": "x"}},
    )
    ask(server, dialect=dialect)
    form = server.asked.form
    assert (form["appid"], form["action"]) == ("s6BhdRkqt3", "requesttoken")
    assert not {"client_id", "kind"} & set(form)

    renew(server, client_secret=SECRET, dialect=dialect)
    form = server.asked.form
    assert (form["secret"], form["kind"], form["client_id"]) == (SECRET, "x", "c")
    assert not {"client_secret", "action"} & set(form)


@pytest.mark.parametrize(
    "dialect",
    [
        Dialect(body="json"),
        Dialect(names={"token": {"client_secret": "secret", "code": "auth"}}),
        Dialect(client_auth="basic", body="json"),
    ],
)
def test_what_was_sent_is_not_repeated_whatever_it_is_called(server, dialect):
    server.answer = (400, f'{{"error":"x","error_description":"{SECRET}, SplxlOBeZQQYbYS6WxSbIA"}}')
    with record() as log, pytest.raises(TokenRequestFailed) as raised:
        ask(server, dialect=dialect)

    assert raised.value.error_description == "<10 characters>, <22 characters>"
    assert SECRET not in repr(log[0])


def test_a_refresh_says_once_more_what_its_server_wants(server):
    dialect = Dialect(name="Reddit", repeat=("redirect_uri",))
    renew(server, redirect_uri="http://127.0.0.1:8000/callback", dialect=dialect)
    assert server.asked.form["redirect_uri"] == "http://127.0.0.1:8000/callback"

    with pytest.raises(InvalidArgument, match="Reddit wants redirect_uri in a refresh") as raised:
        renew(server, dialect=dialect)
    assert raised.value.section == "RFC 6749 §6"

    renew(server)
    assert "redirect_uri" not in server.asked.form


def test_a_refresh_in_practice_goes_to_the_same_path_here(server):
    renew(server, dialect=Dialect(refresh_endpoint="https://api.figma.com/v1/oauth/refresh"))
    assert server.asked.path == "/v1/oauth/refresh"
    renew(server, dialect=Dialect(refresh_endpoint="https://x.example//evil.example/refresh"))
    assert server.asked.path == "/evil.example/refresh"  # as requests writes it

    ask(server, dialect=Dialect(refresh_endpoint="https://api.figma.com/v1/oauth/refresh"))
    assert server.asked.path == "/v1/oauth/token"


def test_a_refresh_elsewhere_goes_where_the_dialect_says(monkeypatch):
    asked = []

    def sent(method, url, **more):
        asked.append(url)
        raise OSError

    monkeypatch.setattr("oauth_tutorial.client.back_channel.send", sent)
    with pytest.raises(TokenRequestFailed):
        refresh(
            "https://server.example/token",
            refresh_token="tGzv3JOkF0XG5Qx2TlKWIA",
            client_id="c",
            dialect=Dialect(refresh_endpoint="https://other.example/refresh"),
        )

    assert asked == ["https://other.example/refresh"]


def test_scopes_of_a_refresh_are_separated_as_there(server):
    renew(server, scope="read write", dialect=Dialect(scope_separator=","))

    assert server.asked.form["scope"] == "read,write"


def test_a_verifier_is_sent_unless_the_server_refuses_pkce(server):
    for pkce, sent in (("S256", "v" * 43), ("hex", "v" * 43), ("none", None)):
        ask(server, code_verifier="v" * 43, dialect=Dialect(pkce=pkce))
        assert server.asked.form.get("code_verifier") == sent
