"""An HTTP answer as it travelled, without its secrets, because a widget's state is saved."""

import json
from urllib.parse import quote_plus

from oauth_tutorial.client.answer import Answer
from oauth_tutorial.text.members import normal, opened
from oauth_tutorial.text.readers import read_json
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, shape

MOST_CHARACTERS = 600  # of an answer that is not JSON: an error page may be long
_MOST_OF_JSON = 20_000
_MOST_LINES = 40
_MOST_LEVELS = 10
# "code" in an answer is a number or a word, as in {"error": {"code": 190}}. An authorization code
# that was sent is known by its value.
_SECRETS = {normal(name) for name in SECRET_PARAMETERS - {"code"}}


def raw_answer(answer: Answer) -> str:
    """Return an answer as it travelled, with the length of each secret in place of the secret.

    Args:
        answer: An answer of any server.

    Example:
        ``HTTP/1.1 200 OK``, ``Content-Type: application/json`` and
        ``{"access_token": "<22 characters>"}``
    """
    reason = answer.clean(str(answer.response.reason or ""), 60)
    kind = answer.clean(answer.header("Content-Type"), 100) or "none"
    return f"HTTP/1.1 {answer.status} {reason}\nContent-Type: {kind}\n\n{_body(answer)}"


def _body(answer: Answer) -> str:
    document = read_json(answer.text)
    if document is not None:
        shown = json.dumps(_json(document, "", answer, _MOST_LEVELS), indent=2, ensure_ascii=False)
        return _cut(shown, _MOST_OF_JSON)
    if answer.parameters:  # a form
        return _cut("\n&".join(_pair(n, v, answer) for n, v in answer.parameters.items()))
    lines = answer.text.splitlines()
    shown = "\n".join(answer.clean(line, MOST_CHARACTERS) for line in lines[:_MOST_LINES])
    return _cut(shown) or "(nothing)"


def _pair(name: str, value: object, answer: Answer) -> str:
    shown = _json(value, name, answer, _MOST_LEVELS)
    # only the length stays readable; everything else is encoded as on the wire
    written = str(shown) if _is_secret(name) else quote_plus(str(shown), errors="replace")
    return f"{answer.clean(quote_plus(name, errors='replace'))}={written}"


def _json(value: object, name: str, answer: Answer, levels: int) -> object:
    if levels == 0:
        return "…"
    if isinstance(value, dict):
        return {
            answer.clean(str(key)): _json(inner, _inner(str(key), name), answer, levels - 1)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_json(inner, name, answer, levels - 1) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    if _is_secret(name):
        return shape(str(value))
    if not isinstance(value, str):
        return value
    inside = opened(value)  # JSON inside a text
    if isinstance(inside, dict | list):
        return json.dumps(_json(inside, name, answer, levels - 1), ensure_ascii=False)
    return answer.clean(value)


def _inner(name: str, outer: str) -> str:
    """Return the name that counts: whatever is inside a secret is secret."""
    return outer if _is_secret(outer) else name


def _is_secret(name: str) -> bool:
    return normal(name) in _SECRETS


def _cut(text: str, most: int = MOST_CHARACTERS) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
