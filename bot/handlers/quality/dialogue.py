"""What the area of quality brings to the chat: `revues` for reviewers, `recours` for hiteuses whose answer was refused,
`resultats` for hiteuses, and the messages about decisions."""

from __future__ import annotations

from typing import Any

from backend.db.people import erasures
from backend.db.quality.held_refusals import HeldRefusals
from backend.domain import days
from backend.domain.errors import NotAllowed
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.people.permissions import may
from backend.domain.quality.review import BADGE
from backend.domain.work import reviewing
from backend.services import access
from backend.services.certificates import badges
from backend.services.quality import concerns as concern_service
from backend.services.quality import recourse as recourse_service
from backend.services.quality import review as service
from bot.flows.engine.confirm import Proposal
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.quality import recourse, review, review_views
from bot.handlers.engine import asking, flow_engine, flow_stack
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context, Word
from bot.handlers.quality import concerns, decisions, own_results

REFUSE, ACCEPT = "refusals.refuse", "refusals.accept"
MENU = Choice("/menu", "Menu")


def _is_sentence(rest: str, _context: Context) -> bool:
    """Whether the text is an answer that only begins with the word: « Revue de presse »."""
    return fold(rest).partition(" ")[0] not in ("refuser", "accepter", "suite")


async def reviews(turn: Turn, rest: str = "") -> None:
    """`revues`: open the next review. `refuser 7` and `accepter 7`: decide the held refusals of project 7."""
    word, _, number = rest.partition(" ")
    if word in ("refuser", "accepter") and number.isascii() and number.isdigit():
        access.require(turn.person, "decide refusals")
        found = await _of_project(turn, int(number[:18]))
        if word == "refuser" and found is not None and found.own == found.refusals:
            await turn.say(_held([found]))
            return
        await asking.ask(turn, REFUSE if word == "refuser" else ACCEPT, project=int(number[:18]))
        return
    if await _leaves(turn):
        return
    held = await service.held(turn.uow, turn.person)
    if held and word != "suite":
        await turn.say(_held(held))
        return
    try:
        await flow_engine.open_flow(turn, "review")
    except NotAllowed:
        flow_stack.drop(turn, "review")  # else her next words would be for it, and refused
        await turn.say(await _no_badge(turn))


async def _leaves(turn: Turn) -> bool:
    """Tell a hiteuse who has asked to be erased that she gets no more work. Return False if she has not, or has a
    review before her."""
    if turn.person.stopped_at is None or not may(turn.person, "work"):
        return False
    leaves = await erasures.waiting(turn.uow, turn.person.id)
    if leaves is None or flow_stack.place_of(turn, "review") is not None:
        return False
    await turn.say(leaving_flow.waits(days.local_day(leaves.due, turn.person.zone)))
    return True


async def _no_badge(turn: Turn) -> Message:
    """What somebody without the reviewers' badge is told: the module that gives it."""
    said = tr("Les revues sont pour celles qui en ont le badge.")
    course = await badges.giving(turn.uow, BADGE)
    if course is None:
        return said.with_choices(Choice("/travail", "Travailler"), MENU, columns=2)
    said += tr("Le module « {module} » le donne.", module=Raw(course.title))
    return said.with_choices(Choice(f"/formation {course.id}", "📚 Voir le module"), MENU, columns=2)


