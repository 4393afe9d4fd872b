"""`paiements retenir`, `liberer` and `reessayer`: hold a person's pay or one payment back, release it, and try a failed
payment again. Each is previewed and noted in the audit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.db.payouts.holds import Hold
from backend.db.payouts.overview import OnePayout
from backend.domain.admin.metric_query.question import Someone
from backend.domain.errors import BadInput, NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.payouts import orders
from backend.domain.payouts.orders import Order
from backend.domain.payouts.states import HoldReason, PayoutState
from backend.domain.people import permissions, places
from backend.domain.people.commands import Person
from backend.services.admin import named_people
from backend.services.payouts import destinations, runs
from backend.services.payouts import holds as service
from backend.services.payouts import overview as overview_service
from backend.services.people import others
from bot.flows.engine import leaving, yes_no
from bot.flows.engine.confirm import Proposal
from bot.flows.payouts import hold_reasons
from bot.handlers.engine import asking, screens
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview
from bot.i18n import faults

PAYMENTS, MENU = overview.PAYMENTS, overview.MENU
_WHY = "/paiements retenir personne "
_NUMBER = r"(?:n ?° ?)?(\d{1,18})"
_HOLD_PERSON = re.compile(rf"retenir (?:la )?(?:personne|femme) {_NUMBER}(?: (.+))?", re.IGNORECASE | re.DOTALL)
_ONE = re.compile(
    rf"(?:(retenir|r[eé]essayer) (?:(?:le )?paiement )?|(lib[eé]rer) (?:(?:la )?(?:personne|femme) )?){_NUMBER}",
    re.IGNORECASE,
)
_CHECKS = {
    HoldReason.SHARED_DESTINATION: Tr("une autre personne est payée sur le même numéro"),
    HoldReason.CHAT_LOCKED: Tr("une de ses messageries est fermée par sécurité"),
}
"""Why a person's pay waits until the team has checked their account."""
_WHOSE = tr("✋ La paie de qui ? Écris « ne paie pas » et son prénom. Pour l'instant, rien n'a changé.")
HOLD_PERSON, HOLD_PAYMENT, RELEASE, RETRY = "hold pay", "hold payout", "release pay", "retry payout"


async def read(turn: Turn, rest: str) -> bool:
    """Read what follows `paiements`; False: it is none of these words."""
    if rest.casefold() in ("retenues", "retenus"):
        await _list(turn)
        return True
    if (person := _HOLD_PERSON.fullmatch(rest)) is not None:
        await _hold(turn, int(person[1]), person[2] or "")
        return True
    found = _ONE.fullmatch(rest)
    if found is None:
        return await _of_name(turn, orders.read(rest) or orders.read(f"paie {rest}"))  # « paie pas Awa »
    deed, number = (found[1] or found[2]).casefold(), int(found[3])
    if deed == "retenir":
        await asking.ask(turn, HOLD_PAYMENT, payout=number)
    elif deed.startswith("lib"):
        await asking.ask(turn, RELEASE, person=number)
    else:
        await asking.ask(turn, RETRY, payout=number)
    return True


async def _of_name(turn: Turn, order: Order | None) -> bool:
    """Hold or release the pay of the person with this first name; ask whose, if two have it. Return False if the text
    names nobody."""
    if order is None or order.deed not in ("hold", "release"):
        return False
    runs.may_act(turn.person)
    if not order.name:
        await turn.say(_WHOSE.with_choices(overview.HELD, PAYMENTS, columns=2))
        return True
    beside = order.reason if order.deed == "hold" and hold_reasons.goes_on(order.reason) else ""
    named = await _called(turn, order.name)
    if order.number is not None:
        named = [each for each in named if each.id == order.number]
    if not named:
        called = order.name if order.number is None else f"{order.name} {order.number}"
        said = tr("Je ne connais personne du nom de « {name} ».", name=Raw(called))
        said += tr("Avec son numéro, ça marche aussi : « paiements retenir personne 12 ».")
        await turn.say(said.with_choices(overview.HELD, PAYMENTS, columns=2))
    elif len(named) > 1:
        said = _not_done(beside) + tr("Plusieurs personnes s'appellent ainsi. Laquelle ?")
        word = "retenir personne" if order.deed == "hold" else "liberer"
        shown = named[: overview.SHOWN_PAYOUTS]
        each_one = [
            Choice(f"/paiements {word} {each.id}", Tr("{name} (n° {n})", {"name": Raw(each.name), "n": str(each.id)}))
            for each in shown
        ]
        said += Message((lines(*(_one_of(each) for each in shown)),))
        await turn.say(said.with_choices(*each_one, PAYMENTS, columns=1))
    elif order.deed == "hold":
        await _hold(turn, named[0].id, "" if beside else order.reason, beside)
    else:
        await asking.ask(turn, RELEASE, _unread(order.reason), person=named[0].id)
    return True


