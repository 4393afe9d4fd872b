"""What she says of an earlier answer while she joins, on both channels."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.work.test_hard_content import HARD
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
ASKED = "Quand veux-tu que je te rappelle"


async def at_the_reminder(product: Product, channel: str, project: str = "un salon") -> Person:
    """Somebody who has told her project, and is asked when she would be reminded."""
    awa = await product.welcomed(product.somebody(channel), "CI")
    await product.taps(awa, "J'accepte")
    shown = await product.says(awa, project)
    assert ASKED in shown.text
    return awa


async def project(product: Product) -> str:
    return str(await value(product.database, "select words from goal"))


@BOTH
async def test_the_project_that_was_read_is_said(on_both: Product, channel: str) -> None:
    """Whatever she wrote was her project, and nothing told her so."""
    awa = await on_both.welcomed(on_both.somebody(channel), "CI")
    await on_both.taps(awa, "J'accepte")
    assert "C'est noté : un salon, 200 000. Il te faut" in (await on_both.says(awa, "un salon, 200 000")).text


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        *("payer la scolarité de mon fils", "je veux payer les études de ma soeur"),
        *("payer l'école de mon fils 85 000", "des sous pour l'opération de ma mère"),
    ],
)
async def test_who_saves_for_her_family_has_a_project(on_both: Product, channel: str, said: str) -> None:
    """« Ce n'est pas comme prévu ? Raconte-le à ta Huber » was the answer, with two buttons, and nothing was stored."""
    await at_the_reminder(on_both, channel, said)
    assert await project(on_both) == said


@BOTH
@pytest.mark.parametrize("said", ["WXXW-XCXY-2W9T-M3MW", "wxxwxcxy2w9tm3mw"])
async def test_a_code_that_is_not_known_is_no_project(on_both: Product, channel: str, said: str) -> None:
    """A number for her pay of before, with a slip, was her project: nobody told her that it is not known."""
    awa = await on_both.welcomed(on_both.somebody(channel), "CI")
    await on_both.taps(awa, "J'accepte")
    shown = await on_both.says(awa, said)
    assert "Je ne connais pas le code WXXW-XCXY-2W9T-M3MW" in shown.text and "Quel projet" in shown.text
    assert await value(on_both.database, "select count(*) from goal") == 0


@pytest.mark.parametrize("said", ["Aminata", "tchoko"])
async def test_one_word_that_we_do_not_know_is_asked_about(product: Product, said: str) -> None:
    """Her name, written where her project is asked for, was her project."""
    awa = await product.welcomed(product.somebody("telegram"), "CI")
    await product.taps(awa, "J'accepte")
    assert "C'est bien ton projet ?" in (await product.says(awa, said)).text


@BOTH
async def test_another_project_is_taken_where_the_reminder_is_asked_for(on_both: Product, channel: str) -> None:
    """« non c pas mon projet » heard that joining is free."""
    product = on_both
    awa = await at_the_reminder(product, channel)
    shown = await product.says(awa, "non c pas mon projet")
    assert "Raconte-moi ton projet quand tu veux" in shown.text and ASKED in shown.text
    assert await project(product) == ""
    shown = await product.says(awa, "mon projet c'est une ferme, 300 000")
    assert "C'est noté : une ferme, 300" in shown.text and ASKED in shown.text
    assert await project(product) == "une ferme, 300 000"


@BOTH
async def test_what_can_be_changed_later_is_said(on_both: Product, channel: str) -> None:
    """They heard « Finissons d'abord ton inscription », or « Je n'ai pas compris »; how often she wants to be reminded
    was said to be for later."""
    awa = await at_the_reminder(on_both, channel)
    for said in ("oups", "je peux changer après ?", "projet", "pays", "je vis au togo"):
        shown = await on_both.says(awa, said)
        assert "tu peux tout changer" in shown.text and ASKED in shown.text, said
    assert "Quels jours de la semaine" in (await on_both.says(awa, "2 fois par semaine")).text


@pytest.mark.parametrize("said", ["c faux", "c'est pas ça", "non c'est faux"])
async def test_what_is_wrong_ends_no_reminders(product: Product, said: str) -> None:
    awa = await at_the_reminder(product, "telegram")
    assert ASKED in (await product.says(awa, said)).text


