"""How a task is shown and answered, for each kind of project; also for corrections, reviews and redone answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, raw, tr
from backend.domain.messaging.numbering import by_place
from backend.domain.messaging.texts import lines
from backend.domain.work import controls
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.domain.work.forms import fields, tables
from backend.domain.work.forms.form import Field, applying
from backend.records import replace
from bot.flows.engine import several_answers, yes_no
from bot.flows.engine.answers import CONFIRMS, PICK, PICK_SOME
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.labels.words import is_none
from bot.flows.work import pair_sides, scale
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.forms import entry
from bot.flows.work.transcription import reading as transcription

WRITE_NUMBERS = tr("Écris les numéros des bonnes réponses, par exemple « 1 3 ».")
WRITE_CHOICES = tr("Écris les réponses que tu choisis, avec une virgule entre elles.")
DONE = Choice(CONFIRMS, "✅ Valider")
UNREADABLE = tr("Je ne peux pas lire cette réponse. Écris-la autrement, en quelques mots.")
AS_TEXT = Choice("table", "📝 En texte", aside=True)
ORIGINAL = "original"
_ORIGINAL_WORDS = ("voir l original", "l original", "voir original")
MAX_SIDE_BY_SIDE = 20  # characters; longer labels stand one below the other
SHORT_TEXT = 200
"""The most characters of a task's text that is repeated with its question; a
longer one is shown once, like a picture."""


def draft_of(task: Task) -> Draft:
    """Her last answer as the beginning of its correction."""
    match task.config.kind:
        case "choices":
            return Draft(picked=tuple(task.value or ()))
        case "entry":
            value = task.value or {}
            return Draft(values={f.id: value[f.id] for f in applying(task.config.fields, value) if f.id in value})
        case _:
            return Draft()


def prompt(task: Task, draft: Draft, ticks: bool = True) -> Message:
    """The task and its question with the choices of an answer, without asides. `ticks`: whether the channel can edit
    messages, so that boxes can be ticked."""
    shown = content(task)
    asked = _asked(task, draft, shown, ticks)
    return replace(asked, choices=(*asked.choices, *otherwise(task)))


def _asked(task: Task, draft: Draft, shown: Message, ticks: bool) -> Message:
    match task.config.kind:
        case "choice":
            return shown + raw(task.config.question).with_choices(*_options(task), columns=_columns(task))
        case "choices" if ticks:
            question = raw(task.config.question) + tr("_Plusieurs réponses possibles : touche, puis valide._").once()
            asked = shown + question.with_choices(*_ticked(task, draft), DONE, columns=_columns(task))
            return replace(asked, many=True)
        case "choices":
            how = tr("_Plusieurs réponses possibles : écris leurs numéros, par exemple « 1 3 »._")
            if not _numbered(task):
                how = tr("_Plusieurs réponses possibles : écris celles que tu choisis, avec une virgule entre elles._")
            question = raw(task.config.question) + how  # no boxes show it, also when the question is shown again
            return replace(shown + question.with_choices(*_options(task), columns=_columns(task)), many=True)
        case "text":
            question = raw(task.config.question) + tr("_Écris ta réponse._")
            return shown + replace(question, free=True)
        case "entry":
            return entry.prompt(task, draft, shown)
        case "pair":
            return (shown + raw(task.config.question)).with_choices(*pair_sides.choices(task), columns=2)
        case "rating":
            anchors = [Raw(f"{point} : {said}") for point, said in enumerate(task.config.scale, 1) if said]
            asked = shown + raw(task.config.question) + Message((lines(*anchors),))
            return asked.with_choices(*scale.points(task.config.scale), columns=5)
        case "transcription":
            how = tr("_Écris mot pour mot ce que tu entends. Un mot que tu ne comprends pas : [?]._")
            if "image" in task.content:
                how = tr("_Écris mot pour mot ce que tu lis. Un mot que tu ne peux pas lire : [?]._")
            return replace(shown + raw(task.config.question) + how, free=True)


def otherwise(task: Task) -> tuple[Choice, ...]:
    """The buttons for other views of a task: its table as text, its original picture."""
    if "table" in task.content:
        return (AS_TEXT,)
    if "original" in task.content:
        size = int(task.content["original_kb"])
        label = Tr("Voir l'original {n} ko", {"n": size})
        return (Choice(ORIGINAL, label, aside=True, also=("original", "image originale", "photo originale")),)
    return ()


def shown_otherwise(task: Task, event: Event) -> Message | None:
    """The view that she asked for with one of these buttons; None for other events."""
    match event:
        case Picked(AS_TEXT.id) if "table" in task.content:
            return table_text(task)
        case Picked(choice) if choice == ORIGINAL and "original" in task.content:
            return _original(task)
        case Typed(text) if fold(text) in _ORIGINAL_WORDS and "original" in task.content:
            return _original(task)
        case _:
            return None


def _original(task: Task) -> Message:
    said = tr("L'image d'origine :")
    message = replace(said, attachment=Attachment("image", task.content["original"]))
    return message.covered() if task.config.sensitive else message


def step(task: Task, draft: Draft, event: Event, country: str, ticks: bool = True) -> Finished | More | Wrong | Shown:
    """What an event makes of the answer: complete, one more part, or not understood; or what else she sees of the task.
    `ticks`: as for `prompt`."""
    if (asked := shown_otherwise(task, event)) is not None:
        return Shown(asked)
    found = _answered(task, draft, event, country, ticks)
    heard = isinstance(found, Wrong) and "audio" in task.content and task.config.kind != "transcription"
    of_it = transcription.of_a_sound(event.text) if heard and isinstance(event, Typed) else None
    return found if of_it is None else Wrong(of_it)


def _answered(task: Task, draft: Draft, event: Event, country: str, ticks: bool) -> Finished | More | Wrong:
    match task.config.kind, event:
        case "choice", Picked(choice) if choice.startswith("="):
            return Finished(choice.removeprefix("="))
        case "choices", _:
            return _choices(task, draft, event, ticks)
        case "pair", _ if (side := pair_sides.picked(task, event)) is not None:
            return Finished(side)
        case "rating", Picked(choice) if choice.removeprefix("=").isdecimal():
            return Finished(int(choice.removeprefix("=")))
        case "rating", Typed(text) if (point := scale.judged(text, task.config.scale)) is not None:
            return Finished(point)
        case "transcription", Typed(text):
            return transcription.taken(task, text)
        case "text", Typed(text):
            try:
                return Finished(normalise(task.config, text), words="data")
            except BadInput:
                return Wrong(UNREADABLE)
        case "entry", _:
            return entry.step(task, draft, event, country)
        case _:
            return Wrong(_pick(task, event))


def _choices(task: Task, draft: Draft, event: Event, ticks: bool) -> Finished | More | Wrong:
    match event:
        case Several(choices, whole, instead) if any(choice.startswith("=") for choice in choices):
            named = [choice.removeprefix("=") for choice in choices if choice.startswith("=")]
            none = [label for option, label in _says_none(task).items() if option in named]
            if none and len(named) > 1:
                return Wrong(tr("« {label} » va seul : choisis-le, ou les autres réponses.", label=Raw(none[0])))
            kept = () if instead else _beside(task, draft.picked, named[0])
            if not whole and set(named) < set(kept):  # « 1 et 3 », after « tout »: no others
                kept, instead = (), True
            if ticks and (instead or (kept and not whole)):  # she sees all of it before it is sent
                return More(replace(draft, picked=(*kept, *(o for o in named if o not in kept))), in_place=True)
            return Finished(named)
        case Picked(choice) if choice.startswith("=") and not ticks:
            return Finished([choice.removeprefix("=")])
        case Picked(DONE.id):
            if not draft.picked:
                return Wrong(tr("Touche au moins une réponse, puis « Valider »."))
            return Finished(list(draft.picked))
        case Picked(choice) if choice.startswith("="):
            option = choice.removeprefix("=")
            left = tuple(p for p in draft.picked if p != option)
            picked = left if option in draft.picked else (*_beside(task, draft.picked, option), option)
            return More(replace(draft, picked=picked), in_place=True)
        case Typed(text) if several_answers.unticks(text):
            return More(replace(draft, picked=()), in_place=True)
        case _ if not ticks:
            return Wrong(WRITE_NUMBERS if _numbered(task) else WRITE_CHOICES)
        case _:
            return Wrong(PICK_SOME)


def _says_none(task: Task) -> dict[str, str]:
    """Id → label of the options that stand beside no other: « Rien de tout ça »."""
    return {o.id: o.label for o in task.config.choices if is_none(o.label)}


def _beside(task: Task, picked: tuple[str, ...], option: str) -> tuple[str, ...]:
    """What stays ticked beside an option."""
    return () if option in (none := _says_none(task)) else tuple(each for each in picked if each not in none)


def _pick(task: Task, event: Event) -> Message:
    if task.config.kind == "rating" and isinstance(event, Typed) and any(sign.isdigit() for sign in event.text):
        return scale.one_only(task.config.scale)
    return PICK


def content(task: Task) -> Message:
    """What the task is about, without its question."""
    shown = task.content
    parts = (Raw(shown["text"]),) if shown.get("text") else ()
    attachment = None
    if media := shown.get("image"):
        attachment = Attachment("image", media)
    elif media := shown.get("audio"):
        attachment = Attachment("audio", media)
    elif table := shown.get("table"):
        found = tables.load(table)
        attachment = Attachment("chart", "table", values={"columns": found.columns, "rows": found.rows})
    message = Message(parts, attachment=attachment)
    for label, side in zip(("A", "B"), pair_sides.order(task), strict=True):
        if text := shown.get(side):
            # a line made of two parts cannot be covered
            head = Tr("*{label}*", {"label": label})
            message += Message((head, Raw(text)) if task.config.sensitive else (lines(head, Raw(text)),))
    if task.config.sensitive:
        message = message.covered()
    return message if len(shown.get("text", "")) <= SHORT_TEXT else message.once()


def table_text(task: Task) -> Message:
    """The task's table as lines."""
    rows = tuple(map(Raw, tables.load(task.content["table"]).lines()))
    return Message(rows).covered() if task.config.sensitive else Message((lines(*rows),))


