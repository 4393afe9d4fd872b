"""`annonce`: the filters of an audience, and the audience in words."""

from __future__ import annotations

from backend.domain.announcements.life import Activity, Audience, Reader
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Raw, Tr
from backend.domain.people import places
from backend.records import replace
from bot.flows.announcements.state import Facts

ALL = Choice("all", "Tout le monde")
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


def with_(audience: Audience, what: str, chosen: tuple[str, ...]) -> Audience:
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


def without(audience: Audience, what: str, facts: Facts) -> Audience:
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
