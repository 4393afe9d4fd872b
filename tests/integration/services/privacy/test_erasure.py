"""An erased person is nowhere: a mark is planted in every table, and looked for afterwards."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from backend.db import turns
from backend.db.admin import audit
from backend.db.earnings import pay_events
from backend.db.engine.failures import DatabaseError
from backend.db.engine.uow import Database
from backend.db.messaging import inbox, media
from backend.db.models import metadata
from backend.db.privacy.rows import conditions
from backend.db.quality import refusals
from backend.domain.announcements.content import Announcement
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.errors import LastOwner
from backend.domain.money import Money
from backend.domain.people import codes
from backend.domain.people.roles import RoleAssignment
from backend.domain.privacy.register import ENTRIES, Erasure
from backend.encryption import Keys, new_key
from backend.services.admin import roles
from backend.services.certificates import publishing
from backend.services.identity import unmerging
from backend.services.privacy import erasure, leaving, person_file
from tests.integration.announcements.announcement_engine import Engine, hand_over, result, staff
from tests.integration.delivery.relays import Phone, relaying
from tests.integration.scenes import NOW, PAY, after, agreement, commit, execute, hiteuses, look, project, rows, value
from tests.integration.services.privacy.planting import MARK, marked, places, plant
from tests.integration.services.work.merges import accept, answer, chat_of, merged, standing

NUMBER = "2250700112233"


NUMBERS = Keys([new_key()]).numbers


async def _erase(database: Database, person_id: int, home: Path) -> None:
    await commit(database, erasure.ask_now, person_id, NOW)
    await erasure.erase(database, person_id, NOW, home, NUMBERS)


def _files(home: Path) -> str:
    return "".join(file.read_text() for file in home.rglob("*") if file.is_file())


async def test_a_mark_in_every_table_is_nowhere_afterwards(database: Database, tmp_path: Path) -> None:
    awa, binta = await hiteuses(database, 2)
    await plant(database, awa.id)
    await plant(database, binta.id)
    assert marked() - await places(database, [MARK]) == set(), "the mark is not planted there"
    await _execute(database, f"update person set first_name = 'Binta' where id = {binta.id}")
    before = {table: await _of(database, table, binta.id) for table in ("attempt", "inbox", "goal", "answer")}
    await _erase(database, awa.id, tmp_path)
    await _erase(database, binta.id, tmp_path)
    assert all(before.values())
    assert await places(database, [MARK]) == set()
    for entry in ENTRIES:
        if entry.erasure is Erasure.DELETE:
            for which in conditions(entry):
                left = f"select count(*) from {entry.name} where {which}"
                assert await value(database, left, {"people": [awa.id, binta.id]}) == 0, entry.name
    assert MARK not in _files(tmp_path)
    assert erasure.erased(tmp_path) == [awa.id, binta.id]
    assert await value(database, "select count(*) from erasure where done_at is not null") == 2


async def _execute(database: Database, statement: str) -> None:
    await execute(database, statement)


async def _of(database: Database, table: str, person_id: int) -> int:
    return int(await value(database, f"select count(*) from {table} where person_id = %s", (person_id,)))


async def test_work_and_money_stay_under_the_number(database: Database, tmp_path: Path) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, awa, project_id, 2)
    await answer(database, binta, project_id, 1)
    owed = await value(database, "select sum(units) from account where owner = %s", (awa.id,))
    await _erase(database, awa.id, tmp_path)
    assert await value(database, "select count(*) from answer where person_id = %s and status = 1", (awa.id,)) == 2
    assert await value(database, "select sum(units) from account where owner = %s", (awa.id,)) == owed
    assert await value(database, "select first_name from person where id = %s", (binta.id,)) != ""
    assert await agreement(database) == []


async def test_an_open_task_goes_back_to_the_others(database: Database, tmp_path: Path) -> None:
    from tests.integration.services.work.steps import take

    (awa,) = await hiteuses(database, 1)
    project_id = await project(database, 10)
    await take(database, awa, project_id)
    free = await value(database, "select sum(slots) from task")
    await _erase(database, awa.id, tmp_path)
    assert await value(database, "select sum(slots) from task") == free + 1


async def test_accounts_that_were_merged_are_erased_with_it(database: Database, tmp_path: Path) -> None:
    kept, gone = await hiteuses(database, 2)
    await merged(database, gone, kept)
    await _execute(database, f"update person set first_name = '{MARK}' where id = {gone.id}")
    await _erase(database, kept.id, tmp_path)
    assert await places(database, [MARK]) == set()
    assert erasure.erased(tmp_path) == sorted([kept.id, gone.id])


@pytest.mark.parametrize("parted", [False, True])
async def test_the_ledger_agrees_still_once_an_account_that_was_joined_is_erased(
    database: Database, tmp_path: Path, parted: bool
) -> None:
    """Transfers between the two numbers rest on the merge: without its row all payouts stopped."""
    kept, gone = await hiteuses(database, 2)
    project_id = await project(database, 10)
    await answer(database, kept, project_id, 1)
    await answer(database, gone, project_id, 2)
    chat = await chat_of(database, gone)
    await merged(database, gone, kept)
    if parted:
        await commit(database, unmerging.unmerge, chat, after(hours=1))
    await _erase(database, kept.id, tmp_path)
    assert await agreement(database) == []
    assert await value(database, "select count(*) from merge where before <> '{}'") == 0


async def test_a_code_for_pay_counts_after_a_restore_too(database: Database, tmp_path: Path) -> None:
    """The backup is from before: it holds her pay, and no code."""
    awa, binta = await hiteuses(database, 2)
    await answer(database, awa, await project(database, 10), 2)
    claim = (await commit(database, erasure.ask_now, awa.id, NOW)).claim
    await erasure.erase(database, awa.id, NOW, tmp_path / "other", NUMBERS)  # by the other worker
    kept = (tmp_path / "other" / erasure.FILE).read_text()
    assert claim not in kept and claim.replace("-", "") not in kept
    (tmp_path / erasure.FILE).write_text(f"{binta.id}\n{kept}")
    await _execute(database, f"delete from erasure where person_id = {awa.id}")  # the database of before
    assert await erasure.repeat(database, erasure.erased(tmp_path), NOW, tmp_path, NUMBERS) == 2
    async with database.unit() as uow:
        assert await leaving.kept_under(uow, codes.read(claim) or "") == (PAY * 2,)
    assert erasure.erased(tmp_path) == [binta.id, awa.id]


async def test_the_operators_hand_makes_no_second_code_after_a_restore(database: Database, tmp_path: Path) -> None:
    (awa,) = await hiteuses(database, 1)
    await answer(database, awa, await project(database, 10), 2)
    digest = codes.digest("ABCDEFGHJKMNPQ23")
    erasure.write_down(tmp_path, [awa.id], {awa.id: digest})
    asked = await commit(database, erasure.ask_now, awa.id, NOW, erasure.claims(tmp_path).get(awa.id))
    assert (asked.claim, asked.has_one, asked.owed) == ("", True, (PAY * 2,))
    assert bytes(await value(database, "select claim from erasure")) == digest


@pytest.mark.parametrize("refused", [False, True])
async def test_pay_is_claimed_although_the_new_account_has_answered_the_same_task(
    database: Database, tmp_path: Path, refused: bool
) -> None:
    """Who came back worked before she wrote her code: « l'équipe doit regarder d'abord », and nobody ever could."""
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 2, wanted=2)
    await answer(database, awa, project_id, 2)
    await accept(database, after(days=3))
    claim = (await commit(database, erasure.ask_now, awa.id, after(days=3))).claim
    await erasure.erase(database, awa.id, after(days=3), tmp_path, NUMBERS)
    await answer(database, binta, project_id, 1, after(days=4))
    if refused:
        task_id = await value(database, "select task_id from answer where person_id = %s and status = 1", (binta.id,))
        async with database.unit() as uow:
            pay = await refusals.refuse(uow, binta.id, task_id, after(days=4))
            assert pay is not None
            await pay_events.add(uow, PayEvent.REFUSED, binta.id, project_id, pay, after(days=4), task_id=task_id)
            await uow.commit()
    async with database.unit() as uow:
        _, talk = await turns.lock_person(uow, binta.id)
        found = await leaving.claim(uow, binta, talk, codes.read(claim) or "", "telegram", after(days=4))
        await uow.commit()
    assert (found is None) is refused
    assert (await standing(database, binta)).accepted == ((PAY * 2,) if not refused else (Money(0),))
    assert await agreement(database) == []


async def test_a_revoked_certificate_is_not_valid_again_once_its_holder_was_erased(
    database: Database, tmp_path: Path
) -> None:
    """Who checks it by the status list alone has nothing else that says so."""
    awa, binta = await hiteuses(database, 2)
    for person in (awa, binta):
        await _execute(
            database,
            f"""
            insert into credential (id, person_id, kind, key, name, badges, issued_at, revoked_at, reason, document)
            values (gen_random_uuid(), {person.id}, 'badge', 'a', 'A', '{{}}', now(), now(), 'faux', '{{}}'),
                   (gen_random_uuid(), {person.id}, 'badge', 'b', 'A', '{{}}', now(), null, null, '{{}}')
            """,
        )
    before = await look(database, publishing.revoked, 0)
    assert len(before) == 2
    for person in (awa, binta):
        await _erase(database, person.id, tmp_path)
    assert await value(database, "select count(*) from credential") == 0
    assert await look(database, publishing.revoked, 0) == before


async def test_no_announcement_waits_for_who_was_erased(database: Database, tmp_path: Path) -> None:
    """Her copy was deleted while the platform was away, and its author's job looked again every three seconds."""
    admin, phone = await staff(database), Phone()
    awa, _ = await hiteuses(database, 2)
    engine = Engine(database, phone)
    number = (await hand_over(database, admin)).id
    await engine.look(number)
    await _execute(database, f"update person set zone = 'Pacific/Auckland' where id = {awa.id}")  # it is night there
    later = (await hand_over(database, admin, Announcement("Deux"))).id
    await engine.look(later)
    assert await value(database, "select count(*) from recipient where state = 0") == 1
    await _erase(database, awa.id, tmp_path)
    async with relaying(database, phone, engine.clock) as relay:
        await relay.until("select count(*)::int from outbox where status = 1 and purpose = 'announcement'", 2)
    for each in (number, later):
        await engine.look(each, seconds=4)
        found = await result(database, each)
        assert (found.people, found.sent, found.waiting, found.failed) == (2, 1, 0, {"stopped": 1})
        assert await value(database, "select state from announcement where id = %s", (each,)) == "done"


