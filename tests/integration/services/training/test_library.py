"""Modules in and out of the real database."""

from __future__ import annotations

import io
import random
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.db.engine.uow import Database
from backend.db.training import library as training_library
from backend.db.training.library import ModuleCounts
from backend.domain.errors import NotFound
from backend.domain.training.banks.gift_writer import write
from backend.domain.training.content.lesson_files import BadModule, Placed
from backend.domain.training.modules import Module, Picture, Screen
from backend.domain.training.questions import Question
from backend.services.training import library, module_files
from backend.services.training.library import ImportedModule
from tests.integration.scenes import NOW, commit, hiteuses, rows, value
from tests.unit.backend.domain.training import making

LATER = NOW + timedelta(days=1)


def lesson(*questions: str, title: str = "Leçon", screens: str = "Un écran.") -> str:
    return f"# {title}\n\n{screens}\n\n```gift\n" + "\n\n".join(questions) + "\n```\n"


def true(name: str) -> str:
    return f"::{name}::Vrai, {name} ? {{T}}"


class Author:
    """Writes files in a folder and imports them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def module(self, name: str = "reseau", needs: str = "", **lessons: str) -> Path:
        self.write(f"{name}/module.yaml", f"id: {name}\ntitle: Module {name}\nminutes: 20\n{needs}")
        for key, text in (lessons or {"01-wifi": lesson(true(f"{name}-1"))}).items():
            self.write(f"{name}/{key}.md", text)
        return self.folder / name

    async def imports(self, path: Path, now: datetime = NOW) -> list[ImportedModule]:
        sources = module_files.read(path)
        how = library.How(replace=True)
        return await commit(self.database, library.import_modules, sources, now, how)

    async def skips(self, path: Path) -> tuple[list[ImportedModule], list[str]]:
        """What is imported without what is bad, and every line that is told of that."""
        skipped: list[Placed] = []
        sources = module_files.read(path, skipped)
        done = await commit(self.database, library.import_modules, sources, NOW, skipped=skipped)
        told = [*skipped, *(note for each in done for note in each.notes)]
        return done, [str(each).replace(f"{self.folder}/", "") for each in told]

    async def refused(self, path: Path) -> list[str]:
        with pytest.raises(BadModule) as error:
            await self.imports(path)
        assert await value(self.database, "select count(*) from lesson where title = 'Jamais'") == 0
        return str(error.value).replace(f"{self.folder}/", "").splitlines()

    async def kept(self, module_id: str = "reseau") -> Module:
        found = await commit(self.database, training_library.module, module_id)
        assert found is not None
        return found


@pytest.fixture
def author(database: Database, tmp_path: Path) -> Author:
    return Author(database, tmp_path)


def picture(side: int = 40, noisy: bool = False) -> bytes:
    size = (side, side)
    seen = random.Random(1).randbytes(3 * side * side)  # noise is what no format makes smaller
    image = Image.frombytes("RGB", size, seen) if noisy else Image.new("RGB", size, "white")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def test_a_module_is_kept_as_its_files_say(author: Author) -> None:
    content = picture()
    author.write("reseau/pictures/a.png", content)
    folder = author.module(
        **{
            "01-wifi": lesson(
                true("a"), "::b::Combien ? {#3:1}", screens="Un.\n\n---\n\n![Une antenne](pictures/a.png)"
            )
        },
    )
    (done,) = await author.imports(folder)
    assert done == ImportedModule("reseau", "Module reseau", 1, True, 1, 2, 0, ())
    kept = await author.kept()
    (first,) = module_files.read(folder)
    assert kept.lessons[0].screens[1].picture == Picture(next(iter(first.pictures)), "Une antenne", len(content))
    assert [q.key for q in kept.lessons[0].questions] == ["a", "b"]
    assert [q.kind for q in kept.lessons[0].questions] == [q.kind for q in first.draft.module.lessons[0].questions]
    assert (await rows(author.database, "select mime, content from media"))[0]["content"] == content


async def test_the_same_files_again_change_nothing(author: Author) -> None:
    folder = author.module()
    await author.imports(folder)
    (again,) = await author.imports(folder, LATER)
    assert (again.version, again.changed) == (1, False)
    assert await value(author.database, "select imported_at from module") == NOW


async def test_a_new_version_keeps_what_people_did(author: Author) -> None:
    folder = author.module(
        **{"01-wifi": lesson(true("a"), true("b")), "02-cable": lesson(true("c")), "03-vieux": lesson(true("d"))}
    )
    await author.imports(folder)
    (awa,) = await hiteuses(author.database, 1)
    before = {row["key"]: row["id"] for row in await rows(author.database, "select key, id from question")}
    lessons = {row["key"]: row["id"] for row in await rows(author.database, "select key, id from lesson")}
    async with author.database.unit() as uow:
        for key in ("a", "d"):
            await uow.execute(
                "insert into attempt (person_id, question_id, at, share, first) values (%s, %s, %s, 1, true)",
                (awa.id, before[key], NOW),
            )
        await uow.execute(
            "insert into lesson_progress (person_id, lesson_id, state, started_at) values (%s, %s, '{\"x\": 1}', %s)",
            (awa.id, lessons["cable"], NOW),
        )
        await uow.commit()

    for file in folder.glob("*.md"):
        file.unlink()
    author.module(
        **{"01-cable": lesson(true("a"), true("c"), true("e")), "02-wifi": lesson(true("b"), title="Le Wi-Fi")}
    )
    (done,) = await author.imports(folder, LATER)

    assert (done.version, done.lessons, done.questions, done.retired) == (2, 2, 4, 1)
    after = {
        row["key"]: (row["id"], row["lesson"], row["position"], row["retired_at"])
        for row in await rows(
            author.database,
            """
            select q.key, q.id, l.key as lesson, q.position, q.retired_at
            from question q join lesson l on l.id = q.lesson_id
            """,
        )
    }
    assert after.pop("e")[1:] == ("cable", 3, None)
    assert after == {
        "a": (before["a"], "cable", 1, None),
        "b": (before["b"], "wifi", 1, None),
        "c": (before["c"], "cable", 2, None),
        "d": (before["d"], "vieux", 1, LATER),
    }
    assert await value(author.database, "select count(*) from attempt") == 2
    progress = (
        "select l.key, l.position, l.retired_at, p.state from lesson_progress p join lesson l on l.id = lesson_id"
    )
    assert await rows(author.database, progress) == [
        {"key": "cable", "position": 1, "retired_at": None, "state": {"x": 1}}
    ]
    assert [x.key for x in (await author.kept()).lessons] == ["cable", "wifi"]


async def test_what_comes_back_is_the_same_question_again(author: Author) -> None:
    folder = author.module(**{"01-a": lesson(true("a"), true("b"))})
    await author.imports(folder)
    ids = await rows(author.database, "select key, id from question order by key")
    author.module(**{"01-a": lesson(true("a"))})
    await author.imports(folder)
    author.module(**{"01-a": lesson(true("a"), true("b"))})
    (done,) = await author.imports(folder)
    assert (done.version, done.questions) == (3, 2)
    assert await rows(author.database, "select key, id from question where retired_at is null order by key") == ids


async def test_folders_below_a_path_are_modules_each_and_may_need_each_other(author: Author) -> None:
    author.module("deux", "needs: [un]\n")
    author.module("un")
    done = await author.imports(author.folder)
    assert [each.id for each in done] == ["deux", "un"]
    listed = await commit(author.database, training_library.listing)
    assert listed == [
        ModuleCounts("deux", "Module deux", lessons=1, questions=1, pool=0),
        ModuleCounts("un", "Module un", lessons=1, questions=1, pool=0),
    ]


def pool_of(*keys: str, category: str = "") -> str:
    return "\n\n".join([*([f"$CATEGORY: {category}"] if category else []), *map(true, keys)])


async def test_a_final_test_s_questions_are_kept_beside_the_lessons_and_come_out_again(author: Author) -> None:
    folder = author.module(needs="final: {ask: 1}\n", **{"01-wifi": lesson(true("a"))})
    author.write("reseau/final.gift", pool_of("p", "q", category="wifi") + "\n\n" + pool_of("r", category="top"))
    (done,) = await author.imports(folder)
    assert (done.questions, done.pool) == (1, 3)
    kept = await author.kept()
    assert [(q.key, q.about) for q in kept.pool] == [("p", "wifi"), ("q", "wifi"), ("r", "")]
    (again,) = await author.imports(folder, LATER)
    assert not again.changed
    text = await commit(author.database, library.export_module, "reseau")
    assert "$CATEGORY: final/Leçon" in text
    (renewed,) = await author.imports(author.write("reseau.gift", text), LATER)
    assert not renewed.changed  # the same questions in the same places
    assert (await author.kept()).pool == kept.pool


async def test_a_bank_without_a_final_test_leaves_the_pool_as_it_is(author: Author) -> None:
    folder = author.module(**{"01-wifi": lesson(true("a"))})
    author.write("reseau/final.gift", pool_of("p", "q", "r", category="wifi"))
    await author.imports(folder)
    (done,) = await author.imports(author.write("reseau.gift", f"{true('a')}\n\n{true('p')}"), LATER)
    assert (done.questions, done.pool, done.retired) == (2, 2, 0)  # one has moved into the lesson
    assert [q.key for q in (await author.kept()).pool] == ["q", "r"]


async def test_a_new_version_that_has_no_pool_retires_it(author: Author) -> None:
    folder = author.module(**{"01-wifi": lesson(true("a"))})
    pool = author.write("reseau/final.gift", pool_of("p", "q", "r"))
    await author.imports(folder)
    pool.unlink()
    (done,) = await author.imports(folder, LATER)
    assert (done.pool, done.retired) == (0, 3)


async def test_a_module_that_needs_none_that_is_there_is_refused(author: Author) -> None:
    author.module("deux", "needs: [un, trois]\n", **{"01-a": lesson(true("a"), title="Jamais")})
    author.module("un")
    assert await author.refused(author.folder) == [
        "deux/module.yaml:4: the module needs 'trois', which is not there: import it first, or both together"
    ]


async def test_a_ring_of_prerequisites_is_found_over_all_modules(author: Author) -> None:
    author.module("a")
    author.module("b", "needs: [a]\n")
    author.module("c", "needs: [b]\n")
    await author.imports(author.folder)
    author.module("a", "about: x\nneeds: [c]\n", **{"01-wifi": lesson(true("a-1"), title="Jamais")})
    assert await author.refused(author.folder / "a") == [
        "a/module.yaml:5: nobody could begin it, for modules need each other: a → c → b → a"
    ]


async def test_every_fault_of_every_module_is_told_and_nothing_imported(author: Author) -> None:
    author.module("bon", **{"01-a": lesson(true("a"), title="Jamais")})
    author.module("faux", **{"01-a": lesson("::a::Oui ? {~x}"), "02-b": "# T\n\nx\n"})
    author.module("zéro")
    author.write("zéro/module.yaml", "id: bon\ntitle: Encore\n")
    assert await author.refused(author.folder) == [
        "faux/01-a.md:6: at least 2 options are needed",
        "faux/02-b.md:1: the lesson has no question",
        "zéro/module.yaml:1: the module 'bon' is there twice: bon/module.yaml has it too",
    ]


async def test_what_is_bad_is_skipped_by_name_and_the_rest_imported(author: Author) -> None:
    author.module("bon", **{"01-a": lesson(true("a"), "::b::Oui ? {~x}"), "02-b": "# T\n\nx\n"})
    author.module("cassé")
    author.write("cassé/module.yaml", "id: cassé\n")
    author.module("encore")
    author.write("encore/module.yaml", "id: bon\ntitle: Encore\n")
    author.module("orphelin", "needs: [rien]\n")
    author.module("suivant", "needs: [orphelin]\n")
    author.module("vu", **{"01-a": lesson(true("v"), screens="Un.\n\n![Une antenne](none.png)")})
    author.write("vu/notes.docx", "x")
    done, told = await author.skips(author.folder)
    assert [(each.id, each.lessons, each.questions) for each in done] == [("bon", 1, 1), ("vu", 1, 1)]
    assert told == [
        "cassé/module.yaml:1: the module has no 'title'",
        "cassé/module.yaml:1: id 'cassé' must be small letters, digits and hyphens",
        "encore/module.yaml:1: the module 'bon' is there twice: bon/module.yaml has it too",
        "orphelin/module.yaml:4: the module needs 'rien', which is not there: import it first, or both together",
        "suivant/module.yaml:4: the module needs 'orphelin', which is not there: import it first, or both together",
        "bon/01-a.md:8: left out: at least 2 options are needed",
        "bon/02-b.md:1: the lesson is left out: the lesson has no question",
        "vu/notes.docx:1: left out: it is no lesson (.md) and no question bank (.gift, .xml, .aiken)",
        "vu/01-a.md:5: a picture is left out: there is no file 'none.png' in the folder of the data",
    ]
    assert (await author.kept("vu")).lessons[0].screens == (Screen("Un.\n\nUne antenne"),)


async def test_nothing_is_imported_where_nothing_good_is_left(author: Author) -> None:
    author.module("faux", **{"01-a": lesson("::a::Oui ? {~x}")})
    with pytest.raises(BadModule, match=r"faux/module\.yaml:1: the module has no lesson"):
        await author.skips(author.folder)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("pictures/none.png", "there is no file 'pictures/none.png' in the folder of the data"),
        ("../secret.png", "the file '../secret.png' must lie in the folder of the data"),
        ("/etc/hostname", "the file '/etc/hostname' must lie in the folder of the data"),
        ("https://exemple.org/a.png", "the picture 'https://exemple.org/a.png' must be a file beside the lesson"),
        ("pictures/text.png", "the file 'pictures/text.png' is no picture (PNG, JPEG, WebP), or it is damaged"),
        ("pictures/huge.png", "the picture 'pictures/huge.png' has 452 kB, 300 at most"),
    ],
)
async def test_a_picture_that_cannot_be_shown_is_refused(author: Author, name: str, wrong: str) -> None:
    author.write("secret.png", picture())
    author.write("reseau/pictures/text.png", "rien")
    author.write("reseau/pictures/huge.png", picture(400, noisy=True))
    folder = author.module(**{"01-a": lesson(true("a"), title="Jamais", screens=f"Un.\n\n![Une image]({name})")})
    (found,) = await author.refused(folder)
    assert re.sub(r"has \d+ kB", "has 452 kB", found) == f"reseau/01-a.md:5: {wrong}"


async def test_a_bank_renews_the_questions_of_the_module_that_bears_its_name(author: Author) -> None:
    folder = author.module(
        **{"01-wifi": lesson(true("a"), title="Le Wi-Fi"), "02-cable": lesson(true("b"), title="Le câble")}
    )
    await author.imports(folder)
    bank = author.write("reseau.gift", f"{true('b')}\n\n$CATEGORY: Le Wi-Fi\n\n::a::Autre ? {{F}}\n\n{true('c')}\n")
    (done,) = await author.imports(bank)
    assert (done.title, done.version, done.lessons, done.questions) == ("Module reseau", 2, 2, 3)
    kept = await author.kept()
    assert [(x.key, x.title, len(x.screens), [q.key for q in x.questions]) for x in kept.lessons] == [
        ("wifi", "Le Wi-Fi", 1, ["a", "c"]),
        ("cable", "Le câble", 1, ["b"]),
    ]
    assert kept.lessons[0].questions[0].text == "Autre ?"
    assert kept.minutes == 20


async def test_a_bank_never_leaves_a_lesson_without_a_question(author: Author) -> None:
    folder = author.module(**{"01-wifi": lesson(true("a"), title="Le Wi-Fi"), "02-cable": lesson(true("b"))})
    await author.imports(folder)
    bank = author.write("reseau.gift", true("b"))
    assert await author.refused(bank) == [
        "reseau.gift:1: the lesson 'Le Wi-Fi' of this module would be left without a question"
    ]


async def test_an_export_that_comes_back_changes_nothing(author: Author) -> None:
    folder = author.module(
        **{
            "01-wifi": lesson("::a::Combien ? {#3:1 #### Trois.}", title="Wi-Fi / câble"),
            "02-range": lesson("::b::Range. {>\nun\ndeux\n}", "::c::Relie. {=a -> b =c -> d}"),
        }
    )
    await author.imports(folder)
    text = await commit(author.database, library.export_module, "reseau")
    (again,) = await author.imports(author.write("reseau.gift", text))
    assert (again.changed, again.questions) == (False, 3)


async def test_an_unknown_module_is_not_exported(author: Author) -> None:
    with pytest.raises(NotFound, match="no module 'rien'"):
        await commit(author.database, library.export_module, "rien")


def test_a_folder_without_a_module_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModule, match=r"^\S+:1: there is no module\.yaml in this folder or below it$"):
        module_files.read(tmp_path)
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(BadModule, match=r"^\S+/a\.docx:1: this is no folder and no file of \.gift,"):
        module_files.read(tmp_path / "a.docx")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions=st.lists(making.questions(making.gift_kinds), min_size=1, max_size=4, unique_by=lambda q: q.key))
async def test_any_bank_comes_out_as_it_went_in(author: Author, questions: list[Question]) -> None:
    path = author.write("banque.gift", write(questions))
    await author.imports(path)
    text = await commit(author.database, library.export_module, "banque")
    (source,) = module_files.read(author.write("banque.gift", text))
    kept = {q.key: (q.text, q.kind, q.general_feedback) for x in source.draft.module.lessons for q in x.questions}
    assert kept == {q.key: (q.text, q.kind, q.general_feedback) for q in questions}
    (again,) = await author.imports(path)
    assert not again.changed
