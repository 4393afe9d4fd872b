"""Words and events about a person's chats: `lier`, `secret`, a number that moved or changed hands, a chat that must
first show whose it is, and `verifier`."""

from __future__ import annotations

import re
from typing import cast

from backend.db.admin import audit
from backend.db.identity import chats, proofs, secret_numbers
from backend.db.identity.proofs import ProofSubject, ProofTalk
from backend.db.messaging import contact_routing
from backend.db.turns import Conversation
from backend.domain.identity.linking import CHANGES, Change, ChangeChat, ChatChanged, ChatGuarded, ProofReason
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.services.identity import identity_verification
from backend.services.identity import linking as service
from bot.channels.base import Heard, Tap, Text, read_button
from bot.flows.engine.kit import Picked, Typed
from bot.flows.identity.link import changed_words
from bot.handlers.engine import flow_engine, open_question, stranger_rate_limit
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import account_warnings, joining_turns, verification
from bot.handlers.identity import effects as identity_effects

MAX_STRANGER_REPLIES = 10
"""How many times in `stranger_rate_limit.LIMIT_SPAN` a chat is answered that has not shown whose it is."""
STRANGER_QUESTION_BASE = 1_000_000
"""Questions to such a chat are numbered from here, so that an old button there answers none of them."""
_CHANGE = re.compile(rf"({'|'.join(CHANGES)}) (\d{{1,18}})")
_VOUCH = re.compile(r"(\d{1,18}) (oui|non|perdu)")
SETTLED = tr("C'est déjà réglé, merci !")
_LOST = re.compile(r"perte (\d{1,18})")


HOW_TO_JOIN = tr(
    "Écris « lier » sur la messagerie où tu as déjà ton compte : je t'y donne la ligne à écrire ici. Tu ne l'as plus ? "
    "Ta Huber, ou l'équipe, peut te donner cette ligne."
)


async def link(turn: Turn, rest: str) -> None:
    """`lier`: the person's chats, and a code to link one more. `lier CODE`: link this chat to the account that made the
    code. `lier stop`: cancel links that are under way."""
    if joining_turns.is_stop(rest):
        await joining_turns.stop(turn, rest)
    elif (found := _CHANGE.fullmatch(rest)) and found[1] == "find":
        await flow_engine.open_flow(turn, "link", {"find": int(found[2])})
    elif found:
        changed = await identity_effects.change_chat(turn, ChangeChat(cast(Change, found[1]), int(found[2])))
        assert isinstance(changed, ChatChanged | ChatGuarded)
        said = changed_words(changed)
        if not await flow_engine.show_again(turn, said):
            await turn.say(said)
    elif rest:
        await flow_engine.open_flow(turn, "link_join", rest)
    else:
        await flow_engine.open_flow(turn, "link")


async def link_of_stranger(turn: Turn, rest: str) -> None:
    """`lier` from somebody without an account: their second chat, or a word that they have heard of."""
    if joining_turns.is_stop(rest):
        await joining_turns.stop(turn, rest)
    elif not rest:
        if stranger_rate_limit.word(turn, stranger_rate_limit.REFUSALS_SAID):
            await turn.say(HOW_TO_JOIN)
    elif not stranger_rate_limit.guesses_too_much(turn):  # otherwise they were told to wait
        await flow_engine.open_flow(turn, "link_join", rest)


async def secret(turn: Turn, _rest: str = "") -> None:
    """`secret`: choose, change or remove the secret number."""
    await flow_engine.open_flow(turn, "link_pin")


# --- events from the platform ---------------------------------------------------------------------------


async def moved(turn: Turn, address: str, user_id: str) -> None:
    """The person's number changed: the account moves to the new one. If that belongs to another
    account, admins are told."""
    waiting = turn.waiting
    assert waiting.contact_id is not None
    there = await service.move(
        turn.uow, turn.person, waiting.contact_id, waiting.channel, address, user_id, turn.now, locked=waiting.locked
    )
    if there is None:
        said = tr(
            "⚠️ Le compte n° {person} a changé de numéro, mais le nouveau est déjà à un autre compte. "
            "Rien n'a été changé.",
            person=str(turn.person.id),
        )
        for admin in await contact_routing.who_may(turn.uow, "change people", hubers=False):
            await turn.tell(admin, said)
    else:
        turn.go_on_in(there)
        turn.people_to_wake.add(turn.person.id)


