"""One finding, as text."""

from oauth_tutorial.providers import Finding


def test_the_level_is_in_every_form_and_what_to_paste_has_its_field() -> None:
    finding = Finding(
        level="will fail",
        rule="redirect_host",
        sentence="No.",
        error="bad_redirect_uri",
        field="Callback URL",
        paste="http://127.0.0.1/",
        section="RFC 8252 §7.3",
    )

    assert str(finding).splitlines() == [
        "will fail: No.",
        "  You will see: bad_redirect_uri",
        "  Paste into Callback URL: http://127.0.0.1/",
        "  Rule: RFC 8252 §7.3",
    ]
    assert repr(finding) == "<will fail, redirect_host: No.>"


def test_nothing_in_it_acts_on_what_shows_it() -> None:
    finding = Finding(level="fine", rule="x", sentence="a\x1b[2J", paste="b\nc", error="\u202ed")

    assert str(finding).split("\n")[0] == "fine: a\\x1b[2J"
    assert all(map(str.isprintable, str(finding).split("\n")))


def test_what_is_not_known_is_left_out() -> None:
    assert str(Finding(level="costs", rule="cost", sentence="Money.")) == "costs: Money."
    assert "Look at: Client ID" in str(
        Finding(level="may fail", rule="client_id", sentence="Odd.", field="Client ID")
    )
