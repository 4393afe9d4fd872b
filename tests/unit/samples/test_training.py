"""The nine modules of training: what the importer takes, and what a learner can count on."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from backend.domain.certificates.badges import Badge, Granted, ModuleSet
from backend.domain.french.spelling import fold
from backend.domain.money import Money
from backend.domain.quality import review
from backend.domain.training import final as final_domain
from backend.domain.training.learning import ModuleLine
from backend.domain.training.marking import mark, solution
from backend.domain.training.modules import Lesson, Module
from backend.domain.training.questions import (
    Choice,
    Kind,
    Matching,
    Number,
    Order,
    Question,
    Short,
    TrueFalse,
)
from backend.services.training import module_files
from bot import samples
from bot.channels.cutting import units
from bot.channels.whatsapp.layout import MAX_BODY
from bot.flows.engine.kit import Typed
from bot.flows.training import final, final_views, lesson_views
from bot.flows.training.in_words import taken_as
from bot.i18n.render import plain
from tests.screens import MOST, length

FOLDERS = sorted(folder for folder in samples.training().iterdir() if folder.is_dir())
folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
KINDS = {"one right", "several right", "true or false", "number", "short text", "matching", "order"}


@cache
def source_of(folder: Path) -> module_files.Source:
    (source,) = module_files.read(folder)
    return source


def lessons(folder: Path) -> tuple[Lesson, ...]:
    source = source_of(folder)
    assert source.draft.notes == ()
    assert source.draft.module.id == folder.name
    return source.draft.module.lessons


def module(folder: Path) -> Module:
    return source_of(folder).draft.module


def questions(folder: Path) -> list[Question]:
    """Of its lessons and of its final test."""
    return [*(question for lesson in lessons(folder) for question in lesson.questions), *module(folder).pool]


def kind_of(kind: Kind) -> str:
    match kind:
        case Choice(_, several):
            return "several right" if several else "one right"
        case TrueFalse():
            return "true or false"
        case Number():
            return "number"
        case Short():
            return "short text"
        case Matching():
            return "matching"
        case Order():
            return "order"
        case _:
            return "gaps"


def test_all_nine_import_together_without_a_fault() -> None:
    sources = module_files.read(samples.training())
    assert {source.draft.module.id for source in sources} == {
        *("smartphone", "recherche", "securite", "courriel"),
        *("bureautique", "micro-taches", "argent", "entreprendre", "revue"),
    }
    assert sorted(source.draft.module.order for source in sources) == list(range(1, 10))
    unlocked = {badge for source in sources for badge in source.draft.module.unlocks}
    assert "moderation-1" in unlocked  # what the sample of a project's file needs
    assert review.BADGE in unlocked  # what `revues` needs


@folders
def test_a_module_has_four_lessons_of_five_questions_or_more(folder: Path) -> None:
    found = lessons(folder)
    assert len(found) == 4
    for lesson in found:
        assert 3 <= len(lesson.screens) <= 6
        assert 5 <= len(lesson.questions) <= 7
        assert len({kind_of(question.kind) for question in lesson.questions}) >= 3


@folders
def test_a_module_shows_a_picture_and_every_kind_of_question(folder: Path) -> None:
    assert 1 <= len(source_of(folder).pictures) <= 2
    assert {kind_of(question.kind) for question in questions(folder)} == KINDS


@folders
def test_every_wrong_answer_has_its_explanation(folder: Path) -> None:
    for question in questions(folder):
        match question.kind:
            case Choice(options):
                assert all(option.feedback for option in options if option.weight <= 0), question.key
            case TrueFalse(_, wrong):
                assert wrong, question.key
            case _:
                assert question.general_feedback, question.key


@folders
def test_the_right_answer_is_marked_right(folder: Path) -> None:
    for question in questions(folder):
        assert mark(question, solution(question.kind)).right, question.key


@folders
def test_what_is_picked_fits_its_button(folder: Path) -> None:
    """A label of WhatsApp's list is cut behind 24 characters and goes on below it, up to 72 more; what is longer
    than 60 characters is no label any more."""
    for question in questions(folder):
        match question.kind:
            case Choice(options):
                labels = [option.text for option in options]
            case Matching():
                labels = list(question.kind.rights)
            case Order(items):
                labels = list(items)
            case _:
                labels = []
        assert all(units(label) <= 60 for label in labels), question.key
        assert len(labels) <= 9, question.key  # with the way out for who does not know: ten rows


# --- the final tests --------------------------------------------------------------------------------


@folders
def test_a_final_test_draws_from_three_times_what_it_asks_of_each_lesson_as_many(folder: Path) -> None:
    found = module(folder)
    assert found.ask == found.asks == 8
    assert len(found.pool) >= 3 * found.asks
    about = Counter(question.about for question in found.pool)
    assert about == dict.fromkeys((lesson.key for lesson in found.lessons), len(found.pool) // 4)
    kinds = Counter(kind_of(question.kind) for question in found.pool)
    assert len(kinds) >= 6
    assert kinds["true or false"] <= len(found.pool) // 6  # half of them is guessed


@folders
def test_a_screen_of_the_test_is_read_at_a_glance_on_both_channels(folder: Path) -> None:
    """The question with its options and its head: what she has on her screen at once."""
    for question in module(folder).pool:
        for ticks in (True, False):
            facts = final_views.Facts(NOW, question=question, ticks=ticks)
            state = final_views.State("question", folder.name, 1, (1, 2), 0)
            shown = final.prompt(state, facts)
            text = "\n\n".join(plain(part, "fr") for part in shown.parts)
            assert len(text) <= 600, question.key
            labels = "\n".join(f"9. {plain(choice.part, 'fr')}" for choice in shown.choices)
            assert units(f"{text}\n\n{labels}") <= MAX_BODY, question.key


@folders
def test_a_screen_that_is_come_back_to_is_read_at_a_glance(folder: Path) -> None:
    for lesson in lessons(folder):
        facts = lesson_views.Facts(NOW, lesson=lesson)
        for screen in range(len(lesson.screens)):
            state = lesson_views.State(screen=screen)
            assert length(lesson_views.where(state, facts) + lesson_views.prompt(state, facts)) <= MOST


@folders
def test_a_passed_module_is_one_message_on_whatsapp_with_all_that_it_may_bring(folder: Path) -> None:
    found = module(folder)
    line = ModuleLine(found.id, found.title, passed=True, checked=found.checked, sources=found.sources)
    names = ("Modération de contenus, niveau 1", "Saisie de données, niveau 1")
    badges = tuple(Badge(n, name, name, found.id, NOW) for n, name in enumerate((found.title, *names)))
    granted = Granted(
        badges[: 1 + len(found.unlocks)], (ModuleSet(found.id, found.title, "", (found.id,)),), (), Money(9_999)
    )
    said = final_views.finished(final_domain.FinalFinished(line, 8, 8, passed=True, granted=granted, days=9), FACTS)
    text = "\n\n".join(plain(part, "fr") for part in said.parts)
    assert units(text) <= MAX_BODY - 150  # and a project or two that it opens
    assert text.count("https://") + text.count("http://") >= 1


def test_the_right_option_is_neither_the_longest_nor_the_shortest_more_often_than_chance() -> None:
    """Of the questions with one right option, in the lessons and in the pools by themselves. Chance: one of three."""
    for found in (taught(), pools()):
        lengths = [([len(option.text) for option in kind.options], solution(kind)) for kind in found]
        longest = sum(max(all_) == all_[right] and all_.count(max(all_)) == 1 for all_, right in lengths)
        shortest = sum(min(all_) == all_[right] and all_.count(min(all_)) == 1 for all_, right in lengths)
        assert len(found) / 5 <= longest <= len(found) / 3
        assert len(found) / 5 <= shortest <= len(found) / 3


def test_who_always_picks_the_longest_or_the_shortest_option_does_not_pass_in_any_module() -> None:
    """An option as long as the longest counts as longest, and so for the shortest. At most one of three is the
    longest, of all questions and (without tolerance) of each module's; at most two of five the shortest."""
    for found in ([*taught(), *pools()], *([*taught(folder), *pools(folder)] for folder in FOLDERS)):
        lengths = [([len(option.text) for option in kind.options], solution(kind)) for kind in found]
        assert sum(all_[right] == max(all_) for all_, right in lengths) <= len(found) / 3
        assert sum(all_[right] == min(all_) for all_, right in lengths) <= len(found) * 2 / 5


