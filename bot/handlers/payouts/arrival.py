"""Whether a payment has arrived: the question, and its two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from backend.db.payouts.shown import LastPayout
from backend.domain.days import local_day
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.money import UNITS_PER_WHOLE
from backend.domain.payouts.states import PayoutState
from backend.records import replace
from backend.services.payouts import destinations as service
from backend.services.payouts import leavers
from bot.flows.payouts import arrival_words
from bot.handlers.engine import screens
from bot.handlers.engine.turn import Turn

PAY = Choice("/paiement", "Voir ma paie")
HUBER = Choice("/huber", "✍️ Écrire à ma Huber")
MISSING = Choice("/demande unpaid", "❓ Une paie manque")
_RECEIVED = "/paiement recu "
_MISSED = "/paiement pas recu "
_ARRIVED = (
    "j'ai reçu",
    "oui j'ai reçu",
    "j'ai bien reçu",
    "bien reçu",
    "c'est reçu",
    "c'est bien reçu",
    "c'est arrivé",
)
_MISSING = ("j'ai rien reçu", "je n'ai rien reçu", "rien reçu", "je n'ai pas reçu", "j'ai pas reçu")


def choices(payout_id: int) -> tuple[Choice, Choice]:
    """The buttons with which she says whether a payment has arrived."""
    return (
        Choice(f"{_RECEIVED}{payout_id}", "✅ Reçu", says="sure", also=_ARRIVED),
        Choice(f"{_MISSED}{payout_id}", "❌ Pas reçu", says="no", also=_MISSING),
    )


def still_missing(payout_id: int) -> tuple[Choice, Choice]:
    """The same two below what the provider confirms. « Ok » is said to what was told there."""
    yes, no = in_words(choices(payout_id))
    return yes, Choice(no.id, "❌ Toujours rien", says=no.says, also=no.also)


def in_words(asked: tuple[Choice, Choice]) -> tuple[Choice, Choice]:
    """The two buttons where « oui » may be said to what stands above them: her pay has not come by that."""
    return replace(asked[0], says=""), asked[1]


TELLS = replace(HUBER, says="yes")
"""« Écrire à ma Huber » below « Ce n'est pas comme prévu ? »: a yes to that."""


def of_a_part(asked: tuple[Choice, Choice]) -> tuple[Choice, ...]:
    """The buttons below « Ce n'est pas comme prévu ? »: a bare yes or no names neither of the two."""
    return (*(replace(choice, says="") for choice in asked), TELLS)


NOT_AS_SENT = tr("Ce n'est pas comme prévu ? Raconte-le à ta Huber : touche « Écrire à ma Huber ».")
PART = NOT_AS_SENT + tr("Sinon, dis-moi : « Reçu » ou « Pas reçu ».")
"""To who says that something came, and not what should have."""
OF_PAY = tr("Tu parles de ta paie ? Regarde où elle en est, ou raconte-le à ta Huber.")
"""To what has no other meaning below a message about a payment."""
WHEN_KNOWN = tr("Quand tu sais, dis-le : « Reçu » ou « Pas reçu ».")

WORTH_WAITING = timedelta(hours=1)
"""How long a payment that is said to be paid may still be on its way to her."""
WAIT = tr("Parfois, elle arrive un peu après mon message. Regarde encore dans une heure.") + tr(
    "Toujours rien ? Touche « Pas reçu », et on la cherche."
)
"""To who says « pas encore » soon after a payment was told."""

DOUBTED = tr("Tu parles de ta paie, ou c'est ta réponse à la question d'avant ?")
"""To what would be stored as an answer to the task above."""


async def asked(turn: Turn) -> tuple[Choice, Choice] | None:
    """The two buttons, if the last message of the chat asks whether a payment has arrived: there the second is a no, or
    it stands below « Ce n'est pas comme prévu ? »."""
    shown = await screens.offered(turn)
    part = any(choice.id == TELLS.id and choice.says == TELLS.says for choice in shown)
    yes = [choice for choice in shown if choice.id.startswith(_RECEIVED)]
    no = [choice for choice in shown if choice.id.startswith(_MISSED) and (part or choice.says == "no")]
    if len(yes) != 1 or len(no) != 1:
        return None
    return (yes[0], replace(no[0], says="no"))


async def button(turn: Turn, *, arrived: bool) -> Choice | None:
    """The button of the last message that says so."""
    begins = _RECEIVED if arrived else _MISSED
    return next((choice for choice in await screens.offered(turn) if choice.id.startswith(begins)), None)


