"""`discret`: what the product starts by itself shows no amounts and names on a locked phone."""

from __future__ import annotations

import pytest

from backend.db.messaging import outgoing
from backend.domain.messaging.message import tr
from tests.integration.scenes import commit, rows
from tests.product import Product


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_it_is_switched_on_and_off_and_answers_stay_as_they_are(on_both: Product, platform: str) -> None:
    product = on_both
    awa = await product.joined(getattr(product, platform).person("Awa"))
    assert "Mode discret : non" in (await product.says(awa, "profil")).text
    assert "Mode discret" in (await product.says(awa, "discret")).text
    assert "Tes gains" in (await product.says(awa, "gains")).text.split("\n")[0]
    (chat,) = await rows(product.database, "select id, person_id, channel from contact where channel = %s", (platform,))

    async def paid() -> None:
        said = tr("✅ *{name}*, tu as reçu 12 500 F CFA.", name="Awa")
        await commit(
            product.database,
            outgoing.say_plainly,
            chat["person_id"],
            chat["id"],
            platform,
            said,
            product.now,
            purpose="payment",
        )

    await paid()
    (told,) = await product.heard(awa)
    assert told.text.startswith("🔔 Un message pour toi.\n\n") and "12 500" in told.text
    assert "12 500" not in "".join(told.text.split("\n")[:5]) or platform == "telegram"
    if platform == "telegram":
        (call,) = [call for call in product.telegram.calls if "12 500" in str(call.params)]
        assert "<tg-spoiler>" in str(call.params) and call.params["protect_content"] in (True, "true", "True")
    assert "arrêté" in (await product.says(awa, "mode discret")).text
    await paid()
    (told,) = await product.heard(awa)
    assert told.text.startswith("✅ Awa")
