"""`role` in chat: an owner is asked once more, and whom it concerns hears of it."""

from __future__ import annotations

import pytest

from tests.integration.announcements.announcing import huber, look, sent, written
from tests.integration.quality import test_recourse_on_both as recourse
from tests.integration.scenes import execute, rows, value
from tests.product import Product


async def test_an_owner_makes_a_hiteuse_a_huber_after_one_more_question(product: Product) -> None:
    owner, awa = await product.admin(), await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    offered = await product.says(owner, f"role {number}")
    assert "hiteuse" in offered.text and "Huber (Côte d'Ivoire)" in offered.labels
    asked = await product.says(owner, f"role {number} huber CM SN")
    assert "hiteuse → Huber (Cameroun, Sénégal)" in asked.text and asked.labels == ["Oui", "Non"]
    assert await value(product.database, "select role from person where id = %s", (number,)) == "hiteuse"
    assert "C'est fait" in (await product.taps(owner, "Oui")).text
    told = await product.answer(awa)
    assert "tu es maintenant Huber (Cameroun, Sénégal)" in told.text
    assert "👭 Ma cohorte" in told.labels and "💼 Travailler" not in told.labels
    await product.settled()
    assert "cohorte" in awa.commands and "travail" not in awa.commands
    assert (await product.says(awa, "travail")).text.startswith("Ce mot n'est pas pour toi")


async def test_who_confirms_what_holds_already_hears_what_holds(product: Product) -> None:
    """Two at one role, one priority, one pause: the second « oui » was "no longer possible"."""
    await product.project()
    first, awa = await product.admin(), await product.hiteuse()
    second = product.telegram.person("Ruth")
    await product.says(second, f"start {await product.code('admin')}")
    await execute(product.database, "update person set duty = 'owner' where role = 'admin'")
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    project = await value(product.database, "select id from project where name = 'commentaires'")
    for said, held in (
        (f"projets {project} priorité haute", "priorité haute. C'est déjà fait."),
        (f"personne {number} pause", "Awa est déjà en pause, jusqu'au"),
        (f"role {number} trainee", "Awa : apprenante. C'est déjà fait."),
    ):
        assert "Oui" in (await product.says(second, said)).labels, said
        await product.says(first, said)
        await product.says(first, "oui")
        assert held in (await product.says(second, "oui")).text, said
    assert awa is not None


@pytest.mark.parametrize(
    ("named", "where"),
    [("Cameroun et Sénégal", "Cameroun, Sénégal"), ("côte d'ivoire", "Côte d'Ivoire"), ("cm, sn", "Cameroun, Sénégal")],
)
async def test_countries_are_named_as_people_name_them(product: Product, named: str, where: str) -> None:
    owner = await product.admin()
    await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    assert f"Huber ({where})" in (await product.says(owner, f"role {number} huber {named}")).text


@pytest.mark.parametrize("named", ["Cameroun Atlantide", "pas au Cameroun", "XX"])
async def test_a_country_that_is_not_known_changes_nothing(product: Product, named: str) -> None:
    owner = await product.admin()
    await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    assert "Je ne connais pas ce rôle ou ce pays" in (await product.says(owner, f"role {number} huber {named}")).text


async def test_what_she_was_in_the_middle_of_and_may_do_no_more_is_over(product: Product) -> None:
    owner = await product.admin()
    second = product.telegram.person("Ruth")
    await product.says(second, f"start {await product.code('admin')}")
    await product.says(second, "inviter")
    number = await value(product.database, "select max(id) from person where role = 'admin'")
    await product.says(owner, f"role {number} trainee")
    await product.taps(owner, "Oui")
    told = await product.answer(second)
    assert "tu es maintenant apprenante" in told.text and "J'accepte" in told.labels
    assert (await rows(product.database, "select stack from conversation where person_id = %s", (number,)))[0]["stack"][
        0
    ][0] == "onboarding"


