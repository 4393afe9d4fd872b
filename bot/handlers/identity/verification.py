"""How a chat shows whose it is: by the secret number, by a code from another
chat, or by somebody who knows the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from backend.db import turns
from backend.db.identity import chats, links, proofs, secret_numbers
from backend.db.identity.proofs import ProofTalk
from backend.db.messaging.contact_routing import Chat
from backend.db.turns import Conversation
from backend.domain.errors import LastOwner
from backend.domain.identity import linking
from backend.domain.identity import secret_numbers as secret_numbers_said
from backend.domain.identity.joining import JoinPending
from backend.domain.identity.linking import ProofReason
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services.identity import identity_verification
from backend.services.identity import joining as joining_service
from backend.services.identity import linking as service
from backend.services.people import service as people_service
from backend.services.work import tasks
from bot.handlers.engine import flow_engine, flow_stack, open_question, stranger_rate_limit
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import account_warnings, joining

ASK_AGAIN = timedelta(hours=12)
"""The Huber is asked again if there was no answer for this long."""
_PIN_SET: Mapping[str, Tr] = {
    "chosen": account_warnings.PIN_CHOSEN,
    "changed": account_warnings.PIN_CHANGED,
    "removed": account_warnings.PIN_REMOVED,
}


def hand(turn: Turn) -> service.Hand:
    """The actor of what this turn carries out, for the service."""
    return service.Hand(turn.person.id, turn.channel)


def go_on_as(turn: Turn, person: Person, talk: Conversation) -> None:
    """Continue this turn as another person: the chat belongs to them now."""
    turn.person, turn.conversation = person, talk
    turn.kept.clear()
    turn.people_to_wake.add(person.id)  # for further events that wait from this chat
    turn.arrive()


def counted(turn: Turn, refused: linking.LinkRefused) -> linking.LinkRefused:
    """Count a code that nobody made as a wrong one; other refusals are not counted."""
    if refused.why != "unknown":
        return refused
    stranger_rate_limit.wrong_code(turn)
    return replace(refused, last=stranger_rate_limit.guesses_too_much(turn))


# --- by the secret number -----------------------------------------------------------------------------


async def set_pin(turn: Turn, command: linking.SetPin) -> None:
    """Set or remove the secret number. The person's other chats are told, because whoever holds one
    phone could have done it."""
    if command.pin is not None:
        await _forget(turn, command.pin)
    done = await identity_verification.set_pin(turn.uow, turn.person, command.pin, turn.channel, turn.now)
    if command.pin is not None:  # they may have typed it before it became the number
        await turn.jobs.defer(turn.uow, "blot_number", person_id=turn.person.id)
    await account_warnings.tell(turn, _PIN_SET[done.what], account_warnings.NOT_YOU)
    if turn.person.role == "admin" and turn.waiting.contact_id is not None:  # they have just shown who they are
        secret_numbers.keep_open(turn.uow, turn.waiting.contact_id, turn.now + linking.LOCKS_AFTER)


async def try_pin(turn: Turn, command: linking.TryPin) -> linking.PinTried:
    """Check a secret number. In a chat that must show whose it is, the right one opens the chat. The person's other
    chats are told of wrong tries, and when the chat opens."""
    await _forget(turn, command.pin)
    tried = await identity_verification.try_pin(turn.uow, turn.person.id, command.pin, turn.now)
    opens = tried.right and turn.parked_conversation is not None
    if opens:
        await open_here(turn, "number")
        await account_warnings.tell(turn, account_warnings.OPENED)
    elif not tried.right and not tried.early:
        await account_warnings.tell(turn, account_warnings.WRONG_PIN)
    return tried


async def _forget(turn: Turn, text: str) -> None:
    await identity_verification.forget(turn.uow, turn.waiting.id, turn.waiting.payload, text)


OF_WALLET = tr(
    "🔒 Ne donne ce code à personne : ni à moi, ni à ta Huber, ni à qui t'appelle. Avec lui, on prend ton argent."
)
OF_WALLET += tr("Je ne le garde pas. Efface ton message, et change ce code si quelqu'un l'a vu.")


HEARD_ALOUD = tr("C'est la personne que tu écoutes qui le dit ? Alors écris-le encore une fois : je le note.")
"""Below `OF_WALLET` where she writes down what somebody says: it may be the client's data."""


