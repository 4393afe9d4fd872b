"""The composition root: the only place that builds the parts and connects them."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web as aiohttp_web
from prometheus_client import CollectorRegistry

from backend import cancellation
from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging.delivery import delivery_receipts
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.domain.errors import Fault
from backend.domain.payouts.providers import ProviderName
from backend.domain.people import places
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import read_config
from backend.records import Struct
from backend.schedule import Schedule
from backend.services.certificates.signing import Issuer
from backend.services.payouts import key_rotation
from backend.services.payouts import keys as key_service
from backend.services.payouts import terms as terms_service
from backend.services.payouts.keys import KeySource
from backend.services.people import service as people_service
from backend.services.work import practice
from backend.timekeeping import Timekeeper
from bot import addresses, samples
from bot.channels import accounts, links
from bot.channels.base import Channel
from bot.channels.files import StoredFiles
from bot.channels.telegram.channel import Telegram
from bot.channels.whatsapp.channel import WhatsApp
from bot.delivery.relay import Relay
from bot.demo import apart
from bot.dialogues import DIALOGUES
from bot.handlers.runner import Runners
from bot.jobs.registry import Jobs
from bot.providers import accounts as provider_accounts
from bot.providers.base import Provider
from bot.settings import PAWAPAY_WEBHOOK, TELEGRAM_WEBHOOK, WAVE_WEBHOOK, WHATSAPP_WEBHOOK, Settings
from bot.web import guard, ports, privacy_page
from bot.web import routes as web_routes
from bot.web.intake import Intake
from bot.web.payment_callbacks import PaymentCallbacks
from bot.web.verify import VerifyPages

if TYPE_CHECKING:
    from bot.demo.routes import DemoPage

log = logging.getLogger(__name__)

Ready = Callable[[str], None]
AnyChannel = TypeVar("AnyChannel", bound=Channel)


class App(Struct):
    """The parts of one process, built but not running yet."""

    settings: Settings
    database: Database
    clock: Clock
    signals: Signals
    channels: dict[str, Channel]
    files: StoredFiles
    links: dict[str, str]
    jobs: Jobs
    runners: Runners
    intake: Intake
    schedule: Schedule
    timekeeper: Timekeeper
    registry: CollectorRegistry
    """The counters of this process."""
    issuer: Issuer
    key_source: KeySource
    providers: Mapping[ProviderName, Provider]
    """The payment providers that are set up."""
    demo: DemoPage | None = None


def build(
    settings: Settings, database: Database, channels: Mapping[str, Channel] | None = None, *, demo: bool = False
) -> App:
    """Build everything from the settings, on a database that `run` closes at its end. `channels`: used instead of the
    real ones, for tests. `demo`: add the demo's page and its channels, and pay by the demo's provider. Raises
    `BadInput` for terms of payment that cannot be used."""
    clock = Clock(settings.clock)
    signals = Signals(database)
    files = StoredFiles(database)
    found: dict[str, Channel] = dict(channels) if channels is not None else {}
    if channels is None and settings.telegram_bot_token is not None:
        found[Telegram.name] = Telegram(
            settings.telegram_bot_token, settings.telegram_api_url, files, settings.telegram_messages_per_second
        )
    if channels is None and (account := settings.whatsapp) is not None:
        found[WhatsApp.name] = WhatsApp(account, files, settings.whatsapp_messages_per_second, clock.now)
    known: dict[str, str] = {}
    issuer = Issuer(settings.site, settings.badge_signing_key)
    key_source = KeySource(settings.data_encryption_keys, settings.home if settings.database_url is None else None)
    if demo:
        from bot.demo.content import terms as demo_terms  # late: a real installation needs nothing of the demo
        from bot.demo.provider import Demonstration

        terms, paying = demo_terms(), list[Provider]([Demonstration()])
    else:
        terms, paying = terms_service.load(settings.home, settings.providers), provider_accounts.of(settings)
    providers = {provider.name: provider for provider in paying}
    jobs = Jobs(database, found, clock, signals, DIALOGUES.words, providers, key_source, terms, settings.home)
    runners = Runners(database, found, clock, signals, jobs, lambda: known, DIALOGUES, issuer, key_source, terms)

    def told(people: Sequence[int]) -> None:
        if runners.running:
            runners.hand_over(people)  # nobody needs to look for them
        else:
            signals.tell(TURN)

    async def apply(uow: UnitOfWork, receipts: Sequence[StoredReceipt]) -> None:
        for name in await delivery_receipts.apply_receipts(uow, receipts, clock.now()):
            uow.after_commit(partial(signals.tell, outbox_of(name)))

    registry = CollectorRegistry()
    intake = Intake(database, clock, told, apply=apply, registry=registry)
    schedule = Schedule(database, jobs.queue, clock, jobs.ticks)
    timekeeper = Timekeeper(database, clock, schedule.look_again, own=settings.clock is not None)
    app = App(
        *(settings, database, clock, signals, found, files, known, jobs, runners, intake, schedule, timekeeper),
        registry,
        issuer,
        key_source,
        providers,
    )
    if demo:
        app.demo = _demo(app)
    return app


def _demo(app: App) -> DemoPage:
    from bot.channels.demo import channel as demo_channel  # late: as above
    from bot.demo.routes import DemoPage

    platforms = {}
    for name in demo_channel.LOOKS:
        channel = app.channels[name] = demo_channel.Demo(app.database, app.clock, app.files, name)
        platforms[name] = (channel, app.intake.store_for(name))

    async def after_jump() -> None:
        for name in app.schedule.every:
            await app.schedule.tick(name, app.clock.now())

    return DemoPage(app.database, platforms, app.clock, after_jump, app.settings.home, app.settings.host)


async def serve(
    settings: Settings,
    url: str,
    parts: frozenset[str],
    *,
    demo: bool = False,
    ready: Ready | None = None,
    bound: Sequence[socket.socket] = (),
) -> None:
    """Build these parts and `run` them until cancelled."""
    await run(build(settings, Database(url, pooler=settings.database_pool_url), demo=demo), parts, ready, bound)


async def run(app: App, parts: frozenset[str], ready: Ready | None = None, bound: Sequence[socket.socket] = ()) -> None:
    """Run these parts ("web", "worker", "relay", "schedule") until cancelled, then close everything. `ready` is called
    with the address of the web part. `bound`: its sockets, if its port was bound before (`ports.taken`).

    Raises `HiteusesError` with one plain line if something keeps it from starting."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(app.database.close)
        if "web" in parts and not bound:
            bound = stack.enter_context(ports.taken(app.settings.host, app.settings.port))
        if app.demo is not None:
            await app.demo.prepare()
        else:
            await apart.refuse(app.database)
        await app.timekeeper.look()
        await prepare(app)
        for channel in app.channels.values():
            await channel.open()
            stack.push_async_callback(channel.close)
        for provider in app.providers.values():
            await provider.open()
            stack.push_async_callback(provider.close)
        await app.jobs.queue.open()
        stack.push_async_callback(app.jobs.queue.close)
        cancellation.honour()  # the queue's pool loses one that comes as it is filled
        async with asyncio.TaskGroup() as group:
            group.create_task(app.signals.run())
            group.create_task(app.timekeeper.run())
            if "worker" in parts:
                group.create_task(app.runners.run())
                group.create_task(app.jobs.queue.run())
            if "relay" in parts:
                for channel in app.channels.values():
                    group.create_task(Relay(app.database, channel, app.clock, app.signals).run())
            if "schedule" in parts:
                app.schedule.start()
                stack.push_async_callback(app.schedule.stop)
            if (telegram := _channel(app, Telegram)) is not None:
                store = app.intake.store_for(telegram.name) if "web" in parts else None
                only = len(app.channels) == 1  # without it, other channels still work
                introduced = accounts.introduce_telegram(
                    telegram, app.database, app.settings, store, app.links, only=only
                )
                group.create_task(introduced)
            if "web" in parts:
                runner, address = await _listen(app, stack, bound)
                group.create_task(_until_told(app, runner))
                if app.demo is not None:
                    await app.demo.listens(address)
                (ready or _say_ready)(address)
            # after the web part starts, because WhatsApp calls it back
            if (whatsapp := _channel(app, WhatsApp)) is not None:
                url = app.settings.whatsapp_webhook_url if "web" in parts else None
                group.create_task(accounts.introduce_whatsapp(whatsapp, app.database, url, app.links))


