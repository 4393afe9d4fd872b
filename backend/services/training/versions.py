"""Versions of training modules: listing them, publishing a draft, restoring an earlier version."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.training import library as training_library
from backend.db.training import module_versions
from backend.db.training.library import ModuleCounts
from backend.domain.errors import BadInput, NotFound, existing
from backend.domain.people.commands import OPERATOR, Actor
from backend.domain.training.modules import Module
from backend.domain.training.versions import VersionLine
from backend.records import Record
from backend.services import access
from backend.services.training.library import UNKNOWN, put_live, wrong_needs


async def listing(uow: UnitOfWork, module_id: str) -> list[VersionLine]:
    """Every version of a module, the newest first. Raises `NotFound`."""
    found = await module_versions.listing(uow, module_id)
    if not found:
        raise NotFound(UNKNOWN.format(id=module_id))
    return found


class ListedModule(Record):
    """A module, with the number of its unpublished `draft` if there is one. `unpublished`: there is only that draft."""

    counts: ModuleCounts
    draft: int | None = None
    unpublished: bool = False


async def modules(uow: UnitOfWork) -> list[ListedModule]:
    """Every module that people learn with, then those with only a draft."""
    waiting = {draft.module.id: draft for draft in await module_versions.drafts(uow)}
    listed = []
    for counts in await training_library.listing(uow):
        draft = waiting.pop(counts.id, None)
        listed.append(ListedModule(counts, draft.number if draft else None))
    for draft in waiting.values():
        module = draft.module
        questions = sum(len(lesson.questions) for lesson in module.lessons)
        counts = ModuleCounts(module.id, module.title, len(module.lessons), questions, len(module.pool))
        listed.append(ListedModule(counts, draft.number, unpublished=True))
    return listed


async def publish(
    uow: UnitOfWork, module_id: str, now: datetime, by: Actor = OPERATOR, channel: str = ""
) -> tuple[Module, int]:
    """Publish the draft of a module. Return the module and the number of its version. Raises `NotAllowed`, `NotFound`
    if there is no draft, and `BadInput` for a module that nobody could begin."""
    access.require(by, "import")
    await training_library.wait_for_other_imports(uow)
    draft = existing(
        await module_versions.draft(uow, module_id),
        f"no draft of a module {module_id!r} waits; hiteuses training import --draft makes one",
    )
    await _put(uow, draft.module, draft.number, draft.digest, now)
    await module_versions.publish(uow, module_id, draft.number, now)
    about = {"name": module_id, "version": draft.number}
    await audit.note(uow, by.id, channel, "publish module", about, now)
    return draft.module, draft.number


async def restore(
    uow: UnitOfWork, module_id: str, number: int, now: datetime, by: Actor = OPERATOR, channel: str = ""
) -> tuple[Module, int]:
    """Restore an earlier version as a new one. Return the module and the new number (the live one's, if it is the
    same).

    Answers to the questions that come back count again. Raises `NotAllowed`, `NotFound`, and `BadInput` for a module
    that nobody could begin.
    """
    access.require(by, "import")
    await training_library.wait_for_other_imports(uow)
    found = await module_versions.version(uow, module_id, number)
    if found is None:
        hint = f"hiteuses training versions {module_id} lists them"
        raise NotFound(f"the module {module_id!r} has no version {number}; {hint}")
    live, known = await training_library.version(uow, module_id)
    if found.digest == known:
        return found.module, live
    again = await module_versions.add(uow, found.module, found.digest, now, restored=number, published=True)
    await _put(uow, found.module, again, found.digest, now)
    about = {"name": module_id, "version": again, "restored": number}
    await audit.note(uow, by.id, channel, "restore module", about, now)
    return found.module, again


async def _put(uow: UnitOfWork, module: Module, number: int, digest: str, now: datetime) -> None:
    needs = await training_library.prerequisites(uow) | {module.id: module.needs}
    if reason := wrong_needs(module, needs):
        raise BadInput(reason)
    await put_live(uow, module, number, digest, now)
