"""What a number, a label or a bare yes refers to if the open question is not the last message of the chat.

The last message counts: a number names one of its choices, never one of a question hidden above it. If both could
be meant, the person is asked; if only the hidden question could be meant, it is shown again. All other text is
read in the usual way (None)."""

from __future__ import annotations

import re

from backend.domain.french import numbers
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice
from backend.domain.messaging.numbering import by_place
from backend.records import Record, field
from bot.flows.engine import agreement, answers, denials, leaving, several_answers, yes_no
from bot.flows.engine.answers import Found
from bot.flows.engine.corrections import second_thoughts, taking_back
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.labels.words import Labelled
from bot.flows.engine.leaving import Way
from bot.flows.engine.numbers import run_together

INSTEAD = "/pas-ma-reponse"
"""The word of the choice that leaves the open question, where the text may also be its answer."""
CORRECTS = "/corriger"
"""The word of the choice that shows the answer before again, where the text may be about that."""
_OR = re.compile(r"\bou\b", re.IGNORECASE)


class Question(Record):
    """The open question as it was shown in the chat where the person writes. `asides`: asides have numbers there."""

    choices: Labelled = ()
    free: bool = False
    many: bool = False
    asides: bool = False

    def pick(self, text: str) -> Picked | Several | None:
        """The choice that was typed, or several if the question takes several; None if it was none."""
        if self.many and (everything := several_answers.all_of(text, self.choices)):
            return Several(everything, instead=True)
        found = self._find(text)
        if found is not None:
            return Picked(found.choice)
        several = several_answers.read(text, self.choices) if self.many else None
        return Several(several, whole=several_answers.says_all_but(text)) if several else None

    def either(self, text: str) -> tuple[Several, Picked] | None:
        """For a number such as "12" that can be two choices or one: both readings. None if there is only one."""
        found = self._find(text) if self.many and not self.free else None
        if found is None or found.how != "number":
            return None
        counted = answers.counted(self.choices)
        ids = [choice.id for choice, _ in counted]
        several = run_together(text, len(ids))
        if several is None or not by_place([label for _, label in counted]):
            return None
        return Several(tuple(ids[n - 1] for n in sorted(several))), Picked(found.choice)

    def too_many(self, text: str) -> bool:
        """Whether a text names several choices where only one counts: « 2 ou 3 »."""
        if self.many or self.free or not by_place([label for _, label in answers.counted(self.choices)]):
            return False
        return len(several_answers.read(_OR.sub(",", text), self.choices) or ()) > 1

    def label(self, event: Several | Picked) -> str:
        """The label of a choice, or of several."""
        named = event.choices if isinstance(event, Several) else (event.choice,)
        return ", ".join(label for choice, label in self.choices if choice.id in named)

    def how(self, text: str) -> answers.How | None:
        """How the text names its choice; several choices are named by numbers or labels. None if it names none."""
        found = self._find(text)
        if found is not None:
            return found.how
        return "number" if self.pick(text) is not None else None

    def answer(self, text: str) -> Event | None:
        """The text as an answer to this question; None if it is none."""
        return self.pick(text) or (Typed(text.strip()) if self.free and text.strip() else None)

    def weakly(self, text: str) -> bool:
        """Whether the text is a yes that is not clear enough for what is asked."""
        return any(choice.says == "sure" for choice, _ in self.choices) and yes_no.weakly(text)

    def _find(self, text: str) -> Found | None:
        return answers.find(text, self.choices, free=self.free, asides=self.asides)


class Screen(Record):
    """The last message of a chat, if it is not the open question.

    - `choices`: those that are words of the chat.
    - `wanted`: it is a reply to the person; False: it came by itself.
    - `asides`: asides have numbers on the channel.
    - `asks_back`: it asks what the person means by an answer to the open question; any other text is such an answer.
    - `about`: the text that it asks about; `kept`: what that would be as an answer. `hers`: ids of the choices that
      say "it is my answer".
    - `written`: somebody wrote it to the person and can be answered.
    - `warns`: it is about the safety of the account, so that a no stops what it announces without a further question.
    """

    choices: Labelled = field(default=())
    wanted: bool = True
    asides: bool = False
    asks_back: bool = False
    about: str = ""
    kept: Event | None = None
    hers: frozenset[str] = frozenset()
    written: bool = False
    warns: bool = False


class OnScreen(Record):
    """A choice of the last message: a word of the chat."""

    choice: Choice


class Unsure(Record):
    """Either this choice, or this answer to the open question."""

    choice: Choice
    answer: Event


class Again(Record):
    """Only the open question can be meant, and it is not the last message: show it again."""


