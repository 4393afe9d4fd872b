"""`supprimer` and `je reste`: a person wants to be erased, or changes their mind; and pay that is kept under a code."""

from __future__ import annotations

import re

from backend.db.people import erasures
from backend.domain import days
from backend.domain.errors import LastOwner
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Francs, Message, tr
from backend.domain.money import francs
from backend.domain.privacy import erasing
from backend.domain.privacy.commands import AskErasure, ErasureAsked, LastOwnerStays
from backend.services.identity import identity_verification, linking
from backend.services.privacy import leaving as service
from bot.flows.engine.leaving import takes_back
from bot.flows.privacy import leaving as flow
from bot.flows.privacy import staying
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import joining

_CANCELS = frozenset({"annuler", "annule", "j annule", "annulation", "stop effacement"})
"""Words that end an erasure when no question of another matter is open."""
TOO_EARLY = tr("💰 Garde bien ce numéro : il sert plus tard, avec un nouveau compte.")
NOTHING_LEFT = tr("💰 Ce numéro est bon, et tout t'a déjà été payé : rien d'autre ne t'attend.")
JOIN_FIRST = tr("💰 Ce numéro est bon : de l'argent t'attend. Finis ton inscription, puis écris-le encore une fois.")


async def show(turn: Turn, _rest: str = "") -> None:
    """`supprimer`: what is erased, what stays, and the question."""
    await flow_engine.open_flow(turn, "erasure")


async def facts(turn: Turn, _state: flow.State) -> flow.Facts:
    """Load what an erasure would mean."""
    found = await service.outlook(turn.uow, turn.person, turn.now)
    has_pin = await identity_verification.has_pin(turn.uow, turn.person.id)
    books = erasing.books_until(found.due)
    return flow.Facts(has_pin, found.due, books, found.owed, found.tail, found.asked, found.last_owner)


async def ask(turn: Turn, _command: AskErasure) -> ErasureAsked | LastOwnerStays:
    """Plan the erasure, and tell every other chat of the person."""
    task = turn.conversation.task
    try:
        asked = await service.ask(
            turn.uow, turn.person, None if task is None else task.id, turn.terms, turn.channel, turn.now
        )
    except LastOwner:
        return LastOwnerStays()
    turn.conversation.task = None
    flow_stack.drop(turn, "work")
    await joining.stop_all(turn)
    label = await linking.label(turn.uow, turn.person.id, turn.waiting.contact_id or 0)
    await turn.tell_elsewhere(flow.told(asked.due, label))
    return asked


async def stay(turn: Turn, _rest: str = "") -> None:
    """`je reste`: the erasure is off; if none was asked for, say so. Who said « stop » is shown the ways back."""
    if await called_off(turn):
        return
    if turn.person.stopped_at is not None:
        await turn.say(await turn.dialogues.menu(turn))
        return
    await turn.say(flow.KEPT.with_choices(Choice("/menu", "Menu")))


async def called_off(turn: Turn) -> bool:
    """End an erasure that was asked for, say so in every chat of the person, and return whether there was one."""
    stayed = await service.stay(turn.uow, turn.person, turn.channel, turn.now)
    if stayed is None:
        return False
    turn.person = stayed.person
    said = tr("💛 Tu restes : rien n'est effacé, et tout reprend comme avant.")
    if back := francs(*stayed.released):
        said += tr("🌱 Tes {sum} de côté sont maintenant dans tes gains.", sum=Francs(back))
    await turn.tell_elsewhere(said)
    if not await flow_engine.show_again(turn, said):
        await turn.say(said + await turn.dialogues.menu(turn))
    return True


async def cancelled_by(turn: Turn, text: str) -> bool:
    """Whether this text ended an erasure, or the person was asked whether she stays: a sentence that says so or speaks
    of it, or a word like "annuler" when no other question than the task's is open."""
    if turn.person.stopped_at is None:
        return False
    said = " ".join(re.findall(r"\w+", fold(text)))
    top = flow_stack.top(turn)
    off = said in _CANCELS or takes_back(text)
    if off and (top is None or top.waits) and await called_off(turn):
        return True
    return await _of_erasure(turn, text)


async def _of_erasure(turn: Turn, text: str) -> bool:
    """Handle a sentence about an erasure that was asked for. Return False if there is none, or it speaks of something
    else. What is written to somebody is for them, unless it surely wants to stay."""
    meant = staying.read(text, below=await screens.offers(turn, staying.BACK))
    leaves = await erasures.waiting(turn.uow, turn.person.id) if meant is not None else None
    if leaves is None:
        return False
    if meant == "stay":
        return await called_off(turn)
    top = flow_stack.top(turn)
    if (top is not None and top.writes_to is not None) or turn.dialogues.words.read(text) is not None:
        return False
    asked = staying.ask(days.local_day(leaves.due, turn.person.zone))
    if turn.conversation.stack and turn.shown_here and turn.open_question.get("f"):
        await asking_back.ask_back(turn, asked, open_question.typed(text), *asked.choices)
    else:
        await turn.say(asked)
    return True


async def claim(turn: Turn, code: str) -> bool:
    """Hand over pay that is kept under this code. Return whether it is such a code."""
    if turn.person.stopped_at is not None and await service.is_promised(turn.uow, turn.person, code):
        await _beside(turn, TOO_EARLY)
        return True
    kept = await service.kept_under(turn.uow, code)
    if kept is None:
        return False
    way = await service.on_the_way_under(turn.uow, code)
    if not kept and not way:
        await _beside(turn, NOTHING_LEFT) if turn.person.role is not None else await turn.say(NOTHING_LEFT)
        return True
    if turn.person.role is not None and turn.person.joined_at is None:
        await _beside(turn, JOIN_FIRST)
        return True
    if turn.person.role is None:
        await turn.say(
            tr(
                "💰 Ce numéro est bon : de l'argent t'attend. Demande d'abord un code à la personne qui t'a invitée. "
                "Puis écris ce numéro ici."
            )
        )
        return True
    found = await service.claim(turn.uow, turn.person, turn.conversation, code, turn.channel, turn.now)
    if found is None:
        await turn.say(tr("💰 Ce numéro est bon, mais l'équipe doit regarder d'abord. Écris-lui avec « huber »."))
        return True
    turn.conversation, owed = found
    said = tr("💰 C'est fait : ton travail d'avant est de nouveau à toi.")
    if owed:
        said = tr("💰 C'est fait : {sum} et ton travail d'avant sont de nouveau à toi.", sum=Francs(francs(*owed)))
    if way:
        said += tr("🚚 {sum} sont en route vers ton compte d'avant. Je t'écris la suite.", sum=Francs(francs(*way)))
    await turn.say(said.with_choices(Choice("/gains", "Mes gains"), Choice("/paiement", "Ma paie"), columns=2))
    return True


async def _beside(turn: Turn, said: Message) -> None:
    """Say something with the open question below, or the menu if there is none."""
    if turn.conversation.stack:
        await flow_engine.beside(turn, said)
    else:
        await turn.say(said + await turn.dialogues.menu(turn))
