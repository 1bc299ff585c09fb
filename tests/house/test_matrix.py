"""The test matrix holds both ends of every declared range, and each exclusion has its reason."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.test_matrix import ROOT, ROWS, SUBJECTS, constraints_beside, floor, runtime_requirements

# An issue, an advisory, or the index's own word.
SOURCE = re.compile(r"[\w-]+/[\w-]+#\d+|GHSA-[\w-]+|CVE-\d+-\d+|yanked")


def pins_of(name: str) -> list[str]:
    """What the rows say about one package: ``==1.2.3``, ``<7``, or nothing for the newest."""
    pins = [Requirement(pin) for row in ROWS for pin in row.pins]
    return [str(pin.specifier) for pin in pins if canonicalize_name(pin.name) == name]


def exclusions() -> list[tuple[str, str]]:
    """Return each requirement that excludes a version, with the comment right above it."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    found, comment = [], ""
    for line in map(str.strip, lines):
        if line.startswith("#"):
            comment += f"{line}\n"
            continue
        if re.match(r'"[^;]*!=', line):
            found.append((line, comment))
        comment = ""
    return found


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_oldest_and_the_newest_have_a_row(name):
    assert f"=={floor(name)}" in pins_of(name)
    assert "" in pins_of(name)


def test_the_oldest_ipykernel_7_is_the_first_that_is_not_excluded():
    allowed = runtime_requirements()["ipykernel"].specifier
    [oldest_7] = [pin for pin in pins_of("ipykernel") if pin.startswith("==7.")]
    major, minor, patch = map(int, oldest_7.removeprefix("==").split("."))

    assert allowed.contains(f"{major}.{minor}.{patch}")
    assert patch == 0
    assert not any(allowed.contains(f"{major}.{older}.0") for older in range(minor))
    assert "<7" in pins_of("ipykernel")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_row_asks_for_what_is_excluded(row):
    for pin in map(Requirement, row.pins):
        allowed = runtime_requirements().get(canonicalize_name(pin.name))
        for exact in (one.version for one in pin.specifier if one.operator == "=="):
            assert allowed is None or allowed.specifier.contains(exact), pin


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_changes_nothing_but_its_own_packages(row):
    kept = constraints_beside(row).splitlines()
    own = {canonicalize_name(Requirement(pin).name) for pin in row.pins}

    assert "pytest==" in "\n".join(kept)
    assert own.isdisjoint(canonicalize_name(line.split("==")[0]) for line in kept)


def test_every_exclusion_is_looked_at():
    """A reader of lines may overlook what a parser sees."""
    excluding = {
        name
        for name, requirement in runtime_requirements().items()
        if any(part.operator == "!=" for part in requirement.specifier)
    }

    assert excluding == {
        canonicalize_name(re.split("[^\\w-]", line[1:])[0]) for line, _ in exclusions()
    }


@pytest.mark.parametrize(("line", "comment"), exclusions(), ids=lambda text: text[:24])
def test_each_excluded_version_has_its_reason_and_source_above(line, comment):
    """One paragraph for each: ``# 1.2.3: what breaks (owner/repository#1)``."""
    reasons = dict(re.findall(r"^# ([\d.*]+): (.*(?:\n#  .*)*)", comment, flags=re.M))
    excluded = re.findall(r"!=([\d.*]+)", line)

    assert sorted(reasons) == sorted(excluded)
    assert all(SOURCE.search(reason) for reason in reasons.values())
