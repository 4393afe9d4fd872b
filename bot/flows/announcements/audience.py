"""`annonce`: the audience. Filters as buttons or in words, always with the number of people."""

from __future__ import annotations

from backend.domain.announcements.life import Estimate
from backend.domain.messaging.message import Message, Raw, tr
from backend.records import replace
from bot.flows.announcements import audience_words
from bot.flows.announcements.filters import (
    ALL,
    COUNTRY,
    ROLE,
    described,
    filters,
    options,
    with_,
    without,
)
from bot.flows.announcements.reach import estimated
from bot.flows.announcements.state import BACK, CANCEL, NEXT, Facts, State
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Event, Picked, Say, Several, Step, Typed, misread, stay


def prompt(state: State, facts: Facts) -> Message:
    """Show the audience and its size with the filters, or ask for the value of one filter."""
    audience = state.readers(facts)
    if state.at != "audience":
        said = tr("Lesquelles ? Touche une réponse, ou écris-la.")
        if state.at == COUNTRY.id:
            said = tr("Quels pays ? Tu peux en écrire plusieurs : « Cameroun, Togo ».")
        everybody = [] if state.at == ROLE.id else [ALL]
        asked = said.with_choices(*everybody, *options(state.at, facts), BACK, columns=2)
        return replace(asked, many=state.at == COUNTRY.id)
    said = tr("👥 *Pour qui ?*\n{who}", who=described(audience, facts))
    said += estimated(facts.estimate or Estimate(0))
    said += tr("Touche un filtre, ou écris-le : « actives », « apprenantes »…")
    return said.with_choices(*filters(facts), NEXT, BACK, CANCEL, columns=2)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a filter, its value, or filters in words; "next" only if the audience is not empty."""
    audience = state.readers(facts)
    if state.at == "audience":
        match event:
            case Picked(NEXT.id):
                if not (facts.estimate or Estimate(0)).people:
                    return misread(state, Say(tr("Il n'y a personne à qui l'envoyer.")))
                if state.unread:
                    said = tr("✋ « {filter} » n'est pas pris en compte.", filter=Raw(state.unread))
                    said += tr("C'est bien pour celles-ci ? Touche encore « Suite ». Sinon, choisis un filtre.")
                    return misread(replace(state, unread=""), Say(said))
                return stay(replace(state, at="preview"))
            case Picked(chosen) if chosen in {c.id for c in filters(facts)}:
                return stay(replace(state, at=chosen))
            case Typed(text):
                return audience_words.typed(state, audience, text, facts)
            case _:
                return misread(state, Say(PICK))
    match event:
        case Picked(BACK.id):
            return stay(replace(state, at="audience"))
        case Picked(ALL.id):
            return stay(state.for_readers(without(audience, state.at, facts)))
        case Picked(chosen) if chosen in {c.id for c in options(state.at, facts)}:
            return stay(state.for_readers(with_(audience, state.at, (chosen,))))
        case Several(several) if set(several) <= set(facts.countries):
            return stay(state.for_readers(with_(audience, state.at, several)))
        case Several(several) if ALL.id in several:
            return stay(state.for_readers(without(audience, state.at, facts)))
        case Typed(text):
            return audience_words.typed(state, audience, text, facts)
        case _:
            return misread(state, Say(PICK))
