"""Import and export of training modules. An import writes everything or nothing.

A new version keeps what people did: its lessons and questions are matched by their keys, and what it no longer has is
retired. Every version stays (`versions`). Every step belongs to the caller's one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import media as media_rows
from backend.db.training import library as training_library
from backend.db.training import module_versions
from backend.domain.errors import Fault, NotFound, Reason, existing
from backend.domain.people.commands import OPERATOR, Actor
from backend.domain.training import prerequisites, versions
from backend.domain.training.banks import gift_writer
from backend.domain.training.content import pools
from backend.domain.training.content.lesson_files import BadModule, Draft, Placed
from backend.domain.training.content.renewal import renewed
from backend.domain.training.modules import Module
from backend.records import Record, replace
from backend.services import access
from backend.services.training.module_files import Source

UNKNOWN = "there is no module {id!r}; hiteuses training list names them"


class ImportedModule(Record):
    """The result of importing one module. `changed`: it is new or another version. `questions`: in its lessons; `pool`:
    in its final test alone; `retired`: those no longer asked. `notes`: what was left out of its files. `draft`: it
    waits to be published. `overtaken`: the number of the draft that waited until this one went live."""

    id: str
    title: str
    version: int
    changed: bool
    lessons: int
    questions: int
    retired: int
    notes: tuple[Placed, ...]
    pool: int = 0
    draft: bool = False
    overtaken: int | None = None


class How(Record):
    """How to import. `draft`: people keep the present version until the new one is published. `replace`: more than a
    third of a module's questions may be replaced. `by`: who imports, on which `channel`."""

    draft: bool = False
    replace: bool = False
    by: Actor = OPERATOR
    channel: str = ""


AT_ONCE = How()
"""By an operator, for people at once."""


async def import_modules(
    uow: UnitOfWork,
    sources: Sequence[Source],
    now: datetime,
    how: How = AT_ONCE,
    skipped: list[Placed] | None = None,
) -> list[ImportedModule]:
    """Create or renew the modules.

    Raises `NotAllowed`, and `BadModule` for a module that needs a missing one or needs itself through others, that
    would replace too many questions, or whose question bank would leave a lesson without questions. The transaction
    must then be given up. With `skipped` such modules are left out and named there, unless none is left.
    """
    access.require(how.by, "import")
    await training_library.wait_for_other_imports(uow)
    there = await training_library.prerequisites(uow)
    if how.draft:
        there |= {waiting.module.id: waiting.module.needs for waiting in await module_versions.drafts(uow)}
    faults: list[Placed] = []
    left = list(sources)
    while wrong := _wrong(left, there):  # another module may need one that is left out
        faults += wrong.values()
        left = [source for number, source in enumerate(left) if number not in wrong]
    if faults and skipped is None:
        raise BadModule(faults)
    done: list[ImportedModule] = []
    for source in left:
        try:
            done.append(await _import(uow, source, how, now))
        except BadModule as error:
            faults += error.placed
    if faults and (skipped is None or not done):
        raise BadModule(faults)
    if skipped is not None:
        skipped += faults
    return done


def _wrong(sources: Sequence[Source], there: Mapping[str, Sequence[str]]) -> dict[int, Placed]:
    """The sources whose modules nobody could begin, by their index."""
    needs = {**there, **{source.draft.module.id: source.draft.module.needs for source in sources}}
    found = ((number, _wrong_needs(source.draft, needs)) for number, source in enumerate(sources))
    return {number: placed for number, placed in found if placed is not None}


def _wrong_needs(draft: Draft, needs: Mapping[str, Sequence[str]]) -> Placed | None:
    reason = wrong_needs(draft.module, needs)
    return Placed(draft.file, Fault(draft.needs_line, reason)) if reason else None


def wrong_needs(module: Module, needs: Mapping[str, Sequence[str]]) -> Reason | None:
    """Why nobody could begin the module, given what each module needs; None if somebody can."""
    if missing := prerequisites.unknown(module.needs, needs):
        return Reason("the module needs {id!r}, which is not there: import it first, or both together", id=missing[0])
    if ring := prerequisites.ring(module.id, needs):
        return Reason("nobody could begin it, for modules need each other: {ring}", ring=" → ".join(ring))
    return None