def known_in_words(task: Task) -> tuple[Tr, ...]:
    """The known answer of a control task, as lines; of a form, only the fields
    where her answer (`task.value`) differs."""
    match task.config.kind:
        case "entry":
            wrong = controls.wrong_fields(task.config, task.gold, task.value or {})
            head = Tr("💡 Ici, il fallait noter :")
            return (head, *(entry.in_a_line(field, task.gold.get(field.id, "")) for field in wrong))
        case "pair":
            answer = next(choice for choice in pair_sides.choices(task) if choice.id == f"={task.gold}").part
        case _:
            answer = Raw(in_words(task, task.gold))
    return (Tr("💡 Ici, la bonne réponse était : *{answer}*.", {"answer": answer}),)


def _options(task: Task) -> tuple[Choice, ...]:
    config = task.config
    said: Mapping[str, yes_no.Said] = {}
    if config.kind == "choice":
        said = yes_no.of_question(config.question, {o.id: o.label for o in config.choices})
    return tuple(Choice(f"={o.id}", Raw(o.label), says=said.get(o.id, "")) for o in config.choices)


def _numbered(task: Task) -> bool:
    """Whether the choices get numbers where they are typed; labels that are numbers get none."""
    return by_place([option.label for option in task.config.choices])


def _ticked(task: Task, draft: Draft) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"={o.id}", Raw(f"☑ {o.label}" if o.id in draft.picked else o.label)) for o in task.config.choices
    )


