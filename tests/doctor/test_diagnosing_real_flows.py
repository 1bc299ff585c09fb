"""Broken flows against the practice service, with clients that people use."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from requests_oauthlib import OAuth2Session as OAuthlibSession

from oauth_tutorial import errors, exchange_code, network, read_redirect, record, refresh
from oauth_tutorial.client.receiver import LoopbackReceiver
from oauth_tutorial.doctor import diagnose
from oauth_tutorial.practice import PhotoBox
from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK

Build = Callable[..., str]
CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}


@pytest.fixture
def code(alice: Person, authorization_url: Build) -> str:
    return alice.code(authorization_url())


@pytest.fixture
def _loopback_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def body(code: str, **changes: str | None) -> dict[str, str]:
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **CLIENT}
    return {name: value for name, value in (given | changes).items() if value is not None}


BROKEN: dict[str, tuple[str, Callable[[str, str], requests.Response]]] = {
    "json": ("wrong_content_type", lambda url, code: requests.post(url, json=body(code))),
    "params": ("wrong_content_type", lambda url, code: requests.post(url, params=body(code))),
    "other redirect_uri": (
        "redirect_uri_differs_at_token",
        lambda url, code: requests.post(url, data=body(code, redirect_uri=CALLBACK + "/")),
    ),
    "no redirect_uri": (
        "redirect_uri_differs_at_token",
        lambda url, code: requests.post(url, data=body(code, redirect_uri=None)),
    ),
    "wrong secret": (
        "client_authentication_failed",
        lambda url, code: requests.post(url, data=body(code, client_secret="printshop-secret ")),
    ),
    "no secret": (
        "client_authentication_failed",
        lambda url, code: requests.post(url, data=body(code, client_secret=None)),
    ),
    "unknown client": (
        "unknown_client",
        lambda url, code: requests.post(url, data=body(code, client_id="printshoppe")),
    ),
    "grant type": (
        "unsupported_grant_type",
        lambda url, code: requests.post(url, data=body(code, grant_type="code")),
    ),
    "verifier without challenge": (
        "pkce_missing",
        lambda url, code: requests.post(url, data=body(code, code_verifier="v" * 43)),
    ),
    "encoded code": (
        "code_damaged",
        lambda url, code: requests.post(url, data=body(quote(code + "/", safe=""))),
    ),
    "cut code": ("code_damaged", lambda url, code: requests.post(url, data=body(code[:-1]))),
}


@pytest.mark.parametrize("name", BROKEN)
def test_from_a_response_a_recording_and_the_services_log(
    photobox: PhotoBox, code: str, name: str
) -> None:
    """Each alone says the same, and none shows the code."""
    cause, send = BROKEN[name]
    with record() as log:
        response = send(photobox.token_endpoint, code)

    for thing in (response, log, photobox.log[-1], photobox.log, photobox):
        diagnosis = diagnose(thing)
        assert cause == diagnosis.cause, diagnosis
        assert code not in repr(diagnosis)


def test_a_code_that_was_sent_twice(photobox: PhotoBox, code: str) -> None:
    """With the seconds in between."""
    with record() as log:
        for _ in range(2):
            requests.post(photobox.token_endpoint, data=body(code), timeout=5)

    diagnosis = diagnose(list(log))
    assert diagnosis.cause == "code_already_used"
    assert "0 seconds before" in diagnosis.evidence[0]


def test_a_fixed_flow_has_no_fault(photobox: PhotoBox, code: str) -> None:
    """What failed first and works now is no cause any more."""
    with record() as log:
        requests.post(photobox.token_endpoint, json=body(code), timeout=5)
        requests.post(photobox.token_endpoint, data=body(code), timeout=5)

    assert diagnose(log).cause == "", diagnose(log)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"redirect_uri": "http://127.0.0.1:49152/call"}, "redirect_uri_mismatch"),
        ({"redirect_uri": None}, "redirect_uri_mismatch"),
        ({"client_id": "printshoppe"}, "unknown_client"),
    ],
)
def test_a_page_of_the_service(
    photobox: PhotoBox, alice: Person, authorization_url: Build, changes: dict[str, str], cause: str
) -> None:
    """From its HTML, from its visible text, from the log."""
    page = alice.open(authorization_url(**changes))

    for thing in (page.text, page, photobox.log[-1]):
        assert cause == diagnose(thing).cause, diagnose(thing)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "photos.red"}, "scope_invalid"),
        ({"scope": "photos.read,openid"}, "scope_invalid"),
        ({"client_id": "printshop-public"}, "pkce_missing"),
        ({"code_challenge": "x" * 43, "code_challenge_method": None}, "pkce_mismatch"),
        ({"code_challenge": "x" * 86, "code_challenge_method": "S256"}, "pkce_mismatch"),
    ],
)
def test_a_redirect_with_an_error(
    alice: Person, authorization_url: Build, changes: dict[str, str], cause: str
) -> None:
    """From the address, and from the exception that it becomes."""
    back = alice.open(authorization_url(**changes)).headers["Location"]

    with pytest.raises(errors.AuthorizationFailed) as raised:
        read_redirect(back, state="xyz")

    assert [cause] * 2 == [diagnose(back).cause, diagnose(raised.value).cause]


def test_the_api(photobox: PhotoBox, alice: Person, authorization_url: Build) -> None:
    """Without a token, with a misspelt scheme, with a dead token, with too little scope."""
    token = exchange_code(
        photobox.token_endpoint,
        code=alice.code(authorization_url()),
        redirect_uri=CALLBACK,
        **CLIENT,
    ).access_token

    def call(path: str, authorization: str | None) -> requests.Response:
        headers = {"Authorization": authorization} if authorization else {}
        method = "POST" if path == "/orders" else "GET"
        return requests.request(method, photobox.api + path, headers=headers, timeout=5)

    causes = {
        header: diagnose(call("/photos", header)).cause
        for header in (None, f"Token {token}", "Bearer gone", f"Bearer  {token}x")
    }
    assert set(causes.values()) == {"token_rejected"}
    assert "no Authorization header" in repr(diagnose(call("/photos", None)))
    assert "does not start with Bearer" in repr(diagnose(call("/photos", f"Token {token}")))
    assert diagnose(call("/orders", f"Bearer {token}")).cause == "scope_insufficient"


REFUSED_REGISTRATIONS: list[dict[str, object]] = [
    {"redirect_uris": ["http://shop.example/cb"]},
    {"redirect_uris": ["localhost:3000/cb"]},
    {"redirect_uris": CALLBACK},
    {"redirect_uris": [CALLBACK], "grant_types": ["password"]},
    {"redirect_uris": [CALLBACK], "response_types": ["token"]},
    {"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "magic"},
    {"redirect_uris": [CALLBACK], "id_token_signed_response_alg": "HS256"},
    {"redirect_uris": [CALLBACK], "client_uri": 5},
]


@pytest.mark.parametrize("metadata", REFUSED_REGISTRATIONS)
def test_a_registration_that_is_refused(photobox: PhotoBox, metadata: dict[str, object]) -> None:
    answer = requests.post(photobox.registration_endpoint, json=metadata, timeout=5)

    for evidence in (answer, photobox.log[-1], answer.text):
        assert diagnose(evidence).cause == "registration_refused", diagnose(evidence)


def test_a_refresh_token_that_was_rotated_away(photobox: PhotoBox, code: str) -> None:
    """The old one was kept."""
    old = exchange_code(photobox.token_endpoint, code=code, redirect_uri=CALLBACK, **CLIENT)
    assert old.refresh_token
    refresh(photobox.token_endpoint, refresh_token=old.refresh_token, **CLIENT)

    with pytest.raises(errors.TokenRequestFailed) as raised:
        refresh(photobox.token_endpoint, refresh_token=old.refresh_token, **CLIENT)

    assert diagnose(raised.value).cause == "refresh_token_dead"


def test_a_denial(alice: Person, authorization_url: Build) -> None:
    """The person said no."""
    assert diagnose(alice.decide(authorization_url(), "deny")).cause == "user_denied"


@pytest.mark.usefixtures("_loopback_http")
class TestAuthlib:
    """The exceptions of Authlib."""

    @pytest.fixture
    def client(self) -> Iterator[AuthlibSession]:
        with AuthlibSession("printshop", "printshop-secret", redirect_uri=CALLBACK) as session:
            yield session

    def test_state(self, photobox: PhotoBox, client: AuthlibSession) -> None:
        with pytest.raises(Exception, match="state") as raised:
            client.fetch_token(
                photobox.token_endpoint,
                authorization_response=f"{CALLBACK}?code=abcdefghijkl&state=another",
                state="xyz",
            )

        assert diagnose(raised.value).cause == "state_mismatch"

    def test_a_used_code(self, photobox: PhotoBox, client: AuthlibSession, code: str) -> None:
        client.fetch_token(photobox.token_endpoint, code=code)
        with pytest.raises(Exception, match="invalid_grant") as raised:
            client.fetch_token(photobox.token_endpoint, code=code)

        assert diagnose(raised.value).cause == "code_already_used"
        assert diagnose(f"{type(raised.value).__name__}: {raised.value}").cause == (
            "code_already_used"
        )

    def test_the_secret(self, photobox: PhotoBox, code: str) -> None:
        with (
            AuthlibSession("printshop", "wrong", redirect_uri=CALLBACK) as client,
            pytest.raises(Exception, match="invalid_client") as raised,
        ):
            client.fetch_token(photobox.token_endpoint, code=code)

        assert diagnose(raised.value).cause == "client_authentication_failed"


@pytest.mark.usefixtures("_loopback_http")
class TestRequestsOAuthlib:
    """The exceptions of requests-oauthlib."""

    @pytest.fixture
    def client(self) -> Iterator[OAuthlibSession]:
        with OAuthlibSession("printshop", redirect_uri=CALLBACK, scope="photos.read") as session:
            yield session

    def fetch(self, client: OAuthlibSession, photobox: PhotoBox, **how: str) -> BaseException:
        with pytest.raises((Exception, Warning)) as raised:
            client.fetch_token(photobox.token_endpoint, client_secret="printshop-secret", **how)
        return raised.value

    def test_state(self, photobox: PhotoBox, client: OAuthlibSession) -> None:
        client.authorization_url(photobox.authorization_endpoint)
        back = f"{CALLBACK.replace('http:', 'https:')}?code=abcdefghijkl&state=another"

        assert diagnose(self.fetch(client, photobox, authorization_response=back)).cause == (
            "state_mismatch"
        )

    def test_plain_http(
        self, photobox: PhotoBox, client: OAuthlibSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT")

        assert diagnose(self.fetch(client, photobox, code="abcdefghijkl")).cause == (
            "insecure_transport"
        )

    def test_a_used_code(self, photobox: PhotoBox, client: OAuthlibSession, code: str) -> None:
        client.fetch_token(photobox.token_endpoint, code=code, client_secret="printshop-secret")

        assert diagnose(self.fetch(client, photobox, code=code)).cause == "code_already_used"

    def test_another_scope(
        self, photobox: PhotoBox, alice: Person, authorization_url: Build
    ) -> None:
        code = alice.code(authorization_url(scope="photos.read openid"))
        with OAuthlibSession("printshop", redirect_uri=CALLBACK, scope="openid") as client:
            warning = self.fetch(client, photobox, code=code)

        assert diagnose(warning).cause == "scope_changed", repr(warning)

    @pytest.mark.parametrize(
        ("fault", "cause"),
        [
            ("html_500", "error_in_success_status"),
            ("error_with_200", "code_already_used"),
            ("empty_body", "error_in_success_status"),
        ],
    )
    def test_faults(
        self, photobox: PhotoBox, client: OAuthlibSession, code: str, fault: str, cause: str
    ) -> None:
        """oauthlib says no more than that a token is missing: the response says more."""
        photobox.faults.add(fault)

        assert cause == diagnose(self.fetch(client, photobox, code=code)).cause


@pytest.mark.sockets
def test_a_port_that_is_taken() -> None:
    """By a receiver of another program."""
    with LoopbackReceiver(state="xyz") as receiver:
        import socket

        with socket.socket() as other, pytest.raises(OSError, match="in use") as raised:
            other.bind(("127.0.0.1", receiver.port))

    assert diagnose(raised.value).cause == "port_in_use"


def test_our_own_waiting_and_ports() -> None:
    """CallbackTimeout and PortInUse, as objects and as the text that a notebook shows."""
    with LoopbackReceiver(state="xyz") as receiver, pytest.raises(errors.CallbackTimeout) as late:
        receiver.wait(timeout=0)
    other = network.bind()
    with pytest.raises(errors.PortInUse) as taken:
        LoopbackReceiver(other.port, state="xyz")
    other.stop()

    for error, cause in ((late.value, "browser_elsewhere"), (taken.value, "port_in_use")):
        text = error._render_traceback_()[0]
        assert [cause] * 2 == [diagnose(error).cause, diagnose(text).cause]


def test_the_last_exception_of_this_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """diagnose() without an argument."""
    error = errors.StateMismatch("another state")
    monkeypatch.setattr("sys.last_value", error, raising=False)

    assert diagnose().cause == "state_mismatch"
