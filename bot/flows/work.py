"""`travail`: an offer, then task after task. Each answer brings one message: the acknowledgement and
the next task together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal, cast

from backend.domain import work
from backend.domain.days import DAY_LIMIT
from backend.domain.message import Choice, Francs, Markdown, Message, Raw, Tr, tr, trn
from backend.domain.money import PEGGED, Money, francs
from backend.domain.work import Offer, Task
from bot.flows import answering
from bot.flows.answering import Draft, Finished, More, Wrong
from bot.flows.answers import PICK
from bot.flows.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, change, end, stay
from bot.flows.registry import Flow

ACCEPT = "accept:"
GO = Choice("/travail", "Continuer")
EARNED = Choice("/gains", "Mes gains")
REMINDERS = Choice("/rappels", "⏰ Mes rappels")
WORK = Choice("/travail", "Travailler")
MENU = Choice("/menu", "Menu")

SKIP = Choice("skip", "⏭ Passer", aside=True)
PROBLEM = Choice("problem", "⚠️ Signaler un problème", aside=True)
PAUSE = Choice("pause", "⏸ Pause", aside=True)
PREVIOUS = Choice("previous", "↩️ Corriger la dernière", aside=True)
CORRECT = Choice("/corriger", "↩️ Corriger la dernière", aside=True)
"""The same where no task is open: after the last one of a project, or of her day."""
BACK = Choice("back", "Retour", aside=True)

GIVEN_SHOWN = 300
"""Characters of an answer that is shown to be corrected: the whole of it stands above in the chat."""

PROBLEMS: tuple[Choice, ...] = (
    Choice("unreadable", "Je ne peux pas lire ou voir"),
    Choice("unclear", "La question n'est pas claire"),
    Choice("wrong", "Aucune réponse ne convient"),
    Choice("offensive", "Le contenu me choque"),
    Choice("other", "Autre chose"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`task`: leased to her now, or the one that she is working on and whose lease ran out: her answer
    still counts where there is room. `previous`: her last answer, loaded while she corrects it.
    `offers`: loaded while offers are shown, and with them `day_done`: her 3 hours are reached."""

    country: str
    task: Task | None = None
    previous: Task | None = None
    offers: tuple[Offer, ...] = ()
    day_done: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """`at` "offer" shows one, "offers" all. `task` and `project`: what she is working on; `new`: she
    begins this project now, and reads its instructions with the first task."""

    at: Literal["offer", "offers", "task", "paused", "problem", "words", "previous"] = "offer"
    project: int = 0
    task: int = 0
    new: bool = False
    correctable: bool = False
    draft: Draft = field(default_factory=Draft)
    fixing: Draft = field(default_factory=Draft)


# --- what she sees --------------------------------------------------------------------------------


def prompt(state: State, facts: Facts) -> Message:
    match state.at:
        case "offer" | "offers" if not facts.offers:
            return tr(
                "Il n'y a pas de travail pour toi en ce moment. Reviens plus tard, ou choisis tes rappels : "
                "je t'écris quand il y en a."
            ).with_choices(REMINDERS, EARNED, *_last(state), columns=2)
        case "offers":
            choices = [
                Choice(
                    f"offer:{o.project_id}", Tr("{title} · {pay}", {"title": Raw(o.config.title), "pay": pay_shown(o)})
                )
                for o in facts.offers
            ]
            return tr("Quel travail veux-tu faire ?").with_choices(*choices)
        case "offer":
            return _with_asides(_offer(_shown_offer(state, facts), len(facts.offers) > 1), *_last(state))
        case "paused":
            return tr("⏸ Pause. Ta tâche t'attend, prends ton temps.").with_choices(GO, EARNED, columns=2)
        case "problem":
            return tr("Qu'est-ce qui ne va pas avec cette tâche ? Tu ne perds rien.").with_choices(*PROBLEMS, BACK)
        case "words":
            return replace(tr("Raconte en une phrase ce qui ne va pas.", BACK), free=True)
        case "previous" if facts.previous is not None:
            message = answering.prompt(facts.previous, state.fixing, facts.country)
            if facts.previous.config.kind == "entry" and state.fixing == answering.draft_of(facts.previous):
                message = answering.content(facts.previous) + message  # to be compared once more
            return _with_asides(tr("↩️ *Ta dernière réponse*") + _given(facts.previous) + message, BACK)
        case _:
            return _task(state, facts)


