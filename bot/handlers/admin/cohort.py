"""`cohorte`: who in a Huber's countries works, learns, has not begun or has stopped, and a
message to each with one tap."""

from __future__ import annotations

import re
from datetime import datetime

from backend.domain import days
from backend.domain.admin.cohort import Part
from backend.domain.errors import NotAllowed
from backend.domain.french.spelling import fold
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import bullets, hello, lines
from backend.domain.people.permissions import may
from backend.domain.threads.commands import Author
from backend.domain.training.learning import FAILURES_TOLD
from backend.domain.training.progress import ENCOURAGE_INTERVAL, Cohort, Stuck
from backend.services import access
from backend.services.admin import cohort as cohort_service
from backend.services.training import progress as service
from bot.flows.engine.paging import next_page
from bot.handlers.admin import cohort_views, week
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn

PAGE_SIZE = 7
"""Learners on one page: a list on WhatsApp has ten rows, and three lead elsewhere."""
OVERVIEW_ROWS = 3
"""Learners in the overview, which also has a button to each list."""
NAMELESS = Raw("?")
_YEAR = re.compile(r"20\d\d")
_OTHER_LISTS = ("projets", "exporter", "formation", "page", "travail")


async def show(turn: Turn, rest: str = "") -> None:
    """`cohorte`: the overview. `la semaine dernière`, `juin`: the figures of that period. `semaine 2` (or another
    list): a page of it; with `parler` after it, taps ask people to write. `formation 2`: a page of the learners. A
    person's id: send her an encouragement about the list named after it, or (`12 parler`) ask her to write to her
    Huber."""
    year = turn.tap is None and _YEAR.fullmatch(rest)  # on a button it is a person's id
    if rest and (year or not _is_part(rest)):
        await week.tell(turn, f"en {rest}" if year else rest)
        return
    word, *more = fold(rest).split()[:4] or [""]
    number = next((int(each[:4]) for each in more if _is_number(each)), 1)
    if _is_number(word):
        await _to_her(turn, int(word[:18]), more[0] if more else "")
    elif word in cohort_views.SLUGS:
        await _list(turn, cohort_views.SLUGS[word], max(1, number), talk="parler" in more)
    elif word == "travail":
        await week.work_left(turn)
    elif word == "projets":
        await _projects(turn, max(1, number))
    elif word == "exporter":
        await _export(turn, more[0] if more else "")
    elif word in ("formation", "page"):
        skip = (max(1, number) - 1) * PAGE_SIZE
        found = await service.cohort(turn.uow, turn.person, turn.now, PAGE_SIZE, skip)
        message = cohort_message(found, turn.now, turn.person.zone, skip, encourages=_encourages(turn))
        await turn.say(message.with_choices(*message.choices, cohort_views.RESULTS, cohort_views.BACK, columns=2))
    else:
        await _overview(turn)


def _is_part(rest: str) -> bool:
    """Whether the text is what a button adds: a list or a person, its page, "parler". « semaine dernière » is a
    period."""
    word, *more = fold(rest).split() or [""]
    lists = {*cohort_views.SLUGS, *_OTHER_LISTS}
    known = {*cohort_views.SLUGS, "parler"}
    return (word in lists or _is_number(word)) and all(each in known or _is_number(each) for each in more)


def _encourages(turn: Turn) -> bool:
    return may(turn.person, "encourage")


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


async def _overview(turn: Turn) -> None:
    """The overview: who works, who learns, and who may need a message now."""
    works = await cohort_service.overview(turn.uow, turn.person, turn.now)
    learns = await service.cohort(turn.uow, turn.person, turn.now, OVERVIEW_ROWS)
    message = cohort_views.overview(works) + cohort_message(learns, turn.now, turn.person.zone)
    first = message.choices[:OVERVIEW_ROWS] if learns.stuck and _encourages(turn) else ()
    lists = cohort_views.lists()
    if await cohort_service.shares_projects(turn.uow, turn.person):  # a list on WhatsApp has ten rows
        first, lists = first[: OVERVIEW_ROWS - 1], (*lists, cohort_views.PROJECTS)
    await turn.say(message.with_choices(*first, *lists, columns=2))


async def _projects(turn: Turn, page: int) -> None:
    """What women save for who let their Huber see it."""
    size = cohort_views.PAGE_SIZE
    try:
        found = await cohort_service.projects(turn.uow, turn.person, size + 1, (page - 1) * size)
    except NotAllowed:
        await turn.say(cohort_views.NOT_SHOWN.with_choices(cohort_views.BACK))
        return
    await turn.say(cohort_views.projects(found[:size], page, more=len(found) > size))


async def _list(turn: Turn, part: Part, page: int, *, talk: bool) -> None:
    size = cohort_views.PAGE_SIZE
    found = await cohort_service.members(turn.uow, turn.person, part, turn.now, size + 1, (page - 1) * size)
    message = cohort_views.page(
        part,
        found[:size],
        turn.now,
        turn.person.zone,
        page,
        more=len(found) > size,
        talk=talk,
        encourages=_encourages(turn),
    )
    if found:
        table = sheets.offer(turn, f"/cohorte exporter {cohort_views.SLUG_OF[part]}")
        message = message.with_choices(*message.choices, table, columns=2)
    await turn.say(message)


