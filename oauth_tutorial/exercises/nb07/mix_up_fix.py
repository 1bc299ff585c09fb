"""PrintShop compares the issuer, so that no other server gets PhotoBox's code."""

from oauth_tutorial.exercises.attacks import mix_up
from oauth_tutorial.exercises.nb07.judging import RETURNS_NOTHING, Case, comparison_judge
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function

_PHOTOBOX, _EVILBOX = "http://127.0.0.1:49152", "http://127.0.0.1:50001"
_REAL = "https://photobox.example"
_ISSUERS: tuple[Case, ...] = (
    ("PhotoBox was asked and answers", _PHOTOBOX, _PHOTOBOX, True, "refuses_own"),
    ("EvilBox was asked", _EVILBOX, _REAL, False, "accepts_other"),
    ("no iss in the answer", _PHOTOBOX, None, False, "accepts_missing"),
    ("an empty iss", _PHOTOBOX, "", False, "accepts_missing"),
    ("another port", _PHOTOBOX, _EVILBOX, False, "host_only"),
    ("a longer port", "http://127.0.0.1:4915", _PHOTOBOX, False, "beginning_only"),
    ("a shorter port", _PHOTOBOX, "http://127.0.0.1:4915", False, "beginning_only"),
    ("a path behind it", _REAL, f"{_REAL}/eu", False, "beginning_only"),
    ("the name alone", _REAL, "photobox.example", False, "part_only"),
    ("the scheme alone", _PHOTOBOX, "http", False, "part_only"),
    ("the port alone", _PHOTOBOX, "49152", False, "part_only"),
    ("it inside another address", _REAL, f"https://evil.example/?{_REAL}", False, "part_only"),
    ("a sub-domain", _REAL, "https://eu.photobox.example", False, "host_only"),
    ("a longer name", _REAL, f"{_REAL}.evil.example", False, "beginning_only"),
    ("http in place of https", _REAL, "http://photobox.example", False, "scheme_ignored"),
    ("the same in capitals", _PHOTOBOX, _PHOTOBOX.upper(), False, ""),
    ("a slash at the end", _PHOTOBOX, _PHOTOBOX + "/", False, "slash_forgiven"),
    ("a space at the end", _PHOTOBOX, _PHOTOBOX + " ", False, "slash_forgiven"),
    ("another server was asked and answers", _REAL, _REAL, True, "written_down"),
)


def _either(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


mix_up_fix = Exercise(
    name="07.mix_up_fix",
    answer="same_server",
    judge=comparison_judge("same_server", _ISSUERS, mix_up, "check_issuer"),
    correct="EvilBox gets no code: PrintShop sees that PhotoBox answered, and EvilBox was asked "
    "(RFC 9207 §2.4).",
    mistakes=(
        not_a_function("True"),
        RETURNS_NOTHING,
        Mistake(
            "always_yes",
            "it says True to everything, as before: compare the two issuers.",
            lambda asked, came: True,
        ),
        Mistake(
            "refuses_own",
            "it refuses the server that was asked: nobody can sign in any more. Text is "
            "compared with ==, and not with is.",
            lambda asked, came: asked != came,
        ),
        Mistake(
            "accepts_other",
            "another server's answer passes. That iss is there is not enough.",
            lambda asked, came: bool(came),
        ),
        Mistake(
            "accepts_missing",
            "an answer without iss passes. PhotoBox's metadata says that it always sends one, so "
            "an answer without it is not PhotoBox's.",
            _either,
        ),
        Mistake(
            "host_only",
            "the same host on another port passes. The issuer is the whole address.",
            lambda asked, came: bool(came) and came.rpartition(":")[0] == asked.rpartition(":")[0],
        ),
        Mistake(
            "beginning_only",
            "an issuer that only begins alike passes. Compare the whole of it.",
            lambda asked, came: bool(came) and came.startswith(asked),
        ),
        Mistake(
            "part_only",
            "a piece of the issuer passes. Compare the whole of it, with ==.",
            lambda asked, came: bool(came) and asked.endswith(came),
        ),
        Mistake(
            "scheme_ignored",
            "http passes for https. The scheme is a part of the issuer.",
            lambda asked, came: (
                "://" in (came or "") and came.split("://")[1] == asked.split("://")[1]
            ),
        ),
        Mistake(
            "written_down",
            "it knows one server only, which is written down. Compare the two values that are "
            "passed in.",
            lambda asked, came: asked == came and asked == "http://127.0.0.1:49152",
        ),
        Mistake(
            "slash_forgiven",
            "a slash or a space at the end passes. RFC 9207 wants simple string comparison: no "
            "tidying up.",
            lambda asked, came: bool(came) and came.rstrip("/") == asked.rstrip("/"),
        ),
    ),
    hints=(
        "where to look: the redirect in notebook 02, which carries code, state and iss.",
        "the rule (RFC 9207 §2.4): iss is the issuer that the browser was sent to, to the letter.",
        "almost the code: return asked == …",
    ),
    solution_code="""\
def same_server(asked, came):
    return asked == came""",
    unlisted=lambda asked, came: bool(came) and came.lower() == asked.lower(),
)
