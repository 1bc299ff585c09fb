"""Apps of other shapes, as other people write them: what is said of them is true.

Each is ten lines, loaded into this process; what only a process shows is not tried here.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from oauth_tutorial.review import Review, reviewing
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.rules.table import RULES

BASE = """
import base64, json, os, secrets, requests
from flask import Flask, make_response, redirect, request, session
app = Flask(__name__)
app.secret_key = secrets.token_hex(32)
PHOTOBOX, HOME = os.environ["PHOTOBOX"], os.environ["HOME_URL"]
CLIENT = {"client_id": os.environ["CLIENT_ID"], "client_secret": os.environ["CLIENT_SECRET"]}
BACK, SCOPE = HOME + "/callback", "openid profile"

def start(**more):
    session["state"] = secrets.token_urlsafe(32)
    ask = {"response_type": "code", "client_id": CLIENT["client_id"], "redirect_uri": BACK,
           "scope": SCOPE, "state": session["state"]} | more
    return redirect(requests.Request("GET", PHOTOBOX + "/authorize", params=ask).prepare().url)

def finish():
    if "code" not in request.args or request.args.get("state") != session.pop("state", None):
        return None
    form = {"grant_type": "authorization_code", "code": request.args["code"],
            "redirect_uri": BACK, **CLIENT}
    token = requests.post(PHOTOBOX + "/token", data=form, timeout=30).json()
    bearer = {"Authorization": "Bearer " + token["access_token"]}
    me = requests.get(PHOTOBOX + "/userinfo", headers=bearer, timeout=30).json()
    session["name"] = me["name"]
    return token, me

@app.get("/login")
def login():
    return start()

@app.get("/callback")
def callback():
    return redirect("/") if finish() else ("<a href=/>Sorry</a>", 400)

@app.get("/logout")
def logout():
    session.clear()
    return redirect("/")

@app.get("/")
def home():
    if "name" in session:
        return f"Hello {session['name']} <a href=/logout>Log out</a>"
    return "<a href=/login>Log in</a>"
