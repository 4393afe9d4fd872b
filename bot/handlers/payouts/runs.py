"""`paiements`, for staff: the runs of payments, and the actions on each. Only owners and finance may act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backend.db.payouts.runs import Run
from backend.domain.errors import NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.payouts import orders
from backend.domain.payouts.orders import Order
from backend.domain.payouts.states import HoldReason, RunState
from backend.domain.people import permissions, places
from backend.services.payouts import claims as claim_service
from backend.services.payouts import leavers as leaver_service
from backend.services.payouts import runs as service
from backend.services.payouts import stopping
from bot.delivery.alarms import payout_alarm
from bot.handlers.engine import asking
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import morning
from bot.handlers.payouts import by_hand, claims, holds, overview, run_actions, run_views, run_words, stops

SHOWN_RUNS = 3
"""The runs in one message, if not more wait for a decision."""
SHOWN_WAITING = 5
"""The most runs that wait for a decision in one message; the numbers of others are named."""
MOST_QUOTED = 40
"""Characters of a text that is quoted back."""
MOST_CHOICES = 10
"""The most buttons: a list on WhatsApp has so many rows."""
PROPOSED = "payouts proposed"
"""The wake-up that reports a proposed run to the person who asked for it."""
WAITS = "payouts wait"
"""The wake-up that tells who may decide of a run that waits since the day before."""
PROPOSE = Choice("/paiements proposer", "➕ Préparer un envoi")
_ENVOI = re.compile(r"(?:(?:l )?envoi )?(?:n )?(\d{1,18})")
_ACT = re.compile(r"(approuver|lancer|abandonner)(?: (?:(?:l )?envoi)?)?(?: ?(?:n )?(\d{1,18}))?")
_ACTS: Mapping[str, tuple[str, tuple[RunState, ...]]] = {
    "approuver": (run_actions.APPROVE, (RunState.PROPOSED,)),
    "lancer": (run_actions.RUN, (RunState.APPROVED,)),
    "abandonner": (run_actions.DROP, (RunState.PROPOSED, RunState.APPROVED)),
}
"""What is asked for, and the states of a run in which it can be done."""
_WHICH = tr("Un envoi à la fois : lequel ? Touche son bouton, ou écris aussi son numéro.")
_WHOLE = tr(
    "✋ Un envoi s'approuve et part en entier : rien n'a changé. Pour qu'une femme n'en soit pas, d'abord : "
    "« retiens » et son prénom. Sa paie retenue sort de l'envoi quand il est lancé."
)
_NONE_WAITS: Mapping[str, Message] = {
    "approuver": tr("Aucun envoi n'attend d'accord."),
    "lancer": tr("Aucun envoi approuvé n'attend d'être lancé."),
    "abandonner": tr("Aucun envoi ne peut être abandonné."),
}


async def show(turn: Turn, rest: str = "") -> None:
    """`paiements`: what is due, on its way, paid, failed and kept, and the newest runs. `paiements pays`, `revenus`,
    `envoi 3`: more of it. `paiements proposer`, `approuver 3`, `lancer 3`, `abandonner 3`: ask for confirmation. See
    also `claims` and `holds`."""
    rest = orders.numbered(rest) or run_words.ordered(rest)
    if await claims.read(turn, rest.strip()) or await holds.read(turn, rest.strip()):
        return
    if fold(rest).removeprefix("par ") in ("pays", "services"):
        await overview.by_place(turn)
        return
    if rest.strip().lower() in ("revenus", "echecs", "échecs"):
        await overview.failed(turn)
        return
    if fold(rest) == "envoi":
        await _overview(turn, Message())
        return
    if (one := _ENVOI.fullmatch(fold(rest))) is not None:
        await _of_run(turn, int(one[1]))
        return
    if (act := _ACT.fullmatch(fold(rest))) is not None:
        await _act(turn, act[1], int(act[2]) if act[2] else None)
        return
    if (order := orders.read(rest)) is not None and order.deed == "several":
        await _one_by_one(turn, order)
        return
    if order is not None and order.deed == "partly":
        await _overview(turn, _WHOLE)
        return
    if fold(rest) in ("proposer", "preparer") or fold(rest) in run_words.PROPOSES:
        await asking.ask(turn, run_actions.PROPOSE_RUN)
        return
    if await stops.read(turn, rest.strip()):
        return
    if await by_hand.told(turn, f"paie {rest}"):
        return
    unread = tr("Je ne lis pas « {text} » après « paiements ».", text=Raw(" ".join(rest.split())[:MOST_QUOTED]))
    unread += tr("Par exemple : « paiements pays », « paiements envoi 3 », « paiements retenir 12 ».")
    await _overview(turn, unread if rest.strip() else Message())


async def _act(turn: Turn, deed: str, number: int | None) -> None:
    """Ask whether to do this with a run; without a number with the only one with which it can be done."""
    what, states = _ACTS[deed]
    if number is None:
        found = [run.id for run in await service.that_wait(turn.uow, turn.person) if run.state in states]
        if len(found) != 1:
            await _overview(turn, _WHICH if found else _NONE_WAITS[deed])
            return
        number = found[0]
    await asking.ask(turn, what, run=number)


async def _one_by_one(turn: Turn, order: Order) -> None:
    """Several runs at once: ask about the first, and say how the next is asked for."""
    first, then = order.numbers[:2]
    said = tr("Un envoi à la fois, chacun avec ton oui. D'abord l'envoi {n}.", n=str(first))
    said += tr("Ensuite, écris « {verb} {n} ».", verb=Raw(order.verb), n=str(then))
    await asking.ask(turn, _ACTS[order.verb][0], said, run=first)


async def _of_run(turn: Turn, number: int) -> None:
    try:
        await service.one(turn.uow, turn.person, number)
    except NotFound:
        await turn.say(run_actions.no_run(number))
        return
    await overview.of_run(turn, number)


async def _overview(turn: Turn, before: Message) -> None:
    listed, beside = await service.waiting_and_newest(turn.uow, turn.person, SHOWN_WAITING, SHOWN_RUNS)
    acts = permissions.may(turn.person, "approve payouts")
    stop = await stopping.standing(turn.uow)
    summed, further = await overview.summary(turn)
    said = before + tr("💵 *Paiements*") + summed
    waiting = await claim_service.count(turn.uow, turn.person, turn.now)
    if waiting.open:
        said += trn("📮 {n} réclamation attend", "📮 {n} réclamations attendent", waiting.open)
    if waiting.late:
        said += trn("⏰ {n} en retard", "⏰ {n} en retard", waiting.late)
    if stop is not None:
        said += tr("⚠️ Arrêtés depuis {time} : {why}.", time=stop.at, why=payout_alarm.REASONS[stop.reason])
    said += run_views.kept_pay(await leaver_service.kept(turn.uow, turn.person))
    if not listed:
        said += tr("Aucun envoi pour le moment.")
    for run, totals in listed:
        said += Message((run_views.of_run(run, totals),))
    if beside:
        numbers = Raw(", ".join(str(run.id) for run in beside))
        said += tr("Attendent aussi une décision : les envois {numbers}.", numbers=numbers)
    if acts:
        said += stops.HOW if stop is None else stops.HOW_ON
    choices = [stops.RESUME] if acts and stop is not None else []
    if acts:  # what comes next with each run stands before what else can be done with it
        ways_of = [_choices(turn, run) for run, _ in listed]
        choices += [each for rank in range(3) for of_run in ways_of for each in of_run[rank : rank + 1]]
    else:
        choices += [_look(run) for run, _ in listed if run.state in (RunState.PROPOSED, RunState.APPROVED)]
    ways = [*((claims.CLAIMS,) if waiting.open else ()), *((PROPOSE,) if acts else ()), *further]
    ways += [stops.STOP_ALL] if acts and stop is None else []
    await turn.say(said.with_choices(*choices[: MOST_CHOICES - len(ways) - 1], *ways, overview.MENU, columns=2))


def _look(run: Run) -> Choice:
    return Choice(f"/paiements envoi {run.id}", Tr("🔎 Envoi {n}", {"n": str(run.id)}))


def _choices(turn: Turn, run: Run) -> tuple[Choice, ...]:
    """What can be done with a run, what comes next first."""
    number, look = {"n": str(run.id)}, _look(run)
    drop = Choice(f"/paiements abandonner {run.id}", Tr("🗑 Abandonner l'envoi {n}", number))
    match run.state:
        case RunState.PROPOSED if service.is_own(run, turn.person, turn.person.first_name):
            return (look, drop)
        case RunState.PROPOSED:
            return (Choice(f"/paiements approuver {run.id}", Tr("✅ Approuver l'envoi {n}", number)), look, drop)
        case RunState.APPROVED:
            return (Choice(f"/paiements lancer {run.id}", Tr("🚚 Lancer l'envoi {n}", number)), look, drop)
        case _:
            return ()


async def proposed(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Report the new run to the person who asked for it; one of the schedule (`scheduled`) to all who may approve it.
    `payload`: `run`, `payouts`, `held` (reason → people), `capped` (payments that a limit made smaller), `countries`
    (of all these people): the days of payment of others come at another hour."""
    held = [run_views.held(HoldReason(reason), str(count)) for reason, count in sorted(payload["held"].items())]
    choices = [overview.PAYMENTS, overview.MENU]
    if payload["payouts"] and payload.get("scheduled"):
        said = trn(
            "💵 C'est jour de paie. L'envoi {run} est prêt : {n} paiement. Ton accord suffit.",
            "💵 C'est jour de paie. L'envoi {run} est prêt : {n} paiements. Ton accord suffit.",
            payload["payouts"],
            run=str(payload["run"]),
        )
        choices.insert(
            0, Choice(f"/paiements approuver {payload['run']}", "✅ Approuver", says="yes", also=run_actions.AGREED)
        )
    elif payload["payouts"]:
        said = trn(
            "💵 L'envoi {run} est prêt : {n} paiement. Une deuxième personne l'approuve avec « paiements ».",
            "💵 L'envoi {run} est prêt : {n} paiements. Une deuxième personne l'approuve avec « paiements ».",
            payload["payouts"],
            run=str(payload["run"]),
        )
    elif payload.get("scheduled"):
        said = tr("💵 C'est jour de paie.") + await _nobody(turn)
    else:
        said = await _nobody(turn)
    if payload.get("scheduled") and (codes := payload.get("countries")):
        said += tr("🌍 Ici : {countries}", countries=Raw(", ".join(places.country(code).name for code in codes)))
    if payload.get("capped"):
        held.append(
            Tr("{n} au plafond de leur compte : le reste part au prochain envoi", {"n": str(payload["capped"])})
        )
    if held:
        said += Message((lines(Tr("Attendent encore :"), *held),))
    # nobody has asked for one of the schedule: it comes however long ago somebody wrote
    purpose = "alert" if payload.get("scheduled") else "reply"
    await turn.say(said.with_choices(*choices, columns=2), purpose=purpose)


