"""Of several requests, the newest failure that was not overcome since is to blame."""

import re
import threading
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, errors, exchange_code, record
from oauth_tutorial.doctor import Diagnosis, diagnose
from oauth_tutorial.ladder import ladder
from oauth_tutorial.practice import PhotoBox
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import Recording
from tests.doctor.conftest import NIGHTLY, PRINTSHOP, Client
from tests.practice.conftest import CALLBACK

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

Story = Callable[[Client], object]


def a_device_that_waits(client: Client) -> None:
    """That the person has not decided yet is no failure."""
    url = client.photobox.device_authorization_endpoint
    codes = client.post(url, {"client_id": "photobox-printer", "scope": "photos.read"})
    poll = {
        "grant_type": DEVICE_GRANT,
        "device_code": codes["device_code"],
        "client_id": "photobox-printer",
    }
    client.post(client.photobox.token_endpoint, poll)


def forbidden_then_a_wrong_secret(client: Client) -> None:
    client.order(client.token())
    client.token()
    client.token(client_secret="guess")


def forbidden_then_json(client: Client) -> None:
    client.order(client.token())
    form = {"grant_type": "authorization_code", "code": client.code(), "redirect_uri": CALLBACK}
    url = client.photobox.token_endpoint
    client.answers.append(requests.post(url, json=form | PRINTSHOP, timeout=5))


def a_wrong_secret_then_forbidden(client: Client) -> None:
    """The secret was put right in between."""
    code = client.code()
    client.token(code, client_secret="guess")
    client.order(client.token(code))


def the_same_mistake_twice(client: Client) -> None:
    """A refused request did not use the code up."""
    code = client.code()
    for _ in range(2):
        client.token(code, client_secret="guess")


def two_mistakes_in_a_row(client: Client) -> None:
    code = client.code()
    client.token(code, client_secret="guess")
    client.token(code, redirect_uri=CALLBACK + "/")


def two_endpoints_of_the_api(client: Client) -> None:
    """That one call works says nothing about the other."""
    token = client.token()
    client.order(token)
    client.api(token)


def a_dead_token_then_forbidden(client: Client) -> None:
    client.api("gone")
    client.order(client.token())


def two_failures_and_an_answer_in_between(client: Client) -> None:
    client.token(client_secret="guess")
    token = client.token()
    client.order(token)
    client.api("gone")


def a_dead_refresh_token(client: Client) -> None:
    """A new sign-in with another client changes nothing for this one."""
    client.refresh("gone")
    client.nightly()


def another_grant_works(client: Client) -> None:
    """Another client's success is not mine."""
    client.token(client_secret="guess")
    client.nightly()


def the_same_client_renews(client: Client) -> None:
    """A refresh says nothing about the code that was refused."""
    client.token()
    refresh_token = client.answers[-1].json()["refresh_token"]
    client.token(redirect_uri=CALLBACK + "/")
    client.refresh(refresh_token)


def somebody_else_orders(client: Client) -> None:
    """Their token came to another client."""
    public = {"client_id": "printshop-public", "code_challenge_method": "S256"}
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    client.order(client.token())
    code = client.code(scope="orders.write", state="abc", code_challenge=challenge, **public)
    theirs = client.token(
        code, client_id="printshop-public", client_secret="", code_verifier=verifier
    )
    client.order(theirs)


def json_then_another_client(client: Client) -> None:
    """Whose the request is stands in its JSON."""
    forbidden_then_json(client)
    client.nightly()


def a_device_asks_too_soon(client: Client) -> None:
    a_device_that_waits(client)
    form = dict(parse_qsl(str(client.answers[-1].request.body)))
    client.post(client.photobox.token_endpoint, form)


def another_resource(client: Client) -> None:
    """Older failures do not explain it."""
    client.order(client.token())
    client.token(resource="https://elsewhere.example")


