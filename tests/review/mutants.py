"""One mistake each, put into the good app: what ``review`` must find, and nothing else.

A change names a text of ``examples/flask/printshop.py`` that stands there once, and what stands
there instead. Where one mistake breaks a second rule as well, a comment says why it must.
"""

from dataclasses import dataclass
from pathlib import Path

GOOD = Path(__file__).parents[2] / "examples" / "flask" / "printshop.py"

Change = tuple[str, str]
NOBODY_SIGNS_IN = None
"""What is not tried then is another matter."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A good app with one mistake.

    Args:
        name: What is wrong.
        fails: The checks that must fail, and no other.
        changes: What stands in the source, and what stands there instead.
        untried: The checks that apply and cannot be tried; None: many.
        needs_process: Whether the mistake is in how it is run.
    """

    name: str
    fails: frozenset[str]
    changes: tuple[Change, ...]
    untried: frozenset[str] | None = frozenset()
    needs_process: bool = False

    def source(self) -> str:
        """Return the app with the mistake.

        Raises:
            ValueError: When the good app has changed, so that the mistake cannot be made any more.
        """
        text = GOOD.read_text(encoding="utf-8")
        for old, new in self.changes:
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {text.count(old)} times in {GOOD.name}: {old!r}")
            text = text.replace(old, new)
        return text


def mutant(
    name: str,
    fails: str,
    *changes: Change,
    untried: str | None = "",
    needs_process: bool = False,
) -> Mutant:
    """Declare one; ``fails`` and ``untried`` are names with a space between."""
    left = None if untried is None else frozenset(untried.split())
    return Mutant(name, frozenset(fails.split()), changes, left, needs_process)


# Places of the good app that several mistakes are made at.
DRAWN = "state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))"
KEPT = 'session["state"] = state  # binds the answer to this browser'
STARTED = "keep(started, state, (verifier, nonce))"
POPPED = 'state, answer = session.pop("state", None), request.args'
FOUND = "verifier, nonce = started.pop(state, (None, None))  # it works once"
COMPARED = 'is_ours = verifier and same(answer.get("state"), state)'
ISS = 'not is_ours or answer.get("iss") != PHOTOBOX["issuer"]'
CHALLENGE = 'query |= {"code_challenge": challenge, "code_challenge_method": "S256"}'
SENT_VERIFIER = 'form |= {"code_verifier": verifier, **CLIENT}'
SENT_NONCE = '"state": state, "nonce": nonce}'
ASKED_TOKEN = 'token = read(ask("POST", PHOTOBOX["token_endpoint"], data=form), "access_token")'
VERIFIED = 'claims = verified(token.get("id_token", ""), nonce)'
RULES = 'rules = {name: {"essential": True, "value": value} for name, value in wanted.items()}'
WANTED = 'wanted = {"iss": PHOTOBOX["issuer"], "aud": CLIENT["client_id"], "nonce": nonce}'
DECODED = 'claims = jwt.decode(id_token, KEYS, algorithms=["RS256"]).claims'
CLEARED = "session.clear()  # a new session, now that the person is known"
ENTERED = 'keep(signed_in, session["sid"], {"token": token, "me": me, "lock": Lock()})'
BACK = 'return redirect("./", 303)  # the code leaves the address bar'
NO_CODE = 'return show(400, problem="You were not signed in. Nothing was changed.")'
SCOPE = '"scope": "openid profile photos.read"'
CALLBACK = 'CALLBACK = f"{HOME}/callback"'
LEFT = 'here = signed_in.pop(session.get("sid"), None)\n    session.clear()'
REVOKED = 'ask("POST", PHOTOBOX["revocation_endpoint"], data={"token": last, **CLIENT})'
LAST = 'last = here["token"].get("refresh_token") or here["token"]["access_token"]'
ENDED = 'return show(problem="Your sign-in has ended. Please sign in again.")'
SHOWN = 'return show(me=here["me"], photos=read(photos, "photos")["photos"])'
PEEL = "json.loads(urlsafe_b64decode(id_token.split('.')[1] + '=='))"
IMPORTED = "import hmac\n"
FORM = '<form method=post action="{{ path }}">'

