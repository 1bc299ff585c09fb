"""PrintShop in code that gets copied from page to page. It works, but is UNSAFE ON PURPOSE.

Never put it on a server. Notebook 10 fixes it piece by piece.
``oauth-tutorial review unsafe_printshop.py`` says what is wrong with it.
"""

import os

import requests
from flask import Flask, redirect, render_template_string, request, session, url_for
from waitress import serve

PHOTOBOX = requests.get(f"{os.environ['PHOTOBOX']}/.well-known/openid-configuration").json()
CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}
PAGE = """<title>PrintShop</title><h1>PrintShop</h1>
{% if me %}<p>Hello, {{ me.name }}.</p>
<ul>{% for photo in photos %}<li>{{ photo.title }}</li>{% endfor %}</ul>
<a href="logout">Sign out</a>{% else %}<a href="login">Sign in with PhotoBox</a>{% endif %}"""
app = Flask(__name__)
app.secret_key = os.urandom(24)
app.config["SESSION_COOKIE_NAME"] = "printshop"


@app.get("/")
def home():
    if (token := here()) is None:
        return render_template_string(PAGE)
    me, photos = call("me", token), call("photos", token)
    return render_template_string(PAGE, me=me, photos=photos["photos"])


def here():
    return session.get("token")


def remember(token):
    session["token"] = token


def call(path, token):
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    return requests.get(f"{PHOTOBOX['issuer']}/api/{path}", headers=headers).json()


def token_request(**form):
    return requests.post(PHOTOBOX["token_endpoint"], data=form | CLIENT).json()


@app.get("/login")
def login():
    url = f"{PHOTOBOX['authorization_endpoint']}?response_type=code&scope=photos.read"
    back = url_for("callback", _external=True)
    return redirect(f"{url}&client_id={CLIENT['client_id']}&redirect_uri={back}")


@app.get("/callback")
def callback():
    print("callback:", request.url)
    code, back = request.args["code"], url_for("callback", _external=True)
    remember(token_request(grant_type="authorization_code", code=code, redirect_uri=back))
    return redirect("./")


@app.get("/logout")
def logout():
    session.clear()
    return redirect("./")


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]))
