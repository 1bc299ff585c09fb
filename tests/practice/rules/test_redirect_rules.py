"""Which redirect URIs are taken: an option of the service, without any personality."""

from dataclasses import replace

import pytest

from oauth_tutorial.practice.model.clients import Client, Registration
from oauth_tutorial.practice.rules.redirect_rules import fits, why_never
from oauth_tutorial.presets.schema import Redirect

ALL = ("127.0.0.1", "[::1]", "localhost")
REGISTRATION = Registration(access_token="x", issued_at=0, auth_method="none")


@pytest.mark.parametrize(
    ("loopback", "registered", "sent", "taken"),
    [
        ("any-port", "http://127.0.0.1/cb", "http://127.0.0.1:4000/cb", True),
        ("any-port", "http://127.0.0.1:1/cb", "http://127.0.0.1:4000/cb", True),
        ("any-port", "http://localhost/cb", "http://localhost:4000/cb", True),
        ("any-port", "http://localhost/cb", "http://127.0.0.1:4000/cb", False),
        ("any-port", "http://127.0.0.1/cb", "http://127.0.0.1:4000/other", False),
        ("any-port", "https://a.example/cb", "https://a.example:4000/cb", False),
        ("exact", "http://127.0.0.1:4000/cb", "http://127.0.0.1:4000/cb", True),
        ("exact", "http://127.0.0.1/cb", "http://127.0.0.1:4000/cb", False),
        ("exact", "http://127.0.0.1:4000/cb", "http://127.0.0.1:4000/cb/", False),
        ("domain", "http://localhost/", "http://localhost:4000/any/where", True),
        ("domain", "https://a.example/", "https://www.a.example/x", True),
        ("domain", "https://a.example/", "https://ba.example/x", False),
        ("domain", "https://a.example/", "http://a.example/x", False),
        ("domain", "https://a.example/", "http://www.a.example/x", False),
        ("domain", "https://a.example/", "smb://www.a.example/x", False),
        ("domain", "https://a.example/", "javascript://www.a.example/%0aalert(1)", False),
        ("prefix", "http://localhost:4000/cb", "http://localhost:4000/cb/more", True),
        ("prefix", "https://a.example", "https://a.example.evil/", False),
        ("none", "https://a.example/cb", "https://a.example/cb", True),
        ("none", "https://a.example/cb", "https://a.example/other", False),
    ],
)
def test_each_rule(service, loopback, registered, sent, taken):
    hosts = () if loopback == "none" else ALL
    service.options.redirect = Redirect(loopback=loopback, hosts=hosts)
    app = Client("app", "App", (registered,), registration=REGISTRATION)

    assert fits(service, app, sent) is taken


def test_a_port_that_was_registered_may_have_to_stay(service):
    service.options.redirect = Redirect(
        loopback="any-port", hosts=ALL, registered_without_port=True
    )
    app = Client("app", "App", ("http://127.0.0.1:1/cb",), registration=REGISTRATION)

    assert not fits(service, app, "http://127.0.0.1:2/cb")
    free = replace(app, redirect_uris=("http://127.0.0.1/cb",))
    assert fits(service, free, "http://127.0.0.1:2/cb")


@pytest.mark.parametrize("host", ALL)
def test_the_course_s_own_clients_stand_for_apps_that_registered_what_they_use(service, host):
    service.options.redirect = Redirect(loopback="exact", hosts=ALL)
    printshop = service.clients.get("printshop")

    assert fits(service, printshop, f"http://{host}:4711/callback")
    assert not fits(service, printshop, f"http://{host}:4711/elsewhere")


@pytest.mark.parametrize(
    ("rule", "sent", "why"),
    [
        ({"loopback": "none"}, "http://127.0.0.1:1/cb", "https"),
        ({"hosts": ("127.0.0.1",)}, "http://localhost:1/cb", "localhost is not accepted"),
        ({"hosts": ("localhost",)}, "http://[::1]:1/cb", "[::1] is not accepted"),
        ({"forbidden": "!'"}, "http://localhost/a!b", "!"),
        ({"query": False}, "https://a.example/?x=1", "query"),
        ({"bare": False}, "https://a.example/", "path"),
        ({"bare": False}, "https://a.example", "path"),
        ({}, "https://a.example/cb", ""),
        ({}, "app.example:/cb", ""),
        ({"loopback": "none"}, "no URL", ""),
    ],
)
def test_why_a_provider_takes_it_from_nobody(rule, sent, why):
    said = why_never(Redirect(**{"loopback": "exact", "hosts": ALL, **rule}), sent)

    assert why in said
    assert bool(said) is bool(why)


def test_the_rule_that_refuses_has_a_name(photobox, alice, authorization_url):
    photobox.options.redirect = Redirect(loopback="any-port", hosts=("localhost",))
    alice.open(authorization_url())
    assert photobox.log[-1].checks.failed.name == "dialect_redirect"

    alice.open(authorization_url(redirect_uri="http://localhost:1/callback"))
    assert photobox.log[-1].checks.failed is None
