"""`annonce`: when it is sent, in the author's words: « demain 18 h », « non, plutôt lundi 9 h »."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from backend.domain.announcements.life import MAX_PLANNED_AHEAD
from backend.domain.french.datetimes import read_moment
from backend.domain.french.lexicon import WEEKDAYS
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Message, tr
from backend.records import replace
from bot.flows.announcements import views
from bot.flows.announcements.state import Facts, State
from bot.flows.announcements.when import day_and_hour
from bot.flows.engine.answers import PICK
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Event, Picked, Say, Step, Typed, misread, stay


def taken(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take when the announcement is sent, by a button or in words."""
    tomorrow = facts.now.date() + timedelta(days=1)
    match event:
        case Picked(views.NOW.id):
            return stay(replace(state, at="confirm", local=""))
        case Picked(views.MORNING.id):
            moment: datetime | None = datetime.combine(tomorrow, time(9))
        case Picked(views.EVENING.id):
            moment = datetime.combine(tomorrow, time(18))
        case Typed(text):
            moment = _on_its_day(text, read(text, facts.now), state)
        case _:
            return misread(state, Say(PICK))
    if moment is None:
        return misread(state, Say(tr("Je n'ai pas compris. Dis-moi le jour et l'heure : « demain 18h ».")))
    if moment <= facts.now:
        return misread(state, Say(passed(moment)))
    if moment > facts.now + MAX_PLANNED_AHEAD:
        return misread(state, Say(tr("C'est trop loin : {days} jours au plus.", days=MAX_PLANNED_AHEAD.days)))
    return stay(replace(state, at="confirm", local=moment.isoformat()))


def passed(moment: datetime) -> Message:
    """That this time has passed."""
    return tr("C'est déjà passé : {when}. Choisis une heure qui vient.", when=day_and_hour(moment))


def read(text: str, now: datetime) -> datetime | None:
    """The time that a text names, also behind a second thought: « non, plutôt lundi 9 h »."""
    thought = second_thoughts.read(text)
    found = read_moment(text, now) or (read_moment(thought.instead, now) if thought is not None else None)
    return found or (read_moment(_CHANGING.sub("", fold(text, "/:")), now) if len(text) <= MOST_OF_MOMENT else None)


_CHANGING = re.compile(
    r"^(?:(?:oui|ok|non|et|mais|en fait|en|mets?|mettre|change[rz]?|decale[rz]?|repousse[rz]?|reporte[rz]?|avance[rz]?"
    r"|envoie|envoyez?|envoyer|programme[rz]?|plutot|pour|l heure|la|le|les|ca|a|au) )+| (?:plutot|svp|stp)$"
)
"""Words around another time: « mets plutôt samedi 10 h »."""
MOST_OF_MOMENT = 60
"""The most characters of such a text."""
_NOW = frozenset(
    {"maintenant", "tout de suite", "de suite", "la tout de suite", "immediatement", "maintenant la", "mnt"}
)


def _on_its_day(text: str, moment: datetime | None, state: State) -> datetime | None:
    """The time, on the day that is shown already if the text names an hour alone: « non à 10 h plutôt » below
    « demain 9 h » was today."""
    if moment is None or state.moment is None:
        return moment
    alone = _AN_HOUR.fullmatch(_CHANGING.sub("", fold(text, "/:")))
    return datetime.combine(state.moment.date(), moment.time()) if alone is not None else moment


_AN_HOUR = re.compile(r"(?:(?:a|vers|plutot) )*\d{1,2} ?(?:h|heures?|:) ?(?:\d{2})?")


_A_TIME = re.compile(rf"\d ?(?:h\b|heures?\b|:\d)|\b(?:demain|midi|{'|'.join(WEEKDAYS)})\b")


def may_correct(text: str, state: State) -> bool:
    """Whether a time behind « ah non » may be that in the announcement's own words, « réunion demain à 10 h », as none
    was named for sending yet."""
    thought = second_thoughts.read(text) if not state.local else None
    return thought is not None and _A_TIME.search(fold(state.text, ":")) is not None


def is_now(text: str) -> bool:
    """Whether the text says that it is sent at once."""
    thought = second_thoughts.read(text)
    said = thought.instead if thought is not None else text
    return not _NOW.isdisjoint((fold(said), " ".join(map(fold, vocabulary().words(said)))))