def _not_done(beside: str) -> Message:
    """That what else was ordered is not done: « retiens Awa et libère Binta »."""
    return tr("✋ « {filter} » n'est pas pris en compte.", filter=Raw(beside)) if beside else Message()


def _unread(beside: str) -> Message:
    """That nothing is released later, or in part: « libère Awa vendredi »."""
    return _not_done(beside) + tr("Si tu dis oui, c'est dès maintenant.") if beside else Message()


def _one_of(each: Someone) -> Tr:
    shown: dict[str, Value] = {"name": Raw(each.name), "n": str(each.id)}
    shown["country"] = Raw(places.country(each.country).name) if each.country else Raw("?")
    return Tr("• {name} (n° {n}), {country}", shown)


async def _hold(turn: Turn, person_id: int, reason: str, beside: str = "") -> None:
    """Ask whether to hold it, or first why. `beside`: what was written with it and is no reason."""
    runs.may_act(turn.person)
    if reason.strip():
        await asking.ask(turn, HOLD_PERSON, person=person_id, reason=reason.strip())
        return
    found = await _person(turn, {"person": person_id})
    if isinstance(found, Message):
        await turn.say(found)
        return
    said = _not_done(beside)
    said += tr("✋ Retenir la paie de *{name}* (n° {n}) ?", name=Raw(found[0].first_name or "?"), n=str(person_id))
    checks = Choice(f"{_WHY}{person_id} numéro à vérifier", "Numéro à vérifier")
    shared = Choice(f"{_WHY}{person_id} compte partagé", "Compte partagé")
    await turn.say((said + tr("Pourquoi ? Écris-le, ou choisis.")).with_choices(checks, shared, PAYMENTS, columns=2))


_OFFERED_REASON = re.compile(rf"{_WHY}(\d+) .+")


async def reason_below(turn: Turn, text: str) -> str | None:
    """What stands for « paiements » when a text is written below the question why a pay is held back. "" if the wish is
    taken back, None if it is no reason. After a yes the reason is still missing."""
    found = [_OFFERED_REASON.fullmatch(choice.id) for choice in await screens.offered(turn)]
    asked = next((each[1] for each in found if each is not None), None)
    if asked is None:
        return None
    if hold_reasons.takes_back(text):
        return ""
    read = (leaving.read(text), orders.read(text), turn.dialogues.words.read(text))
    if read != (None, None, None) or "?" in text:
        return None
    if (other := hold_reasons.instead(text)) and await _called(turn, other):
        return f"retenir {other}"  # « plutôt Binta » was the reason to hold Awa's
    reason = "" if yes_no.read(text) == "yes" or yes_no.goes_on(text) else text.strip()
    return f"retenir personne {asked} {reason}".strip()


async def _called(turn: Turn, name: str) -> list[Someone]:
    """Who has this folded name among theirs."""
    people = await named_people.meant(turn.uow, turn.person, name)
    return [each for each in people if name in fold(" ".join(each.names)).split()]


