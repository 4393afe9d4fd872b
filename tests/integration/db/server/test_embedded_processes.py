"""The embedded server among several processes that use, share and kill it."""

from __future__ import annotations

import contextlib
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.db.server import embedded
from backend.domain.errors import Unavailable

PROGRAM = """
import sys
from pathlib import Path
from backend.db.server import embedded
server = embedded.start(Path(sys.argv[1]), service=sys.argv[2] == "service", options={"fsync": "off"})
print("owns" if server.ours else "joined", server.url, flush=True)
sys.stdin.read()
server.stop()
print("ended", flush=True)
"""


class User:
    """A process that uses the server of a folder until `end`."""

    def __init__(self, home: Path, kind: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def says(self, seconds: float = 60) -> list[str]:
        """Its next line, in words; none when it is silent for so long."""
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return []
        return self.process.stdout.readline().split()

    def done(self) -> None:
        """Tell it that it needs the server no longer."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def end(self) -> None:
        self.done()
        assert self.says() == ["ended"]
        assert self.process.wait(60) == 0

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


Begin = Callable[[str], User]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def begin(home: Path) -> Iterator[Begin]:
    users: list[User] = []

    def begin(kind: str) -> User:
        users.append(User(home, kind))
        return users[-1]

    yield begin
    for user in users:
        user.kill()
        for pipe in (user.process.stdin, user.process.stdout):
            assert pipe is not None
            pipe.close()
    with contextlib.suppress(psutil.NoSuchProcess):
        gone(server_pid(home), 60)


def server_pid(home: Path) -> int:
    try:
        return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    except FileNotFoundError:  # it has ended
        return 0


def gone(pid: int, seconds: float) -> bool:
    """Whether a process ends within so many seconds (who should have buried it may be slow)."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if pid == 0 or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        if time.monotonic() > deadline:
            return False
        select.select([], [], [], 0.01)


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_the_server_ends_with_its_owner_even_after_kill_9_and_keeps_what_was_committed(
    home: Path, begin: Begin
) -> None:
    owner = begin("service")
    kind, url = owner.says()
    assert kind == "owns"
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 42 as x")
    pid = server_pid(home)
    owner.kill()
    assert gone(pid, 60)  # by itself: otherwise never
    again = begin("service")
    assert again.says() == ["owns", url]
    with psycopg.connect(url) as connection:
        assert connection.execute("select x from kept").fetchone() == (42,)
    again.end()
    assert gone(pid, 0)
    assert server_pid(home) == 0


def test_owner_and_server_killed_at_once_start_again(home: Path, begin: Begin) -> None:
    owner = begin("service")
    _, url = owner.says()
    pid = server_pid(home)
    server = psutil.Process(pid)
    everything = [owner.process.pid, pid, *(child.pid for child in server.children(recursive=True))]
    for victim in everything:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(victim).kill()
    owner.process.wait(10)
    assert begin("service").says() == ["owns", url]
    assert answers(url)


def test_a_process_that_never_notices_that_its_server_died_keeps_no_new_one_from_starting(
    home: Path, begin: Begin
) -> None:
    owner = begin("service")
    _, url = owner.says()
    with contextlib.closing(psycopg.connect(url)) as connection:
        stuck = psutil.Process(connection.info.backend_pid)
        stuck.suspend()  # as one that waits for a lock of a process which was killed
        psutil.Process(server_pid(home)).kill()
        owner.kill()
        assert begin("service").says() == ["owns", url]
        assert not stuck.is_running() or stuck.status() == psutil.STATUS_ZOMBIE
        assert answers(url)


def test_programs_that_begin_together_on_a_new_folder_all_find_its_database(begin: Begin) -> None:
    services = [begin("service") for _ in range(4)]
    said = [service.says() for service in services]
    assert sorted(kind for kind, _ in said) == ["joined"] * 3 + ["owns"]
    assert all(answers(url) for _, url in said)


def test_a_command_joins_the_server_of_a_service_and_leaves_it_running(begin: Begin) -> None:
    service = begin("service")
    _, url = service.says()
    command = begin("command")
    assert command.says() == ["joined", url]
    command.end()
    assert answers(url)
    service.end()


def test_a_service_ends_its_server_whoever_uses_it(home: Path, begin: Begin) -> None:
    service = begin("service")
    service.says()
    command = begin("command")
    command.says()
    service.end()
    assert server_pid(home) == 0
    command.end()


def test_who_uses_the_server_sees_its_end_although_another_one_owns_the_next_by_then(home: Path, begin: Begin) -> None:
    owner = begin("service")
    assert owner.says()[0] == "owns"
    joined = embedded.start(home, service=True)
    try:
        assert not joined.ended
        owner.kill()
        assert begin("service").says()[0] == "owns"
        assert joined.ended
    finally:
        joined.stop()


def test_a_service_waits_for_a_command_and_then_has_a_server_of_its_own(home: Path, begin: Begin) -> None:
    command = begin("command")
    _, url = command.says()
    first = server_pid(home)
    service = begin("service")
    assert service.says(0.5) == []
    command.end()
    assert service.says() == ["owns", url]
    assert server_pid(home) != first
    assert answers(url)


def test_a_command_that_is_done_first_leaves_the_server_to_the_other_until_it_is_done_too(
    home: Path, begin: Begin
) -> None:
    first = begin("command")
    _, url = first.says()
    second = begin("command")
    assert second.says() == ["joined", url]
    first.done()
    assert first.says(0.3) == []
    assert answers(url)
    second.end()
    assert first.says() == ["ended"]
    assert server_pid(home) == 0


def test_of_many_commands_at_once_one_owns_the_server_and_all_use_it(begin: Begin) -> None:
    commands = [begin("command") for _ in range(4)]
    said = [command.says() for command in commands]
    assert sorted(kind for kind, _ in said) == ["joined"] * 3 + ["owns"]
    assert len({url for _, url in said}) == 1
    for command in commands:
        command.done()
    for command in commands:
        assert command.says() == ["ended"]


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="set HITEUSES_HOME"):
        embedded.start(tmp_path / "file" / "home", service=False)


def test_nothing_of_the_server_is_open_to_other_users(home: Path, begin: Begin) -> None:
    owner = begin("service")
    _, url = owner.says()
    sockets = Path(url.partition("host=")[2])
    for folder in (home, home / "postgres", sockets):
        assert folder.stat().st_mode & 0o077 == 0
    with psycopg.connect(url) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
