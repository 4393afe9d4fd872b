"""`annonce`: the buttons below it: a link, « J'ai lu », a poll, « Je suis intéressée »."""

from __future__ import annotations

import re
from typing import Any

from backend.domain.announcements.content import (
    MOST_ANSWER,
    MOST_ANSWERS,
    MOST_BUTTONS,
    MOST_LABEL,
    MOST_QUESTION,
    MOST_WITH,
    Interest,
    Link,
    Poll,
    ReadIt,
    length,
)
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import MOST_URL, Choice, Message, Raw, Tr, tr
from backend.records import replace
from bot.flows.announcements.state import BACK, CANCEL, NEXT, REWRITE, Facts, State
from bot.flows.engine import leaving, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Event, Picked, Say, Step, Typed, misread, stay

STEPS = frozenset({"buttons", "link", "poll", "poll_answers", "interest"})
LINK = Choice("link", "🔗 Un lien")
READ = Choice("read", "✅ J'ai lu")
POLL = Choice("poll", "📊 Un sondage")
INTEREST = Choice("interest", "🙋 Je suis intéressée")
REMOVE = Choice("remove", "Enlever le dernier", aside=True)
WORK = Choice("work", "💼 Le travail")
_WITHOUT = ("sans", "sans bouton", "sans boutons", "pas de bouton", "aucun", "aucun bouton", "rien", "sans rien")
DEFAULT_LABEL = "Ouvrir le lien"
SHOWN_MODULES = 30
"""The most modules to choose from. The product's eight fit a list on WhatsApp
with the other buttons; more get numbers."""
_ADDRESS = re.compile(r"\S+://\S+|(?:www\.)\S+")
_BETWEEN = tuple(map(re.compile, (r"\n", ";", r"(?<=\s)/+(?=\s)", ",")))
"""Separators between the answers of a poll. The first one that occurs is used, so that the
others may be inside an answer."""
_NUMBERED = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s*")


def prompt(state: State, facts: Facts) -> Message:
    """Ask which buttons to add, or for the parts of one."""
    match state.at:
        case "link":
            asked = tr("Écris le nom du bouton, puis l'adresse. Par exemple : S'inscrire https://exemple.org", BACK)
            return replace(asked, free=True)
        case "poll":
            return replace(tr("Quelle est ta question ?", BACK), free=True)
        case "poll_answers":
            asked = tr("Écris les réponses, une par ligne ou avec des virgules : 2 à {most}.", BACK, most=MOST_ANSWERS)
            return replace(asked, free=True)
        case "interest":
            modules = (Choice(f"module:{key}", Raw(title)) for key, title in facts.modules[:SHOWN_MODULES])
            return tr("Qu'est-ce que ce bouton ouvre ?").with_choices(WORK, *modules, BACK)
        case _:
            return _asked(state, facts)


def _asked(state: State, facts: Facts) -> Message:
    added = [b[0] for b in state.buttons]
    if not added:
        said = tr("Des boutons sous l'annonce ? Trois au plus.")
    else:
        said = tr("*Boutons*")
        for button in state.buttons:
            said = said + Message((_named(button),))
    free = [c for c in (LINK, READ, POLL, INTEREST) if c is LINK or c.id not in added]
    offered = free if len(added) < MOST_BUTTONS else []
    # otherwise the fault is not the text's length
    rewrite = [REWRITE] if facts.fault and length(state.text) > MOST_WITH // 2 else []
    return said.with_choices(
        *offered,
        *rewrite,
        replace(NEXT, says="no", also=(*NEXT.also, *_WITHOUT)),
        *([REMOVE] if added else []),
        BACK,
        CANCEL,
        columns=2,
    )


