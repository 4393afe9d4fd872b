"""`stop` ends by her own word alone, on both platforms and for every role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.scenes import value
from tests.integration.training.lessons import KEYS, enrolled, lesson, module
from tests.product import Product, comments
from tests.screens import MOST

DAY = datetime(2026, 3, 4, tzinfo=UTC)  # the Wednesday on which the product's clock starts, at 9
WAYS = ["Revenir", "Sans rappels"]
SCREENS = (
    "travail",
    "gains",
    "projet",
    "rappels",
    "profil",
    "aide",
    "formation",
    "certificat",
    "menu",
    "start",
    "lier",
)


@pytest.fixture(params=["telegram", "whatsapp"])
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def stopped(product: Product, name: str = "Awa") -> bool:
    return bool(
        await value(product.database, "select stopped_at is not null from person where first_name = %s", (name,))
    )


def at(day: int, hour: int) -> datetime:
    return DAY.replace(day=day) + timedelta(hours=hour)


async def test_no_screen_that_she_reads_undoes_a_stop(on_both: Product, platform: str) -> None:
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform), reminder="tous les jours à 19h")
    said = await product.says(awa, "stop")
    assert "je ne t'écris plus de moi-même" in said.text and list(said.labels) == WAYS
    for word in SCREENS:
        await awa.says(word)
        assert await product.heard(awa)
        assert await stopped(product), word
    menu = await product.says(awa, "menu")
    assert "Tu as dit « stop »" in menu.text and set(WAYS) <= set(menu.labels) and "💼 Travailler" in menu.labels
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.says(awa, "haine")  # she works, and still wants to hear nothing
    assert await stopped(product)
    await product.forward_to(at(8, 20))
    assert await product.heard(awa) == []


async def test_she_is_back_when_she_says_so(on_both: Product, platform: str) -> None:
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform), reminder="tous les jours à 19h")
    await product.says(awa, "gains")
    await product.taps(awa, "Revenir", await product.says(awa, "stop"))
    assert not await stopped(product)
    if platform == "Telegram":  # on WhatsApp the next one is a day away, and needs a template
        await product.forward_to(at(4, 19))
        assert "Modération" in (await product.answer(awa)).text
        await product.forward_to(at(5, 19))
        assert "Modération" in (await product.answer(awa)).text
    back = await product.says(awa, "revenir")
    assert "Contente de te retrouver" in back.text and "tous les jours à 19 h" in back.text


@pytest.mark.parametrize(
    "said",
    [
        "je veux revenir",
        "finalement oui je continue",
        "je veux que tu m'écrive encore",
        "reviens",
        "jveux revenir svp",
        "remet les rappel",
    ],
)
async def test_she_is_back_when_a_sentence_says_so(on_both: Product, platform: str, said: str) -> None:
    """« D'accord, je ne fais rien » was said, and she stayed stopped; also while a task is open above."""
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform))
    await product.says(awa, "stop")
    assert "Contente de te retrouver" in (await product.says(awa, said)).text
    assert not await stopped(product)
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.says(awa, "stop")
    if said in ("reviens", "remet les rappel"):  # what else may be said of other things
        await product.says(awa, "travail")
    assert "Contente de te retrouver" in (await product.says(awa, said)).text
    assert not await stopped(product)


@pytest.mark.parametrize("said", ["ne m'écris plus", "je veux plus que tu m'écrives", "je veux pas revenir", "merci"])
async def test_who_says_no_such_thing_stays_stopped(on_both: Product, platform: str, said: str) -> None:
    awa = await on_both.joined(on_both.somebody(platform))
    await on_both.says(awa, "stop")
    await on_both.says(awa, said)
    assert await stopped(on_both)


async def test_she_is_back_without_reminders(on_both: Product, platform: str) -> None:
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform), reminder="tous les jours à 19h")
    await product.says(awa, "stop")
    task = await product.says(awa, "sans rappels")
    assert "Contente de te retrouver" in task.text and "Pas de rappel" in task.text
    assert "Accepter" in task.labels  # what was open is open
    assert not await stopped(product)
    assert "Pas de rappel" in (await product.says(awa, "profil")).text
    await product.forward_to(at(8, 20))  # over a Sunday
    assert await product.heard(awa) == []


@pytest.mark.parametrize("role", ["trainee", "huber", "admin"])
async def test_every_role_can_come_back(on_both: Product, platform: str, role: str) -> None:
    product = on_both
    person = product.somebody(platform, "Mariam")
    if role == "admin":
        await product.appointed(person)
    else:
        await product.says(person, f"start {await product.code(role)}")  # type: ignore[arg-type]
    if role == "trainee":
        await product.taps(person, "J'accepte")
    said = await product.says(person, "stop")
    # who has no reminders has nothing to come back without
    assert list(said.labels) == (WAYS if role == "trainee" else ["Revenir"])
    assert await stopped(product, "Mariam")
    await product.says(person, "menu")
    assert await stopped(product, "Mariam")
    assert "Contente de te retrouver" in (await product.taps(person, "Revenir")).text
    assert not await stopped(product, "Mariam")


async def test_a_stop_while_she_joins_is_kept_and_undone_like_any_other(on_both: Product, platform: str) -> None:
    product = on_both
    awa = await product.welcomed(product.somebody(platform))
    said = await product.says(awa, "stop")
    assert list(said.labels) == WAYS
    back = await product.taps(awa, "Revenir", said)
    assert "Contente de te retrouver" in back.text and "J'accepte" in back.labels
    assert not await stopped(product)


