"""The command line: ``oauth-tutorial start``, ``practice``, ``doctor`` and ``report``.

The practice service and JupyterLab are loaded by the command that needs them, so that
each one starts soon.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from oauth_tutorial.practice.model.variants import Variant
    from oauth_tutorial.practice.service import PhotoBox

T = TypeVar("T")

_FIRST_NOTEBOOK = "00_start_here.ipynb"
_DEFAULT_FOLDER = "oauth-tutorial-notebooks"
_PACKAGE = Path(__file__).resolve().parent
_NEW_SUFFIX = ".new"


class _StartByDefault(click.Group):
    """A group in which a missing command means ``start``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # A lone word that is no command is more often a typing error than a folder.
        group_options = {*self.get_help_option_names(ctx), "--version"}
        if not args or (args[0].startswith("-") and args[0] not in group_options):
            args = ["start", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_StartByDefault)
@click.version_option(package_name="oauth-tutorial", message="oauth-tutorial %(version)s")
def main() -> None:
    """Learn OAuth 2.0 by running it. Without a command: start."""


@main.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.argument("lab_options", nargs=-1, type=click.UNPROCESSED)
@click.option("--no-browser", is_flag=True, help="Do not open a browser; print the address.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of JupyterLab. Default: 8888.")
def start(
    directory: Path | None, lab_options: tuple[str, ...], no_browser: bool, port: int | None
) -> None:
    """Open JupyterLab on notebook 00.

    In a checkout these are the checkout's notebooks. Otherwise they are first
    copied to DIRECTORY (default: ./oauth-tutorial-notebooks); a notebook that
    you changed is never overwritten. What follows -- goes to JupyterLab.
    """
    # Click cannot tell `start -- --opt` from `start DIRECTORY`: an option is no folder.
    if directory is not None and str(directory).startswith("-"):
        lab_options = (str(directory), *lab_options)
        directory = None
    root, landing = _notebooks_to_open(directory)
    command = _lab_command(root, landing, no_browser=no_browser, port=port)
    raise SystemExit(_run([*command, *lab_options]))


@main.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on. Default: any."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Another client_id, secret and scope for each number, and faults to find.",
)
@click.option(
    "--found",
    multiple=True,
    metavar="FAULT",
    help="With --seed: do not run, but grade the faults that you found; once for each.",
)
@click.option("--quiet", is_flag=True, help="Print the address only.")
def practice(port: int, seed: int | None, found: tuple[str, ...], quiet: bool) -> None:
    """Run the practice service until Ctrl+C.

    The first line that it prints is the address that it listens on. Point any
    OAuth client, in any language, at it: the metadata are at
    /.well-known/oauth-authorization-server.

    With --seed it prints a client_id, a secret and a scope of your own as well, and
    misbehaves a few times. Find out how, and name it: --seed N --found NAME --found NAME.
    What you found is noted in your progress file: call it in the folder of the notebooks.

    Exit status of --found: 0 correct, 1 not yet.
    """
    if found:
        _grade_found(seed, found)
    from oauth_tutorial.network import is_virtual, surroundings
    from oauth_tutorial.practice import service

    if is_virtual():
        raise click.ClickException(
            "The practice service cannot be reached by other programs here: waitress is not "
            "installed, or OAUTH_TUTORIAL_NETWORK=virtual is set. Install it, or unset it."
        )
    surroundings.find_by(surroundings.loopback)  # no notebook here that could ask the browser
    try:
        photobox = service.start(port=port, seed=seed)
    except service.PortTaken as error:
        raise click.ClickException(str(error)) from error
    photobox.play_hidden_faults()
    click.echo(f"Practice service ready at {photobox.issuer}")
    if photobox.variant.seed is not None and not quiet:
        click.echo(_about(photobox.variant))
    sys.stdout.flush()
    try:
        _list_requests(photobox, quiet=quiet)
    except KeyboardInterrupt:
        pass
    finally:
        photobox.stop()


def _about(variant: "Variant") -> str:
    """Say what a seed changed, and that faults are hidden; never which."""
    from oauth_tutorial.practice.web.fault_effects import FAULTS

    return "\n".join(
        [
            f"client_id: {variant.client_id}",
            f"client_secret: {variant.client_secret}",
            f"client_id of an app without a secret: {variant.public_client_id}",
            f"scope: {' '.join(variant.scope)}",
            f"{len(variant.hidden_faults)} faults are hidden. Each shows itself once. Name them: "
            f"oauth-tutorial practice --seed {variant.seed} --found NAME --found NAME --found NAME",
            f"Each NAME is one of: {', '.join(FAULTS)}",
        ]
    )


