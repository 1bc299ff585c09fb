"""What a grant that is in order gets (RFC 6749 §5.1)."""

from urllib.parse import parse_qs, urlsplit

import pytest

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.store import Grant
from oauth_tutorial.practice.rules.grants.issue_tokens import issue, may_go_on
from oauth_tutorial.practice.rules.token_request import Asked


def answer_of(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query, keep_blank_values=True)


def test_the_granted_scope_is_always_said(ask, alice, authorization_url):
    url = authorization_url(scope="photos.read orders.write")
    narrowed = alice.decide(url, scope=["orders.write"])

    assert ask(answer_of(narrowed)["code"][0]).json()["scope"] == "orders.write"


@pytest.fixture
def give(service):
    """Issue what a grant of alice gets, without any request."""

    def send(scope="photos.read", client_id="printshop", jkt=None, **more):
        client, words = service.clients.get(client_id), tuple(scope.split())
        asked = Asked(parameters={}, client=client, checks=Checklist(), jkt=jkt)
        return issue(service, asked, Grant(client_id, "alice", words, auth_time=0), words, **more)

    return send


def test_every_token_is_remembered_with_its_end(service, give):
    now = service.clock.stop().now()
    answer = give()
    access = service.store.access_tokens[answer["access_token"]]
    refresh = service.store.refresh_tokens[answer["refresh_token"]]

    assert access.expires_at - now == answer["expires_in"]
    assert refresh.expires_at > access.expires_at
    assert access.grant is refresh.grant
    assert access.audience == (service.api,)


def test_a_refresh_token_may_reach_further_than_the_access_token(service, give):
    """RFC 6749 §6: a narrowed refresh narrows the access token alone."""
    answer = give("photos.read", refresh_scope=("photos.read", "orders.write"))
    refresh = service.store.refresh_tokens[answer["refresh_token"]]

    assert (answer["scope"], refresh.scope) == ("photos.read", ("photos.read", "orders.write"))


@pytest.mark.parametrize(("scope", "there"), [("photos.read", False), ("openid", True)])
def test_an_id_token_comes_with_openid_alone(give, scope, there):
    assert ("id_token" in give(scope)) is there


def test_without_a_refresh_token_none_is_remembered(service, give):
    assert "refresh_token" not in give(with_refresh_token=False)
    assert not service.store.refresh_tokens


@pytest.mark.parametrize(("client_id", "bound"), [("printshop", None), ("printshop-public", "k")])
def test_the_refresh_token_of_a_public_client_is_bound_to_its_key(service, give, client_id, bound):
    """RFC 9449 §5."""
    answer = give(client_id=client_id, jkt="k")

    assert answer["token_type"] == "DPoP"
    assert service.store.refresh_tokens[answer["refresh_token"]].jkt == bound


OFFLINE = "openid offline_access"


@pytest.mark.parametrize(
    ("asked", "granted", "there"),
    [
        (OFFLINE, OFFLINE.split(), True),
        (OFFLINE, ["openid"], False),
        ("openid", ["openid"], True),  # PhotoBox gives one unasked
    ],
)
def test_a_person_can_refuse_that_access_goes_on(
    ask, alice, authorization_url, asked, granted, there
):
    """OpenID Connect Core §11."""
    location = alice.decide(authorization_url(scope=asked), scope=granted)

    assert ("refresh_token" in ask(answer_of(location)["code"][0]).json()) is there
    assert may_go_on(tuple(asked.split()), tuple(granted)) is there


def test_the_access_of_a_device_can_be_for_now_alone(begin, poll, alice, photobox):
    codes = begin(scope=OFFLINE).json()
    page = alice.enter(photobox.verification_uri, codes["user_code"])
    assert "Keep this access while you are away" in page.text
    alice.submit(page, decision="approve", scope=["openid"])

    assert "refresh_token" not in poll(codes).json()
