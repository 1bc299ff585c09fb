"""What people really pasted: texts of public reports, each with the causes that are right for it.

Each stands for a family. ``source`` is the report (a repository and its number, or an address),
hosts and values are made up. The texts of ``unseen`` files were collected by somebody who had not
seen the rules.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from oauth_tutorial.doctor import CAUSES, diagnose

FILES = sorted((Path(__file__).parent / "world").glob("*.json"))
CASES = [
    pytest.param(case, id=f"{path.stem}-{case['id']}")
    for path in FILES
    for case in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("case", CASES)
def test_the_first_answer_is_right(case: Mapping[str, object]) -> None:
    text, causes = case["text"], case["causes"]
    assert isinstance(causes, list)
    diagnosis = diagnose(*text) if isinstance(text, list) else diagnose(text)

    assert set(causes) <= {*CAUSES, ""}
    assert diagnosis.cause in causes, diagnosis
