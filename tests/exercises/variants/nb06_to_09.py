"""Answers to notebooks 06 to 09, as different people write them."""

import base64
import hashlib
import hmac
import json
import secrets
import time
import uuid
from collections import OrderedDict, namedtuple
from types import MappingProxyType
from urllib.parse import urlencode

import requests
from joserfc import jws, jwt
from joserfc.jwk import KeySet

from oauth_tutorial import practice, refresh
from oauth_tutorial.exercises import assignment, exercise

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# ---- 06.verify_id_token


def by_library(id_token, jwks, issuer, client_id, nonce):
    token = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"])
    registry = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
    )
    registry.validate(token.claims)
    return token.claims


def by_ifs(token, keys, iss, aud, nonce):
    claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"]).claims
    if claims["iss"] != iss or claims["aud"] != aud:
        raise ValueError("iss or aud")
    if claims["nonce"] != nonce:
        raise ValueError("nonce")
    if claims["exp"] < time.time():
        raise ValueError("expired")
    return claims


def by_assert(a, b, c, d, e):
    claims = jwt.decode(a, KeySet.import_key_set(b), algorithms=["RS256"]).claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (c, d, e)
    assert time.time() < claims["exp"]
    return dict(claims)


def by_jws(id_token, jwks, issuer, client_id, nonce):
    keys = KeySet.import_key_set(jwks)
    signed = jws.deserialize_compact(id_token, keys, algorithms=["RS256"])
    claims = json.loads(signed.payload)
    for name, value in {"iss": issuer, "aud": client_id, "nonce": nonce}.items():
        if not hmac.compare_digest(claims[name], value):
            raise PermissionError(name)
    if claims["exp"] <= time.time():
        raise TimeoutError
    return claims


def by_the_header_first(id_token, jwks, issuer, client_id, nonce):
    head = id_token.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    if header["alg"] != "RS256":
        raise ValueError(header["alg"])
    return by_library(id_token, jwks, issuer, client_id, nonce)


def by_the_practice_clock(id_token, jwks, issuer, client_id, nonce):
    claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
    if claims["exp"] <= practice.start().clock.now():
        raise ValueError("expired")
    for name, value in (("iss", issuer), ("aud", client_id), ("nonce", nonce)):
        if claims.get(name) != value:
            raise ValueError(name)
    return claims


def by_library_and_the_practice_clock(id_token, jwks, issuer, client_id, nonce):
    token = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"])
    jwt.JWTClaimsRegistry(
        now=int(practice.start().clock.now()),
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
    ).validate(token.claims)
    return token.claims


def by_a_list_of_audiences(id_token, jwks, issuer, client_id, nonce):
    claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
    aud = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if client_id not in aud or claims["iss"] != issuer or claims["nonce"] != nonce:
        raise ValueError
    if not claims.get("exp") or claims["exp"] + 60 < time.time():  # a minute between the clocks
        raise ValueError
    return claims


def careless_about(*lenient):
    """Compares a claim where the token has it; only those that are named may be missing."""

    def verify(id_token, jwks, issuer, client_id, nonce):
        claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
        expected = {"iss": issuer, "aud": client_id, "nonce": nonce}
        for name, value in expected.items():
            if name in lenient and not claims.get(name):
                continue
            if claims[name] != value:
                raise ValueError(name)
        if claims.get("exp", 2**40 if "exp" in lenient else 0) < time.time():
            raise ValueError("exp")
        return claims

    return verify


def nonce_by_default(id_token, jwks, issuer, client_id, nonce):
    claims = careless_about("nonce")(id_token, jwks, issuer, client_id, nonce)
    if claims.get("nonce", nonce) != nonce:
        raise ValueError
    return claims


def not_essential(id_token, jwks, issuer, client_id, nonce):
    token = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"])
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        nonce={"value": nonce},
        exp={"essential": True},
    ).validate(token.claims)
    return token.claims


