"""Hubers and the team in one thread, over both platforms at once."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.people.commands import OPERATOR, Duty, MakeInvites
from backend.services.people import service as people_service
from tests.fakes.people import Person
from tests.integration.scenes import execute, value
from tests.integration.threads.listening import asks, huber
from tests.product import Product


async def admin(product: Product, person: Person, duty: Duty) -> Person:
    """Somebody of the team with this duty."""
    async with product.database.unit() as uow:
        command = MakeInvites("admin", "CI", duty=duty)
        made = await people_service.make_invites(uow, command, OPERATOR, product.now, {})
        await uow.commit()
    await product.says(person, f"start {made.invites[0].code}")
    return person


async def test_a_huber_writes_to_the_team_and_one_of_them_answers_across_two_channels(on_both: Product) -> None:
    product = on_both
    paul = await product.admin()
    rose = await admin(product, product.telegram.person("Rose"), "finance")
    mariam = await huber(product, product.whatsapp.person("Mariam"))
    fatou = await huber(product, product.telegram.person("Fatou"))
    awa = await product.joined(product.telegram.person("Awa"))
    assert "Écris ton message à l'équipe" in (await product.says(mariam, "équipe")).text
    assert "part à l'équipe" in (await product.says(mariam, "Trois femmes n'ont pas reçu leur paie")).text
    relayed = await product.answer(paul)
    assert relayed.text.startswith("💬 Mariam (Huber, Côte d'Ivoire), mercredi 4 mars à 9 h")
    assert "Trois femmes n'ont pas reçu leur paie" in relayed.text
    # neither another Huber of her country nor who only looks after money reads it
    assert await product.heard(fatou) == await product.heard(rose) == []
    assert "Personne n'attend" in (await product.says(fatou, "messages")).text
    assert "Mariam (Huber, Côte d'Ivoire) attend depuis" in (await product.says(paul, "messages")).text
    await paul.replies(relayed, "Lesquelles ?")
    assert "Ta réponse part à Mariam" in (await product.answer(paul)).text
    heard = await product.answer(mariam)
    assert heard.text.startswith("💬 Paul, de l'équipe :") and "Lesquelles ?" in heard.text
    await mariam.answers(heard, "Awa, Binta et Fatou")
    assert "part à l'équipe" in (await product.answer(mariam)).text
    assert "Awa, Binta et Fatou" in (await product.answer(paul)).text
    # her hiteuse's thread is another one, and it does not count for the team
    await asks(product, awa, "Bonjour")
    assert "Bonjour" in (await product.answer(mariam)).text
    assert await value(product.database, "select count(*) from thread") == 2
    # ready answers, and closing
    await product.says(paul, "messages")
    await product.taps(paul, "✍️ Mariam")
    offered = await product.taps(paul, "📋 Réponses prêtes")
    assert "Paie pas arrivée" in offered.labels and "Avoir mon certificat" not in offered.labels
    await product.taps(paul, "Paie pas arrivée")
    await product.taps(paul, "✅ Envoyer")
    assert "❌ Pas reçu" in (await product.answer(mariam)).text
    await product.says(paul, "messages")
    await product.taps(paul, "✍️ Mariam")
    assert "La discussion avec Mariam est fermée" in (await product.taps(paul, "✔️ Fermer")).text


async def test_at_night_and_after_a_day_the_team_is_told_as_a_huber_is(on_both: Product) -> None:
    product = on_both
    paul = await product.admin()
    mariam = await huber(product, product.whatsapp.person("Mariam"))
    await product.forward_to(datetime(2026, 3, 4, 23, tzinfo=UTC))
    said = await product.says(mariam, "équipe Une hiteuse a perdu son téléphone")
    assert "arrive à l'équipe à 7 heures" in said.text and await product.heard(paul) == []
    await product.forward_to(datetime(2026, 3, 5, 7, tzinfo=UTC))
    (morning,) = await product.heard(paul)
    assert "Mariam (Huber, Côte d'Ivoire) attend depuis" in morning.text and "perdu son téléphone" in morning.text
    await product.forward_to(datetime(2026, 3, 6, 7, tzinfo=UTC))
    (again,) = await product.heard(paul)
    assert "attend depuis 1 jour" in again.text
    # she has not written for more than a day, and no template is approved here: it waits for her next word
    await paul.replies(again, "Je m'en occupe.")
    assert "Ta réponse part à Mariam" in (await product.answer(paul)).text
    kept = await value(
        product.database, "select purpose from outbox where thread_id is not null order by id desc limit 1"
    )
    assert kept == "team_answer"
    assert await product.heard(mariam) == []
    await mariam.says("menu")
    assert any("Je m'en occupe." in message.text for message in await product.heard(mariam))


async def test_a_hiteuse_who_becomes_a_huber_is_answered_by_the_team_alone(on_both: Product) -> None:
    product = on_both
    await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, "Je peux t'aider ?")
    relayed = await product.answer(mariam)
    await execute(product.database, "update person set role = 'huber', countries = '{CI}' where first_name = 'Awa'")
    await mariam.replies(relayed, "Avec plaisir")
    assert "n'est plus ouverte" in (await product.answer(mariam)).text
    assert "huber" not in {word.lower() for word in (await product.says(awa, "menu")).labels}


async def test_who_will_be_away_learns_how_letters_reach_another_huber(on_both: Product) -> None:
    """« Prends ton temps, je garde ta place »: what her hiteuses wrote waited with her."""
    mariam = await huber(on_both, on_both.whatsapp.person("Mariam"))
    for said in ("je suis malade", "je suis en congé", "pause 3 jours"):
        told = await on_both.says(mariam, said)
        assert "à une autre Huber" in told.text and told.labels == ["🔕 M'absenter", "🤝 L'équipe", "Menu"], said
    told = await on_both.says(mariam, "pause")
    assert "une autre Huber ou l'équipe" in told.text and "🔕 M'absenter" in told.labels
    await on_both.taps(mariam, "🔕 M'absenter")
    assert "jusqu'à ce que tu" in (await on_both.says(mariam, "qui me remplace ?")).text
    # to a hiteuse in a thread it goes as it is
    await on_both.says(mariam, "revenir")
    awa = await on_both.joined(on_both.telegram.person("Awa"))
    await asks(on_both, awa, "Bonjour")
    await on_both.heard(mariam)
    await on_both.says(mariam, "messages")
    await on_both.taps(mariam, "✍️ Awa")
    await on_both.says(mariam, "Je suis en congé jusqu'à lundi")
    assert "Je suis en congé jusqu'à lundi" in (await on_both.answer(awa)).text
