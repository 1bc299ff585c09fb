"""What servers, libraries and browsers write, where no code says it.

Each pattern is the part of a sentence that only a failure of this kind has. A
sentence that explains (*if*, *when*, *means* before the match) reports nothing.
"""

import re

from oauth_tutorial.doctor.causes import CAUSES

Causes = tuple[str, ...]

_TABLE: list[tuple[Causes | str, str]] = [
    # the redirect URI of the authorization request
    (
        "redirect_uri_differs_at_token",
        r"appid/redirect[ _]uri/code verifier does not match"
        r"|redirect_uri is identical to the one you used in the OAuth dialog"
        r"|redirect.?ur[il] did not match the uri of the authorization code"
        r"|redirect_uri'? (?:from this request )?does not match the one from the authorize request"
        r"|redirect_uri does(?:n't| not) match the (?:one|value) (?:used|sent|provided|given)"
        r"|does not match the reply address '[^']*' provided when requesting"
        r"|Invalid \\?\"redirect_uri\\?\" in request"
        r"|redirect_uri is (?:the one of|not the one (?:of|used in)) the authorization request"
        r"|Incorrect redirect_uri",
    ),
    (
        "redirect_uri_mismatch",
        r"redirect_uri MUST match the registered"
        r"|redirect[_ ]ur[il] is not (?:associated with|registered)|redirect_uri: Not matching"
        r"|redirect ur[il] .{0,120}does not match the ones authorized"
        r"|redirect ur[il] included is not valid"
        r"|(?:reply URL|redirect[ _]ur[il])\b.{0,120}does not match (?:the|any|a) "
        r"(?:(?:reply|redirect|callback)[ _]?UR[IL]s?|registered|value|configured)"
        r"|Invalid redirect[ _]ur[il]\b|invalid redirect_uri parameter"
        r"|Invalid parameter: redirect_uri|Invalid OAuth2 redirect_uri"
        r"|redirect_uri did(?: not|n't) match any|Mismatching redirect URI"
        r"|Parameter redirect_uri does not match registered"
        r"|\bURL blocked\b.{0,40}redirect|redirect URI is not whitelisted"
        r"|Callback URL mismatch|not in the list of allowed callback URLs"
        r"|redirect_uri' parameter must be a Login redirect URI"
        r"|redirect_uri is one that the client registered|Invalid redirect url ?\(4,?700\)"
        r"|domain of this URL isn't included in the app's domains",
    ),
    # PKCE
    (
        "pkce_missing",
        r"code[_ ]challenge (?:is )?required|Code challenge (?:is )?required"
        r"|Missing parameter: code_challenge\b|Missing parameter: code_challenge_method"
        r"|Missing code verifier|code_verifier (?:is )?(?:required|missing)|requires PKCE"
        r"|PKCE (?:is|code challenge is) required|must include a code_challenge"
        r"|Proof Key for Code Exchange is required",
    ),
    (
        "pkce_mismatch",
        r"PKCE verification failed|code[_ ]verifier\b.{0,30}does not match.{0,30}code[_ ]challenge"
        r"|code[_ ]verifier did not match|code challenge did not match|Invalid code[_ ]verifier"
        r"|Failed to verify code verifier|code_challenge_method must be"
        r"|not match the code_challenge"
        r"|[Ii]nvalid code[_ ]challenge|transform algorithm not supported"
        r"|code_verifier (?:must (?:be|have)|length|too (?:short|long))",
    ),
    # refresh tokens come before codes: their sentences name both
    (
        "refresh_token_dead",
        r"Token has been expired or revoked|refresh[_ ]token (?:is |has been |was |has )?"
        r"(?:already |been )*(?:invalid|expired|revoked|used|not valid|reused|inactive)"
        r"|(?:Invalid|expired|Unknown or invalid|revoked) refresh[_ ]token"
        r"|Stale token|Session not active|Token is not active|Maximum allowed refresh token reuse"
        r"|Value passed for the token was invalid",
    ),
    # the code
    (
        ("code_already_used", "code_expired", "code_damaged"),
        r"code passed is incorrect or expired|Value passed for the authorization code was invalid"
        r"|Invalid authorization code|Invalid \\?\"code\\?\" in request|Code not valid"
        r"|authorization code is invalid or has expired|code doesn't exist or has expired",
    ),
    (
        "code_already_used",
        r"(?:auth\w*|the|this|your|grant) code (?:was|has|is)? ?(?:already |been )*"
        r"(?:used|redeemed|consumed|exchanged)|code is used for the first time"
        r"|(?:already|previously) used authorization code",
    ),
    (
        ("code_expired", "code_already_used"),
        r"(?:\A|(?:auth\w*|device|the|this|your|grant) )code (?:has |is |was )?expired"
        r"|expired auth\w* code|code is younger than",
    ),
    ("code_damaged", r"Malformed auth(?:orization)? code"),
    # the client
    (
        "unknown_client",
        r"OAuth client was not found|client (?:is |was )?(?:not found|unknown)\b(?!,)"
        r"|unknown client[_ ]id|Client not found|OAuth 2\.0 Client does not exist"
        r"|INVALID_CLIENT: Invalid client\b|Error validating application"
        r"|invalid client_id parameter|client_id names a registered client"
        r"|Invalid client_id\b(?! or)|application .{0,80}was not found in the directory",
    ),
    (
        "client_authentication_failed",
        r"client_id and/or client_secret passed are incorrect|Invalid client secret"
        r"|client secret (?:is |provided is )?(?:invalid|incorrect|wrong|expired)"
        r"|Client authentication failed|Invalid client or Invalid client credentials"
        r"|Error validating client secret|Invalid client_id or client_secret"
        r"|Missing valid authorization header|no client authentication included"
        r"|Client secret validation failed|client_secret is the client's own"
        r"|Bad client credentials",
    ),
    # the body
    (
        "wrong_content_type",
        r"JSON content is not permitted|grant_type (?:parameter )?(?:is |was )?missing"
        r"|(?:Missing|required) (?:form )?parameter:? '?\"?grant_type"
        r"|must contain the following parameter: 'grant_type'"
        r"|body\.grant_type should be defined|Content-Type must be application/x-www-form"
        r"|the body is application/x-www-form-urlencoded"
        r"|Unsupported content type.{0,60}(?:json|form)",
    ),
    (
        ("wrong_content_type", "unsupported_grant_type"),
        r"grant_type must be client_credentials|application/json.{0,200}[\"']grant_type[\"']",
    ),
    ("form_encoded_response", r"Unexpected token '?a'?(?: in JSON|, \"access_tok)"),
    # scope
    (
        "scope_changed",
        r"Scope has changed from",
    ),
    (
        "scope_insufficient",
        r"Insufficient client scope|insufficient authentication scopes"
        r"|ACCESS_TOKEN_SCOPE_INSUFFICIENT"
        r"|Resource not accessible by (?:integration|personal access token)"
        r"|requires one of the following scopes",
    ),
    (
        "scope_invalid",
        r"requested scopes? (?:were|was|is|are) invalid|Invalid scopes?:"
        r"|Scope \\?[\"'].{1,80}[\"'] is not authorized|scope holds known words"
        r"|scope (?:is |parameter is )?(?:invalid|unknown|not allowed|malformed)\b",
    ),
    # state
    (
        "state_mismatch",
        r"State not equal in request and response|mismatching_state"
        r"|state (?:parameter )?(?:mismatch(?! between)|does not match|did not match|is not equal)"
        r"|Invalid state parameter|another state than the one you sent"
        r"|carries no state; expected"
        r"|CSRF detected.{0,40}state",
    ),
    # people and policies
    (
        "app_not_approved",
        r"hasn.t been verified by Google|hasn.t given you access to this app"
        r"|has not completed the Google verification process|developer-approved testers"
        r"|Need admin approval|needs permission to access resources.{0,60}admin"
        r"|App not (?:active|set up)|app is in development mode|restricted to users within its org"
        r"|(?:User|account) (?:is )?not registered in the Developer Dashboard",
    ),
    (
        "user_denied",
        r"(?:user|person|owner|authorization server) (?:has )?(?:denied|declined|cancell?ed) "
        r"(?:the |your )?(?:request|access|authorization|consent|app|login)"
        r"|The answer is no\. The authorization server",
    ),
    (
        "oob_blocked",
        r"urn:ietf:wg:oauth:2\.0:oob|out-of-band \(?OOB\)? flow has been blocked|OOB flow",
    ),
    # the browser, the network, the machine
    (
        "browser_elsewhere",
        r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\W{0,3}refused to connect"
        r"|connection to the server at (?:localhost|127\.0\.0\.1|\[::1\])"
        r"|can.t connect to the server .{0,4}(?:localhost|127\.0\.0\.1)"
        r"|(?:localhost|127\.0\.0\.1|\[::1\]).{0,80}(?:ERR_CONNECTION_REFUSED|can.t be reached)"
        r"|(?:ERR_CONNECTION_REFUSED|can.t be reached).{0,80}(?:localhost|127\.0\.0\.1|\[::1\])"
        r"|^\W*(?:net::)?ERR_CONNECTION_REFUSED\W*$|^This site can.t be reached\W*(?:ERR_\w+)?\W*$"
        r"|No usable redirect arrived",
    ),
    ("tls_or_network", r"^no answer(?: in time|: the connection failed)$"),
    (
        "port_in_use",
        r"Address already in use|\bEADDRINUSE\b|WinError 10048"
        r"|Only one usage of each socket address"
        r"|\[Errno (?:98|48|10048)\]|[Pp]ort \d+ (?:of \S+ )?is (?:already )?in use",
    ),
    ("insecure_transport", r"OAuth 2 MUST utilize https|isn't using a secure scheme"),
    (
        "no_stdin",
        r"StdinNotImplementedError|does not support input requests|EOF when reading a line",
    ),
    (
        "clock_skew",
        r"Token used too (?:early|late)|not yet valid \((?:iat|nbf)\)|ImmatureSignatureError"
        r"|(?:token|JWT) is not (?:yet valid|valid yet)|issued in the future"
        r"|Invalid claim: '(?:iat|nbf)'|in a reasonable timeframe|clock is set correctly",
    ),
    (
        "token_rejected",
        r"Only valid bearer authentication supported|Expected OAuth 2 access token"
        r"|(?:access|OAuth|bearer|API) token (?:is |has been |has |was )?"
        r"(?:expired|invalid|revoked|missing|not valid)|Invalid (?:access|OAuth|bearer) token"
        r"|\bBad credentials\b.{0,200}docs\.github|^\W*(?:401\W+)?Bad credentials\W*$"
        r"|(?<!CSRF )\btoken (?:is |has )?(?:expired|revoked)\b"
        r"|^401: Unauthorized$|Notion-Version header|Client ID is missing"
        r"|Authorization header is: Bearer",
    ),
    (
        "rate_limited",
        r"\b429\b.{0,40}Too Many Requests|being rate limited|rate limit exceeded"
        r"|Rate Limit Exceeded|exceeded a secondary rate limit|Too Many Requests for url",
    ),
    (
        "no_refresh_token",
        r"never (?:gets?|returns?|sends?) (?:a |any )?refresh[_ ]token"
        r"|(?:no|without a|missing|not (?:get|receive|return)\w* (?:a|any|the)?) ?refresh[_ ]token"
        r"|refresh[_ ]token (?:is )?(?:missing|None|null|undefined|not returned)"
        r"|(?:fields needed|necessary) to refresh|does not contain a refresh_token",
    ),
    (
        "unsupported_response_type",
        r"response[_ ]type ['\"]?\w+['\"]? is not (?:enabled|supported|allowed)"
        r"|does not support this response type|response_type is code",
    ),
]

WORDINGS = [
    ((causes,) if isinstance(causes, str) else causes, re.compile(pattern, re.I | re.S))
    for causes, pattern in [
        *_TABLE,
        *((name, cause.words) for name, cause in CAUSES.items() if cause.words),
    ]
]

# "invalid_grant is returned if the code …": a text about failures, not a failure
_EXPLAINS = re.compile(
    r"\b(?:if|when|whenever|unless|means?|defines?|for example|e\.g\.|tests? that|should)\b", re.I
)
_REPORTS = re.compile(r"\b(?:I|my|we|our|got|getting|fail(?:s|ed|ing)|raised)\b|:", re.I)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def reports(text: str, position: int) -> bool:
    """Whether the sentence around a match tells of something that happened."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, position)), default=0)
    before = text[start:position]
    return not _EXPLAINS.search(before) or bool(_REPORTS.search(before))


def causes_in(text: str) -> list[Causes]:
    """Return the causes that a text words, in the order of the table."""
    return [
        causes
        for causes, pattern in WORDINGS
        if any(reports(text, match.start()) for match in pattern.finditer(text))
    ]
