"""A chat, or an account, joins an account: numbers that are asked, and 24 hours in which one tap stops it."""

from __future__ import annotations

import pytest

from tests.fakes import people as fakes
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.fakes.whatsapp import Person as OnWhatsApp
from tests.integration.scenes import rows, value
from tests.integration.telegram.linking import NUMBER, has_number, line, merged, people, person_of
from tests.integration.telegram.test_proving import huber, with_secret
from tests.integration.whatsapp.test_window import with_templates
from tests.product import Product


async def earner(product: Product, name: str = "Awa") -> fakes.Person:
    """A woman on Telegram who has earned something."""
    return await product.hiteuse(name)


async def asks(product: Product, first: Person, second: Person) -> str:
    """The second phone asks to join the first one's account; what it is told. What the first one hears is left."""
    return (await product.says(second, await line(product, first))).text


async def warned(product: Product) -> tuple[Person, Person]:
    """Awa, who has read the warning that a second phone asks for her account; and that phone."""
    awa, second = await earner(product), product.telegram.person("Zoé")
    await asks(product, awa, second)
    await product.forward(minutes=1)
    await product.heard(awa)
    return awa, second


async def waits(product: Product, hours: float) -> None:
    """Time passes, with a look at what waits every now and then, as the schedule has it."""
    await product.forward(minutes=1)  # all have the word
    while hours > 0:
        step = min(hours, 2)
        hours -= step
        await product.forward(hours=step)
    await product.forward(minutes=1)


async def joined(product: Product, first: Person, second: Person) -> bool:
    """Whether both are phones of one person."""
    return await person_of(product, first) == await person_of(product, second)


async def acts(product: Product) -> list[str]:
    """What the audit has about joining."""
    found = await rows(product.database, "select action from audit order by id")
    kept = ("ask to join", "stop joining", "join", "merge", "part", "open", "lost", "lock")
    return [row["action"] for row in found if row["action"] in kept]


# --- nothing to lose --------------------------------------------------------------------------------------


async def test_who_has_earned_nothing_joins_her_second_phone_at_once(on_both: Product) -> None:
    product = on_both
    awa = await product.newcomer()
    assert "C'est relié" in (await product.says(product.whatsapp.person("Awa"), await line(product, awa))).text
    assert "est maintenant relié à ton compte" in (await product.answer(awa)).text
    assert await acts(product) == ["join"]


async def test_somebody_invited_who_has_not_joined_is_asked_before_two_accounts_become_one(product: Product) -> None:
    awa, second = await product.newcomer(), await product.newcomer("Awa 2")
    assert (await product.says(second, await line(product, awa))).labels == ["Oui, réunir", "Non"]
    assert await people(product) == 2
    assert "n'en font plus qu'un" in (await product.taps(second, "Oui, réunir")).text
    assert await people(product) == 1


async def test_somebody_promoted_who_has_not_agreed_yet_is_asked_and_her_pay_waits(product: Product) -> None:
    """She has earned before: what she is asked now must not open that to anybody."""
    zoe, awa = await product.hiteuse("Zoé"), await product.hiteuse()
    async with product.database.unit() as uow:
        await uow.execute("update person set joined_at = null where id = %s", (await person_of(product, awa),))
        await uow.commit()
    assert (await product.says(awa, await line(product, zoe))).labels == ["Oui, réunir", "Non"]
    assert "je les réunis 24 heures après" in (await product.taps(awa, "Oui, réunir")).text
    assert await people(product) == 2


# --- 24 hours -----------------------------------------------------------------------------------------------


async def test_without_a_number_an_account_with_earnings_opens_24_hours_after_all_have_the_word(
    on_both: Product,
) -> None:
    product = on_both
    awa, second = await earner(product), product.whatsapp.person("Awa")
    assert "24 heures après" in (await product.says(awa, "lier")).text
    assert "il s'ouvre ici 24 heures après" in await asks(product, awa, second)
    word = await product.answer(awa)
    assert word.text.startswith("🔗 On a demandé à ouvrir ton compte sur WhatsApp …")
    assert second.number[-4:] in word.text and word.labels == ["🚫 Ce n'est pas moi"]
    said = await product.says(second, "gains")
    assert "c'est fait 24 heures après" in said.text and "F CFA" not in said.text
    await waits(product, 23.9)
    assert "⏳ Rappel" in (await product.answer(awa)).text
    await product.heard(second)
    said = await product.says(second, "gains")
    assert "c'est fait jeudi 5 mars à 9 h" in said.text and "F CFA" not in said.text
    assert not await joined(product, awa, second)
    await product.forward(minutes=10)
    assert "C'est relié" in (await product.answer(second)).text
    told = await product.answer(awa)
    assert "est maintenant relié à ton compte" in told.text and told.labels == ["✂️ Délier", "Mes messageries"]
    assert "20 F CFA" in (await product.says(second, "gains")).text
    assert await acts(product) == ["ask to join", "join"]