_STATE = (
    mutant(
        "a state of six bytes", "state_sent", (KEPT, 'state = state[:8]; session["state"] = state')
    ),
    mutant(
        "no state",
        # what is not sent is not there, not fresh and not compared
        "state_sent state_fresh state_missing_refused state_wrong_refused",
        (SENT_NONCE, '"nonce": nonce}'),
        (COMPARED, "is_ours = verifier"),
    ),
    mutant(
        "a state for all sign-ins",
        "state_fresh",
        (DRAWN, f'{DRAWN}\n    key, state = state, "one-for-all-" * 4'),
        (KEPT, 'session["state"], session["key"] = state, key'),
        (STARTED, "keep(started, key, (verifier, nonce))"),
        (FOUND, 'verifier, nonce = started.pop(session.get("key"), (None, None))'),
    ),
    mutant(
        "a state that is not compared",
        "state_missing_refused state_wrong_refused",
        (COMPARED, "is_ours = verifier"),
    ),
    mutant(
        "a state that is compared where there is one",
        "state_missing_refused",
        (
            COMPARED,
            'is_ours = verifier and ("state" not in answer or same(answer["state"], state))',
        ),
    ),
    mutant(
        "any state will do",
        "state_wrong_refused",
        (COMPARED, 'is_ours = verifier and answer.get("state")'),
    ),
    mutant(
        "a state that is looked up on the server, for any browser",
        "state_bound_to_browser state_bound_to_sign_in",
        (POPPED, 'state, answer = request.args.get("state"), request.args'),
    ),
    mutant(
        "a state that is compared where the browser has one",
        "state_bound_to_browser",
        (POPPED, 'answer = request.args\n    state = session.pop("state", answer.get("state"))'),
    ),
    mutant(
        "any state of the server, for a browser that has begun",
        "state_bound_to_sign_in",
        (POPPED, 'has_begun, answer = session.pop("state", None), request.args'),
        (FOUND, 'state = answer.get("state") if has_begun else None\n    ' + FOUND),
    ),
    mutant(
        "a state that the module keeps for all browsers",
        # the newest sign-in takes the place of all others, so two people cannot sign in at once
        "state_bound_to_browser state_bound_to_sign_in people_apart",
        (KEPT, 'app.config["STATE"] = state'),
        (POPPED, 'state, answer = app.config.get("STATE"), request.args'),
    ),
)

_PKCE_AND_ISS = (
    mutant(
        "no PKCE",
        "pkce_sent pkce_fresh pkce_verifier_sent",  # nothing of it is there
        (CHALLENGE, ""),
        (SENT_VERIFIER, "form |= CLIENT"),
    ),
    mutant(
        "PKCE by plain",
        "pkce_sent signs_in",  # PhotoBox takes S256 alone
        (CHALLENGE, 'query |= {"code_challenge": verifier, "code_challenge_method": "plain"}'),
        untried=NOBODY_SIGNS_IN,
    ),
    mutant(
        "a verifier for all sign-ins",
        "pkce_fresh",
        (DRAWN, f'{DRAWN}\n    verifier = "one-for-all-" * 4'),
    ),
    mutant(
        "a verifier that stays at home",
        "pkce_verifier_sent signs_in",  # PhotoBox refuses the code
        (SENT_VERIFIER, "form |= CLIENT"),
        untried=NOBODY_SIGNS_IN,
    ),
    mutant("an iss that is not compared", "iss_compared", (ISS, "not is_ours")),
    mutant(
        "an iss that is compared where there is one",
        "iss_compared",
        (ISS, 'not is_ours or answer.get("iss", PHOTOBOX["issuer"]) != PHOTOBOX["issuer"]'),
    ),
    mutant(
        "a code that is never exchanged",
        "signs_in",
        ('"code": answer["code"]', '"code": "another"'),
        untried=NOBODY_SIGNS_IN,
    ),
    mutant(
        "a token by the browser",
        "code_flow signs_in",  # PhotoBox gives none that way
        ('"response_type": "code"', '"response_type": "token"'),
        untried=NOBODY_SIGNS_IN,
    ),
)

