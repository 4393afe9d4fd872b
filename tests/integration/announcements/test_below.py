"""What its author writes below an announcement that is still to go out, and while it is written."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import look, number, owner
from tests.integration.scenes import rows, value
from tests.integration.test_screens import BOTH
from tests.integration.threads.listening import huber
from tests.product import ONCE_MORE, Product

TEXT = "Réunion samedi à 9 h au centre"


async def author(product: Product, channel: str) -> Person:
    await product.joined(product.somebody(channel))
    return await huber(product, product.somebody(channel, "Mariam"))


async def planned(product: Product, mariam: Person, text: str = TEXT, when: str = "demain 9h") -> int:
    for said in (f"annonce {text}", "sans fichier", "suite", "suite", "choisir quand", when):
        await product.says(mariam, said)
    await mariam.says("oui")
    await product.heard(mariam)
    return await number(product)


async def states(product: Product) -> list[str]:
    return [row["state"] for row in await rows(product.database, "select state from announcement order by id")]


@BOTH
@pytest.mark.parametrize("screen", ["", "mes annonces"])
@pytest.mark.parametrize(
    "said",
    [
        *("stop elle est fausse", "il y a une faute", "change l'heure à 10 h", "avance à ce soir 18h"),
        *(
            "annule la",
            "ne l'envoie plus svp",
            "c'est pas samedi c'est dimanche",
            "oups",
            "je me suis trompée de texte",
        ),
    ],
)
async def test_what_is_said_of_one_that_is_planned_shows_how_to_stop_it(
    on_both: Product, channel: str, screen: str, said: str
) -> None:
    """« Je n'ai pas compris », or no figure, and it went out the next morning."""
    mariam = await author(on_both, channel)
    which = await planned(on_both, mariam)
    if screen:
        await on_both.says(mariam, screen)
    told = await on_both.says(mariam, said)
    assert await states(on_both) == ["planned"]
    if "Tu confirmes" not in told.text:
        told = await on_both.taps(mariam, "🛑 Arrêter", told)
    assert "Plus rien ne partira" in told.text
    await on_both.taps(mariam, "Oui", told)
    assert await value(on_both.database, "select state from announcement where id = %s", (which,)) == "cancelled"


@BOTH
async def test_of_two_that_are_listed_it_is_asked_which_one_is_meant(on_both: Product, channel: str) -> None:
    mariam = await author(on_both, channel)
    await planned(on_both, mariam)
    await planned(on_both, mariam, "Formation lundi")
    await on_both.says(mariam, "mes annonces")
    told = await on_both.says(mariam, "elle est fausse")
    assert "laquelle" in told.text and len(told.labels) == 3
    assert await states(on_both) == ["planned", "planned"]


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [("combien de tâches hier", "0 tâche"), ("merci", "Avec plaisir"), ("laisse", "je ne fais rien")],
)
async def test_what_has_a_meaning_of_its_own_keeps_it_there(
    on_both: Product, channel: str, said: str, told: str
) -> None:
    mariam = await author(on_both, channel)
    await planned(on_both, mariam)
    await on_both.says(mariam, "mes annonces")
    assert told in (await on_both.says(mariam, said)).text


@BOTH
@pytest.mark.parametrize("said", ["elle est fausse", "qui a voté", "résultat du sondage", "qui n'a pas répondu"])
async def test_below_one_that_was_sent_it_is_shown_how_it_stands(on_both: Product, channel: str, said: str) -> None:
    """« Je n'ai pas compris »."""
    mariam = await author(on_both, channel)
    await planned(on_both, mariam, when="maintenant")
    await look(on_both)
    await on_both.heard(mariam)
    await on_both.says(mariam, "mes annonces")
    told = await on_both.says(mariam, said)
    assert "ne s'efface pas" in told.text and "Envoyé : 1" in told.text


async def drafting(product: Product, channel: str, *steps: str) -> Person:
    mariam = await author(product, channel)
    for said in (f"annonce {TEXT}", *steps):
        await product.says(mariam, said)
    return mariam


STEPS = ["sans fichier", "suite", "suite", "choisir quand", "demain 9h"]


@BOTH
@pytest.mark.parametrize("done", range(1, 6))
@pytest.mark.parametrize("said", ["change samedi par dimanche", "c'est dimanche pas samedi", "il y a une faute"])
async def test_what_corrects_the_text_shows_it_to_be_written_anew(
    on_both: Product, channel: str, done: int, said: str
) -> None:
    """« Choisis une des réponses ci-dessous », at steps without a button for it."""
    mariam = await drafting(on_both, channel, *STEPS[:done])
    told = await on_both.says(mariam, said)
    assert "Écris le nouveau" in told.text and TEXT in told.text


@BOTH
@pytest.mark.parametrize("done", range(1, 6))
@pytest.mark.parametrize("said", ["plus tard", "pas maintenant", "non plus tard", "une autre fois"])
async def test_who_puts_it_off_keeps_what_she_has_written(on_both: Product, channel: str, done: int, said: str) -> None:
    """« Plus tard » at « Quand ? » threw the announcement away."""
    mariam = await drafting(on_both, channel, *STEPS[:done])
    assert "je garde ta place" in (await on_both.says(mariam, said)).text
    on_both.app.clock.forward(ONCE_MORE)
    for step in STEPS[done:]:
        await on_both.says(mariam, step)
    assert "C'est prévu" in (await on_both.says(mariam, "oui")).text


@pytest.mark.parametrize("said", ["c'est bon envoie", "oui envoie la", "ok envoie-la maintenant"])
async def test_a_yes_that_repeats_what_is_asked_is_told_to_be_clearer(on_both: Product, said: str) -> None:
    """« Choisis une des réponses », and the yes after it was not taken."""
    mariam, paul = await author(on_both, "telegram"), await owner(on_both)
    which = await planned(on_both, mariam)
    await on_both.says(paul, f"annonce pause {which}")
    await on_both.forward(hours=30)
    await on_both.says(paul, f"annonce reprendre {which}")
    assert "dis-moi clairement" in (await on_both.says(paul, said)).text
    await paul.says("oui")
    await on_both.heard(paul)
    assert await states(on_both) != ["paused"]