async def test_what_a_huber_has_announced_goes_no_further_when_she_is_one_no_more(product: Product) -> None:
    owner, awa = await product.admin(), await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Réunion")
    await sent(product, mariam, "demain 9h")
    number = await value(product.database, "select id from person where role = 'huber'")
    await product.says(owner, f"role {number} huber CI SN")  # she looks after them still
    assert "annonce" not in (await product.taps(owner, "Oui")).text
    await product.says(owner, f"role {number} huber CM")
    assert "🛑 1 annonce d'elle n'était pas finie" in (await product.taps(owner, "Oui")).text
    await product.forward(hours=25)
    await look(product)
    assert await product.heard(awa) == []
    (row,) = await rows(product.database, "select state, people from announcement")
    assert row["state"] == "cancelled"
    assert "annonce annulée" in (await product.says(owner, "audit")).text


async def test_the_last_owner_is_told_why_she_stays_one_and_a_late_yes_does_nothing(product: Product) -> None:
    owner = await product.admin()
    number = await value(product.database, "select id from person where role = 'admin'")
    await product.says(owner, f"role {number} admin finance")
    assert "Il faut toujours une propriétaire" in (await product.taps(owner, "Oui")).text
    awa = await product.hiteuse()
    hers = await value(product.database, "select id from person where role = 'hiteuse'")
    await product.says(owner, f"role {hers} trainee")
    await execute(product.database, "update person set role = 'huber' where id = %s", (hers,))
    late = await product.taps(owner, "Oui")
    assert "Entre-temps, ça a changé" in late.text and "Huber (Côte d'Ivoire) → apprenante" in late.text
    assert await value(product.database, "select role from person where id = %s", (hers,)) == "huber"
    assert await product.heard(awa) == []
    assert "rien ne change" in (await product.taps(owner, "Non")).text
    assert await value(product.database, "select count(*) from audit where action = 'role'") == 0


async def test_a_person_who_is_not_there_and_a_role_that_does_not_exist_are_said(product: Product) -> None:
    owner = await product.admin()
    number = await value(product.database, "select id from person where role = 'admin'")
    assert "Cherche-la, ou écris son numéro" in (await product.says(owner, "role")).text
    for words in ("role 999999999", f"role {10**30}"):
        assert "Je ne trouve pas cette personne" in (await product.says(owner, words)).text
    assert "Je ne trouve personne pour « Awa »" in (await product.says(owner, "role Awa")).text
    await product.hiteuse()
    assert "🎭 Changer le rôle" in (await product.says(owner, "role awa")).labels
    for words in ("boss", "huber XX", "admin CM", "hiteuse SN"):
        assert "Je ne connais pas ce rôle ou ce pays" in (await product.says(owner, f"role {number} {words}")).text
    assert "Rien à changer" in (await product.says(owner, f"role {number} admin owner")).text


async def test_a_huber_whose_country_changes_hears_that_her_words_did_not_go(product: Product) -> None:
    """Her answer was gone without a word: « Je n'ai pas compris », « Cette discussion n'est plus ouverte »."""
    owner = await product.admin()
    mariam = await huber(product)
    awa = await product.hiteuse()
    await product.says(awa, "huber Je ne vois pas mes gains")
    passed = await product.answer(mariam)
    await product.taps(mariam, "✍️ Répondre", passed)
    await execute(product.database, "update person set countries = '{SN}' where role = 'huber'")
    gone = await product.says(mariam, "Bonjour Awa, je regarde")
    assert "n'est plus ouverte" in gone.text and gone.text.endswith("n'est pas partie :\n\nBonjour Awa, je regarde")
    await mariam.replies(passed, "Courage")
    assert "n'est plus dans ton pays. Ta réponse n'est pas partie :\n\nCourage" in (await product.answer(mariam)).text
    await execute(product.database, "update person set countries = '{CI}' where role = 'huber'")
    await product.taps(mariam, "✍️ Répondre", passed)
    number = await value(product.database, "select id from person where role = 'huber'")
    await product.says(owner, f"role {number} huber SN")
    await owner.taps("Oui")
    done, letter = await product.heard(owner)
    assert "1 personne attend une réponse de l'équipe" in done.text  # her country has no Huber
    assert "Je ne vois pas mes gains" in letter.text  # and it comes at once
    told = await product.answer(mariam)
    assert "Tu étais dans une discussion : ta réponse n'est pas partie" in told.text
    await product.says(mariam, "annonce")
    await product.says(mariam, "Réunion lundi à 9 heures")
    await product.says(owner, f"role {number} huber CI")
    await product.taps(owner, "Oui")
    told = await product.answer(mariam)
    assert "L'annonce que tu écrivais n'est pas partie" in told.text and "Réunion lundi à 9 heures" in told.text
    assert await product.heard(awa) == []