async def prepare(app: App) -> None:
    """Install what a new database needs: keys, the practice content, and an invitation for the first admin. Give
    channels what they need of the keys."""
    async with app.database.unit() as uow:
        keys = await key_service.keys(uow, app.key_source)
        await key_rotation.seal_numbers(uow, keys)
        await uow.commit()
    if (whatsapp := _channel(app, WhatsApp)) is not None:
        whatsapp.numbers = keys.numbers
    folder = samples.practice()
    config_file, data_file = folder / "project.yaml", folder / "data.csv"
    config = read_config(config_file.read_bytes(), config_file.name)
    with data_file.open("rb") as data:
        rows = [row for row in read_rows(data, data_file.name, config) if not isinstance(row, Fault)]
    async with app.database.unit() as uow:
        await practice.install(uow, config, rows, app.clock.now())
        code = await people_service.first_admin(uow, app.settings.admin_invite_code, app.clock.now())
        app.links.update(links.templates(await links.noted(uow)))
        await uow.commit()
    if code is not None and app.settings.admin_invite_code is None:
        again = f"hiteuses people invite --role admin --country {places.COUNTRIES[0].code}"
        print(f"First admin: write `start {code}` to the bot (said once; another: {again})", flush=True)


def _channel(app: App, kind: type[AnyChannel]) -> AnyChannel | None:
    """The channel of this class; None if it is off."""
    return next((channel for channel in app.channels.values() if isinstance(channel, kind)), None)


