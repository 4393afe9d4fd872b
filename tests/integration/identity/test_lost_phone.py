"""« On m'a volé mon téléphone », written on her other chat: the lost one is closed with one tap."""

from __future__ import annotations

import pytest

from bot.handlers.identity.lost_phone import told
from tests.integration.scenes import value
from tests.integration.telegram.linking import NUMBER, has_number, linked, merged
from tests.integration.telegram.test_proving import huber
from tests.integration.threads import listening
from tests.product import Product


@pytest.mark.parametrize("said", ["on ma volé mon portable hier a adjamé", "mon ex a mon telephone"])
async def test_who_tells_of_a_lost_phone_on_her_other_chat_sees_how_to_close_it(on_both: Product, said: str) -> None:
    awa = await on_both.hiteuse()
    await linked(on_both, awa, on_both.whatsapp.person("Awa"))
    assert "📵 Téléphone perdu" in (await on_both.says(awa, said)).labels
    assert "plus rien de toi ne s'affiche" in (await on_both.taps(awa, "📵 Téléphone perdu")).text


async def test_with_one_chat_it_is_for_a_person_and_no_line_to_join_is_shown(product: Product) -> None:
    awa = await product.hiteuse()
    assert "lier " not in (await product.says(awa, "on m'a volé mon téléphone")).text


@pytest.mark.parametrize(
    "said",
    [
        *("je me suis fait voler mon tel", "jai perdu mon telephone", "j'ai perdu ma sim", "telephone volé"),
        *("bloquez mon compte svp", "mon mari a pris mon tel", "mon téléphone a été arraché au marché"),
    ],
)
def test_a_lost_phone_is_known_in_many_words(said: str) -> None:
    assert told(said)


@pytest.mark.parametrize(
    "said",
    ["mon téléphone est cassé", "j'ai perdu mon code", "le client a perdu son téléphone", "où est mon téléphone ?"],
)
def test_other_words_tell_of_no_lost_phone(said: str) -> None:
    assert not told(said)


async def test_for_seven_days_after_a_joining_her_huber_closes_a_lost_phone(product: Product) -> None:
    """The Huber was asked « Ce téléphone est-il à elle ? », said yes, and the stolen phone stayed open."""
    marieme = await huber(product)
    awa, second = await product.hiteuse("Awa"), await product.hiteuse("Awa 2")
    await merged(product, awa, second)
    await product.heard(marieme)
    await product.says(awa, "lier")
    assert "J'ai demandé" in (await product.taps(awa, "📵 Téléphone perdu")).text
    asked = await product.answer(marieme)
    assert "le téléphone d'Awa" in asked.text and "est perdu" in asked.text
    assert "n'a plus accès" in (await product.taps(marieme, "✅ C'est elle", asked)).text
    assert "plus rien de toi ne s'affiche sur Telegram 2" in (await product.answer(awa)).text
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 1
    assert "déjà réglé" in (await product.taps(marieme, "🚫 Ce n'est pas elle", asked)).text


async def test_a_phone_stays_open_where_it_was_somebody_else_who_called_it_lost(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await product.hiteuse("Awa"), await product.hiteuse("Awa 2")
    await merged(product, awa, second)
    await product.heard(marieme)
    await product.says(second, "lier")
    await product.taps(second, "📵 Téléphone perdu")
    await product.taps(marieme, "🚫 Ce n'est pas elle", await product.answer(marieme))
    assert "reste relié" in (await product.answer(second)).text
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 0


@pytest.mark.parametrize("said", ["g retrouvé mon telephone", "je lai retrouvé"])
async def test_who_has_found_her_phone_says_so_below_what_she_closed(product: Product, said: str) -> None:
    awa, second = await product.hiteuse(), product.telegram.person("Awa 2")
    await linked(product, awa, second)
    await product.says(awa, "lier")
    await product.taps(awa, "📵 Téléphone perdu")
    assert "est de nouveau ouvert" in (await product.says(awa, said)).text


async def test_who_remembers_her_number_after_all_writes_it(product: Product) -> None:
    """It was met with « J'ai demandé à la personne qui suit ce compte », five times, and then with silence."""
    awa, second = await product.hiteuse(), product.telegram.person("Awa 2")
    await linked(product, awa, second)
    await has_number(product, awa)
    await product.forward(hours=25)
    await product.heard(awa)
    await product.says(awa, "lier")
    await product.taps(awa, "📵 Téléphone perdu")
    await product.heard(second)
    assert "Écris le code secret" in (await product.says(second, "slt")).text
    assert "mon code secret" in str((await product.says(second, "jai oublié")).labels)
    assert "pas le bon code" in (await product.says(second, "1357")).text
    assert "c'est bien toi" in (await product.says(second, NUMBER)).text


@pytest.mark.parametrize(
    "said", ["Awa a perdu son téléphone", "le téléphone d'Awa est volé, comment faire ?", "on a volé le portable d'Awa"]
)
async def test_a_huber_hears_how_a_woman_without_a_phone_comes_back(product: Product, said: str) -> None:
    """« Je n'ai pas compris », while the woman reads that her Huber can give her a line."""
    await product.joined(product.telegram.person("Awa"))
    mariam = await listening.huber(product, product.telegram.person("Mariam"))
    told = await product.says(mariam, said)
    assert "Le compte d'Awa" in told.text.replace("de Awa", "d'Awa") and "🤝 L'équipe" in told.labels
    paul = await product.appointed(product.telegram.person("Paul"))
    await product.says(paul, "menu")
    assert "se fait sur le serveur" in (await product.says(paul, said)).text
    assert "📵" not in (await product.says(mariam, said.replace("Awa", "Zoé"))).text


async def test_staff_close_what_a_stolen_phone_shows_until_it_is_her(on_both: Product) -> None:
    """She called; nobody but she on another phone of hers could close it."""
    awa = await on_both.hiteuse()
    mariam = await listening.huber(on_both, on_both.telegram.person("Mariam"))
    told = await on_both.says(mariam, "Awa dit qu'on lui a volé son téléphone")
    assert "C'est fermé" in (await on_both.taps(mariam, "🔒 Fermer son accès", told)).text
    assert await value(on_both.database, "select count(*) from audit where action = 'lost'") == 1
    shown = await on_both.says(awa, "gains")
    assert "je vérifie que c'est bien toi" in shown.text and "F CFA" not in shown.text
    asked = await on_both.answer(mariam)
    await on_both.taps(mariam, "✅ C'est elle", asked)
    assert "de nouveau ouvert" in (await on_both.answer(awa)).text
    assert await value(on_both.database, "select count(*) from contact where locked_at is not null") == 0


async def test_nobody_closes_whom_they_do_not_look_after(product: Product) -> None:
    awa = await product.hiteuse()
    mariam = await listening.huber(product, product.telegram.person("Mariam"))
    hers = await value(product.database, "select id from person where role = 'hiteuse'")
    admin = await product.appointed(product.telegram.person("Paul"))
    of_admin = await value(product.database, "select id from person where role = 'admin'")
    for who, number in ((awa, hers), (awa, of_admin), (mariam, of_admin), (mariam, 9_999_999), (admin, 9_999_999)):
        assert "C'est fermé" not in (await product.says(who, f"verifier perte {number}")).text
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 0


async def test_of_two_women_of_one_name_none_is_closed_by_a_tap(product: Product) -> None:
    await product.joined(product.telegram.person("Awa"))
    await product.joined(product.telegram.person("Awa"))
    mariam = await listening.huber(product, product.telegram.person("Mariam"))
    assert "🔒 Fermer son accès" not in (await product.says(mariam, "Awa a perdu son téléphone")).labels
