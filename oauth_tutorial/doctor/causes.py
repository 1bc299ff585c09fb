"""The causes that the doctor knows: what each one is, the smallest fix, the rule.

The names are a contract: exercises, notebooks and other people's scripts compare them.
"""

from dataclasses import dataclass

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cause:
    """What is said when nothing more exact was computed.

    Attributes:
        summary: What is wrong, in one sentence.
        fix: The smallest thing that helps.
        section: Where the rule is written.
    """

    summary: str
    fix: str
    section: str


CAUSES: dict[str, Cause] = {
    "redirect_uri_mismatch": Cause(
        "The redirect_uri in your request is not one that the app registered.",
        "Register exactly the string that you send, or send exactly the one that is registered: "
        "scheme, host, port, path and a trailing slash all count.",
        "RFC 6749 §3.1.2.3",
    ),
    "browser_elsewhere": Cause(
        "The browser went to a loopback address, but your program is not there: it runs on "
        "another machine, or has stopped listening.",
        "Start the receiver before you open the link. If the kernel runs on another machine, use "
        "its public address as redirect_uri, or paste the address from the browser.",
        "RFC 8252 §7.3",
    ),
    "code_already_used": Cause(
        "The authorization code has already been used. A code works only once.",
        "Open a fresh authorization URL, sign in, and exchange the new code once.",
        "RFC 6749 §4.1.2",
    ),
    "code_expired": Cause(
        "The code has expired.",
        "Sign in again and exchange the new code right away, in the same run.",
        "RFC 6749 §4.1.2",
    ),
    "redirect_uri_differs_at_token": Cause(
        "The redirect_uri in the token request is not the one in the authorization request.",
        "Send the same string in both requests: keep it in one variable.",
        "RFC 6749 §4.1.3",
    ),
    "client_authentication_failed": Cause(
        "The server rejected the client's authentication: the secret or the method is wrong.",
        "Copy the secret again (its value, without spaces or quotes), and send it the way the "
        "server expects: in the body (post) or in the header (basic); a public client sends none.",
        "RFC 6749 §2.3.1",
    ),
    "unknown_client": Cause(
        "The server does not know this client_id.",
        "Copy the client_id from the app's registration at this same server.",
        "RFC 6749 §2.2",
    ),
    "wrong_content_type": Cause(
        "The token endpoint could not read the request's body, because it is in the wrong format.",
        "Send a form: requests.post(url, data={…}), not json={…} or params={…}.",
        "RFC 6749 §4.1.3",
    ),
    "form_encoded_response": Cause(
        "The answer is form-encoded text, not JSON.",
        "Ask for JSON with the header Accept: application/json, or read it with "
        "urllib.parse.parse_qs.",
        "RFC 6749 §5.1",
    ),
    "error_in_success_status": Cause(
        "The body reports an error, although the HTTP status says success.",
        "Look for error (or ok: false) in the body before you read access_token, whatever the "
        "status says.",
        "RFC 6749 §5.2",
    ),
    "state_mismatch": Cause(
        "The state that came back is not the one that you sent.",
        "Do not use this redirect. Build a fresh URL, open it in one tab, and compare its state.",
        "RFC 6749 §10.12",
    ),
    "pkce_missing": Cause(
        "The request has no PKCE parameters, or only half of them.",
        "Send code_challenge and code_challenge_method=S256 in the authorization request, and the "
        "matching code_verifier in the token request.",
        "RFC 7636 §4.3",
    ),
    "pkce_mismatch": Cause(
        "The code_verifier does not match the code_challenge.",
        "challenge = base64url(sha256(verifier)) of the digest's bytes, without '='; keep the "
        "verifier from the same sign-in for the token request.",
        "RFC 7636 §4.6",
    ),
    "scope_invalid": Cause(
        "This server does not grant this app the scope that you asked for.",
        "Ask for scopes that the server knows and that are enabled for the app, with one space "
        "between them.",
        "RFC 6749 §3.3",
    ),
    "scope_changed": Cause(
        "The scope that was granted is not the one that you asked for.",
        "Compare the two sets. Work with what was granted, and ask for scopes by the server's own "
        "names. In oauthlib, OAUTHLIB_RELAX_TOKEN_SCOPE=1 turns the exception off.",
        "RFC 6749 §5.1",
    ),
    "scope_insufficient": Cause(
        "The token is good, but its scope does not cover this call.",
        "Add the scope that the API names to the authorization request, and sign in again: an "
        "existing token does not gain scopes.",
        "RFC 6750 §3.1",
    ),
    "no_refresh_token": Cause(
        "The answer has no refresh_token.",
        "Ask for it in the authorization request. Google: access_type=offline and prompt=consent; "
        "Microsoft: scope offline_access; X: offline.access; Reddit: duration=permanent; Dropbox: "
        "token_access_type=offline. GitHub OAuth apps get none.",
        "RFC 6749 §5.1",
    ),
    "refresh_token_dead": Cause(
        "The refresh token is no longer valid: expired, revoked, or replaced by a newer one.",
        "Sign in again. If an answer has a new refresh_token, store it in place of the old one. "
        "Refresh tokens of a Google app in Testing last 7 days.",
        "RFC 6749 §6",
    ),
    "port_in_use": Cause(
        "Another program is already listening on the port of your redirect URI.",
        "Stop it (often it is an earlier run of your own cell), or use any free port: port=0.",
        "RFC 8252 §7.3",
    ),
    "insecure_transport": Cause(
        "An address in the flow uses plain http.",
        "Use https. On loopback, http is fine (RFC 8252 §8.3): tell your library to allow it for "
        "the test, never in production (oauthlib: OAUTHLIB_INSECURE_TRANSPORT=1; openid-client "
        "and oauth4webapi: allowInsecureRequests).",
        "RFC 6749 §3.1.2.1",
    ),
    "oob_blocked": Cause(
        "urn:ietf:wg:oauth:2.0:oob, the copy-the-code flow of old tutorials, has been switched "
        "off.",
        "Use a loopback redirect URI (http://127.0.0.1:PORT/callback), or the device flow.",
        "RFC 8252 §7",
    ),
    "user_denied": Cause(
        "The person said no. That is an answer, not a failure.",
        "Say what does not work without access, and offer to try again.",
        "RFC 6749 §4.1.2.1",
    ),
    "app_not_approved": Cause(
        "The provider has not approved this app yet, or does not let this account use it.",
        "In the provider's console: add the account as a test user, enable the flow, or ask an "
        "administrator for approval. Your code is not the cause.",
        "RFC 6749 §4.1.2.1",
    ),
    "code_damaged": Cause(
        "The code is not the one that the server issued: it was changed on the way.",
        "Read code from the redirect with parse_qs, once, and pass it on unchanged.",
        "RFC 6749 §4.1.2",
    ),
    "no_stdin": Cause(
        "input() was called where nobody can type.",
        "Pass the value as an argument or through a widget; do not call input().",
        "not a rule of OAuth",
    ),
    "token_rejected": Cause(
        "The access token was not accepted.",
        "Send the header Authorization: Bearer, then one space and the token. If it is expired or "
        "revoked, refresh it or sign in again.",
        "RFC 6750 §2.1, §3.1",
    ),
    "unsupported_response_type": Cause(
        "The server does not support this response_type, or nobody should use it.",
        "Send response_type=code. The implicit grant (token) is dead (RFC 9700 §2.1.2).",
        "RFC 6749 §3.1.1",
    ),
    "unsupported_grant_type": Cause(
        "The grant_type is missing, misspelt, or not enabled for this client.",
        "Send grant_type=authorization_code (or refresh_token) in a form.",
        "RFC 6749 §5.2",
    ),
    "clock_skew": Cause(
        "Your machine's clock and the server's clock do not agree.",
        "Set this machine's clock from the network, and allow a minute of leeway when you check "
        "times.",
        "RFC 7519 §4.1.5",
    ),
    "rate_limited": Cause(
        "The server asks you to slow down.",
        "Wait as long as Retry-After says, then call less often. Reddit wants a descriptive "
        "User-Agent.",
        "RFC 6585 §4",
    ),
    "tls_or_network": Cause(
        "No answer came: a problem with the name, network, proxy or certificate, or a time-out.",
        "Check the host and port, whether the server is running, and this machine's clock and "
        "proxy. Never turn off certificate checks.",
        "RFC 6749 §3.2",
    ),
    "not_json": Cause(
        "The token endpoint's answer is not JSON.",
        "Check that this is the URL of the token endpoint, and look at the status and body before "
        "you call .json().",
        "RFC 6749 §5.1",
    ),
    "audience_invalid": Cause(
        "The token is for another API, or the API that you named is not one of this server's.",
        "In resource (or audience), send exactly the identifier that the API gives for itself, in "
        "both the authorization and the token request. Send the API an access token, not an ID "
        "token.",
        "RFC 8707 §2",
    ),
    "server_error": Cause(
        "The server failed or is overloaded. Your request may be correct.",
        "Wait a little and try again with a fresh code. If it keeps failing, look at the "
        "provider's status page, or at the log if the server is your own.",
        "RFC 6749 §4.1.2.1",
    ),
    "interaction_required": Cause(
        "The server needs something from the person first: a sign-in, a second factor, or consent.",
        "Send the person to the authorization page again, without prompt=none; ask for the scope "
        "or the claims that the answer names.",
        "OpenID Connect Core §3.1.2.6",
    ),
    "id_token_invalid": Cause(
        "The ID token is not what the client expects: its nonce, iss, aud, azp or signature is "
        "wrong.",
        "Compare the claim that the error names with what you sent or configured: iss exactly (a "
        "trailing slash counts), aud with your client_id, nonce with the one from this sign-in, "
        "alg with what you registered.",
        "OpenID Connect Core §3.1.3.7",
    ),
    "origin_not_allowed": Cause(
        "The browser does not let the page's script read this answer, because the server does not "
        "allow the page's origin.",
        "Register the page's origin (scheme, host and port, without a path) at the server, or "
        "call the endpoint from your own server. A sign-in page has to be opened, not fetched.",
        "Fetch standard, CORS protocol",
    ),
    "embedded_browser": Cause(
        "The sign-in page refuses to be shown in a frame or inside an app.",
        "Open the authorization URL in a tab or in the system's browser.",
        "RFC 8252 §8.12",
    ),
    "registration_refused": Cause(
        "The server does not register clients this way, or refused this client.",
        "Register the app by hand in the server's console, and give your client the client_id. "
        "Where registration is open, send only metadata that the server allows.",
        "RFC 7591 §3.2.2",
    ),
    "endpoint_wrong": Cause(
        "This address is not the endpoint that you meant to reach.",
        "Copy the addresses exactly from the server's metadata (/.well-known/…). Its issuer must "
        "be the one that you configured.",
        "RFC 8414 §3.3",
    ),
    "session_lost": Cause(
        "The session in which the sign-in began is gone: its cookie did not come back.",
        "Begin and end on the same host (localhost and 127.0.0.1 are different), let the cookie "
        "through (SameSite=Lax, Secure only with https), delete old cookies, and start again in "
        "one tab.",
        "RFC 6265 §5.3",
    ),
    "code_missing": Cause(
        "The redirect has no code.",
        "Look at the whole address that the browser came back to: does it have error=… instead of "
        "a code, is the query cut off, or is the code after '#'?",
        "RFC 6749 §4.1.2",
    ),
    "user_credentials_wrong": Cause(
        "The server does not accept the person's user name or password.",
        "Try them on the server's own sign-in page. A program should not ask for them at all: use "
        "the code flow (RFC 9700 §2.4).",
        "RFC 6749 §4.3.2",
    ),
    "token_response_malformed": Cause(
        "The token response is not what the RFC requires: a member is missing, in another place, "
        "or of another type.",
        "Look at the raw answer. Read the members where this server puts them, or use a client "
        "that knows this server.",
        "RFC 6749 §5.1",
    ),
    "nothing_wrong_yet": Cause(
        "Nothing is wrong with this yet.",
        "Open it and sign in. If that fails, give me what came next: the address that the browser "
        "ended on, or the page's text.",
        "RFC 6749 §4.1.1",
    ),
    UNKNOWN: Cause(
        "I do not recognise an OAuth failure in this.",
        "Give me as many of these as you have: the authorization URL, the address that the "
        "browser ended on, the token endpoint's response, the exception.",
        "",
    ),
}
