"""An exercise: a judge, the mistakes that it knows by name, three hints, a solution."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from oauth_tutorial.errors import ASK_THE_DOCTOR
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.blank import has_blank
from oauth_tutorial.grading.calling import LearnersError, raised
from oauth_tutorial.grading.outcome import Hint, Outcome, Solution
from oauth_tutorial.grading.progress import attempts, note
from oauth_tutorial.grading.unfinished import NOT_ATTEMPTED, unfinished
from oauth_tutorial.grading.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical wrong answer.

    Args:
        name: A slug, counted in the progress file: ``"comma_between"``.
        says: The sentence that the learner reads: what is wrong, and the rule.
        example: An answer that makes it. The tests give it to the judge.
    """

    name: str
    says: str
    example: object


@dataclass(eq=False, kw_only=True)
class Exercise:
    """One exercise of a notebook.

    Args:
        name: Number of the notebook, dot, plain name: ``"01.authorization_url"``.
        answer: The variable that the starter cell fills in and the check is given.
        judge: ``judge(answer, **context)`` returns :func:`right` or :func:`wrong`.
            It may raise: a check says so in a sentence.
        correct: The sentence for a right answer: the rule that it keeps.
        mistakes: At least five.
        hints: Three texts: where to look, which rule, almost the code.
        solution_code: Code that sets the variable *answer*; it stands in for the starter cell.
        setup: Code that the notebook ran before: its imports, as far as *solution* needs them.
        assigned: Which values of the learner's assignment the answer must have, as
            ``("client_id", "scope")``; *hints* and *solution_code* have the story's there.
        blanks: How many ``____`` the starter cell has. Default: one.
        unlisted: A wrong answer that is none of the mistakes. The tests give it to the judge.
    """

    name: str
    answer: str
    judge: Callable[..., Verdict]
    correct: str
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]
    solution_code: str = field(repr=False)
    setup: str = field(default="", repr=False)
    assigned: tuple[str, ...] = ()
    blanks: int = 1
    unlisted: object = None
    last: Outcome = field(default=NOT_ATTEMPTED, init=False)
    _hinted: int = field(default=0, init=False)
    _asked: int = field(default=0, init=False)

    def check(self, answer: object, **context: object) -> Outcome:
        """Judge an answer and note it in the progress file. Never raises.

        Args:
            answer: The value of the variable that the starter cell names.
            **context: What the judge wants to know besides, as the task says.
        """
        outcome = self._outcome(answer, context)
        self.last = note(self.name, replace(outcome, note=self._offer(outcome.evidence)))
        return self.last

    def hint(self) -> Hint:
        """Return the next hint; the last one again when there is none left."""
        self._hinted = min(self._hinted + 1, len(self.hints))
        return Hint(self._hinted, len(self.hints), self._mine(self.hints[self._hinted - 1]))

    def solution(self) -> Solution:
        """Return the solution: after an attempt, or when asked a second time."""
        self._asked += 1
        if self._asked > 1 or attempts(self.name):
            return Solution(self._mine(self.solution_code))
        return Solution("", "try once first, or run this again to see it now.")

    def solved(self) -> Any:
        """Run the solution and return its answer."""
        namespace: dict[str, Any] = {"__name__": "solution"}
        exec(f"{self.setup}\n{self._mine(self.solution_code)}", namespace)  # noqa: S102 - our own text
        return namespace[self.answer]

    def catch_up(self, answer: Any) -> Any:
        """Return the learner's answer where it was correct, else the solution's.

        So a skipped exercise blocks nothing that follows.
        """
        if self.last.state == "correct":
            return answer
        print("Catch-up: the cells below use the solution's answer.")
        return self.solved()

    def __repr__(self) -> str:
        return f"Exercise {self.name}: {self.last.state}"

    def _mine(self, text: str) -> str:
        """Put the learner's own values into a text."""
        if not self.assigned:
            return text
        return assignment.fill(text, self.assigned)

    def _offer(self, evidence: object) -> str:
        """One line that leads to the doctor, where the doctor knows more."""
        if evidence is None:
            return ""
        from oauth_tutorial.doctor import diagnose  # its tables are loaded when they are needed

        if diagnose(evidence).cause in {"", "unknown"}:
            return ""
        plain = self.name.partition(".")[2]
        return f"{ASK_THE_DOCTOR.removesuffix('()')}({plain}.last.evidence)"

    def _outcome(self, answer: object, context: dict[str, object]) -> Outcome:
        try:
            if has_blank(answer):
                return unfinished(answer, self.blanks)
            return self._explain(self.judge(answer, **context))
        except LearnersError as learners:
            return _raised(learners.error)
        except (Exception, SystemExit) as error:  # a learner's answer can be anything at all
            return Outcome(
                "not yet",
                f"the check could not use this answer ({type(error).__name__}). "
                "Compare its kind with what the task asks for.",
                evidence=error,
            )

    def _explain(self, verdict: Verdict) -> Outcome:
        if verdict.right:
            return Outcome("correct", verdict.text or self.correct)
        says = {mistake.name: mistake.says for mistake in self.mistakes}
        if verdict.mistake is not None and not verdict.text:
            text = says[verdict.mistake]
        else:
            text = verdict.text or "this is something else than the task asks for."
        return Outcome(
            "not yet", text, verdict.mistake, verdict.difference, evidence=verdict.evidence
        )


def _raised(error: BaseException) -> Outcome:
    return Outcome("not yet", raised(error, "your function"), evidence=error)
