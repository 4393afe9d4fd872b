"""WhatsApp lets us write first to so many people a day: a larger announcement is spread over days, its author reads
over how many before she sends it, and the reserve for payments and answers is never touched."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.engine.signals import outbox_of
from backend.db.messaging import outgoing
from backend.domain.messaging.message import dump, tr
from backend.domain.messaging.states import Lane, OutboxStatus
from bot.delivery import daily_room
from bot.i18n import formats
from tests.fakes.people import Person
from tests.fakes.telegram import Person as TelegramPerson
from tests.fakes.whatsapp import limits
from tests.integration.announcements.announcing import look, number, owner, sent, written
from tests.integration.scenes import commit, execute, rows, value
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
    await execute(
        product.database,
        """
            update person set role = 'hiteuse', country = 'CI', zone = 'Africa/Abidjan', joined_at = now()
            where id in (select person_id from contact where channel = 'whatsapp')
            """,
    )
    await with_templates(product)
    await product.forward(days=2)
    for person in people:
        await product.heard(person)
    return people


async def known(product: Product, tier: str) -> None:
    """The account's limit is asked."""
    product.whatsapp.world.tier = tier
    await product.forward(minutes=10)
    await product.ticks("look_at_accounts")


async def reached(product: Product, people: list[Person]) -> int:
    return sum([bool(await product.heard(person)) for person in people])


async def next_day(product: Product, **later: float) -> None:
    await product.forward(days=1, **later)
    await look(product)
    await product.ticks("announcements")
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
    assert any("Elle part sur 3 jours" in message.text for message in await product.heard(admin))
    assert await reached(product, people) == ANNOUNCED
    # the reserve: a word of the team to somebody who is still to come
    person = await value(
        product.database,
        "select min(r.person_id) from recipient r where r.state = 0",
    )
    chat = await value(product.database, "select id from contact where person_id = %s", (person,))
    await pays(product, person, chat)
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
    await look(product)  # else its report comes whenever its job runs
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


async def test_a_reminder_is_left_out_before_a_payment_finds_no_room(
    on_both: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_room, "LOOK_EVERY", 0.0)
    product = on_both
    await product.project()
    awa = await product.joined(product.whatsapp.person("Awa"), reminder="tous les jours à 19h")
    await with_templates(product)
    await known(product, "TIER_50")
    await product.forward(days=2)
    await product.heard(awa)
    await product.forward_to(product.now.replace(hour=18, minute=30))
    await written_first(product, 45)
    await product.forward_to(product.now.replace(hour=19, minute=0))
    assert await product.heard(awa) == []
    (reminder,) = await rows(
        product.database, "select status, error from outbox where purpose = 'reminder' order by id desc limit 1"
    )
    assert reminder["status"] == OutboxStatus.LET_GO and "limit" in reminder["error"]
    (hers, *_) = await rows(
        product.database, "select id, person_id from contact where channel = 'whatsapp' order by id"
    )
    await pays(product, hers["person_id"], hers["id"])
    assert "Ta paie est partie." in (await product.answer(awa)).text
    await product.forward(days=1)  # the places of yesterday are free again
    assert "Il y a du travail" in (await product.answer(awa)).text
    assert product.whatsapp.world.over_tier == 0


async def written_first(product: Product, people: int) -> None:
    """So many others were written to first a moment ago."""
    await execute(
        product.database,
        """
            with p as (insert into person (created_at) select %(now)s from generate_series(1, %(people)s) returning id),
                 k as (insert into contact (person_id, channel, address)
                       select id, 'whatsapp', '22599' || id from p returning id, person_id)
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due, status,
                                sent_at, template)
            select person_id, id, 'whatsapp', 1, 'payment', '{"p": ["Bonjour"]}', %(now)s, %(now)s, 1, %(now)s, 'x'
            from k
            """,
        {"now": product.now, "people": people},
    )


async def pays(product: Product, person: int, chat: int) -> None:
    """The message of a payment, which has a template."""
    await commit(
        product.database,
        outgoing.say,
        person_id=person,
        contact_id=chat,
        channel="whatsapp",
        now=product.now,
        purpose="payment",
        lane=Lane.REMINDER,
        message=dump(tr("Ta paie est partie.")),
    )
    product.app.signals.tell(outbox_of("whatsapp"))
    await product.settled()


