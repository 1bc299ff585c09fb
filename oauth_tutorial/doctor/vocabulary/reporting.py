"""Whether a sentence reports a failure, or explains one.

*invalid_grant is returned if the code …* is a text about failures, not a failure.
"""

import re

LONGEST = 500  # characters of a sentence that are looked at
_EXPLAINS = re.compile(
    r"\b(?:if|when|whenever|unless|means?|defines?|for example|e\.g\.|tests? that|should)\b", re.I
)
_REPORTS = re.compile(r"\b(?:I|my|we|our|got|getting|fail(?:s|ed|ing)|raised)\b|:", re.I)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def reports(text: str, position: int) -> bool:
    """Whether the sentence around a match tells of something that happened.

    Args:
        text: What was given.
        position: Where in it the match begins.
    """
    begin = max(0, position - LONGEST)
    start = max((m.end() for m in _SENTENCE_END.finditer(text, begin, position)), default=begin)
    before = text[start:position]
    return not _EXPLAINS.search(before) or bool(_REPORTS.search(before))
