"""The live region: what is said is one text in an element that stays."""

from markupsafe import Markup

from oauth_tutorial.notebook.region import Live


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
