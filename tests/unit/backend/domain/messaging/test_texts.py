"""Several texts as one part of a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.domain.messaging.message import Markdown, Part, Raw, Tr
from backend.domain.messaging.texts import beside, bullets, lapse, lines
from bot.i18n.render import plain

ONE, NAME, FEW = Tr("Menu"), Raw("Awa"), Tr("{n} jours", {"n": 3})


def read(part: Part) -> str:
    return plain(part, "fr")


def test_one_stands_below_the_other() -> None:
    assert read(lines(ONE, NAME, FEW)) == "Menu\nAwa\n3 jours"


def test_each_has_its_bullet_and_the_head_has_none() -> None:
    assert read(bullets(NAME, FEW)) == "• Awa\n• 3 jours"
    assert read(bullets(NAME, FEW, head=ONE)) == "Menu\n• Awa\n• 3 jours"


def test_in_one_line_a_point_stands_between() -> None:
    assert read(beside(NAME, ONE, FEW)) == "Awa · Menu · 3 jours"


@pytest.mark.parametrize("put", [lines, beside])
def test_a_single_one_stays_what_it_is(put: Callable[..., Tr]) -> None:
    assert read(put(NAME)) == "Awa"
    assert read(put(FEW)) == "3 jours"


def test_whole_paragraphs_of_markdown_are_no_lines() -> None:
    with pytest.raises(AssertionError):
        lines(ONE, Markdown("# Titre"))


def test_nothing_is_said_of_seconds_that_have_passed() -> None:
    assert lapse(timedelta(seconds=59)) == lapse(timedelta(seconds=-1)) == Tr("moins d'une minute")
    assert lapse(timedelta(minutes=1)) == timedelta(minutes=1)