async def test_one_tap_stops_it_and_both_are_told(on_both: Product) -> None:
    product = on_both
    awa, second = await earner(product), product.whatsapp.person("Zoé")
    await asks(product, awa, second)
    await product.heard(awa)
    said = await product.taps(awa, "🚫 Ce n'est pas moi")
    assert "C'est arrêté" in said.text and said.labels == ["🔒 Code secret", "Menu"]
    assert "On a dit non" in (await product.answer(second)).text
    await waits(product, 48)
    assert not await joined(product, awa, second)
    await product.heard(awa)
    assert "on entre sur invitation" in (await product.says(second, "gains")).text
    assert "déjà réglé" in (await product.says(awa, "lier stop")).text
    assert await acts(product) == ["ask to join", "stop joining"]


async def test_who_asks_may_take_it_back(product: Product) -> None:
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await asks(product, awa, second)
    await product.heard(awa)
    assert "C'est arrêté" in (await product.taps(second, "🚫 Annuler")).text
    assert "On a dit non" in (await product.answer(awa)).text
    await waits(product, 48)
    assert not await joined(product, awa, second)


@pytest.mark.parametrize(
    "words", ["lier stop", "/lier stop", "stop", "non", "Ce n'est pas moi", "annuler", "non merci"]
)
@pytest.mark.parametrize("open_", ["secret", "menu"])
async def test_it_is_stopped_in_words_as_well(product: Product, words: str, open_: str) -> None:
    """Whatever else was asked of her before."""
    awa, second = await earner(product), product.telegram.person("Zoé")
    await product.says(awa, open_)
    await asks(product, awa, second)
    await product.heard(awa)
    said = await product.says(awa, words)
    assert "C'est arrêté" in said.text or "J'arrête aussi la liaison" in said.text
    await waits(product, 48)
    assert not await joined(product, awa, second)


@pytest.mark.parametrize("words", ["lier stop", "annuler", "non", "laisse tomber"])
async def test_who_asks_takes_it_back_in_words_as_well(on_both: Product, words: str) -> None:
    product = on_both
    awa, second = await earner(product), product.whatsapp.person("Awa")
    await asks(product, awa, second)
    await product.heard(awa)
    assert "C'est arrêté" in (await product.says(second, words)).text
    assert "On a dit non" in (await product.answer(awa)).text
    await waits(product, 48)
    assert not await joined(product, awa, second)


async def test_who_has_said_stop_hears_of_it_all_the_same(product: Product) -> None:
    """It is no message that we begin: somebody has asked for her account."""
    awa, second = await earner(product), product.telegram.person("Zoé")
    await product.says(awa, "stop")
    hers = await line(product, awa)
    await product.says(awa, "stop")
    await product.says(second, hers)
    assert "On a demandé à ouvrir ton compte" in (await product.answer(awa)).text
    await waits(product, 24)
    again, done = await product.heard(awa)
    assert "⏳ Rappel" in again.text and "est maintenant relié" in done.text
    assert await joined(product, awa, second)


async def test_two_accounts_wait_and_each_of_them_can_stop_it(product: Product) -> None:
    for who in ("giver", "taker"):
        awa, zoe = await earner(product), await earner(product, "Zoé")
        await product.says(zoe, await line(product, awa))
        said = await product.taps(zoe, "Oui, réunir")
        assert "je les réunis 24 heures après" in said.text and said.labels == ["🚫 Annuler"]
        assert "réunir ton compte et celui de Zoé" in (await product.answer(awa)).text
        if who == "giver":
            await product.taps(awa, "🚫 Ce n'est pas moi")
            assert "On a dit non" in (await product.answer(zoe)).text
        else:
            await product.taps(zoe, "🚫 Annuler")
            assert "On a dit non" in (await product.answer(awa)).text
        await waits(product, 48)
        assert not await joined(product, awa, zoe)
    assert await value(product.database, "select count(*) from transfer where key like 'merge:%%'") == 0


