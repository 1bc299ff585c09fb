"""A page, a log, a traceback, a complaint: what was raised in it, which objects it holds."""

import ast
import html
import json
import re
import warnings

from oauth_tutorial.doctor.facts import Failure
from oauth_tutorial.doctor.vocabulary.table import of_kind
from oauth_tutorial.text.said import Said, said_in

MOST_BRACES = 50
MOST_RAISED = 8
MOST_NESTED = 4  # objects inside an object
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|^-+> *\d+ |\bFile \"[^\"]+\", line \d", re.M
)
# a frame and its line of the program, as Python and IPython show them
_FRAME = re.compile(
    r"^ *File \"[^\"\n]*\", line \d.*\n(?:(?: {3,}|\t).*(?:\n|$))*"
    r"|^(?:-+> *)?\d+ .*$|^ +\d+ .*$|^Cell In.*$|^.*Traceback \(most recent call last\).*$"
    r"|^File \S+:\d+.*$|^-{20,}$",
    re.M,
)
_RAISED = re.compile(
    r"^(?:E\s+)?((?:[A-Za-z_]\w*\.)+Error|(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Mismatch|Failed|Denied|InUse"
    r"|Timeout|Closed|Unreachable|Unreadable|Redirect|Argument|Expired))\b(?:: ?(.*))?$",
    re.M,
)
_CLASS = re.compile(r"\b[A-Z][A-Za-z0-9_]{3,60}\b")
_SOURCE = re.compile(
    r"^\s*(?:def |class |import \w|from \w[\w.]* import |async |return\b|raise |if .+:\s*$|if ?\("
    r"|elif |else:|try:|except\b|for .+:\s*$|while .+:\s*$|with .+:\s*$|assert |@\w|const |let "
    r"|var |function\b|export |public |private |func |package |#include|fn |use \w+::|end$|case .+:"
    r"|[\w.]+ = \S.*[()\[{]|\w+\(.*\);?$|>>> )",
    re.M,
)
# What compilers and databases say about a name of a program, which may be any word.
_ABOUT_NAMES = re.compile(
    r"\b(?:error|warning):? ?(?:TS\d{4}|CS0103|CS1061|\[E\d{4})\b"
    r"|\.go:\d+:\d+: (?:undefined:|cannot use|missing|not enough|too many|unknown field"
    r"|invalid operation|\S{1,80} (?:undefined|redeclared|declared and))"
    r"|\bcannot find (?:symbol\b|'\w+' in)"
    r"|^\s*(?:symbol|location): +\w+ \w|\bUnresolved reference\b|\bundeclared (?:name|identifier)"
    r"|\bnot (?:declared|found) in this scope\b|\b(?:no such|unknown|undefined) column\b"
    r"|\b(?:column|relation|table|constraint) [\"'`][\w.]{1,80}[\"'`] "
    r"(?:of relation .{1,80})?(?:does not exist|already exists|violates|cannot be)"
    r"|\bGlobal symbol \"|\bundefined variable:? [\"$]\w|\bhas already been declared\b"
    r"|\bmust have required property\b|: .{1,80} is not of type '"
    r"|\[SQL: |^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|(?:ALTER|CREATE) TABLE) ",
    re.I,
)
# PlatformException(sign_in_failed, …): as Dart, Swift and Java print an exception
_PRINTED = re.compile(r"(?:Exception|Error)\b|\bError Domain=|\b[A-Z]{3,}_[A-Z_]{3,}\b")
_KEYWORD = re.compile(
    r"\s*(?:raise|except|throw|catch|class|import|from|def|if|elif|assert|return)\b"
)
# a table or a heading of Markdown, a patch, what a test compares: texts about failures
_DOCUMENT = re.compile(
    r"^(?:#{1,4} (?!(?:back|stack)?trace|(?:errors?|logs?|request|session|environment)\b)\S"
    r"|\|.+\|$|diff --git |@@ |commit [0-9a-f]{6,}|#\d{2,} [A-Z][a-z]+ [a-z])|\.py::test_"
    r"|^(?:Feature: |\s*Scenario: |[-*] (?:Added|Fixed|Changed|Removed|Deprecated): )"
    r"|^(?:E +AssertionError\b|AssertionError: (?:assert\b|expected\b|.*(?: [!=]==? "
    r"| to (?:be|equal|have|contain|include|match)\b)))",
    re.M | re.I,
)
# a catalogue: several codes, each with what it means
_EXPLAINED = re.compile(r"^\W{0,4}([a-z]+(?:_[a-z]+)+)[`*'\"]{0,3}(?:: | [-–—=] )\S", re.M)
_MOST_REPORTED = 2  # codes that one report heads its lines with
_DOCSTRING = re.compile(r"(:[ \t]*\n\s*)(\"\"\"|''').*?(?:\2|\Z)", re.S)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.I | re.S)
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|title)\b", re.I)


