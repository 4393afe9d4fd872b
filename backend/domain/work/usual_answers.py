"""Whether a text is unlike the answers that somebody has given to the tasks of a project: « non attends » among signs
in capitals. What is said beside a task can be anything and cannot be listed; but it seldom looks like the answers."""

from __future__ import annotations

from collections.abc import Sequence

Shape = tuple[int, int]
"""The words of an answer, and how many of a hundred letters are capitals."""
REMEMBERED = 5
"""The last answers that are compared with."""
LEAST = 3
"""The fewest answers that say what is usual."""
IN_CAPITALS, NOT_IN_CAPITALS = 70, 50
"""Of a hundred letters: at least so many are capitals in every answer, and fewer in a text that is unlike them."""
LONG = 4
"""The fewest words of answers from which a text is told by having half as many."""
FEW_TIMES = 3
"""A text is too long with more than so many times the words of the longest answer."""
LEAST_TOO_LONG = 8
"""The fewest words of a text that is too long."""


def shape(text: str) -> Shape:
    """The shape of a text; one without letters counts as written in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(text.split()), 100 * sum(map(str.isupper, letters)) // len(letters) if letters else 100


def unlike(usual: Sequence[Shape], text: str) -> bool:
    """Whether a text has another shape than all the last answers. One without letters, as « [?] », is like any."""
    if len(usual) < LEAST or not any(map(str.isalpha, text)):
        return False
    words, capitals = shape(text)
    if min(each for _, each in usual) >= IN_CAPITALS and capitals < NOT_IN_CAPITALS:
        return True
    least, most = min(each for each, _ in usual), max(each for each, _ in usual)
    return (least >= LONG and 2 * words <= least) or (words >= LEAST_TOO_LONG and words > FEW_TIMES * most)


def remembered(usual: Sequence[Shape], text: str) -> tuple[Shape, ...]:
    """The shapes of the last answers, with that of this one."""
    return (*usual, shape(text))[-REMEMBERED:]
