"""Progress files of a class, as learners hand them in."""

import json

import pytest

from oauth_tutorial.classroom import read_class
from oauth_tutorial.exercises.nb00 import two_scopes

MISTAKE = two_scopes.mistakes[0]


def record(pseudonym="blue heron", **changes):
    """One learner: 40 minutes in notebook 00, one exercise solved, one mistake met."""
    return {
        "format": "oauth-tutorial progress",
        "version": 1,
        "pseudonym": pseudonym,
        "exercises": {
            "00.two_scopes": {"state": "correct", "attempts": 2, "mistakes": {MISTAKE.name: 1}}
        },
        "notebooks": {
            "00": {"first": "2026-11-02T09:00:00+00:00", "last": "2026-11-02T09:40:00+00:00"}
        },
    } | changes


@pytest.fixture
def hand_in(tmp_path):
    def write(name, content):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        file.write_bytes(raw)
        return file

    return write


HUNTERS = {
    "fixed": {"03.bug_hunt_1": {"state": "correct"}, "03.bug_hunt_2": {"state": "not yet"}},
    "tried": {"03.bug_hunt_2": {"state": "not yet"}, "hidden_faults": {"state": "not yet"}},
    "found": {"hidden_faults": {"state": "not yet", "found": {"html_500": "t", "denied": "t"}}},
}


@pytest.fixture
def hunters(hand_in, tmp_path):
    for name, entries in HUNTERS.items():
        hand_in(f"{name}.json", record(name, exercises=entries))
    return read_class([tmp_path])
