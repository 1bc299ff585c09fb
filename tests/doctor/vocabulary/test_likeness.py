"""What the words of a text say; learned from the texts of ``tests/doctor/world``."""

import json
import math
from importlib.resources import files

import pytest

from oauth_tutorial.doctor import CAUSES
from oauth_tutorial.doctor.vocabulary import likeness as module
from oauth_tutorial.doctor.vocabulary.likeness import Learned, likeness, words_of
from tools.learn_likeness import digest, texts

LEARNED = Learned.of(
    {
        "start": {"code_expired": -1.0, "state_mismatch": -2.0},
        "words": {"code": [2.0, [0, 3.0]], "state": [2.0, [1, 5.0], [0, -1.0]]},
    }
)


def test_words_come_before_pairs_and_a_joined_name_is_taken_apart() -> None:
    assert list(words_of("InvalidGrant: code 401, TokenError")) == [
        *("invalid", "grant", "code", "401", "token", "error"),
        *("invalid grant", "grant code", "code 401", "401 token", "token error"),
    ]


def test_a_word_moves_the_odds_of_its_causes() -> None:
    found = LEARNED.likeness("the state")

    assert found.odds == {"code_expired": pytest.approx(-2.0), "state_mismatch": pytest.approx(3.0)}
    assert found.known == 1


def test_words_share_what_they_say_by_their_rarity_and_number() -> None:
    found = LEARNED.likeness("code code state")
    twice = 1 + math.log(2)
    length = math.hypot(2 * twice, 2)

    assert found.odds["code_expired"] == pytest.approx(-1 + (3 * 2 * twice - 2) / length)


def test_a_text_without_a_known_word_says_what_is_so_of_every_text() -> None:
    assert LEARNED.likeness("").odds == {"code_expired": -1.0, "state_mismatch": -2.0}


def test_what_was_learned_names_causes_that_there_are() -> None:
    assert set(likeness("invalid").odds) <= set(CAUSES)


def test_it_was_learned_from_the_texts_of_today() -> None:
    content = json.loads((files(module.__package__) / module.FILE).read_text(encoding="utf-8"))

    assert content["texts"] == digest(texts()), "run python -m tools.learn_likeness"
