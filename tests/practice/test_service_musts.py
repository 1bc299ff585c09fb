"""What the RFCs demand of a server and no other test here shows, and the page that lists it all.

``docs/conformance.md`` maps each MUST to tests; the last tests of this file check that
the page and the tests agree.
"""

import ast
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from oauth_tutorial import practice
from tests.practice.conftest import CALLBACK
from tests.practice.proofs import new_key, proof

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "conformance.md"
PRINTSHOP = {"client_id": "printshop", "client_secret": "printshop-secret"}
NIGHTLY = {"client_id": "printshop-nightly", "client_secret": "printshop-nightly-secret"}
# a request to each endpoint of the back channel that is in order
GOOD = {
    "token_endpoint": NIGHTLY | {"grant_type": "client_credentials"},
    "revocation_endpoint": PRINTSHOP | {"token": "unknown"},
    "introspection_endpoint": PRINTSHOP | {"token": "unknown"},
    "device_authorization_endpoint": {"client_id": "photobox-printer"},
    "pushed_authorization_request_endpoint": PRINTSHOP
    | {"response_type": "code", "redirect_uri": CALLBACK},
}
ALLOWED = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]*")  # RFC 6749 §5.2
ODD = 'ü"\\\n§🖨'


@pytest.fixture(params=GOOD)
def endpoint(request):
    return request.param


@pytest.fixture
def post(photobox):
    def send(endpoint, body, **more):
        return requests.post(getattr(photobox, endpoint), data=body, timeout=5, **more)

    return send


def answer_of(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query, keep_blank_values=True)


# requests


def test_the_back_channel_takes_post_only(photobox, endpoint):
    assert requests.get(getattr(photobox, endpoint), timeout=5).status_code == 405


def test_an_unknown_parameter_is_ignored(post, endpoint):
    assert post(endpoint, GOOD[endpoint] | {"colour": "red"}).status_code in {200, 201}


def test_an_empty_parameter_counts_as_omitted(post, endpoint):
    assert post(endpoint, GOOD[endpoint] | {"scope": ""}).status_code in {200, 201}


@pytest.mark.parametrize("name", ["client_id", "colour"])
def test_a_doubled_parameter_is_refused(post, endpoint, name):
    pairs = [*GOOD[endpoint].items(), (name, "once"), (name, "twice")]
    answer = post(endpoint, pairs)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_confidential_client_has_to_prove_itself(post, endpoint):
    body = GOOD[endpoint] | {"client_id": "printshop"}
    answer = post(endpoint, {**body, "client_secret": "guess"})
    without = post(endpoint, {name: v for name, v in body.items() if name != "client_secret"})

    for refused in (answer, without):
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_a_refused_basic_authentication_is_answered_with_its_scheme(post, endpoint):
    body = {name: v for name, v in GOOD[endpoint].items() if not name.startswith("client")}
    body["colour"] = "red"  # without any parameter it would be no form
    answer = post(endpoint, body, auth=("printshop", "guess"))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_at_the_authorization_endpoint_unknown_and_empty_ones_are_ignored(alice, authorization_url):
    answer = answer_of(alice.decide(authorization_url(colour="red", state="", scope="")))

    assert "state" not in answer
    assert "code" in answer


# answers


def test_what_the_back_channel_says_is_json_that_no_cache_keeps(post, endpoint):
    for body in (GOOD[endpoint], {}):
        answer = post(endpoint, body)

        assert answer.headers["Content-Type"] == "application/json"
        assert isinstance(answer.json(), dict)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Pragma"] == "no-cache"


def test_error_texts_keep_to_their_characters(post, endpoint):
    """RFC 6749 §5.2: error and error_description are made of printable ASCII."""
    for name in (*GOOD[endpoint], "scope", "resource", "token_type_hint"):
        error = post(endpoint, GOOD[endpoint] | {name: ODD}).json()

        assert ALLOWED.fullmatch(error.get("error", ""))
        assert ALLOWED.fullmatch(error.get("error_description", ""))


