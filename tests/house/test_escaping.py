"""HTML is made with MarkupSafe or a template: nothing escapes by hand, or forgets to.

Read from the source. ``Markup(...)`` around a value instead of a constant is what ruff's
rule S704 finds.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import oauth_tutorial

PACKAGE = Path(oauth_tutorial.__file__).parent
NAMES = (
    "a|article|b|bdi|body|br|button|caption|code|dd|del|details|div|dl|dt|em|figure|form|g|h[1-6]|"
    "head|html|i|img|input|ins|label|li|main|mark|meter|ol|p|pre|progress|section|small|span|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|text|th|thead|title|tr|ul"
)
TAG = re.compile(rf"</?(?:{NAMES})(?:\s[^<]*)?>|<(?:{NAMES})\s+[a-z-]+=")


def is_tagged(node: ast.AST) -> bool:
    """Whether it is, or holds, a constant text with a tag."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [one.value for one in parts if isinstance(one, ast.Constant)]
    return any(isinstance(one, str) and TAG.search(one) for one in texts)


def is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def by_hand(node: ast.AST) -> str:
    """What is wrong with a piece of source; nothing for most."""
    match node:
        case ast.Call(func=ast.Name(id="escape")):
            return "escape() by hand"
        case ast.Call(func=ast.Attribute(attr="escape", value=ast.Name(id=owner))):
            return "" if owner == "re" else "escape() by hand"
        case ast.JoinedStr(values=parts) if is_tagged(node):
            return "" if all(map(is_constant, parts)) else "a tag in an f-string"
        case ast.BinOp(left=left, op=ast.Mod()) if is_tagged(left):
            return "a tag in front of %"
        case ast.BinOp(left=left, op=ast.Add(), right=right) if is_tagged(left) or is_tagged(right):
            return "" if is_constant(left) and is_constant(right) else "a tag beside +"
        case ast.AugAssign(op=ast.Add(), value=value) if is_tagged(value):
            return "a tag behind +="
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=text)) if is_tagged(text):
            return "a tag in a plain text that is filled"
    return ""


def offences(source: str) -> Iterator[tuple[int, str]]:
    """Every place: its line, and what is wrong."""
    for node in ast.walk(ast.parse(source)):
        if said := by_hand(node):
            yield getattr(node, "lineno", 0), said


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_html_is_made_with_markup(path: Path) -> None:
    found = [
        f"{path.relative_to(PACKAGE.parent)}:{line}: {said}"
        for line, said in offences(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "escape(x)",
        "html.escape(x)",
        "markupsafe.escape(x)",
        "f'<b>{x}</b>'",
        "Markup(f'<b>{x}</b>')",
        "f'<a href={x}>'",
        "'<b>' + x",
        "x + '</p>'",
        "y += '<br>'",
        "'<b>%s</b>' % x",
        "'<b>{}</b>'.format(x)",
        "'<br>'.join(x)",
        "'<p class=\"x\">'.join(x)",
    ],
)
def test_a_place_is_found(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "re.escape(x)",
        "html.unescape(x)",
        "Markup('<b>{}</b>').format(x)",
        "Markup('<br>').join(x)",
        "Markup('<b>' '</b>') + x",
        "f'<{len(x)} characters>'",
        "f'Signed in as <{x}>'",
        "f'{a}<{b}'",
        "'<b>one</b>'",
    ],
)
def test_what_is_right_is_left_alone(source: str) -> None:
    assert not list(offences(source))


MAY_TYPESET = {"notebook/region.py", "notebook/live.py", "location/beacon.py"}  # texts of ours


def test_html_is_shown_by_the_widget_in_which_nothing_is_typeset() -> None:
    """A dollar sign in somebody else's text would begin a formula: see ``notebook/region.py``."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"ipywidgets\.(?:HTML|HTMLMath|Label)\b", path.read_text())
    }

    assert found <= MAY_TYPESET