async def other_hands(turn: Turn) -> None:
    """The platform reports that somebody else may hold this number: lock the chat until it has shown whose it is."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    if turn.person.role is None or turn.waiting.locked:
        return
    hand = service.Hand(None, turn.waiting.channel)
    await service.lock(turn.uow, turn.person.id, contact_id, ProofReason.HANDS, hand, turn.now)
    label = Raw(await service.label(turn.uow, turn.person.id, contact_id))
    said = tr("⚠️ Quelqu'un d'autre a peut-être ton numéro *{chat}*. Je n'y montre plus rien de toi.", chat=label)
    await turn.tell_elsewhere(said.with_choices(Choice("/lier", "Mes messageries")))


# --- a chat that must show whose it is --------------------------------------------------------------------


async def locked(turn: Turn, heard: Heard) -> None:
    """Answer a locked chat. It shows nothing of the account; what it is asked is a conversation of its own."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    row = await proofs.begin(turn.uow, contact_id, ProofReason.HANDS, turn.now)
    turn.parked_conversation, turn.conversation = turn.conversation, _talk(row, contact_id)
    turn.arrive()
    turn.tap = (heard.id or None) if isinstance(heard, Tap) else None
    if stranger_rate_limit.word(turn, MAX_STRANGER_REPLIES):
        await _answer(turn, heard)
    if turn.tap is not None:
        await turn.notice(None)
    talk = turn.conversation
    if turn.parked_conversation is not None:  # otherwise the chat has shown that it belongs to the account
        proofs.save(
            turn.uow,
            contact_id,
            stack=talk.stack,
            question=talk.question,
            asked=talk.asked,
            answers=talk.refused,
            answers_since=talk.refused_at,
        )


def _talk(row: ProofTalk, contact_id: int) -> Conversation:
    return Conversation(
        stack=row.stack,
        question=max(row.question, STRANGER_QUESTION_BASE),
        asked=row.asked,
        shown=None,
        answered_at=None,
        contact_id=contact_id,
        refused=row.answers,
        refused_at=row.answers_since,
    )


async def _answer(turn: Turn, heard: Heard) -> None:
    if not turn.conversation.stack:
        await account_warnings.tell(turn, account_warnings.WRITES)
        await flow_engine.open_flow(turn, "link_proof")
        return
    match heard:
        case Text(text):
            word = turn.dialogues.words.read(text)
            typed = word[1] if word is not None and word[0].name in ("lier", "start") else text
            picked = open_question.pick(turn, typed)
            await flow_engine.handle(turn, picked or Typed(typed.strip()))
        case Tap(data):
            button = read_button(data)
            choice = None
            if button is not None and button[0] == turn.conversation.question:
                choice = open_question.choice_at(turn, button[1])
            if choice is None:
                await flow_engine.show_again(turn, Message())
            else:
                await flow_engine.handle(turn, Picked(choice.id))
        case _:
            await flow_engine.show_again(turn, Message())


# --- confirmation by a Huber or an admin --------------------------------------------------------------------


async def vouch(turn: Turn, rest: str) -> None:
    """`verifier N oui` or `non`: a Huber or an admin says whether the chat belongs to the person; `perdu`: the person
    has lost that phone. `perte PERSON`: a person has lost every phone (`lost_phone.of_another`)."""
    if lost_by := _LOST.fullmatch(rest):
        await _all_are_lost(turn, int(lost_by[1]))
        return
    found = _VOUCH.fullmatch(rest)
    row = await identity_verification.in_question(turn.uow, turn.person, int(found[1])) if found else None
    if found is None:
        await turn.say(
            tr("Une demande à vérifier vient avec ses boutons : réponds là. Écrit seul, ce mot ne vérifie personne.")
        )
        return
    lost = found[2] == "perdu"
    if row is None or (lost and row.reason is not ProofReason.PART):
        await turn.say(SETTLED)
        return
    about = {"chat": row.contact_id, "reason": row.reason, "hers": found[2] != "non"}
    await audit.note(turn.uow, turn.person.id, turn.channel, "vouch", about, turn.now, subject=row.person_id)
    if lost:
        await _it_is_lost(turn, row)
    elif found[2] == "oui" and row.reason is ProofReason.PART:
        await _it_stays(turn, row)
    elif found[2] == "oui":
        await _it_is_her(turn, row)
    else:
        await _it_is_not_her(turn, row)


