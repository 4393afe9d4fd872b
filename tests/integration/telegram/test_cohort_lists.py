"""A Huber sees who works, who has yet to begin and who has fallen quiet, and reaches each by one tap."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from backend.db.earnings import ledger, pay_events
from backend.db.people import queries as people_rows
from backend.db.quality import refusals
from backend.db.work import projects as project_rows
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person as OurPerson
from backend.services.admin import cohort
from tests.integration.scenes import PAY, execute, funds, hiteuses, project, value
from tests.integration.telegram.test_cohort import huber
from tests.product import Product

HOURS = 3_600


async def member(
    product: Product, her: OurPerson, name: str, *, joined: int = 60, days: dict[int, int] | None = None
) -> None:
    """`joined`: days ago; `days`: of work, days ago → seconds."""
    async with product.database.unit() as uow:
        at = product.now - timedelta(days=joined)
        await uow.execute("update person set first_name = %s, joined_at = %s where id = %s", (name, at, her.id))
        for ago, seconds in (days or {}).items():
            await uow.execute(
                "insert into day (person_id, date, active, answers) values (%s, %s, %s, 10)",
                (her.id, product.now.date() - timedelta(days=ago), seconds),
            )
        await uow.commit()


async def cast(product: Product) -> None:
    """Awa worked hard this week, Binta a little, Chantal stopped ten days ago, Dado and Esther are new."""
    awa, binta, chantal, dado, esther, far = await hiteuses(product.database, 6)
    await member(product, awa, "Awa", days={0: 3 * HOURS, 1: 3 * HOURS, 9: HOURS})
    await member(product, binta, "Binta", days={6: HOURS})
    await member(product, chantal, "Chantal", days={10: HOURS, 11: HOURS})
    await member(product, dado, "Dado", joined=5)
    await member(product, esther, "Esther", joined=1)
    await member(product, far, "Fatou", days={0: HOURS})
    await execute(product.database, "update person set country = 'SN' where id = %s", (far.id,))


async def test_the_overview_counts_and_each_list_names(product: Product) -> None:
    await cast(product)
    mariam = await huber(product)
    said = await product.says(mariam, "cohorte")
    for line in (
        "👭 5 hiteuses inscrites",
        "💼 2 ont travaillé ces 7 jours : 30 réponses, 7 h",
        "🌱 2 nouvelles pas encore au travail, dont 1 depuis plus de 3 jours",
        "🔔 1 à relancer : plus rien depuis 7 jours",
        "⭐ 1 a atteint 3 heures par jour",
    ):
        assert line in said.text, line
    for button, lines in {
        "💼 Cette semaine": ["• Awa : 20 réponses, 6 h", "• Binta : 10 réponses, 1 h"],
        "🌱 Nouvelles": ["• Dado : inscrite depuis 5 jours ⚠️", "• Esther : inscrite depuis 1 jour"],
        "🔔 À relancer": ["• Chantal : rien depuis 10 jours"],
        "⭐ 3 heures par jour": ["• Awa : 2 jours"],
    }.items():
        shown = await product.taps(mariam, button, said)
        assert [line for line in shown.text.splitlines() if line.startswith("•")] == lines
    assert "Personne n'a encore réussi de module" in (await product.taps(mariam, "🎓 Réussites", said)).text


async def test_who_only_reviews_works_and_is_not_new(product: Product) -> None:
    """She was among those who worked and among those who have yet to begin."""
    (awa,) = await hiteuses(product.database, 1)
    await member(product, awa, "Awa", joined=5)
    project_id = await project(product.database, 1)
    await funds(product.database, project_id)
    async with product.database.unit() as uow:
        await ledger.open_earnings(uow, awa.id, PAY.currency)
        assert await project_rows.book(uow, project_id, 0, PAY.units)
        await pay_events.add(uow, PayEvent.REVIEWED, awa.id, project_id, PAY, product.now, seconds=60, estimated=60)
        await refusals.add_time(uow, awa.id, product.now.date(), 60, 60)
        await uow.commit()
    said = (await product.says(await huber(product), "cohorte")).text
    assert "💼 1 a travaillé ces 7 jours" in said and "🌱 0 nouvelle" in said


async def test_somebody_who_is_gone_is_told_that_her_place_is_there(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    mariam = await huber(product)
    await product.forward(minutes=20)
    await product.ticks("count_figures")
    await product.forward(days=28)
    assert "💤 1 partie : plus rien depuis 28 jours" in (await product.says(mariam, "cohorte")).text
    assert "• Awa : rien depuis 28 jours" in (await product.says(mariam, "/cohorte parties")).text
    assert "Personne ne s'est arrêté" in (await product.says(mariam, "/cohorte risque")).text
    await product.heard(awa)
    await product.taps(mariam, "💛 Awa", await product.says(mariam, "/cohorte parties"))
    assert "ta place est toujours là" in (await product.heard(awa))[-1].text


async def test_the_practice_task_is_named_as_such_and_is_no_work(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    mariam = await huber(product)
    said = await product.says(mariam, "cohorte")
    assert "💼 0 ont travaillé ces 7 jours" in said.text or "💼 0 a travaillé ces 7 jours" in said.text
    assert "🌱 1 nouvelle pas encore au travail (1 a fait la tâche d'essai)" in said.text
    assert (
        "• Awa : inscrite aujourd'hui, tâche d'essai faite" in (await product.says(mariam, "/cohorte nouvelles")).text
    )
    paul = await product.admin()
    assert (
        "💼 7 jours : 0 réponse, 0 s ; 0 en tout · tâche d'essai faite"
        in (await product.says(paul, "personne Awa")).text
    )
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    said = await product.says(mariam, "cohorte")
    assert "💼 1 a travaillé ces 7 jours : 1 réponse," in said.text
    assert "🌱 0" in said.text and "tâche d'essai" not in said.text
    tried = await value(
        product.database,
        """
        select count(*) from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id
        where p.practice and a.status = 1
        """,
    )
    assert re.search(rf"1 réponse, [^(]+\(et {tried} réponses? d'essai\)", said.text)
    assert f"✅ {tried + 1} tâches" in (await product.says(mariam, "cohorte cette semaine")).text
    listed = (await product.says(mariam, "/cohorte semaine")).text
    assert "• Awa : 1 réponse," in listed and re.search(rf"\(et {tried} réponses? d'essai\)", listed)
    assert "💼 7 jours : 1 réponse," in (await product.says(paul, "personne Awa")).text


async def test_a_word_goes_by_one_tap_and_she_answers_into_a_thread(product: Product) -> None:
    awa = await product.hiteuse()
    mariam = await huber(product)
    shown = await product.says(mariam, "/cohorte nouvelles")
    talk = await product.taps(mariam, "💬 Leur parler", shown)
    assert "C'est demandé : Awa" in (await product.taps(mariam, "💬 Awa", talk)).text
    heard = await product.answer(awa)
    assert "Mariam, ta Huber, voudrait te parler" in heard.text and heard.labels == ["💬 Répondre"]
    await product.taps(awa, "💬 Répondre", heard)
    await product.says(awa, "Bonjour Mariam, me voilà")
    (relayed,) = await product.heard(mariam)
    assert "Bonjour Mariam, me voilà" in relayed.text
    await product.forward(seconds=5)
    assert "déjà reçu un mot aujourd'hui" in (await product.taps(mariam, "💛 Awa", shown)).text
    await product.forward(hours=22)
    await product.taps(mariam, "💛 Awa", shown)
    assert "Ton premier travail t'attend" in (await product.heard(awa))[-1].text
    assert (
        await value(
            product.database, "select about ->> 'why' from audit where action = 'encourage' order by id limit 1"
        )
        == "talk"
    )


async def test_lists_stand_on_pages_and_come_as_a_table(product: Product) -> None:
    for n, her in enumerate(await hiteuses(product.database, 9)):
        await member(product, her, "=Awa" if n == 8 else f"Amie{n}", days={0: (9 - n) * 60})
    mariam = await huber(product)
    first = await product.says(mariam, "/cohorte semaine")
    assert len([label for label in first.labels if label.startswith("💛")]) == 7
    second = await product.taps(mariam, "Voir la suite", first)
    assert [label for label in second.labels if label.startswith("💛")] == ["💛 Amie7", "💛 =Awa"]
    await product.says(mariam, "/cohorte semaine")
    assert (await product.says(mariam, "page 2")).labels == second.labels
    table = await product.taps(mariam, "📄 Exporter", first)
    assert table.data is not None
    found = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"), newline="")))
    assert [row["prénom"] for row in found][-1] == "'=Awa" and len(found) == 9
    assert found[0]["réponses (7 j)"] == "10" and found[0]["minutes (7 j)"] == "9"


async def test_only_those_who_look_after_people_see_them_and_a_huber_only_hers(product: Product) -> None:
    await cast(product)
    await huber(product, country="SN")
    hers = await value(product.database, "select id from person where role = 'huber'")
    awa = await value(product.database, "select id from person where first_name = 'Awa'")
    async with product.database.unit() as uow:
        mariam, other = await people_rows.person(uow, hers), await people_rows.person(uow, awa)
        assert mariam is not None and other is not None
        assert [each.name for each in await cohort.members(uow, mariam, "week", product.now)] == ["Fatou"]
        with pytest.raises(NotAllowed):
            await cohort.overview(uow, other, product.now)
        with pytest.raises(NotAllowed):
            await cohort.members(uow, other, "week", product.now)


async def test_who_only_reads_is_offered_no_word_to_send(product: Product) -> None:
    await cast(product)
    paul = await product.admin()
    offered = await product.taps(paul, "💼 Cette semaine", await product.says(paul, "cohorte"))
    assert "💬 Leur parler" in offered.labels and any(label.startswith("💛") for label in offered.labels)
    await execute(product.database, "update person set duty = 'finance' where role = 'admin'")
    for word in ("cohorte", "/cohorte semaine", "/cohorte formation"):
        shown = await product.says(paul, word)
        assert not [label for label in shown.labels if label.startswith(("💛", "💬"))], word
        assert "Touche un prénom" not in shown.text
    assert "• Awa :" in (await product.says(paul, "/cohorte semaine")).text


async def test_at_night_a_word_waits_for_her_morning_and_comes_once(product: Product) -> None:
    awa = await product.hiteuse()
    mariam = await huber(product)
    shown = await product.says(mariam, "/cohorte nouvelles")
    await product.forward(hours=13)  # 22 h
    told = await product.taps(mariam, "💛 Awa", shown)
    assert "C'est la nuit chez Awa" in told.text and await product.heard(awa) == []
    await product.forward(hours=8)  # 6 h
    assert await product.heard(awa) == []
    await product.forward(hours=1, minutes=5)
    heard = [said.text for said in await product.heard(awa)]
    assert len([text for text in heard if "C'est Mariam, ta Huber. Ton premier travail" in text]) == 1
    await product.forward(hours=1)
    assert not [said for said in await product.heard(awa) if "Mariam" in said.text]


async def test_who_says_stop_in_the_night_does_not_hear_what_waited(product: Product) -> None:
    awa = await product.hiteuse()
    mariam = await huber(product)
    shown = await product.says(mariam, "/cohorte nouvelles")
    await product.forward(hours=13)
    await product.taps(mariam, "💛 Awa", shown)
    await product.says(awa, "stop")
    await product.forward(hours=10)
    assert await product.heard(awa) == []


async def test_an_admin_signs_for_the_team_and_is_promised_no_answer(product: Product) -> None:
    awa = await product.hiteuse()
    admin = await product.admin()
    shown = await product.says(admin, "/cohorte nouvelles")
    talk = await product.taps(admin, "💬 Leur parler", shown)
    assert "peut écrire à sa Huber" in (await product.taps(admin, "💬 Awa", talk)).text
    heard = await product.answer(awa)
    assert "de l'équipe" in heard.text and "touche « Répondre »" in heard.text and ", ta Huber" not in heard.text