async def _export(turn: Turn, slug: str) -> None:
    part = cohort_views.SLUGS.get(slug, "week")
    found = await cohort_service.members(turn.uow, turn.person, part, turn.now)
    if not found:
        await turn.say(sheets.NOTHING.with_choices(cohort_views.BACK))
        return
    columns = (*cohort_views.COLUMNS, *cohort_views.MORE_COLUMNS)
    sheet = await sheets.attach(
        turn, f"cohorte-{cohort_views.SLUG_OF[part]}.csv", columns, map(cohort_views.row, found)
    )
    await turn.say(Message((cohort_views.TITLES[part],), (cohort_views.BACK,), sheet))


def cohort_message(found: Cohort, now: datetime, zone: str, skip: int = 0, *, encourages: bool = True) -> Message:
    """The learners of a cohort and who among them has stopped; a tap on a name sends her a message if `encourages`."""
    message = tr("*👭 Ta cohorte en formation*")
    if not skip:
        counts = [
            Tr("{n} personne inscrite", {"n": found.people}, "{n} personnes inscrites", found.people),
            Tr("{n} a commencé", {"n": found.begun}, "{n} ont commencé", found.begun),
            Tr("{n} a appris cette semaine", {"n": found.active}, "{n} ont appris cette semaine", found.active),
            Tr("{n} a réussi un module", {"n": found.passed_one}, "{n} ont réussi un module", found.passed_one),
            Tr("{n} a tout réussi", {"n": found.passed_all}, "{n} ont tout réussi", found.passed_all),
        ]
        message += Message((bullets(*counts),))
    if not found.stuck:
        return message + tr("Personne n'est à l'arrêt. 👏")
    message += trn("*À encourager : {n} personne*", "*À encourager : {n} personnes*", found.stuck_in_all)
    message += Message((lines(*(_line(each, now, zone) for each in found.stuck)),))
    choices = [
        Choice(f"/cohorte {each.person}", Tr("💛 {name}", {"name": _name(each)}))
        for each in found.stuck
        if encourages and not _told(each, now)
    ]
    if skip + len(found.stuck) < found.stuck_in_all:
        choices.append(next_page(f"/cohorte formation {skip // PAGE_SIZE + 2}", skip // PAGE_SIZE + 2))
    return message.with_choices(*choices, columns=2)


def _line(each: Stuck, now: datetime, zone: str) -> Tr:
    where = Tr("test final, {module}", {"module": Raw(each.module)}) if each.final else Raw(each.lesson)
    values: dict[str, Value] = {"name": _name(each), "lesson": where}
    told = Tr(" · encouragée") if _told(each, now) else Raw("")
    if each.failures >= FAILURES_TOLD:
        return Tr(
            "• {name} : bloquée sur « {lesson} » ({n} essais){told}", {**values, "n": each.failures, "told": told}
        )
    silent = (days.local_day(now, zone) - days.local_day(each.active_at, zone)).days
    return Tr(
        "• {name} : « {lesson} », il y a {n} jour{told}",
        {**values, "n": silent, "told": told},
        "• {name} : « {lesson} », il y a {n} jours{told}",
        silent,
    )


def _name(each: Stuck) -> Raw:
    return Raw(each.name) if each.name else NAMELESS


def _told(each: Stuck, now: datetime) -> bool:
    return each.told_at is not None and now - each.told_at < ENCOURAGE_INTERVAL


async def _to_her(turn: Turn, person_id: int, what: str) -> None:
    """Send her one message, about whatever list it is; at most one a day."""
    part = cohort_views.SLUGS.get(what)
    why = "talk" if what == "parler" else part or "training"
    outcome, person, chat = await service.encourage(turn.uow, turn.person, person_id, turn.now, turn.channel, why=why)
    name = Raw(person.first_name or "?") if person is not None else NAMELESS
    if outcome == "sent":
        assert person is not None and chat is not None
        by = Author(turn.person.first_name, team=not access.countries(turn.person))
        greeting = hello(quiet_hours.after(turn.now, person.zone), person.zone, person.first_name)
        if what == "parler" and by.team:
            message = cohort_views.asked_to_write(by, greeting)
            said = tr("💬 C'est demandé : {name} peut écrire à sa Huber d'un geste.", name=name)
        elif what == "parler":
            message = cohort_views.asked_to_write(by, greeting)
            said = tr("💬 C'est demandé : {name} peut t'écrire d'un geste. Sa réponse arrive ici.", name=name)
        else:
            message = cohort_views.encouragement(by, greeting, part)
            said = tr("💛 C'est envoyé à {name}, de ta part.", name=name)
        if not await turn.notify_after_quiet_hours(chat, message, purpose="encouragement"):
            said = tr("🌙 C'est la nuit chez {name} : elle reçoit ton mot à 7 heures du matin.", name=name)
    elif outcome == "already":
        said = tr("{name} a déjà reçu un mot aujourd'hui. Réessaie demain.", name=name)
    elif outcome == "unreachable":
        said = tr("{name} ne souhaite pas de message en ce moment, ou je ne peux pas la joindre.", name=name)
    else:
        said = tr("Je ne trouve pas cette personne dans ta cohorte.")
    again = (Choice(f"/cohorte {what}", "‹ La liste"),) if part is not None else ()
    await turn.say(said.with_choices(*again, cohort_views.BACK, columns=2))
