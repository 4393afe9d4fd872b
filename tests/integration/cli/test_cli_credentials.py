"""`hiteuses training revoke`, as it is typed."""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import uuid4

import pytest

from backend.db.engine.uow import Database
from backend.domain.certificates.credentials import Credential, Shown, TakeCertificate
from backend.domain.messaging import message
from backend.services.certificates import badges, credentials
from bot.cli import run
from bot.i18n.render import plain
from tests import signing
from tests.integration.scenes import NOW, commit, hiteuse, rows, value
from tests.integration.training.rows import module

pytestmark = pytest.mark.usefixtures("own_database", "noon")


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """She is awake."""
    monkeypatch.setenv("HITEUSES_CLOCK", NOW.replace(hour=12).isoformat())


async def certificate(database: Database) -> Credential:
    awa = await hiteuse(database)
    await module(database, unlocks=())
    await commit(database, badges.grant, person=awa, module="micro-taches", now=NOW)
    command = TakeCertificate("micro-taches", "Awa Koné", Shown())
    take = partial(credentials.take, person=awa, issuer=signing.issuer(), now=NOW, command=command)
    found = (await commit(database, take)).credential
    assert found is not None
    return found


async def typed(capture: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, ["training", "revoke", *arguments])
    return (code, *capture.readouterr())


async def told(database: Database) -> list[str]:
    found = await rows(database, "select message from outbox order by id")
    return ["\n".join(plain(part, "fr") for part in message.load(row["message"]).parts) for row in found]


@pytest.mark.parametrize("form", ["{id}", "https://elsewhere.example.org/verify/{id}", "{ID}"])
async def test_a_certificate_is_revoked_and_she_is_told_why(
    capsys: pytest.CaptureFixture[str], database: Database, form: str
) -> None:
    taken = await certificate(database)
    named = form.format(id=taken.id, ID=str(taken.id).upper())
    assert await typed(capsys, named, "--reason", "réponses  copiées") == (
        0,
        f"{taken.id}  revoked  Les micro-tâches\n",
        "",
    )
    verdict = await commit(database, credentials.check, issuer=signing.issuer(), text=str(taken.id))
    assert verdict.status == "revoked"
    (said,) = await told(database)
    assert said.splitlines()[0] == "Ton certificat « Les micro-tâches » t'a été retiré. Raison : réponses copiées"
    assert await value(database, "select count(*) from badge where revoked_at is null") == 1
    assert await value(database, "select person_id from audit") is None


async def test_with_its_badges_she_can_earn_it_again(capsys: pytest.CaptureFixture[str], database: Database) -> None:
    taken = await certificate(database)
    code, _, _ = await typed(capsys, str(taken.id), "--reason", "copiée", "--with-badges")
    assert code == 0
    assert await value(database, "select count(*) from badge where revoked_at is null") == 0
    (said,) = await told(database)
    assert "Les badges aussi sont retirés" in said and "refaire la formation" in said


async def test_at_night_she_is_told_in_the_morning(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = await certificate(database)
    monkeypatch.setenv("HITEUSES_CLOCK", NOW.replace(hour=23).isoformat())
    code, _, _ = await typed(capsys, str(taken.id), "--reason", "copiée")
    assert code == 0 and await told(database) == []
    assert "copiée" in str(await value(database, "select events from quiet_hours_queue"))


async def test_what_cannot_be_revoked_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    taken = await certificate(database)
    other = uuid4()
    assert await typed(capsys, str(other), "--reason", "non") == (1, "", f"hiteuses: no certificate {other}\n")
    assert await typed(capsys, str(taken.id), "--reason", " ") == (
        1,
        "",
        "hiteuses: a reason is needed: she is told it\n",
    )
    await typed(capsys, str(taken.id), "--reason", "copiée")
    code, _, error = await typed(capsys, str(taken.id), "--reason", "copiée")
    assert (code, error) == (1, f"hiteuses: the certificate {taken.id} is revoked already\n")
    code, _, error = await typed(capsys, "abc", "--reason", "copiée")
    assert code == 2 and "the number of a certificate, or its link" in error
    code, _, error = await typed(capsys, str(taken.id))
    assert code == 2 and "--reason" in error
    assert len(await told(database)) == 1
