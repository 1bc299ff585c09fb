"""A redirect, taken apart and judged."""

from urllib.parse import quote

import pytest

from oauth_tutorial.widgets import capture_panel
from tests.widgets.conftest import html_of, verdict_of


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "Waiting"),
        ("http://127.0.0.1/callback?code=abc&state=xyz", "Received"),
        ("code=abc&state=xyz", "Received"),
        ("http://127.0.0.1/callback?code=abc&state=another", "Refused"),
        ("http://127.0.0.1/callback?error=access_denied&state=xyz", "Refused"),
        ("no address at all", "Refused"),
    ],
)
def test_an_address_is_judged(address, word):
    assert verdict_of(capture_panel(state="xyz", address=address)).startswith(word)


def test_an_address_is_taken_apart_and_its_secrets_are_shapes():
    shown = html_of(capture_panel(state="xyz", address="http://127.0.0.1/cb?code=very-secret&x=1"))

    assert '<th scope="row">code</th><td>&lt;11 characters&gt;</td>' in shown
    assert "Not a name of the RFCs." in shown
    assert "very-secret" not in shown


def test_a_real_address_is_put_away_once_it_was_read():
    """A notebook may be saved with the state of its widgets: with what stands in a field."""
    state, code = "s" * 43, "c" * 43
    address = f"http://127.0.0.1:8000/callback?code={code}&state={state}"
    panel = capture_panel(state=state)
    panel.fields["address"].value = address
    saved = str([field.get_state() for field in panel.fields.values()])

    assert verdict_of(panel).startswith("Received")
    assert code not in saved
    assert state not in saved
    panel.fields["state"].value = "another"
    assert verdict_of(panel).startswith("Refused")


CODE, OWN = "SplxlOBeZQQYbYS6WxSbIA", "Yk3dQx0cV9mN2bL7sT5wPz8RfJ1hGa6u"
REAL = f"http://127.0.0.1:49152/callback?code={CODE}&state={OWN}"


def state_of(widget) -> str:
    """What a notebook would hold of it: the state of each of its models."""
    inside = "".join(map(state_of, getattr(widget, "children", ())))
    return str(widget.get_state()) + inside


@pytest.mark.parametrize(
    "address",
    [
        REAL,
        REAL.replace("?", "#"),
        REAL.replace("/callback", "/#/callback"),
        f"I ended on <{REAL}>, is that right?",
        f"https://safe.example/?url={quote(REAL, safe='')}&data=1",
        f"https://safe.example/?url={quote(quote(REAL, safe=''), safe='')}&data=1",
    ],
)
@pytest.mark.parametrize("own", [OWN, "another-state-that-was-sent"])
def test_no_real_address_leaves_its_code_in_the_saved_state(address, own):
    """Neither a good one nor one whose state is wrong."""
    panel = capture_panel(state=own)
    panel.fields["address"].value = address

    assert verdict_of(panel).startswith("Received" if own == OWN else "Refused")
    assert CODE not in state_of(panel)
    assert panel.values()["address"] == address


def test_an_address_that_cannot_be_read_leaves_no_code_either():
    panel = capture_panel(state=OWN)
    panel.fields["address"].value = REAL.replace("callback?", "callback/")

    assert verdict_of(panel).startswith("Refused")
    assert CODE not in state_of(panel)


@pytest.mark.parametrize("sign", ["?", "#"])
def test_the_code_is_a_shape_in_the_table_wherever_it_stands(sign):
    panel = capture_panel(state="xyz", address=f"http://127.0.0.1/{sign}code={CODE}&state=zz")

    assert '<th scope="row">code</th><td>&lt;22 characters&gt;</td>' in html_of(panel)
    assert CODE not in html_of(panel)


def test_an_address_that_is_typed_letter_by_letter_is_not_taken_away():
    panel = capture_panel(state=OWN)
    for letter in REAL:
        panel.fields["address"].value += letter

    assert panel.fields["address"].value == REAL
    assert verdict_of(panel).startswith("Received")


def test_a_sample_stays_where_it_is():
    panel = capture_panel(state=OWN, address=REAL)

    assert panel.fields["address"].value == REAL


def test_another_address_takes_the_place_of_the_one_put_away():
    panel = capture_panel(state=OWN)
    panel.fields["address"].value = REAL
    panel.fields["address"].value = "h"
    assert verdict_of(panel).startswith("Refused")
    panel.fields["address"].value = ""
    assert verdict_of(panel).startswith("Waiting")


@pytest.mark.parametrize("wrap", [str, lambda url: f"https://a/?url={quote(url, safe='')}&b=1"])
def test_a_code_of_words_is_a_shape_wherever_it_stands(wrap):
    words = "a-code-of-words"
    panel = capture_panel(state=OWN)
    panel.fields["address"].value = wrap(REAL.replace(CODE, words).replace("callback?", "cb?x=1&"))
    assert words not in state_of(panel)

    sample = wrap(f"http://127.0.0.1/callback/code={words}&state=s")
    assert words not in html_of(capture_panel(state=OWN, address=sample))
