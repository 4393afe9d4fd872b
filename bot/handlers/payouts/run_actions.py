"""The actions on a run of payments, each confirmed first: prepare, approve, start, drop. Only for owners, finance."""

from __future__ import annotations

from collections.abc import Mapping

from backend.db.payouts.runs import Run, RunTotal
from backend.domain.errors import BadInput, NotFound
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.payouts import providers
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import RunState
from backend.services.payouts import runs as service
from backend.services.payouts import stopping
from bot.flows.engine.confirm import Proposal
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview, run_views, stops
from bot.i18n import faults

PAYMENTS, MENU = overview.PAYMENTS, overview.MENU
AGREED = ("ok", "ok vas y", "vas y", "ok go", "go", "allez", "allez y", "c'est bon", "je valide", "ok pour moi")
"""Words for the next step of a run, which asks before anything is done."""
PROPOSE_RUN, APPROVE, RUN, DROP = "propose payouts", "approve payouts", "run payouts", "drop payouts"
"""The names of the confirmations."""


async def _found(turn: Turn, arguments: Arguments, *states: RunState) -> tuple[Run, list[RunTotal]] | Message:
    """The run, or why it cannot be done with it."""
    service.may_act(turn.person)
    try:
        run, totals = await service.one(turn.uow, turn.person, int(arguments["run"]))
    except NotFound:
        return no_run(int(arguments["run"]))
    if run.state in states:
        return run, totals
    said = tr("Ce n'est pas possible dans l'état de cet envoi :") + Message((run_views.of_run(run, totals),))
    return said.with_choices(PAYMENTS, MENU, columns=2)


def no_run(number: int) -> Message:
    """What is said where there is no such run."""
    return tr("Il n'y a pas d'envoi n° {n}.", n=str(number)).with_choices(PAYMENTS, MENU, columns=2)


async def _preview_propose(turn: Turn, _arguments: Arguments) -> Proposal:
    service.may_act(turn.person)
    return Proposal(
        tr("Préparer un envoi avec tout ce qui peut être payé ? L'argent est mis de côté, rien ne part encore.")
    )


async def _propose(turn: Turn, _arguments: Arguments) -> Message:
    service.may_act(turn.person)
    await turn.jobs.defer(
        turn.uow, "propose_payouts", person_id=turn.person.id, channel=turn.channel, request=turn.waiting.id
    )
    return tr("C'est parti : je t'écris quand l'envoi est prêt.").with_choices(MENU)


async def _preview_approve(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _found(turn, arguments, RunState.PROPOSED)
    if isinstance(found, Message):
        return found
    if service.is_own(found[0], turn.person, turn.person.first_name):
        said = tr("Tu as préparé cet envoi : une deuxième personne l'approuve.") + Message((run_views.of_run(*found),))
        return said.with_choices(PAYMENTS, MENU, columns=2)
    return Proposal(tr("Approuver cet envoi ?") + Message((run_views.of_run(*found),)))


async def _approve(turn: Turn, arguments: Arguments) -> Message:
    try:
        await service.approve(
            turn.uow, turn.person, turn.person.first_name, int(arguments["run"]), turn.now, turn.channel
        )
    except BadInput as error:
        return await _late(turn, arguments, error, RunState.PROPOSED)
    said = tr("✅ L'envoi {n} est approuvé. Lance-le quand tu veux.", n=str(arguments["run"]))
    go = Choice(f"/paiements lancer {arguments['run']}", "🚚 Lancer", says="yes", also=AGREED)
    return said.with_choices(go, PAYMENTS, MENU, columns=2)


async def _preview_run(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _found(turn, arguments, RunState.APPROVED)
    if isinstance(found, Message):
        return found
    if (stop := await stopping.standing(turn.uow)) is not None:
        said = stops.standing(stop) + tr("Rien ne part avant la reprise.")
        return said.with_choices(stops.RESUME, PAYMENTS, MENU, columns=2)
    routes = await service.routes(turn.uow, turn.person, int(arguments["run"]), turn.terms)
    said = tr("Lancer cet envoi ? Les paiements partent alors.") + Message(
        (run_views.of_run(*found), *run_views.ways(routes.by))
    )
    for name, count in sorted(routes.missed.items()) if turn.terms.ready else ():
        said += tr(
            "{n} iraient par {provider}, qui n'est pas branché sur ce serveur : ils vont dans le fichier.",
            n=str(count),
            provider=Raw(providers.LABELS[name]),
        )
    return Proposal(said)


async def _run_it(turn: Turn, arguments: Arguments) -> Message:
    try:
        sent, dropped = await service.run(
            turn.uow, turn.person, int(arguments["run"]), turn.now, turn.channel, turn.terms
        )
    except BadInput as error:
        return await _late(turn, arguments, error, RunState.APPROVED)
    said = trn("🚚 {n} paiement est en route.", "🚚 {n} paiements sont en route.", sent)
    if dropped:
        why = await service.left_out(turn.uow, turn.person, int(arguments["run"]))
        told = [run_views.held(reason, str(count)) for reason, count in why.items()]
        said += Message((lines(Tr("Retirés au dernier moment, leur argent leur reste :"), *told),))
    by = await service.carriers(turn.uow, turn.person, int(arguments["run"]))
    said += Message(tuple(run_views.ways(by)))
    if ProviderName.FILES in by:
        said += tr(
            "Le fichier pour la banque ou l'opérateur : hiteuses payouts export {run}", run=str(arguments["run"])
        )
    return said.with_choices(PAYMENTS, MENU, columns=2)


async def _preview_drop(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _found(turn, arguments, RunState.PROPOSED, RunState.APPROVED)
    if isinstance(found, Message):
        return found
    return Proposal(
        tr("Abandonner cet envoi ? Tout l'argent revient dans les gains.") + Message((run_views.of_run(*found),))
    )


async def _drop(turn: Turn, arguments: Arguments) -> Message:
    try:
        await service.drop(turn.uow, turn.person, int(arguments["run"]), turn.now, turn.channel)
    except BadInput as error:
        return await _late(turn, arguments, error, RunState.PROPOSED, RunState.APPROVED)
    said = tr("L'envoi {n} est abandonné, tout l'argent est revenu.", n=str(arguments["run"]))
    return said.with_choices(PAYMENTS, MENU, columns=2)


async def _late(turn: Turn, arguments: Arguments, error: BadInput, *states: RunState) -> Message:
    """What is said where somebody else was faster by a moment: how the run stands now, in words of the chat."""
    found = await _found(turn, arguments, *states)
    return found if isinstance(found, Message) else _why(turn, error)


def _why(turn: Turn, error: BadInput) -> Message:
    (why,) = faults.lines(error, "", turn.person.language)
    return Message((Raw(why),)).with_choices(PAYMENTS, MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    PROPOSE_RUN: Confirmation(_preview_propose, _propose),
    APPROVE: Confirmation(_preview_approve, _approve),
    RUN: Confirmation(_preview_run, _run_it),
    DROP: Confirmation(_preview_drop, _drop),
    **stops.CONFIRMATIONS,
}
