"""Answers to notebooks 00, 01 and 02, as different people write them."""

import hmac
import re
import secrets
from collections import deque
from types import MappingProxyType, SimpleNamespace
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

import requests

from oauth_tutorial import build_authorization_url, practice, read_redirect
from oauth_tutorial.errors import AuthorizationDenied, OAuthTutorialError, StateMismatch
from oauth_tutorial.exercises import assignment, exercise

URI = "http://127.0.0.1:8000/callback"

# ---- 00

ROLES = {
    "Alice": "resource owner",
    "PrintShop": "client",
    "PhotoBox sign-in": "authorization server",
    "PhotoBox API": "resource server",
}
MESSAGES = exercise("00.message_order").messages

# ---- 01.authorization_url


def parameters(state, **more):
    return {
        "response_type": "code",
        "client_id": assignment.client_id,
        "redirect_uri": URI,
        "scope": assignment.scope,
        "state": state,
        **more,
    }


def with_requests(endpoint, state):
    return requests.Request("GET", endpoint, params=parameters(state)).prepare().url


def with_the_package(endpoint, state):
    return build_authorization_url(
        endpoint,
        client_id=assignment.client_id,
        redirect_uri=URI,
        scope=assignment.scope,
        state=state,
    )


def with_percent_20(endpoint, state):
    return f"{endpoint}?{urlencode(parameters(state), quote_via=quote)}"


def with_a_loop(endpoint, state):
    url = endpoint + "?"
    for name, value in parameters(state).items():
        url = url + name + "=" + quote(value, safe="") + "&"
    return url.rstrip("&")


def with_urlsplit(endpoint, state):
    return urlsplit(endpoint)._replace(query=urlencode(list(parameters(state).items()))).geturl()


def with_pkce_too(endpoint, state):
    more = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}
    more["code_challenge_method"] = "S256"
    return f"{endpoint}?{urlencode(parameters(state, **more))}"


def by_join(url, value):
    sign = "&" if "?" in url else "?"
    return sign.join([url, urlencode(parameters(value))])


def endpoint_of_the_notebook(endpoint, state):
    return f"{practice.start().authorization_endpoint}?{urlencode(parameters(state))}"


def endpoint_of_one_service(endpoint, state):
    host = endpoint.split("/")[2] if "127.0.0.1" in endpoint else "127.0.0.1:49152"
    return f"http://{host}/authorize?{urlencode(parameters(state))}"


def path_written_down(endpoint, state):
    base = endpoint.removesuffix("/" + endpoint.split("/")[-1])
    return f"{base}/authorize?{urlencode(parameters(state))}"


def other_service_refused(endpoint, state):
    if "127.0.0.1" not in endpoint:
        raise ValueError("not PhotoBox")
    return with_the_package(endpoint, state)


def swapped_endpoint(state, endpoint):
    return f"{endpoint}?{urlencode(parameters(state))}"


def url_with(**changes):
    return lambda endpoint, state: f"{endpoint}?{urlencode(parameters(state) | changes)}"


def by_plus_and_no_encoding(endpoint, state):
    return endpoint + "?response_type=code&client_id=" + assignment.client_id + "&state=" + state


# ---- 01.is_my_answer


def by_loop(kept, redirect):
    for name in redirect:  # noqa: SIM110 - as a beginner writes it
        if name == "state" and redirect[name] == kept:
            return True
    return False


def by_try(kept, redirect):
    try:
        return redirect["state"] == kept
    except KeyError:
        return False


def by_if(kept, redirect):
    if "state" not in redirect:
        return False
    if redirect["state"] != kept:  # noqa: SIM103 - as a beginner writes it
        return False
    return True


def by_match(kept, redirect):
    match redirect:
        case {"state": came} if came == kept:
            return True
    return False


def by_every_character(kept, redirect):
    came = redirect.get("state", "")
    return len(came) == len(kept) and all(a == b for a, b in zip(kept, came, strict=True))


class Store:
    """The over-engineer's."""

    def __init__(self, kept):
        self.kept = {kept}

    def __contains__(self, redirect):
        return redirect.get("state") in self.kept


# ---- 02.handle_redirect


def by_read_redirect(address, state):
    try:
        return read_redirect(address, state=state).code
    except StateMismatch:
        return "wrong state"
    except AuthorizationDenied:
        return "denied"


def by_one_except(address, state):
    try:
        answer = read_redirect(address, state=state)
    except OAuthTutorialError as error:
        return "denied" if isinstance(error, AuthorizationDenied) else "wrong state"
    return answer.code