def _held(held: list[HeldRefusals]) -> Message:
    """What waits. First what this admin can decide, and without the button that only another one may tap."""
    first = min(held, key=lambda each: each.own == each.refusals)
    said = trn(
        "⏸ *{n} refus attend ta décision* sur *{title}* : il y en a eu beaucoup en peu de temps.",
        "⏸ *{n} refus attendent ta décision* sur *{title}* : il y en a eu beaucoup en peu de temps.",
        first.refusals,
        title=Raw(first.title),
    )
    confirm = Choice(f"/revues refuser {first.project_id}", "❌ Ils restent")
    if first.own:
        said += _own(first)
    return said.with_choices(
        *((confirm,) if first.own < first.refusals else ()),
        Choice(f"/revues accepter {first.project_id}", "✅ Payer ces réponses"),
        Choice("/revues suite", "🔍 Revoir d'abord"),
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


async def recours(turn: Turn, rest: str = "") -> None:
    """`recours`: her answers that were refused, also for who has another role by now. `7`, behind a button: her answer
    to task 7."""
    task = int(rest[:18]) if rest.isascii() and rest.isdigit() else None
    await flow_engine.open_flow(turn, "recourse", task)


# --- flows ---------------------------------------------------------------------------------------------


async def _review_facts(turn: Turn, state: review_views.State) -> review_views.Facts:
    """Load the review that is open."""
    item = await service.item(turn.uow, turn.person, state.review) if state.review else None
    return review_views.Facts(turn.person.country, item, turn.edits, turn.covers)


async def _recourse_facts(turn: Turn, _state: recourse.State) -> recourse.Facts:
    """Load her refused answers."""
    found = await recourse_service.refused(turn.uow, turn.person)
    return recourse.Facts(turn.person.country, tuple(found), turn.edits, turn.covers, works=may(turn.person, "work"))


async def _take(turn: Turn, _command: reviewing.TakeReview) -> reviewing.ReviewTaken:
    return reviewing.ReviewTaken(await service.take(turn.uow, turn.person, turn.now))


async def _judge(turn: Turn, command: reviewing.JudgeReview) -> reviewing.ReviewJudged:
    return reviewing.ReviewJudged(await service.judge(turn.uow, turn.person, command.review, command.value, turn.now))


async def _decide(turn: Turn, command: reviewing.DecideReview) -> reviewing.ReviewDecided:
    outcome = await service.decide(
        turn.uow,
        turn.person,
        command.review,
        command.verdict,
        turn.now,
        reason=command.reason,
        words=command.words,
        text=command.text,
    )
    return reviewing.ReviewDecided(outcome)


async def _leave(turn: Turn, command: reviewing.LeaveReview) -> None:
    await service.leave(turn.uow, turn.person, command.review, for_good=command.for_good)


async def _redo(turn: Turn, command: reviewing.RedoAnswer) -> reviewing.AnswerRedone:
    return reviewing.AnswerRedone(
        await recourse_service.redo(turn.uow, turn.person, command.task_id, command.value, turn.now)
    )


async def _appeal(turn: Turn, command: reviewing.Appeal) -> reviewing.Appealed:
    return reviewing.Appealed(
        await recourse_service.appeal(turn.uow, turn.person, command.task_id, command.words, turn.now)
    )


# --- held refusals, with a confirmation -------------------------------------------------------------------


async def _of_project(turn: Turn, project_id: int) -> HeldRefusals | None:
    held = {each.project_id: each for each in await service.held(turn.uow, turn.person)}
    return held.get(project_id)


_NONE_HELD = tr("Plus aucun refus n'attend ta décision ici.").with_choices(Choice("/revues", "🔍 Revues"), MENU)


async def _propose(turn: Turn, arguments: Arguments, *, refuse: bool) -> Proposal | Message | None:
    found = await _of_project(turn, int(arguments["project"]))
    if found is None:
        return _NONE_HELD
    if refuse and found.own == found.refusals:
        return None
    if refuse:
        said = trn(
            "Refuser {n} réponse de *{title}* ? Chacune est prévenue, et peut refaire ou contester.",
            "Refuser {n} réponses de *{title}* ? Chacune est prévenue, et peut refaire ou contester.",
            found.refusals - found.own,
            title=Raw(found.title),
        )
    else:
        said = trn(
            "Payer {n} réponse de *{title}* au lieu de la refuser ?",
            "Payer {n} réponses de *{title}* au lieu de les refuser ?",
            found.refusals,
            title=Raw(found.title),
        )
    return Proposal(said, which=tuple(found.ids))


async def _propose_refuse(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    return await _propose(turn, arguments, refuse=True)


async def _propose_accept(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    return await _propose(turn, arguments, refuse=False)


async def _settle(turn: Turn, arguments: Arguments, *, refuse: bool) -> Any:
    project_id = int(arguments["project"])
    count = await service.settle_held(turn.uow, turn.person, project_id, turn.channel, turn.now, refuse=refuse)
    if not count:
        return _NONE_HELD
    said = (
        trn("C'est fait : {n} réponse refusée.", "C'est fait : {n} réponses refusées.", count)
        if refuse
        else trn("C'est fait : {n} réponse acceptée et payée.", "C'est fait : {n} réponses acceptées et payées.", count)
    )
    return said.with_choices(Choice("/revues", "🔍 Revues"), MENU, columns=2)


async def _refuse(turn: Turn, arguments: Arguments) -> Any:
    return await _settle(turn, arguments, refuse=True)


async def _accept(turn: Turn, arguments: Arguments) -> Any:
    return await _settle(turn, arguments, refuse=False)


DIALOGUE = Dialogue(
    flows=((review.FLOW, _review_facts), (recourse.FLOW, _recourse_facts)),
    commands={
        reviewing.TakeReview: _take,
        reviewing.JudgeReview: _judge,
        reviewing.DecideReview: _decide,
        reviewing.LeaveReview: _leave,
        reviewing.RedoAnswer: _redo,
        reviewing.Appeal: _appeal,
    },
    words=(
        (
            Word(
                "revues",
                "review",
                about=Tr("Revoir des réponses, des recours, des tâches signalées"),
                listed="decide refusals",
                takes=True,
                is_sentence=_is_sentence,
                rank=175,
                alone=dict.fromkeys(
                    ("recours", "appel", "appels", "egalite", "egalites", "contestation", "contestations", "a revoir"),
                    "",
                ),
                aliases=("revue",),
            ),
            reviews,
        ),
        (
            Word(
                "resultats",
                "work",
                about=Tr("Voir si je travaille bien"),
                rank=22,
                aliases=("resultat", "mes reponses", "ma qualite"),
                like=("statmodule",),
            ),
            own_results.results,
        ),
        (
            Word(
                "suivi",
                "decide concerns",
                about=Tr("Regarder le travail qui demande un coup de main"),
                takes=True,
                rank=176,
            ),
            concerns.concerns,
        ),
        (
            Word(
                "recours",
                "work",
                about=Tr("Mes réponses refusées : refaire ou contester"),
                rank=25,
                aliases=(
                    *("contester", "mon recours", "mes recours", "annuler mon recours", "annule mon recours"),
                    *("retirer mon recours", "je retire mon recours", "ou en est mon recours"),
                ),
                of_pay=True,
                like=("revues",),
            ),
            recours,
        ),
    ),
    confirmations={
        REFUSE: Confirmation(_propose_refuse, _refuse),
        ACCEPT: Confirmation(_propose_accept, _accept),
        **concerns.CONFIRMATIONS,
    },
    wakeups={**decisions.WAKEUPS, concern_service.WAITS: concerns.waits},
)
