"""From where the browser is."""

import pytest

from oauth_tutorial.location import Location

from ..conftest import Invent
from ..found import first, levels

BINDER = Location("proxy", "https://hub.gke.mybinder.org/user/a/proxy/{port}", "")
HUB = Location("proxy", "https://hub.example/user/a/proxy/{port}", "")


@pytest.mark.parametrize("where", [BINDER, "binder"])
def test_an_address_of_binder_cannot_be_registered(where: object) -> None:
    redirect_uri = BINDER.url(8000) + "/callback"

    assert levels("redirect_place", "github", redirect_uri=redirect_uri, where=where) == [
        "will fail"
    ]
    assert levels("redirect_place", "github", redirect_uri=redirect_uri, where="loopback") == [
        "will fail"
    ]
    assert levels("redirect_place", "github", redirect_uri=HUB.url(8000), where=HUB) == []


@pytest.mark.parametrize(
    ("where", "level"),
    [("loopback", []), (HUB, ["may fail"]), ("paste", ["may fail"]), (BINDER, ["may fail"])],
)
def test_this_machine_is_not_where_the_browser_is(where: object, level: list[str]) -> None:
    redirect_uri = "http://127.0.0.1:8000/callback"

    assert levels("redirect_place", "github", redirect_uri=redirect_uri, where=where) == level


def test_another_way_is_named(invent: Invent) -> None:
    asked = {"redirect_uri": "http://127.0.0.1/", "where": "binder"}
    pastes = invent(
        use=["laptop", "paste"],
        without=("device", "apps", "endpoints"),
        **{
            "apps": {"web": {"register_as": "App", "client_auth": ["post"], "pkce": "supported"}},
            "endpoints": {"authorization": "https://a.example/a", "token": "https://a.example/t"},
        },
    )

    assert "device flow" in first("redirect_place", "github", **asked).sentence
    assert "leave redirect_uri out" in first("redirect_place", pastes, **asked).sentence