"""
Hold = Callable[..., Review]


@pytest.fixture
def hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hold:
    """Hold the app with some changes, or with more behind it, against some rules."""
    monkeypatch.setattr(reviewing, "is_virtual", lambda: True)  # loaded, and no process

    def held(*names: str, more: str = "", **changes: str) -> Review:
        source = BASE
        for old, new in changes.items():
            assert source.count(PLACES[old]) == 1
            source = source.replace(PLACES[old], new)
        file = tmp_path / "app.py"
        file.write_text(source + more, encoding="utf-8")
        rules = [rule for rule in RULES if rule.name in names]
        assert len(rules) == len(names)
        return reviewing.reviewed(read_asked(file), rules, lambda done, total, name: None)

    return held


PLACES = {
    "home": BASE[BASE.index("def home()") :],
    "back": 'HOME + "/callback"',
    "callback": 'return redirect("/") if finish() else ("<a href=/>Sorry</a>", 400)',
    "ask": "return start()",
    "state": 'session["state"] = secrets.token_urlsafe(32)',
    "scope": '"openid profile"',
    "sorry": '"<a href=/>Sorry</a>", 400',
    "logout": "    session.clear()\n",
    "get_logout": '@app.get("/logout")',
}


def said(result: Review, name: str) -> tuple[bool | None, str]:
    return result[name].passed, result[name].evidence or result[name].sentence


LANDING = "<a href=/>Home</a><a href=/shop>Shop</a><a href=/members>Members</a>"
MEMBERS = (
    "app.add_url_rule('/members', view_func=lambda: session.get('name', '')"
    " or '<a href=/login>Log in</a>')\n"
)


def test_the_way_in_and_the_name_may_be_behind_links_that_do_not_say_so(hold: Hold) -> None:
    home = f"def home():\n    return {LANDING!r}\n"
    result = hold("signs_in", "people_apart", "state_missing_refused", home=home, more=MEMBERS)

    assert all(one.passed for one in result.checks)


def test_pages_that_are_the_same_for_everybody_tell_nothing(hold: Hold) -> None:
    more = "app.add_url_rule('/members', view_func=lambda: '<a href=/login>Log in</a>')\n"
    home = f"def home():\n    return {LANDING!r}\n"
    result = hold("signs_in", "state_missing_refused", home=home, more=more)

    assert said(result, "signs_in") == (
        False,
        "its pages are the same for somebody who never signed in",
    )
    assert result["state_missing_refused"].passed is None


def test_the_way_in_may_be_the_members_area_itself(hold: Hold) -> None:
    landing = "def home():\n    return session.get('name') or '<a href=/admin>Admin Section</a>'\n"
    result = hold("signs_in", home=landing, more='app.add_url_rule("/admin", view_func=start)\n')

    assert result["signs_in"].passed


def test_who_is_shown_a_way_out_is_signed_in_whatever_else_the_page_offers(hold: Hold) -> None:
    page = "<a href=/me>My account</a> <a href=//authjs.dev>Auth</a> <a href=/logout>Sign out</a>"
    home = PLACES["home"].replace(
        "return f\"Hello {session['name']} <a href=/logout>Log out</a>\"", f"return {page!r}"
    )
    result = hold("signs_in", "people_apart", "state_missing_refused", home=home)

    assert result["signs_in"].passed
    assert result["state_missing_refused"].passed
    assert said(result, "people_apart") == (
        None,
        "Could not be tried: no page says who is signed in, so one person looks like another.",
    )


def test_people_whom_no_page_names_are_not_said_to_be_two(hold: Hold) -> None:
    result = hold(
        "person_is_sub",
        scope='"openid profile email"',
        more="emails = set()\n"
        "def callback():\n"
        "    _, me = finish()\n"
        "    if me['email'] in emails: session.clear(); return 'Taken', 500\n"
        "    if me['email'].startswith('prints'): emails.add(me['email'])\n"
        "    return redirect('/')\n"
        "app.view_functions['callback'] = callback\n",
    )

    assert said(result, "person_is_sub")[0] is None


@pytest.mark.parametrize(
    ("callback", "evidence"),
    [
        (
            'return finish()[1]["name"]',
            "the callback's page names the person, but no page that is opened next does",
        ),
        ('return finish() and "Thanks", 503', "the callback ends with status 503"),
        ('finish(); return redirect("/login")', "after the callback the app sends the person to "),
    ],
)
def test_who_is_not_kept_signed_in_hears_how_it_ended(
    hold: Hold, callback: str, evidence: str
) -> None:
    home = "def home():\n    return '<a href=/login>Log in</a>'\n"
    result = hold("signs_in", callback=callback, home=home)

    assert result["signs_in"].passed is False
    assert result["signs_in"].evidence.startswith(evidence)


def test_a_redirect_uri_elsewhere_is_named(hold: Hold) -> None:
    back = 'HOME.replace("127.0.0.1", "localhost") + "/callback"'
    result = hold("callback_junk", "state_bound_to_browser", "token_endpoint_silent", back=back)

    why = "the redirect_uri begins with http://localhost, but HOME_URL with http://127.0.0.1"
    assert said(result, "callback_junk") == (None, f"Could not be tried: {why}.")
    assert result["token_endpoint_silent"].sentence == (f"Could not be tried: {why}.")


def test_what_needs_no_https_is_tried_without_where_https_fails(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauth_tutorial.review.rules.trouble.MOST_SILENCE", 0.2)
    back = '"http://" + HOME.partition("://")[2] + "/callback"'
    result = hold("cookie_secure", "token_endpoint_silent", "signs_in", back=back)

    assert result["token_endpoint_silent"].passed is False
    assert said(result, "cookie_secure") == (
        None,
        "Could not be tried: behind https, nobody could sign in: the "
        "redirect_uri begins with http://127.0.0.1, but HOME_URL with https://127.0.0.1.",
    )


def test_a_cookie_that_is_not_secure_is_not_advised_of_more(hold: Hold) -> None:
    result = hold("cookie_secure")

    assert (result["cookie_secure"].passed, result["cookie_secure"].evidence) == (False, "")


IGNORED = "the ID token is never checked: even one that is not a token does not stop the sign-in"
READ = (
    "json.loads(base64.urlsafe_b64decode(token['id_token'].split('.')[1] + '=='))  # not verified"
)


@pytest.mark.parametrize(
    ("callback", "evidence"),
    [
        (PLACES["callback"], IGNORED),
        (f"token, _ = finish(); {READ}\n    return redirect('/')", ""),
    ],
)
def test_an_id_token_that_nobody_reads_is_told_from_one_that_is_believed(
    hold: Hold, callback: str, evidence: str
) -> None:
    result = hold("id_token_audience", "id_token_algorithm", callback=callback)

    assert {(one.passed, one.evidence) for one in result.checks} == {(False, evidence)}


@pytest.mark.parametrize(
    ("sorry", "passed"),
    [
        ("'<p>' + request.args.get('error', ''), 400", False),
        ("'<title>' + request.args.get('code', ''), 400", False),
        ("{'error': request.args.get('error')}, 400", True),  # JSON: no browser reads markup there
        ("request.args.get('error', ''), 400, {'Content-Type': 'text/plain'}", True),
        ("'<!-- ' + request.args.get('error', '').replace('--', '-') + ' -->', 400", True),
        ("'<!-- ' + request.args.get('error', '') + ' -->', 400", False),
    ],
)
def test_markup_counts_where_a_browser_reads_it_as_such(
    hold: Hold, sorry: str, passed: bool
) -> None:
    result = hold("error_text_escaped", sorry=sorry)

    assert result["error_text_escaped"].passed is passed


@pytest.mark.parametrize(
    ("state", "passed", "evidence"),
    [
        ("json.dumps({'returnTo': '/'})", False, "room for 0 bits"),
        ("json.dumps({'n': secrets.randbelow(10**6)})", False, "room for 19 bits"),
        ("json.dumps({'n': secrets.token_hex(32), 'to': '/'})", True, "room for "),
        ("secrets.token_urlsafe(24)", True, "room for "),
    ],
)
def test_a_state_that_is_readable_is_as_good_as_what_varies_in_it(
    hold: Hold, state: str, passed: bool, evidence: str
) -> None:
    value = state
    if state.startswith("json"):
        value = f"base64.urlsafe_b64encode({state}.encode()).decode().rstrip('=')"
    result = hold("state_sent", state=f'session["state"] = {value}')

    assert result["state_sent"].passed is passed
    if "randbelow" not in state:  # six digits, of which one or two may be alike
        assert result["state_sent"].evidence.startswith(evidence)


def test_a_way_out_that_leads_nowhere_protects_nobody(hold: Hold) -> None:
    result = hold("sign_out_by_post", "sign_out_not_forged", logout="")

    why = "Could not be tried: what looks like the sign-out does not sign anybody out."
    assert {one.sentence for one in result.checks} == {why}


@pytest.mark.parametrize(
    ("answer", "passed"),
    [
        ("session.clear(); return redirect('/')", False),
        (
            "if request.form.get('t') == session.get('t'): session.clear()\n"
            "    return redirect('/')",
            True,
        ),
    ],
)
def test_the_form_that_asks_whether_to_sign_out_is_forged_as_well(
    hold: Hold, answer: str, passed: bool
) -> None:
    page = (
        "f\"<form method=post><input type=hidden name=t value={session.setdefault('t', "
        'secrets.token_hex())}><button>Yes, log out</button></form>"'
    )
    more = (
        f"app.view_functions['logout'] = lambda: {page}\n"
        f"@app.post('/logout')\ndef out():\n    {answer}\n"
    )
    result = hold("sign_out_by_post", "sign_out_not_forged", "session_ended", more=more)

    assert result["sign_out_by_post"].passed
    assert result["sign_out_not_forged"].passed is passed
    assert result["session_ended"].evidence == ""  # the cookie's copy, and not the browser itself


def test_an_app_that_has_enough_of_requests_is_not_judged_by_that(hold: Hold) -> None:
    more = (
        "count = [0]\n"
        "@app.before_request\n"
        "def limit():\n"
        "    count[0] += 1\n"
        "    return ('Too many requests', 429) if count[0] > 12 else None\n"
    )
    names = ("signs_in", "people_apart", "state_wrong_refused", "no_open_redirect")
    result = hold(*names, more=more)

    assert result["signs_in"].passed
    assert said(result, "people_apart") == (
        None,
        "Could not be tried: the app answered with 429, for too many requests.",
    )
    assert not any(one.passed for one in result.checks[-2:])


def test_an_app_that_repeats_the_services_429_is_judged(hold: Hold) -> None:
    more = (
        "from werkzeug.exceptions import HTTPException\n"
        "@app.errorhandler(Exception)\n"
        "def failed(error):\n"
        "    return '<a href=/>Again</a>', 429\n"
    )
    assert hold("token_endpoint_refuses", more=more)["token_endpoint_refuses"].passed


def test_scopes_for_what_only_userinfo_tells_are_explained(hold: Hold) -> None:
    more = (
        "def callback():\n"
        "    form = {'grant_type': 'authorization_code', 'code': request.args['code']}\n"
        "    form |= {'redirect_uri': BACK, **CLIENT}\n"
        "    token = requests.post(PHOTOBOX + '/token', data=form, timeout=30).json()\n"
        f"    session['name'] = {READ.partition('  #')[0]}['sub']\n"
        "    return redirect('/')\n"
        "app.view_functions['callback'] = callback\n"
    )
    result = hold("scopes_needed", more=more)

    assert said(result, "scopes_needed") == (
        False,
        "never used: profile, which at PhotoBox only /userinfo returns",
    )


@pytest.mark.parametrize(
    "control",
    [
        "<button onclick=leave()>Log out</button>",
        "<a href=# onclick=leave()>Log out</a>",
        "<a href=javascript:leave()>Log out</a>",
    ],
)
def test_a_way_out_by_script_is_not_said_to_fail(hold: Hold, control: str) -> None:
    home = PLACES["home"].replace("<a href=/logout>Log out</a>", control)
    names = ("sign_out_by_post", "sign_out_not_forged", "session_ended", "token_revoked")
    result = hold(*names, home=home)

    why = "Could not be tried: its way to sign out needs a script, but a review runs none."
    assert {one.sentence for one in result.checks} == {why}
