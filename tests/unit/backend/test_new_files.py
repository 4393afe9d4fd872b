"""Files that are whole or not there."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend import new_files
from backend.domain.errors import BadInput


@contextmanager
def _little_room(bytes_: int) -> Iterator[None]:
    """No file of this process may become larger, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _write(path: Path, size: int, fault: Exception | None = None) -> None:
    with new_files.whole(path) as file:
        for _ in range(size):
            file.write(b"x")
        if fault is not None:
            raise fault


def test_a_file_is_there_when_it_is_whole_and_for_its_user_only(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with new_files.whole(path) as file:
        file.write(b"all of it")
        assert not path.exists()
    assert path.read_bytes() == b"all of it"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("size", [1_500, 100_000])  # what fails is the end of the file, or a write within it
def test_a_disk_without_room_is_told_with_the_file_and_leaves_the_former_one(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"of yesterday")
    with _little_room(1_000), pytest.raises(BadInput, match=r"/file cannot be written: File too large"):
        _write(path, size)
    assert path.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [path]


def test_another_fault_is_raised_as_it_is_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        _write(tmp_path / "file", 10, ConnectionResetError())
    assert list(tmp_path.iterdir()) == []


def test_two_commands_do_not_write_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with new_files.whole(path) as first:
        first.write(b"first")
        with pytest.raises(BadInput, match="another command is writing"), new_files.whole(path):
            pass
    assert path.read_bytes() == b"first"


def test_what_was_laid_there_for_it_is_not_written(tmp_path: Path) -> None:
    """In a folder that all may write, such as /tmp."""
    (tmp_path / ".file.part").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="cannot be written"):
        _write(tmp_path / "file", 10)
    assert not (tmp_path / "elsewhere").exists()


def test_what_a_killed_command_left_is_written_over(tmp_path: Path) -> None:
    left = tmp_path / ".file.part"
    left.write_bytes(b"much of it, and more")
    left.chmod(0o644)
    _write(tmp_path / "file", 3)
    assert (tmp_path / "file").read_bytes() == b"xxx"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_not_written(tmp_path: Path) -> None:
    (tmp_path / ".file.part").touch()
    os.chown(tmp_path / ".file.part", 12345, 12345)
    with pytest.raises(BadInput, match="is another user's"):
        _write(tmp_path / "file", 10)
    assert (tmp_path / ".file.part").read_bytes() == b""
