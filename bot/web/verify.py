"""The routes under `/verify`: the page for people, and the same for programs.

Anybody may ask. So each query has a time limit and a place in a short queue, within what the product can spare. A
status list is signed again only if its content has changed, or after an hour."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from aiohttp import web

from backend.clock import Clock
from backend.db.engine.failures import DatabaseError
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.certificates import open_badges
from backend.domain.certificates.credentials import Verdict
from backend.domain.errors import NotFound, Unavailable
from backend.records import Record
from backend.services.certificates import credentials, publishing
from backend.services.certificates.signing import Issuer
from bot.web import guard, verify_page

ANSWER_WITHIN = 3.0  # seconds, including the wait for a place
AT_ONCE = 3  # queries at once; the connection pools allow more
SIGNED_FOR = timedelta(hours=1)  # a status list that is still true is served again this long
LISTS_KEPT = 16
"""Signed status lists that are cached."""

JSON, TOKEN = "application/json", "application/vc+jwt"
_JSON_TYPES = ("application/json", "application/ld+json", "application/vc", "application/vc+ld+json")
_TOKEN_TYPES = ("application/vc+jwt", "application/jwt", "application/vc+ld+json+jwt")
_OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


class _SignedList(Record):
    """A status list that was signed `at`, when the indices in `revoked` were revoked."""

    revoked: tuple[int, ...]
    at: datetime
    token: str

    @property
    def tag(self) -> str:
        """The ETag of the list."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:32]


