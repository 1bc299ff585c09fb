"""The checks of notebooks 00 to 03."""

import inspect
from collections.abc import Mapping
from urllib.parse import parse_qsl

from oauth_tutorial.authorization import AuthorizationResponse
from oauth_tutorial.errors import AuthorizationDenied, StateMismatch
from oauth_tutorial.exercises.blank import Blank, has_blank
from oauth_tutorial.exercises.old_outcome import NOT_ATTEMPTED, Outcome, check, correct, not_yet

ROLES = {
    "Alice": "resource owner",
    "PrintShop": "client",
    "PhotoBox sign-in": "authorization server",
    "PhotoBox API": "resource server",
}


@check
def check_roles(answer: Mapping[str, str]) -> Outcome:
    """Notebook 00: the four roles (RFC 6749 §1.1)."""
    wrong = [name for name, role in ROLES.items() if answer.get(name) != role]
    if not wrong:
        return correct("four parties, four roles (RFC 6749 §1.1).")
    if answer.get("Alice") == "client":
        return not_yet("in OAuth the client is the app that asks, not the person who owns.")
    if {"PhotoBox sign-in", "PhotoBox API"} == set(wrong):
        return not_yet("one part of PhotoBox gives tokens out, the other one takes them.")
    return not_yet(f"look again at {', '.join(wrong)}.")


@check
def check_scope(answer: str) -> Outcome:
    """Notebook 00: a scope of two words (RFC 6749 §3.3)."""
    if isinstance(answer, (list, tuple)):
        return not_yet("scope is one string, not a list. Put both words into one pair of quotes.")
    if "," in answer or "+" in answer or "%20" in answer:
        return not_yet(
            "the words stand with one space between them; the comma, the plus or the %20 "
            "is not for you to write (RFC 6749 §3.3)."
        )
    words = answer.split(" ")
    if "" in words:
        return not_yet("there is a space too many. One between the words, none at the ends.")
    wanted = {"photos.read", "orders.write"}
    if {word.lower() for word in words} == wanted != set(words):
        return not_yet("scope is case-sensitive: write the words in small letters.")
    if set(words) == wanted:
        return correct("the consent page will show two lines, and Alice can untick each.")
    return not_yet(f"expected photos.read and orders.write, received {answer!r}.")


@check
def check_authorization_url(answer: str, *, expected: Mapping[str, str], endpoint: str) -> Outcome:
    """Notebook 01: the URL with its five parameters (RFC 6749 §4.1.1)."""
    base, _, query = answer.partition("?")
    if not query:
        return not_yet("there is no '?' in it: the parameters stand behind a '?'.")
    if base != endpoint:
        return not_yet(f"it goes to {base!r}; the authorization_endpoint is {endpoint!r}.")
    if "redirect_uri=http://" in query:
        return not_yet("redirect_uri is not encoded; urlencode() writes '://' as '%3A%2F%2F'.")
    pairs = parse_qsl(query, keep_blank_values=True)
    received = dict(pairs)
    if len(received) != len(pairs):
        return not_yet("a parameter stands there twice (RFC 6749 §3.1).")
    if received.get("response_type") == "token":
        return not_yet("response_type=token is the implicit grant, which is dead; write code.")
    for name, value in expected.items():
        if name not in received:
            return not_yet(f"{name} is missing.")
        if received[name] != value:
            return not_yet(f"{name}: expected {value!r}, received {received[name]!r}.")
    if "client_secret" in received:
        return not_yet("client_secret never goes into a URL: the whole browser could read it.")
    return correct("five parameters, each encoded once (RFC 6749 §4.1.1).")


@check
def check_state(answer: str, *, sent: str) -> Outcome:
    """Notebook 01: what may be trusted when it comes back with state."""
    if answer == sent:
        return correct("the value that came back is compared with the one that you kept.")
    return not_yet("compare with the value that you kept before the person left.")


def check_handle(handle: object, *, state: str) -> Outcome:
    """Notebook 02: a function that reads a redirect, run against real cases."""
    if isinstance(handle, Blank):
        return NOT_ATTEMPTED
    if callable(handle) and has_blank(handle):
        return Outcome("not attempted", "the function returns nothing yet.")
    if not callable(handle) or not inspect.isfunction(handle):
        return not_yet("the check wants the function itself: its name, without parentheses.")
    cases = [
        (f"code=abc&state={state}", "abc"),
        ("code=abc&state=other", "wrong state"),
        ("code=abc", "wrong state"),
        (f"error=access_denied&state={state}", "denied"),
        ("error=access_denied&state=other", "wrong state"),
    ]
    for query, wanted in cases:
        try:
            came = handle(f"http://127.0.0.1/callback?{query}")
        except (StateMismatch, AuthorizationDenied) as error:
            return not_yet(f"it raised {type(error).__name__}; catch it and return {wanted!r}.")
        except Exception as error:
            return not_yet(f"it raised {type(error).__name__} for ?{query.split('=')[0]}=….")
        if isinstance(came, Blank) or came is None:
            return Outcome("not attempted", "the function returns nothing yet.")
        if came != wanted:
            shown = came.state if isinstance(came, AuthorizationResponse) else came
            return not_yet(f"for another kind of redirect expected {wanted!r}, received {shown!r}.")
    return correct("a wrong state, a denial and a code: each one has its own end.")


PURPOSE = {
    "grant_type": "which kind of exchange this is",
    "code": "what is exchanged",
    "redirect_uri": "where the code was sent to",
    "client_id": "who asks",
    "client_secret": "that it really is the client who asks",
}


@check
def check_token_parameters(answer: set[str]) -> Outcome:
    """Notebook 03: the names of the five parameters (RFC 6749 §4.1.3)."""
    names = set(answer)
    if "response_type" in names:
        return not_yet("response_type belongs to the authorization request; here it is grant_type.")
    if "state" in names or "scope" in names:
        return not_yet("state and scope went with the first request; they are not sent again.")
    missing = [name for name in PURPOSE if name not in names]
    if missing:
        return not_yet(f"one is missing that says {PURPOSE[missing[0]]}.")
    extra = names - set(PURPOSE)
    if extra:
        return not_yet(f"{sorted(extra)[0]!r} is not one of the five.")
    return correct("that is the whole token request (RFC 6749 §4.1.3).")


@check
def check_why_refused(answer: str, *, expected: str) -> Outcome:
    """Notebook 03: which rule ended the request, by the name in the server's log."""
    if answer == expected:
        return correct("the log of the server names the rule, with its RFC section.")
    if answer == "invalid_grant":
        return not_yet("that is the error code; the name of the rule is in checks.failed.name.")
    return not_yet("look at photobox.log.last('/token').checks.failed.name.")
