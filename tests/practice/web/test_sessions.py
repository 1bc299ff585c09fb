"""Who sits at which browser."""

from werkzeug.test import Client


def test_signing_in_gives_the_session_a_new_name(photobox, alice, authorization_url):
    page = alice.open(authorization_url())
    before = alice.session.cookies[photobox.cookie]
    alice.submit(page, username="alice", password="wonderland")

    assert alice.session.cookies[photobox.cookie] != before


def test_the_first_of_two_cookies_counts(service, client):
    """RFC 6265 §5.4: it is the one whose path fits best."""
    session_id = client.get("/device").headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    twice = f"{service.cookie}={session_id}; {service.cookie}=another"
    answer = Client(service.app, use_cookies=False).get("/device", headers={"Cookie": twice})

    assert f"{service.cookie}={session_id};" in answer.headers["Set-Cookie"]


def test_a_session_follows_the_clock(photobox, alice, authorization_url):
    alice.sign_in(authorization_url())
    assert 'name="password"' not in alice.open(authorization_url()).text

    photobox.clock.advance(minutes=31)

    assert 'name="password"' in alice.open(authorization_url()).text


def test_the_cookie_is_out_of_reach_for_scripts_and_for_other_sites(client):
    cookie = client.get("/device").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path" not in cookie  # RFC 6265 §5.1.4: the folder of the page, below a prefix too
    assert "Max-Age=1800" in cookie


def test_a_cookie_that_names_nothing_gets_a_new_session(service, client):
    client.set_cookie(service.cookie, "guess", domain="localhost")
    cookie = client.get("/device").headers["Set-Cookie"]

    assert "guess" not in cookie
    assert not service.store.sessions  # nobody has signed in
