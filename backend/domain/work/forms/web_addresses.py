"""Web addresses as people type or paste them, brought to one form."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

MAX_LENGTH = 2_000
"""Characters of an address: the limit for links in messages (`backend.domain.messaging.message.MOST_URL`)."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|si|ref_src")
"""Parameters of shared links that only track readers. The page is the same without them."""
_SEARCH = re.compile(r"(?:.+\.)?(?:google|bing|yahoo|duckduckgo|ecosia|qwant)(?:\.[a-z]{2,3}){1,2}")


def read(text: str) -> str | None:
    """The canonical address; None for what is no address of a page. Reading it again changes nothing.

    It has a scheme (https if none was typed) and the host in lower case and ASCII; tracking parameters, and a slash
    after a bare host, are removed.
    """
    typed = text.strip().strip("<>«»\"'").rstrip(".,;")
    if not typed or len(typed) > MAX_LENGTH or any(sign.isspace() for sign in typed):
        return None
    if not _SCHEME.match(typed):
        typed = f"https://{typed.removeprefix('//')}"
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not (host := _host(parts.hostname)):
        return None
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)])
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    found = urlunsplit((parts.scheme.lower(), host, "" if path == "/" and not query else path, query, ""))
    return found if len(found) <= MAX_LENGTH else None


def is_search(address: str) -> bool:
    """Whether it is the page of a search engine, where another person finds something else."""
    host = urlsplit(address).hostname or ""
    return _SEARCH.fullmatch(host.removeprefix("www.")) is not None


def _host(name: str | None) -> str:
    """The host in ASCII; "" if it is no name of a host with pages."""
    try:
        host = idna.encode((name or "").rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        host = (name or "").rstrip(".").lower()  # idna refuses "_", which some hosts have
    labels = host.split(".")
    fine = len(host) <= 253 and len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and _TOP.fullmatch(labels[-1])
    return host if fine else ""
