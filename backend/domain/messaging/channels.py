"""The table of channels: what the rest of the product must know of each, one row per channel.

Outside `bot/channels` no module spells a channel's name: rules, statements and views ask this table. The code of a
channel is in `bot/channels/<name>/`, and `bot.app` pairs the two. A name that the table does not know (of a chat on a
removed channel) is shown as stored, costs nothing and gives no receipts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from backend.records import Record

Look = Literal["buttons", "lists"]
"""How choices are shown below a message. "buttons": rows of buttons, which can change in place. "lists": up to three
buttons, else a list of ten rows, and numbers to type if there are more."""


class ChannelTraits(Record):
    """One row.

    - `name`: as stored in every table. `label`: how people know it. `team_label`: how the team knows it, if that
      differs. `words`: its names in questions about figures, folded.
    - `numbers`: its addresses are phone numbers, which change hands. `receipts`: it reports what was delivered and
      read.
    - `prices`: the file in `backend/domain/data` with the cost of messages; "" if they cost nothing. `windowed`: later
      than 24 hours after a person's last message it only takes templates.
    - `look`: see `Look`. `link`: the address that opens a chat with our `{account}` there and writes `{code}`; "" if
      there is none. `real`: a platform; False: of the demo. `covers`: texts and pictures can be hidden there until they
      are tapped. `zips`: it takes a zip file.
    """

    name: str
    label: str
    team_label: str = ""
    words: tuple[str, ...] = ()
    numbers: bool = False
    receipts: bool = False
    prices: str = ""
    windowed: bool = False
    look: Look = "buttons"
    link: str = ""
    real: bool = True
    covers: bool = False
    zips: bool = True


TABLE: dict[str, ChannelTraits] = {
    row.name: row
    for row in (
        ChannelTraits(
            "telegram",
            "Telegram",
            words=("telegram", "telegramme"),
            link="https://t.me/{account}?start={code}",
            covers=True,
        ),
        ChannelTraits(
            "whatsapp",
            "WhatsApp",
            words=("whatsapp", "watsapp", "whatsap", "whats app", "wapp"),
            zips=False,
            numbers=True,
            receipts=True,
            prices="message_prices.toml",
            windowed=True,
            look="lists",
            # the link only writes the words; the person still has to send them
            link="https://wa.me/{account}?text=start%20{code}",
        ),
        # the demo's two phones look like the real ones
        ChannelTraits("demo", "Telegram", "Démo", real=False, covers=True),
        ChannelTraits("demo-whatsapp", "WhatsApp", "Démo WhatsApp", look="lists", real=False, zips=False),
    )
}
"""By name."""


SEALED = "~"
"""What encrypted phone numbers begin with, as `backend.encryption.Numbers` makes them: `~` + … + `~` + last digits."""
SHOWN_DIGITS = 4
"""Last digits of a number, by which its owner and the team tell it from others."""
CLOCK = "clock"
"""The name under which our own clock posts events in the inbox. It is no channel."""


def of(name: str) -> ChannelTraits:
    """The row of a channel; for an unknown name a row without any capability."""
    return TABLE.get(name) or ChannelTraits(name, name.capitalize(), real=False)


def label(name: str) -> str:
    """How people know the channel."""
    return of(name).label


def team_label(name: str) -> str:
    """How the team knows the channel: the demo is told apart; an unknown name is returned as it is."""
    row = TABLE.get(name)
    return (row.team_label or row.label) if row is not None else name


def labels(names: Iterable[str], between: str = " et ") -> str:
    """The labels of several channels: "WhatsApp", "WhatsApp et SMS"."""
    return between.join(dict.fromkeys(map(label, names)))


def priced() -> list[str]:
    """Channels that cost anything."""
    return [row.name for row in TABLE.values() if row.prices]


def real() -> list[str]:
    """Channels that are platforms."""
    return [row.name for row in TABLE.values() if row.real]


def numbers() -> list[str]:
    """Channels whose addresses are phone numbers."""
    return [row.name for row in TABLE.values() if row.numbers]


def with_receipts() -> list[str]:
    """Channels that report what was delivered and read."""
    return [row.name for row in TABLE.values() if row.receipts]


def windowed() -> list[str]:
    """Channels that take free messages only within 24 hours after a person's last message."""
    return [row.name for row in TABLE.values() if row.windowed]


def linked() -> list[str]:
    """Channels on which an address can open a chat with a code."""
    return [row.name for row in TABLE.values() if row.link]


def words() -> dict[str, str]:
    """The words for channels in questions, and the channel that each means."""
    return {word: row.name for row in TABLE.values() for word in row.words}


def meant_on(channel: str, names: Iterable[str]) -> tuple[str, ...]:
    """The channels that are meant by these names in a question that is asked on `channel`: in the demo its own phones,
    which bear the names of the platforms."""
    if channel not in TABLE or TABLE[channel].real:
        return tuple(names)
    own = {row.label: row.name for row in TABLE.values() if not row.real}
    return tuple(own.get(label(name), name) for name in names)


def is_number(channel: str, address: str) -> bool:
    """Whether the address of a chat there is a phone number. A platform may use another identifier of a person
    instead."""
    return of(channel).numbers and (address.startswith(SEALED) or (address.isascii() and address.isdecimal()))


def ending(channel: str, address: str) -> str:
    """The last digits of a phone number; "" if the address is none, or so short that they are most of it."""
    return address[-SHOWN_DIGITS:] if is_number(channel, address) and len(address) > SHOWN_DIGITS + 2 else ""
