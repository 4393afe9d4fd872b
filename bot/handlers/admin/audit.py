"""`audit`: who did what to others' data or money, when and from where; by person, action or day; also as a table.

After the word, typed or from a button, in any order: a first name or "n° 12", an action by its label ("rôle changé") or
"a:role", days ("hier", "2026-03-04"), "avant 345" (lines before that one), and "exporter", "qui" or "quoi"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from backend.domain import days
from backend.domain.admin.audit import AuditLine, Filter
from backend.domain.french import range_patterns
from backend.domain.french.ranges import Span
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.records import Record, replace
from backend.services.admin import audit as service
from bot.handlers.admin.audit_views import ACTIONS, action, line
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

PAGE_SIZE = 6
"""Lines on one page; it is read on a phone."""
MOST_EXPORTED = 5_000
"""The most lines of a table in chat; the command line exports all."""
MAX_OFFERED = 8
"""The most actions or people that are offered to pick from."""
MAX_BUTTON_BYTES = 64
"""The most bytes that a button holds."""
MAX_ACTION_LETTERS = 14
"""The most characters of an action's name on a button."""
ALL = Choice("/audit", "🧾 Journal")
_NUMBER = re.compile(r"(?:n ?°? ?|#)(\d{1,18})\b", re.IGNORECASE)
_BELOW = re.compile(r"\bavant (\d{1,18})\b")
_ACTION = re.compile(r"\ba:([\w.]+)")


class Query(Record):
    """What somebody asks to see. `name`: a first name that is not looked up yet. `number`: a person's id. `below`:
    only lines with smaller ids."""

    action: str | None = None
    number: int | None = None
    name: str = ""
    span: Span | None = None
    below: int | None = None

    @property
    def words(self) -> str:
        """The query as the words that a button holds."""
        parts = [
            _short(self.action) if self.action else "",
            f"n{self.number}" if self.number is not None else self.name,
            _spoken(self.span) if self.span is not None else "",
        ]
        return " ".join(part for part in parts if part)


def _short(name: str) -> str:
    return f"a:{name.replace(' ', '_')[:MAX_ACTION_LETTERS]}"


