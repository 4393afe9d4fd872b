"""`annonce`: write announcements, list them, see their results, pause or cancel them, and approve those of others.

After the word comes nothing or a text (write one), `liste` or `liste 2`, a number (its state), an action and a number
as on the buttons, or an owner's `accord` (`approval_rules`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.announcements import content
from backend.domain.announcements.life import ENDED, Announced, AnnouncementState
from backend.domain.errors import Misuse, NotAllowed, NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.announcements import service, steering
from bot.flows.announcements import report as announcements_report
from bot.flows.announcements.state import CANCEL
from bot.flows.engine.kit import Picked
from bot.flows.engine.paging import next_page
from bot.handlers.announcements import approval_rules, missed, second_approval
from bot.handlers.engine import asking, flow_engine, flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context
from bot.handlers.threads import told

PAGE_SIZE = 8
"""Announcements on one page of the list."""
LIST = Choice("/annonce liste", "📋 Les annonces")
NEW = Choice("/annonce", "📣 Annoncer")
MENU = Choice("/menu", "Menu")
NONE = tr("Je ne trouve pas cette annonce.")
NOT_ALONE = tr("C'est à une autre personne de l'équipe de dire oui ou non.")
NOT_HERS = tr("Seule la personne qui l'a écrite, ou l'équipe, peut faire ça.")
NO_SWITCH = tr(
    "Les annonces viennent de ta Huber ou de l'équipe : je ne peux pas les arrêter seules. « pause 3 jours » les "
    "arrête un moment. « stop » arrête tout ce que je t'écris de moi-même. Trop d'annonces ? Dis-le à ta Huber."
)
"""To who gets announcements."""
OVER = tr("C'est déjà fait : voici où elle en est.")

_SAID = {
    **dict.fromkeys(("arrete", "annuler", "annule", "stop", "stopper", "stoppe"), "arreter"),
    "suspendre": "pause",
    "suspends": "pause",
    "reprends": "reprendre",
    "reessayer": "encore",
}
"""Other words for what the buttons say."""
_ACTS = ("pause", "reprendre", "arreter", "absentes", "image", "encore", "exporter", "voir", "oui", "non", *_SAID)
_STEERED: Mapping[str, frozenset[AnnouncementState]] = {
    "arreter": frozenset(AnnouncementState) - ENDED,
    "pause": frozenset({AnnouncementState.PLANNED, AnnouncementState.RUNNING}),
    "reprendre": frozenset({AnnouncementState.PAUSED}),
}
"""What can be said without a number, and the states in which it is possible."""
_act = "|".join(sorted(_ACTS, key=len, reverse=True))
_PAGE = re.compile(r"page (\d{1,4})")
_LIST = re.compile(r"liste(?: (\d{1,4}))?")
_DEED = re.compile(
    rf"(?:(?P<act>{_act}) )?(?:(?:l )?annonce )?(?:n )?(?P<number>\d{{1,18}})(?: (?P<last>{_act}))?"
    r"(?: (?P<after>\d{1,18}))?"
)
_ASKED_FIRST: Mapping[str, str] = {"arreter": "cancel announcement", "encore": "retry announcement"}
"""What is asked about before it is done: its confirmation."""


def is_order(rest: str) -> bool:
    """Whether the text is about existing announcements or the approval rule, and not the text of a new one."""
    return _order(rest) is not None or _LIST.fullmatch(fold(rest)) is not None or approval_rules.is_meant(rest)


def _order(rest: str) -> tuple[str, int, int] | None:
    """What to do with which announcement (0: none is named), and after whom of its people; for a yes, to how many of
    them it was said to go."""
    said = fold(rest)
    if (alone := _SAID.get(said, said)) in _STEERED:
        return alone, 0, 0
    found = _DEED.fullmatch(said)
    if found is None or (found["act"] and found["last"]):
        return None
    act = found["act"] or found["last"] or ""
    if found["after"] and not act:
        return None  # « 3 45 » may be the text
    return _SAID.get(act, act) or "etat", int(found["number"]), int(found["after"] or 0)


def is_text(rest: str, context: Context) -> bool:
    """Whether the text after `annonce` belongs to the announcement that is being written."""
    return context.flow == "announce" and not is_order(rest)


async def show(turn: Turn, rest: str = "") -> None:
    """`annonce`; the module's docstring lists what can follow the word."""
    if (order := _order(rest)) is not None:
        await (_about(turn, *order) if order[1] else _steer(turn, order[0]))
    elif found := _LIST.fullmatch(fold(rest)):
        await _list(turn, max(1, int(found[1] or 1)))
    elif not await approval_rules.heard(turn, rest) and not await told.to_one(turn, rest):
        await flow_engine.open_flow(turn, "announce", rest or None)