async def about(turn: Turn) -> int | None:
    """The payment that the last message of the chat has a button for; None: it has none."""
    for choice in await screens.offered(turn):
        number = choice.id.removeprefix(_RECEIVED).removeprefix(_MISSED)
        if number != choice.id and number.isdigit():
            return int(number)
    return None


async def heard(turn: Turn, text: str) -> arrival_words.Came | None:
    """What a text says of the payment of the last message; a sum that came is held against what was sent."""
    came, number = arrival_words.came(text), await about(turn)
    if came is not None or number is None or (said := arrival_words.came_as(text)) is None:
        return came
    sent = next((each.amount for each in await service.newest(turn.uow, turn.person) if each.id == number), None)
    return None if sent is None else "yes" if sent.units == said * UNITS_PER_WHOLE else "part"


async def leads_to_pay(turn: Turn) -> bool:
    """Whether the last message of the chat is only about a payment that is not as it should be: it leads to her pay and
    to her Huber, and to nothing else."""
    return [choice.id for choice in await screens.offered(turn)] == [PAY.id, HUBER.id]


async def asks_which(turn: Turn, text: str, number: int | None, *, part: bool) -> bool:
    """Ask which payment came, where payment `number` is asked about while an older one is claimed, and the text does
    not tell: « c bon g recu hier ». `part`: it names a sum that is not that of the payment; then the other has it.
    Return False if there is no other, or the sum of this one is named."""
    if number is None:
        return False
    payouts = await service.newest(turn.uow, turn.person)
    here = next((each for each in payouts if each.id == number), None)
    others = [each for each in payouts if each.claim is not None and each.id != number]
    named = arrival_words.came_as(text)
    sums = [each.amount.units for each in (others if part else [here] if here is not None else [])]
    is_named = named is not None and named * UNITS_PER_WHOLE in sums
    if here is None or not others or is_named is not part:
        return False
    ways = [Choice(f"{_RECEIVED}{each.id}", _by_day(turn, each)) for each in (here, *others)]
    await turn.say(tr("💵 Laquelle de tes paies est arrivée ?").with_choices(*ways, PAY))
    return True


def _by_day(turn: Turn, payout: LastPayout) -> Tr:
    """A payment by its day and its sum."""
    return Tr("{date} : {sum}", {"date": local_day(_since(payout), turn.person.zone), "sum": payout.amount})


async def may_still_come(turn: Turn, number: int) -> bool:
    """Whether payment `number` was paid a short while ago, and is not claimed."""
    found = next((each for each in await service.newest(turn.uow, turn.person) if each.id == number), None)
    if found is None or found.claim is not None or found.arrived is not None:
        return False
    return turn.now - _since(found) < WORTH_WAITING


def _since(payout: LastPayout) -> datetime:
    """When a payment was last heard of: paid, sent or prepared."""
    return payout.settled_at or payout.sent_at or payout.proposed_at


def which(tail: str) -> Tr:
    """Which account of hers is meant. `tail`: its last characters; "": it was erased with an account that is hers again
    by its code."""
    return Tr("qui finit par {tail}", {"tail": Raw(tail)}) if tail else Tr("d'avant")


def unsaid(payouts: Sequence[LastPayout]) -> LastPayout | None:
    """The newest payment that is paid, if she has not said that it arrived, and nobody looks for it: also after the
    provider has confirmed it, when her claim is closed and she may still have nothing. What became of a later one says
    nothing of it."""
    newest = next((each for each in payouts if each.state is PayoutState.PAID), None)
    return None if newest is None or newest.arrived or newest.claim is not None else newest


def _later(payouts: Sequence[LastPayout]) -> LastPayout | None:
    """The newest payment that is more than prepared, if it is under way or has failed."""
    newest = next((each for each in payouts if each.state is not PayoutState.PROPOSED), None)
    return None if newest is None or newest.state is PayoutState.PAID else newest


async def under_way(turn: Turn) -> bool:
    """Whether a payment of hers was sent of which we do not know yet whether it arrived."""
    if not await leavers.may_be_paid(turn.uow, turn.person):
        return False
    later = _later(await service.newest(turn.uow, turn.person))
    return later is not None and later.state is PayoutState.SENT


