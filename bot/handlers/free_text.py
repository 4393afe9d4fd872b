"""A text that picks no choice of the open question: its answer, another intent, or a word to the team."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed
from backend.domain.messaging.message import Message, tr
from backend.domain.payouts import orders
from backend.domain.people.permissions import may
from backend.domain.work.asides import classifier
from backend.services.work import service as work_service
from bot.flows.account import small_talk
from bot.flows.admin import order_words
from bot.flows.earnings import saving_words
from bot.flows.earnings.project_words import tells_of_it
from bot.flows.engine import agreement, leaving, yes_no
from bot.flows.engine.answers import is_bare
from bot.flows.engine.kit import Event, Typed
from bot.flows.payouts import number_words, rhythm_words
from bot.flows.people import first_name, invite_words, role_words, theme_words
from bot.flows.threads import about_thread, letter_words
from bot.handlers import carrying, second_words
from bot.handlers.account import menu, small_talk_reading, small_talk_replies, would_be_stored
from bot.handlers.admin.metrics import questions
from bot.handlers.corrections import going_on, restating
from bot.handlers.earnings import saving
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context, Word
from bot.handlers.payouts import rhythm
from bot.handlers.reminders import pauses
from bot.handlers.threads import distress, for_us, named
from bot.handlers.training import commands as training_commands
from bot.handlers.work import commands as work_commands

NOT_UNDERSTOOD = tr("Je n'ai pas compris.")
TO_A_PERSON = tr("Je n'ai pas compris. Pour le dire à une personne, écris « huber » et ton message.")
ALMOST = tr("Oui, on y est presque ! Réponds d'abord ici :")
"""To who wants to begin before she has registered."""
FOR_A_PERSON = tr("💬 Ça, dis-le à une personne : écris « huber » et ton message.")


async def in_sentence(turn: Turn, text: str) -> tuple[Word, str] | None:
    """The word that a sentence wants, with what it names: « formation argent », « le certificat argent », « mets-moi en
    pause une semaine », « mets 10 % de côté à chaque paie », « mon wave c'est le 07 01 02 03 04 »; of staff « arrête
    tout les paiements », « la réclamation 12 est versée ». None if it names nothing."""
    if (order := ordered(turn, text)) is not None:
        return order
    words, joined = turn.dialogues.words, turn.person.joined_at is not None
    if joined and await _withdraws(turn, text):
        return words.by_name["contenus"], ""
    if joined and may(turn.person, "write to the huber") and (message := letter_words.for_her_huber(text)) is not None:
        return words.by_name["huber"], message
    if joined and may(turn.person, "write to the team") and (message := letter_words.for_the_team(text)) is not None:
        return words.by_name["equipe"], message
    if joined and words.is_hers(turn.person, "inviter") and (whom := invite_words.in_sentence(text)) is not None:
        return words.by_name["inviter"], whom
    if joined and words.is_hers(turn.person, "prenom") and (name := first_name.in_sentence(text)) is not None:
        return words.by_name["prenom"], name
    if words.is_hers(turn.person, "gains") and joined:
        number = number_words.named(text) or number_words.hers(text, turn.person.country)
        if (number_or_when := number or rhythm_words.wished(text)) is not None:
            return words.by_name["paiement"], number_or_when
        if saving_words.hides(text):
            return words.by_name["projet"], "cacher"
        if (much := saving_words.put_aside(text)) is not None:
            return words.by_name["mettre de cote"], much
        if (back := saving_words.taken_out(text)) is not None:
            return words.by_name["projet"], f"reprendre {back}".strip()
    span = pauses.wanted(text, Context("", turn.now, turn.person.zone))
    if span is not None and words.is_hers(turn.person, "pause"):
        return words.by_name["pause"], span
    found = await training_commands.named(turn, text)
    return None if found is None else (words.by_name[found[0]], found[1])


async def _withdraws(turn: Turn, text: str) -> bool:
    """Whether she wants no more of some hard content, and the open question does not take that itself."""
    if not theme_words.withdraws(text) or not turn.dialogues.words.is_hers(turn.person, "contenus"):
        return False
    asked = bool(turn.conversation.stack) and turn.shown_here
    return not asked or (await flow_engine.preview(turn, open_question.typed(text))).misread


def ordered(turn: Turn, text: str) -> tuple[Word, str] | None:
    """The word that a sentence of staff wants, with what it names."""
    words = turn.dialogues.words
    if may(turn.person, "see payouts") and (of_pay := orders.read(text)) is not None:
        named = {"stop": "arreter paiements", "go on": "reprendre paiements"}.get(of_pay.deed)
        return (words.by_name[named], "") if named is not None else (words.by_name["paiements"], text)
    if may(turn.person, "see payouts") and (about_one := orders.numbered(text)) is not None:
        return words.by_name["paiements"], about_one
    joined = turn.person.joined_at is not None
    if joined and words.is_hers(turn.person, "messages") and about_thread.asks_who_waits(text):
        return words.by_name["messages"], ""
    if joined and may(turn.person, "ask figures") and (given := role_words.ordered(text)) is not None:
        word, of = given
        if of.endswith(" hiteuse") and not may(turn.person, "give roles"):
            word, of = "promouvoir", of.removesuffix(" hiteuse")
        return words.by_name[word], of
    order = order_words.ordered(text) if joined and may(turn.person, "ask figures") else None
    return (words.by_name[order[0]], order[1]) if order is not None else None


async def taken(turn: Turn, text: str) -> None:
    """Handle a text that is no choice of the open question: an answer if it takes free text, or an
    intent that is not about it."""
    if await asking_back.insisted(turn, text) or await saving.names_another(turn, text):
        return
    if small_talk_reading.place(turn)[0] == "onboarding" and agreement.begins(text):
        await flow_engine.beside(turn, ALMOST)
        return
    pending = await small_talk_replies.asked_about(turn)  # a bare yes or no is read where that is shown last
    event, lead = open_question.typed(text), small_talk_reading.heard(turn, text, loosely=True)
    heard: small_talk.Heard = "answer"
    unlike: str | None = None
    if await _only_sounds(turn, text, lead):
        lead = None
    if lead is None or not small_talk_reading.belongs_here(turn, lead):
        step = await flow_engine.preview(turn, event)
        if step.misread and (elsewhere := await _elsewhere(turn, text)) is not None:
            await carrying.word(turn, *elsewhere)
            return
        if step.misread and await _names_work(turn, text, lead):
            return
        lead, sure = small_talk.for_the_team(step, text, lead, small_talk_reading.heard(turn, text))
        lead, sure = await would_be_stored.read(turn, text, step, lead, sure, pending)
        heard = small_talk.weigh(step, lead, sure)
        unlike = small_talk.unlike(step, text, lead) if sure is None else None
    else:
        unlike = small_talk.unlike(await flow_engine.preview(turn, event), text, lead)
    if await distress.may_be_written_down(turn, text):
        lead, heard = "person", "unsure"
    # What is said twice is no answer; two sentences that only speak to somebody, or look like no answer, are two.
    again = pending == lead and (lead not in ("person", "mark") or intents.read(text) == lead)
    if heard == "unsure" and (again or agreement.only_asks(text)):
        heard = "beside"
    if heard == "answer" and await _leaves_out(turn, text, event):
        await flow_engine.leave(turn, "away")
        return
    of_a_button = lead in (None, "lost") or flow_stack.opened(turn).writes_to is not None
    if await _says_when_she_is_paid(turn, text, event) or (of_a_button and await _names_a_button(turn, text, event)):
        return
    if heard == "answer" and unlike is not None:
        lead, heard = unlike, "unsure"
    await _taken(turn, text, event, lead, heard)


_OF_A_LETTER = -2.0
"""The least score, as an aside, of what may go on with a letter that was just sent: three in four answers have less."""


async def _goes_on_with_her_letter(turn: Turn, text: str) -> bool:
    """Whether words that would be stored as an answer may be the next line of the letter that she has just sent: « il a
    la fièvre depuis hier »."""
    ended = open_question.just_ended(turn)
    if ended is None or ended.writes_to is None or not classifier.said_to_us(text, _OF_A_LETTER):
        return False
    return await flow_engine.stores(turn, text)


async def begins_next_letter(turn: Turn, text: str) -> bool:
    """Keep words that nothing here takes, right after she has sent a letter, as the beginning of the next one: the rest
    of what she tells in several messages. Return False if they tell nothing, or no letter was sent."""
    ended = open_question.just_ended(turn)
    if ended is None or ended.writes_to is None or not may(turn.person, "write to the huber"):
        return False
    if not small_talk.tells_a_person(text):
        return False
    await carrying.aside(turn, "person", text)
    return True


async def is_below_a_notice(turn: Turn) -> bool:
    """Whether the chat of somebody who has a Huber shows a message that came by itself, and further up a task or a test
    that waits for her answer."""
    if not turn.conversation.stack or not turn.shown_here or not open_question.marks(turn):
        return False
    return may(turn.person, "write to the huber") and await screens.came_by_itself(turn)


async def _says_nothing_here(turn: Turn, text: str, event: Event) -> bool:
    """Whether a text below a message that came by itself is no answer to the question further up: it was rather said
    to that message."""
    return await is_below_a_notice(turn) and (await flow_engine.preview(turn, event)).misread


async def _only_sounds(turn: Turn, text: str, lead: str | None) -> bool:
    """Whether a text names something that only sounds like an intent: the title of some work, « lecture de petits
    tableaux », or, where her number is asked for, its operator."""
    if lead == "payday":
        return small_talk_reading.place(turn) == ("destination", "number") and intents.read(text) is None
    return lead == "flaw" and await work_service.is_a_title(turn.uow, text)


async def _taken(turn: Turn, text: str, event: Event, lead: str | None, heard: small_talk.Heard) -> None:
    match heard:
        case "beside":
            await carrying.aside(turn, lead or "", text)
        case "unsure" if lead != "mark" or not await _goes_out_unseen(turn, event):
            await small_talk_replies.ask(turn, text, lead or "")
        case "answer" if await _asks_figures(turn, text, event) or (
            lead is None and await _is_the_rest(turn, text, event)
        ):
            pass  # the open question still waits for its answer
        case "answer" if lead is None and await _speaks_to_the_team(turn, text, event):
            await _for_the_team(turn, text)
        case "unsure" | "answer" if await _goes_out_unseen(turn, event):
            await _unseen(turn, text)
        case "answer" if await restating.corrects_unseen(turn, text) or await restating.may_be_of_another_field(
            turn, text
        ):
            await asking_back.ask_word_for_word(turn, text)
        case "answer" if await going_on.repeats_the_last(turn, text):
            asked = tr("C'est mot pour mot ta réponse d'avant. Elle vaut aussi ici ? Sinon, écris la bonne réponse.")
            await asking_back.ask_back(turn, asked, event)
        case "answer" if lead is None and await _goes_on_with_her_letter(turn, text):
            await small_talk_replies.ask(turn, text, "person")
        case "answer" if await _says_nothing_here(turn, text, event):
            if is_bare(text) and " " not in fold(text):
                await flow_engine.show_again(turn, screens.AGAIN)
            else:
                await flow_engine.beside(turn, TO_A_PERSON)
        case "answer" if await for_us.asked_about(turn, text):
            pass
        case "answer":
            await flow_engine.handle(turn, event)


_TOLD_TO_SOMEBODY = frozenset({"person", "lost", "flaw"})
"""What our own words do not answer, where her letter is open: « la photo est floue »."""


async def _unseen(turn: Turn, text: str) -> None:
    """Handle words that would go to somebody, or be kept, for a question which stands above other screens. Below her
    own letter, « combien j'ai eu lundi » is answered, and what is said to nobody else is shown before it is sent."""
    if await second_words.beside_thread(turn, text, ordered(turn, text)):
        return
    letter = for_us.writes_a_letter(turn)
    lead = small_talk_reading.heard(turn, text) if letter else None
    if lead is not None and lead not in _TOLD_TO_SOMEBODY:
        await carrying.aside(turn, lead, text)
    elif letter:
        await for_us.shown_first(turn, text)
    else:
        await asking_back.ask_whether_over(turn, text, below=True, whom=await named.whom_now(turn))


