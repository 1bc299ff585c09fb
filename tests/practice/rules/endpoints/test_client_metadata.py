"""What a client says of itself is judged by named rules (RFC 7591 §2, §3.2.2)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import DEVICE_CODE
from oauth_tutorial.practice.model.redirect_uris import why_unfit
from oauth_tutorial.practice.model.scopes import PERSON_SCOPES
from oauth_tutorial.practice.rules.endpoints.client_metadata import DESCRIPTIONS, read_metadata

CALLBACK = "https://shop.example/callback"


def read(*, off=frozenset(), **metadata):
    return read_metadata({"redirect_uris": [CALLBACK]} | metadata, off, Checklist())


def test_a_redirect_uri_is_enough():
    """RFC 7591 §2: the defaults; §3.2.1: what the server puts in besides."""
    wish = read()

    assert wish.redirect_uris == (CALLBACK,)
    assert wish.auth_method == "client_secret_basic"
    assert wish.grant_types == ("authorization_code", "refresh_token")
    assert wish.scope == PERSON_SCOPES
    assert wish.id_token_signed_response_alg == "RS256"
    assert (wish.described, wish.post_logout_redirect_uris) == ({}, ())


def test_what_is_null_or_empty_counts_as_left_out():
    """RFC 7592 §2.2."""
    empty = dict.fromkeys(("client_uri", "scope", "grant_types", "contacts"))

    assert read(**empty, client_name="", logo_uri="", response_types=None) == read()


def test_what_nobody_knows_is_left_out():
    """RFC 7591 §2: MUST ignore."""
    assert read(jwks_uri="https://shop.example/jwks", colour="blue") == read()


def test_what_it_says_of_itself_is_kept():
    described = {
        "client_uri": "https://shop.example",
        "logo_uri": "https://shop.example/logo.png",
        "tos_uri": "https://shop.example/tos",
        "policy_uri": "http://shop.example/policy",
        "contacts": ["alice@shop.example"],
        "software_id": "4NRB1-0XZABZI9E6-5SM3R",
        "software_version": "2.1",
        "application_type": "native",
    }

    assert set(described) == set(DESCRIPTIONS)
    assert read(**described).described == described


@pytest.mark.parametrize(
    ("scope", "registered"),
    [
        ("photos.read", ("photos.read",)),
        ("openid  photos.read openid", ("openid", "photos.read")),
        ("openid mcp:tools shop.report", ("openid",)),
        ("  ", PERSON_SCOPES),
        ("", PERSON_SCOPES),
    ],
)
def test_a_scope_narrows_what_the_client_may_ask_for(scope, registered):
    """RFC 7591 §2; what no person can allow is not to be had by registering."""
    assert read(scope=scope).scope == registered


@pytest.mark.parametrize(
    ("asked", "registered"),
    [
        (["authorization_code"], ("authorization_code",)),
        (["refresh_token", "authorization_code"], ("refresh_token", "authorization_code")),
        ([DEVICE_CODE, DEVICE_CODE], (DEVICE_CODE,)),
        ([], ("authorization_code", "refresh_token")),
    ],
)
def test_a_client_gets_the_grants_that_it_asks_for(asked, registered):
    assert read(grant_types=asked).grant_types == registered


def test_a_device_has_no_redirect_uri():
    """RFC 7591 §2: clients that use redirects MUST register where they lead."""
    metadata = {"grant_types": [DEVICE_CODE], "response_types": []}

    assert read_metadata(metadata, frozenset(), Checklist()).redirect_uris == ()
    with pytest.raises(Refused):
        read_metadata({"response_types": ["code"]}, frozenset(), Checklist())


def test_a_grant_that_is_off_in_a_lesson_cannot_be_registered():
    assert read(off={"refresh_token"}).grant_types == ("authorization_code",)
    with pytest.raises(Refused, match="Expected authorization_code or"):
        read(off={"refresh_token"}, grant_types=["authorization_code", "refresh_token"])


BROKEN = [
    ({"client_name": 5}, "metadata_fits", "client_name: a string"),
    ({"client_name": "a" * 501}, "metadata_fits", "500 characters"),
    ({"client_uri": "javascript:alert(1)"}, "metadata_fits", "client_uri: an http or https URL"),
    ({"logo_uri": ["https://shop.example"]}, "metadata_fits", "logo_uri: an http or https URL"),
    ({"contacts": "alice@shop.example"}, "metadata_fits", "contacts: a list"),
    ({"contacts": ["a"] * 11}, "metadata_fits", "at most 10"),
    ({"contacts": [{}]}, "metadata_fits", "contacts: a list"),
    ({"scope": ["openid"]}, "metadata_fits", "scope: a string"),
    ({"grant_types": "authorization_code"}, "metadata_fits", "grant_types: a list"),
    ({"response_types": {}}, "metadata_fits", "response_types: a list"),
    ({"application_type": "toaster"}, "metadata_fits", "web or native"),
    ({"application_type": []}, "metadata_fits", "web or native"),
    ({"dpop_bound_access_tokens": "yes"}, "metadata_fits", "true or false"),
    ({"token_endpoint_auth_method": []}, "metadata_fits", "token_endpoint_auth_method"),
    ({"post_logout_redirect_uris": ["data:text/html,x"]}, "metadata_fits", "a list of at most 10"),
    ({"post_logout_redirect_uris": CALLBACK}, "metadata_fits", "a list of at most 10"),
    ({"token_endpoint_auth_method": "magic"}, "auth_method_supported", "'magic'"),
    ({"token_endpoint_auth_method": "private_key_jwt"}, "auth_method_supported", "'private_key"),
    ({"id_token_signed_response_alg": "none"}, "id_token_algorithm_supported", "RS256 or ES256"),
    ({"id_token_signed_response_alg": "HS256"}, "id_token_algorithm_supported", "'HS256'"),
    ({"grant_types": ["password"]}, "grant_types_supported", "'password'"),
    ({"grant_types": ["client_credentials"]}, "grant_types_supported", "'client_credentials'"),
    ({"response_types": ["code", "token"]}, "response_types_supported", "'token'"),
    ({"scope": "photos.raed"}, "scope_registrable", "photos.read orders.write openid"),
    ({"scope": "mcp:tools shop.report"}, "scope_registrable", "received 'mcp:tools shop.report'"),
    ({"redirect_uris": CALLBACK}, "redirect_uris_usable", "list of 1 to 10"),
    ({"redirect_uris": []}, "redirect_uris_usable", "list of 1 to 10"),
    ({"redirect_uris": [CALLBACK] * 11}, "redirect_uris_usable", "list of 1 to 10"),
    ({"redirect_uris": [CALLBACK, 5]}, "redirect_uris_usable", "because of 5: it is not a string"),
    ({"redirect_uris": [None]}, "redirect_uris_usable", "because of null: it is not a string"),
    ({"redirect_uris": [None, CALLBACK]}, "redirect_uris_usable", "because of null"),
    ({"redirect_uris": [CALLBACK, None]}, "redirect_uris_usable", "because of null"),
    ({"redirect_uris": [False]}, "redirect_uris_usable", "because of false: it is not a string"),
    ({"redirect_uris": [[]]}, "redirect_uris_usable", "because of []: it is not a string"),
    ({"redirect_uris": [""]}, "redirect_uris_usable", "because of '': it is not an absolute URL"),
    ({"redirect_uris": [None, "javascript:alert(1)//"]}, "redirect_uris_usable", "not a string"),
    ({"post_logout_redirect_uris": [None]}, "metadata_fits", "a list of at most 10"),
    ({"redirect_uris": ["http://shop.example/cb"]}, "redirect_uris_usable", "use https"),
]


@pytest.mark.parametrize(("metadata", "rule", "said"), BROKEN)
def test_each_broken_rule_has_its_name_and_says_what_was_wrong(metadata, rule, said):
    checks = Checklist()
    with pytest.raises(Refused) as refused:
        read_metadata({"redirect_uris": [CALLBACK]} | metadata, frozenset(), checks)
    error = "invalid_redirect_uri" if "redirect_uris" in metadata else "invalid_client_metadata"

    assert (checks.failed.name, refused.value.error) == (rule, error)
    assert said in refused.value.description


@pytest.mark.parametrize(
    ("body", "said"),
    [(None, "null"), ([], "a list"), ("text", "a text"), (5, "5"), (True, "true")],
)
def test_what_is_no_object_is_refused_and_named(body, said):
    with pytest.raises(Refused, match=f"the body is a JSON object .* received {said}\\."):
        read_metadata(body, frozenset(), Checklist())


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({}, "received none."),
        ({"redirect_uri": CALLBACK}, "redirect_uri: did you mean redirect_uris?"),
        ({"redirectUris": [CALLBACK]}, "redirectUris: did you mean redirect_uris?"),
        ({"colour": "blue"}, "received none."),
        ({"redirect_uris": CALLBACK}, "a text; put it into a list, between [ and ]"),
        ({"redirect_uris": {"a": 1}}, "received an object."),
        ({"redirect_uris": 5}, "received 5."),
        ({"redirect_uris": []}, "received a list of 0."),
        ({"redirect_uris": [CALLBACK] * 11}, "received a list of 11."),
    ],
)
def test_it_is_said_what_came_in_place_of_redirect_uris(metadata, said):
    with pytest.raises(Refused) as refused:
        read_metadata(metadata, frozenset(), Checklist())

    assert said in refused.value.description
    assert "Expected 'redirect_uris': ['https://" in refused.value.description


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("   ", "An app"),
        ("\t\n", "An app"),
        ("  My \n shop ", "My shop"),
        ("Caf\xe9 \U0001f5bc", "Caf\xe9 \U0001f5bc"),
        ("\u202eabc", "\\u202eabc"),
        ("a\x00b\x1b[31m", "a\\x00b\\x1b[31m"),
        ("a" * 100, "a" * 60),
        ("\u202e" * 100, ("\\u202e" * 100)[:60]),
    ],
)
def test_nothing_in_a_name_acts_on_what_shows_it(sent, shown):
    name = read(client_name=sent).name

    assert name == shown
    assert read(client_name=name).name == name


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
MEMBERS = st.sampled_from(
    [
        *DESCRIPTIONS,
        *("client_name", "scope", "token_endpoint_auth_method", "id_token_signed_response_alg"),
        *("grant_types", "response_types", "redirect_uris", "post_logout_redirect_uris"),
    ]
)


@given(st.dictionaries(MEMBERS, ANYTHING))
def test_whatever_comes_is_registered_or_refused(metadata):
    checks = Checklist()
    with suppress(Refused):
        wish = read_metadata({"redirect_uris": [CALLBACK]} | metadata, frozenset(), checks)
        assert set(wish.scope) <= set(PERSON_SCOPES)
        assert not any(map(why_unfit, wish.redirect_uris + wish.post_logout_redirect_uris))

    assert all(check.passed for check in checks[:-1])
