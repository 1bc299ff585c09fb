"""Ten broken clients: each really fails, is diagnosed, and is fixed by its one piece."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.grading import progress_file
from oauth_tutorial.ladder import ladder

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("number", BUGS)


ERRORS = {  # what a beginner sees, in the beginning
    1: "KeyError: 'access_token'",
    2: "TokenRequestFailed: The token endpoint refused with HTTP 400 and said 'invalid_grant'",
    3: "TokenRequestFailed: The token endpoint refused with HTTP 401 and said 'invalid_client'",
    4: "StateMismatch: The redirect carries a different state than the one you sent",
    5: "TokenRequestFailed: The token endpoint refused with HTTP 400 and said 'invalid_grant'",
    6: "HTTPError: 401 Client Error: Unauthorized for url: http://127.0.0.1:",
    7: "HTTPError: 403 Client Error: Forbidden for url: http://127.0.0.1:",
    8: "JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    9: "TokenRequestFailed: The token endpoint refused with HTTP 400 and said 'invalid_grant'",
    10: "KeyError: 'access_token'",
}
OTHER_FIXES = {  # as right as the one that the case declares
    1: [{"json=": "data="}],
    2: [{"localhost": "127.0.0.1"}],
    3: [
        {'settings["PRINTSHOP_SECRET"]': 'settings["PRINTSHOP_SECRET"].strip()'},
        {'line.split("=")': '[part.strip() for part in line.split("=")]'},
    ],
    5: [{"**client\n    )": "**client\n    )\n    break"}, {"for attempt in range(3)": "if True"}],
    6: [{"Token {token.access_token}": "{token.token_type} {token.access_token}"}],
    7: [{"photos.read": "orders.write"}],
    8: [{"dict(answer.json())": "dict(parse_qsl(answer.text))"}],
    9: [
        {
            "refresh_token=refresh_token, **client": "refresh_token=refresh_token, **client)\n"
            "    refresh_token = str(fresh.refresh_token"
        },
        {
            "    fresh = refresh(": "    if hour == 2: refresh_token = fresh.refresh_token\n"
            "    fresh = refresh("
        },
        {"        headers =": "        refresh_token = fresh.refresh_token\n    headers ="},
    ],
    10: [{"sleep(1)": "sleep(30)"}],
}
WRONG_FIXES = {  # plausible, and no fix
    1: {"answer.json()": "answer.json()[0]"},
    2: {"localhost:8000/callback": "localhost:8000/callback/"},
    3: {'client_id=settings["PRINTSHOP_ID"]': 'client_id="PrintShop"'},
    4: {"state=state,": "state=new_state(),"},
    5: {"range(3)": "range(2)"},
    6: {"Token {": "Basic {"},
    7: {'json={"photo": 1}': 'json={"photo": 2}'},
    8: {"answer.json()": "answer.text"},
    9: {"hours=1": "minutes=30"},
    10: {"range(3)": "range(30)"},
}


@each
def test_it_really_ends_in_its_error(number):
    case = bug_hunt.case(number)

    assert f"ends in {ERRORS[number]}" in repr(case)
    assert repr(bug_hunt.case(number)) == repr(case)  # the same in every run
    assert number == 4 or "POST" in repr(ladder(case.log))


@each
def test_the_doctor_names_the_cause(number):
    case = bug_hunt.case(number)

    assert diagnose(case.error, case.log).cause == BUGS[number].cause


@each
def test_untouched_is_not_attempted(number):
    case = bug_hunt.case(number)

    assert case.check(____, {____: ____}).state == "not attempted"
    assert case.check(BUGS[number].cause, {____: ____}).state == "not attempted"


@each
def test_the_given_fix_is_correct(number):
    bug = BUGS[number]
    outcome = bug_hunt.case(number).check(bug.cause, bug.fix)

    assert repr(outcome) == f"Correct: {bug.cause}. {bug.lesson}"
    assert progress_file.read()["exercises"][f"{bug.notebook}.bug_hunt_{number}"]["attempts"] == 1


@pytest.mark.parametrize(
    ("number", "fix"), [(number, fix) for number, fixes in OTHER_FIXES.items() for fix in fixes]
)
def test_any_other_fix_that_works_is_correct(number, fix):
    assert bug_hunt.case(number).check(BUGS[number].cause, fix).state == "correct"


@each
def test_what_fixes_nothing_is_said(number):
    """The untouched code in place of a fix, and a plausible change."""
    case, piece = bug_hunt.case(number), next(iter(BUGS[number].fix))

    for fix in ({piece: piece}, WRONG_FIXES[number]):
        outcome = case.check(BUGS[number].cause, fix)

        assert (outcome.state, outcome.mistake) == ("not yet", "not_fixed"), fix


@pytest.mark.parametrize(
    ("number", "fix", "words"),
    [
        (
            1,
            {"json=form": "params=form"},
            "PhotoBox refused POST /token: the rule is that the body",
        ),
        (6, {"Token {": "Basic {"}, "the rule is that the Authorization header"),
        (10, {"sleep(1)": "sleep(2)"}, "PhotoBox answered POST /token with 429. It still ends in"),
    ],
)
def test_what_photobox_has_against_a_fix_is_said_first(number, fix, words):
    """KeyError: 'access_token' says nothing about the request."""
    assert words in bug_hunt.case(number).check(BUGS[number].cause, fix).text


@pytest.mark.parametrize(
    "fix",
    [
        {"state=state,": "state=new_state(),"},
        {"state=new_state())": "state=new_state() )"},
        {"state = new_state()": "state = new_state() or 1"},
    ],
)
def test_two_calls_that_make_two_values_are_named(fix):
    """The error's text is the same as before: it cannot say what the fix left as it was."""
    text = bug_hunt.case(4).check(BUGS[4].cause, fix).text

    assert text.startswith("it still ends in StateMismatch: ")
    assert text.endswith("each call of new_state() makes another one.")


