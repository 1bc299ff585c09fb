"""What is no OAuth failure is not given a cause."""

# ruff: noqa: E501 - what a server says is quoted whole, a case a line

import json
import re
from email.message import Message

import pytest
import requests

from oauth_tutorial.doctor import diagnose

TEXTS = [
    "",
    "   \n\t ",
    "hello",
    "It works now, thank you!",
    "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n"
    "Rough winds do shake the darling buds of May,\nAnd summer's lease hath all too short a date;",
    "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\nAnd be one traveler, "
    "long I stood\nAnd looked down one as far as I could\nTo where it bent in the undergrowth;",
    # logs
    '127.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET /index.html HTTP/1.1" 200 2326',
    '10.0.0.7 - - [10/Oct/2025:13:55:36 +0000] "GET /api/items?page=2 HTTP/1.1" 429 17 "-" "curl/8"',
    '127.0.0.1 - - [24/Nov/2025:09:12:01] "GET /search?q=state&code=blue HTTP/1.1" 200 512',
    "2025-11-24 09:12:01,233 INFO  worker.py:88 job 4711 finished in 12.3 s",
    "Nov 24 09:12:01 host sshd[4242]: Failed password for root from 203.0.113.9 port 55222 ssh2",
    "Nov 24 09:12:01 host kernel: [12345.678] usb 1-1: new high-speed USB device number 7",
    "level=error msg=\"context deadline exceeded\" component=scheduler attempt=3",
    "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
    "[emerg] 12#12: host not found in upstream \"backend\" in /etc/nginx/conf.d/default.conf:3",
    "fatal: Authentication failed for 'https://git.example/team/repo.git/'",
    "remote: Permission to team/repo.git denied to somebody.",
    # pages
    "<!doctype html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>"
    "<p>The requested URL was not found on this server.</p></body></html>",
    "<html><body><h1>502 Bad Gateway</h1><hr>nginx/1.25.3</body></html>",
    "<html><head><title>Sign in</title></head><body><form><input name=password></form></body></html>",
    "<div class='card'><p>Our OAuth 2.0 course starts on Monday. Bring a laptop.</p></div>",
    # other people's tracebacks
    "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    x = d['name']\n"
    "KeyError: 'name'",
    "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    1 / 0\n"
    "ZeroDivisionError: division by zero",
    "Traceback (most recent call last):\n  File \"auth.py\", line 9, in login\n"
    "    if error == 'invalid_grant': raise_for('redirect_uri_mismatch')\n"
    "NameError: name 'raise_for' is not defined",
    "ModuleNotFoundError: No module named 'requests_oauthlib'",
    # names of a program, which may be any word
    "App.java:12: error: cannot find symbol\n  symbol:   variable redirect_uri\n  location: class App",
    'ERROR:  column "refresh_token" of relation "accounts" does not exist',
    "ERROR 1054 (42S22): Unknown column 'refresh_token' in 'field list'",
    "src/auth.ts(9,7): error TS2339: Property 'code_verifier' does not exist on type 'Params'.",
    "error[E0425]: cannot find value `redirect_uri` in this scope",
    "./main.go:12:3: undefined: clientSecret",
    "e: Auth.kt: (7, 3): Unresolved reference: redirect_uri",
    "login.c:7:3: error: use of undeclared identifier 'redirect_uri'",
    "AttributeError: 'NoneType' object has no attribute 'access_token'",
    "TypeError: exchange_code() missing 1 required keyword-only argument: 'redirect_uri'",
    "psycopg2.OperationalError: connection to server at \"127.0.0.1\", port 5432 failed: "
    "Connection refused",
    "json.decoder.JSONDecodeError: Expecting ',' delimiter: line 5 column 3 (char 88)",
    "requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://example.com/page",
    "requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: "
    "https://api.example.com/v1/items",
    "FileNotFoundError: [Errno 2] No such file or directory: 'token.json'",
    "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE constraint failed: user.email",
    "thread 'main' panicked at src/main.rs:4:5: index out of bounds: the len is 3",
    "Exception in thread \"main\" java.lang.NullPointerException\n\tat com.example.Main.run(Main.java:14)",
    # JSON of other services
    '{"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}',
    '{"error": "not found"}',
    '{"error": {"code": 404, "message": "The model was not found", "type": "invalid_request_error"}}',
    '{"ok": true, "result": []}',
    '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}',
    '{"ok": false, "error": "channel_not_found"}',
    '{"status": "error", "code": 3, "state": "running"}',
    '{"name": "Ada", "code": "X42", "city": "London"}',
    '[{"id": 1}, {"id": 2}]',
    '{"errors": [{"field": "email", "code": "invalid"}]}',
    '{"statusCode": 401, "message": "Wrong username or password"}',
    '"just a JSON string"',
    "{not json at all",
    # source code
    "def handle(error):\n    if error == 'invalid_grant':\n        return redirect('/login')\n",
    "from oauthlib.oauth2 import InvalidGrantError\n\ntry:\n    go()\nexcept InvalidGrantError:\n    pass",
    "const err = params.get('error');\nif (err === 'access_denied') {\n  show('cancelled');\n}",
    "assert response.json() == {'error': 'invalid_client'}",
    "response = requests.post(url, data={'grant_type': 'authorization_code'})",
    "SELECT code, state FROM addresses WHERE city = 'Graz';",
    # texts about OAuth
    "OAuth 2.0 is an authorization framework. RFC 6749 defines four grants.",
    "The error invalid_grant means that the code is expired, revoked or used.",
    "The server returns invalid_scope if the requested scope is unknown.",
    "When the redirect_uri does not match the registered one, the server shows an error page.",
    "A refresh token lets a client get a new access token without asking the person again.",
    "Access tokens expire. Use PKCE. Compare the state. Register the redirect URI.",
    # words that other fields have too
    "asyncio.exceptions.InvalidStateError: invalid state",
    "The audience did not match the expectations of the director",
    "The issuer of the bond did not match the rating",
    "Nonce mismatch: expected 12, got 13",
    "The state field is required",
    "The origin of the species is unknown",
    # near misses
    "Your CSRF token has expired. Reload the page and try again.",
    "This coupon code was already used.",
    "ZIP code 90210, state CA",
    "https://example.com/",
    "https://example.com/article?id=5&error=1",
    "https://shop.example/cart?code=SUMMER",
    "name=Ada&city=London",
    "ssh: connect to host 192.0.2.1 port 22: Connection refused",
    "Test passed: 12 of 12",
    "\x00\x01\x02\x03",
    # tools, services and documents
    'java.net.SocketTimeoutException: Read timed out',
    'docker: Error response from daemon: driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:8080 failed: port is already allocated.',
    'npm ERR! 404 Not Found - GET https://registry.npmjs.org/foo',
    'pip._vendor.urllib3.exceptions.ReadTimeoutError: pool timed out',
    'jwt.exceptions.DecodeError: Not enough segments',
    'django.core.exceptions.PermissionDenied',
    'django.db.utils.OperationalError: no such table: auth_user',
    "PermissionError: [Errno 13] Permission denied: '/etc/shadow'",
    'ConnectionRefusedError: [Errno 111] Connection refused',
    'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
    'kafka: state mismatch between replica and leader',
    "git: error: failed to push some refs to 'origin'",
    'AWS: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
    'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
    '{"error":{"message":"Rate of requests is fine","type":"info"}}',
    '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}',
    '{"type":"error","error":{"type":"not_found_error","message":"model not found"}}',
    '{"code":"rest_no_route","message":"No route was found matching the URL and request method.","data":{"status":404}}',
    '{"access":"granted"}',
    '{"state":"CA","code":"94103-1234"}',
    '{"scope":"global","error":null}',
    '{"ok":true}',
    '{"error":false,"message":"done"}',
    '{"errors":[]}',
    '{"error":"invalid_email"}',
    '{"error":"invalid_type"}',
    'MetaMask Tx Signature: User denied transaction signature.',
    'The user canceled the order.',
    'Session expired, please log in again',
    'SyntaxError: Unexpected token < in JSON at position 0',
    "Uncaught TypeError: Cannot read properties of undefined (reading 'code')",
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    'GET / HTTP/1.1\nHost: example.com\n\n',
    'HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html>hi</html>',
    'HTTP/1.1 404 Not Found\n\n',
    'HTTP/1.1 500 Internal Server Error\nContent-Type: text/html\n\n<html>oops</html>',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="x"\n\n',
    'The Authorization Code\n\nA detective novel in three parts.',
    'State of the union',
    'PKCE stands for Proof Key for Code Exchange.',
    'RFC 7636 says that code_verifier has 43 to 128 characters.',
    '| error | meaning |\n|---|---|\n| invalid_grant | the code is wrong |\n| invalid_client | the client is unknown |',
    '# OAuth errors\n\n- `invalid_grant`: the code is expired\n- `invalid_scope`: unknown scope\n',
    'We moved the OAuth login page to a new design. Tokens are refreshed automatically.',
    'I love the redirect_uri parameter.',
    'What is a refresh token?',
    'How do I register a redirect URI?',
    'How does PKCE work?',
    'The test for invalid_client passes now.',
    'tests/test_oauth.py::test_invalid_grant PASSED',
    'tests/test_oauth.py::test_state_mismatch FAILED',
    'commit 1a2b3c: fix invalid_grant handling\n\nThe code was refactored.',
    "diff --git a/x b/x\n-    error = 'access_denied'\n+    error = 'invalid_scope'",
    'error: could not compile `oauth` due to previous error',
    'warning: unused variable: `state`',
    "TypeError: __init__() got an unexpected keyword argument 'scope'",
    "NameError: name 'access_token' is not defined",
    "KeyError: 'code'",
    "KeyError: 'state'",
    "ValueError: invalid literal for int() with base 10: 'abc'",
    'urllib.error.HTTPError: HTTP Error 404: Not Found',
    "AssertionError: assert 'invalid_grant' == 'invalid_request'",
    'openssl: verify error',
    'ntpd: clock skew of 12 s corrected',
    'rsync: connection unexpectedly closed',
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
    'SELECT * FROM tokens WHERE expired = true',
    "<script>const code = new URLSearchParams(location.search).get('code')</script>",
    'https://github.com/oauthlib/oauthlib/issues/562',
    'mailto:a@b.example',
    'ftp://host/file?code=123',
    'https://example.com/?utm_source=x&client_id=1',
    'https://maps.example/?state=CA&code=US',
    "b'\\x00\\x01'",
    '0',
    'null',
    'true',
    '[]',
    '{}',
    '()',
    'https://',
    '://',
    '?',
    'a=b',
    '=',
    '&&&',
    "🙂" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_without_a_failure_is_unknown(text: str) -> None:
    """And what was seen is said."""
    diagnosis = diagnose(text)

    assert diagnosis.cause == "unknown", diagnosis
    assert diagnosis.exit_status == 2
    assert diagnosis.evidence[0].startswith("I see ")


@pytest.mark.parametrize(
    "thing",
    [
        None,
        3,
        object(),
        {},
        [],
        KeyError("name"),
        ValueError("a bad value"),
        ZeroDivisionError("division by zero"),
        json.JSONDecodeError("Expecting value", "[1, 2,\n oops]", 8),
        FileNotFoundError(2, "No such file or directory"),
        Message(),
        {"name": "Ada"},
        print,
        range(10),
    ],
    ids=lambda thing: re.sub(" at 0x[0-9a-f]+", "", repr(thing)),  # the same in every process
)
def test_other_things_are_unknown(thing: object) -> None:
    """Their type is named, and nothing is made up."""
    assert diagnose(thing).cause == "unknown"


def other_response(status: int, body: str, content_type: str) -> requests.Response:
    response = requests.Response()
    response.status_code, response._content = status, body.encode()
    response.headers["Content-Type"] = content_type
    response.request = requests.Request("GET", "https://shop.example/items").prepare()
    return response


@pytest.mark.parametrize(
    "response",
    [
        other_response(404, "<h1>Not found</h1>", "text/html"),
        other_response(500, '{"error": "boom"}', "application/json"),
        other_response(200, '{"items": []}', "application/json"),
        other_response(401, "<h1>Log in</h1>", "text/html"),
        other_response(403, "forbidden", "text/plain"),
    ],
    ids=lambda response: str(response.status_code),
)
def test_responses_of_other_servers_are_unknown(response: requests.Response) -> None:
    """No token was asked for, and none was shown."""
    assert diagnose(response).cause == "unknown", diagnose(response)
