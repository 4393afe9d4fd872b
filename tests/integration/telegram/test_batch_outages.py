"""An admin's files while Telegram, or something of ours, does not do what it should."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend import queue, retries
from backend.services.work.files import batches
from tests.integration.scenes import value
from tests.integration.telegram.test_staff import sends_batch
from tests.product import COMMENTS, Product, comments


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the product starts: a job is tried again at once."""
    monkeypatch.setattr(retries, "FIRST_WAIT", timedelta())
    monkeypatch.setattr(queue, "LOOK_FOR_JOBS", 0.01)


async def test_a_batch_outlasts_a_long_outage_of_telegram(product: Product) -> None:
    admin = await product.admin()
    product.telegram.drop_next("getFile", times=4 * retries.FAULTY_TRIES)
    *_, done = await sends_batch(product, admin, COMMENTS, comments(3))
    assert "3 nouvelles tâches" in done


async def test_a_batch_whose_file_never_came_is_given_up_and_the_admin_is_told(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "RETRY_SPAN", timedelta())
    admin = await product.admin()
    product.telegram.drop_next("getFile", times=2)  # of the project alone, then of the data
    _, said = await sends_batch(product, admin, COMMENTS, comments(3))
    assert said == (
        "❌ donnees.csv n'est pas importé, rien n'a changé : j'ai essayé pendant 12 heures de récupérer tes fichiers, "
        "sans succès.\n\nEnvoie-les encore une fois : écris « lot »."
    )
    assert admin.last.labels == ["📥 Importer un lot", "Menu"]
    assert await value(product.database, "select count(*) from procrastinate_jobs where status = 'failed'") == 1
    (logged,) = product.errors
    assert "check_batch" in logged.getMessage()
    product.errors.clear()
    *_, done = await sends_batch(product, admin, COMMENTS, comments(3))
    assert "3 nouvelles tâches" in done


async def test_a_batch_that_fails_by_our_own_fault_is_told_too(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(batches, "import_project", broken)
    admin = await product.admin()
    _, said = await sends_batch(product, admin, COMMENTS, comments(3))
    assert "l'erreur vient de moi" in said and "écris « lot »" in said
    product.errors.clear()
