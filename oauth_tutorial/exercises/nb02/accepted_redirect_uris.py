"""Redirect URIs that PhotoBox accepts."""

from urllib.parse import urlencode

from oauth_tutorial.exercises.letters import wrong_letters
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
    accepted = {one for one, address in CANDIDATES.items() if _accepted_by_photobox(address)}
    if letters == accepted:
        return right()
    first = min(letters ^ accepted)
    mistake = (_TAKEN_FOR_BAD if first in accepted else _TAKEN_FOR_GOOD)[first]
    if len(letters) == len(CANDIDATES):
        mistake = "all_of_them"
    return wrong_letters(mistake if letters else None, letters, accepted, CANDIDATES)


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
            "look at the hosts again. A name of this machine and an address of it are two things, "
            "and PrintShop registered addresses (RFC 8252 §8.3).",
            {"A", "B", "E"},
        ),
        Mistake(
            "slash",
            "look at the paths again, to their last character: the comparison is exact (RFC 9700 "
            "§2.1).",
            {"A", "C", "E"},
        ),
        Mistake(
            "https",
            "look at the whole of each address again: the comparison begins with the scheme (RFC "
            "9700 §2.1).",
            {"A", "D", "E"},
        ),
        Mistake(
            "upper_case",
            "look at the paths again, letter by letter: upper and lower case differ (RFC 9700 "
            "§2.1).",
            {"A", "E", "F"},
        ),
        Mistake(
            "port",
            "one is missing. The receiver takes any free port, so a server must accept any port of "
            "a loopback address (RFC 8252 §7.3).",
            {"E"},
        ),
        Mistake(
            "ipv6",
            "one is missing. Read again which addresses of this machine are loopback: there is "
            "more than IPv4 (RFC 8252 §7.3).",
            {"A"},
        ),
        Mistake(
            "all_of_them",
            "some of them are refused: a redirect_uri is compared exactly, except "
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
