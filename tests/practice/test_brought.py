"""What the command is given for the service."""

import json

import pytest

from oauth_tutorial.practice.brought import (
    Brought,
    CannotBring,
    read_clients,
    read_faults,
    read_lifetimes,
    read_resources,
)

URI = "http://localhost:3000/auth/x/callback"


@pytest.fixture
def write(tmp_path):
    """Write a file, and return what is read from it."""

    def send(content, name="app.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read_clients([path])

    return send


def test_a_file_registers_a_client_under_its_own_name_and_secret(service, write):
    wish = {"redirect_uris": [URI], "client_id": "my-app", "client_secret": "s3cret"}
    [client] = Brought(clients=write(wish)).give(service)

    assert (client.client_id, client.client_secret) == ("my-app", "s3cret")
    assert service.clients.get("my-app").has_redirect_uri(URI)
    assert not service.clients.is_self_registered("my-app")
    service.reset()
    assert service.clients.get("my-app") is not None


def test_without_a_name_it_gets_one(service, write):
    [client] = Brought(clients=write({"redirect_uris": [URI]})).give(service)

    assert client.client_id.startswith("client-")
    assert len(client.client_secret) == 43
    assert service.clients.get(client.client_id) == client


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "must hold a JSON object.* it holds JSON that is broken"),
        (b"[]", "must hold a JSON object.* it holds JSON of the type list"),
        (b"\xff\xfe\xfd", "must hold a JSON object"),
        (b"[" * 50_000, "must hold a JSON object.* nested more than 100"),
        (b" " * 65_537, "is longer than 64 KiB"),
        ({"client_id": "a b"}, "client_id in .* must be a string"),
        ({"client_id": "\x1b[2J"}, "client_id in .* must be a string"),
        ({"client_secret": 7}, "client_secret in .* must be a string"),
        ({"client_secret": ""}, "client_secret in .* must be a string"),
    ],
)
def test_a_file_that_cannot_be_right_is_said(write, content, said):
    with pytest.raises(CannotBring, match=said):
        write(content)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": ["no URL"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [URI], "client_id": "printshop"}, "a client 'printshop' already"),
        ({"redirect_uris": [URI], "client_id": "alice"}, "client_id in .*'alice' is a person here"),
        (
            {
                "redirect_uris": [URI],
                "client_secret": "x",
                "token_endpoint_auth_method": "none",
            },
            "client_secret and token_endpoint_auth_method none",
        ),
    ],
)
def test_what_the_rules_refuse_is_said_with_the_file(service, write, wish, said):
    with pytest.raises(CannotBring, match=said) as raised:
        Brought(clients=write(wish)).give(service)
    assert "app.json" in str(raised.value)


def test_two_files_with_one_name_are_said(service, write):
    wish = {"redirect_uris": [URI], "client_id": "my-app"}
    clients = write(wish) | write(wish, "other.json")

    with pytest.raises(CannotBring, match=r"other\.json: there is a client 'my-app' already"):
        Brought(clients=clients).give(service)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotBring, match=r"app\.json cannot be read: No such file"):
        read_clients([tmp_path / "app.json"])
    with pytest.raises(CannotBring, match="cannot be read"):
        read_clients([tmp_path])


def test_faults_are_known_or_the_nearest_is_named(service):
    with pytest.raises(CannotBring, match=r"no fault 'html500'\. Did you mean html_500\? There"):
        read_faults(["html_500", "html500"])
    Brought(faults=read_faults(["html_500"])).give(service)

    assert "until it is removed" in repr(service.faults)


@pytest.mark.parametrize("text", ["code", "code=", "code=0", "code=-1", "code=1.5", "code=²"])
def test_a_lifetime_is_a_number_of_seconds(text):
    with pytest.raises(CannotBring, match="Expected"):
        read_lifetimes([text])


def test_lifetimes_are_set(service):
    with pytest.raises(CannotBring, match=r"no lifetime 'acces_token'\. Did you mean access_token"):
        read_lifetimes(["acces_token=7"])
    Brought(lifetimes=read_lifetimes(["access_token=7", "code=5"])).give(service)

    assert (service.lifetimes.access_token, service.lifetimes.code) == (7, 5)
    assert service.lifetimes.id_token == 600


@pytest.mark.parametrize("url", ["", "x", "http://", "http://a.example/#b", "http://["])
def test_a_resource_is_an_address(url):
    with pytest.raises(CannotBring, match="RFC 8707"):
        read_resources([url])
    assert read_resources(["http://127.0.0.1:4000/mcp"]) == ("http://127.0.0.1:4000/mcp",)


def test_clock_and_tokens(service):
    Brought(ahead=300, jwt_access_tokens=True).give(service)

    assert service.clock.moved == "5 minutes"
    assert service.options.jwt_access_tokens is True


def test_nothing_is_nothing(service):
    assert Brought().give(service) == []
    assert service.clock.moved == ""
