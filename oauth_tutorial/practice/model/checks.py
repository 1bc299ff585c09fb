"""A request is judged by named rules; the list of their results is the grade.

Each rule has a name, the section of the RFC that it comes from, and a sentence
that is true when the rule is kept. They stand together in ``RULES``.
"""

from dataclasses import dataclass

# name → (section, the sentence that holds when the rule is kept)
RULES: dict[str, tuple[str, str]] = {
    # the authorization request
    "parameters_once": ("RFC 6749 §3.1", "no parameter is given more than once"),
    "client_id_present": ("RFC 6749 §4.1.1", "client_id is present"),
    "client_known": ("RFC 6749 §2.2", "client_id names a registered client"),
    "redirect_uri_present": ("RFC 6749 §3.1.2.3", "redirect_uri is present"),
    "redirect_uri_registered": (
        "RFC 9700 §2.1",
        "redirect_uri is one that the client registered, to the letter",
    ),
    "response_type_present": ("RFC 6749 §3.1.1", "response_type is present"),
    "response_type_supported": ("RFC 6749 §4.1.1", "response_type is code"),
    "scope_known": ("RFC 6749 §3.3", "scope holds known words, with a space between"),
    "code_challenge_present": ("RFC 7636 §4.4.1", "a public client sends code_challenge"),
    "code_challenge_method_s256": ("RFC 7636 §4.3", "code_challenge_method is S256"),
    "code_challenge_shape": ("RFC 7636 §4.2", "code_challenge is 43 base64url characters"),
    "redirect_uri_begins_registered": (
        "RFC 9700 §4.1",
        "redirect_uri begins as a registered one (unsafe mode: the rule is to the letter)",
    ),
    "response_mode_supported": ("OAuth Multiple Response Types §2.1", "response_mode is query"),
    # OpenID Connect
    "request_absent": ("OpenID Connect Core §6.1", "no request object is sent"),
    "request_uri_absent": (
        "RFC 9126 §2.1",
        "request_uri is one that the pushed request endpoint gave, and is not sent there",
    ),
    "registration_absent": (
        "OpenID Connect Core §7.2.1",
        "the client does not register itself here",
    ),
    "prompt_known": ("OpenID Connect Core §3.1.2.1", "prompt holds known words"),
    "prompt_none_alone": ("OpenID Connect Core §3.1.2.1", "prompt=none stands alone"),
    "max_age_is_number": ("OpenID Connect Core §3.1.2.1", "max_age is a number of seconds"),
    "signed_in_already": (
        "OpenID Connect Core §3.1.2.6",
        "with prompt=none the person is signed in, recently enough",
    ),
    "consented_already": (
        "OpenID Connect Core §3.1.2.6",
        "with prompt=none the person has approved all of this before",
    ),
    # pushed authorization requests
    "client_id_same": ("RFC 9126 §2.1", "client_id is the one that proved itself"),
    "request_pushed": ("RFC 9126 §5", "the request was pushed, as this server requires"),
    "request_uri_known": ("RFC 9126 §4", "request_uri is fresh and used for the first time"),
    "request_uri_of_this_client": ("RFC 9126 §2.2", "request_uri was given to this client"),
    # devices
    "user_code_guesses": ("RFC 8628 §5.1", "few wrong codes were typed in the last minute"),
    "user_code_known": ("RFC 8628 §3.3", "the code is one that a device shows now"),
    "device_code_present": ("RFC 8628 §3.4", "device_code is present"),
    "device_code_known": (
        "RFC 8628 §3.4",
        "device_code was issued to this client, and gave no token before",
    ),
    "device_code_fresh": ("RFC 8628 §3.5", "device_code is not expired"),
    "poll_interval_kept": ("RFC 8628 §3.5", "the device waits long enough between two requests"),
    "person_decided": ("RFC 8628 §3.5", "the person has decided"),
    # the pages
    "request_pending": ("RFC 6749 §10.2", "the form belongs to a sign-in that is under way"),
    "form_token": ("RFC 6749 §10.12", "the form comes from this page in this browser"),
    "password_right": ("RFC 6749 §3.1", "the password is the person's own"),
    "person_approved": ("RFC 6749 §4.1.2.1", "the person approved"),
    # the token request
    "body_is_form": ("RFC 6749 §4.1.3", "the body is application/x-www-form-urlencoded"),
    "grant_type_present": ("RFC 6749 §4.1.3", "grant_type is present"),
    "grant_type_supported": (
        "RFC 6749 §5.2",
        "grant_type is one that is offered here",
    ),
    "grant_type_allowed": ("RFC 6749 §5.2", "the client may use this grant_type"),
    "one_client_authentication": (
        "RFC 6749 §2.3",
        "the client proves itself in one way, not in two",
    ),
    "client_authenticated": ("RFC 6749 §2.3.1", "client_secret is the client's own"),
    "code_present": ("RFC 6749 §4.1.3", "code is present"),
    "code_known": ("RFC 6749 §5.2", "code is one that this server issued"),
    "code_unused": ("RFC 6749 §4.1.2", "code is used for the first time"),
    "code_fresh": ("RFC 6749 §4.1.2", "code is younger than 60 seconds"),
    "code_of_this_client": ("RFC 6749 §4.1.3", "code was issued to this client"),
    "redirect_uri_same": (
        "RFC 6749 §4.1.3",
        "redirect_uri is the one of the authorization request",
    ),
    "code_verifier_present": ("RFC 7636 §4.5", "code_verifier is present"),
    "code_verifier_expected": (
        "RFC 9700 §4.8.2",
        "code_verifier is sent only when there was a code_challenge",
    ),
    "code_verifier_right": ("RFC 7636 §4.6", "code_verifier hashes to the code_challenge"),
    "refresh_token_present": ("RFC 6749 §6", "refresh_token is present"),
    "refresh_token_known": ("RFC 6749 §6", "refresh_token is valid and of this client"),
    "refresh_token_unused": ("RFC 9700 §4.14.2", "refresh_token is used for the first time"),
    "scope_not_wider": ("RFC 6749 §6", "scope asks for nothing beyond what was granted"),
    # proofs of a key
    "dpop_present": ("RFC 9449 §5", "a DPoP proof comes along"),
    "dpop_once": ("RFC 9449 §4.3", "there is one DPoP header, not more"),
    "dpop_is_jwt": ("RFC 9449 §4.3", "the proof is one JWT"),
    "dpop_claims_present": ("RFC 9449 §4.2", "the proof has jti, htm, htu and iat"),
    "dpop_claims_readable": ("RFC 9449 §4.2", "jti is a string and iat a number"),
    "dpop_typ": ("RFC 9449 §4.2", "the proof's typ is dpop+jwt"),
    "dpop_alg": ("RFC 9449 §4.2", "the proof's alg is an asymmetric one that is taken here"),
    "dpop_jwk_public": ("RFC 9449 §4.2", "the proof's jwk is a public key, and only that"),
    "dpop_signature": ("RFC 9449 §4.3", "the proof is signed with the key that it shows"),
    "dpop_htm": ("RFC 9449 §4.3", "htm is the method of this request"),
    "dpop_htu": ("RFC 9449 §4.3", "htu is the address of this request"),
    "dpop_nonce": ("RFC 9449 §8", "the proof carries the nonce of the DPoP-Nonce header"),
    "dpop_ath": ("RFC 9449 §4.3", "ath is the hash of the access token"),
    "dpop_iat": ("RFC 9449 §4.3", "the proof was made within the last 60 seconds"),
    "dpop_jti_unused": ("RFC 9449 §11.1", "the proof is used for the first time"),
    "dpop_jkt_shape": ("RFC 9449 §10", "dpop_jkt is 43 base64url characters"),
    "dpop_key_of_the_code": ("RFC 9449 §10", "the proof's key is the one of dpop_jkt"),
    "dpop_key_of_the_token": ("RFC 9449 §7.1", "the proof's key is the one of the token"),
    "dpop_scheme": ("RFC 9449 §7.2", "a token that is bound to a key comes as DPoP, not Bearer"),
    "client_confidential": ("RFC 6749 §4.4.2", "the client proves itself with a secret"),
    "resource_absolute": ("RFC 8707 §2", "resource is an absolute URI without a fragment"),
    "resource_known": ("RFC 8707 §2", "resource is one that this server gives tokens for"),
    "resource_granted": ("RFC 8707 §2.2", "resource is one that was granted"),
    # revocation and introspection
    "token_present": ("RFC 7009 §2.1", "token is present"),
    "token_of_this_client": ("RFC 7009 §2.1", "the token was issued to this client"),
    # the API
    "bearer_present": ("RFC 6750 §2.1", "the Authorization header is: Bearer, a space, a token"),
    "token_valid": ("RFC 6750 §3.1", "the access token is valid, not expired, not revoked"),
    "token_for_this_api": ("RFC 8707 §2", "the access token is for this API"),
    "scope_sufficient": ("RFC 6750 §3.1", "the access token carries the scope needed here"),
    "order_readable": ("PhotoBox API", "the order names a photo and a number of copies"),
    # dynamic registration
    "metadata_is_json": ("RFC 7591 §3.1", "the body is a JSON object"),
    "redirect_uris_usable": (
        "RFC 7591 §2",
        "redirect_uris is a list of absolute URLs without fragment",
    ),
    "auth_method_supported": ("RFC 7591 §2", "token_endpoint_auth_method is one that is offered"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """The result of one rule for one request."""

    name: str
    passed: bool
    expected: str = ""
    received: str = ""

    @property
    def section(self) -> str:
        return RULES[self.name][0]

    @property
    def sentence(self) -> str:
        return RULES[self.name][1]

    def __str__(self) -> str:
        mark = "✓" if self.passed else "✗"
        differs = ""
        if not self.passed and (self.expected or self.received):
            differs = f": expected {self.expected}, received {self.received}"
        return f"{mark} {self.sentence} ({self.section}){differs}"

    __repr__ = __str__


class Refused(Exception):
    """Raised when a request breaks a rule; carries what the client is told."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = _plain(description)
        self.status = status


class Checklist(list[Check]):
    """The checks of one request, in the order in which they were made."""

    def require(
        self,
        name: str,
        passed: object,
        *,
        error: str = "invalid_request",
        description: str = "",
        expected: str = "",
        received: str = "",
        status: int = 400,
    ) -> None:
        """Note the result of a rule, and stop the request where it is broken.

        Args:
            name: A key of ``RULES``.
            passed: Whether the rule is kept.
            error: The RFC's error code, sent when it is not.
            description: What the client is told. Default: made of the rule.
            expected: What the rule wants, fit to be shown.
            received: What came, fit to be shown: never a secret.
            status: The HTTP status of the refusal.

        Raises:
            Refused: When the rule is broken.
        """
        check = Check(name, bool(passed), expected, received)
        self.append(check)
        if not check.passed:
            raise Refused(error, description or _describe(check), status)

    @property
    def failed(self) -> Check | None:
        """The rule that ended the request, or None."""
        return next((check for check in self if not check.passed), None)


def _plain(text: str) -> str:
    # RFC 6749 §5.2: printable ASCII, neither a double quote nor a backslash
    plain = text.replace("§", "section ").replace('"', "'").replace("\\", "/")
    return "".join(character if " " <= character <= "~" else "?" for character in plain)


def _describe(check: Check) -> str:
    text = f"The rule is that {check.sentence} ({check.section})."
    if check.expected:
        text += f" Expected {check.expected}"
        text += f", received {check.received}." if check.received else "."
    return text
