"""An admin finds a person, sees how she stands on one screen, and does what helps her."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.people import queries as people_rows
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.people.commands import Person
from backend.encryption import Keys, new_key
from backend.services.admin import support_lookup
from backend.services.payouts import keys as key_service
from tests.integration.scenes import hiteuses, rows, value
from tests.product import Product


async def number_of(product: Product, name: str) -> int:
    return int(await value(product.database, "select id from person where first_name = %s", (name,)))


async def given_duty(product: Product, duty: str) -> Person:
    async with product.database.unit() as uow:
        await uow.execute("update person set duty = %s where role = 'admin'", (duty,))
        row = await uow.fetch_one("select id from person where role = 'admin'")
        await uow.commit()
        assert row is not None
        found = await people_rows.person(uow, row["id"])
    assert found is not None
    return found


async def test_her_file_stands_on_one_screen_and_reading_it_is_written_down_once_an_hour(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    paul = await product.admin()
    said = await product.says(paul, "personne Awa")
    number = await number_of(product, "Awa")
    for line in (
        f"Awa (n° {number}) · hiteuse · 🇨🇮 Côte d'Ivoire",
        "✅ Inscrite aujourd'hui",
        "📱 Telegram",
        "💼 7 jours : 1 réponse",
        "; 1 en tout · tâche d'essai faite",
        "📌 Tâche ouverte : Modération de commentaires",
        "· accepté 0 F CFA · payé 0 F CFA",
        "🎓 Aucun module réussi",
        "✉️ Dernier message : réponse, Telegram",
    ):
        assert line in said.text, line
    assert said.labels == [
        "🔕 7 jours sans rappels",
        "📝 Ajouter une note",
        "🎭 Changer le rôle",
        "✉️ Ses messages",
        "⏰ Ses rappels",
        "🗂 Historique",
        "🔎 Chercher",
    ]
    await product.taps(paul, "✉️ Ses messages", said)
    seen = "select count(*) from audit where action = 'see person' and subject_id = %s"
    assert await value(product.database, seen, (number,)) == 1
    await product.forward(minutes=61)
    await product.says(paul, f"personne {number}")
    assert await value(product.database, seen, (number,)) == 2


async def test_she_is_found_by_slips_a_part_of_her_name_her_code_and_her_number(product: Product) -> None:
    people = await hiteuses(product.database, 4)
    names = ("Marième", "Aïssatou", "Aïssatou", "فاطمة")
    async with product.database.unit() as uow:
        for her, name in zip(people, names, strict=True):
            await uow.execute("update person set first_name = %s where id = %s", (name, her.id))
        numbers = (await key_service.keys(uow, product.app.key_source)).numbers
        await uow.execute(
            "update contact set channel = 'whatsapp', address = %s where person_id = %s",
            (numbers.sealed("2250700112233"), people[0].id),
        )
        await uow.execute(
            """
            insert into invite (code, role, country, name, created_at, used_by, used_at)
            values ('ABCD2345EFGH6789', 'hiteuse', 'CI', 'Aïssatou Bamba', %(at)s, %(her)s, %(at)s)
            """,
            {"at": product.now, "her": people[1].id},
        )
        await uow.commit()
    paul = await product.admin()
    for text in ("marieme", "Mariéne", "07 00 11 22 33", "+225 0700112233", str(people[0].id)):
        said = await product.says(paul, f"personne {text}")
        assert "Marième (n°" in said.text, text
        assert "WhatsApp …2233" in said.text and "0700112233" not in said.text
    assert "2 personnes trouvées" in (await product.says(paul, "personne aissatou")).text
    assert f"n° {people[1].id}" in (await product.says(paul, "personne Bamba")).text
    assert f"n° {people[1].id}" in (await product.says(paul, "personne ABCD-2345-EFGH-6789")).text
    assert f"n° {people[3].id}" in (await product.says(paul, "personne فاطمة")).text
    assert "Je ne trouve personne" in (await product.says(paul, "personne <b>😀</b>")).text
    await product.says(paul, "personne")
    assert "Marième (n°" in (await product.says(paul, "Marieme")).text


async def test_a_pause_and_a_note_are_asked_once_more_and_written_down(product: Product) -> None:
    awa = await product.hiteuse()
    paul = await product.admin()
    number = await number_of(product, "Awa")
    shown = await product.says(paul, "personne Awa")
    asked = await product.taps(paul, "🔕 7 jours sans rappels", shown)
    assert "reçoit nos messages → en pause pendant 7 jours" in asked.text
    assert "C'est fait" in (await product.taps(paul, "Oui")).text
    shown = await product.says(paul, "personne Awa")
    assert "⏸ En pause jusqu'à" in shown.text
    assert "est déjà en pause, jusqu'au" in (await product.says(paul, f"/personne {number} pause")).text
    await product.taps(paul, "▶️ Finir la pause", shown)
    await product.taps(paul, "Oui")
    await product.taps(paul, "📝 Ajouter une note", shown)
    assert "« Téléphone partagé avec sa sœur »" in (await product.says(paul, "Téléphone partagé avec sa sœur")).text
    await product.taps(paul, "Oui")
    assert "📝 Téléphone partagé avec sa sœur (Paul, " in (await product.says(paul, "personne Awa")).text
    assert await product.heard(awa) == []
    lines = await rows(
        product.database,
        "select action, before, after from audit where subject_id = %s and action <> 'see person' order by id",
        (number,),
    )
    until = (product.now + timedelta(days=7)).date().isoformat()
    assert [line["action"] for line in lines] == ["pause person", "pause person", "note person"]
    assert lines[0]["before"] == {"paused_until": None} and lines[0]["after"]["paused_until"].startswith(until)
    assert lines[1]["after"] == {"paused_until": None} and lines[2]["after"] == {
        "note": "Téléphone partagé avec sa sœur"
    }


async def test_a_reader_looks_and_changes_nothing_and_others_do_not_even_look(product: Product) -> None:
    (awa,) = await hiteuses(product.database, 1)
    paul = await product.admin()
    by = await given_duty(product, "reader")
    shown = await product.says(paul, "personne Awa")
    assert shown.labels == ["✉️ Ses messages", "⏰ Ses rappels", "🗂 Historique", "🔎 Chercher"]
    async with product.database.unit() as uow:
        for doing in (
            support_lookup.pause(uow, by, awa.id, "telegram", product.now, on=True),
            support_lookup.add_note(uow, by, awa.id, "x", "telegram", product.now),
            support_lookup.find(uow, awa, "Awa", Keys([new_key()])),
            support_lookup.file(uow, awa, awa.id, "telegram", product.now),
        ):
            with pytest.raises(NotAllowed):
                await doing
    operations = await given_duty(product, "operations")
    async with product.database.unit() as uow:
        with pytest.raises(NotAllowed):  # an admin is changed by who gives roles only
            await support_lookup.pause(uow, operations, by.id, "telegram", product.now, on=True)
        with pytest.raises(BadInput):
            await support_lookup.add_note(uow, operations, awa.id, "x" * 501, "telegram", product.now)
