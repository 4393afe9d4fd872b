"""`annonce`: the audience. Filters as buttons or in words, always with the number of people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backend.domain.announcements.life import Activity, Audience, Estimate, Reader
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import beside
from backend.domain.people import place_names, places
from backend.records import replace
from bot.flows.announcements.reach import estimated
from bot.flows.announcements.state import BACK, CANCEL, NEXT, Facts, Named, State
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import Event, Picked, Say, Several, Step, Typed, misread, stay

ALL = Choice("all", "Tout le monde")
MOST_QUOTED = 40
"""The most characters of a filter in words that are quoted back."""
SHOWN_CHOICES = 7
"""Projects or badges that are offered to pick from; with the buttons that leave they fit a list on WhatsApp.
Others can be typed by name."""

ROLES: tuple[tuple[str, Tr, tuple[Reader, ...]], ...] = (
    ("both", Tr("Hiteuses et apprenantes"), ("hiteuse", "trainee")),
    ("hiteuse", Tr("Hiteuses"), ("hiteuse",)),
    ("trainee", Tr("Apprenantes"), ("trainee",)),
    ("huber", Tr("Hubers"), ("huber",)),
)
ACTIVITIES: tuple[tuple[Activity, Tr], ...] = (
    ("active", Tr("Actives")),
    ("quiet", Tr("Calmes depuis 7 jours")),
    ("at risk", Tr("À risque")),
)

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
_AROUND = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "celles", "femmes", "filles", "dames")
)
"""Words beside a filter that filter nothing. No word that leaves somebody out may be here."""
_BETWEEN = re.compile(r"[,;\n/+&]|\bet\b", re.IGNORECASE)

_FILTER = re.compile(r"^\s*(?:pays|r[oô]les?|activit[eé]s?|projets?|badges?|messageries?)\s*:?\s+(?=\S)", re.IGNORECASE)
"""The name of a filter before its value: « pays : Togo »."""

COUNTRY = Choice("countries", "🌍 Pays")
ROLE = Choice("role", "👤 Rôle")
ACTIVITY = Choice("activity", "🟢 Présence")
PROJECT = Choice("project", "📦 Projet")
BADGE = Choice("badge", "🎓 Badge")
CHANNEL = Choice("channel", "📱 Messagerie")
STEPS = frozenset({"audience", COUNTRY.id, ROLE.id, ACTIVITY.id, PROJECT.id, BADGE.id, CHANNEL.id})


def filters(facts: Facts) -> list[Choice]:
    """The filters that make a difference for these people."""
    found = [COUNTRY] if len(facts.countries) > 1 else []
    found += [ROLE, ACTIVITY]
    found += [PROJECT] if facts.projects else []
    found += [BADGE] if facts.badges else []
    return found + ([CHANNEL] if len(facts.channels) > 1 else [])


def options(at: str, facts: Facts) -> list[Choice]:
    """The choices of one filter, without "all"."""
    match at:
        case COUNTRY.id:
            return [Choice(c, Raw(f"{places.country(c).flag} {places.country(c).name}")) for c in facts.countries]
        case ROLE.id:
            return [Choice(key, label) for key, label, _ in ROLES if key != "huber" or facts.admin]
        case ACTIVITY.id:
            return [Choice(key, label) for key, label in ACTIVITIES]
        case PROJECT.id:
            return [Choice(key, Raw(title)) for key, title in facts.projects[:SHOWN_CHOICES]]
        case BADGE.id:
            return [Choice(key, Raw(title)) for key, title in facts.badges[:SHOWN_CHOICES]]
        case _:
            return [Choice(name, Raw(channels.label(name))) for name in facts.channels]


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


def described(audience: Audience, facts: Facts) -> Tr:
    """The audience in words."""
    found: list[Tr | Raw] = [next(label for _, label, roles in ROLES if set(roles) == set(audience.roles))]
    if audience.countries:
        found.append(Raw(", ".join(places.country(c).name for c in audience.countries)))
    else:
        found.append(Tr("tous les pays"))
    if audience.activity is not None:
        found.append(dict(ACTIVITIES)[audience.activity])
    if audience.project_id is not None:
        title = dict(facts.projects).get(str(audience.project_id), "?")
        found.append(Tr("projet « {title} »", {"title": Raw(title)}))
    if audience.badge is not None:
        found.append(Tr("badge « {title} »", {"title": Raw(dict(facts.badges).get(audience.badge, audience.badge))}))
    if audience.channel is not None:
        found.append(Tr("sur {channel}", {"channel": Raw(channels.label(audience.channel))}))
    joined = Tr("{first}", {"first": found[0]})
    for each in found[1:]:
        joined = Tr("{first} · {then}", {"first": joined, "then": each})
    return joined


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
                return _typed(state, audience, text, facts)
            case _:
                return misread(state, Say(PICK))
    match event:
        case Picked(BACK.id):
            return stay(replace(state, at="audience"))
        case Picked(ALL.id):
            return stay(state.for_readers(_without(audience, state.at, facts)))
        case Picked(chosen) if chosen in {c.id for c in options(state.at, facts)}:
            return stay(state.for_readers(_with(audience, state.at, (chosen,))))
        case Several(several) if set(several) <= set(facts.countries):
            return stay(state.for_readers(_with(audience, state.at, several)))
        case Several(several) if ALL.id in several:
            return stay(state.for_readers(_without(audience, state.at, facts)))
        case Typed(text):
            return _typed(state, audience, text, facts)
        case _:
            return misread(state, Say(PICK))


def _with(audience: Audience, what: str, chosen: tuple[str, ...]) -> Audience:
    first = chosen[0]
    match what:
        case COUNTRY.id:
            return replace(audience, countries=chosen)
        case ROLE.id:
            return replace(audience, roles=next(roles for key, _, roles in ROLES if key == first))
        case ACTIVITY.id:
            return replace(audience, activity=next(key for key, _ in ACTIVITIES if key == first))
        case PROJECT.id:
            return replace(audience, project_id=int(first))
        case BADGE.id:
            return replace(audience, badge=first)
        case _:
            return replace(audience, channel=first)


def _without(audience: Audience, what: str, facts: Facts) -> Audience:
    match what:
        case COUNTRY.id:
            return replace(audience, countries=() if facts.admin else facts.countries)
        case ACTIVITY.id:
            return replace(audience, activity=None)
        case PROJECT.id:
            return replace(audience, project_id=None)
        case BADGE.id:
            return replace(audience, badge=None)
        case _:
            return replace(audience, channel=None)


def _typed(state: State, audience: Audience, text: str, facts: Facts) -> Step[State]:
    """Take filters in words, several at once: "actives, Cameroun", "hiteuses du Togo et du Bénin". Nothing is taken if
    a word is not understood."""
    countries: list[str] = []
    roles: list[Reader] = []
    wanted: dict[str, set[Any]] = {}
    placed: set[tuple[str, ...]] = set()
    if not fold(text):
        return misread(state, Say(PICK))
    for part in (_FILTER.sub("", each) for each in _BETWEEN.split(text)):
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
            audience = _without(audience, COUNTRY.id, facts)
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
        return _without(audience, at, facts)
    both = replace(audience, roles=ROLES[0][2])
    if at == ROLE.id:
        return both
    both = replace(both, activity=None, channel=None, project_id=None, badge=None)
    return _without(both, COUNTRY.id, facts)


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
