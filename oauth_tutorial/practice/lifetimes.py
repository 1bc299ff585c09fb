"""How long things live, in seconds of the service's clock."""

CODE_SECONDS = 60  # RFC 6749 §4.1.2 recommends ten minutes at most
ACCESS_TOKEN_SECONDS = 3600
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
