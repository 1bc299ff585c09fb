"""Finds what in the input opens something: by what it was sent as, or by what stands before it.

A secret may be any word. Then only its place tells: ``client_secret=``, ``--password``, *my client
secret is …*. What servers say about a secret (*client_secret: missing*) is none.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

from oauth_tutorial.text.redaction import SECRET_PARAMETERS

# Such a word beside the name of a secret is what a server, or a person, says about it.
_IS_SAID = (
    r"(?!(?:invalid|missing|required|expired|incorrect|wrong|undefined|unknown|mismatch|revoked"
    r"|rejected|null|none|empty|string|should|cannot|verification|failed|failure|request|client"
    r"|issuer|option|argument|header|parameter|signature|authentication|username|provided|supplied"
    r"|expected|please|always|already|create|regenerate|decoding|mismatched|redacted|secure|https?"
    r"|(?:process\.env|config|self|options|settings|this)\.[\w.]{1,80}|client_secret"
    r"|(?:invalid|unsupported|expired|insufficient|unauthorized|authorization)_\w{1,40}|access_denied"
    r"|server_error)(?:[\s\"'`,;)\]]|[.:]?\Z|[.:]\s))"
)
_VALUE = rf"{_IS_SAID}([^\s\"'&,;}}<>#”]{{6,}})"
# A longer name may end with one of these, in the spelling of any language: *clientSecret*,
# *APP_CLIENT_SECRET*, *spring.security.client-secret*. The others have too many meanings;
# RequestUri is any address in .NET.
_OPENS = (
    r"(?:secret|private|api)[ _\-.]?key|passw(?:or)?d|passphrase|passwort|kennwort|geheimnis"
    r"|mot de passe|contraseña|senha|пароль|секрет|密钥|密码|密碼|パスワード"
    r"|pwd(?!\s{0,9}=\s{0,9}[/~])"
    r"|(?<![a-z])pass(?=[:=])|(?:auth|bearer)[_\-.]?token|secret|"
) + "|".join(
    name.replace("_", r"[_\-.]?")
    for name in sorted(SECRET_PARAMETERS)
    if "_" in name and name != "request_uri"
)
_CALLED = rf"(?:\b(?:{'|'.join(sorted(SECRET_PARAMETERS))}|set-cookie|cookie)|{_OPENS})"
# "client_secret", [client_secret], **client_secret**
_CLOSED = r"(?:\[\d{0,3}\])?[\"'”\]\\*`>]{0,3}"
# What may stand between a name and its value: a sign, an argument's comma, a type, *value=*,
# a tag's end, the empty line of a multipart form, a call's bracket.
_BETWEEN = (
    r"(?:\s{0,40}(?:=>|->|→|:=|={1,3}|[:：]|\|{1,2}|&#61;)\s{0,40}"
    r"|\s{0,9},\s{0,9}(?=[\"'`])|:\s?\w{1,20}\s?=\s?(?=[\"'`])"
    r"|,?\s{0,40}[\"']?value[\"']?\s{0,9}[:=]\s{0,9}|>(?=[^\s<]{6,200}</)"
    r"|(?:\r?\n){2}|:\s?[|>]-?\r?\n\s{1,20}|%(?:25)?3D|\(\s{0,9}(?=[\"'`]))"
)
# b'…', ["…"], SecretStr("…"), string(9) "…"
_WRAPPED = r"(?:[bufr](?=[\"'])|(?:\w{1,20}\(\d{0,6}\)? ?|[\[{(]{1,2}|<<|<)(?=[\"'`\w]))?"
_NAMED = re.compile(rf"(?i){_CALLED}{_CLOSED}{_BETWEEN}{_WRAPPED}[\"'`“\\]{{0,3}}{_VALUE}")
# --client-secret X, setx CLIENT_SECRET X, login app password X (.netrc), CLIENT_SECRET --body X
_OPTION = re.compile(
    rf"(?i)(?:(?<!\S)--?(?:[a-z]{{1,20}}[_\-.]){{0,4}}|\b(?:setx|env|set -g?x) \w{{0,40}}?"
    rf"|\blogin \S{{1,80}} )(?:{_OPENS})"
    rf"(?:\s{{1,9}}(?:--?(?:body|value|b)[ =])?)[\"']?(?!--?\w){_VALUE}"
)
# curl -u app:secret, http -a app:secret, https://app:secret@host (RFC 3986 §3.2.1)
_WITH_USER = re.compile(
    r"(?:(?<!\S)(?:-[a-zA-Z]{0,4}u|-a|--user|--auth|--proxy-user)[ =]{0,3}[\"']?"
    rf"[^\s:\"'/]{{1,200}}:{_IS_SAID}([^\s\"']{{4,}})"
    r"|://[^\s/@:\"']{0,200}:([^\s/@\"']{4,200})@)"
)
# auth=("app", "secret"), HTTPBasicAuth("app", "secret"), OAuth2Client("app", "secret", …)
_SECOND = re.compile(
    r"(?i)(?:\bauth ?= ?|\.auth|basic_?auth|httpbasic|oauth2?|(?:client|session|credentials?)"
    r"(?:(?:\.|::)new)?)\(\s{0,9}[\"'][^\"'\n]{1,200}[\"']"
    r"\s{0,9},\s{0,9}[\"']([^\"'\n]{4,200})[\"']"
)
_SCHEMES = re.compile(
    r"(?i)\b(?:Bearer|Basic|DPoP"
    r"|token(?!\s+(?:endpoint|request|response|exchange|expired|revoked|invalid"
    r"|permissions?|introspection|revocation|signature|validation|claims?)\b))"
    rf"\s+{_IS_SAID}([^\s\"',;]{{6,}})"
)
# *My client secret is marmalade*; but not *is copied*, *is correct*, *is GitHub's*.
_MINE = re.compile(
    r"(?i)\b(?:my|our|mein|meu|mi|mon) (?:\w{1,20} )?(?:client[ _-]?)?"
    r"(?:secret|password|passphrase) (?:is set to|is|was|to|ist|est|es|é) [\"'`]?"
    rf"(?!\w{{1,40}}(?:ed|ing|ect|ent|lid|ly|ble|nal|'s)\b){_VALUE}"
)
# In a sentence: *Invalid client secret provided: 'MonkeyBanana'*, *the user code WDJB-MJHT has
# expired* (RFC 8628 §6.1), *Bad code correcthorsebattery*.
_TOLD = re.compile(
    r"(?i)(?<!error )(?<!status )(?<!response )"
    r"\b(?:secret|password|passcode|code|state|verifier|nonce)"
    r"(?: (?:provided|given|received|sent|got|value|of|is|was))?\s{0,40}[:=]?\s{1,40}"
    rf"(?:[\"'`]{_IS_SAID}([^\"'`\s]{{6,80}})[\"'`]|((?-i:[A-Z0-9]{{4}}-[A-Z0-9]{{4}}|[a-z]{{16,80}}))\b)"
)
_NETS = (_NAMED, _OPTION, _WITH_USER, _SECOND, _SCHEMES, _MINE, _TOLD)


def named_secrets(parameters: Mapping[str, object]) -> set[str]:
    """Return the values whose names say that they open something."""
    return {
        value
        for name, value in parameters.items()
        if isinstance(value, str) and str(name).lower() in SECRET_PARAMETERS
    }


def secrets_in_text(text: str) -> set[str]:
    """Return what stands beside the name of a secret in a text."""
    found = {value for net in _NETS for found in net.finditer(text) for value in found.groups()}
    return {value.rstrip(".)]\\`") for value in found if value}


def secrets_in_header(value: str) -> set[str]:
    """Return the credentials of an Authorization header, the decoded ones too."""
    scheme, _, credentials = value.partition(" ")
    found = {credentials.strip() or scheme}
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(credentials).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return found
        found |= {decoded, unquote_plus(decoded.partition(":")[2]), decoded.partition(":")[2]}
    return found
