"""What a web page of another origin may read (CORS)."""

import pytest

from oauth_tutorial.practice.rules.endpoints.metadata import metadata, openid_metadata

ORIGIN = {"Origin": "http://127.0.0.1:5173"}
ALLOWED = "Access-Control-Allow-Origin"
FOR_PAGES = {
    "/.well-known/oauth-authorization-server": "GET",
    "/.well-known/openid-configuration": "GET",
    "/.well-known/oauth-protected-resource/api": "GET",
    "/jwks.json": "GET",
    "/api/me": "GET",
    "/api/photos": "GET",
    "/api/orders": "POST",
    "/par": "POST",
    "/register": "POST",
    "/revoke": "POST",
    "/token": "POST",
    "/userinfo": "POST",
}
FOR_NOBODYS_SCRIPT = [
    *("/", "/authorize", "/consent", "/device", "/sign-in"),
    *("/device_authorization", "/introspect", "/nothing"),
]


def of_cors(answer):
    return {name for name, _ in answer.headers if name.startswith("Access-Control-")}


@pytest.mark.parametrize(("path", "method"), FOR_PAGES.items())
def test_every_page_may_ask_and_read_without_cookies(client, path, method):
    asks = ORIGIN | {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,dpop",
    }
    preflight, answer = client.options(path, headers=asks), client.open(path, method=method)

    assert (preflight.status_code, preflight.data) == (204, b"")
    assert method in preflight.headers["Access-Control-Allow-Methods"].split(", ")
    assert {"Authorization", "*"} <= set(
        preflight.headers["Access-Control-Allow-Headers"].split(", ")
    )
    assert int(preflight.headers["Access-Control-Max-Age"]) > 0
    for one in (preflight, answer):
        assert one.headers[ALLOWED] == "*"
        assert "Access-Control-Allow-Credentials" not in one.headers
        exposed = one.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"WWW-Authenticate", "DPoP-Nonce", "X-Request-Id"} <= set(exposed)


@pytest.mark.parametrize("path", FOR_NOBODYS_SCRIPT)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_a_person_sees_is_for_nobodys_script(client, path, method):
    answer = client.open(path, method=method, headers=ORIGIN)

    assert of_cors(answer) == set()
    if method == "OPTIONS":
        assert answer.status_code == (404 if path == "/nothing" else 405)


def test_every_address_of_the_metadata_is_one_or_the_other(service):
    document = metadata(service) | openid_metadata(service)
    endpoints = {name for name in document if name.endswith("_endpoint")} | {"jwks_uri"}
    paths = {document[name].removeprefix(service.issuer) for name in endpoints}

    assert paths <= {*FOR_PAGES, *FOR_NOBODYS_SCRIPT, "/end_session"}


def test_an_error_can_be_read_as_well(service, client):
    unknown, wrong = client.post("/token", data={}), client.get("/oauth/token")
    service.faults.add("html_500")
    broken = client.post("/token", data={})

    assert [one.status_code for one in (unknown, wrong, broken)] == [400, 404, 500]
    assert [one.headers[ALLOWED] for one in (unknown, wrong, broken)] == ["*"] * 3


def test_a_preflight_is_no_request_to_the_endpoint(service, client):
    """It uses no fault up, is held against no rule, and is not what came last."""
    service.faults.add("html_500")
    client.post("/token", data={"grant_type": "x"})
    service.faults.add("html_500")
    preflight = client.options("/token", headers=ORIGIN | {"Access-Control-Request-Method": "POST"})

    assert (preflight.status_code, list(service.faults)) == (204, ["html_500"])
    assert (service.log[-1].method, service.log[-1].status) == ("OPTIONS", 204)
    assert service.log[-1].checks == []
    assert service.log.last("/token").method == "POST"


def test_an_address_of_the_api_that_is_none_has_no_preflight(client):
    assert client.options("/api/nothing", headers=ORIGIN).status_code == 404
