"""`projet`: what she saves for, in her own words, and its cost if she knows it."""

from __future__ import annotations

import re
from typing import Literal, cast

from backend.domain.french.numbers import with_sums
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr
from backend.domain.messaging.noise import is_noise
from backend.domain.money import PEGGED, francs
from backend.domain.people import place_names
from backend.domain.people.commands import GOAL_KINDS, Goal, GoalKind, SetGoal
from backend.records import Record, replace
from bot.flows.earnings import seldom_a_project
from bot.flows.earnings.project_words import kind_of, says_nothing, tells_of_it
from bot.flows.earnings.sums import AMOUNT, IN_FRANCS, read_amount, without_rate
from bot.flows.engine import agreement, leaving
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Event,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    end,
    in_her_words,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

KINDS: tuple[Choice, ...] = (
    Choice("business", "💼 Mon activité", also=("activité", "une activité")),
    Choice("studies", "🎓 Mes études", also=("études", "les études", "étude")),
    Choice("housing", "🏠 Mon logement", also=("logement", "un logement")),
    Choice("health", "🩺 La santé", also=("santé", "ma santé")),
    Choice("family", "👨‍👩‍👧 Ma famille", also=("famille", "la famille")),
    Choice("other", "✨ Autre chose"),
)
LATER = Choice("later", "Plus tard")
SURE = Choice("sure", "Oui, c'est ça")
PUT_ASIDE = Choice("/projet garder", "🌱 Mettre de côté")
EARNINGS = Choice("/gains", "Mes gains")
CHANGED = tr("D'accord, je change.")
LISTENING = tr("Je t'écoute !")
IN_WORDS = tr("Et c'est pour quoi ? Dis-le en quelques mots.")
_NONE_YET = frozenset(
    (
        *(
            "non",
            "rien",
            "rien de special",
            "rien de particulier",
            "aucun",
            "aucun projet",
            "pas encore",
            "plus tard",
            "pas maintenant",
            "pas de projet",
        ),
        *("je ne sais pas", "je sais pas", "je ne sais pas encore", "je sais pas encore", "je n ai pas de projet"),
        *(
            "je veux pas le dire",
            "je ne veux pas le dire",
            "je veux pas dire",
            "c est prive",
            "c est personnel",
            "prive",
        ),
        *("mon secret", "secret", "c est mon secret", "ca vous regarde pas", "ca ne vous regarde pas", "personnel"),
        *("j ai pas de projet", "je n ai pas encore de projet", "j ai pas encore de projet"),
    )
)
_POSSIBLE = frozenset({"certificate", "saving", "learn", "work"})
"""Intents that may be a project all the same: "je veux me former"."""
_ABOUT_A_SUM = frozenset(
    (
        *("c", "est", "ca", "fait", "coute", "environ", "a", "peu", "pres", "dans", "les", "autour", "vers", "presque"),
        *("plus", "moins", "ou", "il", "me", "faut", "le", "prix", "montant", "somme", "total", "au", "de", "d", "je"),
        *("pense", "crois", "que", "peut", "etre", "cfa", "f", "francs", "sa", "cest", "cout", "couter", "coutera"),
        *("couterait", "budget", "minimum", "maximum", "faudra", "faudrait", "va"),
    )
)
"""Words beside a sum that tell nothing else: « c'est 300 000 environ »."""
MOST_WORDS = 300
"""The most characters of a project's description."""
LEAST_LETTERS = 3
"""The least letters of a project's description."""
LIKELY = range(2_000, 50_000_001)
"""Likely costs of a project in F CFA. For other amounts she is asked again: a zero too many is easily typed."""


class Facts(Record):
    """`currency`: of her country. `aside`: a part of each payment is kept for the project already. `told`: she has said
    before what it is."""

    currency: str
    aside: bool = False
    told: bool = False


class State(Record):
    """`doubt`: the text that she is asked about once more."""

    at: Literal["kind", "words"] = "kind"
    kind: str = ""
    doubt: str = ""


class Doubtful(Record):
    """A text that may be no project, or that names an unlikely amount."""

    goal: Goal


def ask_kind() -> Message:
    """Ask for the kind of her project."""
    return tr("Quel projet veux-tu réaliser avec cet argent ?").with_choices(*KINDS, columns=2)


def ask_words(doubt: Goal | None = None) -> Message:
    """Ask for her project in words. `doubt`: what was read, to be confirmed."""
    if doubt is not None:
        said = tr("J'ai lu : « {words} ».", words=Raw(doubt.words))
        if doubt.amount:
            said = tr("J'ai lu : « {words} », *{amount}*.", words=Raw(doubt.words), amount=doubt.amount)
        asked = said + tr("C'est bien ton projet ? Sinon, écris-le encore une fois.")
        return replace(asked, choices=(SURE, LATER), columns=2, free=True)
    message = tr(
        "Raconte-le en une phrase, avec le montant si tu le connais.\n_Exemple : un salon de couture, 300 000 F CFA_"
    )
    return Message(message.parts, (LATER,), free=True)


def noted(found: Goal) -> Message:
    """Her project as it was understood from her words."""
    if found.amount is None:
        return tr("🎯 C'est noté : {words}.", words=Raw(found.words))
    if not found.words:
        return tr("🎯 C'est noté. Il te faut *{amount}*.", amount=found.amount)
    return tr("🎯 C'est noté : {words}. Il te faut *{amount}*.", words=Raw(found.words), amount=found.amount)


def knows_none(text: str) -> bool:
    """Whether she says that she has no project yet."""
    return fold(text) in _NONE_YET or leaving.passes(text) or intents.read(text) in ("none", "unsure", "solution")


