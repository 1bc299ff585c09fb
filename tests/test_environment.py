"""pyproject.toml, constraints.txt and the conda environments say the same."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.utils import canonicalize_name

from tools.test_matrix import runtime_requirements

ROOT = Path(__file__).parent.parent


def conda_pins() -> dict[str, str]:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pairs = (line.partition("=")[::2] for line in environment["dependencies"])
    return {canonicalize_name(name): version for name, version in pairs}


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def test_both_environment_files_are_equal() -> None:
    """Binder reads only binder/; people look at the root."""
    root, binder = ROOT / "environment.yml", ROOT / "binder" / "environment.yml"

    assert root.read_bytes() == binder.read_bytes()
    assert not binder.is_symlink()


def test_the_conda_environment_has_what_the_package_needs() -> None:
    """Nothing missing, nothing more than Python and pip."""
    assert {*runtime_requirements(), "python", "pip"} == set(conda_pins())


@pytest.mark.parametrize("name", sorted(runtime_requirements()))
def test_each_pin_is_a_minor_that_pyproject_allows_and_ci_uses(name: str) -> None:
    """One set of versions for conda, Binder and CI."""
    pin = conda_pins()[name]

    assert re.fullmatch(r"\d+\.\d+", pin)
    assert runtime_requirements()[name].specifier.contains(constraints()[name])
    assert constraints()[name].startswith(f"{pin}.")


def test_constraints_hold_names_and_versions_only() -> None:
    """No address, no editable install, no path."""
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)


@pytest.mark.parametrize("script", ["binder/postBuild", ".ci/run"])
def test_scripts_can_be_executed(script: str) -> None:
    """A script without its bit is ignored, or fails at the worst moment."""
    assert (ROOT / script).stat().st_mode & 0o111
    assert (ROOT / script).read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_repo2docker_takes_the_binder_environment() -> None:
    """It prints the Dockerfile that Binder would build, without Docker."""
    beside = Path(sys.executable).with_name("jupyter-repo2docker")
    command = str(beside) if beside.exists() else shutil.which("jupyter-repo2docker")
    if command is None:
        pytest.skip("jupyter-repo2docker is not installed")
    options = ["--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]

    run = subprocess.run(
        [command, *options, str(ROOT)], capture_output=True, text=True, timeout=120, check=False
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert "binder/environment.yml" in run.stdout + run.stderr
    assert "binder/postBuild" in run.stdout + run.stderr
