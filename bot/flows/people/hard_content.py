"""Hard content: which themes she accepts. Asked once for the themes of open work; `contenus`, a button of
`profil`, changes it at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.messaging.message import Choice, Message, Tr, Value, tr
from backend.domain.people.themes import BREAK_AFTER, BREAK_LENGTH, MOST_A_DAY, THEMES, DecideThemes, Decisions, Theme
from backend.records import Record, field, replace
from bot.flows.engine import yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Open,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Started,
    Step,
    Typed,
    change,
    end,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import LEFT, Flow
from bot.flows.people import theme_words

NAMES: Mapping[Theme, Tr] = {
    "haine": Tr("haine"),
    "violence": Tr("violence"),
    "sexe": Tr("sexe"),
    "mort": Tr("mort"),
}
YES = Choice("yes", "Oui, je veux bien", says="sure", also=("je veux bien", "je veux bien voir"))
NO = Choice("none", "Non, pas de ça", says="no")
"""Its id is not "no": « retour » picks that (`leaving.OUT`), and is no decision."""
ALL = Choice("yes", "Oui à tout", says="sure")
EACH = Choice("each", "Un par un")
BACK = Choice("back", "‹ Retour", aside=True)
WORD = Choice("/contenus", "🛡 Contenus durs")
NOTED = tr("C'est noté. Tu changes d'avis quand tu veux dans « profil ».")
TASK_BACK = tr("Ta tâche ouverte montrait ce contenu : elle est rendue à d'autres, tu ne perds rien.")


class Facts(Record):
    """`decisions`: her decisions so far, by theme."""

    decisions: Decisions


class State(Record):
    """`asked`: the themes that she is asked about; empty: all four are shown with her decisions. `place`: the index of
    the theme asked about alone; -1: all at once. `said`: her answers for the themes before."""

    asked: tuple[Theme, ...] = ()
    place: int = -1
    said: Mapping[str, bool] = field(default_factory=dict)


def names(themes: Sequence[Theme]) -> Tr:
    """Themes as text: "haine", "haine et violence", "haine, violence et mort"."""
    first, *others = (NAMES[theme] for theme in themes)
    for place, other in enumerate(others):
        both: Mapping[str, Value] = {"some": first, "one": other}
        first = Tr("{some} et {one}", both) if place == len(others) - 1 else Tr("{some}, {one}", both)
    return first


def ask(themes: Sequence[Theme]) -> Message:
    """Ask whether she accepts such work. A no costs her no other work."""
    said = tr(
        "🛡 Certains travaux montrent des contenus *durs* : {themes}. Tu les reçois seulement si tu dis oui. Ils "
        "restent cachés tant que tu ne les ouvres pas. Une pause toutes les {stretch}, {most} par jour au plus. "
        "Dire non ne t'enlève aucun autre travail. Tu veux bien ?",
        themes=names(themes),
        stretch=BREAK_AFTER,
        most=MOST_A_DAY,
    )
    return said.with_choices(YES, NO) if len(themes) == 1 else said.with_choices(ALL, EACH, NO)


def beside_offer(themes: Sequence[Theme]) -> Message:
    """What is said below the first offer of such work: accepting it is saying yes."""
    return tr(
        "🛡 Ces contenus peuvent être *durs* : {themes}. Accepter, c'est dire oui. Ils restent cachés tant que tu "
        "ne les ouvres pas. Une pause toutes les {stretch}, {most} par jour au plus.",
        themes=names(themes),
        stretch=BREAK_AFTER,
        most=MOST_A_DAY,
    )


def read(event: Event) -> bool | None:
    """Her yes or no; None for anything else, and for a yes that may be politeness: « c'est bon »."""
    match event:
        case Picked(YES.id):
            return True
        case Picked(NO.id | "no"):
            return False
        case Typed(text) if yes_no.read(text) == "no":
            return False
        case Typed(text) if yes_no.surely(text):
            return True
        case _:
            return None


def decided(event: Event, themes: Sequence[Theme]) -> dict[Theme, bool]:
    """What she decides about these themes, or some of them; empty for anything else."""
    if (wanted := read(event)) is not None:
        return dict.fromkeys(themes, wanted)
    return theme_words.in_words(event.text, themes) if isinstance(event, Typed) else {}


