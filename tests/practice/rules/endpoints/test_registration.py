"""An app makes itself known (RFC 7591), and looks after that (RFC 7592)."""

import pytest
import requests

REDIRECT_URI = "https://client.example.com/cb"


@pytest.fixture
def register(photobox):
    """Register a client; what the answer said."""

    def send(**metadata):
        body = {"redirect_uris": [REDIRECT_URI]} | metadata
        answer = requests.post(photobox.registration_endpoint, json=body, timeout=5)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return send


@pytest.fixture
def manage():
    """Send a request to the address of a registration, with its token unless told otherwise."""

    def send(method, client, token=None, **more):
        bearer = token or client["registration_access_token"]
        headers = {"Authorization": f"Bearer {bearer}"}
        url = client["registration_client_uri"]
        return requests.request(method, url, headers=headers, timeout=5, **more)

    return send


@pytest.fixture
def sign_in(alice, authorization_url, ask):
    """Sign alice in to a client that registered itself; what the token endpoint answers."""

    def walk(client, redirect_uri=REDIRECT_URI, **changes):
        known = {"client_id": client["client_id"], "redirect_uri": redirect_uri}
        code = alice.code(authorization_url(**known, **changes))
        return ask(code, client_secret=client["client_secret"], **known)

    return walk


@pytest.mark.parametrize(
    "redirect_uri",
    [
        REDIRECT_URI,
        "http://localhost:3000/auth/x/callback",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "com.example.app:/callback",
        "com.example.app:///callback",
    ],
)
def test_a_client_registers_itself(register, sign_in, redirect_uri):
    """With the address that its users will come back to, of whatever kind (RFC 8252 §7)."""
    client = register(redirect_uris=[redirect_uri])

    assert sign_in(client, redirect_uri).status_code == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "invalid_client_metadata"),
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://a.example/#x"]}, "invalid_redirect_uri"),
        (
            {"redirect_uris": ["https://a.example/"], "token_endpoint_auth_method": "magic"},
            "invalid_client_metadata",
        ),
    ],
)
def test_bad_client_metadata_is_refused(photobox, body, error):
    answer = requests.post(photobox.registration_endpoint, json=body, timeout=5)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_page_of_another_site_cannot_register(photobox, media_type):
    """These types it may send without asking; application/json it may not."""
    headers = {"Content-Type": media_type} if media_type else {}
    body = b'{"redirect_uris": ["https://mallory.example/"]}'
    answer = requests.post(photobox.registration_endpoint, data=body, headers=headers, timeout=5)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client_metadata")
    assert photobox.log.last("/register").checks.failed.name == "metadata_comes_as_json"


def test_all_that_was_registered_comes_back(photobox, register):
    """RFC 7591 §3.2.1."""
    metadata = {
        "redirect_uris": [REDIRECT_URI, "http://127.0.0.1/cb"],
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "client_name": "Shop",
        "client_uri": "https://client.example.com/",
        "logo_uri": "https://client.example.com/logo.png",
        "scope": "openid photos.read",
        "contacts": ["alice@client.example.com"],
        "tos_uri": "https://client.example.com/tos",
        "policy_uri": "https://client.example.com/policy",
        "software_id": "4NRB1-0XZABZI9E6-5SM3R",
        "software_version": "2.1",
        "application_type": "native",
        "id_token_signed_response_alg": "ES256",
        "dpop_bound_access_tokens": True,
        "post_logout_redirect_uris": ["https://client.example.com/bye"],
    }
    answer = register(**metadata, colour="blue")

    assert metadata.items() <= answer.items()
    assert set(answer) - set(metadata) == {
        "client_id",
        "client_id_issued_at",
        "client_secret",
        "client_secret_expires_at",
        "registration_access_token",
        "registration_client_uri",
    }
    assert answer["client_id_issued_at"] == int(photobox.clock.now())
    registered = photobox.clients.get(answer["client_id"])
    assert registered.post_logout_redirect_uris == ("https://client.example.com/bye",)


def test_a_public_client_has_no_secret(register):
    client = register(token_endpoint_auth_method="none")

    assert not {"client_secret", "client_secret_expires_at"} & set(client)


def test_the_answer_says_what_was_registered_and_not_what_was_asked_for(register):
    client = register(scope="openid mcp:tools")

    assert client["scope"] == "openid"


