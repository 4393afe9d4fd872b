"""Lines that answer a question about figures: one measure, a row of a list, the change between two spans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.metrics import Cell, FigureLine
from backend.domain.admin.statistics import By, Work, cost
from backend.domain.french.ranges import Span, months_from, whole_month
from backend.domain.messaging import channels
from backend.domain.messaging.message import Francs, Raw, Tr, Value, trn
from backend.domain.money import Money, francs
from bot.handlers.admin import figure_views as view
from bot.i18n import formats

NOBODY = Tr("Personne n'a travaillé")


def figure(measure: Measure, cell: Cell, *, each: bool = False, mean: bool = False) -> Tr:
    """One figure. `each`: the mean per woman. `mean`: the pace is a mean, not a median."""
    if each and measure in ("answers", "time", "earned"):
        return _each(measure, cell)
    match measure:
        case "people":
            return view.people(cell.people)
        case "answers":
            return view.answers(cell.work.answers)
        case "time":
            return view.hours(cell.work.time)
        case "earned":
            return view.earned(cell.work)
        case "pace":
            return view.pace(cell.pace, mean=mean, measured=cell.measured)
        case "messages" | "cost":
            return view.told(cell.sent, costs=measure == "cost")
        case "spent":
            return _spent(cell)
        case "owed":
            return _owed(cell)
        case "first income":
            return view.first_income(cell.count, cell.time)
        case _:
            return _counted(measure, cell.count)


def _counted(measure: Measure, n: int) -> Tr:
    told = Raw(channels.labels(channels.with_receipts()))
    match measure:
        case "delivered":
            said = trn("📬 {n} message livré sur {channel}", "📬 {n} messages livrés sur {channel}", n, channel=told)
        case "read":
            said = trn("👀 {n} message lu sur {channel}", "👀 {n} messages lus sur {channel}", n, channel=told)
        case "failed":
            said = trn("❌ {n} message non livré", "❌ {n} messages non livrés", n)
        case "joined":
            return view.joined(n)
        case _:
            return view.lessons(n)
    return view.only(said)


def _each(measure: Measure, cell: Cell) -> Tr:
    """The mean per woman who worked: tasks to the nearest tenth, euros to the nearest cent."""
    work, people = cell.work, cell.people
    if not people:
        return NOBODY
    match measure:
        case "time":
            return Tr("⏱ {time} par personne en moyenne", {"time": view.nearest(work.time / people)})
        case "answers":
            whole, tenth = divmod(_nearest(work.answers * 10, people), 10)
            mean = {"n": f"{whole},{tenth}" if tenth else str(whole)}
            return Tr("✅ {n} tâche par personne en moyenne", mean, "✅ {n} tâches par personne en moyenne", whole)
        case _:
            euros = Money(_nearest(Fraction(work.earned) * 100, people) * view.CENT)
            mean_francs = Francs(_nearest(francs(work.euros, work.francs), people))
            values: dict[str, Value] = {"euros": euros, "francs": mean_francs}
            return Tr("💰 {euros} par personne en moyenne ({francs})", values)


def _nearest(total: Fraction | int, people: int) -> int:
    """The mean as a whole number; a half counts up."""
    return floor(Fraction(total) / people + Fraction(1, 2))


def _spent(cell: Cell) -> Tr:
    messages = cost(cell.sent)
    values: dict[str, Value] = {
        "all": _euros(cell.work, messages.units),
        "work": _euros(cell.work),
        "messages": view.cents(messages),
    }
    if not messages.units:
        return Tr("💸 {all} dépensés, tout pour le travail", values)
    return Tr("💸 Environ {all} dépensés : {work} de travail, environ {messages} de messages", values)


def _owed(cell: Cell) -> Tr:
    accepted = Work(
        euros=Money(cell.work.euros.units - cell.waiting.euros.units),
        francs=Money(cell.work.francs.units - cell.waiting.francs.units, "XOF"),
    )
    values: dict[str, Value] = {
        "all": _euros(cell.work),
        "francs": Francs(francs(cell.work.euros, cell.work.francs)),
        "accepted": _euros(accepted),
        "waiting": _euros(cell.waiting),
    }
    return Tr("🧾 {all} dus ({francs}) : {accepted} acceptés, {waiting} en attente", values)


def _euros(work: Work, more: int = 0) -> Money:
    """The sum in whole cents, rounded down. `more`: units of EUR that are added."""
    return Money(int((work.earned + Money(more).euros) * 100) * view.CENT)


# --- lists ----------------------------------------------------------------------------------------------


def name(line: FigureLine, apart: By, span: Span, today: date, among: Sequence[FigureLine] = ()) -> Tr | Raw:
    """The name of a list's row. `among`: the other rows; people with the same name are told apart by their numbers."""
    key = line.key
    match apart:
        case "country":
            return view.place_name(str(key))
        case "channel":
            return view.channel_name(str(key))
        case "project":
            return Raw(line.name) if line.name else Tr("Entraînement") if key else Tr("Hors projet")
        case "person":
            return person(int(str(key)), line.name, line.country, twice=sum(x.name == line.name for x in among) > 1)
    assert isinstance(key, date)
    if apart == "day":
        return view.span_name(Span(key, key), today)
    whole = {"month": whole_month(key), "quarter": months_from(key, 3)}.get(apart, Span(key, key + timedelta(days=6)))
    part = Span(max(key, span.first), min(whole.last, span.last))
    if apart == "month" and part in (whole, Span(key, today)):
        return Raw(formats.month(key).capitalize())
    return view.span_name(part, today)


def person(number: int, first_name: str, country: str, *, twice: bool = True) -> Tr:
    """A person: "Awa 🇨🇲", with the number if several have that name (`twice`)."""
    flag = view.flag(country)
    values: dict[str, Value] = {"name": Raw(first_name or "?"), "flag": Raw(flag), "number": str(number)}
    if twice:
        return Tr("{name} {flag} (n° {number})", values) if flag else Tr("{name} (n° {number})", values)
    return Tr("{name} {flag}", values) if flag else Tr("{name}", values)


def change(measure: Measure, before: Cell, after: Cell, *, each: bool = False) -> Tr | None:
    """The change from one span to the next of the same length; None if there is nothing to compare."""
    old, new = before.size(measure, each=each), after.size(measure, each=each)
    if not old or new is None:
        return None
    percent = round((new - old) * 100 / old)
    if percent == 0:
        return Tr("📈 Pareil, à moins de 1 % près")
    more = percent > 0
    values: dict[str, Value] = {"percent": abs(percent)}
    return Tr("📈 {percent} % de plus", values) if more else Tr("📉 {percent} % de moins", values)
