"""`mon compte` and `declarer`: the steps to an account that holds more, and to a registered activity, one a message."""

from __future__ import annotations

from typing import Literal, cast
from urllib.parse import urlsplit

from backend.domain.earnings.commands import ReachedNoted
from backend.domain.earnings.savings import OutcomeKind
from backend.domain.messaging.message import Choice, FullDay, Message, Raw, tr
from backend.domain.payouts.guides import TOPICS, Guide, ReachGuide, Topic
from backend.records import Record
from bot.flows.earnings.saving_views import not_reached
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, leave, misread, stay
from bot.flows.engine.registry import Flow

WAYS: dict[Topic, Choice] = {
    "wallet": Choice("wallet", "📱 Compte identifié"),
    "bank": Choice("bank", "🏦 Compte en banque"),
    "business": Choice("business", "🧾 Mon activité"),
}
NEXT = Choice("next", "Suivant")
DONE = Choice("done", "✅ C'est fait")
LATER = Choice("later", "Plus tard", aside=True)
HUBER = Choice("/huber", "✍️ Écrire à ma Huber")
PAYMENT = Choice("/paiement changer", "💵 Y recevoir ma paie")
MENU = Choice("/menu", "Menu")


class Facts(Record):
    """`guides`: what is known for her country and operator, by topic. `reached`: what she has, as she says."""

    guides: dict[Topic, Guide]
    reached: frozenset[OutcomeKind] = frozenset()


class State(Record):
    """`topic`: the one whose step number `number` (from 0) is shown."""

    at: Literal["way", "step"] = "way"
    topic: str = ""
    number: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """Ask which way, then show one step."""
    guide = facts.guides.get(cast(Topic, state.topic))
    if state.at == "way" or guide is None:
        asked = tr("🏦 Quand tu gagnes plus, ton argent a besoin d'une place sûre, à ton nom.")
        wallet = facts.guides.get("wallet")
        if wallet is not None and wallet.ceiling is not None and wallet.identified is not None:
            asked += tr("Un compte mobile money qui n'est pas identifié est vite plein.")
        asked += tr("Qu'est-ce qui t'intéresse ? Je te montre les étapes.")
        return asked.with_choices(*(WAYS[topic] for topic in facts.guides), LATER)
    last = state.number >= len(guide.steps) - 1
    said = tr("*Étape {n} sur {count}*", n=state.number + 1, count=len(guide.steps))
    said += Message((Raw(guide.steps[min(state.number, len(guide.steps) - 1)]),))
    if last:
        hosts = ", ".join(dict.fromkeys(urlsplit(each).hostname or each for each in guide.sources))
        said += tr(
            "_D'après {hosts} ({year}), lu le {read}. Vérifie sur place : cela peut changer._",
            hosts=Raw(hosts),
            year=str(guide.dated.year),
            read=FullDay(guide.read),
        )
    return said.with_choices(DONE if last else NEXT, LATER, columns=2)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Go on by one step; at the end she says that it is done."""
    guide = facts.guides.get(cast(Topic, state.topic))
    match event:
        case Started(str(topic)) if topic in facts.guides:
            return stay(State("step", topic))
        case Started(str(topic)) if topic in TOPICS or not facts.guides:
            return leave(Say(_unknown()))
        case Started() | Resumed():
            return stay(state) if facts.guides else leave(Say(_unknown()))
        case Picked(LATER.id):
            return leave(Say(tr("D'accord. Quand tu veux : écris « mon compte » ou « déclarer ».").with_choices(MENU)))
        case Picked(topic) if state.at == "way" and topic in facts.guides:
            return stay(State("step", topic))
        case Picked(NEXT.id) if guide is not None and state.number < len(guide.steps) - 1:
            return stay(State("step", state.topic, state.number + 1))
        case Picked(DONE.id) if guide is not None:
            return stay(state, Do(ReachGuide(guide.topic)))
        case Done(ReachedNoted(number)) if guide is not None:
            return leave(Say(_done(guide, not_reached(number))))
        case _:
            return misread(state, Say(PICK))


def _done(guide: Guide, not_yet: Choice) -> Message:
    match guide.topic:
        case "wallet":
            return tr("👏 Bravo ! C'est noté : ton compte mobile money est identifié.").with_choices(
                not_yet, MENU, columns=2
            )
        case "bank":
            said = tr("👏 Bravo ! C'est noté : tu as un compte en banque à ton nom.")
            return said.with_choices(PAYMENT, not_yet, MENU)
        case "business":
            return tr("👏 Bravo ! C'est noté : ton activité est déclarée.").with_choices(not_yet, MENU, columns=2)


def _unknown() -> Message:
    said = tr("Je n'ai pas encore d'étapes sûres pour ton pays, et je ne veux rien te dire de faux.")
    return (said + tr("Pour en parler à une personne, écris « huber ».")).with_choices(HUBER, MENU, columns=2)


FLOW = Flow("guide", 1, State, prompt, step, refused_by_no=True)
