"""`signaler une personne`: she tells the team how her Huber treats her, by phone or in person as well. Her Huber does
not read it, and the two do not write to each other until the team has looked."""

from __future__ import annotations

from typing import Literal

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.threads.commands import FILE_KINDS, Enclosed, TellOfHuber, ToldOfHuber, WriteToHuber
from backend.records import Record, replace
from bot.flows.engine import agreement, leaving, odd, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Open,
    Picked,
    Resumed,
    Say,
    Sent,
    Started,
    Step,
    Typed,
    end,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.threads.write import LATER, NO_VIDEO, REPORT, WRITE

TO = "tell:"
"""What the choices of a Huber begin with; her number follows."""
MOST_WORDS = 1000
"""The most characters of what is told."""
NOT_ALLOWED = tr("🚩 Personne ici n'a le droit de mal te parler, ni de demander de l'argent, un code ou des photos.")
MOST_HUBERS = 6
"""The most Hubers among whom she chooses."""
FOR_HER = Choice("for_her", "✍️ À ma Huber")
TOLD = tr("🚩 Merci de l'avoir dit. L'équipe le lit, et te répond ici. Ta Huber ne lit pas ces mots.")
READ_LATER = tr(
    "🚩 Merci de l'avoir dit. Pour le moment, il n'y a personne dans l'équipe. Je le montre à la prochaine personne "
    "qui arrive. Ta Huber ne lit pas ces mots."
)


class Facts(Record):
    """`hubers`: the person and first name of each Huber who reads her messages. `reportable`: the last message of the
    Huber can be reported."""

    hubers: tuple[tuple[int, str], ...] = ()
    reportable: bool = False


class State(Record):
    """`words`: what is sent to the team, once she has said so. `hubers`: of whom she may be telling, as in `Facts` when
    she began; one of them may have left since."""

    at: Literal["words"] = "words"
    words: str = ""
    hubers: tuple[tuple[int, str], ...] = ()


def prompt(state: State, facts: Facts) -> Message:
    """Ask what has happened, or whether it goes to the team as she wrote it."""
    if not state.words:
        message = NOT_ALLOWED + tr("✍️ Écris ici ce qui s'est passé : c'est *l'équipe* qui le lit, pas ta Huber.")
        if facts.reportable:
            message += tr("C'est dans le dernier message reçu ici ? Signale-le : c'est l'équipe qui le lit.")
        return replace(message, choices=(REPORT, LATER) if facts.reportable else (LATER,), free=True)
    message = NOT_ALLOWED.once() + Message((Tr("« {words} »", {"words": Raw(state.words)}),))
    message += tr("C'est *l'équipe* qui le lit, pas ta Huber. Jusqu'à sa réponse, vous ne pouvez pas vous écrire ici.")
    hubers = state.hubers or facts.hubers
    if len(hubers) > 1:
        message += tr("De qui parles-tu ?")
        tell = [Choice(f"{TO}{each}", Tr("🚩 {name}", {"name": Raw(name)})) for each, name in hubers[:MOST_HUBERS]]
    else:
        tell = [Choice(f"{TO}{each}", "🚩 Dire à l'équipe", says="yes") for each, _ in hubers]
    more = (REPORT,) if facts.reportable and len(tell) < MOST_HUBERS else ()
    return replace(message, choices=(*tell, *more, FOR_HER, LATER), free=True)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take her words, and whom they are about."""
    hubers = state.hubers or facts.hubers
    match event:
        case Started(TellOfHuber(words)):
            return stay(State(words=words[:MOST_WORDS], hubers=facts.hubers))
        case Started() | Resumed():
            return stay(state)
        case Picked(LATER.id):
            return end(Say(tr("D'accord. Écris « signaler une personne » quand tu veux.")))
        case Picked(FOR_HER.id):
            return end(Open("thread", WriteToHuber(state.words, to_her=True)))
        case Picked(choice) if choice.startswith(TO) and state.words:
            return stay(state, Do(TellOfHuber(state.words, int(choice.removeprefix(TO)))))
        case Done(ToldOfHuber(read)):
            return leave(Say((TOLD if read else READ_LATER).with_choices(WRITE)))
        case Typed(text) if leaving.takes_back(text) or yes_no.read(text) == "no":
            return step(state, Picked(LATER.id), facts)
        case Typed(text) if state.words and (agreement.goes(text) or agreement.sends(text)):
            return step(state, Picked(f"{TO}{hubers[0][0]}"), facts) if len(hubers) == 1 else misread(state, Say(PICK))
        case Typed(text):
            words = f"{state.words}\n{text}" if state.words else text
            return stay(replace(state, words=words[:MOST_WORDS]))
        case Sent() if event.kind in FILE_KINDS and len(hubers) == 1:
            words = "\n".join(each for each in (state.words, event.caption) if each)
            return stay(state, Do(TellOfHuber(words, hubers[0][0], Enclosed(event.kind, event.name))))
        case Sent("video"):
            return misread(state, Say(NO_VIDEO))
        case Sent():
            return misread(state, Say(odd.reply(event.kind)))
        case _:
            return misread(state, Say(PICK))


FLOW = Flow(
    "telling",
    1,
    State,
    prompt,
    step,
    files=True,
    keeps=True,
    serves="learners",
    writes_to=lambda _state, _thread: False,
)
