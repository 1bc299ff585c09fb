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
        section: Where the rule stands.
    """

    summary: str
    fix: str
    section: str


CAUSES: dict[str, Cause] = {
    "redirect_uri_mismatch": Cause(
        "The redirect_uri of your request is not one that the app registered.",
        "Register exactly the string that you send, or send exactly the one that is registered: "
        "scheme, host, port, path and the last slash count.",
        "RFC 6749 §3.1.2.3",
    ),
    "browser_elsewhere": Cause(
        "The browser went to a loopback address where your program is not: another machine, "
        "or nothing listens there any more.",
        "Start the receiver before you open the link. Where the kernel runs on another machine, "
        "use its public address as redirect_uri, or paste the address from the browser.",
        "RFC 8252 §7.3",
    ),
    "code_already_used": Cause(
        "The authorization code was used before. A code works once.",
        "Open a fresh authorization URL, sign in, and exchange the new code once.",
        "RFC 6749 §4.1.2",
    ),
    "code_expired": Cause(
        "The code is too old.",
        "Sign in again and exchange the new code right away, in the same run.",
        "RFC 6749 §4.1.2",
    ),
    "redirect_uri_differs_at_token": Cause(
        "The redirect_uri of the token request is not the one of the authorization request.",
        "Send the same string in both requests: keep it in one variable.",
        "RFC 6749 §4.1.3",
    ),
    "client_authentication_failed": Cause(
        "The server does not accept the client's authentication: secret or method is wrong.",
        "Copy the secret again (its value, without a space or a quote), and send it the way the "
        "server wants: in the body (post) or in the header (basic); a public client sends none.",
        "RFC 6749 §2.3.1",
    ),
    "unknown_client": Cause(
        "The server does not know this client_id.",
        "Copy the client_id from the app's registration at this very server.",
        "RFC 6749 §2.2",
    ),
    "wrong_content_type": Cause(
        "The token endpoint could not read the request's body: it came in another format.",
        "Send a form: requests.post(url, data={…}), not json={…} and not params={…}.",
        "RFC 6749 §4.1.3",
    ),
    "form_encoded_response": Cause(
        "The answer is form-encoded text, not JSON.",
        "Ask for JSON with the header Accept: application/json, or read it with "
        "urllib.parse.parse_qs.",
        "RFC 6749 §5.1",
    ),
    "error_in_success_status": Cause(
        "The server reports an error in a body whose HTTP status says success.",
        "Look for error (or ok: false) in the body before you read access_token, "
        "whatever the status says.",
        "RFC 6749 §5.2",
    ),
    "state_mismatch": Cause(
        "The state that came back is not the one that you sent.",
        "Do not use this redirect. Build one fresh URL, open it in one tab, and compare its state.",
        "RFC 6749 §10.12",
    ),
    "pkce_missing": Cause(
        "The request carries no PKCE, or only half of it.",
        "Send code_challenge and code_challenge_method=S256 in the authorization request, and "
        "its code_verifier in the token request.",
        "RFC 7636 §4.3",
    ),
    "pkce_mismatch": Cause(
        "The code_verifier does not belong to the code_challenge.",
        "challenge = base64url(sha256(verifier)) of the digest's bytes, without '='; keep the "
        "verifier of that very request for the token request.",
        "RFC 7636 §4.6",
    ),
    "scope_invalid": Cause(
        "The scope that you ask for is not one that this server gives to this app.",
        "Ask for words that the server knows and that are enabled for the app, with one space "
        "between them.",
        "RFC 6749 §3.3",
    ),
    "scope_changed": Cause(
        "The scope that was granted is not the one that you asked for.",
        "Compare the sets: work with what was granted, and ask in the server's own words. In "
        "oauthlib, OAUTHLIB_RELAX_TOKEN_SCOPE=1 turns the exception off.",
        "RFC 6749 §5.1",
    ),
    "scope_insufficient": Cause(
        "The token is good, but its scope does not cover this call.",
        "Add the scope that the API names to the authorization request, and sign in again: an "
        "existing token does not grow.",
        "RFC 6750 §3.1",
    ),
    "no_refresh_token": Cause(
        "The answer has no refresh_token.",
        "Ask for it in the authorization request. Google: access_type=offline and prompt=consent; "
        "Microsoft: scope offline_access; X: offline.access; Reddit: duration=permanent; "
        "Dropbox: token_access_type=offline. GitHub OAuth apps have none.",
        "RFC 6749 §5.1",
    ),
    "refresh_token_dead": Cause(
        "The refresh token is not valid any more: expired, revoked, or replaced by a newer one.",
        "Sign in again. Store the refresh_token of each answer in place of the old one. A Google "
        "app in Testing: its refresh tokens live for 7 days.",
        "RFC 6749 §6",
    ),
    "port_in_use": Cause(
        "Another program listens on the port of your redirect URI.",
        "Stop it (often an older run of your own cell), or take any free port: port=0.",
        "RFC 8252 §7.3",
    ),
    "insecure_transport": Cause(
        "An address of the flow is plain http.",
        "Use https. On loopback http is fine (RFC 8252 §8.3): there, let your library take it for "
        "the test, and never in production (oauthlib: OAUTHLIB_INSECURE_TRANSPORT=1; "
        "openid-client and oauth4webapi: allowInsecureRequests).",
        "RFC 6749 §3.1.2.1",
    ),
    "oob_blocked": Cause(
        "urn:ietf:wg:oauth:2.0:oob, the copy-the-code flow of old tutorials, is switched off.",
        "Use a loopback redirect URI (http://127.0.0.1:PORT/callback), or the device flow.",
        "RFC 8252 §7",
    ),
    "user_denied": Cause(
        "The person said no. That is an answer, not a failure.",
        "Say what does not work without access, and offer to try again.",
        "RFC 6749 §4.1.2.1",
    ),
    "app_not_approved": Cause(
        "The provider does not let this app, or this account in it, through yet.",
        "In the provider's console: add the account as a test user, enable the flow, or ask an "
        "administrator for approval. Your code is not the cause.",
        "RFC 6749 §4.1.2.1",
    ),
    "code_damaged": Cause(
        "The code is not the one that the server issued: it was changed on its way.",
        "Take code out of the redirect with parse_qs, once, and pass it on as it is.",
        "RFC 6749 §4.1.2",
    ),
    "no_stdin": Cause(
        "input() was called where nobody can type.",
        "Pass the value as a function's argument or through a widget; do not call input().",
        "not a rule of OAuth",
    ),
    "token_rejected": Cause(
        "The access token was not accepted.",
        "Send the header Authorization: Bearer, one space, the token. If it is expired or revoked, "
        "refresh it or sign in again.",
        "RFC 6750 §2.1, §3.1",
    ),
    "unsupported_response_type": Cause(
        "The response_type is not one that this server gives, or that anybody should use.",
        "Write response_type=code. The implicit grant (token) is dead (RFC 9700 §2.1.2).",
        "RFC 6749 §3.1.1",
    ),
    "unsupported_grant_type": Cause(
        "The grant_type is missing, misspelt, or not enabled for this client.",
        "Write grant_type=authorization_code (or refresh_token), as a form.",
        "RFC 6749 §5.2",
    ),
    "clock_skew": Cause(
        "The clocks of your machine and of the server do not agree.",
        "Set this machine's clock by the network, and allow a leeway of a minute when you "
        "check times.",
        "RFC 7519 §4.1.5",
    ),
    "rate_limited": Cause(
        "The server asks you to slow down.",
        "Wait as long as Retry-After says, then call less often. Reddit wants a descriptive "
        "User-Agent.",
        "RFC 6585 §4",
    ),
    "tls_or_network": Cause(
        "No answer came: name, network, proxy, certificate or time-out.",
        "Check host and port, whether the server runs, and this machine's clock and proxy. Never "
        "switch the check of certificates off.",
        "RFC 6749 §3.2",
    ),
    "not_json": Cause(
        "The token endpoint's answer is not JSON.",
        "Check that the URL is the token endpoint's, and look at status and body before .json().",
        "RFC 6749 §5.1",
    ),
    "audience_invalid": Cause(
        "The token is for another API, or the API that you name is not one of this server's.",
        "Send in resource (or audience) exactly the identifier that the API's own document names, "
        "in the authorization and the token request. Send the API an access token, not an ID "
        "token.",
        "RFC 8707 §2",
    ),
    "server_error": Cause(
        "The server failed, or is overloaded. Your request may be right.",
        "Wait a little and try the same again, with a fresh code. If it stays, look at the "
        "provider's status page, and at the server's own log where it is yours.",
        "RFC 6749 §4.1.2.1",
    ),
    "interaction_required": Cause(
        "The server wants to talk to the person first: sign in, a second factor, or consent.",
        "Send the person to the authorization page again, without prompt=none; ask for the scope "
        "or the claims that the answer names.",
        "OpenID Connect Core §3.1.2.6",
    ),
    "id_token_invalid": Cause(
        "The ID token is not the one that the client expects: nonce, iss, aud, azp or its "
        "signature differ.",
        "Compare the claim that is named with what you sent and configured: iss to the letter (the "
        "last slash counts), aud with your client_id, nonce with the one of this very sign-in, "
        "alg with what you registered.",
        "OpenID Connect Core §3.1.3.7",
    ),
    "origin_not_allowed": Cause(
        "A browser forbids the page's script to read this answer: the server does not allow the "
        "page's origin.",
        "Register the page's origin (scheme, host, port, without a path) at the server, or call "
        "the endpoint from your own server. A page that signs people in is opened, not fetched.",
        "Fetch standard, CORS protocol",
    ),
    "embedded_browser": Cause(
        "The sign-in page refuses to be shown in a frame or inside an app.",
        "Open the authorization URL in a tab or in the system's browser.",
        "RFC 8252 §8.12",
    ),
    "registration_refused": Cause(
        "The server does not register clients in this way, or not this client.",
        "Register the app by hand in the server's console, and give your client the client_id. "
        "Where registration is open, send only metadata that the server allows.",
        "RFC 7591 §3.2.2",
    ),
    "endpoint_wrong": Cause(
        "This address is not the endpoint that it is taken for.",
        "Take the addresses from the server's metadata (/.well-known/…), to the letter; its issuer "
        "must be the one that you configured.",
        "RFC 8414 §3.3",
    ),
    "session_lost": Cause(
        "The session that the sign-in began in is gone: its cookie did not come back.",
        "Begin and end on the same host (localhost and 127.0.0.1 are two), let the cookie through "
        "(SameSite=Lax, Secure only with https), delete old cookies, and begin again in one tab.",
        "RFC 6265 §5.3",
    ),
    "code_missing": Cause(
        "The redirect brings no code.",
        "Look at the whole address that the browser came back to: does it carry error=… in place "
        "of code, is the query cut off, or does it stand after '#'?",
        "RFC 6749 §4.1.2",
    ),
    "user_credentials_wrong": Cause(
        "The server does not accept the person's user name or password.",
        "Try them on the server's own sign-in page. A program should not ask for them at all: use "
        "the code flow (RFC 9700 §2.4).",
        "RFC 6749 §4.3.2",
    ),
    "token_response_malformed": Cause(
        "The token response is not what the RFC requires: a member is missing, elsewhere, or of "
        "another type.",
        "Look at the raw answer. Read the members where this server puts them, or use a client "
        "that knows this server.",
        "RFC 6749 §5.1",
    ),
    "nothing_wrong_yet": Cause(
        "Nothing is wrong with this yet.",
        "Open it, sign in, and give me what comes next, if that fails: the address that the "
        "browser ends on, or the page's text.",
        "RFC 6749 §4.1.1",
    ),
    UNKNOWN: Cause(
        "I do not recognise an OAuth failure in this.",
        "Give me what you have of these: the authorization URL, the address that the browser "
        "ended on, the response of the token endpoint, the exception.",
        "",
    ),
}
