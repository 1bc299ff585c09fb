"""What people saw in place of the redirect, as they reported it: each is named, and what is wanted.

Where a case comes from stands beside it: a repository and the number of the report.
"""

import socket

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, diagnose
from oauth_tutorial.errors import CallbackTimeout
from tests.client.conftest import STATE

GOOD = f"code=abc&state={STATE}"
NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


def ask(receiver, target: str, method: str = "GET", **more) -> requests.Response:
    url = f"http://127.0.0.1:{receiver.port}{target}"
    request = requests.Request(method, url, **more).prepare()
    request.url = url  # as it is: the library would tidy it
    with requests.Session() as session:
        session.trust_env = False
        return session.send(request, timeout=5)


def late(receiver) -> CallbackTimeout:
    with pytest.raises(CallbackTimeout) as raised:
        receiver.wait(timeout=0)
    return raised.value


def from_header(header: str, value: str, name: str, word: str) -> tuple:
    return "GET", f"/callback?{GOOD}", {"headers": {header: value}}, name, [word]


# What came, its name, and words of it that the page and the time-out have
REPORTED = [
    # zorn-v/nextcloud-social-login#539, better-auth/better-auth#5322
    ("POST", "/callback", {"data": GOOD}, "form_post", ["form_post", "response_mode=query"]),
    # the same as it comes from Apple: with a type, and from another site
    (
        "POST",
        "/callback",
        {"data": {"code": "abc", "state": STATE}, "headers": {"Origin": "https://as.example"}},
        "form_post",
        ["form_post", "GET"],
    ),
    # freelawproject/courtlistener#7927
    ("GET", f"/callback/?{GOOD}", {}, "another_path", ["'/callback/'", "'/callback'"]),
    ("GET", f"//callback?{GOOD}", {}, "another_path", ["'//callback'", "'/callback'"]),
    ("GET", f"/Callback?{GOOD}", {}, "another_path", ["'/Callback'", "'/callback'"]),
    ("GET", f"/?{GOOD}", {}, "another_path", ["'/'", "'/callback'"]),
    ("GET", f"/call%62ack?{GOOD}", {}, "another_path", ["'/call%62ack'"]),
    ("GET", f"/callback&{GOOD}", {}, "another_path", ["'/callback…'"]),
    # sahat/hackathon-starter#1081: the address of WSL
    from_header("Host", "172.20.10.3:5000", "wrong_host", "172.20.10.3:5000"),
    from_header("Host", "127.0.0.1", "wrong_host", "'127.0.0.1'"),
    from_header("Host", "a, b", "wrong_host", "two Host headers"),
    # jupyterhub/oauthenticator#77: a proxy drops the query
    ("GET", "/callback", {}, "no_query", ["without a query", "'#'"]),
    ("GET", "/callback?", {}, "no_query", ["without a query"]),
    # jupyterhub/jupyterhub#1438: two sign-ins at once
    (
        "GET",
        "/callback?code=abc&state=other",
        {},
        "another_state",
        ["a different state", "old tab"],
    ),
    ("GET", "/callback?code=abc", {}, "no_state", ["no state"]),
    ("GET", f"/callback?state={STATE}", {}, "no_code", ["no code"]),
    ("GET", f"/callback?code=a&error=b&state={STATE}", {}, "malformed", ["both code and error"]),
    ("HEAD", f"/callback?{GOOD}", {}, "another_method", ["HEAD", "GET"]),
    # streamlit/streamlit#15589: a prefetch used up the code
    from_header("Sec-Purpose", "prefetch;prerender", "not_a_navigation", "prefetch"),
    from_header("Purpose", "prefetch", "not_a_navigation", "prefetch"),
    from_header("X-Moz", "prefetch", "not_a_navigation", "prefetch"),
    from_header("Sec-Fetch-Dest", "image", "not_a_navigation", "image"),
    from_header("Sec-Fetch-Dest", "iframe", "not_a_navigation", "frame"),
    from_header("Sec-Fetch-Dest", "empty", "not_a_navigation", "script"),
    from_header("Service-Worker", "script", "not_a_navigation", "service worker"),
]


# What the doctor takes it for: by what arrived last, and not by the time-out alone.
CAUSES = {
    "nothing": {"browser_elsewhere"},
    "tls": {"redirect_uri_mismatch", "tls_or_network"},
    "wrong_host": {"redirect_uri_mismatch"},
    "another_path": {"redirect_uri_mismatch"},
    "another_method": {"endpoint_wrong"},
    "form_post": {"code_missing"},
    "not_a_navigation": {"browser_elsewhere"},
    "no_query": {"code_missing"},
    "no_state": {"state_mismatch"},
    "another_state": {"state_mismatch"},
    "no_code": {"code_missing"},
    "malformed": {"code_missing", "browser_elsewhere"},
}


