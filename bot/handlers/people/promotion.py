"""`promouvoir`: a Huber or an admin opens paid work to a trainee, and the trainee is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain import money
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people import permissions
from backend.domain.people.promotion import Promotion, PromotionCandidate
from backend.domain.people.roles import RoleAssignment
from backend.services.certificates import badges as badge_service
from backend.services.people import promotion as service
from bot.flows.engine.confirm import Proposal
from bot.flows.engine.paging import next_page
from bot.flows.people.role_labels import in_words
from bot.flows.work.offers.views import pay_shown
from bot.handlers.engine import asking, flow_engine
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn

PROMOTE = "promote"
MORE = Choice("/promouvoir", "⭐ Les autres")
MENU = Choice("/menu", "Menu")
OPENED_SHOWN = 1
"""Offers that are named in the welcome; `travail` shows all of them."""
PAGE_SIZE = 8
"""Candidates on one page: a list on WhatsApp has ten rows, and one leads to the next page."""


async def show(turn: Turn, rest: str = "") -> None:
    """`promouvoir`: trainees who have passed a module; `page 2`: more of them; a number, a
    code or a name: that trainee."""
    word, _, number = rest.partition(" ")
    if rest and word != "page":
        await _promote(turn, rest)
        return
    page = max(1, int(number[:4])) if number.isascii() and number.isdigit() else 1
    found = await service.candidates(turn.uow, turn.person, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    if not found:
        await turn.say(tr("Aucune apprenante n'a encore réussi de module. Dès qu'il y en a une, tu la trouves ici."))
        return
    message = tr("*⭐ Prêtes pour le travail payé ?*") + tr(
        "Touche un prénom : elle devient hiteuse, et je l'accueille."
    )
    message += Message((_lines(found[:PAGE_SIZE]),))
    choices = _buttons(found[:PAGE_SIZE])
    if len(found) > PAGE_SIZE:
        choices.append(next_page(f"/promouvoir page {page + 1}", page + 1))
    await turn.say(message.with_choices(*choices, columns=2))


def _lines(found: Sequence[PromotionCandidate]) -> Tr:
    return lines(
        *(
            Tr(
                "• {name} : {n} module ({titles})",
                {"name": _name(each), "n": len(each.passed), "titles": Raw(", ".join(each.passed) or "–")},
                "• {name} : {n} modules ({titles})",
                len(each.passed),
            )
            for each in found
        )
    )


def _buttons(found: Sequence[PromotionCandidate]) -> list[Choice]:
    """Trainees of the same name are told apart by their numbers."""
    names = [each.name for each in found]
    return [
        Choice(
            f"/promouvoir {each.person_id}",
            Tr("⭐ {name} (n° {number})", {"name": _name(each), "number": str(each.person_id)})
            if names.count(each.name) > 1
            else Tr("⭐ {name}", {"name": _name(each)}),
        )
        for each in found
    ]


def _name(each: PromotionCandidate) -> Raw:
    return Raw(each.name or "?")


async def _promote(turn: Turn, who: str) -> None:
    found = await service.look(turn.uow, turn.person, who)
    match found.outcome:
        case "ready":
            await asking.ask(turn, PROMOTE, person=found.who[0].person_id)
            return
        case "several":
            said = tr("Plusieurs personnes portent ce prénom. Laquelle ?") + Message((_lines(found.who),))
            await turn.say(said.with_choices(*_buttons(found.who)))
            return
    await turn.say(_not_now(found).with_choices(MORE))


def _not_now(found: Promotion) -> Message:
    if found.outcome == "already":
        return tr("{name} est déjà hiteuse.", name=_name(found.who[0]))
    return tr("Je ne trouve pas cette apprenante. Écris son prénom ou son code d'invitation.")


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await service.look(turn.uow, turn.person, str(arguments["person"]))
    if found.outcome != "ready":
        return _not_now(found).with_choices(MORE)
    said = tr("⭐ Ouvrir le travail payé à *{name}* :", name=_name(found.who[0]))
    return Proposal(said, in_words(RoleAssignment("trainee")), in_words(RoleAssignment("hiteuse")))


async def _carry_out(turn: Turn, arguments: Arguments) -> Message:
    found = await service.promote(turn.uow, turn.person, str(arguments["person"]), turn.channel, turn.now)
    if found.outcome != "promoted":
        return _not_now(found).with_choices(MORE)
    (her,) = found.who
    said = tr("🎉 {name} est maintenant hiteuse.", name=_name(her))
    if found.silent:
        said += tr("🔕 Je ne peux pas lui écrire en ce moment : je l'accueille dès qu'elle m'écrit.")
    elif found.later:
        said += tr("🌙 C'est la nuit chez elle : je l'accueille à 7 heures du matin et je lui explique tout.")
    else:
        said += tr("Je l'accueille et je lui explique tout.")
    return said.with_choices(MORE)


CONFIRMATIONS: Mapping[str, Confirmation] = {PROMOTE: Confirmation(_propose, _carry_out)}
"""`promote`: argument `person`, the trainee's id."""


