"""``localhost`` may mean ::1, where the receiver hears as well, if there is one (RFC 8252 §7.3)."""

import socket

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.errors import PortInUse, ReceiverError
from oauth_tutorial.network import sockets

pytestmark = pytest.mark.sockets
STATE = "s" * 43


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no ::1")


def answer(host: str, port: int) -> requests.Response:
    query = {"code": "abc", "state": STATE}
    return requests.get(f"http://{host}:{port}/callback", query, timeout=5)


@needs_ipv6
@pytest.mark.parametrize("host", ["[::1]", "localhost", "127.0.0.1"])
def test_each_name_of_the_machine_leads_to_the_receiver(host):
    with LoopbackReceiver(state=STATE) as receiver:
        assert answer(host, receiver.port).status_code == 200
        assert receiver.wait(timeout=5).code == "abc"


@needs_ipv6
def test_a_wrong_answer_by_ipv6_is_noted_and_the_wait_goes_on():
    with LoopbackReceiver(state="another" * 5) as receiver:
        assert answer("[::1]", receiver.port).status_code == 400
        assert not receiver.done


@needs_ipv6
def test_both_ports_are_free_after_closing():
    with LoopbackReceiver(state=STATE) as receiver:
        pass
    for host, family in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)):
        socket.create_server((host, receiver.port), family=family).close()


@needs_ipv6
def test_a_cell_that_is_run_again_takes_both_over():
    with LoopbackReceiver(state="first" * 8) as first, LoopbackReceiver(state=STATE) as second:
        assert second.port == first.port
        assert answer("[::1]", second.port).status_code == 200


@needs_ipv6
def test_another_program_on_the_port_of_ipv6_is_left_alone():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        port = other.getsockname()[1]
        with LoopbackReceiver(port, state=STATE) as receiver:
            assert answer("127.0.0.1", port).status_code == 200
            assert receiver.wait(timeout=5).code == "abc"


@needs_ipv6
def test_a_redirect_uri_by_ipv6():
    with LoopbackReceiver(state=STATE, host="[::1]") as receiver:
        assert receiver.redirect_uri == f"http://[::1]:{receiver.port}/callback"
        page = requests.get(receiver.redirect_uri, {"code": "abc", "state": STATE}, timeout=5)
        assert page.status_code == 200
        assert receiver.wait(timeout=5).code == "abc"


@needs_ipv6
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_localhost_may_mean_either(host):
    for address in ("127.0.0.1", "[::1]"):
        with LoopbackReceiver(state=STATE, host=host) as receiver:
            page = requests.get(
                f"http://{address}:{receiver.port}/callback",
                {"code": "abc", "state": STATE},
                headers={"Host": f"localhost:{receiver.port}"},
                timeout=5,
            )
            assert page.status_code == 200


@needs_ipv6
def test_where_another_program_has_the_port_of_ipv6_it_is_not_promised():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=f"Port {port} of ::1"):
            LoopbackReceiver(port, state=STATE, host="[::1]")
        socket.create_server(("127.0.0.1", port)).close()  # it kept nothing
        with LoopbackReceiver(port, state=STATE) as first:
            assert first.port == port
            with LoopbackReceiver(state=STATE, host="[::1]") as second:
                assert second.port != port
                assert answer("[::1]", second.port).status_code == 200


def test_a_machine_without_ipv6_promises_none(monkeypatch):
    without_ipv6(monkeypatch)
    with pytest.raises(ReceiverError, match="Nothing can listen on ::1") as raised:
        LoopbackReceiver(state=STATE, host="[::1]")

    assert "host='127.0.0.1'" in raised.value.hint
    with LoopbackReceiver(state=STATE, host="localhost") as receiver:
        assert answer("127.0.0.1", receiver.port).status_code == 200


def test_a_machine_without_ipv6_has_a_receiver(monkeypatch):
    without_ipv6(monkeypatch)
    with LoopbackReceiver(state=STATE) as receiver:
        assert answer("127.0.0.1", receiver.port).status_code == 200


def without_ipv6(monkeypatch):
    make = socket.socket

    def only_ipv4(family: int = -1, *rest: object, **more: object) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError("Address family not supported by protocol")
        return make(family, *rest, **more)

    monkeypatch.setattr(sockets.socket, "socket", only_ipv4)
