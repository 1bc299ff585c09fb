"""Notebook 09: which of ten registrations fail, judged by what preflight knows."""

from dataclasses import dataclass

from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import letters_of
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.presets import AppKind
from oauth_tutorial.providers import preflight


@dataclass(frozen=True)
class _App:
    """An app that is registered with exactly the redirect URI that it sends.

    Attributes:
        slug: The preset.
        kind: The kind of app.
        redirect_uri: What is registered, and sent.
        mistake: The name of the mistake of anyone who judges it wrongly.
    """

    slug: str
    kind: AppKind
    redirect_uri: str
    mistake: str

    def fails(self) -> bool:
        found = preflight(self.slug, redirect_uri=self.redirect_uri, app=self.kind)
        return any(one.level == "will fail" and one.rule in _OF_THE_URI for one in found)


_OF_THE_URI = {"redirect_host", "redirect_scheme", "redirect_form"}
APPS: dict[str, _App] = {
    "A": _App("github", "web", "http://127.0.0.1:49152/callback", "loopback_is_fine"),
    "B": _App("spotify", "web", "http://localhost:8888/callback", "spotify"),
    "C": _App("spotify", "web", "http://127.0.0.1:8888/callback", "loopback_is_fine"),
    "D": _App("discord", "web", "http://localhost:3000/callback", "loopback_is_fine"),
    "E": _App("slack", "web", "http://localhost:3000/callback", "https_alone"),
    "F": _App("slack", "public", "http://localhost:3000/callback", "kind_of_app"),
    "G": _App("google", "web", "http://0.0.0.0:8000/callback", "no_place"),
    "H": _App("google", "web", "https://app.example/callback", "https_is_fine"),
    "I": _App("gitlab", "web", "https://app.example/callback#home", "fragment"),
    "J": _App("tiktok", "web", "https://app.example/callback?from=login", "query"),
}


def as_text() -> str:
    """Write the task's table."""
    return "\n".join(
        f"{letter}  {one.slug:<9}{one.kind:<8}{one.redirect_uri}" for letter, one in APPS.items()
    )


def _judge(answer: set[str]) -> Verdict:
    letters = letters_of(answer)
    if letters - set(APPS):
        return wrong("not_letters", expected="letters from A to J", received=answer)
    for letter, app in APPS.items():
        fails = app.fails()
        if (letter in letters) == fails:
            continue
        words = ("fails", "works") if fails else ("works", "fails")
        mistake: str | None = app.mistake
        if len(letters) == len(APPS):
            mistake = "all_of_them"
        return wrong(
            mistake if letters else None,
            part=f"your answer about {letter} ({app.slug}, {app.kind})",
            expected=words[0],
            received=words[1],
        )
    return right()


failing_registrations = Exercise(
    name="09.failing_registrations",
    answer="failing",
    blanks=2,
    judge=_judge,
    correct="what counts is the provider's rule for this kind of app: which names of your machine, "
    "http or https, and what the address may contain.",
    mistakes=(
        Mistake(
            "loopback_is_fine",
            "this provider accepts plain http for this name of your own machine.",
            {"A", "B", "E", "G", "I", "J"},
        ),
        Mistake(
            "spotify",
            "the host is localhost, but Spotify accepts 127.0.0.1 (RFC 8252 §8.3 says why).",
            {"E", "G", "I", "J"},
        ),
        Mistake(
            "https_alone",
            "a Slack app with a secret needs https: no address on your own machine is accepted.",
            {"B", "G", "I", "J"},
        ),
        Mistake(
            "kind_of_app",
            "rules depend on the kind of app: with PKCE on, Slack accepts http for localhost.",
            {"B", "E", "F", "G", "I", "J"},
        ),
        Mistake(
            "no_place",
            "0.0.0.0 is where a program listens, on every address; a browser cannot open it.",
            {"B", "E", "I", "J"},
        ),
        Mistake(
            "https_is_fine",
            "an ordinary https address is accepted everywhere.",
            {"B", "E", "G", "H", "I", "J"},
        ),
        Mistake(
            "fragment",
            "a redirect URI must not have a fragment, the part from # on (RFC 6749 §3.1.2).",
            {"B", "E", "G", "J"},
        ),
        Mistake(
            "query",
            "TikTok does not accept a query in the redirect URI of a web app.",
            {"B", "E", "G", "I"},
        ),
        Mistake(
            "all_of_them",
            "some of them work: compare the names of your own machine that each provider accepts.",
            set(APPS),
        ),
        Mistake("not_letters", 'write a set of letters, as {"A", "B"}.', {"github"}),
    ),
    hints=(
        'where to look: compare("spotify", "slack", "tiktok") has the rows about the redirect URI.',
        "the rules: which names of this machine are accepted, whether it has to be https, and "
        "whether the address contains a # or a ? that is not allowed.",
        "almost the answer: five of the ten. One at Spotify, one at Slack, one that no browser "
        "can open, and two with something after the path.",
    ),
    solution_code='failing = {"B", "E", "G", "I", "J"}',
    unlisted=set(),
)