@BOTH
@pytest.mark.parametrize("said", ["les conditions stp", "conditions", "je veux lire avant", "montre le contrat"])
async def test_who_asks_for_the_terms_reads_them(on_both: Product, channel: str, said: str) -> None:
    """The welcome came again, or « Je n'ai pas compris »."""
    awa = await on_both.welcomed(on_both.somebody(channel), "CI")
    shown = await on_both.says(awa, said)
    assert "Je garde : prénom, contact" in shown.text and "J'accepte" in shown.labels


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("supprime mon numero", "je ne t'écris plus"),
        ("c'est qui hiteuses", "c'est hiteuses qui te paie"),
        ("oui mais je veux pas de rappel", "Finissons d'abord ton inscription"),
        ("je suis pas une femme", "Pour commencer"),
    ],
)
async def test_what_is_said_to_the_welcome_is_heard(product: Product, said: str, heard: str) -> None:
    """The first was asked to join first, the third was led to write to the team, the last was asked where she lives."""
    awa = await product.welcomed(product.somebody("telegram"), "CI")
    shown = await product.says(awa, said)
    assert heard in shown.text and "Bienvenue" not in shown.text  # it was read already
    assert await value(product.database, "select count(*) from consent") == 0


@BOTH
async def test_who_was_invited_to_work_and_puts_it_off_stays_a_hiteuse(on_both: Product, channel: str) -> None:
    """With « plus tard » where her time zone is asked for, and a no, she was a trainee, who may not work."""
    product = on_both
    awa = await product.welcomed(product.somebody(channel), "CD")
    await product.says(awa, "oui")
    assert "Dans quel pays" in (await product.says(awa, "plus tard")).text
    assert "Tu as accepté les conditions" in (await product.says(awa, "non merci")).text
    assert "Bienvenue" in (await product.says(awa, "menu")).text
    assert "formation" not in (await product.says(awa, "non merci")).text
    assert await value(product.database, "select role from person where first_name = 'Awa'") == "hiteuse"
    await product.says(awa, "menu")
    assert "deux heures" in (await product.says(awa, "oui")).text


