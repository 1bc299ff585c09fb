"""Causes read from exceptions: the class, and what its message says in a fixed form."""

import re
from collections.abc import Iterator
from dataclasses import replace

from oauth_tutorial.doctor.diagnosis import (
    GENERIC,
    HINT,
    LITTLE,
    RAISED,
    WORDED,
    Finding,
    ranked,
)
from oauth_tutorial.doctor.facts import Facts, Failure
from oauth_tutorial.doctor.rules.reasons import stands_for_many
from oauth_tutorial.doctor.step import step_of
from oauth_tutorial.doctor.vocabulary.table import of_kind

_NETWORK = re.compile(
    r"HTTPS?ConnectionPool|Max retries exceeded|Failed to resolve|Name or service not known"
    r"|RemoteDisconnected|Connection aborted|Remote end closed connection|NewConnectionError",
)
_TLS = re.compile(r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLError\(|ERR_CERT_\w+")
_NO_JSON = re.compile(r"Expecting value: line 1 column 1 \(char 0\)")
_KEYS = {"access_token": "error_in_success_status", "refresh_token": "no_refresh_token"}


def exceptions(facts: Facts) -> Iterator[Finding]:
    """The class of an exception, the most specific one that is known."""
    known = of_kind("exceptions")
    for failure in facts.failures:
        name = next((name for name in failure.names if name.lower() in known), None)
        if name is not None:
            row = known[name.lower()]
            # an answer, where there is one, says more than a class that says little
            causes = row.causes_at(step_of(facts))
            weight = LITTLE if row.little else RAISED
            # of a class of many causes, the message says which: not understood, it is no answer
            is_vague = stands_for_many(row, causes) and len(failure.message.split()) > 2
            weight = HINT if is_vague else weight
            witness = "" if row.little else "raised"
            yield from ranked(causes, weight, f"{name} was raised", witness)
        elif failure.names[0] == "KeyError":
            key = failure.message.strip("'\" ")
            if key in _KEYS:
                yield _missing(key, facts)
        yield from _by_message(failure, facts)


def _missing(key: str, facts: Facts) -> Finding:
    """A KeyError. Without the answer it cannot be known what the server said in it."""
    finding = Finding(_KEYS[key], GENERIC, f"the answer has no {key}")
    if key != "access_token" or facts.answers:
        return finding
    return replace(
        finding,
        summary="The answer has no access_token: most likely the server reports an error in it.",
        fix="Look for error in the answer before you read access_token, whatever the status says: "
        "GitHub sends 200. Then give me that answer: its error names the cause.",
    )


def _by_message(failure: Failure, facts: Facts) -> Iterator[Finding]:
    name, message = failure.names[0], failure.message
    if name in {"ConnectionError", "Timeout", "OperationalError"} and not _NETWORK.search(message):
        return
    if _TLS.search(message) or (_NETWORK.search(message) and name.endswith("Error")):
        yield Finding("tls_or_network", WORDED - 10, f"{name}: no answer came")
    if "JSONDecodeError" not in failure.names or not _NO_JSON.search(message):
        return
    if failure.document is None and not any(answer.text for answer in facts.answers):
        said = "the answer is not JSON, from its very first character"
        yield from ranked(("form_encoded_response", "not_json"), GENERIC - 3, said)
    elif failure.document is not None and failure.document.strip()[:1] in {"", "<"}:
        what = "an HTML page" if failure.document.strip() else "empty"
        yield Finding("not_json", WORDED, f"the text that is not JSON is {what}")


RULES = (exceptions,)
