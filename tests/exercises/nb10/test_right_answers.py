"""Right answers to the exercises of notebook 10, in styles of other people."""

import __future__

import linecache

import pytest

from oauth_tutorial.exercises import left_to_you, renewal, token_on_server

REMEMBER = {
    "first the id": """
def remember(token):
    sid = secrets.token_urlsafe()
    session.clear()
    session["sid"] = sid
    keep(signed_in, sid, token)
""",
    "with annotations and a docstring": '''
def remember(token: TokenResponse) -> None:
    """Keep it."""
    session.clear()
    sid = session["sid"] = secrets.token_hex(16)
    keep(signed_in, sid, token)
''',
    "a copy of the token, by update": """
def remember(token):
    number = str(secrets.randbits(200))
    keep(signed_in, number, dict(token))
    for name in list(session):
        del session[name]
    session.update(sid=number)
""",
    "without keep": """
def remember(token):
    import uuid
    session.clear()
    session["sid"] = uuid.uuid4().hex
    signed_in[session["sid"]] = token
    return session["sid"]
""",
    "what the old id led to is thrown away": """
def remember(token):
    signed_in.pop(session.get("sid"), None)
    session.clear()
    session["sid"] = secrets.token_hex(32)
    keep(key=session["sid"], value=token, kept=signed_in)
""",
    "a hash of the token, which nobody guesses": """
def remember(token):
    import hashlib
    session.clear()
    session["sid"] = hashlib.sha256(token["access_token"].encode()).hexdigest()
    keep(signed_in, session["sid"], token)
""",
    "who came from where is noted": """
def remember(token):
    session.clear()
    session["sid"] = secrets.token_urlsafe(24)
    session["iss"] = request.args["iss"]
    keep(signed_in, session["sid"], token)
""",
    "with the imports of the notebook": """
import uuid
from uuid import UUID as AnId


def remember(token):
    session.clear()
    keep(signed_in, sid := AnId(uuid.uuid4().hex).hex, token)
    session["sid"] = sid
""",
    "with the system's own random": """
from random import SystemRandom


def remember(token):
    session.clear()
    session["sid"] = f"{SystemRandom().getrandbits(128):032x}"
    keep(signed_in, session["sid"], token)
""",
    "with the time in front": """
import time


def remember(token):
    session.clear()
    session["sid"] = f"{time.time_ns()}-{secrets.token_urlsafe(32)}"
    keep(signed_in, session["sid"], token)
""",
    "in two functions": """
def an_id():
    return secrets.token_urlsafe(32)


def remember(token):
    session.clear()
    session["sid"] = an_id()
    keep(value=token, kept=signed_in, key=session["sid"])
""",
}
RENEW = {
    "merged by |=": """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]} | CLIENT
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token |= read(answer, "access_token")
    return answer.ok
""",
    "member by member": """
def renew(token):
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=dict(
        CLIENT, grant_type="refresh_token", refresh_token=token["refresh_token"]))
    if answer.status_code != 200:
        return False
    try:
        new = answer.json()
    except ValueError:
        return False
    if "access_token" not in new:
        return False
    token["access_token"] = new["access_token"]
    token["refresh_token"] = new.get("refresh_token", token["refresh_token"])
    return True
""",
    "by token_request": """
def renew(token):
    try:
        new = token_request(grant_type="refresh_token", refresh_token=token["refresh_token"])
    except Trouble:
        return False
    token.update(new)
    return True
""",
    "nothing to renew with": """
def renew(token):
    if not (last := token.get("refresh_token")):
        return False
    form = {"grant_type": "refresh_token", "refresh_token": last, **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return answer.ok and (token.update(read(answer, "access_token")) or True)
""",
    "every failure in one place": """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    try:
        answer = requests.post(PHOTOBOX["token_endpoint"], data=form, timeout=5)
        answer.raise_for_status()
        new = {**token, **answer.json()}
        assert answer.json()["access_token"]
    except Exception:
        return False
    token.update(new)
    return bool(token)
""",
    "only what belongs there": """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]} | CLIENT
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if "application/json" not in answer.headers.get("Content-Type", ""):
        return False
    new = answer.json()
    for name in ("access_token", "refresh_token", "expires_in"):
        if name in new:
            token[name] = new[name]
    return "access_token" in new
""",
    "the client by Basic": """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    client = CLIENT["client_id"], CLIENT["client_secret"]
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form, auth=client)
    if not answer.ok:
        return None
    for name, value in read(answer, "access_token").items():
        token[name] = value
    return "renewed"
""",
}
ISS = """
def is_from_photobox(answer):
    return answer.get("iss") == photobox.load_server_metadata()["issuer"]
"""
PROTECT = """
def protect(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response
"""
GIVE_BACK = """
def give_back(token):
    form = {"token": token["refresh_token"], "client_id": photobox.client_id}
    form["client_secret"] = photobox.client_secret
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)
"""
FIXES = {
    "the issuer from the environment": (
        """
def is_from_photobox(answer):
    return answer.get("iss", "") == os.environ["PHOTOBOX"]
""",
        PROTECT,
        GIVE_BACK,
    ),
    "an if": (
        """
def is_from_photobox(args):
    if "iss" not in args:
        return False
    return args["iss"] == photobox.server_metadata["issuer"]
""",
        PROTECT,
        GIVE_BACK,
    ),
    "brackets: Flask answers with 400 where there is none": (
        """
def is_from_photobox(answer):
    return answer["iss"] == photobox.load_server_metadata()["issuer"]
""",
        PROTECT,
        GIVE_BACK,
    ),
    "compared in constant time": (
        """
def is_from_photobox(answer):
    from hmac import compare_digest
    issuer = photobox.load_server_metadata()["issuer"]
    return compare_digest(answer.get("iss", "").encode(), issuer.encode())
""",
        PROTECT,
        GIVE_BACK,
    ),
    "headers in one go, and in older ways": (
        ISS,
        """
def protect(response):
    response.cache_control.no_store = True
    response.headers.extend({"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"})
    return response
""",
        GIVE_BACK,
    ),
    "the client by Basic": (
        ISS,
        PROTECT,
        """
def give_back(token):
    requests.post(
        photobox.load_server_metadata()["revocation_endpoint"],
        data={"token": token["refresh_token"], "token_type_hint": "refresh_token"},
        auth=(photobox.client_id, photobox.client_secret),
        timeout=5,
    )
""",
    ),
    "both tokens, and a failure that ends in nothing": (
        ISS,
        PROTECT,
        """
def give_back(token):
    for kind in ("refresh_token", "access_token"):
        form = {"token": token.get(kind), "client_id": photobox.client_id,
                "client_secret": photobox.client_secret}
        try:
            url = photobox.load_server_metadata()["revocation_endpoint"]
            requests.post(url, data=form, timeout=3)
        except requests.RequestException:
            pass
""",
    ),
}


def function(source: str, name: str):
    """Define a function as a cell of a notebook does: how it was written stays known."""
    place = f"<cell of {name}, {hash(source)}>"
    linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
    found: dict[str, object] = {}
    exec(compile(source, place, "exec", __future__.annotations.compiler_flag), found)
    return found[name]


@pytest.mark.parametrize("style", REMEMBER)
def test_the_token_is_kept(style):
    outcome = token_on_server.check(function(REMEMBER[style], "remember"))

    assert repr(outcome) == f"Correct: {token_on_server.correct}"


@pytest.mark.parametrize("style", RENEW)
def test_the_token_is_renewed(style):
    outcome = renewal.check(function(RENEW[style], "renew"))

    assert repr(outcome) == f"Correct: {renewal.correct}"


@pytest.mark.parametrize("style", FIXES)
def test_what_was_left_is_done(style):
    names = ("is_from_photobox", "protect", "give_back")
    outcome = left_to_you.check(
        [function(source, name) for source, name in zip(FIXES[style], names, strict=True)]
    )

    assert repr(outcome) == f"Correct: {left_to_you.correct}"
