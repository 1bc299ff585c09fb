"""What a wrong address or method is told."""

import pytest

from oauth_tutorial.network import surroundings
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.web.signposts import PAGES, how_instead, nearest, where_instead

WRONG = {
    "/token/": "/token",
    "/TOKEN": "/token",
    "/oauth/token": "/token",
    "/login/oauth/access_token": "/token",
    "/authorise": "/authorize",
    "/oauth2/v2.0/authorize": "/authorize",
    "/.well-known/openid-config": "/.well-known/openid-configuration",
    "/mcp/.well-known/openid-configuration": "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server/mcp": "/.well-known/oauth-authorization-server",
    "/.well-known/oauth-protected-resource": "/.well-known/oauth-protected-resource/api",
    "/.well-known/jwks.json": "/jwks.json",
    "/protocol/openid-connect/certs": "/jwks.json",
    "/login/device/code": "/device_authorization",
    "/connect/userinfo": "/userinfo",
    "/photos": "/api/photos",
    "/end-session": "/end_session",
    "/logout": "/end_session",
    "/api/photo": "/api/photos",
}


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_a_wrong_address_is_told_the_right_one(client, wrong, right):
    answer = client.get(wrong)

    assert answer.status_code == 404
    assert f"http://photobox.example{right}? " in answer.text
    assert answer.is_json is (right not in PAGES)


@pytest.mark.parametrize(
    "path", ["/nothing", "/favicon.ico", "/.well-known/security.txt", "/x/%00", "/<b>", "/é\u202e"]
)
def test_where_nothing_is_near_the_list_of_all_is_named(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Did you mean" not in answer.text
    assert "http://photobox.example/.well-known/oauth-authorization-server" in answer.text
    assert "<b>" not in answer.text
    assert "\u202e" not in answer.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/albums"])
def test_the_api_names_its_addresses(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "/api/me, /api/orders, /api/photos, /api/report" in answer.json["error_description"]


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "/token", "/token takes POST, but GET was sent."),
        ("POST", "/jwks.json", "/jwks.json takes GET, but POST was sent."),
        ("PUT", "/userinfo", "/userinfo takes GET or POST, but PUT was sent."),
    ],
)
def test_another_method_is_told_the_right_one(client, method, path, says):
    answer = client.open(path, method=method)

    assert answer.status_code == 405
    assert says in answer.text


def test_what_a_lesson_switched_off_says_that(service, client):
    service.options.off = {"introspection_endpoint"}

    assert "is switched off in this lesson" in client.post("/introspect").json["error_description"]


def test_the_page_of_a_browser_far_away_is_named_as_it_sees_it(monkeypatch):
    far_away = ServiceState("http://127.0.0.1:8765")
    far_away.port = 8765
    monkeypatch.setattr(
        surroundings, "public_url", lambda port: f"https://hub.example/proxy/{port}"
    )
    for path in ("/authorize", "/device", "/end_session"):
        said = where_instead(far_away, "/wrong", path, [])
        assert f"https://hub.example/proxy/8765{path}? " in said


def test_a_long_or_odd_path_is_cut_and_tells_nothing_else():
    state = ServiceState()

    assert len(where_instead(state, "/" + "a" * 5000, None, [])) < 300
    assert nearest("/", ["/token"]) is None
    assert nearest("/consents", ["/consent"]) is None
    assert "\n" not in how_instead("/token", "G\nT", {"POST"})


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_the_address_of_a_form_that_was_typed_leads_back_to_the_app(client, path):
    answer = client.get(path)
    by_a_program = client.put(path)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "<h1>Start at your app</h1>" in answer.text
    assert "takes POST" not in answer.text
    assert f"{path} takes POST, but PUT was sent." in by_a_program.text