class VerifyPages:
    """Add its `routes` to the server. `issuer`: whose credentials are verified here."""

    def __init__(self, database: Database, clock: Clock, issuer: Issuer) -> None:
        self._database = database
        self._clock = clock
        self._issuer = issuer
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lists: dict[int, _SignedList] = {}

    def routes(self) -> list[web.RouteDef]:
        """The pages on which a certificate is checked, and what machines read to check one."""
        return [
            web.get("/verify", self._form),
            web.post("/verify", self._handed_in),
            web.get("/verify/issuer", self._profile),
            web.get("/verify/keys", self._keys),
            web.get("/verify/keys/{kid}", self._key),
            web.get("/verify/achievements/{key}", self._achievement),
            web.get("/verify/status/{number}", self._status_list),
            web.get("/verify/{name}", self._credential),
        ]

    @asynccontextmanager
    async def _look(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work within the time limit. Raises `Unavailable` if there is none."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN), self._places, self._database.unit() as uow:
                yield uow
        except (DatabaseError, OSError, TimeoutError):
            raise Unavailable from None

    # --- for people ---------------------------------------------------------------------------------

    async def _form(self, _request: web.Request) -> web.Response:
        return _page(verify_page.page(None))

    async def _credential(self, request: web.Request) -> web.Response:
        """A page; by the name's ending or by the Accept header, the credential as JSON or as a signed token."""
        name, dot, ending = request.match_info["name"].partition(".")
        wants = ending if dot else _accepted(request)
        try:
            number = UUID(name) if len(name) == 36 else None
        except ValueError:
            number = None
        try:
            async with self._look() as uow:
                verdict = await credentials.by_id(uow, number) if number else Verdict("unknown")
        except Unavailable:
            return _away(wants)
        if wants == "html":
            return self._verdict(verdict, 404 if verdict.status == "unknown" else 200)
        if wants not in ("json", "jwt"):
            return self._verdict(Verdict("unknown"), 404)
        return _as_document(verdict, wants, self._issuer)

    async def _handed_in(self, request: web.Request) -> web.Response:
        """Verify what somebody pasted into the form, or what a program sends."""
        wants = _accepted(request)
        if request.content_type == "application/x-www-form-urlencoded":
            text = (await guard.form(request)).get("credential", "")
        else:
            text = await guard.text(request)
        try:
            async with self._look() as uow:
                verdict = await credentials.check(uow, self._issuer, text)
        except Unavailable:
            return _away(wants)
        if wants == "html":
            return self._verdict(verdict)
        return _json(_told(verdict), headers={"Cache-Control": "no-store"})

    def _verdict(self, verdict: Verdict, status: int = 200) -> web.Response:
        return _page(verify_page.page(verdict, start=self._issuer.at.start), status)

    # --- for programs -------------------------------------------------------------------------------

    async def _profile(self, _request: web.Request) -> web.Response:
        return _json(open_badges.published_profile(self._issuer.at, self._issuer.site))

    async def _keys(self, _request: web.Request) -> web.Response:
        return await self._found(self._key_set)

    async def _key_set(self, uow: UnitOfWork) -> dict[str, Any]:
        return {"keys": await publishing.keys(uow)}

    async def _key(self, request: web.Request) -> web.Response:
        return await self._found(lambda uow: publishing.key(uow, request.match_info["kid"]))

    async def _achievement(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        return await self._found(lambda uow: publishing.achievement(uow, self._issuer, key))

    async def _status_list(self, request: web.Request) -> web.Response:
        """A status list. Revocations are read each time, so that one on any node is in the list at once."""
        text = request.match_info["number"]
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        try:
            async with self._look() as uow:
                listed = await self._listed(uow, number)
        except NotFound:
            raise web.HTTPNotFound from None
        except Unavailable:
            return _away("json")
        answer = web.Response(text=listed.token, content_type=TOKEN, headers={**_OPEN, "Cache-Control": "no-cache"})
        answer.etag = listed.tag
        if any(tag.value in (listed.tag, "*") for tag in request.if_none_match or ()):
            answer = web.Response(status=304, headers=answer.headers)
        return answer

    async def _listed(self, uow: UnitOfWork, number: int) -> _SignedList:
        revoked, now = await publishing.revoked(uow, number), self._clock.now()
        kept = self._lists.get(number)
        if kept is not None and kept.revoked == revoked and kept.at <= now < kept.at + SIGNED_FOR:
            return kept
        token = await publishing.status_list(uow, self._issuer, number, revoked, now)
        await uow.commit()  # its key may have been stored just now
        if len(self._lists) >= LISTS_KEPT:
            self._lists.clear()
        kept = self._lists[number] = _SignedList(revoked, now, token)
        return kept

    async def _found(self, look: Callable[[UnitOfWork], Awaitable[dict[str, Any]]]) -> web.Response:
        try:
            async with self._look() as uow:
                return _json(await look(uow))
        except NotFound:
            raise web.HTTPNotFound from None
        except Unavailable:
            return _away("json")


def _accepted(request: web.Request) -> str:
    """The preferred format: "html", "json" or "jwt". A browser gets a page."""
    accept = request.headers.get("Accept", "").lower()
    types = [part.partition(";")[0].strip() for part in accept.split(",")]
    if "text/html" in types:
        return "html"
    if any(t in _TOKEN_TYPES for t in types):
        return "jwt"
    return "json" if any(t in _JSON_TYPES for t in types) else "html"


def _as_document(verdict: Verdict, wants: str, issuer: Issuer) -> web.Response:
    """The credential as a document if it is valid, otherwise its status."""
    credential = verdict.credential
    if verdict.status != "valid" or credential is None:
        status = {"unknown": 404, "revoked": 410, "replaced": 410}.get(verdict.status, 409)
        return _json(_told(verdict), status=status, headers={"Cache-Control": "no-cache"})
    headers = {**_OPEN, "Cache-Control": "no-cache", "Vary": "Accept"}
    if wants == "jwt":
        return web.Response(text=credential.token, content_type=TOKEN, headers=headers)
    headers["Link"] = f'<{issuer.at.credential(credential.id)}.jwt>; rel="alternate"; type="{TOKEN}"'
    return _json(open_badges.body(credentials.claims_of(credential)), headers=headers)


def _told(verdict: Verdict) -> dict[str, Any]:
    said: dict[str, Any] = {"status": verdict.status}
    if verdict.credential is not None and verdict.credential.revoked_at is not None:
        said["since"] = verdict.credential.revoked_at.isoformat()
    return said


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, content_type="text/html", status=status, headers=verify_page.HEADERS)


def _json(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        body=orjson.dumps(document), content_type=JSON, status=status, headers={**_OPEN, **(headers or {})}
    )


def _away(wants: str) -> web.Response:
    if wants == "html":
        return _page(verify_page.page(None, verify_page.AWAY), 503)
    return _json({"status": "unavailable"}, 503)
