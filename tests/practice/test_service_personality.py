"""Starting the service as a provider."""

import pytest

from oauth_tutorial import practice
from oauth_tutorial.errors import InvalidArgument


def test_it_plays_whom_it_was_started_as():
    photobox = practice.start(personality="github")

    assert photobox.personality == "github"
    assert photobox.preset.name == "GitHub"
    assert practice.start() is photobox
    assert practice.start(personality="github") is photobox


@pytest.mark.parametrize(
    "asked",
    [{"personality": "slack"}, {"personality": "github", "redirect": "lenient"}],
)
def test_another_one_than_the_running_one_is_refused(asked):
    photobox = practice.start(personality="github")
    with pytest.raises(InvalidArgument, match=r"as GitHub.*practice\.start\(\)\.stop\(\)"):
        practice.start(**asked)
    photobox.stop()

    assert practice.start(**asked).personality == asked["personality"]


def test_the_service_itself_is_no_provider():
    assert practice.start().personality is None
    with pytest.raises(InvalidArgument, match="as PhotoBox itself"):
        practice.start(personality="github")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"personality": "githup"}, "github"),
        ({"personality": "github", "redirect": "loose"}, "lenient"),
        ({"redirect": "lenient"}, "personality"),
    ],
)
def test_what_cannot_be_right_is_said(asked, said):
    with pytest.raises(InvalidArgument, match=said):
        practice.start(**asked)

    assert practice.running() is None
