"""The page about the doctor shows what it really says."""

import ast
import os
import re
from pathlib import Path

from oauth_tutorial.doctor import CAUSES

PAGE = Path(__file__).parents[2] / "docs" / "doctor.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.S)


def test_the_examples_and_the_list_of_causes_are_true() -> None:
    """Set OAUTH_TUTORIAL_REWRITE=1 to write the true ones into the page."""
    text = PAGE.read_text(encoding="utf-8")
    namespace: dict[str, object] = {}

    def executed(found: re.Match[str]) -> str:
        return f"```python\n{found[1]}```\n\n```text\n{last_value(found[1], namespace)!r}\n```"

    head, title, _ = EXAMPLE.sub(executed, text).partition("## The causes\n\n")
    rows = [
        f"| `{name}` | {cause.summary} | {cause.fix.replace('|', '/')} | {cause.section} |"
        for name, cause in CAUSES.items()
    ]
    names = "| cause | what it is | what to do | rule |"
    true = "\n".join([head + title + names, "|---|---|---|---|", *rows, ""])
    if os.environ.get("OAUTH_TUTORIAL_REWRITE"):
        PAGE.write_text(true, encoding="utf-8")
        text = true

    assert len(EXAMPLE.findall(text)) == 3
    assert true == text


def last_value(source: str, namespace: dict[str, object]) -> object:
    """Run a cell as a notebook does, and return the value of its last expression."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), str(PAGE), "exec"), namespace)
    return eval(compile(ast.Expression(last.value), str(PAGE), "eval"), namespace)
