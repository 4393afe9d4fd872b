"""Filling in a form: field after field, as far as they apply after the answers so far, then a summary to check."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.french import slips
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.domain.work.forms import fields, web_addresses
from backend.domain.work.forms.form import Field, FieldError, applying
from backend.records import replace
from bot.flows.engine import leaving
from bot.flows.engine.answers import PICK
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Event, Picked, Typed
from bot.flows.work.drafts import Draft, Finished, More, Wrong
from bot.flows.work.forms import absent, named_fields, unreadable

RIGHT = Choice("right", "✅ Tout est juste", says="yes")
NONE = Choice("none", "Il n'y en a pas")
FIX = "fix:"


def current(task: Task, draft: Draft) -> Field | None:
    """The field that is asked for; None if all are filled."""
    for f in applying(task.config.fields, draft.values):
        if f.id == draft.asking or (not draft.asking and f.id not in draft.values):
            return f
    return None


def one_back(task: Task, draft: Draft) -> Draft | None:
    """The same, with the field before asked for once more; the summary stays as it is. None at the first field."""
    asked = current(task, draft)
    if asked is None:
        return draft
    there = [f.id for f in applying(task.config.fields, draft.values)]
    at = there.index(asked.id)
    return replace(draft, asking=there[at - 1]) if at else None


_EXPECTED: Mapping[str, Tr] = {
    "text": Tr("Écris ce que tu lis."),
    "words": Tr("Écris ta réponse."),
    "number": Tr("Écris un nombre."),
    "date": Tr("Écris la date, par exemple 31/12/2025."),
    "amount": Tr("Écris le montant, par exemple 12 500."),
    "email": Tr("Écris l'adresse e-mail."),
    "phone": Tr("Écris le numéro de téléphone."),
    "url": Tr("Copie l'adresse de la page."),
    "price": Tr("Écris le prix avec sa monnaie, par exemple 2 500 F CFA."),
    "source": Tr("Copie l'adresse de la page où tu l'as trouvé, ou dis où c'est écrit."),
    "choice": Tr("Choisis une réponse."),
}


def prompt(task: Task, draft: Draft, shown: Message) -> Message:
    """Ask for the next field, or show the summary. `shown`: the task's content."""
    asked, asked_for = current(task, draft), applying(task.config.fields, draft.values)
    if asked is None:
        lines = [tr("*Vérifie ce que tu as écrit :*")]
        for f in asked_for:
            lines.append(Message((in_a_line(f, draft.values.get(f.id, "")),)))
        fix = [Choice(FIX + f.id, Tr("✏️ {label}", {"label": Raw(f.label)})) for f in asked_for]
        parts = tuple(part for line in lines for part in line.parts)
        # the content was shown with the first question; here only what was typed is shown
        return Message(parts, (RIGHT, *fix), columns=2, short=())
    number, total = asked_for.index(asked) + 1, len(asked_for)
    head = tr("*{label}* ({number} sur {total})", label=Raw(asked.label), number=number, total=total)
    expected = _EXPECTED["words" if asked.type == "text" and "image" not in task.content else asked.type]
    head += Message((expected,), short=())
    first = not draft.values and not draft.asking
    message = (shown + Message((Raw(task.config.question),)).once() + head) if first else head
    none = () if asked.required else (NONE,)
    if asked.type == "choice":
        options = (Choice(f"={o.id}", Raw(o.label)) for o in asked.choices)
        return message.with_choices(*options, *none, columns=2)
    return replace(message, choices=none, free=True)


NOT_THERE = tr("Tu ne le trouves pas ? Touche « Signaler un souci » : tu ne perds rien.")
TOUCH_NONE = tr("Tu ne le trouves pas ? Touche « Il n'y en a pas ».")
CHECK = tr("Touche « Tout est juste », ou ce que tu veux corriger.")


def _no_value(task: Task, draft: Draft, asked: Field, text: str, country: str) -> Message | None:
    """Why a text is no value of the field: it tells of the picture, says that she does not know, several fields, or
    once more what another field has; None if it may be one. A source may be the address before it."""
    if unreadable.says_so(text) or absent.of_the_picture(text):
        return NOT_THERE
    if asked.type != "text" and intents.read(text) == "unsure":
        return NOT_THERE if asked.required else TOUCH_NONE
    of_form = applying(task.config.fields, draft.values)
    told = [f for f in of_form if f.type in ("phone", "email", "url", "date") and draft.values.get(f.id)]
    again = asked.type in ("text", "number", "amount", "price") and any(
        _value(task, f, text, country) == draft.values[f.id] for f in told
    )
    return _one_at_a_time(asked) if again or named_fields.several(text, of_form, asked) else None