def choices_among(payouts: Sequence[LastPayout]) -> tuple[Choice, ...]:
    """The buttons for the newest paid payment, if she has not said yet whether it arrived, else for one that she
    claims, or to take back that it arrived. Here they stand among others, so a bare yes or no does not name them; below
    a later payment neither does « pas reçu », and one button asks which is meant."""
    later = _later(payouts)
    if (newest := unsaid(payouts)) is not None:
        return (MISSING,) if later else tuple(Choice(each.id, each.part) for each in choices(newest.id))
    if claimed := [each for each in payouts if each.claim]:
        return (Choice(f"{_RECEIVED}{claimed[0].id}", choices(claimed[0].id)[0].part),)
    paid = [each for each in payouts if each.state is PayoutState.PAID]
    return (Choice(f"{_MISSED}{paid[0].id}", choices(paid[0].id)[1].part),) if paid and not later else ()


async def ask(turn: Turn, *, claimed_only: bool = False, received: bool = False) -> bool:
    """Say how her open claim stands; without one, ask whether her newest paid payment has arrived, if that is known to
    nobody yet (if `claimed_only`: and she claimed it), and say what became of a later one. `received`: she says that
    one has come. False: nothing was said."""
    if not await leavers.may_be_paid(turn.uow, turn.person):
        return False
    if await tells_of_claim(turn):
        return True
    payouts = await service.newest(turn.uow, turn.person)
    newest = unsaid(payouts)
    if newest is None or (claimed_only and newest.arrived is None):
        return received and await _came_after_all(turn, _later(payouts))
    day = local_day(newest.sent_at or _since(newest), turn.person.zone)
    later = _later(payouts)
    said = _told(later, payouts) if later is not None else Message()
    said += tr(
        "💵 Ta paie de *{sum}* a été envoyée le {date} sur ton compte {which}. Tu l'as bien reçue ?",
        sum=newest.amount,
        date=day,
        which=which(newest.tail),
    )
    await turn.say(said.with_choices(*choices(newest.id), PAY, columns=2))
    return True


async def _came_after_all(turn: Turn, later: LastPayout | None) -> bool:
    """Ask her to tell the team, where what she says has come is the payment that failed: its money is hers again, and
    would be paid twice. False: none has failed."""
    if later is None or later.state is not PayoutState.FAILED:
        return False
    said = tr("⚠️ Pour nous, ta dernière paie, {sum}, n'est pas passée : on l'envoie encore une fois.", sum=later.amount)
    said += tr("Elle est déjà sur ton compte ? Dis-le à ta Huber : touche « Écrire à ma Huber ».")
    await turn.say(said.with_choices(HUBER, PAY, columns=2))
    return True


async def tells_of_claim(turn: Turn) -> bool:
    """Say how her open claim stands. False: she has none."""
    payouts = await service.newest(turn.uow, turn.person)
    claimed = next((each for each in payouts if each.claim is not None), None)
    if claimed is not None:
        arrived = replace(choices(claimed.id)[0], says="")  # « ok » is said to what was told
        said = _claimed(claimed, local_day(turn.now, turn.person.zone))
        await turn.say(said.with_choices(arrived, PAY, HUBER, columns=2))
    return claimed is not None


def taken_again(failed: LastPayout, among: Sequence[LastPayout]) -> bool:
    """Whether the money of a payment that failed was put into another one since: it is in her gains no more. `among`:
    her payments."""
    back = failed.settled_at
    return back is not None and any(each.proposed_at >= back for each in among if each.id != failed.id)


def _told(later: LastPayout, among: Sequence[LastPayout]) -> Message:
    """What became of the payment after the one that is asked about. `among`: her payments."""
    if later.state is PayoutState.FAILED and taken_again(later, among):
        return tr("⚠️ La dernière, {sum}, n'est pas passée : on la prépare encore une fois.", sum=later.amount)
    if later.state is PayoutState.FAILED:
        return tr(
            "⚠️ La dernière, {sum}, n'est pas passée : cet argent est de nouveau dans tes gains.", sum=later.amount
        )
    return tr(
        "🚚 La dernière, {sum}, est en route : je t'écris dès qu'elle est arrivée. Et celle d'avant ?", sum=later.amount
    )


def late(promised: date) -> Message:
    """What is said of a claim whose promised day is over."""
    return tr(
        "La réponse était prévue pour le {date} : elle a du retard, et l'équipe le sait. Pour en parler : écris "
        "« huber ».",
        date=promised,
    )


def _claimed(payout: LastPayout, today: date) -> Message:
    said = tr(
        "🔎 On cherche ta paie de *{sum}* : réclamation n° {number}.", sum=payout.amount, number=str(payout.claim)
    )
    if payout.promised is not None and payout.promised < today:
        said += late(payout.promised)
    elif payout.promised is not None:
        said += tr("Réponse le {date} au plus tard.", date=payout.promised)
    return said
