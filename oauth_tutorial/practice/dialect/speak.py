"""Answer out: what the RFCs say, in a provider's words.

A fault that is the same thing for one message is made of the same functions.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from oauth_tutorial.practice.model.lifetimes import MOST_SECONDS
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.presets.schema import Errors, Preset, Token

FORM = "application/x-www-form-urlencoded; charset=utf-8"
"""The Content-Type of an answer that is a form."""

Body = dict[str, object]
_CODE_OF_A_RULE = {  # pseudo-codes of the presets
    "redirect_uri_registered": "redirect_uri",
    "redirect_uri_begins_registered": "redirect_uri",
    "redirect_uri_same": "redirect_uri",
    "dialect_redirect": "redirect_uri",
    "refresh_token_known": "refresh_token",
    "refresh_token_unused": "refresh_token",
    "refresh_token_present": "refresh_token",
    "device_grant_type_allowed": "device_flow",
}


def token_answer(playing: Personality, preset: Preset, answer: Mapping[str, object]) -> Body:
    """Put the answer of the token endpoint in a provider's words (RFC 6749 §5.1).

    Args:
        playing: Whose words for scopes.
        preset: As the client meets it.
        answer: Of the rules.
    """
    token, spoken = preset.token, dict(answer)
    words = str(spoken.pop("scope", "")).split()
    if token.scope_as != "absent":
        own = own_scope(playing, words, token)
        separator = token.scope_separator
        spoken[token.scope_name] = own if token.scope_as == "list" else separator.join(own)
    if spoken.get("expires_in") == MOST_SECONDS:  # the longest that PhotoBox knows
        spoken["expires_in"] = token.seconds or MOST_SECONDS
    spoken = with_lifetime(with_token_type(spoken, token.token_type), token.lifetime)
    if preset.kind == "oauth" and "openid" not in playing.own_words:
        spoken.pop("id_token", None)
    members = dict(token.members)
    if token.members_at == "inside" or not token.at:
        spoken = {**members, **spoken}
        members = {}
    for name in reversed(token.at.split(".") if token.at else []):
        spoken = {name: spoken}
    return {**members, **spoken}


def own_scope(playing: Personality, words: list[str], token: Token) -> list[str]:
    """Return the words of a granted scope as the provider calls them."""
    own = [playing.own_words.get(word, word) for word in words]
    kept = [word for word in own if word not in token.scope_drops]
    return kept + [word for word in token.scope_adds if word not in kept]


def with_lifetime(answer: Mapping[str, object], way: str) -> Body:
    """Write ``expires_in`` as a provider does: not at all, as text, as 0 for never."""
    spoken = dict(answer)
    if "expires_in" not in spoken or way == "seconds":
        return spoken
    if way == "none":
        del spoken["expires_in"]
    else:
        spoken["expires_in"] = str(spoken["expires_in"]) if way == "text" else 0
    return spoken


def with_token_type(answer: Mapping[str, object], name: str) -> Body:
    """Write ``token_type`` as a provider does; ``""`` leaves it out."""
    spoken = dict(answer)
    if "token_type" not in spoken or spoken["token_type"] == "DPoP":  # noqa: S105 - a scheme
        return spoken
    if name:
        spoken["token_type"] = name
    else:
        del spoken["token_type"]
    return spoken


def error_answer(
    errors: Errors, code: str, sentence: str, status: int, rule: str = ""
) -> tuple[Body, int]:
    """Put a refusal of the token endpoint in a provider's words (RFC 6749 §5.2).

    Args:
        errors: How the provider says no.
        code: Of the RFC.
        sentence: Of PhotoBox; the provider's own, where it is known, takes its place.
        status: Of the RFC.
        rule: The name of the one that was broken: some have codes of their own.

    Returns:
        The body, and the status.
    """
    name = key(errors, code, rule)
    own = errors.codes.get(name, code)
    text = errors.words.get(name, sentence) if errors.description else ""
    status = status if status == 429 else errors.status or status
    extra = dict(errors.extra)
    if isinstance(extra.get("status"), int):
        extra["status"] = status
    if errors.shape == "list" and not errors.description:
        fields: Body = {"errors": [{"field": own, "code": "invalid"}]}
        return {"message": errors.words.get(name, "Bad Request"), **fields, **extra}, status
    return _SHAPES[errors.shape](own, text, status, extra), status


def key(errors: Errors, code: str, rule: str) -> str:
    """Return under which name the preset has a refusal: that of the rule, or the RFC's code."""
    special = _CODE_OF_A_RULE.get(rule, "")
    return special if special in errors.codes or special in errors.words else code


def device_answer(preset: Preset, answer: Mapping[str, object]) -> Body:
    """Put the answer to a device in a provider's words (RFC 8628 §3.2)."""
    device = preset.device
    if device is None:
        return dict(answer)
    spoken = {**answer, "interval": device.interval}
    return {device.answer_names.get(name, name): value for name, value in spoken.items()}


def form(answer: Mapping[str, object]) -> str:
    """Write an answer as a form (RFC 6749 says JSON): as some do without ``Accept``."""
    return urlencode({name: "" if value is None else value for name, value in answer.items()})


def is_form(token: Token, accept: str) -> bool:
    """Whether an answer is a form, by what the request accepts."""
    if token.answer == "form-unless-accept-json":
        return "json" not in accept
    return token.answer == "form"


def _rfc(code: str, text: str, status: int, extra: Body) -> Body:
    return {"error": code, **({"error_description": text} if text else {}), **extra}


def _object(code: str, text: str, status: int, extra: Body) -> Body:
    number = int(code) if code.isdecimal() else status
    return {"error": {"message": text or code, "type": code, "code": number, **extra}}


def _list(code: str, text: str, status: int, extra: Body) -> Body:
    return {"errors": [{"errorType": code, "message": text or code}], **extra}


def _message(code: str, text: str, status: int, extra: Body) -> Body:
    return {"message": text or code, **extra}


def _reason(code: str, text: str, status: int, extra: Body) -> Body:
    return {"error": code, "reason": text or code, **extra}


def _number(code: str, text: str, status: int, extra: Body) -> Body:
    return {"error": status, "message": text or code, **extra}


def _code(code: str, text: str, status: int, extra: Body) -> Body:
    return {"code": code, "message": text or code, **extra}


_SHAPES = {
    "rfc": _rfc,
    "object": _object,
    "list": _list,
    "message": _message,
    "reason": _reason,
    "number": _number,
    "code": _code,
}