def _grade_found(seed: int | None, found: tuple[str, ...]) -> None:
    """Judge what the learner found, note it, and end the command."""
    if seed is None:
        raise click.UsageError("--found needs the number that your service runs with: --seed N.")
    from oauth_tutorial.exercises.hunts.hidden_faults import grade
    from oauth_tutorial.grading.progress_file import path
    from oauth_tutorial.practice.model.variants import variant

    outcome = grade(variant(seed), found)
    click.echo(repr(outcome))
    if not outcome.note:  # it would say why not
        click.echo(f"Noted in {path()}.")
    raise SystemExit(0 if outcome.state == "correct" else 1)


@main.command()
@click.argument("given", nargs=-1, metavar="[TEXT | FILE | -]...")
def doctor(given: tuple[str, ...]) -> None:
    """Name the cause of a failed login, or examine this machine.

    Give what you have, several at once: the authorization URL, the address that the
    browser ended on, an error text, a token response, a traceback, a file with one
    of these; - reads standard input. Without an argument it examines this machine.
    No secret that you give is printed.

    Exit status: 0 nothing wrong, 1 something found, 2 not understood.
    """
    from oauth_tutorial.doctor.command import run

    try:
        answer = run(given)
    except OSError as error:
        raise click.UsageError(f"Cannot read it: {error.strerror or error}.") from error
    click.echo(repr(answer))
    raise SystemExit(answer.exit_status)


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILES...", type=click.Path(path_type=Path)
)
@click.option(
    "--html",
    "page",
    default="class-report.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the page is written. Default: class-report.html.",
)
def report(files: tuple[Path, ...], page: Path) -> None:
    """Show where a class is.

    FILES are the learners' progress files, or folders: of a folder every .json file is
    read. Prints a table, and writes the same with more detail as one page of HTML.
    What is no progress file is named and skipped.

    Exit status: 0 at least one file read, 1 none.
    """
    from oauth_tutorial.classroom import draw, read_class

    found = read_class(files)
    click.echo(repr(found))
    try:
        page.write_text(draw(found), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"The page cannot be written: {error.strerror or error}. "
            "Name another place: --html PATH."
        ) from error
    click.echo(f"\nThe page: {page}")
    raise SystemExit(0 if found.learners else 1)


def _list_requests(photobox: "PhotoBox", *, quiet: bool) -> None:
    """Print a line per request until interrupted: where, status, broken rule; never a value."""
    pause = threading.Event()
    newest, newest_refusal = None, None
    while not pause.wait(3600 if quiet else 0.2):
        for entry in _since(newest, photobox.log):
            failed = entry.checks.failed
            why = f"  The rule: {failed.sentence} ({failed.section})." if failed else ""
            click.echo(f"{entry.method} {entry.path} {entry.status}{why}")
            newest = entry
        for refusal in _since(newest_refusal, photobox.refusals):
            click.echo(f"Not answered by PhotoBox: {refusal.what} ({refusal.status}).")
            newest_refusal = refusal


def _since(newest: T | None, things: Iterable[T]) -> list[T]:
    """Return what came after the newest that is known: things are bounded, so positions shift."""
    fresh: list[T] = []
    for thing in reversed(list(things)):
        if thing is newest:
            break
        fresh.insert(0, thing)
    return fresh


def _notebooks_to_open(directory: Path | None) -> tuple[Path, str]:
    """Return JupyterLab's root folder and the notebook to open, relative to it."""
    checkout = _PACKAGE.parent
    if directory is None and (checkout / "pyproject.toml").is_file():
        source = checkout / "notebooks"
        if source.is_dir():
            return checkout, f"notebooks/{_FIRST_NOTEBOOK}"
    target = Path(directory or _DEFAULT_FOLDER).resolve()
    copy_notebooks(notebooks_source(), target)
    return target, _FIRST_NOTEBOOK


def notebooks_source() -> Path:
    """Return the folder that holds the course: in the wheel, or in the checkout."""
    inside = _PACKAGE / "notebooks"
    return inside if inside.is_dir() else _PACKAGE.parent / "notebooks"


def copy_notebooks(source: Path, target: Path) -> None:
    """Copy the course to ``target``; a file that is there and differs stays as it is.

    The course's own version of such a file is laid beside it, as ``NAME.new.ipynb``.
    """
    target.mkdir(parents=True, exist_ok=True)
    for original in sorted(source.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in original.parts:
            continue
        copy = target / original.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists():
            shutil.copyfile(original, copy)
        elif copy.read_bytes() != original.read_bytes():
            newer = copy.with_name(f"{copy.stem}{_NEW_SUFFIX}{copy.suffix}")
            shutil.copyfile(original, newer)
            click.echo(f"Kept your {copy.name}; the course's own version is {newer.name}.")


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
    process = subprocess.Popen(command, env=_lab_environment())  # noqa: S603 - our own interpreter, options of the person
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # JupyterLab got it too, and asks whether to stop
