"""Learn which words stand in the reports of each cause, and write them down for the doctor.

    python -m pip install "scikit-learn>=1.5"
    python -m tools.learn_likeness            # writes likeness.json beside the doctor's tables
    python -m tools.learn_likeness --measure  # only says how often it is right about unseen texts

The texts are those of ``tests/doctor/world`` and the examples of the doctor's rows. After a text or
an example is added, run it again: a test compares the texts with those that were learned from.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from oauth_tutorial.doctor.causes import CAUSES, UNKNOWN
from oauth_tutorial.doctor.diagnosis import NOTHING_YET
from oauth_tutorial.doctor.vocabulary import likeness
from oauth_tutorial.doctor.vocabulary.table import rows

ROOT = Path(__file__).parent.parent
WORLD = ROOT / "tests" / "doctor" / "world"
TO = ROOT / "oauth_tutorial" / "doctor" / "vocabulary" / likeness.FILE
SEEN_IN = 2  # texts: a word of only one is a name, or a slip
FREEDOM = 20.0  # scikit-learn's C
LEAST = 0.5  # a lighter weight is left out: a fifteenth remains, and is as often right
PARTS = 10  # of a cross-validation

Text = tuple[str, tuple[str, ...]]  # and its causes


def texts() -> list[Text]:
    """Return every text to learn from, with the causes that are right for it."""
    found: list[Text] = []
    for path in sorted(WORLD.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            given = case["text"] if isinstance(case["text"], list) else [case["text"]]
            found.append(("\n".join(given), tuple(case["causes"])))
    found += [(row.example or row.key, row.causes) for row in rows()]
    return found


def digest(learned: Sequence[Text]) -> str:
    """Return a short name for these texts and causes."""
    content = json.dumps(sorted(learned), ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def learn(given: Sequence[Text]) -> dict[str, Any]:
    """Return the content of ``likeness.json`` for these texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = TfidfVectorizer(
        analyzer=lambda text: list(likeness.words_of(text)), sublinear_tf=True, min_df=SEEN_IN
    )
    values = counter.fit_transform([text for text, _ in given])
    causes = [
        cause
        for cause in CAUSES
        if cause not in {UNKNOWN, NOTHING_YET} and sum(cause in said for _, said in given) > 1
    ]
    start: dict[str, float] = {}
    weights: dict[int, list[list[float]]] = {}
    for place, cause in enumerate(causes):
        fitted = LogisticRegression(C=FREEDOM, solver="liblinear", random_state=0)
        fitted.fit(values, [cause in said for _, said in given])
        start[cause] = round(float(fitted.intercept_[0]), 1)
        for word, weight in enumerate(fitted.coef_[0]):
            if abs(weight) >= LEAST:
                weights.setdefault(word, []).append([place, round(float(weight), 1)])
    names = counter.get_feature_names_out()
    return {
        "texts": digest(given),
        "start": start,
        "words": {
            str(name): [round(float(counter.idf_[word]), 1), *weights.get(word, [])]
            for word, name in enumerate(names)
        },
    }


def written(content: dict[str, Any]) -> str:
    """Return it as JSON with a line for each word."""

    def lines(part: dict[str, Any]) -> str:
        return ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(value, separators=(',', ':'))}"
            for name, value in part.items()
        )

    return (
        f'{{"texts": "{content["texts"]}",\n"start": {{\n{lines(content["start"])}\n}},\n'
        f'"words": {{\n{lines(content["words"])}\n}}}}\n'
    )


def measure(given: Sequence[Text]) -> str:
    """Say how often the words alone are right about texts that they were not learned from."""
    right = 0
    for part in range(PARTS):
        others = [one for place, one in enumerate(given) if place % PARTS != part]
        learned = likeness.Learned.of(learn(others))
        for text, causes in given[part::PARTS]:
            odds = learned.likeness(text).odds
            right += max(odds, key=lambda cause: odds[cause]) in causes
    return f"{right} of {len(given)} texts, each left out of what was learned: first cause right"


def main() -> None:
    """Learn, and write or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--measure", action="store_true")
    given = texts()
    if parser.parse_args().measure:
        print(measure(given))
    else:
        TO.write_text(written(learn(given)), encoding="utf-8")


if __name__ == "__main__":
    main()