async def _import(uow: UnitOfWork, source: Source, how: How, now: datetime) -> ImportedModule:
    draft = source.draft
    live = await training_library.module(uow, draft.module.id)
    unpublished = await module_versions.draft(uow, draft.module.id)
    waiting = unpublished if how.draft else None
    before = waiting.module if waiting else live
    lesson_of = {
        **await training_library.question_lessons(uow, draft.module.id),
        **(_lessons_of(before) if waiting else {}),
    }
    module = renewed(draft, before, lesson_of)
    digest = versions.digest(module)
    number, known = await training_library.version(uow, module.id)
    if waiting is not None:
        number, known = waiting.number, waiting.digest
    retired = 0
    if changed := digest != known:
        if live is not None and not how.replace and versions.too_many(live, module):
            raise BadModule([Placed(draft.file, Fault(1, _too_many(live, module)))])
        for file in source.pictures.values():
            await media_rows.add(uow, file.digest, file.mime, file.content)
        number = await module_versions.add(uow, module, digest, now, file=source.file, published=not how.draft)
        if not how.draft:
            retired = await put_live(uow, module, number, digest, now)
        about = {"name": module.id, "version": number, "file": source.file, "draft": how.draft}
        await audit.note(uow, how.by.id, how.channel, "import module", about, now)
    return ImportedModule(
        module.id,
        module.title,
        number,
        changed,
        len(module.lessons),
        sum(len(lesson.questions) for lesson in module.lessons),
        retired,
        draft.notes,
        len(module.pool),
        draft=how.draft and (changed or waiting is not None),
        overtaken=unpublished.number
        if unpublished and changed and not how.draft and unpublished.digest != digest
        else None,
    )


async def put_live(uow: UnitOfWork, module: Module, number: int, digest: str, now: datetime) -> int:
    """Make this version of a module the live one. Return the number of questions that are no longer asked.

    If a key named another question before, it goes to the new question. Answers and cards stay with the old question,
    and count again when a version brings it back.
    """
    asked = {q.key: q for lesson in module.lessons for q in lesson.questions} | {q.key: q for q in module.pool}
    there: dict[str, list[training_library.NamedQuestion]] = {}
    for named in await training_library.named(uow, module.id, list(asked)):
        there.setdefault(named.name, []).append(named)
    away: list[int] = []
    back: list[int] = []
    for key, found in there.items():
        holder = next((named for named in found if named.holds), None)
        same = [named.id for named in found if versions.same(named.question, asked[key])]
        if holder is not None and holder.id in same:
            continue
        away += [holder.id] if holder else []
        back += same[-1:]
    await training_library.take_names(uow, away)
    await training_library.give_names_back(uow, back)
    return await training_library.put(uow, module, number, digest, now)


def _lessons_of(module: Module | None) -> dict[str, str]:
    return {question.key: lesson.key for lesson in module.lessons for question in lesson.questions} if module else {}


def _too_many(live: Module, module: Module) -> Reason:
    return Reason(
        "{n} of the {total} questions of the module {id!r} ({title}) would be replaced: "
        "give this one another name (--as), or replace them (--replace)",
        n=versions.replaced(live, module),
        total=sum(len(lesson.questions) for lesson in live.lessons) + len(live.pool),
        id=live.id,
        title=live.title,
    )


async def export_module(uow: UnitOfWork, module_id: str) -> str:
    """A module's questions as GIFT, with a category for each lesson; under `final` those of its final test. Raises
    `NotFound`."""
    module = existing(await training_library.module(uow, module_id), UNKNOWN.format(id=module_id))
    several = len(module.lessons) > 1
    questions = [
        replace(question, category=question.category or (lesson.title.replace("/", "//") if several else ""))
        for lesson in module.lessons
        for question in lesson.questions
    ]
    titles = {lesson.key: lesson.title.replace("/", "//") for lesson in module.lessons}
    questions += (
        replace(question, category="/".join(filter(None, (pools.NAME, titles.get(question.about)))))
        for question in module.pool
    )
    title = " ".join(module.title.split())
    return f"// {title} ({module.id})\n\n{gift_writer.write(questions)}"


async def close_module(uow: UnitOfWork, module_id: str, at: datetime | None) -> list[str]:
    """Close a module from `at` on: nobody can begin it, but those who have begun can finish it. None: open it again.
    Return the modules that need it: until it is open, who has not begun it is not offered them either. Raises
    `NotFound`."""
    if not await training_library.close(uow, module_id, at):
        raise NotFound(UNKNOWN.format(id=module_id))
    needs = await training_library.prerequisites(uow)
    return sorted(prerequisites.needing(module_id, needs))
