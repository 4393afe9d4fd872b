"""The operator's undoing of joinings and merges that were wrong."""

from __future__ import annotations

from datetime import datetime

from backend.db import turns
from backend.db.admin import audit
from backend.db.earnings import savings
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats as chat_rows
from backend.db.identity import unmerge_work
from backend.db.identity import unmerging as rows
from backend.db.identity.unmerging import Merge
from backend.db.messaging.contact_routing import Chat
from backend.db.payouts import parted_accounts, payouts
from backend.db.people import queries as people_rows
from backend.domain.earnings.savings import SavingKind
from backend.domain.errors import BadInput, NotFound
from backend.domain.messaging import channels
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.encryption import Numbers
from backend.records import Record
from backend.services.identity import linking
from backend.services.identity.linking import Hand
from backend.services.reminders import schedule as reminders_schedule


class Parted(Record):
    """The result. `account`: who had the chats. `person`: who is restored; None: only a chat was given to a stranger.
    `chats`: their numbers. `answers` that went back, with the sums `earned`; `paid_since`: the part of these that was
    paid out while both were one."""

    account: Person
    chats: tuple[int, ...]
    person: Person | None = None
    answers: int = 0
    earned: tuple[Money, ...] = ()
    paid_since: tuple[Money, ...] = ()


async def chat_named(uow: UnitOfWork, words: str, numbers: Numbers) -> int:
    """The chat that the operator means: "telegram:1234", an address or number alone if only one chat has it, or "#12",
    our own number. Raises `NotFound`, and `BadInput` with a list if several chats have that address."""
    channel, colon, address = words.strip().rpartition(":")
    if words.startswith("#") and words[1:].isascii() and words[1:].isdigit() and len(words) < 19:
        found = [row] if (row := await chat_rows.get(uow, int(words[1:]))) is not None else []
    else:
        written = address.removeprefix("+")
        either = [written, numbers.sealed(written)]
        found = await chat_rows.with_address(uow, either, channel if colon else None)
    if not found:
        raise NotFound(f"no chat is called {words}")
    if len(found) > 1:
        lines = [f"  #{row.id}  {_shown(row)}" for row in found]
        raise BadInput("\n".join(["several chats have that address; say which one:", *lines]))
    return found[0].id


def _shown(chat: Chat) -> str:
    ending = channels.ending(chat.channel, chat.address)
    return f"{chat.channel}:{f'…{ending}' if ending else chat.address}"


async def unmerge(uow: UnitOfWork, contact_id: int, now: datetime) -> Parted:
    """Undo what was joined by this chat: restore the account that came with it, with everything of hers and the answers
    given in its chats since; or give away the chat alone. Raises `BadInput` if nothing was joined, or if it is not
    clear what."""
    chat = await chat_rows.lock(uow, contact_id)
    assert chat is not None, "it was just looked up"
    account, _ = await turns.lock_person(uow, chat.person_id)
    if account.role is None:
        raise BadInput("that chat belongs to no account")
    merge = await _merge(uow, chat, account)
    if merge is None:
        await rows.close_questions(uow, account.id)
        label = await linking.called(uow, contact_id)
        await linking.part(uow, account.id, contact_id, Hand(), now)
        await audit.note(uow, None, "", "unmerge", {"chat": contact_id, "label": label}, now, subject=account.id)
        return Parted(account, (contact_id,))
    if await payouts.open_of(uow, account.id):
        raise BadInput("a payment of that account is proposed or on its way: undo the merge once it has ended")
    await turns.lock_person(uow, merge.gone_id)
    hers = await rows.became_one_before(uow, merge.gone_id, merge.at)
    chats = await rows.chats_of(uow, merge, account.id)
    undoing = rows.Undoing(merge, account.id, merge.gone_id, tuple(hers), tuple(chats))
    await rows.bring_back(uow, undoing)
    answers = await unmerge_work.move_work(uow, undoing)
    await savings.release(uow, account.id, SavingKind.UNMERGE, now)  # it goes to those who earned it
    sums = await unmerge_work.owed(uow, undoing)
    await unmerge_work.move_money(uow, undoing, sums, now)
    await rows.close_questions(uow, account.id)
    await rows.move_rest(uow, undoing, now)
    person = await people_rows.person(uow, undoing.gone)
    kept = await people_rows.person(uow, account.id)
    assert person is not None and kept is not None
    for each in (person, kept):
        await (
            reminders_schedule.cancel(uow, each)
            if each.stopped_at is not None
            else reminders_schedule.plan(uow, each, now)
        )
    about = {"merge": merge.id, "kept": account.id, "chats": list(chats), "answers": answers}
    await audit.note(uow, None, "", "unmerge", about, now, subject=person.id)
    late = tuple(Money(each.paid_since, each.currency) for each in sums if each.paid_since)
    await parted_accounts.note(uow, merge.id, late)
    return Parted(kept, undoing.chats, person, answers, unmerge_work.total(sums), late)


async def _merge(uow: UnitOfWork, chat: Chat, account: Person) -> Merge | None:
    """The merge by which this chat came to the account; if it was always there, the only merge into the account. None:
    only a chat was joined. Raises `BadInput` if there is none or more than one."""
    found = await rows.of_chat(uow, chat.id, account.id)
    if found:
        return found[0]
    if chat.joined_at is not None:
        return None
    others = await rows.into(uow, account.id)
    if len(others) == 1:
        return others[0]
    if not others:
        raise BadInput("nothing was joined to that account, and this chat has always been its own")
    lines = []
    for merge in others:
        chats = [await chat_rows.get(uow, each) for each in merge.chats]
        named = ", ".join(f"#{each.id} {_shown(each)}" for each in chats if each is not None)
        lines.append(f"  person {merge.gone_id}, {merge.at:%Y-%m-%d %H:%M}: {named}")
    raise BadInput("\n".join(["several accounts were joined to that one; name a chat of the one to part:", *lines]))
