"""Answers to notebooks 03, 04 and 05, as different people write them."""

import base64
import hashlib
import http.client
import json
import urllib.request
from collections import OrderedDict
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import requests

from oauth_tutorial import code_challenge, exchange_code, practice, refresh
from oauth_tutorial.exercises import assignment, exercise

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENDERS = exercise("03.who_sends").senders


def mine():
    return dict(assignment.client)


# ---- 03.token_request


def five(code, redirect_uri):
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        **mine(),
    }


def posted(make):
    """A function that sends what is made of the five parameters, in the arguments of requests."""

    def ask_for_token(endpoint, code, uri):
        return requests.post(endpoint, timeout=10, **make(five(code, uri)))

    return ask_for_token


def by_basic(endpoint, code, redirect_uri):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    client = (assignment.client_id, assignment.client_secret)
    return requests.post(endpoint, data=form, auth=client, timeout=10).json()


def with_the_package(endpoint, code, redirect_uri):
    return exchange_code(endpoint, code=code, redirect_uri=redirect_uri, **mine())


def with_urllib(a, b, c):
    with urllib.request.urlopen(a, urlencode(five(b, c)).encode(), timeout=10) as answer:
        return json.load(answer)


def with_http_client(endpoint, code, redirect_uri):
    parts = urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("POST", parts.path, urlencode(five(code, redirect_uri)), FORM)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer["access_token"]


def and_the_photos(endpoint, code, redirect_uri):
    token = requests.post(endpoint, data=five(code, redirect_uri), timeout=10).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    return requests.get(f"{practice.start().api}/photos", headers=headers, timeout=10)


def changed(**changes):
    return posted(lambda form: {"data": form | changes})


def renamed(old, new):
    def make(form):
        form[new] = form.pop(old)
        return {"data": form}

    return posted(make)


def token_text(*given):
    return posted(lambda form: {"data": form})(*given).text


def token_printed(*given):
    print(posted(lambda form: {"data": form})(*given).status_code)


def token_status(*given):
    return posted(lambda form: {"data": form})(*given).status_code


def in_the_address(*names):
    def make(form):
        return {"params": {name: form.pop(name) for name in names}, "data": form}

    return posted(make)


def never_posts(endpoint, code, redirect_uri):
    return requests.Request("POST", endpoint, data=five(code, redirect_uri)).prepare()


def to_the_photos(endpoint, code, redirect_uri):
    return requests.get(f"{practice.start().api}/photos", timeout=10)


# ---- 03.provoked_errors

PROVOKED = {
    "invalid_request": {"grant_type": None},
    "invalid_client": {"client_secret": "guess"},
    "invalid_grant": {"code": "guess"},
    "unsupported_grant_type": {"grant_type": "guess"},
}

# ---- 04.narrower_request


def narrow(token):
    return {
        "grant_type": "refresh_token",
        "refresh_token": token,
        "scope": "photos.read",
        **mine(),
    }


def narrow_but(**changes):
    return lambda token: narrow(token) | changes


# ---- 04.call_with_refresh


def get(path, access_token):
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{practice.start().api}{path}", headers=headers, timeout=10)


STORY = {"client_id": "printshop", "client_secret": "printshop-secret"}


def fresh_tokens(tokens):
    endpoint = practice.start().token_endpoint
    return refresh(endpoint, refresh_token=tokens["refresh_token"], **STORY)


def call_by_while(path, tokens):
    tried = False
    while True:
        answer = get(path, tokens["access_token"])
        if answer.status_code != 401 or tried:
            return answer
        fresh = fresh_tokens(tokens)
        tokens["access_token"], tokens["refresh_token"] = fresh.access_token, fresh.refresh_token
        tried = True


def call_by_recursion(path, tokens, again=True):
    answer = get(path, tokens["access_token"])
    if answer.status_code == 401 and again:
        fresh = fresh_tokens(tokens)
        tokens.update(access_token=fresh.access_token, refresh_token=fresh.refresh_token)
        return call_by_recursion(path, tokens, again=False)
    return answer


