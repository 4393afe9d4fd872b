"""What admins and Hubers do in chat."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import Any

import pytest

from backend.domain.people import commands as people_commands
from backend.domain.people.permissions import may
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.projects import ProjectConfig
from bot.dialogues import DIALOGUES
from bot.handlers.engine import words
from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import Person
from tests.integration.scenes import execute, value
from tests.product import COMMENTS, Product, comments


async def sends_batch(product: Product, admin: Person, config: str, data: str, name: str = "donnees.csv") -> list[str]:
    """`lot`, both files, and the yes where it is asked for; the texts that come of the second one."""
    await product.says(admin, "lot")
    await admin.sends_document(config.encode(), "projet.yaml")
    await product.heard(admin)
    await admin.sends_document(data.encode(), name)
    return [message.text for message in await agrees(product, admin)]


async def agrees(product: Product, admin: Person) -> list[ChatMessage]:
    """What comes of the last file; "Importer" where it is asked for, and what comes of that."""
    heard = await product.heard(admin)
    if "Importer" in heard[-1].labels:
        heard.append(await product.taps(admin, "Importer"))
    return heard


async def test_others_are_answered_while_a_configuration_takes_long_to_read(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*given: Any) -> ProjectConfig:
        begun.set()
        assert go_on.wait(60), "it is read on the event loop"
        return read_config(*given)

    monkeypatch.setattr("bot.jobs.batches.read_config", slowly)
    admin, awa = await product.admin(), await product.hiteuse()
    sending = asyncio.create_task(sends_batch(product, admin, COMMENTS, comments(3)))
    while not begun.is_set():  # noqa: ASYNC110 (another thread sets it)
        await asyncio.sleep(0)
    await awa.says("gains")
    assert "Aujourd'hui" in (await awa.hears_one()).text
    go_on.set()
    assert "3 nouvelles tâches" in (await sending)[-1]


async def test_two_files_become_a_batch_and_the_same_again_adds_nothing(product: Product) -> None:
    admin = await product.admin()
    checked, ready, done = await sends_batch(product, admin, COMMENTS, comments(12))
    assert "Je vérifie" in checked
    assert "donnees.csv est prêt" in ready and "12 nouvelles tâches" in ready and "0,60 € au plus" in ready
    assert "Commentaire numéro 3" in ready and "Commentaire numéro 4" not in ready
    assert "12 nouvelles tâches" in done and "commentaires" in done
    *_, again = await sends_batch(product, admin, COMMENTS, comments(12))
    assert "0 nouvelle tâche" in again and "12 étaient déjà là" in again
    assert "12 tâches t'attendent" in (await product.hiteuse()).last.text.replace("\u00a0", " ")


async def test_a_project_that_is_there_is_named_in_place_of_its_file(product: Product) -> None:
    admin = await product.admin()
    await sends_batch(product, admin, COMMENTS, comments(2))
    await product.says(admin, "lot")
    await product.says(admin, "commentaires")
    await admin.sends_document(comments(3, first=10).encode(), "suite.csv")
    *_, done = await agrees(product, admin)
    assert "3 nouvelles tâches" in done.text


async def test_a_label_studio_configuration_and_its_tasks_become_a_batch(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "lot")
    await admin.sends_document(
        b'<View><Text name="t" value="$avis"/><Choices name="c" toName="t">'
        b'<Choice value="Positif"/><Choice value="N\xc3\xa9gatif"/></Choices></View>',
        "avis-clients.xml",
    )
    await product.answer(admin)
    await admin.sends_document(b'[{"id": 1, "data": {"avis": "Tr\xc3\xa8s bon"}}]', "taches.json")
    *_, done = await agrees(product, admin)
    assert "dans le projet avis-clients" in done.text and "1 nouvelle tâche" in done.text
    assert "payée 0,0632 €" in done.text
    awa = await product.hiteuse()
    shown = await product.taps(awa, "Accepter")
    assert "Très bon" in shown.text
    assert [button.label for button in shown.buttons][:2] == ["Positif", "Négatif"]


async def test_a_bad_file_names_its_lines_and_changes_nothing(product: Product) -> None:
    admin = await product.admin()
    bad = "id,comment\n1,Un\n,Deux\n1,Trois\n4\n"
    _, done = await sends_batch(product, admin, COMMENTS, bad)
    assert "n'est pas importé, rien n'a changé" in done
    assert "📥 Importer un lot" in admin.last.labels
    for line in (3, 4, 5):
        assert f"ligne {line} : " in done
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select count(*) as count from project where not practice")
    assert row is not None and row["count"] == 0


async def test_a_bad_configuration_or_an_unknown_project_is_said(product: Product) -> None:
    admin = await product.admin()
    (asked,) = await sends_batch(product, admin, "kind: poem\nname: x\n", comments(1))
    assert "pour quel projet" in asked  # what was sent first is no project
    await admin.sends_document(b"kind: poem\nname: x\n", "projet.yaml")
    assert "donnees.csv n'est pas importé" in (await product.heard(admin))[-1].text
    await product.says(admin, "lot")
    assert "Aucun projet ne s'appelle « inconnu »" in (await product.says(admin, "inconnu")).text
    await admin.sends_document(comments(1).encode(), "d.csv")
    await product.answer(admin)
    again = await product.says(admin, "inconnu")
    assert "Aucun projet ne s'appelle « inconnu »" in again.text and "d.csv : pour quel projet" in again.text


async def test_projects_show_their_progress(product: Product) -> None:
    admin = await product.admin()
    assert "Aucun projet" in (await product.says(admin, "projets")).text
    await sends_batch(product, admin, COMMENTS, comments(4))
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    assert "1 sur 4 tâches finies" in (await product.says(admin, "projets")).text


CODE = r"^[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}$"


async def test_an_admins_codes_and_links_let_people_in(product: Product) -> None:
    admin = await product.admin()
    said = await product.says(admin, "inviter huber SN 2")
    codes = re.findall(CODE, said.text, re.MULTILINE)
    assert codes == re.findall(r"https://t\.me/hiteuses_test_bot\?start=([\w-]+)", said.text) and len(codes) == 2
    huber = product.telegram.person("Marième")
    await huber.opens(codes[0])
    hello = (await product.answer(huber)).text
    assert "Tu es maintenant Huber : " in hello and "réponds à leurs messages" in hello
    hers = await product.says(huber, "inviter hiteuse 1")
    code = re.findall(CODE, hers.text, re.MULTILINE)[0]
    awa = product.telegram.person("Awa")
    assert "au Sénégal" in (await product.says(awa, code)).text


ROLES = ("hiteuse", "trainee", "huber", "admin")


def hers(role: str, word: words.Word) -> bool:
    return word.open_to(people_commands.Person(1, role, country="CI", duty="owner"))  # type: ignore[arg-type]


async def _with_role(product: Product, role: str) -> Person:
    if role == "admin":
        return await product.admin()
    if role == "hiteuse":
        return await product.hiteuse()
    person = product.telegram.person("Fatou")
    await product.says(person, f"start {await product.code(role)}")  # type: ignore[arg-type]
    if role == "trainee":
        await product.taps(person, "J'accepte")
    return person


@pytest.mark.parametrize("role", ROLES)
async def test_a_word_of_another_role_gets_one_short_answer(product: Product, role: str) -> None:
    person = await _with_role(product, role)
    for word in DIALOGUES.words.words:
        if not hers(role, word):
            said = await product.says(person, word.name)
            learns = role == "trainee" and "work" in word.actions
            assert said.text.startswith("Pour l'instant, tu apprends" if learns else "Ce mot n'est pas pour toi"), word
            assert len(said.text) < (150 if learns else 120)


@pytest.mark.parametrize("role", ROLES)
async def test_every_word_of_her_role_is_answered_once(product: Product, role: str) -> None:
    await product.project()
    person = await _with_role(product, role)
    for word in DIALOGUES.words.words:
        if hers(role, word):
            for written in (word.name, f"/{word.name.upper()}", f"/{word.name}@hiteuses_test_bot"):
                assert (await product.says(person, written)).text, written


@pytest.mark.parametrize("role", ROLES)
async def test_telegrams_command_menu_shows_the_words_of_her_role_in_french(product: Product, role: str) -> None:
    person = await _with_role(product, role)
    await product.settled()
    who = people_commands.Person(1, role, country="CI", duty="owner" if role == "admin" else None)  # type: ignore[arg-type]
    listed = [word for word in DIALOGUES.words.words if word.about and (word.listed is None or may(who, word.listed))]
    assert set(person.commands) == {word.name for word in listed if hers(role, word)}
    if role == "hiteuse":
        assert person.commands["gains"] == "Voir ce que j'ai gagné"


async def _becomes_hiteuse(product: Product) -> None:
    await execute(product.database, "update person set role = 'hiteuse' where role = 'admin'")


async def test_who_is_no_admin_any_more_cannot_finish_an_invitation(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "inviter")
    await product.taps(admin, 0)
    await product.taps(admin, 0)
    await _becomes_hiteuse(product)
    assert (await product.taps(admin, 0)).text.startswith("Tu ne peux plus faire ça")
    assert await value(product.database, "select count(*) from invite where used_by is null") == 0
    assert "Travailler" in "".join((await product.says(admin, "menu")).labels)


async def test_who_is_no_admin_any_more_cannot_finish_a_batch(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    await product.answer(admin)
    await _becomes_hiteuse(product)
    await admin.sends_document(comments(2).encode(), "donnees.csv")
    assert (await product.answer(admin)).text.startswith("Tu ne peux plus faire ça")
    assert await value(product.database, "select count(*) from project where not practice") == 0


async def test_who_is_no_admin_when_the_files_are_read_is_told_so(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    await product.answer(admin)
    fetching = product.telegram.hold("getFile")
    await admin.sends_document(comments(2).encode(), "donnees.csv")
    await fetching.reached.wait()
    await _becomes_hiteuse(product)
    fetching.release()
    *_, said = await product.heard(admin)
    assert "seuls les admins peuvent envoyer un lot" in said.text
    assert await value(product.database, "select count(*) from project where not practice") == 0


async def test_a_stranger_may_use_no_word(product: Product) -> None:
    zoe = product.telegram.person("Zoé")
    for word in ("menu", "gains", "lot"):
        assert "start CODE" in (await product.says(zoe, word)).text


async def test_an_admins_profile_names_no_country_that_nobody_chose(product: Product) -> None:
    admin = await product.admin()
    assert (await product.says(admin, "profil")).text.startswith("Ton profil\n\nPaul\n")