async def _until_told(app: App, runner: aiohttp_web.AppRunner) -> None:
    """Close the web part when the program ends, at the same time as jobs and messages come to their end: each gets its
    own seconds, and the whole process ten."""
    try:
        await asyncio.Event().wait()
    finally:
        if app.demo is not None:
            await app.demo.close()
        await runner.cleanup()


async def _listen(app: App, stack: AsyncExitStack, bound: Sequence[socket.socket]) -> tuple[aiohttp_web.AppRunner, str]:
    routes = web_routes.routes(
        *(app.database, app.clock, app.registry, app.schedule.every, app.settings.home),
        signs=app.settings.badge_signing_key is not None,
    )
    if app.settings.telegram_bot_token is not None and app.settings.webhook_url is not None:
        receive = web_routes.telegram_webhook(app.settings.webhook_secret, app.intake.store_for(Telegram.name))
        routes.append(aiohttp_web.post(TELEGRAM_WEBHOOK, receive))
    if (whatsapp := _channel(app, WhatsApp)) is not None:
        routes += [
            aiohttp_web.get(WHATSAPP_WEBHOOK, web_routes.whatsapp_handshake(whatsapp.account.verify_token)),
            aiohttp_web.post(
                WHATSAPP_WEBHOOK, web_routes.whatsapp_webhook(whatsapp, app.intake.store_for(whatsapp.name))
            ),
        ]
    callbacks = PaymentCallbacks(app.database, app.clock, app.signals, app.jobs.defer)
    if (account := app.settings.wave) is not None and account.webhook_secret is not None:
        routes.append(aiohttp_web.post(WAVE_WEBHOOK, callbacks.wave(account.webhook_secret)))
    if app.settings.pawapay is not None:
        routes.append(aiohttp_web.post(PAWAPAY_WEBHOOK, callbacks.pawapay))
    routes += [*VerifyPages(app.database, app.clock, app.issuer).routes(), privacy_page.route()]
    if app.demo is not None:
        routes += app.demo.routes()
    runner = guard.runner(routes, shutdown_timeout=5)
    await runner.setup()
    stack.push_async_callback(app.intake.close)
    stack.push_async_callback(runner.cleanup)
    if app.demo is not None:
        stack.push_async_callback(app.demo.close)
    for own in bound:
        await aiohttp_web.SockSite(runner, own).start()
    host, port, *_ = runner.addresses[0]
    address = addresses.local_address(host, port)
    if app.settings.public_url is None:
        app.issuer.site = address  # the port may be any free one
    return runner, address


def _say_ready(address: str) -> None:
    log.info("ready on %s", address)
