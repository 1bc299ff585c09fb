"""The grant for each situation."""

import re
from collections.abc import Mapping

from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import spelled
from oauth_tutorial.grading.verdict import Verdict, right, wrong

_GRANTS = {
    "stock count at night": "client_credentials",
    "app on a phone": "authorization_code",
    "television": "device_code",
    "page of JavaScript": "authorization_code",
    "token expired, Alice asleep": "refresh_token",
}
_LIVE = set(_GRANTS.values())
# situation → a typical wrong grant for it → the mistake that it is
_MISTAKEN = {
    "stock count at night": {
        "authorization_code": "nobody_to_ask",
        "device_code": "nobody_to_ask",
        "refresh_token": "nothing_to_refresh",
    },
    "app on a phone": {"device_code": "browser_is_here", "refresh_token": "nothing_to_refresh"},
    "television": {"authorization_code": "television_types", "refresh_token": "nothing_to_refresh"},
    "page of JavaScript": {"device_code": "browser_is_here", "refresh_token": "nothing_to_refresh"},
    "token expired, Alice asleep": {
        "authorization_code": "asks_again",
        "client_credentials": "approved_before",
    },
}


_FULL_NAME = "urn:ietf:params:oauth:grant-type:"  # RFC 6749 §4.5, RFC 8628 §3.4
_SAID_OF_IT = re.compile(r"(?: (?:with|and|plus))? pkce$| grant(?: type)?$| flow$")


def _grant_of(written: object) -> str:
    """Return the one word for a grant: a full name, spaces and capitals mean the same."""
    words = spelled(str(written).strip().lower().removeprefix(_FULL_NAME))
    for _ in range(2):  # "authorization code flow with PKCE"
        words = _SAID_OF_IT.sub("", words)
    return re.sub("^auth code$", "authorization code", words).replace(" ", "_")


def _judge_grants(answer: Mapping[str, str]) -> Verdict:
    written = {spelled(situation): grant for situation, grant in dict(answer).items()}
    given = {one: _grant_of(written.get(spelled(one), "")) for one in _GRANTS}
    for situation, grant in _GRANTS.items():
        if given[situation] != grant:
            mistake = _grant_mistake(situation, given[situation])
            return wrong(mistake, part=situation, expected=grant, received=given[situation])
    return right()


def _grant_mistake(situation: str, given: str) -> str | None:
    if given in {"implicit", "password"}:
        return f"{given}_is_dead"
    if given not in _LIVE:
        return "word_of_another_list"
    known = _MISTAKEN.get(situation, {}).get(given)
    return known or ("person_left_out" if given == "client_credentials" else None)


which_grant = Exercise(
    name="08.which_grant",
    answer="grant",
    blanks=5,
    judge=_judge_grants,
    correct="first ask whether a person takes part, then whether there is a browser.",
    mistakes=(
        Mistake(
            "implicit_is_dead",
            "the implicit grant is dead: it puts the token into an address (RFC 9700 §2.1.2).",
            _GRANTS | {"page of JavaScript": "implicit"},
        ),
        Mistake(
            "password_is_dead",
            "the password grant is dead: the app would see the password (RFC 9700 §2.4).",
            _GRANTS | {"app on a phone": "password"},
        ),
        Mistake(
            "nobody_to_ask",
            "nobody is awake to approve anything, and the numbers are PrintShop's own.",
            _GRANTS | {"stock count at night": "authorization_code"},
        ),
        Mistake(
            "person_left_out",
            "client_credentials opens what is the client's own. Here the photos are a person's, "
            "and she must be asked.",
            _GRANTS | {"television": "client_credentials"},
        ),
        Mistake(
            "television_types",
            "a television has no browser to type a password into. The person approves elsewhere.",
            _GRANTS | {"television": "authorization_code"},
        ),
        Mistake(
            "browser_is_here",
            "there is a browser on this very device, so nobody has to type a code on another one.",
            _GRANTS | {"app on a phone": "device_code"},
        ),
        Mistake(
            "nothing_to_refresh",
            "a refresh token comes from an earlier approval. There has been none.",
            _GRANTS | {"stock count at night": "refresh_token"},
        ),
        Mistake(
            "asks_again",
            "Alice approved before, and PrintShop was given something for this moment.",
            _GRANTS | {"token expired, Alice asleep": "authorization_code"},
        ),
        Mistake(
            "approved_before",
            "client_credentials opens what is the client's own, and the photos are Alice's. She "
            "need not be woken: she approved before, and PrintShop was given something for this "
            "moment.",
            _GRANTS | {"token expired, Alice asleep": "client_credentials"},
        ),
        Mistake(
            "word_of_another_list",
            "this is not one of the four words that the exercise names.",
            _GRANTS | {"app on a phone": "pkce"},
        ),
    ),
    hints=(
        "The chart at the top of the notebook asks the two questions that decide.",
        "Whose data is it? If a person's, she must be asked: once, and where there is a browser.",
        '"stock count at night": "client_credentials", "television": "device_code", …',
    ),
    solution_code=f"""\
grant = {{
{chr(10).join(f'    "{situation}": "{name}",' for situation, name in _GRANTS.items())}
}}""",
    unlisted=_GRANTS | {"token expired, Alice asleep": "device_code"},
)
