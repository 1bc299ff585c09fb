"""The first call to the provider's API."""

from tests.practice.played import Played, changed


def test_github_says_who_it_is_by_a_number_that_stays():
    app = Played("github")
    answer = app.call(app.tokens()["access_token"])

    assert answer.json["login"] == "alice"
    assert isinstance(answer.json["id"], int)


def test_it_needs_a_token():
    app = Played("github")

    assert app.get("/user", headers={"User-Agent": "x"}).status_code == 401
    assert app.call("wrong").status_code == 401


def test_it_is_asked_by_its_own_method():
    app = Played("slack")
    token = app.tokens()["access_token"]

    assert app.call(token).json["user"] == "alice"
    assert app.get("/api/auth.test").status_code == 405


def test_another_header_may_carry_the_token():
    app = Played(changed("github", api={"token_header": "X-Access-Token"}))
    token = app.tokens()["access_token"]

    assert app.call(token).status_code == 200
    bearer = {"Authorization": f"Bearer {token}", "User-Agent": "x"}
    assert app.get("/user", headers=bearer).status_code == 401


def test_without_a_personality_there_is_none(client):
    assert client.get("/user").status_code == 404
    assert client.get("/personality/first-call").status_code == 404
