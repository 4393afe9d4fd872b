"""A message of a thread is reported: the other side is muted until a person has looked, and both hear kindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.threads import queries
from bot.flows.threads import ill_treatment
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.announcements import announcing
from tests.integration.scenes import execute, rows, value
from tests.integration.threads.listening import asks, huber
from tests.product import Product

AUDITED = "select action, about ->> 'what' as what from audit where action in ('report message', 'decide report')"


async def scene(product: Product, platform: str) -> tuple[Person, Person, Person]:
    """Awa has an answer of Mariam, her Huber; Paul is the team."""
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa: Person = await product.joined(getattr(product, platform).person("Awa"))
    await asks(product, awa, "Je suis bloquée")
    await product.heard(mariam)
    return paul, mariam, awa


async def answered(
    product: Product, mariam: Person, awa: Person, words: str
) -> tuple[list[ChatMessage], list[ChatMessage]]:
    """The Huber answers the first thread of her list; what both are told."""
    await mariam.says("messages")
    await product.heard(mariam)
    await mariam.taps(0)
    await product.heard(mariam)
    await mariam.says(words)
    return await product.heard(mariam), await product.heard(awa)


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_she_reports_her_huber_who_is_muted_until_the_team_has_looked(on_both: Product, platform: str) -> None:
    product = on_both
    paul, mariam, awa = await scene(product, platform)
    _, told = await answered(product, mariam, awa, "Donne-moi ton argent")
    assert "Donne-moi ton argent" in told[-1].text
    asked = await product.says(awa, "signaler un message")
    assert "Signaler ce message de Mariam" in asked.text and "Donne-moi ton argent" in asked.text
    await awa.taps("Oui")
    (thanks,) = await product.heard(awa)
    assert "Merci de l'avoir dit" in thanks.text
    (hers,) = await product.heard(mariam)
    assert "rien n'est décidé" in hers.text
    (alarm,) = await product.heard(paul)
    assert "a signalé un message de" in alarm.text
    await awa.says("huber Aide-moi")
    await product.heard(awa)
    assert await product.heard(mariam) == []
    assert any("Aide-moi" in message.text for message in await product.heard(paul))
    listed = (await product.says(paul, "messages")).text
    assert "1 message signalé" in listed and "Aide-moi" in listed
    number = await value(product.database, "select id from thread")
    for word in ("messages", f"/messages {number}", f"/signaler-message {number}"):
        assert "Awa" not in (await product.says(mariam, word)).text
    her = await value(product.database, "select person_id from thread")
    assert "je ne peux pas la joindre" in (await product.says(mariam, f"/cohorte {her} parler")).text
    assert await product.heard(awa) == []
    assert "Donne-moi ton argent" in (await product.taps(paul, "🚩 Regarder", alarm)).text
    await product.taps(paul, "✅ Rien de grave")
    assert "les deux le savent" in (await product.taps(paul, "Oui")).text
    assert "de nouveau" in (await product.heard(awa))[-1].text
    assert "de nouveau" in (await product.heard(mariam))[-1].text
    _, heard = await answered(product, mariam, awa, "Je suis là")
    assert "Je suis là" in heard[-1].text
    audited = await rows(product.database, f"{AUDITED} order by id")
    assert [(row["action"], row["what"]) for row in audited] == [("report message", None), ("decide report", "lift")]


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_who_reported_her_huber_gets_no_announcement_of_hers(on_both: Product, platform: str) -> None:
    product = on_both
    _paul, mariam, awa = await scene(product, platform)
    binta = await product.joined(product.telegram.person("Binta"))
    await answered(product, mariam, awa, "Donne-moi ton argent")
    await product.says(awa, "signaler un message")
    await awa.taps("Oui")
    await product.heard(awa)
    await product.heard(mariam)
    counted = await announcing.written(product, mariam, "Atelier samedi")
    assert "\n1 personne\n" in counted.text
    await announcing.sent(product, mariam)
    assert "Atelier samedi" in (await product.answer(binta)).text
    assert await product.heard(awa) == []
    # nor does who reports her before a planned one goes out
    await announcing.written(product, mariam, "Atelier dimanche")
    assert "prévu pour 1 personne" in (await announcing.sent(product, mariam, "demain 10h"))[-1].text
    await asks(product, binta, "Et moi ?")
    await product.heard(mariam)
    await answered(product, mariam, binta, "Donne-moi le tien")
    await product.says(binta, "signaler un message")
    await binta.taps("Oui")
    await product.heard(binta)
    await product.forward(hours=26)
    await announcing.look(product)
    assert not any("Atelier dimanche" in message.text for message in await product.heard(binta))


async def test_a_huber_reports_a_woman_whose_messages_go_to_the_team(product: Product) -> None:
    paul, mariam, awa = await scene(product, "telegram")
    await mariam.says("messages")
    await product.heard(mariam)
    await mariam.taps(0)
    *_, thread = await product.heard(mariam)
    await product.says(mariam, "cohorte")
    assert "À ce jour" in (await product.says(mariam, "reste à payer")).text  # a word of her Monday sheet, no answer
    assert await product.heard(awa) == []
    assert "Je suis bloquée" in (await product.taps(mariam, "🚩 Signaler", thread)).text
    assert "ses messages vont à l'équipe" in (await product.taps(mariam, "Oui")).text
    assert "Ton travail et ta paie ne changent pas" in (await product.heard(awa))[-1].text
    (alarm,) = await product.heard(paul)
    await awa.says("huber Pardon")
    await product.heard(awa)
    assert await product.heard(mariam) == []
    await product.heard(paul)
    await product.taps(paul, "🚩 Regarder", alarm)
    await product.taps(paul, "⛔ Les séparer")
    await product.taps(paul, "Oui")
    assert "ces mots ne vont pas" in (await product.heard(awa))[-1].text
    assert "ne t'écrit plus ici" in (await product.heard(mariam))[-1].text
    await awa.says("huber Encore")
    await product.heard(awa)
    assert await product.heard(mariam) == []
    assert any("Encore" in message.text for message in await product.heard(paul))


async def apart(product: Product, platform: str) -> tuple[Person, Person, Person]:
    """The team has parted Awa and Mariam; Rose is a second admin."""
    paul, mariam, awa = await scene(product, platform)
    await answered(product, mariam, awa, "Donne-moi ton argent")
    await product.says(awa, "signaler un message")
    await awa.taps("Oui")
    (alarm,) = await product.heard(paul)
    await product.taps(paul, "🚩 Regarder", alarm)
    await product.taps(paul, "⛔ Les séparer")
    await product.taps(paul, "Oui")
    await product.heard(awa)
    await product.heard(mariam)
    return paul, mariam, awa


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
@pytest.mark.parametrize("how", ["waits", "lifted", "years"])
async def test_who_was_parted_stays_so_when_another_message_is_reported(
    on_both: Product, platform: str, how: str
) -> None:
    """A later report, of a message of the team, took the Huber's place: she read the woman's cries for help again."""
    product = on_both
    paul, mariam, awa = await apart(product, platform)
    rose = product.telegram.person("Rose")
    await product.says(rose, f"start {await product.code('admin')}")
    await execute(product.database, "update person set duty = 'operations' where first_name = 'Rose'")
    assert "L'équipe le sait déjà" in (await product.says(awa, "signaler un message")).text
    await asks(product, awa, "Merci")
    await product.heard(paul)
    await product.says(paul, f"/messages {await value(product.database, 'select id from thread')}")
    await paul.says("Tu es nulle")
    await product.heard(paul)
    await product.heard(awa)
    assert "Signaler ce message de Paul" in (await product.says(awa, "signaler un message")).text
    await awa.taps("Oui")
    await product.heard(awa)
    if how != "waits":
        (alarm,) = [each for each in await product.heard(rose) if "a signalé" in each.text]
        await product.taps(rose, "🚩 Regarder", alarm)
        await product.taps(rose, "✅ Rien de grave")
        await product.taps(rose, "Oui")
        await product.heard(awa)
    if how == "years":
        async with product.database.unit() as uow:
            assert await queries.forget_closed(uow, product.now + timedelta(days=1), 10) == 0
            await uow.commit()
    await product.heard(mariam)
    await product.heard(rose)
    assert "part à l'équipe" in await asks(product, awa, "Au secours")
    assert await product.heard(mariam) == []
    assert "Awa" not in (await product.says(mariam, "messages")).text


async def test_where_nobody_else_could_look_nothing_else_is_promised(product: Product) -> None:
    paul = await product.admin()
    awa = await product.hiteuse()
    await asks(product, awa, "Je suis bloquée")
    await product.heard(paul)
    await answered(product, paul, awa, "Tais-toi")
    await product.says(awa, "signaler un message")
    said = (await product.taps(awa, "Oui")).text
    assert "personne d'autre dans l'équipe" in said and "te répond ici" not in said
    told = (await product.heard(paul))[-1].text
    assert "il n'y en a pas encore" in told and "répond vite" not in told, told
    rose = product.telegram.person("Rose")
    await product.says(rose, f"start {await product.code('admin')}")
    await execute(product.database, "update person set duty = 'operations' where first_name = 'Rose'")
    assert "1 message signalé" in (await product.says(rose, "messages")).text


ILL = (
    *("ma huber m'insulte", "Ma huber demande de l'argent pour me donner du travail", "je veux signaler quelqu'un"),
    *("le message de ma huber m'a blessée", "elle m'a insultée", "on me demande 2000 pour débloquer le compte"),
    *(
        "ma huber veut coucher avec moi",
        "ma huber me demande de l'argent",
        "elle veut que je paie pour avoir du travail",
    ),
    *("la huber m'appelle la nuit", "ma huber vend les places", "la huber garde mon argent"),
    *("ma hubert veut 5000 f pour me donner les taches", "je dois payer ma huber pour avoir du travail"),
    *("ma huber dit que je dois payer 3000", "notre huber nous fait payer", "elle exige de l'argent"),
    *(
        "ma huber m'oblige à lui donner de l'argent",
        "ma responsable veut coucher avec moi",
        "ma huber a mangé mon argent",
    ),
    *("huber m'insulte", "huber demande de l'argent", "huber elle est méchante", "huber a pris mon argent"),
    *("ma huber est trop méchante", "je veux changer de huber", "je peux avoir une autre huber svp"),
)


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_who_tells_that_she_is_treated_badly_is_not_sent_to_her_huber(on_both: Product, platform: str) -> None:
    product = on_both
    _, mariam, awa = await scene(product, platform)
    for words in ILL:
        said = await product.says(awa, words)
        assert "*l'équipe* qui le lit" in said.text or "l'équipe qui le lit" in said.text, words
        assert any("Pas maintenant" in label for label in said.labels)
        await product.says(awa, "non")
    await answered(product, mariam, awa, "Donne-moi ton argent")
    for words in ILL:
        said = await product.says(awa, words)
        assert "l'équipe qui le lit" in said.text.replace("*", ""), words
    assert "Signaler ce message de Mariam" in (await product.taps(awa, "🚩 Signaler un message")).text
    await product.says(awa, "non")
    assert await product.heard(mariam) == []


MORE_ILL = (
    *("ma huber m'envoie des messages la nuit", "ma huber veut sortir avec moi", "ma huber demande 2000f par om"),
    *("ma huber nous oblige a cotiser", "ma huber donne mon numéro aux hommes", "ma huber utilise mon compte"),
    *("ma huber a mon code secret", "ma huber m'a tapée", "j'ai peur de ma huber", "j'ai payé 5000 à ma huber"),
    *(
        "ma huber ne me respecte pas",
        "j'aime pas ma huber",
        "je ne veux plus de cette huber",
        "comment changer de huber",
    ),
    *("la dame qui m'a inscrite veut 2000 f", "quelqu'un de chez vous m'a demandé mon pin", "huber me crie dessus"),
    *("celle qui m'a donné le code demande 3000", "un monsieur du groupe m'écrit des choses bizarres"),
    *("la dame de hiteuses me demande de l'argent", "un huber me demande de l'argent", "la huber raconte ma vie"),
)


def test_what_a_huber_may_not_do_is_read_in_many_words() -> None:
    for words in MORE_ILL:
        assert ill_treatment.told(words, loosely=False), words


@pytest.mark.parametrize(
    "letter",
    ["mon mari m'insulte", "il me frappe", "tu peux me payer", "donne moi la paie", "j'ai un souci", "au secours"],
)
def test_a_letter_behind_the_word_stays_one(letter: str) -> None:
    assert not ill_treatment.of_the_word(letter)


WAYS = ("said", "huber", "asked", "name")
"""Where she writes it: with nothing open, behind the word, where the message to her Huber is asked for; by her name."""


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
@pytest.mark.parametrize("way", WAYS)
async def test_what_her_huber_does_elsewhere_goes_to_the_team_in_her_own_words(
    on_both: Product, platform: str, way: str
) -> None:
    """« ma huber me demande de l'argent » was sent to the Huber herself: nothing in chat was there to be reported."""
    product = on_both
    paul, mariam, awa = await scene(product, platform)
    words = "Mariam me demande de l'argent" if way == "name" else "Ma huber me demande de l'argent"
    if way in ("asked", "name"):
        await product.says(awa, "huber")
    asked = await product.says(awa, f"huber {words}" if way == "huber" else words)
    assert f"« {words} »" in asked.text and "pas ta Huber" in asked.text
    await awa.taps("🚩 Dire à l'équipe")
    (told,) = await product.heard(awa)
    assert "Merci de l'avoir dit" in told.text
    (alarm,) = await product.heard(paul)
    assert "Awa signale sa Huber" in alarm.text.replace("*", "")
    look = await product.taps(paul, "🚩 Regarder", alarm)
    assert words in look.text and "ne le sait pas" in look.text
    await awa.says("huber J'ai peur")
    await product.heard(awa)
    assert any("J'ai peur" in message.text for message in await product.heard(paul))
    listed = (await product.says(paul, "messages")).text
    assert "1 message signalé" in listed
    number = await value(product.database, "select id from thread")
    for word in ("messages", f"/messages {number}"):
        assert words not in (await product.says(mariam, word)).text
    assert "L'équipe le sait déjà" in (await product.says(awa, words)).text
    await product.says(paul, f"/signaler-message lever {number}")
    assert "C'est fait" in (await product.taps(paul, "Oui")).text
    assert "de nouveau" in (await product.heard(awa))[-1].text
    assert await product.heard(mariam) == []  # she never hears of it
    audited = await rows(product.database, f"{AUDITED} order by id")
    assert [(row["action"], row["what"]) for row in audited] == [("report message", None), ("decide report", "lift")]


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_to_whom_a_place_was_sold_she_says_so_before_she_has_joined(on_both: Product, platform: str) -> None:
    product = on_both
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa: Person = getattr(product, platform).person("Awa")
    await product.says(awa, f"start {await product.code('hiteuse')}")
    for words in ("ma huber m'a fait payer 5000", "Ma huber me demande de l'argent", "signaler une personne"):
        assert "l'équipe qui le lit" in (await product.says(awa, words)).text, words
        await product.says(awa, "non")
        await product.heard(awa)
    assert "pas ta Huber" in (await product.says(awa, "huber elle m'appelle aussi la nuit")).text
    await awa.taps("🚩 Dire à l'équipe")
    assert "Merci de l'avoir dit" in (await product.heard(awa))[0].text
    assert await product.heard(mariam) == []
    assert len(await product.heard(paul)) == 1


