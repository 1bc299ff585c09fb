"""RFC 6749 §3.1, §4.1.1, §4.1.2; RFC 7636 §4.3, §4.4; RFC 9207."""

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK

RFC7636_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def answer_of(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_approval_brings_code_state_and_issuer_back(photobox, alice, authorization_url):
    location = alice.decide(authorization_url())

    assert location.startswith(CALLBACK + "?")
    answer = answer_of(location)
    assert set(answer) == {"code", "state", "iss"}
    assert (answer["state"], answer["iss"]) == ("xyz", photobox.issuer)


def test_denial_is_an_answer_without_a_code(alice, authorization_url):
    answer = answer_of(alice.decide(authorization_url(), decision="deny"))

    assert answer["error"] == "access_denied"
    assert answer["state"] == "xyz"
    assert "code" not in answer


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"client_id": None}, "client_id_present"),
        ({"client_id": "nobody"}, "client_known"),
        ({"redirect_uri": None}, "redirect_uri_present"),
        ({"redirect_uri": "http://127.0.0.1:49152/callback/"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://localhost:49152/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "https://127.0.0.1:49152/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://127.0.0.1@evil.example/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://x@127.0.0.1/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "http://127.0.0.1:port/callback"}, "redirect_uri_registered"),
        ({"redirect_uri": "https://evil.example/callback"}, "redirect_uri_registered"),
    ],
)
def test_unknown_client_or_redirect_uri_never_redirects(
    photobox, alice, authorization_url, changes, check
):
    page = alice.open(authorization_url(**changes))

    assert page.status_code == 400
    assert "Location" not in page.headers
    assert photobox.log[-1].checks.failed.name == check


def test_the_page_names_the_part_that_differs(alice, authorization_url):
    page = alice.open(authorization_url(redirect_uri="http://127.0.0.1:1/calback"))

    assert "the path differs: &#39;/callback&#39; is registered, &#39;/calback&#39;" in page.text


def test_what_came_over_the_wire_is_escaped(alice, authorization_url):
    page = alice.open(authorization_url(client_id="<script>alert(1)</script>"))

    assert "<script>" not in page.text
    assert "script" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("changes", "error", "check"),
    [
        ({"response_type": None}, "invalid_request", "response_type_present"),
        ({"response_type": "token"}, "unsupported_response_type", "response_type_supported"),
        ({"scope": "photos.read,orders.write"}, "invalid_scope", "scope_known"),
        ({"client_id": "printshop-public"}, "invalid_request", "code_challenge_present"),
        (
            {"code_challenge": RFC7636_CHALLENGE},
            "invalid_request",
            "code_challenge_method_s256",
        ),
        (
            {"code_challenge": "a" * 64, "code_challenge_method": "S256"},
            "invalid_request",
            "code_challenge_shape",
        ),
    ],
)
def test_other_mistakes_travel_back_in_the_redirect(
    photobox, alice, authorization_url, changes, error, check
):
    answer = answer_of(alice.open(authorization_url(**changes)).headers["Location"])

    assert (answer["error"], answer["state"]) == (error, "xyz")
    assert photobox.log[-1].checks.failed.name == check


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_doubled_client_or_redirect_uri_is_refused_on_a_page(alice, authorization_url, name):
    page = alice.open(authorization_url() + f"&{name}=again")

    assert page.status_code == 400


def test_a_doubled_state_is_refused_and_not_echoed(alice, authorization_url):
    answer = answer_of(alice.open(authorization_url() + "&state=again").headers["Location"])

    assert answer["error"] == "invalid_request"
    assert "state" not in answer


def test_an_unticked_scope_is_not_granted(photobox, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    alice.decide(url, scope=["photos.read"])

    (code,) = [c for c in list(photobox.store.codes.values())[-1:]]
    assert code.grant.scope == ("photos.read",)


def test_a_scope_that_was_not_asked_for_cannot_be_ticked(photobox, alice, authorization_url):
    alice.decide(authorization_url(), scope=["photos.read", "orders.write"])

    code = list(photobox.store.codes.values())[-1]
    assert code.grant.scope == ("photos.read",)


def test_a_wrong_password_asks_again(alice, authorization_url):
    page = alice.submit(alice.open(authorization_url()), username="alice", password="guess")

    assert page.status_code == 401
    assert 'name="password"' in page.text


@pytest.mark.parametrize("field", ["form_token", "request"])
def test_a_forged_form_is_refused(alice, authorization_url, field):
    page = alice.sign_in(authorization_url())
    answer = alice.submit(page, decision="approve", **{field: "forged"})

    assert answer.status_code in {400, 403}
    assert "Location" not in answer.headers


def test_another_browser_cannot_press_approve(alice, authorization_url):
    page = alice.sign_in(authorization_url())
    mallory = Person("bob", "builder")
    answer = mallory.submit(page, decision="approve")
    mallory.close()

    assert answer.status_code == 403


def test_a_consent_page_can_be_answered_once(alice, authorization_url):
    page = alice.sign_in(authorization_url())
    alice.submit(page, decision="approve")

    assert alice.submit(page, decision="approve").status_code == 400


def test_signing_in_gives_the_session_a_new_name(photobox, alice, authorization_url):
    page = alice.open(authorization_url())
    before = alice.session.cookies[photobox.cookie]
    alice.submit(page, username="alice", password="wonderland")

    assert alice.session.cookies[photobox.cookie] != before


def test_everything_is_relative_below_a_proxy_prefix(alice, authorization_url):
    page = alice.open(authorization_url())

    assert 'action="sign-in"' in page.text
    assert "Path=" not in page.headers["Set-Cookie"]
    assert 'src="/' not in page.text
    assert 'href="/' not in page.text
    assert urljoin("/user/alice/proxy/1/authorize", "sign-in") == "/user/alice/proxy/1/sign-in"


def test_pages_are_kept_out_of_frames_and_caches(alice, authorization_url):
    headers = alice.open(authorization_url()).headers

    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
