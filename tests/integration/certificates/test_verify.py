"""The pages at /verify, asked over HTTP as people and programs ask them."""

from __future__ import annotations

import asyncio
import gzip
import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import jwt
import pytest
from aiohttp import ClientSession, web
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from backend import jose
from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.domain.certificates import badges as badges_domain
from backend.domain.certificates.credentials import Credential, Shown, TakeCertificate
from backend.domain.people.commands import OPERATOR, Person
from backend.services.certificates import badges, credentials
from backend.services.certificates.signing import Issuer
from bot.web import guard, verify
from bot.web.verify import VerifyPages
from tests import signing
from tests.integration.scenes import commit, execute, hiteuse, value
from tests.integration.training.rows import module

NOW = datetime.now(UTC) - timedelta(hours=1)  # other libraries look at the real time
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Site:
    """The server of the pages, and somebody who asks it."""

    def __init__(self, issuer: Issuer, asker: ClientSession) -> None:
        self.issuer = issuer
        self._asker = asker

    async def get(self, path: str, **headers: str) -> tuple[int, str, Any]:
        address = path if path.startswith("http") else f"{self.issuer.site}/verify{path}"
        async with self._asker.get(address, headers=headers or BROWSER) as response:
            return response.status, await response.text(), response.headers

    async def listed(self) -> set[int]:
        """The places that the first status list says are revoked."""
        _, token, _ = await self.get("/status/0")
        packed = document_of(token)["credentialSubject"]["encodedList"].removeprefix("u")
        bits = gzip.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return {8 * i + bit for i, byte in enumerate(bits) for bit in range(8) if byte & 0x80 >> bit}

    async def json(self, path: str) -> Any:
        status, text, headers = await self.get(path, Accept="application/json")
        assert headers["Content-Type"].startswith("application/json")
        assert headers["Access-Control-Allow-Origin"] == "*"
        return json.loads(text) if status == 200 else {"http": status, **json.loads(text)}

    async def pasted(self, text: str) -> str:
        """What the page says of what somebody put into the form."""
        async with self._asker.post(f"{self.issuer.site}/verify", data={"credential": text}, headers=BROWSER) as found:
            assert found.status == 200
            return said(await found.text())

    async def sent(self, body: bytes, kind: str) -> Any:
        """The same of a program's request."""
        headers = {"Accept": "application/json", "Content-Type": kind}
        async with self._asker.post(f"{self.issuer.site}/verify", data=body, headers=headers) as found:
            return await found.json()