def test_no_right_answer_in_words_is_asked_back_as_small_talk() -> None:
    found = [q for folder in FOLDERS for q in questions(folder) if isinstance(q.kind, Short)]
    right = [(q, a.text) for q in found if isinstance(q.kind, Short) for a in q.kind.answers if a.weight == 100]
    assert "accepter" in {text for _, text in right}
    assert not any(taken_as(question, (), Typed(text)) for question, text in right)
    assert taken_as(right[0][0], (), Typed("une autre réponse")) == "data"


def test_the_right_option_stands_in_each_place_about_as_often() -> None:
    for found in (taught(), pools()):
        places = Counter(solution(kind) for kind in found if len(kind.options) == 3)
        assert set(places) == {0, 1, 2}
        assert all(len(found) / 4 <= count <= len(found) * 5 / 12 for count in places.values())


def test_true_and_false_are_about_as_often_right() -> None:
    for of in (lambda m: [q for lesson in m.lessons for q in lesson.questions], lambda m: m.pool):
        found = [q.kind.answer for each in FOLDERS for q in of(module(each)) if isinstance(q.kind, TrueFalse)]
        assert 1 / 3 <= sum(found) / len(found) <= 2 / 3


def test_no_question_says_how_many_answers_are_right_and_their_number_varies() -> None:
    numbers: Counter[int] = Counter()
    for folder in FOLDERS:
        for question in questions(folder):
            if isinstance(question.kind, Choice):
                asked = question.text.rpartition(".")[2] or question.text
                assert not COUNTED.search(asked), question.key
                if question.kind.several:
                    numbers[len(solution(question.kind))] += 1
    assert set(numbers) >= {2, 3} and max(numbers.values()) / numbers.total() <= 3 / 4


