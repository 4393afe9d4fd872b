"""Taking a certificate of income: the period, the sum as she wants it to be seen, her name, and her secret number."""

from __future__ import annotations

from typing import Literal

from backend.domain.certificates.credentials import Credential
from backend.domain.certificates.income import Income, IncomeTaken, TakeIncome, at_least
from backend.domain.messaging.message import Attachment, Choice, Francs, Message, Raw, Tr, tr
from backend.records import Record, replace
from bot.flows.certificates import own_name
from bot.flows.engine.answers import PICK
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Picked,
    Resumed,
    Say,
    Started,
    Step,
    Typed,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.identity import secret_number

EXACT, LEAST = "exact", "least"
WITH_NAME = Choice("named", "Oui, mon nom aussi", says="sure")
WITHOUT_NAME = Choice("unnamed", "Non, sans mon nom", says="no")
GAINS = Choice("/gains", "Mes gains")
WORK = Choice("/travail", "💼 Travailler")


class Facts(Record):
    """`incomes`: the periods that she can choose. `name`: the one that she used on a certificate last; "" if there is
    none. `first_name`: as she is greeted. `has_pin`: she has a secret number."""

    incomes: tuple[Income, ...] = ()
    name: str = ""
    first_name: str = ""
    has_pin: bool = False

    def of(self, period: str) -> Income | None:
        """The income of the period with this key; None if there is none."""
        return next((each for each in self.incomes if each.period.key == period), None)


class State(Record):
    """`at`: what is asked. The rest is what she has said so far. `francs`: the sum that she has chosen to show."""

    at: Literal["period", "sum", "name", "shown", "number_of_hers"] = "period"
    period: str = ""
    exact: bool = True
    francs: int = 0
    name: str = ""
    show_name: bool = True


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the period, the sum, the name, what the public page shows, and the secret number."""
    found = facts.of(state.period)
    if not facts.incomes or (found is None and state.at != "period"):
        return NOTHING
    match state.at:
        case "period":
            asked = tr("🧾 *Attestation de revenus*") + tr(
                "Un document à montrer à une banque, un propriétaire ou une administration. Pour quelle période ?"
            )
            return asked.with_choices(*(Choice(each.period.key, Raw(each.period.button)) for each in facts.incomes))
        case "sum":
            assert found is not None
            asked = tr("🧾 *{title}*", title=Raw(found.period.title)) + tr("Quel montant veux-tu montrer ?")
            exact, least = _sums(found)
            return asked.with_choices(
                Choice(f"{EXACT} {exact}", Tr("{sum}", {"sum": Francs(exact)})),
                Choice(f"{LEAST} {least}", Tr("Au moins {sum}", {"sum": Francs(least)})),
            )
        case "name":
            asked = tr("Quel nom veux-tu sur ton attestation ? Écris ton prénom et ton nom, comme sur tes papiers.")
            return own_name.ask(asked, own_name.known(facts.name, facts.first_name))
        case "shown":
            asked = tr("Sur le document, il y a ton nom : {name}.", name=Raw(state.name))
            asked += tr(
                "Avec son code QR, on vérifie qu'il est vrai : on voit en ligne la période et le montant. Veux-tu "
                "qu'on y voie aussi ton nom ?"
            )
            return asked.with_choices(WITH_NAME, WITHOUT_NAME, columns=2)
        case "number_of_hers":
            return secret_number.ask(Message())


def _sums(found: Income) -> tuple[int, int]:
    """The exact sum and the round one below it, in whole F CFA."""
    return found.francs, at_least(found.francs)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take one answer after the other. She gets the document with the last one."""
    match state.at, event:
        case _, Done(IncomeTaken() as taken):
            return leave(Say(handed_over(taken)))
        case _, _ if not facts.incomes or (state.at != "period" and facts.of(state.period) is None):
            return leave(Say(NOTHING))
        case _, Started():
            return stay(State())
        case _, Resumed():
            return stay(state)
        case "period", Picked(period) if facts.of(period) is not None:
            return stay(State("sum", period))
        case "sum", Picked(choice):
            what, _, francs = choice.partition(" ")
            chosen = replace(state, exact=what == EXACT, francs=int(francs or 0))
            if _is_another(chosen, facts):
                return stay(state, Say(CHANGED))
            return stay(replace(chosen, at="shown", name=facts.name) if facts.name else replace(chosen, at="name"))
        case "name", _:
            return own_name.step(state, event, own_name.known(facts.name, facts.first_name))
        case "shown", Typed(text) if own_name.corrects(text):
            return own_name.again(state, text)
        case "shown", Picked(choice):
            chosen = replace(state, show_name=choice == WITH_NAME.id)
            return stay(replace(chosen, at="number_of_hers")) if facts.has_pin else _take(chosen, facts)
        case "number_of_hers", _:
            return _proved(state, event, facts)
        case _:
            return misread(state, Say(PICK))


def _proved(state: State, event: Event, facts: Facts) -> Step[State]:
    later = Say(tr("D'accord. Quand tu veux : écris « attestation »."))
    return secret_number.check(state, event, lambda: _take(state, facts), later)


def _is_another(state: State, facts: Facts) -> bool:
    """Whether the sum is another one than she has chosen: work was accepted or refused meanwhile."""
    found = facts.of(state.period)
    return found is not None and state.francs not in (0, _sums(found)[not state.exact])


def _take(state: State, facts: Facts) -> Step[State]:
    if _is_another(state, facts):
        return stay(State("sum", state.period), Say(CHANGED))
    return stay(state, Do(TakeIncome(state.period, state.exact, state.name, state.show_name)))


NOTHING = tr(
    "Il n'y a pas encore de revenus à montrer. Dès que ton travail est accepté, écris de nouveau « attestation »."
).with_choices(GAINS, WORK, columns=2)


def handed_over(taken: IncomeTaken) -> Message:
    """The document, and what its public page shows."""
    if taken.credential is None:
        return NOTHING
    credential = taken.credential
    message = tr("🧾 *Attestation : {title}*", title=Raw(credential.title)) + Message((Raw(credential.about),))
    message += tr("Tu peux l'imprimer ou l'envoyer. Elle se vérifie ici : {address}", address=Raw(credential.address))
    message += SHOWN[credential.shown.name]
    choices = (
        Choice(f"/certificat {credential.key} lien", "🔗 Lien à envoyer"),
        Choice("/attestation", "🧾 Une autre"),
    )
    return Message(message.parts, choices, Attachment("document", taken.digest, taken.file), columns=2)


def link(credential: Credential) -> Message:
    """Two lines that she can forward as they are."""
    message = tr("Mon attestation « {title} », à vérifier ici :", title=Raw(credential.title))
    return message + Message((Raw(credential.address),))


SHOWN = {
    True: tr("On y voit ton nom, la période, le montant et la date."),
    False: tr("On y voit la période, le montant et la date, pas ton nom."),
}

FLOW = Flow("income", 1, State, prompt, step, refused_by_no=True, own_hand=True)
