"""Notebook 00: the four roles, and a scope of two words."""

import re
from difflib import SequenceMatcher

from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import spelled
from oauth_tutorial.grading.near import near_miss
from oauth_tutorial.grading.questions import Order, Pair, Predict
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.practice.model.scopes import SCOPES
from oauth_tutorial.text.listing import kind_of

_ROLES = {
    "Alice": "resource owner",
    "PrintShop": "client",
    "PhotoBox sign-in": "authorization server",
    "PhotoBox API": "resource server",
}
_SWAPPED = {"PhotoBox sign-in": "resource server", "PhotoBox API": "authorization server"}


def _judge_roles(answer: dict[str, str]) -> Verdict:
    parties = {spelled(name): role for name, role in dict(answer).items()}
    given = {name: spelled(parties.get(spelled(name), "")) for name in _ROLES}
    differ = [name for name, role in _ROLES.items() if given[name] != role]
    if not differ:
        return right()
    first = differ[0]
    mistake = None
    if not set(given.values()) <= set(_ROLES.values()):
        mistake = "word_of_another_list"
        first = next(name for name in _ROLES if given[name] not in _ROLES.values())
    elif given["Alice"] == "client":
        mistake = "person_is_client"
    elif {name: given[name] for name in _SWAPPED} == _SWAPPED:
        mistake = "servers_swapped"
    elif "client" in (given["PhotoBox sign-in"], given["PhotoBox API"]):
        mistake = "service_is_client"
    elif given["PrintShop"] != "client":
        mistake = "app_is_server"
    elif len(set(given.values())) < len(_ROLES):
        mistake = "role_twice"
    return wrong(mistake, part=first, expected=_ROLES[first], received=given[first])


roles = Exercise(
    name="00.roles",
    answer="who",
    blanks=4,
    judge=_judge_roles,
    correct="four parties, four roles (RFC 6749 §1.1).",
    mistakes=(
        Mistake(
            "person_is_client",
            "in OAuth, the client is the app that asks for access, not the person who gives it.",
            _ROLES | {"Alice": "client", "PrintShop": "resource owner"},
        ),
        Mistake(
            "servers_swapped",
            "one part of PhotoBox gives out tokens, and the other accepts them: you have them "
            "the wrong way round.",
            _ROLES | _SWAPPED,
        ),
        Mistake(
            "service_is_client",
            "PhotoBox is the one being asked, so no part of it has the role of the one that asks.",
            _ROLES | {"PhotoBox API": "client", "PrintShop": "resource server"},
        ),
        Mistake(
            "app_is_server",
            "PrintShop keeps no photos and gives no tokens: it wants to use what PhotoBox has.",
            _ROLES | {"PrintShop": "resource server"},
        ),
        Mistake(
            "role_twice",
            "each role belongs to one of the four, and you used one role twice.",
            _ROLES | {"PhotoBox API": "authorization server"},
        ),
        Mistake(
            "word_of_another_list",
            "this is not one of the four roles of RFC 6749 §1.1.",
            _ROLES | {"Alice": "user"},
        ),
    ),
    hints=(
        "where to look: the table of the four roles, under “The good way”.",
        "the rule (RFC 6749 §1.1): the client is the program that wants to use something that "
        "belongs to somebody else; the authorization server gives out tokens, and the resource "
        "server asks for them.",
        'almost the code: {"Alice": "resource owner", "PrintShop": "client", …}. '
        "Two are left to you.",
    ),
    solution_code="""\
who = {
    "Alice": "resource owner",
    "PrintShop": "client",
    "PhotoBox sign-in": "authorization server",
    "PhotoBox API": "resource server",
}""",
    unlisted={
        "Alice": "authorization server",
        "PrintShop": "client",
        "PhotoBox sign-in": "resource owner",
        "PhotoBox API": "resource server",
    },
)

_TWO = "photos.read orders.write"


def _judge_scope(answer: object) -> Verdict:
    if not isinstance(answer, str):
        text = (
            "" if isinstance(answer, list) else f"scope is one text, and this is {kind_of(answer)}."
        )
        return wrong("list_of_words", text=text, part="scope", expected=_TWO, received=answer)
    words = answer.split(" ")
    if sorted(set(words)) == sorted(_TWO.split(" ")):
        return right()
    mistake = _scope_mistake(answer, words)
    text = "" if mistake else _unknown_word(words)
    return wrong(mistake, text=text, part="scope", expected=_TWO, received=answer)


def _scope_mistake(answer: str, words: list[str]) -> str | None:
    if "," in answer or ";" in answer:
        return "comma_between"
    if "+" in answer or "%" in answer:
        return "encoded_by_hand"
    if "".join(answer.split()) in {"photos.readorders.write", "orders.writephotos.read"}:
        return "spaces"
    if sorted(word.lower() for word in words) == sorted(_TWO.split(" ")):
        return "upper_case"
    return "one_word" if answer in _TWO.split(" ") else None


