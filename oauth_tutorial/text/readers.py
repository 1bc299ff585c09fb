"""Readers of what somebody else wrote: they never raise, and say None where there is nothing."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl


def named_values(body: str) -> list[tuple[str, str]]:
    """Return the names and values of a JSON object or a form."""
    document = read_json(body)
    if document is not None:
        return list(_walk(document))
    is_form = "=" in body and not body.lstrip().startswith("<")
    return parse_qsl(body, keep_blank_values=True) if is_form else []


def read_json(body: str) -> object:
    """Return what a JSON text says, or None where it is none."""
    if not body.lstrip().startswith(("{", "[")):
        return None
    try:
        document: object = json.loads(body)
    except ValueError:
        return None
    return document


def _walk(document: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield from _walk(value, str(key))
    elif isinstance(document, list):
        for value in document:
            yield from _walk(value, name)
    elif name:
        yield name, document if isinstance(document, str) else json.dumps(document)
