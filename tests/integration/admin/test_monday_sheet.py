"""The Monday sheet and figures by period, on both platforms: each figure is the one that its word shows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from backend.domain.french.ranges import Span
from bot.channels.whatsapp.templates import TEMPLATES
from bot.dialogues import DIALOGUES
from bot.handlers.admin.week import picture_title
from bot.pictures.canvas import clean, cut
from bot.pictures.drawing import draw
from bot.pictures.figures import SMALLEST
from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.threads.listening import asks, huber
from tests.product import Product

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
MOST_BYTES = 30 * 1024


async def works(product: Product, person: Person, tasks: int) -> None:
    """She does some tasks of the open project."""
    await product.says(person, "travail")
    await product.taps(person, "Accepter")
    for _ in range(tasks):
        await product.taps(person, "Haine")


async def week(product: Product) -> tuple[Person, Person, Person]:
    """A week in two countries: Mariam looks after Côte d'Ivoire, where Awa works; Binta works in Senegal."""
    await product.project()
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.whatsapp.person("Awa"))
    binta = await product.joined(product.telegram.person("Binta"), "SN")
    await works(product, awa, 3)
    await works(product, binta, 2)
    await asks(product, awa, "Quand suis-je payée ?")
    await product.forward(hours=26)  # the team has heard of the thread that waits
    for person in (paul, mariam, awa, binta):
        await product.heard(person)
    return paul, mariam, awa


async def ticks(product: Product, moment: datetime) -> None:
    """Let time pass up to an instant, at which sheets that are due are sent."""
    await product.forward_to(moment)
    await product.ticks("send_monday_sheets")


def line(text: str, sign: str) -> str:
    """The line that begins with a sign, without the word that it leads to."""
    return next(line for line in text.split("\n") if line.startswith(sign)).partition(" : «")[0]


async def test_on_monday_a_huber_reads_her_countries_and_an_admin_all_of_them(on_both: Product) -> None:
    product = on_both
    paul, mariam, awa = await week(product)
    await ticks(product, MONDAY.replace(hour=7, minute=30))
    assert await product.heard(mariam) == []
    await ticks(product, MONDAY.replace(minute=15))
    (hers,), (all_of_it,) = await product.heard(mariam), await product.heard(paul)
    assert "La semaine du lundi 2 mars au dimanche 8 mars · Côte d'Ivoire" in hers.text
    assert "1 personne a travaillé (0 la semaine d'avant)" in hers.text
    assert "2 personnes ont travaillé (0 la semaine d'avant)" in all_of_it.text
    assert "Côte d'Ivoire" not in all_of_it.text.split("\n")[0]
    assert "1 personne sans réponse : « messages »" in hers.text
    for each in (hers, all_of_it):
        assert each.kind == "photo" and each.data and len(each.data) <= MOST_BYTES
    assert hers.labels[:2] == ["👭 La semaine", "💬 Messages"]
    # it comes once
    await ticks(product, MONDAY.replace(hour=18))
    assert await product.heard(mariam) == await product.heard(paul) == []
    assert not [message for message in await product.heard(awa) if "La semaine du" in message.text]


async def test_each_figure_of_the_sheet_is_the_one_of_its_word(on_both: Product) -> None:
    product = on_both
    paul, mariam, _ = await week(product)
    await ticks(product, MONDAY.replace(minute=15))
    for reader in (mariam, paul):
        (sheet,) = await product.heard(reader)
        shown = (await product.says(reader, "cohorte la semaine dernière")).text
        for sign in ("👩🏾", "🥇", "💵", "👌"):
            assert line(sheet.text, sign).partition(" (0")[0] == line(shown, sign).partition(" (0")[0]
        done, hours = line(sheet.text, "✅").split(" · ")
        assert (done, hours) == (line(shown, "✅"), line(shown, "⏱"))
        assert line(sheet.text, "📦") == line((await product.says(reader, "cohorte travail")).text, "📦")
        due = re.search(r"🧾 (.*?) restent", sheet.text)
        assert due is not None and f"({due[1]})" in (await product.says(reader, "reste à payer")).text
        stopped = line(sheet.text, "🔔").split()[1].replace("Aucune", "0")
        assert f"🔔 {stopped} à relancer" in (await product.says(reader, "cohorte")).text