def found_in(claim, near):
    """Compares one claim with ``in``, or with a part of it."""

    def verify(id_token, jwks, issuer, client_id, nonce):
        claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
        expected = {"iss": issuer, "aud": client_id, "nonce": nonce}
        for name, value in expected.items():
            if not (near(claims[name], value) if name == claim else claims[name] == value):
                raise ValueError(name)
        if claims["exp"] < time.time():
            raise ValueError
        return claims

    return verify


def only_starts_with(id_token, jwks, issuer, client_id, nonce):
    claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
    if not claims["iss"].startswith(issuer) or claims["aud"] != client_id:
        raise ValueError
    if claims["nonce"] != nonce or claims["exp"] < time.time():
        raise ValueError
    return claims


def nonce_in(id_token, jwks, issuer, client_id, nonce):
    claims = jwt.decode(id_token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
    if (claims["iss"], claims["aud"]) != (issuer, client_id) or claims["exp"] < time.time():
        raise ValueError
    if claims["nonce"] not in nonce:
        raise ValueError
    return claims


def written_down(id_token, jwks, issuer, client_id, nonce):
    return by_ifs(id_token, jwks, "https://photobox.example", "printshop", nonce)


def returns_true(id_token, jwks, issuer, client_id, nonce):
    by_library(id_token, jwks, issuer, client_id, nonce)
    return True


def returns_false(id_token, jwks, issuer, client_id, nonce):
    try:
        return by_library(id_token, jwks, issuer, client_id, nonce)
    except Exception:
        return False


def not_imported(id_token, jwks, issuer, client_id, nonce):
    return jwtt.decode(id_token, jwks)  # noqa: F821


# ---- 06.account_key

Person = namedtuple("Person", "issuer subject")


class Account:
    """The over-engineer's: it is equal to its like, and a dictionary finds it."""

    def __init__(self, claims):
        self.key = claims["iss"], claims["sub"]

    def __eq__(self, other):
        return isinstance(other, Account) and self.key == other.key

    def __hash__(self):
        return hash(self.key)


by_a_hash_of_its_own = {}
exec(  # a cell, in which hash is not Python's
    """
from hashlib import sha256


def hash(text):
    return sha256(text.encode()).hexdigest()


def account_of(claims):
    return hash(claims["iss"] + " " + claims["sub"])
""",
    by_a_hash_of_its_own,
)


def number_of(text):
    return hash(text) % 2**32


def by_a_helper(claims):
    return f"account-{number_of(claims['iss'] + '|' + claims['sub']):08x}"


# ---- 07


def is_mine_long(sent, came):
    if sent is None or came is None:
        return False
    if sent == came:  # noqa: SIM103 - as a beginner writes it
        return True
    return False


def is_mine_digest(a, b):
    return bool(a and b and secrets.compare_digest(a, b))


def same_by_try(asked, came):
    try:
        return hmac.compare_digest(asked, came)
    except TypeError:
        return False


def renew_form(tokens):
    return {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": assignment.public_client_id,
    }


def renewed(make):
    def renew(tokens, token_endpoint):
        answer = requests.post(token_endpoint, timeout=10, **make(renew_form(tokens)))
        return answer.json() if answer.status_code == 200 else {}

    return renew


def renew_by_package(tokens, token_endpoint):
    try:
        fresh = refresh(
            token_endpoint,
            refresh_token=tokens["refresh_token"],
            client_id=assignment.public_client_id,
        )
    except Exception:
        return {}
    return {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}


def renew_by_ok(old, url):
    answer = requests.post(url, renew_form(old), timeout=10)
    if not answer.ok:
        return dict()
    return {**old, **answer.json()}


def renew_by_raise(tokens, token_endpoint):
    try:
        answer = requests.post(token_endpoint, data=renew_form(tokens), timeout=10)
        answer.raise_for_status()
        return answer.json()
    except requests.HTTPError:
        return {}


def renew_none(tokens, token_endpoint):
    answer = requests.post(token_endpoint, data=renew_form(tokens), timeout=10)
    return answer.json() if answer.ok else None


def renew_token_only(tokens, token_endpoint):
    return requests.post(token_endpoint, data=renew_form(tokens), timeout=10).json()["access_token"]


def renamed_client(form):
    form["clientId"] = form.pop("client_id")
    return {"data": form}


# ---- 08


def poll_asks_first(ask, wait, interval):
    answer = ask()
    while answer.get("error") in ("authorization_pending", "slow_down"):
        if answer["error"] == "slow_down":
            interval = interval + 5
        wait(interval)
        answer = ask()
    return answer


def poll_by_match(ask, wait, interval):
    pace = interval
    while True:
        wait(pace)
        match answer := ask():
            case {"error": "authorization_pending"}:
                continue
            case {"error": "slow_down"}:
                pace += 5
            case _:
                return answer


def poll_by_recursion(ask, wait, interval):
    wait(interval)
    answer = ask()
    if answer.get("error") == "authorization_pending":
        return poll_by_recursion(ask, wait, interval)
    if answer.get("error") == "slow_down":
        return poll_by_recursion(ask, wait, interval + 5)
    return answer


def poll_by_seconds(ask, wait, interval):
    delay = interval
    while 1:
        for _ in range(delay):
            wait(1)
        a = ask()
        if "error" not in a:
            return a
        if a["error"] == "slow_down":
            delay += 5
        elif a["error"] != "authorization_pending":
            return a


class Poller:
    """The over-engineer's."""

    STEPS = MappingProxyType({"authorization_pending": 0, "slow_down": 5})

    def __call__(self, ask, wait, interval):
        while True:
            wait(interval)
            answer = ask()
            if (step := self.STEPS.get(answer.get("error"))) is None:
                return answer
            interval += step


def poll_in_tenths(ask, wait, interval):
    while True:
        for _ in range(10 * interval):
            wait(0.1)
        answer = ask()
        interval += 5 * (answer.get("error") == "slow_down")
        if answer.get("error", "none") not in ("authorization_pending", "slow_down"):
            return answer


def poll_at_most(times):
    def poll(ask, wait, interval):
        for _ in range(times):
            wait(interval)
            answer = ask()
            if answer.get("error") == "slow_down":
                interval += 5
            elif answer.get("error") != "authorization_pending":
                return answer
        return answer

    return poll


def poll_gives_up_after(seconds):
    def poll(ask, wait, interval):
        waited = 0
        answer = {"error": "expired_token"}
        while waited < seconds:
            wait(interval)
            waited += interval
            answer = ask()
            if answer.get("error") not in ("authorization_pending", "slow_down"):
                break
            interval += 5 if answer["error"] == "slow_down" else 0
        return answer

    return poll


def poll_until_known(*ends):
    def poll(ask, wait, interval):
        while True:
            wait(interval)
            answer = ask()
            if answer.get("error") in (None, *ends):
                return answer
            if answer["error"] == "slow_down":
                interval += 5

    return poll


def poll_forever(ask, wait, interval):
    while True:
        try:
            wait(interval)
            if "access_token" in (answer := ask()):
                return answer
        except Exception:
            continue


def poll_doubles(ask, wait, interval):
    while True:
        wait(interval)
        answer = ask()
        if answer.get("error") == "slow_down":
            interval *= 2
        elif answer.get("error") != "authorization_pending":
            return answer


def poll_sleeps_twice(ask, wait, interval):
    while (answer := ask()).get("error") == "authorization_pending":
        wait(5)
    return answer


async def poll_async(ask, wait, interval):
    return poll_by_match(ask, wait, interval)


def poll_yields(ask, wait, interval):
    yield poll_by_match(ask, wait, interval)


def poll_prints(ask, wait, interval):
    poll_asks_first(ask, wait, interval)


GRANTS = {
    "stock count at night": "client_credentials",
    "app on a phone": "authorization_code",
    "television": "device_code",
    "page of JavaScript": "authorization_code",
    "token expired, Alice asleep": "refresh_token",
}

# ---- 09


def find_by_if(answer):
    if answer.get("error"):
        return None, []
    user = answer.get("authed_user")
    source = user if user else answer
    scope = source.get("scope") or []
    if isinstance(scope, str):
        scope = scope.replace(",", " ").split()
    return source["access_token"], scope


def find_by_or(a):
    d = a.get("authed_user") or a
    s = d.get("scope") or ""
    words = s if isinstance(s, list) else s.replace(",", " ").split(" ")
    return (d.get("access_token"), [word for word in words if word])


def find_by_isinstance(answer):
    place = answer["authed_user"] if "authed_user" in answer else answer  # noqa: SIM401
    scope = place.get("scope", "")
    scope = " ".join(scope) if isinstance(scope, list) else scope
    return [place.get("access_token"), set(scope.replace(",", " ").split())]


def find_by_try(answer):
    try:
        place = answer["authed_user"]
    except KeyError:
        place = answer
    try:
        scopes = place["scope"].replace(",", " ").split()
    except KeyError:
        scopes = []
    except AttributeError:
        scopes = place["scope"]
    return place.get("access_token"), tuple(scopes)


def find_by_search(answer):
    def walk(node):
        if isinstance(node, dict):
            if "access_token" in node:
                return node
            for value in node.values():
                if found := walk(value):
                    return found
        return None

    found = walk(answer) or {}
    scope = found.get("scope", [])
    return found.get("access_token"), (
        [one for part in scope.split(",") for one in part.split()]
        if isinstance(scope, str)
        else list(scope)
    )


def find_rfc_only(answer):
    return answer["access_token"], answer["scope"].split()


def find_top_only(answer):
    scope = answer.get("scope", [])
    if isinstance(scope, str):
        scope = scope.replace(",", " ").split()
    return answer.get("access_token"), scope


def find_top_or_none(answer):
    if "access_token" in answer:
        return find_top_only(answer)
    return None, []


def find_only_spaces(answer):
    place = answer.get("authed_user") or answer
    return place.get("access_token"), place.get("scope", "").split()


def find_only_commas(answer):
    place = answer.get("authed_user") or answer
    scope = place.get("scope") or []
    return place.get("access_token"), scope.split(",") if isinstance(scope, str) else scope


def find_by_one_space(answer):
    place = answer.get("authed_user") or answer
    scope = place.get("scope", "")
    words = scope if isinstance(scope, list) else scope.replace(",", " ").split(" ")
    return place.get("access_token"), words


def find_dots(answer):
    return answer.access_token, answer.scope


PAPYRUS = exercise("09.own_preset").solved()
FAILING = {"B", "E", "G", "I", "J"}

RIGHT = {
    "06.verify_id_token": [
        by_library,
        by_ifs,
        by_assert,
        by_jws,
        by_the_header_first,
        by_the_practice_clock,
        by_library_and_the_practice_clock,
        by_a_list_of_audiences,
    ],
    "06.account_key": [
        lambda claims: (claims["iss"], claims["sub"]),
        lambda c: f"{c['iss']}|{c['sub']}",
        lambda c: [c["sub"], c["iss"]],
        lambda c: Person(c["iss"], c["sub"]),
        lambda c: hashlib.sha256(f"{c['iss']} {c['sub']}".encode()).hexdigest(),
        lambda c: {"issuer": c["iss"], "subject": c["sub"]},
        lambda c: json.dumps([c["iss"], c["sub"]]),
        lambda c: c["iss"] + "#" + c["sub"],
        lambda c: c["sub"] + "@" + c["iss"],
        lambda c: uuid.uuid5(uuid.NAMESPACE_URL, f"{c['iss']} {c['sub']}"),
        lambda c: hashlib.sha256(repr((c["iss"], c["sub"])).encode()).digest(),
        lambda c: Account(c),
        by_a_hash_of_its_own["account_of"],
    ],
    "07.csrf_fix": [
        is_mine_long,
        is_mine_digest,
        lambda sent, came: None not in (sent, came) and sent == came,
        lambda sent, came: bool(sent) and sent == came,
        lambda a, b: sent_and_equal(a, b),
        lambda sent, came: sent is not None and came is not None and not sent != came,  # noqa: SIM202
    ],
    "07.mix_up_fix": [
        same_by_try,
        lambda asked, came: asked == came,
        lambda asked, came: came is not None and came == asked,
        lambda a, b: a == b if b else False,
        lambda asked, came: bool(came) and hmac.compare_digest(asked.encode(), came.encode()),
        lambda asked, came: came in [asked],
    ],
    "07.rotation_fix": [
        renewed(lambda form: {"data": form}),
        renewed(lambda form: {"data": list(form.items())}),
        renewed(lambda form: {"data": urlencode(form), "headers": FORM}),
        renew_by_package,
        renew_by_ok,
        renew_by_raise,
    ],
    "08.device_polling": [
        poll_asks_first,
        poll_by_match,
        poll_by_recursion,
        poll_by_seconds,
        Poller(),
        poll_in_tenths,
    ],
    "08.which_grant": [
        GRANTS | {"television": "urn:ietf:params:oauth:grant-type:device_code"},
        {name: one.replace("_", " ") for name, one in GRANTS.items()},
        {name: one.upper() for name, one in GRANTS.items()},
        {name: f"{one}_grant" for name, one in GRANTS.items()},
        GRANTS | {"app on a phone": "authorization_code with PKCE"},
        GRANTS | {"app on a phone": "Authorization Code + PKCE", "television": "device code flow"},
        OrderedDict(reversed(GRANTS.items())),
        list(GRANTS.items()),
    ],
    "09.token_anywhere": [
        *(find_by_if, find_by_or, find_by_isinstance, find_by_try, find_by_search),
        lambda answer: tuple(find_by_if(answer)),
        lambda answer: (find_by_if(answer)[0], tuple(find_by_if(answer)[1])),
        lambda answer: [find_by_if(answer)[0], set(find_by_if(answer)[1])],
    ],
    "09.failing_registrations": [
        FAILING,
        sorted(FAILING),
        "BEGIJ",
        "b, e, g, i, j",
        {letter: letter in FAILING for letter in "ABCDEFGHIJ"},
        tuple("JIGEB"),
    ],
    "09.own_preset": [
        PAPYRUS,
        dict(reversed(PAPYRUS.items())),
        PAPYRUS | {"token.seconds": 2 * 60 * 60},
        PAPYRUS | {"redirect.hosts": ("127.0.0.1",), "apps.web.client_auth": {"basic"}},
        PAPYRUS | {"redirect.hosts": "127.0.0.1", "apps.web.client_auth": "basic"},
        MappingProxyType(PAPYRUS),
    ],
}


def sent_and_equal(sent, came):
    return sent == came if sent else False


WRONG = {
    "06.verify_id_token": [
        (only_starts_with, "a token of another issuer passed"),
        (nonce_in, "a token of another sign-in passed"),
        (written_down, "a genuine token of a second issuer"),
        (careless_about("nonce"), "a token without nonce passed"),
        (nonce_by_default, "a token without nonce passed"),
        (not_essential, "a token without nonce passed"),
        (careless_about("exp"), "a token without exp passed"),
        (careless_about("iss"), "a token without iss passed"),
        (careless_about("aud"), "a token without aud passed"),
        (found_in("aud", lambda came, mine: mine in came), "Its aud is printshop-of-mallory"),
        (found_in("aud", lambda came, mine: mine in came), "something follows it that does not"),
        (found_in("aud", lambda came, mine: came in mine), "its end is missing"),
        (
            found_in("aud", lambda came, mine: came.lower() == mine),
            "Its aud is PRINTSHOP, and you expect printshop: upper and lower case differ",
        ),
        (
            found_in("iss", lambda came, mine: came.rstrip("/") == mine),
            "the slash at the end makes it another text",
        ),
        (
            found_in("nonce", lambda came, mine: came[:6] == mine[:6]),
            "Its nonce is n-0S6_, and you expect n-0S6_WzA2Mj: its end is missing",
        ),
        (returns_true, "verify returns True or False"),
        (returns_false, "found out, but no exception is raised"),
        (not_imported, "NameError"),
        (lambda id_token: {}, "calls it with 5 values"),
        (lambda t, k, i, c, n: jwt.decode(t, KeySet.import_key_set(k)), "the whole token"),
    ],
    "06.account_key": [
        (lambda c: c["email"].lower(), "may belong to somebody else tomorrow"),
        (lambda c: (c["iss"], c["sub"], c["name"]), "new name"),
        (lambda c: (c["iss"], c["sub"], c["iat"]), "different at each sign-in"),
        (lambda c: c["iss"].removeprefix("https://").partition("/")[0] + c["sub"], "a part of the"),
        (lambda c: (c["iss"], c["sub"].upper()), "sub is case-sensitive"),
        (lambda c: c["iss"], "the same for all people"),
        (lambda c: hash((c["iss"], c["sub"])), "other numbers each time that Python starts"),
        (lambda c: str(abs(hash(c["iss"] + c["sub"]))), "other numbers each time that Python"),
        (lambda c: (c["iss"], hash(c["sub"])), "other numbers each time that Python starts"),
        (lambda c: id(c["sub"]), "other numbers each time that Python starts"),
        (by_a_helper, "other numbers each time that Python starts"),
        (lambda c: c["iss"] + c["sub"], "two people of two issuers get one key"),
        (lambda c: "".join([c["iss"], c["sub"]]), "two people of two issuers get one key"),
        (
            lambda c: hashlib.sha256(f"{c['iss']}{c['sub']}".encode()).hexdigest(),
            "two people of two issuers get one key",
        ),
        (lambda c: c["user_id"], "There is no 'user_id' in it"),
        (lambda c: secrets.token_hex(8), "Alice at her next sign-in"),
        (lambda c: tuple(c.values()), "Alice at her next sign-in"),
    ],
    "07.csrf_fix": [
        (lambda sent, came: sent is came, "refuses the state that PrintShop sent"),
        (lambda sent, came: sent[:10] == came[:10], "Its input was no state in the answer"),
        (lambda sent, came: came in (sent or "") if came else False, "beginning of the state"),
        (lambda sent, came: sent.lower() == came.lower(), "Its input was no state in the answer"),
        (
            lambda sent, came: bool(sent and came and sent in came),
            "a longer value that begins with the state",
        ),
        (lambda sent: True, "calls it with 2 values"),
        (lambda sent, came: bool(sent and came and len(sent) == len(came)), "of the same length"),
    ],
    "07.mix_up_fix": [
        (lambda asked, came: asked in (came or ""), "only begins like the right one"),
        (lambda asked, came: bool(came) and came.strip() == asked, "a space at the end"),
        (lambda asked, came: asked is came, "refuses the server that was asked"),
        (lambda asked, came: came != "http://127.0.0.1:50001", "another server's answer passes"),
        (lambda asked, came: came.startswith(asked), "AttributeError"),
        (lambda asked, came: asked == came or came is None, "without iss passes"),
    ],
    "07.rotation_fix": [
        (renew_none, "after a refusal renew returns None"),
        (renew_token_only, "renew returns text"),
        (renewed(renamed_client), "'clientId'; the name is 'client_id'"),
        (renewed(lambda form: {"data": urlencode(form)}), "the body was text"),
        (renewed(lambda form: {"params": form}), "in the address"),
        (
            renewed(lambda form: {"data": form | {"grant_type": "refresh"}}),
            "names what is exchanged",
        ),
        (lambda tokens, url: tokens["refreshToken"], "There is no 'refreshToken' in it"),
    ],
    "08.device_polling": [
        (poll_at_most(10), "asks a fixed number of times and stops"),
        (poll_at_most(100), "the server says when the code has expired"),
        (poll_gives_up_after(60), "asks a fixed number of times and stops"),
        (poll_gives_up_after(600), "authorization_pending, 225 times → token"),
        (poll_until_known("access_denied", "expired_token"), "ends the polling (RFC 8628 §3.5)"),
        (poll_until_known("access_denied"), "asks again after expired_token"),
        (poll_until_known("expired_token"), "asks again after access_denied"),
        (poll_forever, "after slow_down it keeps its pace"),
        (poll_doubles, "5 seconds are added for each"),
        (poll_sleeps_twice, "has a pace of its own"),
        (poll_prints, "returns None"),
        (poll_async, "is written with async def"),
        (poll_yields, "has a yield in it"),
        (lambda ask, wait, interval: ask(), "authorization_pending ended it"),
        (lambda ask, wait: ask(), "calls it with 3 values"),
        (lambda ask, wait, interval: None, "returns before it has asked"),
    ],
    "08.which_grant": [
        (GRANTS | {"television": "device"}, "not one of the four words"),
        (GRANTS | {"app on a phone": "code"}, "not one of the four words"),
        (GRANTS | {"page of JavaScript": "implicit flow"}, "the implicit grant is dead"),
        (GRANTS | {"app on a phone": "client credentials"}, "what is the client's own"),
        (GRANTS | {"stock count at night": "refresh_token"}, "stock count at night: received"),
        (GRANTS | {"token expired, Alice asleep": "access_token"}, "not one of the four words"),
        (GRANTS | {"token expired, Alice asleep": "client credentials"}, "She need not be woken"),
        (GRANTS | {"television": "Client_Credentials"}, "she must be asked"),
        (["client_credentials"], "grant should be a dictionary, and is a list"),
    ],
    "09.token_anywhere": [
        (find_rfc_only, "lie in authed_user"),
        (find_top_only, "Slack: received (None, [])"),
        (find_top_or_none, "lie in authed_user"),
        (find_only_spaces, "GitHub puts a comma"),
        (find_only_commas, "words with a space between them"),
        (find_dots, "A dictionary is read with brackets"),
        (find_by_one_space, "an empty text among the scopes"),
        (lambda answer: answer["access_token"], "return two things"),
        (lambda answer: (answer["access_token"], []), "lie in authed_user"),
        (lambda answer: ("tok-rfc", ["profile", "email"]), "Slack: received ('tok-rfc'"),
        (lambda answer: find_by_if(answer) if "error" not in answer else ("", []), "is an error"),
        (lambda answer: find_by_if(answer)[1], "return two things"),
        (lambda answer: print(find_by_if(answer)), "the function returns None"),
        (lambda answer: find_by_if(answer) if "error" not in answer else (None, None), "no list"),
        (lambda answer: find_by_if(answer) if "error" not in answer else (None, ""), "no list"),
        (lambda answer: (find_by_if(answer)[0], find_by_if(answer)[1] or None), "no list"),
    ],
    "09.failing_registrations": [
        ({"B"}, "6 of the 10 letters are judged right: received ['B']"),
        ({"A", "B", "D"}, "“redirect URI on this machine”"),
        (FAILING | {"A"}, "A port is no reason where it is registered"),
        (FAILING | {"D"}, "“names of this machine”"),
        (FAILING | {"F"}, "9 of the 10 letters are judged right"),
        (FAILING - {"I"}, "RFC 6749 §3.1.2 names a part"),
        ({"K"}, "write a set of letters"),
        (FAILING | {"C"}, "accepts with plain http"),
        (None, "failing should be a set, and is None"),
    ],
    "09.own_preset": [
        (PAPYRUS | {"token.seconds": "7200"}, "token.seconds"),
        (PAPYRUS | {"token.seconds": 120}, "token.seconds"),
        (PAPYRUS | {"refresh.rotates": "yes"}, "refresh.rotates"),
        (PAPYRUS | {"redirect.loopback": "any-port"}, "“the port included”"),
        (PAPYRUS | {"redirect.loopback": "domain"}, "“the port included”"),
        (PAPYRUS | {"redirect.hosts": ["localhost"]}, "redirect.hosts"),
        (PAPYRUS | {"token.body": "JSON"}, "token.body"),
        ({}, "received nothing"),
    ],
}