async def test_two_accounts_are_one_after_the_wait_and_her_huber_is_told(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await earner(product), await earner(product, "Awa 2")
    await product.says(second, await line(product, awa))
    await product.taps(second, "Oui, réunir")
    await product.forward(minutes=1)
    assert "réunir le compte d'Awa" in (await product.answer(marieme)).text
    await waits(product, 24)
    assert await joined(product, awa, second)
    assert "n'en font plus qu'un" in (await product.heard(second))[-1].text
    told = (await product.heard(awa))[-1]
    assert "n'en font plus qu'un" in told.text and told.labels == ["🚫 Ce n'est pas moi", "Mes messageries"]
    assert "Les comptes d'Awa" in (await product.heard(marieme))[-1].text
    assert "41 F CFA" in (await product.says(awa, "gains")).text
    assert await acts(product) == ["ask to join", "merge"]


@pytest.mark.parametrize("said", ["c'est pas moi", "je connais pas ce numéro", "on me vole", "non", "bloque ça"])
async def test_it_was_not_me_below_what_was_joined_leads_to_parting_it(product: Product, said: str) -> None:
    """« Si ce n'est pas toi, touche le bouton »: in words it was not understood, and the other kept her account."""
    awa, second = await earner(product), product.telegram.person("Zoé")
    await asks(product, awa, second)
    await waits(product, 24)
    assert "est maintenant relié à ton compte" in (await product.heard(awa))[-1].text
    assert "n'est plus relié à ton compte" in (await product.says(awa, said)).text
    assert not await joined(product, awa, second)


@pytest.mark.parametrize(
    "said",
    [
        *("refuse la demande", "n'ouvre pas mon compte", "non arrête la liaison"),
        *("mon mari a pris mon téléphone", "kelkun a touché à mon tel"),
    ],
)
async def test_she_refuses_it_further_down_in_words(product: Product, said: str) -> None:
    """« Tu n'as aucune réponse refusée » was the answer, and the chat was opened a day later."""
    awa, _ = await warned(product)
    await product.says(awa, "gains")
    assert "C'est arrêté" in (await product.says(awa, said)).text
    await waits(product, 48)
    assert await acts(product) == ["ask to join", "stop joining"]


@pytest.mark.parametrize("said", ["non", "arrête ça", "c'est un voleur"])
async def test_a_bare_refusal_further_down_shows_her_the_warning_again(product: Product, said: str) -> None:
    """« D'accord, je ne fais rien »."""
    awa, _ = await warned(product)
    await product.says(awa, "menu")
    shown = await product.says(awa, said)
    assert "ouvrir ton compte" in shown.text and shown.labels == ["🚫 Ce n'est pas moi"]
    assert "C'est arrêté" in (await product.says(awa, "non")).text


@pytest.mark.parametrize("said", ["mais pourquoi", "je comprends pas", "c'est quoi ça ?"])
async def test_who_asks_below_the_warning_sees_it_again(product: Product, said: str) -> None:
    """« Je n'ai pas compris », and the task."""
    awa, _ = await warned(product)
    shown = await product.says(awa, said)
    assert "ouvrir ton compte" in shown.text and shown.labels == ["🚫 Ce n'est pas moi"]
    assert "C'est arrêté" in (await product.says(awa, "non")).text


@pytest.mark.parametrize(
    "said", ["c'est pas elle", "ce n'est pas Awa", "elle n'a rien demandé", "elle dit que non c'est pas elle"]
)
@pytest.mark.parametrize("before", ["", "je vais l'appeler"])
async def test_her_huber_stops_it_in_words(product: Product, before: str, said: str) -> None:
    """« Je compte ce qui est fait » was the answer, « d'accord, je ne fais rien » to the no after it, and the chat was
    opened a day later."""
    marieme = await huber(product)
    await warned(product)
    await product.answer(marieme)
    if before:
        await product.says(marieme, before)
    assert "C'est arrêté" in (await product.says(marieme, said)).text
    await waits(product, 48)
    assert await acts(product) == ["ask to join", "stop joining"]


@pytest.mark.parametrize("said", ["arrête", "non", "bloque ça"])
async def test_her_huber_who_refuses_further_down_sees_what_can_be_stopped(product: Product, said: str) -> None:
    marieme = await huber(product)
    await warned(product)
    await product.answer(marieme)
    await product.says(marieme, "cohorte")
    shown = await product.says(marieme, said)
    assert "ouvrir le compte d'Awa" in shown.text and shown.labels == ["🚫 Arrêter"]
    assert "C'est arrêté" in (await product.says(marieme, "arrête")).text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("annule l'annonce", "annonce"),
        ("arrête Avis", "Ça ne se fait pas d'un mot"),
        ("annule tout", "Je n'annule rien"),
    ],
)
async def test_an_order_for_something_else_shows_no_warning_again(product: Product, said: str, shown: str) -> None:
    """While a link waited, whatever began with « annule » or « arrête » brought its warning back."""
    marieme = await huber(product)
    await warned(product)
    await product.answer(marieme)
    await product.says(marieme, "cohorte")
    told = (await product.says(marieme, said)).text
    assert shown in told and "ouvrir le compte" not in told


async def test_her_huber_stops_one_of_two(product: Product) -> None:
    marieme = await huber(product)
    for name in ("Awa", "Binta"):
        await asks(product, await earner(product, name), product.telegram.person("Zoé"))
    await product.forward(minutes=1)
    await product.heard(marieme)
    await product.says(marieme, "cohorte")
    shown = await product.says(marieme, "c'est pas elle")
    assert "Laquelle" in shown.text and shown.labels == ["🚫 Awa", "🚫 Binta"]
    assert "C'est arrêté" in (await product.says(marieme, "c'est pas Binta")).text


