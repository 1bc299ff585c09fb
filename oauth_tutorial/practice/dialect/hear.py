"""Request in: a provider's names, body and scope words become those of the RFCs.

What the preset does not know passes through unchanged, so that whatever PhotoBox's own clients
send keeps its meaning.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from oauth_tutorial.practice.model.clients import DEVICE_CODE, Client
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.client_authentication import read_basic
from oauth_tutorial.practice.rules.parameters import are_utf8
from oauth_tutorial.practice.rules.token_request import FORM
from oauth_tutorial.presets.protocol import Texts
from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.text.readers import MOST_PARAMETERS, read_object, read_pairs

JSON = "application/json"
HEARD = ("/authorize", "/token", "/revoke", "/device_authorization")
_NAMES = ("client_id", "client_secret")
_AS_BEFORE = "{redirect_uri}"  # in a preset: that of the authorization request

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as far as a dialect looks at it.

    Attributes:
        path: The standard one of the endpoint.
        query: As it came.
        body: As it came.
        media_type: Of the body, without parameters.
        authorization: The header of that name.
    """

    path: str
    query: str = ""
    body: bytes = b""
    media_type: str = ""
    authorization: str = ""

    @property
    def is_json(self) -> bool:
        """Whether the body is called JSON."""
        return self.media_type == JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was meant.

    Attributes:
        sent: In standard form.
        parameters: With the provider's own names, as they came.
        client_id: Who asks, as far as that can be seen before anything is judged.
        grant_type: Which grant.
        was_json: Whether the body came as JSON.
    """

    sent: Sent
    parameters: Mapping[str, str]
    client_id: str = ""
    grant_type: str = ""
    was_json: bool = False


def hear(photobox: ServiceState, sent: Sent) -> Heard:
    """Put a request in standard form. One that cannot be read is left as it came: rules say so.

    Args:
        photobox: Which plays a provider.
        sent: A request to one of ``HEARD``.
    """
    playing = photobox.playing
    assert playing is not None  # noqa: S101 - who plays nobody hears no dialect
    in_query = sent.path == "/authorize"
    pairs = _pairs(sent, in_query, playing.preset)
    if pairs is None:
        return Heard(sent=sent, parameters={}, was_json=sent.is_json)
    client_id = _client_id(playing, sent, dict(pairs))
    client = photobox.clients.get(client_id)
    grant_type = DEVICE_CODE if sent.path == "/device_authorization" else ""
    grant_type = dict(pairs).get("grant_type", grant_type)
    preset = playing.preset_for(client, grant_type=grant_type)
    meant = renamed(pairs, _names(preset, sent.path))
    meant += _assumed(photobox, preset, sent.path, meant)
    if sent.path != "/revoke":
        meant = _with_standard_scope(playing, preset, client, sent.path, meant)
    changed = meant != pairs or sent.is_json
    return Heard(
        sent=_rewritten(sent, in_query, meant) if changed else sent,
        parameters=dict(pairs),
        client_id=client_id,
        grant_type=grant_type,
        was_json=sent.is_json,
    )


def renamed(pairs: Sequence[tuple[str, str]], names: Texts) -> Pairs:
    """Give parameters their standard names.

    A standard name that is called otherwise here means nothing, and is left out.

    Example:
        >>> renamed([("client_key", "a"), ("client_id", "b")], {"client_id": "client_key"})
        [('client_id', 'a')]
    """
    standard = {own: name for name, own in names.items()}
    return [(standard.get(name, name), value) for name, value in pairs if name not in names]


def standard_scope(playing: Personality, words: str, separator: str) -> str:
    """Put the words of a scope in those of PhotoBox, with a space between (RFC 6749 §3.3)."""
    return " ".join(playing.standard_words.get(word, word) for word in words.split(separator))


def _names(preset: Preset, path: str) -> Texts:
    if path == "/authorize":
        return preset.authorization.names
    if path == "/device_authorization" and preset.device is not None:
        return preset.device.names
    return preset.token.names


def _assumed(photobox: ServiceState, preset: Preset, path: str, pairs: Pairs) -> Pairs:
    """Return what the provider takes for said, where it is left out."""
    tables = {"/authorize": preset.authorization.assumed, "/token": preset.token.assumed}
    given = {name: value for name, value in pairs if value}
    code = photobox.store.codes.get(given.get("code", ""))
    was_sent = {_AS_BEFORE: code.request.redirect_uri if code else ""}
    missing = [pair for pair in tables.get(path, {}).items() if pair[0] not in given]
    filled = [(name, was_sent.get(value, value)) for name, value in missing]
    return [pair for pair in filled if pair[1]]


def _with_standard_scope(
    playing: Personality, preset: Preset, client: Client | None, path: str, pairs: Pairs
) -> Pairs:
    asks = preset.authorization
    if path != "/token" and not asks.scopes_taken:
        pairs = [pair for pair in pairs if pair[0] != "scope"]
    if path != "/token" and not any(name == "scope" and value for name, value in pairs):
        words = [one.like or one.name for one in preset.scopes if one.first]
        known = () if client is None else client.scope + playing.more_words
        usual = " ".join(word for word in words if word in known)
        return [*pairs, ("scope", usual)] if usual else pairs
    separator = asks.scope_separator
    if asks.spaces_too:
        pairs = [(n, v.replace(" ", separator) if n == "scope" else v) for n, v in pairs]
    return [
        (name, standard_scope(playing, value, separator) if name == "scope" and value else value)
        for name, value in pairs
    ]


def _pairs(sent: Sent, in_query: bool, preset: Preset) -> Pairs | None:
    """Return names and values, or None where the request is not to be read."""
    if sent.is_json and not in_query:
        if preset.token.body != "json":
            return None
        return list(_flat(read_object(sent.body)))
    raw = sent.query.encode("latin-1", "replace") if in_query else sent.body
    if (not in_query and sent.media_type != FORM) or not are_utf8(raw):
        return None
    text = raw.decode("utf-8", "replace")
    return None if text.count("&") >= MOST_PARAMETERS else read_pairs(text)


def _flat(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in document.items():
        if value is not None:
            yield name, value if isinstance(value, str) else json.dumps(value)


def _client_id(playing: Personality, sent: Sent, parameters: Mapping[str, str]) -> str:
    basic = read_basic(sent.authorization)
    if basic:
        return basic[0]
    for kind in playing.preset.apps:
        own = _names(playing.preset.as_app(kind), sent.path).get("client_id", "client_id")
        if own in parameters:
            return parameters[own]
    return ""


def _rewritten(sent: Sent, in_query: bool, pairs: Pairs) -> Sent:
    # JSON can say half a character, "\\ud800": as bytes that are no UTF-8, a rule knows it
    text = urlencode(pairs, errors="surrogatepass")
    if in_query:
        return replace(sent, query=text)
    return replace(sent, body=text.encode(), media_type=FORM)
