"""How long the open work lasts, as a Huber and an admin read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.admin.week import WorkLeft
from bot.handlers.admin.week import _left
from bot.i18n.render import plain


@pytest.mark.parametrize(
    ("worked", "told"),
    [
        (timedelta(hours=21), "Travail ouvert : 21 h, environ 7 jours"),
        (timedelta(seconds=2), "Travail ouvert : 21 h, plus d'un an"),
        (timedelta(0), "21 h ouverts · pas de travail les 7 jours avant aujourd'hui"),
    ],
)
def test_a_pace_of_seconds_gives_no_number_of_days(worked: timedelta, told: str) -> None:
    """« Environ 265 755 jours » stood on the sheet of Monday."""
    assert told in plain(_left(WorkLeft(timedelta(hours=21), worked)), "fr").replace("\u00a0", " ").replace(
        "\u202f", " "
    )
