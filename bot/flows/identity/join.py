"""`lier CODE`: link this chat to another account. Two accounts are merged only after a confirmation, and, if the
account here has a secret number, after that number."""

from __future__ import annotations

from typing import Literal

from backend.domain.identity.joining import JoinPending, NumberFirst
from backend.domain.identity.linking import (
    AskReferee,
    JoinAccounts,
    LinkAsks,
    Linked,
    LinkRefused,
    PinTried,
    RefereeAsked,
    TryPin,
    UseLink,
    read_pin,
)
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.records import Record, replace
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, end, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import joining_views, secret_number

YES = Choice("yes", "Oui, réunir", says="sure")
NO = Choice("no", "Non")
WORK, MENU = Choice("/travail", "💼 Travailler"), Choice("/menu", "Menu")


class Facts(Record):
    """`works`: whether the person's role has work."""

    works: bool = True


class State(Record):
    """`link`: the digest of the code, never the code. `name`: of the account that it leads to."""

    at: Literal["code", "ask", "pin"] = "code"
    link: str = ""
    name: str = ""


def prompt(state: State, _facts: Facts) -> Message:
    """Ask for the code, for the confirmation of a merge, or for the secret number."""
    if state.at == "code":
        return tr("Écris la ligne « lier CODE » que tu as reçue sur ton autre messagerie.")
    if state.at == "pin":
        asked = tr("🔒 Avant de réunir tes deux comptes, écris le code secret de celui d'*ici*.")
        return secret_number.free(asked.with_choices(secret_number.FORGOTTEN, NO))
    return (
        tr("Tu as déjà un compte ici, et ce code mène à un autre : celui de *{name}*.", name=_name(state.name))
        + tr(
            "Si les deux sont à toi, je les réunis : un seul compte, tes gains ensemble, une seule journée de "
            "3 heures. Tu ne pourras plus les séparer toi-même."
        )
        + tr("Si quelqu'un d'autre t'a donné ce code, réponds non.").with_choices(YES, NO)
    )


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a code when the flow starts, then a yes or no, then the secret number."""
    match event:
        case Started(str(words)):
            return stay(State(), Do(UseLink(words)))
        case Done(LinkRefused() as refused):
            return leave(Say(said_of(refused)))
        case Done(LinkAsks(link, name)):
            return stay(State("ask", link, name))
        case Done(NumberFirst()):
            return stay(replace(state, at="pin"))
        case Done(JoinPending() as pending):
            return leave(Say(joining_views.asked_for(pending)))
        case Done(Linked() as linked):
            choices = (WORK, MENU) if facts.works else (MENU,)
            return end(Say(_linked(linked).with_choices(*choices, columns=2)))
        case Picked(YES.id) if state.at == "ask":
            return stay(state, Do(JoinAccounts(state.link)))
        case Picked(NO.id):
            return leave(Say(tr("D'accord, rien ne change.")))
        case Resumed() | Started():
            return stay(state) if state.at != "code" else leave()
        case _ if state.at == "pin":
            return _pin(state, event)
        case _:
            return misread(state, Say(PICK))


def _pin(state: State, event: Event) -> Step[State]:
    """Take the secret number of this chat's account."""
    match event:
        case Typed() if secret_number.forgets(event):
            return stay(state, Do(AskReferee()))
        case Typed(text):
            return stay(state, Do(TryPin(text))) if read_pin(text) else misread(state, Say(secret_number.DIGITS))
        case Done(PinTried(True)):
            return stay(state, Do(JoinAccounts(state.link, proved=True)))
        case Done(PinTried() as tried):
            return stay(state, Say(secret_number.wrong(tried)))
        case Picked(secret_number.FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Done(RefereeAsked(there)):
            return leave(Say(secret_number.asked_referee(there)))
        case _:
            return stay(state)


def _name(name: str) -> Raw:
    return Raw(name or "?")


def _linked(linked: Linked) -> Message:
    hello = tr("C'est relié, {name} ! 🔗", name=Raw(linked.name)) if linked.name else tr("C'est relié ! 🔗")
    if linked.merged:
        hello += tr("Tes deux comptes n'en font plus qu'un : tes gains, ta journée et ton projet sont ensemble.")
    else:
        hello += tr("Tu retrouves tout ici, là où tu l'as laissé.")
    if linked.stays:
        hello += joining_views.STAYS
    hello += linked.lost
    if linked.stopped:
        hello += tr("Tu m'as dit « stop », alors je ne t'écris pas de moi-même. Pour changer, écris « revenir ».")
    return hello


def said_of(refused: LinkRefused) -> Message:
    """Why the code links nothing, and what to do."""
    match refused.why:
        case "unknown":
            said = tr(
                "Je ne connais pas ce code. Vérifie-le, ou écris « lier » sur ton autre messagerie pour un nouveau."
            )
        case "invitation":
            said = tr("Ce code est une invitation : il ouvre un nouveau compte.")
        case "used":
            said = tr("Ce code a déjà servi. Écris « lier » sur ton autre messagerie pour un nouveau.")
        case "expired":
            said = tr("Ce code est trop vieux. Écris « lier » sur ton autre messagerie pour un nouveau.")
        case "own":
            said = tr("Ici, tu es déjà reliée. Écris cette ligne sur ton *autre* messagerie.")
        case "guessing":
            return _WAIT
        case "many":
            said = tr(
                "Ton compte a déjà beaucoup de messageries. Délie d'abord celle que tu n'utilises plus : « lier »."
            )
        case "roles":
            said = tr("Ces deux comptes n'ont pas le même rôle, je ne peux pas les réunir.") + _ask(refused.huber)
        case "answers":
            said = tr(
                "Ces deux comptes ont répondu aux mêmes tâches, je ne peux pas les réunir. Garde celui que tu "
                "préfères : ce que tu as gagné sur l'autre reste à toi."
            ) + _ask(refused.huber)
        case "changed":
            said = tr(
                "Entre-temps, quelque chose a changé sur ces messageries. Écris « lier » sur l'autre, et recommence."
            )
    return said + _WAIT if refused.last else said


_WAIT = tr("Cela fait beaucoup d'essais. Attends une heure avant d'écrire un autre code.")


def _ask(huber: str) -> Message:
    if huber:
        return tr("Parles-en à {huber}.", huber=Raw(huber))
    return tr("Parles-en à la personne qui t'a invitée.")


FLOW = Flow("link_join", 1, State, prompt, step, serves="everybody", own_hand=True)
