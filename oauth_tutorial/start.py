"""The learner's copy of the course, and JupyterLab on the first of its notebooks.

Without JupyterLab, as for the homes of a hub: ``python -m oauth_tutorial.start FOLDER``.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import IPV6
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.notebook.lesson import for_learner, is_unchanged, is_up_to_date
from oauth_tutorial.notebook.written import write_whole

_FIRST_NOTEBOOK = "00_start_here.ipynb"
_DEFAULT_FOLDER = "my-oauth-course"  # .gitignore has it
_EARLIER_FOLDER = "oauth-tutorial-notebooks"  # as it was called once
_PROGRESS_FOLDER = ".oauth-tutorial"
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent if (_PACKAGE.parent / "pyproject.toml").is_file() else None
_NEW_SUFFIX = ".new"
_ENDING = ("SIGTERM", "SIGHUP")  # Windows has no second one


def open_course(
    directory: Path | None, lab_options: Sequence[str], *, no_browser: bool, port: int | None
) -> int:
    """Open JupyterLab on notebook 00 of the learner's copy, and wait until it ends.

    Args:
        directory: Where the copy is, or is made. Default: ``./my-oauth-course``.
        lab_options: What goes to JupyterLab besides.
        no_browser: Whether only the address is printed.
        port: Of JupyterLab. Default: 8888.

    Returns:
        JupyterLab's exit status; 1 where there can be no copy.
    """
    target = _usual_folder() if directory is None else directory.resolve()
    if not _copied(target):
        return 1
    command = _lab_command(target, _FIRST_NOTEBOOK, no_browser=no_browser, port=port)
    return _run([*command, *lab_options])


def _usual_folder() -> Path:
    """Return the copy in which, or beside which, somebody stands."""
    here = Path.cwd()
    if (here / _FIRST_NOTEBOOK).is_file() and here not in (notebooks_source(), _CHECKOUT):
        return here
    if _CHECKOUT in here.parents:  # one copy, wherever in the checkout one stands
        here = _CHECKOUT or here
    usual, earlier = here / _DEFAULT_FOLDER, here / _EARLIER_FOLDER
    return earlier if (earlier / _FIRST_NOTEBOOK).is_file() and not usual.exists() else usual


def _copied(target: Path) -> bool:
    """Make the copy, or bring it up to date, and say where it is; or why there is none."""
    try:
        copy_course(target)
    except (InvalidArgument, OSError) as error:
        why = error.strerror or "it failed" if isinstance(error, OSError) else str(error)
        print(f"The course cannot be copied to {_shown(target)}: {why}.", file=sys.stderr)
        print("Name another folder: oauth-tutorial start FOLDER", file=sys.stderr)
        return False
    print(f"Your copy of the course: {_shown(target)}. Your changes there are kept.", flush=True)
    return True


def _shown(folder: Path) -> str:
    """Return a folder as a person would name it: from here where that is shorter."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if here in folder.parents else str(folder)


def copy_course(target: Path) -> None:
    """Copy the notebooks, and the programs to take home, to ``target``: see ``copy_notebooks``.

    Raises:
        InvalidArgument: ``target`` is the course's own folder.
        OSError: It cannot be written.
    """
    source = notebooks_source()
    copy_notebooks(source, target)
    for program in sorted(beside("examples").glob("*.py")):
        _copy(program, target / program.name)
    if (source / _PROGRESS_FOLDER).is_dir() and not (target / _PROGRESS_FOLDER).exists():
        # in a checkout one worked on the course's own notebooks once
        print(f"To keep your progress, copy {source / _PROGRESS_FOLDER} into {target}.", flush=True)


def notebooks_source() -> Path:
    """Return the folder that holds the course: in the wheel, or in the checkout."""
    return beside("notebooks")