async def test_an_erasure_is_repeated_after_a_restore(database: Database, tmp_path: Path) -> None:
    """The backup is from before: it knows nothing of the erasure."""
    (awa,) = await hiteuses(database, 1)
    await plant(database, awa.id)
    erasure.write_down(tmp_path, [awa.id, 987_654])
    assert (tmp_path / erasure.FILE).stat().st_mode & 0o077 == 0  # who was here
    assert await erasure.repeat(database, erasure.erased(tmp_path), NOW, tmp_path, NUMBERS) == 1
    assert await places(database, [MARK]) == set()
    assert await erasure.repeat(database, erasure.erased(tmp_path), after(days=1), tmp_path, NUMBERS) == 1
    assert erasure.erased(tmp_path) == [awa.id, 987_654]


async def test_what_staff_was_told_of_her_goes_too(database: Database, tmp_path: Path) -> None:
    awa, huber = await hiteuses(database, 2)
    await _execute(database, f"update person set role = 'huber', first_name = 'Mariam' where id = {huber.id}")
    await _execute(database, f"update person set first_name = '{MARK}' where id = {awa.id}")
    chat = await chat_of(database, awa)
    await _execute(database, f"update contact set address = '{NUMBER}' where id = {chat}")
    theirs = await chat_of(database, huber)
    async with database.unit() as uow:
        for status, words in ((1, f"{MARK} ne répond pas"), (1, "Bintou travaille"), (0, f"Parle à {MARK} demain")):
            await uow.execute(
                """
                insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status)
                values (%s, %s, 'telegram', 'notice', jsonb_build_object('p', jsonb_build_array(%s::text)), now(),
                        now(), %s)
                """,
                (huber.id, theirs, words, status),
            )
        await uow.execute(
            """
            insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
            values (%s, %s, 'telegram', 'k', jsonb_build_object('contact', %s::text), now(), now(), 1)
            """,
            (huber.id, theirs, NUMBER),
        )
        await uow.execute(
            "update conversation set asked = jsonb_build_object('about', %s::text) where person_id = %s",
            (MARK, huber.id),
        )
        await media.add_personal(uow, huber.id, "csv", "text/plain", f"nom;gains\n{MARK};12".encode(), NOW)
        await uow.commit()
    await _erase(database, awa.id, tmp_path)
    assert await places(database, [MARK, NUMBER]) == set()
    said = [row["message"] for row in await rows(database, "select message from outbox order by id")]
    assert said[0] == {"p": ["…"]} or "…" in str(said[0])
    assert "Bintou travaille" in str(said[1])
    assert "Parle à … demain" in str(said[2])