async def test_who_works_again_after_another_role_keeps_her_project(product: Product) -> None:
    """She was asked for a project again, and « passer » put « autre chose » in place of hers."""
    owner, awa = await product.admin(), await product.hiteuse()
    await execute(
        product.database,
        "update goal set kind = 'business', words = 'un salon de couture', units = 3000000000, currency = 'XOF'",
    )
    before = await rows(product.database, "select kind, words, units, started_at from goal")
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    for role in ("huber", "hiteuse"):
        await product.says(owner, f"role {number} {role}")
        await product.taps(owner, "Oui")
        await product.answer(awa)
    assert "rappel" in (await product.taps(awa, "J'accepte")).text
    ready = (await product.says(awa, "passer")).text  # she has done the practice task long ago
    assert "Parfait, tout est prêt !" in ready and "tâche d'essai" not in ready
    assert await rows(product.database, "select kind, words, units, started_at from goal") == before


async def test_at_night_she_is_told_in_the_morning(product: Product) -> None:
    owner, awa = await product.admin(), await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    await product.forward_to(product.now.replace(hour=22, minute=30))
    for role in ("huber CM", "huber CI"):
        await product.says(owner, f"role {number} {role}")
        assert "je le lui dis à 7 heures du matin" in (await product.taps(owner, "Oui")).text
    assert await product.heard(awa) == []
    await product.forward(hours=9)
    (told,) = await product.heard(awa)
    assert "tu es maintenant Huber (Côte d'Ivoire)" in told.text and "👭 Ma cohorte" in told.labels


async def test_who_has_just_written_is_told_at_once_at_night(product: Product) -> None:
    owner, awa = await product.admin(), await product.hiteuse()
    number = await value(product.database, "select id from person where role = 'hiteuse'")
    await product.forward_to(product.now.replace(hour=22, minute=30))
    await execute(product.database, "update contact set heard_at = %s", (product.now,))
    await product.says(owner, f"role {number} huber CI")
    assert "7 heures" not in (await product.taps(owner, "Oui")).text
    assert "tu es maintenant Huber" in (await product.answer(awa)).text


async def test_what_was_not_yet_confirmed_or_decided_is_said_not_to_be_done(product: Product) -> None:
    """« Oui » was « Je ne t'ai rien demandé », and a refusal's sentence « Je n'ai pas compris »."""
    _awa, owner = await recourse.scene(product, "telegram")
    rose = await recourse.another_admin(product)
    hers = await value(product.database, "select id from person where first_name = 'Rose'")
    await product.says(rose, "revues")
    for said in ("Acceptable", "❌ Refuser", "La consigne n'est pas suivie"):
        await product.taps(rose, said)
    for duty, lost in (("reader", "ta décision n'est pas prise"), ("operations", ""), ("reader", "n'est pas fait")):
        await product.says(owner, f"role {hers} admin {duty}")
        await product.taps(owner, "Oui")
        told = (await product.answer(rose)).text
        assert lost in told and ("✋" in told) == bool(lost)
        if duty == "operations":
            project = await value(product.database, "select id from project where not practice limit 1")
            assert "Oui" in (await product.says(rose, f"projets {project} priorité haute")).labels