def _unknown_word(words: list[str]) -> str:
    """Name the first word that is none of the two, and how it misses the nearer one."""
    known = _TWO.split(" ")
    if sorted(re.findall(r"[\w.]+", " ".join(words))) == sorted(known):
        return "the two words are right, and what stands between or around them is not."
    word = next((one for one in words if one not in known), "")
    if not word:
        return f"PhotoBox's words come once each, and there are {len(words)} here."
    if word in SCOPES:
        return f"Alice wants photos and orders, and {word!r} is neither."
    nearer = max(known, key=lambda one: SequenceMatcher(None, one, word).ratio())
    how = near_miss(nearer, word)
    if word.replace("_", ".").replace(":", ".").replace("-", ".") == nearer:
        how = "a dot stands between its two parts"
    return f"{word!r} is no word of PhotoBox{f': {how}' if how else ''}."


two_scopes = Exercise(
    name="00.two_scopes",
    answer="scope",
    judge=_judge_scope,
    correct="the consent page will show two lines, and Alice can untick each (RFC 6749 §3.3).",
    mistakes=(
        Mistake(
            "comma_between",
            "put a space between the words, not a comma (RFC 6749 §3.3). Some providers use "
            "commas, and their documentation says so.",
            "photos.read,orders.write",
        ),
        Mistake(
            "encoded_by_hand",
            "do not write the plus or the %20 yourself: the whole URL is encoded later, once.",
            "photos.read%20orders.write",
        ),
        Mistake(
            "list_of_words",
            "scope is one string, not a list. Put both words into one pair of quotes.",
            ["photos.read", "orders.write"],
        ),
        Mistake(
            "spaces",
            "there is a space too many or too few: write one between the words, and none at the "
            "ends.",
            "photos.read  orders.write",
        ),
        Mistake(
            "upper_case",
            "scope is case-sensitive (RFC 6749 §3.3): write the words in lower case.",
            "Photos.Read orders.write",
        ),
        Mistake(
            "one_word",
            "that asks for one of the two. Alice wants both: photos and orders.",
            "orders.write",
        ),
    ),
    hints=(
        "where to look: “What really happened”. Open GET /authorize in the ladder, and find the "
        "rule about scope.",
        "the rule (RFC 6749 §3.3): one string, with one space between the words.",
        'almost the code: scope = "photos.read …"',
    ),
    solution_code=f'scope = "{_TWO}"',
    unlisted="photos.write orders.read",
)

predict_password = Predict(
    "what could PrintShop do once it has Alice's password?",
    choices=("Only print", "See every photo", "Everything that Alice can do"),
    answer=2,
    reveals="PhotoBox cannot tell PrintShop from Alice. The next cell tries the password.",
)

_LINK = "PrintShop shows Alice a link to PhotoBox"
_REQUEST = "Alice's browser asks PhotoBox: the authorization request"
_APPROVE = "Alice signs in and approves"
_REDIRECT = "PhotoBox redirects the browser, with a code"
_CODE = "The browser brings the code to PrintShop"
_EXCHANGE = "PrintShop sends the code and its secret to PhotoBox"
_TOKEN = "PhotoBox gives PrintShop an access token"  # noqa: S105 - a sentence
_PHOTOS = "PrintShop asks the PhotoBox API for the photos"

message_order = Order(
    "00.message_order",
    "the eight messages of this notebook.",
    messages=(_LINK, _REQUEST, _APPROVE, _REDIRECT, _CODE, _EXCHANGE, _TOKEN, _PHOTOS),
    start=(6, 3, 0, 7, 2, 5, 1, 4),
    pairs=(
        Pair(
            "photos_before_token",
            "the API wants an access token, so the token comes first.",
            _TOKEN,
            _PHOTOS,
        ),
        Pair(
            "token_before_exchange",
            "the token is the answer to the code and the secret: PrintShop must send those first.",
            _EXCHANGE,
            _TOKEN,
        ),
        Pair(
            "exchange_before_code",
            "PrintShop cannot send a code that the browser has not brought yet.",
            _CODE,
            _EXCHANGE,
        ),
        Pair(
            "code_before_redirect",
            "the browser gets the code from PhotoBox, in the redirect.",
            _REDIRECT,
            _CODE,
        ),
        Pair(
            "redirect_before_approval",
            "PhotoBox gives a code only after Alice has approved.",
            _APPROVE,
            _REDIRECT,
        ),
        Pair(
            "approval_before_request",
            "Alice signs in on a page of PhotoBox's, and her browser must ask for that page first.",
            _REQUEST,
            _APPROVE,
        ),
        Pair(
            "request_before_link",
            "the browser goes to PhotoBox because of PrintShop's link.",
            _LINK,
            _REQUEST,
        ),
    ),
    correct="first through the browser, to get a code; then without the browser, to get a token.",
    hints=(
        "where to look: the picture under “The flow on one page”.",
        "the rule (RFC 6749 §4.1): first the front channel, until the code has arrived; then the "
        "back channel.",
        "almost the answer: link, request, approval, redirect, code. Three are left, and the "
        "photos come last.",
    ),
)
