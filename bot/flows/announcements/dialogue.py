"""`annonce`: a word to many. What is said, with a file and buttons; whom it is for; how it will look; when.

Nothing is sent before the number of people and the cost were shown and she has said yes to both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import placeholders
from backend.domain.announcements.content import MOST_DOCUMENT, MOST_IMAGE, MOST_TEXT, Announcement, length
from backend.domain.announcements.life import LATEST, Estimate
from backend.domain.french.datetimes import read_moment
from backend.domain.messaging import channels, intents, quiet_hours
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr, trn
from bot.flows.announcements import audience as announcements_audience
from bot.flows.announcements import buttons as announcements_buttons
from bot.flows.announcements import placeholders as announcements_placeholders
from bot.flows.announcements.audience import described, estimated
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
from bot.flows.engine.answers import PICK
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
    end,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

KEEP_TEXT = Choice("keep", "Garder ce texte", aside=True)
NO_FILE = Choice("none", "Sans fichier", aside=True, says="no")
TEST = Choice("test", "🧪 M'envoyer un test")
SOON = Choice("when", "Choisir quand ➡️")
LOOK = Choice("preview", "👀 Voir")
NOW = Choice("now", "Maintenant")
MORNING = Choice("morning", "Demain 9 h")
EVENING = Choice("evening", "Demain 18 h")
SEND = Choice("send", "✅ Envoyer", says="yes")
MENU = Choice("/menu", "Menu")
ALL = Choice("/annonce liste", "📋 Les annonces")
OUT = tr("C'est déjà confié, ce bouton n'y change plus rien.")

_BEFORE = {"file": "text", "buttons": "file", "audience": "buttons", "preview": "audience", "when": "preview"}
_BEFORE |= {"confirm": "when", "tested": "audience"}
_FREE = frozenset({"text", "when"})


def prompt(state: State, facts: Facts) -> Message:
    asked = _prompt(state, facts)
    wrong = _wrong(facts)
    if state.at not in ("text", "confirm") and wrong is not None:
        asked = replace(wrong + asked, free=asked.free, many=asked.many)
    return replace(asked, free=True) if state.at in _FREE else asked


def _wrong(facts: Facts) -> Message | None:
    """What must be changed before it can be sent."""
    if facts.stored is not None and facts.stored.state == "lost":
        return _lost(facts.stored.why)
    return tr("⚠️ {fault}.", fault=_sentence(facts.fault)) if facts.fault else None


def _sentence(fault: str) -> Raw:
    """A fault as a sentence begins: in the list of a file's faults it does not."""
    return Raw(fault[:1].upper() + fault[1:])


def _prompt(state: State, facts: Facts) -> Message:
    if state.at in announcements_buttons.STEPS:
        return announcements_buttons.prompt(state, facts)
    if state.at in announcements_audience.STEPS:
        return announcements_audience.prompt(state, facts)
    match state.at:
        case "file":
            return tr("Une photo ou un document avec ? Envoie-le, ou continue sans.", NO_FILE, BACK, CANCEL)
        case "preview":
            return _preview(state, facts)
        case "tested":
            return tr("🧪 Ton test est juste au-dessus, comme elle le verra.", SOON, REWRITE, BACK, CANCEL)
        case "when":
            said = tr("*Quand ?* Écris un jour et une heure, par exemple « demain 18h » ou « vendredi 9 h ».")
            said += tr(
                "C'est l'heure de chacune, dans son pays. De 21 h à 7 h, j'attends 7 h, sauf pour qui a choisi une "
                "heure de nuit."
            )
            return said.with_choices(NOW, MORNING, EVENING, BACK, CANCEL, columns=3)
        case "confirm":
            return _confirm(state, facts)
        case _:
            said = tr("📣 *Une annonce* : écris ton texte, comme tu le dirais à chacune.")
            said += tr("Écris {place} là où je dois dire son prénom.", place=Raw(placeholders.NAME))
            if state.text:
                said = tr("📣 *Ton texte*") + Message((Raw(state.text),)) + tr("Écris le nouveau, ou garde celui-ci.")
            return said.with_choices(*([KEEP_TEXT] if state.text else []), CANCEL)