async def _says_when_she_is_paid(turn: Turn, text: str, event: Event) -> bool:
    """Ask whether « je veux être payée chaque mois », where any words are an answer, is about her pay."""
    if rhythm_words.wished(text) is None or not turn.dialogues.words.is_hers(turn.person, "gains"):
        return False
    if not open_question.marks(turn) or (await flow_engine.preview(turn, event)).misread:
        return False
    asked = tr("Tu parles de quand tu es payée, ou c'est ta réponse ?")
    await asking_back.ask_back(turn, asked, event, rhythm.WHEN)
    return True


async def _names_a_button(turn: Turn, text: str, event: Event) -> bool:
    """Open the screen whose button a text names: « versements » where she says what she has opened. Where it would be
    data or goes to somebody, ask first."""
    button = menu.button(turn.dialogues.words, turn.person, text) if turn.person.joined_at is not None else None
    if button is None:
        return False
    counts = open_question.marks(turn) or flow_stack.opened(turn).writes_to is not None
    if counts and not (await flow_engine.preview(turn, event)).misread:
        asked = tr("Tu parles du bouton « {label} », ou c'est ta réponse ?", label=button.part)
        await asking_back.ask_back(turn, asked, event, button)
    else:
        await carrying.choice(turn, button)
    return True


async def _goes_out_unseen(turn: Turn, event: Event) -> bool:
    """Whether a text would be sent to somebody, or kept as it is, for a question that the person no longer looks at:
    « je suis fatiguée », after `menu` and `gains`, was sent to a woman. Answers to tasks and lessons are weighed by
    what they say."""
    if open_question.marks(turn) or not await screens.looks_elsewhere(turn):
        return False
    flow, step = flow_stack.opened(turn), await flow_engine.preview(turn, event)
    told = isinstance(event, Typed) and tells_of_it(event.text)  # surely of her project
    kept = step.words == "free" or (step.words == "own" and not told)
    return not step.misread and (flow.writes_to is not None or flow.draft or kept)


