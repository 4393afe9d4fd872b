"""Versions of modules in the real database: drafts, what may be replaced, and the way back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from backend.db.engine.uow import Database
from backend.db.training import library as training_library
from backend.db.training.library import ModuleCounts
from backend.domain.errors import BadInput, NotAllowed, NotFound
from backend.domain.training.content.lesson_files import BadModule
from backend.services.training import library, module_files, versions
from backend.services.training.versions import ListedModule
from tests.integration.scenes import NOW, commit, execute, hiteuses, rows, value
from tests.integration.services.training.test_library import Author, lesson, true

LATER = NOW + timedelta(days=1)
BANK = "\n\n".join(true(f"q{n}") for n in range(1, 7))
OTHERS = "\n\n".join(f"::q{n}::Le pays numéro {n} a une capitale. {{F}}" for n in range(1, 7))


@pytest.fixture
def author(database: Database, tmp_path: Path) -> Author:
    return Author(database, tmp_path)


async def imports(
    author: Author, path: Path, *, draft: bool = False, replace: bool = False, name: str = ""
) -> library.ImportedModule:
    sources = module_files.read(path, module_id=name)
    how = library.How(draft=draft, replace=replace)
    (done,) = await commit(author.database, library.import_modules, sources, NOW, how)
    return done


async def keys(author: Author, module_id: str) -> list[str]:
    return [question.key for x in (await author.kept(module_id)).lessons for question in x.questions]


async def listed(author: Author, module_id: str) -> list[tuple[int, str, int | None]]:
    found = await commit(author.database, versions.listing, module_id)
    return [(line.number, line.state, line.restored) for line in found]


async def test_another_authors_file_of_the_same_name_replaces_nothing(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    theirs = author.write("autre/quiz.gift", OTHERS)
    with pytest.raises(BadModule) as error:
        await imports(author, theirs)
    assert str(error.value).replace(f"{author.folder}/", "") == (
        "autre/quiz.gift:1: 6 of the 6 questions of the module 'quiz' (Quiz) would be replaced: "
        "give this one another name (--as), or replace them (--replace)"
    )
    assert (await imports(author, theirs, name="capitales")).id == "capitales"
    assert (await author.kept("quiz")).lessons[0].questions[0].text == "Vrai, q1 ?"
    assert (await author.kept("capitales")).lessons[0].questions[0].text == "Le pays numéro 1 a une capitale."
    assert (await imports(author, theirs, replace=True)).version == 2
    assert (await author.kept("quiz")).lessons[0].questions[0].text == "Le pays numéro 1 a une capitale."


async def test_a_folder_that_would_replace_too_much_is_refused_with_all_others(author: Author) -> None:
    author.module("un", **{"01-a": lesson(true("a"), true("b"), true("c"))})
    author.module("deux")
    await author.imports(author.folder)
    author.module("un", **{"01-a": lesson(true("a"), true("x"), true("y"))})
    author.module("deux", **{"01-wifi": lesson(true("deux-1"), true("deux-2"))})
    with pytest.raises(BadModule, match=r"un/module\.yaml:1: 2 of the 3 questions of the module 'un' \(Module un\)"):
        await commit(author.database, library.import_modules, module_files.read(author.folder), LATER)
    assert await keys(author, "deux") == ["deux-1"]
    done, told = await author.skips(author.folder)
    assert [each.id for each in done] == ["deux"]
    assert len(told) == 1 and told[0].startswith("un/module.yaml:1: ")


async def test_a_name_is_chosen_for_one_module_only(author: Author) -> None:
    author.module("un")
    author.module("deux")
    with pytest.raises(BadModule, match=r":1: there are 2 modules here, and one name for them$"):
        module_files.read(author.folder, module_id="trois")
    assert (await imports(author, author.folder / "un", name="trois")).id == "trois"
    assert (await imports(author, author.write("….gift", BANK), name="quatre")).id == "quatre"  # no name of its own


async def test_a_draft_waits_and_is_put_in_its_place(author: Author) -> None:
    await imports(author, author.module(**{"01-a": lesson(true("a"), true("b"), true("c"), title="Avant")}))
    after = author.module(**{"01-a": lesson(true("a"), true("b"), true("d"), title="Après")})
    done = await imports(author, after, draft=True)
    assert (done.version, done.changed, done.draft, done.retired) == (2, True, True, 0)
    assert (await author.kept()).lessons[0].title == "Avant"
    assert await listed(author, "reseau") == [(2, "draft", None), (1, "live", None)]
    assert [module.draft for module in await commit(author.database, versions.modules)] == [2]
    assert not (await imports(author, after, draft=True)).changed

    module, number = await commit(author.database, versions.publish, "reseau", LATER)
    assert (module.lessons[0].title, number) == ("Après", 2)
    assert await keys(author, "reseau") == ["a", "b", "d"]
    assert await value(author.database, "select version from module") == 2
    assert await listed(author, "reseau") == [(2, "live", None), (1, "former", None)]
    with pytest.raises(NotFound, match="no draft of a module 'reseau' waits"):
        await commit(author.database, versions.publish, "reseau", LATER)


async def test_a_draft_of_a_new_module_is_no_module_before_it_is_published(author: Author) -> None:
    await imports(author, author.module(), draft=True)
    assert await commit(author.database, training_library.listing) == []
    assert await commit(author.database, versions.modules) == [
        ListedModule(ModuleCounts("reseau", "Module reseau", lessons=1, questions=1, pool=0), draft=1, unpublished=True)
    ]
    assert await listed(author, "reseau") == [(1, "draft", None)]
    await commit(author.database, versions.publish, "reseau", LATER)
    assert await keys(author, "reseau") == ["reseau-1"]
    assert await value(author.database, "select version from module") == 1


async def test_a_bank_as_a_draft_renews_the_draft_that_waits(author: Author) -> None:
    await imports(author, author.module(**{"01-a": lesson(true("a"), true("b"), title="Le Wi-Fi")}), draft=True)
    await imports(author, author.write("reseau.gift", f"{true('a')}\n\n{true('b')}\n\n{true('c')}"), draft=True)
    await commit(author.database, versions.publish, "reseau", LATER)
    kept = await author.kept()
    assert [(x.title, len(x.screens), [q.key for q in x.questions]) for x in kept.lessons] == [
        ("Le Wi-Fi", 1, ["a", "b"]),
        ("Reseau", 0, ["c"]),
    ]


async def test_what_goes_live_meanwhile_ends_the_waiting_of_a_draft(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    await imports(author, author.write("quiz.gift", f"{BANK}\n\n{true('brouillon')}"), draft=True)
    await imports(author, author.write("quiz.gift", f"{BANK}\n\n{true('direct')}"))
    assert await listed(author, "quiz") == [(3, "live", None), (2, "unpublished", None), (1, "former", None)]
    with pytest.raises(NotFound):
        await commit(author.database, versions.publish, "quiz", LATER)


async def test_a_draft_too_may_replace_no_more_than_a_third_unsaid(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    with pytest.raises(BadModule, match="would be replaced"):
        await imports(author, author.write("quiz.gift", OTHERS), draft=True)
    await imports(author, author.write("quiz.gift", OTHERS), draft=True, replace=True)
    await commit(author.database, versions.publish, "quiz", LATER)
    assert (await author.kept("quiz")).lessons[0].questions[0].text.startswith("Le pays")


async def test_an_earlier_version_comes_back_with_what_people_did(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    (awa,) = await hiteuses(author.database, 1)
    before = await rows(author.database, "select id, key from question order by key")
    await execute(
        author.database,
        "insert into attempt (person_id, question_id, at, share, first) values (%s, %s, %s, 1, true)",
        (awa.id, before[0]["id"], NOW),
    )
    await imports(author, author.write("quiz.gift", true("neuf")), replace=True)
    module, number = await commit(author.database, versions.restore, "quiz", 1, LATER)
    assert (number, len(module.lessons[0].questions)) == (3, 6)
    assert await listed(author, "quiz") == [(3, "live", 1), (2, "former", None), (1, "former", None)]
    live = "select id, key from question where retired_at is null order by key"
    assert await rows(author.database, live) == before
    assert (await author.kept("quiz")).lessons == module.lessons
    # it is the same again: nothing is made
    assert (await commit(author.database, versions.restore, "quiz", 1, LATER))[1] == 3
    assert await value(author.database, "select count(*) from module_version") == 3


async def test_another_question_of_the_same_name_has_nothing_of_what_people_did_in_the_first(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    live = "select id, key from question where retired_at is null order by key"
    before = await rows(author.database, live)
    await imports(author, author.write("quiz.gift", OTHERS), replace=True)
    theirs = await rows(author.database, live)
    assert [row["key"] for row in theirs] == [row["key"] for row in before]
    assert not {row["id"] for row in theirs} & {row["id"] for row in before}
    # and so back, and forth again, without one row more
    await commit(author.database, versions.restore, "quiz", 1, LATER)
    assert await rows(author.database, live) == before
    await commit(author.database, versions.restore, "quiz", 2, LATER)
    assert await rows(author.database, live) == theirs
    assert await value(author.database, "select count(*) from question") == 12
    mended = OTHERS.replace("a une capitale", "a une seule capitale")
    await imports(author, author.write("quiz.gift", mended))
    assert await rows(author.database, live) == theirs  # the same questions


async def test_what_is_not_there_and_what_nobody_could_begin_is_refused(author: Author) -> None:
    author.module("un")
    author.module("deux", "needs: [un]\n")
    sources = module_files.read(author.folder)
    draft = library.How(draft=True)
    await commit(author.database, library.import_modules, sources, NOW, draft)
    with pytest.raises(BadInput, match="the module needs 'un', which is not there"):
        await commit(author.database, versions.publish, "deux", LATER)
    await commit(author.database, versions.publish, "un", LATER)
    await commit(author.database, versions.publish, "deux", LATER)
    with pytest.raises(NotFound, match="the module 'deux' has no version 9"):
        await commit(author.database, versions.restore, "deux", 9, LATER)
    with pytest.raises(NotFound, match="there is no module 'rien'"):
        await commit(author.database, versions.listing, "rien")


async def test_every_version_is_a_line_of_the_audit(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    await imports(author, author.write("quiz.gift", f"{BANK}\n\n{true('z')}"), draft=True)
    await commit(author.database, versions.publish, "quiz", LATER)
    await commit(author.database, versions.restore, "quiz", 1, LATER)
    found = await rows(author.database, "select action, about -> 'version' as version from audit order by id")
    assert [tuple(row.values()) for row in found] == [
        ("import module", 1),
        ("import module", 2),
        ("publish module", 2),
        ("restore module", 3),
    ]


async def test_who_does_not_import_changes_no_version(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    (awa,) = await hiteuses(author.database, 1)
    for change in (
        lambda uow: versions.publish(uow, "quiz", LATER, awa),
        lambda uow: versions.restore(uow, "quiz", 1, LATER, awa),
        lambda uow: library.import_modules(uow, [], LATER, library.How(by=awa)),
    ):
        with pytest.raises(NotAllowed):
            await commit(author.database, change)


async def test_imports_at_once_have_a_version_each(author: Author) -> None:
    await imports(author, author.write("quiz.gift", BANK))
    files = [author.write(f"{n}/quiz.gift", f"{BANK}\n\n{true(f'neuf-{n}')}") for n in range(4)]
    done = await asyncio.gather(*(imports(author, file) for file in files))
    assert sorted(each.version for each in done) == [2, 3, 4, 5]
    assert await value(author.database, "select version from module") == 5
