"""Setting a task aside: skipping or reporting it."""

from __future__ import annotations

import re
from typing import cast

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, tr, trn
from backend.domain.work import commands as work_commands
from backend.domain.work.asides import no_fault
from backend.domain.work.commands import Task
from backend.records import replace
from bot.flows.earnings.promises import PUT_ASIDE
from bot.flows.engine import answers, leaving, several_answers, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Do, Event, Picked, Say, Step, Typed, again, in_her_words, misread, stay
from bot.flows.work import task_input
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.forms import entry
from bot.flows.work.state import BACK, SKIP, State
from bot.flows.work.transcription import reading

SKIP_AT_ONCE = Choice(
    "skip",
    "Passer cette fiche",
    says="yes",
    also=("efface", "efface tout", "oui efface", "effacer", "jette", "jette la"),
)
KEEP_ON = Choice(BACK.id, "Continuer la fiche", says="no")
TELL = Choice("tell", "Oui, je le signale", says="yes")
NOTHING_WRONG = replace(BACK, says="no", also=yes_no.ALL_IS_RIGHT)
"""« Oui tout est juste » is no yes to a report."""
MOST_TOLD = 300
"""The most characters of her text that are quoted when she is asked whether it reports the task."""
PROBLEMS: tuple[Choice, ...] = (
    Choice("unreadable", "Je ne peux pas lire ou voir"),
    Choice("unclear", "La question n'est pas claire"),
    Choice("wrong", "Aucune réponse ne convient", also=("aucune", "aucune réponse")),
    Choice("offensive", "Le contenu me choque"),
    Choice("other", "Autre chose"),
)
NONE = replace(BACK, also=("aucun", "aucun souci", "aucun problème"))
"""« Aucun » names no fault, and not « Aucune réponse ne convient »."""
ANEW = tr("D'accord, on recommence cette fiche.")
_BESIDE = r"(?:(?:non|ok|oui|oups|pardon|bon|je|j|on|peux|peut|veux|vais|va|tu|stp|svp|mais|finalement) )*"
_SHEET = r"(?:(?:la|cette|ma|le|ce|mon|l) )?(?:fiche|formulaire|feuille)"
_POLITE = r"(?: (?:svp|stp|pardon|merci|a la poubelle))*"
_THROWS_IT = re.compile(
    rf"{_BESIDE}(?:jette[rz]?|efface[rz]?|supprime[rz]?|annule[rz]?|abandonne[rz]?|laisse[rz]?(?: tomber)?|passe[rz]?"
    rf"|saute[rz]?|change[rz]? de) {_SHEET}{_POLITE}"
)
_THROWS_ALL = re.compile(
    rf"{_BESIDE}(?:(?:la |le |les |tout )?jette[rz]?(?: (?:la|le|les|tout|tt|ca))?"
    rf"|(?:(?:met[sz]?|mettre) (?:la |le |les |tout |ca ))?(?:a |dans )?(?:la )?poubelle){_POLITE}"
)
_BEGINS_ANEW = re.compile(
    rf"{_BESIDE}(?:recommence[rz]?|reprend[sz]?|reprendre|refai[st]|refaire) "
    rf"(?:{_SHEET}|tout|tt|a zero|de zero|(?:du|au|des le|depuis le|le) debut){_POLITE}"
)
NOT_HERE = tr("Ici, rien ne se signale. Tu ne peux pas répondre ? Écris « retour ».")
_SENT_THERE = (reading.UNHEARD, reading.NOT_HEARD, reading.UNREAD, reading.THE_REST, entry.NOT_THERE)
"""What sends her to « Signaler un souci »."""


def throws(text: str, *, begun: bool) -> bool:
    """Whether she would throw a form away: « jette cette fiche »; of one that she has begun also « jette », « efface
    tout »."""
    said = fold(text)
    whole = begun and (_THROWS_ALL.fullmatch(said) is not None or several_answers.clears(text))
    return whole or _THROWS_IT.fullmatch(said) is not None


def begins_anew(text: str) -> bool:
    """Whether she would fill in a form from its first field on: « je recommence tout »."""
    return _BEGINS_ANEW.fullmatch(fold(text)) is not None


