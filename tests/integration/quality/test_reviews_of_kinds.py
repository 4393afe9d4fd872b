"""`revues` for every kind of work, on both platforms: one's own answer as if the task were hers, then the verdict."""

from __future__ import annotations

from typing import Any

import pytest

from backend.records import Record
from bot import samples
from tests.fakes.people import Person
from tests.integration.scenes import agreement, value
from tests.product import Product

HEAD = """
name: essai
title: Essai
question: "Que dis-tu ?"
instructions: |
  Relis bien *chaque mot*.
pay: {amount: "0.05", currency: EUR}
minutes: 0.5
"""
BOARDS = samples.projects()[0].parent / "transcription-panneaux"
TEXT = 'show: {text: "{t}"}\nanswers: {max: 3}\n'
FORM = """
kind: entry
answers: {min: 3, max: 3}
show: {text: "{t}"}
fields:
  - id: vu
    label: "Le magasin est-il ouvert ?"
    type: choice
    choices: [{id: oui, label: Oui}, {id: non, label: Non}]
  - {id: heure, label: "À quelle heure ouvre-t-il ?", type: text, when: {vu: oui}}
"""


class Kind(Record):
    """`config` and `data` of the project; what two people say, what the third says, and what the reviewer sees of that
    one."""

    config: str
    data: str
    most: tuple[str, ...]
    odd: tuple[str, ...]
    shown: str


KINDS = {
    "pair": Kind(
        'kind: pair\ntie: true\nanswers: {max: 3}\nshow: {a: "{x}", b: "{y}"}\n',
        "id,x,y\n1,Bonjour,Salut\n",
        ("A",),
        ("Les deux se valent",),
        "Les deux se valent",
    ),
    "rating": Kind(
        f"kind: rating\nscale: {{1: Mauvais, 5: Parfait}}\n{TEXT}", "id,t\n1,Un plat\n", ("5",), ("1",), "1"
    ),
    "text": Kind(
        f"kind: text\n{TEXT}", "id,t\n1,Un mot\n", ("Pain chaud à six heures",), ("Menu du jour",), "Menu du jour"
    ),
    "transcription": Kind(
        'kind: transcription\nshow: {image: "{image}"}\nanswers: {max: 3}\n',
        "id,image\n1,images/pain.png\n",
        ("Boulangerie du Carrefour Pain chaud à 6 h et à 16 h",),
        ("Menu du jour",),
        "Menu du jour",
    ),
    "table": Kind(
        'kind: choice\nanswers: {min: 3, max: 3}\nshow: {table: "{t}"}\n'
        "choices:\n  - {id: haut, label: Ils montent}\n  - {id: bas, label: Ils baissent}\n",
        'id,t\n1,"[[""Mois"", ""Ventes""], [""mai"", ""3""], [""juin"", ""9""]]"\n',
        ("Ils montent",),
        ("Ils baissent",),
        "Ils baissent",
    ),
    "form": Kind(FORM, "id,t\n1,Boutique\n", ("oui", "8 h", "Tout est juste"), ("non", "Tout est juste"), "Non"),
}


async def works(product: Product, person: Person, said: tuple[str, ...]) -> str:
    shown = await product.says(person, "travail")
    if "Accepter" in shown.labels:
        shown = await product.taps(person, "Accepter", shown)
    for each in said:
        shown = await product.says(person, each)
    return shown.text


@pytest.mark.every_platform
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("name", KINDS)
async def test_an_answer_of_the_kind_is_reviewed(on_both: Product, name: str, channel: str) -> None:
    product, kind = on_both, KINDS[name]
    await product.project(HEAD + kind.config, kind.data, base=BOARDS)
    for who, said in (("Awa", kind.most), ("Binta", kind.odd), ("Coumba", kind.most)):
        person: Any = await product.joined(product.telegram.person(who))
        assert "Noté" in await works(product, person, said)
    boss: Any = getattr(product, channel).person("Paul")
    await product.appointed(boss)
    assert "D'abord, ta propre réponse" in (await product.says(boss, "revues")).text
    assert "Relis bien chaque mot" in (await product.says(boss, "aide")).text
    await product.says(boss, "revues")
    for each in kind.most:
        seen = await product.says(boss, each)
    assert kind.shown in seen.text.partition("La sienne : ")[2]
    await product.taps(boss, "❌ Refuser")
    await product.taps(boss, "La consigne n'est pas suivie")
    asked = await product.says(boss, "Regarde encore une fois, mot à mot.")
    assert "C'est noté" in (await product.taps(boss, "Envoyer", asked)).text
    assert await value(product.database, "select count(*) from answer where status = 5") == 1
    assert await agreement(product.database) == []


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_number_after_a_note_of_her_own_decides_nothing(on_both: Product, channel: str) -> None:
    """« 2 », another note than the first, made the first one the client's result."""
    product, kind = on_both, KINDS["rating"]
    await product.project(HEAD + kind.config, kind.data, base=BOARDS)
    for who, said in (("Awa", kind.most), ("Binta", kind.odd), ("Coumba", kind.most)):
        person: Any = await product.joined(product.telegram.person(who))
        await works(product, person, said)
    boss: Any = getattr(product, channel).person("Paul")
    await product.appointed(boss)
    await product.says(boss, "revues")
    await product.says(boss, "5")
    for written in ("2", "1", "3", "oui"):  # a yes after words that were not understood may mean these
        assert "La sienne : 1" in (await product.says(boss, written)).text
    assert await value(product.database, "select count(*)::int from review where decided_at is not null") == 0
    assert "C'est noté" in (await product.says(boss, "payer et corriger")).text