def _preview(state: State, facts: Facts) -> Message:
    if facts.stored is not None and facts.stored.state == "coming":
        return tr("⏳ Ton fichier arrive encore. Attends un instant, puis touche « Voir ».", LOOK, BACK, CANCEL)
    file = facts.stored.file if facts.stored is not None else None
    content = state.content(file)
    said = tr("👀 *Aperçu* — {who}", who=described(state.readers(facts), facts)) + Message(
        announcements_content.message(content, 0, facts.name).parts
    )
    said += announcements_placeholders.notes(content, (facts.estimate or Estimate(0)).unnamed)
    for channel, look in facts.looks:
        said += tr("*Sur {channel}*\n{look}", channel=Raw(channels.label(channel)), look=Raw(look))
    said = said.once().with_choices(TEST, SOON, REWRITE, BACK, CANCEL)
    return replace(said, attachment=Attachment(file.kind, file.media, file.name)) if file is not None else said


def _confirm(state: State, facts: Facts) -> Message:
    estimate = facts.estimate or Estimate(0)
    said = tr("*On envoie ?*\n{who}", who=described(state.readers(facts), facts))
    moment = state.moment
    said += estimated(estimate, planned=moment is not None)
    if facts.messages > 1 and estimate.cost:
        said += tr(
            "Sur {channel}, elle part en {n} messages : le coût est multiplié d'autant.",
            channel=Raw(channels.labels(channels.priced())),
            n=facts.messages,
        )
    if moment is None:
        said += tr("Quand : maintenant. Là où il est entre 21 h et 7 h, elle part à 7 h.")
    else:
        said += tr("Quand : {when}, à l'heure de chacune.", when=_when(moment))
        if quiet_hours.at_night(moment.time()):
            said += tr("🌙 C'est la nuit : elle part à 7 h.")
    said += tr("Qui s'inscrit après le départ ne la reçoit pas, et qui dit stop avant son tour non plus.")
    if estimate.second:
        said += tr("Comme il y a beaucoup de monde, une personne de l'équipe doit dire oui avant.")
    return said.with_choices(*([SEND] if estimate.people else []), replace(BACK, says="no"), CANCEL)


def _when(moment: datetime) -> Tr:
    return Tr("le {day} à {hour}", {"day": moment.date(), "hour": moment.time()})


# --- steps ----------------------------------------------------------------------------------------------


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started(str(text)) if text.strip():
            return _text(State(), text)
        case Started() | Resumed():
            return stay(state)
        case Done(FileNoted(number)):
            return stay(replace(state, file=number))
        case Done(HandedOver() as handed):
            return _handed(state, handed)
        case Picked(CANCEL.id):
            return end(Say(_given_up(facts)))
        case Picked(REWRITE.id) if state.at in ("buttons", "preview", "tested"):
            return stay(replace(state, at="text"))
        case Picked(BACK.id) if state.at in _BEFORE:
            return stay(replace(state, at=_BEFORE[state.at]))
        case Sent():
            return _file(state, event)
    if event == Picked(NEXT.id) and (held_up := _held_up(facts, state)) is not None:
        return held_up
    if state.at in announcements_buttons.STEPS:
        return announcements_buttons.step(state, event, facts)
    if state.at in announcements_audience.STEPS:
        return announcements_audience.step(state, event, facts)
    return _step(state, event, facts)


def _given_up(facts: Facts) -> Message:
    """Only this draft is: another one of hers that is on its way is named, with the button that stops it."""
    if not facts.others:
        return tr("C'est annulé : rien n'est envoyé.").with_choices(MENU)
    return tr("C'est annulé : ce texte-là n'est pas envoyé.") + _under_way(facts)


