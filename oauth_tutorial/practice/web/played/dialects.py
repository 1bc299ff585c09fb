"""Where the application meets the provider that it plays: what is checked, and what is said.

Without a personality each of these changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Response, request

from oauth_tutorial.practice.dialect import redirects, speak
from oauth_tutorial.practice.dialect.hear import Heard
from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.own_paths import path_of
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.dialect import (
    DIALECT_ENDPOINT,
    check_authorization,
    check_endpoint,
    check_token_request,
)
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.http import json_response
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.played.edge import came
from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.text.readers import read_object

NO_METADATA = (
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-protected-resource/api",
)
DEVICE = "/device_authorization"


def why_not_there(photobox: ServiceState) -> str:
    """Say why there is nothing at an address, where the provider has none; else nothing."""
    preset = photobox.preset
    if preset is None:
        return ""
    if request.path == "/revoke" and preset.revocation.style != "rfc7009":
        by_hand = " > ".join(preset.revocation.by_hand)
        person = f" A person removes the app's access by hand: {by_hand}." if by_hand else ""
        return f"{preset.name} has no revocation endpoint of RFC 7009.{person}"
    if preset.kind == "openid" or request.path not in NO_METADATA:
        return ""
    return (
        f"{preset.name} publishes no metadata: its endpoints are in its documentation, "
        f"{preset.source}. Not every provider supports discovery."
    )


def check_asking(photobox: ServiceState) -> None:
    """Check what the provider wants of an authorization request besides the RFC's parameters.

    Raises:
        Refused: To travel back in the redirect.
    """
    heard, playing = _heard(photobox), photobox.playing
    if heard is None or playing is None:
        return
    preset = _preset(photobox, heard)
    kinds = (playing.preset.as_app(kind) for kind in playing.preset.apps)
    others = {path_of(one, one.endpoints.authorization) for one in kinds}
    own = path_of(preset, preset.endpoints.authorization)
    check_endpoint(came().path, own, others, notes.checks)
    check_authorization(preset, heard.parameters, notes.checks)


def page_in_its_place(
    photobox: ServiceState, client: Client | None, refused: Refused
) -> Response | None:
    """Return the provider's page, where it does not send a refusal back; else None."""
    playing, failed = photobox.playing, notes.checks.failed
    if playing is None:
        return None
    preset = playing.preset_for(client)
    at_another_s = failed is not None and failed.name == DIALECT_ENDPOINT.name
    if preset.authorization.refusals == "redirect" and not at_another_s:
        return None
    errors, code = preset.errors, refused.error
    said = redirects.wrong(refused, errors.codes.get(code, code), errors.words.get(code, ""))
    notes.error = said.error
    return pages.refused(said, notes.checks, why=refused.description)


def check_back_channel(photobox: ServiceState, path: str) -> None:
    """Check what the provider wants of a token request besides the RFC's rules.

    Raises:
        Refused: In the provider's words by ``spoken``.
    """
    heard, playing = _heard(photobox), photobox.playing
    if heard is None or playing is None or path != "/token":
        return
    client = photobox.clients.get(heard.client_id)
    preset = playing.preset_for(client, grant_type=heard.grant_type)
    if heard.grant_type == "refresh_token" and preset.refresh and preset.refresh.endpoint:
        own, usual = (
            path_of(preset, url) for url in (preset.refresh.endpoint, preset.endpoints.token)
        )
        check_endpoint(came().path, own, {own, usual}, notes.checks)
    check_token_request(
        preset,
        playing.app_for(client, grant_type=heard.grant_type),
        is_json=heard.was_json,
        authorization=request.headers.get("Authorization", ""),
        parameters=request.form,
        headers=dict(request.headers),
        checks=notes.checks,
    )