def call_by_hand(path, tokens):
    first = get(path, tokens["access_token"])
    if first.ok or first.status_code == 403:
        return first
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], **STORY}
    new = requests.post(practice.start().token_endpoint, data=form, timeout=10).json()
    tokens |= new
    return get(path, new["access_token"])


def call_by_raise(path, tokens):
    answer = get(path, tokens["access_token"])
    try:
        answer.raise_for_status()
    except requests.HTTPError as error:
        if error.response.status_code != 401:
            return error.response
        fresh = fresh_tokens(tokens)
        for name in ("access_token", "refresh_token"):
            tokens[name] = getattr(fresh, name)
        answer = get(path, fresh.access_token)
    return answer


def call_by_for(path, tokens):
    for _ in range(2):
        answer = get(path, tokens["access_token"])
        if answer.status_code != 401:
            break
        fresh = fresh_tokens(tokens)
        tokens["access_token"] = fresh.access_token
        tokens["refresh_token"] = fresh.refresh_token
    return answer


def call_with_json(path, tokens):
    return call_by_while(path, tokens).json()


def call_new_dictionary(path, tokens):
    answer = get(path, tokens["access_token"])
    if answer.status_code == 401:
        fresh = fresh_tokens(tokens)
        tokens = {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}
        answer = get(path, tokens["access_token"])
    return answer


def call_status_text(path, tokens):
    answer = get(path, tokens["access_token"])
    if answer.status_code == "401":
        return call_by_while(path, tokens)
    return answer


def call_not_ok(path, tokens):
    answer = get(path, tokens["access_token"])
    return answer if answer.ok else refreshed(path, tokens)


def call_keeps_one(name):
    def call(path, tokens):
        answer = get(path, tokens["access_token"])
        if answer.status_code == 401:
            fresh = fresh_tokens(tokens)
            tokens[name] = getattr(fresh, name)
            answer = get(path, fresh.access_token)
        return answer

    return call


def refreshed(path, tokens):
    fresh = fresh_tokens(tokens)
    tokens.update(access_token=fresh.access_token, refresh_token=fresh.refresh_token)
    return get(path, tokens["access_token"])


# ---- 04.given_back


def revoke(make, **more):
    def disconnect(tokens):
        return requests.post(
            practice.start().revocation_endpoint, timeout=10, **make(tokens), **more
        )

    return disconnect


def revoke_both(tokens):
    for name in ("access_token", "refresh_token"):
        form = {"token": tokens[name], "token_type_hint": name, **mine()}
        requests.post(practice.start().revocation_endpoint, data=form, timeout=10)


def revoke_with_urllib(tokens):
    body = urlencode({"token": tokens["refresh_token"], **mine()}).encode()
    with urllib.request.urlopen(practice.start().revocation_endpoint, body, timeout=10) as answer:
        return answer.status == 200


def client_pair(tokens):
    return (assignment.client_id, assignment.client_secret)


def revoke_by_basic(tokens):
    client = client_pair(tokens)
    form = {"token": tokens["refresh_token"]}
    return requests.post(practice.start().revocation_endpoint, form, auth=client, timeout=10)


# ---- 05


def by_steps(verifier):
    raw = verifier.encode("ascii")
    digest = hashlib.sha256(raw).digest()
    encoded = base64.urlsafe_b64encode(digest)
    text = encoded.decode("utf-8")
    return text.replace("=", "")


def by_translate(v):
    plain = base64.b64encode(hashlib.sha256(bytes(v, "utf8")).digest()).decode()
    return plain.translate(str.maketrans("+/", "-_", "="))


def by_letters(of, to, without=""):
    def challenge_of(v):
        plain = base64.b64encode(hashlib.sha256(v.encode()).digest()).decode()
        return plain.translate(str.maketrans(of, to, without + "="))

    return challenge_of


