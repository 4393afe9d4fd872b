"""What one phone of the demo shows: its messages, each with a number that grows with every change.

Numbers are microseconds of the product's clock, so that a log that is made again after a restart
goes on above the old one: an open page asks for what came after its highest number, and what it is
sent twice it knows by the message's id.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Frame = dict[str, Any]

MAX_MESSAGES = 2_000
"""Messages and refs that are kept; a page that is opened later begins there."""
EMPTY: Frame = {
    "type": "message",
    "from": "bot",
    "html": "",
    "picture": None,
    "audio": None,
    "document": None,
    "rows": [],
    "edited": False,
}
CAUGHT_UP = 50  # of her newest messages: a page that was away may have missed that they were read


@dataclass(slots=True)
class Entry:
    """`place`: the number under which it first came, which orders the messages; the frame's own
    `seq` is that of its last change."""

    place: int
    frame: Frame


class Log:
    """The messages of one phone, and the pages that look at it (`lines`: each a queue of frames)."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._refs: OrderedDict[str, str] = OrderedDict()  # ref → id of her message, "" for a tap
        self._last = 0
        self._typing = False
        self.lines: set[asyncio.Queue[Frame]] = set()

    # --- what happens -----------------------------------------------------------------------------

    def put(self, at: datetime, ident: str, content: Mapping[str, Any], *, shown_at: datetime | None = None) -> None:
        """A new message, or what an old one (the same id) shows from now on. `content`: the frame's
        `from`, `html` and so on; `shown_at`: the time that it shows."""
        old = self._entries.get(ident)
        frame: Frame = {
            **EMPTY,
            **content,
            "seq": self._number(at),
            "id": ident,
            "at": old.frame["at"] if old else (shown_at or at).isoformat(),
        }
        if old is None:
            self._entries[ident] = Entry(frame["seq"], frame)
            if len(self._entries) > MAX_MESSAGES:
                self._entries.popitem(last=False)
        else:
            frame["edited"] = frame["from"] == "bot" and not frame["rows"]
            old.frame = frame
        if ref := frame.get("ref"):
            self._know(ref, ident)
        self.tell(frame)

    def choose(self, at: datetime, ident: str, data: str, ref: str) -> None:
        """She has tapped this button: it is marked, unless the message has changed since."""
        self._know(ref, "")
        entry = self._entries.get(ident)
        rows = entry.frame["rows"] if entry else []
        if entry is None or not any(button["data"] == data for row in rows for button in row):
            self.tell({"type": "ack", "ref": ref})
            return
        marked = [[{**b, "chosen": True} if b["data"] == data else _unmarked(b) for b in row] for row in rows]
        entry.frame = {**entry.frame, "seq": self._number(at), "rows": marked}
        self.tell({**entry.frame, "ref": ref})

    def read(self) -> None:
        """All that she has said so far was read."""
        for ident, entry in reversed(self._entries.items()):
            if entry.frame["from"] == "me":
                if entry.frame["state"] == "read":
                    break
                entry.frame = {**entry.frame, "state": "read"}
                self.tell({"type": "ticks", "id": ident, "state": "read"})

    def typing(self, on: bool) -> None:
        """Whether the bot is writing."""
        if on != self._typing:
            self._typing = on
            self.tell({"type": "typing", "on": on})

    # --- what is asked ----------------------------------------------------------------------------

    def again(self, ref: str) -> Frame | None:
        """The answer to something that she has sent before; None when it is new."""
        if ref not in self._refs:
            return None
        entry = self._entries.get(self._refs[ref])
        return entry.frame if entry else {"type": "ack", "ref": ref}

    def since(self, after: int) -> list[Frame]:
        """What a page that has all up to `after` needs."""
        frames: list[Frame] = []
        for entry in self._entries.values():
            seq = entry.frame["seq"]
            if after < entry.place < seq:
                frames.append({**entry.frame, "seq": entry.place})  # so that it stands where it first stood
            if seq > after:
                frames.append(entry.frame)
        frames.sort(key=lambda frame: int(frame["seq"]))
        mine = [e for e in self._entries.values() if e.frame["from"] == "me" and e.frame["seq"] <= after]
        for entry in mine[-CAUGHT_UP:]:
            frames.append({"type": "ticks", "id": entry.frame["id"], "state": entry.frame["state"]})
        frames.append({"type": "history_end"})
        if self._typing:
            frames.append({"type": "typing", "on": True})
        return frames

    def tell(self, frame: Frame) -> None:
        """To every page that looks at this phone."""
        for line in self.lines:
            line.put_nowait(frame)

    def _number(self, at: datetime) -> int:
        self._last = max(self._last + 1, int(at.timestamp() * 1_000_000))
        return self._last

    def _know(self, ref: str, ident: str) -> None:
        self._refs[ref] = ident
        if len(self._refs) > MAX_MESSAGES:
            self._refs.popitem(last=False)


def _unmarked(button: Mapping[str, Any]) -> Frame:
    return {key: value for key, value in button.items() if key != "chosen"}