def _one_at_a_time(f: Field) -> Message:
    return tr("Une chose à la fois. Écris seulement : *{label}*.", label=Raw(f.label))


def _no(asked: Field) -> str | None:
    """The option "Non" of a field that is answered by yes or no; None for other fields."""
    options = {fold(option.label): option.id for option in asked.choices}
    return options["non"] if options.keys() == {"oui", "non"} else None


def in_a_line(f: Field, value: str) -> Tr:
    """A field with its value, on one line."""
    shown = fields.show(f, value) if value else Tr("rien")
    return Tr("{label} : *{value}*", {"label": Raw(f.label), "value": shown})


def step(task: Task, draft: Draft, event: Event, country: str) -> Finished | More | Wrong:
    """Take the value of the field, or a field to correct, or the confirmation."""
    asked = current(task, draft)
    if isinstance(event, Typed) and (named := _named(task, draft, asked, event.text, country)) is not None:
        return named
    if asked is None:
        match event:
            case Picked(RIGHT.id):
                return Finished(normalise(task.config, dict(draft.values)))
            case Picked(choice) if choice.startswith(FIX):
                return More(replace(draft, asking=choice.removeprefix(FIX)))
            case _:
                unread = Wrong(CHECK)
                return _contrasted(task, draft, event, country) or unread
    match event:
        case Picked(NONE.id) if not asked.required:
            value = ""
        case Picked(choice) if asked.type == "choice" and choice.startswith("="):
            value = choice.removeprefix("=")
        case Typed(text) if asked.type == "choice" and (no := _no(asked)) is not None and absent.is_none(text, asked):
            value = no  # « y a pas de page » to « A-t-il une page ? »
        case _ if asked.type == "choice":
            denied = _denied(task, draft, event.text) if isinstance(event, Typed) else None
            return denied or Wrong(NOT_THERE if isinstance(event, Typed) and absent.found_nothing(event.text) else PICK)
        case Typed(text) if absent.says_none(text, asked):
            if asked.required:
                return Wrong(NOT_THERE)
            value = ""
        case Typed(text) if (why := _no_value(task, draft, asked, text, country)) is not None:
            return Wrong(why)
        case Typed(text):
            try:
                value = fields.read(asked, text, task.content.get(asked.region_key, country))
            except FieldError as error:
                corrected = _corrected(task, draft, asked, text, country) or _denied(task, draft, text)
                return corrected or Wrong(Message((error.reason,)))
        case _:
            return Wrong(Message((_EXPECTED[asked.type],)))
    # an address is not free text
    words = (
        asked.type in ("text", "source") and isinstance(event, Typed) and value not in ("", web_addresses.read(value))
    )
    return More(_filled(task, draft, asked, value), words="data" if words else "")


def _value(task: Task, f: Field, text: str, country: str) -> str | None:
    """What a text is as the value of a field; None if it is none."""
    try:
        return fields.read(f, text, task.content.get(f.region_key, country))
    except FieldError:
        return None


_NAMES_IT = re.compile(r"\s*c(?:['’ ]?est|t|)\s+(?:l[ea]s?\s+|l['’]\s*)?(\S.+)", re.DOTALL)
"""« C le magazin awa », in small letters: what it is called stands behind."""


def _led_to(text: str) -> re.Match[str] | None:
    """« C'est CHEZ AWA »: a name in capitals behind what only leads to it."""
    found = _NAMES_IT.fullmatch(text.replace("C", "c", 1)) if not text.isupper() else None
    return found if found is not None and found[1].isupper() else None


def _corrected(task: Task, draft: Draft, asked: Field, text: str, country: str) -> More | Wrong | None:
    """What becomes of a text that corrects itself, or begins with a no: « 12 non 13 », « non c 12 500 ». She sees what
    is taken. If it may as well be for the field before, she writes it alone. None if it gives no value."""
    found = slips.corrected(text)
    if found is None:
        return None
    instead, last = found

    if (value := _value(task, asked, last, country)) is None:
        return None
    before = [f for f in applying(task.config.fields, draft.values) if f.id in draft.values and f.id != asked.id]
    if not instead and before and before[-1].type not in ("text", "source") and _value(task, before[-1], last, country):
        return Wrong(_one_at_a_time(asked))
    return More(_filled(task, draft, asked, value), said=Message((in_a_line(asked, value),)))


