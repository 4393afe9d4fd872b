"""The steps after a command: the next task, an answer that counted or did not, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.days import DAY_LIMIT
from backend.domain.messaging.message import Francs, Message, Raw, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.money import francs
from backend.domain.people.themes import BREAK_AFTER, BREAK_LENGTH, MOST_A_DAY
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Task
from backend.domain.work.rating import RatingAsked
from backend.records import replace
from bot.flows.earnings.promises import PAID_TOO
from bot.flows.engine.kit import Say, Step, end, stay
from bot.flows.work import correcting, other_work, rating, task_input
from bot.flows.work.state import (
    CORRECT,
    EARNED,
    GONE,
    MENU,
    OFFERING,
    SHARE_DONE,
    SHARE_KEPT,
    Facts,
    State,
    wording,
    working_on,
)

ALL_DONE = tr("Tu as fait toutes les tâches disponibles de ce projet. 👏")
NONE_LEFT = tr("Il n'y a plus de tâche pour toi dans ce projet.")
PRACTICE = tr("Voici une *petite tâche d'essai*. Elle compte déjà dans tes gains.")
ENDED = tr("Ce projet est terminé : son dernier jour est passé, il ne donne plus de tâche.")
CLOSED = tr("Ce projet est terminé : il ne donne plus de tâche.")
MOST_GIVEN = tr("Dans ce projet, chacune fait un nombre limité de tâches, et tu as fait toutes les tiennes. 👏")
STOPPED = tr("Une personne a arrêté ce projet pour toi, et te l'a écrit. Pour en parler, écris « huber ».")
NOT_WANTED = tr("Tu ne veux pas voir ces contenus : cette tâche est rendue à d'autres. Tu ne perds rien.")
REST = tr(
    "🫶 Tu viens de voir des contenus durs pendant {stretch} : on fait une pause de {rest}. Respire, bois de l'eau. "
    "Besoin d'en parler ? Écris « huber ».",
    stretch=BREAK_AFTER,
    rest=BREAK_LENGTH,
)
HARD_HOUR = tr(
    "🫶 Tu as fait {most} de contenus durs aujourd'hui : c'est assez, ils reviennent demain. Besoin d'en parler ? "
    "Écris « huber ».",
    most=MOST_A_DAY,
)
NEEDS_BADGE = tr("Ce travail demande un badge que tu n'as plus. Écris « formation » pour voir comment l'avoir.")

_WHY: Mapping[work_commands.Nothing, Message] = {
    "closed": CLOSED,
    "paused": tr("Ce projet est en pause pour le moment."),
    "badge": NEEDS_BADGE,
    "country": tr("Ce travail n'est pas ouvert dans le pays où tu habites maintenant."),
    "ended": ENDED,
    "most": MOST_GIVEN,
    "stopped": STOPPED,
    "themes": NOT_WANTED,
    "rest": REST,
    "hour": HARD_HOUR,
}


def practised(counted: work_commands.AnswerCounted) -> Message:
    """The result of the practice task: whether the answer was the expected one, why, and the pay."""
    task = counted.answered
    labels = {o.id: o.label for o in task.config.choices}
    if task.gold is None or task.value == task.gold:
        verdict = tr("👏 Bravo, c'est exactement ça !")
    else:
        verdict = tr("Presque ! On attendait : *{answer}*.", answer=Raw(labels.get(task.gold, str(task.gold))))
    if task.explanation:
        verdict = verdict + Message((Raw(task.explanation),))
    return verdict + tr("💰 Tu viens de gagner *{francs}*.", francs=Francs(francs(counted.pay)))


def taught(task: Task) -> Message:
    """The feedback on an answer that is not the known one of a control task: the known answer, the reason,
    and that it is paid."""
    why = (Raw(task.explanation),) if task.explanation else ()
    return Message((lines(*task_input.known_in_words(task), *why, PAID_TOO),))


def came(state: State, outcome: Any, facts: Facts) -> Step[State]:
    """The step after a command of this flow was carried out."""
    match outcome:
        case work_commands.TaskGiven() as given if state.at == "other" or given.begun is not None:
            return other_work.taken(state, given)
        case work_commands.TaskGiven(Task() as task):
            same = task.id == state.task
            after = replace(state, at="task", asked=wording(task)) if same else working_on(task, state.correctable)
            said = (Say(PRACTICE),) if task.practice and not same else ()
            return stay(other_work.heard(after, state, outcome), *said, *other_work.instructions(state, task))
        case work_commands.TaskGiven(None, "none_left") if state.at in OFFERING:
            return stay(State(), Say(GONE))
        case work_commands.TaskGiven(None, why):
            return nothing(why)
        case work_commands.AnswerCounted() as counted:
            return _counted(counted)
        case work_commands.AnswerRefused("already", task, why):
            return _go_on(Say(tr("Cette tâche est déjà faite : elle compte une seule fois.")), task, why)
        case work_commands.AnswerRefused("most", task, why):
            return _go_on(Say(MOST_GIVEN), task, why) if task is not None else nothing(why)
        case work_commands.AnswerRefused(_, task, why):
            return _go_on(
                Say(tr("Cette tâche a été faite par une autre entre-temps, elle n'est plus à toi.")), task, why
            )
        case work_commands.AnswerRecalled(last):
            return correcting.recalled(state, last, facts)
        case work_commands.AnswerCorrected(changed):
            return correcting.corrected(state, changed=changed)
        case _:
            return stay(state)


def _go_on(said: Say, task: Task | None, why: work_commands.Nothing | None) -> Step[State]:
    if task is not None:
        return stay(working_on(task), said)
    after = nothing(why)
    return Step(after.state, (said, *after.effects))


def _counted(counted: work_commands.AnswerCounted) -> Step[State]:
    if counted.answered.practice:
        # the first offers are in the same message
        return stay(State("first"), Say(practised(counted)))
    noted = trn(
        "✅ Noté. Aujourd'hui : {n} tâche, *{sum}*.",
        "✅ Noté. Aujourd'hui : {n} tâches, *{sum}*.",
        counted.answers_today,
        sum=Francs(counted.francs_today),
    )
    lesson = [Say(taught(counted.answered))] if counted.missed else []
    if counted.why == "day_done":
        done = tr("🎉 Tu as fait tes {hours} de travail aujourd'hui. Bravo ! Repose-toi bien.", hours=DAY_LIMIT)
        if counted.told_at is not None:
            done += tr("Demain à *{hour}*, je t'écris s'il y a du travail.", hour=counted.told_at)
        closing = rating.ask(done.with_choices(EARNED, MENU, CORRECT, columns=2), counted.rate)
        return end(Say(noted), *lesson, Say(closing))
    said = [Say(noted), *lesson]
    if counted.crossed == "warning":
        said.append(
            Say(tr("⏳ Tu as travaillé {time} : il te reste une demi-heure aujourd'hui.", time=counted.time_today))
        )
    if counted.next is None:
        after = nothing(counted.why, answered=True, rate=counted.rate)
        return Step(after.state, (*said, *after.effects))
    return stay(working_on(counted.next, correctable=True), *said)


def nothing(
    why: work_commands.Nothing | None, *, answered: bool = False, rate: RatingAsked | None = None
) -> Step[State]:
    """Why there is no task now. `answered`: she has just answered the last one. `rate`: what she is asked of its
    project, if that ends her session."""
    looking = State(correctable=answered, rate=rating.packed(rate))
    match why:
        case "day_done":
            said = tr("Tu as déjà fait tes {hours} aujourd'hui. On reprend demain !", hours=DAY_LIMIT)
            return end(Say(said.with_choices(EARNED, MENU, columns=2)))
        case "share" | "kept":
            said = SHARE_DONE if why == "share" else SHARE_KEPT
            last = (CORRECT,) if answered else ()
            return end(Say(rating.ask(said.with_choices(EARNED, MENU, *last, columns=2), rate)))
        case "none_left":
            return stay(looking, Say(ALL_DONE if answered else NONE_LEFT))
        case None:
            return stay(State())
        case _:
            return stay(looking, Say(_WHY[why]))