def _columns(task: Task) -> int:
    return 2 if all(len(o.label) <= MAX_SIDE_BY_SIDE for o in task.config.choices) else 1


IN_WORDS = 300
"""The most characters of an answer that is told."""


def in_words(task: Task, value: Any) -> str:
    """An answer in the words of its choices and fields, cut to `IN_WORDS` characters; "" for none. Sides of a pair are
    named as they were shown."""
    labels = {option.id: option.label for option in task.config.choices}
    if task.config.kind == "pair":
        labels = {choice.id.removeprefix("="): str(choice.label) for choice in pair_sides.choices(task)}
    match value:
        case None:
            said = ""
        case str() | int():
            said = labels.get(str(value), str(value))
        case Mapping():
            asked = {field.id: field for field in task.config.fields}
            said = " · ".join(_in_words(asked.get(key), key, each) for key, each in value.items())
        case _:
            said = ", ".join(labels.get(each, str(each)) for each in value)
    return said if len(said) <= IN_WORDS else f"{said[:IN_WORDS].rstrip()}…"


def _in_words(asked: Field | None, key: str, value: str) -> str:
    if asked is None:
        return f"{key} : {value or '–'}"
    shown = fields.show(asked, value) if value else "–"
    return f"{asked.label} : {shown if isinstance(shown, str) else value}"
