"""The table of channels: what the rest of the product must know of each, one row per channel.

Outside `bot/channels` no module spells a channel's name: rules, statements and views ask this table. The code of a
channel stands in `bot/channels/<name>/`, and `bot.app` pairs the two. A name that the table does not know (of a chat on
a channel that was removed) is told as it is stored, costs nothing and gives no receipts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Look = Literal["buttons", "lists"]
"""What stands below a message: buttons in rows, which can change in place; or up to three buttons, else a list of ten
rows, and numbers to type where there are more."""


@dataclass(frozen=True, slots=True)
class ChannelTraits:
    """One row.

    `name`: as it is stored in every table. `label`: how people know it. `team_label`: how the team is told of it
    where that differs. `words`: how it is named in questions about figures, folded. `numbers`: its addresses are phone
    numbers, which change hands. `receipts`: it tells what was delivered and read. `prices`: the file in
    `backend/domain/data` that tells what a message costs, "" where it costs nothing. `windowed`: outside 24 hours
    after a person's last word it takes templates only. `look`: see `Look`. `link`: the address that opens a chat with
    our `{account}` there and writes `{code}`, "" where there is none. `real`: a platform; False: of the demo.
    `covers`: words and pictures can be hidden there until they are tapped.
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
            numbers=True,
            receipts=True,
            prices="message_prices.toml",
            windowed=True,
            look="lists",
            # the words stand there written, and only have to be sent
            link="https://wa.me/{account}?text=start%20{code}",
        ),
        # the demo's two phones look like the real ones
        ChannelTraits("demo", "Telegram", "Démo", real=False, covers=True),
        ChannelTraits("demo-whatsapp", "WhatsApp", "Démo WhatsApp", look="lists", real=False),
    )
}
"""By name."""


CLOCK = "clock"
"""Under this name our own clock puts events in the inbox: it is no channel."""


def of(name: str) -> ChannelTraits:
    """The row of a channel; of a name that the table does not know one that promises nothing."""
    return TABLE.get(name) or ChannelTraits(name, name.capitalize(), real=False)


def label(name: str) -> str:
    """How people know it."""
    return of(name).label


def team_label(name: str) -> str:
    """How the team is told of it: the demo is told apart; an unknown name as it is stored."""
    row = TABLE.get(name)
    return (row.team_label or row.label) if row is not None else name


def labels(names: Iterable[str], between: str = " et ") -> str:
    """Several of them as people know them: "WhatsApp", "WhatsApp et SMS"."""
    return between.join(dict.fromkeys(map(label, names)))


def priced() -> list[str]:
    """Those that cost anything."""
    return [row.name for row in TABLE.values() if row.prices]


def real() -> list[str]:
    """The platforms."""
    return [row.name for row in TABLE.values() if row.real]


def numbers() -> list[str]:
    """Those whose addresses are phone numbers."""
    return [row.name for row in TABLE.values() if row.numbers]


def with_receipts() -> list[str]:
    """Those that tell what was delivered and read."""
    return [row.name for row in TABLE.values() if row.receipts]


def windowed() -> list[str]:
    """Those that take free messages only within 24 hours of a person's last word."""
    return [row.name for row in TABLE.values() if row.windowed]


def linked() -> list[str]:
    """Those on which an address can open a chat with a code."""
    return [row.name for row in TABLE.values() if row.link]


def words() -> dict[str, str]:
    """How channels are named in questions, and which one is meant."""
    return {word: row.name for row in TABLE.values() for word in row.words}


def is_number(channel: str, address: str) -> bool:
    """Whether the address of a chat there is a phone number: a platform may tell another name of a person instead."""
    return of(channel).numbers and address.isascii() and address.isdecimal()