def read_project(text: str, kind: str, currency: str, doubt: str = "") -> Goal | Doubtful | Message:
    """Her project; `Doubtful` if she has to confirm it; or the reply to a text that is none, such as a greeting, a
    question about earnings, a bare number. `kind`: the kind she has picked, "" for none. `doubt`: as in `State`."""
    if doubt and (agreement.goes(text) or fold(text) == fold(doubt)):
        return read_goal(kind, doubt, currency)
    intent = intents.read(text)
    if agreement.goes(text) or (intent is not None and intent not in _POSSIBLE and not tells_of_it(text)):
        return LISTENING
    goal = read_goal(kind or kind_of(text), text, currency)
    if set(fold(AMOUNT.sub(" ", with_sums(text))).split()) <= _ABOUT_A_SUM:
        if goal.amount is None or not kind:
            return IN_WORDS
        goal = replace(goal, words="")
    elif _says_too_little(text):
        return IN_WORDS
    return Doubtful(read_goal(goal.kind, text, currency)) if _is_doubtful(text, goal) else goal


def _says_too_little(text: str) -> bool:
    few = sum(sign.isalpha() for sign in text) < LEAST_LETTERS or says_nothing(text)
    return few or is_noise(text) or place_names.only_names(text)  # she has said once more where she lives


def _is_doubtful(text: str, goal: Goal) -> bool:
    if seldom_a_project.seldom(text, with_amount=goal.amount is not None):
        return True
    if goal.amount is not None:
        return francs(goal.amount) not in LIKELY
    return any(len(re.sub(r"\D", "", found["number"])) > len(str(LIKELY.stop)) for found in AMOUNT.finditer(text))


def read_goal(kind: str, text: str, currency: str) -> Goal:
    """Her text as a project, with the amount in it if there is one."""
    words = " ".join(text.split())[:MOST_WORDS]
    known = kind if kind in GOAL_KINDS else "other"
    return Goal(cast(GoalKind, known), words, read_amount(text, currency))


def describe(goal: Goal) -> Message:
    """Her project as it is shown to her."""
    label = next(c.part for c in KINDS if c.id == goal.kind)
    said = Message((label, Raw(goal.words)) if goal.words else (label,))
    if goal.amount is None:
        return said
    shown: Value = goal.amount
    if goal.amount.currency not in PEGGED:
        shown = Tr("{francs} ({pay})", {"francs": Francs(francs(goal.amount)), "pay": goal.amount})
    return said + tr("Il te faut *{amount}*.", amount=shown)


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the kind of project, then for its description and cost."""
    if state.at == "kind":
        return ask_kind()
    return ask_words(read_goal(state.kind, state.doubt, facts.currency) if state.doubt else None)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the kind, then the description. A text without a kind is read as a whole project, and asked about if she
    said it where another question was open."""
    match state.at, event:
        case _, Started(str(said)) if said:
            return stay(State("words", kind_of(said), " ".join(said.split())[:MOST_WORDS]))
        case _, Started() | Resumed():
            return stay(state)
        case "words", Picked(LATER.id) if state.doubt and facts.told:
            return _unchanged()
        case "words", Picked(LATER.id):
            return _kept(facts, Goal(cast(GoalKind, state.kind)))
        case at, Typed(text) if facts.told and (at == "kind" or state.doubt) and knows_none(text):
            return _unchanged()
        case _, Typed(text) if knows_none(text):
            return _kept(facts, Goal(cast(GoalKind, state.kind or "other")))
        case "words", Picked(SURE.id) if state.doubt:
            return _kept(facts, read_goal(state.kind, state.doubt, facts.currency))
        case "kind", Picked(kind) if kind in GOAL_KINDS:
            return stay(State("words", kind))
        case _, Typed(text):
            return _told(state, event, facts, read_project(text, state.kind, facts.currency, state.doubt))
        case _:
            return misread(state, Say(PICK))


def _unchanged() -> Step[State]:
    return leave(Say(tr("D'accord, rien ne change.").with_choices(Choice("/projet", "🌱 Mon projet"), EARNINGS)))


def _told(state: State, event: Event, facts: Facts, found: Goal | Doubtful | Message) -> Step[State]:
    match found:
        case Goal(words=""):
            return _kept(facts, found)
        case Goal():
            return in_her_words(_kept(facts, found), event, "own")
        case Doubtful(goal):
            return in_her_words(stay(State("words", goal.kind, goal.words)), event)
        case Message():
            return misread(state, Say(found))


def _kept(facts: Facts, goal: Goal) -> Step[State]:
    shown = describe(goal)
    if goal.amount is None and without_rate(goal.words, facts.currency):
        shown += IN_FRANCS + tr("Pour voir ce qu'il te manque, écris par exemple « mon projet coûte 65 000 F CFA ».")
    if facts.aside:
        said = tr("C'est noté ! Ce que je garde de chaque paie est pour ce projet.") + shown
        return end(Do(SetGoal(goal)), Say(said.with_choices(Choice("/projet", "🌱 Mon projet"), EARNINGS, columns=2)))
    said = tr("C'est noté ! Pour mettre un peu de chaque paie de côté : écris « mettre de côté ».") + shown
    return end(Do(SetGoal(goal)), Say(said.with_choices(PUT_ASIDE, EARNINGS, columns=2)))


def rethink(was: State, thought: SecondThought, _facts: Facts) -> Step[State] | None:
    """Take another kind than the one just picked."""
    if was.at != "kind" or thought.choice not in GOAL_KINDS:
        return None
    return stay(State("words", thought.choice), Say(CHANGED))


FLOW = Flow("goal", 2, State, prompt, step, {1: dict}, rethink=rethink, anew="projet changer")
