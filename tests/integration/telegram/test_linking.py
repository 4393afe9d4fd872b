"""`lier`: one person on two phones, one account, one talk."""

from __future__ import annotations

import pytest

from backend.services.people.service import CODE_TRIES
from tests.integration.telegram.linking import line, linked, people
from tests.integration.telegram.test_taps import PHOTOS, answers, working
from tests.product import Product


async def test_lier_gives_a_line_that_joins_her_other_phone(product: Product) -> None:
    awa = await product.hiteuse()
    before = await product.says(awa, "gains")
    second = await linked(product, awa, product.telegram.person("Awa 2"))
    assert (await product.says(second, "gains")).text == before.text
    assert await people(product) == 1


@pytest.mark.parametrize(
    "write",
    [
        "{}",
        "{0}",
        "/LIER {1}",
        "start {1}",
        "/start {1}",
        "{1}",
        "  {1}  ",
        "lier\n{1}",
        "Lier : {1}",
        "« {0} »",
        "{2}",
    ],
)
async def test_the_line_is_understood_in_any_writing(product: Product, write: str) -> None:
    awa = await product.newcomer()
    hers = await line(product, awa)
    code = hers.removeprefix("lier ")
    typed = write.format(hers, code.replace("-", "").lower().replace("0", "o").replace("1", "l"), awa.last.text)
    assert "C'est relié, Awa !" in (await product.says(product.telegram.person("Awa 2"), typed)).text
    assert await people(product) == 1


async def test_she_can_undo_it_on_her_first_phone(product: Product) -> None:
    awa = await product.newcomer()
    zoe = product.telegram.person("Zoé")
    await product.says(zoe, await line(product, awa))
    told = await product.answer(awa)
    assert told.labels == ["✂️ Délier", "Mes messageries"]
    assert "n'est plus relié à ton compte" in (await product.taps(awa, "✂️ Délier", told)).text
    assert "on entre sur invitation" in (await product.says(zoe, "gains")).text
    await product.forward(minutes=1)
    assert "déjà plus reliée" in (await product.taps(awa, "✂️ Délier", told)).text
    assert "Tes gains" in (await product.says(awa, "gains")).text


async def test_a_code_joins_one_phone_only(product: Product) -> None:
    awa = await product.newcomer()
    hers = await line(product, awa)
    await product.says(product.telegram.person("Awa 2"), hers)
    zoe = product.telegram.person("Zoé")
    assert "a déjà servi" in (await product.says(zoe, hers)).text
    assert "on entre sur invitation" in (await product.says(zoe, "gains")).text


async def test_a_code_is_good_for_half_an_hour(product: Product) -> None:
    awa = await product.newcomer()
    late = await line(product, awa)
    await product.forward(minutes=31)
    assert "trop vieux" in (await product.says(product.telegram.person("Zoé"), late)).text
    in_time = await line(product, awa)
    await product.forward(minutes=29)
    assert "C'est relié" in (await product.says(product.telegram.person("Awa 2"), in_time)).text


async def test_only_her_newest_code_is_good(product: Product) -> None:
    awa = await product.newcomer()
    older, newer = await line(product, awa), await line(product, awa)
    assert "trop vieux" in (await product.says(product.telegram.person("Zoé"), older)).text
    assert "C'est relié" in (await product.says(product.telegram.person("Awa 2"), newer)).text


async def test_her_own_code_on_the_same_phone_is_explained_and_stays_good(product: Product) -> None:
    awa = await product.newcomer()
    hers = await line(product, awa)
    assert "sur ton autre messagerie" in (await product.says(awa, hers)).text
    assert "C'est relié" in (await product.says(product.telegram.person("Awa 2"), hers)).text


