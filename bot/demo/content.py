"""What a demo starts with: the sample projects and training modules, and phones with an invitation each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import chats
from backend.db.work import projects
from backend.domain.errors import BadInput
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Terms
from backend.domain.people import codes, places
from backend.domain.people.commands import OPERATOR, Role
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import read_config
from backend.records import Record, asdict, replace
from backend.services.people import service as people_service
from backend.services.training import library, module_files
from backend.services.work.files.imports import import_project
from bot import samples
from bot.channels.demo.channel import LOOKS, NAME, WHATSAPP
from bot.demo import review

PHONES = "demo.phones"
"""The setting with the phones."""
MOST_PHONES = 40
"""The most phones of a demo."""

FIRST = "moderation-commentaires"
"""Offered first, because it is imported first: this work needs a single tap."""

HITEUSES: tuple[tuple[str, str], ...] = (
    ("Awa", "CI"),
    ("Solange", "CM"),
    ("Fatou", "SN"),
    ("Afi", "BJ"),
    ("Divine", "CD"),
    ("Akissi", "CI"),
    ("Clarisse", "CM"),
    ("Aminata", "SN"),
    ("Nadège", "BJ"),
    ("Grâce", "CD"),
)
"""Names and countries of the hiteuses, in the order of their phones."""

TRAINEES: tuple[tuple[str, str], ...] = (
    ("Rokia", "CI"),
    ("Salimata", "BF"),
    ("Ama", "TG"),
    ("Chantal", "CG"),
    ("Noro", "MG"),
)
"""The same for trainees."""


REVIEWERS: tuple[tuple[str, str], ...] = (("Prisca", "CI"), ("Béatrice", "CM"), ("Khady", "SN"))
"""The same for reviewers."""
REVIEWS = "revues"
"""The text that starts a reviewer's phone, because a reviewer has joined already."""


FIRST_PHONES: tuple[tuple[str, str, Role], ...] = (
    ("awa", HITEUSES[0][0], "hiteuse"),
    ("huber", "Mariam", "huber"),
    ("admin", "Admin", "admin"),
)
"""Id, name and role of the phones that every demo has, all in one country."""


class Phone(Record):
    """A phone of the page. `title`: its owner. `code`: the owner's invitation, "" for who has joined already. `zone`:
    the time zone until the owner says where they live. `channel`: the demo's platform. `of`: the id of the owner's
    first phone, if this is the second."""

    id: str
    title: str
    role: Role
    country: str
    code: str
    channel: str = NAME
    of: str = ""

    @property
    def zone(self) -> str:
        """The first time zone of the phone's country."""
        return places.country(self.country).zones[0].name

    def to_json(self) -> dict[str, str]:
        """The fields as they are stored and as the page reads them."""
        return asdict(self)


