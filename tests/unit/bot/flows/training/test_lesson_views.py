"""The end of a lesson, as she reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.domain.training.learning import FinalLine, LessonFinished, LessonLine, ModuleLine
from backend.domain.training.modules import Lesson, Screen
from bot.flows.engine.kit import Picked
from bot.flows.training import lesson, lesson_views
from bot.flows.training.lesson_views import Facts, State
from bot.i18n.render import plain

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
LINE = LessonLine(1, 1, "Modérer avec justesse", finished=True)


def said(final: FinalLine, *, passed: bool = False) -> tuple[list[str], list[str]]:
    """What is told after the module's last lesson, and what is offered."""
    module = ModuleLine("micro-taches", "Les micro-tâches", lessons=(LINE,), passed=passed, final=final)
    message = lesson_views.finished(LessonFinished(LINE, module, 5, 5), Facts(NOW))
    return [plain(part, "fr") for part in message.parts], [choice.id for choice in message.choices]


def test_after_the_last_lesson_the_final_test_is_what_is_left() -> None:
    told, offered = said(FinalLine("micro-taches", 8))
    assert "Les micro-tâches : toutes les leçons sont faites. Il reste le test final : 8 questions, 7 justes." in told
    assert offered == ["/formation final micro-taches", "/formation"]


def test_a_test_that_is_closed_for_now_is_not_offered_and_says_until_when() -> None:
    told, offered = said(FinalLine("micro-taches", 8, tries=3, opens_at=NOW + timedelta(days=1)))
    assert told[-1] == "Tu pourras recommencer demain à partir de 10\N{NO-BREAK SPACE}h."
    assert offered == ["/formation"]


def test_who_has_passed_the_module_hears_of_no_test() -> None:
    told, offered = said(FinalLine("micro-taches", 8, tries=1), passed=True)
    assert not any("test" in each for each in told)
    assert offered == ["/formation suite", "/formation"]


def test_who_is_on_a_screen_of_a_lesson_that_has_none_any_more_goes_on_to_its_questions() -> None:
    facts = Facts(NOW, Lesson("a", 1, "Modérer avec justesse"))
    state = State(lesson=1, screen=2, asked=(7,))
    shown = lesson.prompt(state, facts)
    assert [choice.id for choice in shown.choices][:1] == [lesson_views.QUESTIONS.id]
    assert plain(shown.parts[0], "fr")
    after = lesson.step(state, Picked(lesson_views.NEXT.id), facts).state
    assert isinstance(after, State) and after.question == 7


def test_who_is_behind_the_last_screen_of_a_new_version_is_on_its_last_one() -> None:
    facts = Facts(NOW, Lesson("a", 1, "Modérer", (Screen("Un."), Screen("Deux."))))
    state = State(lesson=1, screen=4, asked=(7,))
    assert "écran 2 sur 2" in plain(lesson_views.where(state, facts).parts[0], "fr")
    before = lesson.step(state, Picked(lesson_views.BACK.id), facts).state
    assert isinstance(before, State) and before.screen == 0


def test_who_writes_something_else_on_a_screen_is_told_the_button_that_it_has() -> None:
    assert "« Suite »" in plain(lesson_views.read_on(0, 3).parts[0], "fr")
    assert "« ❓ Les questions »" in plain(lesson_views.read_on(2, 3).parts[0], "fr")
