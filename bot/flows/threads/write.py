"""`huber`: a person writes to her Huber, and `equipe`: a Huber to the team; by text, photo, document or voice
message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.threads.commands import (
    FILE_KINDS,
    Author,
    Enclosed,
    HuberStanding,
    TellOfHuber,
    ToldOfHuber,
    WriteToHuber,
    WrittenToHuber,
)
from backend.records import Record, replace
from bot.flows.engine import agreement, answers, leaving, odd, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Open,
    Picked,
    Resumed,
    Say,
    Sent,
    Started,
    Step,
    Typed,
    end,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.threads import distress, ill_treatment, letter_words, readers
from bot.flows.threads.canned_replies import BY_WORDS

LATER = Choice("later", "Pas maintenant", aside=True)
REPORT = Choice("/signaler-message", "🚩 Signaler un message", aside=True)
WRITE = Choice("/huber", "✍️ Répondre")
WRITE_TEAM = Choice("/equipe", "✍️ Répondre")
TEAM = Choice("/equipe", "🤝 L'équipe")
NO_VIDEO = tr("Je ne sais pas faire suivre une vidéo. Envoie plutôt une photo, un vocal ou quelques mots.")
HUBER = tr("Ta Huber est la personne qui accompagne les hiteuses et les apprenantes de ton pays.")
"""Said until the person has written to her Huber for the first time."""
LISTENING = tr("Je t'écoute !")
HIDDEN = tr("🔒 J'ai caché ton code secret : il est pour toi seule.")
FILE_TOLD = tr("🚩 Merci de l'avoir dit. C'est l'équipe qui le reçoit, pas ta Huber. Elle te répond ici.")
MARKS = {
    "image": Tr("📷 une photo"),
    "voice": Tr("🎤 un message vocal"),
    "audio": Tr("🎵 un son"),
    "document": Tr("📎 un document"),
}


class Facts(Record):
    """`follows`: the last answer is on its way as a message of its own."""

    standing: HuberStanding
    follows: bool = False


class Begun(Record):
    """What she has already said, which is sent with what she adds, or as it is once she says so. `distress`: somebody
    hurts her, or she wants to die."""

    words: str
    distress: bool = False


class State(Record):
    """`direct`: the message came with the word ("huber MESSAGE"), or was a reply, so nothing was asked. `begun`,
    `distress`: see `Begun`. `shown`: who was said to read it (`readers.named`)."""

    at: Literal["write"] = "write"
    direct: bool = False
    begun: str = ""
    distress: bool = False
    shown: tuple[str, ...] = ()


SEND = Choice("send", "✅ L'envoyer", says="yes")


def _begun(state: State, standing: HuberStanding) -> Message:
    """Ask whether what she has already said shall be sent."""
    to = Tr("l'équipe") if standing.to == "team" else Raw(standing.huber) if standing.huber else Tr("ta Huber")
    message = distress.said(state.begun).once() if state.distress else Message()
    message += tr("J'envoie ces mots à *{to}* ?\n« {words} »", to=to, words=Raw(state.begun))
    message += tr("Touche « L'envoyer », ou écris la suite : j'envoie le tout.")
    return replace(message, choices=(SEND, LATER), free=True)


def prompt(state: State, facts: Facts) -> Message:
    """Show the last answer, and ask for the message."""
    standing = facts.standing
    if state.begun:
        return _begun(state, standing)
    message = Message()
    if standing.last is not None and standing.last.author is not None and not facts.follows:
        message += tr("{who}, {at} :", who=signed(standing.last.author), at=standing.last.at).once()
        message += shown(standing.last.words, standing.last.kind).once()
    message += _waits(standing)
    if standing.to == "team":
        message += tr("✍️ Écris ton message à *l'équipe* : elle te répond ici.")
    elif standing.huber:
        message += tr("✍️ Écris ton message à *{name}*, ta Huber : elle te répond ici.", name=Raw(standing.huber))
    else:
        message += tr("✍️ Écris ton message à *ta Huber* : elle te répond ici.")
    if standing.to != "team" and standing.last is None and standing.waiting_since is None:
        message += HUBER
    message += tr("Une photo, un document ou un vocal, ça marche aussi. Ton numéro reste privé.")
    message += usually(standing)
    answered = standing.last is not None and standing.waiting_since is None and not facts.follows
    unheard = standing.last.file if answered and standing.last is not None else None
    choices = (LATER, REPORT) if standing.last is not None else (LATER,)
    return replace(message, choices=choices, attachment=unheard, free=True)


def _waits(standing: HuberStanding) -> Message:
    """That her message waits. If finance has written to her since, it is her Huber who has not answered."""
    at, last = standing.waiting_since, standing.last
    if at is None:
        return Message()
    team_since = last is not None and last.author is not None and last.author.team and last.at > at
    if team_since and standing.to == "hubers":
        return tr("⏳ Ta Huber n'a pas encore répondu à ton message du {at}.", at=at)
    return tr("⏳ Ton message du {at} attend encore sa réponse.", at=at)


def usually(standing: HuberStanding) -> Message:
    """How long answers usually take, as far as it is known."""
    if standing.to == "team":
        return tr("La réponse vient dès que possible.")
    if standing.usual is None:
        return tr("La réponse vient dès que possible. Après 24 heures, l'équipe prend le relais.")
    return tr(
        "En ce moment, la réponse vient {time}. Après 24 heures, l'équipe prend le relais.", time=spoken(standing.usual)
    )


def spoken(took: timedelta) -> Tr:
    """A usual waiting time in words that promise no more than is known."""
    if took < timedelta(minutes=50):
        return Tr("souvent en moins d'une heure")
    if took < timedelta(hours=23, minutes=30):
        hours = round(took / timedelta(hours=1))
        return Tr("souvent en {n} heure environ", {"n": hours}, "souvent en {n} heures environ", hours)
    days = max(1, round(took / timedelta(days=1)))
    return Tr("souvent en {n} jour environ", {"n": days}, "souvent en {n} jours environ", days)


def signed(author: Author) -> Tr:
    """Who writes to her: the first name and nothing else."""
    if author.team:
        return Tr("*{name}*, de l'équipe", {"name": Raw(author.name)}) if author.name else Tr("*L'équipe*")
    return Tr("*{name}*, ta Huber", {"name": Raw(author.name)}) if author.name else Tr("*Ta Huber*")


def shown(words: str, kind: str | None) -> Message:
    """A message of a thread as text; a file is only named. A ready answer is ours, and so it is translated."""
    message = Message((MARKS[kind],)) if kind in MARKS else Message()
    return message + Message((BY_WORDS.get(words, Raw(words)),)) if words else message


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the message or the file. If others would read it than was said, it is not sent: it is asked about first."""
    found = _changed(state, event, facts) or _step(state, event, facts)
    if found.state is None or found.state.direct:
        return found
    return replace(found, state=replace(found.state, shown=readers.named(facts.standing)))


