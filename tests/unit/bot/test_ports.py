"""The web part's port, taken before anything else."""

from __future__ import annotations

import errno
import socket
from typing import Any

import pytest

from bot.web import ports


def test_a_port_is_taken_but_does_not_listen_yet() -> None:
    with ports.taken("127.0.0.1", 0) as (own,):
        _, port = own.getsockname()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        own.listen()
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(OSError, match="in use"), ports.taken("127.0.0.1", port):
            pass
    assert own.fileno() == -1


def test_a_name_of_several_addresses_takes_those_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    here, elsewhere = ("127.0.0.1", 0), ("192.0.2.1", 0)  # the second is nobody's

    def known(*_arguments: Any, **_options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", known)
    addresses = [elsewhere, here, here]
    with ports.taken("both", 0) as found:
        assert [own.getsockname()[0] for own in found] == ["127.0.0.1"]
    addresses = [elsewhere]
    with pytest.raises(OSError, match=f"Errno {errno.EADDRNOTAVAIL}"), ports.taken("elsewhere", 0):
        pass
