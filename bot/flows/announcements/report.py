"""What the author of an announcement sees while it is sent and afterwards: one message that is edited in place, with
the actions that are possible. `chart` shows its poll as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backend.domain.announcements import placeholders
from backend.domain.announcements.content import Poll
from backend.domain.announcements.life import ENDED, Announced, AnnouncementState
from backend.domain.announcements.sending import AnnouncementProgress, LaterDay
from backend.domain.messaging import channels
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import lines
from backend.records import replace
from bot.flows.announcements.when import at_night, day_and_hour

BAR_LENGTH = 8
"""The length of a bar, in characters."""

MAX_DAYS = 4
"""The most lines about days to come."""

HEADS = {
    AnnouncementState.ASKED: Tr("⏳ *Annonce : une deuxième personne doit dire oui*"),
    AnnouncementState.REFUSED: Tr("✋ *Annonce refusée*"),
    AnnouncementState.PLANNED: Tr("🗓️ *Annonce prévue*"),
    AnnouncementState.RUNNING: Tr("📣 *Annonce en cours*"),
    AnnouncementState.PAUSED: Tr("⏸️ *Annonce en pause*"),
    AnnouncementState.CANCELLED: Tr("🛑 *Annonce arrêtée*"),
    AnnouncementState.DONE: Tr("✅ *Annonce envoyée*"),
}
REASONS = {
    "refused": Tr("refusé par la messagerie : {n}"),
    "unreachable": Tr("injoignables : {n}"),
    "stopped": Tr("ne veulent plus de messages : {n}"),
    "on_pause": Tr("en pause : {n}"),
    "late": Tr("trop tard : {n}"),
    "moved": Tr("ne sont plus concernées : {n}"),
    "gone": Tr("ont un autre compte : {n}"),
}


def result(
    announced: Announced,
    progress: AnnouncementProgress,
    *,
    steers: bool = True,
    decides: bool = False,
    late: bool = False,
) -> Message:
    """The state of the announcement, its figures, and the answers of its poll. `steers`: the reader may pause and stop
    it. `decides`: it waits for the reader's approval. `late`: its hour has passed."""
    message = Message((HEADS[announced.state],)) + Message((Raw(short(announced.content.text)),))
    if announced.state in (AnnouncementState.PLANNED, AnnouncementState.ASKED):
        message += planned(announced, late=late)
    message += Message((lines(*_figures(progress)),))
    poll = announced.content.poll
    if poll is not None:
        message += tr("📊 *{question}*", question=Raw(_question(poll))) + Message(
            (lines(*_votes(announced, progress)),)
        )
    found = choices(announced, progress, steers=steers, decides=decides)
    return replace(message.with_choices(*found, columns=2), fresh=True)


def planned(announced: Announced, *, late: bool = False) -> Message:
    """When it goes out, or should have gone if it is `late`; empty if no hour was chosen."""
    if announced.local is None:
        return Message()
    if late:
        return tr("⏰ L'heure de cette annonce est passée : c'était {when}.", when=day_and_hour(announced.local))
    said = tr("🕒 Elle part {when}, à l'heure de chacune.", when=day_and_hour(announced.local))
    return said + at_night(announced.local)


def _question(poll: Poll) -> str:
    """The poll's question without a name."""
    return placeholders.filled(poll.question, "").strip() or poll.question


