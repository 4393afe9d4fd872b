"""Tasks whose answer is known, help, and her own results, as people meet them on both platforms."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import agreement, value
from tests.product import COMMENTS, Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
WHY = "Le commentaire rejette tout un groupe."
LONG = "Un commentaire assez long pour qu'il faille plusieurs secondes à le lire jusqu'au bout, avec soin et attention"


def data(count: int, known: int = 0, text: str = "Commentaire") -> str:
    rows = [f'c{n},"{text}, numéro {n}",,\n' for n in range(count)]
    rows += [f'g{n},"{text} connu {n}",haine,{WHY}\n' for n in range(known)]
    return "id,comment,gold,explanation\n" + "".join(rows)


async def newcomer(product: Product, channel: str) -> Person:
    person = product.somebody(channel, "Awa")
    found: Person = await product.joined(person)
    await product.taps(found, 0)
    return found


@BOTH
async def test_a_wrong_answer_to_a_known_task_teaches_in_the_message_with_the_next_task(
    on_both: Product, channel: str
) -> None:
    product = on_both
    await product.project(COMMENTS, data(40, 4))
    awa = await newcomer(product, channel)
    taught = []
    for _ in range(25):
        said = await product.taps(awa, "Acceptable")
        if "la bonne réponse était" in said.text:
            taught.append(said.text)
    assert 1 <= len(taught) <= 2
    assert "la bonne réponse était : Haine" in taught[0].replace("*", "") and WHY in taught[0]
    assert "c'est payé comme le reste" in taught[0] and "Ce commentaire est-il acceptable ?" in taught[0]
    told = await product.says(awa, "est-ce que je travaille bien ?")
    assert "Réponses connues d'avance : 0 juste" in told.text.replace("justes", "juste")
    assert "n'est pas une faute" in told.text
    assert await value(product.database, "select count(*) from answer where status = 1 and control_right = false") == (
        len(taught)
    )
    assert await agreement(product.database) == []


@BOTH
async def test_who_answers_faster_than_one_can_read_is_helped_with_one_message(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(COMMENTS, data(40, text=LONG))
    awa = await newcomer(product, channel)
    for n in range(20):
        await product.taps(awa, "Acceptable" if n % 2 else "Haine")
    await product.ticks("tend_concerns")
    (told,) = await product.heard(awa)
    assert "arrivent très vite" in told.text and "Cela ne change rien à ta paie" in told.text
    assert "Ce commentaire est-il acceptable ?" in (await product.taps(awa, "💼 Continuer", told)).text
    await product.ticks("tend_concerns")
    assert await product.heard(awa) == []


async def test_at_the_end_a_person_looks_decides_and_can_take_it_back(product: Product) -> None:
    admin = await product.admin()
    await product.project(COMMENTS, data(100, text=LONG))
    awa = await newcomer(product, "telegram")
    for day in range(3):
        for n in range(22):
            await product.taps(awa, "Acceptable" if n % 2 else "Haine")
        await product.ticks("tend_concerns")
        told = (await product.heard(awa))[-1]
        if day < 2:
            await product.forward(days=1, minutes=1)
            await product.says(awa, "travail")
    assert "Une personne de l'équipe va regarder avec toi" in told.text
    waits = (await product.heard(admin))[-1]
    assert "Le travail d'Awa attend ton regard" in waits.text
    seen = await product.taps(admin, "Regarder", waits)
    assert "en moins de la moitié du temps de lecture" in seen.text and "Ses dernières réponses" in seen.text
    assert "Ce qu'elle a fait reste payé" in (await product.taps(admin, "⏸ Arrêter ce projet")).text
    done = await product.taps(admin, "Oui")
    assert "est arrêté pour Awa" in done.text
    told = (await product.heard(awa))[-1]
    assert "plus rapides que la lecture" in told.text and "Écris « huber »" in told.text
    assert "C'est annulé" in (await product.taps(admin, "↩️ Annuler", done)).text
    assert "de nouveau" in (await product.heard(awa))[-1].text
    assert await value(product.database, "select count(*) from audit where action = 'concern'") == 2
    assert "Aucune hiteuse" not in (await product.says(admin, "suivi")).text  # it waits for a decision again
    assert await agreement(product.database) == []
