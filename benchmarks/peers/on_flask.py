"""The five requests on Flask and waitress, with no rule, log, page or cookie.

``python benchmarks/peers/on_flask.py PORT``
"""

import secrets
import sys
from urllib.parse import urlencode

from flask import Flask, redirect, request
from waitress import serve
from werkzeug.wrappers import Response

app = Flask(__name__)
PORT = int(sys.argv[1])
ISSUER = f"http://127.0.0.1:{PORT}"
FORM = '<form action="{action}" method="post"><input name="{name}" value="{value}"></form>'


@app.get("/.well-known/openid-configuration")
def metadata() -> dict[str, str]:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
    }


@app.get("/authorize")
def authorize() -> str:
    asked = request.args
    back = f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': 'code'})}"
    return FORM.format(action="sign-in", name="back", value=back.replace("&", "&amp;"))


@app.post("/sign-in")
def sign_in() -> Response:
    return redirect("consent?" + urlencode({"back": request.form["back"]}), 303)


@app.get("/consent")
def consent() -> str:
    back = request.args["back"].replace("&", "&amp;")
    return FORM.format(action="consent", name="back", value=back)


@app.post("/consent")
def decide() -> Response:
    return redirect(request.form["back"], 303)


@app.post("/token")
def token() -> dict[str, str]:
    from joserfc import jwt
    from joserfc.jwk import ECKey

    if "key" not in app.config:
        app.config["key"] = ECKey.generate_key("P-256")
    claims = {"iss": ISSUER, "aud": request.form["client_id"]}
    return {
        "access_token": secrets.token_urlsafe(32),
        "id_token": jwt.encode({"alg": "ES256"}, claims, app.config["key"]),
    }


serve(app, host="127.0.0.1", port=PORT)
