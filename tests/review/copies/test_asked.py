"""What can be reviewed, and a sentence for what cannot."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.review.copies import asked
from oauth_tutorial.review.copies.asked import read_asked


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("app.py", "my shop.py", "server.mjs", "Shop.PY", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.py").mkdir()


@pytest.fixture
def _has_node(monkeypatch: pytest.MonkeyPatch) -> None:
    which = asked.shutil.which
    monkeypatch.setattr(
        asked.shutil, "which", lambda name: "/bin/node" if name == "node" else which(name)
    )


@pytest.mark.parametrize(
    ("app", "words", "name"),
    [
        ("app.py", (sys.executable, "app.py"), "app.py"),
        (Path("app.py"), (sys.executable, "app.py"), "app.py"),
        (["app.py"], (sys.executable, "app.py"), "app.py"),
        ("my shop.py", (sys.executable, "my shop.py"), "my shop.py"),
        ("Shop.PY", (sys.executable, "Shop.PY"), "Shop.PY"),
        ("./app.py", (sys.executable, "app.py"), "app.py"),
    ],
)
def test_a_python_file(app: Any, words: tuple[str, ...], name: str) -> None:
    one = read_asked(app)

    assert (one.words, one.name) == (words, name)
    assert one.file is not None


@pytest.mark.usefixtures("_has_node")
@pytest.mark.parametrize(
    ("app", "words"),
    [
        ("server.mjs", ("node", "server.mjs")),
        ("node server.mjs", ("node", "server.mjs")),
        ("node --env-file='my env' server.mjs", ("node", "--env-file=my env", "server.mjs")),
        (["node", "server.mjs"], ("node", "server.mjs")),
        (f"{sys.executable} app.py", (sys.executable, "app.py")),
        ([sys.executable, Path("app.py")], (sys.executable, "app.py")),
        (f"{sys.executable} -c 'print(1)'", (sys.executable, "-c", "print(1)")),
        (f"{sys.executable} -m shop --fast", (sys.executable, "-m", "shop", "--fast")),
        ("node", ("node",)),
    ],
)
def test_a_command(app: Any, words: tuple[str, ...]) -> None:
    one = read_asked(app)

    assert (one.words, one.file) == (words, None)


WHAT = 'Expected a Python file, such as "printshop.py", or a command, such as "node server.mjs"'


@pytest.mark.parametrize(
    ("app", "says"),
    [
        ("", "Nothing was named to review."),
        ("   ", "Nothing was named to review."),
        ([], "Nothing was named to review."),
        ([""], "Nothing was named to review."),
        ((" ", "a"), "Nothing was named to review."),
        ("gone.py", "There is no file 'gone.py'."),
        ("my gone.py", "There is no file 'my gone.py'."),
        ("a/b", "There is no file 'a/b'."),
        (Path("gone.js"), "There is no file 'gone.js'."),
        ("no-such-program-here", "There is no file or program 'no-such-program-here'."),
        ("no-such-program-here --fast", "There is no program 'no-such-program-here' here."),
        (["no-such-program-here", "a"], "There is no program 'no-such-program-here' here."),
        ("notes.txt", "'notes.txt' cannot be run."),
        ("folder", "'folder' is a folder."),
        ("folder.py", "'folder.py' is a folder."),
        (Path("."), "'.' is a folder."),
        ("a\0b", "This has a character that no file name or command can contain."),
        (["a\0b"], "This has a character that no file name or command can contain."),
        ("node 'server", "This command cannot be read: No closing quotation"),
        ("x" * 5000, "There is no file or program"),
        ("x" * 5000 + ".py", "There is no file"),
        ("\x1b[31mred", "There is no file or program"),
    ],
)
def test_what_is_none(app: Any, says: str) -> None:
    with pytest.raises(InvalidArgument) as raised:
        read_asked(app)

    assert str(raised.value).startswith(says)
    assert len(str(raised.value)) < 300
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize(
    "app", [None, 5, b"app.py", bytearray(b"app.py"), {"app.py"}, [b"app.py"], [5], [None], object]
)
def test_what_is_neither_text_nor_path(app: Any) -> None:
    with pytest.raises(InvalidArgument, match=WHAT.replace(".", r"\.")):
        read_asked(app)


def test_a_script_without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)

    with pytest.raises(InvalidArgument) as raised:
        read_asked("server.mjs")

    assert str(raised.value) == "server.mjs is run by node, which is not installed here."