@pytest.mark.parametrize("name", ["response_type", "scope", "code_challenge_method", "resource"])
def test_error_texts_in_the_redirect_keep_to_theirs(alice, authorization_url, name):
    url = authorization_url(**({"code_challenge": "x"} | {name: ODD}))
    answer = answer_of(alice.open(url).headers["Location"])

    assert ALLOWED.fullmatch(answer["error"][0])
    assert ALLOWED.fullmatch(answer["error_description"][0])


@pytest.mark.parametrize(
    "changes",
    [{}, {"scope": "unknown"}, {"response_type": "token"}, {"prompt": "none"}],
    ids=["code", "invalid_scope", "unsupported_response_type", "login_required"],
)
def test_every_authorization_response_names_its_issuer_once(
    photobox, alice, authorization_url, changes
):
    url = authorization_url(**changes)
    location = alice.open(url).headers["Location"] if changes else alice.decide(url)
    answer = answer_of(location)
    metadata = requests.get(
        f"{photobox.issuer}/.well-known/oauth-authorization-server", timeout=5
    ).json()

    assert answer["iss"] == [metadata["issuer"]]
    assert answer["state"] == ["xyz"]
    assert all(len(values) == 1 for values in answer.values())
    assert metadata["authorization_response_iss_parameter_supported"] is True


def test_state_comes_back_to_the_letter(alice, authorization_url):
    state = "a b+c&d=%20é\"'<>"

    assert answer_of(alice.decide(authorization_url(state=state)))["state"] == [state]


def test_the_query_of_a_redirect_uri_is_kept(photobox, alice, authorization_url):
    redirect_uri = "https://client.example.com/cb?shop=7"
    body = {"redirect_uris": [redirect_uri]}
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    url = authorization_url(client_id=client["client_id"], redirect_uri=redirect_uri)
    location = alice.decide(url)

    assert location.startswith(redirect_uri + "&")
    assert answer_of(location)["shop"] == ["7"]


def test_no_endpoint_has_a_fragment(photobox):
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    document = requests.get(url, timeout=5).json()

    assert not [v for name, v in document.items() if name.endswith("_endpoint") and "#" in v]


def test_no_code_before_the_person_has_signed_in(alice, authorization_url):
    page = alice.open(authorization_url())
    request_id = page.text.split('name="request" value="')[1].split('"')[0]
    form_token = page.text.split('name="form_token" value="')[1].split('"')[0]
    answer = alice.session.post(
        page.url.split("/authorize")[0] + "/consent",
        data={"request": request_id, "form_token": form_token, "decision": "approve"},
        allow_redirects=False,
        timeout=5,
    )

    assert "Location" not in answer.headers
    assert 'name="password"' in answer.text


# codes and tokens


