"""People and their Hubers in one thread, over both platforms at once."""

from __future__ import annotations

from tests.fakes.people import Person
from tests.integration.listening import asks, huber
from tests.integration.scenes import value
from tests.product import Product


def private(*people: Person) -> set[str]:
    """What must never be seen on the other side."""
    return {str(person.id) for person in people} | {"WhatsApp", "Telegram"}


async def test_a_question_goes_to_the_huber_and_back_across_two_channels(on_both: Product) -> None:
    product = on_both
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    told = await asks(product, awa, "Bonjour, je suis bloquée sur <la leçon> *3*")
    assert "Ton message part à Mariam, ta Huber" in told and "dès que possible" in told
    relayed = await product.answer(mariam)
    assert relayed.text.startswith("💬 Awa (Côte d'Ivoire), mercredi 4 mars à 9 h")
    assert "Bonjour, je suis bloquée sur <la leçon> *3*" in relayed.text  # as she wrote it
    await mariam.replies(relayed, "Reprends l'écran 2, <doucement> !")
    assert "Ta réponse part à Awa" in (await product.answer(mariam)).text
    heard = await product.answer(awa)
    assert heard.text.startswith("💬 Mariam, ta Huber :")
    assert "Reprends l'écran 2, <doucement> !" in heard.text
    # she replies in her turn, and it is one thread
    await awa.answers(heard, "Merci beaucoup")
    assert "Ton message part à Mariam" in (await product.answer(awa)).text
    again = await product.answer(mariam)
    assert "Merci beaucoup" in again.text
    assert await value(product.database, "select count(*) from thread") == 1
    for text in (relayed.text, again.text):
        assert not [word for word in private(awa) if word in text]
    assert not [word for word in private(mariam) if word in heard.text]


async def test_photos_and_voices_go_both_ways(on_both: Product) -> None:
    product = on_both
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.says(awa, "huber")
    await awa.sends_voice(b"OggS a question of hers")
    assert "Ton message part à Mariam" in (await product.answer(awa)).text
    spoken = await product.answer(mariam)
    assert spoken.kind == "voice" and spoken.data == b"OggS a question of hers"
    assert "Awa" in spoken.text and "un message vocal" in spoken.text
    await mariam.replies_with_voice(spoken, b"OggS an answer")
    assert "part à Awa" in (await product.answer(mariam)).text
    sound, words = await product.heard(awa)  # a sound has no words beside it there
    assert sound.kind == "audio" and sound.data == b"OggS an answer"
    assert "Mariam, ta Huber" in words.text
    # a reply to the sound itself, which is an earlier part of that message
    await awa.answers(sound, "J'ai bien compris")
    assert "part à Mariam" in (await product.answer(awa)).text
    assert "J'ai bien compris" in (await product.answer(mariam)).text
    await product.says(awa, "huber")
    picture = b"\xff\xd8\xff the screen of her phone"
    await awa.sends_photo(picture, "Regarde <ici>")
    await product.answer(awa)
    seen = await product.answer(mariam)
    assert seen.kind == "photo" and seen.data == picture and "Regarde <ici>" in seen.text
    assert await value(product.database, "select count(*) from thread_message where told_at is null") == 0


async def test_two_hubers_share_a_thread_and_none_answers_twice_without_knowing(on_both: Product) -> None:
    product = on_both
    mariam = await huber(product, product.telegram.person("Mariam"))
    fatou = await huber(product, product.whatsapp.person("Fatou"), "SN", "CI")
    awa = await product.joined(product.telegram.person("Awa"))
    assert "Ton message part à ta Huber" in await asks(product, awa, "Quand suis-je payée ?")
    hers, here = await product.answer(fatou), await product.answer(mariam)
    await mariam.replies(here, "Je regarde.")
    await product.answer(mariam)
    assert "Mariam, ta Huber" in (await product.answer(awa)).text
    await fatou.answers(hers, "Écris gains.")
    asked = await product.answer(fatou)
    assert "Mariam a déjà répondu à Awa" in asked.text and "Je regarde." in asked.text
    assert "Écris gains." in asked.text and await product.heard(awa) == []
    assert "ne part pas" in (await product.taps(fatou, "Non, pas la mienne")).text
    assert await product.heard(awa) == []
    await fatou.answers(hers, "Écris gains, tu verras.")
    await product.answer(fatou)
    assert "part à Awa" in (await product.taps(fatou, "Oui, l'envoyer aussi")).text
    assert "Écris gains, tu verras." in (await product.answer(awa)).text
    # what she writes now goes to the one who answered last, and both find it in their list
    await asks(product, awa, "D'accord")
    assert "D'accord" in (await product.answer(fatou)).text and await product.heard(mariam) == []
    listed = await product.says(mariam, "messages")
    assert "1 personne attend une réponse" in listed.text and "« D'accord »" in listed.text


async def test_without_an_answer_for_a_day_it_goes_to_the_team_once_and_their_answer_counts(on_both: Product) -> None:
    product = on_both
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, "Il y a quelqu'un ?")
    relayed = await product.answer(mariam)
    await product.forward(hours=23)
    assert await product.heard(paul) == []
    await product.forward(hours=2)
    brought = await product.answer(paul)
    assert "Awa (Côte d'Ivoire) attend depuis 1 jour" in brought.text and "Il y a quelqu'un ?" in brought.text
    assert "l'équipe est prévenue" in (await product.says(mariam, "messages")).text
    await product.forward(hours=24)
    assert await product.heard(paul) == []
    await paul.replies(brought, "Oui, je suis là.")
    said = await product.answer(paul)
    assert "si sa messagerie retient" in said.text  # she has not written for two days
    assert "Paul (équipe) a répondu" in (await product.says(mariam, "messages")).text
    await product.says(awa, "menu")
    assert "Paul, de l'équipe" in (await product.says(awa, "huber")).text
    await mariam.replies(relayed, "Me voici")
    assert "Paul (équipe) a déjà répondu à Awa" in (await product.answer(mariam)).text