async def test_who_was_a_huber_keeps_nothing_about_others(database: Database, tmp_path: Path) -> None:
    """With another role her file of her own data held what she had been told about women, and an erasure passed it
    over."""
    awa, huber = await hiteuses(database, 2)
    owner = await staff(database)
    await _execute(database, f"update person set role = 'huber' where id = {huber.id}")
    await _execute(database, f"update person set first_name = '{MARK}' where id = {awa.id}")
    async with database.unit() as uow:
        await uow.execute(
            """
            insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status)
            values (%s, %s, 'demo', 'notice', jsonb_build_object('p', jsonb_build_array(%s::text)), now(), now(), 1)
            """,
            (huber.id, await chat_of(database, huber), f"{MARK} ne répond pas"),
        )
        await media.add_personal(uow, huber.id, "csv", "text/plain", f"nom;gains\n{MARK};12".encode(), NOW)
        await uow.commit()
    await commit(database, roles.change, owner, huber.id, RoleAssignment("hiteuse"), "demo", NOW)
    again = await look(database, person_file.known, huber.id)
    for now, of_others in ((after(days=1), False), (after(days=91), True)):
        file = io.BytesIO()
        async with database.unit() as uow:
            await person_file.write_json(file, uow, again, Keys([new_key()]), now)
            found = await person_file.overview(uow, again, Keys([new_key()]), now)
            kept, _ = await person_file.files(uow, again, now)
        assert (MARK in file.getvalue().decode()) is of_others
        assert ("messages" in found.tables, bool(kept)) == (of_others, of_others)
    await _erase(database, awa.id, tmp_path)
    assert await places(database, [MARK]) == set()


