"""What people do at a copy of an app, and what is seen of it."""

import pytest
import requests

from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.reviewing import staged
from oauth_tutorial.review.sign_in import changed
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry
from tests.review.conftest import Write


@pytest.mark.parametrize(
    ("members", "query"),
    [
        ({}, "code=a&state=b"),
        ({"state": "x"}, "code=a&state=x"),
        ({"state": None}, "code=a"),
        ({"code": None, "state": None}, ""),
        (
            {"iss": "https://a.example/?b"},
            "code=a&state=b&iss=https%3A%2F%2Fa.example%2F%3Fb",
        ),
    ],
)
def test_a_callback_with_other_parameters(members: dict[str, str | None], query: str) -> None:
    assert (
        changed("http://127.0.0.1/cb?code=a&state=b", **members) == f"http://127.0.0.1/cb?{query}"
    )


def test_alice_signs_in_and_is_seen(stage: Stage) -> None:
    alice = stage.alice

    assert stage.lets_people_in
    assert stage.who(alice.visitor) == {"alice"}
    assert "code" not in alice.page.address
    assert alice.token.parameters["grant_type"] == "authorization_code"
    assert {cookie.name for cookie in alice.after} == {"printshop"}
    assert stage.who(stage.visitor().take(alice.after)) == {"alice"}
    assert stage.who(stage.visitor().take(alice.before)) == frozenset()


def test_each_person_is_seen_in_their_own_browser(stage: Stage) -> None:
    bob = stage.come_back_from("bob")

    assert stage.who(bob) == {"bob"}
    assert stage.who(stage.alice.visitor) == {"alice"}
    assert stage.who(stage.visitor()) == frozenset()


def test_two_requests_of_two_browsers(stage: Stage) -> None:
    one, other = stage.first_request, stage.second_request

    assert one["redirect_uri"] == other["redirect_uri"] == f"{stage.home.url}/callback"
    assert one["state"] != other["state"]
    assert one["no_such_parameter"] == ""
    assert one["state"] not in repr(one)


def test_who_says_no_comes_back_without_a_code(stage: Stage) -> None:
    visitor = stage.visitor()

    callback = stage.decide(visitor, stage.ask(visitor), decision="deny")

    assert "error=access_denied" in callback
    assert "code=" not in callback


def test_what_photobox_saw_since_then(stage: Stage) -> None:
    mark = stage.mark()
    stage.come_back_from("bob")

    assert len(stage.since(mark, "/token")) == 1
    assert stage.since(stage.mark(), "/token") == []


def test_a_page_that_lets_people_in_again(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.look(visitor, stage.home.start)
    assert stage.offers_sign_in(visitor)

    stage.look(stage.alice.visitor)
    assert not stage.offers_sign_in(stage.alice.visitor)


def test_an_app_at_which_nobody_can_sign_in(write: Write) -> None:
    """Its callback takes the answer and forgets it."""
    text = """
import os
from urllib.parse import urlencode
from flask import Flask, redirect
app = Flask(__name__)
@app.get("/")
def home():
    return "<a href=in>Sign in</a>"
@app.get("/in")
def begin():
    query = {"response_type": "code", "client_id": os.environ["CLIENT_ID"], "state": "x" * 30}
    query["redirect_uri"] = os.environ["HOME_URL"] + "/cb"
    query |= {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}
    query |= {"code_challenge_method": "S256", "scope": "photos.read"}
    return redirect(os.environ["PHOTOBOX"] + "/authorize?" + urlencode(query))
@app.get("/cb")
def back():
    return redirect("./")
if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]))
"""
    with staged(read_asked(write(text)), 1e12) as stage:
        assert stage.find_way_in()
        assert not stage.lets_people_in
        for ask in (lambda: stage.alice, lambda: stage.who(stage.visitor())):
            with pytest.raises(CannotTry, match="nobody could sign in"):
                ask()


def test_it_leaves_no_port_behind(write: Write) -> None:
    text = "import os\nfrom flask import Flask\napp = Flask(__name__)\n"
    text += "if __name__ == '__main__': app.run(port=int(os.environ['PORT']))\n"
    with staged(read_asked(write(text)), 1e12) as stage:
        assert not stage.find_way_in()
        addresses = [stage.home.start, stage.photobox.issuer]
        assert [requests.get(one, timeout=5).status_code for one in addresses] == [404, 200]

    for address in addresses:
        with pytest.raises(requests.ConnectionError):
            requests.get(address, timeout=5)
