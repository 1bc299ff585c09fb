"""The device flow, against a server that says whatever a script says (RFC 8628)."""

import contextlib
import json
import threading
import time

import pytest
import requests
from werkzeug.wrappers import Request, Response

from oauth_tutorial import network, practice
from oauth_tutorial.client import device as module
from oauth_tutorial.client.device import DeviceAuthorization, poll_device, start_device
from oauth_tutorial.client.dialect import Dialect
from oauth_tutorial.errors import (
    InvalidArgument,
    TokenEndpointUnreachable,
    TokenRequestFailed,
    TokenResponseUnreadable,
)
from tests.practice.browser import Person

EXAMPLE = {  # RFC 8628 §3.2
    "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://example.com/device",
    "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    "expires_in": 1800,
    "interval": 5,
}
TOKEN = {"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "Bearer"}
PENDING = (400, {"error": "authorization_pending"})
SLOW_DOWN = (400, {"error": "slow_down"})


class Server:
    def __init__(self):
        self.script, self.asked = [], []

    @Request.application
    def app(self, request):
        request.get_data()
        self.asked.append(request)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if callable(answer):
            answer = answer()
        status, body = answer
        return Response(json.dumps(body), status, content_type="application/json")


@pytest.fixture
def server():
    server = Server()
    serving = network.serve(server.app)
    server.url = f"http://127.0.0.1:{serving.port}/"
    yield server
    serving.stop()


def start(server, body, status=200, **more):
    server.script = [(status, body)]
    return start_device(server.url, **{"client_id": "1406020730"} | more)


def poll(server, *script, device=None, **more):
    server.script, waits = list(script), []
    given = {"client_id": "1406020730", "wait": waits.append} | more
    try:
        token = poll_device(server.url, device or DeviceAuthorization(**EXAMPLE), **given)
    except TokenRequestFailed as error:
        return error, waits
    return token, waits


def test_the_example_of_the_rfc(server):
    device = start(server, EXAMPLE, scope="example_scope")

    assert server.asked[0].form.to_dict() == {
        "client_id": "1406020730",
        "scope": "example_scope",
    }
    assert {name: getattr(device, name) for name in EXAMPLE} == EXAMPLE
    assert EXAMPLE["device_code"] not in repr(device)
    assert "user_code='WDJB-MJHT'" in repr(device)
    assert "device_code=<41 characters>" in repr(device)


def test_what_may_be_missing_or_odd(server):
    short = {name: EXAMPLE[name] for name in ("device_code", "user_code")}
    device = start(server, short | {"verification_url": "https://example.com/d"})
    assert (device.verification_uri, device.verification_uri_complete) == (
        "https://example.com/d",
        None,
    )
    assert (device.interval, device.expires_in) == (5, 900)

    odd = start(server, EXAMPLE | {"interval": "7", "expires_in": "60", "x": 1})
    assert (odd.interval, odd.expires_in) == (7, 60)
    assert start(server, EXAMPLE | {"interval": 0}).interval >= 1
    assert (
        start(server, EXAMPLE | {"verification_uri_complete": "javascript:x"})
    ).verification_uri_complete is None


@pytest.mark.parametrize("name", ["device_code", "user_code", "verification_uri"])
@pytest.mark.parametrize("value", [None, "", 7, "x" * 3000])
def test_an_answer_that_nobody_can_use(server, name, value):
    said = "needs a device_code, a user_code that a person can read, and a verification_uri"
    with pytest.raises(TokenResponseUnreadable, match=said) as raised:
        start(server, EXAMPLE | {name: value})

    assert EXAMPLE["device_code"] not in str(raised.value)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "example.com/device", "http://[", "https://example.com/\x1b[2J"),
        *("https://example.com@evil.example/", "https://example.com/ evil", "https://\u202eevil/"),
    ],
)
def test_an_address_that_is_none(server, address):
    with pytest.raises(TokenResponseUnreadable, match="a web address"):
        start(server, EXAMPLE | {"verification_uri": address})
    complete = start(server, EXAMPLE | {"verification_uri_complete": address})
    assert complete.verification_uri_complete is None


