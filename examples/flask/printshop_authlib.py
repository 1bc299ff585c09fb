"""PrintShop on the web with Authlib: what the library does, and what it leaves to you.

Authlib creates state, nonce and the PKCE values, exchanges the code and verifies the ID token.
Comments with "left to you" mark what it does not do.
"""

import hmac
import os
import secrets
from threading import Lock
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Flask, abort, redirect, render_template_string, request, session
from joserfc.errors import JoseError

HOME = os.environ.get("HOME_URL", "http://127.0.0.1:5000").rstrip("/")
MOST = 1000  # sign-ins and sessions that are kept
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
HEADERS["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
PAGE = """<!doctype html><meta name=color-scheme content="light dark"><title>PrintShop</title>
<h1>PrintShop</h1><p>{{ problem }}</p>{% set path = "sign-out" if me else "sign-in" %}
{% if me %}<p>Hello, {{ me.name or me.sub }}.</p>
<ul>{% for photo in photos %}<li>{{ photo.title }}</li>{% endfor %}</ul>{% endif %}
<form method=post action="{{ path }}">
<input type=hidden name=form_token value="{{ form_token }}">
<button>{{ "Sign out" if me else "Sign in with PhotoBox" }}</button></form>"""


class Kept(dict):
    """A store on the server, which Authlib can use instead of the cookie."""

    def set(self, key, value, timeout=None):
        self[key] = value
        if len(self) > MOST:
            self.pop(next(iter(self)), None)

    def delete(self, key):
        self.pop(key, None)

    def __bool__(self):
        return True  # Authlib checks for a store, and this one may be empty


app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_bytes(32)
path, is_https = urlsplit(HOME).path or "/", HOME.startswith("https:")
app.config["SESSION_COOKIE_NAME"] = "__Host-printshop" if is_https and path == "/" else "printshop"
app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_SECURE": is_https}
app.config["SESSION_COOKIE_PATH"] = path
started, signed_in = Kept(), Kept()


def store_token(name, token, **old):  # left to you: Authlib renews, and you store the result
    here = signed_in.get(session.get("sid"))
    if here is not None:
        here["token"] = here["token"] | token


# Left to you: without cache= the code_verifier is in the cookie, which is signed but readable.
photobox = OAuth(app, cache=started, update_token=store_token).register(
    "photobox",
    client_id=os.environ.get("CLIENT_ID", "printshop"),
    client_secret=os.environ.get("CLIENT_SECRET", "printshop-secret"),
    server_metadata_url=f"{os.environ['PHOTOBOX']}/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile photos.read",
        "code_challenge_method": "S256",  # left to you: PKCE is off without it
        "default_timeout": 5,  # seconds; left to you: without it a silent server blocks the app
    },
)
METADATA = photobox.load_server_metadata()
CLIENT = {"client_id": photobox.client_id, "client_secret": photobox.client_secret}
FAILURES = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError)


@app.errorhandler(502)
def show_trouble(trouble):
    return show(502, problem="PhotoBox sent an answer that cannot be used. Please try again.")


def show(status=200, **values):
    session.setdefault("form_token", secrets.token_urlsafe())
    page = render_template_string(PAGE, form_token=session["form_token"], **values)
    return page, status, HEADERS  # left to you: security headers


def check_form():  # left to you
    sent, known = request.form.get("form_token", ""), session.get("form_token", "-")
    if not hmac.compare_digest(sent.encode(), known.encode()):
        abort(403)


def ask_photos(here):
    try:
        return photobox.get(f"{METADATA['issuer']}/api/photos", token=here["token"])
    except FAILURES:  # left to you
        abort(502)


def renew(here, old):
    """Renew a token that the API refuses; left to you: Authlib looks only at the time."""
    with here["lock"]:  # two requests must not use one refresh token
        if here["token"] is old and "refresh_token" in old:
            form = {"grant_type": "refresh_token", "refresh_token": old["refresh_token"], **CLIENT}
            try:
                answer = requests.post(METADATA["token_endpoint"], data=form, timeout=5)
                if answer.ok:
                    here["token"] = old | answer.json()
            except FAILURES:
                abort(502)
    return here["token"] is not old


@app.get("/")
def home():
    here = signed_in.get(session.get("sid"))
    if here is None:
        return show()
    token, photos = here["token"], ask_photos(here)
    if photos.status_code == 401 and renew(here, token):
        photos = ask_photos(here)
    if photos.status_code == 401:  # left to you
        signed_in.delete(session.pop("sid"))
        return show(problem="Your sign-in has ended. Please sign in again.")
    if photos.status_code == 403:  # left to you: the person did not allow photos.read
        return show(me=here["me"], problem="PrintShop may not see your photos.")
    try:
        return show(me=here["me"], photos=photos.json()["photos"])
    except FAILURES:
        abort(502)


@app.post("/sign-in")
def sign_in():
    check_form()
    return photobox.authorize_redirect(f"{HOME}/callback")


@app.get("/callback")
def callback():
    if request.args.get("iss") != METADATA["issuer"]:  # left to you (RFC 9207)
        return show(400, problem="This answer does not belong to a sign-in that you started here.")
    try:
        token = photobox.authorize_access_token()  # state, code, code_verifier, ID token, nonce
        me = photobox.userinfo(token=token)
    except OAuthError:
        return show(400, problem="You were not signed in. Nothing was changed.")
    except FAILURES:  # left to you: a broken server raises what its HTTP library raises
        abort(502)
    session.clear()  # left to you: a new session, now that the person is known
    session["sid"] = secrets.token_urlsafe(32)
    signed_in.set(session["sid"], {"token": token, "me": me, "lock": Lock()})
    return redirect("./", 303)


@app.post("/sign-out")
def sign_out():  # left to you, all of it
    check_form()
    here = signed_in.pop(session.get("sid"), None)
    session.clear()
    if here is not None:
        last = here["token"].get("refresh_token") or here["token"]["access_token"]
        try:
            requests.post(
                METADATA["revocation_endpoint"], data={"token": last, **CLIENT}, timeout=5
            )
        except FAILURES:
            abort(502)
    return redirect("./", 303)


if __name__ == "__main__":
    from waitress import serve  # it has no access log, which would contain the code

    serve(app, host="127.0.0.1", port=int(os.environ.get("PORT", "5000")))