def test_no_question_of_a_final_test_was_asked_in_a_lesson_nor_in_another_pool() -> None:
    """Neither by its name, nor in its words, nor nearly in its words."""
    every = [question for folder in FOLDERS for question in questions(folder)]
    assert len({question.key for question in every}) == len(every)
    words = {question.key: frozenset(re.findall(r"\w{4,}", fold(question.text))) for question in every}
    for question in (each for folder in FOLDERS for each in module(folder).pool):
        hers = words.pop(question.key)
        for key, others in words.items():
            assert len(hers & others) / max(4, len(hers | others)) < 0.6, (question.key, key)


@folders
def test_its_sources_have_addresses_and_the_day_when_they_were_looked_at(folder: Path) -> None:
    found = module(folder)
    assert found.checked is not None
    assert any(re.fullmatch(r"\[[^\]]+\]\(https?://\S+\)", source) for source in found.sources)


COUNTED = re.compile(
    r"\bquel(?:le)?s? (?:sont les )?(?:deux|trois|quatre|[2-9])\b|\bles (?:deux|trois|quatre)\b"
    r"|\((?:deux|trois|[2-9]) réponses?\)",
    re.IGNORECASE,
)
NOW = datetime(2026, 3, 4, tzinfo=UTC)
FACTS = final_views.Facts(NOW)


def taught(*folders: Path) -> list[Choice]:
    return [
        question.kind
        for folder in folders or FOLDERS
        for lesson in lessons(folder)
        for question in lesson.questions
        if isinstance(question.kind, Choice) and not question.kind.several
    ]


def pools(*folders: Path) -> list[Choice]:
    return [
        question.kind
        for folder in folders or FOLDERS
        for question in module(folder).pool
        if isinstance(question.kind, Choice) and not question.kind.several
    ]