async def _names_work(turn: Turn, text: str, lead: str | None) -> bool:
    """Show work that a text names where it answers nothing, « saisie de reçu » among comments, or why it is not hers.
    Return False if it names none."""
    if await work_commands.refused_for_content(turn, text):
        return True
    if lead is not None or not may(turn.person, "learn"):
        return False
    if not await work_service.is_a_title(turn.uow, text, in_part=True):
        return False
    await carrying.aside(turn, "other", text)
    return True


async def _for_the_team(turn: Turn, text: str) -> None:
    about = small_talk_reading.about(turn, text)
    if about is None or about == "person":
        kept = letter_words.KEEP_CODE if letter_words.wants_code(text) else Message()
        await flow_engine.beside(turn, kept + (FOR_A_PERSON if about else TO_A_PERSON))
    else:  # « mon projet c'est plus l'école, c'est une moto » says what it is now
        await carrying.aside(turn, about, text if about == "saving" else "")


async def answers(turn: Turn, text: str, word: Word, rest: str) -> bool:
    """Whether a text that begins with a word of others answers the open question: « pays Togo » where the readers of an
    announcement are chosen."""
    typed = bool(rest) and not text.strip().startswith("/") and bool(turn.conversation.stack) and turn.shown_here
    if not typed or word.open_to(turn.person) or word.of_pay:
        return False
    return not (await flow_engine.preview(turn, open_question.typed(text))).misread


