"""What a text that is not about the open question means: an intent, or a word of the chat."""

from __future__ import annotations

import re
from typing import get_args

from backend.domain.days import local_day
from backend.domain.french.schedules import stops_for
from backend.domain.french.spelling import fold
from backend.domain.identity import secret_numbers
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed, introduces, subject
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent
from bot.flows.account import asked_words, small_talk
from bot.flows.earnings import times
from bot.flows.engine import leaving
from bot.flows.threads import ill_treatment
from bot.flows.training import going_on, taking_again
from bot.handlers.engine import open_question
from bot.handlers.engine.turn import Turn

_COUNTED = frozenset({"work", "lesson", "final", "revision"})
"""Flows that have several questions. Elsewhere « combien il reste » is about money."""
TASKS = (("work", "task"), ("work", "previous"))
"""Where she answers a task: the open one, or the one before that she corrects."""
LEARNING = frozenset({"training", "lesson", "final", "revision"})
"""Flows in which she learns."""
ANSWERING = LEARNING | {"work", "review"}
"""Flows whose questions name things."""
INTENTS: frozenset[str] = frozenset(get_args(Intent))


def heard(turn: Turn, text: str, *, loosely: bool = False) -> str | None:
    """The intent of a text if it concerns the person's role, or the word of the chat that was misspelled; None if
    neither. `loosely`: see `intents.read` and `Vocabulary.misspelled`."""
    if (sure := _by_its_words(turn, text, loosely=loosely)) is not None:
        return sure
    again = taking_again.wanted(text) or taking_again.asks_when(text)
    if (after_a_test(turn) and again) or _names_a_test(turn, text):
        return "test final"  # « je refais » after a test
    if after_a_test(turn) and taking_again.asks_faults(text):
        return "solution"
    if _learns_on(turn, text):
        return None if place(turn)[0] in LEARNING else "continuer"
    intent = _as_here(turn, text, intents.read(text, loosely=loosely), loosely=loosely)
    if intent in ("leave", "person", None) and _wants_reminder(turn, text):
        return "rappels"
    if loosely and intent in ("leave", "person", None) and _would_be_reminded(turn, text):
        if not _asks_when_reminded(turn):
            return "rappels"
        intent = None if intent == "person" else intent  # « je veux des rappels » wants no call
    if intent == "certificate" and _names_income(text) and turn.dialogues.words.is_hers(turn.person, "attestation"):
        return "attestation"
    if intent is None and (leaving.would_pass(text) or intents.read(text) == "skip"):
        return None  # « passe » is no `pause`
    if intent is None and stops_for(text) and turn.dialogues.words.is_hers(turn.person, "pause"):
        return "pause"
    if intent is None:
        word = turn.dialogues.words.misspelled(text, turn.person, loosely=loosely)
        return word.name if word is not None else None
    if intent in ("other", "refused", "saving", "certificate") and turn.person.joined_at is None:
        return None  # there is no work before she has joined
    return intent if small_talk.concerns(intent, turn.person.role) else None


def _by_its_words(turn: Turn, text: str, *, loosely: bool) -> str | None:
    """The word or intent of a sentence that is surely about nothing else; None if it is no such sentence."""
    if _asks_how_far(turn, text):
        return "progres"
    if _asks_of_a_time(turn, text):
        return "gains"
    if turn.person.role is None:
        return "signaler une personne" if _reports_somebody(turn, text, loosely=loosely) else None
    if secret_numbers.named_in(text) or secret_numbers.is_known(text):
        return "secret"
    if _reports_somebody(turn, text, loosely=loosely):
        return "signaler une personne"
    beside = asked_words.beside(text)
    concerned = beside if beside is not None and small_talk.concerns(beside, turn.person.role) else None
    return _asked_word(turn, text) or concerned