def _task(state: State, facts: Facts) -> Message:
    if facts.task is None:
        return tr("Cette tâche n'est plus à toi. On continue ?").with_choices(GO, MENU, columns=2)
    message = answering.prompt(facts.task, state.draft, facts.country)
    if facts.task.practice:
        return message
    asides = (SKIP, PAUSE, PROBLEM, PREVIOUS) if state.correctable else (SKIP, PAUSE, PROBLEM)
    return _with_asides(message, *asides)


def _with_asides(message: Message, *asides: Choice) -> Message:
    return replace(message, choices=(*message.choices, *asides))


def _last(state: State) -> tuple[Choice, ...]:
    return (CORRECT,) if state.correctable else ()


def _given(task: Task) -> Message:
    labels = {o.id: o.label for o in task.config.choices}
    match task.config.kind:
        case "choice":
            said = labels.get(task.value, str(task.value))
        case "choices":
            said = ", ".join(labels.get(v, str(v)) for v in task.value or ())
        case "text":
            said = str(task.value)
        case _:
            return Message()
    if len(said) > GIVEN_SHOWN:
        said = said[:GIVEN_SHOWN].rstrip() + "…"
    return tr("Tu avais répondu : *{answer}*", answer=Raw(said))


def pay_shown(offer: Offer) -> Money | Francs:
    """What a task of an offer pays, in her money; what is less than a franc, as it is."""
    whole = francs(offer.config.pay)
    return Francs(whole) if whole else offer.config.pay


def _shown_offer(state: State, facts: Facts) -> Offer:
    return next((o for o in facts.offers if o.project_id == state.project), facts.offers[0])


def _offer(offer: Offer, others: bool) -> Message:
    config = offer.config
    hours = int(config.accept_after.total_seconds()) // 3600
    left = (
        tr("Plus de {n} tâches t'attendent.", n=work.LEFT_SHOWN)
        if offer.left > work.LEFT_SHOWN
        else trn("{n} tâche t'attend.", "{n} tâches t'attendent.", offer.left)
    )
    accepted = (
        tr("Chaque réponse compte tout de suite comme acceptée.")
        if hours == 0
        else trn(
            "Une réponse compte comme acceptée après {n} heure, si personne ne la refuse.",
            "Une réponse compte comme acceptée après {n} heures, si personne ne la refuse.",
            hours,
        )
    )
    message = (
        tr("*{title}*", title=Raw(config.title))
        + tr(
            "💰 *{pay}* par tâche · ⏱ environ {time} · soit *{hourly}* de l'heure",
            pay=pay_shown(offer)
            if config.pay.currency in PEGGED or not francs(config.pay)
            else Tr("{francs} ({pay})", {"francs": pay_shown(offer), "pay": config.pay}),
            time=timedelta(seconds=round(float(offer.minutes) * 60)),
            hourly=Francs(offer.hourly),
        )
        + left
        + accepted
    )
    choices = [Choice(f"{ACCEPT}{offer.project_id}", "Accepter")]
    if others:
        choices.append(Choice("others", "Voir les autres"))
    return message.with_choices(*choices, MENU, columns=2)


ALL_DONE = tr("Tu as fait toutes les tâches disponibles de ce projet. 👏")
NONE_LEFT = tr("Il n'y a plus de tâche pour toi dans ce projet.")
ACCEPTED = tr("Il n'y a rien à corriger : une réponse acceptée ne change plus.")
GONE = tr("Ces tâches viennent d'être prises par d'autres.")


# --- what comes next ------------------------------------------------------------------------------


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Started("practice"):
            return stay(state, Do(work.StartPractice()))
        case _, Started():
            if facts.task is not None:
                return stay(_at(facts.task), Do(work.GoOn(facts.task.id)))
            return _enter(State(), facts)
        case "offer" | "offers", Resumed() if facts.task is not None:
            return stay(_at(facts.task), Do(work.GoOn(facts.task.id)))
        case "offer" | "offers", Resumed():
            return _enter(state, facts)
        case _, Resumed():
            return stay(replace(state, at="task"), Do(work.GoOn(state.task)))
        case _, Done(outcome):
            return _came(state, outcome, facts)
        case "offer" | "offers", Picked(PREVIOUS.id):
            return stay(_at(facts.task) if facts.task else State(), Do(work.RecallAnswer()))
        case "problem" | "words" | "paused", Picked(PREVIOUS.id):
            return stay(replace(state, at="task"), Do(work.RecallAnswer()))
        case "offer" | "offers", _:
            return _offered(state, event, facts)
        case "problem" | "words", _:
            return _reported(state, event)
        case "previous", _:
            return _corrected(state, event, facts)
        case "paused", _:
            return stay(state)
        case _:
            return _worked(state, event, facts)


