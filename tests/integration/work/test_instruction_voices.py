"""A Huber says the instructions of a project, and hiteuses of her countries listen to it, on both platforms."""

from __future__ import annotations

from datetime import timedelta

from backend.db.messaging import pruning
from backend.domain.work.instruction_voices import MOST_BYTES
from tests.fakes.people import Person
from tests.integration.scenes import commit, execute, value
from tests.integration.threads.listening import huber
from tests.product import Product

VOICE = b"OggS the instructions in her own words"
TITLE = "Modération de commentaires"


async def records(product: Product, by: Person, voice: bytes, title: str = TITLE) -> str:
    """Somebody records a note; what they are told at the end."""
    await product.says(by, "consignes")
    await product.taps(by, title)
    await by.sends_voice(voice)
    await product.heard(by)
    return (await product.taps(by, "✅ Enregistrer")).text


async def test_women_of_her_countries_listen_to_it_and_others_are_not_offered_it(on_both: Product) -> None:
    product = on_both
    await product.project()
    mariam = await huber(product, product.telegram.person("Mariam"))
    assert "C'est enregistré" in await records(product, mariam, VOICE)
    awa = await product.joined(product.whatsapp.person("Awa"))
    binta = await product.joined(product.telegram.person("Binta"), "SN")
    chantal = await product.joined(product.telegram.person("Chantal"))
    # on WhatsApp: the button is beside the instructions, the sound is one message, the task stays open
    await product.says(awa, "travail")
    first = await product.taps(awa, "Accepter")
    assert "Écouter" in first.text + " ".join(first.labels)
    await awa.says("ecouter")
    (sound,) = await product.heard(awa)
    assert sound.kind == "audio" and sound.data == VOICE
    assert "Noté" in (await product.taps(awa, "Haine", first)).text
    # on Telegram: a voice message; and with « aide » as long as a task of the project is open
    await product.says(chantal, "travail")
    first = await product.taps(chantal, "Accepter")
    played = await product.taps(chantal, "🔊 Écouter", first)
    assert played.kind == "voice" and played.data == VOICE
    for word in ("aide", "consignes"):
        assert "🔊 Écouter" in (await product.says(chantal, word)).labels
    # another country
    await product.says(binta, "travail")
    assert "🔊 Écouter" not in (await product.taps(binta, "Accepter")).labels
    assert "Il n'y a pas de consignes à écouter" in (await product.says(binta, "ecouter 1")).text
    assert "🔊 Écouter" not in (await product.says(binta, "aide")).labels


async def test_what_is_too_large_is_refused_with_a_line_and_the_one_before_stays(on_both: Product) -> None:
    product = on_both
    await product.project()
    mariam = await huber(product, product.whatsapp.person("Mariam"))
    assert "C'est enregistré" in await records(product, mariam, VOICE)
    heavy = b"OggS" + bytes(MOST_BYTES)
    assert "C'est trop long : 60 ko au plus" in await records(product, mariam, heavy, f"🔊 {TITLE}")
    kept = await value(product.database, "select m.content from instruction_voice v join media m on m.hash = v.hash")
    assert bytes(kept) == VOICE
    await product.taps(mariam, "🗑 Supprimer")
    assert await value(product.database, "select count(*) from instruction_voice") == 0


async def test_the_team_removes_a_note_and_it_is_in_the_audit(on_both: Product) -> None:
    product = on_both
    await product.project()
    paul = await product.admin()
    assert "Aucune consigne" in (await product.says(paul, "consignes")).text
    await product.taps(paul, "Retour")
    mariam = await huber(product, product.telegram.person("Mariam"), "CI", "SN")
    await records(product, mariam, VOICE)
    assert await value(product.database, "select count(*) from instruction_voice") == 2
    await product.says(paul, "consignes")
    await product.taps(paul, f"🔊 {TITLE}")
    assert "C'est supprimé" in (await product.taps(paul, "🗑 Supprimer")).text
    assert await value(product.database, "select count(*) from instruction_voice") == 0
    noted = await value(
        product.database,
        "select array_agg(action order by id) from audit where action ~ ' instructions$'",
    )
    assert noted == ["record instructions", "remove instructions"]


async def test_a_note_stays_until_it_is_removed_however_old_its_file(on_both: Product) -> None:
    product = on_both
    await product.project()
    mariam = await huber(product, product.telegram.person("Mariam"))
    await records(product, mariam, VOICE)
    await execute(product.database, "delete from received_media")
    later = product.now + timedelta(days=400)
    assert await commit(product.database, pruning.files, later, 10) == 0
    await product.taps(mariam, f"🔊 {TITLE}")
    await product.taps(mariam, "🗑 Supprimer")
    assert await commit(product.database, pruning.files, later, 10) == 1