def _denied(task: Task, draft: Draft, text: str) -> More | None:
    """The field of words before, asked for once more, after « non Chez Aminata », which is no value of this one: she is
    told that she has to write it, so that the amount is not taken for a name. None if there is none, or the text says
    something else."""
    rest = slips.denied(text) or slips.there_is_one(text)
    before = one_back(task, draft) if rest is not None and draft.values and "?" not in text else None
    f = current(task, before) if before is not None else None
    if rest is None or f is None or f.type not in ("text", "source") or intents.read(text) is not None:
        return None
    silent = (
        absent.none_there(rest) or absent.says_none(text, f) or unreadable.says_so(text) or absent.of_the_picture(text)
    )
    if silent or leaving.read(text) is not None:
        return None
    return More(replace(draft, asking=f.id), said=_one_at_a_time(f))


def _contrasted(task: Task, draft: Draft, event: Event, country: str) -> More | None:
    """What becomes of « c'est pas 15 000 c'est 1 500 » where the form is checked: the value of the only field that has
    the first. Words are asked for again, as they have to be spelled. None if no field, or several, have it."""
    found = second_thoughts.contrast(event.text) if isinstance(event, Typed) else None
    if found is None:
        return None
    right, wrong = found
    fitting: list[tuple[Field, str]] = []
    for f in applying(task.config.fields, draft.values):
        words = f.type in ("text", "source")
        try:
            was, value = (fields.read(f, each, task.content.get(f.region_key, country)) for each in (wrong, right))
        except FieldError:
            continue
        given = draft.values.get(f.id, "")
        if given and (fold(given) == fold(was) if words else given == was):
            fitting.append((f, "" if words else value))
    if len(fitting) != 1:
        return None
    ((f, value),) = fitting
    return More(_filled(task, draft, f, value) if value else replace(draft, asking=f.id))


def _filled(task: Task, draft: Draft, f: Field, value: str) -> Draft:
    """The draft with this value. Fields that depend on another answer are asked again, or no longer."""
    values = {**draft.values, f.id: value}
    kept = {each.id for each in applying(task.config.fields, values)}
    return Draft(draft.picked, {key: each for key, each in values.items() if key in kept})


def _has_none_of(task: Task, draft: Draft, asked: Field | None, text: str) -> Field | None:
    """Another field, which may be left out and is not yet, of which she says that there is none: it is asked for."""
    f = named_fields.has_none_of(text, applying(task.config.fields, draft.values), asked)
    return f if f is not None and not f.required and draft.values.get(f.id) != "" else None


def _named(task: Task, draft: Draft, asked: Field | None, text: str, country: str) -> More | Wrong | None:
    """What becomes of a text that names a field itself, or says « c'est le » before its value; None if it does not."""
    of_form = applying(task.config.fields, draft.values)
    if (named := named_fields.read(text, of_form, asked, begun=bool(draft.values))) is None:
        if (other := _has_none_of(task, draft, asked, text)) is not None:
            return More(replace(draft, asking=other.id))
        told = _NAMES_IT.fullmatch(text) or _led_to(text) if asked is not None and asked.type == "text" else None
        return _behind_its_label(task, draft, asked, told[1], country, shown=True) if asked and told else None
    f = named.field
    named = replace(named, value=named_fields.right_of(named.value, draft.values.get(f.id, "")))
    if named_fields.several(named.value, of_form, f):
        return Wrong(_one_at_a_time(f)) if f == asked else More(replace(draft, asking=f.id), said=_one_at_a_time(f))
    if f == asked and named.value:  # only the value counts, without the label before it
        return _behind_its_label(task, draft, f, named.value, country)
    none = bool(named.value) and absent.says_none(named.value, f)
    try:
        value = "" if none else fields.read(f, named.value, task.content.get(f.region_key, country))
    except FieldError as error:  # she names what is to be corrected
        return More(replace(draft, asking=f.id), said=Message((error.reason,)) if named.value else None)
    if none and f.required:
        return More(replace(draft, asking=f.id), said=NOT_THERE)
    if not named.value:
        return More(replace(draft, asking=f.id))
    after = replace(_filled(task, draft, f, value), asking=draft.asking)
    return More(after, said=Message((in_a_line(f, value),)) if asked is not None else None)


def _behind_its_label(
    task: Task, draft: Draft, f: Field, text: str, country: str, *, shown: bool = False
) -> More | None:
    """Take only what stands behind the label, or behind « c'est le ». `shown`: say what was taken."""
    if (value := _value(task, f, text, country)) is None:
        return None
    said = Message((in_a_line(f, value),)) if shown else None
    return More(_filled(task, draft, f, value), words="data" if f.type in ("text", "source") else "", said=said)
