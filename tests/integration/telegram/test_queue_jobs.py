"""`file`: an admin sees which jobs fail, tries a given up one again, and whether our clock ticks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import queue, retries
from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed
from backend.services.admin import queue_jobs
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_staff import sends_batch
from tests.product import COMMENTS, Product, comments

DEAD = "select count(*) from procrastinate_jobs where status = 'failed'"


@pytest.fixture(autouse=True)
def _gives_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "RETRY_SPAN", timedelta())
    monkeypatch.setattr(queue, "LOOK_FOR_JOBS", 0.01)


async def test_a_job_that_was_given_up_is_named_with_its_error_and_tried_again_or_forgotten(product: Product) -> None:
    admin = await product.admin()
    assert "🔁 Travaux qui échouent : 0" in (await product.says(admin, "file")).text
    product.telegram.drop_next("getFile", times=2)  # of the project alone, then of the data
    await sends_batch(product, admin, COMMENTS, comments(3))
    product.errors.clear()
    shown = await product.says(admin, "file")
    assert "travaux 1" in shown.text and "⚙️ Travaux" in shown.labels
    listed = await product.taps(admin, "⚙️ Travaux", shown)
    assert "· lot à vérifier · 1 essais · " in listed.text
    error = await value(product.database, "select error from job_failure")
    assert error in listed.text and error.isidentifier()
    assert "Relancer 1 travail" in (await product.taps(admin, "🔁 Relancer ceux-ci", listed)).text
    await admin.taps("Oui")
    done, ready = await product.heard(admin)
    assert "1 travail relancé" in done.text and "donnees.csv est prêt" in ready.text
    assert await value(product.database, DEAD) == 0
    assert await value(product.database, "select count(*) from job_failure") == 0
    product.telegram.drop_next("getFile", times=2)  # of the project alone, then of the data
    await sends_batch(product, admin, COMMENTS, comments(3))
    product.errors.clear()
    await product.taps(admin, "🗑 Oublier ceux-ci", await product.says(admin, "/file travaux"))
    assert "1 travail oublié" in (await product.taps(admin, "Oui")).text
    assert await value(product.database, DEAD) == 0
    lines = await rows(product.database, "select action, about from audit where action like 'jobs.%%' order by id")
    assert [(line["action"], line["about"]["name"]) for line in lines] == [
        ("jobs.again", "check_batch"),
        ("jobs.drop", "check_batch"),
    ]


async def test_ticks_that_stay_away_are_told(product: Product) -> None:
    admin = await product.admin()
    await product.ticks("wake_people", "give_back_leases", "accept_answers")
    shown = await product.taps(admin, "⏱ Horloge", await product.says(admin, "file"))
    assert "✅ réponses à accepter (rythme : 1 min" in shown.text
    assert "⏳ rangement" in shown.text and "pas encore" in shown.text
    product.app.clock.forward(timedelta(hours=4))
    shown = await product.says(admin, "/file horloge")
    assert "⚠️ réponses à accepter" in shown.text and "⚠️ rangement (rythme : 1 h) : jamais" in shown.text


async def test_a_rare_tick_that_bears_the_days_beginning_makes_no_other_late(product: Product) -> None:
    admin = await product.admin()
    for name in ("wake_people", "prune_jobs"):
        await product.app.schedule.tick(name)  # at its nominal time, midnight for the latter
    await product.settled()
    assert "⏱ Horloge : tout est à l'heure" in (await product.says(admin, "file")).text


async def test_who_only_reads_settles_nothing(product: Product) -> None:
    await product.admin()
    async with product.database.unit() as uow:
        reader_id = await uow.fetch_value("update person set duty = 'reader' where role = 'admin' returning id")
        reader = await people_rows.person(uow, reader_id)
        assert reader is not None
        assert await queue_jobs.dead(uow, reader, 0, 5) == ()
        for doing in (queue_jobs.again, queue_jobs.drop):
            with pytest.raises(NotAllowed):
                await doing(uow, reader, [1], "telegram", product.now)
