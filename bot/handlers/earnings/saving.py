"""`projet`: what she saves for, what is set aside of each payment, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backend.domain import days, money
from backend.domain.earnings.commands import (
    PaidNoted,
    ReachedNoted,
    SayOpened,
    SayPaid,
    SetAside,
    SetDue,
    SetInstalments,
    TakenOut,
    TakeOut,
)
from backend.domain.earnings.savings import Project
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, tr
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.people import places
from backend.records import replace
from backend.services.earnings import savings as service
from backend.services.people import service as people_service
from bot.flows.earnings import project_words, saving_questions, sums_in_words
from bot.flows.earnings import saving_views as views
from bot.flows.earnings.goal import LIKELY, PUT_ASIDE
from bot.flows.earnings.sums import read_sum, without
from bot.handlers.earnings import reached
from bot.handlers.engine import asking_back, flow_engine, open_question, screens
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn

_CHANGES = ("changer", "change", "modifier")
_DONE = ("paye", "ouvert")
"""What may be said without a project."""
_NOT = "pas"
_TAKES_BACK = "/projet pas paye "
MOST_DIGITS = 18
_SHOWS = {"montrer": True, "cacher": False}


async def project(turn: Turn, rest: str = "") -> None:
    """`projet`: the project, without touching the open question; with a matter after it, the question about that.
    Without a project so far, ask for it."""
    matter, _, more = rest.partition(" ")
    matter = fold(matter)
    if matter == _NOT:
        await (reached.taken_back if more.startswith(reached.KEY) else not_paid)(turn, more)
        return
    standing = await service.standing(turn.uow, turn.person, turn.now)
    unsaid = standing is None or (not matter and _is_unsaid(standing.project))
    if matter in _CHANGES or (unsaid and matter not in _DONE):
        await flow_engine.open_flow(turn, "goal", more if matter in _CHANGES else "")
    elif matter in saving_questions.AT or standing is None:
        await flow_engine.open_flow(turn, "saving", f"{matter} {more}".strip())
    elif matter in _SHOWS:
        await service.show(turn.uow, turn.person, turn.now, shown=_SHOWS[matter])
        said = tr("👀 C'est fait : ta Huber voit maintenant ton projet et où il en est.")
        if not _SHOWS[matter]:
            said = tr("🙈 C'est fait : ta Huber ne voit plus ton projet.")
        await turn.say(said.with_choices(views.BACK))
    else:
        today = days.local_day(turn.now, turn.person.zone)
        shown = views.screen(standing.project, standing.earned, standing.payments, standing.expected, today)
        if (picture := views.picture(standing.project)) is not None:
            await service.pictured(turn.uow, turn.person, standing.project)
            if not turn.edits:  # a picture and a list of buttons would be two messages there
                shown = replace(shown, choices=(PUT_ASIDE, views.PAID, views.MORE))
        await turn.say(replace(shown, attachment=picture))


def _is_unsaid(project: Project) -> bool:
    """Whether she has not said yet what she saves for, and nothing is set aside: « Raconte-moi ton projet : écris
    « projet » » was promised."""
    goal = project.goal
    told = goal.kind != "other" or goal.words or goal.amount is not None
    return not (told or project.plan or project.instalments or money.francs(*project.saved))


async def put_aside(turn: Turn, rest: str = "") -> None:
    """« mettre de côté », « épargner 20 % »: what she sets aside of each payment."""
    await project(turn, f"garder {rest}")


async def paid(turn: Turn, rest: str = "") -> None:
    """« j'ai payé »: she has paid a part of her project."""
    await project(turn, f"paye {rest}")


async def not_paid(turn: Turn, rest: str = "") -> None:
    """« je n'ai pas payé »: take back the last thing that she has said to have paid, or the one that a button names."""
    number = rest.rpartition(" ")[2]
    known = int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else None
    amount = await service.not_paid(turn.uow, turn.person, known, turn.now)
    if amount is None and known is not None:
        said = tr("C'est déjà fait : ce paiement n'est plus noté.")
        await turn.say(said.with_choices(views.PAID, views.BACK, columns=2))
    elif amount is None:
        said = tr("Rien n'est noté comme payé pour ton projet. Tu parles de ta paie ? Touche « Ma paie ».")
        await turn.say(said.with_choices(views.PAY, views.BACK, columns=2))
    else:
        said = tr("D'accord : {sum} ne sont pas payés.", sum=views.shown(amount))
        await turn.say(said.with_choices(views.PAID, views.BACK, columns=2))


