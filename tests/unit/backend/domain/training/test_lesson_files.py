from pathlib import PurePath

import pytest

from backend.domain.errors import BadFile
from backend.domain.training.content.lesson_files import BadModule, Draft, read_folder, read_single
from backend.domain.training.content.pools import category_parts
from backend.domain.training.modules import Picture, Screen

YAML = "id: reseau\ntitle: Le réseau\nabout: Tu te connectes.\nminutes: 20\nneeds: [smartphone]\nunlocks: [net-1]\n"
LESSON = """# Le *Wi-Fi*

Un écran.

---

Un **autre** écran.

![Une antenne](pictures/antenne.png)

- un
- deux

---

```gift
::wifi-1:: Oui ? {T}

::wifi-2:: Combien font _deux_ et deux ? {#4}
```
"""


def folder(**files: str | bytes) -> Draft:
    named = {"module.yaml": YAML} | {name.replace("__", "."): text for name, text in files.items()}
    given = {name: text.encode() if isinstance(text, str) else text for name, text in named.items()}
    return read_folder(given, {name: f"reseau/{name}" for name in given})


def single(name: str, text: str | bytes) -> Draft:
    data = text.encode() if isinstance(text, str) else text
    return read_single(data, PurePath(name), f"banque/{name}")


def faults(**files: str | bytes) -> list[str]:
    with pytest.raises(BadModule) as error:
        folder(**files)
    return str(error.value).splitlines()


LESSONS = {"01-wifi__md": LESSON, "02-le-cable__md": LESSON.replace("wifi-", "cable-")}


def test_a_folder_is_a_module() -> None:
    draft = folder(**LESSONS)
    module = draft.module
    assert (module.id, module.title, module.about, module.minutes) == ("reseau", "Le réseau", "Tu te connectes.", 20)
    assert (module.needs, module.unlocks, module.pass_mark) == (("smartphone",), ("net-1",), 80)
    assert [(lesson.key, lesson.number, lesson.title) for lesson in module.lessons] == [
        ("wifi", 1, "Le Wi-Fi"),
        ("le-cable", 2, "Le Wi-Fi"),
    ]
    first = module.lessons[0]
    assert first.screens == (
        Screen("Un écran."),
        Screen("Un **autre** écran.\n\n- un\n- deux", Picture("pictures/antenne.png", "Une antenne", line=9)),
    )
    assert [(q.key, q.text, q.line, q.file) for q in first.questions] == [
        ("wifi-1", "Oui ?", 17, "reseau/01-wifi.md"),
        ("wifi-2", "Combien font _deux_ et deux ?", 19, "reseau/01-wifi.md"),
    ]
    assert (draft.needs_line, draft.bank, draft.notes) == (5, False, ())


def test_a_bank_of_the_folder_belongs_to_the_lesson_of_its_number_or_title() -> None:
    draft = folder(
        **LESSONS,
        **{
            "1-questions__gift": "::a::Oui ? {T}",
            "le-cable__gift": "::b::Oui ? {T}",
            "03-pour-finir__xml": '<quiz><question type="truefalse"><name><text>c</text></name><questiontext>'
            '<text>Oui ?</text></questiontext><answer fraction="100"><text>true</text></answer></question></quiz>',
        },
    )
    found = [(lesson.key, lesson.title, [q.key for q in lesson.questions]) for lesson in draft.module.lessons]
    assert found == [
        ("wifi", "Le Wi-Fi", ["wifi-1", "wifi-2", "a"]),
        ("le-cable", "Le Wi-Fi", ["cable-1", "cable-2", "b"]),
        ("pour-finir", "Pour finir", ["c"]),
    ]


def pool(*categories: str, each: int = 3) -> str:
    """A final test's questions, so many of each category."""
    return "\n\n".join(
        f"$CATEGORY: {category}\n\n"
        + "\n\n".join(f"::p-{category}-{n}::Sûr, {category} {n} ? {{T}}" for n in range(each))
        for category in categories
    )


def test_the_questions_of_the_final_test_are_kept_apart_each_with_the_lesson_that_teaches_it() -> None:
    draft = folder(module__yaml=YAML + "final: {ask: 4}\n", **LESSONS, final__gift=pool("wifi", "2", "Le cable", "top"))
    module = draft.module
    assert [len(lesson.questions) for lesson in module.lessons] == [2, 2]
    assert [q.about for q in module.pool] == ["wifi"] * 3 + ["le-cable"] * 6 + [""] * 3
    assert {q.category for q in module.pool} == {""}
    assert (module.ask, module.asks) == (4, 4)


