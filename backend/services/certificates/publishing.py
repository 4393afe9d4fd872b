"""What anybody needs to verify our credentials without asking us about each: keys, achievements, and status lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from backend import jose
from backend.db.certificates import badges as badge_rows
from backend.db.certificates import credentials as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.certificates import badges, income, open_badges
from backend.domain.certificates.badges import ModuleSet
from backend.domain.errors import NotFound, existing
from backend.services.certificates import signing
from backend.services.certificates.signing import Issuer


async def revoked(uow: UnitOfWork, number: int) -> tuple[int, ...]:
    """The places of revoked credentials in this list, in order. Raises `NotFound` beyond the last credential."""
    first = number * open_badges.LIST_BITS
    if number < 0 or first > await rows.last_place(uow):
        raise NotFound
    return tuple(await rows.revoked_places(uow, first, first + open_badges.LIST_BITS - 1))


async def status_list(uow: UnitOfWork, issuer: Issuer, number: int, revoked: Sequence[int], now: datetime) -> str:
    """The signed status list that marks these places as revoked."""
    key = await signing.key(uow, issuer, now)
    return key.sign(open_badges.status_list(issuer.at, number, revoked, now), issuer.at.key(key.kid))


async def keys(uow: UnitOfWork) -> list[dict[str, str]]:
    """Every key that ever signed, as JWKs, the newest first."""
    return [_jwk(kid, public) for kid, public in (await rows.public_keys(uow)).items()]


async def key(uow: UnitOfWork, kid: str) -> dict[str, str]:
    """One key as a JWK. Raises `NotFound`."""
    public = existing(await rows.public_key(uow, kid))
    return _jwk(kid, public)


def _jwk(kid: str, public: Mapping[str, str]) -> dict[str, str]:
    return {**public, "kid": kid, "alg": jose.ALGORITHM, "use": "sig"}


async def achievement(uow: UnitOfWork, issuer: Issuer, key: str) -> dict[str, Any]:
    """The achievement behind certificates with this key: what somebody can do. Raises `NotFound`."""
    if key == income.ACHIEVEMENT:
        return open_badges.published_income(issuer.at)
    of = next((each for each in badges.sets() if each.key == key), None)
    if of is not None:
        titles = {course.id: course.title for course in await badge_rows.courses(uow)}
        contents = [titles.get(module, module) for module in of.modules]
    else:
        course = existing(await badge_rows.course(uow, key))
        contents = await badge_rows.lessons(uow, key)
        of = ModuleSet(key, course.title, badges.about_module(course.title), (key,))
    return open_badges.published_achievement(issuer.at, of, contents)
