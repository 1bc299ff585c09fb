"""Sign in with GitHub, and say who signed in. It needs only Python 3.11 and requests.

Register an app at https://github.com/settings/applications/new with the callback URL
http://127.0.0.1/callback. Put its ID and secret into environment variables, in the same terminal:

    export GITHUB_CLIENT_ID=...        PowerShell: $env:GITHUB_CLIENT_ID = "..."
    export GITHUB_CLIENT_SECRET=...    PowerShell: $env:GITHUB_CLIENT_SECRET = "..."
    python my_github_login.py
"""

import os
import secrets
import webbrowser
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

try:
    import requests
except ModuleNotFoundError:
    raise SystemExit("This Python lacks requests: python -m pip install requests") from None

GITHUB = "https://github.com"
API = "https://api.github.com"
client_id, client_secret = map(os.getenv, ("GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"))
if not client_id or not client_secret:
    raise SystemExit(f"GITHUB_CLIENT_ID or GITHUB_CLIENT_SECRET is missing.\n\n{__doc__}")
state, code_verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
answer = {}


class Receiver(BaseHTTPRequestHandler):
    timeout = 2  # seconds: browsers open spare connections, and send nothing on them

    def do_GET(self):
        came = dict(parse_qsl(urlsplit(self.path).query))
        is_mine = secrets.compare_digest(came.get("state", "").encode(), state.encode())
        self.send_response(200 if is_mine else 400)
        self.end_headers()
        self.wfile.write(b"Go back to your program." if is_mine else b"This is not your answer.")
        answer.update(came if is_mine else {})

    def log_message(self, *_):
        pass  # the log line would contain the code


# 1. Send the person to GitHub.
server = HTTPServer(("127.0.0.1", 0), Receiver)  # 0: any free port; GitHub accepts any
redirect_uri = f"http://127.0.0.1:{server.server_port}/callback"
challenge = urlsafe_b64encode(sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
request = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri}
request |= {"scope": "read:user", "state": state}
request |= {"code_challenge": challenge, "code_challenge_method": "S256"}
url = f"{GITHUB}/login/oauth/authorize?{urlencode(request)}"
print("Sign in here:", url)
print("If nothing happens, look at the browser's page and address bar. Ctrl+C stops.", flush=True)
webbrowser.open(url)

# 2. Wait for the answer with your state. Everything else is refused.
while not answer:
    server.handle_request()
if "code" not in answer:
    raise SystemExit(f"GitHub says: {answer.get('error')}: {answer.get('error_description')}")

# 3. Exchange the code. GitHub's errors have status 200: look at the body.
form = {"client_id": client_id, "client_secret": client_secret, "redirect_uri": redirect_uri}
form |= {"grant_type": "authorization_code", "code": answer["code"], "code_verifier": code_verifier}
accept = {"Accept": "application/json"}  # without it the answer is form-encoded
response = requests.post(
    f"{GITHUB}/login/oauth/access_token", data=form, headers=accept, timeout=10
)
token = response.json()
if "access_token" not in token:
    raise SystemExit(f"GitHub says: {token.get('error')}: {token.get('error_description')}")

# 4. Ask who signed in. There is no ID token. Store the number: login and e-mail address can change.
bearer = {"Authorization": f"Bearer {token['access_token']}"}
user = requests.get(f"{API}/user", headers=bearer, timeout=10).json()
print(f"You are {user['login']}, number {user['id']}.")
