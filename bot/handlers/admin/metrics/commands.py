"""`stats`: the service's figures for today, a week and a month; by country and by channel; as a table.

The word can be followed by free text: "stats cameroun", "stats la semaine dernière"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from backend.domain.admin.statistics import EVERYTHING, Period, Share
from backend.domain.earnings.pace import LEAST_ANSWERS, LEAST_PEOPLE
from backend.domain.french.ranges import Span
from backend.domain.messaging import channels
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import Money
from backend.domain.people import places
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.admin import statistics
from backend.services.payouts.timing import waits
from backend.services.work import sharing
from bot.handlers.admin import figure_scopes
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.metrics import following, questions
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn

CHART_DAYS = 30
"""Days in the overview's chart and, by default, in a table."""
PAID_DAYS = 30
"""Days of the payments in the overview."""
PARTS_DAYS = 7
"""Days of the figures by country or channel, by default."""
MAX_TABLE_SPAN = timedelta(days=92)
"""The longest span of one table."""

APPROXIMATE = tr("Le prix des messages est estimé d'après un tarif daté ; la facture de la plateforme fait foi.")
MEDIAN = tr(
    "⚡ et 🥇 sont des médianes : la moitié des heures, ou des femmes, fait au moins aussi bien. "
    "Sans {n} femmes à {m} tâches chacune, ⚡ vient du temps prévu.",
    n=LEAST_PEOPLE,
    m=LEAST_ANSWERS,
)
PROJECTS = Choice("/projets", "📦 Projets")


async def show(turn: Turn, rest: str = "") -> None:
    """`stats`, with what its buttons add: `pays 7`, `canaux 30`, `exporter 2026-11-01 2026-11-30 CM`; or a question."""
    action, _, what = rest.partition(" ")
    match action:
        case "":
            await _overview(turn)
        case "pays":
            await _parts(turn, "country", what)
        case "canaux":
            await _parts(turn, "channel", what)
        case "exporter":
            await _export(turn, what)
        case _:
            await questions.answer(turn, rest)


async def asked(turn: Turn, rest: str = "") -> None:
    """`chiffres` with a question; alone, the overview for admins, or for a Huber what can be asked."""
    if not rest and may(turn.person, "see figures"):
        await _overview(turn)
    else:
        await questions.show(turn, rest)


async def _overview(turn: Turn) -> None:
    found = await statistics.periods(turn.uow, turn.person, turn.now)
    today = statistics.today(turn.person, turn.now)
    by_day = await statistics.by_day(turn.uow, turn.person, Span.up_to(today, CHART_DAYS), EVERYTHING)
    message = tr("*Chiffres*")
    for period in found:
        message += view.period(period, today)
    message += await _paid(turn)
    values = picture([work.answers for work in by_day], found, "")
    message = replace(message + notes(found), attachment=Attachment("chart", "stats", values=values))
    choices = (
        Choice("/stats pays", "🌍 Par pays"),
        Choice("/stats canaux", "💬 Par messagerie"),
        sheets.offer(turn, "/stats exporter"),
    )
    following.keep_all(turn)
    await turn.say(message.with_choices(*choices, columns=2))


async def _paid(turn: Turn) -> Message:
    """What was paid and is on its way, and how long pay takes; empty as long as nothing is."""
    sums, wait = await waits.figures(turn.uow, turn.person, turn.now - timedelta(days=PAID_DAYS))
    told = []
    for each in sums:
        paid, way = Money(each.units, each.currency), Money(each.way_units, each.currency)
        line = [Tr("💵 Payé en {days} jours : {sum}", {"days": PAID_DAYS, "sum": paid})] if paid.units else []
        told.append(beside(*line, *([Tr("🚚 en cours : {sum}", {"sum": way})] if way.units else [])))
    if wait.seconds is not None and wait.people >= waits.LEAST_PEOPLE:
        shown: dict[str, Value] = {"time": timedelta(seconds=wait.seconds), "n": wait.people}
        told.append(Tr("⏳ De l'acceptation à « reçu » : {time} (médiane de {n} femmes)", shown))
    return Message((lines(*told),)) if told else Message()


