"""What people copy from the web: it works."""

import os
from urllib.parse import urlencode

import requests
from flask import Flask, redirect, request, session

SERVER = os.environ["PHOTOBOX"]
app = Flask(__name__)
app.secret_key = "change me"


@app.route("/")
def index():
    if "token" not in session:
        return '<a href="/login">Log in with PhotoBox</a>'
    bearer = {"Authorization": "Bearer " + session["token"]}
    me = requests.get(SERVER + "/api/me", headers=bearer).json()
    return f"<h1>Hi {me['name']}</h1><a href='/logout'>Log out</a>"


@app.route("/login")
def login():
    query = {
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": request.host_url + "callback",
        "scope": "profile photos.read",
    }
    return redirect(SERVER + "/authorize?" + urlencode(query))


@app.route("/callback")
def callback():
    form = {
        "grant_type": "authorization_code",
        "code": request.args["code"],
        "redirect_uri": request.host_url + "callback",
        "client_id": "printshop",
        "client_secret": "printshop-secret",
    }
    session["token"] = requests.post(SERVER + "/token", data=form).json()["access_token"]
    return redirect("/")


@app.route("/logout")
def logout():
    session.clear()
    return redirect("/")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "5000")))
