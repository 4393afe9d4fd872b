"""Refusals that wait for an admin: the screen of `revues`, a look at each of them, and the decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.db.quality.held_refusals import HeldRefusals
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import bullets
from backend.domain.work.reviewing import ReviewItem
from backend.services import access
from backend.services.quality import review as service
from bot.flows.engine.confirm import Proposal
from bot.flows.quality import review_views
from bot.flows.work import task_input, views
from bot.handlers.engine import asking
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

REFUSE, ACCEPT, ACCEPT_ONE = "refusals.refuse", "refusals.accept", "refusals.accept_one"
REVIEWS, MENU = Choice("/revues", "🔍 Revues"), Choice("/menu", "Menu")
_NONE_HELD = tr("Plus aucun refus n'attend ta décision ici.").with_choices(REVIEWS, MENU)
_PAY_ONE = ("paye la", "paie la", "la payer", "payer", "paye cette réponse", "paie cette réponse", "elle a raison")
_ORDER = re.compile(r"(refuser|accepter|voir|montrer) (\d{1,18})(?: (\d{1,18}))?", re.ASCII)


async def read(turn: Turn, rest: str) -> bool:
    """`refuser 7` and `accepter 7`: decide the held refusals of project 7. `accepter 7 12`: that of review 12 alone.
    `voir 7`: look at the first; `voir 7 12`: at that of review 12; `montrer 7 12`: with its hard content, where the
    channel cannot hide it. False: the text is none of these."""
    found = _ORDER.fullmatch(rest)
    if found is None:
        return False
    access.require(turn.person, "decide refusals")
    word, project, review = found[1], int(found[2]), int(found[3] or 0)
    if word in ("voir", "montrer"):
        await _look(turn, project, review, covered=word == "voir")
    elif word == "accepter" and review:
        await asking.ask(turn, ACCEPT_ONE, project=project, review=review)
    else:
        held = await _of_project(turn, project)
        if word == "refuser" and held is not None and held.own == held.refusals:
            await turn.say(waiting([held]))
        else:
            await asking.ask(turn, REFUSE if word == "refuser" else ACCEPT, project=project)
    return True


def waiting(held: list[HeldRefusals]) -> Message:
    """What waits. First what this admin can decide, and without the button that only another one may tap."""
    first = min(held, key=lambda each: each.own == each.refusals)
    said = trn(
        "⏸ *{n} refus attend ta décision* sur *{title}* : il y en a eu beaucoup en peu de temps.",
        "⏸ *{n} refus attendent ta décision* sur *{title}* : il y en a eu beaucoup en peu de temps.",
        first.refusals,
        title=Raw(first.title),
    )
    confirm = Choice(
        f"/revues refuser {first.project_id}", "❌ Ils restent", also=("refuse les", "refuser", "le refus reste")
    )
    if first.own:
        said += _own(first)
    return said.with_choices(
        Choice(f"/revues voir {first.project_id}", "🔍 Les regarder"),
        *((confirm,) if first.own < first.refusals else ()),
        Choice(
            f"/revues accepter {first.project_id}",
            "✅ Payer ces réponses",
            also=("paye les", "paie les", "paye tout", "paie tout"),
        ),
        Choice("/revues suite", "⏭ Les autres revues"),
    )


def _own(found: HeldRefusals) -> Message:
    """Why somebody cannot confirm these refusals, or some of them."""
    if found.own == found.refusals:
        return tr("Tu les as décidés : une autre personne de l'équipe doit les confirmer. Tu peux payer ces réponses.")
    return trn(
        "{n} est de toi : une autre personne de l'équipe doit le confirmer.",
        "{n} sont de toi : une autre personne de l'équipe doit les confirmer.",
        found.own,
    )


async def _of_project(turn: Turn, project_id: int) -> HeldRefusals | None:
    held = {each.project_id: each for each in await service.held(turn.uow, turn.person)}
    return held.get(project_id)


async def _look(turn: Turn, project_id: int, review_id: int, *, covered: bool) -> None:
    """Show the waiting refusal of a review, or the one after it if that waits no more. `covered`: without the hard
    content of its task, where the channel cannot hide it."""
    held = await _of_project(turn, project_id)
    later = [each for each in held.ids if each >= review_id] if held is not None else []
    item = await service.held_item(turn.uow, turn.person, later[0]) if later else None
    if held is None or item is None:
        await turn.say(waiting([held]) if held is not None else _NONE_HELD)
        return
    head = Tr("⏸ *Refus {n} sur {most}*", {"n": held.ids.index(item.id) + 1, "most": held.refusals})
    hidden = covered and bool(item.task.config.sensitive) and not turn.covers
    said = Message((head,)) + (views.may_be_hard(item.task) if hidden else task_input.content(item.task))
    await turn.say(
        (said + _evidence(item)).with_choices(
            *((Choice(f"/revues montrer {project_id} {item.id}", "👁 Voir la tâche"),) if hidden else ()),
            Choice(f"/revues accepter {project_id} {item.id}", "✅ Payer celle-ci", also=_PAY_ONE),
            *((Choice(f"/revues voir {project_id} {later[1]}", "➡️ La suivante"),) if len(later) > 1 else ()),
            Choice("/revues", "↩️ Décider"),
        )
    )


def _evidence(item: ReviewItem) -> Message:
    """The answer, what the reviewer and others answered, and why it is refused."""
    told = [
        Tr("Sa réponse : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.answer))}),
        Tr("Celle de la revue : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.judged))}),
    ]
    told += review_views.others(item)
    told.append(Tr("Refusée parce que : {why}", {"why": Raw(item.why)}))
    if item.words:
        told.append(Tr("Avec ces mots : « {words} »", {"words": Raw(item.words)}))
    return Message((Raw(item.task.config.question), bullets(*told)))


# --- confirmations ---------------------------------------------------------------------------------------


async def _propose_refuse(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _of_project(turn, int(arguments["project"]))
    if found is None:
        return _NONE_HELD
    if found.own == found.refusals:
        return None
    said = trn(
        "Refuser {n} réponse de *{title}* ? Chacune est prévenue, et peut refaire ou contester.",
        "Refuser {n} réponses de *{title}* ? Chacune est prévenue, et peut refaire ou contester.",
        found.refusals - found.own,
        title=Raw(found.title),
    )
    return Proposal(said, which=tuple(found.ids))


async def _propose_accept(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _of_project(turn, int(arguments["project"]))
    if found is None:
        return _NONE_HELD
    said = trn(
        "Payer {n} réponse de *{title}* au lieu de la refuser ?",
        "Payer {n} réponses de *{title}* au lieu de les refuser ?",
        found.refusals,
        title=Raw(found.title),
    )
    return Proposal(said, which=tuple(found.ids))


async def _propose_accept_one(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _of_project(turn, int(arguments["project"]))
    review = int(arguments["review"])
    item = await service.held_item(turn.uow, turn.person, review) if found and review in found.ids else None
    if item is None:
        return _NONE_HELD
    asked = tr("Payer cette réponse au lieu de la refuser ?")
    shown = Message() if item.task.config.sensitive else task_input.content(item.task)
    return Proposal(asked + shown + _evidence(item), which=(review,))


async def _refuse(turn: Turn, arguments: Arguments) -> Message:
    project = int(arguments["project"])
    count = await service.settle_held(turn.uow, turn.person, project, turn.channel, turn.now, refuse=True)
    if not count:
        return _NONE_HELD
    said = trn("C'est fait : {n} réponse refusée.", "C'est fait : {n} réponses refusées.", count)
    return said.with_choices(REVIEWS, MENU, columns=2)


async def _accept(turn: Turn, arguments: Arguments) -> Message:
    project, only = int(arguments["project"]), arguments.get("review")
    count = await service.settle_held(turn.uow, turn.person, project, turn.channel, turn.now, refuse=False, only=only)
    if not count:
        return _NONE_HELD
    said = trn("C'est fait : {n} réponse acceptée et payée.", "C'est fait : {n} réponses acceptées et payées.", count)
    return said.with_choices(REVIEWS, MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    REFUSE: Confirmation(_propose_refuse, _refuse),
    ACCEPT: Confirmation(_propose_accept, _accept),
    ACCEPT_ONE: Confirmation(_propose_accept_one, _accept),
}
