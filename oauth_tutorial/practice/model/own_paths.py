"""Where a provider answers: its own paths beside those of PhotoBox, from its preset."""

import re
from dataclasses import dataclass, field, replace
from itertools import chain
from posixpath import dirname

from oauth_tutorial.presets.schema import Preset
from oauth_tutorial.text.readers import split_url

FIRST_CALL = "/personality/first-call"
REVOKE = "/personality/revoke"
_PAGES = ("authorize", "sign-in", "consent")  # their links are relative to one another
_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class OwnPaths:
    """The paths of one provider.

    Attributes:
        standard: Own path → that of PhotoBox.
        patterns: The same where a part of the path is the client's: ``{client_id}``.
        by_name: The name of an endpoint in the metadata → own path.
    """

    standard: dict[str, str] = field(default_factory=dict)
    patterns: tuple[tuple["re.Pattern[str]", str], ...] = ()
    by_name: dict[str, str] = field(default_factory=dict)

    def find(self, path: str) -> str:
        """Return the path of PhotoBox for one that was asked; itself where it is none of these.

        Example:
            >>> OwnPaths({"/login/oauth/access_token": "/token"}).find("/login/oauth/access_token")
            '/token'
        """
        known = self.standard.get(path)
        if known is not None:
            return known
        return next((to for pattern, to in self.patterns if pattern.fullmatch(path)), path)


def own_paths(preset: Preset) -> OwnPaths:
    """Read a provider's paths from its preset; a kind of app may have endpoints of its own."""
    found = _of_one_kind(preset)
    others = [_of_one_kind(preset.as_app(kind)).standard for kind in preset.apps]
    return replace(found, standard={**dict(chain(*map(dict.items, others))), **found.standard})


def _of_one_kind(preset: Preset) -> OwnPaths:
    ends = preset.endpoints
    by_name = {
        "authorization_endpoint": path_of(preset, ends.authorization),
        "token_endpoint": path_of(preset, ends.token),
        "device_authorization_endpoint": path_of(preset, ends.device_authorization),
        "userinfo_endpoint": path_of(preset, ends.userinfo),
        "revocation_endpoint": path_of(preset, preset.revocation.endpoint),
        "verification_uri": path_of(preset, preset.device.verification if preset.device else ""),
    }
    folder = _folder(by_name["authorization_endpoint"])
    standard = {f"{folder}/{page}": f"/{page}" for page in _PAGES}
    if where := by_name["verification_uri"]:
        standard |= {f"{_folder(where)}/{page}": f"/{page}" for page in (*_PAGES, "device")}
        standard[where] = "/device"
    standard |= {
        by_name["userinfo_endpoint"]: "/userinfo",
        by_name["device_authorization_endpoint"]: "/device_authorization",
        path_of(preset, preset.refresh.endpoint if preset.refresh else ""): "/token",
        by_name["token_endpoint"]: "/token",
        by_name["authorization_endpoint"]: "/authorize",
    }
    revoking = by_name["revocation_endpoint"]
    to_revoke = "/revoke" if preset.revocation.style == "rfc7009" else REVOKE
    patterns = ((_pattern(revoking), to_revoke),) if revoking else ()
    first = first_call_path(preset)
    standard |= {first: FIRST_CALL, f"{first}/": FIRST_CALL}  # spotipy asks with a slash
    standard.pop("", None)
    return OwnPaths(standard, patterns, {name: path for name, path in by_name.items() if path})


def first_call_path(preset: Preset) -> str:
    """Return where the first request to the API goes."""
    path = preset.api.first_call.path
    return path_of(preset, path if "://" in path else preset.api.base + path)


def path_of(preset: Preset, url: str) -> str:
    """Return the path of an address, its customer's part filled in."""
    return split_url(preset.filled(url)).path


def _folder(path: str) -> str:
    return dirname(path).rstrip("/")


def _pattern(path: str) -> "re.Pattern[str]":
    literal = _PART.split(path)[::2]
    return re.compile("[^/]+".join(map(re.escape, literal)))
