"""One person on several chats: a code joins one more, and a chat is parted from her, lost, found, or moves
to another number.

Every function is part of a turn; a second person that it concerns is locked as well.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from backend.db import audit, held, inbox, leases, merging, reach, turns, work
from backend.db import links as rows
from backend.db import people as people_rows
from backend.db.turns import Conversation
from backend.db.uow import Row, UnitOfWork
from backend.domain import codes, roles
from backend.domain.errors import BadInput, NotFound
from backend.domain.linking import (
    CODE_LIFE,
    MOST_CHATS,
    RESCUE_LIFE,
    ChangeChat,
    Chat,
    ChatChanged,
    LinkAsks,
    Linked,
    LinkMade,
    LinkRefused,
    name_of,
)
from backend.domain.people import Person
from backend.services import owners, wakeups

KEPT = timedelta(days=7)
"""So long an ended code is told apart from one that never was."""


async def make(
    uow: UnitOfWork,
    person_id: int,
    now: datetime,
    links: Mapping[str, str],
    channel: str = "",
    life: timedelta = CODE_LIFE,
) -> LinkMade:
    """A code that joins one more chat to her. `links`: a template with `{code}` per channel, of which those
    of other channels than hers are filled in."""
    code = codes.new()
    await rows.add_link(uow, codes.digest(code), person_id, now, now + life)
    written = codes.written(code)
    others = [(name_of(name), link.format(code=written)) for name, link in links.items() if name != channel]
    return LinkMade(written, tuple(others))


async def is_link(uow: UnitOfWork, code: str) -> bool:
    """Whether this code was made to join chats, still good or not."""
    return await rows.link(uow, codes.digest(code)) is not None


async def use(
    uow: UnitOfWork, person: Person, digest: bytes, now: datetime, *, agreed: bool = False
) -> LinkRefused | LinkAsks | tuple[Linked, Person, Conversation]:
    """The chats of `person` join whoever made this code, and who that is now, with her talk, locked. Where
    both have an account, she must have `agreed`: they become one, and that is not undone."""
    row = await rows.link(uow, digest)
    # looked up by a digest and compared in constant time: how long it takes tells nothing of a code
    if row is None or not hmac.compare_digest(bytes(row["digest"]), digest):
        return LinkRefused("unknown")
    if row["used_at"] is not None:
        return LinkRefused("used")
    if row["expires_at"] <= now:
        return LinkRefused("expired")
    if row["person_id"] == person.id:
        return LinkRefused("own")
    kept, talk = await turns.hold(uow, row["person_id"])
    if (refused := await _refusal(uow, person, kept)) is not None:
        return refused
    if person.joined_at is not None and not agreed:
        return LinkAsks(digest.hex(), kept.first_name)
    await rows.use_link(uow, digest, now)
    if person.role is None:
        await merging.move_rest(uow, person.id, kept.id, now)
    else:
        talk = await _merge(uow, person, kept, talk, now)
    found = await people_rows.person(uow, kept.id)
    assert found is not None
    stopped = found.stopped_at is not None
    await (wakeups.cancel(uow, found) if stopped else wakeups.plan(uow, found, now))
    return Linked(found.first_name, merged=person.role is not None, stopped=stopped), found, talk


async def _refusal(uow: UnitOfWork, person: Person, kept: Person) -> LinkRefused | None:
    chats = [*await rows.chats(uow, person.id), *await rows.chats(uow, kept.id)]
    if len(chats) > MOST_CHATS:
        return LinkRefused("many")
    if person.role is None:
        return None
    if roles.of(person) != roles.of(kept):  # joining makes nobody more, or less, than she is
        return LinkRefused("roles", await _huber(uow, kept))
    if await merging.same_task(uow, person.id, kept.id):
        return LinkRefused("answers", await _huber(uow, kept))
    return None


async def _huber(uow: UnitOfWork, person: Person) -> str:
    row = await rows.referee(uow, person.id)
    return row["first_name"] if row else ""


async def _merge(uow: UnitOfWork, gone: Person, kept: Person, talk: Conversation, now: datetime) -> Conversation:
    """Two accounts become one; the talk that goes on is that of who is kept."""
    _, other = await turns.hold(uow, gone.id)
    for person_id, task_id in await merging.open_tasks(uow, gone.id, kept.id):
        await leases.leave(uow, person_id, task_id, work.GIVEN_BACK, now)
    await merging.move_work(uow, gone.id, kept.id, now)
    await merging.move_money(uow, gone.id, kept.id, now)
    await merging.move_training(uow, gone.id, kept.id, now)
    await merging.move_rest(uow, gone.id, kept.id, now)
    # Numbers of both talks are on buttons of these chats now: the next question has one of neither, and
    # what waits below it is asked anew when its turn comes.
    talk.question = max(talk.question, other.question) + 1
    over = {"link_join"} if gone.joined_at is None else {"link_join", "onboarding"}  # asked of two who are one now
    talk.stack = [frame[:3] for frame in talk.stack if frame[0] not in over]
    talk.asked = {}
    talk.task = await work.open_task(uow, kept.id)
    return talk


async def rescue(
    uow: UnitOfWork, name: str, country: str | None, person_id: int | None, now: datetime
) -> tuple[Row, LinkMade] | list[Row]:
    """The operator's: a code for somebody who has none of her phones left, and who that is (`links.named`).
    Where several people answer to that name, they are returned, and no code is made. Raises `NotFound`."""
    found = await rows.named(uow, name, country, person_id)
    if not found:
        raise NotFound("nobody of that name")
    if len(found) > 1:
        return found
    made = await make(uow, found[0]["id"], now, {}, life=RESCUE_LIFE)
    await audit.note(uow, None, "", "rescue", {}, now, subject=found[0]["id"])
    return found[0], made


async def one_named(uow: UnitOfWork, who: str) -> int:
    """The number of whom the operator means: it, or a first name that one person has. Raises `NotFound`, and
    `BadInput` that lists them where several people answer to that name."""
    number = int(who) if who.isascii() and who.isdigit() and len(who) < 19 else None
    found = await rows.named(uow, "" if number is not None else who, None, number)
    if not found:
        raise NotFound(f"nobody is called {who}")
    if len(found) > 1:
        lines = [f"  {row['id']}  {row['role']}  {row['country']}  {row['first_name']}" for row in found]
        raise BadInput("\n".join(["several people have that name; say which one by her number:", *lines]))
    return int(found[0]["id"])


# --- her chats ------------------------------------------------------------------------------------------


async def chats(uow: UnitOfWork, person: Person, here: int | None) -> tuple[Chat, ...]:
    """All chats of hers, as she is shown them. `here`: the one from which she writes."""
    found = await rows.chats(uow, person.id)
    reached = await reach.of(uow, person.id, here)
    labels = labelled(found)
    return tuple(
        Chat(
            row["id"],
            labels[row["id"]],
            here=row["id"] == here,
            reminds=reached is not None and row["id"] == reached["id"],
            locked=row["locked_at"] is not None,
        )
        for row in found
    )


async def label(uow: UnitOfWork, person_id: int, contact_id: int) -> str:
    """How one chat is called among hers; "" when it is none of hers."""
    return labelled(await rows.chats(uow, person_id)).get(contact_id, "")


def labelled(chats: Sequence[Row]) -> dict[int, str]:
    """A name for each, by id: its channel's; of two on one channel with the end of the number, or with its
    place among them."""
    names = {row["id"]: name_of(row["channel"]) for row in chats}
    for row in chats:
        same = [other["id"] for other in chats if name_of(other["channel"]) == name_of(row["channel"])]
        if len(same) > 1:
            number = row["address"] if row["channel"] == "whatsapp" and row["address"].isdigit() else ""
            names[row["id"]] += f" …{number[-4:]}" if number else f" {same.index(row['id']) + 1}"
    return names


async def change(
    uow: UnitOfWork, person: Person, command: ChangeChat, here: int | None, channel: str, now: datetime
) -> tuple[ChatChanged, int | None]:
    """What she wants of one of her chats; and whose it is now, when it is hers no longer. The one from
    which she writes can neither be parted nor lost."""
    row = await rows.chat(uow, command.chat)
    if row is None or row["person_id"] != person.id or (command.what in ("part", "lose") and row["id"] == here):
        return ChatChanged(command.what), None
    changed = ChatChanged(command.what, await label(uow, person.id, row["id"]))
    stranger = None
    match command.what:
        case "remind":
            await rows.prefer(uow, person.id, row["channel"])
        case "part":
            stranger = await part(uow, person.id, row["id"], Hand(person.id, channel), now)
        case "lose":
            await lock(uow, person.id, row["id"], "lost", Hand(person.id, channel), now)
        case "find":
            await open_again(uow, person.id, row["id"], "found", Hand(person.id, channel), now)
    return changed, stranger


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something to a chat, for the audit: a person (None: nobody, or the command line) and from where."""

    by: int | None = None
    channel: str = ""


