"""`annonce`: write an announcement: text, file, buttons, audience, preview, time.

Nothing is sent before the person has seen the number of people and the cost, and has confirmed."""

from __future__ import annotations

import re

from backend.domain.announcements.content import MOST_DOCUMENT, MOST_IMAGE, MOST_TEXT, Announcement
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Raw, tr
from backend.records import replace
from bot.flows.announcements import audience as announcements_audience
from bot.flows.announcements import audience_words, filters, moments, planned, texts, views
from bot.flows.announcements import buttons as announcements_buttons
from bot.flows.announcements.state import (
    BACK,
    CANCEL,
    NEXT,
    REWRITE,
    Facts,
    FileNoted,
    HandedOver,
    HandOver,
    NoteFile,
    SendTest,
    State,
)
from bot.flows.announcements.when import day_and_hour
from bot.flows.engine.answers import PICK
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Sent,
    Started,
    Step,
    Typed,
    asked_anew,
    end,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

_BEFORE = {"file": "text", "buttons": "file", "audience": "buttons", "preview": "audience", "when": "preview"}
_BEFORE |= {"confirm": "when", "tested": "audience"}
_AFTER_FILE = {"text": "buttons", "file": "buttons", "when": "preview", "confirm": "preview", "tested": "preview"}


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the parts of the announcement in order; a file is taken at any step, and so is whom it is for. A fault holds
    up what follows the text."""
    if isinstance(event, Typed) and _GIVES_UP.fullmatch(fold(event.text)):
        return end(Say(views.given_up(facts)))
    found = _in_order(state, event, facts)
    if found.misread and isinstance(event, Typed) and state.at in _BEFORE and texts.corrects(event.text, state.text):
        return stay(replace(state, at="text", rewrites=True))
    if found.misread and isinstance(event, Typed) and state.at in _ASKS:
        return _early(state, event, facts) or audience_words.elsewhere(state, event.text, facts) or found
    return found


def _early(state: State, event: Typed, facts: Facts) -> Step[State] | None:
    """The step for the time of sending that is written before it is asked about: it is kept, and it goes on. None if
    the text names none, or where the time is asked about."""
    if state.at not in ("file", "buttons", "preview", "tested") or moments.read(event.text, facts.now) is None:
        return None
    if moments.may_correct(event.text, state):
        return stay(replace(state, at="text", rewrites=True))
    found = moments.taken(state, event, facts)
    if found.misread or found.state is None or found.state.moment is None:
        return found
    kept = replace(found.state, at=state.at)
    if state.at in ("preview", "tested"):
        return _held_up(facts, kept) or _onward(kept, facts, views.SOON.id)
    return stay(kept, Say(tr("🕒 C'est noté : {when}.", when=day_and_hour(found.state.moment))))


_GIVES_UP = re.compile(
    r"(?:(?:non|stop|attends|svp|stp|bon|il|faut|on|je|veux) )*"
    r"(?:(?:arret|annul|abandonn|oubli|supprim|effac|stop|jett?|laiss)\w*(?: tomber)?"
    r"|(?:n |ne )?(?:envoie[rz]?|envoyer|fais|faire|veux|veut) (?:pas|plus)(?: (?:faire|envoyer))?)"
    r" (?:(?:l|cette|mon|ma|toute|d) ?)*annonce(?: (?:svp|stp|la))*"
)
"""« Arrête l'annonce », « n'envoie pas cette annonce »."""
_KEEPS = re.compile(
    r"(?:(?:je|j|on|non|oui|ok|ne|le|change|rien) )*gard\w*"
    r"(?: (?:le|la|celui(?: (?:ci|la))?|(?:ce|mon|l) (?:ancien )?texte|l ancien|comme ca|tel quel))*"
    r"|suite|suivante?|continue[rz]?|on continue|ok|oui|c est bon|ne change (?:rien|pas)"
)
"""« Garde celui-ci », the words in which the text that is there is shown, and what only goes on."""
_ASKS = frozenset({"file", "buttons", "preview", "tested", "when", "confirm"})
"""Steps at which whom it is for may be written as well."""


def _in_order(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started(str(text)) if text.strip():
            return _begun(text, facts)
        case Started() | Resumed():
            return stay(state)
        case Done(FileNoted(number)):
            return stay(replace(state, file=number))
        case Done(HandedOver() as handed):
            return _handed(state, handed)
        case Picked(CANCEL.id):
            return end(Say(views.given_up(facts)))
        case Picked(REWRITE.id) if state.at in ("buttons", "preview", "tested"):
            return stay(replace(state, at="text", rewrites=True))
        case Picked(BACK.id) if state.at in _BEFORE:
            return stay(replace(state, at=_BEFORE[state.at], local=""))
        case Sent():
            return _file(state, event)
    if event == Picked(NEXT.id) and (held_up := _held_up(facts, state)) is not None:
        return held_up
    if state.at == "timed":
        return _timed(state, event, facts)
    if state.at in announcements_buttons.STEPS:
        return announcements_buttons.step(state, event, facts)
    if state.at in filters.STEPS:
        return announcements_audience.step(state, event, facts)
    return _step(state, event, facts)


def _begun(text: str, facts: Facts) -> Step[State]:
    """Take what follows the word: a time and a text, whom it is for, or the text."""
    if (timed := planned.read(text, facts.now)) is not None:
        return texts.ask_when(State(), text, timed)
    if (found := texts.behind_readers(State(), text, facts)) is not None:
        return found
    return stay(State(text=text)) if texts.WHOM.match(text) else texts.taken(State(), text)


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case "text", Picked(views.KEEP_TEXT.id | BACK.id) if state.text:
            return texts.taken(state, state.text)
        case "text", Typed(text) if state.text and _KEEPS.fullmatch(fold(text)):
            return texts.taken(state, state.text)
        case "text", Typed(text):
            return texts.typed(state, text, facts)
        case "whole", _:
            return texts.whole(state, event, facts)
        case "file", Picked(views.KEEP_FILE.id) if state.file:
            return stay(replace(state, at="buttons"))
        case "file", Picked(views.NO_FILE.id):
            return stay(state.without_file("buttons"))
        case "file", _:
            return misread(state, Say(tr("J'attends une photo ou un document.")))
        case (("preview" | "tested"), Picked(chosen)) if chosen in (views.TEST.id, views.SOON.id):
            return _held_up(facts, state) or _onward(state, facts, chosen)
        case "preview", Picked(views.LOOK.id):
            return stay(state)
        case (("when" | "confirm"), Typed(text)) if moments.is_now(text):
            return moments.taken(state, Picked(views.NOW.id), facts)
        case "when", _:
            return moments.taken(state, event, facts)
        case "confirm", Typed(text) if moments.read(text, facts.now) is not None:  # « non, demain 18 h »
            return moments.taken(state, event, facts)
        case "confirm", _:
            return _confirmed(state, event, facts)
        case _:
            return misread(state, Say(PICK))


def _confirmed(state: State, event: Event, facts: Facts) -> Step[State]:
    """Hand it over; what was written below the question and not understood is said again before."""
    match event:
        case Picked(choice) if choice.startswith(views.SEND.id) and state.unread:
            said = tr("✋ « {filter} » n'est pas pris en compte.", filter=Raw(state.unread))
            return misread(replace(state, unread=""), Say(said))
        case Picked(choice) if (
            choice.startswith(views.SEND.id) and state.moment is not None and state.moment <= facts.now
        ):
            return stay(replace(state, at="when"), Say(moments.passed(state.moment)))  # confirmed a day later
        case Picked(choice) if choice.startswith(views.SEND.id) and _many_more(choice, facts):
            return asked_anew(state, Say(CHANGED))
        case Picked(choice) if choice.startswith(views.SEND.id):
            handing = HandOver(_content(state, facts), state.readers(facts), state.moment)
            return _held_up(facts, state) or stay(state, Do(handing))
        case Typed(text):
            return misread(replace(state, unread=text.strip()[: audience_words.MOST_QUOTED]), Say(PICK))
        case _:
            return misread(state, Say(PICK))


def _many_more(choice: str, facts: Facts) -> bool:
    """Whether it would go to over a tenth more people than « Envoyer » was said to."""
    shown, now = choice.rpartition(" ")[2], facts.estimate
    return shown.isdecimal() and now is not None and 10 * now.people > 11 * int(shown)


def _held_up(facts: Facts, state: State) -> Step[State] | None:
    """The step to take if something is wrong with the announcement: it must be corrected first; a lost file is asked
    for again. None if nothing is wrong."""
    if views.wrong(facts) is None:
        return None
    if facts.stored is not None and facts.stored.state == "lost":
        return stay(state.without_file("file"), Say(views.lost(facts.stored.why)))
    return stay(replace(state, at="buttons") if state.at in ("preview", "tested", "confirm") else state)


def _content(state: State, facts: Facts) -> Announcement:
    return state.content(facts.stored.file if facts.stored is not None else None)


def _onward(state: State, facts: Facts, chosen: str) -> Step[State]:
    if facts.stored is not None and facts.stored.state == "coming":
        return stay(replace(state, at="preview"))
    if chosen == views.TEST.id:
        return stay(replace(state, at="tested"), Do(SendTest(_content(state, facts))))
    return stay(replace(state, at="confirm" if state.moment is not None else "when"))


def _timed(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the time before the text as that of sending, or as text."""
    written, timed = replace(state, lead=""), planned.read(state.text, facts.now)
    match event:
        case Picked(views.OF_SENDING.id) if timed is None:
            said = tr("« {lead} » est déjà passé : tu choisiras l'heure à la fin.", lead=Raw(state.lead))
            return texts.taken(written, planned.behind(state.text), said)
        case Picked(views.OF_SENDING.id) if timed is not None:
            return texts.taken(replace(written, local=timed.moment.isoformat()), timed.text)
        case Picked(views.IN_TEXT.id):
            return texts.taken(written, state.text)
        case _:
            return misread(state, Say(PICK))


