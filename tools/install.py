"""Install the course into a virtual environment: ``python tools/install.py``.

What a learner needs comes into .venv; ``--test`` brings the tools of the tests too. uv installs
where it can be had, pip elsewhere. Nothing is done where everything is there already, and what an
interrupted run left is thrown away. An error is a sentence that says what to do.

Without a network: ``--wheels FOLDER``. docs/classroom.md says how to fill the folder.

The standard library alone, and a grammar that older Pythons can read: they are told so.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
STAMP = ".installed"  # written last, into the environment: what an interruption left has none
OLDEST = (3, 11)  # the same as in pyproject.toml
# Where this Python is too old: another one that may be here, the best tried first.
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")

TOO_OLD = (
    "The course needs Python 3.11 or newer, but {python} is {version}. "
    "Install a newer one from https://www.python.org/downloads/ and run this again with it; "
    "with make that is: make start PYTHON=python3.13"
)
NO_VENV = (
    "This Python cannot make a virtual environment: it came without ensurepip. "
    "On Debian and Ubuntu: sudo apt install python3-venv "
    "(python3.{minor}-venv where this is not the system's own Python). Then run this again."
)
NOT_OURS = (
    "{folder} is not a virtual environment, and was left alone. "
    "Move it away or name another folder, and run this again."
)
OWN_PYTHON = (
    "This is the Python of {folder} itself, which has to be made again. "
    "Run this with the Python that you installed: python3 (on Windows: py)."
)
OFFLINE = (
    "The packages cannot be reached, and the first start needs a network. "
    "Connect, and run this again. Behind a proxy, set HTTPS_PROXY first."
)
NO_WHEELS = (
    "There are no wheels in {wheels}. Name the folder that holds the .whl files: "
    "docs/classroom.md says how to fill it."
)
MISSING = "{wheels} has no wheel of {package}. "
OTHER_VERSION = "{wheels} has {wheel}, but this copy of the course needs {package}. "
OTHER_PYTHON = "{wheels} has {wheel}, which was not made for {here}. "
FILL = (
    "Fill the folder on a machine that has a network, this copy of the course and {here}; "
    "the line for that is in docs/classroom.md."
)
DAMAGED = "A wheel is damaged. Copy the folder again, and run this again."
CERTIFICATE = (
    "The network answers with a certificate that this machine does not know, as the proxies of "
    "some schools and companies do. Ask for their certificate, name its file in SSL_CERT_FILE "
    "and PIP_CERT, and run this again."
)
READ_ONLY = (
    "{folder} cannot be written to. Stop what is still running there, or put the course into a "
    "folder of your own, such as your home. Then run this again."
)
FULL = "The disk is full: the course needs 300 MB, the tests 700 MB. Make room, and run this again."
UNKNOWN = "The installation failed; the lines above say why. Run this again when that is fixed."

# What uv, pip and the system say, and what a beginner is told.
REASONS = (
    (FULL, ("No space left", "not enough space", "Errno 28")),
    (DAMAGED, ("is invalid.", "BadZipFile", "zip archive")),
    (CERTIFICATE, ("CERTIFICATE_VERIFY_FAILED", "invalid peer certificate")),
    (
        OFFLINE,
        (
            "connection broken by", "Failed to establish a new connection", "Max retries exceeded",
            "Network connectivity is disabled", "client error (Connect)", "dns error",
            "Temporary failure in name resolution", "getaddrinfo failed", "timed out",
        ),
    ),
    (
        READ_ONLY,
        ("Permission denied", "Read-only file system", "Not a directory", "Access is denied"),
    ),
)  # fmt: skip


class Stop(Exception):
    """What went wrong and what to do, in a sentence or two."""


class ToolFailed(Exception):
    """pip or venv failed; holds what it printed."""

    def reason(self, folder: Path) -> str:
        """Return the sentence for a beginner: UNKNOWN where there is none."""
        printed = str(self)
        for sentence, signs in REASONS:
            if any(sign in printed for sign in signs):
                return sentence.format(folder=folder)
        return UNKNOWN


class UvFailed(ToolFailed):
    """uv failed; pip may know more: a mirror, a proxy, a certificate from its own settings."""


def main(arguments: "list[str] | None" = None) -> int:
    """Install what is missing; return 0, or 1 after a sentence that says what to do."""
    parser = argparse.ArgumentParser(description="Install the course.")
    parser.add_argument("--test", action="store_true", help="install the test tools too")
    parser.add_argument("--into", type=Path, default=ROOT / ".venv", metavar="FOLDER")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER", help="install without a network")
    parser.add_argument("more", nargs="*", metavar="PACKAGE", help="install it too")
    chosen = parser.parse_args(arguments)
    folder = Path(os.path.abspath(str(chosen.into)))
    wanted = [*(["[test]"] if chosen.test else []), *chosen.more]
    if is_ready(folder, wanted):
        return 0
    if sys.version_info < OLDEST:
        return in_a_newer_python(sys.argv[1:] if arguments is None else arguments)
    try:
        install(folder, wanted, chosen.wheels)
    except Stop as stop:
        print("\n" + str(stop), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next run starts over.", file=sys.stderr)
        return 130
    return 0


def in_a_newer_python(arguments: "list[str]") -> int:
    """Run this again with a newer Python, if there is one; else say what is needed."""
    version = "{}.{}.{}".format(*sys.version_info[:3])
    for name in NEWER:
        try:  # a name on the PATH may lead to nothing: pyenv's do
            subprocess.run([name, "-c", ""], check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - names of this file
        except (OSError, subprocess.CalledProcessError):
            continue
        print(f"Python {version} is too old; using {name} instead.", flush=True)
        return subprocess.call([name, __file__, *arguments])  # noqa: S603 - this file again
    print(TOO_OLD.format(python=sys.executable, version=version), file=sys.stderr)
    return 1


def install(folder: Path, wanted: "list[str]", wheels: "Path | None" = None) -> None:
    """Bring an environment up to date with the files of the course, or make it.

    Raises:
        Stop: it cannot be done; the sentence says what to do.
    """
    offline = from_wheels(wheels) if wheels else []
    begun = time.monotonic()
    size = 700 if "[test]" in wanted else 280
    print(f"Installing the course into {shown(folder)}: {size} MB, once.", flush=True)
    course = "." + ("[test]" if "[test]" in wanted else "")
    more = [name for name in wanted if name != "[test]"]
    requirements = ["-e", course, *more, "-c", str(CONSTRAINTS), *offline]
    try:
        complete = noted(folder) and works(folder)
        if not (complete and updated(folder, requirements)):
            make(folder, requirements)
        note = {"course": str(ROOT), "inputs": inputs(), "wanted": wanted}
        (folder / STAMP).write_text(json.dumps(note), encoding="utf-8")
    except OSError as error:
        print(error, file=sys.stderr)
        raise Stop(ToolFailed(str(error)).reason(folder.parent)) from error
    print(f"Installed in {time.monotonic() - begun:.0f} seconds.", flush=True)


def from_wheels(wheels: Path) -> "list[str]":
    """Return the options that let uv and pip look into a folder, and nowhere else."""
    if not any(wheels.glob("*.whl")):
        raise Stop(NO_WHEELS.format(wheels=wheels))
    return ["--no-index", "--find-links", os.path.abspath(str(wheels))]


def without_wheel(printed: str, requirements: "list[str]") -> str:
    """Return the sentence for a wheel that pip did not find in the folder; empty for all else."""
    named = re.findall(r"(?:\(constraint\)|distribution found for) ([\w.-]*\w)(\S*)", printed)
    if "--find-links" not in requirements or not named:
        return ""
    wheels = Path(requirements[-1])
    name, wanted = named[-1]
    names = sorted(one.name for one in wheels.glob("*.whl"))
    there = [one for one in names if alike(one.split("-")[0]) == alike(name)]
    version = "-" + wanted[2:] + "-" if wanted.startswith("==") else "-"
    fitting = [one for one in there if version in one]
    sentence = OTHER_PYTHON if fitting else OTHER_VERSION if there else MISSING
    here = "Python {}.{} on {}".format(*sys.version_info[:2], sysconfig.get_platform())
    wheel = (fitting or there or [""])[0]
    return (sentence + FILL).format(wheels=wheels, wheel=wheel, package=name + wanted, here=here)


def alike(name: str) -> str:
    """Return a package's name in the one spelling by which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_ready(folder: Path, wanted: "list[str]") -> bool:
    """Tell whether everything was installed from the files as they are now, and still runs."""
    complete = noted(folder)
    has_it = set(wanted) <= set(complete.get("wanted", ()))
    return complete.get("inputs") == inputs() and has_it and works(folder)


