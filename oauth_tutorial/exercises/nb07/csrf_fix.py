"""PrintShop compares state, so that Mallory cannot sign Alice in to her own account."""

from urllib.parse import unquote

from oauth_tutorial.exercises.attacks import login_csrf
from oauth_tutorial.exercises.nb07.judging import RETURNS_NOTHING, Case, comparison_judge
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function
from oauth_tutorial.grading.questions import Predict

predict_csrf = Predict(
    "Mallory signs Alice in to Mallory's own account. What does she gain?",
    choices=("Nothing: it is her own account", "What Alice adds there is Mallory's"),
    answer=1,
    reveals="Alice believes that it is her account: her pictures, her address, her card go there.",
)

_OURS, _OTHER = "state-of-alices-browser", "mallorys-browser-has-this"
_STATES: tuple[Case, ...] = (
    ("the state that was sent", _OURS, _OURS, True, "refuses_own"),
    ("another state", _OURS, _OTHER, False, "accepts_other"),
    ("no state in the answer", _OURS, None, False, "accepts_missing"),
    ("only its beginning", _OURS, _OURS[:8], False, "beginning_only"),
    ("more than the state", _OURS, _OURS + "-and-more", False, "longer_passes"),
    ("its end alone", _OURS, _OURS[-8:], False, "part_passes"),
    ("another one of the same length", _OURS, _OURS[::-1], False, "length_only"),
    ("the same in capitals", _OURS, _OURS.upper(), False, "case_forgiven"),
    ("a space at its end", _OURS, _OURS + " ", False, "tidied"),
    ("a space before it", _OURS, " " + _OURS, False, "tidied"),
    ("a line end at its end", _OURS, _OURS + "\n", False, "tidied"),
    ("encoded", _OURS, _OURS.replace("-", "%2D"), False, ""),
    ("an empty one", _OURS, "", False, "accepts_missing"),
    ("nothing sent, nothing came", None, None, False, "both_missing"),
    ("nothing sent, one came", None, _OTHER, False, "never_sent"),
)
_RULE = (
    "another spelling of the state passes. It comes back as it was sent, so compare the two texts "
    "exactly."
)
csrf_fix = Exercise(
    name="07.csrf_fix",
    answer="is_mine",
    judge=comparison_judge("is_mine", _STATES, login_csrf, _RULE),
    correct="PrintShop refuses Mallory's answer before it asks PhotoBox anything, and Alice still "
    "gets in (RFC 6749 §10.12).",
    mistakes=(
        not_a_function("True"),
        RETURNS_NOTHING,
        Mistake(
            "always_yes",
            "it says True to everything, as before: compare the two values.",
            lambda sent, came: True,
        ),
        Mistake(
            "refuses_own",
            "it refuses the state that PrintShop sent: nobody can sign in any more.",
            lambda sent, came: sent != came,
        ),
        Mistake(
            "accepts_other",
            "another state passes. It is not enough that there is one: it must be the one sent.",
            lambda sent, came: bool(sent and came),
        ),
        Mistake(
            "accepts_missing",
            "an answer without state passes, so Mallory leaves it out.",
            lambda sent, came: came is None or sent == came,
        ),
        Mistake(
            "beginning_only",
            "the beginning of the state is enough. Compare the whole of it.",
            lambda sent, came: bool(sent and came and sent.startswith(came)),
        ),
        Mistake(
            "longer_passes",
            "a longer value that begins with the state passes. Compare the whole of it.",
            lambda sent, came: bool(sent and came and came.startswith(sent)),
        ),
        Mistake(
            "part_passes",
            "a part of the state is enough. Compare the whole of it.",
            lambda sent, came: bool(sent and came and sent.endswith(came)),
        ),
        Mistake(
            "length_only",
            "another value of the same length passes. Compare what the two say.",
            lambda sent, came: bool(sent and came and sent[0] in came and len(sent) == len(came)),
        ),
        Mistake(
            "case_forgiven",
            "capitals pass for small letters. In state they are different characters: compare the "
            "two texts exactly.",
            lambda sent, came: bool(sent and came and sent.lower() == came.lower()),
        ),
        Mistake(
            "tidied",
            "a space or a line end beside the state passes. State comes back as it was sent: "
            "compare it as it is.",
            lambda sent, came: bool(sent and came and sent == came.strip()),
        ),
        Mistake(
            "both_missing",
            "None == None is True: an answer without state is accepted in a browser that never "
            "began a sign-in.",
            lambda sent, came: sent == came,
        ),
        Mistake(
            "never_sent",
            "in a browser that never began a sign-in, every state passes. Alice's browser is one "
            "when she opens Mallory's link.",
            lambda sent, came: (sent is None and came is not None) or bool(sent and sent == came),
        ),
    ),
    hints=(
        "where to look: notebook 02, “State comes first”.",
        "the rule (RFC 6749 §10.12): both are there, and they are equal.",
        "almost the code: return sent is not None and …",
    ),
    solution_code="""\
def is_mine(sent, came):
    return sent is not None and sent == came""",
    unlisted=lambda sent, came: bool(sent and came and sent == unquote(came)),
)
