"""`projets`: what an admin sees of clients' projects, and how she steers them."""

from __future__ import annotations

from tests.integration.scenes import agreement, execute, rows, value
from tests.integration.telegram.test_figures import PAIRS, table, worked
from tests.product import COMMENTS, Product, comments

PHOTOS = COMMENTS.replace("name: commentaires", "name: photos").replace(
    "Modération de commentaires", "Photos de marché"
)


async def test_a_project_is_found_by_all_words_that_are_said_not_by_one_of_them(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    assert "0 sur 10 tâches finies" in (await product.says(admin, "projets modratoin")).text
    assert "Je ne trouve aucun projet" in (await product.says(admin, "projets sans modération")).text


async def test_days_on_which_nobody_worked_count_for_when_it_will_be_finished(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 4)
    await product.forward(days=10)
    await worked(product, "Binta", "CI", 1)
    # 15 are missing, and in the last six and a half days there was one
    assert "Fin au rythme de la semaine : jeudi 18 juin" in (await product.says(admin, "projets modération")).text


async def test_a_project_shows_how_far_how_fast_and_with_what_money_it_is(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 4)
    await worked(product, "Binta", "CM", 2)
    await worked(product, "Coumba", "CI", 1, "Haine")  # the third task, which Awa found acceptable
    said = await product.says(admin, "projets modération")
    assert said.kind == "photo" and len(said.text) <= 1_024 and len(said.labels) <= 3
    assert "3 sur 10 tâches finies (30 %)" in said.text
    assert "7 réponses · encore 13 à venir" in said.text
    assert "83 % des réponses suivent la majorité (sur 6)" in said.text  # five of the six to done tasks
    assert "0,65 € restants sur 1,00 €" in said.text
    assert "Fin au rythme de la semaine : jeudi 5 mars" in said.text
    account = """
        select a.id, sum(case when a.id = t.credit then t.units else -t.units end)::bigint as units
        from account a join transfer t on a.id in (t.debit, t.credit) join project p on p.id = a.owner
        where a.kind = 'project' and not p.practice group by a.id
    """
    assert [row["units"] for row in await rows(product.database, account)] == [6_500]  # as its account says


async def test_a_paused_project_gives_no_more_tasks_and_the_one_in_hand_still_counts(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    awa = await worked(product, "Awa", "CI", 1)
    await product.says(admin, "projets modération")
    assert "ouvert → en pause" in (await product.taps(admin, "⏸ Mettre en pause")).text
    assert await value(product.database, "select status from project where not practice") == "open"
    await product.taps(admin, "Oui")
    assert "Noté" in (await product.taps(awa, "Acceptable")).text  # the task that she held
    assert await value(product.database, "select count(*) from answer where status = 1 and units = 500") == 2
    binta = await product.hiteuse("Binta")
    assert "Il n'y a pas de travail" in binta.last.text
    assert "en pause → ouvert" in (await product.taps(admin, "▶️ Ouvrir")).text
    assert await value(product.database, "select status from project where not practice") == "paused"
    assert "est ouvert" in (await product.taps(admin, "Oui")).text
    assert "Modération" in (await product.says(binta, "travail")).text
    lines = await rows(
        product.database,
        "select action, about, before, after, channel from audit where action like 'project.%%' order by id",
    )
    assert [(line["action"], line["before"], line["after"]) for line in lines] == [
        ("project.status", {"status": "open"}, {"status": "paused"}),
        ("project.status", {"status": "paused"}, {"status": "open"}),
    ]
    assert lines[0]["channel"] == "telegram" and lines[0]["about"]["name"] == "commentaires"


async def test_a_project_shows_what_it_sent_on_and_what_waits_for_a_budget(product: Product) -> None:
    admin = await product.admin()
    second = COMMENTS.replace("name: commentaires", "name: avis").replace("Modération de commentaires", "Second avis")
    await product.project(second + 'budget: "0.50"\n')  # all of which its own tasks can cost
    await product.project(PAIRS + "then: {disagreement: avis}\n")
    await execute(product.database, "update project set priority = 1 where name = 'commentaires'")
    await worked(product, "Awa", "CI", 1)
    await worked(product, "Binta", "CI", 1, "Haine")
    assert "➡️ 1 tâche envoyée dans Second avis" in (await product.says(admin, "projets modération")).text
    shown = (await product.says(admin, "projets second")).text
    assert "⏳ 1 tâche attend que le budget augmente" in shown
    assert "encore 10 à venir" in shown  # without the one that waits


async def test_a_project_shows_its_last_day_and_what_one_person_can_give(product: Product) -> None:
    admin = await product.admin()
    await product.project(COMMENTS + "ends: 2026-06-30\nmost_per_person: 500\n")
    said = (await product.says(admin, "projets modération")).text
    assert "Tâches données jusqu'au mardi 30 juin 2026" in said and "500 réponses au plus par personne" in said
    await product.forward(days=150)
    assert (
        "Terminé : le dernier jour était le mardi 30 juin 2026"
        in (await product.says(admin, "projets modération")).text
    )


async def test_open_work_is_told_as_days_and_as_women_and_inviting_beyond_it_warns(product: Product) -> None:
    admin = await product.admin()
    # 2,000 answers of 0.25 € and 4 minutes each: 500 €, and 133 hours
    much = COMMENTS.replace('"0.05"', '"0.25"').replace("minutes: 0.5", "minutes: 4")
    await product.project(much, comments(2_000))
    said = (await product.says(admin, "projets")).text
    assert "Travail ouvert : 44 jours de 3 h, de quoi payer 2 femmes à 250,00 € pendant un mois" in said
    assert "plus nombreuses" not in (await product.says(admin, "inviter 2 hiteuses au cameroun")).text
    beyond = (await product.says(admin, "inviter 3 hiteuses au cameroun")).text
    assert "Le travail ouvert paie 2 femmes à 250 € pendant un mois" in beyond


async def test_closing_asks_once_more_and_leaves_the_money(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    money = "select funded, promised from project where not practice"
    before = await rows(product.database, money)
    await product.says(admin, "projets modération")
    await product.taps(admin, "⚙️ Régler")
    sure = await product.taps(admin, "🚫 Fermer le projet")
    assert "0 sur 10 tâches" in sure.text and "ouvert → fermé" in sure.text
    assert "rien ne change" in (await product.taps(admin, "Non")).text
    assert await value(product.database, "select status from project where not practice") == "open"
    await product.says(admin, "projets modération")
    await product.taps(admin, "⚙️ Régler")
    await product.taps(admin, "🚫 Fermer le projet")
    assert "est fermé" in (await product.taps(admin, "Oui")).text
    assert await value(product.database, "select status from project where not practice") == "closed"
    assert await rows(product.database, money) == before


async def test_priority_orders_what_is_offered(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    await product.project(PHOTOS, comments(3))
    awa = await product.hiteuse()
    assert awa.last.text.index("Modération") < awa.last.text.index("Photos")  # the offer, then what else there is
    await product.says(admin, "projets photos")
    await product.taps(admin, "⚙️ Régler")
    assert "normale → haute" in (await product.taps(admin, "Priorité haute")).text
    assert "priorité haute" in (await product.taps(admin, "Oui")).text
    said = (await product.says(awa, "travail")).text
    assert 0 <= said.find("Photos") < said.find("Modération")
    changed = "select after from audit where action = 'project.priority'"
    assert await value(product.database, changed) == {"priority": 1}
    listed = (await product.says(admin, "projets")).text
    assert listed.index("Photos") < listed.index("Modération") and "priorité haute" in listed


async def test_a_project_called_exactly_so_is_meant_before_those_that_hold_the_word(product: Product) -> None:
    admin = await product.admin()
    for name in ("avis", "avis-2"):
        await product.project(COMMENTS.replace("name: commentaires", f"name: {name}"), comments(2))
    assert "(avis)" in (await product.says(admin, "projets avis")).text


async def test_many_projects_are_pages_and_one_table(product: Product) -> None:
    admin = await product.admin()
    assert "Aucun projet" in (await product.says(admin, "projets")).text
    for number in range(8):
        await product.project(COMMENTS.replace("name: commentaires", f"name: projet-{number}"), comments(2))
    first = await product.says(admin, "projets")
    assert "8 projets · page 1 sur 2" in first.text and "projet-5" in first.text and "projet-6" not in first.text
    second = await product.taps(admin, "Suivants ›")
    assert "projet-7" in second.text and "Suivants ›" not in second.labels
    await product.taps(admin, "📄 Exporter")
    found = await table(admin)
    assert [row["name"] for row in found] == [f"projet-{number}" for number in range(8)]
    assert {(row["tasks"], row["done"], row["left"]) for row in found} == {("2", "0", "0.1")}
    assert "Lequel" in (await product.says(admin, "projets modération")).text
    assert "aucun projet « zzz »" in (await product.says(admin, "projets zzz")).text
    assert "Je ne trouve pas" in (await product.says(admin, "projets 999999")).text


async def test_a_reader_looks_and_changes_nothing(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    await execute(product.database, "update person set duty = 'reader' where role = 'admin'")
    assert "⏸ Mettre en pause" not in (await product.says(admin, "projets modération")).labels
    number = await value(product.database, "select id from project where not practice")
    for what in ("pause", "fermer", "ouvrir", "plus", "priorité haute"):
        assert "pas pour toi" in (await product.says(admin, f"projets {number} {what}")).text, what
    assert await rows(product.database, "select status, priority from project where not practice") == [
        {"status": "open", "priority": 0}
    ]
    assert await value(product.database, "select count(*) from audit where action like 'project.%%'", ()) == 0


async def test_who_worked_under_the_minimum_wage_is_paid_what_is_missing_by_one_word(product: Product) -> None:
    admin = await product.admin()
    await product.project(COMMENTS.replace('"0.05"', '"0.01"'), comments(40))
    awa = await worked(product, "Awa", "CI", 0)
    for _ in range(10):
        await product.forward(minutes=2)
        await product.taps(awa, "Acceptable")
    # ten times two minutes, for which 65 F CFA were paid; the minimum is 144
    await execute(product.database, "update project set median_seconds = 120 where not practice")
    for _ in range(2):  # told once
        await product.ticks("measure_pace")
        await product.forward(hours=1)
    (told,) = await product.heard(admin)
    assert "paie moins que le minimum légal" in told.text and "196 F CFA de l'heure" in told.text
    assert "minimum en Côte d'Ivoire : 433 F CFA (2023)" in told.text
    assert "1 femme a gagné moins" in told.text and "il lui manque 78 F CFA" in told.text
    assert "À son rythme mesuré : 196 F CFA de l'heure" in (await product.says(admin, "projets modération")).text
    await product.taps(admin, "⚙️ Régler")
    asked = await product.taps(admin, "➕ Compléter la paie")
    assert "Awa" in asked.text and "78 F CFA" in asked.text and "compte de Maison" in asked.text
    assert "la paie de 1 femme est complétée, 78 F CFA" in (await product.taps(admin, "Oui")).text
    assert "J'ajoute 78 F CFA à ta paie" in (await product.answer(awa)).text
    assert "Dont, pour le salaire minimum : 78 F CFA" in (await product.says(awa, "gains")).text
    assert "personne n'est sous le salaire minimum" in (await product.taps(admin, "➕ Compléter la paie", told)).text
    line = await value(product.database, "select about from audit where action = 'project.topup'")
    assert line["people"] == 1 and line["name"] == "commentaires" and line["booked"][1] == "EUR"
    assert await agreement(product.database) == []
