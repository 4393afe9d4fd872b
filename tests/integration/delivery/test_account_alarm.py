"""WhatsApp rates our number lower, lowers its limit, or switches it off: admins hear it once, and when all is well."""

from __future__ import annotations

from tests.fakes.people import Person
from tests.product import Product
from tests.scraping import metrics


async def asked(product: Product) -> None:
    await product.forward(minutes=10)
    await product.ticks("look_at_accounts")
    product.errors.clear()  # a fall is logged as critical


async def told(product: Product, admin: Person) -> str:
    await asked(product)
    return "\n".join(message.text for message in await product.heard(admin))


async def test_a_quality_that_falls_is_told_once_and_when_it_is_good_again(on_both: Product) -> None:
    product, world = on_both, on_both.whatsapp.world
    admin = await product.admin()
    assert await told(product, admin) == ""
    assert (await metrics(product))['hiteuses_account_quality{channel="whatsapp",quality="green"}'] == 1
    world.quality = "YELLOW"
    assert "note notre compte en jaune" in await told(product, admin)
    assert await told(product, admin) == ""
    world.quality = "RED"
    assert "N'envoie plus d'annonce tant que c'est rouge" in await told(product, admin)
    found = await metrics(product)
    assert found['hiteuses_account_quality{channel="whatsapp",quality="red"}'] == 1
    assert found['hiteuses_account_quality{channel="whatsapp",quality="green"}'] == 0
    world.quality = "YELLOW"  # better, and not good
    assert await told(product, admin) == ""
    world.quality = "GREEN"
    assert "note de nouveau bien notre compte" in await told(product, admin)


async def test_a_limit_that_falls_and_a_number_that_is_switched_off_are_told(on_both: Product) -> None:
    product, world = on_both, on_both.whatsapp.world
    admin = await product.admin()
    world.tier = "TIER_10K"
    assert await told(product, admin) == ""  # the first look compares with nothing
    world.tier = "TIER_1K"
    assert "baisse notre limite : 1 000 personnes par jour" in await told(product, admin)
    found = await metrics(product)
    assert found['hiteuses_account_people_a_day{channel="whatsapp"}'] == 1_000
    assert found['hiteuses_account_working{channel="whatsapp"}'] == 1
    world.tier, world.status = "TIER_10K", "RESTRICTED"
    assert "ne marche plus comme il faut (restricted)" in await told(product, admin)
    assert (await metrics(product))['hiteuses_account_working{channel="whatsapp"}'] == 0
    world.status = "CONNECTED"
    assert "note de nouveau bien" in await told(product, admin)


async def test_a_platform_that_is_away_leaves_what_was_known(on_both: Product) -> None:
    product = on_both
    admin = await product.admin()
    await asked(product)
    product.whatsapp.fail_next("phone", 2)
    assert await told(product, admin) == ""
    assert (await metrics(product))['hiteuses_account_quality{channel="whatsapp",quality="green"}'] == 1