def test_nobody_chooses_the_name_or_the_secret_of_a_client(register):
    """RFC 9700 §4.15.1: a client named as a person could be taken for that person."""
    client = register(client_id="alice", client_secret="wonderland")

    assert client["client_id"] != "alice"
    assert client["client_secret"] != "wonderland"


def test_a_client_that_did_not_ask_for_refresh_tokens_gets_none(register, sign_in, ask):
    assert "refresh_token" in sign_in(register()).json()
    client = register(grant_types=["authorization_code"])
    token = sign_in(client).json()
    known = {name: client[name] for name in ("client_id", "client_secret")}
    refused = ask(None, grant_type="refresh_token", redirect_uri=None, refresh_token="x", **known)

    assert "refresh_token" not in token
    assert refused.json()["error"] == "unauthorized_client"


def test_a_client_cannot_ask_for_more_than_it_registered(register, alice, authorization_url):
    client = register(scope="photos.read")
    url = authorization_url(
        client_id=client["client_id"], redirect_uri=REDIRECT_URI, scope="orders.write"
    )

    # a link, and no redirect: anybody may have registered that address (RFC 9700 §4.11.2)
    assert "error=invalid_scope" in alice.open(url).text


def test_without_scope_it_gets_no_more_than_it_registered(register, sign_in):
    """RFC 6749 §3.3: the default is photos.read, for those who may have it."""
    assert sign_in(register(), scope=None).json()["scope"] == "photos.read"
    assert sign_in(register(scope="email"), scope=None).json()["scope"] == "email"


def test_a_device_gets_no_more_than_it_registered_either(photobox, begin, alice, poll):
    """RFC 8628 §3.1; it has no redirect URI."""
    body = {
        "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"],
        "token_endpoint_auth_method": "none",
        "scope": "email",
    }
    client = requests.post(photobox.registration_endpoint, json=body, timeout=5).json()
    codes = begin(client_id=client["client_id"], scope="").json()
    alice.submit(alice.enter(codes["verification_uri"], codes["user_code"]), decision="approve")
    token = poll(codes, client_id=client["client_id"]).json()

    assert (client["redirect_uris"], client["response_types"]) == ([], [])
    assert (token["scope"], "refresh_token" in token) == ("email", False)


# RFC 7592


def test_a_registration_can_be_read(register, manage):
    """§2.1, §3: as it was answered."""
    client = register(client_uri="https://client.example.com/")
    answer = manage("GET", client)

    assert (answer.status_code, answer.json()) == (200, client)
    assert answer.headers["Cache-Control"] == "no-store"


CONFIDENTIAL = {"token_endpoint_auth_method": "client_secret_basic"}


@pytest.mark.parametrize(
    ("before", "after"),
    [(CONFIDENTIAL, CONFIDENTIAL), ({"token_endpoint_auth_method": "none"}, CONFIDENTIAL)],
    ids=["keeps its secret", "gets one"],
)
def test_an_update_takes_the_place_of_everything(register, manage, sign_in, before, after):
    """§2.2: what is left out is gone; client_id and secret stay."""
    client = register(client_name="Old", contacts=["alice@client.example.com"], **before)
    body = {"client_id": client["client_id"], "redirect_uris": ["http://127.0.0.1/new"]} | after
    answer = manage("PUT", client, json=body)
    changed = answer.json()

    assert answer.status_code == 200
    assert (changed["client_name"], changed["redirect_uris"]) == ("An app", body["redirect_uris"])
    assert "contacts" not in changed
    kept = ("client_id", "client_id_issued_at", "registration_access_token")
    assert [changed[name] for name in kept] == [client[name] for name in kept]
    assert changed["client_secret"] == client.get("client_secret", changed["client_secret"])
    assert manage("GET", client).json() == changed
    assert sign_in(changed, "http://127.0.0.1/new").status_code == 200


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"client_id": None}, "client_id_unchanged"),
        ({"client_id": "printshop"}, "client_id_unchanged"),
        ({"client_secret": "of my own choice"}, "client_secret_unchanged"),
        ({"client_secret": ["x"]}, "client_secret_unchanged"),
        ({"client_secret": "\ud800"}, "client_secret_unchanged"),
        ({"client_secret_expires_at": 0}, "servers_members_absent"),
        ({"registration_access_token": "x"}, "servers_members_absent"),
        ({"redirect_uris": ["data:,x"]}, "redirect_uris_usable"),
    ],
)
def test_an_update_that_breaks_a_rule_changes_nothing(photobox, register, manage, changes, rule):
    client = register()
    wished = {"client_id": client["client_id"], "redirect_uris": ["https://a.example/"]} | changes
    answer = manage("PUT", client, json=wished)

    assert answer.status_code == 400
    assert photobox.log[-1].checks.failed.name == rule
    assert manage("GET", client).json() == client


