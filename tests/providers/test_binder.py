"""Whether this is a Binder."""

import pytest

from oauth_tutorial.location import Location
from oauth_tutorial.providers.binder import is_binder, is_public_binder

HERE = Location("loopback", "http://127.0.0.1:{port}", "")


def test_a_platform_says_so_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_binder(HERE)

    monkeypatch.setenv("BINDER_SERVICE_HOST", "10.0.0.1")
    assert is_binder(HERE)


def test_an_address_says_so() -> None:
    assert is_binder(Location("proxy", "https://hub.gke.mybinder.org/user/a/proxy/{port}", ""))
    assert not is_binder(Location("proxy", "https://hub.example/user/a/proxy/{port}", ""))


@pytest.mark.parametrize("host", ["mybinder.org.evil.example", "notmybinder.org", ""])
def test_another_host_is_none(host: str) -> None:
    assert not is_public_binder(host)
