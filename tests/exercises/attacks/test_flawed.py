"""PrintShop's mistakes: what is shown is what runs."""

import inspect

import pytest

from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.attacks import ATTACKS, flawed

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@each
def test_the_code_that_a_round_shows_is_the_code_that_is_attacked(attack):
    """The very function: a copy could drift."""
    assert getattr(attack.vulnerable(), attack.seam) is attack.code
    assert inspect.getmodule(attack.code) is flawed
    for function in (attack.code, *attack.besides):
        last = inspect.getsource(function).splitlines()[-1].strip()
        assert last in repr(attack.play(____))


@each
def test_another_function_in_its_place_is_what_runs(attack):
    """A fix is not beside the mistake: it replaces it."""
    calls = []

    def mine(*given):
        calls.append(given)
        return attack.code(*given)

    assert attack.run(attack.with_its(mine)).mallory_wins
    assert calls


def test_every_mistake_is_of_one_round():
    own = [one for one in vars(flawed).values() if inspect.isfunction(one)]
    shown = [one for attack in ATTACKS for one in (*attack.besides, attack.code)]

    assert sorted(map(str, own)) == sorted(map(str, shown))


def test_the_secret_of_the_app_is_the_clients():
    """The story says that the app has its secret inside: so its code says it."""
    assert "client_secret" in inspect.getsource(flawed.token_request)
