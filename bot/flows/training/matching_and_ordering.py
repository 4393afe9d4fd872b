"""Matching and ordering questions. They are shown with numbers and letters, and answered by taps one after the other or
in one line ("1b 2a 3c", "3 1 2", or the words themselves). `given` holds what is arranged so far; () is nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.training.questions import Matching
from backend.records import replace
from bot.flows.engine.kit import Event, Picked, Typed
from bot.flows.training import written_labels

AGAIN = "again"
_AGAIN_IN_WORDS = frozenset(
    (
        *("effacer", "efface", "efface ca", "effacer ca", "j efface", "efface tout", "tout effacer", "j efface tout"),
        *("recommencer", "recommence", "je recommence", "on recommence", "je veux recommencer", "recommencer a zero"),
        *("je recommence a zero", "je refais", "je refait", "je reprends a zero", "je recommence tout"),
    )
)
"""« Je recommence »: what is filled so far goes; an answer that was given whole stays."""
MOST_TAPPED = 8
"""The most items that are answered by taps: a list on WhatsApp has ten rows, and asides take two. More are typed."""

MOST_ON_BUTTON = 30
"""The most characters of a label on its button beside a number; a longer one is named by its letter."""

Given = tuple[Any, ...]


def place_of(choice: str, count: int) -> int | None:
    """The item (from 0) that a choice's id names; None if it is none, as on the buttons of an
    older version of the question."""
    number = choice.removeprefix("=")
    return int(number) if choice.startswith("=") and number.isdigit() and int(number) < count else None


def begins_again(text: str) -> bool:
    """Whether a text says to begin the question again."""
    return fold(text) in _AGAIN_IN_WORDS


def takes_back(event: Event, given: Given) -> bool:
    """Whether she begins again, by the button or in its words."""
    if isinstance(event, Typed):
        return bool(given) and begins_again(event.text)
    return event == Picked(AGAIN)


def _again(so_far: str) -> tuple[Choice, ...]:
    return (Choice(AGAIN, Tr("↩️ Effacer ({so_far})", {"so_far": so_far}), aside=True),) if so_far else ()


# --- matching ---------------------------------------------------------------------------------------


def matching(text: Message, kind: Matching, order: Sequence[int], given: Given, *, ticks: bool) -> Message:
    """Left sides with numbers, right sides with letters (`order`: which right side is where), and the
    buttons for the next left side."""
    lefts, rights = [left for left, _ in kind.pairs], kind.rights
    letters = ascii_lowercase[: len(order)]
    at = _open(given, len(lefts))
    number = at + 1
    so_far = _pairs_shown(given, order)
    short = all(len(right) <= MOST_ON_BUTTON for right in rights)
    if given and not ticks:
        text = tr("*{number}. {left}* va avec … ?", number=number, left=Raw(lefts[at]))
    else:
        shown = Raw("\n".join(f"{n}. {left}" for n, left in enumerate(lefts, 1)))
        choices_shown = Raw("\n".join(f"{a}. {rights[r]}" for a, r in zip(letters, order, strict=True)))
        on_buttons = not ticks and len(order) <= MOST_TAPPED  # with their letters
        text += Message((shown, choices_shown), short=(shown,) if on_buttons else None)
        text += tr(
            "_Relie : touche, ou écris par exemple « {example} », ou les mots._", example=_example_pairs(kind, order)
        )
    if len(order) > MOST_TAPPED:
        return replace(text, choices=_again(so_far), free=True)
    if not ticks:
        labels = [f"{letter}. {rights[right]}" for letter, right in zip(letters, order, strict=True)]
    elif short:
        labels = [f"{number} → {rights[right]}" for right in order]
    else:
        labels = [f"{number} → {letter}" for letter in letters]
    choices = tuple(Choice(f"={right}", Raw(label)) for right, label in zip(order, labels, strict=True))
    columns = 1 if not ticks else 2 if short else 4
    return replace(text, choices=(*choices, *_again(so_far)), columns=columns, free=True)


def match(kind: Matching, order: Sequence[int], given: Given, event: Event) -> Given | Message:
    """What is matched after this event; a message if it cannot be read."""
    count = len(kind.pairs)
    now = given or (None,) * count
    match event:
        case _ if takes_back(event, given):
            return ()
        case Picked(choice) if (right := place_of(choice, len(order))) is not None:
            return _filled(now, [(_open(now, count), right)])
        case Typed(text) if (found := _in_words(text, kind, now, order) or _read_pairs(text, now, order)) is not None:
            return _filled(now, found)
        case _:
            example = _example_pairs(kind, order)
            return tr("Écris chaque numéro avec sa lettre ou ses mots, par exemple : {example}.", example=example)


def _in_words(text: str, kind: Matching, now: Given, order: Sequence[int]) -> list[tuple[int, int]] | None:
    """Pairs in the words of their sides ("Cameroun Yaoundé", "1 Yaoundé"), or right sides alone for the left ones still
    open. None if the text is neither."""
    found = written_labels.pairs(text, [left for left, _ in kind.pairs], kind.rights, order)
    if found is not None:
        return found
    rights = written_labels.sequence(text, kind.rights)
    left_open = [place for place, right in enumerate(now) if right is None]
    if rights is None or len(rights) not in (1, len(left_open)):
        return None
    return list(zip(left_open, rights, strict=False))


_PAIR = re.compile(r"(\d{1,2})\s*(?:[-=:>.)→]|->|=>)*\s*([a-z])(?![a-z])")
_BETWEEN = re.compile(r"[\s,;/.&+]|et\b")


def _read_pairs(text: str, now: Given, order: Sequence[int]) -> list[tuple[int, int]] | None:
    """Pairs such as "1b 2a", or letters alone for the left sides still open ("b
    a", "ba"). None if the text is neither."""
    line = text.lower()
    pairs = [(int(number) - 1, ascii_lowercase.index(letter)) for number, letter in _PAIR.findall(line)]
    if pairs:
        if _BETWEEN.sub("", _PAIR.sub("", line)):
            return None
    else:
        letters = [c for c in fold(text) if c != " "]
        if not letters or any(c not in ascii_lowercase for c in letters):
            return None
        left_open = [place for place, right in enumerate(now) if right is None]
        if len(letters) not in (1, len(left_open)):
            return None
        pairs = [(place, ascii_lowercase.index(c)) for place, c in zip(left_open, letters, strict=False)]
    if len({left for left, _ in pairs}) < len(pairs):
        return None
    if any(not 0 <= left < len(now) or right >= len(order) for left, right in pairs):
        return None
    return [(left, order[right]) for left, right in pairs]


def _filled(now: Given, pairs: Sequence[tuple[int, int]]) -> Given:
    after = list(now)
    for left, right in pairs:
        after[left] = right
    return tuple(after)


def _open(given: Given, count: int) -> int:
    """The first left side without a right one."""
    return given.index(None) if None in given else count - 1 if given else 0


def _pairs_shown(given: Given, order: Sequence[int]) -> str:
    return " ".join(
        f"{n}{ascii_lowercase[list(order).index(right)]}" for n, right in enumerate(given, 1) if right is not None
    )


def _example_pairs(kind: Matching, order: Sequence[int]) -> str:
    """An example answer that is not the right one."""
    lefts = range(len(kind.pairs))
    solution = [list(order).index(kind.rights.index(right)) for _, right in kind.pairs]
    for turn in range(1, len(order) + 1):
        letters = [(left + turn) % len(order) for left in lefts]
        if letters != solution:
            break
    return " ".join(f"{n}{ascii_lowercase[letter]}" for n, letter in enumerate(letters, 1))


# --- ordering ---------------------------------------------------------------------------------------


def ordering(text: Message, items: Sequence[str], order: Sequence[int], given: Given, *, ticks: bool) -> Message:
    """The items with the numbers under which they are shown (`order`), and the buttons."""
    placed = [item for item in given if item is not None]
    number = {item: n for n, item in enumerate(order, 1)}
    so_far = " ".join(str(number[item]) for item in placed)
    short = all(len(item) <= MOST_ON_BUTTON for item in items)
    if placed and not ticks:
        text = tr("Pour l'instant : *{so_far}*. Et ensuite ?", so_far=so_far)
        shown = [item for item in order if item not in placed]
    else:
        on_buttons = (short or not ticks) and len(order) <= MOST_TAPPED
        listed = Raw("\n".join(f"{number[item]}. {items[item]}" for item in order))
        text += Message((listed,), short=() if on_buttons else None)
        example = " ".join(map(str, _example_order(order)))
        text += tr(
            "_Touche-les dans l'ordre, ou écris leurs numéros, par exemple « {example} », ou leurs mots._",
            example=example,
        )
        shown = list(order)
    if len(order) > MOST_TAPPED:
        return replace(text, choices=_again(so_far), free=True)
    labels = {item: f"{number[item]}. {items[item]}" if short or not ticks else str(number[item]) for item in shown}
    choices = tuple(
        Choice(f"={item}", Raw(f"{label} ✓" if ticks and item in placed else label)) for item, label in labels.items()
    )
    columns = 1 if not ticks else 2 if short else 4
    return replace(text, choices=(*choices, *_again(so_far)), columns=columns, free=True)


def _example_order(order: Sequence[int]) -> list[int]:
    """An example order that is not the right one."""
    solution = [list(order).index(item) + 1 for item in range(len(order))]
    shown = [*range(len(order), 0, -2), *range(len(order) - 1, 0, -2)]
    return shown if shown != solution else sorted(shown, reverse=True)


def put_in_order(labels: Sequence[str], order: Sequence[int], given: Given, event: Event) -> Given | Message:
    """The items ordered so far, None for open places; a message if the event cannot be read."""
    count = len(labels)
    placed = [item for item in given if item is not None]
    match event:
        case _ if takes_back(event, given):
            return ()
        case Picked(choice) if (item := place_of(choice, count)) is not None:
            if item in placed:  # a number that is tapped again is taken back
                placed.remove(item)
            else:
                placed.append(item)
        case Typed(text) if (items := _ordered(text, labels, order, placed)) is not None:
            if len(items) < count and set(items) & set(placed):
                return tr("Ce numéro est déjà placé.")
            placed = items if len(items) == count else [*placed, *items]
        case _:
            return tr("Écris chaque numéro une fois, dans le bon ordre, ou les mots eux-mêmes.")
    return (*placed, *(None,) * (count - len(placed))) if placed else ()


def _ordered(text: str, labels: Sequence[str], order: Sequence[int], placed: Sequence[int]) -> list[int] | None:
    return _read_order(text, order, placed) or _order_in_words(text, labels, placed)


_THEN = frozenset({"et", "puis", "ensuite", "enfin", "d", "abord"})


def _order_in_words(text: str, labels: Sequence[str], placed: Sequence[int]) -> list[int] | None:
    """All items in their words, each once; or those not placed yet; or only the next one. None if
    the text is none of these."""
    found = written_labels.sequence(text, labels)
    if found is None or len(set(found)) < len(found):
        return None
    return found if len(found) in (1, len(labels), len(labels) - len(placed)) else None


def _read_order(text: str, order: Sequence[int], placed: Sequence[int]) -> list[int] | None:
    """All items by their numbers, each once ("3 1 2", "312", "3 > 1 > 2"); or those not placed yet; or only the next
    one. None if the text is none of these."""
    count, left = len(order), len(order) - len(placed)
    line = fold(text)
    words = [word for word in line.split() if word not in _THEN]
    glued = "".join(words)
    if glued.isdigit() and len(glued) in (count, left) and 1 < count < 10:  # no number has two digits
        words = list(glued)
    if not words or any(not word.isdigit() for word in words):
        return None
    numbers = [int(word[:4]) for word in words]
    if any(not 1 <= n <= count for n in numbers) or len(set(numbers)) < len(numbers):
        return None
    return [order[n - 1] for n in numbers] if len(numbers) in (1, left, count) else None
