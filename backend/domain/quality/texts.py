"""One text from many: free texts by the medoid, transcriptions word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from backend.records import Record

MAX_MERGE_DISTANCE = 0.5
"""The mean distance to the medoid, as a share of the longer text's words, up to which texts are merged word by word.
Texts further apart do not say the same, and a mixture of them would say nothing."""


class Text(Record):
    """`text`: the result. `confidence`: 0 to 1, how much the answers have in common with it. `disputed`: at least in
    one place no majority supports it."""

    text: str
    confidence: float
    disputed: bool = False


def distance(one: str, other: str) -> float:
    """How much two texts differ, as a share of the longer one's words, 0 to 1."""
    return float(Levenshtein.normalized_distance(one.split(), other.split()))


def medoid(texts: Sequence[str]) -> Text:
    """The text nearest to all others by normalised edit distance; of equals the first in alphabetical order. Raises
    `ValueError` without texts."""
    if not texts:
        raise ValueError("no texts")
    near = {text: sum(Levenshtein.normalized_similarity(text, other) for other in texts) for text in set(texts)}
    best = min(near, key=lambda text: (-round(near[text], 9), text))
    others = len(texts) - 1
    return Text(best, (near[best] - 1) / others if others else 1.0, len(near) > 1)


def rover(texts: Sequence[str]) -> Text | None:
    """The words on which most agree, by ROVER (Fiscus 1997): the texts are aligned word by word to the medoid, and each
    place gets the most frequent word, which may be none. A tie goes to the medoid's word. None if the texts have too
    little in common (`MAX_MERGE_DISTANCE`). Raises `ValueError` without texts.
    """
    base = medoid(texts)
    words = base.text.split()
    others = [text.split() for text in _without(texts, base.text)]
    if not others:
        return base
    if sum(Levenshtein.normalized_distance(words, other) for other in others) / len(others) > MAX_MERGE_DISTANCE:
        return None
    places = _aligned(words, others)
    chosen = [_voted(votes, votes_for) for votes, votes_for in places]
    shares = [votes[word] / len(texts) for (votes, _), word in zip(places, chosen, strict=True)]
    disputed = any(votes[word] * 2 <= votes.total() for (votes, _), word in zip(places, chosen, strict=True))
    return Text(" ".join(filter(None, chosen)), sum(shares) / len(shares) if shares else base.confidence, disputed)


def _without(texts: Sequence[str], one: str) -> list[str]:
    """All texts without one copy of this one."""
    at = list(texts).index(one)
    return [*texts[:at], *texts[at + 1 :]]


_Place = tuple[Counter[str], str]
"""The votes for each word at one place ("": no word), and the medoid's word there."""


def _aligned(words: Sequence[str], others: Sequence[Sequence[str]]) -> list[_Place]:
    """The places of the medoid's words, and between them places where other texts have more words."""
    held = [Counter([word]) for word in words]
    between: list[list[Counter[str]]] = [[] for _ in range(len(words) + 1)]
    for other in others:
        added = Counter[int]()
        for step in Levenshtein.opcodes(words, other):
            ours, theirs = range(step.src_start, step.src_end), other[step.dest_start : step.dest_end]
            for at in ours:
                held[at][theirs[at - step.src_start] if step.tag != "delete" else ""] += 1
            for word in theirs if step.tag == "insert" else ():
                gap = between[step.src_start]
                if added[step.src_start] == len(gap):
                    gap.append(Counter())
                gap[added[step.src_start]][word] += 1
                added[step.src_start] += 1
    people = len(others) + 1
    for inserted in (each for gap in between for each in gap):
        inserted[""] = people - inserted.total()
    places: list[_Place] = []
    for gap, votes, word in zip(between, [*held, None], [*words, ""], strict=True):
        places += [(each, "") for each in gap]
        if votes is not None:
            places.append((votes, word))
    return places


def _voted(votes: Counter[str], ours: str) -> str:
    return max(votes, key=lambda word: (votes[word], word == ours, word))