def test_the_granted_scope_is_always_said(ask, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    narrowed = alice.decide(url, scope=["orders.write"])

    assert ask(answer_of(narrowed)["code"][0]).json()["scope"] == "orders.write"


def test_a_request_without_scope_gets_the_default(ask, alice, authorization_url):
    assert ask(alice.code(authorization_url(scope=None))).json()["scope"] == "photos.read"


def test_a_code_of_another_client_is_refused(photobox, ask, alice, authorization_url):
    code = alice.code(authorization_url())
    answer = ask(code, client_id="printshop-public", client_secret=None)

    assert answer.json()["error"] == "invalid_grant"
    assert photobox.log.last("/token").checks.failed.name == "code_of_this_client"
    assert ask(code).status_code == 200


def renew(ask, token, **changes):
    return ask(None, grant_type="refresh_token", refresh_token=token, redirect_uri=None, **changes)


def test_a_refresh_token_of_another_client_is_refused(ask, alice, authorization_url):
    token = ask(alice.code(authorization_url())).json()["refresh_token"]
    foreign = renew(ask, token, client_id="printshop-public", client_secret=None)

    assert foreign.json()["error"] == "invalid_grant"
    assert renew(ask, token).status_code == 200


def test_a_refresh_token_expires(photobox, ask, alice, authorization_url):
    token = ask(alice.code(authorization_url())).json()["refresh_token"]
    photobox.clock.advance(days=31)

    assert renew(ask, token).json()["error"] == "invalid_grant"


def test_a_narrowed_refresh_keeps_the_scope_of_the_refresh_token(ask, alice, authorization_url):
    first = ask(alice.code(authorization_url(scope="photos.read orders.write"))).json()
    narrow = renew(ask, first["refresh_token"], scope="photos.read").json()
    wide = renew(ask, narrow["refresh_token"]).json()

    assert narrow["scope"] == "photos.read"
    assert wide["scope"] == "photos.read orders.write"


def test_the_challenge_stays_at_the_server(photobox, alice, authorization_url):
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    url = authorization_url(code_challenge=challenge, code_challenge_method="S256")

    assert challenge not in alice.decide(url)


# the API


@pytest.mark.parametrize("header", [None, "Bearer unknown", "Basic eDp5", "Bearer", "DPoP x"])
def test_a_challenge_says_each_thing_once(photobox, header):
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=5)
    challenge = answer.headers["WWW-Authenticate"]
    names = re.findall(r'([a-z_]+)="', challenge)

    assert answer.status_code == 401
    assert re.fullmatch(r'(Bearer|DPoP) [a-z]+="[^"]*"(, [a-z_]+="[^"]*")*', challenge)
    assert len(names) == len(set(names))


# DPoP nonces


def test_nonces_cannot_be_guessed_and_are_written_in_nqchar(photobox):
    """RFC 9449 §8, §8.1."""
    nonce = photobox.nonces.current()

    assert re.fullmatch(r"[\x21\x23-\x5B\x5D-\x7E]{20,}", nonce)
    assert nonce != practice.PhotoBox().nonces.current()


def test_a_nonce_is_kept_by_no_cache(photobox, post):
    photobox.options.require_dpop_nonce = True
    made = proof(new_key(), "POST", photobox.token_endpoint)
    answer = post("token_endpoint", GOOD["token_endpoint"], headers={"DPoP": made})

    assert answer.headers["DPoP-Nonce"]
    assert "no-store" in answer.headers["Cache-Control"]


# the page


def rows() -> list[tuple[str, str, str]]:
    """The rows of the page: section, rule, tests or reason."""
    found = re.findall(r"^\| (§[^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M)
    return [tuple(cell.strip() for cell in row) for row in found]


def named_tests(cell: str) -> list[str]:
    return re.findall(r"`(test_\w+\.py::test_\w+)`", cell)


def existing_tests() -> set[str]:
    found = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        found |= {f"{path.name}::{name}" for name in names if name.startswith("test_")}
    return found


def test_every_test_that_the_page_names_exists():
    named = {name for _, _, cell in rows() for name in named_tests(cell)}

    assert len(named) > 80
    assert named - existing_tests() == set()


def test_every_row_names_a_test_or_says_why_not():
    bad = [row for row in rows() if not named_tests(row[2]) and not row[2].startswith("–")]

    assert len(rows()) > 100
    assert bad == []


def test_every_test_of_this_file_stands_on_the_page():
    named = {name for _, _, cell in rows() for name in named_tests(cell)}
    own = {name for name in existing_tests() if name.startswith("test_musts.py")}
    about_the_page = {name for name in own if "page" in name or "row" in name}

    assert own - named - about_the_page == set()


@pytest.mark.parametrize(
    "heading",
    [
        "RFC 6749 §3",
        "RFC 6749 §4",
        "RFC 6749 §5",
        "RFC 6749 §6",
        "RFC 7636 §4",
        "RFC 6750 §3",
        "RFC 7009",
        "RFC 7662",
        "RFC 8628 §3",
        "RFC 9207",
        "RFC 9126 §2",
        "RFC 9449 §4",
        "OpenID Connect Core §3.1",
    ],
)
def test_the_page_has_a_table_for_each_document(heading):
    assert re.search(rf"^## {re.escape(heading)}.*\n\n\| Section", PAGE.read_text("utf-8"), re.M)