_SESSION = (
    mutant(
        "a session id that is kept at the sign-in",
        "session_renewed",
        (
            'session.setdefault("form_token", secrets.token_urlsafe())',
            'session.setdefault("form_token", secrets.token_urlsafe())\n'
            '    session.setdefault("sid", secrets.token_urlsafe())',
        ),
        (
            "session.clear()  # a new session, now that the person is known: iss and sub, not an "
            'e-mail\n    session["sid"] = secrets.token_urlsafe(32)\n',
            "\n",
        ),
    ),
    mutant(
        "a redirect_uri by Host",
        "redirect_uri_fixed",
        (
            CALLBACK,
            "from werkzeug.local import LocalProxy\n"
            'CALLBACK = LocalProxy(lambda: f"{request.host_url}callback")',
        ),
        untried="cookie_secure",  # behind https it sends people back to http
    ),
    mutant(
        "a redirect_uri by X-Forwarded-Host",
        "redirect_uri_fixed",
        (
            CALLBACK,
            "from werkzeug.local import LocalProxy\n"
            "CALLBACK = LocalProxy(lambda: HOME.replace(urlsplit(HOME).netloc, "
            'request.headers.get("X-Forwarded-Host", urlsplit(HOME).netloc)) + "/callback")',
        ),
    ),
)


def _goes_on(name: str, guard: str) -> Mutant:
    return mutant(
        name,
        "no_open_redirect",
        (KEPT, f'{KEPT}\n    session["next"] = request.values.get("next", "./")'),
        (CLEARED, f'there = session.get("next")\n    {CLEARED}'),
        (BACK, f'return redirect(there if {guard} else "./", 303)'),
    )


_OPEN_REDIRECTS = (
    _goes_on("it goes on to next", "True"),
    _goes_on("it goes on to next that begins with a slash", 'there.startswith("/")'),
    _goes_on("it goes on to next that begins with its address", "there.startswith(HOME)"),
    _goes_on("it goes on to next that has no host for Python", "not urlsplit(there).netloc"),
    mutant(
        "it goes on to next after the sign-out",
        "no_open_redirect",
        (
            f'{REVOKED}\n    return redirect("./", 303)',
            f'{REVOKED}\n    return redirect(request.form.get("next", "./"), 303)',
        ),
    ),
    mutant(
        "its first page sends on to url",
        "no_open_redirect",
        (
            '@app.get("/")\ndef home():\n',
            '@app.get("/")\ndef home():\n    if "url" in request.args:\n'
            '        return redirect(request.args["url"])\n',
        ),
    ),
)

