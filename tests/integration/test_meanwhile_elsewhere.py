"""The world changes while staff are in the middle of something, and two accounts become one, or one two again, while
something is open: nothing is done or said that was not asked, and nothing is lost without a word."""

from __future__ import annotations

import pytest

from backend.domain.people.roles import RoleAssignment
from backend.services.announcements import service as announcements
from backend.services.identity import unmerging
from tests.fakes.people import Person
from tests.integration.announcements.announcing import huber, owner, sent, written
from tests.integration.scenes import commit, execute, rows, value
from tests.integration.telegram.linking import linked, merged, person_of
from tests.integration.test_meanwhile import ASKS_OTHERWISE, BOTH, HIDE, WRITTEN, becomes, many_join, of_mariam
from tests.integration.test_screens import working
from tests.integration.threads.listening import asks
from tests.integration.threads.listening import huber as asking_huber
from tests.product import Product

WORDS = "select words from thread_message order by id desc limit 1"


def elsewhere(channel: str) -> str:
    return "telegram" if channel == "whatsapp" else "whatsapp"


# --- two accounts become one, and are parted again ----------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("begun", "told"),
    [
        ("form", "La tâche que tu avais commencée est rendue à d'autres"),
        ("letter", "Tu écrivais un message : il n'est pas parti.\n\nbonjour"),
        ("number", "Le numéro que tu donnais pour ta paie n'est pas gardé"),
        ("doubt", "Ta réponse n'est pas notée.\n\nj'ai pas reçu mon argent"),
    ],
)
async def test_what_is_open_on_the_phone_that_joins_is_said_to_be_over(
    on_both: Product, channel: str, begun: str, told: str
) -> None:
    """Half a form was gone, and no word was said of it."""
    said = {"form": ["Chez Fanta"], "letter": ["huber", "bonjour"], "number": ["paiement", "0701020304"]}.get(
        begun, ["j'ai pas reçu mon argent"]
    )
    awa = await working(on_both, channel, "entry")
    for each in said:
        await on_both.says(awa, each)
    other = await on_both.joined(on_both.somebody(elsewhere(channel)))
    await on_both.heard(awa)
    await merged(on_both, other, awa)
    assert told in "\n".join(message.text for message in awa.chat if "C'est relié" in message.text)


@BOTH
async def test_nobody_is_asked_about_the_letter_of_who_is_parted_from_her(on_both: Product, channel: str) -> None:
    """« J'envoie ces mots à Mariam ? », with the words of another woman, whose account was joined by mistake."""
    awa, _ = await of_mariam(on_both, channel)
    binta = await on_both.joined(on_both.somebody(elsewhere(channel), "Binta"))
    await merged(on_both, awa, binta)
    await on_both.says(binta, "huber")
    assert "J'envoie ces mots" in (await on_both.says(binta, "bonjour")).text
    chat = await value(on_both.database, "select id from contact where address = %s", (on_both.stored(binta),))
    await commit(on_both.database, unmerging.unmerge, chat, on_both.now)
    assert "bonjour" not in (await on_both.says(awa, "oui")).text
    assert await value(on_both.database, WRITTEN) == 0


async def test_pay_is_held_of_the_account_that_another_became(on_both: Product) -> None:
    """« La paie d'Awa est retenue », and the account in which her pay was by then was paid."""
    first = await on_both.joined(on_both.telegram.person("Awa"))
    second = await on_both.joined(on_both.whatsapp.person("Awa"))
    paul = await owner(on_both)
    number = await person_of(on_both, first)
    asked = await on_both.says(paul, f"paiements retenir personne {number} à vérifier")
    await merged(on_both, second, first)
    await on_both.heard(paul)
    kept = await person_of(on_both, second)
    again = await on_both.taps(paul, "Oui", asked)
    assert "ça a changé" in again.text and f"n° {kept}" in again.text
    assert "est retenue" in (await on_both.taps(paul, "Oui")).text
    held = "select person_id from pay_hold where ended_at is null"
    assert [row["person_id"] for row in await rows(on_both.database, held)] == [kept]
    await on_both.says(paul, f"paiements liberer {number}")
    assert "C'est libéré" in (await on_both.taps(paul, "Oui")).text
    assert await rows(on_both.database, held) == []


# --- her role is another one --------------------------------------------------------------------------------