async def hears_of_wallet(turn: Turn, text: str) -> bool:
    """Forget the secret number of a mobile-money account, card or SIM, and say to whom it is told: nobody. What a
    recording says is her answer when she writes it once more. Return False if the text tells none, or is for a person,
    who reads dots in its place."""
    number = secret_numbers_said.of_wallet(text)
    if number is None:
        return False
    task = await tasks.open_task(turn.uow, turn.person) if turn.conversation.stack and turn.shown_here else None
    writes_down = task is not None and task.config.kind == "transcription"
    if writes_down and turn.conversation.asked.pop("aloud", False):
        await flow_engine.handle(turn, open_question.typed(text))
        return True
    await identity_verification.forget_said(turn.uow, turn.waiting.id, turn.waiting.payload, number)
    flow = flow_stack.top(turn)
    if flow is not None and flow.writes_to is not None:
        return False
    if flow is None:
        await turn.say(OF_WALLET)
        return True
    await flow_engine.beside(turn, OF_WALLET + HEARD_ALOUD if writes_down else OF_WALLET)
    if writes_down:
        turn.conversation.asked["aloud"] = True
    return True


# --- by a code from another chat ----------------------------------------------------------------------


async def prove_by_link(turn: Turn, digest: bytes) -> linking.LinkRefused | JoinPending | linking.Linked:
    """A code made in another chat of the person also shows that this chat is theirs."""
    row = await links.lock(turn.uow, digest)
    if row is None and await people_service.is_open(turn.uow, digest):
        return linking.LinkRefused("invitation")  # the new holder of this number was given an invitation
    if row is None or row.person_id != turn.person.id:
        return counted(turn, linking.LinkRefused("unknown"))
    if row.used_at is not None:
        return linking.LinkRefused("used")
    if row.expires_at <= turn.now:
        return linking.LinkRefused("expired")
    await links.use(turn.uow, digest, turn.now)
    contact_id = turn.waiting.contact_id
    assert contact_id is not None and turn.parked_conversation is not None
    found = await joining_service.open_locked(
        turn.uow, turn.person, turn.parked_conversation, row.contact_id, contact_id, turn.now
    )
    if isinstance(found, JoinPending):
        await joining.began(turn, found)
        return found
    assert isinstance(found, joining_service.Joined)
    turn.conversation, turn.parked_conversation = turn.parked_conversation, None
    turn.arrive()
    await joining.tell_joined(turn, found, {contact_id})
    return linking.Linked(turn.person.first_name)


