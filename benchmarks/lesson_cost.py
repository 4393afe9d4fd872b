"""What a lesson costs: our messages, and the bytes that the person's phone loads, with pictures and without."""

from __future__ import annotations

import uvloop

from backend.db.engine.uow import Database
from backend.records import Record, asdict
from backend.services.training import library, module_files
from benchmarks import filling
from benchmarks.figures import Figure, Section
from benchmarks.learner import TEST, Learner, weight
from benchmarks.running import BenchError, Run
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Says
from tests.fakes.people import Person
from tests.fakes.telegram import FakeTelegram
from tests.product import Product

ENDS = ("🏁", "🎉")
"""Signs in the message at the end of a lesson, and of a final test that is passed."""
MOST = 30_000  # The most bytes that a lesson may load with the data saver on.
MOST_STEPS = 100  # The most steps of one lesson; a lesson with more leads nowhere.


class Cost(Record):
    """The cost of one lesson, or of a module's `final` test: the person's `steps`, our `messages`, bytes of `text` and
    of `pictures`."""

    title: str
    steps: int
    messages: int
    text: int
    pictures: int
    final: bool = False


def measure(run: Run) -> Section:
    lessons = run.size(None, 2)
    with run.server() as server:
        found = uvloop.run(_measure(filling.another_database(server, "lessons"), lessons))
    figures = []
    tests = [cost for each in found.values() for cost in each if cost.final]
    found = {saver: [cost for cost in costs if not cost.final] for saver, costs in found.items()}
    for saver, costs in found.items():
        how = "without pictures (data saver)" if saver else "with pictures"
        kb = [(c.text + c.pictures) / 1000 for c in costs]
        mean = sum(kb) / len(kb)
        reached = max(kb) * 1000 < MOST if saver else None
        wanted = "< 30 kB" if saver else ""
        figures.append(
            Figure(f"kB per lesson {how}", wanted, f"mean {mean:.1f}, most {max(kb):.1f}", reached, _json(costs))
        )
    costs = [cost for each in found.values() for cost in each]
    per_step = max(cost.messages / cost.steps for cost in costs)
    if tests:
        kb = [(c.text + c.pictures) / 1000 for c in tests]
        told = f"mean {sum(kb) / len(kb):.1f}, most {max(kb):.1f}; {max(c.messages for c in tests)} messages at most"
        figures.append(Figure("kB per final test", "", told, None, _json(tests)))
    shown = f"mean {sum(c.messages for c in costs) / len(costs):.1f}; at most {per_step:.2f} for each of her steps"
    figures.insert(0, Figure("our messages per lesson", "≤ 1 per step", shown, per_step <= 1))
    return Section(
        "lesson-cost",
        "What a lesson costs",
        f"One trainee takes the product's own lessons and final tests on the fake Telegram until all are passed, one "
        f"question in five of a lesson wrong and so once more at the end ({len(costs)} runs); half of them with data "
        "saver. Bytes are those of texts, buttons and picture files",
        figures,
    )


def _json(costs: list[Cost]) -> dict[str, object]:
    return {"lessons": [asdict(cost) for cost in costs]}


async def _measure(url: str, lessons: int | None) -> dict[bool, list[Cost]]:
    """Runs the whole product in this process, without the pause between two messages to one chat: nobody reads them."""
    learner = Learner(samples.training())
    database = Database(url)
    async with FakeTelegram() as telegram:
        product = Product(telegram, database)
        async with database.unit() as uow:
            await library.import_modules(uow, module_files.read(samples.training()), product.now)
            await uow.commit()
        await product.start()
        try:
            return {saver: await _lessons(learner, product, lessons, saver=saver) for saver in (False, True)}
        finally:
            await product.stop()
            await database.close()


async def _lessons(learner: Learner, product: Product, most: int | None, *, saver: bool) -> list[Cost]:
    """Takes every lesson once, in order."""
    person = product.telegram.person("Awa")
    await _says(person, f"start {await product.code('trainee')}")
    message = await _taps(person, "J'accepte")
    if saver:
        await _says(person, "economie")
        message = await _says(person, "formation")
    costs: list[Cost] = []
    number = 0
    while most is None or len(costs) < most:
        label = next((each for each in ("▶️ Continuer", "▶️ Commencer", *TEST) if each in message.labels), None)
        if label is None or "Tu as réussi tous les modules" in message.text:
            break
        first, steps = len(person.chat), 0
        while not any(sign in message.text for sign in ENDS) or not steps:
            number += 1
            action = learner.next(message, 1 if label in TEST else number)
            if action is None or steps == MOST_STEPS:
                raise BenchError(f"a lesson leads nowhere: {message}")
            steps += 1
            if isinstance(action, Says):
                message = await _says(person, action.text)
            else:
                message = await _taps(person, str(action.what), message)
        ours = [m for m in person.chat[first:] if not m.mine]
        costs.append(Cost(_title(message), steps, len(ours), *weight(ours), final=label in TEST))
        message = await _says(person, "formation")
    if not costs:
        raise BenchError("no lesson was found")
    return costs


def _title(message: ChatMessage) -> str:
    of_test = message.text.partition("Module réussi : ")[2].rpartition(" (")[0].partition("\n")[0]
    return of_test or message.text.partition("🏁 ")[2].partition(" : ")[0]


async def _says(person: Person, text: str) -> ChatMessage:
    await person.says(text)
    return await person.hears_one(timeout=30)


async def _taps(person: Person, label: str, message: ChatMessage | None = None) -> ChatMessage:
    await person.taps(label, message)
    return await person.hears_one(timeout=30)
