"""RFC 8414: the metadata says what is on, and no more."""

import pytest
import requests

DOCUMENTS = ("oauth-authorization-server", "openid-configuration")


@pytest.fixture(params=DOCUMENTS)
def metadata(photobox, request):
    def read() -> dict[str, object]:
        url = f"{photobox.issuer}/.well-known/{request.param}"
        return requests.get(url, timeout=5).json()

    return read


def test_every_endpoint_that_it_names_answers(metadata):
    document = metadata()
    endpoints = [name for name in document if name.endswith("_endpoint")]

    assert len(endpoints) >= 7
    for name in endpoints:
        assert requests.post(str(document[name]), timeout=5).status_code != 404, name


def test_every_endpoint_of_the_object_is_named(photobox, metadata):
    document = metadata()

    for name in document:
        if name.endswith("_endpoint"):
            assert getattr(photobox, name) == document[name]


def test_every_grant_that_it_names_is_one(photobox, metadata, ask):
    for grant_type in metadata()["grant_types_supported"]:
        assert ask(grant_type=grant_type).json().get("error") != "unsupported_grant_type"


@pytest.mark.parametrize(
    "name", ["introspection_endpoint", "revocation_endpoint", "device_authorization_endpoint"]
)
def test_an_endpoint_that_is_off_is_absent(photobox, metadata, name):
    photobox.options.off = {name}
    answer = requests.post(getattr(photobox, name), data={"token": "x"}, timeout=5)

    assert not [key for key in metadata() if key.startswith(name)]
    assert answer.status_code == 404
    assert f"The {name} is switched off in this lesson" in answer.json()["error_description"]
    photobox.options.off = frozenset()
    assert name in metadata()


def test_a_grant_that_is_off_is_refused(photobox, metadata, nightly):
    photobox.options.off = {"client_credentials"}

    assert "client_credentials" not in metadata()["grant_types_supported"]
    assert nightly().json()["error"] == "unsupported_grant_type"


def test_userinfo_can_be_off(photobox):
    photobox.options.off = {"userinfo_endpoint"}

    assert requests.get(photobox.userinfo_endpoint, timeout=5).status_code == 404
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    assert "userinfo_endpoint" not in requests.get(url, timeout=5).json()


def test_the_discovery_document_is_exact(photobox):
    """Discovery §3: every REQUIRED member; §4.3: issuer MUST be where it was fetched."""
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    document = requests.get(url, timeout=5).json()
    required = {
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    }

    assert required <= set(document)
    assert document["issuer"] == photobox.issuer
    assert document["request_uri_parameter_supported"] is False
    assert document["id_token_signing_alg_values_supported"] == ["RS256", "ES256"]
    for name, value in document.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert getattr(photobox, name) == value


def test_the_api_has_a_document_where_its_address_says(photobox):
    """RFC 9728 §3.1: between host and path; §3.3: ``resource`` is the address."""
    host, path = photobox.api.removesuffix("/api"), "/api"
    url = f"{host}/.well-known/oauth-protected-resource{path}"
    document = requests.get(url, timeout=5).json()

    assert document["resource"] == photobox.api
    assert document["authorization_servers"] == [photobox.issuer]
    assert document["scopes_supported"] == ["photos.read", "orders.write"]
    assert document["bearer_methods_supported"] == ["header"]
    root = requests.get(url.removesuffix(path), timeout=5)
    assert root.status_code == 404  # the root is no resource
