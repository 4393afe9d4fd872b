"""How long an admin's commands and questions in plain words take, on a million answers of 10,000 people."""

from __future__ import annotations

import time
from collections.abc import Sequence

import uvloop

from backend.db.engine.uow import Database, Row
from backend.domain.people import places
from backend.services.admin import statistics
from benchmarks import filling, many_answers
from benchmarks.figures import Figure, Section, percentiles
from benchmarks.running import BenchError, Run
from bot import app as composition
from bot.settings import load

WORDS = (
    *("stats", "stats pays", "stats canaux", "stats Cameroun", "stats exporter"),
    *("projets", "projets 2", "projets exporter", "personne Awa 77", "file", "audit", "inviter", "cohorte"),
    *(
        "/cohorte semaine 2",
        "/cohorte exporter semaine",
        "personne 77",
        "messages",
        "annonce",
        "lot",
        "promouvoir",
        "formation",
        "menu",
    ),
)
"""Commands that an admin types."""
QUESTIONS = (
    "Combien de tâches hier au Cameroun ?",
    "Combien de tâches la semaine dernière au Cameroun et au Sénégal ?",
    "combien gagne une femme par heure ce mois",
    "tâches par femme 30 jours",
    "hiteuses actives cette semaine",
    "gain par heure 30 jours",
    "coût des messages ce mois",
    "heures du projet projet-3 la semaine dernière",
    "personnes projet-3 30 jours",
    "premier revenu 30 jours",
    "tâches depuis le début",
    "tâches 30 jours hors Cameroun et hors projet-3",
    "hiteuses actives 30 jours hors Sénégal",
    "gains par pays 30 jours",
    "hiteuses actives par jour 30 jours",
    "gain par heure par semaine 30 jours",
    "top 10 hiteuses par gains 30 jours",
    "qui a le meilleur gain par heure",
    "top 3 pays par heures 30 jours",
    "tâches par projet 30 jours",
    "inscriptions par mois depuis le début",
    "combien on doit aux hiteuses",
    "combien on doit par pays",
    "à qui doit-on le plus",
    "combien a gagné n° 777",
    "combien a gagné Awa 777",
    "combien a gagné Awa",
    "combien a gagné Zorglub hier",
    "dépenses par pays 30 jours",
    "messages non livrés 30 jours",
    "messages lus 30 jours",
    "compare les gains de cette semaine et de la semaine dernière",
    "tâches rousses par tranche d'âge",
)
"""Questions in plain words, each with a measure, a time span and filters."""


def measure(run: Run) -> Section:
    people, answers = run.size(10_000, 60), run.size(1_000_000, 1_800)
    repeats = run.size(20, 2)
    with run.server() as server:
        url = filling.another_database(server, "admins")
        found, counting, day = uvloop.run(_measure(run, url, people, answers, repeats))
    return Section(
        "admin-commands",
        "What an admin asks in chat",
        f"{people:,} hiteuses in {len(places.COUNTRIES)} countries, {answers:,} answers over "
        f"{many_answers.DAYS} days in {many_answers.PROJECTS} projects. An admin writes each word {repeats} times, "
        "first on a connection that has just been opened; the time is that of her whole turn, from her event in the "
        "inbox to the answer in the outbox. Pictures are drawn later, when the message is sent",
        [
            *(_figure(name, times) for name, times in found.items()),
            _figure("all of them", [each for times in found.values() for each in times]),
            Figure("counting that month ahead, once", "", f"{counting:.1f} s", None, {"seconds": counting}),
            Figure("counting one more day ahead, the job", "", f"{day:.2f} s", None, {"seconds": day}),
        ],
    )


def _figure(name: str, times: Sequence[float]) -> Figure:
    found = percentiles(times)
    p95 = round(sorted(times)[min(len(times) - 1, int(len(times) * 0.95))] * 1_000, 3)
    shown = f"p50 {found['p50']:.0f} ms, p95 {p95:.0f} ms, max {found['max']:.0f} ms"
    return Figure(name, "p95 < 1 s", shown, p95 < 1_000, {**found, "p95": p95})


async def _measure(
    run: Run, url: str, people: int, answers: int, repeats: int
) -> tuple[dict[str, list[float]], float, float]:
    settings = load({"HITEUSES_HOME": str(run.folder), "ADMIN_INVITE_CODE": "BENCH2026"})
    app = composition.build(settings, Database(url), demo=True)
    try:
        now = app.clock.now()
        run.say(f"admin-commands: {people:,} people and {answers:,} answers")
        await many_answers.fill(app.database, people, answers, now)
        await composition.prepare(app)
        await app.jobs.queue.open()
        run.say("admin-commands: counts ahead")
        started = time.perf_counter()
        await statistics.count_ahead(app.database, app.clock)
        counting = time.perf_counter() - started
        day = await _day_again(app)
        person_id, contact_id = await _admin(app)
        run.say("admin-commands: asks")
        found: dict[str, list[float]] = {}
        for word in (*WORDS, *QUESTIONS):
            found[word] = [await _asked(app, person_id, contact_id, word) for _ in range(repeats)]
        return found, counting, day
    finally:
        await app.jobs.queue.close()
        await app.database.close()


async def _day_again(app: composition.App) -> float:
    """Seconds to count a day of 24 hours, after the mark of what is counted was set back by one day."""
    async with app.database.unit() as uow:
        await uow.execute(
            """
            update setting set value = jsonb_build_object(
                'until', ((value ->> 'until')::timestamptz - interval '1 day'))
            where name = 'figures'
            """
        )
        await uow.commit()
    started = time.perf_counter()
    await statistics.count_ahead(app.database, app.clock)
    return time.perf_counter() - started


async def _admin(app: composition.App) -> tuple[int, int]:
    """Adds an owner with a chat. Returns (person id, contact id)."""
    async with app.database.unit() as uow:
        row = await uow.fetch_one(
            """
            with made as (
                insert into person (role, duty, first_name, country, zone, created_at, joined_at)
                values ('admin', 'owner', 'Paul', 'CI', 'Europe/Paris', now(), now()) returning id
            ),
            chat as (
                insert into contact (person_id, channel, address) select id, 'demo', 'admin' from made
                returning id, person_id
            ),
            talk as (insert into conversation (person_id, contact_id) select person_id, id from chat)
            select id, person_id from chat
            """
        )
        await uow.commit()
    assert row is not None
    return row["person_id"], row["id"]


async def _asked(app: composition.App, person_id: int, contact_id: int, word: str) -> float:
    """Seconds of the turn that answers `word`."""
    now = app.clock.now()
    async with app.database.unit() as uow:
        await uow.execute("update conversation set stack = '[]', asked = '{}' where person_id = %s", (person_id,))
        await uow.execute(
            """
            insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due)
            values (%s, %s, 'demo', gen_random_uuid()::text, jsonb_build_object('text', %s::text), %s, %s)
            """,
            (person_id, contact_id, word, now, now),
        )
        await uow.commit()
    started = time.perf_counter()
    await app.runners.turn(person_id)
    took = time.perf_counter() - started
    async with app.database.unit() as uow:
        row: Row | None = await uow.fetch_one(
            """
            select (select status from inbox where person_id = %(person)s order by id desc limit 1) as done,
                   (select message::text from outbox where person_id = %(person)s order by id desc limit 1) as said
            """,
            {"person": person_id},
        )
    if row is None or row["done"] != 1 or not row["said"] or "pas pour toi" in row["said"]:
        raise BenchError(f"{word!r} was not answered")
    return took