def test_the_right_secret_may_be_said_again(register, manage):
    client = register()
    names = ("client_id", "client_secret", "redirect_uris")

    assert manage("PUT", client, json={name: client[name] for name in names}).status_code == 200


def test_a_deleted_client_takes_everything_along(
    photobox, register, manage, sign_in, introspect, alice, authorization_url, ask
):
    """§2.3: nothing of it works any more, its registration token neither (§5)."""
    client = register()
    token = sign_in(client).json()
    url = authorization_url(client_id=client["client_id"], redirect_uri=REDIRECT_URI)
    code = alice.code(url)
    answer = manage("DELETE", client)
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    known = {name: client[name] for name in ("client_id", "client_secret")}

    assert (answer.status_code, answer.content) == (204, b"")
    assert requests.get(f"{photobox.api}/me", headers=bearer, timeout=5).status_code == 401
    for value in (token["access_token"], token["refresh_token"]):
        assert introspect(value).json() == {"active": False}
    assert ask(code, redirect_uri=REDIRECT_URI, **known).json()["error"] == "invalid_client"
    assert alice.open(url).status_code == 400
    assert manage("GET", client).status_code == 401


@pytest.mark.parametrize(
    ("uris", "answers"),
    [
        ([REDIRECT_URI, "https://client.example.com/2"], False),
        (["https://client.example.com/2"], False),
        ([REDIRECT_URI], True),
    ],
)
def test_other_addresses_are_approved_anew(
    register, manage, sign_in, alice, authorization_url, uris, answers
):
    """RFC 9700 §4.11.2: who trusted the client knew the old ones alone."""
    client = register()
    sign_in(client)
    changed = {name: client[name] for name in ("client_id", "client_secret")}
    assert manage("PUT", client, json=changed | {"redirect_uris": uris}).status_code == 200
    url = authorization_url(
        client_id=client["client_id"], redirect_uri=uris[-1], scope="photos.read", prompt="none"
    )

    # neither a code without a page nor an error without a click
    assert ("Location" in alice.open(url).headers) is answers


def test_a_deletion_that_failed_halfway_can_be_sent_again(service, client, monkeypatch):
    """The client goes last: its token opens the registration until all the rest is gone."""
    body = {"redirect_uris": [REDIRECT_URI]}
    registered = client.post("/register", json=body).json
    path = f"/register/{registered['client_id']}"
    headers = {"Authorization": f"Bearer {registered['registration_access_token']}"}

    def fail(client_id):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(service.store, "forget_client", fail)
        answers = [client.delete(path, headers=headers)]
    answers += [client.delete(path, headers=headers), client.get(path, headers=headers)]

    assert [answer.status_code for answer in answers] == [500, 204, 401]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_no_other_token_opens_a_registration(photobox, register, manage, sign_in, token, method):
    """§2.1: 401, and a client that is not known is told the same."""
    client, other = register(), register()
    unknown = client | {"registration_client_uri": f"{photobox.registration_endpoint}/nobody"}
    course = client | {"registration_client_uri": f"{photobox.registration_endpoint}/printshop"}
    answers = [
        manage(method, client, token=other["registration_access_token"], json={}),
        manage(method, client, token=sign_in(client).json()["access_token"], json={}),
        manage(method, client, token=token["access_token"], json={}),
        manage(method, unknown, json={}),
        manage(method, course, json={}),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["error"] == "invalid_token"
    assert manage("GET", client).json() == client


def test_a_lesson_without_registration_has_no_address_of_a_client_either(
    photobox, register, manage
):
    client = register()
    photobox.options.off = {"registration_endpoint"}

    assert manage("GET", client).status_code == 404