BACK_CHANNEL: dict[Story, str] = {
    forbidden_then_a_wrong_secret: "client_authentication_failed",
    forbidden_then_json: "wrong_content_type",
    a_wrong_secret_then_forbidden: "scope_insufficient",
    the_same_mistake_twice: "client_authentication_failed",
    two_mistakes_in_a_row: "redirect_uri_differs_at_token",
    two_endpoints_of_the_api: "scope_insufficient",
    a_dead_token_then_forbidden: "scope_insufficient",
    two_failures_and_an_answer_in_between: "token_rejected",
    a_dead_refresh_token: "refresh_token_dead",
    another_grant_works: "client_authentication_failed",
    the_same_client_renews: "redirect_uri_differs_at_token",
    somebody_else_orders: "scope_insufficient",
    json_then_another_client: "wrong_content_type",
    a_device_asks_too_soon: "rate_limited",
    another_resource: "audience_invalid",
}


def as_recorded(client: Client, story: Story) -> dict[str, Diagnosis]:
    """What the doctor makes of everything that holds the story."""
    with record() as log:
        story(client)
    things: dict[str, object] = {"exchanges": list(log)} if log else {}
    things |= {
        "recording": log,
        "log": client.photobox.log,
        "service": client.photobox,
        "entries": list(client.photobox.log),
        "recording and log": [log, client.photobox.log],
    }
    return {name: diagnose(thing) for name, thing in things.items()} | {
        "recording, then log": diagnose(log, client.photobox.log),
        "log, then recording": diagnose(client.photobox.log, log),
    }


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("story", BACK_CHANNEL, ids=lambda one: one.__name__)
def test_the_newest_failure_is_blamed(client: Client, story: Story) -> None:
    """By the recording, by the service's log, and by the responses alone."""
    diagnoses = as_recorded(client, story)
    diagnoses["responses"] = diagnose(client.answers)
    diagnoses["several responses"] = diagnose(*client.answers)

    assert {name: BACK_CHANNEL[story] for name in diagnoses} == {
        name: one.cause for name, one in diagnoses.items()
    }


def a_fixed_secret(client: Client) -> None:
    code = client.code()
    client.token(code, client_secret="guess")
    client.api(client.token(code))


def a_fixed_client_id(client: Client) -> None:
    """The wrong one is nobody's: the right one is its correction."""
    code = client.code()
    client.token(code, client_id="printshoppe")
    client.token(code)


def a_fixed_grant_type(client: Client) -> None:
    code = client.code()
    client.token(code, grant_type="code")
    client.token(code)


def a_new_sign_in_after_a_dead_refresh_token(client: Client) -> None:
    client.refresh("gone")
    client.token()


def a_new_token_for_another_call(client: Client) -> None:
    """That the API takes the new token is what was wanted."""
    client.api("gone")
    client.api(client.token(), "/me")


def a_wider_scope(client: Client) -> None:
    client.order(client.token())
    client.order(client.token(client.code(scope="photos.read orders.write", state="abc")))


def a_wrong_password(client: Client) -> None:
    query = urlencode({"response_type": "code", "redirect_uri": CALLBACK, "state": "xyz"})
    url = f"{client.photobox.authorization_endpoint}?client_id=printshop&{query}"
    page = client.person.open(url)
    for password in ("wunderland", "wonderland"):
        page = client.person.submit(page, username="alice", password=password)
    client.person.submit(page, decision="approve")


def a_denial_then_a_yes(client: Client) -> None:
    client.authorize(decision="deny")
    client.token(client.code(state="abc"))


def a_scope_that_nobody_knows(client: Client) -> None:
    client.authorize(scope="photos.red")
    client.authorize(state="abc")


def a_page_that_refused(client: Client) -> None:
    client.authorize(redirect_uri="http://127.0.0.1:49152/call")
    client.authorize(client_id="printshoppe")
    client.authorize()


def everything_right(client: Client) -> None:
    client.api(client.token())


def a_token_for_another_client_itself(client: Client) -> None:
    """Its scope has nothing to do with what the person was asked for."""
    client.api(client.token())
    client.nightly()


def a_device_that_learned_to_wait(client: Client) -> None:
    a_device_asks_too_soon(client)
    client.photobox.clock.advance(seconds=30)
    form = dict(parse_qsl(str(client.answers[-1].request.body)))
    client.post(client.photobox.token_endpoint, form)


def a_renewal_that_asks_for_less(client: Client) -> None:
    """On purpose."""
    client.token(client.code(scope="photos.read orders.write"))
    client.refresh(client.answers[-1].json()["refresh_token"], scope="photos.read")


