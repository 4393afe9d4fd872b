"""`file`: what waits and since when, and the dead letters, to be read, sent again or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.db.engine.health import QuietChannel, Waiting
from backend.db.messaging.dead_letters import Kind, Letter
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import may
from backend.services.messaging import dead_letters
from bot.handlers.admin import letter_confirmations, queue_jobs
from bot.handlers.admin.letter_confirmations import BACK
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import purposes

PAGE_SIZE = 5
"""The most dead letters in one message."""
MAX_BUTTON_BYTES = 64
"""The most bytes of a button, which holds the ids of a page's letters."""
MAX_BIGINT = 2**63 - 1
"""The largest id of the database."""
LETTER_OF: dict[Kind, str] = {"message": "m", "event": "e"}
KIND_OF = {letter: kind for kind, letter in LETTER_OF.items()}


async def show(turn: Turn, rest: str = "") -> None:
    """`file`, with what its buttons add: `lire m 12`, `renvoyer m 1 2 3`, `jeter e 4`."""
    action, _, what = rest.partition(" ")
    letter, *numbers = what.split() or [""]
    kind = KIND_OF.get(letter)
    ids = [int(n) for n in numbers if n.isascii() and n.isdigit() and int(n) <= MAX_BIGINT]
    if action == "lire" and kind is not None:
        await _read(turn, kind, ids[0] if ids else 0)
    elif action == "renvoyer" and kind is not None and ids:
        await letter_confirmations.ask(turn, letter_confirmations.AGAIN, kind, ids)
    elif action in ("jeter", "oui") and kind is not None and ids:  # "oui": on buttons of an older version
        await letter_confirmations.ask(turn, letter_confirmations.DROP, kind, ids)
    elif action in ("travaux", "relancer", "oublier", "horloge"):
        await _jobs(
            turn, action, [int(n) for n in what.split() if n.isascii() and n.isdigit() and int(n) <= MAX_BIGINT]
        )
    else:
        await _overview(turn)


async def _jobs(turn: Turn, action: str, ids: Sequence[int]) -> None:
    if action == "horloge":
        await queue_jobs.ticks(turn)
    elif action == "relancer" and ids:
        await queue_jobs.ask(turn, queue_jobs.AGAIN, ids)
    elif action == "oublier" and ids:
        await queue_jobs.ask(turn, queue_jobs.DROP, ids)
    else:
        await queue_jobs.jobs(turn, ids[0] if ids else 0)


async def _overview(turn: Turn) -> None:
    waiting, accounts = await dead_letters.queues(turn.uow, turn.person, turn.now, turn.waiting.id)
    facts = [tr("*File d'attente*")]
    for account in accounts:
        facts.append(_account(account, turn))
    found = {(row.queue, row.lane): row for row in waiting}
    turns, reminders, news = (found.get(("outbox", lane)) for lane in "012")
    inbox, held = found.get(("inbox", "")), found.get(("held", ""))
    jobs, failing = _sum(waiting, "jobs"), _sum(waiting, "failing")
    facts += [
        _line(Tr("📥 À traiter : {n}", {"n": _count(inbox)}), inbox),
        _line(Tr("💬 Réponses à envoyer : {n}", {"n": _count(turns)}), turns),
        _line(Tr("⏰ Rappels à envoyer : {n}", {"n": _count(reminders)}), reminders),
        _line(Tr("📣 Annonces à envoyer : {n}", {"n": _count(news)}), news),
        _line(Tr("✋ En attente d'un mot d'elle : {n}", {"n": _count(held)}), held),
        _line(Tr("⚙️ Travaux en attente : {n}", {"n": _count(jobs)}), jobs),
        _line(Tr("🔁 Travaux qui échouent : {n}", {"n": _count(failing)}), failing),
    ]
    dead = {lane: found[("dead", lane)].count for lane in ("messages", "events", "jobs")}
    facts.append(
        tr(
            "✉️ Abandonnés : messages {messages}, événements {events}, travaux {jobs}",
            messages=dead["messages"],
            events=dead["events"],
            jobs=dead["jobs"],
        )
    )
    facts.append(await queue_jobs.ticking(turn))
    choices = [
        *([queue_jobs.JOBS] if dead["jobs"] or failing.count else []),
        queue_jobs.TICKING,
        *([Choice("/file lire m", "📄 Messages abandonnés")] if dead["messages"] else []),
        *([Choice("/file lire e", "📄 Événements abandonnés")] if dead["events"] else []),
        Choice("/menu", "Menu"),
    ]
    await turn.say(_joined(facts).with_choices(*choices))