async def _note(
    uow: UnitOfWork, action: str, person_id: int, contact_id: int, hand: Hand, now: datetime, **about: str
) -> None:
    said = {"chat": contact_id, "label": await label(uow, person_id, contact_id), **about}
    await audit.note(uow, hand.by, hand.channel, action, said, now, subject=person_id)


async def part(uow: UnitOfWork, person_id: int, contact_id: int, hand: Hand, now: datetime) -> int:
    """The chat is hers no longer, but a new stranger's, whose number is returned. Raises `LastOwner` where that
    is the only chat of the only owner."""
    await _note(uow, "part", person_id, contact_id, hand, now)
    others = await reach.others(uow, person_id, contact_id)
    if len(await rows.chats(uow, person_id)) == 1:
        await owners.keep_one(uow, person_id)
    await rows.redirect(uow, contact_id, others[0] if others else None)
    return await rows.part(uow, contact_id, now)


async def lock(uow: UnitOfWork, person_id: int, contact_id: int, reason: str, hand: Hand, now: datetime) -> None:
    """Nothing of hers is shown there any more; what waits to be said there is said in another chat of hers,
    or waits until it is known whose that one is. `reason`: "lost" as she says, or "hands"."""
    about = {} if reason == "lost" else {"reason": reason}
    await _note(uow, "lost" if reason == "lost" else "lock", person_id, contact_id, hand, now, **about)
    await rows.lock(uow, contact_id, reason, now)
    if others := await reach.others(uow, person_id, contact_id):
        await rows.redirect(uow, contact_id, others[0])


