"""A client's heavy picture as it reaches a phone: light, and the original one tap away."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from backend.services.messaging.light_pictures import LIGHT_BYTES
from tests.integration.whatsapp.test_pictures_by_address import PHOTOS
from tests.product import Product


def noise() -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", (600, 400), random.Random(3).randbytes(600 * 400 * 3)).save(file, "JPEG", quality=90)
    return file.getvalue()


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_she_gets_a_light_picture_and_the_original_where_she_asks_for_it(
    on_both: Product, channel: str, tmp_path: Path
) -> None:
    original = noise()
    (tmp_path / "photo.jpg").write_bytes(original)
    (tmp_path / "light.png").write_bytes(_light())
    await on_both.project(PHOTOS, "id,url\np1,photo.jpg\np2,light.png\n", base=tmp_path)
    awa = await on_both.joined(getattr(on_both, channel).person("Awa"))
    shown = await on_both.taps(awa, "Accepter")
    assert shown.data is not None and len(shown.data) <= LIGHT_BYTES < len(original)
    size = -(-len(original) // 1_000)
    whole = await on_both.taps(awa, f"Voir l'original {size} ko")
    assert whole.data == original and "L'image d'origine" in whole.text
    assert "Bananes" in whole.labels  # the task is still there to be answered
    assert (await on_both.says(awa, "voir l'original")).data == original
    after = await on_both.taps(awa, "Bananes")
    assert after.data == _light() and not any("original" in label for label in after.labels)


def _light() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "orange").save(file, "PNG")
    return file.getvalue()
