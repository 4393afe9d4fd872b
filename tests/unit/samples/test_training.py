"""The eight modules of training: what the importer takes, and what a learner can count on."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.training.marking import mark, solution
from backend.domain.training.modules import Lesson
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
from backend.services import module_files
from bot import samples

FOLDERS = sorted(folder for folder in samples.training().iterdir() if folder.is_dir())
folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
KINDS = {"one right", "several right", "true or false", "number", "short text", "matching", "order"}


def lessons(folder: Path) -> tuple[Lesson, ...]:
    (source,) = module_files.read(folder)
    assert source.draft.notes == ()
    assert source.draft.module.id == folder.name
    return source.draft.module.lessons


def questions(folder: Path) -> list[Question]:
    return [question for lesson in lessons(folder) for question in lesson.questions]


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


def test_all_eight_import_together_without_a_fault() -> None:
    sources = module_files.read(samples.training())
    assert {source.draft.module.id for source in sources} == {
        *("smartphone", "recherche", "securite", "courriel"),
        *("bureautique", "micro-taches", "argent", "entreprendre"),
    }
    assert sorted(source.draft.module.order for source in sources) == list(range(1, 9))
    unlocked = {badge for source in sources for badge in source.draft.module.unlocks}
    assert "moderation-1" in unlocked  # what the sample of a project's file needs


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
    (source,) = module_files.read(folder)
    assert 1 <= len(source.pictures) <= 2
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
def test_the_right_answer_is_marked_right_and_not_always_in_one_place(folder: Path) -> None:
    places = set()
    for question in questions(folder):
        assert mark(question, solution(question.kind)).right, question.key
        if isinstance(question.kind, Choice) and not question.kind.several:
            places.add(solution(question.kind))
    assert len(places) >= 3


@folders
def test_what_is_picked_fits_its_button(folder: Path) -> None:
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
        assert all(len(label) <= 60 for label in labels), question.key