@BOTH
@pytest.mark.parametrize("said", ["non pardon j'accepte pas", "oups j'accepte pas", "non non je n'accepte pas"])
async def test_an_agreement_that_is_taken_back_is_heard(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    awa = await product.welcomed(product.somebody(channel), "CI")
    await product.taps(awa, "J'accepte")
    assert "Tu ne veux plus ? Écris « supprimer »" in (await product.says(awa, said)).text


@BOTH
async def test_another_time_zone_is_no_project(on_both: Product, channel: str) -> None:
    """« nn kinshasa » became her project, and she was reminded by the time of Lubumbashi."""
    product = on_both
    awa = await product.welcomed(product.somebody(channel), "CD")
    await product.says(awa, "oui")
    await product.says(awa, "lubumbashi")
    shown = await product.says(awa, "nn kinshasa")
    assert "C'est changé : Kinshasa" in shown.text and "Quel projet" in shown.text
    assert await value(product.database, "select zone from person where first_name = 'Awa'") == "Africa/Kinshasa"
    assert await value(product.database, "select count(*) from goal") == 0
    assert "C'est noté : un salon à Lubumbashi" in (await product.says(awa, "un salon à Lubumbashi")).text
    assert await value(product.database, "select zone from person where first_name = 'Awa'") == "Africa/Kinshasa"


@BOTH
@pytest.mark.parametrize(
    ("first", "then", "shown"),
    [
        ("oui", "nn c dur jveux pas", "🚫 haine"),
        ("oui", "pardon non", "🚫 haine"),
        ("oui", "euh non finalement", "🚫 haine"),
        ("oui", "non finalement", "🚫 haine"),
        ("oui", "je veux plus", "🚫 haine"),
        ("oui", "non je préfère pas", "🚫 haine"),
        ("oui", "non", "🚫 haine"),
        ("nan", "je voulais dire oui", "🚫 haine"),
    ],
)
async def test_what_was_said_of_hard_content_is_thought_over(
    on_both: Product, channel: str, first: str, then: str, shown: str
) -> None:
    """The yes stood, and such work was offered to her; « je voulais dire oui » got « Choisis une des réponses »."""
    product = on_both
    await product.project(HARD)
    awa = await product.welcomed(product.somebody(channel), "CI")
    for said in ("oui", "un salon", "vendredi 19h"):
        asked = await product.says(awa, said)
    assert "contenus durs" in asked.text
    assert "petite tâche d'essai" in (await product.says(awa, first)).text
    assert shown in (await product.says(awa, then)).labels
    themes = await value(product.database, "select themes from person where first_name = 'Awa'")
    assert themes["haine"] is False
    await product.says(awa, "retour")
    assert "De quoi parle" in (await product.says(awa, "travail")).text


@BOTH
async def test_who_has_said_no_to_hard_content_may_refuse_what_comes_next(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(HARD)
    awa = await product.welcomed(product.somebody(channel), "CI")
    for said in ("oui", "un salon", "vendredi 19h", "non"):
        await product.says(awa, said)
    assert "Pause" in (await product.says(awa, "je veux plus")).text


@BOTH
async def test_a_theme_is_taken_away_in_words(on_both: Product, channel: str) -> None:
    """« Retire haine », below the list of themes, showed the list as it was."""
    product = on_both
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "contenus")
    assert "✅ haine" in (await product.says(awa, "haine")).labels
    assert "🚫 haine" in (await product.says(awa, "retire haine")).labels


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("haine c koi", "des mots qui font mal à un groupe"),
        ("je comprends pas haine", "des mots qui font mal à un groupe"),
        ("pas de ca chez moi", "tout est prêt"),
    ],
)
async def test_what_hard_content_is_can_be_asked(on_both: Product, channel: str, said: str, told: str) -> None:
    """« Haine c koi » and « pas de ça chez moi » were not understood, « je comprends pas haine » was a no."""
    product = on_both
    await product.project(HARD)
    awa = await at_the_reminder(product, channel)
    await product.taps(awa, "Pas de rappel")
    assert told in (await product.says(awa, said)).text
    decided = await value(product.database, "select themes from person where first_name = 'Awa'")
    assert decided == ({"haine": False} if "tout" in told else {})
    await product.says(awa, "non")
    await product.says(awa, "contenus")
    assert "tout" in told or told in (await product.says(awa, said)).text


@BOTH
@pytest.mark.parametrize(
    "said", ["mon projet c pa ça, c le lycée de mon fils", "c pas ça mon projet c le lycée de mon fils"]
)
async def test_another_project_behind_a_no_is_taken(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    awa = await at_the_reminder(product, channel)
    assert "C'est noté : le lycée de mon fils" in (await product.says(awa, said)).text
    assert await project(product) == "le lycée de mon fils"


@BOTH
@pytest.mark.parametrize("said", ["Togo", "guinée", "je suis au Togo", "Abidjan"])
async def test_another_country_where_the_time_zone_is_asked_for_leads_to_the_country(
    on_both: Product, channel: str, said: str
) -> None:
    """« Choisis une des réponses ci-dessous »; « guinée » brought what she had earned."""
    awa = await on_both.welcomed(on_both.somebody(channel), "CD")
    await on_both.says(awa, "oui")
    assert "Dans quel pays" in (await on_both.says(awa, said)).text
    assert "Quel projet" in (await on_both.says(awa, "Togo")).text
    assert await value(on_both.database, "select country from person where first_name = 'Awa'") == "TG"


@BOTH
@pytest.mark.parametrize(
    "said", ["oui j'accepte j'ai 17 ans", "j'ai 15 ans et demi j'accepte", "j'ai pas encore 18 ans", "je suis lycéenne"]
)
async def test_who_says_that_she_is_young_hears_of_it_and_has_agreed_to_nothing(
    on_both: Product, channel: str, said: str
) -> None:
    """« Je n'ai pas compris », and « J'accepte » below it."""
    awa = await on_both.welcomed(on_both.somebody(channel), "CI")
    assert "moins de 18 ans" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from consent") == 0
