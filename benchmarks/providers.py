"""Presets and the preflight: ``python -m benchmarks.providers [ROUNDS]`` prints milliseconds.

The peer of a preset is ``tomllib``, which reads the same file and checks nothing. The peer of a
preflight is ``requests``, which makes the one URL that all of it is about.
"""

import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import requests

from benchmarks.measure import headline, in_turns, verdict
from oauth_tutorial import presets
from oauth_tutorial.presets import loading
from oauth_tutorial.providers import compare, preflight

FILES = {
    name: (Path(presets.__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    for name in presets.names()
}
ASKED = {
    "redirect_uri": "http://localhost:49152/callback/",
    "scopes": ["openid", "emial", "a,b"],
    "client_id": "YOUR_CLIENT_ID",
    "client_secret_given": False,
    "where": "binder",
    "refresh": True,
}
LOADING, READING = "load every preset", "tomllib on every file"
LOOKING, PREPARING = "preflight at every provider", "requests prepares every URL"


def milliseconds(work: Callable[[str], object]) -> float:
    """Return the mean of one provider, over all of them."""
    begun = time.perf_counter()
    for name in FILES:
        work(name)
    return (time.perf_counter() - begun) * 1000 / len(FILES)


def load(name: str) -> object:
    """Read and check a preset as the first time."""
    return loading.parse(name, loading.document_of(name))


def look(name: str) -> object:
    """Run a preflight in which every rule has something to say, and its text."""
    return repr(preflight(name, **ASKED))


def prepare(name: str) -> object:
    """Make the authorization URL."""
    url = presets.load(name).endpoints.authorization.replace("{", "").replace("}", "")
    params = {"redirect_uri": ASKED["redirect_uri"], "client_id": ASKED["client_id"]}
    return requests.Request("GET", url, params=params).prepare().url


def main(rounds: int) -> None:
    """Time both, each beside its peer."""
    work = {
        LOADING: load,
        READING: lambda name: tomllib.loads(FILES[name]),
        LOOKING: look,
        PREPARING: prepare,
    }
    for one in work.values():
        milliseconds(one)  # what is read once is read
    taken = in_turns(
        {name: lambda one=one: milliseconds(one) for name, one in work.items()}, rounds
    )
    seen = {name: statistics.median(values) for name, values in taken.items()}
    headline(f"{len(FILES)} providers, milliseconds for one, {rounds} rounds")
    for name, value in seen.items():
        print(f"{name}: {value:.3g} ms")
    verdict("load a preset", seen[LOADING], 10, "ms")
    verdict("a preflight", seen[LOOKING], 50, "ms")
    print(f"load / tomllib: {seen[LOADING] / seen[READING]:.3g} x")
    print(f"preflight / one URL of requests: {seen[LOOKING] / seen[PREPARING]:.3g} x")
    begun = time.perf_counter()
    assert compare(*FILES, all=True).rows
    print(f"compare all {len(FILES)}: {(time.perf_counter() - begun) * 1000:.3g} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