async def still_waits(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell of a run that waits for somebody's decision since the day before; nothing if it does not wait any more, or
    the person may not decide. `payload`: `run`."""
    if not permissions.may(turn.person, "approve payouts") or await morning.waits(turn, payload):
        return
    run = next((each for each in await service.that_wait(turn.uow, turn.person) if each.id == payload["run"]), None)
    if run is None:
        return
    said = tr("⏳ *L'envoi {run} attend toujours.* Qui est dedans n'est pas payé avant.", run=str(run.id))
    said += Message((run_views.of_run(run, (await service.one(turn.uow, turn.person, run.id))[1]),))
    choices = (*_choices(turn, run), overview.PAYMENTS, overview.MENU)
    await turn.say(said.with_choices(*choices, columns=2), purpose="alert")


async def _nobody(turn: Turn) -> Message:
    """Nobody is in a new run. What another has just prepared is named: its people are in no other one."""
    waiting = [str(run.id) for run in await service.that_wait(turn.uow, turn.person)]
    if not waiting:
        return tr("Il n'y a personne à payer pour le moment.")
    return trn(
        "Personne d'autre à payer pour le moment : l'envoi {runs} attend déjà.",
        "Personne d'autre à payer pour le moment : les envois {runs} attendent déjà.",
        len(waiting),
        runs=", ".join(waiting),
    )
