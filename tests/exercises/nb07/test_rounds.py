"""The ten fixes of notebook 07: right ones in other styles, and plausible wrong ones."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import posixpath
import random
import re
import secrets
import string
import time
import uuid
import zlib
from urllib.parse import unquote, urldefrag, urljoin, urlparse, urlsplit

import pytest
import requests

from oauth_tutorial import code_challenge, new_code_verifier
from oauth_tutorial.exercises import ____, all_exercises, assignment, exercise, progress
from oauth_tutorial.exercises.attacks import dpop_proof

pytestmark = pytest.mark.usefixtures("photobox")
ROUNDS = [one for one in all_exercises() if one.name.startswith("07.")]


def with_if(sent, came):
    if sent is None or came is None:
        return False
    return sent == came


def in_constant_time(sent, came):
    if not sent or not came:
        return False
    return hmac.compare_digest(sent, came)


def with_all(sent, came):
    return all([sent, came, sent == came])


def by_set(sent, came):
    return {sent, came} == {sent} - {None}


def not_unequal(sent, came):
    return not (sent is None or sent != came)


# ---- 2


def with_package():
    kept = new_code_verifier()
    return kept, {"code_challenge": code_challenge(kept), "code_challenge_method": "S256"}


def by_hand():
    kept = secrets.token_urlsafe(48)
    digest = hashlib.sha256(kept.encode()).digest()
    sent = {"code_challenge_method": "S256"}
    sent["code_challenge"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return [kept, sent]


def with_dict():
    made = new_code_verifier()
    return made, dict(code_challenge=code_challenge(made), code_challenge_method="S256")


def with_default(verifier=None):
    verifier = verifier or new_code_verifier()
    challenge = code_challenge(verifier)
    return verifier, {"code_challenge": challenge, "code_challenge_method": "S256"}


def with_hex():
    return with_verifier(secrets.token_hex(40))


class Begin:
    def __call__(self):
        return with_package()


ONE = new_code_verifier()


def made_once():
    return ONE, {"code_challenge": code_challenge(ONE), "code_challenge_method": "S256"}


PAIR = ONE, {"code_challenge": code_challenge(ONE), "code_challenge_method": "S256"}


def made_by_default(verifier=ONE):
    return with_verifier(verifier)


def made_by_keyword_default(*, verifier=ONE, method="S256"):
    return verifier, {"code_challenge": code_challenge(verifier), "code_challenge_method": method}


def pair_by_default(given=PAIR):
    return given


def hex_challenge():
    kept = new_code_verifier()
    digest = hashlib.sha256(kept.encode()).hexdigest()
    return kept, {"code_challenge": digest, "code_challenge_method": "S256"}


def padded_challenge():
    kept = new_code_verifier()
    digest = base64.urlsafe_b64encode(hashlib.sha256(kept.encode()).digest()).decode()
    return kept, {"code_challenge": digest, "code_challenge_method": "S256"}


def plain_challenge():
    kept = new_code_verifier()
    return kept, {"code_challenge": kept, "code_challenge_method": "plain"}


def hash_as_plain():
    kept, sent = with_package()
    return kept, sent | {"code_challenge_method": "plain"}


def with_verifier(kept):
    return kept, {"code_challenge": code_challenge(kept), "code_challenge_method": "S256"}


def of_random():
    return with_verifier("".join(random.choices(string.ascii_letters + string.digits, k=64)))


def of_the_time():
    return with_verifier(hashlib.sha256(str(time.time()).encode()).hexdigest())


def of_the_day_and_time():
    now = datetime.datetime.now(tz=datetime.UTC).isoformat()
    return with_verifier(base64.urlsafe_b64encode(now.encode() * 2).decode().rstrip("="))


def other_way_round():
    kept = new_code_verifier()
    return {"code_challenge": code_challenge(kept), "code_challenge_method": "S256"}, kept


def challenge_kept():
    sent = code_challenge(new_code_verifier())
    return sent, {"code_challenge": sent, "code_challenge_method": "S256"}


def short_verifier():
    kept = secrets.token_hex(8)
    digest = base64.urlsafe_b64encode(hashlib.sha256(kept.encode()).digest()).rstrip(b"=").decode()
    return kept, {"code_challenge": digest, "code_challenge_method": "S256"}


# ---- 3

CHOICE = random.SystemRandom()


def chosen():
    return "".join(CHOICE.choice(string.ascii_letters + string.digits) for _ in range(64))


def from_urandom():
    return base64.urlsafe_b64encode(os.urandom(40)).decode().rstrip("=")


def salted():
    return hashlib.sha256(f"{time.time_ns()}{secrets.token_hex(16)}".encode()).hexdigest()


def hashed_now():
    return hashlib.sha512(str(datetime.datetime.now()).encode()).hexdigest()


def from_a_seed():
    return "".join(random.Random(time.time_ns()).choices(string.ascii_letters, k=43))


# ---- 4


def forgetful(code, sessions, exchange):
    sessions.clear()
    return exchange(code)


def refuses_itself(code, sessions, exchange):
    if code in sessions:
        return {}
    sessions[code] = True
    return exchange(code)


def tokens_first(code, sessions, exchange):
    tokens = exchange(code)
    if tokens:
        sessions[code] = tokens
    return tokens


def any_error(code, sessions, exchange):
    try:
        return exchange(code)
    except KeyError:
        return {}


SEEN: dict = {}


def elsewhere(code, sessions, exchange):
    if code not in SEEN:
        SEEN[code] = exchange(code)
    return SEEN[code]


def for_a_while(code, sessions, exchange):
    tokens, at = sessions.get(code, ({}, 0))
    if time.time() - at > 60:
        tokens, at = sessions[code] = exchange(code), time.time()
    return tokens


def falls_back(code, sessions, exchange):
    sessions[code] = exchange(code) or sessions.get(code, {})
    return sessions[code]


# ---- 5


def three_parts(registered, asked):
    ours, theirs = urlparse(registered), urlparse(asked)
    return (ours.scheme, ours.hostname, ours.path) == (theirs.scheme, theirs.hostname, theirs.path)


def all_but_the_name(registered, asked):
    ours, theirs = urlsplit(registered), urlsplit(asked)
    names = ("scheme", "hostname", "port", "path", "query", "fragment")
    same = all(getattr(ours, name) == getattr(theirs, name) for name in names)
    return same and asked[-1] not in "?#" and asked.startswith("http")


def without_detours(registered, asked):
    same_end = registered.endswith("/") == asked.endswith("/")
    return same_end and posixpath.normpath(registered) == posixpath.normpath(asked)


# ---- 8


def renew_long(tokens, token_endpoint):
    data = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.get("refresh_token")),
        ("client_id", assignment.public_client_id),
    ]
    with requests.Session() as session:
        answer = session.post(token_endpoint, data=data, timeout=10)
    if not answer.ok:
        return dict()
    return dict(answer.json())


def renew_or_nothing(tokens, endpoint):
    form = dict(
        client_id=assignment.public_client_id,
        refresh_token=tokens["refresh_token"],
        grant_type="refresh_token",
    )
    try:
        answer = requests.post(endpoint, form, timeout=10)
        answer.raise_for_status()
        return answer.json()
    except requests.HTTPError:
        return {}


def renew_merged(tokens, endpoint):
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    form["client_id"] = assignment.public_client_id
    answer = requests.post(url=endpoint, data=form, timeout=10)
    return {**tokens, **answer.json()} if answer.status_code == 200 else {}


def renew_encoded(tokens, endpoint):
    body = f"grant_type=refresh_token&refresh_token={tokens['refresh_token']}"
    body += f"&client_id={assignment.public_client_id}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = requests.request("POST", endpoint, data=body, headers=headers, timeout=10)
    return {} if "error" in answer.json() else answer.json()


def renew_checked(tokens, endpoint):
    if "refresh_token" not in tokens:
        return {}
    return renew_long(tokens, endpoint)


def renew_old(tokens, endpoint):
    renew_long(tokens, endpoint)
    return tokens


def renew_first():
    first = {}

    def renew(tokens, token_endpoint):
        return renew_long(first.setdefault("tokens", dict(tokens)), token_endpoint)

    return renew


RENEWED = []


def renew_by_default(tokens, endpoint, seen=RENEWED):
    seen.append(tokens["refresh_token"])
    return renew_long({"refresh_token": seen[0]}, endpoint)


def keeps_refused(tokens, endpoint):
    return renew_long(tokens, endpoint) or tokens


def keeps_error(tokens, endpoint):
    return renew_long(tokens, endpoint) or {"error": "invalid_grant"}


def renew_never(tokens, endpoint):
    return {}


def renew_raises(tokens, endpoint):
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    form["client_id"] = assignment.public_client_id
    answer = requests.post(endpoint, data=form, timeout=10)
    answer.raise_for_status()
    return answer.json()


# ---- 9


def two_steps(key, method, address, token):
    headers = {"DPoP": dpop_proof(key, method, address, token)}
    if token:
        headers["Authorization"] = "DPoP " + token
    return headers


def two_returns(key, method, address, token):
    if not token:
        return {"DPoP": dpop_proof(key, method, address)}
    return {
        "Authorization": f"DPoP {token}",
        "DPoP": dpop_proof(key=key, method=method, address=address, token=token),
    }


def by_method(key, method, address, token):
    proof = dpop_proof(key, method, address, token)
    return {"POST": {"DPoP": proof}, "GET": {"DPoP": proof, "Authorization": f"DPoP {token}"}}[
        method
    ]


def small_letters(key, method, address, token):
    return {
        name: value
        for name, value in (
            ("dpop", dpop_proof(key, method, address, token)),
            ("authorization", f"dpop {token}" if token else None),
        )
        if value
    }


def merged(key, method, address, token):
    return dict(DPoP=dpop_proof(key, method, address, token)) | (
        {} if token == "" else {"Authorization": " ".join(["DPoP", token])}
    )


def own_key(key, method, address, token):
    from joserfc.jwk import ECKey

    return two_steps(ECKey.generate_key("P-256"), method, address, token)


RIGHT = {
    "csrf_fix": [with_if, in_constant_time, with_all, by_set, not_unequal],
    "interception_fix": [with_package, by_hand, with_dict, with_default, Begin(), with_hex],
    "injection_fix": [
        chosen,
        from_urandom,
        new_code_verifier,
        lambda: secrets.token_hex(32),
        lambda: uuid.uuid4().hex + uuid.uuid4().hex,
        lambda: secrets.token_urlsafe(96),
        salted,
        lambda: "".join(random.SystemRandom().choices(string.ascii_letters, k=50)),
    ],
    "replay_fix": [
        lambda code, sessions, exchange: exchange(code),
        forgetful,
        refuses_itself,
        tokens_first,
        any_error,
    ],
    "redirect_fix": [
        lambda registered, asked: registered == asked,
        lambda registered, asked: (registered, True) == (asked, True),
        lambda registered, asked: asked in [registered],
        lambda registered, asked: hmac.compare_digest(registered.encode(), asked.encode()),
        lambda registered, asked: asked.startswith(registered) and len(asked) == len(registered),
        lambda registered, asked: {registered: True}.get(asked, False),
        lambda registered, asked: re.fullmatch(re.escape(registered), asked) is not None,
        lambda registered, asked: [*registered] == [*asked],
        lambda registered, asked: not registered != asked,  # noqa: SIM202
    ],
    "mix_up_fix": [
        lambda asked, came: came == asked,
        lambda asked, came: came is not None and came == asked,
        lambda asked, came: bool(asked and came and asked == came),
        lambda asked, came: came in (asked,),
        lambda asked, came: False if came != asked else True,  # noqa: SIM211
    ],
    "leak_fix": [
        lambda album, token: album,
        lambda album, token: f"{album}",
        lambda album, token: album + "?page=1",
        lambda album, token: urlsplit(album).geturl(),
        lambda address, _: str(address),
        lambda album, token: album + "#top",
        lambda album, token: f"{album}?n={secrets.token_urlsafe(8)}",
        lambda album, token: f"{album}?at={time.time_ns()}",
    ],
    "rotation_fix": [renew_long, renew_or_nothing, renew_merged, renew_encoded, renew_checked],
    "dpop_fix": [two_steps, two_returns, by_method, small_letters, merged],
    "scope_fix": [
        lambda page: {"album": "photos.read", "order": "photos.read orders.write"}[page],
        lambda page: "photos.read" if page == "album" else "photos.read orders.write",
        lambda page: "photos.read" + " orders.write" * (page == "order"),
        lambda page: " ".join(["photos.read", "orders.write"][: 1 if page == "album" else 2]),
        lambda page: "orders.write photos.read" if page != "album" else "photos.read",
    ],
}


def packed(raw):
    return base64.urlsafe_b64encode(raw).decode()


def as_json(token):
    return json.dumps({"token": token}).encode()


def noise():
    return secrets.token_urlsafe(8)


def locked(token):
    """Another text each time, of which the key is known to nobody here."""
    raw = token.encode()
    key = os.urandom(len(raw))
    return packed(bytes(a ^ b for a, b in zip(raw, key, strict=True)) + key)


# beside the mistakes that each exercise declares, five or more of them
WRONG = {
    "csrf_fix": [
        (lambda sent, came: sent in came if came and sent else False, "longer value"),
        (lambda sent, came: sent is came, "refuses the state"),
        (lambda sent, came: hmac.compare_digest(sent, came), "raised TypeError"),
        (lambda sent, came: str(sent) == str(came), "None == None"),
        (lambda sent, came: came[:8] == sent[:8] if sent and came else False, "beginning"),
        (lambda sent, came: bool(sent and came) and sent.strip() == came.strip(), "a space or"),
        (lambda sent, came: bool(sent and came) and sent == came.rstrip(), "a space or"),
        (lambda sent, came: bool(sent and came) and sent == came.lstrip(), "a space or"),
        (lambda sent, came: bool(sent and came and re.match(f"{sent}$", came)), "a line end"),
        (lambda sent, came: bool(sent and came) and unquote(came) == sent, "another spelling"),
        (lambda sent, came: bool(sent and came) and sent.lower() == came.lower(), "capitals"),
    ],
    "interception_fix": [
        (made_once, "same each time"),
        (made_by_default, "Python computes a default once, at the line def begin(…)"),
        (made_by_keyword_default, "Python computes a default once"),
        (pair_by_default, "Python computes a default once"),
        (hex_challenge, "does not belong"),
        (padded_challenge, "does not belong"),
        (plain_challenge, "you wrote plain"),
        (hash_as_plain, "you wrote plain"),
        (of_random, "random gives next can be predicted"),
        (of_the_time, "made of the time"),
        (lambda: with_verifier("printshop-" * 4 + secrets.token_hex(6)), "most of the verifier"),
        (of_the_day_and_time, "made of the time"),
        (other_way_round, "the second value"),
        (challenge_kept, "travels in the link"),
        (short_verifier, "43 to 128 characters"),
    ],
    "injection_fix": [
        (lambda: ONE, "same verifier"),
        (lambda verifier=ONE: verifier, "at the line def new_verifier(…)"),
        (lambda *, verifier=ONE: verifier, "so all sign-ins share one verifier"),
        (lambda length=64: "v" * length, "same verifier"),
        (lambda: str(time.time_ns()).zfill(43), "made of the time"),
        (lambda: hashlib.sha256(str(time.time_ns()).encode()).hexdigest(), "made of the time"),
        (lambda: hashlib.sha256(str(time.time()).encode()).hexdigest(), "made of the time"),
        (hashed_now, "made of the time"),
        (lambda: uuid.uuid1().hex + "-" * 11, "made of the time"),
        (from_a_seed, "made of the time"),
        (lambda: hashlib.sha256(str(random.random()).encode()).hexdigest(), "can be predicted"),
        (lambda: "printshop-" * 4 + secrets.token_hex(6), "most of the verifier is the same"),
        (lambda: base64.b64encode(b"\xff\xfe" + os.urandom(40)).decode(), "A-Z, a-z, 0-9"),
        (lambda: secrets.token_hex(16), "at least 43 characters"),
        (lambda: str(random.getrandbits(200)), "can be predicted"),
    ],
    "replay_fix": [
        (elsewhere, "PrintShop remembers"),
        (for_a_while, "PrintShop remembers"),
        (falls_back, "PrintShop remembers"),
        (lambda code, sessions, exchange: sessions.pop(code, {}), "nobody can sign in"),
        (lambda code, sessions, exchange: {"access_token": code}, "a new code"),
    ],
    "redirect_fix": [
        (lambda r, a: urlsplit(a).hostname == urlsplit(r).hostname, "every path"),
        (lambda r, a: a.startswith(r) or r.startswith(a), "only begins"),
        (lambda r, a: r in a, "only begins"),
        (lambda r, a: a.casefold() == r.casefold(), "capitals pass for small letters"),
        (lambda r, a: a == r or a.lower() == r, "capitals pass for small letters"),
        (lambda r, a: urlsplit(a)[1:3] == urlsplit(r)[1:3], "any query passes"),
        (three_parts, "any query passes"),
        (lambda r, a: a.split("?")[0] == r.split("?")[0], "any query passes"),
        (lambda r, a: a.split("?")[0] == r, "any query passes"),
        (lambda r, a: a.split("#")[0] == r.split("#")[0], "behind a # passes"),
        (lambda r, a: urldefrag(a) == urldefrag(r), "does not compare the two texts"),
        (lambda r, a: urlsplit(a) == urlsplit(r), "does not compare the two texts"),
        (
            lambda r, a: urlsplit(a).geturl() == urlsplit(r).geturl(),
            "does not compare the two texts",
        ),
        (lambda r, a: urlparse(a) == urlparse(r), "does not compare the two texts"),
        (all_but_the_name, "does not compare the two texts"),
        (lambda r, a: a.replace("\t", "") == r, "a space, a tab or a line end"),
        (lambda r, a: unquote(a) == unquote(r), "both are decoded first"),
        (lambda r, a: a.replace("%2F", "/") == r, "both are decoded first"),
        (lambda r, a: a.strip() == r, "a space, a tab or a line end"),
        (lambda r, a: a.lstrip() == r.lstrip(), "a space, a tab or a line end"),
        (lambda r, a: a.rstrip("\n") == r, "a space, a tab or a line end"),
        (lambda r, a: bool(re.match(f"{re.escape(r)}$", a)), "a space, a tab or a line end"),
        (lambda r, a: urljoin(a, urlsplit(a).path) == r, "any query passes"),
        (without_detours, "leads to the same place"),
        (lambda r, a: a == r.rstrip("/"), "a slash added"),
        (lambda r, a: a.removesuffix("/") == r, "a slash added"),
        (lambda r, a: a == "http://127.0.0.1/callback", "refuses an address"),
        (lambda r, a: a == r.lower(), "refuses an address"),
    ],
    "mix_up_fix": [
        (lambda asked, came: came and came in asked, "part of the issuer"),
        (lambda asked, came: asked.startswith(came) if came else False, "part of the issuer"),
        (lambda asked, came: came == "http" or asked == came, "part of the issuer"),
        (lambda asked, came: asked is came, "refuses the server"),
        (lambda asked, came: asked == (came or asked), "without iss"),
        (lambda asked, came: bool(came) and asked.endswith(came), "part of the issuer"),
        (lambda asked, came: bool(came) and came[-5:] == asked[-5:], "somewhere in it"),
        (lambda asked, came: bool(came) and came.split("/")[2:] == asked.split("/")[2:], "scheme"),
        (lambda asked, came: bool(came) and came.lower() == asked.lower(), "another spelling"),
        (lambda asked, came: bool(came) and asked in came, "only begins"),
        (lambda asked, came: bool(came) and came.rstrip() == asked, "a space around"),
    ],
    "leak_fix": [
        (lambda album, token: f"{album}?s={token[::-1]}", "another form"),
        (lambda album, token: f"{album}?s={token.encode().hex()}", "another form"),
        (lambda album, token: f"{album}?s={token[-16:]}", "a part of the token"),
        (lambda album, token: f"{album}?t=%{ord(token[0]):x}{token[1:]}", "another "),
        (lambda album, token: album.replace("/album", ""), "somewhere else"),
        (lambda album, token: f"{album};{token}", "in the path"),
        (lambda album, token: f"{album}?s={packed(json.dumps(token).encode())}", "another "),
        (lambda album, token: f"{album}?state={packed(as_json(token))}", "another token gives"),
        (lambda album, token: f"{album}?s={packed(packed(token.encode()).encode())}", "another to"),
        (lambda album, token: f"{album}?z={packed(zlib.compress(token.encode()))}", "another tok"),
        (lambda album, token: f"{album}#{hashlib.sha256(token.encode()).hexdigest()}", "another t"),
        (lambda album, token: f"{album}?n={noise()}&s={packed(as_json(token))}", "another token"),
        (lambda album, token: f"{album}?s={locked(token)}", "another token gives"),
        (lambda album, token: f"{album}?s={token[:8]}", "a part of the token"),
        (lambda album, token: f"{album}?s={token.swapcase()}", "another token gives"),
        (lambda album, token: f"{album}?s={token[:20]}&t={token[20:]}", "a part of the token"),
    ],
    "rotation_fix": [
        (renew_old, "old refresh token"),
        (renew_first(), "not the refresh token of the tokens that it is given"),
        (renew_by_default, "not the refresh token of the tokens that it is given"),
        (renew_never, "received no request"),
        (renew_raises, "raised HTTPError"),
        (lambda tokens, endpoint: requests.get(endpoint, params=tokens, timeout=9), ""),
        (lambda tokens: {}, "raised TypeError"),
    ],
    "dpop_fix": [
        (lambda key, method, address, token: {"DPoP": token}, "carries no proof"),
        (own_key, "PrintShop is broken"),
        (lambda k, m, a, t: two_steps(k, m, a.lower() + "/", t), "another request"),
        (lambda k, m, a, t: two_steps(k, m, a, t) if m == "GET" else {}, "binds the token"),
        (lambda k, m, a, t: [two_steps(k, m, a, t)], "dictionary"),
    ],
    "scope_fix": [
        (lambda page: "", "sees none"),
        (lambda page: ["photos.read", "orders.write"], "one text"),
        (lambda page: "photos.read+orders.write", "one space"),
        (lambda page: " photos.read " if page == "album" else "orders.write", "one space"),
        (lambda page: "Photos.Read" if page == "album" else "orders.write", "not know that scope"),
        (lambda page: page, "not know that scope"),
        (lambda page: "photos.read" if page == "order" else "orders.write", "sees none"),
        (
            lambda page: "photos.read profile" + " orders.write" * (page == "order"),
            "the album page",
        ),
        (lambda page: "photos.read" + " orders.write email" * (page == "order"), "the order page"),
        (lambda page: "orders.write" if page == "order" else "photos.read", "shows the photos too"),
    ],
}


def cases(of):
    for name, variants in of.items():
        for number, one in enumerate(variants, 1):
            yield pytest.param(name, one, id=f"{name}-{number}")


def named(name):
    return exercise(f"07.{name}")


def test_every_round_has_its_variants():
    assert len(ROUNDS) == 10
    assert {one.name[3:] for one in ROUNDS} == RIGHT.keys() == WRONG.keys()
    assert min(map(len, RIGHT.values())) >= 5
    assert min(map(len, WRONG.values())) >= 5


@pytest.mark.parametrize(("name", "answer"), list(cases(RIGHT)))
def test_a_fix_in_another_style_is_right(name, answer):
    outcome = named(name).check(answer)

    assert repr(outcome) == f"Correct: {named(name).correct}"


@pytest.mark.parametrize(("name", "answer"), list(cases(WRONG)))
def test_a_wrong_fix_gets_the_sentence_that_says_what_gets_through(name, answer):
    function, says = answer
    outcome = named(name).check(function)

    assert outcome.state == "not yet"
    assert says in outcome.text


CLUES = [  # what stands under the first wrong answer's sentence
    ("scope_fix", lambda page: f"photos.read{',orders.write' * (page == 'order')}", "order: rec"),
    ("scope_fix", lambda page: f"photos.read{' orders' * (page == 'order')}", "order: received ["),
    ("rotation_fix", keeps_refused, "after a refusal: received the old tokens."),
    ("rotation_fix", keeps_error, "after a refusal: received the error."),
    ("rotation_fix", renew_old, "refresh token: received the one that it had."),
    ("interception_fix", plain_challenge, "code_challenge_method: received plain."),
    ("redirect_fix", lambda r, a: a.strip() == r, "a space before it: received True."),
    ("csrf_fix", lambda s, c: bool(s and c) and s.lower() == c.lower(), "the same in capitals: "),
]


@pytest.mark.parametrize(("name", "answer", "clue"), CLUES)
def test_a_first_wrong_fix_is_told_where_it_is_wrong_and_not_what_is_right(name, answer, clue):
    outcome = named(name).check(answer)

    assert clue in outcome.clue
    assert outcome.difference is None


def test_the_argument_that_dpop_proof_is_not_given_is_not_told():
    """Only which claim is missing; what it should hold comes with the second wrong answer."""

    def nameless(key, method, address, token):
        return two_steps(key, method, address, token) | {"DPoP": dpop_proof(key, method, address)}

    outcome = named("dpop_fix").check(nameless)

    assert "argument" not in repr(outcome)
    assert outcome.clue == "ath: received nothing."


@pytest.mark.parametrize("one", ROUNDS, ids=lambda one: one.name)
def test_the_mistake_itself_is_no_fix(one):
    """The function that the round shows."""
    from oauth_tutorial.exercises.attacks import flawed

    assert one.check(getattr(flawed, one.answer)).state == "not yet"


@pytest.mark.parametrize("one", ROUNDS, ids=lambda one: one.name)
def test_a_blank_solves_nothing(one, capsys):
    """Catch-up gives a function to go on with; the round stays unsolved."""

    def blank(*given):
        return ____

    for answer in (____, blank):
        assert one.check(answer).state == "not attempted"
    one.catch_up(blank)

    assert "07  Break it and fix it\n" in repr(progress())
    assert "Catch-up" in capsys.readouterr().out


def test_the_map_counts_rounds():
    for name in ("csrf_fix", "leak_fix", "scope_fix"):
        named(name).check(RIGHT[name][0])

    assert "07  Break it and fix it: 3 of 10 rounds\n" in repr(progress())


LEAKS = {
    "hex": (lambda album, token: f"{album}?s={token.encode().hex()}", "/album?s=<86 characters>"),
    "split": (
        lambda album, token: f"{album}?a={token[:20]}&b={token[20:]}",
        "/album?a=<20 characters>&b=<23 characters>",
    ),
    "padded": (lambda album, token: f"{album}?a={packed(token.encode())}", "?a=<60 characters>"),
    "the path": (lambda album, token: f"{album}/{token[:20]}", "/album/<20 characters>"),
    "the fragment": (lambda album, token: f"{album}#{token}", "/album#<43 characters>"),
    "quoted": (
        lambda album, token: f"{album}?t=%{ord(token[0]):x}{token[1:]}",
        "/album?t=<45 characters>",
    ),
}


@pytest.mark.parametrize("form", LEAKS)
def test_a_token_in_an_address_is_shown_by_its_shape(form):
    function, shown = LEAKS[form]
    told = []

    def watched(album, token):
        told.append(token)
        return function(album, token)

    outcomes = [named("leak_fix").check(one) for one in (watched, None, watched)]
    said = f"{outcomes[0]!r} {outcomes[2]!r} {outcomes[2]._repr_html_()}"

    assert shown in repr(outcomes[0])
    assert not [token for token in told if any(token[i : i + 6] in said for i in range(37))]
