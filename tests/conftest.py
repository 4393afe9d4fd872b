"""What all tests share: a real database that is empty at the start of each, and no network."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import network

if TYPE_CHECKING:  # fetched where they are needed: most tests start without a database
    from backend.db.engine.uow import Database
    from tests.database import TestServer

# A pause of a busy machine is no failure, and the same commit has the same verdict each time. Look for more
# with `--hypothesis-profile search`; `make check` looks at fewer examples.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("hiteuses", _PATIENT, max_examples=100, derandomize=True)
settings.register_profile("quick", _PATIENT, max_examples=10, derandomize=True)
settings.register_profile("search", _PATIENT, max_examples=2_000)
settings.load_profile("hiteuses")


MANY_CASES = 3

# The modules and the thousands of tests stay to the end: the collector need not go through them while they are
# loaded, nor again in the middle of every test (a quarter of the time of both).
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the conversations of tests/dialogues anew")
    parser.addoption("--every-platform", action="store_true", help="run each case of a test on every platform")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test with many cases on several platforms (`channel`), each case runs on one of them, in turn: what is
    written is read before any platform. With the mark `every_platform` each runs on all: they look different there."""
    if config.getoption("--every-platform"):
        return
    tests: dict[str, dict[str, list[pytest.Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        case = dict(item.callspec.params) if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if case.pop("channel", None) and item.get_closest_marker("every_platform") is None:
            tests[item.nodeid.partition("[")[0]][repr(case)].append(item)
    spared = [
        item
        for cases in tests.values()
        if len(cases) >= MANY_CASES
        for place, on_platforms in enumerate(cases.values())
        for turn, item in enumerate(on_platforms)
        if turn != place % len(on_platforms)
    ]
    if spared:
        config.hook.pytest_deselected(items=spared)
        left_out = set(spared)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew instead of compared."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.block(patch)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    """The server of this run, for tests that clean in the middle or need a second database."""
    from tests.database import TestServer, running

    with running() as url:
        server = TestServer(url)
        yield server
        server.close()


@pytest.fixture(scope="session")
def server_url(server: TestServer) -> str:
    """libpq URL of the migrated database; take `database` as well to find it empty."""
    return server.url


@pytest.fixture(scope="session")
async def _pools(server_url: str) -> AsyncIterator[Database]:
    from tests.database import Pools

    database = Pools(server_url)
    await database.jobs.open()
    yield database
    await database.close()


@pytest.fixture
async def database(server: TestServer, _pools: Database) -> Database:
    """The real database, without a row. Its pools live as long as the run; `close()` only empties them. What it keeps
    in memory, such as keys, ends with the rows that it was read from."""
    server.clean()
    _pools.kept.clear()
    return _pools
