"""Before it becomes PostgreSQL, which refuses to run as root, a child of ours becomes an ordinary user. It is also told
to end when we end. Where root works in a data folder of somebody else, what it writes there is theirs."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from backend.domain.errors import Unavailable

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
INSTEAD = "set DATABASE_URL to a PostgreSQL server of yours (15 or newer)"
"""What to do if the embedded server cannot run."""


def given_up(home: Path) -> Callable[[], None]:
    """What the child runs before it becomes PostgreSQL. Raises `Unavailable` if root cannot become an ordinary user.

    Whose folder it is. In one of root on Linux: a user namespace in which root is an ordinary user, so that files stay
    ours and nobody else can reach them. Where namespaces are forbidden: an existing ordinary user.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def die_with_parent() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)

    if os.geteuid() != 0:
        return die_with_parent
    owner = _owner(home)
    if owner is None and libc is not None and _namespaces_allowed(libc):

        def enter_namespace() -> None:
            _enter_namespace(libc)
            die_with_parent()

        return enter_namespace
    user = owner or _ordinary_user(home)

    def become_user() -> None:
        os.setgid(user.pw_gid)
        os.setgroups([])
        os.setuid(user.pw_uid)
        die_with_parent()

    return become_user


def hand_over(file: int | Path, home: Path) -> None:
    """Give a file that was just made in the data folder to whoever owns the folder: a service that runs as that user
    could not open what root keeps there."""
    if os.geteuid() == 0 and (owner := home.stat()).st_uid != 0:
        with suppress(PermissionError):  # a root that may not do this
            os.chown(file, owner.st_uid, owner.st_gid)


def _owner(home: Path) -> pwd.struct_passwd | None:
    """Whose folder it is, if not root's; None also for a number without a user, as whom initdb does not run."""
    try:
        user = pwd.getpwuid(home.stat().st_uid)
    except KeyError:
        return None
    return user if user.pw_uid != 0 else None


def _enter_namespace(libc: ctypes.CDLL) -> None:
    uid, gid = os.geteuid(), os.getegid()
    inner = next(user for user in pwd.getpwall() if user.pw_uid != 0)  # initdb looks up the name
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inner.pw_uid} {uid} 1"),
        ("gid_map", f"{inner.pw_gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123 (after fork: as little as possible)
            file.write(text)


def _namespaces_allowed(libc: ctypes.CDLL) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _enter_namespace(libc)
        except (OSError, StopIteration):
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _ordinary_user(home: Path) -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        if all(folder.stat().st_mode & 0o001 for folder in home.resolve().parents):
            os.chown(home, user.pw_uid, user.pw_gid)
            return user
    raise Unavailable(f"PostgreSQL does not run as root here: start as an ordinary user, or {INSTEAD}")
