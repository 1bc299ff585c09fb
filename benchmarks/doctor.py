"""The doctor on long texts: ``python -m benchmarks.doctor`` prints seconds and how they grow.

The texts are what takes readers of logs longest: one piece repeated, and a real failure at the
end. ``growth`` is the time for ten times as much text, as a multiple: 10 would be linear.
"""

import json
import subprocess
import sys
import time

from benchmarks.measure import environment, headline, verdict
from oauth_tutorial.doctor import diagnose

SHORT, LONG = 100_000, 1_000_000  # characters
FAILURE = "\noauthlib.oauth2.rfc6749.errors.MismatchingStateError: (mismatching_state)"
PIECES = {
    "sentences": "the redirect_uri is invalid and the state does not match\n",
    "one word": "aB",
    "opened braces": '{"error": ',
    "a log": '10.0.0.7 "POST /oauth/token HTTP/1.1" 401 55\n',
    "redirects": "https://a.example/cb?code=abcdefghijklmnop&state=x ",
    "a traceback": '  File "a.py", line 1, in f\n',
    "curl commands": "curl -d grant_type=x http://127.0.0.1/token\n",
    "a page": "<div><p>invalid code</p>",
    "error codes": "invalid_grant: ",
    "nearly a match": "redirect_uri did did did not not ",
}


def seconds(text: str) -> float:
    """Return the time of one diagnosis."""
    begun = time.perf_counter()
    diagnose(text)
    return time.perf_counter() - begun


def of_length(piece: str, length: int) -> str:
    """Return a text of that many characters, with a failure at its end."""
    return (piece * (length // len(piece) + 1))[: length - len(FAILURE)] + FAILURE


def main() -> None:
    """Time each piece at both lengths, a body of 1 MB, and the command."""
    diagnose("")  # the vocabulary is read once
    headline(f"diagnose: {SHORT // 1000} KB and {LONG // 1000} KB")
    for name, piece in PIECES.items():
        short = min(seconds(of_length(piece, SHORT)) for _ in range(3))
        long = min(seconds(of_length(piece, LONG)) for _ in range(3))
        verdict(f"{name}: seconds for 1 MB", long, 1.0, "s")
        verdict(f"{name}: growth", long / short, 10.0, "x")
    body = json.dumps({"errors": [{"message": "invalid code"}] * (LONG // 30)})
    verdict("a JSON body of 1 MB", seconds(body), 1.0, "s")
    headline("oauth-tutorial doctor -, 1 MB on standard input")
    begun = time.perf_counter()
    command = [sys.executable, "-m", "oauth_tutorial", "doctor", "-"]
    text = of_length(PIECES["sentences"], LONG)
    run = subprocess.run(
        command, input=text.encode(), env=environment(), capture_output=True, check=False
    )
    assert b"state_mismatch" in run.stdout, run.stdout
    verdict("the whole command, Python's start included", time.perf_counter() - begun, 1.0, "s")


if __name__ == "__main__":
    main()
