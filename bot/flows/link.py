"""`lier`: the chats where she is, a code that joins one more, and what to do with one that is not in her
hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from backend.domain.linking import CHANGES, CODE_LIFE, Change, ChangeChat, Chat, ChatChanged, LinkMade, MakeLink
from backend.domain.message import Choice, Message, Raw, Tr, tr
from backend.domain.texts import lines
from bot.flows.answers import PICK
from bot.flows.kit import Do, Done, Event, Picked, Resumed, Say, Started, Step, leave, misread, stay
from bot.flows.registry import Flow

NEW = Choice("new", "➕ Relier un autre")
BACK = Choice("back", "Retour", aside=True)
MENU = Choice("/menu", "Menu")


@dataclass(frozen=True, slots=True)
class Facts:
    """All chats of hers."""

    chats: tuple[Chat, ...]

    @property
    def others(self) -> tuple[Chat, ...]:
        return tuple(chat for chat in self.chats if not chat.here)


@dataclass(frozen=True, slots=True)
class State:
    at: Literal["all", "one"] = "all"
    chat: int = 0


def prompt(state: State, facts: Facts) -> Message:
    chosen = next((chat for chat in facts.others if chat.id == state.chat), None)
    if state.at == "one" and chosen is not None:
        asked = tr("Que veux-tu faire avec *{chat}* ?", chat=Raw(chosen.label))
        return asked.with_choices(*_actions(chosen), BACK)
    listed = Message((_lines(facts.chats),)).with_choices(*_choices(facts))
    return tr("*Tes messageries reliées*") + listed


def _lines(chats: tuple[Chat, ...]) -> Tr:
    """One line for each: which it is, and what goes on there."""
    return lines(*map(_line, chats))


def _line(chat: Chat) -> Tr:
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
    """With one other chat, what to do with it at once; with more, which one first."""
    here = next((chat for chat in facts.chats if chat.here), None)
    found = [] if here is None or here.reminds else [Choice(f"remind:{here.id}", "⏰ M'écrire ici")]
    if len(facts.others) == 1:
        found += _actions(facts.others[0])
    else:
        found += [Choice(f"one:{chat.id}", Raw(chat.label)) for chat in facts.others]
    return (*found, NEW)


def _actions(chat: Chat) -> list[Choice]:
    label = Raw(chat.label)
    if chat.locked:
        return [
            Choice(f"find:{chat.id}", "🔓 Téléphone retrouvé"),
            Choice(f"part:{chat.id}", Tr("✂️ Délier {chat}", {"chat": label})),
        ]
    remind = [] if chat.reminds else [Choice(f"remind:{chat.id}", Tr("⏰ M'écrire sur {chat}", {"chat": label}))]
    return [
        *remind,
        Choice(f"part:{chat.id}", Tr("✂️ Délier {chat}", {"chat": label})),
        Choice(f"lose:{chat.id}", "📵 Téléphone perdu"),
    ]


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Started() if len(facts.chats) < 2:
            return stay(State(), Do(MakeLink()))
        case Started() | Resumed():
            return stay(state)
        case Done(LinkMade() as made):
            return leave(Say(_made(made)))
        case Done(ChatChanged() as changed):
            return leave(Say(changed_words(changed).with_choices(MENU)))
        case Picked(NEW.id):
            return stay(State(), Do(MakeLink()))
        case Picked(BACK.id):
            return stay(State())
        case Picked(choice):
            return _picked(state, choice, facts)
        case _:
            return misread(state, Say(PICK))


def _picked(state: State, choice: str, facts: Facts) -> Step[State]:
    what, _, number = choice.partition(":")
    chat = next((chat for chat in facts.chats if str(chat.id) == number), None)
    if chat is None:
        return stay(State(), Say(PICK))
    if what == "one":
        return stay(State("one", chat.id))
    if what in CHANGES:
        return stay(state, Do(ChangeChat(cast(Change, what), chat.id)))
    return misread(state, Say(PICK))


def _made(made: LinkMade) -> Message:
    """The line to be typed on the other channel stands alone, to be copied."""
    said = tr(
        "Sur ton autre messagerie ou ton autre téléphone, écris-moi cette ligne dans les {time} :", time=CODE_LIFE
    )
    said += Message((Raw(f"lier {made.code}"),))
    for channel, address in made.links:
        said += tr("Ou ouvre ce lien avec {channel} : {link}", channel=Raw(channel), link=Raw(address))
    return said + tr("Cette ligne est pour toi seule : ne la donne à personne.")


def changed_words(changed: ChatChanged) -> Message:
    """What has come of it, for her."""
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
                "Si tu retrouves ce téléphone, dis-le-moi ici avec « lier »."
            )
        case "find":
            return tr("Bonne nouvelle ! *{chat}* est de nouveau ouvert.", chat=label)


FLOW = Flow("link", 1, State, prompt, step)
