"""What somebody else sent is plain text wherever we show it: nothing acts, and no line is forged.

Each face is fed the same text through its public function. A terminal obeys ESC and the C1
characters, a log is read line by line, and U+202E turns the rest of a line around.
"""

import json
import os
import unicodedata
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import requests
from werkzeug.test import Client

from oauth_tutorial import diagnose, exchange_code, practice, read_redirect, record, revoke
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.page import read_page
from oauth_tutorial.classroom import read_class
from oauth_tutorial.client.arrivals import Wanted, not_the_redirect
from oauth_tutorial.client.receiver import LoopbackReceiver
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.exercises import progress
from oauth_tutorial.exercises.nb00 import two_scopes
from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange
from tests.raw_server import Raw

HOSTILE = (
    "a\x1b]0;PWNED\x07\x1b[2J\r\nPOST /token → 200 OK\u202e\u2028\x9b2J\x85\u2066\ud800\U000e0001z"
)
SENT = HOSTILE.replace("\ud800", "")  # what has to be UTF-8 on its way
FORGED = "POST /token → 200 OK"


def acts(text: str) -> list[str]:
    """Return what acts on whatever shows a text, and lines that it forges."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    found = [one for one in text if one != "\n" and unicodedata.category(one) in kinds]
    return found + [line for line in text.split("\n") if line.strip().startswith(FORGED)]


def said_by(act) -> str:
    """Return what a call shows: its result, or its error in every form that it is shown in."""
    try:
        return repr(act())
    except OAuthTutorialError as error:
        return "\n".join([str(error), repr(error), *error._render_traceback_()])


REDIRECTS = {
    "error": {"error": SENT, "state": "xyz"},
    "description": {"error": "server_error", "error_description": SENT, "state": "xyz"},
    "uri": {"error": "access_denied", "error_uri": SENT, "state": "xyz"},
    "state": {"code": "abc", "state": SENT},
    "issuer": {"code": "abc", "state": "xyz", "iss": SENT},
    "code": {"code": SENT, "state": "xyz"},
    "name": {SENT: "x", "state": "xyz"},
}


@pytest.mark.parametrize("query", REDIRECTS.values(), ids=REDIRECTS)
@pytest.mark.parametrize("before", ["", "http://127.0.0.1/cb?", f"{SENT}?", f"http://{SENT}/?"])
def test_a_redirect(query, before):
    def read():
        return read_redirect(before + urlencode(query), state="xyz", issuer="https://as.example")

    assert acts(said_by(read)) == []


@pytest.mark.parametrize("text", [HOSTILE, f"?code={HOSTILE}&state=xyz", f"http://{HOSTILE}"])
def test_what_was_pasted(text):
    assert acts(said_by(lambda: read_redirect(text, state="xyz"))) == []
    assert acts(repr(diagnose(text))) == []


@pytest.fixture
def server():
    raw = Raw()
    yield raw
    raw.stop()


ANSWERS = {
    "error": (400, {"error": HOSTILE, "error_description": HOSTILE, "error_uri": HOSTILE}),
    "nested": (400, {"error": {"message": HOSTILE, "code": HOSTILE}}),
    "names": (200, {HOSTILE: HOSTILE}),
    "token type": (200, {"access_token": "a" * 20, "token_type": HOSTILE, "scope": HOSTILE}),
    "numbers": (200, {"access_token": "a" * 20, "token_type": "Bearer", "expires_in": HOSTILE}),
    "extra": (200, {"access_token": "a" * 20, "token_type": "Bearer", HOSTILE: HOSTILE}),
    "page": (502, f"<html><title>{SENT}</title><h1>{SENT}</h1>"),
    "text": (500, SENT),
    "form": (200, f"error={quote(SENT)}&error_description={quote(SENT)}"),
}
HEADERS = ["Content-Type: a\x1b[2J", "Location: /\x1b[2J\x9b", "WWW-Authenticate: \x1b[2J\x9b"]


@pytest.mark.sockets
@pytest.mark.parametrize(("status", "body"), ANSWERS.values(), ids=ANSWERS)
def test_a_token_answer_its_recording_and_its_ladder(server, status, body):
    server.says(status, body, *HEADERS)
    with record() as log:
        told = said_by(
            lambda: exchange_code(
                server.url, code="c" * 20, redirect_uri="http://127.0.0.1/", client_id="c"
            )
        )
        told += said_by(lambda: revoke(server.url, token="t" * 20, client_id="c"))

    assert acts(told) == []
    assert acts(repr(log)) == []
    assert acts(repr(ladder(log))) == []
    assert acts(repr(diagnose(log))) == []


@pytest.mark.parametrize("where", ["method", "url", "request_body", "response_body", "remark"])
@pytest.mark.parametrize("status", [0, 200])
def test_an_exchange(where, status):
    given = {"method": "GET", "url": "http://127.0.0.1/cb", "status": status} | {where: HOSTILE}
    if where == "url":
        given["url"] = f"http://127.0.0.1/{HOSTILE}?code={HOSTILE}&{HOSTILE}=1#{HOSTILE}"
    one = Exchange(**given)

    assert acts(repr(one)) == []
    assert acts(repr(ladder([one]))) == []
    assert acts(str(ladder([one]).curl(1)).replace("\n", "")) == []
    assert acts(str(ladder([one]).code(1))) == []
    assert acts(json.dumps(ladder([one]).har())) == []
    assert FORGED in ladder([one]).html() or where == "method"


@pytest.fixture
def service():
    return practice.PhotoBox("http://photobox.example")


REQUESTS = {
    "path": {"path": f"/{quote(SENT)}"},
    "name": {"path": "/authorize", "query_string": urlencode({SENT: "x"})},
    "client": {"path": "/authorize", "query_string": urlencode({"client_id": SENT})},
    "uri": {
        "path": "/authorize",
        "query_string": urlencode({"client_id": "printshop", "redirect_uri": SENT}),
    },
    "twice": {"path": "/token", "method": "POST", "data": urlencode([(SENT, "x"), (SENT, "y")])},
    "grant": {"path": "/token", "method": "POST", "data": {"grant_type": SENT, "scope": SENT}},
    "media type": {"path": "/token", "method": "POST", "content_type": "a\x1b[2J\x9b", "data": "x"},
    "registration": {"path": "/register", "method": "POST", "json": {"redirect_uris": [SENT]}},
    "method": {"path": "/token", "method": "P\x1b[2J"},
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_the_log_of_the_service(service, request_):
    Client(service.app).open(**request_)
    shown = [
        repr(service.log),
        *map(repr, service.log),
        repr(service),
        repr(service.log[-1].checks),
    ]

    assert acts("\n".join(shown)) == []


def test_a_request_to_the_receiver():
    wanted = Wanted("http://127.0.0.1:1/callback", "/callback", {"127.0.0.1:1"})
    names = ["REQUEST_METHOD", "PATH_INFO", "HTTP_HOST", "HTTP_SEC_FETCH_DEST", "HTTP_PURPOSE"]
    good = {"REQUEST_METHOD": "GET", "PATH_INFO": "/callback", "HTTP_HOST": "127.0.0.1:1"}
    for name in names:
        page = not_the_redirect(good | {"QUERY_STRING": "", name: SENT}, wanted)
        assert acts(f"{page.title}\n{page.text}\n{page.event!r}") == []


@pytest.mark.sockets
def test_a_receiver_that_was_told_it():
    with LoopbackReceiver(state="xyz" * 15) as receiver:
        query = {"error": "x", "error_description": SENT, "state": "xyz" * 15}
        requests.get(receiver.redirect_uri, {"state": SENT, "code": SENT}, timeout=10)
        told = [repr(receiver), said_by(lambda: receiver.paste(HOSTILE))]
        requests.get(receiver.redirect_uri, query, timeout=10)
        told += [repr(receiver), said_by(lambda: receiver.wait(timeout=1))]

    assert acts("\n".join(told)) == []


def test_a_page_in_the_notebook_browser():
    browser = NotebookBrowser()
    markup = f"<title>{SENT}</title><h1>{SENT}</h1><form><input name='{SENT}'><button>{SENT}"
    browser.page = read_page(f"http://127.0.0.1/{SENT}", 200, markup)

    assert acts(repr(browser) + repr(browser.page) + repr(browser.page.parts)) == []
    assert acts(said_by(lambda: browser.press("no"))) == []
    assert acts(said_by(lambda: browser.open(HOSTILE))) == []
    assert acts(repr(browser)) == []
    browser.open(f"http://127.0.0.1:1/{quote(SENT)}")
    assert acts(repr(browser.hops)) == []


def test_a_progress_file_and_the_report_of_a_class(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(path))
    two_scopes.check("x")
    record_ = json.loads(path.read_text())
    entries = {HOSTILE: {"state": "correct", "mistakes": {HOSTILE: 1}}} | record_["exercises"]
    entries["00.two_scopes"] |= {"state": HOSTILE, "first": HOSTILE, "mistakes": {HOSTILE: 1}}
    record_ |= {"pseudonym": HOSTILE, "exercises": entries}
    path.write_text(json.dumps(record_))
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x1b[2J\n\xe2\x80\xaePOST\xff.json"))
    named.write_text(json.dumps(record_ | {"pseudonym": ""}))

    assert acts(repr(progress())) == []
    assert acts(repr(two_scopes.check("x"))) == []
    assert acts(repr(read_class([tmp_path]))) == []
    assert acts(repr(read_class([Path(f"/nowhere/{SENT}")]))) == []
