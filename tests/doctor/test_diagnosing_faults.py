"""Every fault that the practice service plays is named from what a client is left with."""

from collections.abc import Callable
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from oauth_tutorial import errors, exchange_code, read_redirect, record
from oauth_tutorial.doctor import CAUSES, diagnose
from oauth_tutorial.practice import PhotoBox, start
from oauth_tutorial.practice.web.fault_effects import FAULTS
from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK

Build = Callable[..., str]
CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}

WORDS = {  # what the evidence says of it, where that is worth a look
    "code_reused": "used",
    "expired_code": "60 seconds",
    "scope_narrowed": "openid",
    "html_500": "500",
    "rate_limited": "Retry-After 30",
    "error_with_200": "200",
    "empty_body": "empty",
    "no_token_type": "no token_type",
    "expires_in_text": "expires_in is a string",
    "no_refresh_token": "no refresh_token",
    "clock_skewed": "future",
    "form_encoded": "access_token=…",
}
# no answer that could be looked at; and an ID token that only its verification refuses
ID_TOKEN = {name for name in FAULTS if name.startswith("id_token_")}
ELSEWHERE = {"key_rotated", "slow_answer", "dropped_connection", *ID_TOKEN}
REDIRECTS = {n: f.cause for n, f in FAULTS.items() if f.place == "redirect"}
ANSWERS = {
    n: (f.cause, WORDS.get(n, ""))
    for n, f in FAULTS.items()
    if n not in {*REDIRECTS, *ELSEWHERE} and f.cause is not None
}


def test_every_cause_is_one_that_the_doctor_knows() -> None:
    assert {one.cause for one in FAULTS.values()} - {None} <= set(CAUSES)


@pytest.mark.parametrize("fault", REDIRECTS)
def test_from_the_two_addresses(
    photobox: PhotoBox, alice: Person, authorization_url: Build, fault: str
) -> None:
    """The link that was opened, and the address that the browser ended on."""
    url = authorization_url()
    photobox.faults.add(fault)
    back = alice.decide(url)

    assert REDIRECTS[fault] == diagnose(url, back).cause


@pytest.mark.parametrize("fault", REDIRECTS)
def test_from_our_own_exception(
    photobox: PhotoBox, alice: Person, authorization_url: Build, fault: str
) -> None:
    """As the receiver and read_redirect raise it, and as a text of it."""
    photobox.faults.add(fault)
    back = alice.decide(authorization_url())

    with pytest.raises(errors.RedirectError) as raised:
        read_redirect(back, state="xyz", issuer=photobox.issuer)

    text = raised.value._render_traceback_()[0]
    assert [REDIRECTS[fault]] * 2 == [diagnose(raised.value).cause, diagnose(text).cause]


@pytest.mark.parametrize("fault", ANSWERS)
def test_from_the_response_and_from_a_recording(
    photobox: PhotoBox,
    alice: Person,
    authorization_url: Build,
    exchange: Callable[[str], requests.Response],
    fault: str,
) -> None:
    """The response alone is enough, but for a scope: what was asked for is not in it."""
    cause, word = ANSWERS[fault]
    with record() as log:
        url = authorization_url(scope="photos.read openid")
        code = parse_qs(urlsplit(alice.decide(url)).query)["code"][0]
        photobox.faults.add(fault)
        response = exchange(code)

    for diagnosis in (diagnose(log), diagnose(url, response)):
        assert cause == diagnosis.cause, diagnosis
        assert word in " ".join(diagnosis.evidence)
    if fault != "scope_narrowed":
        assert cause == diagnose(response).cause


@pytest.mark.parametrize(
    "fault",
    ["code_reused", "expired_code", "html_500", "rate_limited", "error_with_200", "empty_body"],
)
def test_from_the_exception_of_exchange_code(
    photobox: PhotoBox, alice: Person, authorization_url: Build, fault: str
) -> None:
    """It keeps the response in memory."""
    code = parse_qs(urlsplit(alice.decide(authorization_url())).query)["code"][0]
    photobox.faults.add(fault)

    with pytest.raises(errors.TokenRequestFailed) as raised:
        exchange_code(photobox.token_endpoint, code=code, redirect_uri=CALLBACK, **CLIENT)

    diagnosis = diagnose(raised.value)
    assert ANSWERS[fault][0] == diagnosis.cause, diagnosis
    assert code not in repr(diagnosis)


@pytest.mark.sockets
def test_where_errors_come_with_200_the_error_counts_once_a_client_has_read_it() -> None:
    """exchange_code looked into GitHub's body: the answer is the secret, and not the status."""
    url = f"{start(personality='github').issuer}/login/oauth/access_token"
    given = CLIENT | {"client_secret": "another"}
    with pytest.raises(errors.TokenRequestFailed) as raised:
        exchange_code(url, code="abc", redirect_uri=CALLBACK, **given)
    response = requests.post(url, given, headers={"Accept": "application/json"}, timeout=10)
    with pytest.raises(KeyError) as naive:
        response.json()["access_token"]

    assert diagnose(raised.value).cause == "client_authentication_failed"
    assert diagnose(response, naive.value).cause == "error_in_success_status"


@pytest.mark.parametrize("fault", ["slow_answer", "dropped_connection"])
def test_no_answer_at_all(
    photobox: PhotoBox,
    alice: Person,
    authorization_url: Build,
    exchange: Callable[..., requests.Response],
    next_entry: Event,
    fault: str,
) -> None:
    """From the exception, from a text of it, and from the recording."""
    code = parse_qs(urlsplit(alice.decide(authorization_url())).query)["code"][0]
    photobox.faults.add(fault)
    next_entry.clear()

    with record() as log, pytest.raises(requests.RequestException) as raised:
        exchange(code, timeout=0.2)
    photobox.faults.clear()
    assert next_entry.wait(timeout=10)

    error = raised.value
    text = f"requests.exceptions.{type(error).__name__}: {error}"
    causes = [diagnose(thing).cause for thing in (error, text, list(log))]
    assert causes == ["tls_or_network"] * 3


def test_a_signature_of_another_key(
    photobox: PhotoBox,
    alice: Person,
    authorization_url: Build,
    exchange: Callable[[str], requests.Response],
) -> None:
    """The client still has the old keys."""
    keys = KeySet.import_key_set(requests.get(photobox.jwks_uri, timeout=5).json())
    code = parse_qs(urlsplit(alice.decide(authorization_url(scope="openid"))).query)["code"][0]
    photobox.faults.add("key_rotated")
    token = exchange(code).json()["id_token"]

    with pytest.raises((JoseError, ValueError)) as raised:
        jwt.decode(token, keys, algorithms=["RS256"])

    assert diagnose(raised.value).cause == "token_rejected", diagnose(raised.value)
