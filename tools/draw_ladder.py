"""Draw docs/ladder.svg, the picture of the README, from a real sign-in.

    python -m tools.draw_ladder

Everything in it is what went over the wire: the service runs, the pages are walked through, the
code is exchanged. Values that differ in every run are left out, so two runs draw the same words.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from jinja2 import Environment

from oauth_tutorial import (
    LoopbackReceiver,
    build_authorization_url,
    code_challenge,
    exchange_code,
    new_code_verifier,
    new_state,
    practice,
    record,
    visit,
)
from oauth_tutorial.ladder import ladder
from oauth_tutorial.ladder.message import ANSWER, API, BROWSER, CLIENT, REDIRECT, SIGN_IN, Message

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "ladder.svg"
LANES = (BROWSER, CLIENT, SIGN_IN, API)
SHOWN = (  # parameters that a reader of the first screen should see travel
    *("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code"),
    *("client_secret", "code_verifier", "access_token", "id_token", "username", "password"),
)
WIDTH, MARGIN, HEAD, STEP = 860, 110, 64, 40  # pixels

TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" role="img"
     aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12">
<title id="title">A sign-in as the course draws it: who sends what to whom</title>
<style>
  svg { --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --front: #0550ae; --back: #1a7f37;
        --paper: #ffffff }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --front: #79c0ff; --back: #7ee787;
          --paper: #0d1117 }
  }
  rect { fill: var(--paper) }
  text { fill: var(--ink); text-anchor: middle; paint-order: stroke; stroke: var(--paper);
         stroke-width: 4px }
  .lane { font-weight: 600 } .more { fill: var(--soft); font-size: 11px }
  .life { stroke: var(--line); stroke-dasharray: 3 4 } .way { stroke-width: 1.6; fill: none }
  .front { stroke: var(--front) } .back { stroke: var(--back) }
  .front-key { fill: var(--front) } .back-key { fill: var(--back) }
  .tip { stroke: none } .answer { stroke-dasharray: 5 3 }
</style>
<defs>
{%- for way in ("front", "back") %}
  <marker id="{{ way }}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
          orient="auto"><path class="tip {{ way }}-key" d="M0 0 8 4 0 8z"/></marker>
{%- endfor %}
</defs>
<rect width="{{ width }}" height="{{ height }}" rx="8"/>
{%- for name, x in lanes %}
<line class="life" x1="{{ x }}" y1="{{ head - 14 }}" x2="{{ x }}" y2="{{ height - 40 }}"/>
<text class="lane" x="{{ x }}" y="{{ head - 28 }}">{{ name }}</text>
{%- endfor %}
{%- for arrow in arrows %}
<text x="{{ arrow.middle }}" y="{{ arrow.y - 16 }}">{{ arrow.label }}</text>
<text class="more" x="{{ arrow.middle }}" y="{{ arrow.y - 4 }}">{{ arrow.more }}</text>
<path class="way {{ arrow.channel }}{{ ' answer' if arrow.is_answer }}"
      d="M{{ arrow.start }} {{ arrow.y }}H{{ arrow.end }}" marker-end="url(#{{ arrow.channel }})"/>
{%- endfor %}
<text class="front-key" x="{{ width / 2 - 150 }}" y="{{ height - 14 }}">front channel: through the \
browser</text>
<text class="back-key" x="{{ width / 2 + 150 }}" y="{{ height - 14 }}">back channel: server to \
server</text>
</svg>
"""


@dataclass(frozen=True)
class Arrow:
    """One line between two lanes, with its words."""

    label: str
    more: str
    start: float
    end: float
    y: int
    channel: str
    is_answer: bool

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def sign_in() -> list[Message]:
    """Sign Alice in with PKCE, fetch a token, call the API; return what the ladder has of it."""
    photobox = practice.start()
    state, verifier = new_state(), new_code_verifier()
    with record() as log, LoopbackReceiver(state=state) as receiver:
        visit(
            build_authorization_url(
                photobox.authorization_endpoint,
                client_id="printshop",
                redirect_uri=receiver.redirect_uri,
                scope="photos.read openid",
                state=state,
                code_challenge=code_challenge(verifier),
            )
        )
        tokens = exchange_code(
            photobox.token_endpoint,
            code=receiver.wait(timeout=20).code,
            redirect_uri=receiver.redirect_uri,
            client_id="printshop",
            client_secret="printshop-secret",  # noqa: S106 - the story's, which everybody knows
            code_verifier=verifier,
        )
        bearer = {"Authorization": f"Bearer {tokens.access_token}"}
        requests.get(f"{photobox.api}/photos", headers=bearer, timeout=10)
    return ladder(log).messages


def draw(messages: Sequence[Message]) -> str:
    """Return the picture as SVG."""
    places = _places()
    arrows = list(_arrows(messages, places))
    return Environment(autoescape=True).from_string(TEMPLATE).render(
        width=WIDTH, height=HEAD + STEP * len(arrows) + 60, head=HEAD,
        lanes=places.items(), arrows=arrows,
    ) + "\n"  # fmt: skip


def words(svg: str) -> list[str]:
    """Return what stands in the picture, in order."""
    return [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if text]


def _places() -> dict[str, float]:
    apart = (WIDTH - 2 * MARGIN) / (len(LANES) - 1)
    return {name: MARGIN + number * apart for number, name in enumerate(LANES)}


def _arrows(messages: Sequence[Message], places: dict[str, float]) -> Iterator[Arrow]:
    y = HEAD + 30
    for message in messages:
        start, end = places[message.sender], places[message.recipient]
        asked = f"{message.method} {message.target}" if message.is_http else "the link to open"
        sent = _named(message, of_answer=False) if message.is_http else ""
        yield Arrow(asked, sent, start, end, y, message.channel, False)
        y += STEP
        more = _named(message, of_answer=True)
        if more:  # an answer that carries no more than a page needs no line of its own
            yield Arrow(message.status_line, more, end, start, y, message.channel, True)
            y += STEP


def _named(message: Message, *, of_answer: bool) -> str:
    came = {i.name for i in message.items if (i.part in {REDIRECT, ANSWER}) is of_answer}
    return " · ".join(name for name in SHOWN if name in came)


def main() -> None:
    """Write the picture."""
    os.environ["OAUTH_TUTORIAL_AUTOPILOT"] = "1"  # nobody sits there to sign in
    PICTURE.write_text(draw(sign_in()), encoding="utf-8")
    practice.start().stop()
    print(f"Written: {PICTURE.name}")


if __name__ == "__main__":
    main()
