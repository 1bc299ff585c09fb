"""What the examination of a machine finds, and the command that fixes it."""

import errno
import json
import socket
import sys
import webbrowser
from pathlib import Path

import pytest

from oauth_tutorial.doctor import machine
from oauth_tutorial.doctor.machine import Machine, Result, examine
from tests.ipv6_alone import run_on_ipv6_alone


def faults(check: object) -> list[Result]:
    return [result for result in check() if result.state == "fault"]  # type: ignore[operator]


def test_this_machine_can_run_the_course() -> None:
    """It runs its tests."""
    found = examine()

    assert found.exit_status == 0, found
    assert repr(found).endswith("The course can run here.")
    assert {"Python", "packages", "kernel", "proxy extension", "ports", "browser"} <= {
        result.what for result in found.results
    }


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that pyproject.toml asks for is named."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))

    [fault] = faults(machine._python)

    assert fault.says == "3.9.1; 3.11 is needed"
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">={}.{}"'.format(*machine.OLDEST_PYTHON) in text


@pytest.mark.parametrize(
    ("required", "says"),
    [
        (["click>=999.0"], "is too old; 999.0 is needed"),
        (["no-such-package>=1.0"], "is missing"),
        (["click>=8.1", "click>=8.2.9999"], "is too old"),
    ],
)
def test_a_package_below_its_floor(
    monkeypatch: pytest.MonkeyPatch, required: list[str], says: str
) -> None:
    """With the pip command of this very Python."""
    monkeypatch.setattr("importlib.metadata.requires", lambda name: required)

    if required[-1].startswith("click>=8.2"):
        monkeypatch.setattr("importlib.metadata.version", lambda name: "8.2.1")
    [fault] = faults(machine._packages)

    assert says in fault.says
    assert fault.fix.startswith(f'"{sys.executable}" -m pip install')


def test_packages_of_the_tests_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra is not needed to run the course."""
    extra = 'no-such-package>=1.0; extra == "test"'
    monkeypatch.setattr("importlib.metadata.requires", lambda name: [extra])

    assert faults(machine._packages) == []


def test_a_package_that_is_not_installed_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a checkout that was only unpacked."""
    monkeypatch.setattr(machine, "PACKAGE", "no-such-package")

    assert "is not installed" in faults(machine._packages)[0].says


def test_a_missing_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command makes one."""
    monkeypatch.setattr(machine, "KERNEL", "no-such-kernel")

    [fault] = faults(machine._kernel)

    assert "ipykernel install --user --name no-such-kernel" in fault.fix


def test_a_kernel_whose_python_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a virtual environment was removed."""
    monkeypatch.setattr("shutil.which", lambda program: None)

    assert faults(machine._kernel)[0].says == "its Python is gone"


@pytest.mark.parametrize("content", [{}, {"ServerApp": {"jpserver_extensions": {}}}])
def test_a_proxy_extension_that_is_not_enabled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: dict[str, object]
) -> None:
    """Nothing says that it is."""
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr("jupyter_core.paths.jupyter_config_path", lambda: [str(tmp_path)])

    [fault] = faults(machine._proxy_extension)

    assert fault.fix.endswith("server extension enable jupyter_server_proxy")


def test_the_first_folder_decides(tmp_path: Path) -> None:
    """As for Jupyter Server."""
    folders = []
    for name, is_on in (("a", False), ("b", True)):
        folder = tmp_path / name / "jupyter_server_config.d"
        folder.mkdir(parents=True)
        switches = {"ServerApp": {"jpserver_extensions": {machine.PROXY: is_on}}}
        (folder / "proxy.json").write_text(json.dumps(switches), encoding="utf-8")
        folders.append(str(tmp_path / name))

    assert machine._is_enabled(folders) is False
    assert machine._is_enabled(folders[::-1]) is True


def test_a_broken_configuration_is_no_good_one(tmp_path: Path) -> None:
    (tmp_path / "jupyter_server_config.json").write_text('{"ServerApp":', encoding="utf-8")

    with pytest.raises(ValueError, match="not a JSON object"):
        machine._is_enabled([str(tmp_path)])


def test_a_proxy_extension_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr(machine, "PROXY", "no_such_module")

    assert faults(machine._proxy_extension)[0].fix.endswith("pip install jupyter-server-proxy")


def test_ports_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sandbox."""

    def refuse(*args: object, **more: object) -> socket.socket:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("socket.create_server", refuse)

    assert "Operation not permitted" in faults(machine._ports)[0].says


def test_ipv6_alone() -> None:
    """It is no fault: the course runs there."""
    printed = run_on_ipv6_alone("""
        import socket
        from oauth_tutorial.doctor import machine
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
            machine.LAB_PORT = server.getsockname()[1]
            for result in machine._ports():
                print(result.state, result.says)
    """)

    assert printed.startswith(
        "ok programs can listen on ::1 and be reached there; this machine has no 127.0.0.1"
    )
    assert printed.splitlines()[1].startswith("note ")


def test_jupyters_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note, no fault."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(machine, "LAB_PORT", server.getsockname()[1])
        results = list(machine._ports())

    assert [result.state for result in results] == ["ok", "note"]


def test_no_browser_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel on a server has none, and needs none."""

    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr("webbrowser.get", none)
    [note] = list(machine._browser())
    monkeypatch.setattr("webbrowser.get", lambda: None)
    [found] = list(machine._browser())

    assert [note.state, found.state] == ["note", "ok"]
    assert "copy the printed address" in note.fix


def test_a_check_that_fails_is_a_fault_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are made all the same."""

    def _kernel() -> None:
        raise ImportError("broken")

    monkeypatch.setattr(machine, "CHECKS", (_kernel, machine._python))
    found = examine()

    assert found.exit_status == 1
    assert [result.what for result in found.results] == ["kernel", "Python"]
    assert "cannot be examined (ImportError)" in repr(found)


def test_faults_are_counted() -> None:
    """The last line sums up."""
    fault = Result("Python", "fault", "too old", "install it")

    assert repr(Machine((fault,))).endswith("fix: install it\n1 fault.")
