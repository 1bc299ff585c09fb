"""An app makes itself known (RFC 7591)."""

import pytest
import requests


def test_a_client_registers_itself(photobox, alice, authorization_url, ask):
    redirect_uri = "https://client.example.com/cb"
    answer = requests.post(
        photobox.registration_endpoint, json={"redirect_uris": [redirect_uri]}, timeout=5
    )
    client = answer.json()
    code = alice.code(authorization_url(client_id=client["client_id"], redirect_uri=redirect_uri))

    assert answer.status_code == 201
    token = ask(
        code,
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        redirect_uri=redirect_uri,
    )
    assert token.status_code == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "invalid_client_metadata"),
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://a.example/#x"]}, "invalid_redirect_uri"),
        (
            {"redirect_uris": ["https://a.example/"], "token_endpoint_auth_method": "magic"},
            "invalid_client_metadata",
        ),
    ],
)
def test_bad_client_metadata_is_refused(photobox, body, error):
    answer = requests.post(photobox.registration_endpoint, json=body, timeout=5)

    assert (answer.status_code, answer.json()["error"]) == (400, error)
