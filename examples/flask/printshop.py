"""PrintShop on the web: Sign in with PhotoBox. Flask, requests, joserfc; no library for OAuth."""

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from threading import Lock
from urllib.parse import urlencode, urlsplit

import requests
from flask import Flask, abort, redirect, render_template_string, request, session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

HOME = os.environ.get("HOME_URL", "http://127.0.0.1:5000").rstrip("/")  # never the Host header
CALLBACK = f"{HOME}/callback"
CLIENT = {"client_id": os.environ.get("CLIENT_ID", "printshop")}
CLIENT["client_secret"] = os.environ.get("CLIENT_SECRET", "printshop-secret")
METADATA = f"{os.environ['PHOTOBOX']}/.well-known/openid-configuration"
PHOTOBOX = requests.get(METADATA, timeout=10).json()  # its endpoints and its name (RFC 8414)
KEYS = KeySet.import_key_set(requests.get(PHOTOBOX["jwks_uri"], timeout=10).json())
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
HEADERS["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
MOST = 1000  # sign-ins and sessions that are kept
PAGE = """<!doctype html><meta name=color-scheme content="light dark"><title>PrintShop</title>
<h1>PrintShop</h1><p>{{ problem }}</p>{% set path = "sign-out" if me else "sign-in" %}
{% if me %}<p>Hello, {{ me.name or me.sub }}.</p>
<ul>{% for photo in photos %}<li>{{ photo.title }}</li>{% endfor %}</ul>{% endif %}
<form method=post action="{{ path }}">
<input type=hidden name=form_token value="{{ form_token }}">
<button>{{ "Sign out" if me else "Sign in with PhotoBox" }}</button></form>"""

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_bytes(32)
path, is_https = urlsplit(HOME).path or "/", HOME.startswith("https:")
app.config["SESSION_COOKIE_NAME"] = "__Host-printshop" if is_https and path == "/" else "printshop"
app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_SECURE": is_https}
app.config["SESSION_COOKIE_PATH"] = path
started, signed_in = {}, {}  # on the server: state → secrets; session id → person and token


class Trouble(Exception):
    """An error that is not the person's fault; they see its text."""


@app.errorhandler(Trouble)
def show_trouble(trouble):
    return show(502, problem=str(trouble))


def show(status=200, **values):
    session.setdefault("form_token", secrets.token_urlsafe())
    page = render_template_string(PAGE, form_token=session["form_token"], **values)
    return page, status, HEADERS


def keep(kept, key, value):
    kept[key] = value
    if len(kept) > MOST:  # the oldest goes
        kept.pop(next(iter(kept)), None)


def same(one, other):
    return hmac.compare_digest((one or "").encode(), (other or "-").encode())


def check_form():
    if not same(request.form.get("form_token"), session.get("form_token")):
        abort(403)


def ask(method, url, **what):
    try:
        return requests.request(method, url, timeout=5, allow_redirects=False, **what)
    except requests.RequestException:
        raise Trouble("PhotoBox does not answer. Please try again later.") from None


def read(answer, member):
    """Return the JSON of an answer that has this member."""
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not answer.ok or not isinstance(document, dict) or member not in document:
        raise Trouble("PhotoBox sent an answer that cannot be used. Please try again.")
    return document


def call(url, here):
    bearer = {"Authorization": f"Bearer {here['token']['access_token']}"}
    return ask("GET", url, headers=bearer)


def renew(here, old):
    """Use the refresh token, once for all requests that found the same token expired."""
    with here["lock"]:
        if here["token"] is old and "refresh_token" in old:
            form = {"grant_type": "refresh_token", "refresh_token": old["refresh_token"], **CLIENT}
            answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
            if answer.ok:
                here["token"] = old | read(answer, "access_token")  # may lack a new refresh token
    return here["token"] is not old


@app.get("/")
def home():
    here = signed_in.get(session.get("sid"))
    if here is None:
        return show()
    token, photos = here["token"], call(f"{PHOTOBOX['issuer']}/api/photos", here)
    if photos.status_code == 401 and renew(here, token):
        photos = call(f"{PHOTOBOX['issuer']}/api/photos", here)
    if photos.status_code == 401:
        signed_in.pop(session.pop("sid"), None)
        return show(problem="Your sign-in has ended. Please sign in again.")
    if photos.status_code == 403:  # the person did not allow photos.read
        return show(me=here["me"], problem="PrintShop may not see your photos.")
    return show(me=here["me"], photos=read(photos, "photos")["photos"])


@app.post("/sign-in")
def sign_in():
    check_form()
    state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    session["state"] = state  # binds the answer to this browser
    keep(started, state, (verifier, nonce))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {"response_type": "code", "client_id": CLIENT["client_id"], "redirect_uri": CALLBACK}
    query |= {"scope": "openid profile photos.read", "state": state, "nonce": nonce}
    query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return redirect(f"{PHOTOBOX['authorization_endpoint']}?{urlencode(query)}", 303)


@app.get("/callback")
def callback():
    state, answer = session.pop("state", None), request.args
    verifier, nonce = started.pop(state, (None, None))  # it works once
    is_ours = verifier and same(answer.get("state"), state)
    if not is_ours or answer.get("iss") != PHOTOBOX["issuer"]:
        return show(400, problem="This answer does not belong to a sign-in that you started here.")
    if "code" not in answer:
        return show(400, problem="You were not signed in. Nothing was changed.")
    form = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": CALLBACK}
    form |= {"code_verifier": verifier, **CLIENT}
    token = read(ask("POST", PHOTOBOX["token_endpoint"], data=form), "access_token")
    claims = verified(token.get("id_token", ""), nonce)
    me = read(call(PHOTOBOX["userinfo_endpoint"], {"token": token}), "sub")
    if me["sub"] != claims["sub"]:
        raise Trouble("PhotoBox named two different people. Please try again.")
    session.clear()  # a new session, now that the person is known: iss and sub, not an e-mail
    session["sid"] = secrets.token_urlsafe(32)
    keep(signed_in, session["sid"], {"token": token, "me": me, "lock": Lock()})
    return redirect("./", 303)  # the code leaves the address bar


def verified(id_token, nonce):
    """Return the claims of an ID token that is for this sign-in (OpenID Connect Core §3.1.3.7)."""
    wanted = {"iss": PHOTOBOX["issuer"], "aud": CLIENT["client_id"], "nonce": nonce}
    rules = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    try:
        claims = jwt.decode(id_token, KEYS, algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(exp={"essential": True}, leeway=60, **rules).validate(claims)
    except (JoseError, ValueError):
        raise Trouble("PhotoBox did not say who you are. Please try again.") from None
    return claims


@app.post("/sign-out")
def sign_out():
    check_form()
    here = signed_in.pop(session.get("sid"), None)
    session.clear()
    if here is not None:
        last = here["token"].get("refresh_token") or here["token"]["access_token"]
        ask("POST", PHOTOBOX["revocation_endpoint"], data={"token": last, **CLIENT})
    return redirect("./", 303)


if __name__ == "__main__":
    from waitress import serve  # it has no access log, which would contain the code

    serve(app, host="127.0.0.1", port=int(os.environ.get("PORT", "5000")))
