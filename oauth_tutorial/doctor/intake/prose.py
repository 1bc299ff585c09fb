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
    r"|\bcannot find (?:symbol\b|'\w+' in scope)"
    r"|^\s*(?:symbol|location): +(?:class|variable|method|interface|package) \w"
    r"|\bUnresolved reference\b|\bundeclared (?:name|identifier)"
    r"|\bnot (?:declared|found) in this scope\b|\b(?:no such|unknown|undefined) column\b"
    r"|\b(?:column|relation|table|constraint) [\"'`][\w.]{1,80}[\"'`] "
    r"(?:of relation .{1,80})?(?:does not exist|already exists|violates|cannot be)"
    r"|\bGlobal symbol \"|\bundefined variable:? [\"$]\w|\bhas already been declared\b"
    r"|\bmust have required property\b|: .{1,80} is not of type '"
    r"|\[SQL: "
    r"|^\s*(?-i:SELECT .{1,200} FROM |INSERT INTO |UPDATE \S{1,80} SET |DELETE FROM \S"
    r"|(?:ALTER|CREATE) TABLE )",
    re.I,
)
# a code or a part of the flow: then it is a server that says so
_OF_OAUTH = re.compile(
    r"\b(?:invalid|mismatching|unauthorized|insufficient|expired)_\w|\w_mismatch\b|\baccess_denied\b|\boauth2?:"
    r"|\btoken (?:exchange|request|response)\b|\bregist(?:er\b|ration)",
    re.I,
)
# PlatformException(sign_in_failed, …): as Dart, Swift and Java print an exception
_PRINTED = re.compile(r"(?:Exception|Error)\b|\bError Domain=|\b[A-Z]{3,}_[A-Z_]{3,}\b")
_KEYWORD = re.compile(
    r"\s*(?:raise|except|throw|catch|class|import|from|def|if|elif|assert|return)\b"
)
# a table or a heading of Markdown, a patch, what a test compares: texts about failures
_DOCUMENT = re.compile(
    r"^(?:#{1,4} (?!(?:back|stack)?trace|(?:errors?|logs?|request|session|environment"
    r"|what (?:happen|i|we|did|do)|describe|description|steps|expected|actual|current|to reproduce"
    r"|reproduc|bug|summary|issue|problem|additional|context|output|console|version|relevant))\S"
    r"|\|.+\|$|diff --git |@@ |(?-i:commit) [0-9a-f]{7,40}\s*$)"
    r"|^(?:Feature: |\s*Scenario: )|^v?\d+\.\d+\S*[^\n]*\n+[-*] (?:Added|Fixed|Changed|Removed): "
    r"|(?:^#\d{2,} (?-i:[A-Z])[a-z]+ [^\n(]*\n){2}"
    r"|^(?:E +AssertionError\b|AssertionError: (?!.*(?:\{|\n +at ))(?:assert\b|expected\b"
    r"|.*(?: [!=]==? | to (?:be|equal|have|contain|include|match)\b)))",
    re.M | re.I,
)
# a catalogue: several codes, each with what it means
_EXPLAINED = re.compile(r"^\W{0,4}([a-z]+(?:_[a-z]+)+)[`*'\"]{0,3}(?:: | [-–—=] )\S", re.M)
_MOST_REPORTED = 2  # codes that one report heads its lines with
_TRIED = re.compile(r"\b(?:I|we|my|our|tried|got)\b", re.I)
_DOCSTRING = re.compile(r"(\b(?:def|class) [^\n]{1,200}:[ \t]*\n\s*)(\"\"\"|''').*?(?:\2|\Z)", re.S)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.I | re.S)
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|title)\b", re.I)


def is_document(text: str) -> bool:
    """Whether a text tells about failures, and reports none."""
    explained = {code for code in _EXPLAINED.findall(text) if code in of_kind("codes")}
    is_catalogue = len(explained) > _MOST_REPORTED and not _TRIED.search(text)
    return is_catalogue or bool(_DOCUMENT.search(text))


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
    given = [line for line in text.splitlines() if line.strip()]
    lines = [line for line in given if not is_about_names(line)]
    said = [line for line in lines if not _is_source(line)]
    is_mostly_source = len(said) * 2 <= len(lines) and len(said) < len(given)
    if is_mostly_source and not is_traceback and not _RAISED.search(text):
        seen[-1] += " that looks like source code"
        return ""
    return "\n".join(said) if len(said) < len(given) else text


def is_about_names(line: str) -> bool:
    """Whether a compiler, or a database, says something about a name of a program."""
    return bool(_ABOUT_NAMES.search(line)) and not _OF_OAUTH.search(line)


def is_of_a_program(text: str) -> bool:
    """Whether a text is about a program, so that its words, taken together, report nothing."""
    first = (text.splitlines() or [""])[0]
    return is_about_names(first) or ".py::test_" in text


def _is_source(line: str) -> bool:
    """Whether a line is one of a program, and no exception as some language prints it."""
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
        if is_about_names(one[0]):
            continue
        more = text[one.start(2) : one.end() + 600] if is_traceback and one[2] else one[2] or ""
        name = one[1].rpartition(".")[2]
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
