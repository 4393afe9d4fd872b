"""`projet`: what she saves for, in her words, and what it costs if she knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from backend.domain.message import Choice, Message, Raw, tr
from backend.domain.money import PEGGED, UNITS, Money
from backend.domain.people import GOAL_KINDS, Goal, GoalKind, SetGoal
from backend.domain.words import fold
from backend.domain.written import number
from bot.flows import asides
from bot.flows.answers import PICK
from bot.flows.kit import Do, Event, Picked, Resumed, Say, Started, Step, Typed, end, misread, stay
from bot.flows.registry import Flow

KINDS: tuple[Choice, ...] = (
    Choice("business", "💼 Mon activité"),
    Choice("studies", "🎓 Mes études"),
    Choice("housing", "🏠 Mon logement"),
    Choice("health", "🩺 La santé"),
    Choice("family", "👨‍👩‍👧 Ma famille"),
    Choice("other", "✨ Autre chose"),
)
LATER = Choice("later", "Plus tard")
LISTENING = tr("Je t'écoute !")
_NONE_YET = frozenset(
    (
        *("non", "rien", "aucun", "aucun projet", "pas encore", "plus tard", "pas maintenant", "pas de projet"),
        *("je ne sais pas", "je sais pas", "je ne sais pas encore", "je sais pas encore", "je n ai pas de projet"),
        *("j ai pas de projet", "je n ai pas encore de projet", "j ai pas encore de projet"),
    )
)
MOST_WORDS = 300
MOST = 10**10
"""From here on a number is no amount: a phone number with its prefixes, a slip."""

_AMOUNT = re.compile(
    r"(?P<before>\$\s*)?(?P<number>\d+(?:[\u00a0\u202f .,]\d+)*)(?P<many>\s*(?:mille|millions?|k)\b)?"
    r"\s*(?:d['’]|de\s+)?"
    r"(?:(?P<other>\$|us\s?d?\$|usd\b|dollars?\b|ariarys?\b|ar\b|mga\b|fmg\b|gnf\b|fg\b|cdf\b|fc\b"
    r"|francs?\s+(?:congolais|guin[eé]en|malgache)\w*)"
    r"|(?P<euros>€|euros?\b|eur\b)|(?P<cfa>f\.?\s*cfa\b|cfa\b|xof\b|xaf\b|francs?\s+cfa\b)|(?P<francs>francs?\b|f\b))?",
    re.IGNORECASE,
)


_WORDS: tuple[tuple[GoalKind, str], ...] = (
    ("business", "activite commerce boutique salon atelier business entreprise restaurant magasin vente vendre"),
    ("business", "couture coiffure taxi elevage poulailler champ machine kiosque maquis"),
    ("studies", "etude etudes etudier ecole universite fac formation diplome licence master bts concours permis"),
    ("housing", "logement maison loyer terrain appartement chambre parcelle toit construire"),
    ("health", "sante hopital operation soins soigner traitement medicaments lunettes"),
    ("family", "famille enfant enfants fils fille filles bebe mariage parents mere maman pere"),
)
_NAMED: dict[str, GoalKind] = {word: kind for kind, words in _WORDS for word in words.split()}
"""Words by which a project says of which kind it is, folded."""


@dataclass(frozen=True, slots=True)
class Facts:
    currency: str


@dataclass(frozen=True, slots=True)
class State:
    at: Literal["kind", "words"] = "kind"
    kind: str = ""


def ask_kind() -> Message:
    return tr("Quel projet veux-tu réaliser avec cet argent ?").with_choices(*KINDS, columns=2)


def ask_words() -> Message:
    message = tr(
        "Raconte-le en une phrase, avec le montant si tu le connais.\n_Exemple : un salon de couture, 300 000 F CFA_"
    )
    return Message(message.parts, (LATER,), free=True)


def kind_of(text: str) -> GoalKind:
    """The kind that her own words name first: "études", "un salon de coiffure"; else "other"."""
    return next((_NAMED[word] for word in fold(text).split() if word in _NAMED), "other")


def knows_none(text: str) -> bool:
    """Whether she says that she has no project to tell of yet."""
    return fold(text) in _NONE_YET


def beside(text: str) -> Message | None:
    """What to say to words that are no project: a greeting, thanks, a bare "oui" or a mark. None: they are one."""
    if (said := asides.answer(text)) is not None:
        return said
    nothing = not any(sign.isalnum() for sign in text) or asides.read(text) == "okay" or asides.goes(text)
    return LISTENING if nothing else None


def read_goal(kind: str, text: str, currency: str) -> Goal:
    """Her sentence and the amount in it, if there is one."""
    words = " ".join(text.split())[:MOST_WORDS]
    known = kind if kind in GOAL_KINDS else "other"
    return Goal(cast(GoalKind, known), words, read_amount(text, currency))


def read_amount(text: str, currency: str) -> Money | None:
    """The amount named in a sentence: one with a currency, else the largest number from 1,000 on that
    does not look like a year. `currency` is her country's: where it is no F CFA, a bare number or
    francs are hers, and of those and of any other currency no amount is known, for we have no rates."""
    pegged = currency in PEGGED
    found: list[tuple[bool, Money]] = []
    for match in _AMOUNT.finditer(text):
        plain = number(match["number"], decimals=2)
        signed = any(match[sign] for sign in ("euros", "cfa", "francs"))
        hers = not pegged and not (match["euros"] or match["cfa"])
        if plain is None or match["before"] or match["other"] or hers:
            continue
        many = (match["many"] or "").strip().lower()
        times = 1_000 if many in ("mille", "k") else 1_000_000 if many else 1
        if Decimal(plain) * times >= MOST:
            continue
        money = Money.parse(plain, "EUR" if match["euros"] else currency if pegged else "XOF") * times
        year = not many and 1_950 * UNITS <= money.units <= 2_100 * UNITS and not signed
        if money.units > 0 and (signed or (money.units >= 1_000 * UNITS and not year)):
            found.append((signed, money))
    return max(found, key=lambda f: (f[0], f[1].francs), default=(False, None))[1]


def describe(goal: Goal) -> Message:
    label = next(c.part for c in KINDS if c.id == goal.kind)
    said = Message((label, Raw(goal.words)) if goal.words else (label,))
    if goal.amount:
        return said + tr("Il te faut *{amount}*.", amount=goal.amount)
    return said


def prompt(state: State, facts: Facts) -> Message:
    return ask_words() if state.at == "words" else ask_kind()


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Started() | Resumed():
            return stay(state)
        case "words", Picked(LATER.id):
            return _kept(Goal(cast(GoalKind, state.kind)))
        case _, Typed(text) if knows_none(text):
            return _kept(Goal(cast(GoalKind, state.kind or "other")))
        case _, Typed(text) if (said := beside(text)) is not None:
            return stay(state, Say(said))
        case "words", Typed(text):
            return _kept(read_goal(state.kind, text, facts.currency))
        case "kind", Picked(kind) if kind in GOAL_KINDS:
            return stay(State("words", kind))
        case "kind", Typed(text):
            return _kept(read_goal(kind_of(text), text, facts.currency))
        case _:
            return misread(state, Say(PICK))


def _kept(goal: Goal) -> Step[State]:
    said = tr("C'est noté ! Ton projet avance à chaque tâche.")
    return end(Do(SetGoal(goal)), Say(said + describe(goal).with_choices(Choice("/gains", "Mes gains"))))


FLOW = Flow("goal", 1, State, prompt, step)