def by_update(v):
    h = hashlib.new("sha256")
    h.update(v.encode())
    return base64.b64encode(h.digest(), altchars=b"-_").decode()[:43]


def by_hex(v):
    raw = bytes.fromhex(hashlib.sha256(v.encode()).hexdigest())
    return base64.urlsafe_b64encode(raw).decode().strip("=")


def by_another_hash(name):
    return lambda v: (
        base64.urlsafe_b64encode(hashlib.new(name, v.encode()).digest()).decode().rstrip("=")
    )


def with_encodebytes(v):
    return base64.encodebytes(hashlib.sha256(v.encode()).digest()).decode()


def no_encode(v):
    return base64.urlsafe_b64encode(hashlib.sha256(v).digest())


def public(code, redirect_uri, verifier):
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": assignment.public_client_id,
        "code_verifier": verifier,
    }


def redeemed(make):
    def redeem(endpoint, code, uri, verifier):
        return requests.post(endpoint, timeout=10, **make(public(code, uri, verifier)))

    return redeem


def redeem_with_package(endpoint, code, uri, verifier):
    return exchange_code(
        endpoint,
        code=code,
        redirect_uri=uri,
        client_id=assignment.public_client_id,
        code_verifier=verifier,
    )


def redeem_with_session(a, b, c, d):
    with requests.Session() as session:
        return session.post(a, public(b, c, d), timeout=10)


def redeem_as_nobody(endpoint, code, uri, verifier):
    form = public(code, uri, verifier)
    form.pop("client_id")
    return requests.post(endpoint, data=form, timeout=10)


def redeem_as_the_other(endpoint, code, uri, verifier):
    form = public(code, uri, verifier) | {"client_id": assignment.client_id}
    return requests.post(endpoint, data=form, timeout=10)


def verifier_renamed(form):
    form["verifier"] = form.pop("code_verifier")
    return {"data": form}


