"""The two images: whose request counts, and for what."""

from hypothesis import given, settings

from oauth_tutorial.location.beacon import Beacon
from tests.location.conftest import ANY_HEADERS, BASE, HONEST


@settings(deadline=None)  # a busy machine is no failure
@given(ANY_HEADERS)
def test_a_stranger_without_the_nonce_is_never_heard(headers):
    asked = Beacon(BASE)

    assert asked.answer("/where.gif?n=guess", headers)[0] == 404
    assert asked.answer("/where.gif", headers)[0] == 404
    assert asked.origin is None


def nonces(asked: Beacon) -> tuple[str, str]:
    proxied, direct = asked.images(1)
    return proxied.partition("n=")[2], direct.partition("n=")[2]


def test_the_first_answer_wins():
    asked = Beacon(BASE)
    target = f"/where.gif?n={nonces(asked)[0]}"
    asked.answer(target, HONEST)
    other = [(name, value.replace("hub", "evil")) for name, value in HONEST]
    asked.answer(target, other)

    assert asked.origin == "https://hub.example"


def test_the_direct_image_counts_only_from_the_same_page():
    asked = Beacon("/")
    proxied, direct = (f"/where.gif?n={nonce}" for nonce in nonces(asked))
    asked.answer(direct, [("Referer", "http://localhost:8888/")])
    assert not asked.arrived_directly.is_set()
    page = "http://localhost:8888/lab"
    asked.answer(proxied, [("Host", "localhost:8888"), ("Referer", page)])
    asked.answer(direct, [("Referer", "http://evil.example/")])
    assert not asked.arrived_directly.is_set()

    asked.answer(direct, [("Referer", "http://localhost:8888/")])

    assert asked.arrived_directly.is_set()
