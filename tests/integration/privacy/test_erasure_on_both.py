"""`supprimer` on both platforms: what it says, 14 days to change one's mind, and what is left afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.domain.payouts.states import Word
from backend.services.privacy import erasure
from tests.fakes.people import Person
from tests.integration.earnings.test_savings_on_both import proposed
from tests.integration.payouts.test_payments_on_both import BOTH, names, scene, told
from tests.integration.scenes import agreement, rows, value
from tests.integration.services.privacy.planting import places
from tests.integration.telegram.linking import linked
from tests.integration.telegram.test_figures import PAIRS
from tests.integration.test_screens import KINDS
from tests.product import Product


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Any]:
    made: Callable[[str], Any] = getattr(on_both, request.param).person
    return made


async def working(product: Product, person: Callable[[str], Any], name: str = "Zélinda") -> Any:
    await product.project(PAIRS)
    awa = await product.joined(person(name))
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    return awa


async def pass_days(product: Product, days: int) -> None:
    await product.forward(days=days)
    await product.ticks("erase_people")


async def test_it_says_what_goes_and_what_stays_and_is_done_after_14_days(
    on_both: Product, person: Callable[[str], Any]
) -> None:
    awa = await working(on_both, person)
    said = (await on_both.says(awa, "supprimer")).text
    assert "tout est effacé le" in said and "La loi le demande" in said
    noted = await on_both.says(awa, "oui")
    assert "C'est noté" in noted.text and "je reste" in noted.text
    assert await value(on_both.database, "select stopped_at is not null from person where first_name = 'Zélinda'")
    assert "effacé le" in (await on_both.says(awa, "profil")).text
    assert "effacé le" in (await on_both.says(awa, "travail")).text
    await pass_days(on_both, 13)
    assert await value(on_both.database, "select count(*) from person where first_name = 'Zélinda'") == 1
    await pass_days(on_both, 2)
    assert await places(on_both.database, ["Zélinda"]) == set()
    home: Path = on_both.app.settings.home
    (number,) = erasure.erased(home)
    assert await value(on_both.database, "select role from person where id = %s", (number,)) is None
    assert await value(on_both.database, "select count(*) from answer where person_id = %s", (number,)) > 0
    assert "invitation" in (await on_both.says(awa, "bonjour")).text
    assert await agreement(on_both.database) == []


@pytest.mark.parametrize(
    "how",
    ["annuler", "je reste", "revenir", "en fait non", "jai change davis", "attendez je veux rester svp"],
)
async def test_she_changes_her_mind(on_both: Product, person: Callable[[str], Any], how: str) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    assert "Tu restes" in (await on_both.says(awa, how)).text
    assert await value(on_both.database, "select count(*) from erasure") == 0
    assert await value(on_both.database, "select stopped_at from person where first_name = 'Zélinda'") is None
    actions = [row["action"] for row in await rows(on_both.database, "select action from audit order by id")]
    assert actions[-2:] == ["ask erasure", "stay"]


@pytest.mark.parametrize("said", ["mais non je blague", "non je rigole", "finalement non"])
async def test_who_only_jokes_is_out_of_it(on_both: Product, person: Callable[[str], Any], said: str) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    assert "on laisse ça" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from erasure") == 0


async def test_her_secret_number_comes_first(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "secret")
    await on_both.says(awa, "4071")
    await on_both.says(awa, "supprimer")
    assert "code secret" in (await on_both.says(awa, "oui")).text
    assert await value(on_both.database, "select count(*) from erasure") == 0
    assert "C'est noté" in (await on_both.says(awa, "4071")).text


async def test_what_is_owed_is_hers_again_under_its_number(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    for _ in range(3):
        awa_owes = await value(on_both.database, "select coalesce(sum(units), 0) from account where kind = 'pending'")
    await on_both.says(awa, "supprimer")
    said = (await on_both.says(awa, "oui")).text
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", said)
    assert found is not None, said
    await pass_days(on_both, 15)
    assert "de l'argent t'attend" in (await on_both.says(awa, found[0])).text
    again = await on_both.joined(awa)
    assert "de nouveau à toi" in (await on_both.says(again, f"start {found[0]}")).text
    hers = await value(
        on_both.database,
        """
        select sum(units) from account a join person p on p.id = a.owner
        where p.role = 'hiteuse' and kind in ('pending', 'accepted')
        """,
    )
    assert hers >= awa_owes
    assert await agreement(on_both.database) == []
    assert "de nouveau" not in (await on_both.says(again, f"start {found[0]}")).text


async def test_her_number_is_read_as_it_stands_wherever_she_writes_it(
    on_both: Product, person: Callable[[str], Any]
) -> None:
    """« Avec un nouveau compte, écris-le ici »: no word before it, and never an answer for a client."""
    await on_both.project(*KINDS["text"])
    awa = await on_both.joined(person("Awa"))
    await on_both.taps(awa, "Accepter")
    await on_both.says(awa, "Une rue animée")
    await on_both.says(awa, "supprimer")
    said = (await on_both.says(awa, "oui")).text
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", said)
    assert found is not None, said
    assert "il sert plus tard" in (await on_both.says(awa, found[0])).text
    await pass_days(on_both, 15)
    await on_both.says(awa, f"start {await on_both.code()}")
    for early in (found[0], f"start {found[0]}"):
        begun = await on_both.says(awa, early)
        assert "Finis ton inscription" in begun.text and "J'accepte" in begun.labels
    again = await on_both.joined_in_chat(awa)
    await on_both.taps(again, "Accepter")
    assert "de nouveau à toi" in (await on_both.says(again, f"mon numéro c'est {found[0].lower()}")).text
    words = await rows(on_both.database, "select value from answer where value::text like '%%-%%'")
    assert words == []


async def test_an_admin_sees_it_and_the_last_owner_is_refused(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    rose = await on_both.appointed(person("Rose"))
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    assert "effacé le" in (await on_both.says(rose, "personne Zélinda")).text
    assert "ne peut pas être effacé" in (await on_both.says(rose, "supprimer")).text
    assert await value(on_both.database, "select count(*) from erasure") == 1
    # there is another owner when she asks, and none when it is due
    async with on_both.database.unit() as uow:
        await uow.execute("update person set role = 'admin', duty = 'owner' where first_name = 'Zélinda'")
        await uow.commit()
    await on_both.says(rose, "supprimer")
    assert "C'est noté" in (await on_both.says(rose, "oui")).text
    await pass_days(on_both, 15)
    told = await on_both.heard(rose)
    await rose.says("profil")
    told += await on_both.heard(rose)  # where the platform's window is closed, it waits for her next word
    assert [message for message in told if "ne peut pas être effacé" in message.text]
    assert not [message for message in told if "effacé le" in message.text]
    assert await value(on_both.database, "select count(*) from erasure where done_at is null") == 0


async def test_every_chat_of_hers_hears_of_it_and_each_can_call_it_off(on_both: Product) -> None:
    awa = await working(on_both, on_both.whatsapp.person)
    telegram = await linked(on_both, awa, on_both.telegram.person("Zélinda"))
    await on_both.heard(awa)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    (told,) = await on_both.heard(telegram)
    assert "on me demande d'effacer ton compte" in told.text
    assert "Tu restes" in (await on_both.taps(telegram, "Je reste")).text
    assert "Tu restes" in (await on_both.heard(awa))[-1].text
    assert await value(on_both.database, "select count(*) from erasure") == 0


async def test_an_hour_for_reminders_keeps_no_account_and_says_so(
    on_both: Product, person: Callable[[str], Any]
) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    menu = await on_both.says(awa, "menu")
    assert "effacé le" in menu.text and "stop" not in menu.text and menu.labels[0] == "Je reste"
    assert len({*menu.labels}) == len(menu.labels)  # « Aide » stood there twice
    for beside in ("blablabla xyz", "merci"):  # what is no word is answered above the same menu
        below = (await on_both.says(awa, beside)).text
        assert "effacé le" in below and "stop" not in below, beside
    assert "effacé le" in (await on_both.says(awa, "rappels")).text
    settled = (await on_both.says(awa, "tous les jours 19 h")).text
    assert "effacé le" in settled and "de retour" not in settled
    assert "effacé le" in (await on_both.says(awa, "profil")).text
    assert "Tu restes" in (await on_both.says(awa, "je reste")).text
    assert "effacé" not in (await on_both.says(awa, "menu")).text


@BOTH
async def test_a_payment_that_comes_back_later_is_hers_under_a_number(on_both: Product, channel: str) -> None:
    """All of her pay is on its way when she leaves; it fails, and she is told that nothing is lost."""
    awa, *_ = await scene(on_both, channel)
    await names(on_both, awa)
    await proposed(on_both)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    said = (await on_both.says(awa, "4071")).text
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", said)
    assert found is not None and "De l'argent peut encore te revenir" in said
    await told(on_both, Word.FAILED)
    assert "rien n'est perdu" in (await on_both.answer(awa)).text
    await pass_days(on_both, 15)
    again = await on_both.joined(awa)
    assert "2 644 F CFA et ton travail d'avant" in (await on_both.says(again, found[0])).text.replace("\xa0", " ")
    assert await agreement(on_both.database) == []


async def leaves_while_paid(on_both: Product, awa: Person) -> str:
    """She asks to be erased while a payment of hers is on its way. Returns the code that she is given."""
    await names(on_both, awa)
    await proposed(on_both)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", (await on_both.says(awa, "4071")).text)
    assert found is not None
    return found[0]


@BOTH
async def test_a_number_under_which_nothing_is_left_says_so(on_both: Product, channel: str) -> None:
    awa, *_ = await scene(on_both, channel)
    code = await leaves_while_paid(on_both, awa)
    await told(on_both, Word.PAID)
    await on_both.heard(awa)
    await pass_days(on_both, 15)
    assert "tout t'a déjà été payé" in (await on_both.says(awa, code)).text


@BOTH
async def test_who_is_back_before_her_payment_has_ended_hears_how_it_ends(on_both: Product, channel: str) -> None:
    """« Tout t'a déjà été payé, rien d'autre ne t'attend » was said of a payment that did not arrive."""
    awa, *_ = await scene(on_both, channel)
    code = await leaves_while_paid(on_both, awa)
    await pass_days(on_both, 15)
    assert "de l'argent t'attend" in (await on_both.says(awa, code)).text
    again = await on_both.joined(awa)
    said = (await on_both.says(again, code)).text.replace("\xa0", " ")
    assert "2 644 F CFA sont en route" in said and "0 F CFA et" not in said
    await told(on_both, Word.FAILED)
    assert "n'est pas arrivée" in (await on_both.answer(again)).text
    await on_both.ticks("erase_people")
    assert await value(on_both.database, "select count(*) from erasure where done_at is null") == 0
    assert await agreement(on_both.database) == []


@BOTH
async def test_who_stays_saves_as_before(on_both: Product, channel: str) -> None:
    awa, *_ = await scene(on_both, channel)
    await names(on_both, awa)
    await on_both.says(awa, "mettre de côté 50 %")
    await proposed(on_both)
    await told(on_both, Word.PAID)
    await on_both.heard(awa)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    await on_both.says(awa, "4071")
    assert "Rien n'est mis de côté" in (await on_both.says(awa, "projet")).text
    stays = (await on_both.says(awa, "je reste")).text.replace("\xa0", " ")
    assert "comme avant" in stays and "Tes 1 322 F CFA de côté sont maintenant dans tes gains" in stays
    assert "Je garde 50 %" in (await on_both.says(awa, "projet")).text
    assert await agreement(on_both.database) == []
