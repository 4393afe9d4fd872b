"""Ask what the person meant by a text, keep the text until then, and read what they say to that.

The kept texts are in `Conversation.asked`, under "said"; the message that one may reply to, under "to"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.records import replace
from bot.flows.engine import agreement, yes_no
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.meaning import INSTEAD, Question, Unsure
from bot.handlers.engine import flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn

MOST_SHOWN = 40
"""The most characters of the person's text that are quoted back."""
ANSWER, NO_ANSWER, REPLY = "/ma-reponse", INSTEAD, "/lui-repondre"


async def ask(turn: Turn, text: str, unsure: Unsure) -> None:
    """Ask which of two the person means: a choice of the last message, or an answer to the open
    question, which stays open."""
    asked = tr(
        "« {text} » : tu parles de « {label} », dans le dernier message ? Ou c'est ta réponse à la question d'avant ?",
        text=_brief(text),
        label=unsure.choice.part,
    )
    await ask_back(turn, asked, unsure.answer, unsure.choice)


def _brief(text: str) -> Raw:
    said = " ".join(text.split())
    return Raw(said if len(said) <= MOST_SHOWN else said[: MOST_SHOWN - 1].rstrip() + "…")


async def ask_back(turn: Turn, asked: Message, answer: Event, *choices: Choice) -> None:
    """Ask whether the text was one of these choices, or the answer to the open question. The answer is kept until then.
    A number or label that is typed next picks one of these choices."""
    turn.conversation.asked["said"] = [_dump(answer)]
    await turn.say(asked.with_choices(*choices, _hers(turn, 1, Tr("C'est ma réponse"))))


async def ask_word_for_word(turn: Turn, text: str, answer: Event | None = None) -> None:
    """Ask whether the text is the answer to the open question as it stands. `answer`: what it is there, if not typed
    words."""
    asked = tr(
        "« {text} » : je note ces mots tels quels ? Sinon, écris toute la bonne réponse, sans rien d'autre.",
        text=Raw(text.strip()),
    )
    await ask_back(turn, asked, answer or open_question.typed(text))


async def ask_whether_over(turn: Turn, text: str, *, below: bool = False, whom: Value | None = None) -> None:
    """Ask whether the text leaves the open question or answers it. `below`: the question stands further up. `whom`: to
    whom an answer would go, if it goes to somebody who is named."""
    if below and whom is not None:
        asked = tr(
            "« {text} » : tu veux t'arrêter là, ou c'est ta réponse à *{whom}*, d'avant ?", text=_brief(text), whom=whom
        )
    elif below:
        asked = tr(
            "« {text} » : tu veux t'arrêter là, ou c'est ta réponse à la question d'avant ?", text=Raw(text.strip())
        )
    else:
        asked = tr("« {text} » : tu veux t'arrêter là, ou c'est ta réponse ?", text=Raw(text.strip()))
    stop = Choice(f"{NO_ANSWER} {turn.conversation.question}", Tr("Je m'arrête là"))
    await ask_back(turn, asked, open_question.typed(text), stop)


async def show_and_ask(turn: Turn, here: Message, text: str) -> None:
    """Show the open question after `here`, and ask whether words that were written before it was seen in this chat are
    its answer."""
    turn.conversation.asked["said"] = [_dump(open_question.typed(text))]
    asked = tr("« {text} » : c'est ta réponse ?", text=_brief(text)).once()
    await flow_engine.show_again(turn, here + asked, replace(_hers(turn, 1, Tr("C'est ma réponse")), says="yes"))


async def ask_which(turn: Turn, text: str, question: Question, *answers: Several | Picked) -> None:
    """Ask which of several answers to the open question the person means."""
    turn.conversation.asked["said"] = [_dump(answer) for answer in answers]
    asked = tr("« {text} » : que veux-tu dire ?", text=Raw(text.strip()))
    hers = (_hers(turn, n, Raw(question.label(answer))) for n, answer in enumerate(answers, 1))
    await turn.say(asked.with_choices(*hers))


async def ask_surely(turn: Turn, choices: tuple[Choice, Choice]) -> None:
    """Ask for the yes or the no of the last message, in a clear word."""
    yes, no = choices
    said = tr("Pour que ce soit clair : « {yes} » ou « {no} » ?", yes=yes.part, no=no.part)
    await turn.say(said.with_choices(yes, no, columns=2))


def _hers(turn: Turn, number: int, label: Tr | Raw) -> Choice:
    """The button that confirms the kept answer with this number (from 1)."""
    return Choice(f"{ANSWER} {turn.conversation.question} {number}", label)


def said(turn: Turn) -> Event | None:
    """The kept event that may be an answer; the first one if there are several."""
    kept = turn.conversation.asked.get("said")
    return _load(kept[0]) if kept else None


