"""Client id and secret: what was pasted, and never what it is."""

import pytest

from oauth_tutorial import presets
from oauth_tutorial.presets.shapes import made
from oauth_tutorial.providers.rules.credentials import in_words

from ..conftest import Invent
from ..found import first, levels

RIGHT = "Ov23li" + "a1" * 7


@pytest.mark.parametrize("given", [RIGHT, "0123456789abcdef0123"])
def test_one_that_looks_right_is_fine(given: str) -> None:
    assert levels("client_id", "github", client_id=given) == []


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        f" {RIGHT}",
        f"{RIGHT}\n",
        f'"{RIGHT}"',
        f"“{RIGHT}”",
        "Ov23li aaaa",
        f"{RIGHT}\u200b",
        "YOUR_CLIENT_ID",
        "your-client-id-here",
        "<client id>",
        "<client-id>",
        "{client_id}",
        "${CLIENT_ID}",
        "xxxx",
        "XXXXXXXXXXXX",
        "client_id",
        "clientId",
        "GITHUB_CLIENT_ID",
        "changeme",
        "TODO",
        "None",
        "...",
        "REPLACE_ME",
        "a" * 5000,
    ],
)
def test_one_that_cannot_be_right_will_fail(given: str) -> None:
    finding = first("client_id", "github", client_id=given)

    assert finding.level == "will fail"
    assert finding.field == "Client ID"
    assert finding.error.startswith("incorrect_client_credentials")


def test_a_secret_in_its_place_is_told_and_not_shown() -> None:
    secret = made("{hex:40}")
    finding = first("client_id", "github", client_id=secret)

    assert "looks like GitHub's secret (Client secrets)" in finding.sentence
    assert secret not in repr(finding) + str(finding)


@pytest.mark.parametrize("given", ["printshop", "alice@example.com", "12345", RIGHT[:-1]])
def test_one_of_another_shape_may_be_of_another_place(given: str) -> None:
    finding = first("client_id", "github", client_id=given)

    assert finding.level == "may fail"
    assert '"Ov23li" and 14 letters or digits, or 20 digits and letters' in finding.sentence


def test_where_no_shape_is_known_any_word_is_taken(invent: Invent) -> None:
    name = invent(registration={"client_id": {"shapes": []}})

    assert levels("client_id", name, client_id="anything") == []
    assert levels("client_id", name, client_id="YOUR_CLIENT_ID") == ["will fail"]


@pytest.mark.parametrize("name", presets.names())
def test_no_real_one_is_taken_for_a_placeholder(name: str, invent: Invent) -> None:
    """Neither where its shape is known nor where it is not."""
    no_shapes = {"client_id": {"shapes": []}, "client_secret": {"shapes": []}}
    for shape in presets.load(name).registration.client_id.shapes:
        for one in (name, invent(registration=no_shapes)):
            assert levels("client_id", one, client_id=made(shape)) == []


@pytest.mark.parametrize("given", ["4444", "11111"])
def test_a_short_number_of_one_digit_may_be_real(given: str) -> None:
    assert levels("client_id", "strava", client_id=given) == []


@pytest.mark.parametrize(
    ("name", "app", "given", "level"),
    [
        ("github", "web", True, []),
        ("github", "web", False, ["will fail"]),
        ("github", "web", None, []),
        ("github", "device", True, ["may fail"]),
        ("github", "device", False, []),
        ("slack", "public", True, ["may fail"]),
    ],
)
def test_a_secret_is_there_where_one_belongs(
    name: str, app: str, given: bool | None, level: list[str]
) -> None:
    assert levels("client_secret", name, app=app, client_secret_given=given) == level


def test_the_note_says_which_one_is_meant() -> None:
    finding = first("client_secret", "slack", client_secret_given=False)

    assert "Not the Signing Secret" in finding.sentence


def test_a_shape_is_said_in_words() -> None:
    assert in_words("{digits:12}.{url:3}x") == (
        '12 digits and "." and 3 letters, digits, - or _ and "x"'
    )
