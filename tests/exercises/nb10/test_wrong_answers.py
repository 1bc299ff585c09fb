"""Wrong answers to the exercises of notebook 10, in styles of other people: what is said first."""

import pytest

from oauth_tutorial.exercises import left_to_you, renewal, token_on_server
from tests.exercises.nb10.test_right_answers import GIVE_BACK, ISS, PROTECT, function

GUESSED = "the id can be guessed"
PREDICTED = "what the module random gives next can be predicted"
REMEMBER = {
    "a counter": ('session["sid"] = str(len(signed_in) + 1)', GUESSED),
    "a counter in a long text": (
        'session["sid"] = f"session-of-printshop-{len(signed_in):04}"',
        GUESSED,
    ),
    "the time": ('import time; session["sid"] = str(time.time())', GUESSED),
    "an id of the place and the time": ('import uuid; session["sid"] = str(uuid.uuid1())', GUESSED),
    "few characters": ('session["sid"] = secrets.token_hex(3)', GUESSED),
    "the module random": (
        'import random; session["sid"] = "%032x" % random.getrandbits(128)',
        PREDICTED,
    ),
    "letters of the module random": (
        'import random; session["sid"] = "".join(random.choices("abcdefghij0123456789", k=40))',
        PREDICTED,
    ),
    "a hash of the module random": (
        "import random, hashlib; "
        'session["sid"] = hashlib.sha256(str(random.random()).encode()).hexdigest()',
        PREDICTED,
    ),
    "a hash of the time": (
        "import time, hashlib; "
        'session["sid"] = hashlib.sha256(str(time.time()).encode()).hexdigest()',
        "the id is made of the time",
    ),
    "a hash of a date": (
        "import hashlib; from datetime import datetime; "
        'session["sid"] = hashlib.md5(str(datetime.now()).encode()).hexdigest()',
        "the id is made of the time",
    ),
    "random, started with the time": (
        "import random, time; random.seed(time.time()); "
        'session["sid"] = str(random.getrandbits(200))',
        "the id is made of the time",
    ),
    "the state": ('session["sid"] = request.args["state"]', "stands in the address"),
    "the code": ('session["sid"] = request.args.get("code")', "stands in the address"),
    "a name of the notebook": ('session["sid"] = my_id', "the app does not know a name"),
}
SENT = """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)"""
RENEW = {
    "emptied first": (
        "old_one_lost",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token.clear()
        token.update(read(answer, "access_token"))
    return answer.ok
""",
    ),
    "a bracket where there may be nothing": (
        "new_one_expected",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if not answer.ok:
        return False
    new = answer.json()
    token |= {"access_token": new["access_token"], "refresh_token": new["refresh_token"]}
    return True
""",
    ),
    "nothing in the place of the old one": (
        "old_one_overwritten",
        SENT
        + """
    if answer.ok:
        new = read(answer, "access_token")
        token.update(access_token=new["access_token"], refresh_token=new.get("refresh_token"))
    return answer.ok
""",
    ),
    "nothing by brackets": (
        "old_one_overwritten",
        SENT
        + """
    if answer.ok:
        fresh = answer.json()
        token["access_token"] = fresh["access_token"]
        token["refresh_token"] = fresh.get("refresh_token")
    return answer.ok
""",
    ),
    "an empty text in its place": (
        "old_one_overwritten",
        SENT
        + """
    if answer.ok:
        token.update({"refresh_token": "", **answer.json()})
    return answer.ok
""",
    ),
    "it always worked": (
        "refusal_worked",
        SENT
        + """
    token.update(answer.json())
    return True
""",
    ),
    "it always worked, where a token came": (
        "refusal_worked",
        SENT
        + """
    if answer.ok:
        token.update(read(answer, "access_token"))
    return True
""",
    ),
    "it worked, as any answer is true": (
        "refusal_worked",
        SENT
        + """
    if answer.ok:
        token.update(read(answer, "access_token"))
    return [answer.ok]
""",
    ),
    "raises where it is refused": (
        "refusal_raises",
        SENT
        + """
    answer.raise_for_status()
    token.update(read(answer, "access_token"))
    return True
""",
    ),
    "a refusal is Trouble": (
        "refusal_raises",
        SENT
        + """
    token.update(read(answer, "access_token"))
    return True
""",
    ),
    "the error goes in": (
        "error_kept",
        SENT
        + """
    token.update(answer.json())
    return "access_token" in answer.json()
""",
    ),
    "the token goes out at a refusal": (
        "error_kept",
        SENT
        + """
    if not answer.ok:
        token.clear()
        return False
    token.update(read(answer, "access_token"))
    return True
""",
    ),
    "HTML is read as JSON": (
        "broken_raises",
        SENT
        + """
    if answer.ok:
        token |= answer.json()
    return answer.ok
""",
    ),
    "a bracket where there may be no token": (
        "broken_raises",
        SENT
        + """
    if answer.status_code != 200:
        return False
    token["access_token"] = answer.json()["access_token"]
    token["refresh_token"] = answer.json().get("refresh_token", token["refresh_token"])
    return True
""",
    ),
    "any JSON is a token": (
        "error_kept",
        SENT
        + """
    try:
        new = answer.json() if answer.ok else {}
    except ValueError:
        return False
    token.update(new)
    return bool(new) and "error" not in new
""",
    ),
    "status 200 is enough": (
        "broken_worked",
        SENT
        + """
    if not answer.ok or not answer.text.startswith("{"):
        return False
    token.update(answer.json())
    return True
""",
    ),
    "nothing is returned": (
        "not_told",
        SENT
        + """
    if answer.ok:
        token.update(read(answer, "access_token"))
""",
    ),
    "nobody asks whether it worked": (
        "refusal_read",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    new = ask("POST", PHOTOBOX["token_endpoint"], data=form).json()
    token["access_token"] = new["access_token"]
    token.update(new)
    return True
""",
    ),
}


@pytest.mark.parametrize("style", REMEMBER)
def test_an_id_that_is_none_is_told_why(style):
    line, words = REMEMBER[style]
    source = f"""
def remember(token):
    session.clear()
    {line}
    keep(signed_in, session["sid"], token)
"""
    outcome = token_on_server.check(function(source, "remember"))

    assert (outcome.state, words in outcome.text) == ("not yet", True), repr(outcome)


@pytest.mark.parametrize("style", RENEW)
def test_a_member_that_is_not_there_is_named(style):
    mistake, source = RENEW[style]
    outcome = renewal.check(function(source, "renew"))

    assert (outcome.state, outcome.mistake) == ("not yet", mistake), repr(outcome)


def test_what_the_review_saw_is_said_in_words():
    kept = function(
        """
def remember(token):
    session["sid"] = secrets.token_urlsafe(32)
    keep(signed_in, session["sid"], token)
""",
        "remember",
    )
    outcome = token_on_server.check(kept)

    assert outcome.clue == "session_begins_anew: form_token is as before the sign-in."


ISSUER = 'photobox.load_server_metadata()["issuer"]'
LAX = {
    "the beginning": (f'answer.get("iss", "").startswith({ISSUER})', "a path added to it passes"),
    "somewhere in it": (f'{ISSUER} in answer.get("iss", "")', "a path added to it passes"),
    "the end": (f'answer.get("iss", "").endswith({ISSUER})', "another address passes"),
    "a part": (f'bool(answer.get("iss")) and answer["iss"] in {ISSUER}', "only its scheme passes"),
    "an end": (
        f'bool(answer.get("iss")) and {ISSUER}.endswith(answer["iss"])',
        "only its end passes",
    ),
    "the host": (
        f'urlsplit(answer.get("iss", "")).hostname == urlsplit({ISSUER}).hostname',
        "another port passes",
    ),
    "a slash": (f'answer.get("iss", "").rstrip("/") == {ISSUER}', "a slash at the end passes"),
    "capitals": (f'answer.get("iss", "").lower() == {ISSUER}', "the same in capitals passes"),
    "a space": (f'answer.get("iss", "").strip() == {ISSUER}', "a space at the end passes"),
    "an empty one": (f'answer.get("iss") in ("", {ISSUER})', "an empty iss passes"),
}


def fixes(iss=ISS, protect=PROTECT):
    sources = {"is_from_photobox": iss, "protect": protect, "give_back": GIVE_BACK}
    return [function(source, name) for name, source in sources.items()]


@pytest.mark.parametrize("style", LAX)
def test_an_issuer_that_only_resembles_photobox_is_named(style):
    compared, clue = LAX[style]
    source = f"""
def is_from_photobox(answer):
    from urllib.parse import urlsplit
    return {compared}
"""
    outcome = left_to_you.check(fixes(iss=source))

    assert outcome.mistake == "iss_similar_taken", repr(outcome)
    assert clue in outcome.clue


HEADERS = {
    "no-cache": ("kept", "Cache-Control", "no-cache"),
    "private": ("kept", "Cache-Control", "private, max-age=0"),
    "everybody": ("framed", "Content-Security-Policy", "frame-ancestors *"),
    "weak": ("referred_too_far", "Referrer-Policy", "no-referrer-when-downgrade"),
    "unsafe": ("referred_too_far", "Referrer-Policy", "unsafe-url"),
}


@pytest.mark.parametrize("style", HEADERS)
def test_the_header_that_is_too_weak_is_shown(style):
    mistake, name, value = HEADERS[style]
    source = PROTECT.replace(
        "    return response", f"    response.headers[{name!r}] = {value!r}\n    return response"
    )
    outcome = left_to_you.check(fixes(protect=source))

    assert (outcome.mistake, f"{name}: {value}" in outcome.clue) == (mistake, True), repr(outcome)


def test_a_header_that_is_not_sent_is_not_called_weak():
    source = PROTECT.replace("Referrer-Policy", "Referer-Policy")
    outcome = left_to_you.check(fixes(protect=source))

    assert outcome.mistake == "referred", repr(outcome)
    assert "Referrer-Policy was not sent" in outcome.clue


def test_a_function_of_the_app_that_is_asynchronous_is_named():
    source = PROTECT.replace("def protect", "async def protect")
    outcome = left_to_you.check(fixes(protect=source))

    assert "a function is written with async def" in outcome.text


KEPT_IDS = {
    "saved before clear()": """
    old = session.get("sid")
    session.clear()
    session["sid"] = old if old else secrets.token_hex(16)""",
    "popped": """
    sid = session.pop("sid", None) or secrets.token_urlsafe(32)
    session.clear()
    session["sid"] = sid""",
    "where the server knows it": """
    sid = session.get("sid")
    session.clear()
    session["sid"] = sid if sid in signed_in else secrets.token_urlsafe(32)""",
}


@pytest.mark.parametrize("style", KEPT_IDS)
def test_an_id_that_outlives_the_sign_in_is_session_fixation(style):
    source = f"""
def remember(token):{KEPT_IDS[style]}
    keep(signed_in, session["sid"], token)
"""
    outcome = token_on_server.check(function(source, "remember"))

    assert outcome.mistake == "id_kept", repr(outcome)
    assert "time" not in repr(outcome)
