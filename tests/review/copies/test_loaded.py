"""An app that is loaded into this process: afresh, with its own environment, leaving no trace."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.copies.copy import DoesNotRun
from oauth_tutorial.review.copies.loaded import LoadedCopy
from oauth_tutorial.review.copies.process import free_port
from tests.review.conftest import Write

SECRET = "a-secret-of-this-copy"
APP = """
import os, sys
{before}
def app(environ, start_response):
    {answer}
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [{body}]
"""
Load = Callable[..., LoadedCopy]


def source(before: str = "", answer: str = "pass", body: str = "b'Hello'") -> str:
    return APP.format(before=before, answer=answer, body=body)


@pytest.fixture
def load(write: Write) -> Iterator[Load]:
    copies: list[LoadedCopy] = []

    def loaded(text: str, secret: str = SECRET) -> LoadedCopy:
        port = free_port()
        given = {"PORT": str(port), "CLIENT_SECRET": secret}
        copies.append(LoadedCopy(read_asked(write(text)), port, given))
        return copies[-1]

    yield loaded
    for copy in copies:
        copy.stop()


def get(copy: LoadedCopy, **headers: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{copy.port}/", headers=headers, timeout=5)


def test_it_answers_on_its_port(load: Load) -> None:
    copy = load(source())
    copy.wait_until_it_answers()

    assert get(copy).text == "Hello"
    assert (copy.has_ended, copy.floods, copy.ends_now()) == (False, False, False)


def test_it_sees_its_environment_whenever_it_runs(load: Load) -> None:
    body = "(FIRST + '|' + os.environ['CLIENT_SECRET']).encode()"
    before = "FIRST = os.environ['CLIENT_SECRET']"
    one, other = load(source(before, body=body)), load(source(before, body=body), "another")

    assert [get(copy).text for copy in (one, other, one)] == [
        f"{SECRET}|{SECRET}",
        "another|another",
        f"{SECRET}|{SECRET}",
    ]
    assert "CLIENT_SECRET" not in os.environ


def test_each_copy_is_loaded_afresh_with_what_stands_beside_it(load: Load, write: Write) -> None:
    write("import os\nSECRET = os.environ['CLIENT_SECRET']\nSEEN = []\n", "settings.py")
    text = source(
        "import settings",
        "settings.SEEN.append(1)",
        "f'{settings.SECRET} {len(settings.SEEN)}'.encode()",
    )
    one, other = load(text), load(text, "another")

    assert [get(copy).text for copy in (one, one, other)] == [
        f"{SECRET} 1",
        f"{SECRET} 2",
        "another 1",
    ]
    assert "settings" not in sys.modules


def test_a_module_of_that_name_stays_the_learners(load: Load, write: Write) -> None:
    sibling = write("NAME = 'beside'", "settings_of_mine.py")
    sys.path.insert(0, str(sibling.parent))
    try:
        import settings_of_mine  # type: ignore[import-not-found]

        settings_of_mine.NAME = "changed"
        copy = load(source("import settings_of_mine as s", body="s.NAME.encode()"))

        assert get(copy).text == "beside"
        assert sys.modules["settings_of_mine"] is settings_of_mine
    finally:
        sys.path.remove(str(sibling.parent))
        sys.modules.pop("settings_of_mine", None)


def test_what_is_imported_late_is_found_and_nothing_is_written(load: Load, write: Write) -> None:
    beside = write("NAME = 'late'", "late.py")
    copy = load(source(answer="import late", body="late.NAME.encode()"))
    path = [*sys.path]

    assert get(copy).text == "late"
    assert sys.path == path
    assert sorted(one.name for one in beside.parent.rglob("*")) == ["app.py", "late.py"]


def test_what_it_writes_is_kept(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    answer = (
        "import logging; print('out'); print('err', file=sys.stderr); "
        "logging.getLogger('shop').warning('log'); environ['wsgi.errors'].write('wsgi\\n')"
    )
    copy = load(source("print('loaded')", answer))
    get(copy)

    assert copy.said().split() == ["loaded", "out", "err", "log", "wsgi"]
    assert capsys.readouterr() == ("", "")


def test_another_host_reaches_it(load: Load) -> None:
    copy = load(source(body="environ['HTTP_HOST'].encode()"))

    assert get(copy, Host="evil.example").text == "evil.example"


def test_its_port_is_free_afterwards(load: Load) -> None:
    copy = load(source())
    copy.stop()

    with pytest.raises(requests.ConnectionError):
        get(copy)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def (", "It cannot be loaded. Its last lines:\n"),
        ("import no_such_module", "No module named 'no_such_module'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; raise ValueError(os.environ['CLIENT_SECRET'])", "ValueError: <hidden>"),
        ("", "app.py has no WSGI application called app"),
        ("app = 5", "app.py has no WSGI application called app"),
    ],
)
def test_one_that_cannot_be_loaded(load: Load, text: str, says: str) -> None:
    before = {name: sys.modules[name] for name in [*sys.modules]}

    with pytest.raises(DoesNotRun) as raised:
        load(text)

    assert says in str(raised.value)
    assert SECRET not in str(raised.value)
    assert "app_under_review" not in sys.modules.keys() - before.keys()


def test_a_command_needs_a_process() -> None:
    with pytest.raises(DoesNotRun, match="No process can be started here"):
        LoadedCopy(read_asked([sys.executable, "-m", "shop"]), free_port(), {})


def test_its_port_is_free_when_it_cannot_be_loaded(write: Write) -> None:
    port, app = free_port(), read_asked(write("def ("))
    for _ in range(2):
        with pytest.raises(DoesNotRun):
            LoadedCopy(app, port, {})
    assert isinstance(app.file, Path)
