"""`travail`, as she sees it: offers, tasks, and what is said about them. `work` decides what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal

from backend.domain.certificates.badges import Opening
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import PEGGED, Money, francs
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Offer, Task
from bot.flows.earnings.promises import accepted_after
from bot.flows.engine.answers import ACCEPTING
from bot.flows.work import task_input
from bot.flows.work.task_input import Draft

ACCEPT = ACCEPTING
GO = Choice("/travail", "Continuer")
EARNED = Choice("/gains", "Mes gains")
REMINDERS = Choice("/rappels", "⏰ Mes rappels")
WORK = Choice("/travail", "Travailler")
MENU = Choice("/menu", "Menu")
TRAINING = Choice("/formation", "🎓 Formation")
OTHERS = Choice("others", "Voir les autres")

OFFERING = frozenset({"first", "more", "offer", "offers"})
"""States of `State.at` in which no task is hers yet."""
SKIP = Choice("skip", "⏭ Passer", aside=True)
SKIP_WHOLE = Choice("skip", "⏭ Passer cette fiche", aside=True)
"""The same where a task has several fields: not only the one that is asked for now is passed over."""
SKIP_AT_ONCE = Choice("skip", "Passer cette fiche")
PROBLEM = Choice("problem", "⚠️ Signaler un souci", aside=True)
PAUSE = Choice("pause", "⏸ Pause courte", aside=True)
"""Not the word `pause`, which is one of our messages."""
OTHER = Choice("/travail autre", "🔁 Autre travail", aside=True)
"""A word, so that it stays good on an older message."""
PREVIOUS = Choice("previous", "↩️ Corriger la dernière", aside=True)
CORRECT = Choice("/corriger", "↩️ Corriger la dernière", aside=True)
"""The same where no task is open: after the last one of a project, or of her day."""
BACK = Choice("back", "Retour", aside=True)
KEEP_ON = Choice(BACK.id, "Continuer la fiche")
TO_TASK = Choice("back", "↩️ Ma tâche", aside=True, says="no")

LISTED = 10
"""Offers to choose from, the best ones: a list on WhatsApp has so many rows."""
OPENING_TITLE = 40
OPENINGS_SHOWN = 2
"""Offers that need a badge, shown at once where there is no other work."""

BESIDE_SHOWN = 3
"""Other offers that stand below her very first one: with it and the result of her practice, they are no more than
a phone shows at once."""
MORE_SHOWN = 6
"""Others that stand on the page behind those, each to be accepted there as well: so she has her first task within the
messages that `onboarding` promises."""
TITLE_BESIDE = 25
"""Characters of the title of such an offer."""

GIVEN_SHOWN = 300
"""Characters of an answer that is shown to be corrected: the whole of it stands above in the chat."""

PROBLEMS: tuple[Choice, ...] = (
    Choice("unreadable", "Je ne peux pas lire ou voir"),
    Choice("unclear", "La question n'est pas claire"),
    Choice("wrong", "Aucune réponse ne convient"),
    Choice("offensive", "Le contenu me choque"),
    Choice("other", "Autre chose"),
)


Hears = Literal["yes", "asks", "no"]


@dataclass(frozen=True, slots=True)
class Facts:
    """`task`: leased to her now, or the one that she is working on and whose lease ran out: her answer
    still counts where there is room. `previous`: her last answer, loaded while she corrects it.
    `offers`: loaded while offers are shown, and with them `day_done`: her 3 hours are reached; where there
    are none, `openings`: work that a training module would open, and `hears`: whether she hears of work by
    itself ("yes"), would if she chose an hour ("asks"), or does not. `ticks`: whether boxes can be ticked where she
    reads this."""

    country: str
    task: Task | None = None
    previous: Task | None = None
    offers: tuple[Offer, ...] = ()
    day_done: bool = False
    ticks: bool = True
    openings: tuple[Opening, ...] = ()
    hears: Hears = "asks"


@dataclass(frozen=True, slots=True)
class State:
    """`at` "first" shows one offer with others beside it to choose from, so that her choice takes no
    message more, and "more" the next ones; "offer" shows one, "offers" all. `task` and `project`: what she is
    working on; `new`: she begins this project now, and reads its instructions with the first task. "other": she
    looks for another project while a task is hers, from a `page` on. `returned`: she has come back to her task, and
    may want another one. `kept`: what she had begun where she left a task for another project
    (`bot.flows.work.other_work`). `second`: task and choice of a second thought, until her answer is recalled; `fixed`:
    what it is then."""

    at: Literal[
        "first", "more", "offer", "offers", "other", "task", "paused", "skipping", "problem", "words", "previous"
    ] = "offer"
    project: int = 0
    task: int = 0
    new: bool = False
    correctable: bool = False
    draft: Draft = field(default_factory=Draft)
    fixing: Draft = field(default_factory=Draft)
    returned: bool = False
    page: int = 0
    kept: Mapping[str, Any] = field(default_factory=dict)
    second: tuple[Any, ...] = ()
    fixed: str = ""


def prompt(state: State, facts: Facts) -> Message:
    match state.at:
        case "first" | "more" | "offer" | "offers" if not facts.offers:
            learn = (TRAINING,) if facts.openings else ()
            said = NO_WORK[facts.hears] + could_open(facts.openings)
            return said.with_choices(*learn, REMINDERS, EARNED, *_last(state), columns=2)
        case "offers":
            choices = [Choice(f"offer:{o.project_id}", _button(o)) for o in facts.offers[:LISTED]]
            return tr("Quel travail veux-tu faire ?").with_choices(*choices)
        case "first":
            shown = _shown_offer(state, facts)
            return first(shown, [o for o in facts.offers if o is not shown])
        case "more":
            return _more(facts.offers)
        case "offer":
            shown = _shown_offer(state, facts)
            accept = Choice(f"{ACCEPT}{shown.project_id}", "Accepter")
            others = (OTHERS,) if len(facts.offers) > 1 else ()
            return _offer(shown).once().with_choices(accept, *others, MENU, *_last(state), columns=2)
        case "paused":
            said = tr("⏸ Pause. Ta tâche t'attend, prends ton temps.")
            others = () if facts.task is not None and facts.task.practice else (replace(OTHER, aside=False),)
            return said.with_choices(GO, *others, EARNED, columns=2)
        case "skipping":
            asked = trn(
                "Tu as déjà écrit {n} réponse sur cette fiche. Si tu la passes, elle s'efface. La passer ?",
                "Tu as déjà écrit {n} réponses sur cette fiche. Si tu la passes, elles s'effacent. La passer ?",
                len(state.draft.values),
            )
            return asked.with_choices(KEEP_ON, SKIP_AT_ONCE, columns=2)
        case "problem":
            asked = tr("Qu'est-ce qui ne va pas avec cette tâche ? Tu ne perds rien.")
            if state.draft.values:
                asked = trn(
                    "Qu'est-ce qui ne va pas avec cette tâche ? Si tu le signales, ta réponse écrite sur cette fiche "
                    "s'efface.",
                    "Qu'est-ce qui ne va pas avec cette tâche ? Si tu le signales, tes {n} réponses écrites sur cette "
                    "fiche s'effacent.",
                    len(state.draft.values),
                )
            return asked.with_choices(*PROBLEMS, BACK)
        case "words":
            return replace(tr("Raconte en une phrase ce qui ne va pas.", BACK), free=True)
        case "previous" if facts.previous is not None:
            message = task_input.prompt(facts.previous, state.fixing, facts.ticks)
            if facts.previous.config.kind == "entry" and state.fixing == task_input.draft_of(facts.previous):
                message = task_input.content(facts.previous) + message  # to be compared once more
            return _with_asides(tr("↩️ *Ta dernière réponse*") + _given(facts.previous) + message, BACK)
        case _:
            return _task(state, facts)


def _task(state: State, facts: Facts) -> Message:
    if facts.task is None:
        return tr("Cette tâche n'est plus à toi. On continue ?").with_choices(GO, MENU, columns=2)
    message = task_input.prompt(facts.task, state.draft, facts.ticks)
    if facts.task.practice:
        return message
    more = (*((PREVIOUS,) if state.correctable else ()), *((OTHER,) if state.returned else ()))
    skip = SKIP_WHOLE if facts.task.config.kind == "entry" else SKIP
    return _with_asides(message, skip, PAUSE, PROBLEM, *more)


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
    """What a task of an offer pays, as `in_francs` has it."""
    return in_francs(offer.config.pay)


def in_francs(pay: Money) -> Money | Francs:
    """A pay in her money; what is less than a franc, as it is."""
    whole = francs(pay)
    return Francs(whole) if whole else pay


def _shown_offer(state: State, facts: Facts) -> Offer:
    return next((o for o in facts.offers if o.project_id == state.project), facts.offers[0])


def _button(offer: Offer) -> Tr:
    return Tr("{title} · {pay}", {"title": Raw(offer.config.title), "pay": pay_shown(offer)})


def _offer(offer: Offer) -> Message:
    left = (
        tr("Plus de {n} tâches t'attendent.", n=work_commands.LEFT_SHOWN)
        if offer.left > work_commands.LEFT_SHOWN
        else trn("{n} tâche t'attend.", "{n} tâches t'attendent.", offer.left)
    )
    said = (
        tr("*{title}*", title=Raw(offer.config.title))
        + tr("💰 *{pay}* par tâche · ⏱ environ {time} · *{hourly}* de l'heure", **_terms(offer))
        + left
        + accepted_after(_hours(offer))
    )
    return Message((lines(*said.parts),))


def first(offer: Offer, others: Sequence[Offer]) -> Message:
    """An offer, and others with all that she is to know before she accepts one of them instead."""
    choices = [Choice(f"{ACCEPT}{offer.project_id}", "Accepter")]
    message = _offer(offer).once()
    if shown := others[:BESIDE_SHOWN]:
        message += (tr("*Ou bien* :") + Message((lines(*(_in_a_line(other, offer) for other in shown)),))).once()
        choices += [Choice(f"{ACCEPT}{other.project_id}", _button(other)) for other in shown]
    if len(others) > len(shown):
        choices.append(OTHERS)
    return message.with_choices(*choices, MENU, columns=1 if shown else 2)


def _more(offers: Sequence[Offer]) -> Message:
    """Those that the first page left out; all of them where that has changed."""
    shown = (offers[1 + BESIDE_SHOWN :] or offers)[:MORE_SHOWN]
    first = shown[0]
    message = tr("*Ou bien* :") + Message((lines(*(_in_a_line(each, first) for each in shown)),))
    message += accepted_after(_hours(first))
    choices = [Choice(f"{ACCEPT}{each.project_id}", _button(each)) for each in shown]
    if len(offers) > 1 + BESIDE_SHOWN + len(shown):
        choices.append(OTHERS)
    return message.with_choices(*choices, MENU)


def _in_a_line(offer: Offer, above: Offer) -> Tr:
    """`above`: one that says already how long it takes until an answer counts; only another time is said."""
    hours, title = _hours(offer), _short(offer.config.title, TITLE_BESIDE)
    left = (
        Tr("plus de {n} tâches", {"n": work_commands.LEFT_SHOWN})
        if offer.left > work_commands.LEFT_SHOWN
        else Tr("{n} tâche", {"n": offer.left}, "{n} tâches", offer.left)
    )
    line = Tr(
        "• *{title}* : {pay} · {time} · {hourly}/h · {left}",
        {"title": Raw(title), "left": left, **_terms(offer), "pay": pay_shown(offer)},
    )
    if hours == _hours(above):
        return line
    return beside(line, Tr("acceptée en {n} h", {"n": hours}) if hours else Tr("acceptée tout de suite"))


def _short(title: str, most: int) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _hours(offer: Offer) -> int:
    return int(offer.config.accept_after.total_seconds()) // 3600


def _terms(offer: Offer) -> dict[str, Value]:
    """What a task pays, how long it takes, and what that makes in an hour."""
    pay = offer.config.pay
    exact = pay.currency not in PEGGED and bool(francs(pay))
    return {
        "pay": Tr("{francs} ({pay})", {"francs": pay_shown(offer), "pay": pay}) if exact else pay_shown(offer),
        "time": timedelta(seconds=round(float(offer.minutes) * 60)),
        "hourly": Francs(offer.hourly),
    }


NO_WORK: Mapping[Hears, Message] = {
    "yes": tr("Il n'y a pas de travail pour toi en ce moment. Dès qu'il y en a, je te le dis à ton heure de rappel."),
    "asks": tr(
        "Il n'y a pas de travail pour toi en ce moment. Reviens plus tard, ou choisis une heure de rappel : "
        "je t'écris quand il y en a."
    ),
    "no": tr("Il n'y a pas de travail pour toi en ce moment. Reviens voir plus tard avec « travail »."),
}
"""How she finds out that there is some is said only as it is kept."""


def could_open(openings: Sequence[Opening]) -> Message:
    """Work that is there but needs badges, what it pays, and which modules give them."""
    if not openings:
        return Message()
    message = tr("🔓 Ce travail s'ouvre avec une formation :")
    for opening in openings[:OPENINGS_SHOWN]:
        message += tr(
            "*{title}* : {pay} par tâche, environ *{hourly}* de l'heure. Formation : {courses}.",
            title=Raw(_short(opening.offer.config.title, OPENING_TITLE)),
            pay=pay_shown(opening.offer),
            hourly=Francs(opening.offer.hourly),
            courses=Raw(", ".join(course.title for course in opening.courses)),
        )
    return message


UNSURE = tr("Choisis une des réponses ci-dessous. Tu hésites ? Touche « Passer » : tu ne perds rien.")
HESITATES = tr("Tu hésites ? Touche « Passer » : tu ne perds rien.")
ALL_DONE = tr("Tu as fait toutes les tâches disponibles de ce projet. 👏")
NONE_LEFT = tr("Il n'y a plus de tâche pour toi dans ce projet.")
NEEDS_BADGE = tr("Ce travail demande un badge que tu n'as plus. Écris « formation » pour voir comment l'avoir.")
ACCEPTED = tr("Il n'y a rien à corriger : une réponse acceptée ne change plus.")
LATER = tr("D'accord. Le travail reste là : écris « travail » quand tu veux.")
GONE = tr("Ces tâches ne sont plus disponibles : elles viennent d'être prises, ou mises en pause.")


def practised(counted: work_commands.AnswerCounted) -> Message:
    task = counted.answered
    labels = {o.id: o.label for o in task.config.choices}
    if task.gold is None or task.value == task.gold:
        verdict = tr("👏 Bravo, c'est exactement ça !")
    else:
        verdict = tr("Presque ! On attendait : *{answer}*.", answer=Raw(labels.get(task.gold, str(task.gold))))
    if task.explanation:
        verdict = verdict + Message((Raw(task.explanation),))
    return verdict + tr("💰 Tu viens de gagner *{francs}*.", francs=Francs(francs(counted.pay)))
