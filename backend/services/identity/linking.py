"""One person with several chats: a code joins another chat; a chat is given away, lost, found, or moves to another
number.

Every function is part of a turn. A second person who is concerned is locked as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeGuard

from backend.db import turns
from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats as rows
from backend.db.identity import joinings, links, merging, proofs
from backend.db.messaging import contact_routing, deferred_messages, inbox
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries as people_rows
from backend.db.people.queries import NamedPerson
from backend.domain.errors import BadInput, NotFound
from backend.domain.identity.joining import PROTECTED_FOR, UNDO_WITHIN
from backend.domain.identity.linking import (
    CODE_LIFE,
    RESCUE_LIFE,
    ChangeChat,
    ChatChanged,
    ChatGuarded,
    LinkMade,
    ListedChat,
    ProofReason,
)
from backend.domain.messaging import channels
from backend.domain.people import codes
from backend.domain.people.commands import Person
from backend.records import Record
from backend.services.people import owners

MOST_LISTED = 20
"""People of one name that are listed for the operator."""


async def make(
    uow: UnitOfWork,
    person_id: int,
    now: datetime,
    templates: Mapping[str, str],
    channel: str = "",
    life: timedelta = CODE_LIFE,
    *,
    contact_id: int | None,
) -> LinkMade:
    """Make a code that joins one more chat to a person.

    `templates`: one per channel, with `{code}`; those of other channels than `channel` are filled in. `contact_id`: the
    chat in which it is asked for; None: a referee or the operator vouches for whoever writes the code.
    """
    code = codes.new()
    await links.add(uow, codes.digest(code), person_id, now, now + life, contact_id)
    written = codes.written(code)
    others = [(channels.label(name), link.format(code=written)) for name, link in templates.items() if name != channel]
    return LinkMade(written, tuple(others))


async def is_link(uow: UnitOfWork, code: str) -> bool:
    """Whether this code was made to join chats, still valid or not."""
    return await links.lock(uow, codes.digest(code)) is not None


async def rescue(
    uow: UnitOfWork, name: str, country: str | None, person_id: int | None, now: datetime
) -> tuple[NamedPerson, LinkMade] | list[NamedPerson]:
    """For the operator: a code for a person who has lost all of their phones, and who that is. If several people have
    that name, they are returned and no code is made. Raises `NotFound`."""
    found = await people_rows.named(uow, name, country, person_id)
    if not found:
        raise NotFound("nobody of that name")
    if len(found) > 1:
        return found
    made = await make(uow, found[0].id, now, {}, life=RESCUE_LIFE, contact_id=None)
    await audit.note(uow, None, "", "rescue", {}, now, subject=found[0].id)
    return found[0], made


async def one_named(uow: UnitOfWork, who: str) -> int:
    """The number of the person whom the operator means, by number or by a first name that only one person has. Raises
    `NotFound`, and `BadInput` with a list if several people have that name."""
    name = who.strip()
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else None
    found = await people_rows.named(uow, "" if number is not None else name, None, number) if name else []
    if not found:
        raise NotFound(f"nobody is called '{who}'")
    if len(found) > 1:
        raise BadInput(f"several people have that name; say which one by her number:\n{listed(found)}")
    return found[0].id


def listed(people: Sequence[NamedPerson]) -> str:
    """Several people of one name, one per line. Of many, some, and where the number of each one is found."""
    lines = [f"  {each.id}  {each.role}  {each.country}  {each.first_name}" for each in people[:MOST_LISTED]]
    if (more := len(people) - MOST_LISTED) > 0:
        lines.append(f"  and {more} more: in chat, an admin's `personne` shows the number")
    return "\n".join(lines)


# --- her chats ------------------------------------------------------------------------------------------


async def chats(uow: UnitOfWork, person: Person, here: int | None) -> tuple[ListedChat, ...]:
    """All chats of a person, in the form in which they are shown. `here`: the one in which the person writes."""
    found = await rows.of_person(uow, person.id)
    reached = await contact_routing.of(uow, person.id, here)
    labels = labelled(found)
    return tuple(
        ListedChat(
            row.id,
            labels[row.id],
            here=row.id == here,
            reminds=reached is not None and row.id == reached.id,
            locked=row.locked_at is not None,
        )
        for row in found
    )


async def label(uow: UnitOfWork, person_id: int, contact_id: int) -> str:
    """The name of a chat among the person's chats; "" if it is none of theirs."""
    return labelled(await rows.of_person(uow, person_id)).get(contact_id, "")


async def called(uow: UnitOfWork, contact_id: int) -> str:
    """The name of a chat for people other than its owner: its channel, and the last digits of a phone number."""
    row = await rows.get(uow, contact_id)
    if row is None:
        return ""
    ending = channels.ending(row.channel, row.address)
    return channels.label(row.channel) + (f" …{ending}" if ending else "")


def labelled(chats: Sequence[Chat]) -> dict[int, str]:
    """A name for each chat, by id: its channel's; if there are two on a channel, with the end of the number or a
    count."""
    names = {row.id: channels.label(row.channel) for row in chats}
    for row in chats:
        same = [other.id for other in chats if channels.label(other.channel) == channels.label(row.channel)]
        if len(same) > 1:
            ending = channels.ending(row.channel, row.address)
            names[row.id] += f" …{ending}" if ending else f" {same.index(row.id) + 1}"
    return names


