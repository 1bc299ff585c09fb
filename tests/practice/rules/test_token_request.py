"""What arrives at an endpoint of the back channel (RFC 6749 §3.2)."""

import pytest
import requests

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.rules.dpop import Proof
from oauth_tutorial.practice.rules.token_request import FORM, TokenRequest, read_form


def test_json_is_not_a_form(photobox):
    answer = requests.post(photobox.token_endpoint, json={"grant_type": "x"}, timeout=5)

    assert answer.json()["error"] == "invalid_request"
    assert "application/json" in answer.json()["error_description"]


def test_a_form_of_another_type_is_no_form(service, client):
    answer = client.post("/token", data={"grant_type": "authorization_code"}, content_type="text/x")

    assert "application/x-www-form-urlencoded" in answer.json["error_description"]
    assert service.log[-1].parameters == {}


def sent(*pairs, media_type=FORM):
    proof = Proof(header="", method="POST", url="http://photobox.example/token")
    return TokenRequest(media_type=media_type, pairs=pairs, authorization=None, proof=proof)


def test_what_is_empty_was_left_out():
    """RFC 6749 §3.2."""
    assert read_form(sent(("a", "1"), ("b", "")), Checklist()) == {"a": "1"}


@pytest.mark.parametrize(
    ("request_", "broken", "received"),
    [
        (sent(("a", "1"), ("a", "1")), "parameters_once", "'a'"),
        (sent(("a", "1"), ("a", "")), "parameters_once", "'a'"),
        (sent(media_type="application/json"), "body_is_form", "application/json"),
        (sent(media_type=""), "body_is_form", "no Content-Type"),
    ],
)
def test_what_is_no_form_is_refused_by_name(request_, broken, received):
    checks = Checklist()
    with pytest.raises(Refused):
        read_form(request_, checks)

    assert (checks.failed.name, checks.failed.received) == (broken, received)
