"""The attacks of notebook 07: PrintShop as it should not be written, and Mallory.

Everything happens on loopback, and nothing that Mallory catches leaves the kernel. PrintShop
(``shop``, ``site``) and Mallory (``mallory``) are real programs that speak HTTP; who won is read
from the log of the practice service, and not from what either of them says.

Example:
    >>> from oauth_tutorial.exercises.attacks import PrintShop, login_csrf
    >>> login_csrf.run(login_csrf.fixed()).mallory_wins
    False
"""

from oauth_tutorial.exercises.attacks.attack import Attack, Verdict
from oauth_tutorial.exercises.attacks.mallory import query_of
from oauth_tutorial.exercises.attacks.played import Played
from oauth_tutorial.exercises.attacks.shop import (
    PrintShop,
    anything,
    dpop_proof,
    renew_tokens,
    same,
)
from oauth_tutorial.exercises.attacks.table import (
    ATTACKS,
    always_the_same,
    code_injection,
    code_interception,
    code_replay,
    login_csrf,
    mix_up,
    open_redirect,
    scope_creep,
    stolen_access_token,
    stolen_refresh_token,
    token_leak,
)

__all__ = [
    "ATTACKS",
    "Attack",
    "Played",
    "PrintShop",
    "Verdict",
    "always_the_same",
    "anything",
    "code_injection",
    "code_interception",
    "code_replay",
    "dpop_proof",
    "login_csrf",
    "mix_up",
    "open_redirect",
    "query_of",
    "renew_tokens",
    "same",
    "scope_creep",
    "stolen_access_token",
    "stolen_refresh_token",
    "token_leak",
]
