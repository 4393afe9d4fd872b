"""Certificates of income: what she has earned, hers alone, checked by anybody, replaced by a newer one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from openbadgeslib.ob3.verifier import OB3Verifier

from backend.db.engine.uow import Database
from backend.domain.certificates.credentials import Credential
from backend.domain.certificates.income import TakeIncome
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR, Person
from backend.records import replace
from backend.services.certificates import credentials, income, publishing
from tests import signing
from tests.integration import payments
from tests.integration.scenes import NOW, commit, execute, hiteuses, look, value
from tests.integration.services.certificates.test_credentials import body, check, faults, learned, take, wallet

LATER = datetime(2026, 4, 2, 9, tzinfo=UTC)


async def earning(database: Database) -> Person:
    """Somebody with 250 € of March 2026, of which she was paid 100 000 F."""
    (awa,) = await hiteuses(database, 1)
    source = await payments.funded(database)
    await payments.earns(database, source, awa, Money(2_000_000))
    await payments.paid_out(database, awa)
    await payments.earns(database, source, awa, Money(500_000))
    return awa


async def asked(database: Database, person: Person, command: TakeIncome, now: datetime = LATER) -> Credential | None:
    return await commit(database, income.take, person, signing.issuer(), now, command)


async def taken(database: Database, person: Person, *, exact: bool = True, named: bool = True) -> Credential:
    found = await asked(database, person, TakeIncome("2026-03", exact, "Awa Koné", named))
    assert found is not None
    return found


async def test_it_says_what_was_earned_and_what_was_paid(database: Database) -> None:
    awa = await earning(database)
    found = await taken(database, awa)
    assert found.title == "Revenus de mars 2026"
    assert found.about.replace("\u00a0", " ") == (
        "163 989 F CFA (250,00 €) gagnés, dont 131 191 F CFA (199,99 €) versés."
    )
    verdict = await check(database, found.address)
    assert (verdict.status, verdict.credential) == ("valid", found)
    least = await taken(database, awa, exact=False)
    assert least.about.replace("\u00a0", " ") == "Au moins 160 000 F CFA gagnés, dont au moins 130 000 F CFA versés."
    assert (await check(database, found.address)).status == "replaced"
    assert await taken(database, awa, exact=False) == least


async def test_her_name_is_in_the_signed_credential_only_if_she_wants(database: Database) -> None:
    awa = await earning(database)
    assert "Awa" in str(body(await taken(database, awa)))
    assert "Awa" not in str(body(await taken(database, awa, named=False)))
    assert "163" not in str(body(await taken(database, awa, named=False, exact=False)))


async def test_it_is_an_open_badge_that_an_independent_library_accepts(database: Database) -> None:
    found = await taken(database, await earning(database))
    assert faults("achievement_credential", body(found)) == []
    assert OB3Verifier(signing.public_pem(signing.pem())).verify(found.token).id == found.address
    published = await look(database, publishing.achievement, signing.issuer(), "revenus")
    assert published["id"] == body(found)["credentialSubject"]["achievement"]["id"]


@pytest.mark.parametrize("changed", ["title", "about", "name"])
async def test_a_changed_row_is_not_confirmed(database: Database, changed: str) -> None:
    found = await taken(database, await earning(database))
    if changed == "name":
        statement = "update credential set name = 'Binta'"
    else:
        statement = f"update credential set document = jsonb_set(document, '{{{changed}}}', '\"9 999 999 F\"')"
    await execute(database, statement)
    assert (await check(database, found.address)).status == "altered"


async def test_a_revoked_one_is_said_to_be_revoked(database: Database) -> None:
    awa = await earning(database)
    found = await taken(database, awa)
    await commit(database, credentials.revoke, found.id, "erreur", OPERATOR, LATER)
    assert (await check(database, found.address)).status == "revoked"
    assert [each.key for each in (await wallet(database, awa)).withdrawn] == ["revenus:2026-03"]


async def test_it_changes_nothing_about_certificates_of_what_she_has_learnt(database: Database) -> None:
    awa = await earning(database)
    await learned(database, "micro-taches", person=awa)
    before = await take(database, awa)
    await taken(database, awa, named=False)
    hers = await wallet(database, awa)
    assert hers.shown == before.shown
    assert hers.credential_of("micro-taches") == before
    assert hers.name == "Awa Koné"


async def test_only_her_own_accepted_pay_counts(database: Database) -> None:
    awa = await earning(database)
    (binta,) = await hiteuses(database, 1)
    async with database.unit() as uow:
        assert await income.incomes(uow, binta, LATER) == ()
        (march,) = await income.incomes(uow, awa, NOW)
        assert march.period.title == "Revenus du 1er au 4 mars 2026"
    assert await asked(database, binta, TakeIncome("2026-03", True, "Binta", True)) is None
    await execute(database, "update pay_event set at = at - interval '1 month' where units < 1000000")
    hers = {each.period.key: each.francs for each in await look(database, income.incomes, awa, LATER)}
    assert hers == {"2026-03": 131_191, "2026-02": 32_797, "2026": 163_989}


async def test_months_are_those_of_her_calendar(database: Database) -> None:
    awa = await earning(database)
    await execute(database, "update pay_event set at = '2026-02-28T23:30Z'")
    here, east = [
        [each.period.key for each in await look(database, income.incomes, replace(awa, zone=zone), LATER)]
        for zone in ("Africa/Abidjan", "Africa/Douala")
    ]
    assert (here, east) == (["2026-02"], ["2026-03"])


async def test_staff_have_none_and_a_name_is_needed(database: Database) -> None:
    awa = await earning(database)
    with pytest.raises(NotAllowed):
        await taken(database, replace(awa, role="huber"))
    with pytest.raises(BadInput):
        await asked(database, awa, TakeIncome("2026-03", True, "12", True))
    assert await value(database, "select count(*) from credential") == 0