def test_without_a_word_of_the_author_a_third_of_the_pool_is_asked_and_eight_at_most() -> None:
    assert folder(**LESSONS, final__gift=pool("wifi", each=10)).module.asks == 3
    assert folder(**LESSONS, final__gift=pool("wifi", each=40)).module.asks == 8
    assert folder(**LESSONS).module.asks == 4  # there is no pool: all that the lessons ask


def test_a_bank_says_by_its_category_what_is_for_the_final_test() -> None:
    draft = single("reseau.gift", "::a::Oui ? {T}\n\n" + pool("final/Reseau", "final"))
    assert [q.key for lesson in draft.module.lessons for q in lesson.questions] == ["a"]
    assert [q.category for q in draft.module.pool] == ["final/Reseau"] * 3 + ["final"] * 3


def test_what_is_left_out_is_noted_and_the_rest_read() -> None:
    draft = folder(**LESSONS, **{"NOTES__md": "# À faire", "03-a__gift": "::e::Raconte. {}\n\n::f::Oui ? {T}"})
    assert [str(note) for note in draft.notes] == [
        "reseau/03-a.gift:1: left out: an essay can only be marked by a person",
        "reseau/NOTES.md:1: left out: a lesson's name begins with its number, such as 01-title.md",
    ]


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        (
            {"module__yaml": "title: x\nneeds: [A b]"},
            [
                "module.yaml:1: the module has no 'id'",
                "module.yaml:2: needs 'A b' must be small letters, digits and hyphens",
            ],
        ),
        ({"module__yaml": "id: reseau\ntitle: x\nneeds:\n- reseau\n"}, ["module.yaml:3: the module needs itself"]),
        (
            {"module__yaml": "id: a\ntitle: x\nchecked: hier"},
            ["module.yaml:3: checked must be a day such as 2026-11-25"],
        ),
        ({"module__yaml": "id: a\ntitle: x\npass: 120"}, ["module.yaml:3: pass must be a whole number from 1 to 100"]),
        (
            {"module__yaml": YAML + "final: {ask: 2}\n", "final__gift": pool("wifi")},
            ["module.yaml:7: the final test has 3 questions to draw from, and needs 6: three times those of one try"],
        ),
        (
            {"module__yaml": YAML + "final: 8\n", "final__gift": pool("wifi")},
            ["module.yaml:7: final must be keys with values: ask"],
        ),
        (
            {"module__yaml": YAML + "final: {ask: 0}\n"},
            ["module.yaml:7: ask must be a whole number from 1 to 50"],
        ),
        (
            {"final__gift": pool("cable")},
            [f"final.gift:{n}: no lesson of this module is called 'cable'" for n in (3, 5, 7)],
        ),
        (
            {"final__gift": "::wifi-1::Oui ? {T}\n\n" + pool("wifi")},
            ["final.gift:1: the name 'wifi-1' is taken: reseau/01-wifi.md:17 has it too"],
        ),
        ({"01-wifi__md": "Un écran.\n"}, ["01-wifi.md:1: a lesson begins with its title: # Title"]),
        ({"01-wifi__md": "\n"}, ["01-wifi.md:1: the lesson is empty"]),
        ({"01-wifi__md": "# T\n\nUn écran."}, ["01-wifi.md:1: the lesson has no question"]),
        ({"01-wifi__md": "# T\n\n```gift\n::a::Oui ? {T}\n```"}, ["01-wifi.md:1: the lesson has no screen"]),
        (
            {"01-wifi__md": f"# T\n\n{'x' * 601}\n\n---\n\nx\n\n```gift\n::a::Oui ? {{T}}\n```"},
            ["01-wifi.md:3: this screen has 601 characters, 600 at most"],
        ),
        (
            {"01-wifi__md": "# T\n\n![a](b.png)\n\n---\n\n![c](d.png) x\n\n```gift\n::a::Oui ? {T}\n```"},
            ["01-wifi.md:7: a second picture: a lesson has at most one"],
        ),
        (
            {"01-wifi__md": "# T\n\n![](b.png)\n\n```gift\n::a::Oui ? {T}\n```"},
            ["01-wifi.md:3: the picture 'b.png' needs words between the brackets"],
        ),
        (
            {"01-wifi__md": "# T\n\nx\n\n```gift\n::a::Oui ? {T}\n\n::b::Non ? {\n"},
            [
                "01-wifi.md:5: the block that begins with ``` is not closed",
                "01-wifi.md:8: the brace { is not closed before the end of the question, which is an empty line",
            ],
        ),
        (
            {"01-wifi__md": LESSON + "\n```gift\n::wifi-1:: Encore ? {F}\n```\n"},
            ["01-wifi.md:23: the name 'wifi-1' is taken: reseau/01-wifi.md:17 has it too"],
        ),
        (
            {"03-wifi__md": LESSON.replace("wifi-", "x-")},
            ["03-wifi.md:1: the lesson 'wifi' is there twice: reseau/01-wifi.md has it too"],
        ),
        ({"01-wifi__md": "# T\n\né\n".encode("latin-1")}, ["01-wifi.md:3: not UTF-8 (byte 0xE9); save it as UTF-8"]),
    ],
)
def test_a_fault_is_told_with_file_and_line(files: dict[str, str | bytes], wrong: list[str]) -> None:
    assert faults(**{**LESSONS, **files}) == [f"reseau/{line}" for line in wrong]


