"""Which step of the flow it was: the same words mean another cause at another step.

What was sent tells it best; where nothing of that is known, the words, the frames of a traceback
and the addresses around the failure do.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from oauth_tutorial.doctor.facts import Facts

Step = Literal[
    "front", "token", "refresh", "password", "device", "register", "discovery", "api", ""
]

_OF_GRANT: Mapping[str, Step] = {
    "authorization_code": "token",
    "refresh_token": "refresh",
    "password": "password",
    "client_credentials": "token",
    "urn:ietf:params:oauth:grant-type:device_code": "device",
}

# In this order: what is said of a refresh is also said of a token request, but not the other way.
_WORDS: tuple[tuple[Step, str], ...] = (
    (
        "password",
        r"grant_type[\"'=: ]+password\b|\bpassword=self\b|resource[ _]owner[ _]password"
        r"|\w_USERNAME\b[^\n]{0,80}\n[^\n]{0,20}\w_PASSWORD\b|\bROPC\b|by_username_password|loginByOAuth2"
        r"|password (?:grant|flow|credentials)|PasswordTokenRequest"
        r"|User(?:name)?Password(?:\w*Async|Credential|Parameters)|\bscript[- ]type app"
        r"|security[ _-]?token .{0,40}\bpassword\b|password.{0,20}\bsecurity[ _-]?token\b",
    ),
    (
        "refresh",
        r"grant_type[\"'=: ]+refresh_token\b|\brefreshing\b"
        r"|\brefresh(?:es|ed)? (?:failed|fails)|RefreshError|[Rr]efreshAccessToken"
        r"|\b(?:to|when|while|on|after|during|before|cannot|can.t|couldn.t) (?:\w+ ){0,2}?"
        r"refresh(?:ing)?\b|\brefresh(?:ing)? (?:the |my |our |its |their )(?:\w+ )?token"
        r"|\brefresh of (?:the|an?|my|our)\b|\(refresh_token=|[?&]refresh_token="
        r"|\brefresh[_ ]?token (?:that )?(?:I|we) (?:am|are|was|were|send|sent|use|used)\b"
        r"|(?:fail\w*|error|unable|could not|cannot|can.t)(?: \w+){0,3} "
        r"(?:(?:to|while|on|in|during) )?(?:the )?refresh|Refresh(?:Token)?(?:Failed|Expired)"
        r"|Grant\W{1,3}Refresh_?Token|RefreshToken(?:Grant|Request|Credential)|::refresh\b"
        r"|\brefresh::|\brenew_?(?:access_?)?tokens?\b"
        r"|refresh\w{0,30}\(|/refresh\b|token[_ ]refresh"
        r"|reauth\b|invalid_rapt|acquireTokenSilent|silent (?:token|renew)"
        r"|after (?:an?|one|some|a few|\d+) (?:hours?|days?|weeks?|months?)"
        r"|(?:Get|Post|Put) \\?\"?https?://[^\"\s]+\\?\"?: (?:round trip: )?oauth2:",
    ),
    (
        "device",
        r"device[_ ]?code|user[_ ]code|device (?:authorization )?flow",
    ),
    (
        "register",
        r"/(?:clients-)?(?:register|registrations?|connect/register)\b|RegistrationError"
        r"|dynamic(?:ally)?[ -](?:client[ -])?regist|client registration|\bDCR\b|registerClient"
        r"|register_client|redirect_uris\b|registration (?:step|fails|failed)\b",
    ),
    (
        "discovery",
        r"\.well-known/|openid[- ]configuration|authorization server metadata"
        r"|protected[- ]resource metadata|OAuth metadata"
        r"|metadata issuer|server issuer|issuer in (?:the )?metadata"
        r"|discovery (?:document|endpoint|url|failed)",
    ),
    (
        "front",
        r"authorization response|(?:from|in|to) the (?:authorization|callback|redirect) "
        r"(?:response|request)",
    ),
    (
        "token",
        r"token[ _-]?(?:exchange|request|endpoint)|exchang(?:e|ing)\b.{0,30}\b(?:code|token)"
        r"|grant_type[\"'=: ]+authorization_code|authorizationCodeGrant|CODE_TO_TOKEN|fetch_token"
        r"|parse_(?:response_)?token|fetch_access_token|get_?(?:OAuth)?_?(?:Access)?_?Token\b"
        r"|TokenError|OAUTH_CALLBACK_ERROR|access[_ ]token[_ ](?:response|request)"
        r"|OAuth2?(?:::|\.)Error"
        r"|(?:get|obtain|fetch|request|retriev|receiv|acquir|exchang)\w* (?:an? |the |new |your )*"
        r"(?:OAuth (?:2.0 )?)?(?:access )?token\b|cannot fetch token"
        r"|/(?:access_)?token\b(?!info)|/accessToken\b|oauth\.v2\.access",
    ),
    (
        "front",
        r"/authori[sz]e\b|/oauth2?/auth\b|/dialog/oauth|\bconsent (?:screen|page)|Access blocked"
        r"|(?:login|sign[- ]?in|authorization|consent|error) page|^Error 40\d: "
        r"|RemoteAccessErrorPage"
        r"|\bbrowser (?:shows|says|window|tab)",
    ),
    (
        "api",
        r"\bBearer\b|//api\.|/api/|/v\d/(?:me|users?)\b|userinfo|\bAPI (?:call|request)"
        r"|resource server|graph\.|www-authenticate",
    ),
)
_STEPS = [(step, re.compile(words, re.I)) for step, words in _WORDS]


def step_of(facts: Facts) -> Step:
    """Return the step that failed, or an empty string where nothing tells it."""
    request = facts.last("token")
    if request is not None:
        return _OF_GRANT.get(request.parameters.get("grant_type", ""), "token")
    if any("error" in redirect.parameters for redirect in facts.redirects):
        return "front"
    answered = [a.request for a in facts.answers if a.request is not None and a.status]
    if answered:
        url = answered[-1].url
        return step_in(url) or ("front" if answered[-1].endpoint == "authorization" else "api")
    return step_in("\n".join(facts.around))


@lru_cache(maxsize=64)  # every rule asks, and a long text takes 0.1 s
def step_in(text: str) -> Step:
    """Return the step that a text is about, or an empty string."""
    return next((step for step, words in _STEPS if words.search(text)), "")
