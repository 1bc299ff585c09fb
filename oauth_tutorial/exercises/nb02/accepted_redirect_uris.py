"""Redirect URIs that PhotoBox accepts."""

from urllib.parse import urlencode

from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import letters_of
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.received import open_at_photobox
from oauth_tutorial.grading.verdict import Verdict, right, wrong

CANDIDATES = {
    "A": "http://127.0.0.1:5000/callback",
    "B": "http://localhost:5000/callback",
    "C": "http://127.0.0.1:5000/callback/",
    "D": "https://127.0.0.1:5000/callback",
    "E": "http://[::1]:61023/callback",
    "F": "http://127.0.0.1:5000/Callback",
}
_TAKEN_FOR_GOOD = {"B": "localhost", "C": "slash", "D": "https", "F": "upper_case"}
_TAKEN_FOR_BAD = {"A": "port", "E": "ipv6"}


def _judge_accepted(answer: set[str]) -> Verdict:
    letters = letters_of(answer)
    if letters - set(CANDIDATES):
        return wrong("not_letters", expected="letters from A to F", received=answer)
    for letter, redirect_uri in CANDIDATES.items():
        accepted = _accepted_by_photobox(redirect_uri)
        if (letter in letters) == accepted:
            continue
        mistake = (_TAKEN_FOR_BAD if accepted else _TAKEN_FOR_GOOD)[letter]
        if len(letters) == len(CANDIDATES):
            mistake = "all_of_them"
        words = ("accepted", "refused") if accepted else ("refused", "accepted")
        return wrong(
            mistake if letters else None,
            part=f"{letter}, {redirect_uri}, at PhotoBox",
            expected=words[0],
            received=words[1],
        )
    return right()


def _accepted_by_photobox(redirect_uri: str) -> bool:
    parameters = {"response_type": "code", "client_id": "printshop", "redirect_uri": redirect_uri}
    entry = open_at_photobox(f"{photobox().authorization_endpoint}?{urlencode(parameters)}")
    failed = entry.checks.failed if entry else None
    return failed is None or failed.name != "redirect_uri_registered"


accepted_redirect_uris = Exercise(
    name="02.accepted_redirect_uris",
    answer="accepted",
    blanks=2,
    judge=_judge_accepted,
    correct="the port of a loopback address may differ, and nothing else (RFC 8252 §7.3).",
    mistakes=(
        Mistake(
            "localhost",
            "localhost is a name that could lead somewhere else; PrintShop registered the "
            "address 127.0.0.1 (RFC 8252 §8.3).",
            {"A", "B", "E"},
        ),
        Mistake(
            "slash",
            "a slash at the end makes it another path: /callback/ is not /callback.",
            {"A", "C", "E"},
        ),
        Mistake(
            "https",
            "the scheme is part of the comparison: https is not http.",
            {"A", "D", "E"},
        ),
        Mistake(
            "upper_case",
            "upper and lower case differ in a path: /Callback is not /callback.",
            {"A", "E", "F"},
        ),
        Mistake(
            "port",
            "the receiver takes any free port, so a server must accept any port of a loopback "
            "address (RFC 8252 §7.3).",
            {"E"},
        ),
        Mistake(
            "ipv6",
            "[::1] is loopback too, in IPv6, and PrintShop registered it.",
            {"A"},
        ),
        Mistake(
            "all_of_them",
            "some of them are refused: a redirect_uri is compared to the letter, except "
            "for the port of a loopback address.",
            {"A", "B", "C", "D", "E", "F"},
        ),
        Mistake(
            "not_letters",
            'write a set of letters, such as {"A", "B"}.',
            {"http://127.0.0.1:5000/callback"},
        ),
    ),
    hints=(
        "where to look: “A server for one visitor”, and the address of your receiver: which part "
        "of it changes each time?",
        "the rule (RFC 8252 §7.3, RFC 9700 §2.1): exact comparison; only the port of 127.0.0.1 "
        "and [::1] is free.",
        "almost the answer: two of the six. One is 127.0.0.1, the other is IPv6.",
    ),
    solution_code='accepted = {"A", "E"}',
    unlisted=set(),
)