FIXED: list[Story] = [
    a_device_that_waits,
    a_device_that_learned_to_wait,
    a_renewal_that_asks_for_less,
    a_token_for_another_client_itself,
    a_fixed_secret,
    a_fixed_client_id,
    a_fixed_grant_type,
    a_new_sign_in_after_a_dead_refresh_token,
    a_new_token_for_another_call,
    a_wider_scope,
    a_wrong_password,
    a_denial_then_a_yes,
    a_scope_that_nobody_knows,
    a_page_that_refused,
    everything_right,
]


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("story", FIXED, ids=lambda one: one.__name__)
def test_what_failed_and_worked_later_is_history(client: Client, story: Story) -> None:
    """Nothing is wrong any more, and no older failure is dug out."""
    diagnoses = as_recorded(client, story)

    assert dict.fromkeys(diagnoses, "") == {name: one.cause for name, one in diagnoses.items()}


def a_denial(client: Client) -> None:
    client.token()
    client.authorize(decision="deny", state="abc")


def a_denial_then_the_page_again(client: Client) -> None:
    """A page that waits is no yes."""
    client.authorize(decision="deny")
    client.authorize(decision="", state="abc")


def a_page_that_refuses(client: Client) -> None:
    client.order(client.token())
    client.authorize(redirect_uri="http://127.0.0.1:49152/call")


def a_refusal_that_travels_back(client: Client) -> None:
    client.order(client.token())
    client.authorize(scope="photos.red", state="abc")


def another_app_signs_in(client: Client) -> None:
    """Its success changes nothing here."""
    challenge = {"code_challenge": "x" * 43, "code_challenge_method": "S256"}
    client.authorize(scope="photos.red")
    client.authorize(client_id="printshop-public", state="abc", **challenge)


def a_password_that_stays_wrong(client: Client) -> None:
    query = urlencode({"response_type": "code", "redirect_uri": CALLBACK, "state": "xyz"})
    url = f"{client.photobox.authorization_endpoint}?client_id=printshop&{query}"
    client.person.submit(client.person.open(url), username="alice", password="wunderland")


FRONT_CHANNEL: dict[Story, str] = {
    a_denial: "user_denied",
    a_denial_then_the_page_again: "user_denied",
    a_page_that_refuses: "redirect_uri_mismatch",
    a_refusal_that_travels_back: "scope_invalid",
    another_app_signs_in: "scope_invalid",
    a_password_that_stays_wrong: "user_credentials_wrong",
}


def in_ladder(log: Recording, said: str) -> str:
    """Return the line of the ladder that has the number that the evidence *said*."""
    [number] = re.findall(r"number (\d+) of the ladder", said)
    [line] = re.findall(rf"^ *{number}\. .*$", str(ladder(log)), re.MULTILINE)
    return line


@pytest.mark.parametrize("story", FRONT_CHANNEL, ids=lambda one: one.__name__)
def test_the_newest_failure_may_be_the_browsers(client: Client, story: Story) -> None:
    """The recording hears of it from the service."""
    with record() as log:
        story(client)

    things = (log, client.photobox.log, client.photobox)
    assert [FRONT_CHANNEL[story]] * 3 == [diagnose(thing).cause for thing in things]


def test_the_evidence_says_which_request_it_was(client: Client) -> None:
    """By the number that ladder and log show, and what else still stands."""
    with record() as log:
        forbidden_then_a_wrong_secret(client)
    numbers = [entry.number for entry in client.photobox.log if entry.status >= 400]
    forbidden, refused = (f"number {number} of the service's log" for number in numbers)

    recorded, noted = diagnose(log), diagnose(client.photobox.log)

    token, orders = client.photobox.token_endpoint, f"{client.photobox.api}/orders"
    newest, earlier = recorded.evidence[-2:]
    assert newest.startswith("the newest failure is number ")
    assert newest.endswith(f" of the ladder: POST '{token}', HTTP 401")
    assert "POST /token → 401 Unauthorized" in in_ladder(log, newest)
    assert earlier.startswith("an earlier failure was not overcome either: number ")
    assert earlier.endswith(f": POST '{orders}', HTTP 403 (scope_insufficient)")
    assert "POST /api/orders → 403 Forbidden" in in_ladder(log, earlier)
    assert noted.evidence[-2:] == (
        f"the newest failure is {refused}: POST '{token}', HTTP 401",
        f"an earlier failure was not overcome either: {forbidden}: POST '{orders}', HTTP 403 "
        "(scope_insufficient)",
    )
    assert recorded.candidates[0] == "client_authentication_failed"
    assert "scope_insufficient" in recorded.candidates
    assert "scope" not in " ".join((recorded.fix, recorded.section, *recorded.near))


