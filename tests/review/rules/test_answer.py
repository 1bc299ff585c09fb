"""The junk that a callback gets, and what each rule leaves behind."""

from oauth_tutorial.review.rule import judged
from oauth_tutorial.review.rules import answer
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.text.readers import read_pairs


def test_the_junk_is_of_every_kind() -> None:
    names = [name for query in answer._JUNK for name, _ in read_pairs(query)]

    assert "" in answer._JUNK
    assert {"code", "state", "iss", "code[]", "state[x]"} <= {*names}
    assert any("%00" in query for query in answer._JUNK)


def test_a_refused_answer_sends_no_code(stage: Stage) -> None:
    """Whose answer has another iss is refused before the token request."""
    _ = stage.alice
    mark = stage.mark()

    assert judged(answer.iss_compared, stage).passed is True
    assert stage.since(mark, "/token") == []


def test_alice_stays_signed_in_whatever_is_tried(stage: Stage) -> None:
    for rule in (answer.callback_junk, answer.callback_denied, answer.error_text_escaped):
        assert judged(rule, stage).passed is True
    assert stage.who(stage.alice.visitor) == {"alice"}