@pytest.mark.parametrize(
    "said", ["elle a pas travaillé", "c'est pas elle qui a répondu", "elle n'a pas reçu son argent"]
)
async def test_other_words_about_her_stop_nothing(product: Product, said: str) -> None:
    marieme = await huber(product)
    awa, second = await warned(product)
    await product.answer(marieme)
    await product.says(marieme, "cohorte")
    await product.says(marieme, said)
    await waits(product, 48)
    assert await joined(product, awa, second)


async def test_her_huber_stops_it(product: Product) -> None:
    marieme, elsewhere = await huber(product), await huber(product, "Fatou", "SN")
    awa, second = await warned(product)
    told = await product.answer(marieme)
    assert "ouvrir le compte d'Awa" in told.text and told.labels == ["🚫 Arrêter"]
    stop = told.buttons[0].data
    assert stop is not None
    assert "n'est pas pour toi" in (await product.says(elsewhere, stop)).text
    assert "C'est arrêté" in (await product.taps(marieme, "🚫 Arrêter")).text
    assert "On a dit non" in (await product.answer(awa)).text
    await waits(product, 48)
    assert not await joined(product, awa, second)


async def test_her_huber_is_told_by_day(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await earner(product), product.telegram.person("Zoé")
    await product.forward(hours=14)  # 23 h
    await product.heard(awa)
    await asks(product, awa, second)
    await product.forward(minutes=1)
    assert await product.heard(marieme) == []
    await product.forward(hours=8)
    assert "ouvrir le compte d'Awa" in (await product.answer(marieme)).text


# --- everybody has the word ---------------------------------------------------------------------------------


async def on_whatsapp_too(product: Product) -> tuple[fakes.Person, OnWhatsApp, fakes.Person]:
    """She has earned, on Telegram and with a WhatsApp phone from which she has not written for two days; and a
    phone that asks to join."""
    await with_templates(product)
    awa = await product.newcomer()
    phone = product.whatsapp.person("Awa")
    await product.says(phone, await line(product, awa))
    await product.heard(awa)
    for tap in ("J'accepte", "💼 Mon activité", "Plus tard", "Pas de rappel", 0):
        await product.taps(awa, tap)
    await product.forward(hours=49)
    await product.heard(phone)
    await product.heard(awa)
    return awa, phone, product.telegram.person("Zoé")


async def state(product: Product) -> str:
    return str(await value(product.database, "select state from joining order by id desc limit 1"))


async def test_outside_the_window_the_word_comes_as_a_template_with_the_tap_that_stops_it(on_both: Product) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    await asks(product, awa, zoe)
    await product.heard(awa)
    told = await product.answer(phone)
    assert told.json["template"]["name"] == "hiteuses_securite_1"
    assert "On a demandé à ouvrir ton compte sur Telegram." in told.text and told.labels == ["Arrêter"]
    assert "C'est arrêté" in (await product.taps(phone, "Arrêter")).text
    assert [
        "On a dit non" in (await product.answer(awa)).text,
        "On a dit non" in (await product.answer(zoe)).text,
    ] == [True, True]
    await waits(product, 48)
    assert not await joined(product, awa, zoe)


async def test_the_24_hours_begin_once_her_phone_has_the_word(on_both: Product) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    product.whatsapp.away(phone)
    await asks(product, awa, zoe)
    await waits(product, 20)
    assert await state(product) == "tells"
    product.whatsapp.away(phone, False)
    assert "On a demandé à ouvrir ton compte" in (await product.heard(phone))[0].text
    await product.forward(minutes=1)
    assert await state(product) == "waits"
    await product.forward(hours=23)
    assert not await joined(product, awa, zoe)
    await product.forward(hours=1.1)
    assert await joined(product, awa, zoe)


@pytest.mark.parametrize("how", ["off", "blocked", "no template"])
async def test_what_cannot_be_delivered_goes_to_her_huber_and_the_24_hours_begin_then(
    on_both: Product, how: str
) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    marieme = await huber(product)
    await breaks(product, phone, how)
    await asks(product, awa, zoe)
    await product.forward(minutes=1)
    if how != "no template":  # it may still come
        assert await state(product) == "tells"
        await product.heard(marieme)
        await product.forward(hours=24.1)
    told = await product.answer(marieme)
    assert f"Je n'ai pas pu le lui dire sur : WhatsApp …{phone.number[-4:]}" in told.text
    await product.forward(minutes=1)
    assert await state(product) == "waits"
    await product.forward(hours=23.8)
    assert not await joined(product, awa, zoe)
    await product.forward(hours=0.3)
    assert await joined(product, awa, zoe)


async def breaks(product: Product, phone: OnWhatsApp, how: str) -> None:
    """Nothing that we begin comes to this phone."""
    match how:
        case "off":
            product.whatsapp.away(phone)
        case "blocked":
            await phone.blocks_bot()
        case _:
            product.whatsapp.world.templates.delete("hiteuses_securite_1")


async def test_where_nobody_can_hear_it_for_her_nothing_comes_of_it(on_both: Product) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    await breaks(product, phone, "blocked")
    await asks(product, awa, zoe)
    for _ in range(6):
        await product.forward(hours=24)
    assert await state(product) == "tells"
    await product.heard(zoe)
    await product.forward(hours=25)
    assert await state(product) == "lapsed"
    assert "est annulée : rien n'a changé" in (await product.answer(zoe)).text
    assert not await joined(product, awa, zoe)


async def test_where_her_huber_cannot_be_reached_an_admin_hears_it(on_both: Product) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    marieme, paul = await huber(product), await product.admin()
    product.telegram.deactivated(marieme.id)  # which nobody has told us yet
    await breaks(product, phone, "no template")
    await asks(product, awa, zoe)
    for _ in range(2):
        await product.forward(minutes=1)
    assert "Je n'ai pas pu le lui dire" in (await product.answer(paul)).text
    await product.forward(minutes=1)
    assert await state(product) == "waits"


# --- numbers --------------------------------------------------------------------------------------------------


async def test_the_number_of_the_account_is_asked_on_its_own_chat_and_opens_at_once(on_both: Product) -> None:
    product = on_both
    awa, second = await earner(product), product.whatsapp.person("Awa")
    await has_number(product, awa)
    assert "je te demande ton code secret ici" in (await product.says(awa, "lier")).text
    assert "Ce compte a un code secret" in await asks(product, awa, second)
    assert "Écris ton code secret" in (await product.answer(awa)).text
    await product.says(second, NUMBER)  # the right number on the wrong phone opens nothing
    assert not await joined(product, awa, second)
    assert "pas le bon code" in (await product.says(awa, "1111")).text
    assert not await joined(product, awa, second)
    said = await product.says(awa, NUMBER)
    assert "WhatsApp" in said.text and "est relié à ton compte" in said.text
    assert "C'est relié" in (await product.answer(second)).text
    assert "20 F CFA" in (await product.says(second, "gains")).text


async def test_each_account_is_asked_for_its_own_number_on_its_own_chat(product: Product) -> None:
    awa, second = await earner(product), await earner(product, "Awa 2")
    await has_number(product, awa, "8350")
    await has_number(product, second, "7302")
    await product.says(second, await line(product, awa))
    assert "écris le code secret de celui d'ici" in (await product.taps(second, "Oui, réunir")).text
    assert "pas le bon code" in (await product.says(second, "8350")).text  # that of the other account
    assert await product.heard(awa) == []
    assert "Écris-le sur l'autre téléphone" in (await product.says(second, "7302")).text
    assert "Écris ton code secret" in (await product.answer(awa)).text
    assert "pas le bon code" in (await product.says(awa, "7302")).text
    assert await people(product) == 2
    assert "n'en font plus qu'un" in (await product.says(awa, "8350")).text
    assert await people(product) == 1


async def test_where_only_one_of_two_accounts_has_a_number_it_is_asked_and_the_other_waits(product: Product) -> None:
    for which in ("giver", "taker"):
        awa, second = await earner(product), await earner(product, "Awa 2")
        await has_number(product, awa if which == "giver" else second)
        await product.says(second, await line(product, awa))
        said = await product.taps(second, "Oui, réunir")
        if which == "giver":
            assert "24 heures après" in said.text
            await product.heard(awa)
            assert "24 heures après" in (await product.says(awa, NUMBER)).text
        else:
            assert "24 heures après" in (await product.says(second, NUMBER)).text
        await waits(product, 23)
        assert not await joined(product, awa, second)
        await product.forward(hours=1.1)
        assert await joined(product, awa, second)
        await product.heard(awa)
        await product.heard(second)


async def test_a_number_younger_than_a_day_counts_as_none(product: Product) -> None:
    awa, second = await earner(product), product.telegram.person("Zoé")
    await with_secret(product, awa, NUMBER)
    await product.forward(hours=23)
    await product.heard(awa)
    assert "24 heures après" in await asks(product, awa, second)
    await product.taps(awa, "🚫 Ce n'est pas moi", await product.answer(awa))
    await product.heard(second)
    await product.forward(hours=1.1)
    assert "Ce compte a un code secret" in await asks(product, awa, second)


async def test_a_number_that_is_not_written_within_a_day_opens_nothing(product: Product) -> None:
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    await product.forward(hours=24.1)
    assert "est annulée" in (await product.answer(second)).text
    assert "déjà réglé" in (await product.says(awa, NUMBER)).text
    assert not await joined(product, awa, second)


async def test_who_has_forgotten_her_number_is_known_by_her_huber_and_begins_anew(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    assert "J'ai demandé" in (await product.taps(awa, "Je l'ai oublié")).text
    await product.taps(marieme, "✅ C'est elle", await product.answer(marieme))
    await product.heard(awa)
    assert "24 heures après" in await asks(product, awa, second)


async def test_who_sees_others_data_waits_as_who_has_earned(product: Product) -> None:
    """A Huber and an admin have no earnings, and more to lose."""
    paul, mariam = await product.admin(), await huber(product)
    for person in (paul, mariam):
        second = product.telegram.person(f"{person.name} 2")
        assert "24 heures après" in await asks(product, person, second)
        assert not await joined(product, person, second)
        await product.taps(person, "🚫 Ce n'est pas moi", (await product.heard(person))[-1])


# --- after it is done -----------------------------------------------------------------------------------------


async def touched(product: Product, phone: Person, label: str) -> ChatMessage:
    """What comes of a button of `lier`, after the question that parting asks."""
    told = await product.taps(phone, label)
    return await product.taps(phone, "✂️ Oui, délier") if "✂️ Oui, délier" in told.labels else told


async def test_for_seven_days_after_accounts_became_one_only_her_huber_parts_a_chat(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await earner(product), await earner(product, "Awa 2")
    await merged(product, awa, second)
    await product.heard(marieme)
    for phone, label in ((awa, "✂️ Délier Telegram 2"), (second, "✂️ Délier Telegram 1"), (awa, "📵 Téléphone perdu")):
        await product.says(phone, "lier")
        assert "J'ai demandé à la personne qui t'accompagne" in (await touched(product, phone, label)).text
    one, other = await product.heard(marieme)
    assert "On veut délier Telegram 2 du compte d'Awa" in one.text
    assert "On veut délier Telegram 1 du compte d'Awa" in other.text
    assert "Rien ne change" in (await product.taps(marieme, "✅ C'est elle", other)).text
    assert "reste relié" in (await product.answer(second)).text
    assert await joined(product, awa, second)
    await product.taps(marieme, "🚫 Ce n'est pas elle", one)
    assert "n'est plus relié" in (await product.answer(awa)).text
    assert not await joined(product, awa, second)
    assert (await acts(product))[-1] == "part"


async def test_seven_days_after_it_she_parts_a_chat_herself(product: Product) -> None:
    awa, second = await earner(product), await earner(product, "Awa 2")
    await merged(product, awa, second)
    await product.forward(days=6.9)
    await product.heard(awa)
    await product.says(awa, "lier")
    assert "dans les 7 jours" in (await touched(product, awa, "✂️ Délier Telegram 2")).text
    await product.forward(days=0.2)
    await product.heard(awa)
    await product.says(awa, "lier")
    assert "n'est plus relié" in (await touched(product, awa, "✂️ Délier Telegram 2")).text


@pytest.mark.parametrize("label", ["✂️ Délier Telegram 1", "📵 Téléphone perdu"])
async def test_a_new_chat_turns_out_no_older_one_and_an_older_one_the_new(product: Product, label: str) -> None:
    awa, second = await earner(product), product.telegram.person("Zoé")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    await product.says(awa, NUMBER)
    await product.heard(second)
    await product.says(second, "lier")
    assert "dans les 7 jours" in (await touched(product, second, label)).text
    assert "20 F CFA" in (await product.says(awa, "gains")).text
    await product.says(awa, "lier")
    assert "n'est plus relié" in (await touched(product, awa, "✂️ Délier Telegram 2")).text


async def test_no_after_it_is_done_calls_those_who_can_undo_it_once(product: Product) -> None:
    marieme, paul = await huber(product), await product.admin()
    awa, zoe = await earner(product), await earner(product, "Zoé")
    await merged(product, awa, zoe)
    await product.heard(marieme)
    asked = await product.says(awa, "lier stop")
    assert "C'est déjà fait" in asked.text and "elles peuvent tout défaire" in asked.text
    assert "dit ne pas avoir demandé cette liaison" in (await product.answer(marieme)).text
    assert "hiteuses people unmerge #" in (await product.answer(paul)).text
    await product.says(awa, "lier stop")
    assert await product.heard(marieme) == [] and await product.heard(paul) == []


# --- what changes meanwhile ---------------------------------------------------------------------------------


async def test_it_lapses_when_the_chat_that_agreed_locks_or_is_parted(on_both: Product) -> None:
    product = on_both
    awa, phone, zoe = await on_whatsapp_too(product)
    await product.says(phone, "gains")
    await asks(product, phone, zoe)
    await product.heard(awa)
    await product.says(awa, "lier")
    await product.taps(awa, "📵 Téléphone perdu")
    await product.forward(minutes=1)
    assert await state(product) == "lapsed"
    assert "est annulée" in (await product.answer(zoe)).text
    await waits(product, 48)
    assert not await joined(product, awa, zoe)


async def test_it_lapses_when_who_asks_has_got_an_account_meanwhile(product: Product) -> None:
    awa, zoe = await earner(product), product.telegram.person("Zoé")
    await asks(product, awa, zoe)
    await product.says(zoe, f"start {await product.code()}")
    await waits(product, 48)
    assert await state(product) == "lapsed" and not await joined(product, awa, zoe)


async def test_of_two_requests_for_one_account_the_newer_one_stands(product: Product) -> None:
    awa, one, other = await earner(product), product.telegram.person("Un"), product.telegram.person("Deux")
    await asks(product, awa, one)
    await product.heard(awa)
    await asks(product, awa, other)
    await waits(product, 24.1)
    assert [await joined(product, awa, phone) for phone in (one, other)] == [False, True]


async def test_a_restart_in_the_middle_changes_nothing(product: Product) -> None:
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await asks(product, awa, second)
    await product.forward(minutes=1)
    await product.stop()
    product.skip(hours=25)
    await product.start()
    await product.forward(minutes=1)
    assert await joined(product, awa, second)


# --- phones that are lost and found -------------------------------------------------------------------------


async def lost_phone(product: Product) -> tuple[fakes.Person, fakes.Person]:
    """She has two phones, and has called the second one lost an hour ago."""
    awa = await product.newcomer()
    second = product.telegram.person("Awa 2")
    await product.says(second, await line(product, awa))
    await product.heard(awa)
    for tap in ("J'accepte", "💼 Mon activité", "Plus tard", "Pas de rappel", 0):
        await product.taps(awa, tap)
    await product.says(awa, "lier")
    await product.taps(awa, "📵 Téléphone perdu")
    await product.forward(hours=1)
    return awa, second


async def test_a_phone_that_is_found_opens_by_her_number(product: Product) -> None:
    awa, second = await lost_phone(product)
    await has_number(product, awa)
    await product.says(awa, "lier")
    assert "Pour rouvrir Telegram 2, écris ton code secret" in (await product.taps(awa, "🔓 Téléphone retrouvé")).text
    assert "est de nouveau ouvert" in (await product.says(awa, NUMBER)).text
    assert "Tes gains" in (await product.says(second, "gains")).text


async def test_a_phone_that_is_found_opens_after_24_hours_without_a_number(product: Product) -> None:
    awa, second = await lost_phone(product)
    await product.says(awa, "lier")
    assert "ce téléphone se rouvre 24 heures après" in (await product.taps(awa, "🔓 Téléphone retrouvé")).text
    await waits(product, 23)
    assert "F CFA" not in (await product.says(second, "gains")).text
    await product.forward(hours=1.1)
    assert "de nouveau ouvert ici" in (await product.heard(second))[-1].text
    assert "Tes gains" in (await product.says(second, "gains")).text
    assert (await acts(product))[-2:] == ["ask to join", "open"]


async def test_a_line_opens_a_locked_phone_only_after_number_or_wait(product: Product) -> None:
    awa, second = await lost_phone(product)
    hers = await line(product, awa)
    await product.says(second, "bonjour")
    await product.heard(awa)
    assert "il s'ouvre ici 24 heures après" in (await product.says(second, hers)).text
    assert "rouvrir ton compte sur Telegram" in (await product.answer(awa)).text
    await waits(product, 23)
    assert "F CFA" not in (await product.says(second, "gains")).text
    await product.forward(hours=1.1)
    assert "de nouveau ouvert ici" in (await product.heard(second))[-1].text
    assert "Tes gains" in (await product.says(second, "gains")).text


@pytest.mark.parametrize("words", ["non", "annuler", "Ce n'est pas moi"])
async def test_where_her_number_is_asked_a_no_stops_it(on_both: Product, words: str) -> None:
    product = on_both
    awa, second = await earner(product), product.whatsapp.person("Awa")
    await has_number(product, awa)
    await asks(product, awa, second)
    assert "Écris ton code secret" in (await product.answer(awa)).text
    assert "C'est arrêté" in (await product.says(awa, words)).text
    assert "On a dit non" in (await product.answer(second)).text


@pytest.mark.parametrize("words", ["oublié", "j'ai oublié mon code", "je me souviens plus"])
async def test_who_says_that_she_has_forgotten_it_is_vouched_for(product: Product, words: str) -> None:
    marieme = await huber(product)
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    assert "J'ai demandé" in (await product.says(awa, words)).text
    assert "✅ C'est elle" in (await product.answer(marieme)).labels


@pytest.mark.parametrize("yes", ["oui", "c'est moi"])
@pytest.mark.parametrize("open_", ["", "travail"])
async def test_a_yes_to_whether_it_is_her_is_understood_and_stops_nothing(
    product: Product, yes: str, open_: str
) -> None:
    await product.project()
    awa, second = await earner(product), product.telegram.person("Awa 2")
    if not open_:
        await product.says(awa, "annuler")  # the offer after her practice
    await asks(product, awa, second)
    await product.heard(awa)
    await product.forward(minutes=1)
    await product.heard(awa)
    said = await product.says(awa, yes)
    assert "tu n'as rien à faire" in said.text
    assert ("Accepter" in said.labels) == bool(open_)
    await waits(product, 25)
    assert await joined(product, awa, second)


async def test_who_did_not_ask_for_a_new_chat_parts_it_from_the_template(on_both: Product) -> None:
    """« Touche « Délier » » stood above the button « Arrêter », and that only said « c'est déjà fait »."""
    product = on_both
    await with_templates(product)
    awa = await product.joined(product.whatsapp.person("Awa"))
    await asks(product, awa, product.whatsapp.person("Zoé"))
    await waits(product, 25)
    *_, told = await product.heard(awa)
    assert told.json["type"] == "template" and "est maintenant relié" in told.text and "« Délier »" not in told.text
    late = await product.taps(awa, "Arrêter", told)
    assert "C'est déjà fait" in late.text and "✂️ Délier" in late.labels
    assert "n'est plus relié" in (await touched(product, awa, "✂️ Délier")).text
    assert (
        await value(
            product.database, "select count(*) from contact where person_id = %s", (await person_of(product, awa),)
        )
        == 1
    )


async def vouching(product: Product) -> Person:
    """A Huber who is asked whether it is Awa who has forgotten her secret number."""
    marieme = await huber(product)
    awa, second = await earner(product), product.telegram.person("Awa 2")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    await product.says(awa, "j'ai oublié mon code")
    assert "Est-ce bien elle" in (await product.answer(marieme)).text
    return marieme


@pytest.mark.parametrize("said", ["c'est pas elle", "non c'est pas elle", "ce n'est pas elle", "c'est pas le sien"])
async def test_her_huber_says_in_words_that_it_is_not_her(product: Product, said: str) -> None:
    """« Je n'ai pas compris « elle » », with figures, and the account stayed open there."""
    marieme = await vouching(product)
    assert "n'a plus accès" in (await product.says(marieme, said)).text


@pytest.mark.parametrize(
    "said",
    ["c'est son mari qui a son tel", "je ne la connais pas", "oui c'est bien elle je l'ai eue", "refuse", "valide"],
)
async def test_what_is_no_clear_answer_is_asked_for_it(product: Product, said: str) -> None:
    """« Je n'ai pas compris », or what can be counted."""
    marieme = await vouching(product)
    shown = await product.says(marieme, said)
    assert shown.labels == ["✅ C'est elle", "🚫 Ce n'est pas elle"]
    assert await acts(product) == ["ask to join"]
    assert "0 tâche" in (await product.says(marieme, "combien de tâches hier")).text


@pytest.mark.parametrize("said", ["oui annule", "vite bloque", "il faut arrêter ça", "je veux annuler", "mais annule"])
async def test_whatever_stands_before_a_refusal_it_stops_the_link(product: Product, said: str) -> None:
    """« Oui annule » showed what she had open before, and the chat was opened a day later."""
    awa, _ = await warned(product)
    assert "C'est arrêté" in (await product.says(awa, said)).text


@pytest.mark.parametrize("said", ["oups c'était moi", "non c'était moi en fait", "je me suis trompée"])
async def test_who_has_stopped_her_own_link_hears_how_it_is_asked_for_anew(product: Product, said: str) -> None:
    """« La tâche d'essai est déjà comptée. »"""
    awa, _ = await warned(product)
    await product.says(awa, "non")
    assert "Pour recommencer" in (await product.says(awa, said)).text


@pytest.mark.parametrize("said", ["non attends", "c'est sa fille", "elle a changé de numéro"])
async def test_her_huber_who_says_something_else_sees_the_warning_again(product: Product, said: str) -> None:
    """« Je n'annule rien d'un mot », or figures."""
    marieme = await huber(product)
    await warned(product)
    await product.answer(marieme)
    shown = await product.says(marieme, said)
    assert "ouvrir le compte d'Awa" in shown.text and shown.labels == ["🚫 Arrêter"]


@pytest.mark.parametrize("said", ["oui je l'ai vue", "attends je l'appelle", "non c'est son mari"])
async def test_what_may_be_about_her_is_not_sent_to_who_waits_for_an_answer(product: Product, said: str) -> None:
    """It was sent to another woman, whose thread was open above the question."""
    marieme = await huber(product)
    awa, second = await earner(product), product.telegram.person("Awa 2")
    binta = await product.hiteuse("Binta")
    await has_number(product, awa)
    await asks(product, awa, second)
    await product.heard(awa)
    await product.says(binta, "huber quand est la réunion ?")
    await product.heard(marieme)
    await product.says(marieme, "messages Binta")
    await product.says(awa, "j'ai oublié mon code")
    assert "Est-ce bien elle" in (await product.answer(marieme)).text
    assert "C'est ma réponse" in (await product.says(marieme, said)).labels
    assert await product.heard(binta) == []