async def test_on_whatsapp_it_is_one_message_with_its_picture_and_a_template_when_she_was_silent(
    on_both: Product,
) -> None:
    product = on_both
    await week(product)
    fatou = await huber(product, product.whatsapp.person("Fatou"), "SN")
    await product.forward_to(MONDAY.replace(hour=7, minute=30))
    await product.says(fatou, "menu")
    await ticks(product, MONDAY.replace(minute=15))
    (sheet,) = await product.heard(fatou)
    assert "1 personne a travaillé" in sheet.text and sheet.text.split("\n")[0].endswith("· Sénégal")
    assert sheet.data and len(sheet.data) <= MOST_BYTES and sheet.labels[0] == "👭 La semaine"
    assert line((await product.taps(fatou, "👭 La semaine")).text, "✅") == line(sheet.text, "✅").split(" · ")[0]
    (template,) = [each for each in TEMPLATES if each.purpose == "staff_week"]
    assert DIALOGUES.words.read(template.buttons[0][1]) is not None
    # silent for a week, without an approved template: it waits for her next word
    await ticks(product, MONDAY.replace(day=16, minute=15))
    assert await product.heard(fatou) == []


async def test_who_said_stop_or_is_off_the_team_gets_no_sheet(on_both: Product) -> None:
    product = on_both
    paul, mariam, _ = await week(product)
    await product.says(mariam, "stop")
    await ticks(product, MONDAY.replace(minute=15))
    assert await product.heard(mariam) == [] and len(await product.heard(paul)) == 1
    sent = "select count(*) from outbox where purpose = 'staff_week'"
    assert await value(product.database, sent) == 1


async def test_a_huber_asks_for_a_period_in_her_own_words(on_both: Product) -> None:
    product = on_both
    _, mariam, _ = await week(product)
    for said, head in (
        ("cohorte ce mois", "Du dimanche 1er mars au jeudi 5 mars"),
        ("cohorte semaine dernière", "Du lundi 23 février au dimanche 1er mars"),
        ("cohorte juin", "Juin 2025"),
        ("cohorte 2025", "Du mercredi 1er janvier 2025 au mercredi 31 décembre 2025"),
        ("cohorte ce trimestre", "Du jeudi 1er janvier au jeudi 5 mars"),
    ):
        told = (await product.says(mariam, said)).text
        assert told.startswith(f"{head} · Côte d'Ivoire"), told
        assert "💰" in told and "💵" in told
    assert "1 personne a travaillé" in (await product.says(mariam, "cohorte hier")).text
    for said in ("cohorte juin bleu", "cohorte trucmuche"):
        refused = (await product.says(mariam, said)).text
        assert "Je n'ai pas compris" in refused and not re.search(r"\d", refused.partition("Demande-moi")[0])
    assert "Je compte pour tes pays" in (await product.says(mariam, "cohorte juin au Sénégal")).text
    assert "Je compte pour tes pays" in (await product.says(mariam, "cohorte ce mois partout")).text


def test_the_picture_is_small_whatever_the_figures() -> None:
    large = [999_999, 123_456, 0, 77_777, 888_888, 5, 123_456]
    values = {
        "title": "La semaine du lundi 2 mars au dimanche 8 mars · Côte d'Ivoire, République démocratique du Congo",
        "days": large,
        "people": [12_345, 9_999],
        "tasks": [sum(large), 1_234_567],
        "seconds": [987_654_321, 1],
        "pace": [1_822, None],
    }
    assert len(draw("week", values, "fr")) <= MOST_BYTES
    assert len(draw("week", values | {"days": [0] * 7, "people": [0, 0], "tasks": [0, 0]}, "fr")) <= MOST_BYTES


def test_the_picture_names_its_week_and_two_countries_whole() -> None:
    """« La semaine du lundi 30 novembre au… », without the country."""
    title = picture_title(Span(date(2026, 11, 30), date(2026, 12, 6)), ("CI", "SN"), "fr")
    assert title == "Semaine du 30\u00a0novembre au 6\u00a0décembre · Côte d'Ivoire, Sénégal"
    assert cut(clean(title), 632, SMALLEST) == clean(title)


async def test_work_is_open_where_no_woman_is_active(product: Product) -> None:
    """« Aucun travail ouvert », beside « Travail ouvert : 6 jours » in `projets`: just when there are women to call."""
    await product.project()
    paul = await product.admin()
    mariam = await huber(product, product.telegram.person("Mariam"))
    for person in (paul, mariam):
        shown = (await product.says(person, "cohorte travail")).text
        assert "Aucun travail ouvert" not in shown and "pas de travail les 7 jours avant" in shown