async def written_below(turn: Turn, text: str) -> bool:
    """Take what the project costs; or another sum in place of the one that the chat's last message has noted as paid or
    as kept of each payment: « c pas 3500 c 3000 »; or take it back: « enlève ça ». Ask about a sum that may be an
    answer to the question above. Return False if the text does none of this."""
    if turn.person.role is None or not turn.dialogues.words.is_hers(turn.person, "projet"):
        return False
    if await reached.written_below(turn, text):
        return True
    currency = places.country(turn.person.country).currency
    if await _costs(turn, text, currency):
        return True
    share = sums_in_words.share_instead(text)
    if share is not None and await screens.offers(turn, views.KEEP_NOTHING):
        await flow_engine.open_flow(turn, "saving", f"garder {share} %")
        return True
    too_much = sums_in_words.too_much(text) and await screens.offers(turn, views.KEEP_NOTHING)
    if too_much and not await flow_engine.stores(turn, text):
        await flow_engine.open_flow(turn, "saving", "garder")
        return True
    sum_ = sums_in_words.instead(text, currency)
    if sum_ is None and not sums_in_words.takes_back(text):
        return await _sum_alone(turn, text, currency)
    offered = [choice.id for choice in await screens.offered(turn)]
    paid_ = next((each for each in offered if each.startswith(_TAKES_BACK)), None)
    if paid_ is not None and sum_ is None:
        await not_paid(turn, paid_.removeprefix(_TAKES_BACK))
    elif paid_ is not None and sum_ is not None:
        await _paid_instead(turn, int(paid_.removeprefix(_TAKES_BACK)), sum_)
    elif views.KEEP_NOTHING.id in offered and sum_ is not None:
        await flow_engine.open_flow(turn, "saving", f"garder {await _with_its_unit(turn, text, sum_)}")
    elif views.KEEP_NOTHING.id in offered and "paye" not in fold(text):
        await flow_engine.open_flow(turn, "saving", "garder rien")
    elif sum_ is not None and views.PAID.id in offered:
        return await _costs_instead(turn, text, sum_)
    else:
        return False
    return True


async def _with_its_unit(turn: Turn, text: str, amount: Money) -> str:
    """A sum that stands in place of what was to be kept, as it is read alone: a bare « 50 » is 50 % only where a share
    was kept."""
    plan = await service.plan(turn.uow, turn.person)
    bare = plan.share and not sums_in_words.names_currency(text)
    number = amount.units // UNITS_PER_WHOLE
    return str(number) if bare else f"{number} {'€' if amount.currency == 'EUR' else 'F CFA'}"


_IT_COSTS = re.compile(r"(?:c|c est|ca coute|il faut|il me faut) \d")
"""Right below her project, its cost: « c 350 000 »."""


async def _costs(turn: Turn, text: str, currency: str) -> bool:
    """Keep what her project costs, which a text says where it answers nothing: « mon projet c 150 000 ». Return False
    if it says nothing of that, or she has not said yet what the project is."""
    amount = sums_in_words.of_project(text, currency)
    if amount is None and _IT_COSTS.match(fold(text)) and await screens.offers(turn, views.PAID):
        amount = sums_in_words.of_project(f"mon projet {text}", currency)
    if amount is None or money.francs(amount) not in LIKELY:
        return False
    if turn.person.joined_at is None or open_question.takes_text(turn):
        return False
    standing = await service.standing(turn.uow, turn.person, turn.now)
    if standing is None or _is_unsaid(standing.project):
        return False
    goal = standing.project.goal
    words = goal.words if goal.amount is None else without(goal.words, goal.amount, currency)
    await people_service.set_goal(turn.uow, turn.person, replace(goal, words=words, amount=amount), turn.now)
    await project(turn)
    return True


async def _sum_alone(turn: Turn, text: str, currency: str) -> bool:
    """Ask whether a bare sum below her project, or below what was noted of it, was paid for it, or answers the question
    further up. Return False where it can answer none."""
    amount = read_sum(text, currency)
    if amount is None or amount.units < sums_in_words.LEAST or not open_question.takes_text(turn):
        return False
    if await screens.shows_question(turn):
        return False
    offered = [choice.id for choice in await screens.offered(turn)]
    if not any(
        each.startswith((views.PAID.id, _TAKES_BACK)) for each in offered
    ):  # or another sum was just asked about
        return False
    paid_ = Choice(f"{views.PAID.id} {amount.units // UNITS_PER_WHOLE}", "✅ C'est payé")
    asked = tr(
        "*{sum}* : c'est payé pour ton projet, ou c'est ta réponse à la question d'avant ?", sum=views.shown(amount)
    )
    await asking_back.ask_back(turn, asked, open_question.typed(text), paid_)
    return True


