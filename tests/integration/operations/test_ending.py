"""Told to end, all parts end at the same time: the process has ten seconds in all, and each part takes some."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from bot.channels.base import Menu
from tests.integration.scenes import value
from tests.product import Product


async def test_the_web_part_closes_while_a_job_comes_to_its_end(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def long(_menu: Menu) -> None:
        begun.set()
        await go.wait()

    await product.joined(product.telegram.person("Awa"))
    monkeypatch.setattr(product.app.channels["telegram"], "show_menu", long)
    async with product.database.unit() as uow:
        await product.app.jobs.defer(
            uow, "show_menu", person_id=await value(product.database, "select max(id) from person")
        )
        await uow.commit()
    await begun.wait()
    address = urlsplit(product.app.issuer.site)
    ending = asyncio.create_task(product.stop())
    async with asyncio.timeout(5):
        while await _listens(str(address.hostname), address.port):  # noqa: ASYNC110 (a port tells nobody)
            await asyncio.sleep(0.01)
    assert not ending.done()  # the job goes on meanwhile
    go.set()
    await ending
    await product.start()


async def _listens(host: str, port: int | None) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True
