"""What the rules about redirect URIs share: a right one to paste, and a finding."""

import re

from oauth_tutorial.providers.address import MOST, Address, begins_with_a_scheme, read
from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.binder import is_public_binder
from oauth_tutorial.providers.finding import Finding, Level
from oauth_tutorial.text.readers import first_of_each, split_url

GIVEN_BY_THE_SYSTEM = 32768  # the system chooses ports from here on; RFC 6335 §6: 49152
NEEDS_RIGHTS = 1024  # below, most systems let only an administrator listen
FIXED = 8765  # free on most machines
OF_AN_ANSWER = frozenset({"code", "state", "error", "iss", "error_description"})
SHORTENED = re.compile(r"//|/\.{1,2}(?:/|$)")  # of a path: RFC 3986 §6.2.2.3
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
_QUERY = re.compile(r"[A-Za-z0-9._~=&-]+")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+|\[[0-9a-f:.]+\]")


def redirect_finding(
    asked: Asked,
    rule: str,
    level: Level,
    sentence: str,
    section: str = "",
    facts: tuple[str, ...] = (),
) -> Finding:
    """Make a finding about the redirect URI, with a right one to paste."""
    return Finding(
        level=level,
        rule=rule,
        sentence=sentence,
        error=asked.redirect_error,
        field=asked.label("redirect_uri") or "redirect_uri",
        paste=better(asked),
        section=section,
        facts=facts,
    )


def better(asked: Asked) -> str:
    """Return the nearest redirect URI that the provider accepts; empty if there is none."""
    if asked.address is None:
        return ""
    rule, near = asked.preset.redirect, _cleaned(asked.address.text)
    if near.leads == "web":
        is_lost = is_public_binder(near.host) or asked.place == "binder"
        url = "" if is_lost or not _HOST.fullmatch(near.host) else _of_the_web(asked, near)
    elif rule.hosts:
        host = near.host if near.host in rule.hosts else rule.hosts[0]
        port = _port(asked, near.port)
        url = f"http://{host}{f':{port}' if port else ''}{_path(asked, near)}"
    else:
        url = ""
    return "" if url == asked.address.text else url


def _cleaned(text: str) -> Address:
    """Read what was meant, without the quotes or spaces around it."""
    meant = "".join(text[:MOST].split()).strip("\"'`<>")
    if meant.startswith("/"):
        meant = f"http://localhost{meant}"
    elif not begins_with_a_scheme(meant):
        meant = f"http://{meant}"
    return read(meant)


def _of_the_web(asked: Asked, near: Address) -> str:
    port = f":{near.port}" if near.port and near.port not in {80, 443} else ""
    return f"https://{near.host}{port}{_path(asked, near)}"


def _port(asked: Asked, port: int | None) -> int | None:
    rule = asked.preset.redirect
    if rule.loopback in {"exact", "prefix"}:
        is_fixed = port is not None and NEEDS_RIGHTS <= port < GIVEN_BY_THE_SYSTEM
        return port if is_fixed else FIXED
    is_free = rule.registered_without_port and (port or 0) >= GIVEN_BY_THE_SYSTEM
    return None if is_free or port == 80 else port or None


def _path(asked: Asked, near: Address) -> str:
    """Its path and its query, if they can stay."""
    rule, parts = asked.preset.redirect, split_url(near.text)
    path, query = near.path, parts.query
    bad = set(rule.forbidden)
    if not _PATH.fullmatch(path) or SHORTENED.search(path) or bad & set(path):
        path = "/callback"
    if path == "" or (path == "/" and not rule.bare):
        path = "/callback"
    if rule.loopback == "exact" and len(path) > 1:
        path = path.rstrip("/")
    stays = rule.query and _QUERY.fullmatch(query) and not bad & set(f"?{query}")
    return f"{path}?{query}" if stays and not OF_AN_ANSWER & set(first_of_each(query)) else path