async def _list(turn: Turn) -> None:
    """Whose pay finance holds back, and whose waits for a check of their account."""
    held = await service.standing(turn.uow, turn.person, overview.SHOWN_PAYOUTS)
    room = overview.SHOWN_PAYOUTS - len(held)
    unchecked = await service.unchecked(turn.uow, turn.person, room, turn.now) if room else []
    if not held and not unchecked:
        await turn.say(tr("Aucune paie n'est retenue.").with_choices(PAYMENTS, MENU, columns=2))
        return
    said = tr("✋ *Paies retenues*")
    for each in held:
        shown: dict[str, Value] = {**_named(each), "at": each.held_at, "by": Raw(each.held_by)}
        head = Tr("*{name}* (n° {number}), {at}, par {by}", shown)
        said += Message((lines(head, Tr("« {reason} »", {"reason": Raw(each.reason)})),))
    for waits in unchecked:
        said += tr("*{name}* (n° {number}) : {why}", **_named(waits), why=_CHECKS[waits.why])
    release = [
        Choice(f"/paiements liberer {number}", Tr("▶️ Libérer {n}", {"n": str(number)}))
        for number in (*(each.person_id for each in held), *(waits.person_id for waits in unchecked))
    ]
    acts = permissions.may(turn.person, "approve payouts")
    await turn.say(said.with_choices(*(release if acts else ()), PAYMENTS, columns=2))


def _named(each: Hold | service.Unchecked) -> dict[str, Value]:
    return {"name": Raw(each.first_name or "?"), "number": str(each.person_id)}


# --- confirmations ---------------------------------------------------------------------------------------


async def _payout(turn: Turn, arguments: Arguments, state: PayoutState) -> OnePayout | Message:
    """The payment, or why it cannot be done with it."""
    runs.may_act(turn.person)
    number = int(arguments["payout"])
    try:
        found = await overview_service.one(turn.uow, turn.person, number)
    except NotFound:
        return tr("Il n'y a pas de paiement n° {n}.", n=str(number)).with_choices(PAYMENTS, MENU, columns=2)
    if found.state is state:
        return found
    said = tr("Ce n'est pas possible, ce paiement est {state} :", state=overview.STATES[found.state])
    return (said + Message((overview.line(found),))).with_choices(PAYMENTS, MENU, columns=2)


async def _person(turn: Turn, arguments: Arguments) -> tuple[Person, Hold | None] | Message:
    """The person and the hold on their pay, or that there is nobody."""
    runs.may_act(turn.person)
    try:
        return await service.of(turn.uow, turn.person, int(arguments["person"]))
    except NotFound:
        said = tr("Il n'y a personne sous le n° {n}.", n=str(arguments["person"]))
        return said.with_choices(overview.HELD, PAYMENTS, columns=2)