async def test_what_is_for_her_huber_after_all_is_sent_to_her(product: Product) -> None:
    paul, mariam, awa = await scene(product, "telegram")
    await product.says(awa, "huber On me demande 2000 pour débloquer le compte Orange")
    await awa.taps("✍️ À ma Huber")
    await product.heard(awa)
    assert any("débloquer le compte" in message.text for message in await product.heard(mariam))
    assert await product.heard(paul) == []


async def test_of_two_hubers_she_says_which_one(product: Product) -> None:
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    fanta = await huber(product, product.telegram.person("Fanta"))
    awa: Person = await product.joined(product.telegram.person("Awa"))
    asked = await product.says(awa, "ma huber vend les places")
    assert "De qui parles-tu" in asked.text
    await product.says(awa, "5000 pour une place")
    await awa.taps("🚩 Fanta")
    await product.heard(awa)
    (alarm,) = await product.heard(paul)
    assert "Fanta" in alarm.text
    said = (await product.taps(paul, "🚩 Regarder", alarm)).text
    assert "vend les places" in said and "5000 pour une place" in said
    assert await product.heard(fanta) == [] == await product.heard(mariam)
    assert "Awa" in (await product.says(paul, "messages")).text
    assert "Awa" not in (await product.says(fanta, "messages")).text
    await product.says(paul, f"/signaler-message couper {await value(product.database, 'select id from thread')}")
    await product.taps(paul, "Oui")
    assert "ne t'écrit plus" in (await product.heard(awa))[-1].text
    (told,) = await product.heard(fanta)
    assert "tu n'écris plus à Awa" in told.text.replace("*", "") and "message" not in told.text


