"""What the area of quality brings to the chat: `revues` for reviewers, `recours` for hiteuses whose answer was refused,
`resultats` for hiteuses, and the messages about decisions."""

from __future__ import annotations

from backend.db.people import erasures
from backend.domain import days
from backend.domain.errors import NotAllowed
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.permissions import may
from backend.domain.quality.review import BADGE
from backend.domain.work import reviewing
from backend.services.certificates import badges
from backend.services.quality import concerns as concern_service
from backend.services.quality import recourse as recourse_service
from backend.services.quality import review as service
from backend.services.work import review_pay
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.quality import recourse, review, review_views
from bot.handlers.engine import flow_engine, flow_stack
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context, Word
from bot.handlers.quality import concerns, decisions, held_refusals, own_results

MENU = Choice("/menu", "Menu")


def _is_sentence(rest: str, _context: Context) -> bool:
    """Whether the text is an answer that only begins with the word: « Revue de presse »."""
    return fold(rest).partition(" ")[0] not in ("refuser", "accepter", "voir", "suite")


async def reviews(turn: Turn, rest: str = "") -> None:
    """`revues`: open the next review. `refuser 7`, `accepter 7` and `voir 7`: decide the held refusals of project 7, or
    look at them."""
    if await held_refusals.read(turn, rest) or await _leaves(turn):
        return
    held = await service.held(turn.uow, turn.person)
    if held and rest != "suite":
        await turn.say(held_refusals.waiting(held))
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


async def recours(turn: Turn, rest: str = "") -> None:
    """`recours`: her answers that were refused, also for who has another role by now. `7`, behind a button: her answer
    to task 7."""
    task = int(rest[:18]) if rest.isascii() and rest.isdigit() else None
    await flow_engine.open_flow(turn, "recourse", task)


# --- flows ---------------------------------------------------------------------------------------------


async def _review_facts(turn: Turn, state: review_views.State) -> review_views.Facts:
    """Load the review that is open."""
    item = await service.item(turn.uow, turn.person, state.review) if state.review else None
    paid = review_pay.is_paid(turn.person)
    return review_views.Facts(turn.person.country, item, turn.edits, turn.covers, paid)


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
        **held_refusals.CONFIRMATIONS,
        **concerns.CONFIRMATIONS,
    },
    wakeups={**decisions.WAKEUPS, concern_service.WAITS: concerns.waits},
)