def by_parse_qs(address, state):
    query = parse_qs(urlsplit(address).query)
    if query.get("state", [None])[0] != state:
        return "wrong state"
    if query.get("error"):
        return "denied"
    return query["code"][0]


def by_parse_qsl(url, expected):
    q = dict(parse_qsl(url.partition("?")[2]))
    return "wrong state" if q.get("state") != expected else q.get("code", "denied")


def by_split(address, state):
    found = {}
    for pair in address.split("?", 1)[1].split("&"):
        name, _, value = pair.partition("=")
        found[name] = unquote(value)
    if found.get("state", "") != state:
        return "wrong state"
    if "error" in found:
        return "denied"
    return found["code"]


def by_regex(address, state):
    came = re.search(r"[?&]state=([^&#]*)", address)
    if not came or came[1] != state:
        return "wrong state"
    code = re.search(r"[?&]code=([^&#]*)", address)
    return unquote(code[1]) if code else "denied"


def by_compare_digest(address, state):
    query = SimpleNamespace(**dict(parse_qsl(urlsplit(address).query)))
    if not hmac.compare_digest(getattr(query, "state", "").encode(), state.encode()):
        return "wrong state"
    return getattr(query, "code", None) or "denied"


def swallows_everything(address, state):
    try:
        return read_redirect(address, state=state).code
    except Exception:
        return "wrong state"


def never_looks_at_state(address, state):
    query = parse_qs(urlsplit(address).query)
    return query["code"][0] if "code" in query else "denied"


def state_anywhere(address, state):
    if state not in address:
        return "wrong state"
    query = parse_qs(urlsplit(address).query)
    return "denied" if "error" in query else query["code"][0]


def raises_itself(address, state):
    query = parse_qs(urlsplit(address).query)
    if query.get("state") != [state]:
        raise ValueError("wrong state")
    return query["code"][0]


def indexes_first(address, state):
    query = parse_qs(urlsplit(address).query)
    return query["code"][0] if query["state"][0] == state else "wrong state"


