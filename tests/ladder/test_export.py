"""What is copied out works: curl and code are sent to the service, HAR is read by a stranger."""

import json
import shlex
import shutil
import subprocess
import sys

import pytest
from haralyzer import HarParser

from oauth_tutorial.ladder import ladder
from oauth_tutorial.ladder.export import curl
from oauth_tutorial.ladder.message import Message
from oauth_tutorial.wire.recording import record
from tests.ladder.conftest import call_api

TOKEN, API = 7, 8  # messages of the recorded flow


def received(photobox, path):
    """What the service understood, whoever asked it."""
    entry = photobox.log.last(path)
    return entry.number, entry.method, dict(entry.parameters), [c.name for c in entry.checks]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize(("number", "path"), [(TOKEN, "/token"), (API, "/api/photos")])
@pytest.mark.sockets
def test_curl_sends_the_same_request(photobox, flow, number, path):
    command = ladder(flow.log).curl(number, reveal=True)
    before = received(photobox, path)

    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)

    assert run.stdout.startswith("HTTP/1.1 ")
    assert_same_request(before, received(photobox, path), flow)


@pytest.mark.parametrize(
    "body", ["a\x1b[2J'%s\\n\x9b", "two\nlines", "\u202e100 %", "it's $HOME `id` \x07"]
)
def test_the_shell_reads_what_was_sent_and_the_terminal_nothing(body):
    command = curl(Message(sender="a", recipient="b", method="POST", url="u", request_body=body))
    word = command.partition("--data-raw ")[2]
    run = subprocess.run(["sh", "-c", f"printf %s {word}"], capture_output=True, check=True)

    assert run.stdout.decode() == body
    assert all(line.isprintable() for line in command.split("\n"))


@pytest.mark.parametrize(("number", "path"), [(TOKEN, "/token"), (API, "/api/photos")])
@pytest.mark.sockets
def test_code_sends_the_same_request(photobox, flow, number, path):
    code = ladder(flow.log).code(number, reveal=True)
    before = received(photobox, path)

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip().isdecimal()
    assert_same_request(before, received(photobox, path), flow)


def assert_same_request(before, after, flow):
    assert after[0] > before[0]
    assert after[1] == before[1]
    if after[2]:
        assert after[2]["code"] == flow.secrets["code"]
        assert after[2]["code_verifier"] == flow.secrets["code_verifier"]
    else:
        assert after[3][0] == "bearer_present"


def test_a_json_body_is_written_as_json(photobox, flow):
    import requests

    with record() as log:
        requests.post(f"{photobox.api}/orders", json={"photo": 1, "note": "it's"}, timeout=10)
    code = ladder(log).code(1)

    assert """json={'photo': 1, 'note': "it's"}""" in code
    assert "Content-Type" not in code
    assert json.loads(shlex.split(ladder(log).curl(1))[-1]) == {"photo": 1, "note": "it's"}


def test_the_har_file_is_read_by_a_reader_of_its_own(flow, tmp_path):
    path = tmp_path / "flow.har"
    ladder(flow.log).save_har(path)

    parsed = HarParser(json.loads(path.read_text(encoding="utf-8")))

    entries = parsed.har_data["entries"]
    assert parsed.version == "1.2"
    assert len(entries) == 8  # the link is no request
    assert [e["response"]["status"] for e in entries] == [200, 303, 200, 303, 200, 200, 200, 400]


def test_the_har_has_every_field_that_the_format_requires(flow):
    """http://www.softwareishard.com/blog/har-12-spec/"""
    for entry in ladder(flow.log).har()["log"]["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert {
            "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize",
            "bodySize",
        } <= set(entry["request"])  # fmt: skip
        assert {
            "status", "statusText", "httpVersion", "cookies", "headers", "content",
            "redirectURL", "headersSize", "bodySize",
        } <= set(entry["response"])  # fmt: skip
        assert {"send", "wait", "receive"} <= set(entry["timings"])
        assert entry["startedDateTime"].endswith("Z")
        assert " " not in entry["request"]["url"]
        assert entry["request"]["cookies"] == []


def test_a_har_can_be_revealed_on_request(flow):
    revealed = json.dumps(ladder(flow.log).har(reveal=True))

    assert flow.secrets["code_verifier"] in revealed


def test_a_call_after_the_copy_is_recorded_again(photobox, flow):
    with record() as log:
        call_api(photobox, "nothing-that-was-issued")

    assert ladder(log).messages[0].failed.name == "token_valid"
