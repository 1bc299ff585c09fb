"""What an import costs: fresh processes, CPU time, net of bare Python.

``python -m benchmarks.import_time [ROUNDS]``
"""

import statistics
import sys
from functools import partial

from benchmarks.measure import cpu_of, has, headline, in_turns, table, verdict

OURS = "import oauth_tutorial"
NAMES = (
    "LoopbackReceiver, build_authorization_url, code_challenge, exchange_code, "
    "new_code_verifier, new_state, read_redirect, record, refresh, revoke"
)
BARE = "bare Python"
USED = "from oauth_tutorial import all client names"
PEERS = {
    "import requests": "requests",
    "import requests_oauthlib": "requests_oauthlib",
    "import ipywidgets": "ipywidgets",
    "import msal": "msal",
    "import flask": "flask",
    "import google_auth_oauthlib.flow": "google_auth_oauthlib",
}


def main(rounds: int) -> None:
    """Print every import as a multiple of ``import requests``."""
    headline("Import, net of bare Python, CPU time")
    statements = {BARE: "pass", OURS: OURS, USED: f"from oauth_tutorial import {NAMES}"}
    statements |= {name: name for name, module in PEERS.items() if has(module)}
    taken = in_turns({name: partial(cpu_of, code) for name, code in statements.items()}, rounds)
    bare = statistics.median(taken.pop(BARE))
    net = {name: [value - bare for value in values] for name, values in taken.items()}
    table(net, unit=f"ms of CPU; bare Python itself {bare:.1f}", ours=OURS)
    requests = statistics.median(net["import requests"])
    verdict(f"{OURS} / import requests", statistics.median(net[OURS]) / requests, 1.10)
    print(f"{USED} / import requests: {statistics.median(net[USED]) / requests:.3g} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 31)
