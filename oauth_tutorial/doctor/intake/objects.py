"""Turn whatever a stuck person has into facts: objects here, texts in ``reading``.

Nothing is recognised by its module, so that a response of ``requests`` and of
``httpx``, an entry of the practice service and a recorded exchange all do.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from oauth_tutorial.doctor.facts import Answer, Facts, Failure, Message, Redirect
from oauth_tutorial.doctor.intake.messages import (
    is_entry,
    is_exchange,
    is_response,
    of_entry,
    of_exchange,
    of_response,
    request_of,
)
from oauth_tutorial.doctor.intake.parts import answer_of, as_text, note_secrets
from oauth_tutorial.doctor.intake.texts import add_body, add_text
from oauth_tutorial.doctor.provider import named
from oauth_tutorial.doctor.quoting import quoted
from oauth_tutorial.errors import OAuthTutorialError
from oauth_tutorial.network import surroundings
from oauth_tutorial.presets import Preset
from oauth_tutorial.wire.joined import seen_by_service_only

MOST_THINGS = 2000
DEEPEST = 5  # of exceptions inside exceptions, of lists inside lists


def read(*things: object) -> Facts:
    """Read everything that was given, in its order; what cannot be read is said."""
    facts = Facts()
    messages: list[Message] = []
    for number, thing in enumerate(things, 1):
        _add(facts, thing, 0, f"number {number} of what you gave")
        messages += _not_among(messages, facts.messages, _number)
        facts.messages = []
    messages += _not_among(messages, _not_among(messages, facts.raised, _number), _content)
    facts.messages = _by_time(messages)
    return facts


def _not_among(
    known: list[Message], new: list[Message], key: Callable[[Message], object]
) -> list[Message]:
    """Leave out what another recording, log or response holds already."""
    keys = {key(one) for one in known}
    return [one for one in new if key(one) not in keys]


def _number(message: Message) -> object:
    """What tells that two saw the same message: the service's number, where it has one."""
    request = message.request
    if request is None or not request.number:
        return message
    return request.number, request.method, request.url.partition("?")[0].rpartition("/")[2]


def _content(message: Message) -> object:
    request, text = message.request, message.answer.text if message.answer else ""
    return request and (request.method, request.url, request.body, message.status, text)


def _by_time(messages: list[Message]) -> list[Message]:
    """Order them as they were sent, where that is known of each; else as they were given."""
    times = {m: m.request.time if m.request else None for m in messages}
    known = {m: time for m, time in times.items() if time is not None}
    return sorted(messages, key=known.__getitem__) if len(known) == len(messages) else messages


def _add(facts: Facts, thing: object, depth: int, name: str = "") -> None:
    facts.things += 1
    if facts.things > MOST_THINGS:  # of a list that holds itself there is no end
        return
    try:
        _add_any(facts, thing, depth, name)
    except Exception:  # an object's attributes may raise anything at all
        facts.seen.append(f"an object of type {type(thing).__name__} that cannot be read")


def _add_any(facts: Facts, thing: Any, depth: int, name: str) -> None:
    if isinstance(thing, str) and (slug := named(thing)):
        facts.provider = slug
        facts.seen.append(f"the name of {thing.strip()}")
    elif isinstance(thing, str):
        add_text(facts, thing)
    elif isinstance(thing, (bytes, bytearray)):
        add_text(facts, bytes(thing).decode("utf-8", "replace"))
    elif isinstance(thing, BaseException):
        _add_exception(facts, thing, depth)
    elif isinstance(preset := getattr(thing, "preset", None), Preset):
        facts.provider = preset.slug
        facts.seen.append(f"the provider {preset.name}")
    elif is_response(thing):
        facts.messages.append(of_response(facts, thing, name))
    elif is_entry(thing):
        facts.messages.append(of_entry(facts, thing))
    elif is_exchange(thing):
        facts.messages.append(of_exchange(facts, thing, name))
    elif isinstance(thing, Mapping):
        add_body(facts, dict(thing), form=False)
    elif hasattr(thing, "access_token") or (hasattr(thing, "code") and hasattr(thing, "state")):
        names = ("access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token")
        held = {name: getattr(thing, name, None) for name in (*names, "code", "state", "iss")}
        add_body(facts, {k: v for k, v in held.items() if v is not None}, form=False)
    elif hasattr(thing, "url") and hasattr(thing, "method"):
        facts.requests.append(request_of(facts, thing))
        facts.seen.append("a request")
    elif hasattr(thing, "log") and hasattr(thing, "issuer"):  # the practice service
        _add_sequence(facts, list(thing.log), depth)
    elif hasattr(thing, "began_at") and hasattr(thing, "ended_at"):  # a recording
        _add_recording(facts, thing)
    elif hasattr(thing, "mistake") and hasattr(thing, "evidence"):  # of an exercise
        _add(facts, thing.evidence, depth + 1, name)
    elif isinstance(thing, Iterable) and depth < DEEPEST:
        _add_sequence(
            facts, [one for one, _ in zip(thing, range(MOST_THINGS), strict=False)], depth
        )
    else:
        facts.seen.append(f"an object of type {type(thing).__name__}")


def _add_sequence(facts: Facts, things: list[Any], depth: int) -> None:
    for number, one in enumerate(things, 1):
        _add(facts, one, depth + 1, f"number {number} of the list")


def _add_recording(facts: Facts, recording: Any) -> None:
    """Read what the client recorded, and what only the service saw meanwhile.

    Both are numbered together, as ``ladder(recording)`` numbers them: there the learner looks.
    """
    alone = seen_by_service_only(surroundings.service(), recording)
    together = sorted([*recording, *alone], key=lambda one: one.started_at)
    for number, one in enumerate(together, 1):
        name = f"number {number} of the ladder"
        if is_entry(one):
            facts.messages.append(of_entry(facts, one, name))
        else:
            facts.messages.append(of_exchange(facts, one, name))


def _add_exception(facts: Facts, error: BaseException, depth: int) -> None:
    names = tuple(c.__name__ for c in type(error).__mro__ if c not in {BaseException, object})
    message = as_text(getattr(error, "message", None) or error)  # ours without its hint
    note_secrets(facts, message)
    evidence = getattr(error, "evidence", None)
    if isinstance(evidence, Mapping):
        facts.secrets |= {value for value in evidence.values() if isinstance(value, str)}
    held = getattr(error, "doc", None)  # json.JSONDecodeError keeps what it could not read
    document = held if isinstance(held, str) else None
    facts.failures.append(Failure(names=names, message=message, document=document))
    facts.seen.append(f"an exception of type {names[0]}")
    if isinstance(error, OAuthTutorialError):
        facts.advice = error.hint
        facts.seen[-1] += f", which says {quoted(message, facts.secrets)}"
    if document:
        facts.answers.append(answer_of(facts, document))
    response = getattr(error, "response", None)
    if response is None and isinstance(evidence, Mapping):
        response = evidence.get("response")
    if response is not None and hasattr(response, "status_code"):
        facts.raised.append(of_response(facts, response, "the exception's response"))
    elif isinstance(code := getattr(error, "error", None), str):
        description = getattr(error, "error_description", "") or getattr(error, "description", "")
        body = {"error": code, "error_description": as_text(description)}
        status = getattr(error, "status", None)
        if any(name.startswith("Authorization") for name in names):
            facts.redirects.append(Redirect(parameters=body))
        else:
            facts.answers.append(Answer(text="", body=body, status=status))
    inner = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if inner is not None and depth < DEEPEST:
        _add(facts, inner, depth + 1)