def _under_way(facts: Facts) -> Message:
    """What of hers still goes out, with the button that stops the last of it."""
    number, text = facts.others[-1]
    still = trn(
        "⚠️ {n} annonce de toi part ou partira : « {text} ».",
        "⚠️ {n} annonces de toi partent ou partiront, la dernière : « {text} ».",
        len(facts.others),
        text=Raw(text),
    )
    return still.with_choices(_stop(number), ALL, MENU, columns=2)


def _stop(number: int | str) -> Choice:
    return Choice(f"/annonce arreter {number}", "🛑 Arrêter")


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case "text", Picked(KEEP_TEXT.id) if state.text:
            return stay(replace(state, at="file"))
        case "text", Typed(text):
            return _text(state, without_word(text))
        case "file", Picked(NO_FILE.id):
            return stay(state.without_file("buttons"))
        case "file", _:
            return misread(state, Say(tr("J'attends une photo ou un document.")))
        case (("preview" | "tested"), Picked(chosen)) if chosen in (TEST.id, SOON.id):
            return _held_up(facts, state) or _onward(state, facts, chosen)
        case "preview", Picked(LOOK.id):
            return stay(state)
        case "when", _:
            return _moment(state, event, facts)
        case "confirm", Picked(SEND.id):
            handing = HandOver(_content(state, facts), state.readers(facts), state.moment)
            return _held_up(facts, state) or stay(state, Do(handing))
        case _:
            return misread(state, Say(PICK))


def _held_up(facts: Facts, state: State) -> Step[State] | None:
    """What is wrong must be put right before the next step; a lost file leads back to its question."""
    if _wrong(facts) is None:
        return None
    if facts.stored is not None and facts.stored.state == "lost":
        return stay(state.without_file("file"), Say(_lost(facts.stored.why)))
    return stay(replace(state, at="buttons") if state.at in ("preview", "tested", "confirm") else state)


def _content(state: State, facts: Facts) -> Announcement:
    return state.content(facts.stored.file if facts.stored is not None else None)


def _onward(state: State, facts: Facts, chosen: str) -> Step[State]:
    if facts.stored is not None and facts.stored.state == "coming":
        return stay(replace(state, at="preview"))
    if chosen == TEST.id:
        return stay(replace(state, at="tested"), Do(SendTest(_content(state, facts))))
    return stay(replace(state, at="when"))


_WORD = re.compile(r"/?annonce\s+(?=\S)", re.IGNORECASE)


def without_word(text: str) -> str:
    """A text without the word `annonce`, typed once more before it: « annonce Coucou à toutes ». "Annonce importante"
    is her text."""
    found = _WORD.match(text)
    if found is None or text.isupper():
        return text
    rest = text[found.end() :]
    begins = rest[0].isupper() or intents.read(rest.split()[0]) == "greeting"
    return rest if begins or text.startswith("/") else text


def _text(state: State, text: str) -> Step[State]:
    text = text.strip()
    if length(text) > MOST_TEXT:
        return stay(
            replace(state, at="text"),
            Say(
                tr(
                    "Ton texte est trop long : {there} caractères, {most} au plus pour WhatsApp et Telegram.",
                    there=length(text),
                    most=MOST_TEXT,
                )
            ),
        )
    return stay(replace(state, text=text, at="buttons" if state.file else "file"))


