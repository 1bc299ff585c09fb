"""Where a provider answers."""

from oauth_tutorial.practice.model.own_paths import FIRST_CALL, REVOKE, own_paths
from oauth_tutorial.presets import load
from tests.practice.played import Played, changed


def test_github_s_paths_lead_to_the_standard_ones():
    paths = own_paths(load("github"))

    assert paths.find("/login/oauth/authorize") == "/authorize"
    assert paths.find("/login/oauth/access_token") == "/token"
    assert paths.find("/login/oauth/sign-in") == "/sign-in"
    assert paths.find("/login/device/code") == "/device_authorization"
    assert paths.find("/login/device") == "/device"
    assert paths.find("/user") == paths.find("/user/") == FIRST_CALL
    assert paths.find("/applications/any-client/token") == REVOKE
    assert paths.find("/applications/any/client/token") == "/applications/any/client/token"
    assert paths.find("/token") == "/token"


def test_a_slash_at_the_end_matters():
    ends = {"authorization": "https://a.example/v2/auth/authorize/"}
    app = Played(changed("github", endpoints=ends))

    assert app.get("/v2/auth/authorize?x=1").status_code == 404
    assert app.answer()["code"]
    assert app.at.endswith("/v2/auth/authorize/consent")


def test_a_customer_s_part_is_filled_in():
    ends = {"token": "https://{shop}.example.com/{tenant}/token"}
    preset = changed("github", endpoints=ends, fill={"shop": "s", "tenant": "t-1"})

    assert own_paths(preset).find("/t-1/token") == "/token"


def test_an_endpoint_at_the_root_s_own_place():
    preset = changed("github", endpoints={"token": "https://a.example/token"})

    assert own_paths(preset).find("/token") == "/token"