@BOTH
async def test_who_gets_another_role_hears_that_her_number_is_not_kept(on_both: Product, channel: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    for each in ("paiement", "0701020304"):
        await on_both.says(awa, each)
    assert "n'est pas gardé" in await becomes(on_both, awa, RoleAssignment("trainee"))


@BOTH
async def test_a_huber_who_is_none_any_more_hears_that_the_team_has_not_answered(
    on_both: Product, channel: str
) -> None:
    """Her message was gone from what waits, and nobody told her."""
    mariam = await asking_huber(on_both, on_both.somebody(channel, "Mariam"))
    await owner(on_both)
    await on_both.says(mariam, "équipe Il me faut de l'aide avec Fatou")
    assert "L'équipe n'a pas répondu" in await becomes(on_both, mariam, RoleAssignment("hiteuse"))
    await becomes(on_both, mariam, RoleAssignment("huber", countries=("CI",)))
    assert "pas répondu" not in await becomes(on_both, mariam, RoleAssignment("trainee"))


# --- the project is imported anew ---------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("said", ["tap", "Haine", "2"])
async def test_who_corrects_an_answer_is_asked_again_in_other_words(on_both: Product, channel: str, said: str) -> None:
    """« Haine » was noted below « Faut-il le cacher ? », which she never saw."""
    awa = await working(on_both, channel)
    await on_both.taps(awa, "Acceptable")
    await on_both.says(awa, "corriger")
    await execute(on_both.database, ASKS_OTHERWISE)
    again = await (on_both.taps(awa, "Haine") if said == "tap" else on_both.says(awa, said))
    assert "La tâche a changé" in again.text and HIDE in again.text
    changed = "select count(*) from answer where value = to_jsonb('haine'::text)"
    assert await value(on_both.database, changed) == 0
    assert "corrigé" in (await on_both.taps(awa, "Haine")).text
    assert await value(on_both.database, changed) == 1


@BOTH
async def test_a_second_thought_is_asked_again_in_other_words(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel)
    shown = awa.chat[-1]
    await on_both.taps(awa, "Acceptable")
    await execute(on_both.database, ASKS_OTHERWISE)
    again = await on_both.taps(awa, "Haine", shown)
    assert "La tâche a changé" in again.text and HIDE in again.text
    assert await value(on_both.database, "select count(*) from answer where value = to_jsonb('haine'::text)") == 0


# --- a Huber reports what a woman wrote -----------------------------------------------------------------------


async def written_to(product: Product, channel: str) -> tuple[Person, Person]:
    """Awa, who has written badly, and her Huber Mariam."""
    awa, mariam = await of_mariam(product, channel)
    await product.appointed(product.telegram.person("Paul"))
    await asks(product, awa, "Tu es une voleuse")
    await product.heard(mariam)
    return awa, mariam


@BOTH
@pytest.mark.parametrize("how", ["closed", "moved"])
@pytest.mark.parametrize("when", ["before", "while she is asked"])
async def test_a_huber_reports_a_message_also_of_a_thread_that_is_over(
    on_both: Product, channel: str, how: str, when: str
) -> None:
    """« Il n'y a pas de message à signaler ici. »"""
    awa, mariam = await written_to(on_both, channel)
    shown = await on_both.says(mariam, "messages Awa")
    if when != "before":
        asked = await on_both.taps(mariam, "🚩 Signaler", shown)
    if how == "closed":
        await execute(on_both.database, "update thread set closed_at = now()")
    else:
        await on_both.says(awa, "pays Togo")
        await on_both.heard(mariam)
    if when == "before":
        asked = await on_both.taps(mariam, "🚩 Signaler", shown)
    assert "Tu es une voleuse" in asked.text
    await on_both.taps(mariam, "Oui", asked)
    assert await value(on_both.database, "select count(*) from thread where reported_at is not null") == 1


async def test_a_huber_reports_nothing_that_was_never_shown_to_her(on_both: Product) -> None:
    awa, mariam = await written_to(on_both, "whatsapp")
    thread = await value(on_both.database, "select max(id) from thread")
    await on_both.says(awa, "pays Togo")
    await on_both.heard(mariam)
    await on_both.forward(minutes=1)
    await asks(on_both, awa, "Bonjour à toi, c'est pour mon contrat")
    assert "voleuse" in (await on_both.says(mariam, f"signaler message {thread}")).text
    fatou = await on_both.joined(on_both.telegram.person("Fatou"))
    await becomes(on_both, fatou, RoleAssignment("huber", countries=("SN",)))
    assert "pas de message" in (await on_both.says(fatou, f"signaler message {thread}")).text


# --- a letter is begun ----------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("said", ["huber je suis malade", "je suis malade"])
async def test_what_is_written_behind_the_word_goes_with_what_was_begun(
    on_both: Product, channel: str, said: str
) -> None:
    """« bonjour » was lost, without a word."""
    awa, _ = await of_mariam(on_both, channel)
    for each in ("huber", "bonjour"):
        await on_both.says(awa, each)
    assert "Ton message part à Mariam" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, WORDS) == "bonjour\nje suis malade"