def noted(folder: Path) -> dict:
    """Return what the last complete installation noted, or nothing.

    The programs in an environment name their Python by its full path: that of a course that
    was moved or copied is no use.
    """
    try:
        complete = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return complete if complete["course"] == str(ROOT) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def inputs() -> str:
    """Return a digest of what decides on the packages."""
    files = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join(files)).hexdigest()


def works(folder: Path) -> bool:
    """Tell whether its Python still runs and finds the course; an upgrade of Python breaks that."""
    command = [str(program(folder, "python")), "-c", "import oauth_tutorial"]
    try:
        subprocess.run(command, cwd=str(folder), check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own environment
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def updated(folder: Path, requirements: "list[str]") -> bool:
    """Install into an environment that is complete, and keep what the person added to it.

    Raises:
        Stop: there is no network, or a wheel is missing; the environment is as it was.
    """
    stamp = folder / STAMP
    before = stamp.read_text(encoding="utf-8")
    stamp.unlink()  # until it is complete again
    uv = shutil.which("uv", path=str(program(folder, "uv").parent)) or shutil.which("uv")
    try:
        if uv is None or not tried(uv, folder, requirements):
            run(program(folder, "python"), "-m", "pip", "install", *requirements)
    except ToolFailed as error:
        missing, reason = without_wheel(str(error), requirements), error.reason(folder)
        if not missing and reason not in (OFFLINE, DAMAGED):
            return False
        stamp.write_text(before, encoding="utf-8")
        raise Stop(missing or reason) from error
    return True


def tried(uv: str, folder: Path, requirements: "list[str]") -> bool:
    try:
        by_uv(uv, folder, requirements)
    except UvFailed:
        return False
    return True


def make(folder: Path, requirements: "list[str]") -> None:
    """Make a new environment and install into it, by the quickest way that works here.

    Raises:
        Stop: none did; the sentence says what to do.
    """
    for way in (uv_at_hand, uv_by_pip, pip_alone):
        try:
            way(folder, requirements)
            return
        except UvFailed:
            print("  uv could not do it", flush=True)
        except ToolFailed as error:
            sentence = without_wheel(str(error), requirements)
            reason = sentence or error.reason(folder.parent)
            if way is not pip_alone and (sentence or reason == UNKNOWN):
                continue  # a folder without uv is enough for pip
            if reason == UNKNOWN:
                print("\n".join(str(error).splitlines()[-15:]), file=sys.stderr)
            raise Stop(reason) from error


def uv_at_hand(folder: Path, requirements: "list[str]") -> None:
    """The uv of this machine does it all; it needs no venv module either."""
    uv = shutil.which("uv")
    if uv is None:
        raise ToolFailed("uv is not on the PATH")
    clear(folder)
    try:
        run(uv, "venv", "--python", sys.executable, folder)
    except ToolFailed as error:
        raise UvFailed(str(error)) from error
    by_uv(uv, folder, requirements)


def uv_by_pip(folder: Path, requirements: "list[str]") -> None:
    """pip brings uv, which does the rest in a tenth of pip's time."""
    pip = environment_with_pip(folder)
    print("  downloading uv, a faster installer", flush=True)
    never_build = ["--only-binary=:all:", "--no-compile", "--retries=1"]  # that takes minutes
    begins = requirements.index("-c") if "-c" in requirements else len(requirements)
    where = requirements[begins:] or ["-c", CONSTRAINTS]  # which version, and from which folder
    run(*pip, "install", *never_build, "uv", *where)
    by_uv(program(folder, "uv"), folder, requirements)


def pip_alone(folder: Path, requirements: "list[str]") -> None:
    """For where uv cannot be had."""
    pip = environment_with_pip(folder)
    print("  installing JupyterLab and the course with pip: a minute or two", flush=True)
    run(*pip, "install", "pip", *requirements)


def by_uv(uv: "Path | str", folder: Path, requirements: "list[str]") -> None:
    print("  installing JupyterLab and the course", flush=True)
    try:  # pip comes along for people: %pip in a notebook, and what the doctor tells them to type
        run(uv, "pip", "install", "--python", program(folder, "python"), "pip", *requirements)
    except ToolFailed as error:
        raise UvFailed(str(error)) from error


def environment_with_pip(folder: Path) -> "list[object]":
    """Make a new environment and return the command of a pip that installs into it.

    The pip of this Python does, where it has one: a copy takes some seconds to make.
    """
    clear(folder)
    if importlib.util.find_spec("venv") and importlib.util.find_spec("pip"):
        run(sys.executable, "-m", "venv", "--without-pip", folder)
        return [sys.executable, "-m", "pip", "--python", program(folder, "python")]
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Stop(NO_VENV.format(minor=sys.version_info[1]))
    run(sys.executable, "-m", "venv", folder)
    return [program(folder, "python"), "-m", "pip"]


def clear(folder: Path) -> None:
    """Delete an environment, and nothing that is none."""
    if folder.is_symlink() or folder.is_file():
        raise Stop(NOT_OURS.format(folder=folder))
    if not folder.exists():
        return
    if Path(sys.prefix).resolve() == folder.resolve():
        raise Stop(OWN_PYTHON.format(folder=folder))
    ours = folder == ROOT / ".venv" or (folder / "pyvenv.cfg").exists()
    if not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(NOT_OURS.format(folder=folder))
    shutil.rmtree(folder)


def program(folder: Path, name: str) -> Path:
    """Return where an environment has a program."""
    windows = os.name == "nt"
    return folder / ("Scripts" if windows else "bin") / (name + ".exe" if windows else name)


def run(*command: object) -> None:
    """Run a program in the course's folder, and show which big files it downloads.

    Raises:
        ToolFailed: with everything that it printed.
    """
    printed = []
    with subprocess.Popen(  # noqa: S603 - commands of this file
        [str(word) for word in command],
        cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            printed.append(line)
            if "Downloading" in line and ("MB)" in line or "MiB)" in line):
                print("  " + line.strip(), flush=True)
    if process.returncode:
        raise ToolFailed("".join(printed))


def shown(folder: Path) -> str:
    """Return a folder as a person would name it: from here where that is shorter."""
    return os.path.relpath(str(folder)) if folder.parent == ROOT else str(folder)


if __name__ == "__main__":
    sys.exit(main())
