"""One message between two parties, as it was seen."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_pairs, split_url
from oauth_tutorial.text.redaction import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response, or a message that has no response.

    The values stay in memory, so that they can be compared; the repr shows the
    shape of every secret.

    Attributes:
        status: The HTTP status; 0 where no answer came, or none was expected.
        started_at: Seconds since 1970.
        elapsed: Seconds until the answer was here.
        channel: ``"back"``: client and server alone; ``"front"``: through the browser.
        sender: ``"client"``, ``"browser"`` or ``"server"``.
        recipient: The same three.
        remark: What the recipient made of it, in one sentence, or what went wrong.
        party: Who sent it, where it was not the learner's own client: ``"Mallory"``.
    """

    method: str
    url: str = field(repr=False)
    request_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request_body: str = field(default="", repr=False)
    status: int = 0
    response_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    response_body: str = field(default="", repr=False)
    started_at: float = field(default_factory=time.time, repr=False)
    elapsed: float = field(default=0.0, repr=False)
    channel: str = "back"
    sender: str = "client"
    recipient: str = "server"
    remark: str = ""
    party: str = ""

    def __repr__(self) -> str:
        parts = split_url(self.url)
        sent = read_pairs(parts.query, blank=False) + read_pairs(self.request_body, blank=False)
        shown = "".join(
            f"\n    {plain(name)} = {plain(redact(name, value))}" for name, value in sent
        )
        host = parts.netloc.rpartition("@")[2]  # what stands before an @ is a password
        address = plain(f"{parts.scheme}://{host}{parts.path}", 2000)
        answer = self.status or plain(self.remark, 2000) or "no answer"
        whose = f"{plain(self.party)}: " if self.party else ""
        return f"{whose}{plain(self.method)} {address} → {answer}{shown}"


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header by its name in lower case, whatever case it came in, or an empty string."""
    return next((value for key, value in headers.items() if key.lower() == name), "")
