"""What an app, or a preset like another one, says itself, and what is said by leaving it out."""

import pytest

from oauth_tutorial import presets
from oauth_tutorial.errors import PresetError
from oauth_tutorial.presets.loading import document_of, merged, parse


def test_an_app_may_have_an_authorization_endpoint_of_its_own() -> None:
    preset = presets.load("linkedin")
    own = preset.as_app("desktop").endpoints

    assert own.authorization != preset.endpoints.authorization
    assert preset.as_app("web").endpoints == preset.endpoints
    assert own.token == preset.endpoints.token  # what it does not say is as at the top


def test_an_endpoint_of_an_app_has_to_be_https_as_well() -> None:
    document = document_of("linkedin")
    apps = merged(document["apps"], {"desktop": {"endpoints": {"token": "http://a.example/t"}}})  # type: ignore[arg-type]

    with pytest.raises(PresetError, match=r"apps\.desktop\.endpoints\.token .*has to be an https"):
        parse("linkedin", {**document, "apps": apps})


def test_an_empty_table_takes_the_place_of_an_inherited_one() -> None:
    assert merged({"when": {"scope": "x"}, "a": {"b": 1}}, {"when": {}, "a": {"c": 2}}) == {
        "when": {},
        "a": {"b": 1, "c": 2},
    }
    assert presets.load("github").refresh.when  # type: ignore[union-attr]
    assert presets.load("github-app").refresh.when == {}  # type: ignore[union-attr]


@pytest.mark.parametrize(("show", "can_be"), [("refresh", True), ("device", True), ("tokn", False)])
def test_a_quirk_points_to_what_is_there_or_tellingly_is_not(show: str, can_be: bool) -> None:
    document = document_of("facebook")
    assert show not in document
    document["quirks"] = [{"show": show, "teach": "…", "naive": "nothing"}]

    if can_be:
        assert parse("facebook", document).quirks[0].show == show
    else:
        with pytest.raises(PresetError, match="no such fact"):
            parse("facebook", document)