async def listed(turn: Turn, rest: str = "") -> None:
    """`annonces`: the list; with a number or an action, as `annonce`."""
    page = _PAGE.fullmatch(fold(rest))
    await (_list(turn, max(1, int(page[1]))) if page else show(turn, rest or "liste"))


async def cancel(turn: Turn, rest: str = "") -> None:
    """« Annule l'annonce », with or without a number: the draft that is being written; else ask whether to cancel it;
    without a number, if only one is under way. Who gets announcements is told what ends them."""
    if not may(turn.person, "announce"):
        await turn.say(NO_SWITCH.with_choices(Choice("/huber", "💬 Écrire à ma Huber"), MENU))
        return
    await _steer(turn, "arreter", rest)


async def pause(turn: Turn, rest: str = "") -> None:
    """« Suspends l'annonce », as `cancel`."""
    await _steer(turn, "pause", rest)


async def resume(turn: Turn, rest: str = "") -> None:
    """« Reprends l'annonce », as `cancel`."""
    await _steer(turn, "reprendre", rest)


async def where(turn: Turn, _rest: str = "") -> None:
    """« Où en est mon annonce »: the only one that is under way, else the list."""
    latest = await service.latest(turn.uow, turn.person, PAGE_SIZE)
    going = [each.id for each in latest if each.state not in ENDED and service.may_steer(turn.person, each)]
    await (state(turn, going[0]) if len(going) == 1 else _list(turn, 1))


async def _steer(turn: Turn, act: str, rest: str = "") -> None:
    order = _order(f"{act} {rest}")
    drafts = flow_stack.place_of(turn, "announce") is not None
    if act == "arreter" and drafts and not any(sign.isdigit() for sign in rest):
        await flow_engine.give(turn, "announce", Picked(CANCEL.id))
        return
    if order is None or not order[1]:
        latest = await service.latest(turn.uow, turn.person, PAGE_SIZE)
        going = [each.id for each in latest if each.state in _STEERED[act] and service.may_steer(turn.person, each)]
        order = (act, going[0], 0) if len(going) == 1 else None
    await (_about(turn, *order) if order is not None else _list(turn, 1))


