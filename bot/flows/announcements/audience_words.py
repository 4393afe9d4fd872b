"""`annonce`: the audience in the author's words: « les actives du Togo »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backend.domain.announcements.life import Activity, Audience, Reader
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels
from backend.domain.messaging.message import Message, Raw, Tr, tr
from backend.domain.messaging.texts import beside
from backend.domain.people import place_names, places
from backend.records import replace
from bot.flows.announcements.filters import COUNTRY, ROLE, ROLES, described, without
from bot.flows.announcements.state import Facts, Named, State
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Say, Step, misread, stay

MOST_QUOTED = 40
"""The most characters of a filter in words that are quoted back."""
_WORDS: dict[str, Activity] = {
    "active": "active",
    "calme": "quiet",
    "inactive": "quiet",
    "silencieuse": "quiet",
    "a risque": "at risk",
    "risque": "at risk",
}
_APART = tr("Je ne peux pas mêler ça dans une seule annonce : choisis un filtre, ou fais deux annonces.")
"""Said where the people who are meant are no audience: one filter of each kind holds for everybody."""
_ROLES: dict[str, Reader] = {"hiteuse": "hiteuse", "apprenante": "trainee", "huber": "huber"}
_EVERYBODY = frozenset({"toutes", "tous", "toute", "tout le monde", "toutes les femmes"})
_ALL_COUNTRIES = frozenset({"tous les pays", "tous pays", "dans tous les pays"})
_FILLING = "a au aux d de des du en l la le les mes nos celles femmes filles dames"
"""Words beside a filter that filter nothing. No word that leaves somebody out may be here."""
_AROUND = frozenset(_FILLING.split())
_BETWEEN = re.compile(r"[,;\n/+&]|\bet\b", re.IGNORECASE)
_FILTER = re.compile(r"^\s*(?:pays|r[oô]les?|activit[eé]s?|projets?|badges?|messageries?)\s*:?\s+(?=\S)", re.IGNORECASE)
"""The name of a filter before its value: « pays : Togo »."""
_OPENING = re.compile(
    r"^\s*(?:(?:non|nn|nan|en fait|finalement|plut[oô]t|seulement|uniquement|juste|que|pour|c'est|c'[eé]tait)[\s,:]+)+"
    r"(?=\S)",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^\s*(?:(?:non|oui|et|mais|en fait)\s+)*(?:r?ajoute[rsz]?|met[sz]? aussi)\s+(?=\S)", re.IGNORECASE)
"""« Ajoute le Bénin »: to the countries that are chosen."""
_ENDING = re.compile(r"\s+(?:seulement|uniquement|svp|stp)\s*[.!]*\s*$", re.IGNORECASE)
"""Words around a filter: « non, pour le Togo seulement »."""
_TO = re.compile(r"^\s*(?:[aà]ux?|celles|[aà]) (?=\S)", re.IGNORECASE)
"""How people are named while something else is asked: « aux nouvelles », « celles qui n'ont rien fait »."""


def typed(state: State, audience: Audience, text: str, facts: Facts) -> Step[State]:
    """Take filters in words, several at once: "actives, Cameroun", "hiteuses du Togo et du Bénin". Nothing is taken if
    a word is not understood."""
    adds = _ADDS.match(text)
    found = _taken(state, audience, text if adds is None else text[adds.end() :], facts)
    if adds is None or found.misread or found.state is None:
        return found
    now = found.state.readers(facts)
    both = dict.fromkeys((*audience.countries, *now.countries)) if audience.countries else ()  # none stands for all
    return replace(found, state=found.state.for_readers(replace(now, countries=tuple(both))))


def _taken(state: State, audience: Audience, text: str, facts: Facts) -> Step[State]:
    countries: list[str] = []
    roles: list[Reader] = []
    wanted: dict[str, set[Any]] = {}
    placed: set[tuple[str, ...]] = set()
    if not fold(text):
        return misread(state, Say(PICK))
    for part in map(_bare, _BETWEEN.split(_OPENING.sub("", text))):
        said = fold(part)
        named, left = place_names.named_in(part.split())
        rest = [word for word in fold(" ".join(left)).split() if word not in _AROUND]
        if (why := _not_there(part, named, facts)) is not None:
            return _untaken(state, part, why)
        countries += named
        if said in _EVERYBODY:
            audience = _of_all(audience, state.at, facts)
            continue
        if said in _ALL_COUNTRIES:
            audience = without(audience, COUNTRY.id, facts)
            continue
        whole = _read(said, facts) if rest and not named else None
        for word in rest if whole is None else [said]:
            if (role := _ROLES.get(word.removesuffix("s"))) is not None and (role != "huber" or facts.admin):
                roles.append(role)
            elif (found := whole or _read(word, facts)) is not None:
                wanted.setdefault(found[0], set()).add(found[1])
            else:
                return _unread(state, part, facts)
        if named and rest:
            placed.add(tuple(sorted(word.removesuffix("s") for word in rest)))
    one = {what: _together(what, values, facts) for what, values in wanted.items()}
    if len(placed) > 1 or _NO_ONE in one.values():
        return _untaken(state, text, _APART)
    audience = replace(audience, **one)
    if countries:
        audience = replace(audience, countries=tuple(dict.fromkeys(countries)))
    if roles:
        together = next((of for _, _, of in ROLES if {*of} == {*roles}), None)
        if together is None:
            return _untaken(state, text, _APART)
        audience = replace(audience, roles=together)
    same = [Say(tr("C'est déjà pour elles. On continue ?"))] if audience == state.readers(facts) else []
    return stay(state.for_readers(audience), *same)


