"""The end of a lesson, as she reads it."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.badges import Badge, Granted, ModuleSet
from backend.domain.training.learning import LessonFinished, LessonLine, ModuleLine
from bot.flows import lesson_view
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
