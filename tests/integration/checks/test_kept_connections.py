"""Connections that tests lend each other are like new ones."""

import psycopg

from tests.database import Kept


async def test_what_the_last_one_was_told_is_not_told_to_the_next_that_listens(server_url: str) -> None:
    """A product that ended in between left « outbox » to the queue of the next, which reads JSON."""
    first = await Kept.connect(server_url, autocommit=True)
    await first.execute("listen heard")
    async with await psycopg.AsyncConnection.connect(server_url, autocommit=True) as teller:
        await teller.execute("notify heard, 'outbox'")
    await first.close()
    second = await Kept.connect(server_url, autocommit=True)
    assert second is first
    assert [note.payload async for note in second.notifies(timeout=0)] == []
    await second.close()
    await Kept.close_all()
