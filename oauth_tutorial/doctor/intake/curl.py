"""A curl command is a request to compute with: its address, its headers, its form."""

import base64
import re
import shlex
from dataclasses import dataclass, field
from urllib.parse import urlencode

_COMMAND = re.compile(r"(?:^|[\s$`>#;&|(])curl\s")
_COMMENT = re.compile(r"^[ \t]*# +", re.M)  # of the shell: somebody says what came
_CONTINUED = re.compile(r"[\\^`]\r?\n\s*")
MOST_WORDS = 200
MOST_LINES = 40  # of a command whose quotes hold line breaks
MOST_COMMANDS = 20
_DATA = {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"}
_ENCODED = {"--data-urlencode", "-F", "--form", "--form-string"}
_WITH_VALUE = {*_DATA, *_ENCODED, "-H", "--header", "-X", "--request", "-u", "--user", "--url"}
_IGNORED_WITH_VALUE = {"-o", "--output", "-A", "--user-agent", "-b", "--cookie", "-c", "-e", "-w"}
_JOINED = re.compile(r"-([dHXuF])(.+)", re.S)


@dataclass(slots=True)
class Command:
    """What a curl command sends."""

    url: str = ""
    method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    in_query: bool = False  # -G: the data goes into the address

    @property
    def body(self) -> str:
        """The data, joined as curl joins it."""
        return "" if self.in_query else "&".join(self.data)

    @property
    def address(self) -> str:
        """The URL, with the data of ``-G``."""
        if not self.in_query or not self.data:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}{'&'.join(self.data)}"


def curl_commands(text: str) -> tuple[list[Command], str]:
    """Return the curl commands of a text, and what else stands in it.

    Args:
        text: What somebody pasted: one command or a shell session, on one line or on several.

    Example:
        >>> commands, rest = curl_commands("curl -d a=1 -d b=2 http://x.example/t\\nNo!")
        >>> commands[0].body, rest.strip()
        ('a=1&b=2', 'No!')
    """
    joined = _CONTINUED.sub(" ", text)
    commands: list[Command] = []
    rest, position = "", 0
    for found in _COMMAND.finditer(joined):
        if found.start() < position or len(commands) == MOST_COMMANDS:
            continue
        words, end = _words(joined, joined.index("curl", found.start()))
        command = _command(words[1:])
        if command.url:
            commands.append(command)
            rest += joined[position : found.start()] + "\n"
            position = end
    if not commands:  # what looks like a line that goes on may be the carets of a traceback
        return [], text
    return commands, _COMMENT.sub("", rest + joined[position:])


def _words(text: str, start: int) -> tuple[list[str], int]:
    """Split a command as a shell does, and say where it ends: a quote may hold several lines."""
    end = start
    for _ in range(MOST_LINES):
        end = text.find("\n", end)
        end = len(text) if end < 0 else end
        try:
            lexer = shlex.shlex(text[start:end], posix=True, punctuation_chars=False)
            lexer.whitespace_split, lexer.commenters = True, ""
            return [word for word, _ in zip(lexer, range(MOST_WORDS), strict=False)], end
        except ValueError:  # a quote that is still open
            if end == len(text):
                break
            end += 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    words = [word.strip("'\"") for word in line.split()[:MOST_WORDS]]
    return words, start + len(line)


def _command(words: list[str]) -> Command:
    command = Command()
    rest = iter(words)
    for word in rest:
        joined = _JOINED.fullmatch(word)
        if joined and f"-{joined[1]}" in _WITH_VALUE:
            _take(command, f"-{joined[1]}", joined[2])
        elif word.startswith("--") and "=" in word and word.partition("=")[0] in _WITH_VALUE:
            _take(command, *word.partition("=")[::2])
        elif word in _WITH_VALUE:
            _take(command, word, next(rest, ""))
        elif word in _IGNORED_WITH_VALUE:
            next(rest, "")
        elif word in ("-G", "--get"):
            command.in_query = True
        elif word.startswith(("http://", "https://")) or (not command.url and _is_address(word)):
            command.url = word
        elif word in ("|", ">", ";", "&&", "||"):
            break
    return command


def _is_address(word: str) -> bool:
    return bool(re.match(r"[\w.-]+(?::\d+)?/|\$\{?\w+\}?/|localhost\b", word))


def _take(command: Command, option: str, value: str) -> None:
    if option in _DATA:
        command.data.append(value)
        if option == "--json":
            command.headers["content-type"] = "application/json"
    elif option in _ENCODED:
        name, _, content = value.partition("=")
        command.data.append(urlencode({name: content}))
        if option != "--data-urlencode":
            command.headers.setdefault("content-type", "multipart/form-data")
    elif option in ("-H", "--header"):
        name, _, content = value.partition(":")
        command.headers[name.strip().lower()] = content.strip()
    elif option in ("-X", "--request"):
        command.method = value.upper()
    elif option in ("-u", "--user"):
        encoded = base64.b64encode(value.encode("utf-8", "replace")).decode()
        command.headers["authorization"] = f"Basic {encoded}"
    elif option == "--url":
        command.url = value