def prompt(state: State, facts: Facts) -> Message:
    """Ask about the themes at once or one by one, or show her decisions."""
    if not state.asked:
        said = tr(
            "🛡 *Contenus durs* : touche un thème pour le changer. ✅ : tu veux bien en recevoir. Une pause de {rest} "
            "toutes les {stretch}, {most} par jour au plus, et tu passes une tâche quand tu veux.",
            rest=BREAK_LENGTH,
            stretch=BREAK_AFTER,
            most=MOST_A_DAY,
        )
        marks = {theme: "✅" if facts.decisions.get(theme, False) else "🚫" for theme in THEMES}
        labels = {theme: Tr("{mark} {theme}", {"mark": marks[theme], "theme": NAMES[theme]}) for theme in THEMES}
        choices = [Choice(theme, labels[theme]) for theme in THEMES]
        return said.with_choices(*choices, BACK, columns=2)
    if state.place < 0:
        return ask(state.asked)
    return tr("Des contenus de ce genre : *{theme}* ?", theme=NAMES[state.asked[state.place]]).with_choices(YES, NO)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a yes or no for the themes, or a theme to switch."""
    match event:
        case Started(list() as themes):
            return stay(State(tuple(theme for theme in THEMES if theme in themes)))
        case Started() | Resumed():
            return stay(state)
        case Done(True):
            return change(state, Say(TASK_BACK)) if not state.asked else stay(state)
        case Done():
            return change(state) if not state.asked else stay(state)
    return _settings(event, facts, state) if not state.asked else _asked(state, event)


def _settings(event: Event, facts: Facts, state: State) -> Step[State]:
    match event:
        case Picked(theme) if theme in THEMES:
            decided: Decisions = {theme: not facts.decisions.get(theme, False)}
            return change(state, Do(DecideThemes(decided)))
        case Typed(text) if yes_no.read(text) == "no":
            return stay(state, Do(DecideThemes(dict.fromkeys(THEMES, False))))
        case Typed(text) if found := theme_words.in_words(text, THEMES):
            return stay(state, Do(DecideThemes(found)))
        case Typed(text) if told := theme_words.explained(text, THEMES):
            return stay(state, Say(told))
        case Picked(BACK.id) | Left():
            return leave(Say(NOTED.with_choices(Choice("/menu", "Menu"))))
        case _:
            return misread(state, Say(PICK))


def _asked(state: State, event: Event) -> Step[State]:
    match event:
        case Picked(EACH.id) if state.place < 0:
            return stay(replace(state, place=0))
        case Left(back=True):
            return _back(state)
        case Left():
            return _decided(state, {theme: state.said.get(theme, False) for theme in state.asked})
    if isinstance(event, Typed) and (told := theme_words.explained(event.text, state.asked)) is not None:
        return stay(state, Say(told))
    one = read(event) is not None and state.place >= 0
    found = decided(event, (state.asked[state.place],) if one else state.asked)
    return _on(state, found) if found else misread(state, Say(PICK))


def _on(state: State, found: Mapping[Any, bool]) -> Step[State]:
    """Keep what she has decided, and ask about the next theme that she has said nothing about."""
    after = {**state.said, **found}
    left = [place for place, theme in enumerate(state.asked) if theme not in after]
    return stay(replace(state, place=left[0], said=after)) if left else _decided(state, after)


def _back(state: State) -> Step[State]:
    """One theme back, or to all of them; before that nothing is decided, and she is asked another time."""
    if state.place < 0:
        return leave(Say(LEFT.with_choices(Choice("/travail", "Du travail"), Choice("/menu", "Menu"), columns=2)))
    before = state.place - 1 if len(state.asked) > 1 else -1
    return stay(replace(state, place=before, said={} if before < 0 else _without(state, before)))


def _without(state: State, place: int) -> dict[str, bool]:
    return {theme: said for theme, said in state.said.items() if theme != state.asked[place]}


def _decided(state: State, decided: Mapping[Any, bool]) -> Step[State]:
    return end(Do(DecideThemes(decided)), Say(NOTED), Open("work"))


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take the opposite of the answer just given."""
    said = read(Picked(thought.choice))
    if said is None or was.place >= 0 or not was.asked:
        return None
    return end(Do(DecideThemes(dict.fromkeys(was.asked, said))), Say(NOTED))


FLOW = Flow("hard_content", 1, State, prompt, step, leaves=True, rethink=rethink, anew="contenus")
