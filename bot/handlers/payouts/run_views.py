"""What staff read of runs of payments: the state of one, by whom it goes, who waits, and what is kept for people who
have left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.db.payouts.leavers import KeptPay
from backend.db.payouts.runs import Run, RunTotal
from backend.domain.messaging.message import Francs, Message, Raw, Tr, Value
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import PEGGED, Money, francs
from backend.domain.payouts import providers
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import HoldReason, PayoutState, RunState

STATES: Mapping[RunState, Tr] = {
    RunState.PROPOSING: Tr("en préparation"),
    RunState.PROPOSED: Tr("attend l'accord d'une deuxième personne"),
    RunState.APPROVED: Tr("approuvé, à lancer"),
    RunState.RUNNING: Tr("en route"),
    RunState.DONE: Tr("terminé"),
    RunState.DROPPED: Tr("abandonné"),
}


def _payouts(state: str, n: int) -> Tr:
    shown: dict[str, Value] = {"n": n}
    match state:
        case "proposed":
            return Tr("{n} à envoyer", shown)
        case "sent":
            return Tr("{n} en route", shown)
        case "paid":
            return Tr("{n} arrivé", shown, "{n} arrivés", n)
        case "failed":
            return Tr("{n} revenu", shown, "{n} revenus", n)
        case _:
            return Tr("{n} retiré", shown, "{n} retirés", n)


def held(reason: HoldReason, n: str) -> Tr:
    """How many people wait for this reason."""
    match reason:
        case HoldReason.NO_DESTINATION:
            return Tr("{n} sans numéro de paie", {"n": n})
        case HoldReason.NEW_DESTINATION:
            return Tr("{n} avec un nouveau numéro, 24 h d'attente", {"n": n})
        case HoldReason.CHAT_LOCKED:
            return Tr("{n} avec une messagerie fermée", {"n": n})
        case HoldReason.JUST_JOINED:
            return Tr("{n} avec un compte réuni il y a moins de 7 jours", {"n": n})
        case HoldReason.NO_RATE:
            return Tr("{n} dans un pays dont le cours de la monnaie manque ou est trop vieux", {"n": n})
        case HoldReason.SHARED_DESTINATION:
            return Tr("{n} avec le numéro d'une autre", {"n": n})
        case HoldReason.HELD_BACK:
            return Tr("{n} dont la paie est retenue", {"n": n})
        case HoldReason.OTHER_FEE:
            return Tr("{n} dont les frais ont changé depuis la préparation", {"n": n})


def kept_pay(kept: Sequence[KeptPay]) -> Message:
    """What is kept for people who have left: how many, and how much."""
    if not kept:
        return Message()
    people, unnamed = sum(each.people for each in kept), sum(each.unnamed for each in kept)
    shown: dict[str, Value] = {"n": people, "sum": Francs(francs(*(sum_ for each in kept for sum_ in each.sums)))}
    told = [
        Tr(
            "🧡 Gardé pour {n} personne qui est partie : *{sum}*",
            shown,
            "🧡 Gardé pour {n} personnes qui sont parties : *{sum}*",
            people,
        )
    ]
    told += [_why_kept(each) for each in kept]
    if unnamed:
        told.append(Tr("sans numéro de paie : {n}", {"n": unnamed}))
    return Message((lines(*told),))


def _why_kept(kept: KeptPay) -> Tr:
    shown: dict[str, Value] = {"n": kept.people, "sum": Francs(francs(*kept.sums))}
    match kept.why:
        case "erased":
            return Tr("compte effacé : {n} · {sum}", shown)
        case "stopped":
            return Tr("elle a dit stop : {n} · {sum}", shown)
        case "unreachable":
            return Tr("aucun chat où la joindre : {n} · {sum}", shown)
        case _:
            return Tr("autre rôle : {n} · {sum}", shown)


def of_run(run: Run, totals: Sequence[RunTotal]) -> Tr:
    """A run with its state, who prepared and approved it, and its sums."""
    alone = run.scheduled and run.state is RunState.PROPOSED
    state = Tr("attend un accord") if alone else STATES[run.state]
    head = Tr("*Envoi {n}* · {state}", {"n": str(run.id), "state": state})
    by = Tr("préparé par {name}, {at}", {"name": Raw(run.proposed_by), "at": run.proposed_at})
    if run.scheduled:
        by = Tr("préparé au jour de paie, {at}", {"at": run.proposed_at})
    if run.approved_by and run.state is not RunState.PROPOSED:  # who approved it may not any more
        by = beside(by, Tr("approuvé par {name}", {"name": Raw(run.approved_by)}))
    parts: list[Tr] = [
        Tr("{what} : {sum}", {"what": _payouts(state, payouts), "sum": sum_}) for state, payouts, sum_ in _sums(totals)
    ]
    parts += [Tr("💸 Frais : {sum}", {"sum": fee}) for fee in _fees(totals)]
    if missed := sum(each.missed for each in totals):
        parts.append(Tr("⚠️ non reçus, selon elles : {n}", {"n": str(missed)}))
    return lines(head, by, *parts)


def ways(by: Mapping[ProviderName, int]) -> list[Tr]:
    """By which provider payments go; nothing if all go into the file."""
    if set(by) <= {ProviderName.FILES}:
        return []
    ways = [
        Tr("{n} dans le fichier", {"n": str(count)})
        if name is ProviderName.FILES
        else Tr("{n} par {provider}", {"n": str(count), "provider": Raw(providers.LABELS[name])})
        for name, count in sorted(by.items())
    ]
    return [lines(*ways)]


def _shown(currency: str) -> str:
    """Both F CFA as one: they are worth the same, and look the same."""
    return "XOF" if currency in PEGGED else currency


def _sums(totals: Sequence[RunTotal]) -> list[tuple[str, int, Money]]:
    """(state, number, sum) of the payments of a run."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for each in totals:
        key = _shown(each.currency), each.state
        payouts, units = found.get(key, (0, 0))
        found[key] = payouts + each.payouts, units + each.units
    return [(state, payouts, Money(units, code)) for (code, state), (payouts, units) in sorted(found.items())]


def _fees(totals: Sequence[RunTotal]) -> list[Money]:
    """What the payments of a run cost, by currency, without those that were dropped."""
    fees: dict[str, int] = {}
    for each in totals:
        if each.state != PayoutState.DROPPED:
            fees[_shown(each.currency)] = fees.get(_shown(each.currency), 0) + each.fees
    return [Money(units, currency) for currency, units in sorted(fees.items()) if units]
