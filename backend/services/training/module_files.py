"""Training modules as files: finding and reading them, and checking their pictures.
`backend.domain.training.content.lesson_files` reads their content, `library` writes them to the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.files import file_names
from backend.domain.files.settled import Settled
from backend.domain.training.content.lesson_files import (
    BANKS,
    HEADING,
    SINGLE,
    BadModule,
    Draft,
    Placed,
    read_folder,
    read_single,
)
from backend.domain.training.modules import Lesson, Picture, Screen
from backend.domain.training.text.markdown_text import escape
from backend.records import Record, field, replace
from backend.services.messaging import media

MOST_PICTURE = 300_000
"""Bytes of a lesson's picture. A person with little data must be able to afford loading it."""


class Source(Record):
    """A module that was read: its draft, the pictures that it shows, by digest, and the name of its `file` or
    folder."""

    draft: Draft
    pictures: Mapping[str, media.MediaFile] = field(default_factory=dict)
    file: str = ""


def read(path: Path, skipped: list[Placed] | None = None, module_id: str = "") -> list[Source]:
    """All modules at `path`: one file, a module's folder, or a folder with such folders below it. `module_id`: the id
    of the only module there, whatever its files say.

    Raises `BadModule` with every fault of all files. With `skipped` bad parts are left out: a question, a lesson, a
    picture or a whole module. Modules are named there, other parts in their own notes, and it is raised only if nothing
    is left.
    """
    folders = sorted(found.parent for found in path.rglob(HEADING)) if path.is_dir() else []
    if path.is_dir() and not folders:
        raise _no_module(path, Reason("there is no {file} in this folder or below it", file=HEADING))
    if not path.is_dir() and path.suffix.lower() not in SINGLE:
        raise _no_module(path, Reason("this is no folder and no file of {known}", known=", ".join(SINGLE)))
    sources: list[Source] = []
    faults: list[Placed] = []
    if module_id and len(folders) > 1:
        raise _no_module(path, Reason("there are {n} modules here, and one name for them", n=len(folders)))
    for place in folders or [path]:
        try:
            sources.append(_source(place, module_id, skip_bad=skipped is not None))
        except BadModule as error:
            faults += error.placed
    repeated = dict(_same_id(sources))
    faults += repeated.values()
    sources = [source for number, source in enumerate(sources) if number not in repeated]
    if faults and (skipped is None or not sources):
        raise BadModule(faults)
    if skipped is not None:
        skipped += faults
    return sources


def _no_module(path: Path, reason: Reason) -> BadModule:
    return BadModule([Placed(file_names.text(str(path)), Fault(1, reason))])


def _source(path: Path, module_id: str, *, skip_bad: bool) -> Source:
    name, shown = PurePath(file_names.text(path.resolve().name)), file_names.text(str(path))
    if path.is_dir():
        draft, base = _folder(path, module_id, skip_bad=skip_bad), path
    else:
        draft, base = read_single(_whole(path), name, shown, module_id, skip_bad=skip_bad), path.parent
    return replace(_with_pictures(draft, base, skip_bad=skip_bad), file=name.name)


def _folder(folder: Path, module_id: str, *, skip_bad: bool) -> Draft:
    """Read the folder's own files. Pictures are read when a lesson shows them."""
    names = sorted(each.name for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
    shown = {file_names.text(name): file_names.text(str(folder / name)) for name in names}
    read = {
        file_names.text(name): _whole(folder / name)
        for name in names
        if name == HEADING or PurePath(name).suffix.lower() in _READ
    }
    draft = read_folder(read, shown, module_id, skip_bad=skip_bad)
    beside = (name for name in shown if name not in read and PurePath(name).suffix.lower() not in _PICTURES)
    reason = Reason("left out: it is no lesson (.md) and no question bank ({known})", known=", ".join(BANKS))
    return replace(draft, notes=(*draft.notes, *(Placed(shown[name], Fault(1, reason)) for name in beside)))


def _whole(path: Path) -> bytes:
    try:
        with Settled(path) as file:
            return file.readall()
    except BadFile as error:
        raise _no_module(path, error.faults[0].reason) from None


_READ = (".md", *BANKS)
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def _with_pictures(draft: Draft, base: Path, *, skip_bad: bool) -> Source:
    """Read the pictures of the lessons. Raises `BadModule` for one that cannot be shown; if bad ones are skipped, only
    their texts stay."""
    found: dict[str, media.MediaFile] = {}
    faults: list[Placed] = []
    lessons: list[Lesson] = []
    for lesson in draft.module.lessons:
        screens = []
        for screen in lesson.screens:
            if (picture := screen.picture) is not None:
                try:
                    file = _picture(base, picture.media)
                except BadInput as error:
                    faults.append(Placed(lesson.file, Fault(picture.line, error.reason)))
                    said = "\n\n".join(filter(None, (screen.text, escape(picture.alt))))
                    screens.append(Screen(said))
                    continue
                found[file.digest] = file
                screen = replace(screen, picture=Picture(file.digest, picture.alt, len(file.content)))
            screens.append(screen)
        lessons.append(replace(lesson, screens=tuple(screens)))
    if faults and not skip_bad:
        raise BadModule(faults)
    left_out = tuple(
        Placed(f.file, Fault(f.fault.line, Reason("a picture is left out: {reason}", reason=f.fault.reason)))
        for f in faults
    )
    module = replace(draft.module, lessons=tuple(lessons))
    return Source(replace(draft, module=module, notes=(*draft.notes, *left_out)), found)


def _picture(base: Path, name: str) -> media.MediaFile:
    if media.is_address(name):
        raise BadInput(Reason("the picture {name!r} must be a file beside the lesson", name=name))
    file = media.read(base, name, "image")
    if len(file.content) > MOST_PICTURE:
        size, limit = len(file.content) // 1_000, MOST_PICTURE // 1_000
        raise BadInput(Reason("the picture {name!r} has {size} kB, {limit} at most", name=name, size=size, limit=limit))
    return file


def _same_id(sources: Iterable[Source]) -> Iterator[tuple[int, Placed]]:
    """The index of each source whose module an earlier source already has, with that fault."""
    first: dict[str, str] = {}
    for number, source in enumerate(sources):
        module_id, file = source.draft.module.id, source.draft.file
        if (other := first.setdefault(module_id, file)) != file:
            reason = Reason("the module {id!r} is there twice: {file} has it too", id=module_id, file=other)
            yield number, Placed(file, Fault(1, reason))