RIGHT = {
    "03.token_request": [
        posted(lambda form: {"data": form}),
        posted(lambda form: {"data": list(form.items())}),
        posted(lambda form: {"data": tuple(form.items())}),
        posted(lambda form: {"data": urlencode(form), "headers": FORM}),
        posted(lambda form: {"data": urlencode(form).encode(), "headers": FORM}),
        by_basic,
        with_the_package,
        with_urllib,
        with_http_client,
        and_the_photos,
        token_text,
        lambda *given: posted(lambda form: {"data": form})(*given).json(),
        lambda *given: (posted(lambda form: {"data": form})(*given), "done"),
    ],
    "03.provoked_errors": [
        PROVOKED,
        PROVOKED | {"invalid_request": {"code": None}, "invalid_client": {"client_id": "me"}},
        PROVOKED | {"invalid_grant": {"redirect_uri": "http://localhost/"}},
        {error: tuple(*change.items()) for error, change in PROVOKED.items()},
        {error: list(change.items()) for error, change in PROVOKED.items()},
        PROVOKED | {"invalid_request": {"grant_type": ""}},
        PROVOKED | {"invalid_client": {"client_secret": None}, "more": {"code": "x"}},
        MappingProxyType(PROVOKED),
    ],
    "03.who_sends": [
        SENDERS,
        dict(reversed(SENDERS.items())),
        OrderedDict(SENDERS),
        MappingProxyType(SENDERS),
        SENDERS | {"more": "nobody"},
    ],
    "04.narrower_request": [
        narrow,
        lambda t: list(narrow(t).items()),
        lambda t: tuple(narrow(t).items()),
        lambda t: urlencode(narrow(t)),
        lambda t: urlencode(narrow(t)).encode(),
        lambda t: narrow(t) | {"resource": None},
        lambda t: MappingProxyType(narrow(t)),
        lambda t: {name: [value] for name, value in narrow(t).items()},
        lambda t: narrow(t).items(),
    ],
    "04.call_with_refresh": [
        call_by_while,
        call_by_recursion,
        call_by_hand,
        call_by_raise,
        call_by_for,
    ],
    "04.given_back": [
        revoke(lambda t: {"data": {"token": t["refresh_token"], **mine()}}),
        revoke(lambda t: {"data": [("token", t["refresh_token"]), *mine().items()]}),
        revoke(
            lambda t: {"data": urlencode({"token": t["refresh_token"], **mine()})}, headers=FORM
        ),
        revoke_both,
        revoke_with_urllib,
        revoke_by_basic,
    ],
    "05.challenge_by_hand": [
        by_steps,
        by_translate,
        by_update,
        by_hex,
        code_challenge,
        lambda v: base64.urlsafe_b64encode(hashlib.sha256(v.encode()).digest())[:-1].decode(),
    ],
    "05.redeem_with_verifier": [
        redeemed(lambda form: {"data": form}),
        redeemed(lambda form: {"data": list(form.items())}),
        redeemed(lambda form: {"data": urlencode(form), "headers": FORM}),
        redeem_with_package,
        redeem_with_session,
    ],
}
WRONG = {
    "03.token_request": [
        (renamed("redirect_uri", "redirect_url"), "'redirect_url'; the name is 'redirect_uri'"),
        (renamed("client_secret", "secret"), "'secret'; the name is 'client_secret'"),
        (renamed("grant_type", "granttype"), "'granttype'; the name is 'grant_type'"),
        (changed(code="code"), "not the code that was passed in"),
        (changed(grant_type="Authorization_Code"), "grant_type is the name of the grant"),
        (changed(client_id="PrintShop"), "client_id names a registered client"),
        (changed(redirect_uri="http://127.0.0.1/callback"), "not the one of the authorization"),
        (posted(lambda form: {"data": json.dumps(form)}), "the body was JSON"),
        (posted(lambda form: {"files": {n: (None, v) for n, v in form.items()}}), "multipart"),
        (never_posts, "PhotoBox received no request"),
        (to_the_photos, "received GET /api/photos"),
        (lambda endpoint, code: None, "calls it with 3 values"),
        (token_printed, "your function returns None, so nobody gets it"),
        (token_status, "your function returns a number: the token is in"),
        (lambda *given: posted(lambda form: {"data": form})(*given).ok, "the token is in"),
        (in_the_address("client_secret"), "in the address: received client_secret."),
        (in_the_address("client_secret", "client_id"), "received client_id and client_secret"),
        (in_the_address("code"), "in the address: received code."),
    ],
    "03.provoked_errors": [
        ({"invalid_request": {"code": None}}, "there is no change for invalid_client"),
        (PROVOKED | {"invalid_client": {"clientid": "x"}}, "'clientid'; the name is 'client_id'"),
        (PROVOKED | {"invalid_grant": ("code", None)}, "missing is invalid_request"),
        (PROVOKED | {"invalid_client": {}}, "a change is missing"),
        ("invalid_request", "changes should be a dictionary, and is text"),
        (PROVOKED | {"invalid_request": {"client_id": None}}, "gets invalid_client"),
        (
            PROVOKED | {"invalid_request": {"redirect_uri": None}},
            "that request gets invalid_grant, and not invalid_request. The rule that it breaks: "
            "redirect_uri is the one from the authorization request (RFC 6749 §4.1.3)",
        ),
        (
            PROVOKED | {"invalid_grant": {"grant_type": "guess"}},
            "gets unsupported_grant_type, and not invalid_grant. The rule that it breaks: ",
        ),
    ],
    "03.who_sends": [
        ({}, "the authorization request"),
        (SENDERS | {"the access token": "Alice's browser"}, "received Alice's browser"),
        (list(SENDERS), "senders should be a dictionary, and is a list"),
        (dict.fromkeys(SENDERS, "PhotoBox API"), "received PhotoBox API"),
        (SENDERS | {"Alice's photos": None}, "Alice's photos: received"),
    ],
    "04.narrower_request": [
        (lambda t: json.dumps(narrow(t)), "the function returns the form"),
        (lambda t: requests.Response(), "narrow_form returns a Response"),
        (lambda t: None, "narrow_form returns None"),
        (narrow_but(scope="photos.read orders.write"), "than photos: orders.write is too much"),
        (narrow_but(scope="photos.read profile"), "than photos: profile is too much"),
        (narrow_but(scope="profile photos.read orders.write"), "and orders.write is too much"),
        (narrow_but(scope="profile"), "the new token does not see the photos"),
        (narrow_but(client_secret="printshop-secre"), "client_secret is not its secret"),
        (lambda t: {**narrow(t), "refreshtoken": t, "refresh_token": None}, "'refreshtoken'; the"),
        (narrow_but(refresh_token="xyz"), "not the refresh token that was passed in"),
        (narrow_but(scope="Photos.Read"), "each word of scope"),
    ],
    "04.call_with_refresh": [
        (call_with_json, "call returns a dictionary with a good token"),
        (call_new_dictionary, "the new access token is not in tokens"),
        (call_status_text, "PhotoBox received no refresh"),
        (call_not_ok, "403"),
        (call_keeps_one("access_token"), "refresh_token in tokens: received the old one"),
        (call_keeps_one("refresh_token"), "access_token in tokens: received the old one"),
        (lambda path, tokens: call_by_while(path, dict(tokens)), "is not in tokens"),
        (lambda path: None, "calls it with 2 values"),
    ],
    "04.given_back": [
        (
            revoke(lambda t: {"data": {"refresh_token": t["refresh_token"], **mine()}}),
            "called token",
        ),
        (revoke(lambda t: {"data": urlencode({"token": t["refresh_token"]})}), "the body was text"),
        (revoke(lambda t: {"params": {"token": t["refresh_token"], **mine()}}), "in the address"),
        (revoke(lambda t: {"data": {"token": str(t), **mine()}}), "both tokens still work"),
        (lambda tokens: tokens.pop("refresh_token"), "PhotoBox did not"),
        (lambda tokens: tokens["refresh"], "There is no 'refresh' in it"),
    ],
    "05.challenge_by_hand": [
        (by_another_hash("sha512"), "32 bytes in base64url have 43 characters, and this has 86"),
        (by_another_hash("md5"), "and this has 22"),
        (with_encodebytes, "around"),
        (no_encode, "Text becomes bytes with .encode()"),
        (lambda v: code_challenge(v) + "\n", "a space or a line end around the challenge"),
        (lambda v: code_challenge(v.upper()), "the length is right, and the hash is not"),
        (lambda v: None, "and this is None"),
        (by_letters("+/", "_-"), "- where base64 has +, and _ where it has /"),
        (by_letters("+/", "--"), "two letters of the alphabet are not"),
        (by_letters("+/", "__"), "two letters of the alphabet are not"),
        (by_letters("+", "-"), "two letters of the alphabet are not"),
        (by_letters("/", "_"), "two letters of the alphabet are not"),
        (by_letters("+/", "-."), "two letters of the alphabet are not"),
        (by_letters("", "", "+/"), "43 characters, and this has"),
    ],
    "05.redeem_with_verifier": [
        (redeemed(verifier_renamed), "'verifier'; the name is 'code_verifier'"),
        (redeemed(lambda form: {"data": urlencode(form)}), "the body was text"),
        (redeemed(lambda form: {"data": form | {"grant_type": "code"}}), "grant_type"),
        (redeemed(lambda form: {"data": form | {"code": "abc"}}), "not the code"),
        (redeem_as_nobody, "client_id is missing"),
        (redeem_as_the_other, "the code was issued to another client"),
        (redeemed(lambda form: {"data": form | {"code_verifier": "short"}}), "code_verifier"),
    ],
}
