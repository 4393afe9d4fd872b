"""Everything goes wrong at once, and at the end all is as it should be. `make chaos` is the long form of this."""

from __future__ import annotations

import pytest

from tests.chaos.judgement import weathered
from tests.chaos.plans import SHORT
from tests.chaos.storm import Plan
from tests.program import installation


@pytest.mark.parametrize("plan", SHORT, ids=["parts", "whole"])
async def test_nothing_is_lost_doubled_or_told_wrongly_in_a_storm(plan: Plan) -> None:
    with installation() as home:
        report = await weathered(plan, home)
    assert report.wrong == []
    assert sum(report.deeds.values()) == len(plan.deeds)
    assert report.answers == plan.items * 3 + plan.people  # each once, with the practice task of each