def _enter(state: State, facts: Facts) -> Step[State]:
    """To the offers, where there are some and her day has room for them."""
    if facts.day_done:
        return _nothing("day_done")
    return stay(state) if facts.offers else end(Say(prompt(state, facts)))


def _at(task: Task, correctable: bool = False) -> State:
    return State("task", task.project_id, task.id, correctable=correctable)


def _offered(state: State, event: Event, facts: Facts) -> Step[State]:
    if not facts.offers:
        return end(*([Say(GONE)] if isinstance(event, Picked) else []), Say(prompt(state, facts)))
    match event:
        case Picked(choice) if choice.startswith(ACCEPT):
            # the one whose price she saw, whatever has come or gone since
            accepted = int(choice.removeprefix(ACCEPT))
            offer = next((o for o in facts.offers if o.project_id == accepted), None)
            if offer is None:
                return stay(State(), Say(GONE))
            after = replace(state, project=offer.project_id, new=not offer.started)
            return stay(after, Do(work.TakeWork(offer.project_id)))
        case Picked("others"):
            return stay(replace(state, at="offers"))
        case Picked(choice) if choice.startswith("offer:"):
            return stay(State("offer", int(choice.removeprefix("offer:"))))
        case _:
            return stay(state, Say(PICK))


def _worked(state: State, event: Event, facts: Facts) -> Step[State]:
    task = facts.task
    if task is None or task.id != state.task:
        return stay(state, Do(work.GoOn(state.task)))
    match event:
        case Picked(SKIP.id) if not task.practice:
            return stay(state, Do(work.SkipTask(task.id)))
        case Picked(PROBLEM.id) if not task.practice:
            return stay(replace(state, at="problem"))
        case Picked(PAUSE.id) if not task.practice:
            return stay(replace(state, at="paused"))
        case Picked(PREVIOUS.id):
            return stay(state, Do(work.RecallAnswer()))
    match answering.step(task, state.draft, event, facts.country):
        case Finished(value):
            return stay(state, Do(work.SubmitAnswer(task.id, value)))
        case More(draft, in_place):
            after = replace(state, draft=draft)
            return change(after) if in_place else stay(after, Do(work.KeepWorking(task.id)))
        case Wrong(why):
            return stay(state, Say(why))


def _reported(state: State, event: Event) -> Step[State]:
    match state.at, event:
        case _, Picked(BACK.id):
            return stay(replace(state, at="task"))
        case "problem", Picked("other"):
            return stay(replace(state, at="words"))
        case "problem", Picked(reason) if reason in {c.id for c in PROBLEMS}:
            return stay(
                replace(state, at="task"), Do(work.ReportTask(state.task, cast(work.ReportReason, reason))), _THANKS
            )
        case _, Typed(text):
            return stay(replace(state, at="task"), Do(work.ReportTask(state.task, "other", text[:1_000])), _THANKS)
        case _:
            return stay(state, Say(PICK))


_THANKS = Say(tr("Merci ! La tâche est mise de côté et sera vérifiée. Tu ne perds rien."))


def _corrected(state: State, event: Event, facts: Facts) -> Step[State]:
    back = replace(state, at="task", fixing=Draft())
    task = facts.previous
    if event == Picked(BACK.id):
        return stay(back) if state.task else _recalled(back, tr("D'accord, rien ne change."))
    if task is None:
        return _recalled(back, ACCEPTED)
    match answering.step(task, state.fixing, event, facts.country):
        case Finished(value):
            return stay(back, Do(work.CorrectAnswer(task.id, value)))
        case More(draft, in_place):
            after = replace(state, fixing=draft)
            return change(after) if in_place else stay(after)
        case Wrong(why):
            return stay(state, Say(why))