async def ask_whether_reply(
    turn: Turn,
    text: str,
    answer: Event | None,
    other: Choice | None = None,
    *,
    to: str,
    whom: Value,
    instead: Value | None = None,
) -> None:
    """Ask whether the text is a reply to the last message, which would go to `whom`. `to`: the platform's id of that
    message. `answer`: what the text would be as an answer to the open question, if it can be one; it would then go to
    `instead`, if it goes to anybody. `other`: what it may mean besides."""
    turn.conversation.asked["to"] = [to, text.strip()]
    reply = Choice(REPLY, Tr("✍️ Lui répondre"), says="yes")
    if answer is not None:
        asked = tr(
            "« {text} » : tu réponds à *{whom}* ? Ou c'est ta réponse à la question d'avant ?",
            text=_brief(text),
            whom=whom,
        )
        if instead is not None:
            asked = tr(
                "« {text} » : tu réponds à *{whom}* ? Ou c'est ta réponse à *{instead}*, d'avant ?",
                text=_brief(text),
                whom=whom,
                instead=instead,
            )
        await ask_back(turn, asked, answer, reply, *([other] if other is not None else []))
        return
    turn.conversation.asked["said"] = [_dump(Typed(text.strip()))]
    asked = tr("« {text} » : c'est pour répondre à *{whom}* ?", text=_brief(text), whom=whom)
    first, *more = (other,) if other is not None else flow_engine.ways_on(turn)
    await turn.say(asked.with_choices(reply, replace(first, says="no"), *more, columns=2))


def kept_reply(turn: Turn) -> tuple[str, str] | None:
    """(what the person wrote, the platform's id of the message that it may reply to) while that is asked; None
    otherwise. Calling it removes both."""
    asked = turn.conversation.asked
    if "to" not in asked or "said" not in asked:
        return None
    del asked["said"]
    to, words = asked.pop("to")
    return words, to


async def answered(turn: Turn, rest: str) -> None:
    """`ma-reponse 57 1`: the first kept text was the person's answer to question 57. It is handled if
    that question is still open."""
    talk = turn.conversation
    question, _, number = (rest or _asked_about(turn)).partition(" ")
    kept = talk.asked.pop("said", ())  # the kept answers are used once
    place = int(number[:2]) if number.isascii() and number.isdigit() else 1
    if 1 <= place <= len(kept) and _is_open(turn, question):
        await flow_engine.handle(turn, _load(kept[place - 1]))
    else:
        await _over(turn)


async def insisted(turn: Turn, text: str) -> bool:
    """Take the text before as her answer, after « si, c'est ma réponse » to who asked what it means, « oui » where the
    question itself asks that, or « envoie » unless the answer would be data: « j'ai pas reçu mon argent ». Return False
    if the text says nothing of that."""
    flow = flow_stack.top(turn)
    sends = agreement.sends(text) and flow is not None and not flow.marks
    if said(turn) is None or not (agreement.insists(text) or sends or _agreed(turn, text)):
        return False
    await answered(turn, str(turn.conversation.question))
    return True


def _agreed(turn: Turn, text: str) -> bool:
    """Whether the text is the yes to « c'est ta réponse ? » of `show_and_ask`."""
    asked = open_question.asked_here(turn).choices
    return yes_no.read(text) == "yes" and any(choice.id.startswith(f"{ANSWER} ") for choice, _ in asked)


async def left(turn: Turn, rest: str) -> None:
    """`pas-ma-reponse 57`: the text was no answer; the person wants to leave question 57."""
    if _is_open(turn, rest or _asked_about(turn)):
        await flow_engine.leave(turn, "away")
    else:
        await _over(turn)


def _asked_about(turn: Turn) -> str:
    """The number of the question while it is asked what the person means, for those who type the button's word without
    its number; otherwise ""."""
    return str(turn.conversation.question) if "said" in turn.conversation.asked else ""


def _is_open(turn: Turn, question: str) -> bool:
    talk = turn.conversation
    return bool(talk.stack) and turn.shown_here and question == str(talk.question)


async def _over(turn: Turn) -> None:
    if not await flow_engine.show_again(turn, OVER):
        await turn.say(OVER.with_choices(Choice("/menu", "Menu")))


OVER = tr("Cette question est déjà passée.")


def _dump(event: Event) -> list[Any]:
    match event:
        case Picked(choice):
            return ["p", choice]
        case Several(choices):
            return ["s", *choices]
        case Typed(text):
            return ["t", text]
        case _:
            raise AssertionError(f"{event} is nothing that she types")


def _load(kept: Sequence[Any]) -> Event:
    sign, *rest = kept
    return Picked(rest[0]) if sign == "p" else Typed(rest[0]) if sign == "t" else Several(tuple(rest))