def short(text: str) -> str:
    """The beginning of a text on one line, 80 characters at most."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79].rstrip() + "…"


def _figures(progress: AnnouncementProgress) -> list[Tr]:
    found = [
        Tr("👥 Personnes : {n}", {"n": progress.people}),
        Tr("📤 Envoyé : {n}", {"n": progress.sent}),
    ]
    if progress.delivered or progress.read:  # Telegram reports neither
        found.append(Tr("📬 Reçu : {n}", {"n": progress.delivered}))
        found.append(Tr("👀 Lu : {n}", {"n": progress.read}))
    if progress.waiting:
        found.append(Tr("⏳ En attente : {n}", {"n": progress.waiting}))
    found += _later(progress.later)
    if progress.held:
        found.append(Tr("💤 En attente de leur prochain message : {n}", {"n": progress.held}))
    if progress.halted:
        found.append(Tr("⏸️ Retenu : {n}", {"n": progress.halted}))
    for why, n in progress.failed.items():
        found.append(Tr("✖️ {reason}", {"reason": replace(REASONS[why], values={"n": n})}))
    if progress.noted:
        found.append(Tr("✅ « J'ai lu » : {n}", {"n": progress.noted}))
    if progress.interested:
        found.append(Tr("🙋 Intéressées : {n}", {"n": progress.interested}))
    return found


def _later(days: Sequence[LaterDay]) -> list[Tr]:
    """On which days the rest goes: the first ones, and the last."""
    shown = days if len(days) <= MAX_DAYS else days[: MAX_DAYS - 1]
    found = [Tr("📆 {date} : {n} au plus", {"date": each.day, "n": each.people}) for each in shown]
    if len(shown) < len(days):
        found.append(Tr("📆 Les autres ensuite, jusqu'au {date}", {"date": days[-1].day}))
    return found


def delayed(announced: Announced, last: date) -> Message:
    """What the author is told when it takes more days than were promised."""
    said = tr("📆 Ton annonce « {text} » part sur plus de jours que prévu.", text=Raw(short(announced.content.text)))
    said += tr(
        "Sur {channel}, il reste moins de places par jour pour écrire à celles qui n'ont pas écrit depuis 24 h.",
        channel=Raw(channels.labels(channels.windowed(), " ou ")),
    )
    said += tr("Elle devrait finir {date}.", date=last)
    return said.with_choices(Choice(f"/annonce {announced.id}", "📈 Où ça en est"))


def held(announced: Announced) -> Message:
    """What those hear who may approve an announcement whose author may no longer announce."""
    number = announced.id
    about = {"name": Raw(announced.author or "?"), "text": Raw(announced.content.text)}
    if announced.state is AnnouncementState.PAUSED:
        said = tr("⏸️ *L'annonce de {name} est en pause.* Cette personne n'en répond plus.\n{text}", **about)
        go = Choice(f"/annonce reprendre {number}", "▶️ Reprendre")
        end = stopping(number)
    else:
        said = tr("🔐 *L'annonce de {name} attend ton accord.* Cette personne n'en répond plus.\n{text}", **about)
        go = Choice(f"/annonce oui {number}", "✅ Confirmer", says="sure")
        end = Choice(f"/annonce non {number}", "✋ Refuser", says="no")
    state = Choice(f"/annonce {number}", "📈 Où ça en est")
    return said.with_choices(go, end, state, columns=2)


def _votes(announced: Announced, progress: AnnouncementProgress) -> list[Tr]:
    poll = announced.content.poll
    assert poll is not None
    votes = max(1, sum(progress.votes))
    found = []
    for answer, n in zip(poll.answers, progress.votes, strict=True):
        full = max(1, BAR_LENGTH * n // votes) if n else 0  # in proportion to all votes, as in the picture
        bar = "▰" * full + "▱" * (BAR_LENGTH - full)
        found.append(Tr("{bar} {n} · {answer}", {"bar": Raw(bar), "answer": Raw(answer), "n": n}))
    return found


def choices(announced: Announced, progress: AnnouncementProgress, *, steers: bool, decides: bool) -> list[Choice]:
    """The actions that are possible now. They are words of the chat, so the buttons stay valid forever."""
    number = announced.id
    found = []
    if decides:
        found += [
            Choice(f"/annonce oui {number} {announced.people}", "✅ Confirmer", says="sure"),
            Choice(f"/annonce non {number}", "✋ Refuser", says="no"),
        ]
    if steers:
        found += _steering(announced)
    if progress.not_reached or progress.held:
        found.append(Choice(f"/annonce absentes {number}", "Pas jointes"))
    if announced.content.poll is not None and announced.begun_at is not None:
        found.append(Choice(f"/annonce image {number}", "📊 En image"))
    return found


def stopping(number: int | str) -> Choice:
    """The button that asks whether to stop an announcement. « Stop » below it is about that, and not about messages to
    the person."""
    return Choice(f"/annonce arreter {number}", "🛑 Arrêter", also=("stop", "stopper", "stoppe", "arrete"))


def _steering(announced: Announced) -> list[Choice]:
    number = announced.id
    found = []
    if announced.state in (AnnouncementState.PLANNED, AnnouncementState.RUNNING):
        found.append(Choice(f"/annonce pause {number}", "⏸️ Suspendre", also=("pause", "suspends")))
    if announced.state is AnnouncementState.PAUSED:
        found.append(Choice(f"/annonce reprendre {number}", "▶️ Reprendre"))
    if announced.state not in ENDED:
        found.append(stopping(number))
    return found


def chart(announced: Announced, progress: AnnouncementProgress) -> Message:
    """The poll as a picture and as text."""
    poll = announced.content.poll
    assert poll is not None
    said = tr("📊 *{question}*", question=Raw(_question(poll))) + Message((lines(*_votes(announced, progress)),))
    votes = sum(progress.votes)
    said += trn("{n} réponse · envoyé à {sent}", "{n} réponses · envoyé à {sent}", votes, sent=progress.sent)
    values = {
        "question": _question(poll),
        "answers": [list(pair) for pair in zip(poll.answers, progress.votes, strict=True)],
    }
    shown = replace(said, attachment=Attachment("chart", "poll", values=values))
    return shown.with_choices(Choice(f"/annonce {announced.id}", "📈 Où ça en est"))
