"""What the person writes: a word of the chat, something about the last message or the open question, or neither."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, tr
from backend.domain.payouts import orders
from backend.domain.people.permissions import may
from backend.services.identity import joining_seen
from backend.services.work import service as work_service
from bot.flows.account import small_talk
from bot.flows.earnings.project_words import as_named
from bot.flows.engine import denials, leaving, odd, yes_no
from bot.flows.engine.kit import Picked, Several
from bot.flows.engine.leaving import Way
from bot.flows.engine.meaning import Again, Away, Hers, Meaning, Neither, OnScreen, Reply, Unseen, Unsure, Weak
from bot.flows.threads import away
from bot.handlers import (
    answered,
    asked_of_staff,
    below_notices,
    carrying,
    free_text,
    returning,
    second_words,
    strangers,
)
from bot.handlers.account import commands as account_commands
from bot.handlers.account import menu, small_talk_reading, small_talk_replies, would_be_stored
from bot.handlers.admin.metrics import questions
from bot.handlers.certificates import commands as certificate_commands
from bot.handlers.corrections import rethinking, taken_back
from bot.handlers.earnings import saving
from bot.handlers.earnings import times as earned_at_times
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context, Word
from bot.handlers.identity import account_warnings, joining_turns, lost_phone
from bot.handlers.payouts import claims, holds
from bot.handlers.payouts import commands as payout_commands
from bot.handlers.people import first_name
from bot.handlers.privacy import leaving as leaving_account
from bot.handlers.threads import distress, for_us, named
from bot.handlers.work import commands as work_commands

IT_IS_HERS = tr("👍 D'accord : tu n'as rien à faire.")
NOTHING_TO_CONFIRM = tr("Je ne t'ai rien demandé : il n'y a rien à confirmer.")


async def written(turn: Turn, text: str, meant: Meaning | None) -> None:
    """Handle a text. `meant`: what it is in the chat's last message (`screens.meant`)."""
    if meant is None and await _lapses(turn, text):
        flow_stack.drop(turn, flow_stack.opened(turn).name)
    order = free_text.ordered(turn, text)
    if not await _whatever_is_open(turn, text, meant) and not await second_words.read(turn, text, meant, order):
        await _as_meant(turn, text, meant)


async def _lapses(turn: Turn, text: str) -> bool:
    """Whether the open question is about a deed, stands above another screen, and is not answered by the text:
    « messages Awa » below the menu brought « Oui, tout effacer » back."""
    flow = flow_stack.top(turn)
    if flow is None or not flow.lapses(turn.conversation.stack[-1][2]) or not turn.shown_here or not text.strip():
        return False
    if open_question.asked_here(turn).answer(text) is not None or leaving.read(text) is not None:
        return False
    if yes_no.read(text) is not None or not await screens.looks_elsewhere(turn):
        return False
    return (await flow_engine.preview(turn, open_question.typed(text))).misread


async def _whatever_is_open(turn: Turn, text: str, meant: Meaning | None) -> bool:
    """Handle what is read in the same way at any point. Return False if it is nothing of that kind."""
    if (
        not isinstance(meant, OnScreen)
        and denials.surely(text)
        and turn.person.role is not None
        and await joining_seen.pending(turn.uow, turn.person)
    ):  # an answer to the warning further up, whatever came after it
        await carrying.word(turn, turn.dialogues.words.by_name["lier"], "stop")
        return True
    if not isinstance(meant, OnScreen) and await distress.keep(turn, text):
        return True
    if not isinstance(meant, OnScreen) and (
        await leaving_account.cancelled_by(turn, text)
        or await returning.stops_less(turn, text)
        or await returning.came_back(turn, text)
    ):
        return True
    if not isinstance(meant, OnScreen) and await returning.asks_what_stops(turn, text):
        return True
    if not isinstance(meant, OnScreen) and (
        await lost_phone.shown(turn, text) or await joining_turns.refused_in_words(turn, text)
    ):
        return True
    if (number := await payout_commands.written_below(turn, text)) is not None:
        await carrying.word(turn, turn.dialogues.words.by_name["paiement"], number)
        return True
    below = None if isinstance(meant, OnScreen) else await holds.reason_below(turn, text)
    if below == "":
        await taken_back.nothing_to_leave(turn)
        return True
    if (below := below or await claims.below(turn, text)) is not None:
        await carrying.word(turn, turn.dialogues.words.by_name["paiements"], below)
        return True
    if not isinstance(meant, OnScreen) and (
        await saving.written_below(turn, text)
        or await first_name.written_below(turn, text)
        or await certificate_commands.written_below(turn, text)
        or await account_warnings.written_below(turn, text)
        or await joining_turns.regrets_stopping(turn, text)
        or await earned_at_times.below(turn, text)
    ):
        return True
    if not isinstance(meant, OnScreen) and (
        await below_notices.of_payment(turn, text, meant)
        or await below_notices.of_refusal(turn, text, meant)
        or await below_notices.of_announcement(turn, text, meant)
        or await below_notices.of_any(turn, text, meant)
    ):
        return True
    return _may_be_code(turn, text) and await account_commands.bare_code(turn, text)