def _file(state: State, file: Sent) -> Step[State]:
    """It may come at any step, and takes the place of an earlier one."""
    if file.kind not in ("image", "document"):
        return misread(state, Say(tr("Ici, je prends une photo ou un document.")))
    most = MOST_IMAGE if file.kind == "image" else MOST_DOCUMENT
    if file.size > most:
        return misread(state, Say(tr("Ce fichier est trop gros : {most} Mo au plus.", most=most // 2**20)))
    text = state.text or file.caption.strip()[:MOST_TEXT]
    at = "text" if not text else "buttons" if state.at in ("text", "file") else state.at
    return stay(replace(state, at=at, text=text), Do(NoteFile()), Say(tr("📎 Bien reçu.")))


def _moment(state: State, event: Event, facts: Facts) -> Step[State]:
    tomorrow = facts.now.date() + timedelta(days=1)
    match event:
        case Picked(NOW.id):
            return stay(replace(state, at="confirm", local=""))
        case Picked(MORNING.id):
            moment: datetime | None = datetime.combine(tomorrow, time(9))
        case Picked(EVENING.id):
            moment = datetime.combine(tomorrow, time(18))
        case Typed(text):
            moment = read_moment(text, facts.now)
        case _:
            return misread(state, Say(PICK))
    if moment is None:
        return misread(state, Say(tr("Je n'ai pas compris. Dis-moi le jour et l'heure : « demain 18h ».")))
    if moment <= facts.now:
        return misread(state, Say(tr("C'est déjà passé : {when}. Choisis une heure qui vient.", when=_when(moment))))
    if moment > facts.now + LATEST:
        return misread(state, Say(tr("C'est trop loin : {days} jours au plus.", days=LATEST.days)))
    return stay(replace(state, at="confirm", local=moment.isoformat()))


def _handed(state: State, handed: HandedOver) -> Step[State]:
    result = Choice(f"/annonce {handed.number}", "📈 Où ça en est")
    match handed.outcome:
        case "refused":
            return stay(
                replace(state, at="buttons"), Say(tr("⚠️ Rien n'est envoyé. {fault}.", fault=_sentence(handed.fault)))
            )
        case "known":
            said = tr("Cette annonce est déjà là, les mêmes mots pour les mêmes personnes : rien ne part deux fois.")
            if handed.author:
                said += tr("C'est {name} qui l'a envoyée.", name=Raw(handed.author))
        case "asked":
            said = trn(
                "⏳ Une personne de l'équipe doit d'abord dire oui : l'annonce est pour {n} personne. Je te préviens.",
                "⏳ Une personne de l'équipe doit d'abord dire oui : l'annonce est pour {n} personnes. Je te préviens.",
                handed.people,
            )
        case "alone":
            said = tr("⏳ Une autre personne de l'équipe doit dire oui, et personne ne peut le faire pour l'instant.")
            said += tr("Rien n'est envoyé. Invite une autre admin, puis arrête cette annonce et écris-la encore.")
        case _ if state.local:
            said = trn(
                "🕒 C'est prévu pour {n} personne, {when}.",
                "🕒 C'est prévu pour {n} personnes, {when}.",
                handed.people,
                when=_when(datetime.fromisoformat(state.local)),
            )
        case _:
            said = trn("🚀 C'est parti pour {n} personne.", "🚀 C'est parti pour {n} personnes.", handed.people)
    stop = () if handed.outcome == "known" else (_stop(handed.number),)
    return end(Say(said.with_choices(result, *stop, MENU, columns=2)))


def _lost(why: str) -> Message:
    match why:
        case "too large":
            return tr("⚠️ Ton fichier est trop gros. Envoie-le en plus petit, ou continue sans.")
        case "a program":
            return tr("⚠️ Ce fichier contient un programme : je ne l'envoie à personne.")
        case "empty" | "of no type that is kept" | "not what it was sent as":
            return tr("⚠️ Je n'arrive pas à lire ce fichier. Envoie une photo (JPEG ou PNG) ou un document PDF.")
        case _:
            return tr("⚠️ Je n'ai pas réussi à récupérer ton fichier. Envoie-le encore une fois, s'il te plaît.")


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Another choice in the draft than she has just made. What is handed over goes out, unless it is stopped."""
    if thought.now is not None:
        return step(was, Picked(thought.choice), facts)
    if was.at != "confirm":
        return None
    return end(Say(OUT + _under_way(facts) if facts.others else OUT.with_choices(ALL, MENU, columns=2)))


FLOW = Flow("announce", 1, State, prompt, step, files=True, keeps=True, rethink=rethink, waits=True, draft=True)