def _named(button: tuple[Any, ...]) -> Tr:
    match button:
        case ("link", label, url):
            return Tr("🔗 {label} : {url}", {"label": Raw(label), "url": Raw(url)})
        case ("poll", question, answers):
            return Tr("📊 {question} → {answers}", {"question": Raw(question), "answers": Raw(" · ".join(answers))})
        case ("interest", *_):
            return Tr("🙋 Je suis intéressée")
        case _:
            return Tr("✅ J'ai lu")


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a button to add or remove, or a part of one: link, poll question, poll answers, what the interest opens."""
    match state.at, event:
        case "buttons", Picked(NEXT.id):
            return stay(replace(state, at="audience"))
        case "buttons", Picked(REMOVE.id):
            return stay(replace(state, buttons=state.buttons[:-1]))
        case "buttons", Picked(READ.id) if _room(state, READ):
            return stay(state.with_button(ReadIt()))
        case "buttons", Picked(chosen) if chosen in (LINK.id, POLL.id, INTEREST.id) and _room(state, chosen):
            return stay(replace(state, at=chosen))
        case _, Picked(BACK.id):
            return stay(replace(state, at="buttons", question=""))
        case (("link" | "poll" | "poll_answers"), Typed(text)) if _wants_none(text):
            return stay(replace(state, at="buttons", question=""))
        case "link", Typed(text):
            return _link(state, text)
        case "poll", Typed(text):
            return _poll(state, text)
        case "poll_answers", Typed(text):
            return _answers(state, state.question, text)
        case "interest", Picked(WORK.id):
            return stay(state.with_button(Interest("work")))
        case "interest", Picked(chosen) if (key := chosen.removeprefix("module:")) in dict(facts.modules):
            return stay(state.with_button(Interest("module", key)))
        case _:
            return misread(state, Say(PICK))


_NONE = re.compile(
    r"(?:(?:non|nan|bon|en fait|finalement) )*(?:pas de|plus de|sans|aucun) (?:sondage|lien|bouton|question)s?"
)


def _wants_none(text: str) -> bool:
    """Whether a text wants no such button after all: « non », « en fait pas de sondage »."""
    return yes_no.read(text) == "no" or leaving.takes_back(text) or _NONE.fullmatch(fold(text)) is not None


def _room(state: State, choice: Choice | str) -> bool:
    """Whether this button can still be added; it may be tapped on an old message."""
    kind = choice if isinstance(choice, str) else choice.id
    there = [b[0] for b in state.buttons]
    return len(there) < MOST_BUTTONS and (kind == LINK.id or kind not in there)


def _link(state: State, text: str) -> Step[State]:
    found = _ADDRESS.search(text)
    if found is None or not found[0].startswith("https://") or len(found[0]) > MOST_URL:
        return misread(
            state, Say(tr("Il me faut une adresse qui commence par https://, par exemple https://exemple.org"))
        )
    label = " ".join((text[: found.start()] + " " + text[found.end() :]).split()).strip(" :-–«»\"'")
    label = label or DEFAULT_LABEL
    if length(label) > MOST_LABEL:
        return misread(state, Say(tr("Le nom du bouton est trop long : {most} caractères au plus.", most=MOST_LABEL)))
    return stay(state.with_button(Link(label, found[0])))


def _poll(state: State, text: str) -> Step[State]:
    """Take the question of a poll, with its answers on the lines below or in the next message."""
    question, _, answers = text.partition("\n")
    question = " ".join(question.split())
    if length(question) > MOST_QUESTION:
        return misread(state, Say(tr("Ta question est trop longue : {most} caractères au plus.", most=MOST_QUESTION)))
    if answers.strip():
        return _answers(replace(state, at="poll_answers", question=question), question, answers)
    return stay(replace(state, at="poll_answers", question=question))


def _answers(state: State, question: str, text: str) -> Step[State]:
    between = next((sign for sign in _BETWEEN if sign.search(text.strip())), _BETWEEN[0])
    lines = between.split(text.strip())
    found = [" ".join(_NUMBERED.sub("", line).split()) for line in lines]
    found = [answer for answer in found if answer]
    if not 2 <= len(found) <= MOST_ANSWERS:
        said = tr("Il me faut 2 à {most} réponses, j'en lis {n}.", most=MOST_ANSWERS, n=len(found))
    elif long := next((a for a in found if length(a) > MOST_ANSWER), ""):
        said = tr("« {answer} » est trop long : {most} caractères au plus.", answer=Raw(long), most=MOST_ANSWER)
    elif len({a.casefold() for a in found}) < len(found):
        said = tr("Deux réponses sont les mêmes.")
    else:
        return stay(state.with_button(Poll(question, tuple(found))))
    return stay(state, Say(said))
