"""What a number, a label or a bare yes is about, when the open question is not what she sees last.

The last thing that a chat shows is what she answers: a number names one of its choices, and never one of a
question that stands hidden above it. Where both could be meant she is asked, and where only the hidden question
could, it is shown again. Her other words are read as always (`None`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice
from bot.flows.engine import agreement, answers, leaving, second_thoughts, yes_no
from bot.flows.engine.answers import Found, Labelled
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.leaving import Way
from bot.flows.engine.numbers import run_together


@dataclass(frozen=True, slots=True)
class Question:
    """The open question, as it looks in the chat where she writes. Asides have numbers where `asides`."""

    choices: Labelled = ()
    free: bool = False
    many: bool = False
    asides: bool = False

    def pick(self, text: str) -> Picked | Several | None:
        """The choice that was typed, or several where it takes several."""
        if self.many and (everything := answers.all_of(text, self.choices)):
            return Several(everything)
        found = self._find(text)
        if found is not None:
            return Picked(found.choice)
        several = answers.match_several(text, self.choices) if self.many else None
        return Several(several) if several else None

    def either(self, text: str) -> tuple[Several, Picked] | None:
        """Where a number may be several without a space between them, or one of that number: "12"."""
        found = self._find(text) if self.many and not self.free else None
        if found is None or found.how != "number":
            return None
        ids = [choice.id for choice, _ in answers.counted(self.choices)]
        several = run_together(text, len(ids))
        if several is None:
            return None
        return Several(tuple(ids[n - 1] for n in sorted(several))), Picked(found.choice)

    def label(self, event: Several | Picked) -> str:
        """What a choice, or several, is called."""
        named = event.choices if isinstance(event, Several) else (event.choice,)
        return ", ".join(label for choice, label in self.choices if choice.id in named)

    def how(self, text: str) -> answers.How | None:
        """How what was typed names its choice; several are named by numbers or labels."""
        found = self._find(text)
        if found is not None:
            return found.how
        return "number" if self.pick(text) is not None else None

    def answer(self, text: str) -> Event | None:
        """What the text is to this question, None: no answer."""
        return self.pick(text) or (Typed(text.strip()) if self.free and text.strip() else None)

    def _find(self, text: str) -> Found | None:
        return answers.find(text, self.choices, free=self.free, asides=self.asides)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a chat shows last, where that is not the open question. `choices`: those that are words of the chat.
    `wanted`: it answers a word of hers; False: it came by itself. `asks_back`: it asks what she means with her
    answer to the open question, so that whatever else she says is one. `about`: her words that it asks about; the
    choices but `hers` are what else they may be. `written`: somebody wrote it to her, and may be answered. `warns`:
    it is about the safety of her account, so that a no stops what it tells of without a question."""

    choices: Labelled = field(default=())
    wanted: bool = True
    asides: bool = False
    asks_back: bool = False
    about: str = ""
    hers: frozenset[str] = frozenset()
    written: bool = False
    warns: bool = False


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A choice of what she sees last: a word of the chat."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Unsure:
    """Either that choice, or this to the open question."""

    choice: Choice
    answer: Event


@dataclass(frozen=True, slots=True)
class Again:
    """Only the open question could be meant, and it is not what she sees: it is shown again."""


@dataclass(frozen=True, slots=True)
class Away:
    """She wants out, of what stands hidden above what she sees, if anything does."""

    way: Way


@dataclass(frozen=True, slots=True)
class Reply:
    """It may be for whoever wrote to her last, if it is no word of the chat. `answer`: or this to the open question."""

    answer: Event | None


@dataclass(frozen=True, slots=True)
class Unseen:
    """She wrote it before the open question was asked, so that it answers nothing there."""


@dataclass(frozen=True, slots=True)
class Hers:
    """A yes to « C'est toi ? Ne fais rien » : what is told of goes on by itself."""


@dataclass(frozen=True, slots=True)
class Neither:
    """A yes or no to what asks which of two she means, which says neither: she is asked once more."""


Meaning = OnScreen | Unsure | Again | Unseen | Away | Reply | Hers | Neither


def read(text: str, screen: Screen, question: Question | None) -> Meaning | None:
    """What a text is about. `question` None: nothing is open."""
    found = answers.find(text, screen.choices, free=False, asides=screen.asides)
    chosen = next((choice for choice, _ in screen.choices if found is not None and choice.id == found.choice), None)
    answer = question.answer(text) if question is not None else None
    if chosen is not None and answer in (None, Picked(chosen.id)):
        return OnScreen(chosen)
    if screen.asks_back and chosen is None:
        return _asked_back(text, screen)
    if screen.warns and chosen is None and (yes_no.read(text) == "yes" or fold(text) in _ITS_ME):
        return Hers()
    if found is None and (way := leaving.read(text)) is not None:
        undoing = leaving.undoing(screen.choices) if way == "away" else None  # "retour" takes nothing back
        return OnScreen(undoing) if undoing is not None else Away(way)
    if found is None and question is None and yes_no.read(text) == "no":
        undoing = leaving.undoing(screen.choices)  # to « C'est prévu », whose button stops it
        if undoing is not None:
            return OnScreen(undoing)
    if (
        screen.written
        and found is None
        and not answers.is_number(text)
        and (answer is None or isinstance(answer, Typed) or (question is not None and _is_bare(text, question)))
    ):
        return Reply(answer)
    if question is None or answer is None:
        return Again() if question is not None and answers.is_number(text) else None
    if answers.is_number(text) or _is_bare(text, question):
        if chosen is None:
            return Again()
        stops = screen.warns and chosen.says == "no" and yes_no.read(text) == "no"
        return OnScreen(chosen) if screen.wanted or stops else Unsure(chosen, answer)
    if found is None or chosen is None:
        return None
    how = question.how(text)
    if found.how == "label":
        return Unsure(chosen, answer) if how == "label" else OnScreen(chosen)
    if how == "label":  # wins over one of the screen with a slip
        return None
    return Unsure(chosen, answer) if question.free or how is not None else OnScreen(chosen)


def _asked_back(text: str, screen: Screen) -> Meaning | None:
    """What she says to « Tu veux t'arrêter là, ou c'est ta réponse ? » instead of choosing: a yes is to what comes
    first there, and so is the same once more; a no says neither."""
    instead = [choice for choice, _ in screen.choices if choice.id not in screen.hers]
    if len(instead) == 1 and (agreement.goes(text) or _says_again(text, screen.about)):
        return OnScreen(instead[0])
    return Neither() if answers.is_bare(text) else None


def _says_again(text: str, about: str) -> bool:
    """Whether it is what she was asked about, in these or like words."""
    if not about:
        return False
    if fold(text) == fold(about) or (leaving.read(text) and leaving.read(about)):
        return True
    again, before = second_thoughts.read(text), second_thoughts.read(about)
    return again is not None and before is not None and again.sorry and not again.instead


_ITS_ME = frozenset(("c est moi", "oui c est moi", "c est bien moi", "oui c est bien moi", "c moi", "oui c moi"))


def _is_bare(text: str, question: Question) -> bool:
    """Whether a yes or no says nothing by itself of what it is about. "Vrai", where that is a label, does."""
    named = question.how(text) == "label" and fold(text).split()[:1] not in (["oui"], ["non"])
    return answers.is_bare(text) and not named
