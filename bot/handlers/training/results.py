"""`statmodule`: the results of training for those who teach, by module, lesson, woman and question; also as a table."""

from __future__ import annotations

from contextlib import aclosing

from backend.domain.errors import NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr, trn
from backend.domain.training.results import ModuleResult
from backend.records import replace
from backend.services import access
from backend.services.training import results as service
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn
from bot.handlers.training import results_views as view

MOST_ROWS = 20_000
"""The most rows of a table that is sent in chat (some megabytes)."""
MOST_NAMED = 2_000
"""The most women of a module among whom a name is looked for."""
UNKNOWN = tr("Je ne trouve pas ce module.")


async def show(turn: Turn, rest: str = "") -> None:
    """`statmodule`: all modules. A module's name or title: its lessons. `NAME femmes 2`: a page of the women who began
    it. `NAME femme 12`, `NAME Fatou`: one of them. `NAME questions`: its questions. `exporter NAME`: the table."""
    first, _, more = rest.strip().partition(" ")
    if fold(first) == "exporter":
        await _export(turn, more.strip())
        return
    modules = await service.modules(turn.uow, turn.person)
    of, more = _named_first(rest, modules)
    if of is None:
        said = UNKNOWN if rest.strip() else Message()
        await _say(turn, said + view.modules(modules))
        return
    what, _, number = more.strip().partition(" ")
    match fold(what):
        case "femmes" | "femme" if not number or (what == "femmes" and _number(number)):
            await _women(turn, of.id, max(1, _number(number)))
        case "femme" if _number(number):
            await _woman(turn, of.id, _number(number))
        case "questions" | "question" if not number:
            found = await service.module(turn.uow, turn.person, of.id)
            await _say(turn, view.questions(found).with_choices(*_ways(of, "questions"), columns=2), of.id)
        case "" | "lecons" | "lecon":
            await _module(turn, of, Message())
        case _:
            await _named(turn, of, more.strip().removeprefix("femme "))


async def _module(turn: Turn, of: ModuleResult, said: Message) -> None:
    found = await service.module(turn.uow, turn.person, of.id)
    await _say(turn, said + view.module(found).with_choices(*_ways(of, ""), columns=2), of.id)


async def _named(turn: Turn, of: ModuleResult, name: str) -> None:
    """The woman of this name; if there are several, which of them; if there is none, that nobody here is called so."""
    _, women = await service.women(turn.uow, turn.person, of.id, MOST_NAMED)
    found = [each for each in women if fold(each.name) == fold(name)]
    if len(found) == 1:
        await _woman(turn, of.id, found[0].person)
    elif found:
        which = tr("Elles sont {n} à s'appeler « {name} ». Laquelle ?", n=len(found), name=Raw(found[0].name))
        flags = len(access.countries(turn.person)) != 1
        shown = view.women(of, found[: view.PAGE_SIZE], 1, more=False, flags=flags)
        await turn.say((shown + which).with_choices(*shown.choices, *_ways(of, "femmes"), columns=2))
    else:
        await _module(turn, of, tr("Je ne trouve pas « {name} » dans ce module.", name=Raw(name)))


def _named_first(text: str, modules: tuple[ModuleResult, ...]) -> tuple[ModuleResult | None, str]:
    """The module whose id or title a text begins with, and the rest of the text."""
    words = text.split()
    for end in range(len(words), 0, -1):
        said = fold(" ".join(words[:end]))
        for name in ("id", "title"):
            found = [each for each in modules if fold(getattr(each, name)) == said]
            if len(found) == 1:
                return found[0], " ".join(words[end:])
    return None, ""


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def _ways(of: ModuleResult, here: str) -> list[Choice]:
    """Buttons to the other views of a module."""
    ways = {"": "📖 Par leçon", "femmes": "👩 Par femme", "questions": "❓ Par question"}
    return [Choice(f"/statmodule {of.id} {what}".strip(), label) for what, label in ways.items() if what != here]


async def _women(turn: Turn, module_id: str, page: int) -> None:
    size = view.PAGE_SIZE
    of, found = await service.women(turn.uow, turn.person, module_id, size + 1, (page - 1) * size)
    countries = access.countries(turn.person)
    message = view.women(of, found[:size], page, more=len(found) > size, flags=len(countries) != 1)
    lessons, *_ = _ways(of, "femmes")
    table = sheets.offer(turn, f"/statmodule exporter {of.id}")
    await turn.say(message.with_choices(*message.choices, lessons, table, columns=2))


async def _woman(turn: Turn, module_id: str, person_id: int) -> None:
    try:
        found = await service.woman(turn.uow, turn.person, module_id, person_id)
    except NotFound:
        await turn.say(tr("Je ne trouve pas cette personne dans ce module.").with_choices(view.MODULES))
        return
    ways = _ways(found.module, "questions")
    await turn.say(view.woman(found).with_choices(*ways, columns=2))


async def _say(turn: Turn, message: Message, module_id: str = "") -> None:
    """Send the message with a button that exports the same as a table."""
    table = sheets.offer(turn, f"/statmodule exporter {module_id}".strip())
    back = (view.MODULES,) if module_id else ()
    await turn.say(message.with_choices(*message.choices, table, *back, columns=message.columns))


async def _export(turn: Turn, module_id: str) -> None:
    modules = await service.modules(turn.uow, turn.person)
    of = next((each for each in modules if each.id == module_id), None)
    rows = []
    async with aclosing(service.table(turn.uow, turn.person, of.id if of else None, MOST_ROWS)) as found:
        async for row in found:
            rows.append(service.cells(row))
    if not rows:
        await turn.say(sheets.NOTHING.with_choices(view.MODULES))
        return
    name = f"resultats-{of.id}.csv" if of else "resultats.csv"
    said = tr("📄 Les résultats, ligne par ligne : femme, leçon, question.")
    if of is not None:
        said = tr("📄 *{module}*, ligne par ligne : femme, leçon, question.", module=Raw(of.title))
    said += trn("{n} ligne.", "{n} lignes.", len(rows))
    if len(rows) == MOST_ROWS:
        said += tr("Le tableau s'arrête là : `hiteuses training results` donne tout, sur le serveur.")
    said = replace(said, attachment=await sheets.attach(turn, name, view.COLUMNS, rows))
    await turn.say(said.with_choices(view.MODULES))
