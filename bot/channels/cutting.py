"""Cut a text into several messages where a reader would: at a paragraph, else a line, else a space."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from backend.records import replace
from bot.i18n.render import Run

Measure = Callable[[Sequence[Run]], int]
"""The length of runs as a platform counts it, markup included; it grows with the text."""

_MARKS = ("\n\n", "\n", " ")


def units(text: str) -> int:
    """The length in UTF-16 units. Telegram counts in these, and no other way of counting gives more."""
    return len(text) + sum(c > "\uffff" for c in text)


def shorten(text: str, most: int) -> str:
    """A text of at most `most` units, with an ellipsis if it was longer."""
    if units(text) <= most:
        return text
    while units(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def length(runs: Sequence[Run]) -> int:
    """The length of the text without markup, in UTF-16 units."""
    return sum(units(run.text) for run in runs)


def pieces(runs: Sequence[Run], most: int, measure: Measure = length) -> Iterator[list[Run]]:
    """Pieces from the front, each as long as possible; no pieces without text."""
    rest = [run for run in runs if run.text]
    while measure(rest) > most:
        flat = "".join(run.text for run in rest)
        room = max(1, _front(rest, len(flat), most, measure))
        cut = next((at for mark in _MARKS if (at := flat.rfind(mark, room // 2, room)) > 0), room)
        head, rest = split(rest, cut)
        rest = _lstrip(rest)
        if any(run.text.strip() for run in head):
            yield head
    if any(run.text.strip() for run in rest):
        yield rest


def tail(runs: Sequence[Run], most: int, measure: Measure = length) -> tuple[list[Run], list[Run]]:
    """(the text before, the end). The end is as long as possible and begins at a paragraph, line or space."""
    whole = [run for run in runs if run.text]
    if measure(whole) <= most:
        return [], whole
    flat = "".join(run.text for run in whole)
    total = len(flat.rstrip())
    whole = split(whole, total)[0]
    room = _fitting(total, lambda count: measure(split(whole, total - count)[1]) <= most)
    start = total - room
    cut = next((at for mark in _MARKS if 0 <= (at := flat.find(mark, start)) < total - 1), start)
    head, end = split(whole, cut)
    return head, _lstrip(end)


def _front(runs: Sequence[Run], total: int, most: int, measure: Measure) -> int:
    """How many characters from the front fit."""
    return _fitting(total, lambda count: measure(split(runs, count)[0]) <= most)


def _fitting(most: int, fits: Callable[[int], bool]) -> int:
    """The largest count up to `most` that fits; 0 always fits."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def split(runs: Sequence[Run], at: int) -> tuple[list[Run], list[Run]]:
    """The runs before and after this many characters."""
    head: list[Run] = []
    for place, run in enumerate(runs):
        if at < len(run.text):
            if at:
                head.append(replace(run, text=run.text[:at]))
            return head, [replace(run, text=run.text[at:]), *runs[place + 1 :]]
        at -= len(run.text)
        head.append(run)
    return head, []


def _lstrip(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    return [replace(runs[0], text=runs[0].text.lstrip()), *runs[1:]] if runs else []