TEXT_STAYS = tr(
    "Ce que tu as écrit avec la photo n'est pas pris : ton texte reste le même. Sinon, écris « changer le texte »."
)


def _file(state: State, file: Sent) -> Step[State]:
    """Take a file at any step; it replaces an earlier one. Behind the preview that is shown anew: what was agreed to
    had another file."""
    if file.kind not in ("image", "document"):
        return misread(state, Say(tr("Ici, je prends une photo ou un document.")))
    most = MOST_IMAGE if file.kind == "image" else MOST_DOCUMENT
    if file.size > most:
        return misread(state, Say(tr("Ce fichier est trop gros : {most} Mo au plus.", most=most // 2**20)))
    caption = file.caption.strip()[:MOST_TEXT]
    text = (caption if state.at == "text" else "") or state.text or caption
    at = "text" if not text else _AFTER_FILE.get(state.at, state.at)
    kept = [Say(TEXT_STAYS)] if caption not in ("", text) else []
    return stay(replace(state, at=at, text=text), Do(NoteFile()), Say(tr("📎 Bien reçu.")), *kept)


def _handed(state: State, handed: HandedOver) -> Step[State]:
    said = Say(views.handed_over(handed, state.moment))
    return stay(replace(state, at="buttons"), said) if handed.outcome == "refused" else end(said)


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Another choice while the draft is being made. An announcement that was
    handed over is sent unless it is stopped."""
    if thought.now is not None:
        return step(was, Picked(thought.choice), facts)
    if was.at != "confirm":
        return None
    return end(
        Say(
            views.OUT + views.under_way(facts)
            if facts.others
            else views.OUT.with_choices(views.ALL, views.MENU, columns=2)
        )
    )


FLOW = Flow("announce", 1, State, views.prompt, step, files=True, keeps=True, rethink=rethink, waits=True, draft=True)