_PERSON = (
    mutant(
        "one person for all who are signed in",
        "people_apart",
        (ENTERED, f'{ENTERED}\n    app.config["ME"] = me'),
        (SHOWN, SHOWN.replace('here["me"]', 'app.config["ME"]')),
    ),
    mutant(
        "a person by e-mail",
        "person_is_sub",
        (SCOPE, '"scope": "openid profile email photos.read"'),
        (ENTERED, f'me = app.config.setdefault(me.get("email"), me)\n    {ENTERED}'),
    ),
    mutant(
        "a person by e-mail, whose newest profile counts",
        "person_is_sub",
        (SCOPE, '"scope": "openid profile email photos.read"'),
        (ENTERED, f'app.config[str(me.get("email"))] = me\n    {ENTERED}'),
        (
            'show(me=here["me"], photos=read(',
            'show(me=app.config[str(here["me"].get("email"))], photos=read(',
        ),
    ),
    mutant(
        "an ID token that is not read",
        # nothing in it is looked at
        "id_token_nonce id_token_audience id_token_issuer id_token_algorithm id_token_expiry",
        (
            '    if me["sub"] != claims["sub"]:\n'
            '        raise Trouble("PhotoBox named two different people. Please try again.")\n',
            "",
        ),
        (VERIFIED, ""),
    ),
    mutant(
        "a nonce that is not compared",
        "id_token_nonce",
        (WANTED, WANTED.replace(', "nonce": nonce', "")),
    ),
    mutant(
        "a nonce that is compared only where there is one",
        "id_token_nonce",
        (RULES, RULES + '\n    rules["nonce"]["essential"] = False'),
    ),
    mutant(
        "no nonce",
        "id_token_nonce",
        (SENT_NONCE, '"state": state}'),
        (WANTED, WANTED.replace(', "nonce": nonce', "")),
    ),
    mutant(
        "an aud that is not compared",
        "id_token_audience",
        (WANTED, WANTED.replace(', "aud": CLIENT["client_id"]', "")),
    ),
    mutant(
        "an iss of the ID token that is not compared",
        "id_token_issuer",
        (WANTED, WANTED.replace('"iss": PHOTOBOX["issuer"], ', "")),
    ),
    mutant(
        "an ID token without a signature",
        "id_token_algorithm",
        (IMPORTED, "import hmac\nimport json\n"),
        (
            "from base64 import urlsafe_b64encode",
            "from base64 import urlsafe_b64decode, urlsafe_b64encode",
        ),
        (DECODED, f"claims = {PEEL}"),
    ),
    mutant(
        "an ID token whose alg may be none",
        "id_token_algorithm",
        (IMPORTED, "import hmac\nimport json\n"),
        (
            "from base64 import urlsafe_b64encode",
            "from base64 import urlsafe_b64decode, urlsafe_b64encode",
        ),
        (
            DECODED,
            f'claims = {PEEL} if id_token.endswith(".") else '
            'jwt.decode(id_token, KEYS, algorithms=["RS256"]).claims',
        ),
    ),
    mutant(
        "an ID token that may be old",
        "id_token_expiry",
        (DECODED, f'{DECODED} | {{"exp": 9_999_999_999}}'),
    ),
)

_SECRETS = (
    mutant(
        "a token in the address",
        "no_secret_in_address",
        (BACK, "return redirect(f\"./?token={token['access_token']}\", 303)"),
    ),
    mutant(
        "a client_secret in the authorization request",
        "no_secret_in_address",
        (CHALLENGE, f"{CHALLENGE}\n    query |= CLIENT"),
    ),
    mutant(
        "a refresh token in a hidden field",
        "no_secret_in_page",
        (FORM, FORM + '<input type=hidden name=r value="{{ me.r if me }}">'),
        (ENTERED, f'me["r"] = token["refresh_token"]\n    {ENTERED}'),
    ),
    mutant(
        "a client_secret in a page",
        "no_secret_in_page",
        (
            "    return page, status, HEADERS",
            "    return f\"{page}<!-- {CLIENT['client_secret']} -->\", status, HEADERS",
        ),
    ),
    mutant(
        "a token in the signed and compressed cookie",
        "no_secret_in_cookie",
        (ENTERED, f'{ENTERED}\n    session["token"] = ["word " * 100, token["refresh_token"]]'),
    ),
    mutant(
        "a verifier in the signed cookie",
        "no_secret_in_cookie",
        (KEPT, f'{KEPT}\n    session["verifier"] = verifier'),
    ),
    mutant(
        "a token in a cookie beside the session",
        "no_secret_in_cookie",
        (
            BACK,
            'back = redirect("./", 303)\n    back.set_cookie("t", token["access_token"])\n'
            "    return back",
        ),
    ),
    mutant("the code stays in the address bar", "code_leaves_address_bar", (BACK, "return home()")),
    mutant(
        "a session cookie for scripts",
        "cookie_http_only",
        (
            '"SESSION_COOKIE_SAMESITE": "Lax"',
            '"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_HTTPONLY": False',
        ),
    ),
    mutant("no SameSite", "cookie_same_site", ('"SESSION_COOKIE_SAMESITE": "Lax", ', "")),
    mutant("no Secure", "cookie_secure", (', "SESSION_COOKIE_SECURE": is_https}', "}")),
    mutant(
        "more scopes than it uses",
        "scopes_needed",
        (SCOPE, '"scope": "openid profile photos.read orders.write"'),
    ),
    mutant(
        "credentials in the source",
        "credentials_from_environment",
        ('os.environ.get("CLIENT_ID", "printshop")', '"printshop"'),
        ('os.environ.get("CLIENT_SECRET", "printshop-secret")', '"printshop-secret"'),
    ),
    mutant(
        "a secret in the source, and the wrong one",
        "signs_in credentials_from_environment",
        ('os.environ.get("CLIENT_SECRET", "printshop-secret")', '"GOCSPX-in-the-source"'),
        untried=None,
    ),
    mutant(
        "the callback's address in the log",
        "no_secret_in_log",
        (POPPED, f"print(request.url)\n    {POPPED}"),
    ),
    mutant(
        "the token's answer in the log",
        "no_secret_in_log",
        (VERIFIED, f'app.logger.warning("%s", token)\n    {VERIFIED}'),
    ),
)

