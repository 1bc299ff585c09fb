"""The live region: what is said is one text in an element that stays."""

import re

import pytest
from markupsafe import Markup

from oauth_tutorial.notebook.region import Html, Live, label


def test_what_is_said_is_spoken_and_plain():
    live = Live()
    live.say("<b>Correct</b>", "good")

    assert live.value == (
        '<div role="status" aria-live="polite" class="good">&lt;b&gt;Correct&lt;/b&gt;</div>'
    )


def test_markup_stays_markup():
    live = Live()
    live.say(Markup("<b>Correct</b>"))

    assert "<b>Correct</b>" in live.value


def test_the_same_text_is_not_sent_again():
    live, sent = Live(), []
    live.observe(lambda change: sent.append(change["new"]), names="value")
    for text in ("one", "one", "two"):
        live.say(text)

    assert len(sent) == 2


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
