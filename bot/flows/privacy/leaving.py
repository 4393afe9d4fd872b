"""`supprimer`: what is erased, what stays and what is owed; then the secret number, and 14 days to change
one's mind."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, Francs, FullDay, Message, Raw, tr
from backend.domain.money import Money, francs
from backend.domain.privacy.commands import AskErasure, ErasureAsked, LastOwnerStays
from backend.records import Record
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import secret_number
from bot.flows.privacy import staying
from bot.flows.privacy.staying import BACK

GO = Choice("go", "Oui, tout effacer", says="sure")
STAY = Choice("stay", "Non, je reste", says="no")
KEPT = tr("D'accord. Rien n'est effacé.")
_MEANS_IT = re.compile(
    r"(?:(?:oui|ouais?|wi|yes|ok|d accord|je confirme|j accepte|vas y|allez y) )+"
    r"(?:(?:je (?:veux|confirme)|tu peux|vous pouvez) )?(?:(?:tout|moi) )?"
    r"(?:eff?ace[rsz]?|supp?rime[rsz]?|enleve[rsz]?)"
    r"(?: (?:tout|toutes?|moi|mes|mon|mn|ma|le|les|ca|donnees|infos|compte|numero|svp|stp|merci))*"
)
"""« Oui efface tout »: a yes and what it is to. « Efface tout » alone is how she asks for it, before she has read."""
_RESTS = re.compile(
    r"(?:.* )?(?:(?:une|en|la|petite|de la|faire|prendre) pause|me reposer|du repos"
    r"|arreter? (?:un|pour un|1) (?:moment|peu|temps)|(?:un|pour un) moment|quelques jours)(?: .*)?"
)
_COMES_BACK = re.compile(r"\b(?:revenir|recommencer|reinscri\w+|me reinscrire)\b")
_ERASES = re.compile(r"\b(?:eff?ace\w*|supp?rime\w*)\b")
PAUSE = tr(
    "Tu veux seulement souffler ? La pause arrête mes rappels : ton compte reste, avec tout ce qu'il contient."
).with_choices(Choice("/pause", "🔕 Pause des rappels"), Choice("/menu", "Menu"), columns=2)
LAST_OWNER = tr(
    "Tu es la seule à pouvoir donner les rôles : ton compte ne peut pas être effacé. Donne d'abord ce rôle à quelqu'un."
)


def rests(text: str) -> bool:
    """Whether a sentence wants a rest instead of the erasure: « je veux juste une pause »."""
    said = fold(" ".join(vocabulary().words(text)))
    return _RESTS.fullmatch(said) is not None and _ERASES.search(said) is None


def means_it(text: str) -> bool:
    """Whether a sentence says yes to the erasure: « oui supprime mon compte »."""
    return "?" not in text and _MEANS_IT.fullmatch(fold(" ".join(vocabulary().words(text)))) is not None


class Facts(Record):
    """`due`: the day on which everything would be erased; `books`: until when the books are kept. `owed`, `tail`: as in
    `ErasureAsked`. `asked`: the day of an erasure that was asked for already. `last_owner`: it would be refused."""

    has_pin: bool
    due: date
    books: date
    owed: tuple[Money, ...] = ()
    tail: str = ""
    asked: date | None = None
    last_owner: bool = False


class State(Record):
    at: Literal["look", "number"] = "look"


def prompt(state: State, facts: Facts) -> Message:
    """Say what is erased and what stays, or ask for the secret number."""
    title = tr("🗑 *Effacer ton compte*")
    if state.at == "number":
        return secret_number.ask(title)
    said = title + tr("J'efface ton nom, tes messages, tes fichiers, tes leçons et tes certificats.")
    said += tr(
        "Je garde sans ton nom, sous un numéro, tes réponses déjà données et ce qui t'a été payé. La loi le demande "
        "pour les comptes, jusqu'au {day}.",
        day=FullDay(facts.books),
    )
    if facts.owed:
        said += _owed(facts)
    said += tr("Tu as 14 jours pour changer d'avis : tout est effacé le {day}.", day=FullDay(facts.due))
    return said.with_choices(GO, STAY, columns=2)


def _later(due: date) -> Message:
    """Until when she can change her mind, and what comes after."""
    return tr(
        "Jusqu'au {day}, écris « je reste » et rien n'est effacé. Après, il faut une nouvelle invitation.",
        day=FullDay(due),
    )


def _owed(facts: Facts) -> Message:
    if facts.tail:
        return tr(
            "💰 Il te reste {sum}. La prochaine paie va au numéro qui finit par {tail}. Ce qui n'est pas payé ce "
            "jour-là reste à toi : je te donne un numéro pour le demander.",
            sum=Francs(francs(*facts.owed)),
            tail=Raw(facts.tail),
        )
    return tr(
        "💰 Il te reste {sum}, et je ne sais pas où te payer : dis-le d'abord avec « paiement ». Sinon, je te donne un "
        "numéro pour le demander plus tard.",
        sum=Francs(francs(*facts.owed)),
    )


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the yes and the secret number, and let the erasure be planned."""
    match state.at, event:
        case _, Done(ErasureAsked() as asked):
            return leave(Say(noted(asked)))
        case _, Done(LastOwnerStays()):
            return leave(Say(LAST_OWNER))
        case _, _ if facts.last_owner:
            return leave(Say(LAST_OWNER))
        case _, _ if facts.asked is not None:
            return leave(Say(waits(facts.asked)))
        case _, Started() | Resumed():
            return stay(State())
        case _, Typed(text) if staying.read(text, below=True) == "stay":
            return leave(Say(KEPT))
        case "look", Typed(text) if _COMES_BACK.search(fold(text)):
            return stay(state, Say(_later(facts.due)))
        case "look", Typed(text) if rests(text):
            return leave(Say(KEPT + PAUSE))
        case "look", Typed(text) if means_it(text):
            return step(state, Picked(GO.id), facts)
        case "look", Picked(GO.id):
            return stay(State("number")) if facts.has_pin else stay(state, Do(AskErasure()))
        case "look", Picked(STAY.id):
            return leave(Say(KEPT))
        case "look", _:
            return misread(state, Say(PICK))
        case _:
            return secret_number.check(state, event, lambda: stay(state, Do(AskErasure())), Say(KEPT))