def test_of_several_tries_the_newest_counts(client: Client) -> None:
    """The older ones are no failures of their own."""
    two_mistakes_in_a_row(client)

    diagnosis = diagnose(client.photobox.log)
    assert "client_authentication_failed" not in diagnosis.candidates
    assert "an earlier failure" not in repr(diagnosis)


def test_a_single_request_needs_no_number(client: Client) -> None:
    client.token(client_secret="guess")

    assert "the newest failure" not in repr(diagnose(client.answers[-1]))
    assert "the newest failure" not in repr(diagnose(client.photobox.log[-1]))


def test_a_refusal_without_a_cause_is_told_all_the_same() -> None:
    """By the error code, where nobody knows it."""
    elsewhere = Exchange(
        method="POST",
        url="https://login.example/token",
        status=400,
        response_body='{"error": "unheard_of"}',
    )

    assert "HTTP 400, and it says 'unheard_of'" in repr(diagnose([elsewhere, elsewhere]))


def test_two_failures_at_once(client: Client) -> None:
    """Sent in the same moment: the later of the list is blamed, the other one is named."""
    moment = 1_700_000_000.0
    forbidden = Exchange(
        method="POST",
        url="https://api.example/orders",
        status=403,
        response_headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
        started_at=moment,
    )
    refused = Exchange(
        method="POST",
        url="https://login.example/token",
        request_body="grant_type=refresh_token&refresh_token=abcdefgh&client_id=app",
        status=400,
        response_body='{"error": "invalid_grant"}',
        started_at=moment,
    )

    for first, second, cause in (
        (forbidden, refused, "refresh_token_dead"),
        (refused, forbidden, "scope_insufficient"),
    ):
        diagnosis = diagnose([first, second])
        assert cause == diagnosis.cause
        assert "an earlier failure was not overcome either" in diagnosis.evidence[-1]


def test_recordings_are_read_in_the_order_in_which_they_were_sent(client: Client) -> None:
    """Whichever was given first."""
    with record() as older:
        client.order(client.token())
    with record() as newer:
        client.token(client_secret="guess")

    causes = {diagnose(older, newer).cause, diagnose(newer, older).cause}
    assert causes == {"client_authentication_failed"}


def test_an_exception_is_about_the_newest_request(client: Client) -> None:
    """Also beside a log that begins before it."""
    client.order(client.token())
    with record() as log, pytest.raises(errors.TokenRequestFailed) as raised:
        exchange_code(
            client.photobox.token_endpoint,
            code=client.code(state="abc"),
            redirect_uri=CALLBACK,
            client_id="printshop",
            client_secret="guess",
        )

    error = raised.value
    for given in ((error, log), (log, error), (error, client.photobox.log), (error,)):
        assert diagnose(*given).cause == "client_authentication_failed", diagnose(*given)
    refused = in_ladder(log, diagnose(error, log).evidence[-1])
    assert "POST /token → 401 Unauthorized" in refused


@pytest.mark.parametrize(
    ("changes", "cause"),
    [({"scope": "photos.red"}, "scope_invalid"), ({"decision": "deny"}, "user_denied")],
)
def test_the_receiver_and_the_service_tell_of_one_refusal(
    client: Client, changes: dict[str, str], cause: str
) -> None:
    """The redirect is what came last; the service knows why."""
    with record() as log, LoopbackReceiver(state="xyz") as receiver:
        address = receiver.redirect_uri
        answer = client.authorize(redirect_uri=address, **changes)
        client.person.open(f"{address}?{urlencode(answer)}")

    diagnosis = diagnose(log)
    assert cause == diagnosis.cause
    assert diagnosis.evidence[0].startswith("the service checked that ")
    assert diagnosis.near == (cause,)
    assert "GET /callback" in in_ladder(log, diagnosis.evidence[-1])


