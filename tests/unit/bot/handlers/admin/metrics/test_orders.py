"""What asks for a woman herself, and not for a figure."""

from __future__ import annotations

from datetime import date

import pytest

from backend.domain.admin.metric_query import parser
from backend.domain.admin.metric_query.question import Someone
from bot.handlers.admin.metrics.orders import looked_up

AWA, BINTA, OTHER = Someone(7, "Awa", "CI"), Someone(8, "Binta", "CI"), Someone(9, "Binta", "SN")


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        *((said, "7") for said in ("cherche Awa", "parle-moi de Awa", "où en est Awa", "c'est qui Awa ?")),
        *((said, "7") for said in ("donne-moi des nouvelles d'Awa", "comment va Awa", "tu connais Awa ?")),
        *((said, "binta") for said in ("cherche Binta", "qui est Binta")),
        ("cherche Prisca", "prisca"),  # nobody has that name, as it is written: perhaps a misspelt one
        *(
            (said, "")
            for said in ("Awa", "combien a gagné Awa", "cherche les tâches", "où en est Awa hier", "bloque Awa")
        ),
        *((said, "") for said in ("Awa est malade", "qui est la meilleure", "cherche", "montre tout", "paie Awa")),
    ],
)
def test_who_is_asked_for_by_name_is_looked_up(said: str, whom: str) -> None:
    assert looked_up(parser.read(said, date(2026, 3, 4), (), (AWA, BINTA, OTHER)), said) == whom
