"""Examine this machine: can the course run here, and if not, what is the fix?

Nothing leaves the machine or is changed on it: one loopback port is opened and closed
again.
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from oauth_tutorial.doctor.diagnosis import FOUND, NOTHING_WRONG
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import IPV4
from oauth_tutorial.text.readers import read_json

PACKAGE = "oauth-tutorial"
KERNEL = "python3"
PROXY = "jupyter_server_proxy"
LAB_PORT = 8888
OLDEST_PYTHON = (3, 11)

State = Literal["ok", "note", "fault"]
_REQUIREMENT = re.compile(r"([\w.-]+)\s*>=\s*([\d.]+)(?!.*extra ==)")


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about one thing; a *note* is not a fault, but good to know."""

    what: str
    state: State
    says: str
    fix: str = ""

    def __str__(self) -> str:
        fix = f"\n          fix: {self.fix}" if self.fix else ""
        return f"{self.state:>5}  {self.what}: {self.says}{fix}"


@dataclass(frozen=True, slots=True, repr=False)
class Machine:
    """The results, one line each, faults with the command that fixes them."""

    results: tuple[Result, ...]

    @property
    def faults(self) -> list[Result]:
        return [result for result in self.results if result.state == "fault"]

    @property
    def exit_status(self) -> int:
        """0 nothing wrong, 1 something found."""
        return FOUND if self.faults else NOTHING_WRONG

    def __repr__(self) -> str:
        count = len(self.faults)
        last = f"{count} fault{'s' * (count != 1)}." if count else "The course can run here."
        return "\n".join([*map(str, self.results), last])


def examine() -> Machine:
    """Look at Python, packages, kernel, proxy extension, ports and browser."""
    results: list[Result] = []
    for check in CHECKS:
        try:
            results += check()
        except Exception as error:  # one broken part must not hide the others
            what = check.__name__.strip("_").replace("_", " ")
            says = f"cannot be examined ({type(error).__name__})"
            results.append(Result(what, "fault", says, _install("--force-reinstall", PACKAGE)))
    return Machine(tuple(results))


def _python() -> Iterator[Result]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        yield Result("Python", "ok", version)
    else:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        yield Result(
            "Python", "fault", f"{version}; {wanted} is needed", f"install Python {wanted} or newer"
        )


def _packages() -> Iterator[Result]:
    try:
        required = importlib.metadata.requires(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield Result("packages", "fault", f"{PACKAGE} is not installed", _install("-e", "."))
        return
    floors = [found.groups() for text in required if (found := _REQUIREMENT.match(text))]
    wrong = [result for name, floor in floors if (result := _package(name, floor))]
    yield from wrong
    if not wrong:
        yield Result("packages", "ok", f"all {len(floors)} are installed and new enough")


def _package(name: str, floor: str) -> Result | None:
    fix = _install(f'"{name}>={floor}"')
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Result(name, "fault", "is missing", fix)
    if _numbers(version) < _numbers(floor):
        return Result(name, "fault", f"{version} is too old; {floor} is needed", fix)
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _kernel() -> Iterator[Result]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    fix = f'"{sys.executable}" -m ipykernel install --user --name {KERNEL}'
    try:
        program = KernelSpecManager().get_kernel_spec(KERNEL).argv[0]
    except NoSuchKernel:
        yield Result("kernel", "fault", f"there is none called {KERNEL}", fix)
        return
    found = shutil.which(program)
    if found is None:
        yield Result("kernel", "fault", "its Python is gone", fix)
    elif os.path.isabs(program) and Path(found).parent != Path(sys.executable).parent:
        yield Result("kernel", "note", "it runs a different Python from this one", fix)
    else:
        yield Result("kernel", "ok", KERNEL)


def _proxy_extension() -> Iterator[Result]:
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")  # else jupyter_core warns
    from jupyter_core.paths import jupyter_config_path

    if importlib.util.find_spec(PROXY) is None:
        yield Result("proxy extension", "fault", "is missing", _install("jupyter-server-proxy"))
    elif _is_enabled(jupyter_config_path()):
        yield Result("proxy extension", "ok", "is enabled")
    else:
        fix = f'"{sys.executable}" -m jupyter server extension enable {PROXY}'
        yield Result("proxy extension", "fault", "is installed but not enabled", fix)


def _is_enabled(folders: list[str]) -> bool:
    """Read the switch as Jupyter Server does: the first folder that has it decides."""
    for folder in folders:
        parts = Path(folder, "jupyter_server_config.d")
        for file in [Path(folder, "jupyter_server_config.json"), *sorted(parts.glob("*.json"))]:
            if file.is_file():
                config = read_json(file.read_bytes())
                if not isinstance(config, dict):
                    raise ValueError(f"{file.name} is not a JSON object")
                switches = config.get("ServerApp", {}).get("jpserver_extensions", {})
                if PROXY in switches:
                    return bool(switches[PROXY])
    return False


def _ports() -> Iterator[Result]:
    address = own_address()
    fix = f"allow this program to listen on {address} (firewall, sandbox, security software)"
    try:
        with (
            socket.create_server((address, 0), family=_family(address)) as server,
            socket.create_connection(server.getsockname()[:2], timeout=2),
        ):
            pass
    except OSError as error:
        says = f"listening on {address} or reaching it failed: {error.strerror or error}"
        yield Result("ports", "fault", says, fix)
        return
    alone = "" if address == IPV4 else f"; this machine has no {IPV4}"
    yield Result("ports", "ok", f"programs can listen on {address} and be reached there{alone}")
    if _is_taken(LAB_PORT):
        says = f"{LAB_PORT} is taken; JupyterLab takes the next free one"
        yield Result(f"port {LAB_PORT}", "note", says)


def _is_taken(port: int) -> bool:
    address = own_address()
    with socket.socket(_family(address)) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _browser() -> Iterator[Result]:
    try:
        webbrowser.get()
    except webbrowser.Error:
        fix = "copy the printed address into the browser of the machine that you are sitting at"
        yield Result("browser", "note", "none was found on this machine", fix)
        return
    yield Result("browser", "ok", "one can be opened")


def _install(*arguments: str) -> str:
    return f'"{sys.executable}" -m pip install ' + " ".join(arguments)


CHECKS: tuple[Callable[[], Iterator[Result]], ...] = (
    _python,
    _packages,
    _kernel,
    _proxy_extension,
    _ports,
    _browser,
)
