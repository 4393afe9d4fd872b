"""What a real crowd answered, given again through the product: every person joins with her code and
answers in chat exactly what she answered then, to exactly the items that she had then.

A person had 20 to 800 of the 800 items. The items were handed out then in sets of 20, each done by ten
people; and so they are here: a set is imported into the project when the one before is done, and its ten
people say `travail`. Each of them is then offered just what she answered, in order, and nobody has to
skip anything (`Replayed.skipped`).
"""

from __future__ import annotations

import asyncio
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from backend.records import Record
from backend.services.work.files import exports
from tests.hiteuse import CHOICES, Hiteuse, project, tasks
from tests.product import Product

FOLDER = Path(__file__).parent / "fixtures" / "snow_rte"
NAME = "phrases"
WANTED = 10
MEANING = {"1": "vrai", "0": "faux"}
"""The file's labels as ids of the project's choices."""
PATIENCE = 120.0
"""Seconds that a set of items may take: far more than it ever does."""

Answers = Mapping[tuple[str, str], str]
"""(item, person) → answer."""


class Replayed(Record):
    """What came out: the rows of both exports as they stand in the files, what each person's balance is
    in units, and how many tasks were skipped."""

    answers: list[dict[str, str]]
    results: list[dict[str, str]]
    balances: dict[str, int]
    skipped: int


def read_answers(folder: Path = FOLDER) -> dict[tuple[str, str], str]:
    """The file's answers, in its order. Every person answered an item once."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {(row["task"], row["worker"]): MEANING[row["label"]] for row in csv.DictReader(file)}


def read_truth(folder: Path = FOLDER) -> dict[str, str]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {row["task"]: MEANING[row["label"]] for row in csv.DictReader(file)}


def sets(answers: Answers) -> list[tuple[list[str], list[str]]]:
    """(items, people) of each set, in the file's order: items that the same people answered."""
    people: dict[str, list[str]] = defaultdict(list)
    for item, person in answers:
        people[item].append(person)
    items: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item, persons in people.items():
        items[tuple(sorted(persons))].append(item)
    return [(found, list(persons)) for persons, found in items.items()]


def of_items(answers: Answers, items: Iterable[str]) -> dict[tuple[str, str], str]:
    wanted = set(items)
    return {key: answer for key, answer in answers.items() if key[0] in wanted}


async def replay(product: Product, answers: Answers, folder: Path) -> Replayed:
    """Let them all answer, then export into `folder`. Raises `TimeoutError` with the chat of somebody who
    was left without an answer."""
    people: dict[str, Hiteuse] = {}
    for items, persons in sets(answers):
        await product.project(project(NAME, WANTED), tasks(items))
        for person in persons:
            if person in people:
                people[person].says("travail")
            else:
                people[person] = await _join(product, person, answers)
        await _finished([people[person] for person in persons])
    await product.settled()
    return await _outcome(product, people, folder)


async def _join(product: Product, name: str, answers: Answers) -> Hiteuse:
    hiteuse = Hiteuse(product.telegram.person(name), await product.code(), lambda item: answers[item, name])
    hiteuse.begin()
    return hiteuse


async def _finished(people: Sequence[Hiteuse]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            for hiteuse in people:
                await hiteuse.finished.wait()
    except TimeoutError:
        left = next(hiteuse for hiteuse in people if not hiteuse.finished.is_set())
        raise TimeoutError(f"{left.person.name} waits in vain:\n{left.person.transcript[-2_000:]}") from None


async def _outcome(product: Product, people: Mapping[str, Hiteuse], folder: Path) -> Replayed:
    written: dict[exports.What, Path] = {"answers": folder / "answers.csv", "results": folder / "results.csv"}
    async with product.database.unit() as uow:
        for what, path in written.items():
            await exports.save(path, await exports.rows(uow, NAME, what), what, "csv")
        balances = await uow.fetch_all(
            """
            select k.address, sum(case when t.credit = c.id then t.units else -t.units end)::bigint as units
            from contact k join account c on c.owner = k.person_id and c.kind in ('pending', 'accepted', 'paid')
            join transfer t on c.id in (t.credit, t.debit) group by k.address
            """
        )
        skipped = await uow.fetch_one("select count(*) as n from answer where status <> 1")
    assert skipped is not None
    names = {str(hiteuse.person.id): name for name, hiteuse in people.items()}
    return Replayed(
        _read(written["answers"]),
        _read(written["results"]),
        {names[row["address"]]: row["units"] for row in balances},
        skipped["n"],
    )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- comparing ------------------------------------------------------------------------------------


def differences(replayed: Replayed, answers: Answers, pay: int, practice: int) -> list[str]:
    """What is not there exactly once, or not paid exactly; none when all is right. `pay`, `practice`:
    units for an answer and for the practice task."""
    found = []
    if len(replayed.answers) != len(answers):
        found.append(f"{len(answers)} answers were given, {len(replayed.answers)} exported")
    given = Counter(frozenset(hers.items()) for hers in _by_person(answers).values())
    exported = Counter(
        frozenset(hers.items())
        for hers in _by_person({(r["id"], r["worker"]): r["answer"] for r in replayed.answers}).values()
    )
    # pseudonyms have no names: each must hold all that one person gave, and nothing else
    if given != exported:
        found.append(f"{sum((given - exported).values())} people's answers are not those of one pseudonym")
    votes = _votes(answers)
    for row in replayed.results:
        count = votes[row["id"]]
        most = max(count.values())
        best = [answer for answer in count if count[answer] == most]
        right = best[0] if len(best) == 1 else ""  # a tie is nobody's
        if row["answer"] != right or row["answers"] != str(count.total()):
            found.append(f"result {row} of {dict(count)}")
        wanted = most / count.total() if row["answer"] else 0  # an undecided task has none
        if abs(float(row["confidence"]) - wanted) > 1e-6:
            found.append(f"confidence {row} of {dict(count)}")
    if {row["id"] for row in replayed.results} != set(votes):
        found.append(f"{len(votes)} items have answers, {len(replayed.results)} results")
    earned = {person: len(hers) * pay + practice for person, hers in _by_person(answers).items()}
    found += [
        f"{person} has {replayed.balances.get(person)} units, earned {units}"
        for person, units in earned.items()
        if replayed.balances.get(person) != units
    ]
    return found


def accuracy(replayed: Replayed, truth: Mapping[str, str]) -> Fraction:
    """The share of items for which the majority of the exported answers is right; a tie counts as the
    share of its answers that are."""
    votes = _votes({(row["id"], row["worker"]): row["answer"] for row in replayed.answers})
    right = Fraction()
    for item, count in votes.items():
        best = [answer for answer in CHOICES if count[answer] == max(count.values())]
        right += Fraction(truth[item] in best, len(best))
    return right / len(votes)


def _by_person(answers: Answers) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (item, person), answer in answers.items():
        found[person][item] = answer
    return found


def _votes(answers: Answers) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (item, _), answer in answers.items():
        found[item][answer] += 1
    return found
