"""The very same crowd works on WhatsApp as on Telegram."""

from __future__ import annotations

import pytest

from benchmarks import people
from tests.fakes.crowd import Crowd
from tests.integration.telegram.test_taps import answers
from tests.product import Product

CONFIG = """
name: tri
title: Tri
kind: choice
question: "Acceptable ?"
show: {text: "{comment}"}
choices: [{id: ok, label: Acceptable}, {id: non, label: À retirer}]
pay: {amount: "0.05", currency: EUR}
answers: {min: 1, max: 1}
minutes: 0.5
"""


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_crowd_joins_and_works(on_both: Product, platform: str) -> None:
    product = on_both
    await product.project(CONFIG, "id,comment\n" + "".join(f"{n},Commentaire {n}\n" for n in range(60)))
    codes = [await product.code() for _ in range(5)]
    fake = product.telegram if platform == "telegram" else product.whatsapp
    report = await Crowd(
        fake, 5, policy=people.works, opening=lambda n: f"start {codes[n]}", actions=120, patience=30.0, think=0.001
    ).run()
    await product.settled()
    assert report.mute == []
    assert report.violations == 0
    assert await answers(product) > 40