def is_document(text: str) -> bool:
    """Whether a text tells about failures, and reports none."""
    explained = {code for code in _EXPLAINED.findall(text) if code in of_kind("codes")}
    return bool(_DOCUMENT.search(text)) or len(explained) > _MOST_REPORTED


def without_frames(text: str, seen: list[str]) -> str:
    """Return what may report a failure: a page without its tags, a traceback without its frames.

    Source code reports nothing; *seen* says so.
    """
    if _HTML.search(text[:2000]):
        seen[-1] = f"an HTML page of {len(text)} characters"
        return " ".join(html.unescape(_TAGS.sub(" ", text)).split())
    text = _DOCSTRING.sub(r"\1", text)
    is_traceback = bool(_TRACEBACK.search(text))
    if is_traceback:
        # the lines of the program may name anything: what was raised counts, and what people say
        text = _FRAME.sub("", text)
    lines = [line for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not _is_source(line)]
    is_mostly_source = len(said) * 2 <= len(lines) and len(said) < len(lines)
    if is_mostly_source and not is_traceback and not _RAISED.search(text):
        seen[-1] += " that looks like source code"
        return ""
    return "\n".join(said) if len(said) < len(lines) else text


def is_about_names(text: str) -> bool:
    """Whether a compiler, or a database, says something about a name of a program."""
    return any(map(_ABOUT_NAMES.search, text.splitlines()))


def _is_source(line: str) -> bool:
    """Whether a line is one of a program or about its names, and no exception as it is printed."""
    if is_about_names(line):
        return True
    found = _SOURCE.match(line)
    return found is not None and not (_PRINTED.search(line) and not _KEYWORD.match(line))


def raised_in(text: str, said: str) -> list[Failure]:
    """Return the exceptions that a text names: at the start of a line, or by a known name.

    Args:
        text: All of it.
        said: What ``without_frames`` leaves of it: a program's own lines name any class.
    """
    is_traceback = bool(_TRACEBACK.search(text))
    found = list(_RAISED.finditer(text))
    failures: dict[str, Failure] = {}
    for one in found[-3:] if is_traceback else found[:MOST_RAISED]:
        more = text[one.start(2) : one.end() + 600] if is_traceback and one[2] else one[2] or ""
        name = one[1].rpartition(".")[2]
        if is_about_names(one[0]):
            continue
        failures[name] = Failure(names=(name,), message=more.strip())
    for name, message in _known(said):
        failures.setdefault(name, Failure(names=(name,), message=message))
    return list(failures.values())


def _known(text: str) -> list[tuple[str, str]]:
    """Return the classes of libraries that stand in a text, with the rest of their line."""
    known = of_kind("exceptions")
    found = [one for one in _CLASS.finditer(text) if one[0].lower() in known]
    return [(one[0], _rest_of_line(text, one.end())) for one in found[:MOST_RAISED]]


def _rest_of_line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].lstrip(":] )(").strip()[:600]


def objects_in(text: str) -> list[dict[str, object]]:
    """Return the JSON objects, or Python dicts, that stand inside a text and say something."""
    found: list[dict[str, object]] = []
    decoder, position = json.JSONDecoder(), 0
    for _ in range(MOST_BRACES):
        position = text.find("{", position)
        if position < 0:
            break
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            value, position = _python_dict(text, position)
        if isinstance(value, dict) and _says_something(value):
            found.append(value)
    return found


def _says_something(value: dict[str, object]) -> bool:
    is_deeper = any(isinstance(one, dict) and "access_token" in one for one in value.values())
    known = {"access_token", "ok", "grant_type"} & set(value)
    return bool(known) or is_deeper or said_in(value) != Said()


def _python_dict(text: str, start: int) -> tuple[object, int]:
    """Return the dict that begins there, as Python shows it, and where to go on."""
    end = start
    with warnings.catch_warnings():  # of an escape that Python does not know
        warnings.simplefilter("ignore")
        for _ in range(MOST_NESTED):
            end = text.find("}", end) + 1
            if not 0 < end - start <= 2000:
                break
            try:
                return ast.literal_eval(text[start:end]), end
            except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
                continue
    return None, start + 1
