"""What a judge hears of the practice service, and when."""

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.grading.photobox import photobox as service_of_this_kernel
from oauth_tutorial.grading.photobox import watch


def test_it_is_started_once():
    assert practice.running() is None
    service = service_of_this_kernel()

    assert service_of_this_kernel() is service is practice.running()


def test_what_comes_inside_the_block_is_collected(photobox):
    def ask(path):
        requests.get(f"{photobox.api}/{path}", timeout=5)

    ask("me")
    with watch() as entries:
        ask("photos")
        ask("me")
    ask("photos")

    assert [entry.path for entry in entries] == ["/api/photos", "/api/me"]


def test_a_block_that_raises_ends_the_watch(photobox):
    before = len(photobox.log._subscribers)
    with pytest.raises(ZeroDivisionError), watch():
        _ = 1 / 0

    assert len(photobox.log._subscribers) == before