How = Literal["found", "number", "line", "vouched", "unlocked"]
"""By what a chat opened again: she has the phone back, her secret number, a line from another chat of hers, whoever
looks after her, an admin."""


async def open_again(uow: UnitOfWork, person_id: int, contact_id: int, how: How, hand: Hand, now: datetime) -> None:
    """It is her: all is shown there again, and what waited for that is said."""
    await _note(uow, "open", person_id, contact_id, hand, now, how=how)
    await rows.open_again(uow, contact_id, now)
    await uow.together(held.release(contact_id, now))


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
    """Her number is another one, says the platform: she keeps her account. The chat where she is now; None
    when the new number is somebody's who has an account of her own, and nothing has changed.

    A stranger whom the new number has made already is folded in, and the old number made a stranger's.
    `locked`: it was not known whose the old number is, and so it is with the new one.
    """
    await uow.together(inbox.alone({channel}))
    there = await rows.at(uow, channel, address, user_id, contact_id)
    for other in there:
        if other["person_id"] != person.id:
            await turns.hold(uow, other["person_id"])
    if any(other["role"] is not None and other["person_id"] != person.id for other in there):
        return None
    for stranger in {other["person_id"] for other in there} - {person.id}:
        await merging.move_rest(uow, stranger, person.id, now)
    if not there:
        await rows.name_chat(uow, contact_id, address, user_id)
        return contact_id
    new = there[0]
    hand = Hand(person.id, channel)
    await _note(uow, "part", person.id, contact_id, hand, now)
    await rows.redirect(uow, contact_id, new)
    await rows.part(uow, contact_id, now)
    if locked:
        await _note(uow, "lock", person.id, new["id"], hand, now, reason="hands")
        await rows.lock(uow, new["id"], "hands", now)
    return int(new["id"])
