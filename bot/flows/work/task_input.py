"""How one task is shown and answered, for each kind of project. Used by `work`, for the task that is
hers now and for the last one when she corrects it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, Value, raw, tr
from backend.domain.work import fields
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.domain.work.fields import Field, FieldError
from bot.flows.engine import yes_no
from bot.flows.engine.answers import CONFIRMS, PICK
from bot.flows.engine.kit import Event, Picked, Several, Typed

DONE = Choice(CONFIRMS, "✅ Valider")
RIGHT = Choice("right", "✅ Tout est juste", says="yes")
NONE = Choice("none", "Il n'y en a pas")
FIX = "fix:"
SHORT = 20  # characters; longer labels stand one below the other
SHORT_TEXT = 200
"""Characters of a task's text that comes with its question each time; a longer one is shown once, like a picture."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What she has given of an answer so far.

    `picked`: the ids ticked (kind choices). `values`: field id → canonical value (kind entry);
    `asking`: the field that is asked for again, else the first one missing; all there: a summary.
    """

    picked: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer, in the form of `backend.domain.work.answers`. `words`: any words of hers would have been it."""

    value: Any
    words: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not usable; `why` says what is expected. What was right before is kept."""

    why: Message


@dataclass(frozen=True, slots=True)
class More:
    """One step further; `in_place`: only the ticks of the question change. `words`: as of `Finished`."""

    draft: Draft
    in_place: bool = False
    words: bool = False


def draft_of(task: Task) -> Draft:
    """Her last answer as the beginning of its correction."""
    match task.config.kind:
        case "choices":
            return Draft(picked=tuple(task.value or ()))
        case "entry":
            return Draft(values=dict(task.value or {}))
        case _:
            return Draft()


def prompt(task: Task, draft: Draft, ticks: bool = True) -> Message:
    """The task and its question, with the choices of an answer (never those beside the matter).
    `ticks`: whether her channel can change a message, so that boxes can be ticked on it."""
    shown = content(task)
    match task.config.kind:
        case "choice":
            return shown + raw(task.config.question).with_choices(*_options(task), columns=_columns(task))
        case "choices" if ticks:
            question = raw(task.config.question) + tr("_Plusieurs réponses possibles : touche, puis valide._").once()
            asked = shown + question.with_choices(*_ticked(task, draft), DONE, columns=_columns(task))
            return replace(asked, many=True)
        case "choices":
            how = tr("_Plusieurs réponses possibles : écris leurs numéros, par exemple « 1 3 »._")
            question = raw(task.config.question) + how.once()
            return replace(shown + question.with_choices(*_options(task), columns=_columns(task)), many=True)
        case "text":
            question = raw(task.config.question) + tr("_Écris ta réponse._")
            return shown + replace(question, free=True)
        case "entry":
            return _entry(task, draft, shown)


def step(task: Task, draft: Draft, event: Event, country: str, ticks: bool = True) -> Finished | More | Wrong:
    match task.config.kind, event:
        case "choice", Picked(choice) if choice.startswith("="):
            return Finished(choice.removeprefix("="))
        case "choices", Several(choices) if any(choice.startswith("=") for choice in choices):
            return Finished([choice.removeprefix("=") for choice in choices if choice.startswith("=")])
        case "choices", Picked(choice) if choice.startswith("=") and not ticks:
            return Finished([choice.removeprefix("=")])
        case "choices", Picked(DONE.id):
            if not draft.picked:
                return Wrong(tr("Touche au moins une réponse, puis « Valider »."))
            return Finished(list(draft.picked))
        case "choices", Picked(choice) if choice.startswith("="):
            option = choice.removeprefix("=")
            left = tuple(p for p in draft.picked if p != option)
            picked = left if option in draft.picked else (*draft.picked, option)
            return More(replace(draft, picked=picked), in_place=True)
        case "choices", _ if not ticks:
            return Wrong(tr("Écris les numéros des bonnes réponses, par exemple « 1 3 »."))
        case "text", Typed(text):
            try:
                return Finished(normalise(task.config, text), words=True)
            except BadInput:
                return Wrong(tr("Je ne peux pas lire cette réponse. Écris-la autrement, en quelques mots."))
        case "entry", _:
            return _entry_step(task, draft, event, country)
        case _:
            return Wrong(PICK)


def content(task: Task) -> Message:
    """What the task is about, without its question."""
    shown = task.content
    parts = (Raw(shown["text"]),) if shown.get("text") else ()
    attachment = None
    if media := shown.get("image"):
        attachment = Attachment("image", media)
    elif media := shown.get("audio"):
        attachment = Attachment("audio", media)
    message = Message(parts, attachment=attachment)
    return message if len(shown.get("text", "")) <= SHORT_TEXT else message.once()


def _options(task: Task) -> tuple[Choice, ...]:
    config = task.config
    said: Mapping[str, yes_no.Said] = {}
    if config.kind == "choice":
        said = yes_no.of_question(config.question, {o.id: o.label for o in config.choices})
    return tuple(Choice(f"={o.id}", Raw(o.label), says=said.get(o.id, "")) for o in config.choices)


def _ticked(task: Task, draft: Draft) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"={o.id}", Raw(f"☑ {o.label}" if o.id in draft.picked else o.label)) for o in task.config.choices
    )


def _columns(task: Task) -> int:
    return 2 if all(len(o.label) <= SHORT for o in task.config.choices) else 1


def current(task: Task, draft: Draft) -> Field | None:
    """The field that is asked for now; None when all are there."""
    for f in task.config.fields:
        if f.id == draft.asking or (not draft.asking and f.id not in draft.values):
            return f
    return None


_EXPECTED: Mapping[str, Tr] = {
    "text": Tr("Écris ce que tu lis."),
    "number": Tr("Écris un nombre."),
    "date": Tr("Écris la date, par exemple 31/12/2025."),
    "amount": Tr("Écris le montant, par exemple 12 500."),
    "email": Tr("Écris l'adresse e-mail."),
    "phone": Tr("Écris le numéro de téléphone."),
}


def _entry(task: Task, draft: Draft, shown: Message) -> Message:
    asked = current(task, draft)
    if asked is None:
        lines = [tr("*Vérifie ta saisie :*")]
        for f in task.config.fields:
            lines.append(tr("{label} : *{value}*", label=Raw(f.label), value=_value(f, draft.values.get(f.id, ""))))
        fix = [Choice(FIX + f.id, Tr("✏️ {label}", {"label": Raw(f.label)})) for f in task.config.fields]
        parts = tuple(part for line in lines for part in line.parts)
        # the picture was shown with the first question; here only what she typed counts
        return Message(parts, (RIGHT, *fix), columns=2, short=())
    number = list(task.config.fields).index(asked) + 1
    head = tr(
        "*{label}* ({number} sur {total})", label=Raw(asked.label), number=number, total=len(task.config.fields)
    ) + Message((_EXPECTED[asked.type],), short=())
    first = not draft.values and not draft.asking
    message = (shown + raw(task.config.question).once() + head) if first else head
    return replace(message, choices=() if asked.required else (NONE,), free=True)


NOT_THERE = tr("Tu ne le trouves pas sur le document ? Touche « Signaler un souci » : tu ne perds rien.")
_NONE_OF_IT = re.compile(
    r"(?:(?:il )?(?:n )?y (?:en )?a (?:pas|rien|aucune?)|pas|aucune?|sans|rien|non|vide|absente?)\b(?: \w+){0,4}"
)


def _says_none(text: str, asked: Field) -> bool:
    """Whether she says that there is none: "y en a pas"; "pas de mail", where no such words can be it."""
    intent = intents.read(text)
    return intent == "none" or (
        intent is None and asked.type != "text" and _NONE_OF_IT.fullmatch(fold(text)) is not None
    )


def _value(f: Field, value: str) -> Value:
    return fields.show(f, value) if value else Tr("rien")


def _entry_step(task: Task, draft: Draft, event: Event, country: str) -> Finished | More | Wrong:
    asked = current(task, draft)
    if asked is None:
        match event:
            case Picked(RIGHT.id):
                return Finished(normalise(task.config, dict(draft.values)))
            case Picked(choice) if choice.startswith(FIX):
                return More(replace(draft, asking=choice.removeprefix(FIX)))
            case _:
                return Wrong(tr("Touche « Tout est juste », ou ce que tu veux corriger."))
    match event:
        case Picked(NONE.id) if not asked.required:
            value = ""
        case Typed(text) if not asked.required and _says_none(text, asked):
            value = ""
        case Typed(text):
            try:
                value = fields.read(asked, text, country)
            except FieldError as error:
                return Wrong(NOT_THERE if _says_none(text, asked) else Message((error.reason,)))
        case _:
            return Wrong(Message((_EXPECTED[asked.type],)))
    words = asked.type == "text" and isinstance(event, Typed) and bool(value)
    return More(Draft(draft.picked, {**draft.values, asked.id: value}), words=words)