class Away(Record):
    """The person wants to leave the open question, if there is one, although it is not the last message."""

    way: Way


class Reply(Record):
    """The text may be a reply to the person who wrote the last message, unless it is a word of the chat. `answer`: what
    it would be to the open question."""

    answer: Event | None


class Unseen(Record):
    """The text was written before the open question, or the last message, could be seen, so it answers nothing of
    it."""


class Hers(Record):
    """A yes to « C'est toi ? Ne fais rien »: nothing needs to be done."""


class Weak(Record):
    """« Ok merci », « ah non c'est bon », « non attends » below a message whose yes cannot be taken back, or is about
    money: it is asked which of its choices is meant."""

    choices: tuple[Choice, Choice]


class Neither(Record):
    """A yes or no to a question about which of two things is meant: it says neither, so the question is repeated."""


Meaning = OnScreen | Unsure | Again | Unseen | Away | Reply | Hers | Neither | Weak


def _takes_offer(answer: Event | None) -> bool:
    return isinstance(answer, Picked) and answer.choice.startswith(answers.ACCEPTING)


def read(text: str, screen: Screen, question: Question | None) -> Meaning | None:
    """What a text refers to; None: read it in the usual way. `question` is None if no question is open."""
    found = _found(text, screen)
    chosen = next((choice for choice, _ in screen.choices if found is not None and choice.id == found.choice), None)
    answer = question.answer(text) if question is not None else None
    if screen.asks_back:
        return Neither() if _names_it_again(text, screen, answer) else _asked_back(text, screen, chosen)
    if chosen is not None and chosen.says == "sure" and "?" in text and (either := sure_and_no(screen)) is not None:
        return either  # « c'est elle ? » has not said that it is
    if chosen is not None and (
        answer in (None, Picked(chosen.id))
        or _takes_offer(answer)  # an offer further up waits: a yes to what came after it takes nothing
        or fold(text) == fold(chosen.id)  # the word itself, which is answered at any point
    ):
        return OnScreen(chosen)
    if chosen is None and (other := _of_the_message(text, screen, question, found)) is not None:
        return other
    if (
        screen.written
        and found is None
        and (answer is None or not answers.is_number(text))
        and (answer is None or isinstance(answer, Typed) or (question is not None and _is_bare(text, question)))
    ):
        return Reply(answer)
    if question is None or answer is None:
        return Again() if question is not None and answers.is_number(text) else None
    if answers.is_number(text) or _is_bare(text, question) or (question.free and numbers.is_sum(text)):
        if chosen is None:
            return Again()
        stops = screen.warns and chosen.says == "no" and yes_no.read(text) == "no"
        return OnScreen(chosen) if screen.wanted or stops else Unsure(chosen, answer)
    if found is None or chosen is None:
        return None
    how = question.how(text)
    if found.how == "label":
        data = isinstance(answer, Picked) and answer.choice.startswith(yes_no.OF_CLIENT)
        return Unsure(chosen, answer) if how == "label" and data else OnScreen(chosen)
    if how == "label":  # a whole label of the question wins over one of the message with a slip
        return None
    return Unsure(chosen, answer) if question.free or how is not None else OnScreen(chosen)


def _of_the_message(text: str, screen: Screen, question: Question | None, found: Found | None) -> Meaning | None:
    """What a text that picks nothing is to the last message, as a warning, something to be taken back, or a plan."""
    if screen.warns and (warned := _to_a_warning(text, screen)) is not None:
        return warned
    if found is None and (beside := _beside(text, screen, question)) is not None:
        return beside
    if found is None and question is None and yes_no.read(text) == "no":
        undoing = leaving.undoing(screen.choices)  # an answer to « C'est prévu », whose button stops it
        if undoing is not None:
            return OnScreen(undoing)
    return None


def _found(text: str, screen: Screen) -> Found | None:
    if yes_no.says_fine(text) and sure_and_no(screen) is not None:
        return None  # « ah non c'est bon » is no clear no
    found = answers.find(text, screen.choices, free=False, asides=screen.asides)
    if found is None and screen.asks_back and (agreed := _AGREED.match(text)) is not None:  # « oui la corriger »
        return answers.find(text[agreed.end() :], screen.choices, free=False, asides=screen.asides)
    return found


def _beside(text: str, screen: Screen, question: Question | None) -> Weak | OnScreen | Away | None:
    if (found := _weak(text, screen) or _away(text, screen)) is not None or question is not None:
        return found
    again = taking_back.takes_back(text) or taking_back.to_another(text) or second_thoughts.read(text) is not None
    return sure_and_no(screen) if again else None