@pytest.mark.parametrize(("method", "target", "how", "name", "words"), REPORTED)
def test_what_came_and_what_is_wanted_is_said(receiver, method, target, how, name, words):
    page = ask(receiver, target, method, **how).text
    error = late(receiver)

    assert (error.arrived, receiver.done) == (name, False)
    assert error.hint
    assert diagnose(error).cause in CAUSES[name]
    assert diagnose(str(error)).cause in CAUSES[name]
    for word in words:
        assert word in str(error)
        assert method == "HEAD" or word.replace("'", "&#39;") in page
    assert STATE not in str(error)
    assert ask(receiver, f"/callback?{GOOD}", headers=NAVIGATION).status_code == 200
    assert receiver.wait(timeout=5).code == "abc"


def test_nothing_at_all(receiver):
    error = late(receiver)

    assert (error.arrived, "last: nothing arrived." in str(error)) == ("nothing", True)
    assert diagnose(error).cause in CAUSES["nothing"]


@pytest.mark.sockets
def test_https_is_spoken_to_an_http_listener(receiver):
    """authts/oidc-client-ts#394, thunderclient/thunder-client-support#1480."""
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=5) as browser:
        browser.sendall(bytes.fromhex("16030100050100000100"))  # the begin of a ClientHello
        assert browser.recv(1000)
        browser.recv(1000)
    error = late(receiver)

    assert error.arrived == "tls"
    assert diagnose(error).cause in CAUSES["tls"]
    assert all(word in str(error) for word in ("https", "http://127.0.0.1", "redirect_uri"))


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (b"very-secret\r\n\r\n", "unreadable"),
        (b"GET /callback HTTP/1.1\r\n\r\n", "wrong_host"),
        (b"GET /callback HTTP/1.1\r\nHost: localhost:{port}\r\nHost: b\r\n\r\n", "wrong_host"),
    ],
    ids=["no HTTP", "no Host", "two Hosts"],
)
def test_what_no_library_would_send(receiver, sent, name):
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=5) as rude:
        rude.sendall(sent.replace(b"{port}", str(receiver.port).encode()))
        while rude.recv(1000):
            pass
    error = late(receiver)

    assert error.arrived == name
    assert "very-secret" not in str(error)


@pytest.mark.parametrize("host", ["LOCALHOST", "LocalHost", "127.0.0.1"])
def test_upper_case_is_the_same_host(receiver, host):
    """RFC 3986 §3.2.2; sahat/hackathon-starter#1081."""
    headers = {"Host": f"{host}:{receiver.port}"}

    assert ask(receiver, f"/callback?{GOOD}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "noise", ["/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json"]
)
def test_what_a_browser_asks_for_by_itself_hides_nothing(receiver, noise):
    ask(receiver, "/callback?code=abc&state=other")
    ask(receiver, noise)

    assert late(receiver).arrived == "another_state"


def test_a_frame_that_is_shown_after_the_redirect_hides_nothing(receiver):
    ask(receiver, "/callback?code=abc&state=other")
    ask(receiver, f"/callback?{GOOD}", headers={"Sec-Fetch-Dest": "iframe"})

    assert late(receiver).arrived == "another_state"


def test_of_two_the_last_one_is_told(receiver):
    ask(receiver, "/callback?code=abc&state=other")
    ask(receiver, "/callback", "POST", data=GOOD)

    assert late(receiver).arrived == "form_post"


@pytest.mark.parametrize(
    "more", ["scope=a&scope=b", "authuser=0&authuser=1", "error_uri=x&error_uri=y"]
)
def test_an_unknown_parameter_may_come_twice(receiver, more):
    """Google and others add parameters; RFC 6749 §4.1.2: those that are not known are ignored."""
    assert ask(receiver, f"/callback?{GOOD}&{more}").status_code == 200
    assert receiver.wait(timeout=5).code == "abc"


@pytest.mark.parametrize("name", ["code", "state", "iss"])
def test_what_decides_comes_once(receiver, name):
    page = ask(receiver, f"/callback?{GOOD}&iss=x&{name}=y")

    assert (page.status_code, receiver.done) == (400, False)
    assert f"&#39;{name}&#39; is in the URL more than once" in page.text


def test_a_pasted_address_that_was_wrong_is_told_as_well():
    with LoopbackReceiver(state=STATE) as receiver:
        receiver.paste("http://127.0.0.1/callback?code=a&state=other")

        assert late(receiver).arrived == "another_state"
        assert "last: pasted address: The redirect carries a different state" in str(late(receiver))


def test_a_link_that_photobox_refused_is_not_waited_for_in_silence(photobox):
    """Its page does not come back (RFC 6749 §4.1.2.1); the error says what the page says."""
    wrong = {
        "client_id": "printshop",
        "response_type": "code",
        "redirect_uri": "http://127.0.0.1/cb",
    }
    with LoopbackReceiver(state=STATE) as receiver:
        before = late(receiver)
        page = {"Accept": "text/html"}
        requests.get(photobox.authorization_endpoint, params=wrong, headers=page, timeout=5)
        error = late(receiver)

    assert "nothing arrived" in before.message
    assert "PhotoBox refused the link: ✗ redirect_uri is exactly one that" in error.message
    assert "run that cell again, and open the new link" in error.hint
