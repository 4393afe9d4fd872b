"""`paiement montant`: asks from which sum she wants to be paid."""

from __future__ import annotations

import re

from backend.domain.french import numbers
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts.rhythms import ChooseReach, ReachChosen
from backend.domain.payouts.terms import Rhythm, Terms
from backend.records import Record, replace
from bot.flows.earnings.sums import read_sum
from bot.flows.engine.answers import PICK
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import Do, Done, Event, Picked, Say, Started, Step, Typed, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.payouts import pay_days

LATER = Choice("later", "Pas maintenant", aside=True)
PAY = Choice("/paiement", "Voir ma paie")
WHEN = Choice("/paiement quand", "📅 Quand")
TIMES = (1, 2, 5)
"""The sums that are offered, as multiples of the smallest one."""
REACH = "reach:"
"""What the choices of a sum begin with; it follows as it is shown."""
MOST_DIGITS = 9
_PLAIN = re.compile(r"\d[\d .]*(?:[a-z]{1,6}(?: ?cfa)?)?")
"""A sum in her currency, whatever its sign."""


class Facts(Record):
    """`least`: the smallest sum that she can choose, in her currency."""

    terms: Terms
    least: Money


class State(Record):
    """Nothing is kept: there is one question."""


def prompt(_state: State, facts: Facts) -> Message:
    """Ask for the sum, and offer some."""
    asked = tr("À partir de quelle somme ? Choisis, ou écris-la.")
    offered = [facts.least * times for times in TIMES]
    sums = [Choice(f"{REACH}{each.units} {each.currency}", Tr("{sum}", {"sum": each})) for each in offered]
    return replace(asked.with_choices(*sums, LATER, columns=2), free=True)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the sum, if it is enough for a payment."""
    match event:
        case Started(str(said)) if said:
            return _typed(state, said, facts)
        case Picked(LATER.id):
            return leave(Say(tr("D'accord. Quand tu veux : écris « paiement ».").with_choices(PAY)))
        case Picked(choice) if choice.startswith(REACH):
            units, _, currency = choice.removeprefix(REACH).partition(" ")
            if currency != facts.least.currency or int(units) < facts.least.units:  # she has moved
                return stay(state, Say(CHANGED))
            return stay(state, Do(ChooseReach(Money(int(units), currency))))
        case Typed(text):
            return _typed(state, text, facts)
        case Done(ReachChosen() as chosen):
            noted = tr("C'est noté. 👍") + Message((pay_days.rhythm(facts.terms, Rhythm.AMOUNT, chosen.least),))
            about = {"asked": chosen.asked, "stopped": chosen.stopped}
            noted += pay_days.outlook(chosen.payment, chosen.day, chosen.least, aside=chosen.aside, **about)
            return leave(Say(noted.with_choices(PAY, WHEN, columns=2)))
        case Picked() | Done():
            return misread(state, Say(PICK))
        case _:
            return stay(state)


def _typed(state: State, text: str, facts: Facts) -> Step[State]:
    reach = read(text, facts.least.currency)
    if reach is None:
        return misread(state, Say(tr("Écris une somme, par exemple : {sum}", sum=facts.least)))
    if reach.units < facts.least.units:
        return misread(
            state, Say(tr("C'est trop peu pour un paiement : choisis au moins *{least}*.", least=facts.least))
        )
    return stay(state, Do(ChooseReach(reach)))


def read(text: str, currency: str) -> Money | None:
    """A sum in her currency: "15000", "15 000 F", "15k", « quinze mille ». None if it is none."""
    if (found := read_sum(text, currency)) is not None:
        return found if found.currency == currency else None
    plain = numbers.line(text).casefold().rstrip(".! ")
    digits = "".join(sign for sign in plain if sign.isdigit())
    if _PLAIN.fullmatch(plain) is None or not 0 < len(digits) <= MOST_DIGITS:
        return None
    return Money(int(digits) * UNITS_PER_WHOLE, currency)


FLOW = Flow("reach", 1, State, prompt, step, refused_by_no=True)
