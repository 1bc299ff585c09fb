"""Pieces of code find their place in a file."""

import ast

import pytest

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.review.putting import put

SOURCE = '''"""An app."""

import os

import requests
from flask import Flask

HOME = "http://127.0.0.1"  # where it is
app = Flask(__name__)
app.config["NAME"] = "shop"


# The first page.
@app.get("/")
def home():
    return "old"


def other():
    return 1


if __name__ == "__main__":
    app.run()
'''


def body(source: str) -> str:
    """What a source does, without its layout."""
    return ast.dump(ast.parse(source))


def test_a_function_takes_the_place_of_the_one_with_its_name():
    """With its decorators and the comment above; what stands around stays to the letter."""
    done = put(SOURCE, '# Another.\n@app.post("/")\n@login\ndef home(a, b=2):\n    return "new"\n')
    expected = SOURCE.replace(
        '# The first page.\n@app.get("/")\ndef home():\n    return "old"\n',
        '# Another.\n@app.post("/")\n@login\ndef home(a, b=2):\n    return "new"\n',
    )

    assert done.source == expected
    assert str(done) == "replaced home"


@pytest.mark.parametrize(
    ("piece", "gone", "said"),
    [
        ('HOME = "b"', 'HOME = "http', "replaced HOME"),
        ("HOME: str = 'b'", 'HOME = "http', "replaced HOME"),
        ('app.config["NAME"] = "b"', '"shop"', "replaced app.config['NAME']"),
        ('HOME, app = "b", None', 'HOME = "http', "replaced HOME, app"),
        ('if __name__ == "__main__":\n    serve(app)', "app.run()", "replaced if __name__"),
        ("async def other():\n    return 2", "return 1", "replaced other"),
        ("class other: ...", "return 1", "replaced other"),
        ('"""Another app."""', '"""An app."""', "replaced the docstring"),
    ],
)
def test_what_has_the_same_name_gives_way(piece, gone, said):
    done = put(SOURCE, piece)

    assert str(done) == said
    assert gone not in done.source
    assert piece in done.source


def test_two_assignments_give_way_to_one_that_sets_both():
    done = put(SOURCE, "HOME, app = 1, 2")

    assert "Flask(__name__)" not in done.source


def test_an_assignment_of_one_of_two_names_takes_nothing_away():
    assert put("a, b = 1, 2\n", "a = 3").source == "a, b = 1, 2\na = 3\n"


def test_what_is_new_stands_where_it_is_needed():
    """An assignment above the functions, a function above the end."""
    done = put(SOURCE, "def late():\n    return kept\n\n\nkept = {}\n")
    lines = done.source.splitlines()
    order = [lines.index(line) for line in ("kept = {}", "def home():", "def late():")]

    assert order == sorted(order)
    assert lines.index("def late():") < lines.index('if __name__ == "__main__":')
    assert str(done) == "added late, kept"


def test_imports_stand_with_the_others_in_their_order():
    done = put(SOURCE, "import hmac\nfrom flask import request, Flask, abort\nimport os\n")
    head = done.source.partition("HOME")[0]

    assert head == (
        '"""An app."""\n\nimport hmac\nimport os\n\nimport requests\n'
        "from flask import Flask, abort, request\n\n"
    )
    assert str(done) == "nothing new"


def test_imports_of_every_kind():
    done = put("x = 1\n", "from __future__ import annotations\nfrom . import a\nimport b.c as d\n")

    assert done.source.startswith("from __future__ import annotations\n\n")
    assert body(done.source) == body(
        "from __future__ import annotations\nimport b.c as d\nfrom . import a\nx = 1\n"
    )


def test_a_long_import_is_wrapped():
    names = [f"a_rather_long_name_{number}" for number in range(8)]
    done = put("", f"from somewhere import {', '.join(names)}")

    assert max(map(len, done.source.splitlines())) <= 100
    assert all(name in done.source for name in names)


def test_again_it_changes_nothing():
    pieces = "# Why.\nimport hmac\n\nkept = {}\n\n\ndef home():\n    return kept\n"
    once = put(SOURCE, pieces).source

    assert put(once, pieces).source == once


@pytest.mark.parametrize(
    ("source", "pieces", "says"),
    [
        (SOURCE, "x = 1\ndef home(:\n    pass", "Line 2 of the cell is not Python"),
        ("x = 1\n)\n", "y = 1", "Line 2 of the file is not Python"),
        (SOURCE, "x = 1; y = 2", "Line 1 of the cell has two statements"),
        (SOURCE, "return 1", "of the cell|of the file"),
    ],
)
def test_what_is_no_python_is_said_with_its_line(source, pieces, says):
    with pytest.raises(InvalidArgument, match=says):
        put(source, pieces)


def test_into_an_empty_file():
    assert put("", "def a(): ...\n").source.strip() == "def a(): ..."
