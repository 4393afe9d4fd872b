"""Another chat or account asks to be linked to this account: ask for this account's secret number."""

from __future__ import annotations

from backend.domain.identity.joining import Agreed, AgreeToJoin, Pending
from backend.domain.identity.linking import AskReferee, PinTried, RefereeAsked, TryPin, read_pin
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.records import Record
from bot.flows.engine.kit import Do, Done, Event, Picked, Say, Started, Step, Typed, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import joining_views, secret_number


class Facts(Record):
    """The link that is asked for; None if there is nothing to agree to any more."""

    pending: Pending | None


class State(Record):
    joining: int = 0


def prompt(_state: State, facts: Facts) -> Message:
    """Say what is asked for, and ask for the secret number."""
    if facts.pending is None:
        return joining_views.OVER
    said = joining_views.what(facts.pending) + tr("C'est toi ? Écris ton code secret hiteuses, et c'est fait.")
    return secret_number.free(
        said.with_choices(joining_views.stop(facts.pending.id), Choice(secret_number.FORGOTTEN.id, "Je l'ai oublié"))
    )


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the secret number, or "forgotten"."""
    match event:
        case Started(int(joining)):
            return stay(State(joining))
        case Done(PinTried(True)):
            return stay(state, Do(AgreeToJoin(state.joining)))
        case Done(PinTried() as tried):
            return stay(state, Say(secret_number.wrong(tried)))
        case Done(Agreed() as agreed):
            return leave(Say(_said(agreed, state.joining)))
        case Done(RefereeAsked(there)):
            return leave(Say(secret_number.asked_referee(there)))
        case _ if facts.pending is None:
            return leave(Say(joining_views.OVER))
        case Typed(text) if read_pin(text):
            return stay(state, Do(TryPin(text)))
        case Typed() if secret_number.forgets(event):
            return stay(state, Do(AskReferee()))
        case Typed():
            return misread(state, Say(secret_number.DIGITS))
        case Picked(secret_number.FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case _:
            return stay(state)


def _said(agreed: Agreed, joining: int) -> Message:
    chat = Raw(agreed.chat)
    if agreed.over:
        return joining_views.OVER
    if agreed.waits:
        return tr("Merci, c'est bien toi ! 🔒") + tr(
            "L'autre compte n'a pas de code secret : pour protéger tes gains, je réunis les deux 24 heures après.",
        ).with_choices(joining_views.stop(joining, Tr("🚫 Annuler")))
    match agreed.kind:
        case "merge":
            done = tr("C'est fait : tes deux comptes n'en font plus qu'un. 🔗")
        case "open":
            done = tr("C'est fait : *{chat}* est de nouveau ouvert. 🔓", chat=chat)
        case "add":
            done = tr("C'est fait : *{chat}* est relié à ton compte. 🔗", chat=chat)
    return done + secret_number.ERASE


FLOW = Flow("joining", 1, State, prompt, step, own_hand=True)
