"""What an address or a body sends: its parameters, and which endpoint and message that makes it."""

import json
import re
from collections.abc import Mapping

from oauth_tutorial.doctor.facts import Endpoint, Redirect
from oauth_tutorial.doctor.vocabulary.table import of_kind
from oauth_tutorial.text.readers import read_json, read_pairs, split_url

SHORT_CODE, LONG_CODE = 6, 16  # ?code=blue is no authorization code, and ?code=SUMMER none either
FORM = re.compile(r"\??[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)*")
_TOKEN_PATHS = ("/token", "/access_token", "/accesstoken", "/oauth.v2.access", "/oauth/access")
_AUTHORIZATION_PATH = re.compile(
    r"/(?:authori[sz]e|oauth2?/(?:v\d/)?auth|o/oauth2/(?:v2/)?auth|openid-connect/auth|dialog/oauth"
    r"|authorization\.oauth2|request_auth)$"
)
_ERROR = re.compile(r"[A-Za-z][\w.-]{3,79}")
# What stands beside an error in a redirect, and tells that it is one (RFC 6749 §4.1.2.1)
_BESIDE_ERROR = {
    "state",
    "error_description",
    "error_uri",
    "error_reason",
    "error_code",
    "error_subtype",
    "iss",
}


def endpoint_of(url: str, parameters: Mapping[str, str]) -> Endpoint:
    """Say which endpoint a request goes to, by its parameters and then by its path."""
    path = url.partition("?")[0].partition("#")[0].rstrip("/").lower()
    if "grant_type" in parameters or path.endswith(_TOKEN_PATHS):
        return "token"
    asks = "client_id" in parameters and ("redirect_uri" in parameters or "scope" in parameters)
    if "response_type" in parameters or (asks and "code" not in parameters):
        return "authorization"
    is_asked = _AUTHORIZATION_PATH.search(path) and not {"code", "error"} & set(parameters)
    return "authorization" if is_asked and parameters else "other"


def url_parameters(url: str) -> dict[str, str]:
    """Return query and fragment of a URL as parameters; nothing where it cannot be read."""
    return dict(read_pairs(split_url(url).query) + read_pairs(_fragment(url), blank=False))


def _fragment(url: str) -> str:
    return url.partition("#")[2]


def body_parameters(body: str) -> dict[str, str]:
    """Return what a request's body sends, be it a form or JSON."""
    parsed = parsed_json(body.strip()) if body.lstrip()[:1] == "{" else None
    if isinstance(parsed, dict):
        return {str(name): str(value) for name, value in parsed.items()}
    return dict(read_pairs(body))


def read_body(text: str, content_type: str) -> tuple[Mapping[str, object] | None, bool]:
    """Return an answer's body as a mapping, and whether it was form-encoded.

    A list, as validators give it, is read as ``{"errors": …}``.
    """
    text = text.strip().removeprefix("\ufeff")
    parsed = parsed_json(text)
    if isinstance(parsed, dict):
        return parsed, False
    if isinstance(parsed, list) and parsed and all(isinstance(one, dict) for one in parsed):
        return {"errors": parsed}, False
    pairs = dict(read_pairs(text, blank=False)) if FORM.fullmatch(text) else {}
    if {"access_token", "error"} & set(pairs) or (pairs and "urlencoded" in content_type):
        return pairs, True
    return None, False


def split_body(text: str, content_type: str) -> tuple[str, str]:
    """Return the body that a pasted HTTP message begins with, and what was written behind it.

    Args:
        text: All that stands behind the head.
        content_type: Of the head; a form is one line.
    """
    text = text.strip()
    first, _, rest = text.partition("\n")
    if "urlencoded" in content_type or FORM.fullmatch(first.strip()):
        return first.strip(), rest.strip()
    if text[:1] in ("{", "[") and parsed_json(text) is None:
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return text, ""
        return text[:end], text[end:].strip()
    return text, ""


def parsed_json(text: str) -> object:
    """Return what a text holds that begins as a JSON object or list, or None."""
    return read_json(text) if text[:1] in ("{", "[") else None


def redirect_of(
    parameters: Mapping[str, str], *, fragment: bool = False, time: float | None = None
) -> Redirect | None:
    """Return the redirect that has these parameters, or None where they are no redirect's."""
    code, error = parameters.get("code", ""), parameters.get("error", "")
    has_code = len(code) >= (SHORT_CODE if "state" in parameters else LONG_CODE)
    has_error = error.lower() in of_kind("codes") or (
        bool(_ERROR.fullmatch(error)) and bool(_BESIDE_ERROR & set(parameters))
    )
    if has_error or has_code or "access_token" in parameters:
        return Redirect(parameters=parameters, fragment=fragment, time=time)
    return None


def is_implicit(url: str) -> bool:
    """Whether a redirect carries its token after '#' (RFC 6749 §4.2.2)."""
    return "access_token" in dict(read_pairs(_fragment(url), blank=False))
