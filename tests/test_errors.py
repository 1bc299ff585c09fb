"""One tree of errors: what was expected, what came, what to do, and no secret."""

import copy
import inspect
import pickle
import re

import pytest

from oauth_tutorial import errors
from oauth_tutorial.errors import ASK_THE_DOCTOR, OAuthTutorialError, StateMismatch

CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, OAuthTutorialError)
]


def drawn_tree() -> dict[str, str]:
    """Class and parent, as the drawing at the top of the module has them."""
    parents: dict[str, str] = {}
    above: dict[int, str] = {}
    for line in errors.__doc__.splitlines():
        found = re.match(r"^    ([│├└─ ]*)([A-Z]\w+)", line)
        if found:
            depth, name = len(found[1]) // 4, found[2]
            above[depth] = name
            if depth:
                parents[name] = above[depth - 1]
    return parents


def test_the_drawing_shows_the_tree_as_it_is():
    actual = {
        one.__name__: next(base for base in one.__bases__ if base in CLASSES).__name__
        for one in CLASSES
        if one is not OAuthTutorialError
    }

    assert actual == drawn_tree()


@pytest.mark.parametrize("kind", CLASSES)
def test_each_one_says_when_it_is_raised_and_has_a_code_of_its_own(kind):
    assert kind.__doc__.startswith(("Raised when ", "Base of "))
    assert re.fullmatch(r"[a-z_]+", kind.error)
    assert [other for other in CLASSES if other.error == kind.error] == [kind]


def test_the_text_has_the_message_what_to_do_and_the_rule():
    error = OAuthTutorialError("It went wrong.", hint="Do this.", section="RFC 6749 §5.2")

    assert str(error) == "It went wrong.\nWhat to do: Do this.\nThe rule: RFC 6749 §5.2"


def test_what_is_not_known_is_left_out():
    assert str(OAuthTutorialError("It went wrong.")) == "It went wrong."


def test_a_class_has_defaults_and_an_error_may_have_its_own():
    usual = StateMismatch("The two differ.")
    special = StateMismatch(
        "The two differ.", error="own", section="RFC 9700 §4.7", hint="Do this."
    )

    assert (usual.error, usual.section) == ("state_mismatch", "RFC 6749 §10.12")
    assert (special.error, special.section) == ("own", "RFC 9700 §4.7")
    assert (special.hint, StateMismatch.error) == ("Do this.", "state_mismatch")


def test_the_evidence_is_kept_and_never_printed():
    error = StateMismatch("The two differ.", expected="very-secret", received="another-secret")

    assert error.evidence == {"expected": "very-secret", "received": "another-secret"}
    assert "secret" not in f"{error}{error!r}{error._render_traceback_()}"


def test_a_notebook_shows_the_message_and_the_doctor_and_no_traceback():
    [shown] = StateMismatch("The two differ.")._render_traceback_()

    assert shown.startswith("StateMismatch: The two differ.\n")
    assert shown.splitlines()[-1] == ASK_THE_DOCTOR


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [(errors.InvalidArgument, ValueError), (errors.CallbackTimeout, TimeoutError)],
)
def test_pythons_own_kinds_catch_them_too(kind, builtin):
    with pytest.raises(builtin, match="wrong"):
        raise kind("It went wrong.")


@pytest.mark.parametrize("again", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_a_copy_is_the_same(again):
    error = StateMismatch("The two differ.", hint="Do this.", received="x")

    assert str(again(error)) == str(error)
    assert again(error).evidence == error.evidence