class TestOtherPeople:
    """A recording is about its own client, whatever else the service is busy with."""

    def test_their_failure_is_not_mine(self, client: Client) -> None:
        with record() as log:
            client.api(client.token())
            aside(client.photobox, "token", NIGHTLY | {"grant_type": "client_credentials"} | WRONG)
            aside(client.photobox, "api/photos")

        assert diagnose(log).cause == "", diagnose(log)
        assert diagnose(client.photobox.log).cause == "token_rejected"

    def test_their_success_is_not_mine(self, client: Client) -> None:
        with record() as log:
            client.order(client.token())
            aside(client.photobox, "token", NIGHTLY | {"grant_type": "client_credentials"})

        assert diagnose(log).cause == "scope_insufficient"

    def test_the_same_client_in_another_program_counts(self, client: Client) -> None:
        """It uses no ``requests``, so only the service saw it; the ladder has the same number."""
        with record() as log:
            client.token()
            form = {"grant_type": "authorization_code", "code": client.code(state="abc")}
            aside(client.photobox, "token", form | PRINTSHOP | WRONG)

        diagnosis = diagnose(log)
        assert diagnosis.cause == "client_authentication_failed"
        assert "POST /token → 401 Unauthorized" in in_ladder(log, diagnosis.evidence[-1])

    def test_a_recording_that_heard_nothing_of_the_app(self, client: Client) -> None:
        with record() as log:
            aside(client.photobox, "api/photos")

        assert diagnose(log).cause == "token_rejected"


WRONG = {"client_secret": "guess"}


def aside(photobox: PhotoBox, path: str, form: dict[str, str] | None = None) -> None:
    """Send a request that no recording hears."""
    session = requests.Session()
    session.is_browser = True  # type: ignore[attr-defined]
    with session:
        url = f"{photobox.issuer}/{path}"
        session.request("POST" if form else "GET", url, data=form, timeout=5)


def test_no_answer_is_a_failure_whatever_the_service_did(client: Client) -> None:
    """It answered with a token, and too late."""
    code = client.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    answered = threading.Event()
    unsubscribe = client.photobox.log.subscribe(lambda _: answered.set())
    client.photobox.faults.add("slow_answer")
    with record() as log, pytest.raises(requests.Timeout):
        requests.post(client.photobox.token_endpoint, data=form | PRINTSHOP, timeout=0.2)
    client.photobox.faults.clear()
    assert answered.wait(30)
    unsubscribe()

    assert client.photobox.log[-1].status == 200
    assert diagnose(log).cause == "tls_or_network"


