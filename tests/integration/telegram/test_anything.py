"""Somebody who does anything at any time: she is always answered, and the books always agree."""

from __future__ import annotations

import os
import random

import pytest

from tests.fakes.telegram import Person
from tests.integration.telegram.test_interruptions import RECEIPTS
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.integration.telegram.test_taps import PHOTOS
from tests.product import Product, comments

TEXTS = (
    *("travail", "gains", "projet", "rappels", "menu", "aide", "profil", "pause 2 jours", "pause", "stop", "pays"),
    *("economie", "start", "bonjour", "1", "2", "4", "7", "oui", "haine", "passer", "retour", "valider", "annuler"),
    *("lundi 20h", "jamais", "12 500", "3/3/2026", "Chez Awa", "Togo", "RDC", "un salon, 300 000", " ", "<b>&", "lot"),
    *("corriger la derniere", "signaler un souci", "la photo est floue", "/projet changer", "/pause 1 an", "/x"),
)
STEPS = int(os.environ.get("ANYTHING_STEPS", "60"))
SEEDS = int(os.environ.get("ANYTHING_SEEDS", "3"))


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_whatever_she_does_she_is_answered_with_one_message_or_a_notice(product: Product, seed: int) -> None:
    chance = random.Random(seed)
    await product.project(data=comments(40))
    await product.project(PHOTOS, "id,words\n" + "".join(f"{n},Un panier {n}\n" for n in range(20)))
    await product.project(TEXT, SCENES)
    await product.project(RECEIPTS, "id,receipt\n" + "".join(f"{n},Reçu {n}\n" for n in range(10)))
    awa = await product.newcomer() if chance.random() < 0.3 else await product.hiteuse()
    done: list[str] = []
    for _ in range(STEPS):
        taps = awa.answers
        acts = await _act(product, awa, chance)
        done.append(acts)
        heard = await product.heard(awa)
        if acts.startswith("tap"):
            assert awa.answers == taps + 1, done
            assert len(heard) <= 1, (done[-6:], heard)
        elif not acts.startswith("time"):
            assert len(heard) == 1, (done[-6:], heard)
        assert all(message.text for message in heard), done
        assert product.errors == [], (done, [record.getMessage() for record in product.errors])


async def _act(product: Product, awa: Person, chance: random.Random) -> str:
    """One act of hers, or of time; what it was."""
    what = chance.random()
    buttons = [(message, button) for message in awa.chat if not message.mine for button in message.buttons]
    if what < 0.45:
        newest = [(m, b) for m, b in buttons if m.id == awa.last.id] or buttons
        message, button = chance.choice(newest)
        await awa.taps(button.data or button.label, message)
        return f"tap {button.label} ({message.text[:20]})"
    if what < 0.6:
        message, button = chance.choice(buttons)
        await awa.taps(button.data or button.label, message)
        return f"tap old {button.label} ({message.text[:20]})"
    if what < 0.9:
        text = chance.choice(TEXTS)
        await awa.says(text)
        return f"say {text}"
    if what < 0.95:
        await awa.sends_sticker()
        return "sticker"
    hours = chance.choice((0.1, 1, 5, 24))
    await product.forward(hours=hours)
    return f"time {hours}"
