"""Everything goes wrong at once, and at the end all is as it should be. `make chaos` is the long form of this."""

from __future__ import annotations

import io
from contextlib import suppress
from time import monotonic
from types import SimpleNamespace
from typing import cast

import aiohttp
import pytest
from PIL import Image

from tests.chaos.judgement import answer_lost, weathered
from tests.chaos.plans import SHORT
from tests.chaos.storm import Happened, Plan, Storm
from tests.fakes.telegram import FakeTelegram
from tests.program import installation


@pytest.mark.parametrize("plan", SHORT, ids=["parts", "whole"])
async def test_nothing_is_lost_doubled_or_told_wrongly_in_a_storm(plan: Plan) -> None:
    with installation() as home:
        report = await weathered(plan, home)
    assert report.wrong == []
    assert sum(report.deeds.values()) == len(plan.deeds)
    assert report.answers == plan.items * 3 + plan.people  # each once, with the practice task of each


async def test_a_picture_whose_answer_was_lost_may_come_again() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    async with FakeTelegram() as telegram, aiohttp.ClientSession() as session:
        storm = cast(Storm, SimpleNamespace(telegram=telegram, whatsapp=telegram, happened=Happened()))
        person = telegram.person("Awa")
        person.write("/start")
        telegram.drop_next("sendPhoto", "after")
        came = []
        for later in range(2):
            form = aiohttp.FormData({"chat_id": person.address})
            form.add_field("photo", picture.getvalue(), filename="p.png", content_type="image/png")
            with suppress(aiohttp.ServerDisconnectedError):
                await session.post(f"{telegram.url}/bot{telegram.token}/sendPhoto", data=form)
            came.append(await person.hears_one())
            storm.happened.came[came[-1].chat_id, came[-1].id] = [monotonic() + later]
        assert [answer_lost(storm, message) for message in came] == [True, False]
