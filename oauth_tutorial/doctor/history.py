"""Which of many messages is to blame: the newest that failed and was not overcome since.

A failure is overcome when the same client later did the same kind of thing successfully.
Each message is judged alone, with only what belongs to it, so that an older failure, a
success in between and other people's requests change nothing.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from oauth_tutorial.doctor.belonging import DEVICE_CODE, Belonging, bearer
from oauth_tutorial.doctor.causes import UNKNOWN
from oauth_tutorial.doctor.diagnosis import FAILS, NEAR, Blamed, Finding
from oauth_tutorial.doctor.facts import Facts, Message, Request
from oauth_tutorial.network import surroundings
from oauth_tutorial.text.readers import NO_URL, split_url
from oauth_tutorial.wire.joined import hosts_of

MOST_BLAMED = 4  # all but the first are only mentioned
BY_A_PERSON = ("authorization_code", DEVICE_CODE)
GRANTS = (*BY_A_PERSON, "refresh_token", "client_credentials")
CODE, REDIRECT = ("code",), ("redirect",)

Examine = Callable[[Facts], list[Finding]]
Kind = tuple[str, ...]
Done = dict[Kind, set[str]]  # what succeeded since, and for which clients


class History:
    """Everything that was given, judged.

    Attributes:
        blamed: The failures that were not overcome, the newest first.
        facts: What the diagnosis is made from: everything that is not a message, and the message
            to blame; if nothing failed, the newest that a rule has advice about.
    """

    def __init__(self, facts: Facts, examine: Examine) -> None:
        self._given, self._examine = facts, examine
        self._belonging = Belonging(facts.messages)
        self._own_hosts = hosts_of(surroundings.service())
        self.blamed: list[Blamed] = []
        self._advised: Message | None = None
        self._messages = _without_strangers(facts.messages, self._belonging.clients)
        self._judge()
        self.facts = self._joined()

    def _judge(self) -> None:
        done: Done = defaultdict(set)
        for message in reversed(self._messages):
            if len(self.blamed) == MOST_BLAMED:
                return
            if not self._is_overcome(message, done):
                self._judge_one(message, done)
            if message.succeeded:
                for kind in self._reached(message):
                    done[kind].add(self._belonging.clients[message])

    def _judge_one(self, message: Message, done: Done) -> None:
        findings = sorted(self._examine(self._view(message)), key=lambda one: -one.weight)
        if message.was_refused or (findings and findings[0].weight >= FAILS):
            near = {one.cause for one in findings if findings[0].weight - one.weight < NEAR}
            if self._is_overcome(message, done, near) or self._was_brought(message):
                return
            self.blamed.append(Blamed(message, findings[0].cause if findings else UNKNOWN))
            # a newer try shows how things are now: older ones of its kind are history
            for kind in itertools.islice(self._overcome_by(message, near), 1):
                done[kind].add(self._belonging.clients[message])
        elif findings and self._advised is None:
            self._advised = message

    def _is_overcome(self, message: Message, done: Done, causes: Set[str] = frozenset()) -> bool:
        client = self._belonging.clients[message]
        # an unknown client_id belongs to nobody: the next known one put it right
        anybody = not client or "unknown_client" in causes
        return any(
            done[kind] and (anybody or done[kind] & {client, ""})
            for kind in self._overcome_by(message, causes)
            if kind in done
        )

    def _was_brought(self, message: Message) -> bool:
        """Whether it is the server's side of a redirect that is already blamed at the client."""
        return message.redirect is not None and any(
            one.message.redirect and one.message.redirect.parameters == message.redirect.parameters
            for one in self.blamed
        )

    def _reached(self, message: Message) -> Iterator[Kind]:
        """Yield the kinds of thing that a success was a success at."""
        request = message.request
        if message.brings_code:
            yield from (REDIRECT, CODE)
        if request is None:
            return
        host, path = self._address(request)
        if message.role == "token":
            grant = request.parameters.get("grant_type", "")
            yield from (("token", host, grant), ("token", host))
            if grant in BY_A_PERSON:
                yield ("token", host, "refresh_token")  # the person signed in again
            if grant == "authorization_code":
                yield CODE
        else:
            yield (request.method, host, path)
        if bearer(request):
            yield ("bearer", host)

    def _overcome_by(self, message: Message, causes: Set[str]) -> Iterator[Kind]:
        """Yield the kinds of success that make a failure history."""
        request = message.request
        if message.role == "redirect":
            yield REDIRECT
        if message.role == "authorization" or (message.role == "redirect" and message.error):
            yield CODE
        if request is None or message.role == "redirect":
            return
        host, path = self._address(request)
        if message.role == "token":
            grant = request.parameters.get("grant_type", "")
            yield ("token", host, grant) if grant in GRANTS else ("token", host)
        else:
            yield (request.method, host, path)
        if "token_rejected" in causes and bearer(request):
            yield ("bearer", host)  # tokens are accepted there now

    def _address(self, request: Request) -> tuple[str, str]:
        """Return host and path; the practice service is one host, however it is reached."""
        parts = split_url(request.url)
        if parts is NO_URL:
            return "", request.url
        return "" if parts.netloc in self._own_hosts else parts.netloc, parts.path

    def _view(self, message: Message) -> Facts:
        """Return a message and what belongs to it, without any other failures."""
        given = self._given
        beside = Facts(secrets=given.secrets, understood=given.understood)
        if message.role in {"token", "redirect"}:
            beside.requests, beside.redirects = given.requests, given.redirects
            beside.uris = given.uris
        return self._beside(message, beside)

    def _beside(self, message: Message, facts: Facts) -> Facts:
        around = self._belonging.around(message)
        own = [one for one in (message.request, message.link) if one is not None]
        return replace(
            facts,
            requests=[*around.requests, *facts.requests, *own],
            redirects=[
                *around.redirects,
                *facts.redirects,
                *([message.redirect] if message.redirect else []),
            ],
            answers=[*facts.answers, *([message.answer] if message.answer else [])],
            broken_rules=[
                *around.broken_rules,
                *([message.broken_rule] if message.broken_rule else []),
            ],
            texts=[*facts.texts, *([message.remark] if message.remark else [])],
        )

    def _joined(self) -> Facts:
        given = self._given
        if not self._messages:
            return given
        message = self.blamed[0].message if self.blamed else self._advised or self._messages[-1]
        facts = self._beside(message, given)
        is_unknown = bool(self.blamed) and self.blamed[0].cause == UNKNOWN
        if not any(one.endpoint == "authorization" for one in facts.requests):
            # a text, a redirect or an address that was also given may be about it
            newest = given.redirects[-1] if given.redirects else None
            if newest or given.uris or given.texts or given.failures:
                facts.requests = [*self._belonging.asked(newest), *facts.requests]
        facts.understood = facts.understood and not is_unknown
        return facts


def _without_strangers(messages: Sequence[Message], clients: dict[Message, str]) -> list[Message]:
    """Leave out clients that are not in the recording.

    Only the service hears a program that does not use ``requests``, and everybody else.
    """
    own = [one for one in messages if one.source == "given"]
    known = {clients[one] for one in own} - {""}
    has_calls = any(one.role == "token" or (one.request and bearer(one.request)) for one in own)

    def is_own(one: Message) -> bool:
        if one.source == "given":
            return True
        if clients[one]:
            return not known or clients[one] in known
        return one.source == "browser" or not has_calls

    return [one for one in messages if is_own(one)]