async def open_here(turn: Turn, how: service.How) -> None:
    """Open this chat: it has shown that it belongs to the person, whose own conversation goes on here."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None and turn.parked_conversation is not None
    await service.open_again(turn.uow, turn.person.id, contact_id, how, hand(turn), turn.now)
    turn.conversation, turn.parked_conversation = turn.parked_conversation, None
    turn.arrive()


# --- by somebody who knows the person -----------------------------------------------------------------


async def ask_referee(turn: Turn, _command: linking.AskReferee) -> linking.RefereeAsked:
    """Ask the Huber, or an admin, in one message with two buttons."""
    contact_id = turn.waiting.contact_id
    assert contact_id is not None
    row = await proofs.begin(turn.uow, contact_id, ProofReason.FORGOT, turn.now)
    if _asked_lately(turn, row):
        return linking.RefereeAsked(True)
    found = await identity_verification.referee(turn.uow, turn.person.id)
    if found is None:
        return linking.RefereeAsked(False)
    proofs.save(turn.uow, contact_id, referee_asked_at=turn.now)
    label = Raw(await service.label(turn.uow, turn.person.id, contact_id))
    name = Raw(turn.person.first_name or "?")
    if row.reason is ProofReason.FORGOT:
        asked = tr("🔒 *{name}* a oublié son code secret ({chat}). Est-ce bien elle ?", name=name, chat=label)
    else:
        asked = tr("🔒 Quelqu'un écrit sur le compte de *{name}* ({chat}). Est-ce bien elle ?", name=name, chat=label)
    await _ask(turn, found, asked, row)
    if turn.parked_conversation is not None:
        await account_warnings.tell(turn, account_warnings.WITHOUT_PIN)
    return linking.RefereeAsked(True)


async def ask_to_part(turn: Turn, guarded: linking.ChatGuarded) -> bool:
    """Ask the Huber, or an admin, whether a chat that cannot be unlinked for some days belongs to the person; of a lost
    phone, whether it is she who wants it closed."""
    row = await proofs.begin(turn.uow, guarded.chat, ProofReason.PART, turn.now)
    if _asked_lately(turn, row):
        return True
    found = await identity_verification.referee(turn.uow, turn.person.id)
    if found is None:
        return False
    proofs.save(turn.uow, guarded.chat, referee_asked_at=turn.now)
    name, chat = Raw(turn.person.first_name or "?"), Raw(guarded.label)
    if guarded.what == "lose":
        asked = tr(
            "📵 On dit que le téléphone de *{name}* ({chat}) est perdu. Est-ce bien elle ?", name=name, chat=chat
        )
        asked += tr("Si c'est elle, je ferme ce téléphone.")
        await _ask(turn, found, asked, row, yes="perdu", no="oui")
    else:
        asked = tr(
            "✂️ On veut délier *{chat}* du compte de *{name}*. Ce téléphone est-il à elle ?", chat=chat, name=name
        )
        await _ask(turn, found, asked, row)
    return True


def _asked_lately(turn: Turn, row: ProofTalk) -> bool:
    return row.referee_asked_at is not None and turn.now - row.referee_asked_at < ASK_AGAIN


_NOT_HERS = tuple(
    f"{no}{it} pas {whose}"
    for no in ("", "non ")
    for it in ("c'est", "ce n'est")
    for whose in ("elle", "à elle", "le sien", "son téléphone", "son numéro")
)


async def _ask(turn: Turn, referee: Chat, asked: Message, row: ProofTalk, *, yes: str = "oui", no: str = "non") -> None:
    """Send the question with the two buttons of `verifier`. `yes`, `no`: what they mean there."""
    asked += tr("Parle-lui de vive voix avant de répondre.").with_choices(
        Choice(f"/verifier {row.id} {yes}", "✅ C'est elle", says="sure"),
        Choice(f"/verifier {row.id} {no}", "🚫 Ce n'est pas elle", says="no", also=_NOT_HERS),
    )
    await turn.tell(referee, asked)


# --- not this person's chat ---------------------------------------------------------------------------


async def disown(turn: Turn, _command: linking.Disown) -> linking.Disowned:
    """Unlink this chat: its holder says that the account is not theirs, and becomes a stranger. The person's other
    chats are told, or, if there are none, the Huber."""
    contact_id, hers = turn.waiting.contact_id, turn.person
    assert contact_id is not None and turn.parked_conversation is not None
    label = Raw(await service.label(turn.uow, hers.id, contact_id))
    said = tr("✂️ *{chat}* n'est plus relié à ton compte : on y a dit que ce n'est pas le tien.", chat=label)
    try:
        stranger = await service.part(turn.uow, hers.id, contact_id, service.Hand(None, turn.channel), turn.now)
    except LastOwner:
        return linking.Disowned(done=False)
    await turn.tell_elsewhere(said)
    referee = await identity_verification.referee(turn.uow, hers.id)
    if referee is not None and not await chats.of_person(turn.uow, hers.id):
        name = Raw(hers.first_name or "?")
        lost = tr("📵 Le numéro de *{name}* est à quelqu'un d'autre : je ne peux plus lui écrire.", name=name)
        await turn.notify_after_quiet_hours(referee, lost + await line_for_her(turn, hers.id))
    turn.parked_conversation = None
    go_on_as(turn, *await turns.lock_person(turn.uow, stranger))
    return linking.Disowned(done=True)


async def line_for_her(turn: Turn, person_id: int) -> Message:
    """What is said to the Huber of a person without any chat, with the code that brings her back."""
    made = await service.make(turn.uow, person_id, turn.now, {}, life=linking.RESCUE_LIFE, contact_id=None)
    life = linking.RESCUE_LIFE
    said = tr("Quand tu la retrouves, donne-lui cette ligne, à elle seule. Elle marche {time} :", time=life)
    return said + Message((Raw(f"lier {made.code}"),))
