"""RFC 6749 §4.1.1, §4.1.2, with the RFC's own examples."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial import build_authorization_url, new_state, read_redirect
from oauth_tutorial.client.dialect import Dialect
from oauth_tutorial.errors import (
    AuthorizationDenied,
    AuthorizationFailed,
    InvalidArgument,
    IssuerMismatch,
    MalformedRedirect,
    StateMismatch,
)

ENDPOINT = "https://server.example.com/authorize"
CALLBACK = "https://client.example.com/cb"
text = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


def build(**changes):
    given = {"client_id": "s6BhdRkqt3", "redirect_uri": CALLBACK, "state": "xyz"} | changes
    return build_authorization_url(ENDPOINT, **given)


def test_the_request_of_rfc6749_section_4_1_1():
    """The RFC's example, parameter by parameter: their order is free."""
    example = (
        "https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3"
        "&state=xyz&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb"
    )

    assert parse_qs(urlsplit(build()).query) == parse_qs(urlsplit(example).query)
    assert urlsplit(build())[:3] == urlsplit(example)[:3]


def query_of(url):
    return {name: values for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize(
    ("dialect", "asked", "sent"),
    [
        ({}, "a b", {"scope": ["a b"]}),
        ({"scope_separator": ","}, "a  b c", {"scope": ["a,b,c"]}),
        ({"scope_separator": ","}, "a,b", {"scope": ["a,b"]}),
        ({"names": {"authorization": {"scope": "user_scope"}}}, "a b", {"user_scope": ["a b"]}),
        ({"scopes_taken": False}, "a b", {}),
    ],
)
def test_scopes_in_a_dialect(dialect, asked, sent):
    query = query_of(build(scope=asked, dialect=Dialect(**dialect)))

    assert {name: query[name] for name in query if "scope" in name} == sent


def test_names_and_extra_parameters_of_a_dialect():
    dialect = Dialect(
        names={"authorization": {"client_id": "client_key"}, "token": {"state": "other"}},
        extra={"authorization": {"owner": "user", "prompt": "consent"}, "token": {"a": "b"}},
    )
    url = build(dialect=dialect, prompt="login")

    assert query_of(url) == {
        "response_type": ["code"],
        "client_key": ["s6BhdRkqt3"],
        "redirect_uri": [CALLBACK],
        "state": ["xyz"],
        "owner": ["user"],
        "prompt": ["login"],
    }
    assert "owner" not in query_of(build(dialect=dialect, owner=None))


RFC_7636 = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # Appendix B


@pytest.mark.parametrize(
    ("pkce", "given", "sent"),
    [
        ("S256", RFC_7636, RFC_7636),
        ("hex", RFC_7636, "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"),
        ("hex", "ab" * 32, "ab" * 32),
        ("none", RFC_7636, None),
    ],
)
def test_a_challenge_in_a_dialect(pkce, given, sent):
    query = query_of(build(code_challenge=given, dialect=Dialect(pkce=pkce)))

    assert query.get("code_challenge") == ([sent] if sent else None)
    assert query.get("code_challenge_method") == (["S256"] if sent else None)


def test_a_name_that_a_dialect_uses_already_is_not_sent_twice():
    dialect = Dialect(names={"authorization": {"scope": "user_scope"}})
    with pytest.raises(InvalidArgument, match="'user_scope' is in the URL more than once"):
        build(scope="a", user_scope="b", dialect=dialect)


def test_a_wrong_scope_is_named_in_any_dialect():
    for wrong in (["a"], "", " "):
        with pytest.raises(InvalidArgument, match="scope"):
            build(scope=wrong, dialect=Dialect(scope_separator=",", scopes_taken=False))


def test_the_response_of_rfc6749_section_4_1_2():
    example = f"{CALLBACK}?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz"
    answer = read_redirect(example, state="xyz")

    assert (answer.code, answer.state, answer.iss) == ("SplxlOBeZQQYbYS6WxSbIA", "xyz", None)
    assert "SplxlOBeZQQYbYS6WxSbIA" not in repr(answer)


@pytest.mark.usefixtures("unmeasured")
@given(scope=text, state=text)
def test_what_is_built_reads_back_unchanged(scope, state):
    query = parse_qs(urlsplit(build(scope=scope, state=state)).query)

    assert (query["scope"], query["state"]) == ([scope], [state])


def test_a_query_of_the_endpoint_is_kept():
    url = build_authorization_url(ENDPOINT + "?a=1", client_id="c", redirect_uri=CALLBACK)

    assert parse_qs(urlsplit(url).query)["a"] == ["1"]


def test_a_challenge_brings_its_method():
    assert build(code_challenge="c" * 43).endswith("&code_challenge_method=S256")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"client_id": ""}, "client_id is empty"),
        ({"client_id": None}, "client_id must be a string"),
        ({"redirect_uri": "127.0.0.1/cb"}, "redirect_uri must be an absolute URL"),
        ({"redirect_uri": CALLBACK + "#x"}, "redirect_uri must not have a fragment"),
        ({"scope": ["a", "b"]}, "scope must be a string, got list"),
        ({"state": ""}, "state is empty"),
        ({"response_type": "token"}, "response_type is always 'code'"),
    ],
)
def test_a_wrong_parameter_is_named(changes, named):
    if changes == {"client_id": None}:
        changes = {"client_id": object()}
    with pytest.raises(InvalidArgument, match=named):
        build(**changes)


