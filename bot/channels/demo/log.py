"""The log of one phone of the demo: its messages, each with a number that grows with every change.

The numbers are microseconds of the product's clock, so that a log rebuilt after a restart continues above the old one.
An open page asks for what came after its highest number; what it gets twice it knows by the message's id."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.records import Struct

Frame = dict[str, Any]

MAX_MESSAGES = 2_000
"""The most messages and refs that are kept; a page that is opened later starts there."""
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
CAUGHT_UP = 50  # of the owner's newest messages: a page that was away may have missed that they were read


class Entry(Struct):
    """`place`: the number under which the message first came, which orders the messages. The frame's `seq` is the
    number of its last change."""

    place: int
    frame: Frame


class Log:
    """The messages of one phone, and the pages that show it (`lines`: a queue of frames for each)."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._refs: OrderedDict[str, str] = OrderedDict()  # ref → id of the owner's message, "" for a tap
        self._last = 0
        self._typing = False
        self.lines: set[asyncio.Queue[Frame]] = set()

    # --- changes ----------------------------------------------------------------------------------

    def put(self, at: datetime, ident: str, content: Mapping[str, Any], *, shown_at: datetime | None = None) -> None:
        """Add a message, or change the one with this id. `content`: the frame's `from`, `html` and so on.
        `shown_at`: the time that it shows."""
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
        """Mark the button that was tapped, unless the message has changed since."""
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
        """Mark all messages of the owner as read."""
        for ident, entry in reversed(self._entries.items()):
            if entry.frame["from"] == "me":
                if entry.frame["state"] == "read":
                    break
                entry.frame = {**entry.frame, "state": "read"}
                self.tell({"type": "ticks", "id": ident, "state": "read"})

    def typing(self, on: bool) -> None:
        """Show or hide "typing"."""
        if on != self._typing:
            self._typing = on
            self.tell({"type": "typing", "on": on})

    # --- questions of the pages -------------------------------------------------------------------

    def again(self, ref: str) -> Frame | None:
        """The answer to a frame that was sent before; None if it is new."""
        if ref not in self._refs:
            return None
        entry = self._entries.get(self._refs[ref])
        return entry.frame if entry else {"type": "ack", "ref": ref}

    def since(self, after: int) -> list[Frame]:
        """The frames for a page that has everything up to `after`."""
        frames: list[Frame] = []
        for entry in self._entries.values():
            seq = entry.frame["seq"]
            if after < entry.place < seq:
                frames.append({**entry.frame, "seq": entry.place})  # so that it appears where it first was
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
        """Send a frame to every page that shows this phone."""
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
