"""The failures that people meet, each in several wordings, and the cause of each.

A row is the number in the list of failures; the codes are real, the words are those
of servers, libraries and browsers.
"""

# ruff: noqa: E501 - what a server says is quoted whole, a case a line

import json
from collections import Counter

import pytest

from oauth_tutorial.doctor import CAUSES, diagnose

AUTHORIZE = (
    "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
    "&scope=read&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fcallback"
)
CALLBACK = "http://localhost:8000/callback"

CASES: list[tuple[int, str, object]] = [
    # 1: the redirect URI is not the registered one
    (1, "redirect_uri_mismatch", "Error 400: redirect_uri_mismatch"),
    (
        1,
        "redirect_uri_mismatch",
        "https://app.example/cb?error=redirect_uri_mismatch&error_description=The+redirect_uri+MUST"
        "+match+the+registered+callback+URL+for+this+application.&state=qwertyui",
    ),
    (1, "redirect_uri_mismatch", "The redirect URI included is not valid."),
    (1, "redirect_uri_mismatch", "The redirect uri included is not valid."),
    (
        1,
        "redirect_uri_mismatch",
        "AADSTS50011: The redirect URI 'http://127.0.0.1:8000/cb' specified in the request does "
        "not match the redirect URIs configured for the application.",
    ),
    (1, "redirect_uri_mismatch", "INVALID_CLIENT: Invalid redirect URI"),
    (1, "redirect_uri_mismatch", "invalid_client: Invalid redirect uri (Spotify's page)"),
    (1, "redirect_uri_mismatch", "Slack tells me bad redirect: bad_redirect_uri is what it says"),
    (
        1,
        "redirect_uri_mismatch",
        "URL blocked: This redirect failed because the redirect URI is not whitelisted in the "
        "app's Client OAuth Settings.",
    ),
    (
        1,
        "redirect_uri_mismatch",
        {
            "message": "Bad Request",
            "errors": [{"resource": "Application", "field": "redirect_uri", "code": "invalid"}],
        },
    ),
    (1, "redirect_uri_mismatch", '{"status":400,"message":"Parameter redirect_uri does not match registered URI"}'),
    (1, "redirect_uri_mismatch", (AUTHORIZE, "http://127.0.0.1:8000/callback")),
    # 2: the browser is elsewhere
    (2, "browser_elsewhere", "This site can’t be reached\nlocalhost refused to connect.\nERR_CONNECTION_REFUSED"),
    (2, "browser_elsewhere", "ERR_CONNECTION_REFUSED"),
    (2, "browser_elsewhere", "Firefox can’t establish a connection to the server at 127.0.0.1:8080."),
    (2, "browser_elsewhere", "Safari can't connect to the server “localhost”."),
    (2, "browser_elsewhere", "CallbackTimeout: No usable redirect arrived in 120 seconds; last: nothing arrived."),
    # 3: the code was used, or is too old
    (3, "code_already_used", "oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) "),
    (3, "code_already_used", '{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired."}'),
    (3, "code_already_used", '{"ok": false, "error": "invalid_code"}'),
    (3, "code_already_used", "AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code"),
    (3, "code_already_used", {"error": {"type": "OAuthException", "code": 100, "error_subcode": 36009, "message": "This authorization code has been used."}}),
    (3, "code_already_used", {"error": "invalid_grant", "error_description": "The authorization code has already been used"}),
    (3, "code_expired", {"error": "invalid_grant", "error_description": "Authorization code expired"}),
    (3, "code_expired", "code_expired"),
    (3, "code_expired", "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity."),
    (3, "code_expired", {"error": {"message": "This authorization code has expired.", "type": "OAuthException", "code": 100, "error_subcode": 36007}}),
    # 4: another redirect_uri in the token request
    (
        4,
        "redirect_uri_differs_at_token",
        {
            "error": "invalid_request",
            "error_description": "Unable to retrieve access token: appid/redirect uri/code verifier does "
            "not match authorization code. Or authorization code expired.",
        },
    ),
    (
        4,
        "redirect_uri_differs_at_token",
        {
            "error": {
                "message": "Error validating verification code. Please make sure your redirect_uri is "
                "identical to the one you used in the OAuth dialog request",
                "type": "OAuthException",
                "code": 100,
                "error_subcode": 36008,
            }
        },
    ),
    (4, "redirect_uri_differs_at_token", '{"ok":false,"error":"bad_redirect_uri"}'),
    (4, "redirect_uri_differs_at_token", '{"error":"invalid_request","error_description":"Value passed for the redirect uri did not match the uri of the authorization code."}'),
    (4, "redirect_uri_differs_at_token", "AADSTS500112: The reply address 'http://localhost/a' does not match the reply address 'http://localhost/b' provided when requesting Authorization code."),
    (4, "redirect_uri_differs_at_token", (AUTHORIZE, {"grant_type": "authorization_code", "code": "x" * 20, "redirect_uri": CALLBACK + "/"}, '{"error":"invalid_grant"}')),
    (4, "redirect_uri_differs_at_token", (AUTHORIZE, "grant_type=authorization_code&code=" + "x" * 20)),
    # 5: the client is not believed, or not known
    (5, "client_authentication_failed", "(invalid_client) Client authentication failed"),
    (5, "client_authentication_failed", "error=incorrect_client_credentials&error_description=The+client_id+and%2For+client_secret+passed+are+incorrect."),
    (5, "client_authentication_failed", {"ok": False, "error": "bad_client_secret"}),
    (5, "client_authentication_failed", "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the client secret value, not the client secret ID"),
    (5, "client_authentication_failed", "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    (5, "client_authentication_failed", '{"status":403,"message":"invalid client secret"}'),
    (5, "client_authentication_failed", "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n" + '{"error": "invalid_client"}'),
    (5, "client_authentication_failed", "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://accounts.spotify.com/api/token"),
    (5, "unknown_client", {"ok": False, "error": "invalid_client_id"}),
    (5, "unknown_client", "Error 401: invalid_client\nThe OAuth client was not found."),
    (5, "unknown_client", "AADSTS700016: Application with identifier 'app' was not found in the directory 'Contoso'."),
    # 6: JSON where a form is wanted
    (6, "wrong_content_type", '{"error":"unsupported_grant_type","error_description":"grant_type parameter is missing"}'),
    (6, "wrong_content_type", "JSON content is not permitted"),
    (6, "wrong_content_type", "AADSTS900144: The request body must contain the following parameter: 'grant_type'."),
    (6, "wrong_content_type", "POST /token HTTP/1.1\nHost: login.example\nContent-Type: application/json\n\n" + '{"grant_type": "authorization_code", "code": "xxxxxxxxxxxx"}'),
    (6, "wrong_content_type", '{"error":"invalid_request","error_description":"Missing form parameter: grant_type"}'),
    # 7: a form where JSON is wanted
    (7, "form_encoded_response", "access_token=gho_16C7e42F292c6912E7710c838347Ae178B4a&scope=repo%2Cgist&token_type=bearer"),
    (7, "form_encoded_response", "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
    (7, "form_encoded_response", json.JSONDecodeError("Expecting value", "access_token=abcdefgh12345&token_type=bearer", 0)),
    (7, "form_encoded_response", "HTTP/1.1 200 OK\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n\naccess_token=abcdefgh12345&scope=&token_type=bearer"),
    # 8: an error with status 200
    (8, "error_in_success_status", "KeyError: 'access_token'"),
    (8, "error_in_success_status", KeyError("access_token")),
    (8, "error_in_success_status", 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"error": "invalid_grant"}'),
    (8, "error_in_success_status", ('{"ok":false,"error":"fatal_error"}', KeyError("access_token"))),
    (8, "error_in_success_status", "Traceback (most recent call last):\n  File \"app.py\", line 7, in <module>\n    token = response.json()['access_token']\nKeyError: 'access_token'"),
    (8, "error_in_success_status", "(missing_token) Missing access token parameter."),
    # 9: another state came back
    (9, "state_mismatch", "oauthlib.oauth2.rfc6749.errors.MismatchingStateError: (mismatching_state) CSRF Warning! State not equal in request and response."),
    (9, "state_mismatch", "mismatching_state: CSRF Warning! State not equal in request and response."),
    (9, "state_mismatch", (AUTHORIZE, CALLBACK + "?code=0123456789abcdef&state=another-state")),
    (9, "state_mismatch", (AUTHORIZE, CALLBACK + "?code=0123456789abcdef")),
    (9, "state_mismatch", "StateMismatch: The redirect carries another state than the one you sent"),
    # 10: PKCE
    (10, "pkce_mismatch", {"error": "invalid_grant", "error_description": "PKCE verification failed"}),
    (10, "pkce_mismatch", "The code_verifier sent does not match code_challenge from the authorization request"),
    (10, "pkce_mismatch", "AADSTS501481: The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    (10, "pkce_mismatch", {"error": "invalid_request", "error_description": "Value passed for the code verifier did not match the code challenge."}),
    (10, "pkce_missing", CALLBACK + "?error=invalid_request&error_description=code_challenge+required&state=abcdefgh"),
    (10, "pkce_missing", {"error": "invalid_request", "error_description": "Code challenge required."}),
    (10, "pkce_missing", "AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption."),
    # 11: scope
    (11, "scope_invalid", CALLBACK + "?error=invalid_scope&state=abcdefgh"),
    (11, "scope_invalid", "AADSTS70011: The provided value for the input parameter 'scope' is not valid."),
    (11, "scope_invalid", CALLBACK + "?error=unauthorized_scope_error&error_description=Scope+%22r_emailaddress%22+is+not+authorized+for+your+application&state=abcdefgh"),
    (11, "scope_invalid", "(invalid_scope) The requested scope is invalid, unknown, or malformed."),
    (11, "scope_insufficient", {"message": "Authorization Error", "errors": [{"resource": "AccessToken", "field": "activity:read_permission", "code": "missing"}]}),
    (11, "scope_insufficient", {"error": {"status": 403, "message": "Insufficient client scope"}}),
    (11, "scope_insufficient", {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "identify"}),
    (11, "scope_insufficient", 'HTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer error="insufficient_scope", scope="photos"\n\n'),
    (11, "scope_changed", (AUTHORIZE.replace("scope=read", "scope=read%2Cwrite"), CALLBACK + "?code=0123456789abcdef&state=abcdefgh&scope=read")),
    # 12: scope has changed
    (12, "scope_changed", 'Warning: Scope has changed from "email profile" to "openid email profile".'),
    (12, "scope_changed", Warning('Scope has changed from "offline_access User.Read" to "User.Read".')),
    (12, "scope_changed", "(scope_changed) Scope has changed from \"a\" to \"b\"."),
    # 13: no refresh token
    (13, "no_refresh_token", "KeyError: 'refresh_token'"),
    (13, "no_refresh_token", "Google sends no refresh_token in the token response"),
    (13, "no_refresh_token", {"access_token": "ya29.abcdefgh12345", "expires_in": 3599, "scope": "openid", "token_type": "Bearer"}),
    (13, "no_refresh_token", "google.auth.exceptions.RefreshError: The credentials do not contain the necessary fields need to refresh the access token: there is no refresh_token."),
    # 14: the refresh token is dead
    (14, "refresh_token_dead", {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}),
    (14, "refresh_token_dead", "google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant', 'error_description': 'Token has been expired or revoked.'})"),
    (14, "refresh_token_dead", "AADSTS700082: The refresh token has expired due to inactivity."),
    (14, "refresh_token_dead", ("grant_type=refresh_token&refresh_token=abcdefgh12345", '{"error":"invalid_grant"}')),
    (14, "refresh_token_dead", '{"error":"invalid_grant","error_description":"Refresh token revoked"}'),
    # 15: the port
    (15, "port_in_use", "OSError: [Errno 98] Address already in use"),
    (15, "port_in_use", OSError(48, "Address already in use")),
    (15, "port_in_use", "OSError: [WinError 10048] Only one usage of each socket address (protocol/network address/port) is normally permitted"),
    (15, "port_in_use", "Error: listen EADDRINUSE: address already in use 127.0.0.1:8080"),
    # 16: http
    (16, "insecure_transport", "(insecure_transport) OAuth 2 MUST utilize https."),
    (16, "insecure_transport", "oauthlib.oauth2.rfc6749.errors.InsecureTransportError: (insecure_transport) OAuth 2 MUST utilize https."),
    (16, "insecure_transport", "AADSTS500117: The reply uri specified in the request isn't using a secure scheme."),
    (16, "insecure_transport", "authlib.oauth2.rfc6749.errors.InsecureTransportError: insecure_transport: OAuth 2 MUST utilize https."),
    # 17: out of band
    (17, "oob_blocked", "The out-of-band (OOB) flow has been blocked in order to keep users secure."),
    (17, "oob_blocked", "Only loopback redirect uri is supported, but urn:ietf:wg:oauth:2.0:oob was found."),
    (17, "oob_blocked", "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=app&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scope=email"),
    # 18: the person, or the provider, said no
    (18, "user_denied", CALLBACK + "?error=access_denied&state=abcdefgh"),
    (18, "user_denied", "(access_denied) The resource owner or authorization server denied the request."),
    (18, "user_denied", CALLBACK + "?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied"),
    (18, "user_denied", "AADSTS65004: User declined to consent to access the app."),
    (18, "app_not_approved", "Error 403: access_denied\nPhotos has not completed the Google verification process. The app is currently being tested, and can only be accessed by developer-approved testers."),
    (18, "app_not_approved", "Error 403: org_internal"),
    (18, "app_not_approved", "AADSTS90094: The grant requires admin permission."),
    # 19: the code was damaged
    (19, "code_damaged", "4%2F0AeanS0abcdefghijklmnop-qrstuvwx"),
    (19, "code_damaged", "http://localhost:8000/?code=4%252F0AeanS0abcdefghijkl&state=abcdefgh"),
    (19, "code_damaged", {"grant_type": "authorization_code", "code": "4/0AeanS0abcdefgh&scope=email", "redirect_uri": CALLBACK}),
    (19, "code_damaged", {"grant_type": "authorization_code", "code": "0AeanS0abcdefgh\n", "redirect_uri": CALLBACK}),
    (19, "code_damaged", '{"error":"invalid_grant","error_description":"Malformed auth code."}'),
    # 20: input()
    (20, "no_stdin", "StdinNotImplementedError: raw_input was called, but this frontend does not support input requests."),
    (20, "no_stdin", "EOFError: EOF when reading a line"),
    (20, "no_stdin", EOFError("EOF when reading a line")),
    # 21: the API says no
    (21, "token_rejected", 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm="api", error="invalid_token"\n\n'),
    (21, "token_rejected", {"error": {"status": 401, "message": "The access token expired"}}),
    (21, "token_rejected", '{"error":"Unauthorized","status":401,"message":"Client ID is missing"}'),
    (21, "token_rejected", "Bad credentials"),
    (21, "token_rejected", '{"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest", "status": "401"}'),
    (21, "token_rejected", "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.github.com/user"),
    (21, "token_rejected", {"ok": False, "error": "not_authed"}),
    (21, "rate_limited", "HTTP/1.1 429 Too Many Requests\nRetry-After: 30\n\n"),
    (21, "rate_limited", '{"message": "Too Many Requests", "error": 429}'),
    (21, "rate_limited", {"message": "You are being rate limited.", "retry_after": 64.57, "global": False}),
    # causes of the list that no row is about alone
    (0, "unsupported_response_type", CALLBACK + "?error=unsupported_response_type&state=abcdefgh"),
    (0, "unsupported_response_type", "AADSTS700054: response_type 'id_token' is not enabled for the application."),
    (0, "unsupported_response_type", "(unsupported_response_type) The authorization server does not support this response type."),
    (0, "unsupported_grant_type", '{"error":"unsupported_grant_type"}'),
    (0, "unsupported_grant_type", "oauthlib.oauth2.rfc6749.errors.UnsupportedGrantTypeError: (unsupported_grant_type)"),
    (0, "unsupported_grant_type", "I keep getting unsupported_grant_type from the token endpoint"),
    (0, "clock_skew", "google.auth.exceptions.InvalidValue: Token used too early, 1700000000 < 1700000060. Check that your computer's clock is set correctly."),
    (0, "clock_skew", "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."),
    (0, "clock_skew", "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)"),
    (0, "tls_or_network", "requests.exceptions.SSLError: HTTPSConnectionPool(host='login.example', port=443): Max retries exceeded with url: /token (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))"),
    (0, "tls_or_network", "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='login.example', port=443): Max retries exceeded with url: /token (Caused by NameResolutionError('Failed to resolve'))"),
    (0, "tls_or_network", "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='login.example', port=443): Read timed out. (read timeout=10)"),
    (0, "not_json", json.JSONDecodeError("Expecting value", "<!DOCTYPE html><title>Bad Gateway</title>", 0)),
    (0, "not_json", json.JSONDecodeError("Expecting value", "", 0)),
    (0, "audience_invalid", '{"error":"invalid_target","error_description":"The requested resource is invalid"}'),
    (0, "audience_invalid", 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="The audience \'api\' is invalid"\n\n'),
    (0, "audience_invalid", "jwt.exceptions.InvalidAudienceError: Audience doesn't match (access token)"),
    (0, "server_error", CALLBACK + "?error=server_error&state=abcdefgh"),
    (0, "server_error", CALLBACK + "?error=temporarily_unavailable&error_description=Try+later&state=abcdefgh"),
    (0, "server_error", "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://login.example/oauth/token"),
    (0, "interaction_required", CALLBACK + "?error=login_required&state=abcdefgh"),
    (0, "interaction_required", CALLBACK + "#error=consent_required&state=abcdefgh"),
    (0, "interaction_required", "AADSTS50079: Due to a configuration change made by your administrator, the user must enroll in multi-factor authentication."),
    (0, "id_token_invalid", "id_token nonce mismatch: expected abc, got def"),
    (0, "id_token_invalid", "RPError: unexpected iss value, expected https://a.example/, got: https://a.example"),
    (0, "id_token_invalid", "[invalid_id_token] The ID Token contains invalid claims: {aud=[app]}"),
    (0, "origin_not_allowed", "Error 400: origin_mismatch"),
    (0, "origin_not_allowed", "Access to fetch at 'https://login.example/token' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."),
    (0, "origin_not_allowed", {"error": "invalid_request", "error_description": "Origin http://localhost:5173 is not allowed"}),
    (0, "embedded_browser", "Error 403: disallowed_useragent"),
    (0, "embedded_browser", "Refused to frame 'https://login.example/' because an ancestor violates the following Content Security Policy directive: \"frame-ancestors 'none'\"."),
    (0, "registration_refused", 'POST /register HTTP/1.1 -> 400 {"error":"invalid_client_metadata"}'),
    (0, "registration_refused", "Dynamic client registration is not supported by this server"),
    (0, "endpoint_wrong", "POST https://login.example/oauth/token 405 (Method Not Allowed)"),
    (0, "endpoint_wrong", "404 Client Error: Not Found for url: https://login.example/.well-known/openid-configuration"),
    (0, "endpoint_wrong", "authorization server metadata: issuer 'https://a.example/' does not match 'https://a.example'"),
    (0, "session_lost", "This page isn't working. login.example redirected you too many times. ERR_TOO_MANY_REDIRECTS"),
    (0, "session_lost", "Correlation failed. The oauth state cookie was not found."),
    (0, "code_missing", "oauthlib.oauth2.rfc6749.errors.MissingCodeError: (missing_code) Missing code parameter in response."),
    (0, "code_missing", "The authorization code is missing from the callback"),
    (0, "user_credentials_wrong", ("grant_type=password&username=ada&password=hunter2hunter2&client_id=app", '{"error":"invalid_grant"}')),
    (0, "user_credentials_wrong", "AADSTS50126: Error validating credentials due to invalid username or password."),
    (0, "token_response_malformed", {"ok": True, "authed_user": {"id": "U1", "access_token": "xoxp-abcdefgh12345", "token_type": "user"}}),
    (0, "token_response_malformed", {"access_token": 7, "token_type": "Bearer"}),
    (0, "token_response_malformed", "Invalid token response: expires_in must be a number, received string"),
    (0, "nothing_wrong_yet", AUTHORIZE + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"),
    (0, "nothing_wrong_yet", "https://github.com/login/oauth/authorize?client_id=Iv1.0123456789abcdef&state=abcdefgh&scope=repo"),
]  # fmt: skip


# What people paste: shorter, longer, with their own words around it.
PASTED: list[tuple[str, str]] = [
    ('redirect_uri_mismatch', "Access blocked: This app's request is invalid\nYou can't sign in because this app sent an invalid request. You can try again later, or contact the developer about this issue.\nIf you are a developer of this app, see error details.\nError 400: redirect_uri_mismatch"),
    ('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL for this application.'),
    ('redirect_uri_mismatch', 'Be careful! The redirect_uri is not associated with this application.'),
    ('redirect_uri_mismatch', 'redirect_uri did not match any configured URIs. Passed URI: http://localhost:3000/cb'),
    ('redirect_uri_mismatch', 'Bummer, something went wrong. The redirect_uri does not match the registered value'),
    ('redirect_uri_mismatch', 'An error has occurred\nThe redirect URI included is not valid.'),
    ('redirect_uri_mismatch', 'redirect_uri: Not matching configuration'),
    ('redirect_uri_mismatch', '{"error":"invalid_request","error_description":"The redirect_uri is not registered"}'),
    ('redirect_uri_mismatch', 'We are sorry... Invalid parameter: redirect_uri'),
    ('redirect_uri_mismatch', 'Error: invalid_request The redirect URI in the request, http://localhost:8080/, does not match the ones authorized for the OAuth client.'),
    ('redirect_uri_mismatch', "AADSTS50011: The reply URL specified in the request does not match the reply URLs configured for the application: 'abc'."),
    ('redirect_uri_mismatch', 'Sorry, there was a problem: invalid redirect_uri parameter. (reddit.com)'),
    ('redirect_uri_mismatch', 'invalid_redirect_uri'),
    ('browser_elsewhere', '127.0.0.1 refused to connect.'),
    ('browser_elsewhere', 'Hmm. We’re having trouble finding that site. Unable to connect: Firefox can’t establish a connection to the server at localhost:8888.'),
    ('browser_elsewhere', "This site can't be reached. localhost refused to connect. Try: Checking the connection"),
    ('browser_elsewhere', 'ERR_CONNECTION_REFUSED at http://localhost:8080/callback?code=4/0AX4XfWh&state=abc'),
    ('browser_elsewhere', 'net::ERR_CONNECTION_REFUSED http://127.0.0.1:49152/callback'),
    ('code_already_used', 'invalid_grant: Code was already redeemed.'),
    ('code_already_used', '{"error":"invalid_grant","error_description":"Bad Request"}'),
    ('code_already_used', 'invalid_grant'),
    ('code_already_used', 'Error: invalid_grant'),
    ('code_already_used', 'token exchange failed: invalid_grant'),
    ('code_already_used', 'error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.&error_uri=https%3A%2F%2Fdocs.github.com'),
    ('code_already_used', 'slack says invalid_code'),
    ('code_already_used', '{"error":"invalid_grant","error_description":"Authorization code has already been consumed"}'),
    ('code_expired', '{"error":"invalid_grant","error_description":"The authorization code is expired"}'),
    ('code_expired', "{'error': 'invalid_grant', 'error_description': 'Code has expired'}"),
    ('redirect_uri_differs_at_token', 'invalid_grant: redirect_uri does not match the one used in the authorization request'),
    ('redirect_uri_differs_at_token', '{"error":"invalid_grant","error_description":"redirect_uri mismatch"}'),
    ('redirect_uri_differs_at_token', '{"error":"invalid_grant","error_description":"Redirect URI mismatch"}'),
    ('client_authentication_failed', '{"error":"invalid_client","error_description":"Invalid client secret"}'),
    ('client_authentication_failed', 'invalid_client: Unauthorized'),
    ('client_authentication_failed', '{"error":"invalid_client"}'),
    ('client_authentication_failed', 'incorrect_client_credentials: The client_id and/or client_secret passed are incorrect.'),
    ('client_authentication_failed', 'spotipy.oauth2.SpotifyOauthError: error: invalid_client, error_description: Invalid client secret'),
    ('client_authentication_failed', "google.auth.exceptions.RefreshError: ('invalid_client: The provided client secret is invalid.', {'error': 'invalid_client', 'error_description': 'The provided client secret is invalid.'})"),
    ('wrong_content_type', '{"error": "invalid_request", "error_description": "JSON content is not permitted"}'),
    ('wrong_content_type', '{"error":"unsupported_grant_type","error_description":"grant_type must be client_credentials, authorization_code or refresh_token"}'),
    ('wrong_content_type', '{"error":"invalid_request","error_description":"grant_type is missing"}'),
    ('wrong_content_type', 'curl -H "Content-Type: application/json" -d \'{"grant_type":"authorization_code","code":"abcdefgh"}\' https://login.example/token'),
    ('form_encoded_response', 'requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'),
    ('form_encoded_response', 'simplejson.errors.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'),
    ('form_encoded_response', 'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n    token = response.json()\nrequests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'),
    ('form_encoded_response', 'SyntaxError: Unexpected token a in JSON at position 0: access_token=gho_abcdef12345&scope=repo&token_type=bearer'),
    ('error_in_success_status', "---------------------------------------------------------------------------\nKeyError                                  Traceback (most recent call last)\nCell In[5], line 1\n----> 1 token = r.json()['access_token']\n\nKeyError: 'access_token'"),
    ('error_in_success_status', 'oauthlib.oauth2.rfc6749.errors.MissingTokenError: (missing_token) Missing access token parameter.'),
    ('state_mismatch', 'authlib.integrations.base_client.errors.MismatchingStateError: mismatching_state: CSRF Warning! State not equal in request and response.'),
    ('state_mismatch', 'MismatchingStateError'),
    ('state_mismatch', 'CSRF Warning! State not equal in request and response.'),
    ('state_mismatch', 'State parameter mismatch'),
    ('pkce_mismatch', 'invalid_grant: PKCE verification failed'),
    ('pkce_mismatch', 'code_verifier does not match the code_challenge'),
    ('pkce_mismatch', '{"error":"invalid_grant","error_description":"PKCE verification failed: Code mismatch"}'),
    ('pkce_mismatch', '{"error":"invalid_grant","error_description":"code_verifier was incorrect"}'),
    ('pkce_mismatch', 'Invalid code_verifier'),
    ('pkce_missing', 'code_challenge required'),
    ('pkce_missing', 'code challenge required'),
    ('pkce_missing', '{"error":"invalid_grant","error_description":"(invalid_grant) Missing code verifier."}'),
    ('scope_invalid', 'Error 400: invalid_scope\nSome requested scopes were invalid. {invalid=[emial]}'),
    ('scope_invalid', 'invalid_scope'),
    ('scope_invalid', 'unauthorized_scope_error: Scope "r_liteprofile" is not authorized for your application'),
    ('scope_insufficient', '403 insufficient_scope'),
    ('scope_insufficient', 'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://www.strava.com/api/v3/athlete/activities'),
    ('scope_changed', 'Scope has changed from "https://www.googleapis.com/auth/userinfo.email" to "openid https://www.googleapis.com/auth/userinfo.email".'),
    ('scope_changed', 'Warning: Scope has changed from "read" to "read write".'),
    ('no_refresh_token', 'refresh_token is None'),
    ('no_refresh_token', 'There is no refresh token in the response'),
    ('no_refresh_token', 'Google never returns a refresh token'),
    ('no_refresh_token', 'the response has no refresh_token'),
    ('refresh_token_dead', 'invalid_grant: Token has been expired or revoked.'),
    ('refresh_token_dead', 'Token has been expired or revoked.'),
    ('refresh_token_dead', '{"error":"invalid_grant","error_description":"Invalid refresh token"}'),
    ('refresh_token_dead', '{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}'),
    ('port_in_use', 'OSError: [Errno 48] Address already in use'),
    ('port_in_use', "[Errno 10048] error while attempting to bind on address ('127.0.0.1', 8080): only one usage of each socket address (protocol/network address/port) is normally permitted"),
    ('insecure_transport', 'InsecureTransportError: (insecure_transport) OAuth 2 MUST utilize https.'),
    ('oob_blocked', 'Error 400: invalid_request\nThe out-of-band (OOB) flow has been blocked in order to keep users secure. Follow the Out-of-Band (OOB) flow Migration Guide'),
    ('user_denied', 'access_denied'),
    ('user_denied', 'http://127.0.0.1:8000/callback?error=access_denied'),
    ('user_denied', 'The user denied your request'),
    ('user_denied', 'Error: access_denied: The user cancelled LinkedIn login'),
    ('user_denied', 'user_cancelled_login'),
    ('app_not_approved', 'Error 403: access_denied\nThe developer hasn’t given you access to this app. It’s currently being tested and it hasn’t been verified by Google.'),
    ('app_not_approved', 'Need admin approval\nMyApp needs permission to access resources in your organization that only an admin can grant.'),
    ('code_damaged', 'the code I send is 4%2F0AX4XfWhabcdefghijklm and it is refused'),
    ('code_damaged', 'http://localhost/?code=4%252F0AX4XfWhabcdef&scope=email'),
    ('no_stdin', 'StdinNotImplementedError: raw_input was called, but this frontend does not support input requests.'),
    ('no_stdin', 'EOF when reading a line'),
    ('token_rejected', '{"error":{"code":401,"message":"Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.","status":"UNAUTHENTICATED"}}'),
    ('token_rejected', 'invalid_token'),
    ('token_rejected', '{"message":"401: Unauthorized","code":0}'),
    ('token_rejected', 'Bearer error="invalid_token", error_description="The access token expired"'),
    ('token_rejected', '{"object":"error","status":400,"code":"missing_version","message":"Notion-Version header should be defined"}'),
    ('rate_limited', '429 Client Error: Too Many Requests for url: https://oauth.reddit.com/api/v1/me'),
    ('rate_limited', 'HTTP 429 Too Many Requests'),
    ('rate_limited', 'slow_down'),
    ('tls_or_network', 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate'),
    ('tls_or_network', "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"),
    ('unsupported_response_type', 'unsupported_response_type'),
    ('unsupported_grant_type', 'unsupported_grant_type'),
    ('unknown_client', 'Error 401: deleted_client The OAuth client was deleted.'),
    ('unknown_client', 'INVALID_CLIENT: Invalid client'),
    ('unknown_client', 'invalid_client_id'),
    ('clock_skew', 'ImmatureSignatureError: The token is not yet valid (iat)'),
    ('clock_skew', "joserfc.errors.InvalidClaimError: invalid_claim: Invalid claim: 'iat'"),
    ('server_error', 'TokenResponseUnreadable: Expected a JSON object from the token endpoint; HTTP 500 brought HTML (text/html).'),
    ('not_json', 'TokenResponseUnreadable: Expected a JSON object from the token endpoint; HTTP 200 brought HTML (text/html).'),
]  # fmt: skip


def name(case: tuple[int, str, object]) -> str:
    return f"{case[0]}-{case[1]}"


@pytest.mark.parametrize(("row", "cause", "given"), CASES, ids=map(name, CASES))
def test_names_the_cause(row: int, cause: str, given: object) -> None:
    """From one thing, or from several at once."""
    diagnosis = diagnose(*given) if isinstance(given, tuple) else diagnose(given)

    assert cause == diagnosis.cause, diagnosis
    assert cause == diagnosis.candidates[0]
    assert diagnosis.evidence
    assert diagnosis.fix
    assert diagnosis.exit_status == (0 if cause == "nothing_wrong_yet" else 1)


@pytest.mark.parametrize(("cause", "text"), PASTED)
def test_names_the_cause_of_a_pasted_text(cause: str, text: str) -> None:
    """However much of it was copied."""
    assert cause == diagnose(text).cause, diagnose(text)


def test_every_row_is_there_in_three_wordings() -> None:
    """Rows 1 to 21."""
    rows = Counter(row for row, _, _ in CASES)

    assert [row for row in range(1, 22) if rows[row] < 3] == []


def test_every_cause_is_reached() -> None:
    """No name of the list is there for show."""
    assert set(CAUSES) - {"unknown"} == {cause for _, cause, _ in CASES}