class TestAnotherServer:
    """Recordings of servers that tell nobody what they checked."""

    def token(self, status: int, answer: str, **form: str) -> Exchange:
        sent = {"grant_type": "authorization_code", "client_id": "app"} | form
        return Exchange(
            method="POST",
            url="https://login.example/token",
            request_headers={"Content-Type": "application/x-www-form-urlencoded"},
            request_body=urlencode(sent),
            status=status,
            response_headers={"Content-Type": "application/json"},
            response_body=answer,
        )

    def link(self, **changes: str) -> Exchange:
        asked = {
            "response_type": "code",
            "client_id": "app",
            "redirect_uri": CALLBACK,
            "scope": "read write",
            "state": "abcdefgh",
        } | changes
        url = f"https://login.example/authorize?{urlencode(asked)}"
        return Exchange(method="LINK", url=url, channel="front", recipient="browser")

    def back(self, status: int = 200, state: str = "abcdefgh", **answer: str) -> Exchange:
        url = f"{CALLBACK}?{urlencode(answer | {'state': state})}"
        return Exchange(
            method="GET",
            url=url,
            status=status,
            channel="front",
            sender="browser",
            recipient="client",
        )

    GOOD = (
        '{"access_token": "abcdefgh", "token_type": "Bearer", "expires_in": 3600, '
        '"refresh_token": "abcdefgh"}'
    )

    def test_a_code_that_was_pasted_overcomes_a_denial(self) -> None:
        """No redirect brought it here."""
        log = [self.link(), self.back(error="access_denied")]

        assert diagnose(log).cause == "user_denied"
        assert diagnose([*log, self.token(200, self.GOOD, code="c" * 20)]).cause == ""

    def test_the_right_state_after_a_wrong_one(self) -> None:
        """The receiver went on waiting."""
        log = [self.link()]
        log.append(self.back(400, state="ijklmnop", code="c" * 20))
        log.append(self.back(code="d" * 20))

        assert [diagnose(log[:2]).cause, diagnose(log).cause] == ["state_mismatch", ""]

    def test_a_refused_request_may_have_left_the_code_as_it_was(self) -> None:
        """The second answer is about the secret, as the first was; and the third is not."""
        refused = self.token(401, '{"error": "invalid_client"}', code="c" * 20)
        again = self.token(400, '{"error": "invalid_grant"}', code="c" * 20)

        assert diagnose([refused, refused]).cause == "client_authentication_failed"
        diagnosis = diagnose([refused, refused, again])
        assert diagnosis.cause == "code_already_used"
        assert any("had already been sent" in line for line in diagnosis.evidence)

    def test_what_the_server_accepts_is_no_failure(self) -> None:
        """Another redirect_uri and another verifier than RFC 6749 and RFC 7636 ask for."""
        asked = self.link(code_challenge="x" * 43, code_challenge_method="S256")
        form = {"code": "c" * 20, "redirect_uri": CALLBACK + "/", "code_verifier": "v" * 43}

        assert diagnose([asked, self.token(200, self.GOOD, **form)]).cause == ""
        refused = self.token(400, '{"error": "invalid_grant"}', **form)
        assert diagnose([asked, refused]).cause == "redirect_uri_differs_at_token"

    def test_a_device_gets_less_than_it_asked_for(self) -> None:
        """And another sign-in was begun meanwhile."""
        device = Exchange(
            method="POST",
            url="https://login.example/device",
            request_body="client_id=app&scope=read+write",
            status=200,
            response_body='{"device_code": "abcdefgh", "user_code": "ABCD"}',
        )
        form = {"grant_type": DEVICE_GRANT, "device_code": "abcdefgh"}
        less, all_of_it = (
            self.token(200, self.GOOD.replace("}", f', "scope": "{scope}"}}'), **form)
            for scope in ("read", "read write")
        )
        other = self.link(scope="admin")

        assert diagnose([device, other, less]).cause == "scope_changed"
        assert diagnose([device, other, all_of_it]).cause == ""

    def test_a_text_beside_a_recording_is_about_its_link(self) -> None:
        """The address that the browser ended on, pasted."""
        log = [self.link()]
        log.append(Exchange(method="GET", url="https://login.example/keys", status=200))
        pasted = f"{CALLBACK}?code={'c' * 20}&state=ijklmnop"

        diagnosis = diagnose(log, pasted)

        assert diagnosis.cause == "state_mismatch"
        assert "the newest failure" not in repr(diagnosis)

    def test_a_text_beside_a_recording_blames_no_call_of_it(self) -> None:
        url = self.link().url
        calls = [
            Exchange(method="GET", url=f"https://api.example/{name}", status=200)
            for name in ("photos", "me")
        ]

        diagnosis = diagnose(url, f"{CALLBACK}?code={'c' * 20}&state=ijklmnop", calls)

        assert diagnosis.cause == "state_mismatch"
        assert "the newest failure" not in repr(diagnosis)


@pytest.mark.usefixtures("unmeasured")
def test_many_calls_that_worked_hide_nothing() -> None:
    """Two thousand of them after the failure."""
    url = "https://api.example/photos/"
    refused = Exchange(
        method="POST",
        url="https://login.example/token",
        request_body="grant_type=client_credentials&client_id=app",
        status=401,
        response_body='{"error": "invalid_client"}',
        started_at=0.0,
    )
    works = [
        Exchange(method="GET", url=f"{url}{number}", status=200, started_at=1.0 + number)
        for number in range(1999)
    ]

    assert diagnose([refused, *works]).cause == "client_authentication_failed"


@pytest.mark.parametrize("moment", [None, "noon", float("nan"), True])
def test_a_time_that_is_none_is_left_alone(moment: object) -> None:
    """The order in which they were given is as good."""
    refused = Exchange(
        method="POST",
        url="https://login.example/token",
        status=401,
        response_body='{"error": "invalid_client"}',
        started_at=moment,  # type: ignore[arg-type]
    )
    works = Exchange(method="GET", url="https://login.example/keys", status=200)

    assert diagnose([works, refused]).cause == "client_authentication_failed"