def noted(asked: ErasureAsked) -> Message:
    """What happens from now on, and how to change one's mind."""
    said = tr(
        "🗑 C'est noté : ton compte est effacé le {day}. D'ici là, je ne t'écris plus de moi-même et je ne te donne "
        "plus de travail.",
        day=FullDay(asked.due),
    )
    if asked.claim and not asked.owed:
        said += tr(
            "💰 De l'argent peut encore te revenir : une paie qui n'arrive pas, un refus qui change. Il reste à toi "
            "sous ce numéro : *{claim}*. Garde-le. Avec un nouveau compte, écris-le ici.",
            claim=Raw(asked.claim),
        )
    elif asked.claim:
        said += tr(
            "💰 Il te reste {sum}. Ce qui n'est pas payé ce jour-là reste à toi sous ce numéro : *{claim}*. Garde-le. "
            "Avec un nouveau compte, écris-le ici pour avoir ton argent.",
            sum=Francs(francs(*asked.owed)),
            claim=Raw(asked.claim),
        )
    return (said + _mind()).with_choices(BACK)


def waits(day: date) -> Message:
    """An erasure was asked for already."""
    return (tr("🗑 Ton compte est effacé le {day}.", day=FullDay(day)) + _mind()).with_choices(BACK)


def told(day: date, chat: str) -> Message:
    """For the person's other chats."""
    said = tr("🗑 Depuis *{chat}*, on me demande d'effacer ton compte, le {day}.", chat=Raw(chat), day=FullDay(day))
    return (said + tr("Ce n'est pas toi, ou tu changes d'avis ? Écris « je reste ».")).with_choices(BACK)


def after_restore(day: date) -> Message:
    """What the person wrote last may be lost: an erasure is carried out that they may have called off."""
    said = tr("⚠️ Une panne a effacé les derniers messages. Ton compte doit être effacé le {day}.", day=FullDay(day))
    return (said + tr("Tu restes ? Écris-le encore une fois : « je reste ».")).with_choices(BACK)


def _mind() -> Message:
    return tr("Tu changes d'avis ? Écris « je reste ».")


FLOW = Flow(
    "erasure", 1, State, prompt, step, refused_by_no=True, own_hand=True, serves="everybody", lapses=lambda _: True
)
