"""What a check sends, and what it reads from what the service received."""

from urllib.parse import urlencode

import pytest

from oauth_tutorial import record
from oauth_tutorial.grading.received import (
    leads_to,
    open_at_photobox,
    post_token_request,
    refusal,
)

ASKED = {
    "response_type": "code",
    "client_id": "printshop",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "state": "abcdefgh",
}
FORM = {"grant_type": "authorization_code", "code": "guess", "client_id": "printshop"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/authorize",
        "https://elsewhere.example/authorize",
        "{issuer}/token",
        "{issuer}/authorize/more",
        "",
    ],
)
def test_an_address_of_somebody_else_is_not_opened(photobox, address):
    url = f"{address.format(issuer=photobox.issuer)}?{urlencode(ASKED)}"

    assert not leads_to(url, photobox.authorization_endpoint)
    assert open_at_photobox(url) is None
    assert not photobox.log


def test_what_the_service_received_is_returned(photobox):
    entry = open_at_photobox(f"{photobox.authorization_endpoint}?{urlencode(ASKED)}#end")

    assert entry is photobox.log[-1]
    assert entry.parameters == ASKED
    assert entry.checks.failed is None


def test_a_check_leaves_the_learners_recording_alone(photobox):
    with record() as log:
        open_at_photobox(f"{photobox.authorization_endpoint}?{urlencode(ASKED)}")
        entry = post_token_request(FORM)

    assert list(log) == []
    assert (entry.path, entry.parameters) == ("/token", FORM)


def test_a_refusal_is_told_by_the_mistake_or_else_by_the_rule(photobox):
    entry = post_token_request(FORM)
    rule = entry.checks.failed

    known, unknown = refusal(entry, "no_secret"), refusal(entry, None)

    assert (known.right, known.mistake, known.text) == (False, "no_secret", "")
    assert (unknown.mistake, rule.sentence in unknown.text) == (None, True)
    assert known.difference is not None
    assert known.evidence is entry


def test_what_came_is_laid_beside_a_value_and_never_beside_a_sentence(photobox):
    nameless = [("grant_type", "authorization_code"), ("client_id", "a"), ("client_id", "b")]

    value = refusal(post_token_request(FORM | {"client_secret": "guess"}), "secret")
    sentence = refusal(post_token_request({"client_id": "printshop"}), "grant_type_missing")
    named = refusal(post_token_request(nameless), None)

    assert value.difference is not None
    assert sentence.difference is None
    assert (named.difference, named.text) == (
        None,
        "PhotoBox refused it. The rule: no parameter is given more than once, and it received "
        "client_id.",
    )
