"""A Huber invites a list of people, and sees what became of each code."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people.invitations import InviteNames
from backend.domain.people.name_lists import Named
from backend.services.people import invitations
from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import Person
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.test_cohort import huber
from tests.integration.training.lessons import KEYS, lesson, module
from tests.product import Product

WORDS = """
name: mots
title: Mots
kind: text
question: Que lis-tu ?
show: {text: "{t}"}
pay: {amount: "0.05", currency: EUR}
"""
NAMES = "Prénom;Nom;Pays\nAwa;Koné;CI\nBinta;Diallo 👩🏾;CI\nفاطمة;;CI\n;;CI\n 12 ; 34 ;CI\n"


def table(message: ChatMessage) -> list[dict[str, str]]:
    """What stands in the file that came."""
    assert message.data is not None and message.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(message.data.decode("utf-8-sig"), newline="")))


async def sends(product: Product, mariam: Person, content: bytes, name: str = "noms.csv") -> ChatMessage:
    """The list, for hiteuses; what comes of it in the end."""
    await mariam.sends_document(content, name)
    assert "qui veux-tu inviter" in (await product.answer(mariam)).text
    await mariam.taps("Une hiteuse")
    *_, done = await product.heard(mariam)
    return done


async def test_a_list_of_names_becomes_codes_and_the_same_list_again_makes_none(product: Product) -> None:
    mariam = await huber(product)
    many = NAMES + "".join(f"Amie{n:03};Touré;CI\n" for n in range(12))
    done = await sends(product, mariam, many.encode())
    assert "Voici 15 codes" in done.text
    assert "2 lignes ne sont pas lues" in done.text and "ligne 6 : ce n'est pas un nom" in done.text
    found = table(done)
    assert [row["nom"] for row in found[:3]] == ["Awa Koné", "Binta Diallo 👩🏾", "فاطمة"]
    assert found[0]["pays"] == "CI"
    assert all(re.fullmatch(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", row["code"]) for row in found)
    assert found[0]["telegram"].endswith(f"start={found[0]['code']}")
    again = await sends(product, mariam, (many + "Chantal;Bamba;CI\n").encode())
    assert "Voici 1 code" in again.text and "Chantal Bamba" in again.text
    assert "15 noms ont déjà un code d'aujourd'hui" in again.text
    assert "Voici 15 codes" in (await product.taps(mariam, "Créer quand même", again)).text
    await product.forward(seconds=5)
    assert "C'est déjà fait" in (await product.taps(mariam, "Créer quand même", again)).text
    assert await value(product.database, "select count(*) from invite where name <> ''") == 31


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\0\6\0", "ce n'est pas un fichier CSV"),
        (b"nom\n", "aucun nom"),
        (b"\n".join(b"Awa %d" % n for n in range(5_001)), "au plus 5000 noms"),
    ],
)
async def test_what_is_no_list_of_names_makes_no_code(product: Product, content: bytes, said: str) -> None:
    mariam = await huber(product)
    codes = await value(product.database, "select count(*) from invite")
    done = await sends(product, mariam, content)
    assert "je n'ai créé aucun code" in done.text and said in done.text
    assert await value(product.database, "select count(*) from invite") == codes


async def test_a_list_with_countries_and_numbers_gives_codes_for_each_country(product: Product) -> None:
    mariam = await huber(product)
    await execute(product.database, "update person set countries = '{CI,SN}' where role = 'huber'")
    content = (
        "Nom,Pays,Téléphone\nAwa,Côte d'Ivoire,0700112233\nBinta,SN,+221771234567\nChantal,CM,\n"
        "Dado,Atlantide,\nEsther,,12\nFanta,,0700112244\n"
    )
    await mariam.sends_document(content.encode(), "noms.csv")
    await product.answer(mariam)
    await product.taps(mariam, "Une hiteuse")
    await mariam.taps("🇨🇮 Côte d'Ivoire")
    *_, done = await product.heard(mariam)
    assert "Voici 3 codes" in done.text
    assert "Awa · +2250700112233\n" in done.text and "Binta · +221771234567\n" in done.text
    for line in (
        "3 lignes ne sont pas lues",
        "ligne 4 : tu n'invites pas pour ce pays",
        "ligne 5 : je ne connais pas ce pays",
        "ligne 6 : ce n'est pas un numéro de téléphone",
    ):
        assert line in done.text, line
    made = await rows(product.database, "select name, country from invite where name <> '' order by name")
    assert made == [
        {"name": "Awa", "country": "CI"},
        {"name": "Binta", "country": "SN"},
        {"name": "Fanta", "country": "CI"},
    ]
    await mariam.sends_document(content.encode(), "noms.csv")  # the same again makes none, each in her own country
    await product.answer(mariam)
    await product.taps(mariam, "Une hiteuse")
    await mariam.taps("🇨🇮 Côte d'Ivoire")
    *_, again = await product.heard(mariam)
    assert "3 noms ont déjà un code d'aujourd'hui" in again.text and "Voici" not in again.text


async def test_a_huber_invites_for_no_country_but_hers(product: Product) -> None:
    mariam = await huber(product)
    before = await value(product.database, "select count(*) from invite")
    for words in ("inviter hiteuse CM", "inviter hiteuse 3 Sénégal", "inviter apprenante Burkina Faso 2"):
        assert (await product.says(mariam, words)).text == (
            "Tu n'invites que pour : Côte d'Ivoire. Pour un autre pays, demande à l'équipe."
        )
    assert await value(product.database, "select count(*) from invite") == before
    assert "Voici 2 codes" in (await product.says(mariam, "inviter hiteuse Côte d'Ivoire 2")).text
    await execute(product.database, "update person set countries = '{CI,SN}' where role = 'huber'")
    await product.says(mariam, "inviter")
    await product.taps(mariam, "Une hiteuse")
    said = await product.says(mariam, "Cameroun")
    assert "Tu n'invites que pour : Côte d'Ivoire, Sénégal." in said.text and "Pour quel pays ?" in said.text
    assert "Combien de codes ?" in (await product.says(mariam, "Sénégal")).text
    hers = await value(product.database, "select id from person where role = 'huber'")
    async with product.database.unit() as uow:
        her = await people_rows.person(uow, hers)
        assert her is not None
        names = InviteNames("hiteuse", "CI", (Named("Awa"), Named("Binta", "CM")))
        with pytest.raises(NotAllowed):
            await invitations.by_names(uow, names, her, product.now, {}, channel="telegram")
        with pytest.raises(NotAllowed):
            await invitations.keep(uow, her, names, names.names, (), product.now)


async def test_the_fate_of_each_code_is_shown_and_an_open_one_can_be_taken_back(product: Product) -> None:
    mariam = await huber(product)
    await product.says(mariam, "inviter hiteuse 1")
    await product.taps(mariam, "📋 Codes donnés", await product.says(mariam, "inviter"))
    await product.says(mariam, "inviter")
    await product.taps(mariam, "Une hiteuse")
    await product.taps(mariam, "Avec des noms")
    made = await product.says(mariam, "Awa, Binta, Chantal")
    codes = dict(re.findall(r"(Awa|Binta|Chantal)\n([\w-]{19})", made.text))
    await product.project()
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(binta, f"start {codes['Binta']}")
    await product.says(awa, f"start {codes['Awa']}")
    for tap in ("J'accepte", "💼 Mon activité", "Plus tard", "Pas de rappel", 0, "Accepter", "Haine"):
        await product.taps(awa, tap)
    said = await product.says(mariam, "inviter codes")
    assert "4 codes donnés" in said.text
    for line in ("• 2 ouverts", "• 2 utilisés", "• 1 inscrite", "• 1 a travaillé"):
        assert line in said.text
    assert "💼 Awa : a commencé à travailler mercredi 4 mars" in said.text
    assert "👋 Binta : code utilisé mercredi 4 mars, pas encore inscrite" in said.text
    assert f"✉️ Chantal : {codes['Chantal']}, donné mercredi 4 mars" in said.text
    assert "Il n'ouvrira plus rien" in (await product.taps(mariam, "🗑 Chantal", said)).text
    assert "rien ne change" in (await product.taps(mariam, "Non")).text
    await product.forward(seconds=5)
    await product.taps(mariam, "🗑 Chantal", said)
    assert "Le code est retiré" in (await product.taps(mariam, "Oui")).text
    chantal = product.telegram.person("Chantal")
    assert "Je ne connais pas le code" in (await product.says(chantal, f"start {codes['Chantal']}")).text
    assert await value(product.database, "select count(*) from audit where action = 'withdraw invite'") == 1
    exported = table(await product.taps(mariam, "📄 Exporter", said))
    fates = {row["nom"]: row["état"] for row in exported}
    assert fates == {"Awa": "travaille", "Binta": "utilisé", "Chantal": "retiré", "": "ouvert"}


async def test_a_huber_sees_and_takes_back_only_codes_of_her_countries(product: Product) -> None:
    mariam = await huber(product, country="SN")
    await product.says(mariam, "inviter codes")
    assert "Aucun code" in mariam.last.text.replace("\u00a0", " ")
    other = (await product.code(country="CI")).replace("-", "")
    assert "Ce n'est plus possible" in (await product.says(mariam, f"/inviter retirer {other}")).text
    number = await value(product.database, "select id from person where role = 'huber'")
    async with product.database.unit() as uow:
        her = await people_rows.person(uow, number)
        assert her is not None
        with pytest.raises(NotFound):
            await invitations.withdraw(uow, her, other, "telegram", product.now)
        for role, country in (("hiteuse", "CI"), ("huber", "SN"), ("admin", "SN")):
            names = InviteNames(role, country, (Named("Awa"),))  # type: ignore[arg-type]
            with pytest.raises(NotAllowed):
                await invitations.by_names(uow, names, her, product.now, {}, channel="telegram")


async def test_what_a_code_is_for_stands_beside_it_unless_it_is_for_a_hiteuse(product: Product) -> None:
    """Handed on from this list, the code of an admin looked like any other; a Huber was « pas encore au travail »."""
    paul = await product.admin()
    await huber(product)
    code = await product.code("admin")
    hers = await product.code()
    said = (await product.says(paul, "inviter codes")).text
    assert f"✉️ {code} (admin), donné" in said and f"✉️ {hers}, donné" in said
    assert "🙂 Mariam (Huber) : inscrite mercredi 4 mars\n" in f"{said}\n" and "pas encore au travail" not in said


async def test_the_code_of_a_sister_on_this_phone_is_hers_and_no_answer(product: Product) -> None:
    """It stood as the answer to the open task, and nobody said why her sister could not join here."""
    awa = await product.hiteuse("Awa")
    await product.project(WORDS, "id,t\n1,Un mot\n2,Deux\n")
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    code = await product.code("hiteuse")
    for said in (code, f"jai un code {code}", f"start {code}"):
        told = (await product.says(awa, said)).text
        assert "pas encore inscrite" in told and "le compte de Awa" in told.replace("d'Awa", "de Awa"), said
    of_task = "from answer a join project p on p.id = a.project_id where p.name = 'mots'"
    assert await value(product.database, f"select count(*) {of_task} and value is not null") == 0
    assert await value(product.database, "select count(*) from invite where role = 'hiteuse' and used_by is null") == 1


@pytest.mark.parametrize("said", ["Sénégal, Togo", "Sénégal et le Togo"])
async def test_the_countries_of_a_huber_are_written_as_the_question_says(product: Product, said: str) -> None:
    """« Sénégal, Togo », its own example: « Une seule réponse est possible ici. »"""
    paul = await product.admin()
    await product.taps(paul, "Une Huber", await product.says(paul, "inviter"))
    assert "Combien de codes" in (await product.says(paul, said)).text
    assert "Huber (Sénégal, Togo)" in (await product.says(paul, "1")).text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize("form", [str, str.lower, lambda code: code.replace("-", "")])
async def test_a_used_code_of_somebody_who_has_joined_is_known(
    on_both: Product, channel: str, form: Callable[[str], str]
) -> None:
    """« Je n'ai pas compris » to a trainee who wrote her invitation once more."""
    product = on_both
    code, awa = await product.code("trainee"), product.somebody(channel)
    await product.says(awa, f"start {code}")
    await product.taps(awa, "J'accepte")
    assert "Tu es déjà inscrite" in (await product.says(awa, form(code))).text
    assert "Je ne connais pas le code AAAA-BBBB-CCCC-2222" in (await product.says(awa, "AAAA-BBBB-CCCC-2222")).text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_used_code_answers_no_lesson(on_both: Product, channel: str) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:2])], now=product.now)
    code, awa = await product.code("trainee"), product.somebody(channel)
    await product.says(awa, f"start {code}")
    await product.taps(awa, "J'accepte")
    await product.says(awa, "formation")
    await product.taps(awa, 0)
    said = await product.says(awa, code)
    assert "Tu es déjà inscrite" in said.text and "Suite" in said.labels