@BOTH
async def test_a_recording_goes_with_the_words_that_were_begun(on_both: Product, channel: str) -> None:
    awa, _ = await of_mariam(on_both, channel)
    for each in ("huber", "bonjour"):
        await on_both.says(awa, each)
    await awa.sends_voice()
    await on_both.heard(awa)
    await on_both.forward(minutes=1)
    assert await value(on_both.database, "select words from thread_message where kind is not null") == "bonjour"


@BOTH
@pytest.mark.parametrize("said", ["vas-y envoie", "ok envoie", "envoie le"])
async def test_an_order_to_send_is_no_part_of_what_is_told_or_written(
    on_both: Product, channel: str, said: str
) -> None:
    """« ma huber m'insulte, vas-y envoie » was asked about, for a second time."""
    awa, _ = await of_mariam(on_both, channel)
    await on_both.appointed(on_both.telegram.person("Paul"))
    for each in ("huber", "bonjour"):
        await on_both.says(awa, each)
    assert "Ton message part" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, WORDS) == "bonjour"
    await on_both.forward(minutes=1)
    await on_both.says(awa, "ma huber m'insulte")
    assert "L'équipe le lit" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, WORDS) == "ma huber m'insulte"


# --- there are many more to read what a second person approves ------------------------------------------------


@pytest.mark.parametrize("said", ["tap", "oui"])
async def test_who_approves_an_announcement_approves_it_for_as_many_as_was_said(
    product: Product, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """« Mariam veut écrire à 1 personne », approved a day later, went to four."""
    monkeypatch.setattr(announcements, "APPROVAL_ABOVE", 0)
    await product.hiteuse()
    mariam, paul = await huber(product), await owner(product)
    await product.says(paul, "annonce accord CI oui")
    await written(product, mariam, "À toutes")
    await sent(product, mariam)
    asked = await product.answer(paul)
    assert "veut écrire à 1 personne" in asked.text
    await many_join(product, 3)
    again = await (product.taps(paul, "✅ Confirmer", asked) if said == "tap" else product.says(paul, said))
    assert "ça a changé" in again.text and "Mariam veut écrire à 4 personnes" in again.text
    assert await value(product.database, "select approved_by from announcement") is None
    assert "C'est confirmé" in (await product.taps(paul, "✅ Confirmer", again)).text


# --- a letter is begun on one phone, and goes on on the other ---------------------------------------------------


@BOTH
@pytest.mark.parametrize("minutes", [0, 5])
async def test_what_goes_on_with_her_letter_on_her_other_phone_is_not_lost(
    on_both: Product, channel: str, minutes: int
) -> None:
    """« Prends ton temps : je garde ta place », and only « bonjour » was sent."""
    awa, _ = await of_mariam(on_both, channel)
    other = await linked(on_both, awa, on_both.somebody(elsewhere(channel)))
    for each in ("huber", "bonjour"):
        await on_both.says(awa, each)
    await on_both.forward(minutes=minutes)
    asked = await on_both.says(other, "mon fils est malade depuis hier")
    assert "bonjour" in asked.text and "mon fils est malade" in asked.text
    assert "Ton message part à Mariam" in (await on_both.taps(other, "C'est ma réponse", asked)).text
    assert await value(on_both.database, WORDS) == "bonjour\nmon fils est malade depuis hier"


# --- one of her phones is stolen ---------------------------------------------------------------------------------


async def test_a_phone_that_is_lost_after_the_question_is_not_opened_with_the_others(on_both: Product) -> None:
    """The admin was asked about the phone on which she had mistyped her secret number, and opened the stolen one."""
    awa = await on_both.joined(on_both.telegram.person("Awa"))
    stolen = await linked(on_both, awa, on_both.whatsapp.person("Awa"))
    paul = await owner(on_both)
    number = await person_of(on_both, awa)
    asked = await on_both.says(paul, f"personne {number} debloquer")
    assert "bloquées (0)" in asked.text
    lock = "update contact set locked_at = now() where address = %s"
    await execute(on_both.database, lock, (on_both.stored(stolen),))
    again = await on_both.taps(paul, "Oui", asked)
    assert "ça a changé" in again.text and "bloquées (1)" in again.text
    assert await value(on_both.database, "select count(*) from contact where locked_at is not null") == 1
