"""What finance sees in `paiements`: due, on the way, paid, failed and held; by country and provider; the payments of a
run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.db.payouts.overview import DuePay, OnePayout, PlacePay
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import beside, by_currency, lines
from backend.domain.money import Money
from backend.domain.payouts import providers
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import PayoutState
from backend.domain.people import permissions, places
from backend.services.payouts import holds as hold_service
from backend.services.payouts import overview as service
from backend.services.payouts.overview import Overview
from bot.handlers.engine.turn import Turn

SHOWN_PAYOUTS = 6
"""The most payments, or people, in one message."""
PAYMENTS = Choice("/paiements", "💵 Paiements")
PLACES = Choice("/paiements pays", "🌍 Par pays")
FAILED = Choice("/paiements revenus", "⚠️ Revenus")
HELD = Choice("/paiements retenues", "✋ Retenues")
MENU = Choice("/menu", "Menu")
OWN = tr("✋ C'est ta propre paie : une autre personne de l'équipe en décide.")


async def summary(turn: Turn) -> tuple[Message, list[Choice]]:
    """The lines at the top of `paiements`, and the buttons that lead further."""
    found = await service.look(turn.uow, turn.person, turn.terms, turn.now)
    held = len(await hold_service.standing(turn.uow, turn.person, SHOWN_PAYOUTS + 1))
    held += len(await hold_service.unchecked(turn.uow, turn.person, SHOWN_PAYOUTS + 1, turn.now))
    told = [*_due(found.due), *_ways(found)]
    if held:
        shown = str(held) if held <= SHOWN_PAYOUTS else f"{SHOWN_PAYOUTS}+"
        told.append(Tr("✋ Retenues : {n}", {"n": shown}))
    failed = any(each.failed for each in found.places)
    choices = [
        *((PLACES,) if found.due or found.places else ()),
        *((FAILED,) if failed else ()),
        *((HELD,) if held else ()),
    ]
    return Message((lines(*told),)) if told else Message(), choices


def _due(due: Sequence[DuePay]) -> list[Tr]:
    people = sum(each.people for each in due)
    if not people:
        return []
    unnamed, busy = sum(each.unnamed for each in due), sum(each.busy for each in due)
    gone = sum(each.gone for each in due)
    notes = [
        *([Tr("sans numéro de paie : {n}", {"n": unnamed})] if unnamed else []),
        *([Tr("un autre paiement en cours : {n}", {"n": busy})] if busy else []),
        *([Tr("parties : {n}", {"n": gone})] if gone else []),
    ]
    shown: dict[str, Value] = {"n": people, "sum": Francs(sum(each.francs for each in due))}
    if not notes:
        return [Tr("📥 À payer : {n} personne, *{sum}*", shown, "📥 À payer : {n} personnes, *{sum}*", people)]
    return [
        Tr(
            "📥 À payer : {n} personne, *{sum}* ({notes})",
            {**shown, "notes": beside(*notes)},
            "📥 À payer : {n} personnes, *{sum}* ({notes})",
            people,
        )
    ]


def _ways(found: Overview) -> list[Tr]:
    every = found.places
    told = []
    if ways := sum(each.ways for each in every):
        total = by_currency(Money(each.way_units, each.currency) for each in every)
        told.append(Tr("🚚 En cours : {n} · {sum}", {"n": ways, "sum": total}))
    if paid := sum(each.paid for each in every):
        total = by_currency(Money(each.paid_units, each.currency) for each in every)
        told.append(Tr("💵 Payés en 30 jours : {n} · {sum}", {"n": paid, "sum": total}))
    if failed := sum(each.failed for each in every):
        total = by_currency(Money(each.failed_units, each.currency) for each in every)
        told.append(Tr("⚠️ Revenus en 30 jours : {n} · {sum}", {"n": failed, "sum": total}))
    if any(each.fees for each in every):
        total = by_currency(Money(each.fees, each.currency) for each in every)
        told.append(Tr("💸 Frais en 30 jours : {sum}", {"sum": total}))
    return told


async def by_place(turn: Turn) -> None:
    """`paiements pays`: what is due by country, and payments by country and provider."""
    found = await service.look(turn.uow, turn.person, turn.terms, turn.now)
    codes = list(dict.fromkeys([*(each.country for each in found.due), *(each.country for each in found.places)]))
    said = tr("🌍 *Par pays et par service*, sur 30 jours")
    for code in codes:
        told = [Tr("*{country}*", {"country": _country(code)})]
        told += [line for each in found.due if each.country == code for line in _due([each])]
        told += [_place(each) for each in found.places if each.country == code]
        said += Message((lines(*told),))
    if not codes:
        said += tr("Rien pour le moment.")
    await turn.say(said.with_choices(PAYMENTS, MENU, columns=2))


def _country(code: str) -> Raw:
    known = {country.code: country.name for country in places.COUNTRIES}
    return Raw(known.get(code, code or "–"))


def _place(found: PlacePay) -> Tr:
    by = Tr("pas encore lancés") if found.provider is None else Tr("{provider}", {"provider": provider(found.provider)})
    parts: list[Tr] = [by]
    if found.ways:
        parts.append(Tr("🚚 {n}, {sum}", {"n": found.ways, "sum": Money(found.way_units, found.currency)}))
    if found.paid:
        parts.append(Tr("💵 {n}, {sum}", {"n": found.paid, "sum": Money(found.paid_units, found.currency)}))
    if found.failed:
        parts.append(Tr("⚠️ {n}, {sum}", {"n": found.failed, "sum": Money(found.failed_units, found.currency)}))
    if found.fees:
        parts.append(Tr("💸 {sum}", {"sum": Money(found.fees, found.currency)}))
    return beside(*parts)


async def failed(turn: Turn) -> None:
    """`paiements revenus`: failed payments that were not tried again."""
    found = await service.failed(turn.uow, turn.person, SHOWN_PAYOUTS)
    if not found:
        await turn.say(tr("Aucun paiement revenu n'attend.").with_choices(PAYMENTS, MENU, columns=2))
        return
    said = tr("⚠️ *Paiements revenus* : l'argent est de nouveau dans leurs gains.")
    for each in found:
        said += Message((lines(line(each), Tr("Raison : {reason}", {"reason": Raw(each.reason or "–")})),))
    retry = [Choice(f"/paiements reessayer {each.id}", Tr("🔁 Réessayer {n}", {"n": str(each.id)})) for each in found]
    acts = permissions.may(turn.person, "propose payouts")
    await turn.say(said.with_choices(*(retry if acts else ()), PAYMENTS, columns=2))


async def of_run(turn: Turn, run_id: int) -> None:
    """`paiements envoi 3`: the largest payments of a run, each of which can be held back while it is not sent."""
    found = await service.of_run(turn.uow, turn.person, run_id, SHOWN_PAYOUTS)
    if not found:
        await turn.say(tr("Cet envoi n'a aucun paiement.").with_choices(PAYMENTS, MENU, columns=2))
        return
    said = tr("*Envoi {n}*, les plus gros paiements", n=str(run_id))
    said += Message((lines(*(line(each) for each in found)),))
    hold = [
        Choice(f"/paiements retenir {each.id}", Tr("✋ Retenir {n}", {"n": str(each.id)}))
        for each in found
        if each.state is PayoutState.PROPOSED
    ]
    acts = permissions.may(turn.person, "approve payouts")
    await turn.say(said.with_choices(*(hold if acts else ()), PAYMENTS, columns=2))


STATES: Mapping[PayoutState, Tr] = {
    PayoutState.PROPOSED: Tr("pas encore lancé"),
    PayoutState.SENT: Tr("en route"),
    PayoutState.PAID: Tr("arrivé"),
    PayoutState.FAILED: Tr("revenu"),
    PayoutState.DROPPED: Tr("retiré de son envoi"),
}


def provider(name: ProviderName) -> Tr | Raw:
    """Who carries out a payment, as staff read it."""
    return Tr("fichier") if name is ProviderName.FILES else Raw(providers.LABELS[name])


def line(found: OnePayout) -> Tr:
    """A payment on one line: its number, whose it is, how much, where to, and by whom once it is sent."""
    shown: dict[str, Value] = {
        "number": str(found.id),
        "name": Raw(found.first_name or "?"),
        "person": str(found.person_id),
        "sum": found.amount,
        "tail": Raw(found.tail),
        "provider": STATES[found.state] if found.state is PayoutState.PROPOSED else provider(found.provider),
    }
    return Tr("*N° {number}* · {name} (n° {person}) · {sum} → …{tail} · {provider}", shown)