def unreported(
    task: Task, draft: Draft, event: Event, country: str, ticks: bool = True
) -> Finished | More | Wrong | Shown:
    """`task_input.step` where the task cannot be reported: a correction, a review, an answer that is redone. Nobody is
    sent to the button, and who writes its name has not answered."""
    if isinstance(event, Typed) and fold(event.text) == "signaler un souci":
        return Wrong(NOT_HERE)
    found = task_input.step(task, draft, event, country, ticks)
    return Wrong(NOT_HERE) if isinstance(found, Wrong) and found.why in _SENT_THERE else found


def prompt(state: State) -> Message:
    """Ask whether to skip a form that is partly filled, or what is wrong with the task."""
    match state.at:
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
            return asked.with_choices(*PROBLEMS, NONE)
        case "words" if state.told:
            asked = tr("« {words} » : c'est ce qui ne va pas avec cette tâche ?", words=Raw(state.told))
            return asked.with_choices(TELL, NOTHING_WRONG)
        case _:
            return replace(tr("Raconte en une phrase ce qui ne va pas.", BACK), free=True)


def step(state: State, event: Event, task: Task | None) -> Step[State]:
    """Take the confirmation, the reason, or its description."""
    match state.at, event:
        case _, Picked(BACK.id):
            return again(replace(state, at="task", told=""))
        case "skipping", Picked(SKIP.id):
            return stay(replace(state, at="task"), Do(work_commands.SkipTask(state.task)))
        case "problem" | "words", Typed(text) if state.draft.values and second_thoughts.contrasts(text):
            return again(replace(state, at="task", told=""))  # « c'est pas 15 000 c'est 1 500 » is about her form
        # this says nothing about what is wrong
        case "problem" | "words", Typed(text) if leaving.passes(text) or intents.read(text) == "skip":
            skipped = stay(replace(state, at="task"), Do(work_commands.SkipTask(state.task)))
            return stay(replace(state, at="skipping")) if state.draft.values else skipped
        case "skipping", _:
            return misread(state, Say(PICK))
        case "problem", Picked("other"):
            return stay(replace(state, at="words"))
        case "problem", Picked(reason) if reason in {c.id for c in PROBLEMS}:
            return stay(
                replace(state, at="task"),
                Do(work_commands.ReportTask(state.task, cast(work_commands.ReportReason, reason))),
                _thanks(state),
            )
        case "problem", Typed(text) if answers.is_bare(text):
            return misread(state, Say(PICK))  # this says nothing about what is wrong
        case "problem", Typed(text) if intents.read(text, loosely=True) not in no_fault.OF_A_TASK:
            return replace(stay(replace(state, at="words", told=text[:MOST_TOLD])), misread=True)
        case ("words", _) | ("problem", Typed()):
            return _told(state, event, task)
        case _:
            return misread(state, Say(PICK))


def _told(state: State, event: Event, task: Task | None) -> Step[State]:
    """Take her words about what is wrong; what tells of no fault, or stood in place of a button, when she says so."""
    match event:
        case Picked(TELL.id) if state.told:
            return stay(replace(state, at="task", told=""), _reported(state, state.told), _thanks(state))
        case Typed(text) if state.told and not answers.is_bare(text):  # she says it in other words
            return replace(stay(replace(state, told=text[:MOST_TOLD])), misread=True)
        case Typed(text) if not state.told and no_fault.tells_none(text, _labels(task)):
            return in_her_words(stay(replace(state, told=text[:MOST_TOLD])), event)
        case Typed(text) if not state.told:
            return in_her_words(stay(replace(state, at="task"), _reported(state, text), _thanks(state)), event)
        case _:
            return misread(state, Say(PICK))


def _labels(task: Task | None) -> tuple[str, ...]:
    return tuple(option.label for option in task.config.choices) if task is not None else ()


def _reported(state: State, words: str) -> Do:
    reason: work_commands.ReportReason = "offensive" if intents.read(words, loosely=True) == "shocked" else "other"
    return Do(work_commands.ReportTask(state.task, reason, words[:1_000]))


def _thanks(state: State) -> Say:
    """Thank her. What she typed into the form is lost; she was told before."""
    return Say(tr("Merci, c'est noté ! On ne te montre plus cette tâche.") if state.draft.values else PUT_ASIDE)
