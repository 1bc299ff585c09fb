"""Notebook 09: which of ten registrations fail, judged by what preflight knows."""

from dataclasses import dataclass

from oauth_tutorial.exercises.letters import wrong_letters
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
    "A": _App("github", "web", "http://127.0.0.1:49152/callback", "port_is_fine"),
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
    failing = {letter for letter, app in APPS.items() if app.fails()}
    if letters == failing:
        return right()
    mistake: str | None = APPS[min(letters ^ failing)].mistake
    if len(letters) == len(APPS):
        mistake = "all_of_them"
    return wrong_letters(mistake if letters else None, letters, failing, APPS)


failing_registrations = Exercise(
    name="09.failing_registrations",
    answer="failing",
    blanks=2,
    judge=_judge,
    correct="what counts is the provider's rule for this kind of app: which names of your machine, "
    "http or https, and what the address may contain.",
    mistakes=(
        Mistake(
            "port_is_fine",
            "one that works is among them. A port is no reason where it is registered with the "
            "rest, as here; and which other ports would pass is the row “redirect URI on this "
            "machine” of compare(…).",
            {"A", "B", "E", "G", "I", "J"},
        ),
        Mistake(
            "loopback_is_fine",
            "one that works is among them. Which names of your own machine a provider accepts with "
            "plain http is the row “names of this machine” of compare(…).",
            {"B", "C", "E", "G", "I", "J"},
        ),
        Mistake(
            "spotify",
            "one that fails is missing. Not every provider accepts every name of your own machine "
            "(RFC 8252 §8.3 says why).",
            {"E", "G", "I", "J"},
        ),
        Mistake(
            "https_alone",
            "one that fails is missing. A provider may want https for an app with a secret, even "
            "on your own machine.",
            {"B", "G", "I", "J"},
        ),
        Mistake(
            "kind_of_app",
            "one that works is among them. Rules depend on the kind of app: what a web app may not "
            "do, a public one sometimes may.",
            {"B", "E", "F", "G", "I", "J"},
        ),
        Mistake(
            "no_place",
            "one that fails is missing. An address where a program listens is not always one that "
            "a browser can open.",
            {"B", "E", "I", "J"},
        ),
        Mistake(
            "https_is_fine",
            "one that works is among them. What could a provider have against an address with "
            "https, a host and a path?",
            {"B", "E", "G", "H", "I", "J"},
        ),
        Mistake(
            "fragment",
            "one that fails is missing. RFC 6749 §3.1.2 names a part of an address that a redirect "
            "URI must not have, at any provider.",
            {"B", "E", "G", "J"},
        ),
        Mistake(
            "query",
            "one that fails is missing. What may stand behind the path is not the same at every "
            "provider: compare(…) has a row about it.",
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
