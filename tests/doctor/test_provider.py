"""Cause and fix in the words and menus of the provider that it was."""

import pytest

from oauth_tutorial import diagnose, presets
from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.provider import at_the_provider

MISMATCH = '{"error": "redirect_uri_mismatch"}'


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (("github", MISMATCH), "GitHub"),
        ((MISMATCH, "Slack"), "Slack"),
        (("https://github.com/login/oauth/authorize?client_id=YOUR_CLIENT_ID",), "GitHub"),
        (("POST https://api.github.com/user\nHTTP/1.1 401\nBad credentials",), "GitHub"),
        (("The redirect_uri MUST match the registered callback URL for this app.",), "GitHub"),
        (("error: bad_verification_code",), "GitHub"),
        (("AADSTS50011: The redirect URI does not match.",), "Microsoft"),
        ((presets.load("slack").errors.words["redirect_uri"],), "Slack"),
        (("https://www.facebook.com/v19.0/dialog/oauth?client_id=1",), "Facebook"),
        (("https://twitter.com/i/oauth2/authorize?response_type=code",), "X"),
        (("400 for url: https://www.strava.com/api/v3/oauth/token",), "Strava"),
        (("https://bitbucket.org/site/oauth2/authorize?client_id=1",), "Bitbucket"),
        (("I registered it at https://github.com/settings/developers",), "GitHub"),
        (("Bad credentials, https://docs.github.com/rest/users/users",), "GitHub"),
        (("redirect_uri is invalid at https://mcp.atlassian.com/v1/mcp/authv2",), "Atlassian"),
        (("Illegal redirect link https://open-api.tiktok.com/platform/oauth/connect",), "TikTok"),
        (("It fails at github.com and works with https://github.com/ann/app",), "GitHub"),
    ],
)
def test_a_provider_is_known_by_its_name_host_or_words(given, name):
    assert diagnose(*given).provider == name


@pytest.mark.parametrize(
    "given",
    [
        MISMATCH,
        '{"error": "invalid_grant"}',
        "error=invalid_client_id&error_description=client+identifier+invalid",
        "curl https://shop.example/token --data 'client_id=7&client_secret=x&redirect_uri=y'",
        "https://notgithub.com/login/oauth/authorize?client_id=YOUR_CLIENT_ID",
        "https://github.com.evil.example/authorize?client_id=YOUR_CLIENT_ID",
        "redirect_uri_mismatch, mail me at me@github.com",
        # where people publish and discuss: the link says nothing of whose login it is
        "redirect_uri_mismatch in Nextcloud, with https://github.com/9p4/jellyfin-plugin-sso",
        "invalid_grant at https://github.com/panva/node-openid-client/blob/main/lib/client.js",
        "invalid_client; see https://www.github.com/golang/oauth2/issues/667",
        "invalid_redirect_uri, as https://www.reddit.com/r/homeassistant/comments/1abc says",
        "unsupported_grant_type, code at https://bitbucket.org/ann/app/src",
        "invalid_state, from https://gitlab.com/ann/app/-/blob/main/app.py",
        "invalid_grant, https://gist.github.com/ann/7bacde80b921ca0862deb14a01fa7140",
        # sentences of Doorkeeper, which many install
        "The redirect URI included is not valid.",
        "invalid_grant: The provided authorization grant is invalid, expired, revoked, does not "
        "match the redirection URI used in the authorization request, or was issued to another "
        "client.",
        # the words of one, and the endpoint of another
        '{"error_type": "OAuthException", "error_message": "Matching code was not found"} '
        "https://api.instagram.com/oauth/access_token",
    ],
)
def test_nobody_is_guessed(given):
    assert diagnose(given).provider == ""


def test_the_menu_and_the_label_are_the_providers_own():
    found = diagnose("github", MISMATCH)

    assert "Developer settings → OAuth Apps" in repr(found)
    assert "“Authorization callback URL”" in repr(found)
    assert "At GitHub" in found._repr_html_()


def test_where_http_is_taken_stands_beside_an_address_that_is_plain_http():
    found = diagnose("AADSTS500117: The reply uri specified in the request isn't using a secure.")

    assert (found.cause, found.provider) == ("insecure_transport", "Microsoft")
    assert "http is accepted for localhost" in repr(found)
    assert "any other host needs https" in repr(found)


def test_a_fix_that_would_be_wrong_there_is_not_given():
    assert "comma" in diagnose("slack", '{"error": "invalid_scope"}').fix
    assert "one space" in diagnose("github", '{"error": "invalid_scope"}').fix


def test_a_provider_object_names_it():
    class There:
        preset = presets.load("github")

    assert diagnose(There(), MISMATCH).provider == "GitHub"


@pytest.mark.parametrize("name", presets.names())
def test_every_cause_can_be_said_of_every_provider(name):
    preset = presets.load(name)
    said = {cause: at_the_provider(cause, preset) for cause in CAUSES}

    assert said["redirect_uri_mismatch"]
    for cause, lines in said.items():
        for line in lines:
            assert line == line.strip()
            assert line.endswith((".", "?"))
            assert "{" not in line or cause == "endpoint_wrong"  # {tenant} is the person's own