def _count(row: Waiting | None) -> int:
    return row.count if row else 0


def _line(line: Tr, row: Waiting | None) -> Message:
    """The count, and how long the oldest has waited."""
    if row is None or not row.count or row.seconds < 1:
        return Message((line,))
    return tr("{line} (le plus ancien : {age})", line=line, age=timedelta(seconds=int(row.seconds)))


def _sum(waiting: Sequence[Waiting], queue: str) -> Waiting:
    rows = [row for row in waiting if row.queue == queue]
    return Waiting(queue, "", sum(row.count for row in rows), max((row.seconds for row in rows), default=0.0))


def _account(account: QuietChannel, turn: Turn) -> Message:
    name = _name(account.channel)
    if account.refused is not None:
        return tr("⛔ *{channel}* refuse notre compte depuis {since}.", channel=name, since=turn.now - account.refused)
    assert account.paused_until is not None
    return tr("⏳ *{channel}* nous demande d'attendre {time}.", channel=name, time=account.paused_until - turn.now)


def _name(channel: str) -> Tr | Raw:
    """The name of a channel; wake-ups have none."""
    return Tr("Horloge") if channel == channels.CLOCK else Raw(channels.team_label(channel))


def _joined(messages: Sequence[Message]) -> Message:
    """A title, then a line for each message."""
    title, *rest = [part for message in messages for part in message.parts]
    return Message((title, lines(*rest)))


# --- dead letters -------------------------------------------------------------------------------------


async def _read(turn: Turn, kind: Kind, after: int) -> None:
    found = await dead_letters.read(turn.uow, turn.person, kind, after, PAGE_SIZE + 1)
    page = _fitting(found[:PAGE_SIZE], kind)
    if not page:
        await turn.say(tr("Il n'y a plus rien à lire ici.").with_choices(BACK))
        return
    message = tr("*Messages abandonnés*") if kind == "message" else tr("*Événements abandonnés*")
    for letter in page:
        message += _shown(letter, turn)
    ids = [letter.id for letter in page]
    choices = [
        *(_settling(kind, ids) if may(turn.person, "clear queues") else []),
        *([Choice(_button("lire", kind, ids[-1:]), "Suivants ›")] if len(found) > len(page) else []),
        BACK,
    ]
    await turn.say(message.with_choices(*choices, columns=2))


def _settling(kind: Kind, ids: Sequence[int]) -> list[Choice]:
    return [
        Choice(_button("renvoyer", kind, ids), "🔁 Renvoyer ceux-ci"),
        Choice(_button("jeter", kind, ids), "🗑 Jeter ceux-ci"),
    ]


def _fitting(page: Sequence[Letter], kind: Kind) -> Sequence[Letter]:
    """As many of these letters as a button can name."""
    while page and len(_button("renvoyer", kind, [letter.id for letter in page]).encode()) > MAX_BUTTON_BYTES:
        page = page[:-1]
    return page


def _shown(letter: Letter, turn: Turn) -> Message:
    return tr(
        "*{id}* · {channel} · personne {person} · il y a {age} · essais : {tries}\n{reason}",
        id=str(letter.id),
        channel=_name(letter.channel),
        person=str(letter.person_id),
        age=turn.now - letter.at,
        tries=letter.tries,
        reason=_reason(letter),
    )


def _reason(letter: Letter) -> Tr | Raw:
    reason = Raw(letter.reason[:200])
    if not letter.about:
        return reason
    about = purposes.in_words(letter.about)
    return Tr("{first} · {then}", {"first": about, "then": reason}) if letter.reason else about


def _button(action: str, kind: Kind, ids: Sequence[int]) -> str:
    return " ".join(["/file", action, LETTER_OF[kind], *map(str, ids)])