def _weak(text: str, screen: Screen) -> Weak | None:
    polite = yes_no.weakly(text) or yes_no.says_fine(text) or (not screen.wanted and intents.read(text) == "thanks")
    return None if not polite or yes_no.surely(text) else sure_and_no(screen)


def sure_and_no(screen: Screen) -> Weak | None:
    """The choices of a message whose yes takes a clear word, and its no; None if it has no such two."""
    sure, no = ([choice for choice, _ in screen.choices if choice.says == said] for said in ("sure", "no"))
    return Weak((sure[0], no[0])) if len(sure) == len(no) == 1 else None


def _away(text: str, screen: Screen) -> OnScreen | Away | None:
    """« Annule », « non je blague »: the button that takes back what the message says, if it has one."""
    way = leaving.read(text)
    undoing = leaving.undoing(screen.choices) if way == "away" or leaving.takes_back(text) else None
    if undoing is not None:
        return OnScreen(undoing)
    return Away(way) if way is not None else None  # "retour" takes nothing back


def _to_a_warning(text: str, screen: Screen) -> OnScreen | Hers | None:
    """The answer to « C'est toi ? » in any words: a no stops what the warning announces, whatever else is open. None if
    it is neither a no nor a yes."""
    refused = [choice for choice, _ in screen.choices if choice.says == "no"]
    if len(refused) == 1 and denials.on_a_warning(text):
        return OnScreen(refused[0])
    return Hers() if yes_no.read(text) == "yes" or fold(text) in _ITS_ME else None


def _asked_back(text: str, screen: Screen, chosen: Choice | None) -> Meaning | None:
    """An answer to « Tu veux t'arrêter là, ou c'est ta réponse ? ». Where it is no choice (`chosen`), a yes, or the
    same text again, picks the first choice, or says that it is the answer where the first one denies that; a no decides
    nothing, nor does a yes where the text asked about says nothing of stopping. What takes a clear yes is not picked
    by the same text."""
    if chosen is not None:
        return OnScreen(chosen)
    instead = [choice for choice, _ in screen.choices if choice.id not in screen.hers]
    sure = bool(instead) and instead[0].says == "sure"
    goes = yes_no.surely(text) if sure else agreement.goes(text) or _says_again(text, screen.about)
    if goes and bool(instead) and instead[0].id.startswith(INSTEAD) and not _wants_out(screen.about):
        return Neither()  # « Tu veux t'arrêter là, ou c'est ta réponse ? » « oui »
    if len(instead) == 1 and goes:
        hers = [choice for choice, _ in screen.choices if choice.id in screen.hers]
        asks_for_it = instead[0].says == "no"  # « C'est ta réponse ? »
        if not asks_for_it and _ALL_RIGHT.fullmatch(fold(text)):
            return Neither()  # her answer may be, too
        return OnScreen(hers[0] if asks_for_it else instead[0])
    return Neither() if answers.is_bare(text) else None


_ALL_RIGHT = re.compile(r"c(?: ?est)? bon|ces bon")
_AGREED = re.compile(r"(?:(?:oui|ouais|ok|okay|d['’ ]accord|dacc?)[ ,.!]+)+", re.IGNORECASE)


def _names_it_again(text: str, screen: Screen, answer: Event | None) -> bool:
    """Whether the text, where it is asked which of two answers was meant, only names once more what was: « haine »
    after « non haine » may still be the answer before."""
    if not any(choice.id == CORRECTS for choice, _ in screen.choices):
        return False
    if isinstance(screen.kept, Picked | Several):
        return answer == screen.kept
    thought = second_thoughts.read(screen.about) if screen.about else None
    return thought is not None and bool(fold(text)) and f" {thought.instead}".endswith(f" {fold(text)}")


def _wants_out(text: str) -> bool:
    """Whether a text alone says that the person stops, or thinks again: a yes to the question about it means that."""
    return leaving.read(text) is not None or leaving.takes_back(text) or second_thoughts.read(text) is not None


def _says_again(text: str, about: str) -> bool:
    """Whether the text repeats what was asked about, in the same or similar words."""
    if not about:
        return False
    if fold(text) == fold(about) or (leaving.read(text) and leaving.read(about)):
        return True
    again, before = second_thoughts.read(text), second_thoughts.read(about)
    return again is not None and before is not None and again.sorry and not again.instead


_ITS_ME = frozenset(("c est moi", "c est bien moi", "c moi"))


def _is_bare(text: str, question: Question) -> bool:
    """Whether the text is a yes or no that needs a question to have a meaning. "Vrai" as a label
    of the question does not."""
    named = question.how(text) == "label" and fold(text).split()[:1] not in (["oui"], ["non"])
    return answers.is_bare(text) and not named