class Phones:
    """The phones, stored in the database, so that a restarted demo has the same ones."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._phones: dict[str, Phone] = {}

    async def prepare(self) -> None:
        """Read the phones, and make those of Awa, the Huber and the admin if they are missing."""
        async with self._database.unit() as uow:
            kept: list[dict[str, Any]] = await ticks.setting(uow, PHONES) or []
            self._phones = {phone.id: phone for phone in (Phone(**row) for row in kept)}
            for phone_id, title, role in FIRST_PHONES:
                if phone_id not in self._phones:
                    await self._add(uow, phone_id, title, HITEUSES[0][1], role)
            firsts = {phone_id: self._phones[phone_id] for phone_id, *_ in FIRST_PHONES}
            self._phones = firsts | self._phones
            await uow.commit()

    def get(self, phone_id: str) -> Phone | None:
        """None if there is no phone of this id."""
        return self._phones.get(phone_id)

    @property
    def first(self) -> Phone:
        """Awa's phone; the button "à dimanche" uses its time zone."""
        return next(iter(self._phones.values()))

    async def add(self, role: Role = "hiteuse") -> Phone:
        """Add a phone of one more hiteuse or trainee. Raises `BadInput` if there are too many."""
        self._have_room()
        names = TRAINEES if role == "trainee" else HITEUSES
        number, name, country = self._next(names, lambda phone: phone.role == role and bool(phone.code))
        async with self._database.unit() as uow:
            phone = await self._add(uow, f"{role}-{number + 1}", name, country, role)
            await uow.commit()
        return phone

    async def add_reviewer(self) -> Phone:
        """Add a phone of a hiteuse who has joined and may review, with answers to review (`bot.demo.review`). Raises
        `BadInput` if there are too many phones."""
        self._have_room()
        number, name, country = self._next(REVIEWERS, lambda phone: phone.id.startswith("reviewer-"))
        phone = Phone(f"reviewer-{number + 1}", name, "hiteuse", country, "")
        async with self._database.unit() as uow:
            await review.begin(uow, NAME, phone.id, name, country, self._clock.now())
            await self._keep(uow, phone)
            await uow.commit()
        return phone

    def _next(self, names: Sequence[tuple[str, str]], of_these: Callable[[Phone], bool]) -> tuple[int, str, str]:
        """How many phones of this role there are, and the name and country for the next one."""
        number = sum(of_these(phone) and not phone.of for phone in self._phones.values())
        name, country = names[number % len(names)]
        again = number // len(names)
        return number, f"{name} {again + 1}" if again else name, country

    async def add_second(self, first: Phone) -> Phone:
        """The owner's phone on the other platform, made if there is none. One of the two starts with the invitation,
        the other with the code that `lier` gives."""
        if first.of:
            return first
        for phone in self._phones.values():
            if phone.of == first.id:
                return phone
        self._have_room()
        async with self._database.unit() as uow:
            phone = Phone(f"{first.id}-2", first.title, first.role, first.country, "", WHATSAPP, first.id)
            await self._keep(uow, phone)
            await uow.commit()
        return phone

    def _have_room(self) -> None:
        if len(self._phones) >= MOST_PHONES:
            raise BadInput(f"a demo has at most {MOST_PHONES} phones")

    async def listed(self, only: Phone | None = None) -> list[dict[str, Any]]:
        """The phones as the page needs them, those of one person beside each other: `id`, `title`, `role` (the present
        one), `look` (the platform), `of` (the id of the first phone, for a second one), `known` (the owner has an
        account there), and `hint` (the text that starts it)."""
        async with self._database.unit() as uow:
            there = {name: await chats.roles(uow, name) for name in LOOKS}
        known = {phone.id for phone in self._phones.values() if phone.id in there[phone.channel]}
        firsts = [phone for phone in self._phones.values() if not phone.of]
        ordered = [phone for first in firsts for phone in self._phones.values() if first.id in (phone.id, phone.of)]
        return [
            {
                "id": phone.id,
                "title": phone.title,
                "role": there[phone.channel].get(phone.id, phone.role),
                "look": LOOKS[phone.channel],
                "of": phone.of,
                "known": phone.id in known,
                "hint": self._hint(phone, known),
            }
            for phone in ([only] if only else ordered)
        ]

    def _hint(self, phone: Phone, known: Collection[str]) -> str | None:
        """The invitation, as long as none of the owner's phones has used it; who has joined already starts with
        `REVIEWS`."""
        first = self._phones[phone.of or phone.id]
        if not first.code:
            return None if phone.of else REVIEWS
        hers = {each.id for each in self._phones.values() if first.id in (each.id, each.of)}
        return f"start {codes.written(first.code)}" if hers.isdisjoint(known) else None

    async def _add(self, uow: UnitOfWork, phone_id: str, title: str, country: str, role: Role = "hiteuse") -> Phone:
        phone = Phone(phone_id, title, role, country, codes.new())
        await people_service.add_fixed_invite(uow, phone.code, role, country, self._clock.now())
        await self._keep(uow, phone)
        return phone

    async def _keep(self, uow: UnitOfWork, phone: Phone) -> None:
        self._phones[phone.id] = phone
        await ticks.set_setting(uow, PHONES, [known.to_json() for known in self._phones.values()])


def terms() -> Terms:
    """The demo's terms of payment, with the demo's provider."""
    file = Path(__file__).parent / "sample" / terms_file.FILE
    ready = frozenset({ProviderName.DEMONSTRATION})
    return replace(terms_file.read(file.read_text("utf-8"), demo=True), ready=ready)


async def install_projects(database: Database, clock: Clock) -> None:
    """Import each sample project that is missing. Projects that can send tasks on come after their targets, by name."""
    for folder in sorted(samples.projects(), key=lambda folder: folder.name != FIRST):
        chain, data_file = folder / "chain.yaml", folder / "data.csv"
        config_file = chain if chain.exists() else folder / "project.yaml"
        config = read_config(config_file.read_bytes(), config_file.name)
        async with database.unit() as uow:
            if await projects.by_name(uow, config.name) is not None:
                continue
            with data_file.open("rb") as data:
                rows = read_rows(data, data_file.name, config)
                await import_project(uow, config, rows, file=data_file.name, base=folder, by=OPERATOR, now=clock.now())
            await uow.commit()


async def install_training(database: Database, clock: Clock) -> None:
    """Import the modules of this version; older ones are replaced."""
    sources = await asyncio.to_thread(module_files.read, samples.training())
    async with database.unit() as uow:
        await library.import_modules(uow, sources, clock.now(), library.How(replace=True))
        await uow.commit()
