"""The pages: self-contained, escaped, and kept out of frames and caches."""

from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup


def test_the_page_names_the_part_that_differs(alice, authorization_url):
    page = alice.open(authorization_url(redirect_uri="http://127.0.0.1:1/calback"))

    assert "the path differs: &#39;/callback&#39; is registered, &#39;/calback&#39;" in page.text


def test_what_came_over_the_wire_is_escaped(alice, authorization_url):
    page = alice.open(authorization_url(client_id="<script>alert(1)</script>"))

    assert "<script>" not in page.text
    assert "script" not in page.headers["Content-Security-Policy"]


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
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_no_page_of_a_sign_in_loads_or_links_what_is_elsewhere(photobox, alice, authorization_url):
    """RFC 9700 §4.2.4: else a Referer could carry the request there."""
    wish = {"redirect_uris": ["http://127.0.0.1/cb"], "client_name": "An app"}
    wish |= {f"{name}_uri": "https://elsewhere.example/" for name in ("client", "logo", "policy")}
    made = requests.post(photobox.registration_endpoint, json=wish, timeout=5).json()
    url = authorization_url(client_id=made["client_id"], redirect_uri="http://127.0.0.1/cb")

    for page in (alice.open(url), alice.sign_in(url)):
        leads = BeautifulSoup(page.text, "html.parser").find_all(["a", "img", "link", "script"])
        addresses = [str(one.get("href") or one.get("src") or "") for one in leads]
        assert "An app" in page.text
        assert [one for one in addresses if urlsplit(one).netloc] == []
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_half_a_character_in_a_name_is_spelt_out(client):
    """JSON can carry a lone surrogate, UTF-8 cannot."""
    uri = "http://127.0.0.1/callback"
    wish = {"client_name": "a\ud800b", "redirect_uris": [uri], "token_endpoint_auth_method": "none"}
    client_id = client.post("/register", json=wish).json["client_id"]
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": uri,
        "code_challenge": "a" * 43,
        "code_challenge_method": "S256",
    }

    assert "a\\ud800b" in client.get("/authorize", query_string=asked).text


def test_the_pages_show_the_clock_only_when_it_was_moved(photobox, alice, authorization_url):
    assert "clock is" not in alice.open(authorization_url()).text

    photobox.clock.advance(hours=2)

    assert "clock is 2 hours ahead" in alice.open(authorization_url()).text


def test_a_misleading_consent_page_hides_what_it_gives(photobox, alice, authorization_url):
    honest = alice.sign_in(authorization_url(scope="orders.write"))
    photobox.options.misleading_consent = True
    lie = alice.open(authorization_url(scope="orders.write"))
    alice.submit(lie, decision="approve")

    assert "Order prints in your name" in honest.text
    assert "Order prints in your name" not in lie.text
    assert "Show you offers" in lie.text
    code = list(photobox.store.codes.values())[-1]
    assert code.grant.scope == ("orders.write",)


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        ([], ""),
        (["API"], ""),
        (["https://archive.photobox.example"], "and not at PhotoBox’s photo API"),
        (["https://archive.photobox.example", "API"], "PhotoBox’s photo API, and also at"),
    ],
)
def test_the_consent_page_names_an_api_that_is_not_the_photo_api(
    photobox, alice, authorization_url, resources, says
):
    """RFC 8707 §2: so that the person knows where the token will be used."""
    named = [one.replace("API", photobox.api) for one in resources]
    page = alice.sign_in(f"{authorization_url()}&{urlencode({'resource': named}, doseq=True)}")
    text = BeautifulSoup(page.text, "html.parser").text

    assert says in text
    assert ("This access is valid at" in text) is bool(says)
    assert ("https://archive.photobox.example" in text) is bool(says)


def test_beside_a_typo_stands_the_registered_address_with_the_port_that_was_sent(
    alice, authorization_url
):
    """The port may be any (RFC 8252 §7.3), so it is not what a person should look at."""
    page = alice.open(authorization_url(redirect_uri="http://127.0.0.1:49152/calback")).text

    assert "&#39;http://127.0.0.1:49152/callback&#39;" in page
    assert "&#39;http://127.0.0.1:49152/calback&#39;" in page