def _bare(part: str) -> str:
    """A filter without its name and the words around it."""
    return _FILTER.sub("", _OPENING.sub("", _ENDING.sub("", part)))


def elsewhere(state: State, text: str, facts: Facts) -> Step[State] | None:
    """The step for filters that are written while something else is asked: « pour le Togo » below the buttons. Before
    the audience was asked about they are kept, and it goes on; later they are shown. None if the text is none."""
    if fold(text) in _EVERYBODY:
        return None
    found = typed(replace(state, at="audience"), state.readers(facts), text, facts)
    assert found.state is not None
    if found.misread:
        whom = place_names.named_in(text.split())[0] or _OPENING.match(text) or _ENDING.search(text) or _TO.match(text)
        return replace(found, state=replace(found.state, at=state.at)) if whom else None
    if state.at not in _FIRST:
        return found
    said = tr("👥 C'est noté : {who}.", who=described(found.state.readers(facts), facts))
    return stay(replace(found.state, at=state.at), Say(said))


def named(state: State, text: str, facts: Facts) -> State | None:
    """The state with the readers that a text names, if it is nothing but whom an announcement is for: « seulement les
    apprenantes ». None if it is not."""
    found = typed(replace(state, at="audience"), state.readers(facts), text, facts)
    return None if found.misread else found.state


_FIRST = ("file", "buttons")
"""Steps that come before the audience."""


def _not_there(part: str, named: Sequence[str], facts: Facts) -> Message | None:
    """Why the countries that a filter names are not taken; None if they are."""
    for code in named:
        if code not in facts.countries:
            place = Raw(places.country(code).within)
            return tr("Tu ne t'occupes pas des personnes qui habitent {place}.", place=place)
        if place_names.has_town(part):
            name = Raw(places.country(code).name)
            return tr("Je connais les pays, pas les villes. Pour tout le pays : « {name} ».", name=name)
    return None


def _unread(state: State, part: str, facts: Facts) -> Step[State]:
    """Say what of the filters is not understood, and which there are. The audience stays as it is."""
    word = part.strip()[:MOST_QUOTED]
    known: list[Tr | Raw] = [Tr("« apprenantes »"), Tr("« actives »"), Tr("« calmes »"), Tr("« à risque »")]
    known += [Tr("un pays")] if len(facts.countries) > 1 else []
    known += [Tr("un projet")] if facts.projects else []
    known += [Tr("un badge")] if facts.badges else []
    known += [Raw(channels.label(name)) for name in facts.channels] if len(facts.channels) > 1 else []
    said = tr("Je ne connais pas « {word} » : rien n'a changé.", word=Raw(word))
    said += Message((Tr("Je connais : {filters}.", {"filters": beside(*known)}),))
    return _untaken(state, part, said)


def _untaken(state: State, filters: str, why: Message) -> Step[State]:
    """Say why filters are not taken. It is said again before the announcement goes on without them."""
    return misread(replace(state, unread=filters.strip()[:MOST_QUOTED]), Say(why))


def _of_all(audience: Audience, at: str, facts: Facts) -> Audience:
    """Without any filter, or without the one that is asked for."""
    if at not in ("audience", ROLE.id):
        return without(audience, at, facts)
    both = replace(audience, roles=ROLES[0][2])
    if at == ROLE.id:
        return both
    both = replace(both, activity=None, channel=None, project_id=None, badge=None)
    return without(both, COUNTRY.id, facts)


def _read(said: str, facts: Facts) -> tuple[str, Any] | None:
    """A filter in words: the field of `Audience` and its value."""
    one = " ".join(word.removesuffix("s") for word in said.split())
    for word, activity in _WORDS.items():
        if one == word.removesuffix("s"):
            return "activity", activity
    for name in facts.channels:
        if said == fold(channels.label(name)):
            return "channel", name
    if (project := _titled(said, facts.projects)) is not None:
        return "project_id", int(project)
    if (badge := _titled(said, facts.badges)) is not None:
        return "badge", badge
    return None


_NO_ONE = object()


def _together(what: str, values: set[Any], facts: Facts) -> Any:
    """The one value of a filter that means all of these; None: it filters nothing. `_NO_ONE`: there is none."""
    if len(values) == 1:
        return next(iter(values))
    if {"active", "quiet"} <= values or (what == "channel" and values == {*facts.channels}):
        return None
    return "quiet" if values == {"quiet", "at risk"} else _NO_ONE


def _titled(said: str, named: tuple[Named, ...]) -> str | None:
    """The key of the only project or badge whose title this is, or whose title begins with it; None otherwise."""
    whole = [key for key, title in named if fold(title) == said]
    begun = [key for key, title in named if fold(title).startswith(said)] if len(said) > 3 else []
    found = whole or begun
    return found[0] if len(found) == 1 else None
