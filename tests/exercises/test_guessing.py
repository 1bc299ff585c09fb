"""What is made of the module random, or of the time, can be guessed."""

import datetime
import hashlib
import random
import secrets
import time
import uuid
from datetime import UTC
from datetime import datetime as a_time
from time import time_ns as nanoseconds

import pytest

from oauth_tutorial.exercises.guessing import guessable
from oauth_tutorial.grading.calling import LearnersError


def hashed(value):
    return hashlib.sha256(str(value).encode()).hexdigest()


def by_a_helper():
    return in_a_helper()


def in_a_helper():
    return hashed(nanoseconds())


def imported_inside():
    from time import perf_counter_ns

    return hashed(perf_counter_ns())


def seeded():
    random.seed(time.time())
    return random.random()


OF_THE_CLOCK = {
    "the time": lambda: hashed(time.time()),
    "another clock": lambda: hashed(time.monotonic_ns()),
    "a name of its own": lambda: hashed(nanoseconds()),
    "a helper beside it": by_a_helper,
    "imported inside": imported_inside,
    "in words": lambda: hashed(time.strftime("%H:%M:%S") + str(time.perf_counter())),
    "a datetime": lambda: hashed(datetime.datetime.now(tz=UTC)),
    "a datetime, by its own name": lambda: hashed(a_time.now(tz=UTC).timestamp()),
    "the time and the machine": lambda: hashed(uuid.uuid1()),
    "random, started with the time": lambda: random.Random(time.time_ns()).random(),
    "random, started anew": seeded,
}
OF_RANDOM = {
    "a number": lambda: f"{random.getrandbits(128):032x}",
    "letters": lambda: "".join(random.choices("abcdefgh", k=43)),
    "with the time": lambda: hashed((time.time_ns(), random.random())),
    "an id": lambda: uuid.UUID(int=random.getrandbits(128)).hex,
}
OF_NEITHER = {
    "secrets": secrets.token_urlsafe,
    "an id": lambda: uuid.uuid4().hex,
    "the system's random": lambda: random.SystemRandom().random(),
    "secrets and the time": lambda: f"{time.time_ns()}{secrets.token_hex()}",
}


@pytest.mark.parametrize("how", OF_THE_CLOCK)
def test_what_is_made_of_the_time_is_named(how):
    assert guessable(OF_THE_CLOCK[how]) == "clock"


@pytest.mark.parametrize("how", OF_RANDOM)
def test_what_is_made_of_the_module_random_is_named(how):
    assert guessable(OF_RANDOM[how]) == "random"


@pytest.mark.parametrize("how", OF_NEITHER)
def test_what_nobody_can_guess_is_not(how):
    assert guessable(OF_NEITHER[how]) == ""


def test_the_part_that_matters_is_compared():
    def pair(label):
        return label, secrets.token_hex(), random.random()

    assert guessable(pair, "a") == ""
    assert guessable(pair, "a", part=lambda came: came[2]) == "random"


def test_afterwards_the_clocks_and_random_are_as_they_were():
    before = (time.time, datetime.datetime, nanoseconds, random.getstate())

    with pytest.raises(LearnersError):
        guessable(lambda: random.random() / 0)

    assert (time.time, datetime.datetime, nanoseconds, random.getstate()) == before
    assert time.perf_counter() != time.perf_counter()


def test_a_time_that_was_made_before_is_still_one():
    made = datetime.datetime.now(tz=UTC)
    seen = []

    guessable(lambda: seen.append(isinstance(made, datetime.datetime)))

    assert set(seen) == {True}
    assert not isinstance(datetime.date(2026, 1, 1), datetime.datetime)
