"""What she is told of decisions on her answers: in one message a day, however many there are.

The first decision of a day is told at once, outside her quiet hours. What comes after it waits for the next morning.
The outcome of an appeal is the reply to what she wrote, and what a person decided about her work changes which tasks
she gets: both are told beside that message, at once or, if she sleeps, when her night is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from backend.db.quality import news as rows
from backend.domain import days
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import may
from backend.domain.quality.conduct import Step
from backend.domain.work.reviewing import RefusedTask
from backend.records import replace
from backend.services.quality import concerns as concern_service
from backend.services.quality import recourse as recourse_service
from backend.services.quality import verdicts
from backend.services.work import ties
from bot.flows.quality import help as texts
from bot.flows.quality import recourse
from bot.handlers.engine import flow_stack
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import morning

Payload = Mapping[str, Any]
PURPOSE = "review_result"
_CONTESTS = (
    *("je conteste", "contester", "refaire", "je refais", "je veux refaire", "je ne suis pas d'accord", "pas d'accord"),
    *("je suis pas d'accord", "c'est pas juste", "c pas juste", "ce n'est pas juste", "pas juste", "c'est injuste"),
    *("j'ai raison", "ma réponse est juste", "j'avais raison", "c'est pas vrai", "voir"),
)
RECOURSE = Choice("/recours", "⚖️ Voir, refaire ou contester", also=_CONTESTS)
SEEN = Choice("/recours", "⚖️ La voir")
REDO = Choice("/recours", "🔁 La refaire")
EARNED, WORK, MENU = Choice("/gains", "Mes gains"), Choice("/travail", "Travailler"), Choice("/menu", "Menu")
MOST_LINES = 6
"""The most lines of a message about several decisions."""


async def hear(turn: Turn, payload: Payload) -> None:
    """Tell her of a decision, or let it wait for her next message of the kind."""
    message = await _one(turn, payload)
    if message is None:
        return
    zone = turn.person.zone
    start, _ = days.day_bounds(days.local_day(turn.now, zone), zone)
    at = quiet_hours.after(turn.now, zone)
    if not await rows.silent_since(turn.uow, turn.person.id, start):
        await rows.wait(turn.uow, turn.person.id, payload, turn.now, days.next_morning(turn.now, zone))
    elif at > turn.now:
        await rows.wait(turn.uow, turn.person.id, payload, turn.now, at)
    else:
        await rows.told(turn.uow, turn.person.id, payload, turn.now)
        await turn.say(message, purpose=PURPOSE)


async def tell(turn: Turn, _payload: Payload) -> None:
    """Tell her all decisions that wait, as one message."""
    told = [
        (news.payload, await _one(turn, news.payload)) for news in await rows.take(turn.uow, turn.person.id, turn.now)
    ]
    there = [(payload, message) for payload, message in told if message is not None]
    if not there:
        return
    message = there[0][1] if len(there) == 1 else _several(turn, [payload for payload, _ in there])
    await turn.say(message, purpose=PURPOSE)


async def _one(turn: Turn, payload: Payload) -> Message | None:
    """The message about one decision; None if there is nothing to say (any more)."""
    return await _ABOUT[payload["wake"]](turn, payload)


def _several(turn: Turn, decisions: Sequence[Payload]) -> Message:
    """One message about several decisions: a line for each kind and project, with their number."""
    kinds = Counter((_kind(each), str(each.get("project", each.get("title", "")))) for each in decisions)
    told = [_line(kind, title, n) for (kind, title), n in kinds.items()][:MOST_LINES]
    refused = any(kind == verdicts.REFUSED for kind, _ in kinds)
    said = tr("*Des nouvelles de tes réponses*") + Message((lines(*told),))
    works = may(turn.person, "work")
    if refused and works:
        said += tr("Tu peux refaire chaque réponse refusée une fois, ou demander un autre regard.")
    elif refused:
        said += tr("Tu peux demander un autre regard pour chaque réponse refusée.")
    return said.with_choices(*((RECOURSE if works else SEEN,) if refused else ()), EARNED, _onwards(turn), columns=2)


def _onwards(turn: Turn) -> Choice:
    """Work, for who works."""
    return WORK if may(turn.person, "work") else MENU


def _kind(payload: Payload) -> str:
    wake = str(payload["wake"])
    return f"{wake}:right" if wake == verdicts.LOOKED and payload["right"] else wake


def _line(kind: str, title: str, n: int) -> Tr:
    shown: dict[str, Value] = {"n": n, "title": Raw(title)}
    match kind:
        case verdicts.REFUSED:
            return Tr("🔎 *{title}* : {n} réponse refusée", shown, "🔎 *{title}* : {n} réponses refusées", n)
        case verdicts.LOOKED:
            return Tr(
                "🔎 *{title}* : {n} tâche que tu as signalée est bonne",
                shown,
                "🔎 *{title}* : {n} tâches que tu as signalées sont bonnes",
                n,
            )
        case ties.SETTLED:
            return Tr("🤝 *{title}* : {n} égalité réglée", shown, "🤝 *{title}* : {n} égalités réglées", n)
        case concern_service.HELPED:
            return Tr("🌿 *{title}* : prends le temps de lire, et relis la consigne", shown)
        case _:
            return Tr(
                "🙏🏾 *{title}* : {n} tâche signalée, tu avais raison",
                shown,
                "🙏🏾 *{title}* : {n} tâches signalées, tu avais raison",
                n,
            )


async def _refused_answer(turn: Turn, payload: Payload) -> RefusedTask | None:
    """Her refused answer that the decision is about; None if it is refused no more, or for good."""
    refused = await recourse_service.refused(turn.uow, turn.person)
    return next((each for each in refused if each.task.id == payload["task"]), None)


# --- each decision ----------------------------------------------------------------------------------------


async def _refused(turn: Turn, payload: Payload) -> Message | None:
    """An answer was refused: the reason, the reviewer's words, and what she can do."""
    hers = await _refused_answer(turn, payload)
    if hers is None or hers.appealed is not None or (hers.decided and not hers.tried):  # she has seen it in `recours`
        return None
    said = tr("🔎 Une de tes réponses à *{title}* est refusée.", title=Raw(hers.task.config.title))
    said += tr("Raison : *{reason}*", reason=Raw(hers.reason))
    if hers.words:
        said += tr("« {words} »", words=Raw(hers.words))
    said += _what_is_left(hers)
    return said.with_choices(_of(RECOURSE if hers.redo else SEEN, hers), _onwards(turn))