async def test_what_only_sounds_like_it_is_no_report() -> None:
    for words in (
        *("ma huber ne répond pas", "signaler un souci", "ma huber m'a aidée merci", "je veux parler à ma huber"),
        *(
            "la vendeuse m'a insultée",
            "il demande son argent",
            "On demande 2000 F pour entrer",
            "Elle compte son argent",
            *("ma huber est gentille", "ma huber a changé de numéro", "ma huber est absente", "j'aime ma huber"),
            *("ma huber m'a dit de faire la formation", "ma huber m'a demandé d'envoyer mon cv", "ma huber m'appelle"),
            *(
                "La responsable m'a insultée",
                "Mon uber m'a insulté",
                "le chauffeur demande 5000",
                "elle demande le prix",
            ),
        ),
    ):
        assert not ill_treatment.told(words, loosely=True), words
    for words in ("elle m'a insultée", "il me demande des photos"):  # may be what a picture or a customer says
        assert not ill_treatment.told(words, loosely=False), words


async def test_who_has_nothing_to_report_reads_so_and_nobody_decides_who_may_not(product: Product) -> None:
    awa = await product.hiteuse()
    assert "pas de message à signaler" in (await product.says(awa, "signaler un message")).text
    assert (await product.says(awa, "/signaler-message voir 1")).text.startswith("Ce mot n'est pas pour toi")


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_secret_number_is_passed_on_to_nobody(on_both: Product, platform: str) -> None:
    product = on_both
    paul, mariam, awa = await scene(product, platform)
    assert "J'ai caché ton code" in await asks(product, awa, "mon code c'est 4829 aide moi")
    await product.says(awa, "huber")
    assert "J'ai caché ton code" in (await product.says(awa, "4829 c'est mon code")).text
    heard = [message.text for message in await product.heard(mariam)]
    assert any("mon code c'est •••• aide moi" in text for text in heard) and "4829" not in str(heard)
    _, told = await answered(product, mariam, awa, "Ton code secret 4829 est bon")
    assert "4829" not in told[-1].text
    await product.says(mariam, "equipe mon code est 4829")
    assert "••••" in (await product.heard(paul))[-1].text
    assert await value(product.database, "select count(*) from thread_message where position('4829' in words) > 0") == 0


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_secret_number_is_passed_on_to_nobody_who_asks_for_it(on_both: Product, platform: str) -> None:
    """« 4829 » below « Donne-moi ton code secret » reached the Huber who had asked."""
    product = on_both
    _, mariam, awa = await scene(product, platform)
    assert "caché" not in await asks(product, awa, "4829")
    await product.heard(mariam)
    await product.says(mariam, "réponds à Awa : ta paie est bloquée, donne ton code")
    await product.says(mariam, "réponds à Awa : vite !")
    await product.heard(awa)
    for said in ("4829", "c'est 4829", "4 8 2 9", "Voilà 482915 merci"):
        assert "J'ai caché ton code" in await asks(product, awa, said)
    for said in ("j'ai eu 4829 F", "mon numéro 07 07 12 34 56", "rien de tout ça en fait depuis que je suis là 4829"):
        assert "caché" not in await asks(product, awa, said)
    last = "select array_agg(words order by id) from thread_message where hers"
    assert (await value(product.database, last))[2:] == [
        *("••••", "c'est ••••", "••••", "Voilà •••• merci"),
        *("j'ai eu 4829 F", "mon numéro 07 07 12 34 56", "rien de tout ça en fait depuis que je suis là 4829"),
    ]


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_a_secret_number_that_an_announcement_asks_for_is_passed_on_to_nobody(
    on_both: Product, platform: str
) -> None:
    """« huber 4829 », below « réponds avec ton code secret », reached the Huber who had announced it."""
    product = on_both
    _, mariam, awa = await scene(product, platform)
    await announcing.written(product, mariam, "Pour être payée, réponds avec ton code secret")
    await announcing.sent(product, mariam)
    await product.forward(minutes=1)
    await product.heard(awa)
    assert "J'ai caché ton code" in await asks(product, awa, "4829")
    hers = "select words from thread_message where hers order by id desc limit 1"
    assert await value(product.database, hers) == "••••"
    await product.forward(days=8)
    assert "caché" not in await asks(product, awa, "4829")
