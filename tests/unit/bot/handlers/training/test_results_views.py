"""Results of training fit on one screen."""

from __future__ import annotations

from decimal import Decimal

from backend.domain.training.progress import QuestionLine
from backend.domain.training.results import (
    HerLesson,
    LearnerResult,
    Missed,
    ModuleResult,
    ModuleResults,
    WomanResult,
)
from bot.handlers.training import results_views
from bot.i18n.render import plain


def test_a_woman_who_missed_many_questions_fits_on_a_screen() -> None:
    lessons = tuple(HerLesson(n, "Faux emplois, faux liens, faux amis", True, Decimal(1), 2) for n in range(1, 5))
    missed = tuple(Missed(1, f"q{n}", "Que fait-elle quand le message dit de payer ? " * 3, 1) for n in range(16))
    woman = WomanResult(7, "Rokia", "CI", 4, 4, Decimal(1), 2, Decimal("0.5"))
    of = ModuleResult("securite", "Mots de passe, arnaques et vie privée")
    said = results_views.woman(LearnerResult(of, woman, lessons, missed))
    shown = "\n\n".join(plain(part, "fr") for part in said.parts)
    assert "À revoir avec elle : 16 questions" in shown and "… et 14 autres." in shown
    assert len(shown) <= 600


def test_a_share_is_rounded_down_from_what_it_is_and_not_from_its_binary_form() -> None:
    of = ModuleResult("securite", "Mots de passe", begun=100)
    lines = tuple(QuestionLine(f"q{n}", "Que fait-elle ?", 100, n / 100, None, 1) for n in range(101))
    said = results_views.questions(ModuleResults(of, (), lines))
    shown = "\n".join(plain(part, "fr") for part in said.parts)
    assert [f"q{n} : 100 · {n} % · –" in shown for n in range(101)] == [True] * 101
    thirds = results_views.questions(ModuleResults(of, (), (QuestionLine("q", "Q", 3, 2 / 3),)))
    assert any("66 %" in plain(part, "fr") for part in thirds.parts)
