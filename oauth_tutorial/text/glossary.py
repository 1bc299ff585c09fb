"""What every parameter of the course's requests, responses and ID tokens means.

One sentence each, with the section that defines it. Panels, the ladder and the
doctor all read it from here.
"""

from dataclasses import dataclass

from oauth_tutorial.text.redaction import SECRET_PARAMETERS


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that goes over the wire.

    Attributes:
        name: As the RFC spells it.
        meaning: One sentence for a learner.
        section: Where it is defined.
        secret: Whether its value opens something, so that it is shown by its shape.
    """

    name: str
    meaning: str
    section: str
    secret: bool


_MEANINGS: dict[str, tuple[str, str]] = {
    # the authorization request
    "response_type": ("What kind of answer: code is the one to use.", "RFC 6749 §3.1.1"),
    "client_id": ("Who asks: the public name that the server gave to the app.", "RFC 6749 §2.2"),
    "redirect_uri": (
        "Where the answer goes: registered, and compared exactly.",
        "RFC 6749 §3.1.2",
    ),
    "scope": ("What is asked for: scope values separated by single spaces.", "RFC 6749 §3.3"),
    "state": (
        "Comes back unchanged: proof that the answer belongs to this question.",
        "RFC 6749 §10.12",
    ),
    "response_mode": (
        "How the answer travels back: query puts it into the address.",
        "OAuth Response Modes §2.1",
    ),
    "code_challenge": ("The hash of the code_verifier, shown in advance.", "RFC 7636 §4.2"),
    "code_challenge_method": (
        "How the challenge was made: S256 is the one to use.",
        "RFC 7636 §4.3",
    ),
    "nonce": (
        "Comes back inside the ID token: ties it to this sign-in.",
        "OpenID Connect Core §3.1.2.1",
    ),
    "prompt": (
        "Whether the person must be asked again: none, login or consent.",
        "OpenID Connect Core §3.1.2.1",
    ),
    "max_age": (
        "How many seconds ago, at most, the person may have signed in.",
        "OpenID Connect Core §3.1.2.1",
    ),
    "login_hint": (
        "Who will probably sign in, so that the page can fill it in.",
        "OpenID Connect Core §3.1.2.1",
    ),
    "id_token_hint": (
        "An earlier ID token: who is expected to sign in.",
        "OpenID Connect Core §3.1.2.1",
    ),
    "request_uri": (
        "Stands for parameters that were pushed to the server before.",
        "RFC 9126 §2.2",
    ),
    "resource": ("Which API the token is meant for.", "RFC 8707 §2"),
    # the redirect back
    "code": (
        "One use, about a minute. Anyone who holds it can try to exchange it.",
        "RFC 6749 §4.1.2",
    ),
    "iss": ("Which authorization server answers, or signed.", "RFC 9207 §2"),
    "error": (
        "The server or the person said no; this is the error code.",
        "RFC 6749 §4.1.2.1",
    ),
    "error_description": (
        "The server's words for developers. They come from outside.",
        "RFC 6749 §4.1.2.1",
    ),
    "error_uri": ("A page that explains the error. It comes from outside.", "RFC 6749 §4.1.2.1"),
    # the practice service's own pages
    "decision": ("Which button was pressed on the consent page.", "PhotoBox pages"),
    "form_token": ("Proof that the form comes from the page in this browser.", "PhotoBox pages"),
    # the token request
    "grant_type": ("What is offered in exchange for a token.", "RFC 6749 §4.1.3"),
    "client_secret": ("The app's own password, for the back channel only.", "RFC 6749 §2.3.1"),
    "code_verifier": ("The secret behind the code_challenge, shown now.", "RFC 7636 §4.5"),
    "refresh_token": ("Gets the next access token, without the person.", "RFC 6749 §6"),
    "client_assertion": ("A signed statement in place of client_secret.", "RFC 7521 §4.2"),
    "client_assertion_type": ("What kind of statement client_assertion is.", "RFC 7521 §4.2"),
    "assertion": ("A signed statement that is exchanged for a token.", "RFC 7521 §4.1"),
    "username": ("Who signs in. Only the sign-in page may ask.", "RFC 6749 §3.1"),
    "password": ("The person's password. Only the sign-in page may see it.", "RFC 6749 §3.1"),
    # the token response
    "access_token": ("The key to the API. Anyone who holds it can use it.", "RFC 6749 §5.1"),
    "token_type": ("How the token is sent: Bearer, or DPoP with a proof.", "RFC 6749 §7.1"),
    "expires_in": ("How many seconds the access token is valid.", "RFC 6749 §5.1"),
    "id_token": ("A signed statement about who signed in.", "OpenID Connect Core §2"),
    # revocation and introspection
    "token": ("The token that is asked about, or revoked.", "RFC 7009 §2.1"),
    "token_type_hint": ("Which kind of token it is, to find it sooner.", "RFC 7009 §2.1"),
    "active": ("Whether the token is valid now.", "RFC 7662 §2.2"),
    # claims of an ID token, and of an access token in the form of a JWT
    "sub": ("Who it is about: never reused, and unique to this issuer.", "OpenID Connect Core §2"),
    "aud": ("Who it is for: your client_id, or the API.", "OpenID Connect Core §2"),
    "exp": ("When it expires, in seconds since 1970.", "RFC 7519 §4.1.4"),
    "iat": ("When it was issued, in seconds since 1970.", "RFC 7519 §4.1.6"),
    "nbf": ("When it becomes valid, in seconds since 1970.", "RFC 7519 §4.1.5"),
    "jti": ("Its own name, so that a second use is seen.", "RFC 7519 §4.1.7"),
    "azp": ("The client that it was issued to.", "OpenID Connect Core §2"),
    "auth_time": ("When the person signed in, in seconds since 1970.", "OpenID Connect Core §2"),
    "acr": ("How strong the sign-in was.", "OpenID Connect Core §2"),
    "amr": ("How the person signed in.", "OpenID Connect Core §2"),
    "at_hash": (
        "Half of the access token's hash: ties the two together.",
        "OpenID Connect Core §3.1.3.6",
    ),
    "name": ("The person's name, to show.", "OpenID Connect Core §5.1"),
    "cnf": ("The key that the holder of the token must prove to have.", "RFC 7800 §3.1"),
    "jkt": ("The hash of the DPoP key.", "RFC 9449 §6.1"),
    # the device flow
    "device_code": ("What the device sends each time it asks for the token.", "RFC 8628 §3.2"),
    "user_code": ("What the person types on another screen.", "RFC 8628 §3.2"),
    "verification_uri": ("Where the person types the user_code.", "RFC 8628 §3.2"),
    "verification_uri_complete": (
        "The same address with the user_code inside, for a QR code.",
        "RFC 8628 §3.3.1",
    ),
    "interval": ("How many seconds to wait between two requests.", "RFC 8628 §3.2"),
    # DPoP: claims of the proof
    "htm": ("The method of the request that the proof is for.", "RFC 9449 §4.2"),
    "htu": ("The address of the request that the proof is for.", "RFC 9449 §4.2"),
    "ath": ("The hash of the access token that the proof goes with.", "RFC 9449 §4.2"),
    "dpop_jkt": ("The hash of the key that the code is tied to.", "RFC 9449 §10"),
    # dynamic registration
    "registration_access_token": ("Opens this client's registration.", "RFC 7592 §3"),
    "registration_client_uri": ("Where this client's registration is kept.", "RFC 7592 §3"),
    "client_id_issued_at": (
        "When the client registered, in seconds since 1970.",
        "RFC 7591 §3.2.1",
    ),
    "client_secret_expires_at": (
        "When the secret expires, in seconds since 1970; 0: never.",
        "RFC 7591 §3.2.1",
    ),
    "id_token_signed_response_alg": (
        "What the client's ID tokens are signed with.",
        "OpenID Connect Registration §2",
    ),
    "grant_types": ("Every way in which the client may get a token.", "RFC 7591 §2"),
    "response_types": ("What the client may ask the authorization endpoint for.", "RFC 7591 §2"),
    "client_name": ("What the consent page calls the app.", "RFC 7591 §2"),
    "redirect_uris": ("Every address that answers may go to.", "RFC 7591 §2"),
    "token_endpoint_auth_method": ("How the client authenticates.", "RFC 7591 §2"),
}

PARAMETERS: dict[str, Parameter] = {
    name: Parameter(name, meaning, section, name in SECRET_PARAMETERS)
    for name, (meaning, section) in _MEANINGS.items()
}


def describe(name: str) -> str:
    """Say what a parameter means and where that stands.

    Example:
        >>> describe("scope")
        'What is asked for: scope values separated by single spaces (RFC 6749 §3.3).'
        >>> describe("sope")
        'Not a name of the RFCs.'
    """
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return "Not a name of the RFCs."
    return f"{parameter.meaning.removesuffix('.')} ({parameter.section})."