def test_a_parameter_twice_is_named():
    with pytest.raises(InvalidArgument, match="'state' is in the URL more than once"):
        build_authorization_url(
            ENDPOINT + "?state=1", client_id="c", redirect_uri=CALLBACK, state="2"
        )


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"{CALLBACK}?code=a&state=other", StateMismatch),
        (f"{CALLBACK}?code=a", StateMismatch),
        (f"{CALLBACK}?error=access_denied&state=other", StateMismatch),
        (f"{CALLBACK}?error=access_denied&state=xyz", AuthorizationDenied),
        (f"{CALLBACK}?error=server_error&state=xyz", AuthorizationFailed),
        (f"{CALLBACK}?code=a&error=b&state=xyz", MalformedRedirect),
        (f"{CALLBACK}?code=a&code=b&state=xyz", MalformedRedirect),
        (f"{CALLBACK}?state=xyz", MalformedRedirect),
        (f"{CALLBACK}?code=&state=xyz", MalformedRedirect),
        (CALLBACK, MalformedRedirect),
        (f"{CALLBACK}#access_token=t", MalformedRedirect),
        (f"{ENDPOINT}?response_type=code&state=xyz", MalformedRedirect),
        (f"{CALLBACK}?code=a&state=xyz&iss=https://evil.example", IssuerMismatch),
        ("   ", InvalidArgument),
        (None, InvalidArgument),
    ],
)
def test_a_redirect_that_cannot_be_used(address, error):
    with pytest.raises(error) as raised:
        read_redirect(address, state="xyz", issuer="https://server.example.com")

    assert type(raised.value) is error
    assert raised.value.hint


@given(st.text())
def test_any_text_gives_an_error_of_ours(address):
    with pytest.raises((InvalidArgument, MalformedRedirect, StateMismatch)):
        read_redirect(address, state=new_state())


def test_a_pasted_query_is_enough():
    assert read_redirect(" code=a&state=xyz\n", state="xyz").code == "a"


def test_states_differ():
    assert len({new_state() for _ in range(100)}) == 100


@pytest.mark.parametrize("late", ["code=b", "error=access_denied", "state=other"])
def test_what_comes_late_in_a_long_redirect_counts_as_well(late):
    fillers = "&x=y" * 1500
    with pytest.raises((MalformedRedirect, StateMismatch)):
        read_redirect(f"?code=a&state=xyz{fillers}&{late}", state="xyz")