async def begun(product: Product) -> tuple[TelegramPerson, list[Person]]:
    """An announcement to 90 people of whom 40 are written to on each day; the first day is over."""
    admin = await owner(product)
    people = await crowd(product)
    await known(product, "TIER_50")
    await written(product, admin, "Atelier samedi")
    await sent(product, admin)
    await reached(product, people)
    await look(product)
    return admin, people


async def told(product: Product, admin: TelegramPerson) -> str:
    """What its author reads now."""
    return "\n".join(message.text for message in await product.heard(admin))


async def test_the_report_says_on_which_days_the_rest_goes(on_both: Product) -> None:
    """« En attente : 50 » was all that it said."""
    product = on_both
    admin, _people = await begun(product)
    days = [formats.day((product.now + timedelta(days=n)).date()).replace("\xa0", " ") for n in (1, 2)]
    shown = await told(product, admin)
    assert f"{days[0]} : 40 au plus" in shown and f"{days[1]} : 10 au plus" in shown
    asked = await product.says(admin, f"annonce {await number(product)}")
    assert f"{days[0]} : 40 au plus" in asked.text and f"{days[1]} : 10 au plus" in asked.text
    await next_day(product)
    later = await told(product, admin)
    assert days[0] not in later and f"{days[1]} : 10 au plus" in later
    await next_day(product)
    done = await told(product, admin)
    assert "Annonce envoyée" in done and "au plus" not in done and "plus de jours" not in done


async def test_its_author_hears_when_a_fallen_limit_makes_it_take_more_days(
    on_both: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.TIERS, "TIER_10", 10)
    product = on_both
    admin, people = await begun(product)
    await told(product, admin)
    await known(product, "TIER_10")
    product.errors.clear()  # the limit fell
    await next_day(product)
    shown = await told(product, admin)
    assert shown.count("part sur plus de jours que prévu") == 1
    closes = await value(product.database, "select closes_at from announcement")
    for _ in range(9):
        await next_day(product, hours=1)
    assert "que prévu" not in await told(product, admin)
    assert await value(product.database, "select state from announcement") == "done"
    assert await value(product.database, "select count(*) from outbox where purpose = 'announcement'") == PEOPLE
    assert product.whatsapp.world.over_tier == 0
    last = await value(product.database, "select max(sent_at) from outbox where purpose = 'announcement'")
    assert closes >= last + timedelta(days=6)
    assert await reached(product, people) == PEOPLE - ANNOUNCED


async def test_its_author_hears_when_the_limit_falls_before_it_begins(on_both: Product) -> None:
    product = on_both
    admin = await owner(product)
    await crowd(product)
    await known(product, "TIER_1K")
    await written(product, admin, "Atelier samedi")
    assert "par jour" not in "".join(message.text for message in await sent(product, admin, "demain à 15h"))
    await known(product, "TIER_50")
    product.errors.clear()  # the limit fell
    await next_day(product, hours=10)
    await look(product)
    assert "part sur plus de jours que prévu" in await told(product, admin)


async def test_who_gets_it_after_a_pause_can_answer_as_long_as_the_others(on_both: Product) -> None:
    """It went on after nine days, and its answers were closed already when the last ten got it."""
    product = on_both
    admin, _people = await begun(product)
    await next_day(product)
    await told(product, admin)
    await product.says(admin, "suspends l'annonce")
    await product.forward(days=9)
    await admin.says("reprends l'annonce")
    await product.settled()
    await look(product)
    assert "Annonce envoyée" in await told(product, admin)
    closes = await value(product.database, "select closes_at from announcement")
    assert closes > product.now + timedelta(days=6)


async def test_an_announcement_that_is_stopped_between_its_days_names_none(on_both: Product) -> None:
    product = on_both
    admin, people = await begun(product)
    await told(product, admin)
    await product.says(admin, "arrête l'annonce")
    await admin.says("oui")
    await product.settled()
    await next_day(product)
    shown = await told(product, admin)
    assert "au plus" not in shown and "Retenu : 50" in shown
    assert await reached(product, people) == 0