async def test_to_choose_an_hour_is_to_come_back_and_she_is_told_so(on_both: Product, platform: str) -> None:
    product = on_both
    awa = await product.joined(product.somebody(platform))
    await product.says(awa, "stop")
    asked = await product.says(awa, "rappels")
    assert await stopped(product)
    assert "« stop »" not in asked.text or "Choisis une heure" in asked.text
    assert "tu es de retour" in (await product.taps(awa, "Tous les jours, 19 h", asked)).text
    assert not await stopped(product)


async def test_a_promotion_waits_for_the_word_of_who_has_said_stop(product: Product) -> None:
    mariam = product.telegram.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    awa = product.telegram.person("Awa")
    await product.says(awa, f"start {await product.code('trainee')}")
    await product.taps(awa, "J'accepte")
    await product.says(awa, "stop")
    promoted = await product.taps(mariam, "Oui", await product.says(mariam, "promouvoir Awa"))
    assert "dès qu'elle m'écrit" in promoted.text and "lui explique" not in promoted.text
    assert await product.heard(awa) == []
    welcome = await product.says(awa, "bonjour")
    assert "travail payé" in welcome.text and "Non merci" in welcome.labels
    assert "Tu continues ta formation" in (await product.taps(awa, "Non merci")).text


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_who_wants_no_reminders_and_has_said_stop_is_promised_nothing(on_both: Product, platform: str) -> None:
    """Neither announcements nor words of her Huber come after `stop`."""
    product = on_both
    awa = await product.joined(product.somebody(platform), reminder="Pas de rappel")
    await product.says(awa, "stop")
    shown = await product.says(awa, "rappels")
    assert "tu as dit « stop »" in shown.text and "annonces" not in shown.text


async def test_who_only_learns_hears_nothing_of_what_she_has_earned(on_both: Product, platform: str) -> None:
    await module(on_both.database, [lesson(1, KEYS[:2])])
    awa = await enrolled(on_both, on_both.somebody(platform))
    for said in ("ne m'écrivez plus", "stop"):
        told = await on_both.says(awa, said)
        assert "ce que tu as appris compte toujours" in told.text.lower() and "gagné" not in told.text


async def test_who_is_back_in_a_lesson_sees_no_more_than_a_screen(on_both: Product, platform: str) -> None:
    product = on_both
    await module(
        product.database, ["# Une leçon\n\n" + "Un mot que tu lis. " * 25 + "\n\n```gift\n::q:: Oui ? {T}\n```\n"]
    )
    awa = await enrolled(product, product.somebody(platform))
    await product.taps(awa, "▶️ Commencer")
    await product.says(awa, "stop")
    back = await product.says(awa, "revenir")
    assert "Contente de te retrouver" in back.text and len(back.text) <= MOST
    assert not await stopped(product)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("nn je voulais dire stop haine", "🚫 haine"),
        ("stop pour haine seulement", "🚫 haine"),
        ("non pas tous juste haine", "🚫 haine"),
        ("je voulais dire stop les rappels", "Contente de te retrouver"),
        ("nn pas tout, juste les annonces", "arrête tous mes messages"),
    ],
)
async def test_a_stop_that_was_meant_for_less_is_taken_back(
    on_both: Product, platform: str, said: str, told: str
) -> None:
    """« Nn je voulais dire stop haine », below her hard content, was about a task; nothing was sent to her any more."""
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform), reminder="tous les jours à 19h")
    await product.says(awa, "contenus")
    await product.taps(awa, "🚫 haine")
    await product.says(awa, "stop")
    shown = await product.says(awa, said)
    assert told in shown.text or told in shown.labels
    if told.startswith("arrête"):
        assert list(shown.labels) == WAYS
    else:
        assert not await stopped(product)


async def test_what_is_no_smaller_stop_leaves_it(on_both: Product, platform: str) -> None:
    product = on_both
    awa = await product.joined(product.somebody(platform))
    await product.says(awa, "stop")
    for said in ("je veux juste 2 minutes", "c'est juste", "stop"):
        await product.says(awa, said)
        assert await stopped(product), said
        await product.says(awa, "stop")


@pytest.mark.parametrize("said", ["non pas stop", "je me suis trompée", "c'était une erreur", "annule", "revenir"])
async def test_a_stop_that_is_taken_back_ends_no_pause(on_both: Product, platform: str, said: str) -> None:
    """« Stop », « non pas stop »: her week of rest was gone. After « je me suis trompée » she stayed stopped."""
    product = on_both
    await product.project(data=comments(3))
    awa = await product.joined(product.somebody(platform), reminder="tous les jours à 19h")
    await product.says(awa, "pause")
    await product.taps(awa, "1 semaine")
    await product.says(awa, "stop")
    back = await product.says(awa, said)
    assert "Contente de te retrouver" in back.text and "tu es en pause jusqu'au" in back.text
    assert not await stopped(product)
    assert await value(product.database, "select paused_until from person where first_name = 'Awa'") is not None
    await product.says(awa, "revenir")  # of the pause now
    assert await value(product.database, "select paused_until from person where first_name = 'Awa'") is None
