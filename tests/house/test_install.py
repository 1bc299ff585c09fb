"""``make start`` and tools/install.py in a course of one file: what they install, say and repair.

uv is a stand-in that notes what it was asked for, so that no test needs a network.
"""

import ast
import ensurepip
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import install

ROOT = Path(__file__).resolve().parents[2]
Finished = subprocess.CompletedProcess[str]

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "oauth-tutorial"
version = "1"
"""
# Writes the wheel of an editable installation, so that pip needs no package of anybody's.
BACKEND = """
import pathlib, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "oauth_tutorial-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("course.pth", str(pathlib.Path.cwd()))
        wheel.writestr("oauth_tutorial-1.dist-info/METADATA",
                       "Metadata-Version: 2.1\\nName: oauth-tutorial\\nVersion: 1\\n")
        wheel.writestr("oauth_tutorial-1.dist-info/WHEEL",
                       "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("oauth_tutorial-1.dist-info/RECORD", "")
    return name
"""
UV = f"""#!{sys.executable}
import os, pathlib, signal, subprocess, sys
beside = pathlib.Path(__file__).parent
with open(beside / "asked", "a") as asked:
    print(*sys.argv[1:], file=asked)
if sys.argv[1] == "venv":
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", sys.argv[-1]], check=True)
    raise SystemExit
python = pathlib.Path(sys.argv[sys.argv.index("--python") + 1])
if (beside / "interrupt").exists():
    (python.parent.parent / "half").write_text("a package")
    os.kill(os.getppid(), signal.SIGINT)
    raise SystemExit(1)
if (beside / "fail").exists():
    raise SystemExit((beside / "fail").read_text())
[packages] = python.parent.parent.glob("lib/python*/site-packages")
(packages / "course.pth").write_text(os.getcwd())
command = python.parent / "oauth-tutorial"
command.write_text("#!/bin/sh\\necho JupyterLab with $*\\n")
command.chmod(0o755)
"""


class Course:
    """A folder with the course's installer, and a PATH with nothing but what a test lays there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a course"  # a path with spaces, in every test
        self.bin = folder / "programs"
        self.venv = self.folder / ".venv"
        for made in (self.folder / "tools", self.bin):
            made.mkdir(parents=True)
        shutil.copy(ROOT / "tools" / "install.py", self.folder / "tools")
        shutil.copy(ROOT / "Makefile", self.folder)
        self.write("pyproject.toml", PROJECT)
        self.write("backend.py", BACKEND)
        self.write("constraints.txt", "")
        self.write("oauth_tutorial.py", "")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def give(self, name: str, text: str) -> None:
        """Lay a program onto the PATH, or a word for uv beside it."""
        (self.bin / name).write_text(text, encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def run(
        self, *words: str, before: str = "pass", **variables: str
    ) -> subprocess.CompletedProcess:
        """Run the installer; ``before`` changes its Python first."""
        script = str(self.folder / "tools" / "install.py")
        code = f"import runpy, sys; {before}; sys.argv = {[script, *words]!r}; "
        code += f"runpy.run_path({script!r}, run_name='__main__')"
        return self.call(sys.executable, "-c", code, **variables)

    def call(self, *command: str, **variables: str) -> Finished:
        environment = {"PATH": str(self.bin), "HOME": str(self.bin), **NOWHERE, **variables}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def asked(self) -> list[str]:
        """What uv was asked for, a line each."""
        noted = self.bin / "asked"
        return noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []


# The discard port of this machine, where nothing listens: no test reaches a package index.
_CLOSED = "http://127.0.0.1:9/simple"
NOWHERE = {"PIP_INDEX_URL": _CLOSED, "PIP_CONFIG_FILE": os.devnull, "UV_DEFAULT_INDEX": _CLOSED}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def with_uv(course: Course) -> Course:
    course.give("uv", UV)
    return course


def test_a_learner_gets_the_course_and_a_tester_the_rest(with_uv: Course) -> None:
    """And whoever has the rest is not asked to install again for the course."""
    learner = with_uv.run()
    assert learner.returncode == 0, learner.stderr
    assert " -e . -c " in with_uv.asked[-1]

    with_uv.run("--test")
    assert " -e .[test] -c " in with_uv.asked[-1]

    installations = len(with_uv.asked)
    again = with_uv.run()
    assert (again.returncode, again.stdout, len(with_uv.asked)) == (0, "", installations)


def test_what_is_asked_for_by_name_comes_too(with_uv: Course, tmp_path: Path) -> None:
    """A rehearsal's hub, in a folder of its own."""
    run = with_uv.run("--into", str(tmp_path / "hub"), "jupyterhub")

    assert run.returncode == 0, run.stderr
    assert " -e . jupyterhub -c " in with_uv.asked[-1]
    assert (tmp_path / "hub" / "pyvenv.cfg").exists()


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_a_new_list_is_installed_and_what_a_person_added_stays(
    with_uv: Course, changed: str
) -> None:
    """The environment is kept."""
    with_uv.run()
    (with_uv.venv / "mine").write_text("a package of the person's own")
    with_uv.write(changed, PROJECT + "# changed\n" if changed == "pyproject.toml" else "# changed")

    assert "Installed" in with_uv.run().stdout
    assert (with_uv.venv / "mine").exists()
    assert [line.split()[0] for line in with_uv.asked] == ["venv", "pip", "pip"]


def test_a_new_list_without_a_network_leaves_what_works(with_uv: Course) -> None:
    """Neither uv nor the environment's pip reaches anything."""
    with_uv.run()
    [packages] = with_uv.venv.glob("lib/python*/site-packages")
    (packages / "pip.py").write_text("raise SystemExit('connection broken by a closed port')")
    with_uv.give("fail", "error: client error (Connect)")
    constraints = (with_uv.folder / "constraints.txt").read_text()
    with_uv.write("constraints.txt", "# changed")

    assert with_uv.run().stderr.strip() == install.OFFLINE
    with_uv.write("constraints.txt", constraints)
    assert (with_uv.run().returncode, with_uv.run().stdout) == (0, "")


# A program that a shell started in the background ignores it, and so does what that starts.
HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


@pytest.mark.parametrize("complete_before", [False, True])
def test_an_interrupted_installation_is_thrown_away(with_uv: Course, complete_before: bool) -> None:
    """The next run begins again, and does not run what is half-done."""
    if complete_before:
        with_uv.run()
        with_uv.write("constraints.txt", "# changed")
    with_uv.give("interrupt", "")
    stopped = with_uv.run(before=HEARS_CTRL_C)
    half_done = (with_uv.venv / "half").exists()
    (with_uv.bin / "interrupt").unlink()

    assert (stopped.returncode, half_done) == (130, True)
    assert stopped.stderr.strip() == "Stopped. The next run starts over."
    assert "Installed" in with_uv.run().stdout
    assert not (with_uv.venv / "half").exists()


@pytest.mark.parametrize("damage", ["the Python is gone", "the folder was copied"])
def test_what_does_not_run_any_more_is_made_again(
    with_uv: Course, tmp_path: Path, damage: str
) -> None:
    """An upgrade of Python; a copy, whose programs would run the original."""
    with_uv.run()
    if damage == "the folder was copied":
        with_uv.folder = shutil.copytree(with_uv.folder, tmp_path / "copy", symlinks=True)
        with_uv.venv = with_uv.folder / ".venv"
    else:
        (with_uv.venv / "bin" / "python").unlink()

    assert "Installed" in with_uv.run().stdout
    assert [line.split()[0] for line in with_uv.asked] == ["venv", "pip", "venv", "pip"]
    python = str(with_uv.venv / "bin" / "python")
    found = with_uv.call(python, "-c", "import oauth_tutorial as o; print(o.__file__)")
    assert found.stdout.strip() == str(with_uv.folder / "oauth_tutorial.py")


def test_pip_installs_where_uv_cannot(with_uv: Course) -> None:
    """Python's own copy of pip, nothing from a network, and a real installation."""
    with_uv.give("fail", "error: invalid peer certificate")
    wheels = Path(ensurepip.__file__).parent / "_bundled"
    if not list(wheels.glob("pip-*.whl")):
        pytest.skip("this Python keeps its copy of pip elsewhere")

    run = with_uv.run(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels))

    assert run.returncode == 0, run.stdout + run.stderr
    python = str(with_uv.venv / "bin" / "python")
    found = with_uv.call(python, "-c", "import pip, oauth_tutorial as o; print(o.__file__)")
    assert found.stdout.strip() == str(with_uv.folder / "oauth_tutorial.py")
    assert with_uv.run().stdout == ""


def a_stick(folder: Path, *wheels: str) -> Path:
    """A folder with wheels that are names alone, and with Python's own copy of pip."""
    stick = folder / "a stick"
    stick.mkdir()
    for bundled in (Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"):
        shutil.copy(bundled, stick)
    for name in wheels:
        (stick / name).touch()
    return stick


def test_from_a_folder_of_wheels_nothing_else_is_asked(with_uv: Course, tmp_path: Path) -> None:
    """Wherever one stands: uv and pip run in the course's folder."""
    stick = a_stick(tmp_path, "sample-1-py3-none-any.whl")
    run = with_uv.run("--wheels", os.path.relpath(stick, with_uv.folder))

    assert run.returncode == 0, run.stderr
    assert with_uv.asked[-1].endswith(f" --no-index --find-links {stick}")


def test_a_folder_of_wheels_without_uv_is_enough(course: Course, tmp_path: Path) -> None:
    """pip installs, and no package index is near."""
    stick = a_stick(tmp_path)
    if not list(stick.iterdir()):
        pytest.skip("this Python keeps its copy of pip elsewhere")
    run = course.run("--wheels", str(stick))

    assert run.returncode == 0, run.stdout + run.stderr
    python = str(course.venv / "bin" / "python")
    assert course.call(python, "-c", "import pip, oauth_tutorial").returncode == 0


def test_a_wheel_for_another_python_is_named(course: Course, tmp_path: Path) -> None:
    """In one sentence, with what this machine is and how the folder is filled; by a real pip."""
    stick = a_stick(tmp_path, "a_sample-2-cp33-cp33-win_amd64.whl")
    course.write("constraints.txt", "A.Sample==2")
    run = course.run("--wheels", str(stick), "a-sample")

    wheel = f"{stick} has a_sample-2-cp33-cp33-win_amd64.whl, which was not made for Python 3."
    assert (run.returncode, run.stderr.count("\n")) == (1, 2), run.stderr
    assert wheel in run.stderr
    assert "docs/classroom.md" in run.stderr
    assert not (course.venv / ".installed").exists()


# What pip prints of a version that the constraints want, and of one that a package wants.
CONSTRAINED = "The user requested sample\n    The user requested (constraint) sample==2\n\nTo fix"
WANTED = "ERROR: No matching distribution found for sample>=2\n  [end of output]"


@pytest.mark.parametrize("printed", [CONSTRAINED, WANTED], ids=["constrained", "wanted"])
@pytest.mark.parametrize(
    ("wheels", "sentence"),
    [
        ([], "has no wheel of sample"),
        (["sample_more-2-py3-none-any.whl"], "has no wheel of sample"),
        (["Sample-2-cp33-cp33-win_amd64.whl"], "has Sample-2-cp33-cp33-win_amd64.whl, which was"),
    ],
    ids=["missing", "another name", "another Python"],
)
def test_what_is_wrong_with_a_folder_of_wheels(
    tmp_path: Path, printed: str, wheels: list[str], sentence: str
) -> None:
    """The names of the files tell."""
    options = ["-e", ".", "--no-index", "--find-links", str(a_stick(tmp_path, *wheels))]

    assert sentence in install.without_wheel(printed, options)
    assert install.without_wheel(printed, options[:2]) == ""
    assert install.without_wheel("something new", options) == ""


def test_a_wheel_of_another_version_is_named(tmp_path: Path) -> None:
    """A folder that was filled from an older copy of the course."""
    stick = a_stick(tmp_path, "sample-1-py3-none-any.whl")
    said = install.without_wheel(CONSTRAINED, ["--no-index", "--find-links", str(stick)])

    assert "has sample-1-py3-none-any.whl, but this copy of the course needs sample==2. " in said


def test_the_line_that_fills_the_folder_leaves_nothing_out() -> None:
    """What the course is built with, is no dependency of it; hatchling asks for editables."""
    guide = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    builders = [re.split(r"\W", one)[0] for one in project["build-system"]["requires"]]
    [line] = re.findall(r"-m pip wheel --wheel-dir \S+ --constraint (.+)", guide)

    assert line.split() == ["constraints.txt", ".", *builders, "editables", "pip", "uv"]
    assert "docs/classroom.md" in install.FILL


def test_a_folder_without_wheels_is_no_reason_to_begin(course: Course, tmp_path: Path) -> None:
    """It may be the wrong one: the sentence says which folder is meant."""
    run = course.run("--wheels", str(tmp_path))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.strip() == install.NO_WHEELS.format(wheels=tmp_path)
    assert not course.venv.exists()


def test_a_new_list_without_its_wheels_leaves_what_works(with_uv: Course, tmp_path: Path) -> None:
    """As without a network."""
    with_uv.run()
    stick = a_stick(tmp_path, "sample-1-py3-none-any.whl")
    [packages] = with_uv.venv.glob("lib/python*/site-packages")
    (packages / "pip.py").write_text(f"raise SystemExit({CONSTRAINED!r})")
    with_uv.give("fail", "error: no solution")
    with_uv.write("constraints.txt", "# changed")
    run = with_uv.run("--wheels", str(stick))

    assert "needs sample==2" in run.stderr
    with_uv.write("constraints.txt", "")
    assert (with_uv.run().returncode, with_uv.run().stdout) == (0, "")


def test_a_link_in_the_place_of_the_environment_is_left_alone(course: Course) -> None:
    """Also one that leads nowhere, or to itself."""
    for target in ("nowhere", ".venv"):
        course.venv.symlink_to(target)
        run = course.run()

        assert (run.returncode, run.stderr.count("\n")) == (1, 2), run.stderr
        assert "was left alone" in run.stderr
        course.venv.unlink()


HIDDEN = "sys.modules.update(pip=None, ensurepip=None)"


@pytest.mark.parametrize(
    ("before", "into", "sentence"),
    [
        ("pass", ".venv", install.OFFLINE),
        (HIDDEN, ".venv", install.NO_VENV.split("(")[0]),
        ("pass", "oauth_tutorial.py/venv", "cannot be written to"),  # not even by an administrator
        ("pass", "tools", install.NOT_OURS.split("}")[1]),
    ],
    ids=["no network", "no venv", "no right to write", "another folder"],
)
def test_an_error_is_a_sentence_that_says_what_to_do(
    course: Course, before: str, into: str, sentence: str
) -> None:
    """Alone, without a traceback; and nothing is left that looks complete."""
    run = course.run("--into", into, before=before)

    assert run.returncode == 1
    assert sentence in run.stderr
    assert run.stderr.count("\n") <= 2, run.stderr
    assert not (course.venv / ".installed").exists()
    assert (course.folder / "tools" / "install.py").exists()


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", install.FULL),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
            install.CERTIFICATE,
        ),
        ("client error (Connect)\n dns error: failed to lookup address", install.OFFLINE),
        ("Error: [Errno 13] Permission denied: '/course/.venv'", "/course cannot be written to"),
        ("ERROR: Wheel 'sample' located at /x/sample-1.whl is invalid.", install.DAMAGED),
        ("error: something new", install.UNKNOWN),
    ],
)
def test_what_a_tool_prints_becomes_a_sentence(printed: str, sentence: str) -> None:
    """The words of uv, pip and venv."""
    assert sentence in install.ToolFailed(printed).reason(Path("/course"))