def test_another_error_is_no_still():
    text = bug_hunt.case(4).check(BUGS[4].cause, {"state=new_state()": "state=stat"}).text

    assert text == "now it ends in NameError: name 'stat' is not defined."


@pytest.mark.parametrize(
    ("number", "fix", "says", "part"),
    [
        (9, {"hours=1": "minutes=30"}, "PhotoBox's log lacks GET /api/photos.", "log, request 4"),
        (
            9,
            {"(1, 2)": "(1,)"},
            "PhotoBox's log lacks POST /token and GET /api/photos.",
            "request 4",
        ),
        (
            5,
            {"range(3)": "range(2)"},
            "PhotoBox's log has POST /token too often.",
            "log, request 2",
        ),
        (6, {"Token {": "Basic {"}, "is that the Authorization header", "log, request 2"),
        (
            6,
            {"api}/photos": "api}/me"},
            "lacks GET /api/photos, and has GET /api/me too often.",
            "2",
        ),
    ],
)
def test_the_request_that_is_missing_is_named(number, fix, says, part):
    """And the first one that is not as it should be is shown, beside what was wanted."""
    outcome = bug_hunt.case(number).check(BUGS[number].cause, fix)

    assert says in outcome.text
    assert outcome.difference.part.endswith(part)
    assert "missing here" not in repr(outcome)


def test_photoboxs_words_are_not_said_twice():
    text = bug_hunt.case(9).check(BUGS[9].cause, WRONG_FIXES[9]).text

    assert text.count("The rule is") == 1
    assert "PhotoBox refused" not in text


@each
def test_another_cause_is_said(number):
    """The fix alone does not do."""
    outcome = bug_hunt.case(number).check("clock_skew", BUGS[number].fix)

    assert (outcome.state, outcome.mistake) == ("not yet", "other_cause")


@pytest.mark.parametrize(
    ("piece", "advice"),
    [("nowhere", "Copy a piece of it."), ("json", "Copy a longer piece of it.")],
)
def test_a_piece_that_is_there_twice_is_to_be_longer(piece, advice):
    outcome = bug_hunt.case(1).check(BUGS[1].cause, {piece: "data"})

    assert outcome.text.endswith(advice)


@pytest.mark.parametrize(
    ("fix", "mistake"),
    [
        ({"nowhere": "data"}, "no_such_piece"),
        ({"answer": "data"}, "no_such_piece"),
        ({"": "data"}, "no_such_piece"),
        ({"json=form": "data=form", "10": "20"}, "no_pair"),
        ({}, "no_pair"),
        ("data=form", "no_pair"),
        (None, "no_pair"),
        ({"json=form": "data=form)("}, "not_fixed"),
        ({"json=form": "raise SystemExit"}, "not_fixed"),
    ],
)
def test_a_fix_that_is_none(fix, mistake):
    assert bug_hunt.case(1).check("wrong_content_type", fix).mistake == mistake


@pytest.mark.parametrize("cause", ["", "json", None, 3, ["wrong_content_type"]])
def test_a_cause_that_is_none(cause):
    assert bug_hunt.case(1).check(cause, {"json=form": "data=form"}).mistake == "no_cause"


def test_taking_the_check_away_is_no_fix():
    """It works, for a stranger's code as well."""
    believing = "read_redirect(a := alice_approves(url), state=dict(parse_qsl(a))['state'])"
    fix = {"read_redirect(alice_approves(url), state=new_state())": believing}

    assert bug_hunt.case(4).check("state_mismatch", fix).mistake == "check_removed"


def test_hints_come_one_by_one_and_the_solution_after_a_try():
    case = bug_hunt.case(1)

    assert [case.hint().level for _ in range(4)] == [1, 2, 3, 3]
    assert "try once first" in repr(case.solution())
    case.check("pkce_mismatch", {"json": "data"})
    assert repr(case.solution()) == (
        "Solution:\ncase.check('wrong_content_type', {'json=form': 'data=form'})"
    )


def test_a_number_that_is_none():
    with pytest.raises(ValueError, match="cases 1 to 10; got 11"):
        bug_hunt.case(11)


def test_without_the_doctor_there_are_ten_words_to_choose_from():
    assert "Ask the doctor" in repr(bug_hunt.case(1))
    assert "one of client_authentication_failed, code_already_used, " in repr(bug_hunt.case(3))


def test_the_card_of_a_notebook_is_escaped():
    page = bug_hunt.case(1)._repr_html_()

    assert "</span>answer = requests.post(" in page
    assert "answer.json()[&#34;access_token&#34;]" in page
