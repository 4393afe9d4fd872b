import asyncio
import socket

import aiohttp
import pytest

from tests.network import NetworkBlockedError

OUTSIDE = "192.0.2.7"  # for documentation only (RFC 5737)


def test_a_connection_to_the_outside_is_refused_and_named() -> None:
    with socket.socket() as s, pytest.raises(NetworkBlockedError, match=r"192\.0\.2\.7:443"):
        s.connect((OUTSIDE, 443))
    with socket.socket() as s, pytest.raises(NetworkBlockedError, match=r"192\.0\.2\.7:443"):
        s.connect_ex((OUTSIDE, 443))
    with socket.socket(socket.AF_INET6) as s, pytest.raises(NetworkBlockedError, match="2001:db8::7:80"):
        s.connect(("2001:db8::7", 80, 0, 0))


def test_a_datagram_to_the_outside_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as s, pytest.raises(NetworkBlockedError):
        s.sendto(b"?", (OUTSIDE, 53))
    with socket.socket(type=socket.SOCK_DGRAM) as s, pytest.raises(NetworkBlockedError):
        s.sendto(b"?", 0, (OUTSIDE, 53))


def test_a_name_of_the_outside_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlockedError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


async def test_asyncio_and_aiohttp_are_refused_as_well() -> None:
    with pytest.raises(NetworkBlockedError):
        await asyncio.open_connection(OUTSIDE, 80)
    async with aiohttp.ClientSession() as session:
        for host in ("example.org", OUTSIDE):
            with pytest.raises(NetworkBlockedError):
                await session.get(f"http://{host}/")


async def test_this_machine_and_unix_sockets_can_be_reached() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"bonjour")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for host in ("127.0.0.1", "localhost"):
            reader, writer = await asyncio.open_connection(host, port)
            assert await reader.read() == b"bonjour"
            writer.close()
            await writer.wait_closed()
    one, other = socket.socketpair()
    with one, other:
        one.send(b"?")
        assert other.recv(1) == b"?"
