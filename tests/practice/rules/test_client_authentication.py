"""How a client proves who it is (RFC 6749 §2.3, §3.2.1)."""


def test_the_secret_may_come_by_basic_authentication(ask, code):
    answer = ask(code, auth=("printshop", "printshop-secret"), client_id=None, client_secret=None)

    assert answer.status_code == 200


def test_the_secret_twice_is_refused(ask, code):
    assert ask(code, auth=("printshop", "printshop-secret")).json()["error"] == "invalid_request"
