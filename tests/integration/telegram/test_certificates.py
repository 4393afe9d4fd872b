"""From a lesson to a certificate and to work, through a real platform's API."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from math import ceil

import pytest
from aiohttp import ClientSession
from openbadgeslib.ob3.verifier import OB3Verifier
from PIL import Image

from backend.domain.people.commands import OPERATOR
from backend.services.certificates import credentials
from tests import signing
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import agreement, commit, rows, value
from tests.integration.training.lessons import KEYS, answer, final, lesson, module, read, trainee
from tests.product import COMMENTS, Product, comments

FIVE = KEYS[:5]
NEEDING = COMMENTS + "needs: [moderation-1]\n"


@pytest.fixture(autouse=True)
def _key(product: Product) -> None:
    """A key of the environment: to make one takes longer than a whole test."""
    product.app.issuer.pem = signing.pem()


async def learns(product: Product, person: Person, start: ChatMessage | None = None) -> ChatMessage:
    """Through the only lesson and the final test, with the right answers."""
    shown = await product.taps(person, "▶️ Commencer", start)
    end = await answer(product, person, await read(product, person, shown), *[True] * 5)
    return await final(product, person, end, *[True] * 5)


async def asked(address: str, accept: str = "text/html") -> tuple[int, str]:
    async with ClientSession() as asker, asker.get(address, headers={"Accept": accept}) as found:
        return found.status, await found.text()


def address_in(message: ChatMessage) -> str:
    (found,) = re.findall(r"http://127\.0\.0\.1:\d+/verify/[0-9a-f-]{36}", message.text)
    return str(found)


async def test_a_module_passed_becomes_a_certificate_that_the_page_confirms(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["moderation-1"])
    awa = await trainee(product)
    end = await learns(product, awa)
    assert "badges : « Les capitales », « Modération de contenus, niveau 1 »" in end.text
    await product.says(awa, "formation")  # what is open below hides no button of the certificate
    assert "Quel nom veux-tu" in (await product.taps(awa, "🎓 Mon certificat", end)).text
    shown = await product.says(awa, "Awa N'Guessan 🌸")
    assert shown.labels == ["☑ Mon nom", "☑ La date", "✅ Valider"]
    taken = await product.taps(awa, "✅ Valider", shown)
    assert "Certificat : Les capitales" in taken.text and "Au nom d'Awa N’Guessan" in taken.text
    address = address_in(taken)
    status, page = await asked(address)
    assert status == 200 and "authentique" in page and "Awa N’Guessan" in page

    pdf = await product.taps(awa, "📄 PDF", taken)
    assert pdf.data is not None and pdf.data.startswith(b"%PDF-")
    assert pdf.file is not None and pdf.file.name == "certificat-capitales.pdf"
    picture = await product.taps(awa, "🖼 Image", taken)
    assert picture.data is not None and len(picture.data) <= 60 * 1024
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (1080, 764)
    assert (await product.taps(awa, "🔗 Lien à envoyer", taken)).text.splitlines()[-1] == address


@pytest.mark.parametrize("said", ["j'ai mal écrit mon nom", "c'est pas mon nom", "le nom est faux", "changer nom"])
async def test_a_name_that_was_written_wrong_is_asked_for_again(product: Product, said: str) -> None:
    """« Mon nom » in it was the box that was ticked, and the certificate was signed."""
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    assert "Quel nom veux-tu" in (await product.says(awa, "certificat capitales")).text  # no name, but this word
    assert "au nom d'Awa Kone Bi," in (await product.says(awa, "Awa Kone Bi")).text
    assert "Quel nom veux-tu" in (await product.says(awa, said)).text
    assert "au nom d'Awa Koné," in (await product.says(awa, "Awa Koné")).text
    assert "au nom d'Awa Bamba," in (await product.says(awa, "non c'est Awa Bamba")).text
    assert "au nom d'Awa Traoré," in (await product.says(awa, "non juste Awa Traoré")).text
    assert "au nom d'Awa KONÉ," in (await product.says(awa, "non Awa KONÉ")).text
    assert "au nom d'Awa Traoré," in (await product.says(awa, "non c'est Awa Traoré")).text
    assert (await product.says(awa, "pas mon nom")).labels == ["Mon nom", "☑ La date", "✅ Valider"]
    assert "Au nom d'Awa Traoré" in (await product.taps(awa, "✅ Valider")).text


@pytest.mark.parametrize(
    ("said", "left"),
    [
        *((said, "name") for said in ("cache la date", "masque la date", "ne montre pas la date", "sans la date")),
        *((said, "date") for said in ("cache mon nom", "enlève mon nom", "je veux pas qu'on voie mon nom")),
    ],
)
async def test_what_she_hides_in_words_is_not_on_the_page(product: Product, said: str, left: str) -> None:
    """« Cache mon nom » was not understood, and « valider » showed it to everybody."""
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    await product.says(awa, "Awa Koné")
    assert "✅ Valider" in (await product.says(awa, said)).labels
    taken = await product.says(awa, "valider")
    assert ("On y voit ton nom, pas la date" if left == "name" else "On y voit la date, pas ton nom") in taken.text


async def test_the_picture_carries_a_credential_that_an_independent_library_accepts(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    await product.taps(awa, "Awa")
    taken = await product.taps(awa, "✅ Valider")
    picture = await product.taps(awa, "🖼 Image", taken)
    assert picture.data is not None
    token = OB3Verifier.extract_token_from_png(picture.data)
    assert OB3Verifier(signing.public_pem(signing.pem())).verify(token).id == address_in(taken)
    assert product.now < datetime.now(UTC)  # it looks at the real time


async def test_she_changes_her_name_and_the_old_certificate_says_that_it_was_replaced(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    await product.says(awa, "Awa Koné")
    old = await product.taps(awa, "✅ Valider")
    await product.taps(awa, "✏️ Changer", old)
    shown = await product.says(awa, "Awa Traoré")
    await product.taps(awa, "☑ Mon nom", shown)
    new = await product.taps(awa, "✅ Valider")
    assert address_in(new) != address_in(old)
    _, page = await asked(address_in(old))
    assert "a été remplacé" in page
    _, page = await asked(address_in(new))
    assert "authentique" in page and "Traoré" not in page
    assert address_in(await product.says(awa, "certificat capitales")) == address_in(new)


async def test_what_is_said_right_below_a_certificate_is_about_it(product: Product) -> None:
    """« Enlève la page » was met with the question of the lesson further up, and her name stayed on the page."""
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    end = await learns(product, awa)
    assert "le travail payé s'ouvre" in (await product.says(awa, "alors je travaille maintenant ?")).text.casefold()
    assert "le travail payé s'ouvre" in (await product.says(awa, "comment je deviens hiteuse")).text.casefold()
    await product.taps(awa, "🎓 Mon certificat", end)
    await product.says(awa, "Awa Koné")
    taken = await product.taps(awa, "✅ Valider")
    await product.says(awa, "révision")
    await product.says(awa, "certificat capitales")
    assert "que ton certificat est vrai" in (await product.says(awa, "c'est quoi ce lien")).text
    await product.says(awa, "certificat capitales")
    sent = await product.says(awa, "envoie le à mon patron")
    assert sent.text.splitlines()[-1] == address_in(taken)
    await product.says(awa, "certificat capitales")
    for said in ("enlève la page", "je veux pas qu'on voie mon nom"):
        assert "Quel nom veux-tu" in (await product.says(awa, said)).text, said
        await product.says(awa, "Awa Koné")
        await product.says(awa, "valider")


async def test_the_form_that_she_wants_is_no_name_and_is_sent_below_the_certificate(product: Product) -> None:
    """« Un lien », said to « l'avoir en PDF, en image ou en lien », stood as the name; « je veux le pdf » below the
    certificate was not understood."""
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    for said in ("un lien", "en pdf stp", "l'image"):
        assert "Que verra cette personne" not in (await product.says(awa, said)).text, said
    await product.says(awa, "Awa Koné")
    taken = await product.taps(awa, "✅ Valider")
    assert "Au nom de Awa Koné" in taken.text or "Au nom d'Awa Koné" in taken.text
    for said, kind in (("je veux le pdf", "document"), ("envoie moi l'image", "photo")):
        await product.says(awa, "certificat capitales")
        assert (await product.says(awa, said)).kind == kind, said
        other = await product.says(awa, "je veux le lien")
        assert other.text.splitlines()[-1] == address_in(taken)


async def test_the_word_lists_her_badges_and_certificates(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["saisie-1"])
    awa = await trainee(product)
    assert "Tu n'as pas encore de badge" in (await product.says(awa, "badges")).text
    await product.says(awa, "formation")
    await learns(product, awa)
    listed = await product.says(awa, "certificat")
    assert "Tes 2 badges" in listed.text
    assert "• Les capitales\n• Saisie de données, niveau 1" in listed.text
    assert listed.labels == ["🎓 Les capitales", "📚 Mes modules"]
    assert "n'est pas encore à toi" in (await product.says(awa, "certificat rien")).text
    assert "🏅 Mes badges" in (await product.says(awa, "formation")).labels


async def test_a_certificate_that_was_taken_back_is_named_with_its_reason(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    awa = await trainee(product)
    await product.taps(awa, "🎓 Mon certificat", await learns(product, awa))
    await product.taps(awa, "Awa")
    taken = await product.taps(awa, "✅ Valider")
    number = await value(product.database, "select id from credential")
    await commit(product.database, credentials.revoke, number, "réponses copiées", OPERATOR, product.now)
    _, page = await asked(address_in(taken))
    assert "a été retiré" in page
    assert "retiré le mercredi 4 mars. Raison : réponses copiées" in (await product.says(awa, "certificat")).text
    assert "retiré le mercredi 4 mars. Raison : réponses copiées" in (await product.taps(awa, "🖼 Image", taken)).text


# --- work -------------------------------------------------------------------------------------------


async def test_taken_back_with_its_badges_a_module_closes_its_work_until_it_is_passed_again(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["moderation-1"])
    await product.project(NEEDING)
    awa = await product.hiteuse()
    end = await learns(product, awa, await product.says(awa, "formation"))
    await product.taps(awa, "🎓 Mon certificat", end)
    await product.taps(awa, "Awa")
    await product.taps(awa, "✅ Valider")
    number = await value(product.database, "select id from credential")
    back = lambda uow: credentials.revoke(uow, number, "copiée", OPERATOR, product.now, with_badges=True)  # noqa: E731
    await commit(product.database, back)
    assert await rows(product.database, "select key from badge where revoked_at is null") == []
    assert "Il n'y a pas de travail" in (await product.says(awa, "travail")).text
    listed = await product.says(awa, "formation")
    assert "▫️ Les capitales : 1 leçon 💼" in listed.text
    assert "meilleur essai" not in (await product.taps(awa, "Les capitales", listed)).text
    end = await learns(product, awa, await product.says(awa, "formation"))
    assert "Module réussi : Les capitales" in end.text and "Cela t'ouvre du travail" in end.text
    assert "Tes tests comptent dans tes gains" not in end.text  # it was
    assert await agreement(product.database) == []


async def test_a_badge_opens_work_and_the_tests_for_it_are_paid(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["moderation-1"])
    await product.project(NEEDING, comments(10))
    awa = await product.hiteuse()
    none = await product.says(awa, "travail")
    assert "Ce travail s'ouvre avec une formation" in none.text
    assert "Modération de commentaires : 32 F CFA par tâche, environ 3 935 F CFA de l'heure" in none.text
    listed = await product.taps(awa, "🎓 Formation", none)
    end = await learns(product, awa, listed)
    assert "Tes tests comptent dans tes gains" in end.text
    assert "Cela t'ouvre du travail : Modération de commentaires, 32 F CFA par tâche" in end.text
    (paid,) = await rows(product.database, "select units, seconds from assessment")
    assert paid["units"] == ceil(1_000 * paid["seconds"] / 60)  # 0.05 EUR for half a minute
    gains = await product.says(awa, "gains")
    practice = 320
    assert f"Aujourd'hui : {int((practice + paid['units']) / 10_000 * 655.957)} F CFA" in gains.text
    offer = await product.says(awa, "travail")
    assert "Commentaire numéro 1" in (await product.taps(awa, "Accepter", offer)).text
    assert await agreement(product.database) == []


async def test_a_huber_makes_a_hiteuse_of_a_trainee_who_is_welcomed_to_work(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["moderation-1"])
    await product.project(NEEDING, comments(10))
    huber = product.telegram.person("Mariam")
    await product.says(huber, f"start {await product.code('huber')}")
    awa = await trainee(product)
    assert "Aucune apprenante" in (await product.says(huber, "promouvoir")).text
    await learns(product, awa)
    listed = await product.taps(huber, "⭐ Promouvoir", await product.says(huber, "menu"))
    assert "Awa : 1 module (Les capitales)" in listed.text
    assert "Ouvrir le travail payé à Awa" in (await product.taps(huber, "⭐ Awa", listed)).text
    assert await product.heard(awa) == []
    assert "Awa est maintenant hiteuse" in (await product.taps(huber, "Oui")).text
    welcome = await product.answer(awa)
    assert "Mariam, ta Huber, t'ouvre le travail payé" in welcome.text
    assert "Tes tests comptent dans tes gains" in welcome.text
    assert "Tes badges t'ouvrent déjà : Modération de commentaires" in welcome.text
    await product.taps(awa, "J'accepte", welcome)
    await product.taps(awa, "💼 Mon activité")
    await product.taps(awa, "Plus tard")
    await product.taps(awa, "Pas de rappel")
    offer = await product.taps(awa, 0)  # the practice task
    assert "Modération de commentaires" in offer.text
    assert "Commentaire numéro 1" in (await product.taps(awa, "Accepter", offer)).text
    await product.forward(seconds=2)  # not the same finger twice
    assert "est déjà hiteuse" in (await product.taps(huber, "⭐ Awa", listed)).text
    assert await product.heard(awa) == []
    assert await agreement(product.database) == []


async def test_she_declines_work_and_goes_on_learning(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    admin = await product.admin()
    awa = await trainee(product)
    await product.says(admin, "promouvoir awa")
    assert "Awa est maintenant hiteuse" in (await product.taps(admin, "Oui")).text
    welcome = await product.answer(awa)
    assert "L'équipe t'ouvre le travail payé" in welcome.text
    declined = await product.taps(awa, "Non merci", welcome)
    assert "Tu continues ta formation" in declined.text
    assert "▶️ Commencer" in declined.labels  # what she had open before is open again
    assert "Awa préfère continuer sa formation" in (await product.answer(admin)).text
    assert "Le travail payé s'ouvre quand" in (await product.says(awa, "travail")).text


async def test_promoted_in_the_middle_of_a_lesson_she_finds_it_again(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)])
    admin, awa = await product.admin(), await trainee(product)
    question = await read(product, awa, await product.taps(awa, "▶️ Commencer"))
    await product.says(admin, "promouvoir Awa")
    await product.taps(admin, "Oui")
    await product.taps(awa, "J'accepte", await product.answer(awa))
    await product.taps(awa, "💼 Mon activité")
    await product.taps(awa, "Plus tard")
    await product.taps(awa, "Pas de rappel")
    await product.taps(awa, 0)
    assert "Question 2 sur 5" in (await product.taps(awa, question.labels[0], question)).text


@pytest.mark.parametrize("word", ["promouvoir", "promouvoir 1"])
async def test_the_word_is_for_hubers_and_admins(product: Product, word: str) -> None:
    awa = await trainee(product)
    assert "Ce mot n'est pas pour toi" in (await product.says(awa, word)).text


async def test_what_a_trainee_passes_opens_and_pays_nothing_yet(product: Product) -> None:
    await module(product.database, [lesson(1, FIVE)], unlocks=["moderation-1"])
    await product.project(NEEDING, comments(3))
    awa = await trainee(product)
    end = await learns(product, awa)
    assert "payé" not in end.text and "ouvre du travail" not in end.text
    assert await value(product.database, "select count(*) from assessment") == 0