async def test_wrong_codes_are_looked_up_a_few_times_only(product: Product) -> None:
    awa = await product.hiteuse()
    hers = await line(product, awa)
    zoe = product.telegram.person("Zoé")
    for n in range(CODE_TRIES - 1):
        assert "Je ne connais pas ce code" in (await product.says(zoe, f"lier ABCD-EFGH-JKMN-000{n}")).text
    assert "Attends une heure" in (await product.says(zoe, "lier ABCD-EFGH-JKMN-0009")).text
    await zoe.says(hers)
    assert await product.heard(zoe) == []  # she was told to wait
    assert await people(product) == 1
    await product.forward(minutes=61)
    assert "trop vieux" in (await product.says(zoe, hers)).text


async def test_somebody_with_an_account_is_limited_as_well(product: Product) -> None:
    awa, binta = await product.hiteuse(), await product.hiteuse("Binta")
    hers = await line(product, awa)
    for n in range(CODE_TRIES):
        await product.says(binta, f"lier ABCD-EFGH-JKMN-000{n}")
    assert "Attends une heure" in (await product.says(binta, hers)).text
    assert await people(product) == 2


async def test_lier_alone_tells_a_stranger_where_to_begin(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    assert "Écris « lier » sur la messagerie où tu as déjà ton compte" in (await product.says(zoe, "lier")).text
    for _ in range(20):
        await zoe.says("lier")
    assert len(await product.heard(zoe)) == 2


async def test_an_account_has_few_phones(product: Product) -> None:
    awa = await product.newcomer()
    for n in range(3):
        await product.says(product.telegram.person(f"Awa {n}"), await line(product, awa))
        await product.heard(awa)
    said = await product.says(product.telegram.person("Zoé"), await line(product, awa))
    assert "a déjà beaucoup de messageries" in said.text


async def test_lier_shows_her_phones_and_what_can_be_done_with_them(product: Product) -> None:
    awa = await product.hiteuse()
    second = await linked(product, awa, product.telegram.person("Awa 2"))
    said = await product.says(awa, "lier")
    assert "Telegram 1 : tu es ici, et je t'écris ici" in said.text
    assert said.labels == [
        "⏰ M'écrire sur Telegram 2",
        "✂️ Délier Telegram 2",
        "📵 Téléphone perdu",
        "➕ Relier un autre",
    ]
    assert "Délier Telegram 2 ?" in (await product.taps(awa, "✂️ Délier Telegram 2")).text
    assert "n'est plus relié" in (await product.taps(awa, "✂️ Oui, délier")).text
    assert "on entre sur invitation" in (await product.says(second, "gains")).text


async def test_onboarding_begun_on_one_phone_ends_on_the_other(product: Product) -> None:
    await product.project()
    awa = await product.newcomer()
    await product.taps(awa, "J'accepte")
    second = product.telegram.person("Awa 2")
    said = await product.says(second, await line(product, awa))
    assert "C'est relié" in said.text
    assert "💼 Mon activité" in said.labels
    for tap in ("💼 Mon activité", "Plus tard", "Pas de rappel", 0):
        last = await product.taps(second, tap)
    assert "Accepter" in last.labels


# --- one talk on two phones -----------------------------------------------------------------------------


async def test_a_talk_goes_on_where_it_stood_when_she_changes_phone(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Acceptable")
    second = await linked(product, awa, product.telegram.person("Awa 2"))
    assert second.last.labels == ["💼 Travailler", "Menu"]
    assert "Commentaire numéro 2" in (await product.taps(second, "💼 Travailler")).text
    assert "Commentaire numéro 3" in (await product.taps(second, "Acceptable")).text
    assert await answers(product) == 2


async def test_her_first_words_on_another_phone_answer_nothing_that_she_does_not_see_there(product: Product) -> None:
    awa = await working(product)
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    assert "Commentaire numéro 2" in (await product.taps(second, "Acceptable")).text
    said = await product.says(awa, "haine")  # her first phone still shows number 1
    assert said.text.startswith("Tu as déjà répondu sur ton autre téléphone.")
    assert "Commentaire numéro 2" in said.text
    assert await answers(product) == 1
    await product.forward(minutes=5)
    assert "Commentaire numéro 3" in (await product.says(awa, "haine")).text
    await product.forward(minutes=5)
    said = await product.says(second, "Bonjour")
    assert said.text.startswith("On continue ici !")
    assert "Commentaire numéro 3" in said.text
    assert await answers(product) == 2


async def test_the_question_may_be_answered_on_either_phone_that_shows_it(product: Product) -> None:
    awa = await working(product)
    first = awa.last
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    assert "Commentaire numéro 1" in second.last.text
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable", first)).text
    assert await answers(product) == 1


async def test_of_two_answers_at_once_one_counts_and_the_other_phone_is_told(product: Product) -> None:
    awa = await working(product)
    first = awa.last
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    await awa.taps("Acceptable", first)
    await second.taps("Haine")
    heard = {"first": await product.heard(awa), "second": await product.heard(second)}
    assert await answers(product) == 1
    told = [text for each in heard.values() for text in each if text.text.startswith("Tu as déjà répondu")]
    counted = [text for each in heard.values() for text in each if "✅ Noté" in text.text]
    assert len(told) == len(counted) == 1
    assert all("Commentaire numéro 2" in message.text for message in (*told, *counted))


async def test_of_two_written_answers_at_once_one_counts_and_the_other_phone_is_told(product: Product) -> None:
    awa = await working(product)
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    await awa.says("acceptable")
    await second.says("2")
    said = [*await product.heard(awa), *await product.heard(second)]
    assert await answers(product) == 1
    assert sorted(message.text.startswith("Tu as déjà répondu") for message in said) == [False, True]


async def test_both_phones_tapping_old_buttons_again_and_again_still_come_to_an_answer(product: Product) -> None:
    awa = await working(product)
    old = awa.last
    await product.taps(awa, "Acceptable")
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    await product.forward(minutes=1)
    for _ in range(3):
        await awa.taps("Haine", old)
        await second.taps("Haine")
        await product.heard(awa)
        await product.heard(second)
    assert await answers(product) >= 3


async def test_ticks_change_in_place_where_she_ticks(product: Product) -> None:
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n")
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    shown = awa.last
    await product.taps(awa, "Bananes")
    second = await linked(product, awa, product.telegram.person("Awa 2"), works=True)
    assert "☑ Bananes" in second.last.labels
    ticked = await product.taps(second, "Mangues")
    assert {"☑ Bananes", "☑ Mangues"} <= set(ticked.labels) and ticked.edited
    assert "☑ Oignons" in (await product.taps(awa, "Oignons", shown)).labels
    assert await answers(product) == 0


async def test_a_second_phone_after_the_account_was_found_again_hears_what_waited(product: Product) -> None:
    """What the stranger wrote behind her code is hers, and is answered in order."""
    awa = await product.newcomer()
    second = product.telegram.person("Awa 2")
    hers = await line(product, awa)
    await second.says(hers)
    await second.says("gains")
    await second.says("profil")
    said = await product.heard(second)
    assert ["C'est relié" in said[0].text, "Tes gains" in said[1].text, "Ton profil" in said[2].text] == [True] * 3


async def test_two_accounts_that_each_wrote_the_others_code_become_one_and_nothing_is_asked_any_more(
    product: Product,
) -> None:
    awa, second = await product.newcomer(), await product.newcomer("Awa 2")
    lines = await line(product, awa), await line(product, second)
    asked = [await product.says(awa, lines[1]), await product.says(second, lines[0])]
    await awa.taps("Oui, réunir", asked[0])
    await second.taps("Oui, réunir", asked[1])
    said = [*await product.heard(awa), *await product.heard(second)]
    assert sum("n'en font plus qu'un : tes gains" in message.text for message in said) == 1
    assert await people(product) == 1
    for phone in (awa, second):
        assert "un autre : celui" not in (await product.says(phone, "bonjour")).text
