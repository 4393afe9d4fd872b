"""`stats`, questions in plain words and their tables, as an admin sees them."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from tests.fakes.people import Person as AnyPerson
from tests.fakes.telegram import Person
from tests.integration.scenes import execute, value
from tests.product import COMMENTS, Product, comments

PAIRS = COMMENTS.replace("{min: 1, max: 1}", "{min: 2, max: 2}")


async def worked(product: Product, name: str, country: str, answers: int, label: str = "Acceptable") -> Person:
    """A hiteuse who has given so many answers to the first project."""
    woman = await product.hiteuse(name, country)
    await product.taps(woman, 0)
    for _ in range(answers):
        await product.taps(woman, label)
    return woman


async def table(person: AnyPerson) -> list[dict[str, str]]:
    """The CSV that she has just been sent, as a spreadsheet reads it."""
    file, content = person.last.file, person.last.data
    assert file is not None and file.name.endswith(".csv") and content is not None
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_stats_tell_three_spans_with_a_picture_and_the_same_as_text(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Binta", "CM", 2)
    said = await product.says(admin, "stats")
    assert said.kind == "photo" and len(said.text) <= 1_024
    _, today, week, month, *_ = said.text.split("\n\n")
    assert week.split("\n")[1:] == today.split("\n")[1:] == month.split("\n")[1:]
    # each has done the practice task too
    earned = await value(product.database, "select sum(units) from answer where status = 1")
    assert "2 personnes ont travaillé · 🌱 2 nouvelles inscrites" in today and "7 tâches" in today
    assert f"{earned / 10_000:.2f}".replace(".", ",") in today
    assert "2 premiers revenus" in today
    await product.forward(days=2)
    _, today, week, *_ = (await product.says(admin, "stats")).text.split("\n\n")
    assert "0 personne" in today and "7 tâches" in week


async def test_stats_are_told_apart_by_country_and_by_messenger(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Binta", "CM", 2)
    await product.says(admin, "stats")
    countries = await product.taps(admin, "🌍 Par pays")
    assert countries.kind == "photo"
    assert countries.text.index("Côte d'Ivoire : ✅ 4 · 👩🏾 1") < countries.text.index("Cameroun : ✅ 3 · 👩🏾 1")
    assert "Par pays · 30 jours" in (await product.taps(admin, "30 jours")).text
    await product.says(admin, "stats")
    assert "Telegram : ✅ 7 · 👩🏾 2" in (await product.taps(admin, "💬 Par messagerie")).text
    of_one = await product.says(admin, "stats Cameroun")
    assert "Cameroun" in of_one.text.split("\n")[0] and "3 tâches" in of_one.text and "7 tâches" not in of_one.text


async def test_whoever_saves_data_gets_the_text_alone(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "economie")
    said = await product.says(admin, "stats")
    assert said.kind == "text" and "0 personne a travaillé" in said.text


async def test_what_messages_cost_is_told_as_an_estimate(product: Product) -> None:
    admin = await product.admin()
    await product.hiteuse()
    await execute(
        product.database,
        """
            insert into traffic (date, channel, category, country, project_id, messages, units)
            values (%(on)s, 'whatsapp', 'service', 'CI', 0, 10, 0), (%(on)s, 'whatsapp', 'utility', 'CI', 0, 4, 1360)
            """,
        {"on": product.now.date()},
    )
    said = (await product.says(admin, "stats")).text
    assert "messages, environ 0,13 €" in said and "estimé" in said.split("\n\n")[-1]
    await product.taps(admin, "💬 Par messagerie")
    assert "WhatsApp : 14 messages, environ 0,136 € (réponses 10, utiles 4)" in admin.last.text.replace("\u00a0", " ")
    assert "Messages par tâche : 0,136 €" in admin.last.text.replace("\u00a0", " ")  # the practice task
    assert "environ 0,13 €" in (await product.says(admin, "coût des messages aujourd'hui en Côte d'Ivoire")).text
    assert "environ" not in (await product.says(admin, "coût des messages aujourd'hui au Mali")).text


async def test_questions_in_plain_words_are_answered(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Binta", "CM", 2)
    await product.forward(days=1)
    for question, answer in {
        "Combien de tâches hier au Cameroun ?": "Hier\n✅ 3 tâches",
        "hiteuses actives hier": "Hier\n👩🏾 2 personnes ont travaillé",
        "tahces hier modération": "Hier\n✅ 5 tâches",
        "nouvelles inscrites en mars en Côte d'Ivoire": "🌱 1 nouvelle inscrite",
        "leçons réussies cette semaine": "📖 0 leçon réussie",
        "tâches aujourd'hui": "Aujourd'hui\n✅ 0 tâche",
        "tâches hier au Cameroun et en Côte d'Ivoire": "🇨🇲 Cameroun : ✅ 3 tâches\n🇨🇮 Côte d'Ivoire : ✅ 4 tâches",
        "tâches hier et avant-hier": "✅ 0 tâche\n\nHier\n✅ 7 tâches",
        "tâches par femme hier": "✅ 3,5 tâches par personne en moyenne",
        "tâches par pays hier": "Hier\n🇨🇮 Côte d'Ivoire : ✅ 4",
        "nouvelles par pays hier": "🇨🇮 Côte d'Ivoire : 🌱 1 nouvelle inscrite",
        "combien gagne une femme par heure hier": "Hier\n⚡ 3 530 F CFA de l'heure (d'après le temps prévu)",
        "combien d'hiteuses": "👭 2 femmes inscrites depuis le début",
        "nombre total d'hiteuses": "👭 2 femmes inscrites depuis le début",
        "où en est modération": "🏁 Fin",
        "combien n'ont pas encore travaillé": "Je compte ce qui est fait, pas ce qui manque.",
    }.items():
        assert answer in (await product.says(admin, question)).text, question
    assert "« chats »" in (await product.says(admin, "combien de chats hier")).text
    assert "De quel pays parles-tu : RD Congo ou Congo-Brazzaville" in (await product.says(admin, "tâches Congo")).text
    await product.project(
        PAIRS.replace("name: commentaires", "name: relecture").replace(
            "title: Modération", "title: Relecture, modération"
        )
    )
    several = (await product.says(admin, "tâches du projet modération hier")).text
    assert "• Modération de commentaires\n• Relecture, modération de commentaires" in several
    unknown = (await product.says(admin, "où est le soleil")).text
    assert "Je n'ai pas compris « soleil »" in unknown and "combien de tâches hier au Cameroun" in unknown


async def test_a_question_that_begins_with_a_word_of_others_or_of_a_list_is_a_question(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await product.forward(days=1)
    assert "Côte d'Ivoire : ✅ 4 tâches" in (await product.says(admin, "pays classés par tâches hier")).text
    assert "commentaires : ✅ 3 tâches" in (await product.says(admin, "projets par tâches hier")).text
    assert "« rouges »" in (await product.says(admin, "pays rouges, tâches d'hier")).text  # and no "pas pour toi"
    for what in ("pays Sénégal", "pause 3 jours", "travail"):
        assert "pas pour toi" in (await product.says(admin, what)).text, what
    assert "0 sur 10 tâches finies" in (await product.says(admin, "projets modération")).text
    assert "aucun projet « bleu »" in (await product.says(admin, "projets bleu")).text


async def test_a_question_about_figures_is_answered_beside_an_open_one_of_choices(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "annonce Bonjour à toutes")
    assert "✅ 0 tâche" in (await product.says(admin, "combien de tâches hier au Cameroun ?")).text
    assert "J'attends une photo" in (await product.says(admin, "combien de chats hier")).text
    assert "Des boutons" in (await product.says(admin, "sans fichier")).text


async def test_a_question_is_none_about_a_list_that_was_shown_long_before(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    assert "Qui veux-tu inviter ?" in (await product.says(admin, "inviter")).text
    assert "Qui veux-tu inviter ?" in (await product.says(admin, "combien de Hubers hier")).text  # just shown
    await product.says(admin, "paiements")
    for text, told in (("combien de Hubers hier", "Je n'ai pas « Hubers »"), ("qui attend sa paie ?", "pas compris")):
        said = (await product.says(admin, text)).text
        assert told in said and "inviter ?" not in said
    assert "Togo" in (await product.says(admin, "une hiteuse au Togo")).text  # it waits no longer: nobody is invited
    assert await value(product.database, "select count(*) from invite where role = 'hiteuse'") == 0
    assert "Voici 1 code" in (await product.says(admin, "inviter une hiteuse au Togo")).text


async def test_what_is_not_understood_gets_no_number_but_the_nearest_questions(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    said = await product.says(admin, "tâches rousses aujourd'hui en Côte d'Ivoire")
    assert "Je n'ai pas compris « rousses »" in said.text and "✅" not in said.text
    assert said.labels[0] == "Tâches · 🇨🇮 Côte d'Ivoire · Aujourd'hui"
    assert "🇨🇮 Côte d'Ivoire\n\nAujourd'hui\n✅ 4 tâches" in (await product.taps(admin, 0)).text


async def test_two_of_one_name_are_asked_back_and_who_looked_is_written_down(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Awa", "CM", 2)
    asked = await product.says(admin, "combien de tâches a fait Awa aujourd'hui ?")
    assert "2 femmes s'appellent ainsi. Laquelle ?" in asked.text
    assert await value(product.database, "select count(*) from audit where action = 'see person'") == 0
    told = await product.taps(admin, 1)
    assert "Awa 🇨🇲" in told.text and "✅ 3 tâches" in told.text and "🔎 Sa fiche" in told.labels
    assert "✅ 4 tâches" in (await product.says(admin, "tâches d'Awa en côte d'ivoire aujourd'hui")).text
    assert await value(product.database, "select count(*) from audit where action = 'see person'") == 2
    await product.says(admin, "top 5 hiteuses aujourd'hui")  # read within the hour: written down once
    assert await value(product.database, "select count(*) from audit where action = 'see person'") == 2


async def test_a_huber_asks_about_the_women_of_her_countries_alone(product: Product) -> None:
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Binta", "CM", 2)
    huber = product.telegram.person("Marième")
    await product.says(huber, f"start {await product.code('huber')}")
    assert (
        "🇨🇮 Côte d'Ivoire\n\nAujourd'hui\n✅ 4 tâches"
        in (await product.says(huber, "combien de tâches aujourd'hui")).text
    )
    assert "1. Awa 🇨🇮 : ✅ 4" in (await product.says(huber, "top 5 hiteuses aujourd'hui")).text
    assert "Binta" not in huber.last.text
    for question, answer in {
        "combien de tâches aujourd'hui au Cameroun": "Je compte pour tes pays : Côte d'Ivoire.",
        "tâches de tous les pays": "Je compte pour tes pays",
        "combien a gagné Binta": "Je n'ai pas compris « Binta »",
        "combien a gagné n° 3": "Je n'ai pas compris",
        "coût des messages hier": "c'est l'équipe qui les suit",
        "combien a-t-on dépensé hier": "c'est l'équipe qui les suit",
        "avancement des projets": "c'est l'équipe qui les suit",
        "/chiffres taches CM": "Je compte pour tes pays",
        "/chiffres par messagerie": "",
        "/stats exporter 2026-03-01 2026-03-04 CM": "Ce mot n'est pas pour toi",
        "je te raconte ma vie": "Je n'ai pas compris.",
    }.items():
        said = (await product.says(huber, question)).text
        assert answer in said and "Cameroun" not in said and "✉️" not in said and "€ de" not in said, (question, said)
    assert "Je sais compter, dans tes pays" in (await product.says(huber, "chiffres")).text


async def test_others_get_no_figures_for_their_questions(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.says(awa, "menu")
    for text in ("combien de tâches hier au Cameroun ?", "combien a gagné Awa", "/chiffres taches hier"):
        said = (await product.says(awa, text)).text
        assert "gagnés" not in said and "Hier" not in said and "Je sais compter" not in said, said


async def test_the_table_of_what_was_shown_is_a_csv_with_the_same_sums(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 3)
    await worked(product, "Binta", "CM", 2)
    await product.says(admin, "tâches aujourd'hui au Cameroun")
    await product.taps(admin, "📄 Exporter")
    rows = await table(admin)
    assert {row["country"] for row in rows} == {"CM"}
    assert sum(int(row["answers"]) for row in rows) == 3
    assert {row["project"] for row in rows if int(row["answers"])} >= {"commentaires"}
    await product.says(admin, "stats")
    await product.says(admin, "exporter")
    rows = await table(admin)
    assert sum(int(row["answers"]) for row in rows) == 7
    assert sum(int(row["messages"]) for row in rows) > 0
    euros = sum(float(row["earned_eur"]) for row in rows)
    assert round(euros * 10_000) == await value(product.database, "select sum(units) from answer where status = 1")
    # in francs it is what chat says, of which only the whole is rounded down
    francs = sum(Decimal(row["earned_fcfa"]) for row in rows)
    assert francs == Decimal(str(round(euros, 4))) * Decimal("655.957")
    said = await product.says(admin, "stats")
    assert f"gagnés ({int(francs)} F CFA)" in said.text


async def test_who_asks_what_messages_cost_hears_that_they_cost_nothing(product: Product) -> None:
    paul = await product.admin()
    await product.hiteuse()
    assert ", sans frais" in (await product.says(paul, "combien coûte Telegram")).text
    assert "frais" not in (await product.says(paul, "combien de messages aujourd'hui")).text


async def test_how_equally_a_week_is_shared_stands_by_country(product: Product) -> None:
    admin = await product.admin()
    await product.project(PAIRS)
    await worked(product, "Awa", "CI", 4)
    await worked(product, "Binta", "CI", 1)
    said = (await product.says(admin, "stats pays")).text
    # the practice task of 0.032 € and four or one of 0.05 €
    assert "Partage des gains sur 7 jours" in said and "Côte d'Ivoire 0,24" in said


async def test_scarce_work_is_shared_and_admins_see_how(product: Product) -> None:
    admin = await product.admin()
    await product.project(COMMENTS, comments(8))
    awa, binta = await product.hiteuse("Awa"), await product.hiteuse("Binta")
    await product.ticks("share_work")
    await product.says(admin, "stats")
    # 8 tasks of half a minute, and the practice task of each
    assert (
        "🤝 Côte d'Ivoire : peu de travail, 2 min 30 s par jour pour chacune des 2 actives"
        in (await product.taps(admin, "🌍 Par pays")).text
    )
    await product.taps(awa, 0)
    for _ in range(3):
        await product.taps(awa, "Acceptable")
    last = await product.taps(awa, "Acceptable")
    assert "Tu as fait ta part du travail d'aujourd'hui" in last.text and "↩️ Corriger la dernière" in last.labels
    assert "Ta prochaine part commence demain" in (await product.says(awa, "travail")).text
    await product.taps(binta, 0)
    for _ in range(3):
        assert "Acceptable" in (await product.taps(binta, "Acceptable")).labels
    assert "Tu as fait toutes les tâches" in (await product.taps(binta, "Acceptable")).text
