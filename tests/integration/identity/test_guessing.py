"""Codes cannot be guessed: tries belong to the person, whatever she writes from and whatever restarts."""

from __future__ import annotations

from backend.services.people.service import CODE_TRIES
from tests.integration.scenes import value
from tests.integration.telegram.linking import line, linked
from tests.integration.telegram.test_proving import SECRET, lost, with_secret
from tests.product import Product

WAIT = "Attends une heure"


async def test_wrong_codes_of_both_kinds_count_together_over_both_channels_and_a_restart(on_both: Product) -> None:
    product = on_both
    awa = await product.joined(product.telegram.person("Awa"))
    good = await line(product, awa)
    binta = await product.joined(product.whatsapp.person("Binta"))
    second = await linked(product, binta, product.telegram.person("Binta"))
    for n in range(CODE_TRIES - 1):  # in turns from both chats
        person = (binta, second)[n % 2]
        assert WAIT not in (await product.says(person, f"lier ABCD-EFGH-JKMN-000{n}")).text
    await product.restart()
    assert WAIT in (await product.says(second, "lier ABCD-EFGH-JKMN-0009")).text
    for person in (binta, second):
        await person.says(good)  # right, and too late
    await product.settled()
    assert await value(product.database, "select count(*) from link where used_at is not null") == 1
    assert (
        await value(product.database, "select count(*) from person where role = 'hiteuse' and merged_into is null") == 2
    )


async def test_a_strangers_wrong_invitations_count_on_after_a_restart(on_both: Product) -> None:
    product = on_both
    zoe = product.whatsapp.person("Zoé")
    code = await product.code()
    for n in range(CODE_TRIES - 1):
        await product.says(zoe, f"start WRONG{n}99")
    await product.restart()
    assert WAIT in (await product.says(zoe, "start WRONG999")).text
    await zoe.says(f"start {code}")
    assert await product.heard(zoe) == []
    assert await value(product.database, "select count(*) from invite where used_by is not null") == 0


async def test_a_secret_number_has_few_tries_over_all_phones_and_a_restart(on_both: Product) -> None:
    product = on_both
    awa = await product.joined(product.telegram.person("Awa"))
    second = await linked(product, awa, product.whatsapp.person("Awa"))
    await with_secret(product, awa)
    await product.heard(second)
    await lost(product, awa, second)
    await product.says(second, "gains")
    for wrong in ("1111", "2222"):
        await product.says(second, wrong)
    await product.restart()
    assert "dans 1 min" in (await product.says(second, "3333")).text
    await second.says(SECRET)
    assert not any("c'est bien toi" in message.text for message in await product.heard(second))
