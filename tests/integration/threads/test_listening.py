"""People and their Hubers in one thread, over both platforms at once."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.handlers.threads import listing
from tests.fakes.people import Person
from tests.integration.scenes import execute, value
from tests.integration.threads.listening import asks, huber
from tests.integration.whatsapp.test_window import with_templates
from tests.product import Product


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


def private(*people: Person) -> set[str]:
    """What must never be seen on the other side."""
    return {str(person.id) for person in people} | {"WhatsApp", "Telegram"}


def screen() -> bytes:
    """A picture that a platform takes."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return file.getvalue()


async def change(product: Product, statement: str) -> None:
    await execute(product.database, statement)


async def test_a_question_goes_to_the_huber_and_back_across_two_channels(product: Product) -> None:
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


async def test_who_takes_it_back_sends_nothing(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    for heard_before in (False, True):
        for words in ("en fait rien", "non rien merci", "finalement c'est bon", "j'ai rien à dire", "en fait non"):
            await product.says(awa, "huber")
            assert "quand tu veux" in (await product.says(awa, words)).text, words
        assert await product.heard(mariam) == []
        if not heard_before:
            await asks(product, awa, "Je suis bloquée")
            await mariam.replies(await product.answer(mariam), "Tu as besoin de quoi ?")
            await product.heard(mariam)
            await product.heard(awa)
    await product.says(awa, "huber")
    assert "part à" in (await product.says(awa, "rien")).text  # an answer to what was asked


async def test_photos_and_voices_go_both_ways(product: Product) -> None:
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
    picture = screen()
    await awa.sends_photo(picture, "Regarde <ici>")
    await product.answer(awa)
    seen = await product.answer(mariam)
    assert seen.kind == "photo" and seen.data == picture and "Regarde <ici>" in seen.text
    assert await value(product.database, "select count(*) from thread_message where told_at is null") == 0


async def test_two_hubers_share_a_thread_and_none_answers_twice_without_knowing(product: Product) -> None:
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
    await asks(product, awa, "Encore une chose")
    assert "attend depuis" not in (await product.answer(fatou)).text
    await product.forward(minutes=40)
    await asks(product, awa, "D'accord")
    relayed = (await product.answer(fatou)).text
    assert "D'accord" in relayed and "(attend depuis 40 min)" in relayed
    assert await product.heard(mariam) == []
    listed = await product.says(mariam, "messages")
    assert "1 personne attend une réponse" in listed.text and "« D'accord »" in listed.text


async def test_without_an_answer_for_a_day_it_goes_to_the_team_once_and_their_answer_counts(product: Product) -> None:
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
    assert "si sa messagerie retient" in (await product.answer(paul)).text  # she has not written for two days
    assert "Paul (équipe) a répondu" in (await product.says(mariam, "messages")).text
    await awa.says("menu")
    assert any("Paul, de l'équipe" in message.text for message in await product.heard(awa))
    assert "Oui, je suis là." in (await product.says(awa, "huber")).text
    await mariam.replies(relayed, "Me voici")
    assert "Paul (équipe) a déjà répondu à Awa" in (await product.answer(mariam)).text


async def test_a_huber_answers_from_her_list_with_a_ready_answer_and_closes(product: Product) -> None:
    mariam = await huber(product, product.whatsapp.person("Mariam"))
    awa = await product.joined(product.telegram.person("Awa"))
    await asks(product, awa, "Comment avoir mon certificat ?")
    await product.heard(mariam)
    await product.forward(hours=3)
    listed = await product.says(mariam, "messages")
    assert "Awa attend depuis 3 h : « Comment avoir mon certificat ? »" in listed.text
    assert "Awa (Côte d'Ivoire) attend depuis 3 h." in (await product.taps(mariam, "✍️ Awa", listed)).text
    assert len((await product.taps(mariam, "📋 Réponses prêtes")).labels) == 10
    assert "Voici ce qui part à Awa" in (await product.taps(mariam, "Avoir mon certificat")).text
    assert "part à Awa" in (await product.taps(mariam, "✅ Envoyer")).text
    assert "écris « certificat »" in (await product.answer(awa)).text
    waited = await value(product.database, "select waited from thread_message where waited is not null")
    assert 0 <= waited - 3 * 3600 < 60
    assert "Personne n'attend de réponse" in (await product.says(mariam, "messages")).text
    await product.taps(mariam, "✍️ Awa")
    assert "est fermée" in (await product.taps(mariam, "✔️ Fermer")).text
    assert await value(product.database, "select count(*) from thread where closed_at is null") == 0


async def test_the_list_of_messages_is_leafed_through_in_words(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« messages page 2 » was a question about figures, and a page too far « Personne n'attend de réponse »."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    mariam = await huber(product, product.telegram.person("Mariam"))
    for name in ("Awa", "Binta"):
        await asks(product, await product.joined(product.telegram.person(name)), "Bonjour")
        await product.answer(mariam)
    first = (await product.says(mariam, "messages")).labels
    assert first == ["✍️ Awa", "Voir la suite"]
    for said in ("suite", "page 2", "messages page 2", "Messages Page 2"):
        await product.says(mariam, "messages")
        assert (await product.says(mariam, said)).labels == ["✍️ Binta"], said
    assert (await product.says(mariam, "messages page 9")).labels == first
    assert (await product.says(mariam, "mes messages non lus")).labels == first


async def test_nobody_is_woken_at_night_and_the_morning_brings_one_message(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    binta = await product.joined(product.telegram.person("Binta"))
    await product.forward_to(datetime(2026, 3, 4, 23, tzinfo=UTC))
    assert "Il fait nuit" in await asks(product, awa, "Je ne dors pas")
    await asks(product, binta, "Moi non plus")
    assert await product.heard(mariam) == []
    await product.forward_to(datetime(2026, 3, 5, 7, tzinfo=UTC))
    (morning,) = await product.heard(mariam)
    assert "2 personnes attendent une réponse" in morning.text
    assert "• Awa attend depuis 8 h" in morning.text or "• Awa attend depuis 7 h 59" in morning.text
    # who has written lately is awake: an answer goes to her at once, at any hour
    await product.forward_to(datetime(2026, 3, 5, 22, tzinfo=UTC))
    await product.taps(mariam, "✍️ Awa", morning)
    assert "Ta réponse part à Awa" in (await product.says(mariam, "Repose-toi")).text
    assert "Repose-toi" in (await product.answer(awa)).text
    # and to who has not, in the morning
    await product.forward_to(datetime(2026, 3, 5, 23, 30, tzinfo=UTC))
    await product.taps(mariam, "✍️ Binta", morning)
    assert "elle reçoit ta réponse à 7 heures" in (await product.says(mariam, "Toi aussi")).text
    assert await product.heard(binta) == []
    await product.forward_to(datetime(2026, 3, 6, 7, tzinfo=UTC))
    assert "Toi aussi" in (await product.answer(binta)).text


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_a_file_of_the_night_is_said_to_come_in_the_morning(product: Product, kind: str) -> None:
    """Words were; of a photo and a voice message she read that it is on its way, and it lay until seven."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.forward_to(datetime(2026, 3, 4, 23, tzinfo=UTC))
    await product.says(awa, "huber")
    await (awa.sends_photo(screen()) if kind == "photo" else awa.sends_voice(b"OggS at night"))
    assert "arrive chez elle à 7 heures" in (await product.answer(awa)).text
    assert await product.heard(mariam) == []
    await product.forward_to(datetime(2026, 3, 5, 7, tzinfo=UTC))
    assert "Awa (Côte d'Ivoire) attend depuis" in (await product.answer(mariam)).text


async def test_an_answer_of_the_night_comes_although_its_thread_was_closed_before_the_morning(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.telegram.person("Awa"))
    await asks(product, awa, "Je suis bloquée")
    await product.heard(mariam)
    await product.forward_to(datetime(2026, 3, 5, 23, tzinfo=UTC))
    await product.taps(mariam, "✍️ Awa", await product.says(mariam, "messages"))
    assert "elle reçoit ta réponse à 7 heures" in (await product.says(mariam, "Relis l'écran 2")).text
    await product.taps(mariam, "✍️ Awa", await product.says(mariam, "messages"))
    assert "est fermée" in (await product.taps(mariam, "✔️ Fermer")).text
    await product.forward_to(datetime(2026, 3, 6, 7, tzinfo=UTC))
    assert "Relis l'écran 2" in (await product.answer(awa)).text
    await product.forward_to(datetime(2026, 3, 9, 7, tzinfo=UTC))
    assert await product.heard(awa) == []


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_photo_with_the_word_below_it_goes_to_her_huber(product: Product, platform: str) -> None:
    """« huber regarde » below a screenshot was answered with « Je n'ai pas besoin de photo ici »."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.project()
    awa: Person = await product.joined(getattr(product, platform).person("Awa"))
    await product.taps(awa, "Accepter")
    await awa.sends_photo(screen(), "Huber regarde ça")
    assert "Ton message part à Mariam" in (await product.answer(awa)).text
    seen = await product.answer(mariam)
    assert seen.kind == "photo" and "regarde ça" in seen.text and "Huber regarde" not in seen.text
    await awa.sends_photo(screen(), "regarde ça")
    said = (await product.answer(awa)).text
    assert (
        "Je n'ai pas besoin de photo ici" in said and "Pour l'envoyer à une personne, écris d'abord « huber »" in said
    )
    assert await product.heard(mariam) == []


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_photo_below_her_hubers_words_answers_them(product: Product, platform: str) -> None:
    """« Envoie-moi une photo de ton écran » : the photo was answered with « Je n'ai pas besoin de photo ici »."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.project()
    awa: Person = await product.joined(getattr(product, platform).person("Awa"))
    await product.taps(awa, "Accepter")
    await asks(product, awa, "Ça ne marche pas")
    await mariam.replies(await product.answer(mariam), "Envoie-moi une photo")
    await product.heard(mariam)
    await product.heard(awa)
    await awa.sends_photo(screen())
    assert "Ton message part à Mariam" in (await product.answer(awa)).text
    assert (await product.answer(mariam)).kind == "photo"
    await product.says(awa, "travail")
    await awa.sends_voice()  # her task was shown since
    assert "Je ne peux pas encore écouter" in (await product.answer(awa)).text
    assert await product.heard(mariam) == []


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_all_pictures_of_an_album_go_where_the_first_one_goes(product: Product, platform: str) -> None:
    """Only the first one went; the others were « Je n'ai pas besoin de photo ici. … écris d'abord « huber » »."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    await product.project()
    awa: Person = await product.joined(getattr(product, platform).person("Awa"))
    await product.taps(awa, "Accepter")
    await product.says(awa, "huber")
    for _ in range(3):
        await awa.sends_photo(screen())
    assert all("Ton message part à Mariam" in each.text for each in await product.heard(awa))
    came = await product.heard(mariam)
    assert [each.kind for each in came] == ["photo"] * 3
    await product.taps(mariam, "✍️ Répondre", came[-1])
    for _ in range(2):
        await mariam.sends_photo(screen())
    assert all("part à Awa" in each.text for each in await product.heard(mariam))
    assert len([each for each in await product.heard(awa) if each.data is not None]) == 2
    await product.says(awa, "huber")
    await awa.sends_photo(screen())
    await product.heard(awa)
    await product.says(awa, "travail")  # nothing goes to her Huber any more
    await product.heard(mariam)
    await awa.sends_photo(screen())
    assert "Je n'ai pas besoin de photo ici" in (await product.answer(awa)).text
    assert await product.heard(mariam) == []


async def test_a_photo_for_the_team_is_not_read_by_her_huber(product: Product) -> None:
    """The Huber's words came while she was telling the team about her."""
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, "Bonjour")
    came = await product.answer(mariam)
    asked = (await product.says(awa, "signaler une personne")).text
    assert "Écris ici ce qui s'est passé" in asked and "« signaler" not in asked  # the word is none of hers
    await mariam.replies(came, "Tu es là ?")
    await product.heard(mariam)
    await product.heard(awa)
    await awa.sends_photo(screen())
    assert "L'équipe le lit" in (await product.heard(awa))[-1].text
    assert await product.heard(mariam) == [] and await product.heard(paul) != []


async def test_a_voice_goes_to_nobody_while_two_people_may_be_meant(product: Product) -> None:
    """Binta's thread was open, Awa's message came below it: the Huber's voice for Awa went to Binta."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    binta = await product.joined(product.telegram.person("Binta"))
    await asks(product, binta, "Une question")
    await product.heard(mariam)
    await product.taps(mariam, "✍️ Binta", await product.says(mariam, "messages"))
    await asks(product, awa, "Et moi ?")
    came = await product.answer(mariam)
    await mariam.sends_voice(b"OggS for one of them")
    said = (await product.answer(mariam)).text
    assert "je n'ai rien envoyé" in said and "Binta" in said
    assert await product.heard(awa) == [] and await product.heard(binta) == []
    await mariam.replies_with_voice(came, b"OggS for Awa")
    assert "part à Awa" in (await product.answer(mariam)).text
    assert (await product.heard(awa))[0].data == b"OggS for Awa" and await product.heard(binta) == []
    await product.taps(mariam, "✍️ Binta", await product.says(mariam, "messages"))
    await mariam.sends_voice(b"OggS for Binta")
    assert "part à Binta" in (await product.answer(mariam)).text
    assert (await product.answer(binta)).data == b"OggS for Binta"


async def test_where_there_is_nobody_she_hears_so_and_the_next_who_comes_finds_it(product: Product) -> None:
    """« Ton message part à l'équipe », and there was none."""
    awa = await product.joined(product.telegram.person("Awa"))
    assert "il n'y a personne dans l'équipe" in await asks(product, awa, "Il y a quelqu'un ?")
    paul = await product.admin()
    await product.forward(hours=25)
    assert "Il y a quelqu'un ?" in (await product.answer(paul)).text
    assert "Ton message part à l'équipe" in await asks(product, awa, "Encore moi")


async def test_who_takes_files_by_herself_is_told_nothing_of_a_huber(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    await mariam.sends_voice(b"OggS for nobody")
    assert "« huber »" not in (await product.answer(mariam)).text
    await product.says(mariam, "annonce")
    await mariam.sends_photo(screen(), "Équipe, réunion samedi")  # the words of her announcement
    assert all("part à l'équipe" not in each.text for each in await product.heard(mariam))


async def test_what_she_no_longer_wants_or_may_not_have_is_not_sent(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, "Une question")
    relayed = await product.answer(mariam)
    await awa.sends_contact("Awa", "2250700000001")
    await product.heard(awa)
    assert await product.heard(mariam) == []  # a card shows a number: it is not passed on
    await product.says(awa, "stop")
    await mariam.replies(relayed, "Une réponse")
    assert "ne veut plus recevoir de messages" in (await product.answer(mariam)).text
    assert await product.heard(awa) == []
    await product.says(awa, "menu")
    await change(product, "update person set country = 'SN' where first_name = 'Awa'")
    await mariam.replies(relayed, "Une réponse")
    assert "n'est plus dans ton pays" in (await product.answer(mariam)).text
    await change(product, "update person set role = 'trainee' where first_name = 'Mariam'")
    await mariam.replies(relayed, "Une réponse")
    assert "ce n'est plus toi qui réponds" in (await product.answer(mariam)).text
    assert await product.heard(awa) == []


async def test_outside_the_window_an_answer_waits_and_the_huber_is_told(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, "Une question")
    relayed = await product.answer(mariam)
    await product.forward(hours=26)
    await mariam.replies(relayed, "Une réponse tardive")
    assert "si sa messagerie retient ton message" in (await product.answer(mariam)).text
    assert await product.heard(awa) == []
    await product.ticks("tell_senders")
    assert "1 personne verra ton message quand elle écrira de nouveau" in (await product.answer(mariam)).text
    await awa.says("menu")
    told = [message.text for message in await product.heard(awa)]
    assert any("Une réponse tardive" in text for text in told)


async def test_a_kill_between_a_voice_and_its_file_loses_nothing_and_repeats_nothing(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.says(awa, "huber")
    await awa.sends_voice(b"OggS said just before the end")
    await product.restart()
    await product.settled()
    assert [m.data for m in await product.heard(mariam)] == [b"OggS said just before the end"]
    assert sum("Ton message part" in m.text for m in await product.heard(awa)) == 1
    await product.restart()
    assert await product.heard(mariam) == [] and await product.heard(awa) == []


async def test_a_file_that_cannot_be_had_is_told_and_leaves_nothing_waiting(product: Product) -> None:
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.says(awa, "huber")
    await awa.sends_document(b"MZ a program", "photo.exe")
    told = [message.text for message in await product.heard(awa)]
    assert len(told) == 2 and "il n'est pas parti" in told[1]
    assert await product.heard(mariam) == []
    assert await value(product.database, "select count(*) from thread where waiting_since is not null") == 0


async def test_each_answer_that_a_template_could_not_carry_comes_once_she_writes(on_both: Product) -> None:
    """Of a photo and a voice message « Lire et répondre » showed the last; the photo never came."""
    product = on_both
    await with_templates(product)
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa, binta = [await product.joined(product.whatsapp.person(name)) for name in ("Awa", "Binta")]
    for person in (awa, binta):
        await asks(product, person, "Bonjour")
    await product.forward(days=2)
    await product.heard(mariam)
    for person in (awa, binta):
        await product.says(mariam, f"réponds à {person.name} : regarde")
        for number in (1, 2):
            await product.says(mariam, f"messages {person.name}")
            await mariam.sends_photo(screen(), f"page {number}")
            await product.answer(mariam)
        called = await product.heard(person)
        assert len(called) == 3
        await (person.taps("Lire et répondre", called[-1]) if person is awa else person.says("merci"))
        await product.settled()
        heard = await product.heard(person)
        came = [each for each in heard if each.kind == "image"]
        assert len(came) == 2 and "page 1" in came[0].text and "page 2" in came[1].text
        (other,) = [each for each in heard if each.kind != "image"]
        assert ("Écris ton message à Mariam" in other.text) == (person is awa) and "page 2" not in other.text
        await product.says(person, "menu")
    await product.says(awa, "merci")
    shown = await product.says(awa, "huber")
    assert "page 2" in shown.text  # as before: the last answer stands there
