"""`lier`: the person's chats, a code to link one more, and what to do with a chat that they no longer have."""

from __future__ import annotations

from typing import Literal, cast

from backend.domain.identity.joining import JoinPending, NumberFirst, Pending
from backend.domain.identity.linking import (
    CHANGES,
    CODE_LIFE,
    AskReferee,
    Change,
    ChangeChat,
    ChatChanged,
    ChatGuarded,
    LinkMade,
    ListedChat,
    MakeLink,
    PinTried,
    RefereeAsked,
    TryPin,
    read_pin,
)
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.records import Record
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, Typed, leave, misread, stay
from bot.flows.engine.registry import Flow
from bot.flows.identity import joining_views, secret_number

NEW = Choice("new", "➕ Relier un autre")
FOUND = Tr("🔓 Téléphone retrouvé")
FOUND_IN_WORDS = (
    *("je l'ai retrouvé", "j'ai retrouvé mon téléphone", "j'ai retrouvé mon portable", "j'ai retrouvé mon tel"),
    *("g retrouvé mon téléphone", "g retrouvé mon tel", "g retrouvé"),
    *("mon téléphone est retrouvé", "retrouvé", "c'est bon je l'ai retrouvé", "je l'ai récupéré"),
)
"""What names the button of a phone that was found again."""
BACK = Choice("back", "Retour", aside=True)
PART = Choice("yes", "✂️ Oui, délier", says="sure")
KEEP = Choice("no", "Non", says="no")
MENU = Choice("/menu", "Menu")


class Facts(Record):
    """All chats of the person, and links that are under way for the account."""

    chats: tuple[ListedChat, ...]
    pending: tuple[Pending, ...] = ()

    @property
    def others(self) -> tuple[ListedChat, ...]:
        """The person's chats except the one where they write."""
        return tuple(chat for chat in self.chats if not chat.here)


class State(Record):
    """`at` "part": confirm unlinking. A lost phone is closed without a confirmation, because a thief may hold it.
    "pin": ask for the secret number before a lost phone reopens."""

    at: Literal["all", "one", "part", "pin"] = "all"
    chat: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """List the chats, or ask what to do with one of them."""
    chosen = next((chat for chat in facts.others if chat.id == state.chat), None)
    if state.at == "pin" and chosen is not None:
        asked = tr("🔒 Pour rouvrir *{chat}*, écris ton code secret hiteuses.", chat=Raw(chosen.label))
        return secret_number.free(asked.with_choices(secret_number.FORGOTTEN, BACK))
    if state.at == "part" and chosen is not None:
        asked = tr(
            "Délier *{chat}* ? Tu n'y verras plus ton compte, et je ne t'y écrirai plus. Rien d'autre ne change.",
            chat=Raw(chosen.label),
        )
        return asked.with_choices(PART, KEEP, columns=2)
    if state.at == "one" and chosen is not None:
        asked = tr("Que veux-tu faire avec *{chat}* ?", chat=Raw(chosen.label))
        return asked.with_choices(*_actions(chosen), BACK)
    listed = Message((_lines(facts.chats),))
    for each in facts.pending:
        listed += joining_views.waits(each)
    return tr("*Tes messageries reliées*") + listed.with_choices(*_choices(facts))


def _lines(chats: tuple[ListedChat, ...]) -> Tr:
    """One line for each chat: which it is, and what it is used for."""
    return lines(*map(_line, chats))


def _line(chat: ListedChat) -> Tr:
    label = Raw(chat.label)
    if chat.locked:
        return Tr("• {chat} : 🔒 fermé", {"chat": label})
    match chat.here, chat.reminds:
        case True, True:
            return Tr("• {chat} : tu es ici, et je t'écris ici", {"chat": label})
        case True, False:
            return Tr("• {chat} : tu es ici", {"chat": label})
        case False, True:
            return Tr("• {chat} : je t'écris là", {"chat": label})
        case _:
            return Tr("• {chat}", {"chat": label})


def _choices(facts: Facts) -> tuple[Choice, ...]:
    """With one other chat, its actions; with more, the chats to pick from."""
    here = next((chat for chat in facts.chats if chat.here), None)
    found = [] if here is None or here.reminds else [Choice(f"remind:{here.id}", "⏰ M'écrire ici")]
    if len(facts.others) == 1:
        found += _actions(facts.others[0])
    else:
        found += [Choice(f"one:{chat.id}", Raw(chat.label)) for chat in facts.others]
    stops = [joining_views.stop(each.id, Tr("🚫 Arrêter")) for each in facts.pending]
    return (*stops, *found, NEW)