# --- the trainee is told ----------------------------------------------------------------------------


async def welcome(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Welcome a new hiteuse: what her tests have earned, which work is open to her, and the questions of onboarding."""
    if turn.person.role != "hiteuse" or turn.person.joined_at is not None:
        return  # the promotion was undone, or she was welcomed already
    settled = await badge_service.settle(turn.uow, turn.person, turn.now)
    await turn.jobs.defer(turn.uow, "show_menu", person_id=turn.person.id)
    if turn.person.stopped_at is not None:
        return  # she has said `stop`: her next word opens the same questions
    huber = payload.get("by", "")
    if huber:
        words = tr("🎉 Grande nouvelle ! {huber}, ta Huber, t'ouvre le *travail payé*.", huber=Raw(huber))
    else:
        words = tr("🎉 Grande nouvelle ! L'équipe t'ouvre le *travail payé*.")
    words += tr("Ce sont de petites tâches, et tu vois le prix avant. Tes leçons reviennent après quelques questions.")
    if settled.paid:
        words += tr("💰 Tes tests comptent dans tes gains : *{sum}*.", sum=Francs(money.francs(*settled.paid)))
    for offer in settled.opened[:OPENED_SHOWN]:
        words += tr(
            "💼 Tes badges t'ouvrent déjà : *{title}*, {pay} par tâche.",
            title=Raw(offer.config.title),
            pay=pay_shown(offer),
        )
    await begin(turn, words)


async def begin(turn: Turn, words: Message) -> None:
    """Say this in all chats, and ask the questions of onboarding in one. Where only a template reaches her now
    (WhatsApp, more than 24 hours after her last word), questions do not: she is told, and whatever she writes or taps
    then opens them."""
    await turn.tell_elsewhere(words.with_choices(MENU))
    if await turn.reaches("reply", turn.now):
        await flow_engine.open_flow(turn, "onboarding", words)
        return
    told = words + tr("Écris-moi un mot, ou touche « Menu » : on commence tout de suite.")
    await turn.say(told.with_choices(MENU), purpose="notice")


async def declined(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell who promoted her that she goes on learning, if they still look after her."""
    if not permissions.may(turn.person, "promote"):
        return
    found = await service.look(turn.uow, turn.person, str(payload["person"]))
    if found.outcome != "ready":
        return  # she works by now
    said = tr("🎓 {name} préfère continuer sa formation : le travail payé n'est pas ouvert.", name=_name(found.who[0]))
    said += tr("Elle change d'avis ? Ouvre-le encore ici.")
    again = Choice(f"/promouvoir {payload['person']}", Tr("⭐ {name}", {"name": _name(found.who[0])}))
    await turn.say(said.with_choices(again, MENU, columns=2), purpose="notice")


WAKEUPS: Mapping[str, Wake] = {service.WAKE: welcome, service.DECLINED: declined}
