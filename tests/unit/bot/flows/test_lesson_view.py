"""The end of a lesson, as she reads it."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.badges import Badge, Granted, ModuleSet
from backend.domain.training.learning import LessonFinished, LessonLine, ModuleLine
from backend.domain.training.modules import Lesson, Screen
from bot.flows import lesson, lesson_view
from bot.flows.kit import Picked
from bot.flows.lesson_view import Facts, State
from bot.i18n.render import plain

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
LINE = LessonLine(1, 1, "Modérer avec justesse", finished=True)
MODULE = ModuleLine("micro-taches", "Les micro-tâches", lessons=(LINE,), passed=True)
OWN = Badge(1, "micro-taches", "Les micro-tâches", "micro-taches", NOW)
MODERATION = Badge(2, "moderation-1", "Modération de contenus, niveau 1", "micro-taches", NOW)
ALONE = ModuleSet("micro-taches", "Les micro-tâches", "", ("micro-taches",))
SET = ModuleSet("outils-de-travail", "Outils du travail en ligne", "", ("bureautique", "micro-taches"))


def said(granted: Granted) -> list[str]:
    finished = LessonFinished(LINE, MODULE, 5, 5, passed=True, granted=granted)
    return [plain(part, "fr") for part in lesson_view.finished(finished).parts]


def test_one_badge_and_one_certificate_are_named() -> None:
    told = said(Granted((OWN,), (ALONE,)))
    assert "🏅 Tu gagnes le badge : Les micro-tâches." in told
    assert "🎓 Ton certificat est prêt : « Les micro-tâches »." in told


def test_several_are_counted_and_told_apart_though_a_title_has_a_comma() -> None:
    told = said(Granted((OWN, MODERATION), (ALONE, SET)))
    assert "🏅 Tu gagnes 2 badges : « Les micro-tâches », « Modération de contenus, niveau 1 »." in told
    assert "🎓 Tes 2 certificats sont prêts : « Les micro-tâches », « Outils du travail en ligne »." in told


def test_who_is_on_a_screen_of_a_lesson_that_has_none_any_more_goes_on_to_its_questions() -> None:
    facts = Facts(NOW, Lesson("a", 1, "Modérer avec justesse"))
    state = State(lesson=1, screen=2, asked=(7,))
    shown = lesson.prompt(state, facts)
    assert [choice.id for choice in shown.choices][:1] == [lesson_view.QUESTIONS.id]
    assert plain(shown.parts[0], "fr")
    after = lesson.step(state, Picked(lesson_view.NEXT.id), facts).state
    assert isinstance(after, State) and after.question == 7


def test_who_is_behind_the_last_screen_of_a_new_version_is_on_its_last_one() -> None:
    facts = Facts(NOW, Lesson("a", 1, "Modérer", (Screen("Un."), Screen("Deux."))))
    state = State(lesson=1, screen=4, asked=(7,))
    assert "écran 2 sur 2" in plain(lesson_view.where(state, facts).parts[0], "fr")
    before = lesson.step(state, Picked(lesson_view.BACK.id), facts).state
    assert isinstance(before, State) and before.screen == 0
