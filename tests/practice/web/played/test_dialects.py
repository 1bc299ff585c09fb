"""Where the application meets the provider that it plays."""

import pytest

from tests.practice.played import Played, changed


def test_a_provider_without_discovery_has_no_metadata():
    app = Played("github")
    answer = app.get("/.well-known/openid-configuration")

    assert answer.status_code == 404
    assert "docs.github.com" in answer.json["error_description"]
    assert app.get("/jwks.json").status_code == 200


def test_an_openid_provider_s_metadata_name_its_own_paths():
    app = Played(changed("github", kind="openid", issuer="https://github.example.com"))
    document = app.get("/.well-known/openid-configuration").json

    assert document["token_endpoint"] == "http://photobox.example/login/oauth/access_token"
    assert document["authorization_endpoint"].endswith("/login/oauth/authorize")
    assert document["authorization_response_iss_parameter_supported"] is False
    assert "revocation_endpoint" not in document
    assert document["scopes_supported"][:2] == ["read:user", "user:email"]
    assert "client_secret_post" in document["token_endpoint_auth_methods_supported"]
    assert document["introspection_endpoint"] == "http://photobox.example/introspect"


def test_the_api_is_where_the_answer_says():
    preset = changed("github", api={"base_from": "instance_url"})

    assert Played(preset).tokens()["instance_url"] == "http://photobox.example"


def test_a_fault_acts_after_the_provider_has_spoken():
    app = Played("github")
    app.photobox.faults.add("no_token_type")
    assert "token_type" not in app.tokens()
    assert app.photobox.log[-1].fault == "no_token_type"


def test_a_fault_acts_on_an_answer_that_is_a_form():
    app = Played("github")
    app.photobox.faults.add("no_token_type")
    answer = app.exchange(app.answer()["code"], headers={"Accept": "*/*"})

    assert "access_token=" in answer.text
    assert "token_type" not in answer.text


def test_each_page_says_that_it_is_not_the_provider():
    app = Played("github")
    for page in (app.open(), app.consent(), app.get("/nowhere"), app.open(client_id="x")):
        assert "GitHub, played by PhotoBox" in page.text
        assert "practice service, not GitHub" in page.text


def test_the_consent_page_shows_the_provider_s_word_and_what_it_means():
    text = Played("github").consent(scope="repo").text

    assert ">repo</code>" in text
    assert "Read and write all your repositories" in text


def test_a_device_at_github():
    app = Played("github", "device")
    answer = app.post(app.preset.endpoints.device_authorization, {"scope": "read:user"})
    assert answer.json["verification_uri"] == "http://photobox.example/login/device"
    given = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": answer.json["device_code"],
    }
    waits = app.post(app.preset.endpoints.token, given)
    assert (waits.status_code, waits.json["error"]) == (200, "authorization_pending")
    app.at = "http://localhost/login/device"
    page = app.submit(app.get("/login/device"), user_code=answer.json["user_code"])
    page = app.submit(page, username="alice", password="wonderland")
    page = app.submit(page, decision="approve")
    app.photobox.clock.advance(seconds=10)

    assert app.inside(app.post(app.preset.endpoints.token, given))["scope"] == "read:user"


@pytest.mark.parametrize(("refusals", "status"), [("page", 400), ("redirect", 303)])
def test_a_refusal_shows_where_the_provider_shows_it(refusals, status):
    words = {"invalid_scope": "The requested scope is invalid."}
    asks, errors = {"refusals": refusals}, {"words": words}
    app = Played(changed("github", authorization=asks, errors=errors))
    page = app.open(scope="no-such-scope")

    assert page.status_code == status
    assert ("Location" in page.headers) is (refusals == "redirect")
    if refusals == "page":
        assert words["invalid_scope"] in page.text
        assert app.photobox.log[-1].error == "invalid_scope"
    denied = app.submit(app.consent(), decision="deny")  # whoever is asked is sent back
    assert "error=access_denied" in denied.headers["Location"]


def registered(app, redirect_uri):
    """The client_id of an app that anybody may have registered."""
    return app.browser.post("/register", json={"redirect_uris": [redirect_uri]}).json["client_id"]


@pytest.mark.parametrize("name", ["github", "twitch"])
def test_nobody_registers_a_way_to_another_page(name):
    """RFC 9700 §4.11.2: the provider would tell the registered address, whoever registered it."""
    app = Played(name)
    answer = app.open(client_id=registered(app, "https://evil.example/"), redirect_uri="http://x/")

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "redirect_uri_mismatch" in answer.text or "redirect_mismatch" in answer.text


def test_on_this_machine_the_registered_address_is_told_of_a_mismatch():
    app = Played("github")
    own = registered(app, "http://127.0.0.1:4000/cb")
    answer = app.open(client_id=own, redirect_uri="http://127.0.0.1:4000/other")

    assert answer.headers["Location"].startswith("http://127.0.0.1:4000/cb?error=")
    twice = app.get(f"{app.at}?client_id={own}&redirect_uri=x&state=a&state=b")
    assert "state=" not in twice.headers.get("Location", "")


def test_an_error_that_travels_in_a_form_waits_for_a_click_whoever_registered():
    app = Played(changed("apple", authorization={"refusals": "redirect"}))
    own = registered(app, "https://app.example/cb")
    answer = app.open(client_id=own, redirect_uri="https://app.example/cb", response_type="token")

    assert answer.status_code == 200
    assert 'action="https://app.example/cb"' in answer.text
    assert "unsupported_response_type" in answer.text