_WRONG = (
    mutant(
        "the code is sent again",
        "callback_once",
        (POPPED, 'state, answer = session.get("state"), request.args'),
        (FOUND, "verifier, nonce = started.get(state, (None, None))"),
        (ENTERED, f'{ENTERED}\n    session["state"] = state'),
    ),
    mutant(
        "the callback a second time is a failure",
        "callback_once",
        (POPPED, 'state, answer = session.pop("state"), request.args'),
    ),
    mutant(
        "a person who says no gets a failure",
        "callback_denied",
        (f'if "code" not in answer:\n        {NO_CODE}\n', "answer = answer.to_dict()\n"),
    ),
    mutant(
        "a callback without a state is a failure",
        "callback_junk",
        (COMPARED, 'is_ours = verifier and same(answer.to_dict()["state"], state)'),
    ),
    mutant(
        "a state that is no ASCII is a failure",
        "callback_junk",
        ('(one or "").encode(), (other or "-").encode()', '(one or ""), (other or "-")'),
    ),
    mutant(
        "an error_description as markup",
        "error_text_escaped",
        ("<p>{{ problem }}</p>", "<p>{{ problem|safe }}</p>"),
        (NO_CODE, 'return show(400, problem=answer.get("error_description", "No."))'),
    ),
    mutant(
        "a refusal is taken for a token",
        "token_endpoint_refuses",
        (
            "if not answer.ok or not isinstance(document, dict) or member not in document:",
            "if not isinstance(document, dict):",
        ),
        ('token.get("id_token", "")', 'token["id_token"]'),
    ),
    mutant(
        "a token that is no JSON is a failure",
        "token_endpoint_broken",
        (ASKED_TOKEN, 'token = ask("POST", PHOTOBOX["token_endpoint"], data=form).json()'),
    ),
    mutant(
        "a token endpoint that hangs up is a failure",
        "token_endpoint_gone",
        (
            "except requests.RequestException:",
            'except requests.RequestException if method == "GET" else requests.Timeout:',
        ),
    ),
    mutant(
        "a token endpoint is waited for without end",
        "token_endpoint_silent",
        ("timeout=5, allow_redirects", "timeout=None, allow_redirects"),
    ),
    mutant(
        "photos that may not be seen are a failure",
        "scope_narrowed",
        (
            'return show(me=here["me"], problem="PrintShop may not see your photos.")',
            'return show(me=here["me"], photos=photos.json()["photos"])',
        ),
    ),
    mutant(
        "a name that may not be seen is a failure",
        "scope_narrowed",
        (ENTERED, f'me["name"].strip()\n    {ENTERED}'),
    ),
    mutant(
        "an API with HTML is a failure",
        "api_broken",
        (SHOWN, 'return show(me=here["me"], photos=photos.json()["photos"])'),
    ),
    mutant(
        "an API that hangs up is a failure",
        "api_broken",
        (
            "except requests.RequestException:",
            'except requests.RequestException if method == "POST" else requests.Timeout:',
        ),
    ),
    mutant(
        "no photos, and nobody says why",
        "api_refuses",
        (ENDED, 'return show(me=here["me"])'),
        (
            '    if photos.status_code == 401:\n        signed_in.pop(session.pop("sid"), None)\n',
            "    if photos.status_code == 401:\n",
        ),
    ),
    mutant(
        "a token that is never renewed, and nobody says why",
        "token_expired api_refuses",  # the API answers both with the same 401
        (ENDED, 'return show(me=here["me"])'),
        (
            '    if photos.status_code == 401:\n        signed_in.pop(session.pop("sid"), None)\n',
            "    if photos.status_code == 401:\n",
        ),
        ("if photos.status_code == 401 and renew(here, token):", "if False:"),
    ),
    mutant(
        "a renewal that believes every answer",
        "token_expired",
        ('old | read(answer, "access_token")', "old | answer.json()"),
    ),
    mutant(
        "no photos after a renewal",
        "token_expired refresh_token_kept",  # the second looks at the page after a renewal, too
        (
            "        photos = call(f\"{PHOTOBOX['issuer']}/api/photos\", here)\n    if photos."
            "status_code == 401:",
            '        return show(me=here["me"])\n    if photos.status_code == 401:',
        ),
    ),
    mutant(
        "the old refresh token is kept",
        "refresh_token_kept",
        (
            'old | read(answer, "access_token")',
            'read(answer, "access_token") | {"refresh_token": old["refresh_token"]}',
        ),
    ),
)

