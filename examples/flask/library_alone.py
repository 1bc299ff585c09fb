"""PrintShop with Authlib alone: what the library does by itself, and no more.

UNSAFE ON PURPOSE. Missing: a check of iss, a code_verifier outside the cookie, error handling,
renewal, revocation, forms that cannot be forged, headers. printshop_authlib.py has all of them.
"""

import os
import secrets

from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Flask, redirect, session

HOME = os.environ["HOME_URL"].rstrip("/")
app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
app.config["SESSION_COOKIE_NAME"] = "printshop_library"
app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_SECURE": HOME.startswith("https:")}
signed_in = {}  # session id → token and person
photobox = OAuth(app).register(
    "photobox",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=f"{os.environ['PHOTOBOX']}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile photos.read", "code_challenge_method": "S256"},
)


@app.get("/")
def home():
    here = signed_in.get(session.get("sid"))
    if here is None:
        return page('<a href="login">Sign in with PhotoBox</a>')
    url = f"{photobox.server_metadata['issuer']}/api/photos"
    photos = photobox.get(url, token=here["token"]).json()["photos"]
    titles = ", ".join(photo["title"] for photo in photos)
    return page(f"<p>Hello, {here['me']['name']}: {titles}</p>{way_out()}")


def page(content):
    return f"<!doctype html><title>PrintShop</title><h1>PrintShop</h1>{content}"


def way_out():
    return "<form method=post action=logout><button>Sign out</button></form>"


@app.get("/login")
def login():
    return photobox.authorize_redirect(f"{HOME}/callback")


@app.get("/callback")
def callback():
    try:
        token = photobox.authorize_access_token()
    except OAuthError:
        return page("You were not signed in."), 400
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)
    signed_in[session["sid"]] = {"token": token, "me": photobox.userinfo(token=token)}
    return redirect("./", 303)


@app.post("/logout")
def logout():
    signed_in.pop(session.get("sid"), None)
    session.clear()
    return redirect("./", 303)


if __name__ == "__main__":
    from waitress import serve

    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]))
