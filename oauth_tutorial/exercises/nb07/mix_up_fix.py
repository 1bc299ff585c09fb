"""PrintShop compares the issuer, so that no other server gets PhotoBox's code."""

from urllib.parse import urlsplit

from oauth_tutorial.exercises.attacks import mix_up
from oauth_tutorial.exercises.issuers import similar
from oauth_tutorial.exercises.nb07.judging import RETURNS_NOTHING, Case, comparison_judge
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function

_PHOTOBOX = "http://127.0.0.1:49152"
_ISSUERS: tuple[Case, ...] = (
    ("PhotoBox was asked and answers", _PHOTOBOX, _PHOTOBOX, True, "refuses_own"),
    (
        "EvilBox was asked",
        "http://127.0.0.1:50001",
        "https://photobox.example",
        False,
        "accepts_other",
    ),
    ("no iss in the answer", _PHOTOBOX, None, False, "accepts_missing"),
    *((which, _PHOTOBOX, iss, False, mistake) for which, iss, mistake in similar(_PHOTOBOX)),
    ("a longer port", "http://127.0.0.1:4915", _PHOTOBOX, False, "beginning_only"),
)
_RULE = (
    "another spelling of the issuer passes. RFC 9207 wants simple string comparison: the two texts "
    "must be the same."
)


def _either(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


mix_up_fix = Exercise(
    name="07.mix_up_fix",
    answer="same_server",
    judge=comparison_judge("same_server", _ISSUERS, mix_up, _RULE),
    correct="EvilBox gets no code: PrintShop asked EvilBox, and sees that PhotoBox answered "
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
            "it refuses the server that was asked: nobody can sign in any more.",
            lambda asked, came: asked != came,
        ),
        Mistake(
            "accepts_other",
            "another server's answer passes. It is not enough that there is an iss.",
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
            lambda asked, came: bool(came) and urlsplit(came).hostname == urlsplit(asked).hostname,
        ),
        Mistake(
            "beginning_only",
            "an issuer that only begins like the right one passes. Compare the whole of it.",
            lambda asked, came: bool(came) and came.startswith(asked),
        ),
        Mistake(
            "contained",
            "an address that has the issuer somewhere in it passes. Mallory's own can have that: "
            "compare the whole of both.",
            lambda asked, came: bool(came) and came.endswith(asked),
        ),
        Mistake(
            "part_passes",
            "a part of the issuer is enough. Compare the whole of it, in both directions.",
            lambda asked, came: bool(came) and came in asked,
        ),
        Mistake(
            "scheme_forgiven",
            "http passes for https. The issuer is the whole address, its scheme included.",
            lambda asked, came: (
                bool(came) and came.split("://")[1:] == asked.split("://")[1:] != []
            ),
        ),
        Mistake(
            "slash_forgiven",
            "a slash added at the end passes. RFC 9207 wants simple string comparison: no "
            "tidying up.",
            lambda asked, came: bool(came) and came.rstrip("/") == asked.rstrip("/"),
        ),
        Mistake(
            "space_forgiven",
            "a space around the issuer passes. RFC 9207 wants simple string comparison: compare "
            "what came as it came.",
            lambda asked, came: bool(came) and came.strip() == asked,
        ),
    ),
    hints=(
        "where to look: the redirect in notebook 02, which carries code, state and iss.",
        "the rule (RFC 9207 §2.4): iss is exactly the issuer that the browser was sent to.",
        "almost the code: return asked == …",
    ),
    solution_code="""\
def same_server(asked, came):
    return asked == came""",
    unlisted=lambda asked, came: bool(came) and came.lower() == asked.lower(),
)
