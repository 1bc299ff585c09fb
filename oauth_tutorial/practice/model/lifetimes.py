"""How long things live, in seconds of the service's clock."""

SIGN_IN_SECONDS = 1800  # from the first page to Approve
CODE_SECONDS = 60  # RFC 6749 §4.1.2 recommends ten minutes at most
ACCESS_TOKEN_SECONDS = 3600
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
PUSHED_REQUEST_SECONDS = 60  # RFC 9126 §2.2
DEVICE_CODE_SECONDS = 600  # RFC 8628 §3.2
POLL_SECONDS = 5  # between two requests of a device, RFC 8628 §3.2
SLOW_DOWN_SECONDS = 5  # more, for one that asks too often, RFC 8628 §3.5
PROOF_SECONDS = 60  # a DPoP proof may be this old, or this far ahead (RFC 9449 §11.1)
NONCE_SECONDS = 300
