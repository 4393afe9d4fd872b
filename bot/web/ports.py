"""The port of the web part. It is bound before anything else starts, so that a port in use stops the start cleanly."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

ABSENT = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""A name such as localhost may have an address of a kind that this machine has disabled."""


@contextmanager
def taken(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets bound to every address of `host`, closed at the end. None listens yet: connections are refused until
    the service is ready. `port` 0: any free one. Raises `OSError` if the port is in use, not allowed, or if `host` is
    no address of this machine."""
    known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    with ExitStack() as stack:
        found: list[socket.socket] = []
        absent: OSError | None = None
        for family, kind, protocol, _, address in dict.fromkeys(known):
            try:
                own = stack.enter_context(socket.socket(family, kind, protocol))
                if os.name == "posix":  # elsewhere it would let two processes listen at once
                    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                own.bind(address)
            except OSError as error:
                if error.errno not in ABSENT:
                    raise
                absent = error
            else:
                found.append(own)
        if not found:
            assert absent is not None
            raise absent
        yield found
