"""/developer: an app is registered at the provider's own page, by its own labels."""

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import Client as Browser

from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.presets.shapes import matches
from tests.practice.played import Played


class Settings(Played):
    """A person at the settings page."""

    def register(self, redirect_uri, **more):
        self.at = "http://localhost/developer"
        page = self.get("/developer")
        form = self.preset.registration.fields
        place = next(n for n, one in enumerate(form) if one.means == "redirect_uri")
        return self.submit(page, **{f"field_{place}": redirect_uri, **more})

    def shown(self, page):
        codes = [dd.code for dd in BeautifulSoup(page.text, "html.parser").find_all("dd")]
        return [code.text if code else "" for code in codes]


def test_an_app_is_registered_and_signs_in():
    app = Settings("github")
    page = app.register("http://127.0.0.1/my/callback")
    app.id, app.secret = app.shown(page)
    app.callback = "http://127.0.0.1:5000/my/callback"

    assert page.status_code == 200
    assert matches("Ov23li{word:14}", app.id)
    app.browser = Browser(app.photobox.app)  # Werkzeug's sends its cookies in another order
    assert app.tokens()["scope"] == "read:user,offline_access"
    assert app.open(redirect_uri="http://127.0.0.1:5000/callback").status_code == 303


def test_the_form_is_the_provider_s_own():
    text = Settings("github").get("/developer").text

    for words in ("Developer settings", "New OAuth App", "Authorization callback URL"):
        assert words in text
    assert "Register application" in text
    assert 'value="My OAuth lesson"' in text
    assert "http://127.0.0.1/</textarea>" not in text


def test_a_wrong_address_is_refused_beside_the_field():
    app = Settings("spotify")
    page = app.register("http://localhost:8765/callback")
    soup = BeautifulSoup(page.text, "html.parser")

    assert page.status_code == 400
    assert "localhost is not accepted" in soup.text
    field = soup.textarea
    assert field["aria-invalid"] == "true"
    assert field.text == "http://localhost:8765/callback"
    assert soup.find(id=field["aria-describedby"].split()[0])


def test_the_addresses_of_an_app_can_be_changed_after_a_mismatch():
    app = Settings("gitlab")
    page = app.register("http://127.0.0.1:1/callback")
    app.id, app.secret = app.shown(page)
    app.callback = "http://127.0.0.1:2/callback"
    assert app.open().status_code == 400

    app.at = "http://localhost/developer"
    page = app.get(f"/developer?app={app.id}")
    page = app.submit(page, redirect_uris=app.callback)

    assert "Saved" in page.text
    assert app.open().status_code == 200
    app.at = "http://localhost/developer"
    assert app.submit(page, redirect_uris="http://shop.example/").status_code == 400
    assert app.id in app.get("/developer").text


def test_the_kind_of_app_decides():
    app = Settings("slack")
    here = "http://localhost:1/callback"
    assert app.register(here, kind="web").status_code == 400
    page = app.register(here, kind="public")
    client_id = app.shown(page)[0]

    assert page.status_code == 200
    assert app.photobox.clients.get(client_id).is_public
    assert app.photobox.playing.kinds[client_id] == "public"


def test_what_is_ticked_lets_a_device_in():
    app = Settings("github")
    page = app.register("http://127.0.0.1/callback", field_3="yes")
    app.id = app.shown(page)[0]
    given = {"scope": "read:user"}

    answer = app.post(app.preset.endpoints.device_authorization, given, way="none")
    assert answer.json["user_code"]
    without = app.shown(app.register("http://127.0.0.1/callback"))[0]
    app.id = without
    refused = app.post(app.preset.endpoints.device_authorization, given, way="none")
    assert app.photobox.log[-1].checks.failed.name == "grant_type_allowed"
    assert refused.json["error"] == "device_flow_disabled"


def test_a_form_of_another_page_registers_nothing():
    app = Settings("github")
    app.get("/developer")
    answer = app.browser.post("/developer", data={"field_2": "https://evil.example/"})

    assert answer.status_code == 403
    assert not [one for one in app.photobox.playing.kinds if one != "an-app"]


def test_no_other_page_reads_it():
    answer = Settings("github").get("/developer", headers={"Origin": "https://evil.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "script" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><b>', "{{ 7 * 7 }}"])
def test_what_is_typed_is_shown_and_no_more(name):
    app = Settings("github")
    for page in (
        app.register("http://127.0.0.1/cb", field_0=name),
        app.register(name, field_0=name),
        app.get("/developer"),
    ):
        assert name not in page.text or "{{" in name
        assert "<script>" not in page.text


def test_there_is_an_end_to_what_is_kept():
    app = Settings("github")
    page = app.get("/developer")
    for number in range(3):
        app.at = "http://localhost/developer"
        app.submit(page, field_0=f"App {number}", field_2="http://127.0.0.1/cb" + "x" * 5_000)

    assert len(app.photobox.playing.kinds) == 1
    assert app.photobox.playing.kinds.limit < 1_000


def test_a_flood_of_registrations_pushes_no_app_out_that_a_person_registered():
    """A page of another site can register clients by script, and ask for each."""
    app = Settings("github")
    [own, _] = app.shown(app.register("http://127.0.0.1/cb"))
    clients = app.photobox.clients
    for ask in (lambda client_id: None, clients.get):
        for number in range(600):
            clients.add(Client(f"another-{number}", "Another", ("https://evil.example/",)))
            ask(f"another-{number}")

        assert own in app.get("/developer").text


def test_without_a_personality_there_is_none(client):
    answer = client.get("/developer")

    assert answer.status_code == 404
    assert "personality" in answer.text
