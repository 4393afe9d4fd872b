"""Pictures of tasks that lie on the web, as they reach somebody on WhatsApp."""

from __future__ import annotations

from tests.product import Product

PHOTOS = """
name: photos
title: Photos
kind: choice
question: "Que vois-tu ?"
show: {image: "{url}"}
choices:
  - {id: banane, label: Bananes}
  - {id: mangue, label: Mangues}
pay: {amount: "0.05", currency: EUR}
answers: {min: 1, max: 1}
minutes: 0.5
"""


async def test_a_picture_that_the_platform_cannot_fetch_does_not_take_the_question_with_it(product: Product) -> None:
    await product.project(PHOTOS, "id,url\np1,https://exemple.org/perdue.png\n")
    awa = await product.joined(product.whatsapp.person("Awa"))
    product.whatsapp.world.receipts.fail_next(131053, "Media download error")
    await awa.taps("Accepter")
    heard = await product.heard(awa)
    if not heard:  # where that is told before the call is answered, the question comes a moment later
        await product.forward(minutes=1)
        heard = await product.heard(awa)
    assert heard[-1].text.startswith("⚠️ Je n'arrive pas à te montrer le fichier")
    assert heard[-1].labels == ["Bananes", "Mangues"]
    assert "✅ Noté" in (await product.taps(awa, "Bananes")).text


async def test_a_picture_goes_with_its_question_in_one_message(product: Product) -> None:
    await product.project(PHOTOS, "id,url\np1,https://exemple.org/1.png\np2,https://exemple.org/2.png\n")
    awa = await product.joined(product.whatsapp.person("Awa"))
    shown = await product.taps(awa, "Accepter")
    assert (shown.kind, shown.labels) == ("image", ["Bananes", "Mangues"])
    assert (await product.taps(awa, "Mangues")).kind == "image"
