"""No test leaves this machine: whatever would connect elsewhere fails at once and says where to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

_LOCAL_NAMES = frozenset({"localhost", "ip6-localhost", ""})


class NetworkBlockedError(RuntimeError):
    """A test tried to reach something outside of this machine.

    Not an `OSError`, so that code which survives an absent network does not hide it.
    """


def block(patch: pytest.MonkeyPatch) -> None:
    """Refuse look-ups of names and connections to addresses that are not this machine's own.

    Holds for all that goes through Python's sockets in this process. libpq and child processes have
    their own; tests give them nothing but addresses of this machine.
    """
    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            raise NetworkBlockedError(f"a test looked up {host!r} (port {port}); tests reach only this machine")
        return look_up(host, port, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_look_up)


def _guarded(original: Any) -> Any:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[-1]  # of `sendto`, too
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            raise NetworkBlockedError(f"a test tried to reach {address[0]}:{address[1]}; tests reach only this machine")
        return original(self, *args)

    return guarded


def _is_local(host: Any) -> bool:
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name.lower() in _LOCAL_NAMES
    return address.is_loopback or address.is_unspecified
