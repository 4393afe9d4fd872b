"""A port of its own stays a test's own."""

from __future__ import annotations

import socket
import sys

import pytest

from tests.fakes.ports import Port


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a port cannot be held")
def test_a_port_that_is_held_is_given_to_nobody_else_and_takes_its_server_again_and_again() -> None:
    port = Port()
    for _ in range(3):
        with socket.create_server(("127.0.0.1", port.number)):
            socket.create_connection(("127.0.0.1", port.number)).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port.number))
    with pytest.raises(OSError, match="in use"), socket.socket() as other:
        other.bind(("127.0.0.1", port.number))  # as whoever gives out numbers looks: without leave to share
