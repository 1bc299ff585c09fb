"""Each file passes the schema, teaches all in which it differs, and agrees with a second source."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from oauth_tutorial import presets
from oauth_tutorial.errors import PresetError
from oauth_tutorial.presets.loading import document_of, parse
from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.presets.shapes import made, matches

PASTED = {"redirect_uri", "redirect_uri_without_port", "redirect_host"}
SENTENCE = re.compile(r"[A-Za-z].*[.?]", re.S)
# Words for codes that no RFC has, in `errors.codes` and `errors.words`.
OUR_WORDS = {"redirect_uri", "refresh_token", "unknown_client", "response_mode", "device_flow"}
RFC_CODES = {
    *("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"),
    *("unsupported_grant_type", "invalid_scope", "access_denied", "unsupported_response_type"),
    *("server_error", "temporarily_unavailable"),
    *("authorization_pending", "slow_down", "expired_token"),
    *("invalid_token", "insufficient_scope"),
}
# The four addresses of those that come first, as their own documentation has them.
ENDPOINTS = {
    "github": (
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
        "https://github.com/login/device/code",
        "https://api.github.com/user",
    ),
    "google": (
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/device/code",
        "https://openidconnect.googleapis.com/v1/userinfo",
    ),
    "gitlab": (
        "https://gitlab.com/oauth/authorize",
        "https://gitlab.com/oauth/token",
        "https://gitlab.com/oauth/authorize_device",
        "https://gitlab.com/api/v4/user",
    ),
    "huggingface": (
        "https://huggingface.co/oauth/authorize",
        "https://huggingface.co/oauth/token",
        "https://huggingface.co/oauth/device",
        "https://huggingface.co/api/whoami-v2",
    ),
    "microsoft": (
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        "https://graph.microsoft.com/v1.0/me",
    ),
    "discord": (
        "https://discord.com/oauth2/authorize",
        "https://discord.com/api/oauth2/token",
        "",
        "https://discord.com/api/users/@me",
    ),
    "dropbox": (
        "https://www.dropbox.com/oauth2/authorize",
        "https://api.dropboxapi.com/oauth2/token",
        "",
        "https://api.dropboxapi.com/2/users/get_current_account",
    ),
    "notion": (
        "https://api.notion.com/v1/oauth/authorize",
        "https://api.notion.com/v1/oauth/token",
        "",
        "https://api.notion.com/v1/users/me",
    ),
    "twitch": (
        "https://id.twitch.tv/oauth2/authorize",
        "https://id.twitch.tv/oauth2/token",
        "https://id.twitch.tv/oauth2/device",
        "https://api.twitch.tv/helix/users",
    ),
    "slack": (
        "https://slack.com/oauth/v2/authorize",
        "https://slack.com/api/oauth.v2.access",
        "",
        "https://slack.com/api/auth.test",
    ),
    "linear": (
        "https://linear.app/oauth/authorize",
        "https://api.linear.app/oauth/token",
        "",
        "https://api.linear.app/graphql",
    ),
    "spotify": (
        "https://accounts.spotify.com/authorize",
        "https://accounts.spotify.com/api/token",
        "",
        "https://api.spotify.com/v1/me",
    ),
}
every = pytest.mark.parametrize("name", presets.names())


@every
def test_a_preset_loads(name: str) -> None:
    preset = presets.load(name)

    assert preset.slug == name
    assert preset.quirks
    assert date(2026, 11, 1) <= preset.checked <= datetime.now(UTC).date()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_addresses_are_those_of_the_documentation(name: str) -> None:
    preset = presets.load(name)
    ends, call = preset.endpoints, preset.api.first_call
    first = call.path if "://" in call.path else preset.api.base + call.path

    assert (ends.authorization, ends.token, ends.device_authorization, first) == ENDPOINTS[name]


def test_google_is_where_libraries_ask() -> None:
    tornado = pytest.importorskip("tornado.auth")

    google = presets.load("google").endpoints
    assert google.authorization == tornado.GoogleOAuth2Mixin._OAUTH_AUTHORIZE_URL


def test_google_s_tokens_come_from_where_its_own_library_asks() -> None:
    credentials = pytest.importorskip("google.oauth2.credentials")

    google = presets.load("google").endpoints
    assert google.token == credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT


def differences(preset: Preset) -> Iterator[str]:
    """Every fact that breaks code which knows the RFCs alone."""
    token, request = preset.token, preset.authorization
    told = {
        "token.answer": token.answer != "json",
        "token.body": token.body == "json",
        "token.at": bool(token.at),
        "token.scope_as": token.scope_as == "list",
        "token.lifetime": token.lifetime != "seconds",
        "token.token_type": token.token_type.lower() != "bearer",
        "token.scope_drops": bool(token.scope_drops),
        "token.scope_adds": bool(token.scope_adds),
        "token.refused_agents": bool(token.refused_agents),
        "token.names": bool(token.names),
        "errors.status": bool(preset.errors.status),
        "errors.shape": preset.errors.shape != "rfc",
        "authorization.scope_separator": request.scope_separator != " ",
        "token.scope_separator": token.scope_separator != request.scope_separator,
        "authorization.names": bool(request.names),
        "authorization.required": bool(request.required),
        "authorization.scopes_taken": not request.scopes_taken,
        "device.names": preset.device is not None and bool(preset.device.names),
        "device.answer_names": preset.device is not None and bool(preset.device.answer_names),
        "redirect.answer": preset.redirect.answer != "query",
        "redirect.loopback": preset.redirect.loopback != "any-port",
        "revocation.style": preset.revocation.style != "rfc7009",
        "api.base_from": bool(preset.api.base_from),
        "api.token_header": bool(preset.api.token_header),
        "api.first_call.method": preset.api.first_call.method == "POST",
        "refresh.when": preset.refresh is not None and bool(preset.refresh.when),
        "refresh.returned": preset.refresh is not None and not preset.refresh.returned,
        "refresh.endpoint": preset.refresh is not None and bool(preset.refresh.endpoint),
        "refresh.repeat": preset.refresh is not None and bool(preset.refresh.repeat),
        "refresh.rotates": any(
            now.refresh is not None and now.refresh.rotates
            for now in map(preset.as_app, preset.apps)
        ),
    }
    yield from (path for path, differs in told.items() if differs)


# Several facts that one sentence teaches: what points to the second has said the first.
ALSO = {
    "authorization.required": {"authorization.extra"},
    "redirect.loopback": {"redirect.hosts"},
    "api.first_call.method": {"api.first_call.json", "revocation.style"},
    "revocation.style": {"revocation"},
    "token.scope_separator": {"authorization.scope_separator"},
}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_all_in_which_it_differs_is_taught(name: str) -> None:
    preset = presets.load(name)
    shown = {re.sub(r"^apps\.\w+\.", "", quirk.show) for quirk in preset.quirks}

    def is_taught(path: str) -> bool:
        return any(
            one == way or one.startswith(f"{way}.") or way.startswith(f"{one}.")
            for one in shown
            for way in {path, *ALSO.get(path, ())}
        )

    assert [path for path in differences(preset) if not is_taught(path)] == []


@every
def test_a_quirk_is_a_sentence_for_a_person(name: str) -> None:
    quirks = presets.load(name).quirks

    for quirk in quirks:
        assert SENTENCE.fullmatch(quirk.teach), quirk
        assert len(quirk.teach) <= 200, quirk
    assert len({quirk.show for quirk in quirks}) == len(quirks)


@every
def test_the_form_can_be_filled_in(name: str) -> None:
    form = presets.load(name).registration

    for one in form.fields:
        holes = set(re.findall(r"\{(\w*)\}", one.paste))
        assert holes <= PASTED, one
        assert one.means != "redirect_uri" or holes, one
    assert any(one.means == "redirect_uri" for one in form.fields)
    assert form.menu


@every
def test_a_port_is_left_out_only_where_it_is_free(name: str) -> None:
    preset = presets.load(name)
    pasted = " ".join(one.paste for one in preset.registration.fields)

    if "{redirect_uri_without_port}" in pasted:
        assert preset.redirect.loopback == "any-port"
    if preset.redirect.registered_without_port:
        assert "{redirect_uri_without_port}" in pasted


@every
def test_what_is_asked_for_is_a_scope_of_it(name: str) -> None:
    preset = presets.load(name)
    words = {one.name for one in preset.scopes}

    assert not preset.authorization.scopes_taken or any(one.first for one in preset.scopes)
    if preset.refresh and "scope" in preset.refresh.when:
        assert preset.refresh.when["scope"] in words
    assert all(one.says[:1].isupper() and not one.says.endswith(".") for one in preset.scopes)


@every
def test_what_its_identifiers_look_like_can_be_made(name: str) -> None:
    form = presets.load(name).registration

    for shape in (*form.client_id.shapes, *form.client_secret.shapes):
        assert matches(shape, made(shape)), shape


@every
def test_errors_are_said_of_codes_that_there_are(name: str) -> None:
    errors = presets.load(name).errors

    assert {*errors.codes, *errors.words} <= RFC_CODES | OUR_WORDS


@every
def test_a_source_is_an_address(name: str) -> None:
    preset = presets.load(name)

    for source in (preset.source, *preset.sources):
        assert urlsplit(source).scheme == "https", source
        assert urlsplit(source).netloc, source
    assert len({preset.source, *preset.sources}) == len(preset.sources) + 1


@every
def test_the_doctor_can_tell_it_by_its_hosts(name: str) -> None:
    for host in presets.load(name).hosts:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host), host


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_member_that_nobody_knows_fails_anywhere(name: str) -> None:
    """Tables of the schema are closed; tables of names and of made-up members are open."""
    document = document_of(name)
    open_ones = {
        "extra",
        "names",
        "answer_names",
        "optional",
        "when",
        "headers",
        "members",
        "assumed",
        "unless",
    }
    open_ones |= {"codes", "words", "fill", "json", "apps"}

    def tables(place: object, inside: str = "") -> Iterator[dict[str, object]]:
        if isinstance(place, list):
            for one in place:
                yield from tables(one, inside)
        elif isinstance(place, dict) and inside not in open_ones - {"apps"}:
            if inside != "apps":
                yield place
            for key, value in place.items():
                yield from tables(value, key)

    for table in [*tables(document)]:
        table["nonsense"] = 1
        with pytest.raises(PresetError, match="nonsense is not a member here"):
            parse(name, document)
        del table["nonsense"]
