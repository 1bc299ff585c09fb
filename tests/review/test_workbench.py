"""An app's file beside the notebook: laid there, and changed piece by piece."""

import linecache
import uuid
from pathlib import Path
from textwrap import dedent as plain_text
from uuid import uuid4

import pytest
from IPython.core.interactiveshell import InteractiveShell

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.review import copy_example, put_into
from oauth_tutorial.review.workbench import load_ipython_extension, source_of


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_an_example_lies_beside_the_notebook(capsys):
    copy_example("unsafe_printshop.py", "printshop.py")
    example = beside("examples") / "flask" / "unsafe_printshop.py"

    assert Path("printshop.py").read_bytes() == example.read_bytes()
    assert capsys.readouterr().out.startswith("printshop.py is beside this notebook, ")


def test_what_the_learner_wrote_is_kept(capsys):
    """And the line that is said is the same."""
    copy_example("library_alone")
    first = capsys.readouterr().out
    Path("library_alone").write_text("my own")
    copy_example("library_alone")

    assert Path("library_alone.before").read_text() == "my own"
    assert capsys.readouterr().out == first


def test_an_example_that_there_is_not_names_the_nearest():
    with pytest.raises(InvalidArgument, match=r"Did you mean unsafe_printshop\.py\?"):
        copy_example("unsave_printshop.py")


def greet(name: str) -> str:
    return shout(f"Hello, {name}")


def shout(text: str) -> str:
    return text.upper()


def test_functions_of_the_notebook_are_put_with_what_they_call(capsys):
    Path("app.py").write_text("def greet(name):\n    return name\n")
    put_into("app.py", greet)
    found: dict[str, object] = {}
    exec(Path("app.py").read_text(), found)

    assert found["greet"]("Alice") == "HELLO, ALICE"  # type: ignore[operator]
    assert capsys.readouterr().out == "app.py: replaced greet; added shout\n"


def an_id(length: int) -> str:
    found = [[str(uuid4()), uuid.NAMESPACE_DNS.hex, plain_text("x")] for _ in range(length)]
    return found[0][0].linecache  # type: ignore[attr-defined]  # an attribute, and no module


def test_a_function_is_put_with_the_imports_that_it_needs():
    """Those of modules, and of the standard library; what else the notebook has stays there."""
    Path("app.py").write_text("import os\n")
    put_into("app.py", an_id)

    assert Path("app.py").read_text().splitlines()[:5] == [
        *("import os", "import uuid", "from textwrap import dedent as plain_text"),
        *("from uuid import uuid4", ""),
    ]


def test_a_function_is_put_under_another_name():
    assert source_of(shout, "say").startswith("def say(text: str) -> str:")


@pytest.mark.parametrize("answer", [None, "text", 3, print, lambda: None, type("A", (), {})])
def test_what_is_no_function_of_def(answer):
    with pytest.raises(InvalidArgument, match="def"):
        source_of(answer)


def test_a_function_whose_source_is_gone():
    found: dict[str, object] = {}
    exec(compile("def lost(): ...", "<nowhere>", "exec"), found)
    linecache.cache.pop("<nowhere>", None)

    with pytest.raises(InvalidArgument, match="Run its cell again"):
        source_of(found["lost"])


def test_a_file_that_there_is_not():
    with pytest.raises(InvalidArgument, match=r"no file 'printshop\.py'.*\n.*copy_example"):
        put_into("printshop.py", "x = 1")


def test_the_magic_of_a_cell(capsys):
    shell = InteractiveShell()
    load_ipython_extension(shell)
    Path("app.py").write_text("x = 1\n")

    shell.run_cell("%%put_into app.py\nx = 2\n")

    assert Path("app.py").read_text() == "x = 2\n"
    assert capsys.readouterr().out == "app.py: replaced x\n"


def test_a_cell_that_is_no_python_changes_nothing():
    Path("app.py").write_text("x = 1\n")
    with pytest.raises(InvalidArgument, match="Line 1 of the cell"):
        put_into("app.py", "x = = 2")

    assert Path("app.py").read_text() == "x = 1\n"