async def test_files_that_others_have_too_stay(database: Database, tmp_path: Path) -> None:
    awa, binta = await hiteuses(database, 2)
    async with database.unit() as uow:
        await media.add_personal(uow, awa.id, "hers", "image/png", b"a", NOW)
        for person in (awa, binta):
            await media.add_personal(uow, person.id, "both", "image/png", b"b", NOW)
        await media.add_personal(uow, awa.id, "lesson", "image/png", b"c", NOW)
        await media.add(uow, "lesson", "image/png", b"c")
        await uow.commit()
    await _erase(database, awa.id, tmp_path)
    assert {row["hash"] for row in await rows(database, "select hash from media")} == {"both", "lesson"}


async def test_the_last_owner_is_refused_and_keeps_everything(database: Database, tmp_path: Path) -> None:
    (awa,) = await hiteuses(database, 1)
    await _execute(database, f"update person set role = 'admin', duty = 'owner' where id = {awa.id}")
    with pytest.raises(LastOwner):
        await _erase(database, awa.id, tmp_path)
    assert await value(database, "select role from person where id = %s", (awa.id,)) == "admin"
    assert erasure.erased(tmp_path) == []


async def test_whoever_writes_from_an_erased_chat_is_a_stranger(database: Database, tmp_path: Path) -> None:
    (awa,) = await hiteuses(database, 1)
    chat = await chat_of(database, awa)
    address = await value(database, "select address from contact where id = %s", (chat,))
    channel = await value(database, "select channel from contact where id = %s", (chat,))
    await _erase(database, awa.id, tmp_path)
    async with database.unit() as uow:
        someone = await inbox.meet(uow, channel, address, "", NOW)
        assert not await inbox.post(uow, awa.id, "late", {"wake": "reminder"}, NOW)
        await uow.commit()
    assert someone != awa.id


