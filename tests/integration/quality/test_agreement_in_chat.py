"""Recorded answers of a real crowd, given again in chat in each mode: the same results from the same number of answers
as `hiteuses quality simulate` gives for the same order."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from backend.records import Record
from bot.cli import run
from tests import replay
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.hiteuse import CHOICES, item_of, project, tasks
from tests.integration.scenes import agreement, rows, value
from tests.product import Product

SETS = slice(16, 19)
"""Of the recorded sets, three in which telling people apart matters: 60 items, 23 people."""
ON_WHATSAPP = 4
"""Each so many-th person writes there, the others on Telegram."""
ANSWERS = {
    "majority": "{min: 5, max: 5}",
    "guaranteed": "{mode: guaranteed, max: 5}",
    "skilled": "{mode: skilled}",
}
FIRST = {"majority": 5, "guaranteed": 3, "skilled": 2}
"""People that a task asks for at once."""
RIGHT = {"majority": 0.7333, "guaranteed": 0.7333, "skilled": 0.85}
EACH = {"majority": 5.0, "guaranteed": 3.65, "skilled": 3.5333}
"""The share of right results (a tie is none), and answers per task."""


class Set(Record):
    """Items that the same people answered. Each set is a project of its own, so that who is asked there says nothing of
    the others; all have the same choices, so what is learnt of people is learnt in all of them."""

    title: str
    items: Sequence[str]
    people: Sequence[str]


def sets() -> list[Set]:
    found = replay.sets(replay.read_answers())[SETS]
    return [Set(f"Lot {number}", items, people) for number, (items, people) in enumerate(found, 1)]


async def simulated(
    mode: str, given: Mapping[str, Sequence[str]], answers: replay.Answers, folder: Path
) -> dict[str, tuple[str, int]]:
    """Item → (result, answers), as the command says. `given`: who answered each item in chat, in order; the others of
    its set come after them."""
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("task", "worker", "label"))
        for each in sets():
            for item in each.items:
                order = dict.fromkeys([*given[item], *each.people])
                written.writerows((item, person, answers[item, person]) for person in order)
    arguments = [str(folder / "labels.csv"), "--mode", mode, "-o", str(folder / "out.csv")]
    assert await asyncio.to_thread(run, ["quality", "simulate", *arguments]) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return {row["task"]: (row["label"], int(row["answers"])) for row in csv.DictReader(file)}


async def crowd(product: Product) -> dict[str, Person]:
    names = dict.fromkeys(name for each in sets() for name in each.people)
    found: dict[str, Person] = {}
    for number, name in enumerate(names):
        person = product.whatsapp.person(name) if number % ON_WHATSAPP == 0 else product.telegram.person(name)
        found[name] = await product.joined(person)
    return found


async def works(product: Product, person: Person, title: str, answers: Mapping[str, str]) -> None:
    """She does all that there is for her in one project."""
    shown = await product.says(person, "travail")
    while item_of(shown) is None and (label := _towards(shown, title)) is not None:
        shown = await product.taps(person, label, shown)
    while (item := item_of(shown)) is not None:
        shown = await product.taps(person, CHOICES[answers[item]], shown)


def _towards(shown: ChatMessage, title: str) -> str | None:
    """The button that leads to the project's tasks; None: there are none for her."""
    listed = next((label for label in shown.labels if label.startswith(f"{title} ·")), None)
    if listed is not None:
        return listed
    wanted = "Accepter" if shown.text.splitlines()[0] == title else "Voir les autres"
    return wanted if wanted in shown.labels else None


@pytest.mark.parametrize("mode", list(ANSWERS))
async def test_recorded_answers_come_to_what_the_simulation_says(on_both: Product, mode: str, tmp_path: Path) -> None:
    product, answers, truth = on_both, replay.read_answers(), replay.read_truth()
    people = await crowd(product)
    for each in sets():
        config = project(each.title.lower().replace(" ", "-"), 5).replace("Vrai ou faux", each.title)
        await product.project(config.replace("{min: 5, max: 5}", ANSWERS[mode]), tasks(list(each.items)))
    for turn in range(10):
        for each in sets():
            name = each.people[turn]
            await works(product, people[name], each.title, {item: answers[item, name] for item in each.items})
        if turn + 1 >= FIRST[mode]:
            await product.ticks("learn_skill")
            if not await value(product.database, "select count(*) from task where done_at is null and slots > 0"):
                break
    ends = await rows(
        product.database,
        """
        select t.client_id as item, coalesce(t.result ->> 'answer', '') as answer,
               array_agg(h.first_name order by a.answered_at) as given
        from task t join project p on p.id = t.project_id join answer a on a.task_id = t.id
        join person h on h.id = a.person_id where not p.practice group by t.id
        """,
    )
    wanted = await simulated(mode, {end["item"]: end["given"] for end in ends}, answers, tmp_path)
    assert {end["item"]: (end["answer"], len(end["given"])) for end in ends} == wanted
    assert round(sum(len(end["given"]) for end in ends) / len(ends), 4) == EACH[mode]
    assert round(sum(truth[end["item"]] == end["answer"] for end in ends) / len(ends), 4) == RIGHT[mode]
    on_whatsapp = "select count(*) from answer a join contact c on c.id = a.contact_id where channel = 'whatsapp'"
    assert await value(product.database, on_whatsapp) > 20
    assert await agreement(product.database) == []