def _actions(chat: ListedChat) -> list[Choice]:
    label = Raw(chat.label)
    if chat.locked:
        return [
            Choice(f"find:{chat.id}", FOUND, also=FOUND_IN_WORDS),
            Choice(f"part:{chat.id}", Tr("✂️ Délier {chat}", {"chat": label})),
        ]
    remind = [] if chat.reminds else [Choice(f"remind:{chat.id}", Tr("⏰ M'écrire sur {chat}", {"chat": label}))]
    return [
        *remind,
        Choice(f"part:{chat.id}", Tr("✂️ Délier {chat}", {"chat": label})),
        Choice(f"lose:{chat.id}", "📵 Téléphone perdu"),
    ]


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a chat and an action for it; with a single chat, make a code at once."""
    match event:
        case Started({"find": int(chat)}):
            return stay(State("one", chat), Do(ChangeChat("find", chat)))
        case Started() if len(facts.chats) < 2 and not facts.pending:
            return stay(State(), Do(MakeLink()))
        case Started() | Resumed():
            return stay(state)
        case Done(LinkMade() as made):
            return leave(Say(_made(made)))
        case Done(ChatChanged() | ChatGuarded() | JoinPending() as changed):
            return leave(Say(changed_words(changed)))
        case Done(NumberFirst()):
            return stay(State("pin", state.chat))
        case Picked(NEW.id):
            return stay(State(), Do(MakeLink()))
        case Picked(BACK.id):
            return stay(State())
        case Picked(PART.id) if state.at == "part":
            return stay(State("one", state.chat), Do(ChangeChat("part", state.chat)))
        case Picked(KEEP.id) if state.at == "part":
            return stay(State(), Say(tr("D'accord, rien ne change.")))
        case _ if state.at == "pin":
            return _pin(state, event)
        case Picked(choice):
            return _picked(state, choice, facts)
        case _:
            return misread(state, Say(PICK))


def _pin(state: State, event: Event) -> Step[State]:
    match event:
        case Typed(text):
            return stay(state, Do(TryPin(text))) if read_pin(text) else misread(state, Say(secret_number.DIGITS))
        case Done(PinTried(True)):
            return stay(state, Do(ChangeChat("find", state.chat, proved=True)))
        case Done(PinTried() as tried):
            return stay(state, Say(secret_number.wrong(tried)))
        case Picked(secret_number.FORGOTTEN.id):
            return stay(state, Do(AskReferee()))
        case Done(RefereeAsked(there)):
            return leave(Say(secret_number.asked_referee(there)))
        case _:
            return stay(state)


def _picked(state: State, choice: str, facts: Facts) -> Step[State]:
    what, _, number = choice.partition(":")
    chat = next((chat for chat in facts.chats if str(chat.id) == number), None)
    if chat is None:
        return stay(State(), Say(PICK))
    if what in ("one", "part"):
        return stay(State(cast(Literal["one", "part"], what), chat.id))
    if what in CHANGES:
        return stay(State(state.at, chat.id), Do(ChangeChat(cast(Change, what), chat.id)))
    return misread(state, Say(PICK))


def _made(made: LinkMade) -> Message:
    """The line to type in the other chat. It is on a line of its own, to be copied."""
    said = tr(
        "Sur ton autre messagerie ou ton autre téléphone, écris-moi cette ligne dans les {time} :", time=CODE_LIFE
    )
    said += Message((Raw(f"lier {made.code}"),))
    for channel, address in made.links:
        said += tr("Ou ouvre ce lien avec {channel} : {link}", channel=Raw(channel), link=Raw(address))
    if made.number:
        said += tr("🔒 Ensuite, je te demande ton code secret ici.")
    elif made.waits:
        said += tr(
            "🔒 Pour protéger ton compte, je préviens ensuite toutes tes messageries, et j'ouvre 24 heures après. "
            "Avec un code secret choisi la veille (« secret »), c'est tout de suite."
        )
    return said + tr("Cette ligne est pour toi seule : ne la donne à personne.")


def changed_words(changed: ChatChanged | ChatGuarded | JoinPending) -> Message:
    """The result of a change, as the person reads it."""
    match changed:
        case ChatGuarded(_, label, asked):
            return joining_views.guarded(label, asked=asked)
        case JoinPending():
            return joining_views.reopens()
        case ChatChanged("lose", label, chat) if label and chat:
            return _changed(changed).with_choices(Choice(f"/lier find {chat}", FOUND, also=FOUND_IN_WORDS), MENU)
        case ChatChanged():
            return _changed(changed).with_choices(MENU)


def _changed(changed: ChatChanged) -> Message:
    label = Raw(changed.label)
    if not changed.label:
        return tr("Cette messagerie n'est déjà plus reliée à ton compte.")
    match changed.what:
        case "remind":
            return tr("C'est réglé : je t'écris d'abord sur *{chat}*.", chat=label)
        case "part":
            return tr("C'est fait : *{chat}* n'est plus relié à ton compte.", chat=label) + tr(
                "Pour le relier de nouveau, écris « lier »."
            )
        case "lose":
            return tr("C'est fait : plus rien de toi ne s'affiche sur *{chat}*.", chat=label) + tr(
                "C'était une erreur, ou tu le retrouves ? Touche « Téléphone retrouvé », ici ou dans « lier »."
            )
        case "find":
            return tr("Bonne nouvelle ! *{chat}* est de nouveau ouvert.", chat=label)


FLOW = Flow("link", 1, State, prompt, step, refused_by_no=True, serves="everybody", own_hand=True)