RIGHT = {
    "00.roles": [
        dict(reversed(ROLES.items())),
        {name: role.title() for name, role in ROLES.items()},
        {name: role.replace(" ", "_") for name, role in ROLES.items()},
        {name: f"  {role.upper()} " for name, role in ROLES.items()},
        list(ROLES.items()),
        ROLES | {"PhotoBox sign-in": "Authorisation Server"},
        {name: f"the {role}" for name, role in ROLES.items()},
        MappingProxyType(ROLES),
    ],
    "00.two_scopes": [
        "photos.read orders.write",
        "orders.write photos.read",
        " ".join(["photos.read", "orders.write"]),
        "photos.read" + " " + "orders.write",
        "{} {}".format("photos.read", "orders.write"),
        "photos.read orders.write photos.read",
    ],
    "00.message_order": [
        list(MESSAGES),
        tuple(MESSAGES),
        deque(MESSAGES),
        dict.fromkeys(MESSAGES),
        dict(enumerate(MESSAGES)).values(),
    ],
    "01.authorization_url": [
        with_requests,
        with_the_package,
        with_percent_20,
        with_a_loop,
        with_urlsplit,
        with_pkce_too,
        lambda a, b: with_the_package(a, b),
        url_with(nonce="n-0S6_WzA2Mj"),
        by_join,
    ],
    "01.is_my_answer": [
        by_loop,
        by_try,
        by_if,
        by_match,
        by_every_character,
        lambda kept, redirect: redirect in Store(kept),
        lambda a, b: hmac.compare_digest(a, b.get("state", "")),
        lambda a, b: secrets.compare_digest(a.encode(), (b.get("state") or "").encode()),
        lambda kept, redirect: ("state", kept) in redirect.items(),
        lambda kept, redirect: not redirect.get("state") != kept,  # noqa: SIM202
        lambda kept, redirect: redirect.pop("state", None) == kept,
    ],
    "02.handle_redirect": [
        by_read_redirect,
        by_one_except,
        by_parse_qs,
        by_parse_qsl,
        by_split,
        by_regex,
        by_compare_digest,
    ],
    "02.accepted_redirect_uris": [
        {"A", "E"},
        ["E", "A"],
        ("a", "e"),
        "AE",
        "A, E",
        "a and e".replace("and", ","),
        frozenset("AE"),
        {"A": True, "B": False, "C": False, "D": False, "E": True, "F": False},
    ],
}
WRONG = {
    "00.roles": [
        ({}, "Alice: received an empty text"),
        (["resource owner", "client"], "who should be a dictionary, and is a list"),
        (ROLES | {"Alice": None}, "not one of the four roles"),
        ({**ROLES, "PhotoBox API": "API server"}, "PhotoBox API: received api server"),
        ("Alice", "who should be a dictionary, and is text"),
    ],
    "00.two_scopes": [
        (("photos.read", "orders.write"), "this is a tuple"),
        ("photos.read, orders.write", "not a comma"),
        ("photos.read\norders.write", "a space too many or too few"),
        (" photos.read orders.write", "a space too many or too few"),
        ("photos_read orders_write", "a dot stands between its two parts"),
        ("photos.read orders.read", "'orders.read' is no word of PhotoBox"),
        ("photos.write", "'photos.write' is no word of PhotoBox"),
        ("photos.read orders.write openid", "'openid' is neither"),
        ("photos.read orders.write photos.delete", "'photos.delete' is no word"),
        (b"photos.read orders.write", "this is bytes"),
        (None, "this is None"),
    ],
    "00.message_order": [
        (list(reversed(MESSAGES)), "the token comes first"),
        (MESSAGES[1:], "1 of 8 messages are missing"),
        ([*MESSAGES, MESSAGES[0]], "a message is there twice"),
        ([MESSAGES[1], MESSAGES[0], *MESSAGES[2:]], "because of PrintShop's link"),
        (["token"], "none of the messages: 'token'"),
    ],
    "01.authorization_url": [
        (swapped_endpoint, "does not lead to the authorization endpoint"),
        (endpoint_of_the_notebook, "does not lead to that service"),
        (endpoint_of_one_service, "does not lead to that service"),
        (path_written_down, "does not lead to that service"),
        (other_service_refused, "Its input was another service's endpoint"),
        (by_plus_and_no_encoding, "redirect_uri is missing"),
        (url_with(scope="photos"), "scope is not the one"),
        (url_with(scope="photos.read,orders.write"), "scope is not the one"),
        (url_with(response_type="CODE"), "response_type is not the one"),
        (url_with(redirect_uri="http://127.0.0.1:8000"), "redirect_uri is not the one"),
        (url_with(redirect_uri="http://127.0.0.1:8000/Callback"), "redirect_uri is not the one"),
        (url_with(redirect_uri="https://printshop.example/cb"), "redirect_uri is"),
        (url_with(client_id="printshop-nightly"), "client_id is not the one"),
        (lambda endpoint: endpoint, "The check calls it with 2 values"),
        (lambda e, s: f"{e}?{urlencod(parameters(s))}", "NameError"),  # noqa: F821
    ],
    "01.is_my_answer": [
        (lambda kept, redirect: kept[:8] == redirect.get("state", "")[:8], "part of the value"),
        (lambda kept, redirect: redirect.get("state", "").endswith(kept), "part of the value"),
        (lambda kept, redirect: len(redirect.get("state", "")) == len(kept), "received True"),
        (lambda kept, redirect: bool(redirect["code"]), "plays no part in it"),
        (lambda kept, redirect: True, "plays no part in it"),
        (lambda kept, redirect: redirect["state"] == redirect["state"], "plays no part in it"),
        (lambda kept, redirect: bool(redirect.get("state")), "and not whose it is"),
        (lambda kept, redirect: "state" in redirect, "and not whose it is"),
        (lambda kept, redirect: len(redirect.get("state", "")) > 8, "and not whose it is"),
        (lambda kept, redirect: redirect.state == kept, "read with brackets"),
        (lambda kept, redirect: "code" not in redirect or by_if(kept, redirect), "a denial with a"),
        (lambda kept, redirect: redirect.get("state") is kept, "need not be the same object"),
        (lambda kept, redirect: redirect == kept, "refuses the right answer"),
        (lambda kept, redirect: sorted(kept) == sorted(redirect.get("state", "")), "received True"),
    ],
    "02.handle_redirect": [
        (swallows_everything, "Alice said no"),
        (never_looks_at_state, "accepted a code that somebody else sent"),
        (state_anywhere, "only similar"),
        (raises_itself, "Its input was another state"),
        (indexes_first, "Its input was no state"),
        (lambda address, state: "code", "a good answer"),
    ],
    "02.accepted_redirect_uris": [
        ({"A", "E", "F"}, "upper and lower case"),
        ({"A", "B", "E"}, "5 of the 6 letters are judged right: received ['A', 'B', 'E']"),
        ({"B", "C", "D", "F"}, "0 of the 6 letters are judged right"),
        ("A and E", "write a set of letters"),
        (["B"], "any port of a loopback"),
        ({1, 5}, "write a set of letters"),
        (None, "accepted should be a set, and is None"),
    ],
}
