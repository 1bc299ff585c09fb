"""When a rule has something to look at."""

from oauth_tutorial.providers import preflight

from ..found import of


def test_the_device_flow_has_no_redirect() -> None:
    found = preflight("github", app="device", redirect_uri="http://0.0.0.0/#")

    assert not [one for one in found if one.rule.startswith("redirect")]
    assert "not looked at" in " ".join(one.sentence for one in of("app", found))


def test_what_cannot_be_read_has_no_host_to_look_at() -> None:
    found = preflight("github", redirect_uri="callback")

    assert {one.rule for one in found if one.rule.startswith("redirect")} == {"redirect_form"}
