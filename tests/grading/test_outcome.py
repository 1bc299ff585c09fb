"""What the learner is shown of a check: the difference, no secret, no foreign HTML."""


def test_the_first_wrong_answer_is_told_what_differs_and_not_what_is_expected(exercise):
    outcome = exercise.check(40)

    assert repr(outcome) == "Not yet: number: received 40."
    assert "42" not in outcome._repr_html_()


def test_the_second_one_is_shown_the_difference_and_the_mistake_is_named(exercise):
    exercise.check(40)
    outcome = exercise.check(41)

    assert repr(outcome) == "Not yet: count from one.\n  expected: 42\n  received: 41\n" + (
        "             ^"
    )
    assert outcome.mistake == "off_by_one"


def test_a_secret_in_an_answer_is_shown_by_its_shape(exercise):
    token = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"
    outcome = exercise.check(f"Bearer {token}")

    assert token not in repr(outcome) + outcome._repr_html_()
    assert "<32 characters>" in repr(outcome)


def test_what_is_shown_as_html_is_escaped(exercise):
    assert "<script>" not in exercise.check("<script>")._repr_html_()
