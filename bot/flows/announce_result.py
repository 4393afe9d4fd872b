"""What the author of an announcement sees of it while it goes out and afterwards."""

from __future__ import annotations

from backend.domain.announced import Announced, Progress, State
from backend.domain.message import Message, Raw, Tr, tr

HEADS = {
    State.ASKED: Tr("⏳ *Annonce : une deuxième personne doit dire oui*"),
    State.REFUSED: Tr("✋ *Annonce refusée*"),
    State.PLANNED: Tr("🗓️ *Annonce prévue*"),
    State.RUNNING: Tr("📣 *Annonce en cours*"),
    State.PAUSED: Tr("⏸️ *Annonce en pause*"),
    State.CANCELLED: Tr("🛑 *Annonce arrêtée*"),
    State.DONE: Tr("✅ *Annonce envoyée*"),
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


def result(announced: Announced, progress: Progress) -> Message:
    """Its state, what came of it, and the poll's answers."""
    message = Message((HEADS[announced.state],)) + Message((Raw(announced.content.text[:80]),))
    lines = [
        Tr("👥 Personnes : {n}", {"n": progress.people}),
        Tr("📤 Envoyé : {n}", {"n": progress.sent}),
        Tr("📬 Reçu : {n}", {"n": progress.delivered}),
        Tr("👀 Lu : {n}", {"n": progress.read}),
    ]
    if progress.waiting:
        lines.append(Tr("⏳ En attente : {n}", {"n": progress.waiting}))
    if progress.held:
        lines.append(Tr("💤 Attend leur prochain message : {n}", {"n": progress.held}))
    if progress.halted:
        lines.append(Tr("⏸️ Retenu : {n}", {"n": progress.halted}))
    lines += [Tr("✖️ {reason}", {"reason": Tr(REASONS[why].msgid, {"n": n})}) for why, n in progress.failed.items()]
    message += Message((_joined(lines),))
    poll = announced.content.poll
    if poll is not None:
        answers = [
            Tr("{answer} : {n}", {"answer": Raw(answer), "n": n})
            for answer, n in zip(poll.answers, progress.votes, strict=True)
        ]
        message += tr("📊 *{question}*", question=Raw(poll.question)) + Message((_joined(answers),))
    return message


def _joined(lines: list[Tr]) -> Tr:
    joined = lines[0]
    for line in lines[1:]:
        joined = Tr("{first}\n{then}", {"first": joined, "then": line})
    return joined
