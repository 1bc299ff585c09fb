"""What belongs together among many messages: whose they are, and which answers which."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote_plus

from oauth_tutorial.doctor.facts import Facts, Message, Redirect, Request

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


class Belonging:
    """Some messages, oldest first.

    Attributes:
        clients: The ``client_id`` of each; an empty string where nothing tells it.
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        self.clients = dict(zip(messages, _clients(messages), strict=True))
        self._messages = messages
        self._places = {message: place for place, message in enumerate(messages)}

    def around(self, message: Message) -> Facts:
        """Return the requests, redirects and rules that a message is to be judged with."""
        earlier = self._messages[: self._places[message]]
        if message.role == "redirect" and message.redirect is not None:
            return self._around_redirect(message.redirect, earlier)
        if message.role == "token" and message.request is not None:
            return self._around_token(message, message.request.parameters, earlier)
        return Facts()

    def asked(self, redirect: Redirect | None, client: str = "") -> list[Request]:
        """Return the authorization request that a redirect answers, if it is there."""
        return self._asked(redirect, client, self._messages)

    def _around_redirect(self, redirect: Redirect, earlier: Sequence[Message]) -> Facts:
        issued = [
            one.broken_rule
            for one in earlier
            if one.broken_rule and one.redirect and one.redirect.parameters == redirect.parameters
        ]
        return Facts(requests=self._asked(redirect, "", earlier), broken_rules=issued[-1:])

    def _around_token(
        self, message: Message, sent: Mapping[str, str], earlier: Sequence[Message]
    ) -> Facts:
        if sent.get("grant_type") == DEVICE_CODE:
            return Facts(requests=_device_request(sent.get("device_code"), earlier))
        code, client = sent.get("code"), self.clients[message]
        if not code:
            return Facts()
        brought = self._redirect(code, client, earlier)
        used = [
            replace(one.request, refused=one.status > 0 and not one.has_token)
            for one in earlier
            if one.request and one.role == "token" and one.request.parameters.get("code") == code
        ]
        requests = [*self._asked(brought, client, earlier), *used]
        return Facts(requests=requests, redirects=[brought] if brought else [])

    def _redirect(self, code: str, client: str, earlier: Sequence[Message]) -> Redirect | None:
        """Return the redirect that brought the code; else the newest one of that client."""
        found = [one for one in earlier if one.redirect and one.brings_code]
        exact = [
            one.redirect
            for one in found
            if one.redirect and one.redirect.parameters["code"] == code
        ]
        theirs = [one.redirect for one in found if self.clients[one] in {client, ""} or not client]
        return next(iter([*exact, *reversed(theirs)]), None)

    def _asked(
        self, redirect: Redirect | None, client: str, messages: Sequence[Message]
    ) -> list[Request]:
        found = [
            (self.clients[one], request)
            for one in messages
            for request in (one.request, one.link)
            if request is not None and request.endpoint == "authorization"
        ]
        state = redirect.parameters.get("state") if redirect else None
        same_state = [request for _, request in found if request.parameters.get("state") == state]
        if state and same_state:
            return same_state[-1:]
        return [request for whose, request in found if whose in {client, ""} or not client][-1:]


def _clients(messages: Sequence[Message]) -> Iterator[str]:
    """Say whose each message is: by its client_id, its state, or the token that it carries."""
    of_state: dict[str, str] = {}
    of_token: dict[str, str] = {}
    for message in messages:
        client = ""
        if message.request is not None:
            client = named_client(message.request) or of_token.get(bearer(message.request), "")
        if message.redirect is not None:
            client = client or of_state.get(message.redirect.parameters.get("state", ""), "")
        for asked in (message.request, message.link):
            if asked is not None and asked.endpoint == "authorization":
                of_state[asked.parameters.get("state", "")] = named_client(asked)
        body = (message.answer.body if message.answer else None) or {}
        if message.role == "token" and isinstance(body.get("access_token"), str):
            of_token[str(body["access_token"])] = client
        yield client


def named_client(request: Request) -> str:
    """Return the client_id of a request's parameters or of its Basic header (RFC 6749 §2.3.1)."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    basic = ""
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(credentials).decode("utf-8", "replace")
            basic = unquote_plus(decoded.partition(":")[0])
        except (binascii.Error, ValueError):
            basic = ""
    return request.parameters.get("client_id") or basic


def bearer(request: Request) -> str:
    """Return the access token of the Authorization header, or an empty string."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in {"bearer", "dpop"} else ""


def _device_request(device_code: str | None, earlier: Sequence[Message]) -> list[Request]:
    """Return the request that was answered with this device_code (RFC 8628 §3.2)."""
    for one in reversed(earlier):
        body = (one.answer.body if one.answer else None) or {}
        if device_code and body.get("device_code") == device_code and one.request is not None:
            return [one.request]
    return []