def _of(choice: Choice, hers: RefusedTask) -> Choice:
    """The button that opens this answer, not the one that she read last."""
    return replace(choice, id=f"{choice.id} {hers.task.id}")


def _what_is_left(hers: RefusedTask) -> Message:
    """What she can do about an answer that is refused: less after she has redone it, or after an appeal."""
    if hers.redo and not hers.decided:
        return tr(
            "Tu peux la refaire une fois, ou demander le regard d'une autre personne, jusqu'à {until}.",
            until=hers.until,
        )
    if hers.redo:
        return tr("Tu peux encore la refaire une fois, jusqu'à {until}.", until=hers.until)
    if not hers.decided and hers.tried:
        return tr(
            "Tu as déjà essayé deux fois. Tu peux demander le regard d'une autre personne, jusqu'à {until}.",
            until=hers.until,
        )
    if not hers.decided:
        return tr("Tu peux demander le regard d'une autre personne, jusqu'à {until}.", until=hers.until)
    return recourse.left_after(hers)


async def _looked(_turn: Turn, payload: Payload) -> Message | None:
    """What became of a task that she reported."""
    title = Raw(payload["project"])
    if payload["paid"] and not payload.get("seen", True):
        said = tr("🙏🏾 La tâche de *{title}* que tu as signalée est retirée. Ton temps est payé.", title=title)
    elif payload["paid"]:
        said = tr("🙏🏾 Tu avais raison de signaler une tâche de *{title}*. Ton temps est payé.", title=title)
    elif payload["right"]:
        said = tr("🙏🏾 Tu avais raison de signaler une tâche de *{title}*. Merci !", title=title)
    else:
        said = tr("🔎 La tâche de *{title}* que tu as signalée a été regardée : elle est bonne. Merci !", title=title)
    return said.with_choices(EARNED, MENU, columns=2)


async def _tie_settled(_turn: Turn, payload: Payload) -> Message | None:
    """For a reviewer: the tie in her review was settled by another answer."""
    said = tr("🤝 L'égalité que tu regardais dans *{title}* s'est réglée entre-temps.", title=Raw(payload["project"]))
    said += tr("Ta revue est payée. Merci !") if payload["paid"] else tr("Merci d'avoir regardé !")
    return said.with_choices(Choice("/revues", "La suivante"), MENU, columns=2)


async def _helped(turn: Turn, payload: Payload) -> Message | None:
    """What was noticed in her answers, said kindly; not after `stop`."""
    if turn.person.stopped_at is not None:
        return None
    return texts.helped(payload["title"], payload["signal"], Step(payload["step"]))


async def concern_decided(turn: Turn, payload: Payload) -> None:
    """Tell her the decision about such answers; also after `stop`, because it changes which tasks she gets."""
    if await morning.waits(turn, payload):
        return
    await turn.say(texts.decided(payload["title"], payload["signal"], payload["decision"]), purpose="notice")


async def appeal_decided(turn: Turn, payload: Payload) -> None:
    """Tell her what the review of her answer decided after she contested its refusal."""
    title = Raw(payload["project"])
    if not await recourse_service.refused(turn.uow, turn.person):
        flow_stack.drop(turn, recourse.FLOW.name)  # what she writes next is no answer to « Une autre personne regarde »
    if await morning.waits(turn, payload):
        return
    if payload["won"]:
        said = (
            tr("⚖️ Tu avais raison : ta réponse à *{title}* est acceptée : elle compte dans tes gains.", title=title)
            if payload.get("seen", True)
            else tr(
                "⚖️ Personne n'a regardé à temps : ta réponse à *{title}* est acceptée : elle compte dans tes gains.",
                title=title,
            )
        )
        await turn.say(said.with_choices(EARNED, MENU, columns=2), purpose=PURPOSE)
        return
    said = tr("⚖️ Une autre personne a regardé : le refus de ta réponse à *{title}* reste.", title=title)
    if payload["words"]:
        said += tr("« {words} »", words=Raw(payload["words"]))
    hers = await _refused_answer(turn, payload)
    if hers is not None and hers.redo and hers.until > turn.now:
        said = (said + _what_is_left(hers)).with_choices(_of(REDO, hers), _onwards(turn), columns=2)
    else:
        said = said.with_choices(*dict.fromkeys((_onwards(turn), MENU)), columns=2)
    await turn.say(said, purpose=PURPOSE)


_ABOUT: Mapping[str, Callable[[Turn, Payload], Awaitable[Message | None]]] = {
    verdicts.REFUSED: _refused,
    verdicts.LOOKED: _looked,
    ties.SETTLED: _tie_settled,
    concern_service.HELPED: _helped,
}
WAKEUPS: Mapping[str, Wake] = {
    **dict.fromkeys(_ABOUT, hear),
    verdicts.DECIDED: appeal_decided,
    concern_service.DECIDED: concern_decided,
    rows.WAKE: tell,
}
