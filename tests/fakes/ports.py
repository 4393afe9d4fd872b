"""Ports of loopback for what a test starts, kills and starts again at the same address."""

from __future__ import annotations

import os
import socket
import sys


class Port:
    """A free port that is nobody else's as long as this object lives.

    Between its servers a port is free, and of the hundreds that other tests open at port 0 meanwhile, one
    now and then was given this very number. A socket that is bound to it, and never listens, keeps the
    system from handing it out; a server that names it may bind beside that (Linux only: elsewhere it
    could not, and the number is just one that was free).
    """

    def __init__(self) -> None:
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        self.number = int(holder.getsockname()[1])
        if sys.platform == "linux":
            self._held: int | None = holder.detach()
        else:
            self._held = None
            holder.close()

    def __del__(self) -> None:
        if self._held is not None:
            os.close(self._held)