def _asked_word(turn: Turn, text: str) -> str | None:
    """The person's word that a sentence wants without its name; None where the question is about just that: « j'ai un
    compte » answers where her pay goes."""
    asked = asked_words.asked_word(text)
    words = turn.dialogues.words
    told = asked == "pays" and words.is_hers(turn.person, "progres")  # who learns hears how that will be
    if asked is None or not (told or words.is_hers(turn.person, asked)):
        return None
    word = words.by_name[asked]
    ready = turn.person.joined_at is not None or (word.before_joining and not word.of_pay)
    own_place = place(turn)[0] == asked or (asked in ("lier", "paiement") and place(turn)[0] == "destination")
    return asked if ready and turn.person.role is not None and not own_place else None


def after_a_test(turn: Turn) -> bool:
    """Whether a final test is what she answered last, and nothing is asked since."""
    return not turn.conversation.stack and open_question.answered_last(turn) == "final"


def _names_a_test(turn: Turn, text: str) -> bool:
    """Whether somebody who learns wants a final test. « Test » alone may be a try of the chat, but not of one who only
    learns, nor after a test."""
    if turn.person.joined_at is None or not turn.dialogues.words.is_hers(turn.person, "continuer"):
        return False
    only_learns = not turn.dialogues.words.is_hers(turn.person, "gains")
    return taking_again.names_test(text, alone=only_learns or after_a_test(turn))


def _as_here(turn: Turn, text: str, intent: Intent | None, *, loosely: bool) -> Intent | None:
    """What an intent means for this person, where they are."""
    if intent == "number" and (
        turn.person.joined_at is None or not turn.dialogues.words.is_hers(turn.person, "paiement")
    ):
        return "person"  # she is not paid yet
    if intent in ("number", "person") and place(turn)[0] in ANSWERING and small_talk.asks_of_a_number(text):
        return "lost"
    if intent == "leave" and place(turn)[0] in ANSWERING and small_talk.finds_no_number(text):
        return None
    if intent in ("number", "person") and place(turn)[0] in ANSWERING and small_talk.tells_of_a_number(text):
        return None
    if intent == "skip" and place(turn) not in TASKS:
        return "work" if loosely and not turn.conversation.stack else None
    if intent == "remains" and place(turn)[0] not in _COUNTED:
        return _what_remains(text)
    return intent


def _learns_on(turn: Turn, text: str) -> bool:
    """Whether somebody who only learns wants to go on: « suivant ». Of a hiteuse the same words are about work. Where
    she is learning already, the lesson or the test says how it goes on."""
    hers = turn.person.joined_at is not None and turn.dialogues.words.is_hers(turn.person, "continuer")
    return hers and not turn.dialogues.words.is_hers(turn.person, "gains") and going_on.leads_on(text)


def _asks_how_far(turn: Turn, text: str) -> bool:
    """Whether somebody who only learns asks how far she is; of a hiteuse the same words are about money. A final test
    says itself when its result comes."""
    words, stack = turn.dialogues.words, turn.conversation.stack
    if stack and stack[-1][0] == "final":
        return False
    hers = turn.person.joined_at is not None and words.is_hers(turn.person, "progres")
    return hers and not words.is_hers(turn.person, "gains") and small_talk.asks_how_far(text)


def _asks_of_a_time(turn: Turn, text: str) -> bool:
    """Whether a hiteuse asks what she has earned this week or month, which « gains » shows, or at a time that she
    names."""
    hers = turn.person.joined_at is not None and turn.dialogues.words.is_hers(turn.person, "gains")
    if not hers:
        return False
    return small_talk.asks_this_week(text) or times.asked(text, local_day(turn.now, turn.person.zone))


def _reports_somebody(turn: Turn, text: str, *, loosely: bool) -> bool:
    """Before she has joined as well: that is when a place can be sold to her."""
    return turn.dialogues.words.is_hers(turn.person, "huber") and ill_treatment.told(text, loosely=loosely)


def _what_remains(text: str) -> Intent:
    """What « combien il reste » means where nothing is counted: tasks if it names such, else money; « c'est long » asks
    for neither."""
    said = frozenset[str]().union(*vocabulary().meanings(vocabulary().words(text)))
    return "work" if "counted" in said else "money" if "how_much" in said else "lost"


def _names_income(text: str) -> bool:
    """Whether the paper that is meant is the one about what she earns."""
    return any(meaning & {"income"} for meaning in vocabulary().meanings(vocabulary().words(text)))