async def change(
    uow: UnitOfWork, person: Person, command: ChangeChat, here: int | None, channel: str, now: datetime
) -> tuple[ChatChanged | ChatGuarded, int | None]:
    """Change one of a person's chats, except to unlock it (`joining.open_locked`). Return what was done, and the id of
    the new owner if the chat was given away. The chat in which the person writes can neither be given away nor reported
    lost."""
    row = await rows.lock(uow, command.chat)
    if row is None or row.person_id != person.id or (command.what in ("part", "lose") and row.id == here):
        return ChatChanged(command.what), None
    called = await label(uow, person.id, row.id)
    if command.what in ("part", "lose") and await _protected(uow, person.id, here, row, command.what, now):
        return ChatGuarded(row.id, called, what=command.what), None
    stranger = None
    match command.what:
        case "remind":
            await rows.prefer(uow, person.id, row.channel)
        case "part":
            stranger = await part(uow, person.id, row.id, Hand(person.id, channel), now)
        case "lose":
            await lock(uow, person.id, row.id, ProofReason.LOST, Hand(person.id, channel), now)
    return ChatChanged(command.what, called, row.id), stranger


async def _protected(uow: UnitOfWork, person_id: int, here: int | None, chat: Chat, what: str, now: datetime) -> bool:
    """Whether this chat cannot be given away or reported lost from the chat `here` (`joining.PROTECTED_FOR`): somebody
    who has just joined an account would lock out its owner.

    Somebody who came with a referee's code may report the others lost, because these may be stolen.
    """
    since = now - PROTECTED_FOR
    mine = await rows.get(uow, here)
    if what == "lose" and _came(mine, since, "rescue"):
        return False
    if await joinings.recent_merge(uow, person_id, since) or _came(chat, since, "rescue"):
        return True
    return _came(mine, since) and not _came(chat, mine.joined_at)


def _came(chat: Chat | None, since: datetime | None, how: str | None = None) -> TypeGuard[Chat]:
    """Whether a chat came to its account after `since` (and by `how`)."""
    if chat is None or chat.joined_at is None or since is None:
        return False
    return chat.joined_at > since and how in (None, chat.joined_how)


async def just_lost(uow: UnitOfWork, contact_id: int, now: datetime) -> bool:
    """Whether the person reported this phone lost a moment ago."""
    lost_at = await proofs.lost_at(uow, contact_id)
    return lost_at is not None and now - lost_at < UNDO_WITHIN


class Hand(Record):
    """Who changes a chat, for the audit: a person (None: nobody, or the command line), and from where."""

    by: int | None = None
    channel: str = ""


async def _note(
    uow: UnitOfWork, action: str, person_id: int, contact_id: int, hand: Hand, now: datetime, **about: str
) -> None:
    said = {"chat": contact_id, "label": await label(uow, person_id, contact_id), **about}
    await audit.note(uow, hand.by, hand.channel, action, said, now, subject=person_id)


async def part(uow: UnitOfWork, person_id: int, contact_id: int, hand: Hand, now: datetime) -> int:
    """Give a chat to a new person without a role. Return that person's id. Raises `LastOwner` if it is the only chat of
    the only owner."""
    await _note(uow, "part", person_id, contact_id, hand, now)
    others = await contact_routing.others(uow, person_id, contact_id)
    if len(await rows.of_person(uow, person_id)) == 1:
        await owners.keep_one(uow, person_id)
    await rows.redirect(uow, contact_id, others[0] if others else None)
    return await rows.part(uow, contact_id, now)


async def lock(
    uow: UnitOfWork, person_id: int, contact_id: int, reason: ProofReason, hand: Hand, now: datetime
) -> None:
    """Lock a chat: nothing of the person is shown there. Messages that wait for it go to another open chat, or wait
    until it is unlocked. `reason`: LOST if the person says so, or HANDS."""
    lost = reason is ProofReason.LOST
    about = {} if lost else {"reason": str(reason)}
    await _note(uow, "lost" if lost else "lock", person_id, contact_id, hand, now, **about)
    await proofs.lock(uow, contact_id, reason, now)
    if others := await contact_routing.others(uow, person_id, contact_id):
        await rows.redirect(uow, contact_id, others[0])


How = Literal["number", "other", "vouched", "unlocked"]
"""How a chat was unlocked: by the secret number, by another chat of the person, by a referee, or by an admin."""


async def open_again(uow: UnitOfWork, person_id: int, contact_id: int, how: How, hand: Hand, now: datetime) -> None:
    """Unlock a chat: its owner is proved. Messages that waited are sent."""
    await _note(uow, "open", person_id, contact_id, hand, now, how=how)
    await proofs.open_again(uow, contact_id, now)
    await uow.pipeline(deferred_messages.release(contact_id, now))


async def move(
    uow: UnitOfWork,
    person: Person,
    contact_id: int,
    channel: str,
    address: str,
    user_id: str,
    now: datetime,
    *,
    locked: bool,
) -> int | None:
    """The platform says that a person's number has changed; the account is kept. Return the chat where the person is
    now; None if the new number belongs to another account: then nothing is changed.

    If the new number has already become a person without a role, that person is merged into this one, and the old
    number goes to a new person. `locked`: the old chat was locked, and so is the new one.
    """
    await uow.pipeline(inbox.alone({channel}))
    there = await rows.known_as(uow, channel, address, user_id, contact_id)
    held = dict.fromkeys(chat.person_id for chat in there if chat.person_id != person.id)
    others = [(await turns.lock_person(uow, person_id))[0] for person_id in held]
    if any(other.role is not None for other in others):
        return None
    for stranger in others:
        await merging.move_rest(uow, stranger.id, person.id, now)
    if not there:
        await rows.rename(uow, contact_id, address, user_id)
        return contact_id
    new = there[0]
    hand = Hand(person.id, channel)
    await _note(uow, "part", person.id, contact_id, hand, now)
    await rows.redirect(uow, contact_id, new)
    await rows.part(uow, contact_id, now)
    if locked:
        await _note(uow, "lock", person.id, new.id, hand, now, reason=ProofReason.HANDS)
        await proofs.lock(uow, new.id, ProofReason.HANDS, now)
    return new.id