def _changed(state: State, event: Event, facts: Facts) -> Step[State] | None:
    """What becomes of a letter to Mariam when another reads her messages by now. None if it is still she, or the event
    sends nothing."""
    if not readers.differ(state.shown, facts.standing):
        return None
    for effect in _step(state, event, facts).effects:
        match effect:
            case Do(WriteToHuber(file=Enclosed())):
                return stay(state, Say(readers.CHANGED + readers.SEND_AGAIN))
            case Do(WriteToHuber(words)):
                hurt = state.distress or distress.told(words)
                return stay(replace(state, begun=words, distress=hurt), Say(readers.CHANGED))
    return None


def _step(state: State, event: Event, facts: Facts) -> Step[State]:
    if state.begun and (settled := _settled(event)) is not None:
        return stay(state, Do(WriteToHuber(state.begun))) if settled else _step(state, Picked(LATER.id), facts)
    match event:
        case Started(argument):
            return _started(state, argument, facts)
        case Typed(text) if _of_her_huber(text, facts):
            return _tell_team(state, "\n".join(filter(None, (state.begun, text))), None, facts)
        case Sent() if event.kind in FILE_KINDS and _of_her_huber(event.caption, facts):
            return _tell_team(state, event.caption, Enclosed(event.kind, event.name), facts)
        case Resumed():
            return stay(state)
        case Typed(text):
            return _written(state, text, facts)
        case Sent() if event.kind in FILE_KINDS:
            words = "\n".join(each for each in (state.begun, event.caption) if each)
            return _sending(state, event.caption, WriteToHuber(words, Enclosed(event.kind, event.name)))
        case Sent("video"):
            return misread(state, Say(NO_VIDEO))
        case Sent():
            return misread(state, Say(odd.reply(event.kind)))
        case Picked(LATER.id):
            return end(Say(_later(facts.standing)))
        case Done(ToldOfHuber()):
            return leave(Say(FILE_TOLD))
        case Done(WrittenToHuber() as written):
            hurt = state.distress and not state.begun  # else she has read it above her words
            said = Say(distress.SAID + _told(written) if hurt else _told(written))
            return leave(said) if state.direct else end(said)
        case _:
            return misread(state, Say(PICK))