async def _elsewhere(turn: Turn, text: str) -> tuple[Word, str] | None:
    """The person's word of several words that a text begins with, or the module that it names, where it is surely no
    answer: « j'ai payé 10 000 » is no date, « formation argent » no number, « gérer son argent » no « Suite »."""
    words = turn.dialogues.words
    found = words.read(text) if words.phrase(text) is not None else None
    if found is not None:
        return found if found[0].open_to(turn.person) else None
    if (wanted := await in_sentence(turn, text)) is not None:
        return wanted
    module = await training_commands.titled(turn, text)
    return None if module is None else (words.by_name[module[0]], module[1])


async def _asks_figures(turn: Turn, text: str, event: Event) -> bool:
    """Answer a complete question about figures that is surely no answer: the open question does not take it, or it
    would be sent to somebody, and other messages were shown since. If they were, and the open question neither takes
    it nor makes anything, also say of a question what is not understood. Return whether it was one."""
    if (await flow_engine.preview(turn, event)).misread:
        if flow_stack.opened(turn).draft and not intents.asks(text):
            return await questions.of_a_woman(turn, text)  # « les nouvelles » is a filter, and no figure
        if await questions.taken(turn, text) or await questions.ordered(turn, text):
            return True
        asks = questions.may_ask(turn) and intents.asks(text) and not flow_stack.opened(turn).draft
        return asks and not await screens.shows_question(turn) and await questions.asked(turn, text)
    elsewhere = flow_stack.opened(turn).writes_to is not None and not await screens.shows_question(turn)
    return elsewhere and await questions.taken(turn, text, free=True)


async def _is_the_rest(turn: Turn, text: str, event: Event) -> bool:
    return (await flow_engine.preview(turn, event)).misread and await begins_next_letter(turn, text)


async def _speaks_to_the_team(turn: Turn, text: str, event: Event) -> bool:
    """Whether she tells or asks the team something that the open question cannot take: « mon mari prend le
    téléphone »."""
    if not may(turn.person, "write to the huber") or not (addressed(text) or intents.asks(text)):
        return False
    return (await flow_engine.preview(turn, event)).misread


async def _leaves_out(turn: Turn, text: str, event: Event) -> bool:
    """Whether the person skips the open question: with a no, or with « je passe » where that is no
    answer and nothing is marked."""
    if yes_no.read(text) == "no":
        return flow_stack.opened(turn).refused_by_no
    return (
        leaving.would_pass(text)
        and not flow_stack.opened(turn).marks
        and (await flow_engine.preview(turn, event)).misread
    )
