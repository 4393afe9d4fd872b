"""Badges: what completes a set, which modules open work, what a test's time brings, and names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.certificates import badges
from backend.domain.certificates.badges import Badge, Course
from backend.domain.money import Money
from bot import samples

MODERATION = Course("micro-taches", "Les micro-tâches", ("moderation-1", "saisie-1"))
SEARCH = Course("recherche", "Chercher")
ALSO = Course("relecture", "Relire", ("moderation-1",))


def test_every_set_is_of_modules_that_the_samples_hold() -> None:
    there = {folder.name for folder in (samples.projects()[0].parents[1] / "training").iterdir() if folder.is_dir()}
    named = {module for s in badges.sets() for module in s.modules}
    assert named == there - {"revue"}  # it teaches a task of this product, and gives its badge only


def test_the_largest_set_is_all_of_the_others_together() -> None:
    *smaller, largest = badges.sets()
    assert set(largest.modules) == {module for s in smaller for module in s.modules}
    assert largest.title == "Compétences numériques"


def test_a_set_is_complete_with_its_last_module_only() -> None:
    base = next(s for s in badges.sets() if s.key == "competences-de-base")
    assert base not in badges.complete(base.modules[:-1])
    assert badges.complete((*base.modules, "moderation-1")) == (base,)
    assert set(badges.complete({m for s in badges.sets() for m in s.modules})) == set(badges.sets())


def test_a_badge_that_opens_work_has_a_title_of_its_own_or_its_module_s() -> None:
    assert badges.title("micro-taches", MODERATION) == "Les micro-tâches"
    assert badges.title("moderation-1", MODERATION) == "Modération de contenus, niveau 1"
    assert badges.title("couture-3", MODERATION) == "Les micro-tâches (couture-3)"


def test_only_the_badge_of_a_whole_module_certifies() -> None:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    assert Badge(1, "micro-taches", "", "micro-taches", at).certifies
    assert not Badge(2, "moderation-1", "", "micro-taches", at).certifies
    assert not Badge(3, "moderation-1", "", "", at).certifies


def test_the_fewest_modules_are_named_for_the_badges_that_are_missing() -> None:
    courses = [MODERATION, SEARCH, ALSO]
    assert badges.lacking(["moderation-1", "saisie-1"], (), courses) == (MODERATION,)
    assert badges.lacking(["moderation-1", "recherche"], (), courses) == (MODERATION, SEARCH)
    assert badges.lacking(["moderation-1", "recherche"], ["moderation-1"], courses) == (SEARCH,)
    assert badges.lacking(["recherche"], ["recherche"], courses) == ()


def test_work_that_no_module_opens_is_named_with_none() -> None:
    assert badges.lacking(["moderation-1", "plongee"], (), [MODERATION]) is None


def test_an_answer_s_time_counts_from_its_reading_to_two_minutes() -> None:
    assert badges.test_time([0, 5, 30, 4_000], 0) == timedelta(seconds=5 + 5 + 30 + 120)
    assert badges.test_time([], 30) == timedelta()


def test_a_module_s_tests_are_paid_no_longer_than_the_module_takes() -> None:
    assert badges.test_time([120] * 30, 36) == timedelta(minutes=36)
    assert badges.test_time([120] * 10, 36) == timedelta(minutes=20)


def test_a_test_is_paid_at_the_project_s_own_rate() -> None:
    # 0.025 EUR for half a minute is 3 EUR an hour: 0.30 EUR for six minutes
    assert badges.test_pay(Money(250), Fraction(1, 2), timedelta(minutes=6)) == Money(3_000)
    assert badges.test_pay(Money(250, "XOF"), Fraction(1, 2), timedelta(seconds=30)) == Money(250, "XOF")


@given(st.integers(1, 100_000), st.fractions(Fraction(1, 60), 60, max_denominator=60), st.integers(1, 7_200))
def test_a_test_s_pay_is_rounded_by_less_than_a_unit_and_never_against_her(
    units: int, minutes: Fraction, seconds: int
) -> None:
    exact = Fraction(units * seconds) / (minutes * 60)
    paid = badges.test_pay(Money(units), minutes, timedelta(seconds=seconds)).units
    assert exact <= paid < exact + 1


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Awa Koné", "Awa Koné"),
        ("  awa   Koné \n", "awa Koné"),
        ("n'guessan aïcha-élodie d'almeïda", "N’Guessan Aïcha-Élodie D’Almeïda"),
        ("AWA KONÉ", "AWA KONÉ"),
        ("Aya N'Guessan", "Aya N’Guessan"),
        ("Aya Nʼguessan", "Aya N’guessan"),
        ("Marie-Claire O. Ébène", "Marie-Claire O. Ébène"),
        ("Fatou 🌸 Diop 💪🏾", "Fatou Diop"),
        ("Ɛsi Aŋɔnɛ", "Ɛsi Aŋɔnɛ"),
        ("Kofi Ɔ̀dɔ̀", "Kofi Ɔ̀dɔ̀"),
        ("<b>Awa</b>", "b Awa b"),
        ("Awa\u202eenoK", "Awa enoK"),
        ("e\u0301lise", "Élise"),
        (".0Awa", "Awa"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_all_else(typed: str, name: str) -> None:
    assert badges.read_name(typed) == name


@pytest.mark.parametrize("typed", ["", "A", "🌸🌸", "123", "فاطمة", "Awa كوني", "Ольга", "x" * 61, "- ' -"])
def test_what_is_no_name_in_our_letters_is_none(typed: str) -> None:
    assert badges.read_name(typed) is None


@given(st.text(max_size=200))
def test_whatever_is_typed_a_name_is_one_short_line_of_letters(typed: str) -> None:
    name = badges.read_name(typed)
    if name is not None:
        assert 2 <= len(name) <= badges.MOST_NAME
        assert "\n" not in name and "  " not in name and not set(name) & set("<>&\"'/\\@0123456789")
        assert badges.read_name(name) == name
