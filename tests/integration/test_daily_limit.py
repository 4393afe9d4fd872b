"""WhatsApp lets us write first to so many people a day: a larger announcement is spread over days, its author reads
over how many before she sends it, and the reserve for payments and answers is never touched."""

from __future__ import annotations

from datetime import timedelta

from backend.db import turns
from backend.domain.messaging.message import dump, tr
from backend.domain.messaging.states import Lane
from tests.fakes.people import Person
from tests.integration.announcing import look, owner, sent, written
from tests.integration.scenes import rows, value
from tests.integration.whatsapp.test_window import with_templates
from tests.product import Product

PEOPLE = 90
LIMIT, ANNOUNCED = 50, 40


async def crowd(product: Product) -> list[Person]:
    """Hiteuses on WhatsApp who have not written for two days."""
    people: list[Person] = [product.whatsapp.person(f"Awa{n}") for n in range(PEOPLE)]
    for person in people:
        await person.says("bonjour")
    await product.settled()
    async with product.database.unit() as uow:
        await uow.execute(
            """
            update person set role = 'hiteuse', country = 'CI', zone = 'Africa/Abidjan', joined_at = now()
            where id in (select person_id from contact where channel = 'whatsapp')
            """
        )
        await uow.commit()
    await with_templates(product)
    await product.forward(days=2)
    for person in people:
        await product.heard(person)
    return people


async def known(product: Product, tier: str) -> None:
    """The account's limit is asked."""
    product.whatsapp.world.tier = tier
    await product.forward(minutes=10)
    assert await product.app.schedule.tick("look_at_accounts")
    await product.settled()


async def reached(product: Product, people: list[Person]) -> int:
    return sum([bool(await product.heard(person)) for person in people])


async def next_day(product: Product, **later: float) -> None:
    await product.forward(days=1, **later)
    await look(product)
    await product.app.schedule.tick("announcements")
    await look(product)


async def test_an_announcement_beyond_the_limit_is_spread_and_its_author_knows_over_how_many_days(
    on_both: Product,
) -> None:
    product = on_both
    admin = await owner(product)
    people = await crowd(product)
    await known(product, "TIER_50")
    counted = await written(product, admin, "Atelier samedi")
    await product.heard(admin)
    assert "90" in counted.text
    await product.taps(admin, "Suite ➡️")
    await product.taps(admin, "Choisir quand ➡️")
    asked = await product.taps(admin, "Maintenant")
    assert "WhatsApp nous laisse écrire à 50 personnes par jour" in asked.text
    assert "10 restent libres pour les paiements et les réponses" in asked.text
    assert "sur 3 jours : 40 personnes le premier jour, puis jusqu'à 40 par jour" in asked.text
    await admin.taps("✅ Envoyer")
    await product.heard(admin)
    assert await reached(product, people) == ANNOUNCED
    # the reserve: a word of the team to somebody who is still to come
    person = await value(
        product.database,
        "select min(r.person_id) from recipient r where r.state = 0",
    )
    (chat,) = await rows(product.database, "select id, channel from contact where person_id = %s", (person,))
    async with product.database.unit() as uow:
        await turns.say(
            uow,
            person_id=person,
            contact_id=chat["id"],
            channel=chat["channel"],
            now=product.now,
            purpose="payment",
            lane=Lane.REMINDER,
            message=dump(tr("Ta paie est partie.")),
        )
        await uow.commit()
    product.app.signals.tell("outbox_whatsapp")
    await product.settled()
    # a second one finds nothing left of today
    await product.says(admin, "annonce Encore un mot")
    await product.taps(admin, "Sans fichier")
    await product.taps(admin, "Suite ➡️")
    await product.taps(admin, "Suite ➡️")
    await product.taps(admin, "Choisir quand ➡️")
    full = await product.taps(admin, "Maintenant")
    assert "Aujourd'hui il n'en reste plus : là-bas, ton annonce part sur 3 jours à partir de demain" in full.text
    await product.taps(admin, "Annuler")
    await product.heard(admin)
    await next_day(product)
    await next_day(product)
    assert await value(product.database, "select state from announcement") == "done"
    assert await value(product.database, "select count(*) from outbox where purpose = 'announcement'") == PEOPLE
    assert await value(product.database, "select count(*) from outbox where status <> 1") == 0
    assert product.whatsapp.world.over_tier == 0
    closes, due = (
        await rows(product.database, "select closes_at, (select max(due) from recipient) as due from announcement")
    )[0].values()
    assert closes - due == timedelta(days=7)  # the last have as long to answer as the first


async def test_two_announcements_share_a_day(on_both: Product) -> None:
    product = on_both
    admin = await owner(product)
    people = await crowd(product)
    await known(product, "TIER_50")
    for text in ("Un", "Deux"):
        await written(product, admin, text)
        await sent(product, admin)
    first = await value(
        product.database, "select count(distinct person_id) from outbox where purpose = 'announcement' and status = 1"
    )
    assert first == ANNOUNCED
    for _ in range(6):
        await next_day(product, hours=1)
    assert await value(product.database, "select count(*) from outbox where purpose = 'announcement'") == 2 * PEOPLE
    assert product.whatsapp.world.over_tier == 0
    assert await reached(product, people) == PEOPLE


async def test_who_wrote_today_and_an_account_without_a_limit_need_no_days(on_both: Product) -> None:
    product = on_both
    admin = await owner(product)
    people = await crowd(product)
    await known(product, "TIER_UNLIMITED")
    await written(product, admin, "Atelier")
    told = await sent(product, admin)
    assert "par jour" not in "".join(each.text for each in told)
    assert await reached(product, people) == PEOPLE
    await known(product, "TIER_50")
    product.errors.clear()  # the limit fell
    for person in people:
        await person.says("bonjour")
    await product.settled()
    await reached(product, people)
    await product.heard(admin)
    await written(product, admin, "Encore")
    await sent(product, admin)
    assert await reached(product, people) == PEOPLE
    assert product.whatsapp.world.over_tier == 0
