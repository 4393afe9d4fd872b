"""`annonce`: its text, as it is written; a few words that are rather said to us are asked about."""

from __future__ import annotations

import re

from backend.domain.announcements.content import MOST_TEXT, length
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Message, tr
from backend.records import replace
from bot.flows.announcements import audience_words, moments, planned, views
from bot.flows.announcements.filters import described
from bot.flows.announcements.state import Facts, State
from bot.flows.engine import answers
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Event, Picked, Say, Step, Typed, misread, stay
from bot.flows.engine.labels.words import telling

WHOM = re.compile(r"(?:pour|aux?|à|de|du|des) \S.{0,80}$")
"""A few words that follow `annonce` and may say whom it is for: they are shown, to be kept or written anew."""
_WORD = re.compile(r"/?annonce\s+(?=\S)", re.IGNORECASE)
_BEFORE = re.compile(r"((?:pour|aux?) [^:\n]{1,80}?)\s*:\s+(?=\S)")
"""Whom it is for, before the text: « pour les femmes du Togo : la formation commence »."""
MOST_WORDS = 12
"""Words of a text that may be an order about the text: « remplace lundi par mardi »."""
_TO_US = re.compile(
    r"(?:(?:non|oui|ok|mais|bon|en fait|attends?|il faut|tu peux|je veux|je voudrais|on peut) )*(?:"
    r"(?:remplac|ajout|rajout|enlev|supprim|effac|corrig|modifi|chang|retir|reecri|raccourci|tradui)(?:e|er|es|s|t)?\b.*"
    r"|(?:combien|qui|quand|comment|pourquoi|pk|c est (?:qui|quoi|quand|pour qui))\b.*"
    r"|(?:sans|pas de?|aucune?) (?:photo|image|fichier|document|bouton|lien|sondage)s?"
    r"|(?:attends?|je (?:reflechis|reviens|sais pas|ne sais pas))\b.*|rien|envoi(?:e|er|es)|laisse(?: tomber)?|retour"
    r"|\S+ pas \S+)"
)
"""« Remplace lundi par mardi », « combien de personnes », « sans photo », « lundi pas mardi »."""


_REWRITES = re.compile(
    r"(?:(?:je|j|on|il|faut|veux|voudrais|attends?|non|dois|peux|en fait|mais|bon|finalement) )*"
    r"(?:chang|corrig|modifi|reecri|refai)\w* (?:le|mon|ce) (?:texte|message)"
    r"|(?:(?:attends?|non|mais|oups) )*(?:(?:il )?y a|ya|j ai (?:fait|mis|laisse)) une? (?:petite )?(?:faute|erreur)"
    r"(?: (?:dans|sur) .*)?|(?:une )?(?:faute|erreur) dans (?:le|mon) (?:texte|message)"
    r"|(?:le|mon|ce) (?:texte|message) (?:est|a) .*"
)
"""« Change le texte » where there is no button for it, « il y a une faute », « le texte est faux »."""
_AMENDS = re.compile(
    r"\b(?:remplac|corrig|modifi|chang|ecri|met(?:s|tre|tez)?\b|enlev|supprim|effac|pas\b|c est\b|tromp)"
)


def corrects(text: str, written: str) -> bool:
    """Whether words are about the text that is already `written`: « change samedi par dimanche », « c'est dimanche pas
    samedi » where it says samedi."""
    said = fold(text)
    if _REWRITES.fullmatch(said) is not None:
        return True
    return (
        intents.read(text) is None
        and _AMENDS.search(said) is not None
        and not {*telling(said)}.isdisjoint(telling(written))
    )


def typed(state: State, text: str, facts: Facts) -> Step[State]:
    """Take what is written as the text, with a time before it if there is one; ask if it may be said to us."""
    bare = _WORD.sub("", text)
    if (found := behind_readers(state, bare, facts)) is not None:
        return found
    if bare != text and WHOM.match(bare):
        return stay(replace(state, text=bare))
    if (timed := planned.read(bare, facts.now)) is not None:
        return ask_when(state, bare, timed)
    if _may_be_for_us(state, text, facts):
        return stay(replace(state, at="whole", lead=text.strip()[:MOST_TEXT]))
    return taken(state, _without_word(text))


def behind_readers(state: State, text: str, facts: Facts) -> Step[State] | None:
    """Take whom it is for, if that is written before the text, and the text. None if it is not."""
    before = _BEFORE.match(text)
    readers = audience_words.named(state, before[1], facts) if before is not None else None
    if before is None or readers is None:
        return None
    said = tr("👥 C'est noté : {who}.", who=described(readers.readers(facts), facts))
    return taken(replace(readers, at="text"), text[before.end() :], said)


def _may_be_for_us(state: State, text: str, facts: Facts) -> bool:
    """Whether a few words are rather an order, a question, an hour or whom it is for than the text itself."""
    said = fold(text)
    if len(said.split()) > MOST_WORDS or "\n" in text.strip():
        return False
    if answers.is_bare(text) or intents.read(text) not in (None, "greeting") or moments.read(text, facts.now):
        return True
    return _TO_US.fullmatch(said) is not None or audience_words.named(state, text, facts) is not None


def whole(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take whether words that may be said to us are the text, or the text itself."""
    asked = replace(state, at="text", lead="")
    match event:
        case Picked(views.WHOLE.id):
            return taken(asked, state.lead)
        case Picked(views.NOT_WHOLE.id):
            return stay(replace(asked, rewrites=bool(state.text)))
        case Typed(text) if not answers.is_bare(text):
            return replace(typed(asked, text, facts), misread=True)
        case _:
            return misread(state, Say(PICK))


def ask_when(state: State, text: str, timed: planned.Timed) -> Step[State]:
    """Ask whether the time before the text is that of sending."""
    return stay(replace(state, at="timed", text=text, lead=timed.lead))


def _without_word(text: str) -> str:
    """The text without the word `annonce` typed before it: « annonce Coucou à toutes ». "Annonce importante" is the
    person's own text and stays."""
    found = _WORD.match(text)
    if found is None or text.isupper():
        return text
    rest = text[found.end() :]
    begins = rest[0].isupper() or intents.read(rest.split()[0]) == "greeting"
    return rest if begins or text.startswith("/") else text


def taken(state: State, text: str, *said: Message) -> Step[State]:
    """Take this text, unless it is too long, and go on."""
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
    return stay(replace(state, text=text, at="buttons" if state.file else "file", rewrites=False), *map(Say, said))
