"""Answer a question about figures that was understood: a block for each period, a line for each
place, measure or person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from backend.domain.admin.metric_query.question import Measure, MetricQuery
from backend.domain.admin.metrics import Cell, FigureList
from backend.domain.admin.statistics import TIMES, By
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import beside, lines
from backend.domain.people.permissions import may
from backend.domain.privacy import retention
from backend.records import replace
from backend.services import access
from backend.services.admin import metrics as admin_metrics
from backend.services.admin import named_people, statistics
from backend.services.work import projects as project_service
from bot.handlers.admin import figure_scopes
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.metrics import lines as line_view
from bot.handlers.admin.metrics import looked
from bot.handlers.admin.projects import commands as projects
from bot.handlers.admin.projects import views as project_views
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn

_IN_TABLES: frozenset[Measure] = frozenset({"answers", "time", "earned", "pace", "messages", "cost", "spent"})
"""Measures that the table of `stats` contains."""
_RECEIPTS: frozenset[Measure] = frozenset({"delivered", "read", "failed"})
"""Measures that are counted from the messages themselves."""
COHORT = Choice("/cohorte", "👭 Cohorte")


async def tell(turn: Turn, question: MetricQuery) -> None:
    """Answer the question in one message."""
    if "progress" in question.measures:
        await _progress(turn, question)
        return
    await named_people.looked_at(
        turn.uow, turn.person, [each.id for each in question.only.people], turn.channel, turn.now
    )
    today = statistics.today(turn.person, turn.now)
    asked = question if question.measures else looked.all_of(turn, question)
    spans = looked.spans(question, today)
    message = _title(question, turn)
    if not asked.measures:
        message += await _everything(turn, question, spans, today)
    else:
        for span in spans:
            if set(asked.measures) - {"owed"}:
                message += await _block(turn, asked, span, today)
        if len(spans) == 2:
            message += await _change(turn, asked, spans, today)
        if "owed" in asked.measures:
            message += await _block(turn, replace(asked, measures=("owed",)), Span(BEGINNING, today), today, owed=True)
    message += _kept(asked, spans, today) + await _beside(turn, question)
    await turn.say(message.with_choices(*_choices(turn, question, spans), columns=2))


def _kept(question: MetricQuery, spans: Sequence[Span], today: date) -> Message:
    """That part of the messages asked about is not kept any more; empty if none is."""
    if not _RECEIPTS & set(question.measures) or all(today - span.first <= retention.SENT for span in spans):
        return Message()
    return tr("ℹ️ Reçus, lus, perdus : gardés {days} jours, rien avant.", days=retention.SENT.days)


# --- blocks -------------------------------------------------------------------------------------------


async def _block(turn: Turn, question: MetricQuery, span: Span, today: date, *, owed: bool = False) -> Message:
    """The block of one period: its name, then its figures."""
    measures = tuple(each for each in question.measures if owed or each != "owed")
    question = replace(question, measures=measures)
    head = Tr("*À ce jour*") if owed else Tr("*{span}*", {"span": view.span_name(span, today)})
    told = await (_list(turn, question, span, today) if question.by else _places(turn, question, span))
    return Message((lines(head, *told),))


async def _places(turn: Turn, question: MetricQuery, span: Span) -> list[Tr]:
    """A line for each measure; if several places are asked about, a line for each place."""
    told: list[Tr] = []
    for part in looked.parts(turn, question):
        mean = part.scope.project_id is not None or part.scope.person_id is not None
        found = [
            line_view.figure(
                measure,
                await admin_metrics.one(turn.uow, turn.person, measure, span, part.scope, each=question.each),
                each=question.each,
                mean=mean,
            )
            for measure in question.measures
        ]
        told += [_line(part.name, found)] if part.name is not None else found
    return told


def _line(name: Tr | Raw, found: Sequence[Tr]) -> Tr:
    return Tr("{place} : {what}", {"place": name, "what": beside(*found)})


async def _list(turn: Turn, question: MetricQuery, span: Span, today: date) -> list[Tr]:
    """A line for each country, project, woman and so on, in the order of the first measure."""
    by = question.by
    assert by is not None
    scope, each = looked.scope(turn, question), question.each
    listed = [
        await admin_metrics.several(turn.uow, turn.person, measure, span, scope, by, question.most, each=each)
        for measure in question.measures
    ]
    first = listed[0]
    cells = [{line.key: line.cell for line in each_.lines} for each_ in listed]
    shown = [line for line in first.lines if _worth(question, [known.get(line.key, Cell()) for known in cells])]
    if not shown:
        return [Tr("Rien pour le moment.")]
    if by == "person":
        await named_people.looked_at(turn.uow, turn.person, [int(str(x.key)) for x in shown], turn.channel, turn.now)
    mean = scope.project_id is not None or scope.person_id is not None or by in ("project", "person")
    told = []
    for place, line in enumerate(shown, 1):
        found = [
            line_view.figure(measure, known.get(line.key, Cell()), each=each, mean=mean)
            for measure, known in zip(question.measures, cells, strict=True)
        ]
        name = line_view.name(line, by, span, today, shown)
        said = _line(name, found)
        told.append(Tr("{place}. {what}", {"place": place, "what": said}) if question.most else said)
    return [*told, *_below(question, first, len(shown))]


def _worth(question: MetricQuery, cells: Sequence[Cell]) -> bool:
    """Whether a line is in the list. Rankings and lists leave out lines of zeros; lists by
    day, week or month keep them."""
    if question.most < 0 or (question.by in TIMES and not question.most):
        return True
    free = "cost" in question.measures and not question.most and any(cell.sent for cell in cells)
    sizes = (cell.size(measure) for measure, cell in zip(question.measures, cells, strict=True))
    return free or any(sizes)  # that messages cost nothing is worth a line too


def _below(question: MetricQuery, found: FigureList, shown: int) -> list[Tr]:
    """A line on those who are not in the list."""
    if found.level:
        return [Tr("… et {n} autre à égalité", {"n": found.level}, "… et {n} autres à égalité", found.level)]
    if question.by != "person":
        return []
    n = found.in_all
    if question.most:
        return [Tr("_Sur {n} femme qui a travaillé_", {"n": n}, "_Sur {n} femmes qui ont travaillé_", n)]
    return [Tr("_Les {shown} premières sur {n}_", {"shown": shown, "n": n})] if n > shown else []


async def _change(turn: Turn, question: MetricQuery, spans: Sequence[Span], today: date) -> Message:
    """The change between two periods; empty unless one measure of one place is asked about."""
    measures = [measure for measure in question.measures if measure != "owed"]
    parts = looked.parts(turn, question)
    if question.by is not None or len(parts) != 1 or len(measures) != 1:
        return Message()
    if spans[0].days != spans[1].days and not _whole_months(spans):
        return tr("Les deux périodes n'ont pas le même nombre de jours.")
    before, after = [
        await admin_metrics.one(turn.uow, turn.person, measures[0], span, parts[0].scope, each=question.each)
        for span in spans
    ]
    said = line_view.change(measures[0], before, after, each=question.each)
    if said is None:
        return Message()
    if spans[1].last == today:
        return Message((lines(said, Tr("_La journée d'aujourd'hui n'est pas finie._")),))
    return Message((said,))


def _whole_months(spans: Sequence[Span]) -> bool:
    return all(
        span.first.day == 1 and span.days >= 28 and (span.last.toordinal() + 1) == _next_month(span.first).toordinal()
        for span in spans
    )


def _next_month(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


# --- without a measure ----------------------------------------------------------------------------------


async def _everything(turn: Turn, question: MetricQuery, spans: Sequence[Span], today: date) -> Message:
    """The general figures, for a question without a measure; with the picture of `stats` if no period is named."""
    if question.by == "country" or question.by == "channel":
        return await _shares(turn, question.by, spans, today)
    message = Message()
    parts = looked.parts(turn, question)
    for part in parts:
        if part.name is not None:
            message += Message((lines(part.name),))
        periods = await statistics.periods(turn.uow, turn.person, turn.now, part.scope, spans)
        for period in periods:
            message += view.period(period, today, mean=part.scope.project_id is not None)
        if part.scope.project_id is not None:
            ratings = await project_service.ratings(turn.uow, turn.person)
            message += Message((project_views.rated(ratings.get(part.scope.project_id, [])),))
    if len(parts) > 1 or question.spans:
        return message
    scope = parts[0].scope
    by_day = await statistics.by_day(turn.uow, turn.person, spans[-1], scope)
    values = {
        "days": [work.answers for work in by_day],
        "people": [period.people for period in periods],
        "tasks": [period.work.answers for period in periods],
        "seconds": [int(period.work.time.total_seconds()) for period in periods],
        "pace": [period.pace for period in periods],
        "place": view.plain_place(scope),
    }
    return replace(message, attachment=Attachment("chart", "stats", values=values))


async def _shares(turn: Turn, by: By, spans: Sequence[Span], today: date) -> Message:
    """A line for each country, or each channel."""
    key: Literal["channel", "country"] = "channel" if by == "channel" else "country"
    message = Message()
    for span in spans:
        parts = await statistics.parts(turn.uow, turn.person, span, key)
        told = [view.part(each, key) for each in parts] or [Tr("Rien pour le moment.")]
        message += Message((lines(Tr("*{span}*", {"span": view.span_name(span, today)}), *told),))
    return message + view.SIGNS


async def _progress(turn: Turn, question: MetricQuery) -> None:
    if question.only.projects:
        await projects.figures(turn, question.only.projects[0].id)
    else:
        await projects.show(turn)


# --- title, notes and buttons ---------------------------------------------------------------------------


def _title(question: MetricQuery, turn: Turn) -> Message:
    """What the question is about, without the period."""
    only, without = question.only, question.without
    parts: list[Tr | Raw] = [Raw(f"📦 {each.title}") for each in only.projects[:1] if len(only.projects) == 1]
    if len(only.people) == 1:
        her = only.people[0]
        parts.append(Tr("*{who}*", {"who": line_view.person(her.id, her.name, her.country)}))
    elif only.countries:
        parts += [view.place_name(only.countries[0])] if len(only.countries) == 1 else []
        if len(only.countries) > 1 and question.by == "person":
            parts += [view.place_name(code) for code in only.countries]
    else:
        parts += [view.place_name(code) for code in looked.hers(turn, question)]
    parts += [view.channel_name(each) for each in only.channels[:1] if len(only.channels) == 1]
    left_out: list[Tr | Raw] = [
        *(view.place_name(code) for code in without.countries if not access.countries(turn.person)),
        *(view.channel_name(each) for each in without.channels),
        *(Raw(each.title) for each in without.projects),
    ]
    parts += [Tr("hors {what}", {"what": what}) for what in left_out]
    return Message((beside(*parts),)) if parts else Message()


async def _beside(turn: Turn, question: MetricQuery) -> Message:
    """Further figures without which these would mislead."""
    message = Message()
    whole = not (question.by or question.only.projects or question.only.people or question.without)
    ever = all(span.first == BEGINNING for span in question.spans)
    if whole and ever and {"people", *(() if question.spans else ("joined",))} & {*question.measures}:
        message += await _registered(turn, question)
    return message


async def _registered(turn: Turn, question: MetricQuery) -> Message:
    """How many have joined in all, for a question without a period, or about who worked ever."""
    span = Span(BEGINNING, statistics.today(turn.person, turn.now).replace(year=turn.now.year + 1))
    told = []
    for part in looked.parts(turn, question):
        cell = await admin_metrics.one(turn.uow, turn.person, "joined", span, part.scope)
        said = view.registered(cell.count)
        told.append(_line(part.name, [said]) if part.name is not None else said)
    return Message((lines(*told),))


def _choices(turn: Turn, question: MetricQuery, spans: Sequence[Span]) -> tuple[Choice, ...]:
    """Buttons: the same as a table, if the table holds just that, and further views."""
    if not may(turn.person, "see figures"):
        return (COHORT,)
    only = question.only
    alike = not (question.without or only.people or question.by == "person") and {*question.measures} <= _IN_TABLES
    one = alike and max(map(len, (only.countries, only.channels, only.projects))) < 2
    choices = []
    if one:
        whole = looked.scope(turn, question)
        scope = replace(whole, country=only.countries[0] if only.countries else None)
        choices.append(sheets.offer(turn, f"/stats exporter {figure_scopes.pack(figure_scopes.whole(spans), scope)}"))
    choices += [Choice(f"/projets {each.id}", "📦 Le projet") for each in only.projects[:1]]
    choices += [Choice(f"/personne {each.id}", "🔎 Sa fiche") for each in only.people[:1]]
    return (*choices, view.ALL)
