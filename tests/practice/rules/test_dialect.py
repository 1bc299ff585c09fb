"""What a provider refuses beyond the RFCs is a rule with a name."""

from dataclasses import replace

import pytest

from tests.practice.played import Played, changed


def failed(app):
    return app.photobox.log[-1].checks.failed


@pytest.mark.parametrize("agent", ["python-requests/2.32", "curl/8", "CURL/8", ""])
def test_the_name_of_a_library_is_turned_away(agent):
    token = {"refused_agents": ("python-requests", "curl")}
    app = Played(changed("github", token=token, errors={"shape": "number"}))
    answer = app.exchange("x", headers={"User-Agent": agent})

    assert (answer.status_code, answer.json["error"]) == (429, 429)
    assert failed(app).name == "dialect_header"
    app.exchange("x", headers={"User-Agent": "my-app/1.0"})
    assert failed(app).name == "code_known"


@pytest.mark.parametrize(
    ("name", "kind", "way", "taken"),
    [
        ("github", "web", "post", True),
        ("github", "web", "basic", True),
        ("github", "web", "none", False),
        ("slack", "public", "post", False),
        ("slack", "public", "none", True),
    ],
)
def test_the_ways_to_prove_oneself(name, kind, way, taken):
    app = Played(name, kind)
    app.exchange("x", way=way)

    assert (failed(app).name != "dialect_client_auth") is taken


def test_an_extra_parameter_without_which_nothing_goes():
    asks = {"extra": {"owner": "user"}, "required": ("owner",)}
    app = Played(changed("github", authorization=asks))
    answer = app.open(owner=None)

    assert "error=invalid_request" in answer.headers["Location"]
    assert failed(app).name == "dialect_extra"
    assert "owner=user" in str(failed(app))
    assert app.open().status_code == 200


def test_state_may_have_to_be_there():
    app = Played(changed("github", authorization={"state": "required"}))
    app.open(state=None)

    assert failed(app).name == "dialect_extra"


def test_a_header_that_the_api_wants():
    headers = {"Notion-Version": "2022-06-28", "Client-Id": "{client_id}", "X-Unsure": "1"}
    preset = changed("github", api={"headers": headers}, unverified=("api.headers.X-Unsure",))
    app = Played(preset)
    token = app.tokens()["access_token"]

    assert app.call(token).json["login"] == "alice"
    assert app.call(token, X_Unsure=None).status_code == 200
    for wrong in ({"Notion_Version": None}, {"Client_Id": "another"}):
        assert app.call(token, **wrong).status_code == 400
        assert failed(app).name == "dialect_header"


def test_a_refresh_goes_where_the_provider_has_it():
    app = Played("figma")
    token = app.tokens()["refresh_token"]
    given = {"grant_type": "refresh_token", "refresh_token": token}

    assert app.post(app.preset.endpoints.token, given).status_code == 400
    assert failed(app).name == "dialect_endpoint"
    assert "/v1/oauth/refresh" in failed(app).expected
    assert app.refresh(token).status_code == 200
    assert app.post("/token", given).status_code == 200  # PhotoBox's own path is no other's


@pytest.mark.parametrize(("kind", "other"), [("desktop", "web"), ("web", "desktop")])
def test_a_kind_of_app_may_have_a_page_of_its_own(kind, other):
    app = Played("linkedin", kind)
    own = app.preset
    app.preset = replace(own, endpoints=app.whole.as_app(other).endpoints)
    page = app.open()

    assert (page.status_code, failed(app).name) == (400, "dialect_endpoint")
    assert "Location" not in page.headers
    app.preset = own
    assert app.open().status_code == 200


@pytest.mark.parametrize(("agent", "status"), [("python-requests/2.32", 429), ("my-app/1.0", 200)])
def test_the_api_turns_libraries_away_as_well(agent, status):
    app = Played("reddit")

    assert app.call(app.tokens()["access_token"], User_Agent=agent).status_code == status