def _written(state: State, text: str, facts: Facts) -> Step[State]:
    last = facts.standing.last
    undone = letter_words.undoes(text) and (bool(state.begun) or last is None)
    if undone or letter_words.takes_back(text) or (_is_none(text) and last is None):
        # a no to the product's own question; no Huber has asked her anything
        return _step(state, Picked(LATER.id), facts)
    asked_by_her = last is not None and letter_words.may_ask(last) and not state.begun
    if not asked_by_her and letter_words.goes_back(text):
        return _step(state, Picked(LATER.id), facts)
    if not asked_by_her and letter_words.comes_later(text):
        return misread(state, Say(LISTENING))
    if state.begun and answers.is_number(text):
        return misread(state, Say(PICK))  # it counts our buttons, where they have no numbers
    if state.begun and letter_words.rewrites(text):
        return stay(State(), Say(LISTENING))
    if state.begun:
        whole = f"{state.begun}\n{text}"
        hurt = state.distress or distress.told(text)
        unsure = not hurt and (letter_words.replies(text) or letter_words.is_settled(text))
        return stay(replace(state, begun=whole)) if unsure else _sending(state, text, WriteToHuber(whole))
    if letter_words.is_settled(text) and (last is None or not letter_words.may_ask(last)):
        return stay(State(begun=text))
    answers_her = last is not None and facts.standing.waiting_since is None
    if not answers_her and letter_words.greets_only(text):
        return stay(State(begun=text))  # in a hurry she writes the rest as a message of its own
    if last is None and (letter_words.bare(text) or answers.is_number(text)):
        return misread(state, Say(LISTENING))  # « ok » or « 1 » to the product's own question
    if last is not None and letter_words.bare(text) == "no" and not letter_words.may_ask(last):
        return stay(State(begun=text))  # nobody has asked what it answers
    return _sending(state, text, WriteToHuber(text))


def _sending(state: State, added: str, letter: WriteToHuber) -> Step[State]:
    """Send the letter. If only what she has just added tells that somebody hurts her, she hears whom to turn to."""
    told = not state.distress and distress.told(added)
    return stay(replace(state, begun="", distress=True) if told else state, Do(letter))


def _started(state: State, argument: Any, facts: Facts) -> Step[State]:
    match argument:
        case WriteToHuber(words, file, to_her=False) if _of_her_huber(words, facts):
            return _tell_team(State(direct=True), words, file, facts)
        case WriteToHuber() as command:
            return stay(State(direct=True, distress=distress.told(command.words)), Do(command))
        case Begun(words, distress=False) if _of_her_huber(words, facts):
            return _tell_team(State(), words, None, facts)
        case Begun(words, hurt):
            whole = "\n".join(each for each in (state.begun, words) if each)
            return stay(State(begun=whole, distress=hurt or state.distress))
        case _:
            return stay(state)


def _settled(event: Event) -> bool | None:
    """Whether what she has already said is sent, or is not; None: the event says something else."""
    match event:
        case Picked(SEND.id):
            return True
        case Typed(text) if (said := yes_no.read(text)) is not None:
            return said == "yes"
        case Typed(text) if agreement.sends(text) or yes_no.goes_on(text):
            return True
        case _:
            return None


def _of_her_huber(text: str, facts: Facts) -> bool:
    """Whether a Huber would read how she, or a Huber, treats the person badly, or that it is not for her to read."""
    hubers = facts.standing.hubers
    told = ill_treatment.told(text, loosely=True, names=[name for _, name in hubers])
    return bool(hubers) and (told or ill_treatment.not_for_her(text))


def _tell_team(state: State, words: str, file: Enclosed | None, facts: Facts) -> Step[State]:
    """Ask whether the team shall read it instead. A file cannot wait for that: it goes to the team."""
    if file is None:
        return end(Open("telling", TellOfHuber(words)))
    return stay(state, Do(TellOfHuber(words, facts.standing.hubers[0][0], file)))


def _is_none(text: str) -> bool:
    """Whether she has nothing to write. « Je ne suis pas d'accord » is a message."""
    return letter_words.bare(text) == "no" or leaving.passes(text) or fold(text) in ("rien", "rien du tout")


def _later(standing: HuberStanding) -> Message:
    if standing.of_huber:
        return tr("D'accord. Écris « equipe » quand tu veux.")
    return tr("D'accord. Écris « huber » quand tu veux.")


def _told(written: WrittenToHuber) -> Message:
    return _sent(written) + (HIDDEN if written.hidden else Message())


def _sent(written: WrittenToHuber) -> Message:
    standing = written.standing
    if written.nobody:
        return tr(
            "⏳ C'est noté. Pour le moment, il n'y a personne dans l'équipe. Je montre ton message à la prochaine "
            "personne qui arrive."
        )
    if written.night and standing.to == "team":
        return tr("🌙 C'est noté. Il fait nuit : ton message arrive à l'équipe à 7 heures du matin.")
    if written.night:
        return tr("🌙 C'est noté. Il fait nuit : ton message arrive chez elle à 7 heures du matin.")
    if standing.to == "team":
        said = tr("✅ Ton message part à *l'équipe*.")
    elif standing.huber:
        said = tr("✅ Ton message part à *{name}*, ta Huber.", name=Raw(standing.huber))
    else:
        said = tr("✅ Ton message part à *ta Huber*.")
    if standing.waiting_since is not None or written.thanks:
        return said
    return said + usually(standing)


# version 1 lacked the fields that have a default here
FLOW = Flow(
    "thread",
    2,
    State,
    prompt,
    step,
    {1: dict},
    files=True,
    keeps=True,
    serves="learners",
    writes_to=lambda _state, _thread: True,
    anew="huber",
)