def copy_notebooks(source: Path, target: Path) -> None:
    """Copy the course to ``target``, without outputs; what the learner changed stays as it is.

    A newer version takes the place of a notebook that was at most run. Beside one that was
    changed it is laid as ``NAME.new.ipynb``.

    Raises:
        InvalidArgument: ``target`` is the course's own folder.
        OSError: It cannot be written.
    """
    target = target.resolve()
    if target == _CHECKOUT or source.resolve() in (target, *target.parents):
        raise InvalidArgument("that is the course's own folder")
    target.mkdir(parents=True, exist_ok=True)
    for original in sorted(source.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in original.parts:
            continue
        copy = target / original.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        _copy(original, copy)


def _copy(original: Path, copy: Path) -> None:
    """Copy a notebook or a program, unless something of the learner's is there."""
    raw = original.read_bytes()
    lesson = for_learner(raw) if original.suffix == ".ipynb" else raw
    there = _content(copy)
    if there is None or (there == raw != lesson):  # earlier copies had the course's outputs
        write_whole(copy, lesson)
    elif is_up_to_date(there, lesson):
        return
    elif is_unchanged(there):
        write_whole(copy, lesson)
    else:
        _lay_beside(copy, lesson)


def _lay_beside(copy: Path, lesson: bytes) -> None:
    """Lay a newer version beside what the learner has, over no file that they changed either."""
    for number in count(1):
        suffix = _NEW_SUFFIX if number == 1 else f"{_NEW_SUFFIX}{number}"
        newer = copy.with_name(f"{copy.stem}{suffix}{copy.suffix}")
        there = _content(newer)
        if there is not None and is_up_to_date(there, lesson):
            return
        if there is None or is_unchanged(there):
            write_whole(newer, lesson)
            print(f"Your {copy.name} was kept; the newer version is {newer.name}.", flush=True)
            return


def _content(path: Path) -> bytes | None:
    """Return what a file holds: None where nothing is, ``b""`` of what is no file."""
    if not path.exists():  # or it is a link that leads nowhere
        return None
    return path.read_bytes() if path.is_file() else b""


def _lab_command(root: Path, landing: str, *, no_browser: bool, port: int | None) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{landing}",
    ]
    if no_browser:
        command.append("--no-browser")
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if own_address() == IPV6:  # the kernels, too, would be looked for at 127.0.0.1
        command += [f"--ServerApp.ip={IPV6}", "--KernelManager.transport=ipc"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container; JupyterLab refuses to start otherwise
    return command


def _lab_environment() -> dict[str, str]:
    """Return this environment, and in it a setting of ours below the person's own.

    It switches JupyterLab's question about news off, which covers a corner of the
    first notebook; no option does.
    """
    paths = [os.environ.get("JUPYTER_CONFIG_PATH", ""), str(_PACKAGE / "lab_config")]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def _run(command: list[str]) -> int:
    with _to_end_it() as ends:
        process = subprocess.Popen(command, env=_lab_environment())  # noqa: S603 - our own interpreter, options of the person
        ends(process.terminate)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab got it too, and asks whether to stop


@contextmanager
def _to_end_it() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Hand a signal that ends this process on, so that JupyterLab is not left behind.

    The terminal sends *interrupt* to both; what ``kill``, a service manager or the end of a
    session sends comes here alone.
    """
    came: list[int] = []
    hand_on: list[Callable[[], None]] = []

    def note(number: int, _: object) -> None:
        came.append(number)
        for end in hand_on:
            end()

    def ends(end: Callable[[], None]) -> None:
        hand_on.append(end)
        if came:  # while the other process was being made
            end()

    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    # what is ignored, as nohup has it, stays so
    before = {one: signal.getsignal(one) for one in numbers}
    for one in (one for one, how in before.items() if how is not signal.SIG_IGN):
        signal.signal(one, note)
    try:
        yield ends
    finally:
        for one, how in before.items():
            signal.signal(one, how)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: python -m oauth_tutorial.start FOLDER")
    raise SystemExit(0 if _copied(Path(sys.argv[1]).resolve()) else 1)
