"""How somebody may try to get at a woman's account and earnings, each way played to its end
(`docs/operators/security.md`)."""

from __future__ import annotations

import re

import pytest

from backend.services.identity import unmerging
from tests.fakes.people import Person
from tests.integration.identity.test_joining import earner, joined, waits
from tests.integration.identity.test_linked_channels import IDENTITY
from tests.integration.scenes import commit, value
from tests.integration.telegram.linking import NUMBER, has_number, line, people, person_of
from tests.integration.telegram.test_proving import huber
from tests.integration.test_screens import BOTH
from tests.product import COMMENTS, Product, comments

PAY = 'pay: {amount: "0.05", currency: EUR}\nanswers: {min: 1, max: 1}\nminutes: 0.5\n'
_PARTS = re.compile(r"(?:⏳ En attente|✅ Accepté) : (\d+) F CFA")


async def moved(product: Product) -> int:
    """Transfers from one woman to another."""
    return int(await value(product.database, "select count(*) from transfer where key like 'merge:%%'"))


async def earned(product: Product, person: Person) -> str:
    """What `gains` tells her that is hers."""
    return (await product.says(person, "gains")).text


@BOTH
@pytest.mark.parametrize("number", [False, True])
async def test_a_line_that_a_stranger_sent_her_moves_nothing(on_both: Product, channel: str, number: bool) -> None:
    """« Écris-lui ça, tu gagneras plus » : she does, and says yes to what she is asked."""
    product = on_both
    awa, thief = await product.joined(product.somebody(channel)), await earner(product, "Zoé")
    if number:
        await has_number(product, awa)
    asked = await product.says(awa, await line(product, thief))
    assert "Zoé" in asked.text and asked.labels == ["Oui, réunir", "Non"]
    said = await product.says(awa, "oui")
    if number:
        assert "code secret" in said.text
        assert await product.heard(thief) == []
    else:
        assert "24 heures après" in said.text
        await product.forward(hours=12)
        await product.heard(awa)
        assert "C'est arrêté" in (await product.says(awa, "lier stop")).text
    await waits(product, 30)
    assert await moved(product) == 0 and not await joined(product, awa, thief)
    await product.heard(awa)
    assert "20 F CFA" in await earned(product, awa)


@BOTH
async def test_the_code_alone_asks_the_same_and_is_no_answer_of_a_task(on_both: Product, channel: str) -> None:
    """She copies only what stands behind « lier », with a task in her own words open."""
    product = on_both
    await product.project(COMMENTS.replace("kind: choice", "kind: text").split("choices:")[0] + PAY, comments(3))
    awa, other = await product.joined(product.somebody(channel)), await earner(product, "Zoé")
    await product.taps(awa, 0)
    code = (await line(product, other)).removeprefix("lier ")
    asked = await product.says(awa, code)
    assert "Zoé" in asked.text and asked.labels == ["Oui, réunir", "Non"]
    await product.says(awa, "non")
    assert await value(product.database, "select count(*) from answer where value::text like '%%-%%'") == 0


NO = (
    *("en fait c pas moi ki a demandé", "c kelkun dautre ki a demandé", "on ve me voler mon compte"),
    *("c pas moi", "non c'est pas moi", "cé pa moi", "jai rien demandé", "je connais pas ce numero", "c'est qui ça"),
    *(
        "c kelkun dautre",
        "c ki ki a demandé",
        "refuser",
        "bloquez le",
        "au voleur",
        "NON NON NON",
        "on ma volé mon telephone",
    ),
)


@BOTH
@pytest.mark.parametrize("beside", [False, True])
async def test_who_says_in_any_words_that_it_was_not_her_stops_it(on_both: Product, channel: str, beside: bool) -> None:
    """With a task in her own words open: none of these is its answer, and each stops the thief. What says it beyond
    doubt stops it after another screen as well."""
    product = on_both
    await product.project(COMMENTS.replace("kind: choice", "kind: text").split("choices:")[0] + PAY, comments(3))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, 0)
    for place, said in enumerate(NO[:8] if beside else NO):
        thief = product.whatsapp.person(f"Voleur {place}")
        await product.says(thief, await line(product, awa))
        await product.heard(awa)
        if beside:
            await product.says(awa, "gains")
        await awa.says(said)
        assert any("C'est arrêté" in each.text for each in await product.heard(awa)), said
        await product.heard(thief)
        if channel == "whatsapp":
            await product.forward(hours=2)
            await product.heard(awa)
    assert await value(product.database, "select count(*) from joining where ended_at is null") == 0
    assert await value(product.database, "select count(*) from answer where value is not null") == 1  # the practice