async def _it_is_her(turn: Turn, row: ProofSubject) -> None:
    """Open the chat again and remove the forgotten secret number."""
    chat = await chats.lock(turn.uow, row.contact_id)
    assert chat is not None
    await secret_numbers.set_number(turn.uow, row.person_id, None, None, None)
    hand = verification.hand(turn)
    await service.open_again(turn.uow, row.person_id, chat.id, "vouched", hand, turn.now)
    said = tr("C'est bon, ton compte est de nouveau ouvert ici. 🔓") + tr(
        "Choisis un nouveau code secret, il te servira la prochaine fois."
    )
    choices = Choice("/secret", "🔒 Code secret"), Choice("/menu", "Menu")
    await turn.tell(chat, said.with_choices(*choices, columns=2))
    label = Raw(await service.label(turn.uow, row.person_id, chat.id))
    await _tell_hers(turn, row, tr("🔓 *{chat}* a été rouvert : on t'y a reconnue.", chat=label))
    await turn.say(tr("Merci ! Le compte de *{name}* est rouvert.", name=Raw(row.first_name or "?")))


async def _it_stays(turn: Turn, row: ProofSubject) -> None:
    """Keep a chat that was to be unlinked: it belongs to the person."""
    await proofs.forget(turn.uow, row.contact_id)
    label = Raw(await service.label(turn.uow, row.person_id, row.contact_id))
    await _tell_hers(
        turn, row, tr("*{chat}* reste relié à ton compte : on me dit que ce téléphone est à toi.", chat=label)
    )
    await turn.say(tr("Merci ! Rien ne change pour *{name}*.", name=Raw(row.first_name or "?")))


async def _it_is_lost(turn: Turn, row: ProofSubject) -> None:
    """Close the lost phone: nothing of the person is shown there."""
    await proofs.forget(turn.uow, row.contact_id)
    label = await service.label(turn.uow, row.person_id, row.contact_id)
    await service.lock(turn.uow, row.person_id, row.contact_id, ProofReason.LOST, verification.hand(turn), turn.now)
    await _tell_hers(turn, row, changed_words(ChatChanged("lose", label, row.contact_id)))
    await turn.say(tr("Merci ! Ce téléphone n'a plus accès au compte de *{name}*.", name=Raw(row.first_name or "?")))


async def _all_are_lost(turn: Turn, person_id: int) -> None:
    name = await identity_verification.close_lost(turn.uow, turn.person, person_id, turn.channel, turn.now)
    if name is None:
        await turn.say(SETTLED)
        return
    said = tr("🔒 C'est fermé : plus aucun téléphone ne montre le compte de *{name}*.", name=Raw(name))
    said += tr("Il se rouvre avec son code secret, ou si tu réponds que c'est elle quand je te le demande.")
    await turn.say(said.with_choices(Choice("/menu", "Menu")))


async def _it_is_not_her(turn: Turn, row: ProofSubject) -> None:
    """Unlink the chat from the account. If it was the only one, the person who said so gets a
    code that brings her back."""
    label = Raw(await service.label(turn.uow, row.person_id, row.contact_id))
    await _tell_hers(turn, row, tr("✂️ *{chat}* n'est plus relié à ton compte : ce n'était pas toi.", chat=label))
    turn.people_to_wake.add(
        await service.part(turn.uow, row.person_id, row.contact_id, verification.hand(turn), turn.now)
    )
    said = tr("Merci ! Ce téléphone n'a plus accès au compte de *{name}*.", name=Raw(row.first_name or "?"))
    if not await chats.of_person(turn.uow, row.person_id):
        said += await verification.line_for_her(turn, row.person_id)
    await turn.say(said)


async def _tell_hers(turn: Turn, row: ProofSubject, message: Message) -> None:
    for chat in await contact_routing.others(turn.uow, row.person_id, row.contact_id):
        await turn.tell(chat, message)
