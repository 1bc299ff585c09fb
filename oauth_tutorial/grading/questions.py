"""Questions that are answered with a panel: predict, put in order, who sends this?

The models stand here and know nothing of widgets; ``question_panels`` draws them.
``Order`` and ``WhoSends`` are exercises, with a check that takes plain values, so
everything can be answered from code as well. A ``Predict`` is not graded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.notebook.shown import Panelled
from oauth_tutorial.text.plain import plain


@dataclass(frozen=True, repr=False)
class Predict(Panelled):
    """A question before a cell is run; the answer is shown after a choice, and not before.

    Args:
        question: What will happen?
        choices: Two to four, in words.
        answer: Which of them happens, counted from 0.
        reveals: What happens and why.
    """

    question: str
    _: KW_ONLY
    choices: tuple[str, ...]
    answer: int
    reveals: str

    def choose(self, number: int) -> str:
        """Return what is shown after a choice, counted from 0."""
        happens = "As you predicted" if number == self.answer else "Not as you predicted"
        return f"{happens}: {self.reveals}"

    def panel(self) -> Any:
        """Make the panel: a button for each choice."""
        from oauth_tutorial.grading import question_panels

        return question_panels.predict(self.question, self.choices, self.choose)

    def __repr__(self) -> str:
        return f"Predict: {self.question}"


@dataclass(frozen=True)
class Pair:
    """A typical mistake of an order: the name and sentence for *later* put before *earlier*."""

    name: str
    says: str
    earlier: str
    later: str


class Order(Panelled, Exercise):
    """Put these messages in order.

    Args:
        name: Number of the notebook, dot, slug.
        question: What is to be ordered.
        messages: In the right order.
        start: The order in which they are shown first: numbers, counted from 0.
        pairs: Five or more typical mistakes; the first that applies is named.
        correct: The sentence for the right order.
        hints: Where to look, which rule, almost the answer.
    """

    def __init__(
        self,
        name: str,
        question: str,
        *,
        messages: Sequence[str],
        start: Sequence[int],
        pairs: Sequence[Pair],
        correct: str,
        hints: tuple[str, str, str],
    ) -> None:
        self.question, self.messages, self.pairs = question, tuple(messages), tuple(pairs)
        self.start = [self.messages[number] for number in start]
        super().__init__(
            name=name,
            answer="order",
            judge=self._judge,
            correct=correct,
            mistakes=tuple(Mistake(p.name, p.says, self._example(p)) for p in pairs),
            hints=hints,
            solution_code=f"order = {list(self.messages)!r}",
            unlisted=self.messages[:-1],
        )

    def _judge(self, answer: Sequence[str]) -> Verdict:
        order = list(answer)
        if order == list(self.messages):
            return right()
        if sorted(order) != sorted(self.messages):
            return wrong(text=self._other_messages(order), expected=self.messages, received=order)
        mistake = next(self._applying(order), None)
        place = next(i for i, (a, b) in enumerate(zip(self.messages, order, strict=True)) if a != b)
        # the right message is not shown: only where the first wrong one stands
        text = "" if mistake else f"number {place + 1} is not right yet: {order[place]!r}."
        return wrong(mistake, text=text)

    def _other_messages(self, order: Sequence[str]) -> str:
        """Say which message is missing, is there twice, or is none of them."""
        strange = [str(one) for one in order if one not in self.messages]
        missing = [one for one in self.messages if one not in order]
        if strange:
            return f"this is none of the messages: {plain(strange[0], 80)!r}."
        if missing:
            return f"{len(missing)} of {len(self.messages)} messages are missing."
        return "a message is there twice."

    def _applying(self, order: list[str]) -> Iterator[str]:
        for pair in self.pairs:
            if order.index(pair.later) < order.index(pair.earlier):
                yield pair.name

    def _example(self, pair: Pair) -> list[str]:
        order = [message for message in self.messages if message != pair.later]
        order.insert(order.index(pair.earlier), pair.later)
        return order

    def panel(self) -> Any:
        """Make the panel: a list, and buttons that move its lines."""
        from oauth_tutorial.grading import question_panels

        return question_panels.order(self, self.question, self.start)

    def __repr__(self) -> str:
        return f"Put in order: {self.question}"


@dataclass(frozen=True)
class Taken:
    """A typical mistake of *who sends this?*: the name and sentence for that wrong sender."""

    name: str
    says: str
    message: str
    sender: str


class WhoSends(Panelled, Exercise):
    """Who sends this? One sender for each message.

    Args:
        name: Number of the notebook, dot, slug.
        question: What is asked.
        senders: Message → who sends it.
        choices: Everybody who could.
        taken: Five or more typical mistakes.
        correct: The sentence for the right answer.
        hints: Where to look, which rule, almost the answer.
        unlisted: A wrong answer that is none of the mistakes.
    """

    def __init__(
        self,
        name: str,
        question: str,
        *,
        senders: Mapping[str, str],
        choices: Sequence[str],
        taken: Sequence[Taken],
        correct: str,
        hints: tuple[str, str, str],
        unlisted: tuple[str, str],
    ) -> None:
        self.question, self.senders, self.choices = question, dict(senders), tuple(choices)
        self._taken = {(one.message, one.sender): one.name for one in taken}
        super().__init__(
            name=name,
            answer="senders",
            judge=self._judge,
            correct=correct,
            mistakes=tuple(
                Mistake(t.name, t.says, self.senders | {t.message: t.sender}) for t in taken
            ),
            hints=hints,
            solution_code=f"senders = {self.senders!r}",
            unlisted=self.senders | dict([unlisted]),
        )

    def _judge(self, answer: Mapping[str, str]) -> Verdict:
        for message, sender in self.senders.items():
            came = answer.get(message, "")
            if came != sender:
                mistake = self._taken.get((message, came))
                return wrong(mistake, part=message, expected=sender, received=came)
        return right()

    def panel(self) -> Any:
        """Make the panel: a sender to choose for each message."""
        from oauth_tutorial.grading import question_panels

        return question_panels.who_sends(self, self.question, tuple(self.senders), self.choices)

    def __repr__(self) -> str:
        return f"Who sends this? {self.question}"