@pytest.mark.parametrize("code", ["\x1b]0;evil\x07WDJB", "WDJB\rMJHT", "\u202eTHJM-BJDW"])
def test_a_code_that_a_terminal_would_obey(server, code):
    with pytest.raises(TokenResponseUnreadable, match="a user_code that a person can read"):
        start(server, EXAMPLE | {"user_code": code})


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, {"error": "unauthorized_client"}, "device authorization endpoint refused"),
        (200, {"error": "device_flow_disabled"}, "said 'device_flow_disabled'"),
        (400, {"status": 400, "message": "invalid client"}, "said: invalid client"),
        (200, {"code": 7, "message": "no such app"}, "said '7': no such app"),
        (200, ["x"], "JSON of type list"),
        (302, {}, "a redirect"),
    ],
)
def test_the_server_says_no_at_once(server, status, body, said):
    with pytest.raises(TokenRequestFailed, match=said) as raised:
        start(server, body, status)

    assert raised.value.section.startswith("RFC 8628")


def test_a_dialect_has_its_own_names(server):
    dialect = Dialect(
        names={"device": {"scope": "scopes"}, "token": {"client_id": "key"}},
        extra={"device": {"a": "b"}},
        scope_separator=",",
        headers={"X-A": "b"},
        token_at="data",
    )
    device = start(server, EXAMPLE, scope="a b", dialect=dialect)
    assert server.asked[0].form.to_dict() == {
        "a": "b",
        "scopes": "a,b",
        "client_id": "1406020730",
    }
    assert server.asked[0].headers["X-A"] == "b"

    token, _ = poll(server, (200, {"data": TOKEN}), device=device, dialect=dialect)
    assert token.access_token == TOKEN["access_token"]
    assert server.asked[1].form["key"] == "1406020730"


def test_a_client_with_a_secret_proves_who_it_is(server):
    start(server, EXAMPLE, client_secret="gX1fBat3bV", dialect=Dialect(client_auth="basic"))
    assert server.asked[0].authorization.password == "gX1fBat3bV"

    poll(server, (200, TOKEN), client_secret="gX1fBat3bV")
    assert server.asked[1].form["client_secret"] == "gX1fBat3bV"


def test_it_asks_until_the_person_has_approved(server):
    token, waits = poll(server, PENDING, PENDING, (200, TOKEN))

    assert token.access_token == TOKEN["access_token"]
    assert waits == [5, 5, 5]
    assert server.asked[0].form.to_dict() == {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": EXAMPLE["device_code"],
        "client_id": "1406020730",
    }


@pytest.mark.parametrize(("interval", "waits"), [(7, [7, 7]), (1, [1, 1]), (0, [1, 1])])
def test_the_pace_is_the_server_s(server, interval, waits):
    device = DeviceAuthorization(**EXAMPLE | {"interval": interval})

    assert poll(server, PENDING, (200, TOKEN), device=device)[1] == waits


def test_slow_down_adds_five_seconds_for_good(server):
    token, waits = poll(server, SLOW_DOWN, PENDING, SLOW_DOWN, PENDING, (200, TOKEN))

    assert token.access_token
    assert waits == [5, 10, 10, 15, 15]


@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        ((200, {"error": "authorization_pending"}), [5, 5]),  # GitHub
        ((200, {"error": "slow_down", "interval": 40}), [5, 40]),
        ((200, {"error": "slow_down", "interval": 1}), [5, 10]),
        ((400, {"status": 400, "message": "authorization_pending"}), [5, 5]),  # Twitch
        ((428, {"error": "authorization_pending"}), [5, 5]),  # Google
    ],
)
def test_not_yet_in_other_shapes(server, answer, waits):
    assert poll(server, answer, (200, TOKEN))[1] == waits


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("access_denied", "The person said no"),
        ("expired_token", "The codes have expired. Start"),
        ("invalid_grant", "A device code gives one token"),
    ],
)
def test_a_last_no_ends_it(server, status, code, hint):
    failure, waits = poll(server, PENDING, (status, {"error": code}), PENDING)

    assert (failure.error, len(waits), len(server.asked)) == (code, 2, 2)
    assert failure.hint.startswith(hint)
    assert "run the cell with start_device(…)" in failure.hint
    assert failure.section == "RFC 8628 §3.5"
    assert EXAMPLE["device_code"] not in str(failure)