def test_the_faults_of_all_files_are_told_at_once() -> None:
    assert faults(module__yaml="id: a\ntitle: x\npas: 3", **{"01-a__md": "# T\n\nx", "02-b__gift": "Oui ? {T"}) == [
        "reseau/01-a.md:1: the lesson has no question",
        "reseau/02-b.gift:1: the brace { is not closed before the end of the question, which is an empty line",
        "reseau/module.yaml:3: the module has an unknown key 'pas'; did you mean 'pass'?",
    ]
    assert issubclass(BadModule, BadFile)  # which the command line shows line by line


def test_a_module_without_a_lesson_is_a_fault() -> None:
    assert faults() == ["reseau/module.yaml:1: the module has no lesson"]


def test_a_bank_is_a_module_of_questions_with_a_lesson_for_each_category() -> None:
    text = (
        "\ufeff::a::Oui ? {T}\r\n\r\n$CATEGORY: $course$/top/Réseau/A//B\r\n\r\n::b::Non ? {F}\r\n\r\n::c::Si ? {T}\r\n"
    )
    draft = single("Mes questions_1.gift", text)
    assert draft.bank
    assert (draft.module.id, draft.module.title) == ("mes-questions-1", "Mes questions 1")
    assert [(x.key, x.number, x.title, [q.key for q in x.questions]) for x in draft.module.lessons] == [
        ("questions", 1, "Mes questions 1", ["a"]),
        ("reseau-a-b", 2, "A/B", ["b", "c"]),
    ]


def test_a_single_lesson_is_a_module_of_one() -> None:
    draft = single("02-le-cable.md", LESSON)
    assert not draft.bank
    assert (draft.module.id, draft.module.title, len(draft.module.lessons)) == ("le-cable", "Le Wi-Fi", 1)


def test_names_that_a_bank_has_twice_are_told_apart_by_their_words() -> None:
    text = "::q::Oui ? {T}\n\n::q::Non ? {F}\n\nSans nom ? {T}\n\nSans nom ? {T}\n\nSans nom ? {F}\n"
    draft = single("b.gift", text)
    keys = [q.key for q in draft.module.lessons[0].questions]
    assert len(set(keys)) == 5
    assert [key.rsplit(" #", 1)[0] for key in keys] == ["q", "q", *["Sans nom ?"] * 3]
    assert keys[3] == f"{keys[2]} (2)"  # the very same question
    assert [str(note) for note in draft.notes] == [
        "banque/b.gift:3: the name 'q' is taken: banque/b.gift:1 has it too; the two are told apart by their words"
    ]
    # a key stays when others go, and when only what is said to an answer changes
    renewed = single("b.gift", "::q::Non ? {F#Et non.}\n\n::q::Peut-être ? {T}\n")
    assert renewed.module.lessons[0].questions[0].key == keys[1]


def test_a_bank_with_nothing_to_ask_is_a_fault() -> None:
    with pytest.raises(BadModule) as error:
        single("b.gift", "Raconte. {}")
    assert str(error.value).splitlines() == [
        "banque/b.gift:1: there is no question that can be asked",
        "banque/b.gift:1: left out: an essay can only be marked by a person",
    ]
    with pytest.raises(BadModule, match="no letter or digit"):
        single("….gift", "Oui ? {T}")


def test_a_category_is_a_path_in_which_two_slashes_are_one() -> None:
    assert category_parts("a/b//c/d") == ["a", "b/c", "d"]
    assert category_parts("") == []