@asynccontextmanager
async def serving(database: Database) -> AsyncIterator[Site]:
    issuer = signing.issuer()
    runner = guard.runner(VerifyPages(database, Clock(None), issuer).routes(), 1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        issuer.site = "http://{}:{}".format(*runner.addresses[0][:2])
        async with ClientSession() as asker:
            yield Site(issuer, asker)
    finally:
        await runner.cleanup()


@pytest.fixture
async def site(database: Database) -> AsyncIterator[Site]:
    async with serving(database) as site:
        yield site


class _Words(HTMLParser):
    """What a page says, without its styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.hidden += tag in ("style", "head")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "head")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def said(page: str) -> str:
    parser = _Words()
    parser.feed(page)
    parser.close()
    return " ".join(parser.words)


async def learned(database: Database, title: str = "Les micro-tâches") -> Person:
    awa = await hiteuse(database)
    await module(database, title=title, unlocks=())
    await commit(database, badges.grant, awa, "micro-taches", NOW)
    return awa


async def take(
    database: Database, site: Site, awa: Person, name: str = "Awa Koné", shown: Shown | None = None
) -> Credential:
    command = TakeCertificate("micro-taches", name, shown or Shown())
    found = await commit(database, credentials.take, awa, site.issuer, NOW, command)
    assert found.credential is not None
    return found.credential


async def revoke(database: Database, credential: Credential, at: datetime = NOW) -> None:
    await commit(database, credentials.revoke, credential.id, "copiée", OPERATOR, at)


# --- people -----------------------------------------------------------------------------------------


async def test_a_valid_certificate_is_confirmed_with_what_she_agreed_to_show(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    status, page, headers = await site.get(taken.address)
    words = said(page)
    assert status == 200
    assert "Ce certificat est authentique" in words and "Titulaire Awa Koné" in words
    assert "Les micro-tâches" in words and f"Numéro {taken.id}" in words
    assert str(NOW.year) in words
    assert headers["Content-Type"] == "text/html; charset=utf-8"


async def test_what_she_does_not_show_is_not_on_the_page(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database), shown=Shown(name=False, date=False))
    _, page, _ = await site.get(taken.address)
    assert "Ce certificat est authentique" in page and "nom non montré" in page
    for word in ("Awa", "Koné", "<dt>Date</dt>", str(NOW.year)):
        assert word not in page.replace(str(taken.id), "")


async def test_a_revoked_certificate_says_since_when_and_not_whose(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    await revoke(database, taken, datetime(2026, 3, 1, tzinfo=UTC))
    status, page, _ = await site.get(taken.address)
    assert status == 200
    assert "Ce certificat a été retiré Il n’est plus valable depuis le 1er mars 2026." in said(page)
    assert "Awa" not in page and "copiée" not in page


async def test_a_replaced_certificate_says_so(database: Database, site: Site) -> None:
    awa = await learned(database)
    old = await take(database, site, awa)
    await take(database, site, awa, "Awa Traoré")
    _, page, _ = await site.get(old.address)
    assert "a été remplacé" in page and "Awa" not in page


@pytest.mark.parametrize("path", ["/x", "/1234", "/%3Cscript%3E", "/..%2f..%2fetc", "/" + "a" * 36, "/" + "é" * 9])
async def test_a_link_that_was_altered_is_told_so_plainly(site: Site, path: str) -> None:
    for address in (path, f"/{uuid4()}"):
        status, page, _ = await site.get(address)
        assert status == 404
        assert "Le lien est peut-être incomplet, ou il a été modifié." in said(page)
        assert "<script" not in page


async def test_names_and_titles_are_shown_as_they_are_and_run_nothing(database: Database, site: Site) -> None:
    awa = await learned(database, title='<script>alert(1)</script> & "co"')
    taken = await take(database, site, awa)
    _, page, _ = await site.get(taken.address)
    parser = _Words()
    parser.feed(page)
    assert "script" not in parser.tags
    assert '<script>alert(1)</script> & "co"' in said(page)


async def test_the_page_asks_nothing_of_anybody_and_tracks_nobody(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    _, page, headers = await site.get(taken.address)
    assert len(page.encode()) < 4_000
    parser = _Words()
    parser.feed(page)
    assert not parser.tags & {"script", "img", "link", "iframe", "a"}
    assert "Set-Cookie" not in headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Robots-Tag"] == "noindex"
    assert 'name="viewport"' in page and '<html lang="fr">' in page


async def test_the_form_takes_links_tokens_and_json(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    _, page, _ = await site.get("")
    assert "Vérifier un certificat" in page
    for text in (taken.address, str(taken.id), taken.token, json.dumps(credentials.claims_of(taken))):
        assert "Ce certificat est authentique" in await site.pasted(text)


async def test_forged_and_altered_credentials_are_told_so_plainly(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    claims = credentials.claims_of(taken)
    theirs = jose.Key.load(signing.pem("theirs"))
    header, _, signature = taken.token.split(".")
    other = signing.encode(json.dumps({**claims, "name": "Doctorat"}).encode())
    assert "est un faux" in await site.pasted(theirs.sign(claims, "https://elsewhere.example.org/keys/1"))
    assert "est un faux" in await site.pasted(json.dumps({**claims, "id": "https://elsewhere.example.org/1"}))
    assert "a été modifié" in await site.pasted(f"{header}.{other}.{signature}")
    assert "a été modifié" in await site.pasted(json.dumps({**claims, "name": "Doctorat"}))
    assert "n’est pas un certificat" in await site.pasted("Bonjour, je suis Awa")
    assert "inconnu" in await site.pasted(f"{site.issuer.site}/verify/{uuid4()}")
    await revoke(database, taken)
    assert "a été retiré" in await site.pasted(taken.token)


async def test_only_a_link_of_this_site_is_confirmed(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    for number in (taken.id, uuid4()):
        words = await site.pasted(f"https://hiteuses.example.org/verify/{number}")
        assert f"Les nôtres commencent tous par {site.issuer.site}/verify/ :" in words
        assert "authentique" not in words and "Awa" not in words
    link = f"https://hiteuses.example.org/verify/{taken.id}".encode()
    assert await site.sent(link, "text/plain") == {"status": "elsewhere"}


# --- programs ---------------------------------------------------------------------------------------


async def test_programs_get_the_credential_at_the_same_address(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    document = await site.json(taken.address)
    assert document["id"] == taken.address
    assert document["credentialSubject"]["achievement"]["name"] == "Les micro-tâches"
    assert await site.json(f"{taken.address}.json") == document
    for path, accept in ((f"{taken.address}.jwt", "text/html"), (taken.address, "application/vc+jwt")):
        status, token, headers = await site.get(path, Accept=accept)
        assert (status, token, headers["Content-Type"]) == (200, taken.token, "application/vc+jwt; charset=utf-8")


async def test_an_independent_verifier_needs_nothing_but_the_addresses(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    _, token, _ = await site.get(f"{taken.address}.jwt")
    key = await site.json(jwt.get_unverified_header(token)["kid"])
    verifier = OB3Verifier(jwt.PyJWK(key).key)
    found = verifier.verify(token)
    _, listed, _ = await site.get(found.credential_status[0]["statusListCredential"])
    verifier.check_status(found, verify_list=True, download=lambda _: listed.encode())
    assert (await site.json("/keys"))["keys"] == [key]
    for address in (found.issuer.id, document_of(token)["credentialSubject"]["achievement"]["id"]):
        assert (await site.json(address))["id"] == address


def document_of(token: str) -> Any:
    return jwt.decode(token, options={"verify_signature": False})


async def test_an_independent_verifier_sees_that_it_is_revoked(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    await revoke(database, taken)
    verifier = OB3Verifier(signing.public_pem(signing.pem()))
    found = verifier.verify(taken.token)
    _, listed, _ = await site.get("/status/0")
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.check_status(found, verify_list=True, download=lambda _: listed.encode())
    assert await site.json(taken.address) == {"http": 410, "status": "revoked", "since": NOW.isoformat()}


async def test_programs_are_told_what_is_the_matter(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    claims = credentials.claims_of(taken)
    assert await site.sent(taken.token.encode(), "application/vc+jwt") == {"status": "valid"}
    assert await site.sent(json.dumps(claims).encode(), "application/json") == {"status": "valid"}
    changed = json.dumps({**claims, "name": "Doctorat"}).encode()
    assert await site.sent(changed, "application/json") == {"status": "altered"}
    assert await site.sent(b"\xff\x00{", "text/plain") == {"status": "unreadable"}
    assert await site.json(f"/{uuid4()}") == {"http": 404, "status": "unknown"}


@pytest.mark.parametrize("path", ["/keys/none", "/status/1", "/status/-1", "/status/x", "/achievements/none"])
async def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    status, _, _ = await site.get(path)
    assert status == 404


async def test_a_set_says_what_it_is_made_of(database: Database, site: Site) -> None:
    await module(database, "bureautique", title="Taper, écrire, compter")
    found = await site.json("/achievements/outils-de-travail")
    assert found["name"] == "Outils du travail en ligne"
    assert "- Taper, écrire, compter\n- micro-taches" in found["criteria"]["narrative"]
    assert {s.key for s in badges_domain.sets()} >= {"outils-de-travail"}


# --- limits -----------------------------------------------------------------------------------------


async def test_a_database_that_does_not_answer_in_time_is_told_so(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(verify, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(credentials, "by_id", never)
    asked = [site.get(f"/{uuid4()}") for _ in range(verify.AT_ONCE * 3)]
    for status, page, _ in await asyncio.gather(*asked):
        assert status == 503 and "Réessayez dans une minute" in said(page)
    assert await site.json(f"/{uuid4()}") == {"http": 503, "status": "unavailable"}


async def test_too_much_is_not_read(site: Site) -> None:
    headers = {"Content-Type": "text/plain", **BROWSER}
    async with (
        ClientSession() as asker,
        asker.post(f"{site.issuer.site}/verify", data=b"x" * (guard.MOST_BODY + 1), headers=headers) as found,
    ):
        assert found.status == 413


async def test_a_revocation_is_in_the_list_at_once_on_every_node(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    async with serving(database) as other:
        for node in (site, other):
            assert await node.listed() == set()
        await revoke(database, taken)
        for node in (site, other):
            assert await node.listed() == {await value(database, "select place from credential")}


async def test_a_list_is_signed_again_only_when_it_says_something_else(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = await take(database, site, await learned(database))
    _, first, headers = await site.get("/status/0")
    _, again, _ = await site.get("/status/0")
    assert again == first and headers["Cache-Control"] == "no-cache"
    status, body, kept = await site.get("/status/0", **{"If-None-Match": headers["ETag"]})
    assert (status, body, kept["ETag"]) == (304, "", headers["ETag"])
    await revoke(database, taken)
    status, changed, _ = await site.get("/status/0", **{"If-None-Match": headers["ETag"]})
    assert status == 200 and changed != first
    monkeypatch.setattr(verify, "SIGNED_FOR", timedelta(0))
    status, renewed, _ = await site.get("/status/0", **{"If-None-Match": headers["ETag"]})
    assert status == 200 and document_of(renewed)["credentialSubject"] == document_of(changed)["credentialSubject"]


async def test_a_page_says_nothing_of_a_row_that_was_changed(database: Database, site: Site) -> None:
    taken = await take(database, site, await learned(database))
    await execute(database, "update credential set name = 'Une autre'")
    _, page, _ = await site.get(taken.address)
    assert "a été modifié" in page and "Une autre" not in page
    assert await site.json(taken.address) == {"http": 409, "status": "altered"}
