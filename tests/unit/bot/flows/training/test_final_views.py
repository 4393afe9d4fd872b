"""The end of a final test, as she reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.domain.certificates.badges import Badge, Granted, ModuleSet
from backend.domain.messaging.message import Markdown
from backend.domain.training.final import FinalFinished
from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine
from backend.records import replace
from bot.flows.engine import answers
from bot.flows.training import final_views, lesson_views
from bot.flows.training.final_views import Facts
from bot.i18n.render import plain

NOW = datetime(2026, 3, 4, 20, tzinfo=UTC)
LESSONS = tuple(LessonLine(n, n, f"Leçon {n}", finished=True) for n in (1, 2, 3))
MODULE = ModuleLine("micro-taches", "Les micro-tâches", lessons=LESSONS, final=FinalLine("micro-taches", 8, tries=1))
OWN = Badge(1, "micro-taches", "Les micro-tâches", "micro-taches", NOW)
MODERATION = Badge(2, "moderation-1", "Modération de contenus, niveau 1", "micro-taches", NOW)
ALONE = ModuleSet("micro-taches", "Les micro-tâches", "", ("micro-taches",))
SET = ModuleSet("outils-de-travail", "Outils du travail en ligne", "", ("bureautique", "micro-taches"))


def said(finished: FinalFinished, zone: str = "Africa/Douala") -> list[str]:
    message = final_views.finished(finished, Facts(NOW, zone))
    return [plain(part, "fr").replace("\u00a0", " ") for part in message.parts]


def passed(granted: Granted, module: ModuleLine = MODULE) -> list[str]:
    return said(FinalFinished(replace(module, passed=True), 7, 8, passed=True, granted=granted))


def failed(opens_at: datetime | None, *, right: int = 5, others: bool = True) -> FinalFinished:
    module = replace(MODULE, final=FinalLine("micro-taches", 8, tries=1, opens_at=opens_at))
    return FinalFinished(module, right, 8, again=LESSONS[1:], others=others)


def test_one_badge_and_one_certificate_are_named() -> None:
    told = passed(Granted((OWN,), (ALONE,)))
    assert told[0] == "🎉 Module réussi : Les micro-tâches (7 sur 8)"
    assert "🏅 Tu gagnes le badge : Les micro-tâches." in told
    assert "🎓 Ton certificat est prêt : « Les micro-tâches »." in told


def test_several_are_counted_and_told_apart_though_a_title_has_a_comma() -> None:
    told = passed(Granted((OWN, MODERATION), (ALONE, SET)))
    assert "🏅 Tu gagnes 2 badges : « Les micro-tâches », « Modération de contenus, niveau 1 »." in told
    assert "🎓 Tes 2 certificats sont prêts : « Les micro-tâches », « Outils du travail en ligne »." in told


def test_who_fails_hears_which_lessons_to_read_again_and_no_answer() -> None:
    told = said(failed(None))
    assert told[0] == "🏁 Test final : Les micro-tâches : 5 sur 8. Il en faut 7."
    assert "📖 À relire : « Leçon 2 », « Leçon 3 »." in told
    assert "Tu peux recommencer dès maintenant." in told
    assert "Ce seront d'autres questions." in told
    assert "Tu y es presque !" not in told and "Tu y es presque !" in said(failed(None, right=6))
    choices = [choice.id for choice in final_views.finished(failed(None), Facts(NOW)).choices]
    assert choices == ["/formation 2", "/formation final micro-taches", "/formation"]


def test_other_questions_are_promised_only_where_there_are_others() -> None:
    assert "Ce seront d'autres questions." not in said(failed(None, others=False))


@pytest.mark.parametrize(
    ("pause", "when"),
    [
        (timedelta(hours=1), "aujourd'hui à partir de 22 h"),
        (timedelta(hours=3, minutes=5), "demain à partir de 0 h 05"),
        (timedelta(days=1), "demain à partir de 21 h"),
        (timedelta(days=3), "samedi 7 mars à partir de 21 h"),
    ],
)
def test_the_end_of_the_pause_is_told_on_her_own_clock(pause: timedelta, when: str) -> None:
    finished = failed(NOW + pause)
    assert f"Tu pourras recommencer {when}." in said(finished)
    assert "/formation final micro-taches" not in [c.id for c in final_views.finished(finished, Facts(NOW)).choices]


def test_the_sources_are_told_with_their_links_and_the_day_when_they_were_looked_at() -> None:
    sources = ("[Android](https://developer.android.com/a)", "Une brochure de 2024")
    module = replace(MODULE, checked=date(2026, 11, 25), sources=sources)
    told = passed(Granted((OWN,)), module)
    assert "ℹ️ Vérifié le mercredi 25 novembre 2026, d'après :" in told
    assert told[-1] == "• Android (https://developer.android.com/a)\n• Une brochure de 2024"


def test_of_many_sources_the_first_ones_are_told_and_all_are_one_tap_away() -> None:
    module = replace(MODULE, checked=date(2026, 11, 25), sources=("Une source de deux cents signes " * 6,) * 4)
    told = passed(Granted((OWN,)), module)
    assert told[-2].count("•") == 1 and told[-1] == "… et 3 autres sources."
    finished = FinalFinished(replace(module, passed=True), 7, 8, passed=True)
    assert "/formation sources micro-taches" in [c.id for c in final_views.finished(finished, Facts(NOW)).choices]
    assert [part.text.count("- ") for part in final_views.checked(module).parts if isinstance(part, Markdown)] == [4]


def test_a_module_that_says_nothing_of_sources_shows_none() -> None:
    assert not any(each.startswith("ℹ️") for each in passed(Granted((OWN,))))


@pytest.mark.parametrize("said", ["je veux refaire le test", "recommencer", "Refaire le test"])
def test_who_failed_begins_again_in_her_words(said: str) -> None:
    for begin in (final_views.BEGIN, lesson_views.take_final(MODULE)):
        shown = [(choice, str(choice.label)) for choice in (begin, final_views.LATER)]
        assert answers.match(said, shown, free=False) == begin.id
