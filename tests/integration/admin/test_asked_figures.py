"""Questions about figures, asked of the product over fourteen months of data: each answer beside the one that other
statements find in the same rows. No answer to something else than what was asked, ever."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.turns import InboxEvent
from backend.domain.admin.metric_query import wording as metric_query_wording
from backend.domain.admin.metric_query.limits import why_not
from backend.domain.messaging.message import Message
from backend.records import Record
from backend.services.admin import statistics
from backend.services.payouts.keys import KeySource
from bot.channels.base import Text
from bot.dialogues import DIALOGUES
from bot.handlers import dispatch
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain, runs
from tests.database import TestServer
from tests.integration import scenes
from tests.integration.test_role_matrix import NoJobs
from tests.metric_queries import made
from tests.metric_queries import world as worlds
from tests.metric_queries.notation import FOLDER, Case, cases, written
from tests.metric_queries.truth import Truth
from tests.metric_queries.world import NOW, TODAY, World
from tests.signing import issuer

SIGNS = re.compile("[✅👩⏱💰⚡✉📬👀❌🌱🥇📖💸🧾]|Personne n'a travaillé|Rien pour le moment")
"""With one of these a line tells a figure."""
NUMBER = re.compile(r"n° \d+")
"""A person's number, which depends on what ran before."""
REGISTERED = "depuis le début"
LEAST_RIGHT = 0.95
"""Of what can be answered. Nothing may be wrong."""


class Clock:
    def now(self) -> Any:
        return NOW - timedelta(hours=20)


class Outcome(Record):
    case: Case
    verdict: str
    said: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.verdict}: {self.case.text!r} ({self.why})\n{self.said}\n"


async def said(database: Database, person_id: int, *texts: str) -> list[Message]:
    """What she is told to the last of what she says, and nothing of it kept."""
    contact = await scenes.value(database, "select id from contact where person_id = %s", (person_id,))
    async with database.turn() as uow:
        found, talk = await turns.lock_person(uow, person_id)
        waiting = InboxEvent(
            1, contact, "telegram", "key", {}, 0, False, "", False, reached_id=contact, reached="telegram"
        )
        for text in texts:
            turn = Turn(uow, NOW, found, talk, waiting, NoJobs(), {}, DIALOGUES, issuer(), KeySource())
            await dispatch.handle(turn, Text(text))
        await uow.rollback()
    return turn.said


def read(message: Message) -> str:
    """As she reads it: a space is a space."""
    text = "".join(run.text for run in runs(message.parts, "fr", "Europe/Paris"))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def figures(text: str) -> list[str]:
    return [line for line in text.split("\n") if SIGNS.search(line) and REGISTERED not in line]


def judged(case: Case, message: Message, truth: Truth) -> Outcome:
    """Right, refused, or wrong: a figure that is none of those asked for, or one where there must be none."""
    text = read(message)
    shown = figures(text)
    if case.refused:
        unnamed = [word for word in case.named if not re.search(rf"« (?:[^»]* )?{word} »", text)]
        if shown or "% de" in text:
            return Outcome(case, "wrong", text, "a number where there must be none")
        return Outcome(case, "wrong" if unnamed else "right", text, f"not named: {unnamed}")
    if case.asked_back:
        count = len(case.expected.replace("|", " @").split()) - 1
        buttons = [choice for choice in message.choices if choice.id.startswith("/chiffres ")]
        asked = "?" in text or "s'appellent ainsi" in text
        right = not shown and asked and (len(buttons) == count or "|" in case.expected)
        return Outcome(case, "right" if right else "wrong" if shown else "refused", text, "not asked back")
    if "progress" in case.expected:
        right = "tâches finies" in text
        return Outcome(case, "right" if right else "wrong" if shown else "refused", text, "how projects stand")
    if not shown:
        return Outcome(case, "refused", text)
    if case.expected.startswith("all ") and "@" not in case.expected:
        return Outcome(case, *_of_all(case, text, truth))
    expected = [line for block in truth.blocks(case) for line in block] or ["Rien pour le moment."]
    return Outcome(case, "right" if shown == expected else "wrong", text, "expected:\n" + "\n".join(expected))


def _of_all(case: Case, text: str, truth: Truth) -> tuple[str, str, str]:
    """No measure was named: among all figures those of tasks and money of each place and period."""
    place = {"each": "✅ {}", "whole": "✅ {} tâche"}["each" if "by:" in case.expected else "whole"]
    wanted = []
    for measure in ("answers", "earned") if "by:" not in case.expected else ("answers",):
        of_one = Case(case.text, case.huber, case.expected.replace("all", measure, 1))
        wanted += [line.split(" : ")[-1] for block in truth.blocks(of_one) for line in block]
    wanted = [
        line.removesuffix(" tâches").removesuffix(" tâche") if "by:" in case.expected else line for line in wanted
    ]
    missing = [line for line in wanted if line not in text]
    return ("wrong" if missing else "right"), text, f"missing: {missing} {place}"