async def _costs_instead(turn: Turn, text: str, amount: Money) -> bool:
    """Below her project: it costs `amount`, and not what is noted. Return False if the text does not name that."""
    standing = await service.standing(turn.uow, turn.person, turn.now)
    goal = standing.project.goal if standing is not None else None
    if goal is None or goal.amount is None or amount == goal.amount:
        return False
    before, after = goal.amount.units // UNITS_PER_WHOLE, amount.units // UNITS_PER_WHOLE
    in_words = re.compile(r"[ .\u00a0\u202f]?".join(str(before)))
    if in_words.search(text) is None or amount.currency != goal.amount.currency:
        return False
    changed = replace(goal, words=in_words.sub(str(after), goal.words), amount=amount)
    await people_service.set_goal(turn.uow, turn.person, changed, turn.now)
    await project(turn)
    return True


async def _paid_instead(turn: Turn, number: int, amount: Money) -> None:
    before = await service.not_paid(turn.uow, turn.person, number, turn.now)
    if before is None:
        await not_paid(turn, str(number))
        return
    number = await service.paid(turn.uow, turn.person, amount, None, turn.now)
    said = tr(
        "C'est corrigé : *{sum}* payés pour ton projet, et non {before}.",
        sum=views.shown(amount),
        before=views.shown(before),
    )
    await turn.say(said.with_choices(views.not_paid(number), views.BACK, columns=2))


async def opened(turn: Turn, rest: str = "") -> None:
    """« j'ai ouvert »: she has opened what she saved for."""
    if await reached.opens_nothing(turn, rest):
        return
    await project(turn, f"ouvert {rest}")


# --- the flow ------------------------------------------------------------------------------------------


async def facts(turn: Turn, _state: saving_questions.State) -> saving_questions.Facts:
    """Load her project, with what is set aside."""
    standing = await service.standing(turn.uow, turn.person, turn.now)
    today = days.local_day(turn.now, turn.person.zone)
    currency = places.country(turn.person.country).currency
    return saving_questions.Facts(standing.project if standing else None, today, currency)


async def _set_aside(turn: Turn, command: SetAside) -> None:
    await service.set_aside(turn.uow, turn.person, command.plan)


async def _take_out(turn: Turn, command: TakeOut) -> TakenOut:
    return TakenOut(await service.take_out(turn.uow, turn.person, command.amount, turn.now))


async def _set_due(turn: Turn, command: SetDue) -> None:
    await service.set_due(turn.uow, turn.person, command.due)


async def _set_instalments(turn: Turn, command: SetInstalments) -> None:
    await service.set_instalments(turn.uow, turn.person, command.instalments)


async def _say_paid(turn: Turn, command: SayPaid) -> PaidNoted:
    number = await service.paid(turn.uow, turn.person, command.amount, command.instalment, turn.now)
    return PaidNoted(number, command.amount)


async def _say_opened(turn: Turn, command: SayOpened) -> ReachedNoted:
    return ReachedNoted(await service.opened(turn.uow, turn.person, command.words, turn.now), command.words)


COMMANDS: Mapping[type[Any], Execute] = {
    SetAside: _set_aside,
    TakeOut: _take_out,
    SetDue: _set_due,
    SetInstalments: _set_instalments,
    SayPaid: _say_paid,
    SayOpened: _say_opened,
}


async def names_another(turn: Turn, text: str) -> bool:
    """Ask who says what her project is, « mon projet c'est d'aider ma mère », whether it is that, where it answers
    nothing. Return False if the text says nothing of it, or may be an answer."""
    if (
        not project_words.names_another(text)
        or turn.person.joined_at is None
        or not turn.dialogues.words.is_hers(turn.person, "projet")
    ):
        return False
    if not (await flow_engine.preview(turn, open_question.typed(text))).misread:
        return False
    await project(turn, f"{_CHANGES[0]} {project_words.as_named(text)}".strip())
    return True