def test_it_ends_with_the_lifetime_of_the_codes(server):
    device = DeviceAuthorization(**EXAMPLE | {"expires_in": 12})
    failure, waits = poll(server, PENDING, device=device)

    assert waits == pytest.approx([5, 5, 2], abs=1)
    assert (failure.error, failure.section) == ("expired_token", "RFC 8628 §3.5")
    assert "within 12 seconds" in failure.message


def test_codes_that_are_dead_already_are_not_asked_for(server):
    device = DeviceAuthorization(**EXAMPLE, received_at=time.time() - 1801)
    failure, waits = poll(server, PENDING, device=device)

    assert (failure.error, waits, server.asked) == ("expired_token", [], [])


@pytest.mark.sockets
def test_an_answer_that_comes_late_is_asked_for_again_after_twice_the_interval(server):
    end = threading.Event()

    def late():
        end.wait(10)
        return PENDING

    token, waits = poll(server, late, (200, TOKEN), timeout=0.2)
    end.set()

    assert token.access_token
    assert waits == [5, 10]


def test_a_server_that_is_not_there_ends_it():
    waits = []
    with pytest.raises(TokenEndpointUnreachable):
        poll_device(
            "http://127.0.0.1:9/",
            DeviceAuthorization(**EXAMPLE),
            client_id="c",
            wait=waits.append,
        )

    assert waits == [5]


def test_an_interrupt_ends_it_and_it_can_go_on(server):
    def interrupt(seconds):
        raise KeyboardInterrupt

    device = DeviceAuthorization(**EXAMPLE)
    with pytest.raises(KeyboardInterrupt):
        poll(server, PENDING, device=device, wait=interrupt)

    assert poll(server, (200, TOKEN), device=device)[0].access_token


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ((200, TOKEN), "Approved."),
        ((400, {"error": "access_denied"}), "No token came."),
        (KeyboardInterrupt, "Stopped."),
    ],
)
def test_the_line_below_the_cell_says_how_it_ended_and_keeps_no_code(
    server, monkeypatch, last, said
):
    lines = []
    monkeypatch.setattr(module, "show_status", lambda first: lines.append)

    def wait(seconds):
        if last is KeyboardInterrupt:
            raise last

    with contextlib.suppress(KeyboardInterrupt, TokenRequestFailed):
        poll(server, last, device=DeviceAuthorization(**EXAMPLE), wait=wait)

    assert EXAMPLE["user_code"] in lines[0]
    assert lines[-1] == said


def test_it_waits_by_itself(server, monkeypatch):
    slices = []
    monkeypatch.setattr(module.waiting, "wait", lambda bell, seconds: slices.append(seconds))
    clock = iter(range(100))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    poll(server, (200, TOKEN), wait=None)

    assert slices == [0.1] * 4  # an interrupt is heard between two of them


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: poll_device("http://127.0.0.1:9/", EXAMPLE, client_id="c"), "start_device"),
        (lambda: start_device("", client_id="c"), "device_authorization_endpoint"),
        (lambda: start_device("http://127.0.0.1:9/", client_id=""), "client_id"),
        (lambda: start_device("http://127.0.0.1:9/", client_id="c", scope=["a"]), "scope"),
    ],
)
def test_a_wrong_argument_is_named_with_its_rule(call, named):
    with pytest.raises(InvalidArgument, match=named) as raised:
        call()

    assert raised.value.section.startswith("RFC 8628")


def test_a_person_approves_at_the_course_s_own_service():
    photobox = practice.start()
    registered = requests.post(
        photobox.registration_endpoint,
        json={
            "client_name": "TV",
            "grant_types": [module.GRANT],
            "token_endpoint_auth_method": "none",
        },
        timeout=5,
    ).json()
    name = registered["client_id"]
    device = start_device(photobox.device_authorization_endpoint, client_id=name, scope="profile")
    waits = []

    def approve(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            alice = Person("alice", "wonderland")
            page = alice.enter(device.verification_uri, device.user_code)
            alice.submit(page, decision="approve")
            alice.close()

    token = poll_device(photobox.token_endpoint, device, client_id=name, wait=approve)

    assert token.scopes == ("profile",)
    assert len(waits) >= 2