def test_an_unknown_error_is_shown_as_it_is(course: Course) -> None:
    """Its last lines, and then our sentence."""
    course.give("python", "#!/bin/sh\nseq 30\necho something new\nexit 1\n")

    run = course.run(before=f"sys.executable = {str(course.bin / 'python')!r}", PATH=os.defpath)

    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        *map(str, range(17, 31)),
        "something new",
        "",
        install.UNKNOWN,
    ]


OLD = "sys.version_info = (3, 9, 6)"


def test_an_old_python_is_told_so(course: Course) -> None:
    """The sentence names what it is, and where to get a newer one."""
    run = course.run(before=OLD)

    assert run.returncode == 1
    assert run.stderr.strip() == install.TOO_OLD.format(python=sys.executable, version="3.9.6")


def test_an_old_python_hands_over_to_a_newer_one(with_uv: Course) -> None:
    """As on macOS, whose own is old. The first name that runs is taken."""
    with_uv.give("python3.13", "#!/bin/sh\nexit 127\n")
    with_uv.give("python3.12", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')

    run = with_uv.run("--test", before=OLD)

    assert run.returncode == 0, run.stderr
    assert "python3.12" in run.stdout
    assert "[test]" in with_uv.asked[-1]


def test_old_pythons_can_read_the_installer() -> None:
    """Else they would answer with a syntax error. And its floor is the project's."""
    source = (ROOT / "tools" / "install.py").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    ast.parse(source, feature_version=(3, 6))
    assert project["requires-python"] == f">={'.'.join(map(str, install.OLDEST))}"


MAKE = shutil.which("make")


@pytest.mark.skipif(MAKE is None, reason="there is no make on this machine")
def test_make_start_installs_without_the_test_tools_and_starts(with_uv: Course) -> None:
    """The whole way of a learner."""
    run = with_uv.call(MAKE, "start", f"PYTHON={sys.executable}", SHELL="/bin/sh")

    assert run.returncode == 0, run.stderr
    assert "JupyterLab with start" in run.stdout
    assert "[test]" not in with_uv.asked[-1]


@pytest.mark.skipif(MAKE is None, reason="there is no make on this machine")
@pytest.mark.parametrize("target", ["test", "lint", "refresh", "binder", "matrix"])
def test_who_works_on_the_course_gets_the_tools(with_uv: Course, target: str) -> None:
    """Each of these targets needs them."""
    with_uv.call(MAKE, target, f"PYTHON={sys.executable}")

    assert " -e .[test] " in with_uv.asked[-1]


@pytest.mark.skipif(MAKE is None, reason="there is no make on this machine")
def test_without_python_make_says_what_to_install(course: Course) -> None:
    """Nothing else would."""
    run = course.call(MAKE, "start")

    assert run.returncode != 0
    assert "Python 3.11 or newer" in run.stderr
    assert "sudo apt install python3 python3-venv" in run.stderr
    assert run.stdout == ""


def test_an_environment_is_not_deleted_by_its_own_python(tmp_path, monkeypatch):
    """``.venv/bin/python tools/install.py`` would take its own ground away."""
    (tmp_path / "pyvenv.cfg").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))

    with pytest.raises(install.Stop, match="Run this with the Python that you installed"):
        install.clear(tmp_path)
    assert (tmp_path / "pyvenv.cfg").exists()
