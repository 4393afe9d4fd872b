"""`conditions`: what she agreed to can be read again, with the day."""

from __future__ import annotations

import pytest

from tests.product import Product

PLATFORMS = ["telegram", "whatsapp"]


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_she_reads_again_what_she_agreed_to_and_when(on_both: Product, platform: str) -> None:
    awa = await on_both.joined(getattr(on_both, platform).person("Awa"))
    said = await on_both.says(awa, "Conditions !")
    assert "Les conditions" in said.text and "Tes données" in said.text
    assert "Tu les as acceptées le 04/03/2026" in said.text


async def test_a_version_of_before_is_named(product: Product) -> None:
    awa = await product.hiteuse()
    async with product.database.unit() as uow:
        await uow.execute("alter table consent disable trigger consent_rows")
        await uow.execute("update consent set version = '2026-01' where document = 'terms'")
        await uow.execute("alter table consent enable trigger consent_rows")
        await uow.commit()
    assert "Tu as accepté la version 2026-01 le 04/03/2026" in (await product.says(awa, "conditions")).text


async def test_it_is_no_word_of_who_has_agreed_to_nothing(product: Product) -> None:
    admin = await product.admin()
    assert (await product.says(admin, "conditions")).text.startswith("Ce mot n'est pas pour toi")


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_is_kept_and_how_long_is_said_to_anybody(on_both: Product, platform: str) -> None:
    stranger = getattr(on_both, platform).person("Fanta")
    assert "effacés dès que je t'ai répondu" in (await on_both.says(stranger, "confidentialité")).text
    awa = await on_both.joined(getattr(on_both, platform).person("Awa"))
    said = await on_both.says(awa, "vie privée")
    assert "90 jours" in said.text and "10 ans" in said.text
    said = await on_both.says(awa, "conditions")
    assert "30 jours" in (await on_both.taps(awa, "🔒 Combien de temps")).text