async def _as_meant(turn: Turn, text: str, meant: Meaning | None) -> None:
    match meant:
        case OnScreen(choice):
            await carrying.choice(turn, choice)
        case Unsure():
            await asking_back.ask(turn, text, meant)
        case Again():
            await flow_engine.show_again(turn, screens.AGAIN)
        case Unseen() if turn.dialogues.words.read(text) is None and small_talk_reading.heard(turn, text) is None:
            await screens.show_unseen(turn)
        case Hers():
            await _is_hers(turn)
        case Neither():
            await screens.repeat(turn)
        case Weak(choices):
            await asking_back.ask_surely(turn, choices)
        # "revenir" is both a word of the chat and a way back
        case Away(way) if turn.dialogues.words.read(text) is None:
            await _away(turn, way)
        case Reply(answer) if turn.dialogues.words.read(text) is None and for_us.may_be_reply(
            small_talk_reading.heard(turn, text), text
        ):
            to = await screens.written_last(turn)
            assert to is not None, "somebody wrote it"
            if await named.below_for_another(turn, text, to):
                return
            whom, instead = await named.whom(turn), await named.whom_now(turn)
            besides = small_talk_replies.wanted(turn, text)
            await asking_back.ask_whether_reply(turn, text, answer, besides, to=to, whom=whom, instead=instead)
        # « ok », said to who wrote last: it is no yes to what is asked further up
        case Reply(Picked() | Several()) if turn.dialogues.words.read(text) is None:
            await flow_engine.show_again(turn, screens.AGAIN)
        case None | Away() | Reply() | Unseen():
            await _read(turn, text)


def _may_be_code(turn: Turn, text: str) -> bool:
    """Whether a code in the text is meant for us: where it would be sent to somebody, and among what staff write, it is
    theirs."""
    flow = flow_stack.top(turn)
    hers = flow is None or (may(turn.person, "learn") and flow.writes_to is None)
    return turn.person.role is not None and hers and turn.dialogues.words.read(text) is None


async def _is_hers(turn: Turn) -> None:
    if not await flow_engine.show_again(turn, IT_IS_HERS):
        await turn.say(IT_IS_HERS.with_choices(Choice("/menu", "Menu")))


async def _read(turn: Turn, text: str) -> None:
    word = turn.dialogues.words.read(text) or menu.written(turn, text) or await _in_sentence(turn, text)
    person = turn.person
    if word is not None and (_wants_something_else(turn, text, *word) or await _is_title(turn, text, word[1])):
        word = await _in_sentence(turn, text) if _NOBODY.match(fold(text)) is not None else None
    if word is not None and await _asks_for_figures(turn, text, *word):
        return
    if (
        word is not None
        and not await _is_sentence(turn, text, *word)
        and not await free_text.answers(turn, text, *word)
    ):
        await carrying.word(turn, *word)
    elif person.role is None:
        await strangers.wrote(turn, text)
    elif turn.conversation.stack and not turn.shown_here:
        if answered.may_be_of_a_letter(turn, text) or not await _asks_beside(turn, text):
            await answered.continue_here(turn, text)
    elif turn.conversation.stack:
        await answered.answer(turn, text)
    elif person.joined_at is None:
        await flow_engine.open_flow(turn, "onboarding")
    else:
        await _nothing_open(turn, text)


async def _asks_beside(turn: Turn, text: str) -> bool:
    """Answer what is surely no answer to the open question, which another chat shows: a wish, a question to us, one
    about figures. « On continue ici ! » would swallow it. Return False if the text is none of these."""
    lead = small_talk_reading.heard(turn, text) or small_talk_reading.about(turn, text)
    if lead is not None and lead not in for_us.KIND and yes_no.read(text) is None and leaving.read(text) is None:
        await carrying.aside(turn, lead, text)
        return True
    if (found := await free_text.in_sentence(turn, text)) is not None:
        await carrying.word(turn, *found)
        return True
    if await questions.taken(turn, text, free=True):
        return True
    return questions.may_ask(turn) and intents.asks(text) and await questions.asked(turn, text)


_NOBODY = re.compile(r"personne (?:ne|n|me|m|nous|te|t|veut|peut|vient|repond\w*|a|sait|ecrit|appelle)\b")
"""« Personne me répond »; « personne Awa » of staff looks her up."""


def _wants_something_else(turn: Turn, text: str, word: Word, rest: str) -> bool:
    """Whether a text that begins with a word says that it is not to be done, « annonce pas ça », or begins with a word
    of others and is surely about something of the person's own: « vérifier mon certificat »."""
    if not rest or text.strip().startswith("/"):
        return False
    if denials.of_an_act(text) and orders.read(rest) is None:  # « ne paie pas Awa » holds her pay
        return True
    if _NOBODY.match(fold(text)) is not None:
        return True  # « personne ne doit être payé » looks nobody up
    return not word.open_to(turn.person) and small_talk_reading.heard(turn, text) is not None


