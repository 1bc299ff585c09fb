"""Error codes of the RFCs and of providers, and the causes that they stand for.

Several causes in a row are ranked: the code alone cannot tell them apart. Codes of
RFC 6749 §4.1.2.1 and §5.2 say little, so words and comparisons come before them;
a provider's own code says much.
"""

import re
from collections.abc import Mapping

Causes = tuple[str, ...]

GENERIC: dict[str, Causes] = {
    "invalid_grant": (
        "code_already_used",
        "code_expired",
        "redirect_uri_differs_at_token",
        "pkce_mismatch",
        "refresh_token_dead",
    ),
    "invalid_request": ("wrong_content_type", "code_damaged", "pkce_missing"),
    "invalid_client": ("client_authentication_failed", "unknown_client"),
    "unauthorized_client": ("app_not_approved", "unknown_client", "client_authentication_failed"),
    "unsupported_grant_type": ("unsupported_grant_type", "wrong_content_type"),
    "unsupported_response_type": ("unsupported_response_type",),
    "invalid_scope": ("scope_invalid",),
    "access_denied": ("user_denied", "app_not_approved"),
    "invalid_token": ("token_rejected",),
    "insufficient_scope": ("scope_insufficient",),
}

# What a code means where it comes back in the redirect or stands on an error page.
FRONT: dict[str, Causes] = {
    "invalid_request": ("pkce_missing", "redirect_uri_mismatch", "unsupported_response_type"),
    "invalid_client": ("unknown_client",),
    "unauthorized_client": ("unknown_client", "app_not_approved", "unsupported_response_type"),
}

# And where it comes from the token endpoint.
TOKEN: dict[str, Causes] = {
    "bad_redirect_uri": ("redirect_uri_differs_at_token", "redirect_uri_mismatch"),
}

SPECIFIC: dict[str, Causes] = {
    "redirect_uri_mismatch": ("redirect_uri_mismatch", "redirect_uri_differs_at_token"),
    "mismatching_redirect_uri": ("redirect_uri_mismatch",),
    "invalid_redirect_uri": ("redirect_uri_mismatch",),
    "bad_redirect_uri": ("redirect_uri_mismatch", "redirect_uri_differs_at_token"),
    "bad_verification_code": ("code_already_used", "code_expired", "code_damaged"),
    "invalid_code": ("code_already_used", "code_expired", "code_damaged"),
    "code_already_used": ("code_already_used",),
    "incorrect_client_credentials": ("client_authentication_failed",),
    "bad_client_secret": ("client_authentication_failed",),
    "invalid_client_id": ("unknown_client", "client_authentication_failed"),
    "deleted_client": ("unknown_client",),
    "unauthorized_scope_error": ("scope_invalid", "app_not_approved"),
    "unverified_user_email": ("app_not_approved",),
    "application_suspended": ("app_not_approved",),
    "org_internal": ("app_not_approved",),
    "admin_policy_enforced": ("app_not_approved",),
    "device_flow_disabled": ("app_not_approved",),
    "user_cancelled_login": ("user_denied",),
    "user_cancelled_authorize": ("user_denied",),
    "missing_scope": ("scope_insufficient",),
    "invalid_auth": ("token_rejected",),
    "not_authed": ("token_rejected",),
    "token_expired": ("token_rejected", "code_expired"),
    "token_revoked": ("token_rejected",),
    "expired_access_token": ("token_rejected",),
    "invalid_access_token": ("token_rejected",),
    "invalid_dpop_proof": ("token_rejected",),
    "use_dpop_nonce": ("token_rejected",),
    "invalid_refresh_token": ("refresh_token_dead",),
    "expired_token": ("code_expired",),  # RFC 8628 §3.5: the device code
    "incorrect_device_code": ("code_damaged",),
    "slow_down": ("rate_limited",),
    "ratelimited": ("rate_limited",),
    "rate_limited": ("rate_limited",),
    "insecure_transport": ("insecure_transport",),  # from here on: codes of oauthlib
    "mismatching_state": ("state_mismatch",),
    "missing_token": ("error_in_success_status", "form_encoded_response", "not_json"),
    "scope_changed": ("scope_changed",),
}

CODES: Mapping[str, Causes] = {**GENERIC, **SPECIFIC}

ENTRA: dict[str, Causes] = {  # learn.microsoft.com, reference-error-codes
    "50011": ("redirect_uri_mismatch",),
    "50105": ("app_not_approved",),
    "50020": ("app_not_approved",),
    "50148": ("pkce_mismatch",),
    "501481": ("pkce_mismatch",),
    "50173": ("refresh_token_dead",),
    "50196": ("rate_limited",),
    "500112": ("redirect_uri_differs_at_token",),
    "500117": ("insecure_transport",),
    "54005": ("code_already_used",),
    "65001": ("app_not_approved",),
    "65004": ("user_denied",),
    "70003": ("unsupported_grant_type", "wrong_content_type"),
    "70008": ("code_expired", "refresh_token_dead"),
    "70011": ("scope_invalid",),
    "700016": ("unknown_client",),
    "700024": ("clock_skew",),
    "700025": ("client_authentication_failed",),
    "700051": ("unsupported_response_type",),
    "700054": ("unsupported_response_type",),
    "700082": ("refresh_token_dead",),
    "700084": ("refresh_token_dead",),
    "7000215": ("client_authentication_failed",),
    "7000218": ("client_authentication_failed",),
    "7000222": ("client_authentication_failed",),
    "90094": ("app_not_approved",),
    "900144": ("wrong_content_type",),
    "9002325": ("pkce_missing",),
}

META: dict[tuple[int, int | None], Causes] = {  # error.code and error.error_subcode
    (100, 36007): ("code_expired",),
    (100, 36008): ("redirect_uri_differs_at_token",),
    (100, 36009): ("code_already_used",),
    (101, None): ("unknown_client",),
    (4, None): ("rate_limited",),
    (17, None): ("rate_limited",),
    (32, None): ("rate_limited",),
    (613, None): ("rate_limited",),
    (190, None): ("token_rejected",),
    (191, None): ("redirect_uri_mismatch",),
    (10, None): ("scope_insufficient",),
    (200, None): ("scope_insufficient",),
}

STRAVA: dict[str, Causes] = {  # errors[].field, whose code is "invalid", "expired" or "missing"
    "redirect_uri": ("redirect_uri_mismatch",),
    "client_id": ("unknown_client",),
    "client_secret": ("client_authentication_failed",),
    "code": ("code_already_used", "code_expired", "code_damaged"),
    "refresh_token": ("refresh_token_dead",),
    "access_token": ("token_rejected",),
    "scope": ("scope_invalid",),
}

_ENTRA_CODE = re.compile(r"\bAADSTS(\d{4,7})\b")


def entra_causes(text: str) -> tuple[str, Causes] | None:
    """Return Microsoft's code in a text, and its causes."""
    for number in _ENTRA_CODE.findall(text):
        if number in ENTRA:
            return f"AADSTS{number}", ENTRA[number]
    return None


def meta_causes(error: Mapping[str, object]) -> Causes:
    """Return the causes of Facebook's error object, by code and sub-code."""
    code, subcode = error.get("code"), error.get("error_subcode")
    if not isinstance(code, int):
        return ()
    exact = META.get((code, subcode if isinstance(subcode, int) else None))
    return exact or META.get((code, None), ())
