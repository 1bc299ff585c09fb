"""pyproject.toml, constraints.txt and the conda environments say the same."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tools import environment
from tools.test_matrix import runtime_requirements

ROOT = Path(__file__).parents[2]


def from_conda() -> tuple[list[str], dict[str, str]]:
    """Return what conda brings, and by canonical name the version of what pip brings."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    *conda, by_pip = yaml.safe_load(text)["dependencies"]
    pairs = (line.split("==") for line in by_pip["pip"])
    return conda, {canonicalize_name(name): version for name, version in pairs}


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


@pytest.mark.parametrize("file", environment.FILES, ids=["people", "Binder"])
def test_the_environment_files_are_up_to_date(file: Path) -> None:
    """Else: python tools/environment.py. Binder reads the one in binder/, people the other."""
    assert file.read_text(encoding="utf-8") == environment.text()
    assert not file.is_symlink()


def test_conda_brings_python_and_pip_alone() -> None:
    """A version that conda does not have would break the first thing that a visitor does."""
    conda, _ = from_conda()

    assert conda == [f"python={environment.PYTHON}", "pip"]


def test_a_visitor_gets_the_versions_of_ci() -> None:
    """What the course needs, what tests its notebooks, and what these need."""
    _, versions = from_conda()
    named = {*runtime_requirements(), "nbval", "pytest", "jupyterlab", "ipywidgets", "requests"}

    assert named <= set(versions)
    assert versions.items() <= constraints().items()
    assert {"werkzeug", "tornado", "webcolors"} <= set(
        versions
    )  # of flask, of a server, of [format]
    assert {"playwright", "mypy", "jupyterhub", "colorama"}.isdisjoint(versions)


@pytest.mark.parametrize("name", sorted(runtime_requirements()))
def test_what_ci_has_is_allowed(name: str) -> None:
    """By the ranges of pyproject.toml."""
    assert runtime_requirements()[name].specifier.contains(constraints()[name])


def test_the_oldest_python_takes_every_version() -> None:
    """Debian 12 has 3.11.2; a package that wants 3.11.5 would end the first start there."""
    refused = [
        f"{one.name}=={one.version} wants Python {wanted}"
        for one in importlib.metadata.distributions()
        if constraints().get(canonicalize_name(one.name)) == one.version
        and (wanted := one.metadata.get("Requires-Python"))
        and "3.11.0" not in SpecifierSet(wanted)
    ]

    assert refused == []


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
