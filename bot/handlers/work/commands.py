"""`travail` and `corriger`: the next task and the last answer."""

from __future__ import annotations

from backend.db.people import erasures
from backend.domain import days
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.people.permissions import may
from backend.domain.work import titles
from backend.domain.work.rating import Aspect
from backend.services.work import hard_content as service
from backend.services.work import rating
from backend.services.work import service as work_service
from bot.flows.engine.kit import Picked, Typed
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.work import other_work
from bot.flows.work.offers import views
from bot.flows.work.state import OTHER, PREVIOUS
from bot.handlers.engine import flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.people.pauses import rested

THANKS = Tr("Merci ! C'est noté, et ton prénom n'est pas montré.")
NOT_HERS = Tr("Tu n'as pas encore travaillé sur ce projet.")
RATED_WHEN = tr(
    "Quand tu finis une séance, je te demande ton avis sur le travail. C'est sur ses consignes, sa paie, ou "
    "comment on juge tes réponses."
)


async def refused_for_content(turn: Turn, text: str) -> bool:
    """Say why work that a text names is not among the offers, if she refused it for what it shows. Return False if it
    names none."""
    found = await work_service.declined(turn.uow, turn.person, turn.now) if may(turn.person, "work") else ()
    named = titles.named(text, {offer.project_id: offer.config.title for offer in found})
    if not named:
        return False
    await flow_engine.beside(turn, views.declined([offer for offer in found if offer.project_id == named[0]]))
    return True


async def opens_named(turn: Turn, text: str) -> bool:
    """Show the offer of work that a text names while nothing is open: « étiquetage d'images ». Return False if it names
    none."""
    if not may(turn.person, "work") or turn.person.stopped_at is not None or turn.conversation.task is not None:
        return False
    if not await work_service.is_a_title(turn.uow, text, in_part=True, alone=True):
        return False
    found = {each.project_id: each.config.title for each in await work_service.offers(turn.uow, turn.person, turn.now)}
    if not titles.named(text, found):
        return False
    if await service.unasked(turn.uow, turn.person, turn.now):
        await work(turn)
    else:
        await flow_engine.give(turn, "work", Typed(text))
    return True


async def work(turn: Turn, rest: str = "") -> None:
    """`travail`: the open task, or the offers. `travail autre`: another project, while she has a task; `travail autre
    reçus`: the one so named first."""
    if turn.person.stopped_at is not None and turn.conversation.task is None:
        leaves = await erasures.waiting(turn.uow, turn.person.id)
        if leaves is not None:  # what she would earn now might not be checked in time
            await turn.say(leaving_flow.waits(days.local_day(leaves.due, turn.person.zone)))
            return
    await rested(turn)
    flow_stack.drop(turn, "pause")  # the question how long a pause lasts is over
    if rest == "autre" and on_a_task(turn):
        await flow_engine.give(turn, "work", Picked(OTHER.id))
    elif rest.startswith("autre ") and (task := turn.conversation.task) is not None and on_a_task(turn):
        offered = await work_service.offers(turn.uow, turn.person, turn.now)
        await flow_engine.give(
            turn, "work", other_work.from_named(rest.removeprefix("autre "), task.project_id, offered)
        )
    elif turn.conversation.task is None and (asked := await service.unasked(turn.uow, turn.person, turn.now)):
        await flow_engine.open_flow(turn, "hard_content", list(asked))
    else:
        await flow_engine.open_flow(turn, "work")


def on_a_task(turn: Turn) -> bool:
    """Whether she has a task, and not that of practice."""
    return turn.conversation.task is not None and not turn.conversation.task.practice


async def hard_content(turn: Turn, _rest: str = "") -> None:
    """`contenus`: change which kinds of hard content she accepts."""
    await flow_engine.open_flow(turn, "hard_content")


async def correct(turn: Turn, _rest: str = "") -> None:
    """`corriger`: show her last answer again, whether or not a task is open. While she reviews, and has answered
    nothing else since, it is about the review."""
    reviews = bool(turn.conversation.stack) and flow_stack.opened(turn).name == "review" and turn.shown_here
    if reviews and open_question.answered_last(turn) is None:
        await flow_engine.handle(turn, Picked(PREVIOUS.id))
    else:
        await flow_engine.give(turn, "work", Picked(PREVIOUS.id))


def goes_on(turn: Turn) -> Choice | None:
    """The button back to a task that waits; None if there is none."""
    waits = turn.conversation.task is not None and any(frame[0] == "work" for frame in turn.conversation.stack)
    return Choice("/travail", "▶️ Ma tâche") if waits else None


async def rate(turn: Turn, rest: str = "") -> None:
    """`avis 12 pay 3`, as on the buttons of a closing message: rate an aspect of project 12. Alone, `avis` says when
    ratings are asked for."""
    match rest.split():
        case [project, aspect, value] if project.isdecimal() and aspect in set(Aspect) and value in ("1", "2", "3"):
            done = await rating.rate(turn.uow, turn.person, int(project[:18]), Aspect(aspect), int(value), turn.now)
            said = THANKS if done else NOT_HERS
        case _:
            await turn.say(
                RATED_WHEN.with_choices(Choice("/travail", "Travailler"), Choice("/menu", "Menu"), columns=2)
            )
            return
    if turn.tap is not None:
        await turn.notice(said)
    else:
        await turn.say(Message((said,)))
