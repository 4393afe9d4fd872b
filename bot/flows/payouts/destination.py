"""Asks where she is paid: the number or account, the name on it, and her secret number as proof of who she is."""

from __future__ import annotations

from typing import Literal

from backend.domain.identity.linking import AskReferee, PinTried, RefereeAsked, SetPin, TryPin, is_guessed, read_pin
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.payouts import destinations
from backend.domain.payouts.destinations import (
    Destination,
    DestinationKind,
    DestinationNamed,
    NameDestination,
    NotPayable,
)
from backend.records import Record, replace
from bot.flows.engine import names
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Picked,
    Resumed,
    Say,
    Started,
    Step,
    Typed,
    in_her_words,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.identity import secret_number
from bot.flows.payouts import number_words

LATER = Choice("later", "Pas maintenant", aside=True)
RIGHT = Choice("right", "✅ C'est juste", says="sure")
WRONG = Choice("wrong", "✏️ Corriger", says="no")
GAINS = Choice("/gains", "Mes gains")
CHANGE = Choice("/paiement changer", "✏️ Changer")
BEGIN_AGAIN = Choice("/paiement", "📱 Donner mon numéro")
WHY_A_PIN = tr(
    "Sans code secret, je ne peux pas enregistrer ton numéro : quelqu'un qui prend ton téléphone pourrait le changer."
)

ONLY_TO_ACCOUNTS = tr(
    "Ta paie part par mobile money, ou sur un compte en banque. Pour en ouvrir un, étape par étape : écris "
    "« mon compte »."
)
ANY_WALLET = tr("Celui que tu veux, s'il est à ton nom. Écris son numéro.")
WHAT_FOR = tr("C'est là que va ta paie. Ton numéro est protégé : pour le changer, il faut ton code secret.")
WHAT_AN_IBAN_IS = tr(
    "Un IBAN, c'est le numéro d'un compte en banque : il est sur ton relevé, ou ta banque te le donne. Tu n'en as "
    "pas ? Un numéro mobile money suffit."
)
THE_NUMBER = tr("D'accord. C'est le numéro qu'il me faut.")
OF_ANOTHER = tr(
    "D'accord. Écris d'abord le numéro. Ensuite, le prénom et le nom de cette personne, comme sur le compte."
)
HOLDER = tr("Écris le prénom et le nom de la personne à qui est le compte, comme sur le compte.")
NOT_KEPT = tr("Ton numéro *n'est pas enregistré* : rien n'a changé pour ta paie.")
_NAME = tr("Écris le prénom et le nom comme sur le compte, en toutes lettres.")


class Facts(Record):
    """`country`: where she lives. `has_pin`: she has a secret number."""

    country: str
    has_pin: bool


class State(Record):
    """`at`: what is asked. `kind`, `value`, `name`: the destination as she has given it so far."""

    at: Literal["number", "name", "confirm", "number_of_hers", "new_number"] = "number"
    kind: str = ""
    value: str = ""
    name: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the number or account, the name, the confirmation, and the secret number."""
    match state.at:
        case "number":
            asked = tr("📱 Sur quel numéro mobile money veux-tu recevoir ta paie ?")
            asked += tr("Écris-le ici, ou l'IBAN d'un compte en banque.")
            return secret_number.free(asked.with_choices(LATER))
        case "name":
            shown = Raw(_destination(state).shown)
            asked = tr("J'ai lu : *{number}*.", number=shown) + tr("À quel nom est-il ? Écris le prénom et le nom.")
            return asked.with_choices(LATER)
        case "confirm":
            where = _destination(state)
            asked = tr("Ta paie ira ici :") + tr(
                "*{number}*, au nom de *{name}*", number=Raw(where.shown), name=Raw(where.name)
            )
            return asked.with_choices(RIGHT, WRONG, columns=2)
        case "number_of_hers":
            asked = tr("🔒 Écris ton code secret hiteuses, pour montrer que c'est bien toi.")
            return secret_number.free(asked.with_choices(secret_number.FORGOTTEN, LATER))
        case "new_number":
            asked = tr("🔒 *Ton code secret*") + tr(
                "Il reste ça : sans lui, ton numéro n'est pas enregistré. Pour que toi seule décides où va ta paie, "
                "écris 4 à 6 chiffres que personne d'autre ne connaît. Pas le code de ton mobile money."
            )
            return secret_number.free(asked.with_choices(LATER))


def _destination(state: State) -> Destination:
    return Destination(DestinationKind(state.kind), state.value, state.name)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the number or IBAN, the name, the confirmation, and the secret number, which is
    chosen now if she has none."""
    match state.at, _or_left(state, event):
        case _, Started(str(text)):
            return _numbered(State(), text, facts)
        case _, Started():
            return stay(State())
        case "number_of_hers" | "new_number", Resumed():
            return stay(replace(state, at="number_of_hers" if facts.has_pin else "new_number"))
        case _, Resumed():
            return stay(state)
        case "number", Typed(text):
            return _numbered(state, text, facts)
        case "name" | "confirm", Typed(text) if (found := _numbered_anew(text, facts)) is not None:
            # She has seen a slip in the number and writes it once more.
            return stay(replace(state, kind=found.kind.value, value=found.value))
        case "name" | "confirm", Typed(text) if number_words.says_wrong(text):
            return stay(State())
        case "name" | "confirm", Typed() as said if state.at == "name" or _is_of_another(said.text):
            return _named(replace(state, at="name", name=""), said)
        case "confirm", Picked(RIGHT.id):
            return _elsewhere(state, facts) or stay(
                replace(state, at="number_of_hers" if facts.has_pin else "new_number")
            )
        case "confirm", Picked(WRONG.id) | Left(back=True):
            return stay(State())
        case _, Picked(LATER.id) | Left():
            return leave(Say(_later(state)))
        case "confirm", Typed(text) if (name := _another_name(text)) is not None:
            return in_her_words(stay(replace(state, name=name)), event)
        case "number_of_hers" | "new_number", _:
            return _proved(state, event, facts)
        case _:
            return misread(state, Say(PICK))


