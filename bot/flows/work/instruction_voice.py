"""`consignes`: a Huber says the instructions of a project in a voice note, for those who would rather listen; she or
the team can remove it."""

from __future__ import annotations

from typing import Literal

from backend.domain.messaging.message import Choice, Markdown, Message, Raw, Tr, tr
from backend.domain.work.instruction_voices import (
    MOST_BYTES,
    DropVoice,
    KeepVoice,
    NoteVoice,
    VoicedProject,
    VoiceDropped,
    VoiceKept,
    VoiceNoted,
)
from backend.records import Record, replace
from bot.flows.engine import odd
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Sent, Started, Step, end, misread, stay
from bot.flows.engine.registry import Flow

SOUNDS = ("voice", "audio")
LISTEN = Choice("listen", "🔊 Écouter")
DROP = Choice("drop", "🗑 Supprimer")
KEEP = Choice("keep", "✅ Enregistrer")
AGAIN = Choice("again", "↩️ Recommencer")
BACK = Choice("back", "Retour", aside=True)
MORE = Choice("more", "Voir les autres")
PAGE_SIZE = 8
"""Projects in one list; on WhatsApp it has ten rows."""
HEAVY = tr(
    "C'est trop long : {most} ko au plus, environ une demi-minute. Recommence plus court.", most=MOST_BYTES // 1024
)
NOT_A_SOUND = tr("J'attends un message vocal.")


class Facts(Record):
    """`records`: whether this person records notes; else they only listen to them and remove them."""

    projects: tuple[VoicedProject, ...] = ()
    records: bool = True


class State(Record):
    """`project`: the one that was chosen. `event`: which brought the sound that is to be kept. `page`: which part of a
    long list is shown."""

    at: Literal["pick", "record", "check"] = "pick"
    project: int = 0
    event: int = 0
    page: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """Show the projects, one project's instructions, or ask whether the sound is kept."""
    project = _chosen(state, facts)
    if project is None:
        return _list(facts, state.page)
    title = Raw(project.title)
    if state.at == "check":
        said = tr("J'enregistre ce vocal pour *{title}* ?", title=title)
        if project.note is not None:
            said = tr("J'enregistre ce vocal pour *{title}* ? Il remplace celui d'avant.", title=title)
        return said.with_choices(KEEP, AGAIN, BACK, columns=2)
    message = tr("*{title}*", title=title) + Message((Markdown(project.instructions),))
    if facts.records:
        message += tr(
            "🎤 Envoie un vocal d'une demi-minute au plus : dis ces consignes avec tes mots. Les hiteuses de tes pays "
            "pourront l'écouter."
        )
    noted = (LISTEN, DROP) if project.note is not None else ()
    return message.with_choices(*noted, BACK, columns=2)


def _list(facts: Facts, page: int) -> Message:
    if not facts.projects:
        nothing = tr("Aucun projet ouvert n'a de consignes dans tes pays.")
        return (nothing if facts.records else tr("Aucune consigne n'est enregistrée.")).with_choices(BACK)
    first = page * PAGE_SIZE
    shown = facts.projects[first : first + PAGE_SIZE] or facts.projects[:PAGE_SIZE]
    more = (MORE,) if len(facts.projects) > PAGE_SIZE else ()
    choices = (Choice(f"p:{each.id}", _label(each)) for each in shown)
    return tr("🎤 Les consignes de quel projet ?").with_choices(*choices, *more, BACK)


def _label(each: VoicedProject) -> Tr | Raw:
    return Tr("🔊 {title}", {"title": Raw(each.title)}) if each.note is not None else Raw(each.title)


def _chosen(state: State, facts: Facts) -> VoicedProject | None:
    if state.at == "pick":
        return None
    return next((each for each in facts.projects if each.id == state.project), None)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a project, a sound, and the yes."""
    match event:
        case Started() | Resumed():
            return stay(state)
        case Done(VoiceNoted(number)):
            return stay(replace(state, at="check", event=number))
        case Done(VoiceKept(outcome)):
            return _kept(state, outcome)
        case Done(VoiceDropped(count)):
            said = tr("🗑 C'est supprimé.") if count else tr("Il n'y a plus rien à supprimer.")
            return stay(State(), Say(said))
    project = _chosen(state, facts)
    if project is None:
        return _pick(state, event, facts)
    match event:
        case Picked(BACK.id):
            return stay(State())
        case Picked(LISTEN.id) if project.note is not None:
            return stay(state, Say(replace(tr("🔊 *{title}*", title=Raw(project.title)), attachment=project.note)))
        case Picked(DROP.id):
            return stay(state, Do(DropVoice(project.id)))
        case Picked(KEEP.id) if state.at == "check":
            return stay(state, Do(KeepVoice(project.id, state.event)))
        case Picked(AGAIN.id):
            return stay(replace(state, at="record", event=0))
        case Sent() if facts.records and event.kind in SOUNDS:
            return misread(state, Say(HEAVY)) if event.size > MOST_BYTES else stay(state, Do(NoteVoice()))
        case Sent():
            return misread(state, Say(NOT_A_SOUND if facts.records else odd.reply(event.kind)))
        case _:
            return misread(state, Say(NOT_A_SOUND if facts.records and state.at == "record" else PICK))


def _pick(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Picked(choice) if choice in {f"p:{each.id}" for each in facts.projects}:
            return stay(State("record", int(choice.removeprefix("p:"))))
        case Picked(MORE.id):
            after = state.page + 1
            return stay(State(page=after if after * PAGE_SIZE < len(facts.projects) else 0))
        case Picked(BACK.id):
            return end(Say(tr("D'accord.")))
        case _:
            return misread(State(page=state.page), Say(PICK))


def _kept(state: State, outcome: str) -> Step[State]:
    match outcome:
        case "kept":
            return stay(
                State(), Say(tr("✅ C'est enregistré. Un bouton « 🔊 Écouter » est maintenant sous les consignes."))
            )
        case "coming":
            return stay(state, Say(tr("Ton vocal arrive encore. Touche « Enregistrer » dans quelques secondes.")))
        case "heavy":
            return stay(replace(state, at="record", event=0), Say(HEAVY))
        case "lost":
            return stay(
                replace(state, at="record", event=0),
                Say(tr("Je n'ai pas réussi à récupérer ton vocal. Envoie-le encore.")),
            )
        case _:
            return stay(State(), Say(tr("Ce projet n'est plus ouvert dans tes pays.")))


FLOW = Flow("instruction_voice", 1, State, prompt, step, files=True, keeps=True)
