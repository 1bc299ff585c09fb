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


def test_what_a_proxy_would_say_is_not_believed(photobox, alice, authorization_url):
    """RFC 9700 §4.13: nothing here hangs on a header that anybody can send."""
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    said |= {"Forwarded": "host=evil.example", "X-Forwarded-For": "192.0.2.1"}
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    plain, told = (requests.get(url, headers=more, timeout=5) for more in ({}, said))
    alice.session.headers.update(said)

    assert told.json() == plain.json()
    assert alice.decide(authorization_url()).startswith(CALLBACK)
    assert requests.get(url, headers=said | {"Host": "evil.example"}, timeout=5).status_code == 421


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


def test_no_endpoint_has_a_fragment(photobox):
    url = f"{photobox.issuer}/.well-known/openid-configuration"
    document = requests.get(url, timeout=5).json()

    assert not [v for name, v in document.items() if name.endswith("_endpoint") and "#" in v]


# codes and tokens


def test_the_challenge_stays_at_the_server(photobox, alice, authorization_url):
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    url = authorization_url(code_challenge=challenge, code_challenge_method="S256")

    assert challenge not in alice.decide(url)


# DPoP nonces


def test_a_nonce_is_kept_by_no_cache(photobox, post):
    photobox.options.require_dpop_nonce = True
    made = proof(new_key(), "POST", photobox.token_endpoint)
    answer = post("token_endpoint", GOOD["token_endpoint"], headers={"DPoP": made})

    assert answer.headers["DPoP-Nonce"]
    assert "no-store" in answer.headers["Cache-Control"]


# the page


def rows() -> list[tuple[str, str, str]]:
    """The rows of the page: section, rule, tests or reason."""
    found = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M)
    return [tuple(cell.strip() for cell in row) for row in found if row[2].strip() != "Tests"]


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


def test_the_page_has_every_module_of_the_basic_plan():
    modules = [row[0] for row in rows() if row[0].startswith("oidcc-")]

    assert len(modules) == len(set(modules)) == 33


def test_every_test_of_this_file_stands_on_the_page():
    named = {name for _, _, cell in rows() for name in named_tests(cell)}
    own = {name for name in existing_tests() if name.startswith(f"{Path(__file__).name}::")}
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
        "RFC 8707 §2",
        "OpenID Connect Core §3.1",
        "RFC 9700 §2",
        "RFC 9700 §4",
    ],
)
def test_the_page_has_a_table_for_each_document(heading):
    assert re.search(rf"^## {re.escape(heading)}.*\n\n\| Section", PAGE.read_text("utf-8"), re.M)
