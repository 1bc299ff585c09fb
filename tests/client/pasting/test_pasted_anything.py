"""Any text at all: an answer or an error of ours, and the right code whatever stands around it."""

import string
from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oauth_tutorial import LoopbackReceiver, new_state, read_redirect
from oauth_tutorial.errors import OAuthTutorialError
from tests.client.pasting.test_pasted_reported import AROUND, WRITTEN

STATE = "xyz"
_PIECES = st.sampled_from(
    ["code=", "state=xyz", "state=", "error=", "&", "?", "#", "http://", "[", "(", "'", "\n", " ",
     "%", "%3D", "&amp;", "\\", "\\u0026", "…", "iss=https://as.example", "\ud800", "\x00", "a1B"]
)  # fmt: skip
ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=())),  # halves of characters too
    st.lists(_PIECES, max_size=30).map("".join),
)


@settings(deadline=None)  # a busy machine is no failure
@given(ANYTHING, st.none() | st.just("https://as.example"))
@example("http://[", None)
@example("?state=\ud800&code=1", None)
def test_any_text_gives_an_answer_or_an_error_of_ours(text, issuer):
    answer = None
    with suppress(OAuthTutorialError):
        answer = read_redirect(text, state=STATE, issuer=issuer)

    assert answer is None or (answer.state, bool(answer.code)) == (STATE, True)
    assert answer is None or issuer is None or answer.iss in (None, issuer)


@pytest.fixture(scope="module")
def receiver():
    with LoopbackReceiver(state=new_state()) as receiver:
        yield receiver


@settings(deadline=None)
@given(text=ANYTHING | st.none() | st.integers() | st.binary())
def test_what_is_pasted_is_answered_in_words(receiver, text):
    assert isinstance(receiver.paste(text), str)
    assert not receiver.done


_UNRESERVED = string.ascii_letters + string.digits + "-._~/+"
_CODES = st.text(_UNRESERVED, min_size=1, max_size=60)
_VALUES = st.text(st.characters(codec="utf-8"), max_size=10)


@st.composite
def redirects(draw):
    """A redirect as a server makes it: its parameters in any order, some of its own among them."""
    code = draw(_CODES) + draw(st.sampled_from(string.ascii_letters + string.digits + "-"))
    pairs = [("code", code), ("state", new_state())]
    pairs += [
        (name, draw(_VALUES)) for name in draw(st.sets(st.sampled_from(["scope", "hd", "x"])))
    ]
    pairs = draw(st.permutations(pairs))
    query = urlencode(pairs, quote_via=quote, safe="")
    base = draw(st.sampled_from(["http://127.0.0.1:49152/callback", "http://[::1]:8/cb", "app:/x"]))
    return f"{base}?{query}", code, dict(pairs)["state"]


_WRITE = {
    name: write
    for name, write in WRITTEN.items()
    if not name.startswith(("broken", "path", "without"))
}


@settings(deadline=None, max_examples=300)
@given(redirects(), st.sampled_from(sorted(AROUND)), st.sampled_from([*sorted(_WRITE), ""]))
def test_the_right_code_is_found_whatever_stands_around_it(redirect, around, writing):
    url, code, state = redirect
    if writing:
        url = _WRITE[writing](url)
    text = url if writing in {"JSON"} else AROUND[around].format(url)
    assert read_redirect(text, state=state).code == code
