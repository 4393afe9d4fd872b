"""The account at WhatsApp, for checks and links; separate from the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from backend.records import Record
from bot.channels.errors import AccountDown, Later, SendError
from bot.channels.whatsapp.approvals import Standing, compare
from bot.channels.whatsapp.client import Graph, Phone
from bot.channels.whatsapp.errors import ApiError, Lost, NotSent, classify
from bot.channels.whatsapp.templates import TEMPLATES, definition
from bot.settings import WhatsAppAccount

TIMEOUT_SECONDS = 10.0  # seconds; somebody waits for the command
FIELDS = frozenset({"messages"})
"""Kinds of events without which no message is received."""
WANTED = FIELDS | {"message_template_status_update"}
"""Kinds of events that the app should subscribe to."""


class Account(Record):
    """`tier`: as in `AccountCondition`. `apps`: names of the apps that get the account's events. `fields`: kinds of
    events that the app subscribes to; None if the platform does not tell. `templates`: the account's own list."""

    phone: Phone
    tier: str
    apps: tuple[str, ...]
    fields: frozenset[str] | None
    templates: Sequence[Mapping[str, Any]]


async def phone(account: WhatsAppAccount) -> Phone:
    """The product's number. Raises `AccountDown` if the platform refuses, `Later` if it cannot be reached."""
    async with _asking(account) as graph:
        return await graph.phone()


async def look(account: WhatsAppAccount) -> Account:
    """Everything that a check needs. Raises like `phone`."""
    async with _asking(account) as graph:
        number = await graph.phone()
        apps = [row.get("whatsapp_business_api_data") for row in await graph.subscribers()]
        tier = await graph.tier()
        names = tuple(str(app.get("name") or app.get("id")) for app in apps if isinstance(app, Mapping))
        templates = await graph.templates()
        try:
            fields: frozenset[str] | None = frozenset(await graph.webhook_fields())
        except ApiError:
            fields = None
    return Account(number, tier, names, fields, templates)


async def standings(account: WhatsAppAccount) -> list[Standing]:
    """The state of each of the product's templates in the account. Raises like `phone`."""
    async with _asking(account) as graph:
        there = await graph.templates()
    return [compare(template, there) for template in TEMPLATES]


class Pushed(Record):
    """The result for one template. `done`: a `Standing.state`, or "submitted". `text`: in plain words."""

    standing: Standing
    done: str
    text: str


async def push(account: WhatsAppAccount) -> list[Pushed]:
    """Submit the templates that are missing and leave the others as they are. A refusal does not stop the
    rest. Raises like `phone`."""
    found: list[Pushed] = []
    async with _asking(account) as graph:
        there = await graph.templates()
        for template in TEMPLATES:
            standing = compare(template, there)
            if standing.state != "missing":
                found.append(Pushed(standing, standing.state, standing.text))
                continue
            try:
                state = (await graph.create_template(definition(template))).lower()
            except ApiError as error:
                if isinstance(classify(error), AccountDown | Later):
                    raise
                found.append(Pushed(standing, "refused", str(error)))
            else:
                found.append(Pushed(standing, "submitted", f"submitted, {state}"))
    return found


@asynccontextmanager
async def _asking(account: WhatsAppAccount) -> AsyncIterator[Graph]:
    graph = Graph(account, timeout=TIMEOUT_SECONDS)
    await graph.open()
    try:
        yield graph
    except (ApiError, NotSent, Lost) as error:
        raise _told(error) from None
    finally:
        await graph.close()


def _told(error: ApiError | NotSent | Lost) -> SendError:
    found = classify(error)
    # no message waits here: a refusal is about the account
    return found if isinstance(found, AccountDown | Later) else AccountDown(f"WhatsApp refuses: {error}")
