"""What arrives at an endpoint of the back channel (RFC 6749 §3.2)."""

import requests


def test_json_is_not_a_form(photobox):
    answer = requests.post(photobox.token_endpoint, json={"grant_type": "x"}, timeout=5)

    assert answer.json()["error"] == "invalid_request"
    assert "application/json" in answer.json()["error_description"]


def test_a_form_of_another_type_is_no_form(service, client):
    answer = client.post("/token", data={"grant_type": "authorization_code"}, content_type="text/x")

    assert "application/x-www-form-urlencoded" in answer.json["error_description"]
    assert service.log[-1].parameters == {}