def _recalled(state: State, said: Message) -> Step[State]:
    """Back to the task that is open; where none is, that is all."""
    if state.task:
        return stay(state, Say(said))
    return end(Say(said.with_choices(WORK, EARNED, columns=2)))


def _came(state: State, outcome: Any, facts: Facts) -> Step[State]:
    match outcome:
        case work.TaskGiven(Task() as task):
            same = task.id == state.task
            after = replace(state, at="task") if same else _at(task, state.correctable)
            if state.new and task.config.instructions:
                return stay(after, Say(Message((Markdown(task.config.instructions),))))
            return stay(after)
        case work.TaskGiven(None, "none_left") if state.at in ("offer", "offers"):
            return stay(State(), Say(GONE))
        case work.TaskGiven(None, why):
            return _nothing(why)
        case work.AnswerCounted() as counted:
            return _counted(counted)
        case work.AnswerRefused("already", task, why):
            return _go_on(Say(tr("Cette tâche est déjà faite : elle compte une seule fois.")), task, why)
        case work.AnswerRefused(_, task, why):
            return _go_on(
                Say(tr("Cette tâche a été faite par une autre entre-temps, elle n'est plus à toi.")), task, why
            )
        case work.AnswerRecalled(None):
            return _recalled(state, ACCEPTED)
        case work.AnswerRecalled(Task() as last):
            return stay(replace(state, at="previous", fixing=answering.draft_of(last)))
        case work.AnswerCorrected(changed):
            return _recalled(state, tr("✅ C'est corrigé.") if changed else ACCEPTED)
        case _:
            return stay(state)


def _go_on(said: Say, task: Task | None, why: work.Nothing | None) -> Step[State]:
    if task is not None:
        return stay(_at(task), said)
    after = _nothing(why)
    return Step(after.state, (said, *after.effects))


def _counted(counted: work.AnswerCounted) -> Step[State]:
    if counted.answered.practice:
        # with the first offer in the same message
        return stay(State(), Say(_practised(counted)))
    noted = trn(
        "✅ Noté. Aujourd'hui : {n} tâche, *{sum}*.",
        "✅ Noté. Aujourd'hui : {n} tâches, *{sum}*.",
        counted.answers_today,
        sum=Francs(counted.francs_today),
    )
    if counted.why == "day_done":
        return end(
            Say(noted),
            Say(
                tr(
                    "🎉 Tu as fait tes {hours} de travail aujourd'hui. Bravo ! Repose-toi : je t'écris demain.",
                    hours=DAY_LIMIT,
                ).with_choices(EARNED, MENU, CORRECT, columns=2)
            ),
        )
    said = [Say(noted)]
    if counted.crossed == "warning":
        said.append(
            Say(tr("⏳ Tu as travaillé {time} : il te reste une demi-heure aujourd'hui.", time=counted.time_today))
        )
    if counted.next is None:
        after = _nothing(counted.why, answered=True)
        return Step(after.state, (*said, *after.effects))
    return stay(_at(counted.next, correctable=True), *said)


def _practised(counted: work.AnswerCounted) -> Message:
    task = counted.answered
    labels = {o.id: o.label for o in task.config.choices}
    if task.gold is None or task.value == task.gold:
        verdict = tr("👏 Bravo, c'est exactement ça !")
    else:
        verdict = tr("Presque ! On attendait : *{answer}*.", answer=Raw(labels.get(task.gold, str(task.gold))))
    if task.explanation:
        verdict = verdict + Message((Raw(task.explanation),))
    return verdict + tr("💰 Tu viens de gagner *{francs}*.", francs=Francs(francs(counted.pay)))


def _nothing(why: work.Nothing | None, *, answered: bool = False) -> Step[State]:
    """`answered`: she has just answered the last one."""
    match why:
        case "day_done":
            said = tr("Tu as déjà fait tes {hours} aujourd'hui. On reprend demain !", hours=DAY_LIMIT)
            return end(Say(said.with_choices(EARNED, MENU, columns=2)))
        case "closed":
            return stay(State(correctable=answered), Say(tr("Ce projet est en pause pour le moment.")))
        case "none_left":
            return stay(State(correctable=answered), Say(ALL_DONE if answered else NONE_LEFT))
        case None:
            return stay(State())


FLOW = Flow("work", 1, State, prompt, step)