def _spoken(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"du {span.first} au {span.last}"


def read(text: str, today: date, language: str = "fr") -> Query:
    """Read a query from text. What is no action, day or number is taken for a name."""
    query = Query()
    if text.isascii() and text.isdigit():
        return Query(number=int(text[:18]))
    if found := _ACTION.search(text):
        named = {_short(name).removeprefix("a:"): name for name in ACTIONS}
        query = replace(query, action=named.get(found[1], found[1].replace("_", " ")))
        text = _without(text, found)
    if found := _BELOW.search(text):
        query = replace(query, below=int(found[1]))
        text = _without(text, found)
    if found := _NUMBER.search(text):
        query = replace(query, number=int(found[1]))
        text = _without(text, found)
    for name, words in sorted(ACTIONS.items(), key=lambda each: -len(each[1].msgid)):
        folded = fold(plain(words, language))
        if query.action is None and folded in fold(text):
            query = replace(query, action=name)
            text = fold(text).replace(folded, " ")
    span = range_patterns.find_together(range_patterns.folded(text), today)
    if span is not None:
        query = replace(query, span=span.span)
        text = span.rest
    return replace(query, name=" ".join(text.split())[:40])


def with_word(text: str, language: str = "fr") -> list[str]:
    """The actions whose labels have the first word of a text, in the plural or not: "paiements" begins several."""
    word = (fold(text).split() or [""])[0].removesuffix("s")
    labels = ((name, fold(plain(words, language)).split()) for name, words in ACTIONS.items())
    return [name for name, label in labels if word and word in {each.removesuffix("s") for each in label}]


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


async def show(turn: Turn, rest: str = "") -> None:
    """`audit`: a page of the audit, the newest lines first. `rest`: the query, see the top of the module."""
    first, _, more = rest.partition(" ")
    match first:
        case "qui" | "quoi":
            await _offer(turn, first)
            return
        case "exporter":
            await _export(turn, _read(turn, more))
            return
    query = _read(turn, rest)
    wanted = await _filter(turn, query)
    found = await service.page(turn.uow, turn.person, wanted, query.below, PAGE_SIZE + 1)
    await turn.say(_page(turn, query, found, wanted))


def _read(turn: Turn, text: str) -> Query:
    return read(text, days.local_day(turn.now, turn.person.zone), turn.person.language)


async def _filter(turn: Turn, query: Query) -> Filter:
    people: tuple[int, ...] | None = None
    if query.number is not None:
        people = (query.number,)
    elif query.name:
        people = await service.people(turn.uow, turn.person, query.name)
    first, end = (None, None) if query.span is None else _bounds(query.span, turn.person.zone)
    return Filter(people, query.action, first, end)


def _bounds(span: Span, zone: str) -> tuple[datetime, datetime]:
    """The span of days as instants in the reader's time zone; the end is exclusive."""
    here = days.zone_info(zone)
    return (
        datetime.combine(span.first, time(), here),
        datetime.combine(span.last + timedelta(days=1), time(), here),
    )


def _page(turn: Turn, query: Query, found: list[AuditLine], wanted: Filter) -> Message:
    message = tr("*🧾 Journal*") + _about(query)
    for each in found[:PAGE_SIZE]:
        message += Message((line(each, turn.jobs.said),))
    if wanted.people == ():
        message += tr("Je ne connais personne de ce nom.")
        if near := with_word(query.name, turn.person.language):
            return message.with_choices(
                *(Choice(f"/audit {_short(each)}", action(each)) for each in near[:MAX_OFFERED]), ALL, columns=2
            )
    elif not found:
        message += tr("Rien n'est noté ici.")
    choices = []
    older = " ".join(f"/audit {query.words} avant {found[PAGE_SIZE - 1].id}".split()) if len(found) > PAGE_SIZE else ""
    if 0 < len(older.encode()) <= MAX_BUTTON_BYTES:
        choices.append(Choice(older, "Plus anciens ›"))
    choices += [
        Choice("/audit hier", "📅 Hier"),
        Choice("/audit aujourd'hui", "📅 Aujourd'hui"),
        Choice("/audit qui", "👤 Par personne"),
        Choice("/audit quoi", "✏️ Par action"),
    ]
    if found:
        words = f"/audit exporter {query.words}".strip()
        choices.append(sheets.offer(turn, words if len(words.encode()) <= MAX_BUTTON_BYTES else "/audit exporter"))
    if query != Query():
        choices.append(ALL)
    return message.with_choices(*choices, columns=2)


def _about(query: Query) -> Message:
    """What the page is filtered by; empty if it is not."""
    parts: list[Tr | Raw] = []
    if query.action is not None:
        parts.append(action(query.action))
    if query.number is not None:
        parts.append(Tr("n° {number}", {"number": str(query.number)}))
    elif query.name:
        parts.append(Raw(query.name))
    if query.span is not None and query.span.first == query.span.last:
        parts.append(Tr("{day}", {"day": query.span.first}))
    elif query.span is not None:
        parts.append(Tr("du {first} au {last}", {"first": query.span.first, "last": query.span.last}))
    if not parts:
        return Message()
    said = parts[0]
    for part in parts[1:]:
        said = Tr("{first} · {then}", {"first": said, "then": part})
    return Message((Tr("_{what}_", {"what": said}),))


async def _offer(turn: Turn, what: str) -> None:
    actions, people = await service.lately(turn.uow, turn.person, turn.now, MAX_OFFERED)
    if what == "quoi":
        asked = tr("Quelle action ?")
        choices = [Choice(f"/audit {_short(each)}", action(each)) for each in actions]
    else:
        asked = tr("Qui ? Ou écris par exemple : audit Awa")
        choices = [
            Choice(f"/audit n{number}", Tr("{name} (n° {number})", {"name": Raw(name or "?"), "number": str(number)}))
            for number, name in people
        ]
    await turn.say(asked.with_choices(*choices, ALL, columns=2))


async def _export(turn: Turn, query: Query) -> None:
    wanted = await _filter(turn, query)
    found = await service.page(turn.uow, turn.person, wanted, None, MOST_EXPORTED + 1)
    if not found:
        await turn.say(tr("Rien n'est noté ici.").with_choices(ALL))
        return
    table = await sheets.attach(turn, "journal.csv", service.COLUMNS, map(service.cells, found[:MOST_EXPORTED]))
    count = min(len(found), MOST_EXPORTED)
    said = trn(
        "Voici le journal en tableau : {n} ligne (heures en UTC).",
        "Voici le journal en tableau : {n} lignes (heures en UTC).",
        count,
    )
    if len(found) > MOST_EXPORTED:
        said += tr("Ce sont les dernières. Tout se trouve par la ligne de commande.")
    await turn.say(replace(said.with_choices(ALL), attachment=table))