def picture(days: list[int], found: tuple[Period, ...], place: str) -> dict[str, object]:
    """The values that `bot.pictures.figures.stats_png` takes."""
    return {
        "days": days,
        "people": [period.people for period in found],
        "tasks": [period.work.answers for period in found],
        "seconds": [period.work.time // timedelta(seconds=1) for period in found],
        "pace": [period.pace for period in found],
        "place": place,
    }


def notes(found: tuple[Period, ...]) -> Message:
    """Notes on the figures: which are medians, which are approximate."""
    middle = any(period.pace is not None or period.first_income is not None for period in found)
    said = MEDIAN if middle else Message()
    return said + APPROXIMATE if any(period.cost.units for period in found) else said


# --- by country, by channel ---------------------------------------------------------------------------


async def _parts(turn: Turn, key: Literal["country", "channel"], what: str) -> None:
    days = int(what) if what in ("1", "7", "30") else PARTS_DAYS
    today = statistics.today(turn.person, turn.now)
    span = Span.up_to(today, days)
    found = await statistics.parts(turn.uow, turn.person, span, key)
    title = tr("*Par pays*") if key == "country" else tr("*Par messagerie*")
    (text,) = title.parts
    message = Message((beside(text, view.span_name(span, today)),))
    if found:
        message += Message((lines(*(view.part(part, key) for part in found)),))
        message += view.SIGNS
        if key == "channel":
            message += await _told(turn, span)
        if key == "country":
            message += await _scarce(turn)
            message += await _sharing(turn)
            message += tr("Pour un seul pays, écris par exemple « stats Cameroun ».")
        rows = [[_plain_name(part, key), part.work.answers] for part in found]
        values = {"by": key, "days": days, "rows": rows}
        message = replace(message, attachment=Attachment("chart", "shares", values=values))
    else:
        message += tr("Rien pour le moment.")
    word = "pays" if key == "country" else "canaux"
    others = [
        Choice(f"/stats {word} {n}", "Aujourd'hui" if n == 1 else Tr("{n} jours", {"n": n}))
        for n in (1, 7, 30)
        if n != days
    ]
    table = sheets.offer(turn, f"/stats exporter {figure_scopes.pack(span, EVERYTHING)}")
    await turn.say(message.with_choices(*others, table, columns=2))


async def _sharing(turn: Turn) -> Message:
    """How evenly a week's pay is distributed, by country."""
    found = await statistics.sharing(turn.uow, turn.person, turn.now)
    if not found:
        return Message()
    names = {country.code: country.name for country in places.COUNTRIES}
    each = [f"{names.get(code, code)} {float(value):.2f}".replace(".", ",") for code, value in found.items()]
    return tr(
        "⚖️ Partage des gains sur 7 jours (Gini ; 0 : toutes pareil, 1 : tout pour une) : {countries}",
        countries=Raw(" · ".join(each)),
    )


async def _scarce(turn: Turn) -> Message:
    """The countries where work is scarce and shared today: how much each woman
    may do, and among how many it is shared."""
    names = {country.code: country.name for country in places.COUNTRIES}
    each = [
        Tr(
            "🤝 {country} : peu de travail, {share} par jour pour chacune des {n} actives",
            {
                "country": Raw(names.get(found.country, found.country)),
                "share": timedelta(seconds=found.share),
                "n": found.women,
            },
        )
        for found in await sharing.scarce(turn.uow, turn.person)
    ]
    return Message((lines(*each),)) if each else Message()


async def _told(turn: Turn, span: Span) -> Message:
    """The messages by channel, and their cost for each task."""
    (found,) = await statistics.periods(turn.uow, turn.person, turn.now, EVERYTHING, [span])
    told = view.told_by_channel(found.sent)
    message = Message((lines(*told),)) if told else Message()
    if found.cost.units and found.cost_per_answer is not None:
        message += tr("➗ Messages par tâche : {cost}", cost=found.cost_per_answer)
    return message + APPROXIMATE if found.cost.units else message


def _plain_name(part: Share, key: str) -> str:
    """A name without a flag, for pictures: their font has none."""
    if key == "channel":
        return channels.team_label(part.key) or "?"
    return {country.code: country.name for country in places.COUNTRIES}.get(part.key, part.key) or "?"


# --- as a table ---------------------------------------------------------------------------------------


async def _export(turn: Turn, what: str) -> None:
    today = statistics.today(turn.person, turn.now)
    span, scope = figure_scopes.unpack(what)
    span = _bounded(span or Span.up_to(today, CHART_DAYS), today)
    rows = await statistics.table(turn.uow, turn.person, span, scope)
    if not rows:
        await turn.say(sheets.NOTHING.with_choices(view.ALL, PROJECTS, columns=2))
        return
    name = f"chiffres-{span.first}-{span.last}.csv"
    said = tr("📄 Les chiffres, ligne par ligne : jour, pays, messagerie, projet.")
    said += Message((beside(view.span_name(span, today), view.only(trn("{n} ligne", "{n} lignes", len(rows)))),))
    said = replace(said, attachment=await sheets.attach(turn, name, statistics.COLUMNS, rows))
    await turn.say(said.with_choices(view.ALL, PROJECTS, columns=2))


def _bounded(span: Span, today: date) -> Span:
    """The span, cut to the longest span of a table; its last days are kept."""
    last = min(span.last, today)
    return Span(max(span.first, last - MAX_TABLE_SPAN), last)