@pytest.fixture(scope="module")
async def database(server: TestServer, _pools: Database) -> Database:
    """One for all questions: none of them changes a row."""
    server.clean()
    return _pools


@pytest.fixture(scope="module")
async def world(database: Database) -> World:
    found = await worlds.build(database)
    assert await scenes.agreement(database) == []
    # what is counted ahead ends in the middle of the last day but one: the rest is read from the answers themselves
    await statistics.count_ahead(database, Clock())  # type: ignore[arg-type]
    assert await scenes.value(database, "select count(*) from work_day") > 500
    return found


async def test_answers_read_as_they_were_approved(database: Database, world: World, rewrite_golden: bool) -> None:
    """`--rewrite-golden` writes them anew: read the difference."""
    told = []
    for line in (FOLDER / "conversation.txt").read_text("utf-8").splitlines():
        huber, text = line.startswith("H:"), line.removeprefix("H:").strip()
        if not text or line.startswith("#"):
            continue
        (message,) = await said(database, world.huber if huber else world.admin, text)
        labels = [plain(choice.part, "fr") for choice in message.choices]
        told.append("\n".join([f"> {line}", read(message), *(f"[{label}]" for label in labels)]))
    found = NUMBER.sub("n° …", "\n\n".join(told).replace("\u00a0", " ")) + "\n"
    golden = FOLDER / "conversation.golden.txt"
    if rewrite_golden:
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


async def test_what_goes_on_from_a_question_stands_for_the_whole_one(database: Database, world: World) -> None:
    """« Et hier ? » after the tasks of one country, « et elle ? » after the pay of one woman, got figures of all."""
    wrong = []
    for line in (FOLDER / "following.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        asked, whole = line.removeprefix("Ω").strip().split(" => ")
        who = world.huber if line.startswith("Ω") else world.admin
        (message,) = await said(database, who, *asked.split(" > "))
        told = read(message)
        expected = read((await said(database, who, whole))[0]) if whole != "refuse" else ""
        if (figures(told) != [] or "% de" in told) if whole == "refuse" else (told != expected or not figures(told)):
            wrong.append(f"{line}\n{told}\nexpected:\n{expected}\n")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)


async def test_whatever_is_put_together_of_known_parts_is_answered_rightly(
    database: Database, server: TestServer, world: World
) -> None:
    """Many questions by chance, of all measures, periods, places and shapes that can be counted."""
    chance = random.Random(7)
    asked: dict[str, Case] = {}
    while len(asked) < 400:
        question = made.question(world, chance)
        if question.measures and not why_not(question, TODAY):
            text = f"combien de {metric_query_wording.phrase(question, TODAY)}"  # a word alone is a word of the chat
            asked[text] = Case(text, False, written(question, made.people(world)))
    with psycopg.connect(server.url) as connection:
        truth = Truth(connection, world)
        found = [judged(case, (await said(database, world.admin, case.text))[0], truth) for case in asked.values()]
    wrong = [outcome for outcome in found if outcome.verdict != "right"]
    assert not wrong, f"{len(wrong)} of {len(found)}\n" + "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    "file",
    [
        *("questions.txt", "held_out.txt", "held_out_2.txt", "held_out_3.txt", "held_out_4.txt", "held_out_5.txt"),
        *("held_out_6.txt", "held_out_7.txt", "held_out_8.txt", "held_out_9.txt", "held_out_10.txt", "held_out_11.txt"),
        *("held_out_12.txt", "held_out_13.txt", "held_out_14.txt", "held_out_15.txt"),
    ],
)
async def test_no_answer_is_one_to_something_else(
    database: Database, server: TestServer, world: World, file: str
) -> None:
    found: list[Outcome] = []
    with psycopg.connect(server.url) as connection:
        truth = Truth(connection, world)
        for case in cases(file):
            asker = world.huber if case.huber else world.admin
            messages = await said(database, asker, case.text)
            assert len(messages) == 1, case.text
            found.append(judged(case, messages[0], truth))
    counts = Counter(outcome.verdict for outcome in found)
    answerable = [outcome for outcome in found if not outcome.case.refused]
    right = sum(outcome.verdict == "right" for outcome in answerable)
    summary = f"{len(found)} questions: {dict(counts)}; {right} of {len(answerable)} that have an answer got it"
    print(summary)
    wrong = [outcome for outcome in found if outcome.verdict == "wrong"]
    refused = [outcome for outcome in found if outcome.verdict == "refused"]
    assert not wrong, f"{summary}\n" + "\n".join(map(str, wrong))
    assert right >= LEAST_RIGHT * len(answerable), f"{summary}\n" + "\n".join(map(str, refused))
