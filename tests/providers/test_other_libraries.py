"""Other people's libraries, as they are set for a provider, at its personality: without a socket.

docs/clients.md has whole programs; these are the same settings where no other installation is.
"""

import json

import pytest
from authlib.integrations.requests_client import OAuth2Session as Authlib
from requests_oauthlib import OAuth2Session
from requests_oauthlib.compliance_fixes import facebook_compliance_fix, slack_compliance_fix

from tests.presets.notebook_03 import walk
from tests.presets.test_quirks_coped import reached


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_requests_oauthlib_with_its_fix_for_facebook():
    with reached("facebook", "web") as way:
        session = OAuth2Session(
            way.app.id, redirect_uri=way.app.callback, scope=["public_profile", "email"]
        )
        facebook = facebook_compliance_fix(session)
        url, _ = facebook.authorization_url(way.there.authorization_endpoint)
        facebook.fetch_token(
            way.there.token_endpoint,
            authorization_response=walk(way.app, url)[0],
            client_secret=way.app.secret,
            include_client_id=True,
        )

        assert facebook.get(way.there.api()).json()["name"] == "Alice Liddell"


def test_requests_oauthlib_with_its_fix_for_slack_and_a_hook():
    def take_out(answer):
        token = answer.json().get("authed_user", answer.json())
        answer._content = json.dumps({**token, "token_type": "Bearer"}).encode()
        return answer

    with reached("slack", "public") as way:
        session = OAuth2Session(way.app.id, redirect_uri=way.app.callback, pkce="S256")
        slack = slack_compliance_fix(session)
        slack.register_compliance_hook("access_token_response", take_out)
        url, _ = slack.authorization_url(way.there.authorization_endpoint, user_scope="users:read")
        slack.fetch_token(
            way.there.token_endpoint,
            authorization_response=walk(way.app, url)[0],
            include_client_id=True,
        )

        assert slack.post(way.there.api()).json()["user"] == "alice"


def test_authlib_at_github():
    with reached("github", "web") as way:
        github = Authlib(
            way.app.id, way.app.secret, scope="read:user", redirect_uri=way.app.callback
        )
        url, state = github.create_authorization_url(way.there.authorization_endpoint)
        came = walk(way.app, url)[0]
        github.fetch_token(way.there.token_endpoint, authorization_response=came, state=state)

        assert github.get(way.there.api()).json()["login"] == "alice"
