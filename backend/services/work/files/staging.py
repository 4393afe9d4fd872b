"""Brings a file's rows into the temporary table of an import, and the files that they show into the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import media as media_rows
from backend.db.work.files import task_imports
from backend.domain.errors import BadInput, Fault, Reason
from backend.domain.work.chains import Target
from backend.domain.work.formats.contents import TEXTS
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.projects import file_key
from backend.records import Struct, field, replace
from backend.services.messaging import media

FAULTS_NAMED = 1_000
"""Faults that are named one by one. One line says how many more there are."""
CHUNK_ROWS = 500  # rows that are read and stored at once
CHUNK_BYTES = 16 * 2**20  # bytes of files, so that memory stays bounded however many rows show one


class Staging(Struct):
    """The rows of one file, good and bad. `targets`: the projects to which their tasks are sent on. `base`: the folder
    of the files that they show (None: only web addresses). `progress`: called with the number of rows read so far.

    After `run`, `total` counts the faults, `faults` holds the first `FAULTS_NAMED` of them, and `good` counts the rows
    without faults, of which the longest shows `longest` characters. Unless `skip_bad`, nothing is stored after the
    first fault.
    """

    uow: UnitOfWork
    rows: Iterator[TaskRow | Fault]
    base: Path | None
    skip_bad: bool
    progress: Callable[[int], None]
    targets: tuple[Target, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    total: int = 0
    good: int = 0
    longest: int = 0
    _files: dict[tuple[media.Shown, str], Mapping[str, str] | BadInput] = field(default_factory=dict)
    _stored: set[str] = field(default_factory=set)
    _lacking: set[Reason] = field(default_factory=set)
    _chunk: list[TaskRow] = field(default_factory=list)
    _pending: list[media.MediaFile] = field(default_factory=list)
    _size: int = 0

    async def run(self) -> None:
        """Read all rows, even if the first one is bad. Call it once."""
        await task_imports.stage(self.uow)
        seen = 0
        # in a thread: whatever the file contains, nobody else waits while it is read
        while read := await asyncio.to_thread(self._fill):
            seen += read
            await self._put()
            self.progress(seen)

    def _fill(self) -> int:
        """Prepare the next chunk. Return how many rows it took; 0 at the end."""
        read = 0
        for row in self.rows:
            read += 1
            if isinstance(row, Fault):
                self._note(row)
            elif (ready := self._ready(row)) is not None:
                self.good += 1
                self.longest = max(self.longest, sum(len(row.content.get(key, "")) for key in TEXTS))
                self._chunk.append(ready)
            if read == CHUNK_ROWS or self._size > CHUNK_BYTES:
                break
        return read

    @property
    def listing(self) -> list[Fault]:
        """The named faults, and a last one that says how many more there are."""
        more = self.total - len(self.faults)
        return [*self.faults, *([Fault(0, Reason("and {n} more faults", n=more))] if more else [])]

    async def _put(self) -> None:
        # After a fault that ends the import nothing is stored any more, only read.
        if not self.total or self.skip_bad:
            for file in self._pending:
                await media_rows.add(self.uow, file.digest, file.mime, file.content)
            if self._chunk:
                await task_imports.copy_in(self.uow, self._chunk)
        self._chunk.clear()
        self._pending.clear()
        self._size = 0

    def _note(self, fault: Fault) -> None:
        self.total += 1
        if len(self.faults) < FAULTS_NAMED:
            self.faults.append(fault)

    def _ready(self, row: TaskRow) -> TaskRow | None:
        """The row with the digests of its files, and with what its children would show. None, with the faults recorded,
        if something is wrong."""
        known = set(self._lacking)
        faults = [*self._chain_faults(row)]
        chain = {} if faults else {target.config.name: target.sent(row.columns) for target in self.targets}
        content, wrong = self._with_files(row.content)
        faults += wrong
        for each in _shown_by(chain):
            each["content"], wrong = self._with_files(each["content"])
            faults += wrong
        if faults:
            for reason in dict.fromkeys(faults):
                if self.skip_bad or reason not in known:  # a column that no row has is reported once
                    self._note(Fault(row.line, reason))
            return None
        return replace(row, content=content, chain=chain, columns={})

    def _chain_faults(self, row: TaskRow) -> Iterator[Reason]:
        for target in self.targets:
            lacking = [*target.lacking(row.columns)]
            yield from lacking or target.faults(row.columns)
            self._lacking.update(lacking)

    def _with_files(self, shown: Mapping[str, str]) -> tuple[Mapping[str, str], list[Reason]]:
        content = dict(shown)
        wrong = []
        for key in media.SHOWN:
            if key not in content:
                continue
            try:
                content |= self._resolve(key, content[key].strip())
            except BadInput as error:
                wrong.append(Reason("{key}: {reason}", key=key, reason=error.reason))
        return content, wrong

    def _resolve(self, shown: media.Shown, name: str) -> Mapping[str, str]:
        """What a task's content says about a file: its address, or its digest, and the name that the client gave. For a
        picture that is heavy for a phone this is the digest of the light version; `original` is that of the file
        itself, and `original_kb` its size."""
        if media.is_address(name):
            return {shown: name}
        if self.base is None:
            raise BadInput(Reason("{name!r} must be an address that begins with https://", name=name))
        known = self._files.get((shown, name))
        if known is None:
            try:
                file = media.read(self.base, name, shown)
                light = media.light(file) if shown == "image" else None
            except BadInput as error:
                known = error
            else:
                self._keep(file)
                known = {shown: file.digest, file_key(shown): name}
                if light is not None:
                    self._keep(light)
                    size = str(-(-len(file.content) // 1_000))
                    known = {**known, shown: light.digest, "original": file.digest, "original_kb": size}
            self._files[shown, name] = known
        if isinstance(known, BadInput):
            raise known
        return known

    def _keep(self, file: media.MediaFile) -> None:
        if file.digest not in self._stored:
            self._stored.add(file.digest)
            self._pending.append(file)
            self._size += len(file.content)


def _shown_by(chain: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All children in a chain, and their children."""
    for child in chain.values():
        yield child
        yield from _shown_by(child["then"])