async def _about(turn: Turn, what: str, number: int, after: int = 0) -> None:
    try:
        match what:
            case "pause":
                await steering.pause(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
            case "reprendre":
                if await _resumes_late(turn, number):
                    await asking.ask(turn, "resume late announcement", number=number)
                    return
                await steering.resume(turn.uow, turn.person, number, turn.waiting.channel, turn.now)
            case "arreter" | "encore":
                await asking.ask(turn, _ASKED_FIRST[what], number=number)
                return
            case "oui" | "non":
                await _decide(turn, number, after, yes=what == "oui")
                return
            case "absentes":
                await missed.show(turn, number, after)
                return
            case "exporter":
                await missed.export(turn, number)
                return
            case "voir":
                found = await service.get(turn.uow, turn.person, number)
                await turn.say(content.message(found.content, 0, turn.person.first_name))
                return
        if what in ("pause", "reprendre"):
            await turn.jobs.defer(turn.uow, "announcement", announcement=number)
        await state(turn, number, picture=what == "image")
    except NotAllowed:  # the person may announce, but not act on this announcement; an open flow stays open
        if what in _ASKED_FIRST:  # except the confirmation that was being opened
            flow_stack.drop(turn, "confirm")
        await turn.say((await _why_not(turn, what, number)).with_choices(LIST))
    except NotFound:
        await turn.say(NONE.with_choices(LIST))
    except Misuse:
        await state(turn, number, said=OVER)


async def _resumes_late(turn: Turn, number: int) -> bool:
    found = await service.get(turn.uow, turn.person, number)
    paused = found.state is AnnouncementState.PAUSED and service.may_steer(turn.person, found)
    return paused and found.is_late(turn.now)


async def _why_not(turn: Turn, what: str, number: int) -> Message:
    if what in ("oui", "non"):
        return NOT_ALONE
    try:
        await service.get(turn.uow, turn.person, number)
    except NotAllowed:
        return NONE
    return NOT_HERS


async def state(turn: Turn, number: int, said: Message | None = None, *, picture: bool = False) -> None:
    """Show where an announcement stands, with what can be done, or its poll as a picture. `said`: what comes first."""
    found = await service.get(turn.uow, turn.person, number)
    progress = await service.result(turn.uow, found, turn.now, turn.person.zone)
    if picture and found.content.poll is not None:
        await turn.say(announcements_report.chart(found, progress))
        return
    steers, decides = service.may_steer(turn.person, found), service.may_decide(turn.person, found)
    late = found.is_late(turn.now)
    shown = announcements_report.result(found, progress, steers=steers, decides=decides, late=late)
    shown = replace(said + shown, columns=2) if said is not None else shown
    await turn.say(replace(shown, choices=(*shown.choices, LIST), fresh=False))


async def _list(turn: Turn, page: int) -> None:
    found = await service.latest(turn.uow, turn.person, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    if not found and page > 1:  # beyond the last one
        await _list(turn, 1)
        return
    if not found:
        await turn.say(tr("Aucune annonce pour le moment.").with_choices(NEW, MENU, columns=2))
        return
    said = tr("*📋 Les dernières annonces*")
    for each in found[:PAGE_SIZE]:
        said += Message((_line(each),))
    buttons = [Choice(f"/annonce {each.id}", labelled(each)) for each in found[:PAGE_SIZE]]
    if len(found) > PAGE_SIZE:
        buttons.append(next_page(f"/annonce liste {page + 1}", page + 1))
    await turn.say(said.with_choices(*buttons, NEW, columns=1))


def _line(each: Announced) -> Tr:
    values = {**title(each), "state": announcements_report.HEADS[each.state], "people": each.people}
    if each.author:
        return Tr("{n} {text}\n{state} · 👥 {people} · par {name}", {**values, "name": Raw(each.author)})
    return Tr("{n} {text}\n{state} · 👥 {people}", values)


def labelled(each: Announced) -> Tr:
    """Its button in a list."""
    return Tr("{n} {text}", title(each))


def title(each: Announced) -> dict[str, str | Raw]:
    """The number of an announcement and the beginning of its text, as values of a line."""
    flat = " ".join(each.content.text.split())
    return {"n": f"#{each.id}", "text": Raw(flat if len(flat) <= 40 else flat[:39].rstrip() + "…")}


# --- approval by a second person ------------------------------------------------------------------------


async def _decide(turn: Turn, number: int, shown: int, *, yes: bool) -> None:
    """`shown`: to how many people the reader was told that it goes; 0: not known."""
    if yes and (again := await second_approval.many_more(turn, number, shown)) is not None:
        await turn.say(again)
        return
    if yes and await second_approval.is_late(turn, number):
        await asking.ask(turn, "approve late announcement", number=number)
        return
    await turn.say(await second_approval.decide(turn, number, yes=yes))
