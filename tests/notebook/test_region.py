"""The live region: what is said is one text in an element that stays."""

import re

import ipywidgets
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from oauth_tutorial.notebook.region import Html, Live, label, on_enter


def test_what_is_said_is_spoken_and_plain():
    live = Live()
    live.say("<b>Correct</b>", "good")
    soup = BeautifulSoup(live.value, "html.parser")
    region = soup.find(role="status")
    said = soup.find(id=region["aria-owns"])

    assert (region["aria-live"], region["aria-atomic"]) == ("polite", "true")
    assert (said.get_text(), said["class"]) == ("<b>Correct</b>", ["good"])


def test_the_region_stays_and_only_its_text_is_sent():
    """A region that comes with its text is not heard for certain."""
    live, sent = Live(), []
    region = live.children[0]
    region.observe(sent.append)
    live.say("one")
    live.say("two", again=True)

    assert sent == []
    assert live.children[0] is region
    assert "two" in live.children[1].value


def test_two_regions_own_what_is_theirs():
    owned = {
        BeautifulSoup(one.value, "html.parser").find(role="status")["aria-owns"]
        for one in (Live(), Live())
    }

    assert len(owned) == 2


def test_markup_stays_markup():
    live = Live()
    live.say(Markup("<b>Correct</b>"))

    assert "<b>Correct</b>" in live.value


def test_the_same_text_is_not_sent_again():
    live, sent = Live(), []
    live.text.observe(lambda change: sent.append(change["new"]), names="value")
    for text in ("one", "one", "two"):
        live.say(text)

    assert len(sent) == 2


def test_the_same_text_is_spoken_again_when_it_is_asked_for():
    """Who presses Check twice hears the answer twice."""
    live, sent = Live(), []
    live.text.observe(lambda change: sent.append(change["new"]), names="value")
    for _ in range(3):
        live.say("Not yet", again=True)
    texts = {BeautifulSoup(one, "html.parser").get_text() for one in sent}

    assert len(sent) == 3
    assert texts == {"Not yet"}


HOSTILE = (
    r"$\href{https://evil.example}{Sign in again}$ \(x\) \[y\] \begin{equation}z\end{equation}"
)


@pytest.mark.parametrize("widget", [Html, Live])
def test_nothing_in_it_is_typeset(widget):
    """MathJax 3 and 2 leave what has these classes."""
    assert set(widget()._dom_classes) >= {"mathjax_ignore", "tex2jax_ignore"}


def test_a_label_holds_nothing_that_begins_a_formula():
    shown = label(HOSTILE)

    assert not re.search(r"\$(?!\u2060)|\\(?!\u2060)", shown)
    assert shown.replace("\u2060", "") == HOSTILE
    assert label("User name") == "User name"


def test_enter_in_a_field_acts():
    field, heard = ipywidgets.Text(), []
    on_enter(field, heard.append)
    field._handle_custom_msg({"event": "submit"}, [])

    assert heard == [field]
