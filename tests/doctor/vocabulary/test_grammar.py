"""A sentence by its parts, in whatever order and wording a server puts them."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.vocabulary.grammar import sentences_in


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Invalid redirect_uri.", "redirect_uri_mismatch"),
        ("The callback URL is not registered for this app.", "redirect_uri_mismatch"),
        ("redirect URL mismatch", "redirect_uri_mismatch"),
        ("The redirect URI must use https", "insecure_transport"),
        ("The refresh token was revoked", "refresh_token_dead"),
        ("Missing refresh token", "no_refresh_token"),
        ("auth code already redeemed", "code_already_used"),
        ("Your authorization code has expired", "code_expired"),
        ("Authorization code is missing", "code_missing"),
        ("The nonce of this login does not match", "id_token_invalid"),
        ("code_verifier is required", "pkce_missing"),
        ("Code challenge mismatch", "pkce_mismatch"),
        ("Incorrect client secret", "client_authentication_failed"),
        ("Unknown client id", "unknown_client"),
        ("The requested scope is not supported", "scope_invalid"),
        ("insufficient scope", "scope_insufficient"),
        ("audience of the JWT is wrong", "audience_invalid"),
        ("The response_type is unsupported", "unsupported_response_type"),
        ("Unsupported grant type", "unsupported_grant_type"),
        ("the state parameter is invalid", "state_mismatch"),
        ("this origin is not allowed for the client", "origin_not_allowed"),
        ("client registration is disabled", "registration_refused"),
        ("the access token has expired", "token_rejected"),
        ("cannot load client with client id: 'shop'", "unknown_client"),
        ("unable to parse refresh token", "refresh_token_dead"),
        ("Impossible to decode OIDC token", "id_token_invalid"),
        ("kid must be provided in JWT header", "id_token_invalid"),
        ("No key matching kid found in signing keys", "id_token_invalid"),
        ("login failed: invalid state", "state_mismatch"),
        ("failed PKCE code challenge", "pkce_mismatch"),
        ("client_secret inconsistent with the header", "client_authentication_failed"),
    ],
)
def test_each_pair_stands_for_its_cause(text: str, cause: str) -> None:
    assert diagnose(text).cause == cause
    assert diagnose({"message": text}).cause == cause


@pytest.mark.parametrize(
    "text",
    [
        "The redirect_uri is sent. The password was wrong.",  # two sentences
        "We use a redirect_uri, and on another page, which has nothing to do with it, "
        "a long way further on, something is invalid.",  # too far from it
        "If the redirect_uri is invalid, the server shows a page.",  # explained, not reported
        "Invalid number of guests.",
        "Completed POST /login/oauth/access_token 400 Bad Request",  # a path and a status
        "I chose the algorithm ES256, and my JWT was not expired.",
        "The kid was not found in the garden.",
    ],
)
def test_what_does_not_belong_together_says_nothing(text: str) -> None:
    assert diagnose(text).cause == "unknown"


def test_of_two_faults_the_nearer_one_counts() -> None:
    [found] = sentences_in("The code_verifier is missing or the request is invalid")

    assert found.fault == "missing"


def test_every_rule_names_causes_that_there_are() -> None:
    for one in sentences_in("invalid redirect_uri, unknown client_id"):
        assert {*one.causes_at(), *one.causes_at("token")} <= set(CAUSES)