async def test_a_line_of_the_audit_only_ever_loses_words(database: Database) -> None:
    await commit(
        database, audit.note, None, "", "note person", {"tail": "1234"}, NOW, after={"note": "Elle est malade"}
    )
    for change in ('about = \'{"tail": "9"}\'', "action = 'role'", "subject_id = 1", 'after = \'{"note": "Rien"}\''):
        with pytest.raises(DatabaseError, match="append-only"):
            await _execute(database, f"update audit set {change}")
    with pytest.raises(DatabaseError, match="append-only"):
        await _execute(database, "delete from audit")
    await _execute(database, "update audit set about = '{}', after = '{}'")


def test_no_statement_reads_a_whole_large_table() -> None:
    """Each condition of the register begins with a column that has an index over all rows that it finds."""
    small = {"merge", "joining", "handed_back", "erasure"}
    for entry in ENTRIES:
        if entry.erasure is Erasure.KEEP or entry.name in small:
            continue
        table = metadata.tables[entry.name]
        firsts = {next(iter(index.columns)).name for index in table.indexes if index.columns}
        firsts |= {next(iter(key.columns)).name for key in (table.primary_key, *table.constraints) if len(key.columns)}  # type: ignore[attr-defined]
        for each in entry.person:
            assert each.partition(">")[0] in firsts, f"{entry.name}.{each}"


@pytest.mark.parametrize("again", [False, True], ids=["asked for", "after a restore"])
async def test_her_number_goes_where_staff_were_told_it_although_it_is_stored_encrypted(
    database: Database, tmp_path: Path, again: bool
) -> None:
    awa, paul = await hiteuses(database, 2)
    number, numbers = "2250701020304", Keys([new_key()]).numbers
    async with database.unit() as uow:
        await uow.execute("update person set role = 'admin', duty = 'owner' where id = %s", (paul.id,))
        await uow.execute(
            "update contact set channel = 'whatsapp', address = %s where person_id = %s",
            (numbers.sealed(number), awa.id),
        )
        await uow.execute(
            """
            insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status)
            select person_id, id, channel, 'reply', '{"p": [{"r": "Appelle le 2250701020304"}]}', %s, %s, 1
            from contact where person_id = %s
            """,
            (NOW, NOW, paul.id),
        )
        if not again:
            await erasure.ask_now(uow, awa.id, NOW)
        await uow.commit()
    if again:
        assert await erasure.repeat(database, [awa.id], NOW, tmp_path, numbers) == 1
    else:
        await erasure.erase(database, awa.id, NOW, tmp_path, numbers)
    assert number not in await value(database, "select string_agg(message::text, ' ') from outbox")