_LEAVING = (
    mutant(
        "a link that signs out",
        "sign_out_by_post sign_out_not_forged",  # the form's token was all that protected it
        (FORM, '{% if me %}<a href="sign-out">Sign out</a>{% endif %}' + FORM),
        (
            '@app.post("/sign-out")\ndef sign_out():\n    check_form()\n',
            '@app.route("/sign-out", methods=["GET", "POST"])\ndef sign_out():\n',
        ),
    ),
    mutant(
        "a sign-out without the form's token",
        "sign_out_not_forged",
        ("def sign_out():\n    check_form()\n", "def sign_out():\n"),
    ),
    mutant(
        "a sign-out of the cookie alone",
        "session_ended token_revoked",  # with a token that is good, the copy shows the photos
        (LEFT, "session.clear()\n    here = None"),
    ),
    mutant("tokens that are not revoked", "token_revoked", (REVOKED, "pass")),
    mutant(
        "an access token that is revoked alone",
        "token_revoked",
        (LAST, 'last = here["token"]["access_token"]'),
    ),
)

_PAGES = (
    mutant("a page that the browser keeps", "no_store", ('{"Cache-Control": "no-store", ', "{")),
    mutant("a page in any frame", "no_framing", ("; frame-ancestors 'none'", "")),
    mutant("no referrer policy", "referrer_policy", (', "Referrer-Policy": "no-referrer"', "")),
    mutant(
        "a traceback in a page",
        "debugger_off",
        (
            "class Trouble(Exception):",
            "@app.errorhandler(404)\ndef show_all(error):\n    import traceback\n\n"
            '    return f"<pre>{traceback.format_exc()}</pre>", 404\n\n\nclass Trouble(Exception):',
        ),
    ),
    mutant(
        "the debugger around it",
        "debugger_off",
        (
            'if __name__ == "__main__":',
            "from werkzeug.debug import DebuggedApplication\n\n"
            'app = DebuggedApplication(app, evalex=True)\nif __name__ == "__main__":',
        ),
    ),
)

_SERVED = 'serve(app, host="127.0.0.1", port=int(os.environ.get("PORT", "5000")))'
_RUN = 'app.run(host="127.0.0.1", port=int(os.environ["PORT"])'
_AS_PROCESSES = (
    mutant("an access log", "no_secret_in_log", (_SERVED, f"{_RUN})"), needs_process=True),
    mutant(
        "the debugger and the reloader",
        "debugger_off no_secret_in_log",  # the server of Werkzeug writes an access log
        (_SERVED, f"{_RUN}, debug=True, use_reloader=True)"),
        needs_process=True,
    ),
)

MUTANTS: tuple[Mutant, ...] = (
    *_STATE,
    *_PKCE_AND_ISS,
    *_SESSION,
    *_OPEN_REDIRECTS,
    *_PERSON,
    *_SECRETS,
    *_WRONG,
    *_LEAVING,
    *_PAGES,
    *_AS_PROCESSES,
)
