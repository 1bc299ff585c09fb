"""What a text must hold for an expression to match it: so that most are never tried.

Hundreds of expressions on one text take a second; looking for a fixed piece of each takes a
hundredth of that. A piece is only taken where the expression cannot do without it.
"""

import re

SHORTEST = 4  # characters; a shorter piece is in every text
_QUANTIFIER = re.compile(r"[?*]\??|\{\d*(?:,\d*)?\}\??|\+\??")
_SKIPPED = ("?!", "?<!", "?=", "?<=")  # what lies around, and is not part of the match


def needles(expression: str) -> tuple[str, ...]:
    """Return pieces of which every match holds one, in lower case; none where there is no such.

    Args:
        expression: A regular expression of ``re``, without flags of its own.

    Example:
        >>> needles(r"(?:invalid|wrong) code|code[_ ]verifier")
        ('invalid', 'wrong', 'verifier')
        >>> needles(r".{0,80}")
        ()
    """
    found: list[str] = []
    for alternative in _split(expression):
        best = _of_alternative(alternative)
        if not best:
            return ()
        found += best
    return tuple(dict.fromkeys(found))


def _of_alternative(expression: str) -> tuple[str, ...]:
    """Return the best set of pieces of one alternative: the one whose shortest is the longest."""
    sets: list[tuple[str, ...]] = []
    run, position = "", 0

    def end_run() -> None:
        nonlocal run
        sets.append((run.lower(),) if run else ())
        run = ""

    while position < len(expression):
        piece, position = _next(expression, position)
        quantifier = _QUANTIFIER.match(expression, position)
        is_optional = quantifier is not None and quantifier[0][0] in "?*{"
        position = quantifier.end() if quantifier else position
        literal = _literal(piece)
        if literal and not is_optional:
            run += literal
            if quantifier:
                end_run()
            continue
        end_run()
        if piece[0] == "(" and not is_optional and not piece[1:].startswith(_SKIPPED):
            sets.append(needles(_inside(piece)))
    end_run()
    usable = [one for one in sets if one and min(map(len, one)) >= SHORTEST]
    return max(usable, key=lambda one: min(map(len, one)), default=())


def _next(expression: str, position: int) -> tuple[str, int]:
    """Return the next piece: a character, an escape, a class in brackets, or a whole group."""
    first = expression[position]
    if first == "\\":
        return expression[position : position + 2], position + 2
    if first not in "([":
        return first, position + 1
    end, depth = position, 0
    while end < len(expression):
        char = expression[end]
        if char == "\\":
            end += 2
            continue
        if char == "[":
            end = _class_end(expression, end)
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        end += 1
        if depth == 0:
            break
    return expression[position:end], end


def _class_end(expression: str, start: int) -> int:
    """Return where the closing bracket of a class stands."""
    end = start + 2 if expression[start + 1 : start + 2] in ("]", "^") else start + 1
    while end < len(expression) and expression[end] != "]":
        end += 2 if expression[end] == "\\" else 1
    return end


def _literal(piece: str) -> str:
    """Return the character that a piece stands for, where it stands for one alone."""
    if len(piece) == 1:
        return "" if piece in ".^$" else piece
    return piece[1] if piece[0] == "\\" and not piece[1].isalnum() else ""


def _inside(group: str) -> str:
    return group[1:-1].removeprefix("?:")


def _split(expression: str) -> list[str]:
    """Return the alternatives of an expression, on its outermost level."""
    found, start, position = [], 0, 0
    while position < len(expression):
        piece, after = _next(expression, position)
        if piece == "|":
            found.append(expression[start:position])
            start = after
        position = after
    return [*found, expression[start:]]