def spoken(photobox: ServiceState, path: str, response: Response) -> Response:
    """Put an answer of the back channel in the provider's words; the log keeps the other too."""
    playing, heard = photobox.playing, _heard(photobox)
    if playing is None or heard is None or path not in {"/token", "/revoke", DEVICE}:
        return response
    preset = _preset(photobox, heard)
    notes.judged, body = response.get_data(as_text=True), read_object(response.get_data())
    status = response.status_code
    if status >= 400:
        code, sentence = str(body.get("error", "")), str(body.get("error_description", ""))
        rule = notes.checks.failed.name if notes.checks.failed else ""
        rule = f"device_{rule}" if path == DEVICE else rule
        body, status = speak.error_answer(preset.errors, code, sentence, status, rule)
        if status < 400:
            response.headers.pop("WWW-Authenticate", None)
    elif path == "/token":
        body = speak.token_answer(playing, _with_base(photobox, preset), body)
    elif path == DEVICE:
        body = speak.device_answer(preset, body)
    else:
        return response
    written = json_response(body, status)
    if path == "/token" and speak.is_form(preset.token, request.headers.get("Accept", "")):
        written.set_data(speak.form(body))
        written.headers["Content-Type"] = speak.FORM
    response.set_data(written.get_data())
    response.headers["Content-Type"] = written.headers["Content-Type"]
    response.status_code = status
    return response


def refused_page(
    photobox: ServiceState,
    client: Client | None,
    sent: str,
    refused: Refused,
    send: Callable[[str, Refused], Response],
) -> Response:
    """Answer an authorization request whose client or redirect URI is not good.

    Args:
        photobox: Which service.
        client: Who asks, where that is known.
        sent: The redirect URI.
        refused: What is wrong.
        send: Sends an error to an address: some providers tell the registered one.
    """
    playing = photobox.playing
    own = redirects.mismatch(playing.preset_for(client), notes.checks) if playing else None
    if own is None or playing is None:
        return pages.refused(refused, notes.checks)
    said = redirects.wrong(refused, *own)
    to = redirects.registered_instead(playing.preset_for(client), client, sent) if client else ""
    if to:
        return send(to, said)
    notes.error = said.error
    return pages.refused(said, notes.checks, why=refused.description)


def redirect_answer(
    photobox: ServiceState,
    client: Client | None,
    answer: Mapping[str, str | None],
    scope: tuple[str, ...] | None,
) -> dict[str, str | None]:
    """Put a redirect's answer in the provider's words.

    Args:
        photobox: Which service.
        client: Whose answer it is.
        answer: Of the rules.
        scope: What was granted; None for an error.
    """
    playing = photobox.playing
    if playing is None:
        return dict(answer)
    if scope is None:
        return redirects.with_error(playing.preset_for(client), answer)
    return redirects.with_extra(playing, playing.preset_for(client), answer, scope)


def fragment(photobox: ServiceState, client: Client | None) -> str:
    """Return what stands behind the provider's answer."""
    if photobox.playing is None:
        return ""
    own = photobox.playing.preset_for(client).redirect.fragment.removeprefix("#")
    return f"#{own}" if own else ""


def scope_words(playing: Personality | None, scope: str, words: str) -> tuple[str, str]:
    """Return the provider's word for a scope of PhotoBox, and what it says of it."""
    if playing is None:
        return scope, words
    return playing.own_words.get(scope, scope), playing.says.get(scope, words)


def _heard(photobox: ServiceState) -> Heard | None:
    return came().heard if photobox.playing is not None else None


def _preset(photobox: ServiceState, heard: Heard) -> Preset:
    assert photobox.playing is not None  # noqa: S101 - only then anything is heard
    client = photobox.clients.get(heard.client_id)
    return photobox.playing.preset_for(client, grant_type=heard.grant_type)


def _with_base(photobox: ServiceState, preset: Preset) -> Preset:
    """Let the answer name this service where the provider names the base of its API."""
    name = preset.api.base_from
    if not name:
        return preset
    members = {**preset.token.members, name: photobox.issuer}
    return replace(preset, token=replace(preset.token, members=members))