def about(turn: Turn, text: str) -> Intent | None:
    """What a text is about that has no intent, if it is addressed to the team and concerns the person's role."""
    subject_of = small_talk.matter if place(turn)[0] in ANSWERING else subject
    found: Intent | None = "greeting" if introduces(text) else subject_of(text) if addressed(text) else None
    return found if found is not None and small_talk.concerns(found, turn.person.role) else None


_REMINDS = re.compile(
    r"\brap+el\w*\b.*\b(?:\d{1,2} ?h(?:eures?)?|heures?|demain|soirs?|matins?|midi|jours?|\w+di|dimanch\w*"
    r"|week ?ends?)\b|\bpas de rap+el\w*\b"
)
_REMINDERS = re.compile(
    r"(?:moins|trop) de (?:messages?|rappels?|notifications?)(?: svp| stp)?"
    r"|(?:une|deux|1|2|trois|3) (?:seule )?fois par (?:semaine|jour|mois)(?: svp| stp| seulement)?"
    r"|(?:seulement|juste|uniquement|que|plutot) (?:le |les |l )?(?:\w+di|dimanche|week end|weekend|soir|matin)s?"
    r"(?: seulement| svp| stp)?"
    r"|(?:le |les )?(?:\w+di|dimanche|week end|weekend|soir|matin)s? (?:seulement|uniquement)(?: svp| stp)?"
    r"|(?:tu|vous) (?:m )?(?:ecris|ecrivez|envoies?|envoyez) trop(?: souvent| de messages?)?"
    r"|(?:pas|plus|aucun|sans|stop|arrete[sz]?|enleve[sz]?)(?: de| les| mes)? (?:rap+el\w*|notif\w*)(?: svp| stp)?"
    r"|(?:je )?(?:ne )?veux (?:pas|plus)(?: de| les| des)? (?:rap+el\w*|notif\w*)(?: svp| stp)?"
    r"|(?:ne )?me rap+el\w* (?:plus|pas)(?: svp| stp)?"
    r"|(?:changer?|modifier) (?:mon |mes |l |le |les |d )?(?:rap+el\w*|heures?)(?: de rap+el\w*)?(?: svp| stp)?"
    r"|(?:je )?(?:veux|voudrais|re ?mets?|remettez|reactive[rz]?|active[rz]?|rallume[rz]?|mets?|mettez)(?: moi)?"
    r" (?:des|les|mes) (?:rap+el\w*|notif\w*)(?: svp| stp)?"
    r"|(?:(?:mes|les|tes|vos) )?(?:rap+els?|notif\w*) (?:(?:c est|c|sont|me) )?(?:trop|fatigue\w*|derange\w*)"
    r"(?: svp| stp)?"
    r"|(?:tu|vous) me fatigue[sz]? (?:avec .{0,30})?(?:messages?|rappels?|notifications?)"
)
"""Phrases that say that she gets too many messages, wants some, or when."""


def _wants_reminder(turn: Turn, text: str) -> bool:
    """Whether a reminder is asked for: "Rappelle-moi demain à 20 h". This is neither a wish to be called
    nor a message to somebody."""
    return turn.dialogues.words.is_hers(turn.person, "rappels") and _REMINDS.search(fold(text)) is not None


def _would_be_reminded(turn: Turn, text: str) -> bool:
    return turn.dialogues.words.is_hers(turn.person, "rappels") and _REMINDERS.fullmatch(fold(text)) is not None


def _asks_when_reminded(turn: Turn) -> bool:
    """Whether the days and the hour are asked for: there it is said how often she can be reminded."""
    return place(turn)[0] == "reminders" or place(turn) == ("onboarding", "reminder")


def belongs_here(turn: Turn, lead: str) -> bool:
    """Whether the intent is what the open question asks about."""
    return small_talk.belongs(lead, *place(turn))


def place(turn: Turn) -> tuple[str, str]:
    """(name of the open flow, the place in it); empty strings if no flow is open."""
    if not turn.conversation.stack:
        return "", ""
    name, _, state, *_ = turn.conversation.stack[-1]
    return name, state.get("at", "")