async def _preview_hold_payment(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _payout(turn, arguments, PayoutState.PROPOSED)
    if isinstance(found, Message):
        return found
    said = tr("Retirer ce paiement de l'envoi {n} ? L'argent revient dans ses gains.", n=str(found.run_id))
    return Proposal(said + Message((overview.line(found),)))


async def _hold_payment(turn: Turn, arguments: Arguments) -> Message:
    try:
        found = await service.payment(turn.uow, turn.person, int(arguments["payout"]), turn.now, turn.channel)
    except BadInput as error:
        return await _late(turn, arguments, error, PayoutState.PROPOSED)
    said = tr("✋ Le paiement {n} est retiré. Il sera dans un prochain envoi.", n=str(found.id))
    return said.with_choices(PAYMENTS, MENU, columns=2)


async def _preview_hold_person(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _person(turn, arguments)
    if isinstance(found, Message):
        return found
    person, hold = found
    if hold is not None:
        said = tr("La paie de {name} (n° {n}) est déjà retenue :", name=Raw(person.first_name or "?"), n=str(person.id))
        said += tr("« {reason} »", reason=Raw(hold.reason))
        return said.with_choices(overview.HELD, PAYMENTS, columns=2)
    said = tr(
        "Retenir la paie de {name} (n° {n}) ? Elle reste dans ses gains, et dans aucun envoi, jusqu'à ce qu'on la "
        "libère.",
        name=Raw(person.first_name or "?"),
        n=str(person.id),
    )
    if (sent := await service.on_its_way(turn.uow, turn.person, person.id)) is not None:
        said += tr("⚠️ *{sum}* sont déjà en route : ce paiement-là ne s'arrête plus.", sum=sent)
    return Proposal(said + tr("« {reason} »", reason=Raw(str(arguments["reason"]))))


async def _hold_person(turn: Turn, arguments: Arguments) -> Message:
    number, reason = int(arguments["person"]), str(arguments["reason"])
    try:
        person, _ = await service.person(turn.uow, turn.person, number, reason, turn.now, turn.channel)
    except BadInput as error:
        return _why(turn, error)
    said = tr("✋ La paie de {name} est retenue.", name=Raw(person.first_name or "?"))
    said += tr("Elle ne se libère pas toute seule, même avec une date : quelqu'un le fait ici.")
    release = Choice(f"/paiements liberer {person.id}", "▶️ Libérer")
    return said.with_choices(release, overview.HELD, MENU, columns=2)


async def _preview_release(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _person(turn, arguments)
    if isinstance(found, Message):
        return found
    person, hold = found
    if await others.is_own_pay(turn.uow, turn.person, person.id):
        return overview.OWN.with_choices(overview.HELD, PAYMENTS, columns=2)
    shown: dict[str, Value] = {"name": Raw(person.first_name or "?"), "n": str(person.id)}
    if hold is not None:
        said = tr("Libérer la paie de {name} (n° {n}) ?", **shown)
        return Proposal(said + tr("« {reason} »", reason=Raw(hold.reason)))
    why = await service.waits_for_a_check(turn.uow, turn.person, person.id, turn.now)
    if why is None:
        said = tr("La paie de {name} (n° {n}) n'est pas retenue.", **shown)
        return said.with_choices(overview.HELD, PAYMENTS, columns=2)
    said = tr("La paie de {name} (n° {n}) attend : {why}.", **shown, why=_CHECKS[why])
    return Proposal(said + tr("C'est bien son compte, tu l'as vérifié ? Alors elle part avec le prochain envoi."))


async def _release(turn: Turn, arguments: Arguments) -> Message:
    found = await _person(turn, arguments)
    if isinstance(found, Message):
        return found
    person_id = found[0].id
    released = await service.release(turn.uow, turn.person, person_id, turn.now, turn.channel)
    why = await service.waits_for_a_check(turn.uow, turn.person, person_id, turn.now)
    if why is not None and not released:
        await destinations.clear(turn.uow, turn.person, person_id, turn.now)
    elif why is not None:
        said = tr("▶️ C'est libéré, mais sa paie attend encore : {why}.", why=_CHECKS[why])
        release = Choice(f"/paiements liberer {person_id}", "▶️ Libérer")
        return said.with_choices(release, PAYMENTS, MENU, columns=2)
    return tr("▶️ C'est libéré : sa paie est dans le prochain envoi.").with_choices(PAYMENTS, MENU, columns=2)


async def _preview_retry(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _payout(turn, arguments, PayoutState.FAILED)
    if isinstance(found, Message):
        return found
    said = tr(
        "Réessayer ? Je prépare un envoi pour elle seule, avec ce qui est dans ses gains. Une deuxième personne "
        "l'approuve."
    )
    about = lines(overview.line(found), Tr("Raison du retour : {reason}", {"reason": Raw(found.reason or "–")}))
    return Proposal(said + Message((about,)))


async def _retry(turn: Turn, arguments: Arguments) -> Message:
    try:
        found = await overview_service.again(turn.uow, turn.person, int(arguments["payout"]), turn.now, turn.channel)
    except BadInput as error:
        return await _late(turn, arguments, error, PayoutState.FAILED)
    await turn.jobs.defer(
        turn.uow,
        "propose_payouts",
        person_id=turn.person.id,
        channel=turn.channel,
        request=turn.waiting.id,
        only=found.person_id,
    )
    return tr("C'est parti : je t'écris quand l'envoi est prêt.").with_choices(MENU)


async def _late(turn: Turn, arguments: Arguments, error: BadInput, state: PayoutState) -> Message:
    """What is said where somebody else was faster by a moment: how the payment stands now, in words of the chat."""
    found = await _payout(turn, arguments, state)
    return found if isinstance(found, Message) else _why(turn, error)


def _why(turn: Turn, error: BadInput) -> Message:
    (why,) = faults.lines(error, "", turn.person.language)
    return Message((Raw(why),)).with_choices(PAYMENTS, MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    HOLD_PAYMENT: Confirmation(_preview_hold_payment, _hold_payment),
    HOLD_PERSON: Confirmation(_preview_hold_person, _hold_person),
    RELEASE: Confirmation(_preview_release, _release),
    RETRY: Confirmation(_preview_retry, _retry),
}