@BOTH
async def test_a_code_that_was_read_off_her_phone_needs_her_number_on_that_phone(
    on_both: Product, channel: str
) -> None:
    product = on_both
    awa, thief = await product.joined(product.somebody(channel)), product.whatsapp.person("Voleur")
    await has_number(product, awa)
    await product.says(thief, await line(product, awa))
    for guess in (NUMBER, "1234", "oui"):  # on the thief's own phone
        await thief.says(guess)
    await product.heard(thief)
    for guess in ("1234", "4321", "2580"):  # on hers, unlocked for a moment
        await awa.says(guess)
        assert "F CFA" not in "".join(message.text for message in await product.heard(thief))
    assert not await joined(product, awa, thief)


async def test_a_swapped_sim_shows_nothing_and_opens_no_other_phone(on_both: Product) -> None:
    product = on_both
    awa = await product.joined(product.whatsapp.person("Awa"))
    await awa.sends("system", system={**IDENTITY, "wa_id": awa.number})
    await product.heard(awa)
    for said in ("gains", "lier", "secret", "profil", "menu", "oui", "1234", "1"):
        await awa.says(said)
        for message in await product.heard(awa):
            assert "F CFA" not in message.text and "Sur ton autre messagerie" not in message.text
    assert await people(product) == 1


async def test_an_account_that_was_emptied_before_a_payout_gets_its_money_back(product: Product) -> None:
    """She was away for the whole day, and nobody said no."""
    marieme = await huber(product)
    awa, thief = await earner(product), await earner(product, "Zoé")
    await product.says(thief, await line(product, awa))
    await product.taps(thief, "Oui, réunir")
    await waits(product, 25)
    assert await joined(product, awa, thief) and await moved(product) > 0
    assert "Les comptes d'Awa" in "".join(message.text for message in await product.heard(marieme))
    await product.heard(awa)
    await product.heard(thief)
    for label in (await product.says(thief, "lier")).labels:
        if label.startswith("✂️"):
            await product.taps(thief, label)
    assert await joined(product, awa, thief)  # nobody parts her for seven days but who looks after her
    contact = await value(product.database, "select id from contact where address = %s", (product.stored(awa),))
    await commit(product.database, unmerging.unmerge, contact, product.now)
    assert not await joined(product, awa, thief)
    for each in (awa, thief):
        await product.heard(each)
        assert "20 F CFA" in await earned(product, each)


async def test_accounts_that_join_in_a_circle_stay_whole(product: Product) -> None:
    women = [await earner(product, name) for name in ("Awa", "Zoé", "Mina")]
    for giver, taker in zip(women, [*women[1:], women[0]], strict=True):
        hers = await line(product, giver)
        await product.heard(taker)
        await taker.says(hers)
        await product.heard(taker)
        await taker.says("oui")
        for each in women:
            await product.heard(each)
    for _ in range(3):
        await waits(product, 25)
    owners: dict[int, int] = {}
    for woman in women:
        await product.heard(woman)
        owners[await person_of(product, woman)] = sum(map(int, _PARTS.findall(await earned(product, woman))))
    assert sum(owners.values()) in (60, 61, 62)  # three times 20.99 F, each account's sum rounded down
    assert len(owners) == await people(product)


@pytest.mark.parametrize(("number", "told"), [(False, "Tu n'as rien à faire"), (True, "écris le code secret")])
async def test_who_asks_meanwhile_hears_what_her_request_waits_for(on_both: Product, number: bool, told: str) -> None:
    """« J'attends une réponse de l'autre messagerie » stood against « C'est toi ? Ne fais rien » there."""
    product = on_both
    awa = await earner(product, "Awa")
    if number:
        await has_number(product, awa)
    phone = product.whatsapp.person("Awa")
    await product.says(phone, await line(product, awa))
    assert told in (await product.says(phone, "c'est quand que ça s'ouvre")).text
