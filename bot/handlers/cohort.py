"""`cohorte`: how the people of a Huber's country learn, who stopped where, and a word to them in one tap."""

from __future__ import annotations

from datetime import datetime

from backend.domain import days
from backend.domain.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.training.learning import FAILURES_TOLD
from backend.domain.training.progress import ENCOURAGED, Cohort, Stuck
from backend.services import progress as service
from bot.flows.lesson_view import GO_ON
from bot.handlers.turn import Turn

SHOWN = 8
"""People on one page: a list on WhatsApp has ten rows, and one leads on."""
NAMELESS = Raw("?")


async def show(turn: Turn, rest: str = "") -> None:
    """Alone: the first page; `page 2`: another one; a person's number: a word to her."""
    if rest.isascii() and rest.isdigit():
        await _encourage(turn, int(rest[:18]))
        return
    word, _, number = rest.partition(" ")
    page = int(number[:4]) if word == "page" and number.isascii() and number.isdigit() else 1
    skip = (max(1, page) - 1) * SHOWN
    found = await service.cohort(turn.uow, turn.person, turn.now, SHOWN, skip)
    await turn.say(cohort_message(found, turn.now, turn.person.zone, skip))


def cohort_message(found: Cohort, now: datetime, zone: str, skip: int = 0) -> Message:
    message = tr("*👭 Ta cohorte en formation*")
    if not skip:
        lines = [
            Tr("{n} personne inscrite", {"n": found.people}, "{n} personnes inscrites", found.people),
            Tr("{n} a commencé", {"n": found.begun}, "{n} ont commencé", found.begun),
            Tr("{n} a appris cette semaine", {"n": found.active}, "{n} ont appris cette semaine", found.active),
            Tr("{n} a réussi un module", {"n": found.passed_one}, "{n} ont réussi un module", found.passed_one),
            Tr("{n} a tout réussi", {"n": found.passed_all}, "{n} ont tout réussi", found.passed_all),
        ]
        joined = Tr("• {first}", {"first": lines[0]})
        for line in lines[1:]:
            joined = Tr("{first}\n• {then}", {"first": joined, "then": line})
        message += Message((joined,))
    if not found.stuck:
        return message + tr("Personne n'est à l'arrêt. 👏")
    message += trn("*À encourager : {n} personne*", "*À encourager : {n} personnes*", found.stuck_in_all)
    joined = _line(found.stuck[0], now, zone)
    for each in found.stuck[1:]:
        joined = Tr("{first}\n{then}", {"first": joined, "then": _line(each, now, zone)})
    message += Message((joined,))
    choices = [
        Choice(f"/cohorte {each.person}", Tr("💛 {name}", {"name": _name(each)}))
        for each in found.stuck
        if not _told(each, now)
    ]
    if skip + len(found.stuck) < found.stuck_in_all:
        choices.append(Choice(f"/cohorte page {skip // SHOWN + 2}", "Voir la suite"))
    return message.with_choices(*choices, columns=2)


def _line(each: Stuck, now: datetime, zone: str) -> Tr:
    values = {"name": _name(each), "lesson": Raw(each.lesson)}
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
    return each.told_at is not None and now - each.told_at < ENCOURAGED


async def _encourage(turn: Turn, person_id: int) -> None:
    outcome, person, chat = await service.encourage(turn.uow, turn.person, person_id, turn.now, turn.channel)
    back = Choice("/cohorte", "👭 Ma cohorte")
    name = Raw(person.first_name or "?") if person is not None else NAMELESS
    if outcome == "sent":
        assert person is not None and chat is not None
        await turn.tell(
            person.id, chat, encouragement(turn.person.first_name, person.first_name), purpose="encouragement"
        )
        said = tr("💛 C'est envoyé à {name}, de ta part.", name=name)
    elif outcome == "already":
        said = tr("{name} a déjà reçu un mot aujourd'hui. Réessaie demain.", name=name)
    elif outcome == "unreachable":
        said = tr("{name} ne souhaite pas de message en ce moment, ou je ne peux pas la joindre.", name=name)
    else:
        said = tr("Je ne trouve pas cette personne dans ta cohorte.")
    await turn.say(said.with_choices(back))


def encouragement(huber: str, name: str) -> Message:
    """A word from her Huber, by name."""
    hello = tr("Bonjour {name} ! 💛", name=Raw(name)) if name else tr("Bonjour ! 💛")
    if huber:
        said = tr(
            "C'est {huber}, ta Huber. Je vois tes efforts dans la formation. Continue à ton rythme, "
            "une leçon à la fois : je suis avec toi.",
            huber=Raw(huber),
        )
    else:
        said = tr(
            "Ta Huber te fait signe. Elle voit tes efforts dans la formation. Continue à ton rythme, "
            "une leçon à la fois : elle est avec toi."
        )
    return (hello + said).with_choices(GO_ON)


def alert(name: str, person_id: int, lesson: str, module: str) -> Message:
    """Told to her Huber, once: somebody does not get through a lesson."""
    who = Raw(name) if name else NAMELESS
    return tr(
        "🆘 {name} a du mal avec la leçon « {lesson} » ({module}) : trois essais sous la note. "
        "Un mot de toi peut l'aider.",
        name=who,
        lesson=Raw(lesson),
        module=Raw(module),
    ).with_choices(Choice(f"/cohorte {person_id}", Tr("💛 Encourager {name}", {"name": who})))