async def _is_title(turn: Turn, text: str, rest: str) -> bool:
    """Whether a text that begins with a word of the chat is the title of some work: « avis de clientes »."""
    if not rest or text.strip().startswith("/"):
        return False
    return await work_service.is_a_title(turn.uow, text, wished=False)


_LISTS = frozenset({"projets", "personne"})
"""Words of staff after which a name is looked for."""


async def _asks_for_figures(turn: Turn, text: str, word: Word, rest: str) -> bool:
    """Answer a question about figures that begins with a word of hiteuses, or one that looks for a name: « pays classés
    par heures », « projets par gains ». Return False if it is none."""
    if not rest or text.strip().startswith("/") or turn.conversation.stack:
        return False
    if not word.open_to(turn.person) and {*word.actions} <= {"work", "learn"}:  # none of staff may use it
        return questions.may_ask(turn) and await questions.measured(turn, text)
    return word.name in _LISTS and await questions.grouped(turn, text)


async def _in_sentence(turn: Turn, text: str) -> tuple[Word, str] | None:
    """`free_text.in_sentence`; None where any words may be an answer."""
    if turn.conversation.stack and turn.open_question.get("f"):
        return None
    return await free_text.in_sentence(turn, text)


async def _away(turn: Turn, way: Way) -> None:
    """Handle a wish to leave while the open question is not the last message of the chat."""
    stack = turn.conversation.stack
    if not stack:
        await taken_back.nothing_to_leave(turn)
    elif not turn.shown_here or flow_stack.opened(turn).draft:
        await flow_engine.show_again(turn, answered.HERE)
    elif flow_stack.opened(turn).waits:
        await taken_back.nothing_to_leave(turn)
    else:
        await flow_engine.leave(turn, way)


async def _of_the_last(turn: Turn, text: str) -> bool:
    """`asked_of_staff.shown_again`, if the text is no question about figures."""
    return not await questions.understood(turn, text) and await asked_of_staff.shown_again(turn)


async def _nothing_open(turn: Turn, text: str) -> None:
    asks = questions.may_ask(turn)
    lead, sure = small_talk_reading.heard(turn, text, loosely=True), small_talk_reading.heard(turn, text)
    if asks and sure is None and lead in small_talk_reading.INTENTS:
        lead = None  # « quels projets sont bientôt finis » only sounds like an intent
    if leaving.read(text) is not None or yes_no.read(text) == "no":
        await taken_back.nothing_to_leave(turn)
    elif asks and yes_no.read(text) == "yes" and sure is None:
        await turn.say(NOTHING_TO_CONFIRM.with_choices(Choice("/menu", "Menu")))
    elif may(turn.person, "write to the team") and away.told(text):
        await turn.say(away.said(stopped=turn.person.stopped_at is not None))
    elif (
        await rethinking.thought_over(turn, text, None)
        or (asks and sure in asked_of_staff.OF_IT and await _of_the_last(turn, text))
        or (asks and sure is None and await questions.measured(turn, text))
    ):
        pass
    elif lead is not None:
        await carrying.aside(turn, lead, text)
    elif await would_be_stored.of_her_project(turn, text):
        await carrying.word(turn, turn.dialogues.words.by_name["projet"], f"changer {as_named(text)}".strip())
    elif not asks and (found := small_talk_reading.about(turn, text)) is not None:
        await carrying.aside(turn, found)
    elif not text.strip():
        await turn.say(odd.reply("empty") + await turn.dialogues.menu(turn))
    elif (
        await answered.on_another_phone(turn)
        or (asks and await questions.asked(turn, text, counting=True))
        or await named.below_list(turn)
        or await named.without_list(turn, text)
        or (asks and await questions.asked(turn, text))
        or await work_commands.opens_named(turn, text)
        or await free_text.begins_next_letter(turn, text)
    ):
        pass
    else:
        said = free_text.NOT_UNDERSTOOD
        if may(turn.person, "write to the huber"):
            said = tr("Je n'ai pas compris. Pour en parler à ta Huber, écris « huber ».")
        elif may(turn.person, "write to the team"):
            said += small_talk.TO_THE_TEAM
        await turn.say(said + await turn.dialogues.menu(turn))


async def _is_sentence(turn: Turn, text: str, word: Word, rest: str) -> bool:
    """Whether the text is an answer to the open question, and a word of the chat only by its beginning or by chance."""
    talk = turn.conversation
    if text.strip().startswith("/") or not talk.stack:
        return False
    if turn.shown_here and (open_question.pick(turn, text) if rest else open_question.own_button(turn, text)):
        return True  # a choice that is written out: « Vérifier que le CV est joint »
    others = turn.shown_here and not word.open_to(turn.person)
    if rest and others and flow_stack.opened(turn).draft:
        return True  # « pays Sénégal », « projet Photos » say whom an announcement is for
    if not turn.open_question.get("f"):
        return False
    if others:
        # what others may ask for: « projets », « bloque les paiements » may stand on a sign
        return bool(rest) or not (await flow_engine.preview(turn, open_question.typed(text))).misread
    return bool(rest) and word.is_sentence(rest, Context(talk.stack[-1][0], turn.now, turn.person.zone))
