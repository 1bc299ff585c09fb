"""The same five requests on waitress, with no rule, log, page, cookie or framework.

``python benchmarks/peers/plain.py PORT``
"""

import json
import secrets
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from waitress import serve

PORT = int(sys.argv[1])
ISSUER = f"http://127.0.0.1:{PORT}"
FORM = '<form action="{action}" method="post"><input name="{name}" value="{value}"></form>'
KEY: list[Any] = []  # made when it is first needed

Asked = dict[str, str]
Answer = tuple[int, dict[str, str], str]


def page(action: str, name: str, value: str) -> Answer:
    text = FORM.format(action=action, name=name, value=value.replace("&", "&amp;"))
    return 200, {"Content-Type": "text/html"}, text


def document(content: dict[str, str]) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(content)


def redirect(location: str) -> Answer:
    return 303, {"Location": location}, ""


def metadata(asked: Asked) -> Answer:
    return document(
        {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
        }
    )


def authorize(asked: Asked) -> Answer:
    back = f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': 'code'})}"
    return page("sign-in", "back", back)


def token(asked: Asked) -> Answer:
    from joserfc import jwt
    from joserfc.jwk import ECKey

    if not KEY:
        KEY.append(ECKey.generate_key("P-256"))
    claims = {"iss": ISSUER, "aud": asked["client_id"]}
    id_token = jwt.encode({"alg": "ES256"}, claims, KEY[0])
    return document({"access_token": secrets.token_urlsafe(32), "id_token": id_token})


VIEWS: dict[tuple[str, str], Callable[[Asked], Answer]] = {
    ("GET", "/.well-known/openid-configuration"): metadata,
    ("GET", "/authorize"): authorize,
    ("POST", "/sign-in"): lambda asked: redirect("consent?" + urlencode(asked)),
    ("GET", "/consent"): lambda asked: page("consent", "back", asked["back"]),
    ("POST", "/consent"): lambda asked: redirect(asked["back"]),
    ("POST", "/token"): token,
}


def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    asked = parse_qsl(environ["QUERY_STRING"])
    if environ["REQUEST_METHOD"] == "POST":
        asked = parse_qsl(environ["wsgi.input"].read().decode())
    view = VIEWS[environ["REQUEST_METHOD"], environ["PATH_INFO"]]
    status, headers, text = view(dict(asked))
    data = text.encode()
    start_response(f"{status} -", [*headers.items(), ("Content-Length", str(len(data)))])
    return [data]


serve(app, host="127.0.0.1", port=PORT)
