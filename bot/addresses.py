"""Addresses in the settings: validation, their normal form, and the product's own local address."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

_WRITTEN = re.compile(
    r"[^\s\\<>\"\x00-\x20\x7f]+"
)  # no browser or platform reads the others in an address as they stand
_LABEL = re.compile(r"[A-Za-z0-9_-]{1,63}")
MOST_HOST = 253  # characters of a name in the DNS


def database_url(text: str) -> str:
    """The URL of a PostgreSQL server in its form for libpq. Raises `ValueError`."""
    scheme, colon, rest = text.partition("://")
    if not colon or scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError("must start with postgresql://")
    url = f"postgresql://{rest}"
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("has a port that is no number from 1 to 65535")
    return url


def public_url(text: str) -> str:
    """The address at which others reach the product, without a slash at its end. Raises `ValueError`."""
    parts = _web_address(text)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("must start with https:// (http:// is for loopback only)")
    return text.rstrip("/")


def api_url(text: str) -> str:
    """The address of an HTTP API, without a slash at its end. Raises `ValueError`."""
    _web_address(text)
    return text.rstrip("/")


def _web_address(text: str) -> Any:
    """The parts of the address of a server, which may have a path and nothing else. Raises `ValueError`."""
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        known = False
    if not known or not _WRITTEN.fullmatch(text):
        raise ValueError("must be an address such as https://hiteuses.example.org")
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise ValueError("must be an address without a user, a query (?) or a fragment (#)")
    return parts


def _is_host(name: str) -> bool:
    """Whether a server may have this name: an address, or labels that are neither empty nor too long."""
    try:
        ip_address(name)
    except ValueError:
        try:
            labels = name.encode("idna").decode().removesuffix(".").split(".")
        except UnicodeError:
            return False
        return all(_LABEL.fullmatch(label) for label in labels) and len(name) <= MOST_HOST
    return True


def local_address(host: str, port: int) -> str:
    """The address of the product's own server as this machine reaches it."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (every address of the machine: any of them will do)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: localhost, 127.0.0.0/8, ::1."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
