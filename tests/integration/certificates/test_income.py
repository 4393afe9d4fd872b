"""`attestation` on both channels: from accepted work to a PDF that anybody can check."""

from __future__ import annotations

import re

import pytest
from aiohttp import ClientSession

from tests import signing
from tests.fakes.people import Person
from tests.integration.test_screens import BOTH
from tests.product import Product


@pytest.fixture(autouse=True)
def _key(on_both: Product) -> None:
    """A key of the environment: to make one takes longer than a whole test."""
    on_both.app.issuer.pem = signing.pem()


async def earned(product: Product, channel: str) -> Person:
    """A hiteuse whose practice task was accepted."""
    awa = await product.joined(product.somebody(channel))
    await product.forward(hours=30)
    await product.heard(awa)
    return awa


@BOTH
async def test_she_gets_a_document_that_anybody_can_check(on_both: Product, channel: str) -> None:
    awa = await earned(on_both, channel)
    profile = await on_both.says(awa, "profil")
    assert any("Attestation de revenus" in said for said in (*profile.labels, profile.text))
    asked = await on_both.says(awa, "mon attestation de revenus")
    assert (await on_both.says(awa, "jeveux mon attestation de revenu")).text == asked.text
    assert asked.labels == ["mars, en cours"]
    amount = await on_both.taps(awa, "mars, en cours", asked)
    await on_both.taps(awa, 0, amount)
    assert "Awa Kone Bi" in (await on_both.says(awa, "Awa Kone Bi")).text
    assert "Quel nom veux-tu" in (await on_both.says(awa, "j'ai mal écrit mon nom")).text
    name = await on_both.says(awa, "Awa Koné")
    assert "Awa Koné" in name.text
    taken = await on_both.taps(awa, "Non, sans mon nom", name)
    assert taken.data is not None and taken.data.startswith(b"%PDF-")
    assert taken.file is not None and taken.file.name == "attestation-revenus-2026-03.pdf"
    assert len(taken.data) < 60 * 1024
    assert "pas ton nom" in taken.text
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+/verify/[0-9a-f-]{36}", taken.text)
    async with ClientSession() as asker, asker.get(address, headers={"Accept": "text/html"}) as page:
        shown = await page.text()
    assert "authentique" in shown and "Revenus du 1er au 5 mars 2026" in shown and "gagnés" in shown
    assert "Awa" not in shown
    assert (await on_both.taps(awa, "🔗 Lien à envoyer", taken)).text.splitlines()[-1] == address


async def test_with_a_secret_number_it_is_asked_for_it(on_both: Product) -> None:
    awa = await earned(on_both, "telegram")
    await on_both.says(awa, "secret")
    await on_both.says(awa, "4071")
    asked = await on_both.says(awa, "attestation")
    amount = await on_both.taps(awa, 0, asked)
    await on_both.taps(awa, 1, amount)
    await on_both.taps(awa, "Awa")
    assert "code secret" in (await on_both.taps(awa, "Oui, mon nom aussi")).text
    assert (await on_both.says(awa, "4070")).data is None
    taken = await on_both.says(awa, "4071")
    assert taken.data is not None and "Au moins" in taken.text


async def test_without_income_she_is_told_so(on_both: Product) -> None:
    awa = await on_both.joined(on_both.telegram.person("Awa"))
    assert "pas encore de revenus" in (await on_both.says(awa, "attestation")).text