def _or_left(state: State, event: Event) -> Event:
    """The event, or that she leaves, if she has given her number and would not: « je donne pas mon numéro »."""
    withheld = isinstance(event, Typed) and state.value and number_words.withholds(event.text)
    return Left() if withheld else event


def _later(state: State) -> Message:
    """She goes on another time. What she has given so far is not kept, which she may not expect."""
    if not state.value:
        return tr("D'accord. Quand tu veux : écris « paiement ».")
    said = tr("D'accord. Ton numéro *n'est pas enregistré* : rien n'a changé pour ta paie.")
    if state.at == "new_number":
        said = tr("D'accord. Sans code secret, ton numéro *n'est pas enregistré* : rien n'a changé pour ta paie.")
    said += tr("Quand tu veux le donner : écris « paiement ».")
    return said.with_choices(BEGIN_AGAIN, GAINS, columns=2)


def _elsewhere(state: State, facts: Facts) -> Step[State] | None:
    """Ask for another number if hers is none of the country where she lives by now; None: it is one."""
    try:
        destinations.read(state.value, facts.country)
    except NotPayable as error:
        return stay(State(), Say(_refused(error)))
    return None


def _proved(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take her secret number, or a new one; then the destination is stored."""
    match state.at, event:
        case _, Typed(text) if (number := number_words.instead(text)) is not None:
            return _numbered(State(), number, facts)  # no secret number has so many digits
        case _, Typed(text) if _speaks_of_the_number(text):
            return stay(State())
        case "number_of_hers", Picked(secret_number.FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case "number_of_hers", Typed() if secret_number.forgets(event):
            return stay(state, Do(AskReferee()))
        case "number_of_hers", Typed(text):
            return stay(state, Do(TryPin(text))) if read_pin(text) else misread(state, Say(secret_number.OR_LEAVE))
        case "new_number", Typed(text):
            return _chosen(state, text, facts)
        case _, Done(PinTried(True)):
            return _elsewhere(state, facts) or stay(state, _keep(state))
        case _, Done(PinTried() as tried):
            said = secret_number.wrong(tried)
            return stay(state, Say(said)) if tried.wait is None else leave(Say(said + NOT_KEPT))
        case _, Done(RefereeAsked(there)):
            return leave(Say(secret_number.asked_referee(there) + NOT_KEPT))
        case _, Done(DestinationNamed() as named):
            return leave(Say(_kept(state, named)))
        case _:
            return misread(state, Say(PICK))


def _beside(text: str) -> Message | None:
    """The reply to what she says of her number instead of writing it; None if it may be the number."""
    match number_words.about(text):
        case "none":
            return ONLY_TO_ACCOUNTS
        case "why":
            return WHAT_FOR
        case "which":
            return ANY_WALLET
        case "whose":
            return THE_NUMBER
        case "iban":
            return WHAT_AN_IBAN_IS
        case None:
            return OF_ANOTHER if number_words.of_another(text) else None


def _numbered(state: State, text: str, facts: Facts) -> Step[State]:
    if (beside := _beside(text)) is not None:
        return stay(state, Say(beside))
    if number_words.unwanted(text):
        return misread(state, Say(tr("D'accord, pas ce numéro.")))
    try:
        found = destinations.read(text, facts.country)
    except NotPayable as error:
        return misread(state, Say(_too_short(text, error) or _refused(error)))
    behind = number_words.called(text) or number_words.behind(text) if found.kind is DestinationKind.PHONE else ""
    if (name := _holder(behind)) is not None and " " in name and not number_words.says_something(name):
        return stay(State("confirm", found.kind.value, found.value, name))
    return stay(State("name", found.kind.value, found.value))


def _speaks_of_the_number(text: str) -> bool:
    """Whether she says, where her secret number is asked for, that where she is paid is wrong."""
    of_the_pin = secret_number.forgets(Typed(text)) or number_words.would_not_have_a_pin(text)
    return not of_the_pin and (number_words.says_wrong(text) or number_words.of_another(text))


def _numbered_anew(text: str, facts: Facts) -> Destination | None:
    """The number or account in a text in which something else was expected."""
    if number_words.unwanted(text):
        return None
    try:
        return destinations.read(text, facts.country)
    except NotPayable:
        return None


def _beside_the_name(text: str) -> Message | None:
    """The reply to what she says of the account or the secret number instead of the name; None if it may be
    that."""
    if number_words.would_not_have_a_pin(text):
        return WHY_A_PIN
    if number_words.asks_of_the_name(text):
        return _NAME
    return HOLDER if _is_of_another(text) else None


def _is_of_another(text: str) -> bool:
    """Whether she says that the account is somebody else's, and not who that is."""
    return number_words.of_another(text) and _holder(text) is None


def _named(state: State, said: Typed) -> Step[State]:
    if (beside := _beside_the_name(said.text)) is not None:
        return stay(state, Say(beside))
    name = _holder(said.text)
    return (
        misread(state, Say(_NAME))
        if name is None
        else in_her_words(stay(replace(state, at="confirm", name=name)), said)
    )


def _holder(text: str) -> str | None:
    """The name on the account; None if the text is none."""
    name = names.typed(text)
    try:
        return destinations.read_name(name) if name is not None else None
    except NotPayable:
        return None


def _another_name(text: str) -> str | None:
    """The full name in a text below the one that was read; None for « c'est bon, envoie tout »."""
    name = _holder(text)
    return name if name is not None and " " in name and not number_words.says_only_something(text) else None


def _too_short(text: str, error: NotPayable) -> Message | None:
    """What is said of a number with too few digits: « mon num c 07 12 34 »; None if it has enough, or none."""
    digits, wanted = (sum(sign.isdigit() for sign in each) for each in (text, error.example))
    if error.why not in ("digits", "no number") or not 0 < digits < wanted:
        return None
    return tr(
        "Il manque des chiffres : tu en as écrit {n}, il en faut {most}. Écris-le comme : {example}",
        n=digits,
        most=wanted,
        example=Raw(error.example),
    )


def _refused(error: NotPayable) -> Message:
    match error.why:
        case "abroad":
            return tr("Ce numéro est d'un autre pays. Tu as changé de pays ? Dis-le d'abord avec « profil ».")
        case "digits":
            return tr(
                "Ce numéro n'existe pas chez un opérateur de ton pays. Écris-le comme : {example}",
                example=Raw(error.example),
            )
        case "no mobile":
            return tr("C'est un numéro fixe : il faut un numéro de portable, celui de ton mobile money.")
        case "check digits":
            return tr("Ce numéro de compte a une faute : relis-le bien.")
        case "no account":
            return tr("Ce n'est pas un IBAN : il commence par deux lettres et deux chiffres, comme CI93…")
        case "other currency":
            return tr("Ce compte est dans un pays qui a une autre monnaie. Donne un compte de ton pays.")
        case "name":
            return _NAME
        case "no number":
            return tr(
                "Je ne lis pas de numéro. Écris-en un seul, avec tous les chiffres, comme : {example}",
                example=Raw(error.example),
            )


def _chosen(state: State, text: str, facts: Facts) -> Step[State]:
    pin = read_pin(text)
    if pin is None and number_words.would_not_have_a_pin(text):
        return stay(state, Say(WHY_A_PIN))
    if pin is None:
        return misread(state, Say(secret_number.OR_LEAVE))
    if is_guessed(pin):
        return misread(state, Say(tr("Ce code est trop facile à deviner. Choisis-en un autre.")))
    return _elsewhere(state, facts) or stay(state, Do(SetPin(pin)), _keep(state))


def _keep(state: State) -> Do:
    return Do(NameDestination(DestinationKind(state.kind), state.value, state.name))


def _kept(state: State, named: DestinationNamed) -> Message:
    said = tr("C'est noté : ta paie ira sur *{number}*. 🔒", number=Raw(_destination(state).shown))
    if named.waits:
        said += tr("Par sécurité, rien n'y part avant {time}.", time=named.usable_at)
    return (said + secret_number.ERASE).with_choices(GAINS, CHANGE, columns=2)


FLOW = Flow(
    "destination", 1, State, prompt, step, leaves=True, refused_by_no=True, own_hand=True, anew="paiement changer"
)
