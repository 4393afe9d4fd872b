"""`inviter`: single-use codes, by role and country; a number of them, or one for each name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.people import name_lists, place_names, places
from backend.domain.people.commands import Duty, InvitesMade, MakeInvites, Role
from backend.domain.people.invitations import InviteFile, InviteNames, NamesInvited
from backend.records import Record, replace
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Sent,
    Started,
    Step,
    Typed,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.people import invite_views, place
from bot.flows.people.invite_words import (
    BESIDE_DUTY,
    DUTY_NAMES,
    countries_of,
    list_behind,
    one_name,
    role_named,
    says_more,
    words_of,
)

MAX_CODES = 20
"""The most codes in one message; more are made for a list of names."""
MOST_TYPED = 50
"""The most names in one typed list."""

HITEUSE = Choice("hiteuse", "Une hiteuse")
TRAINEE = Choice("trainee", "Une apprenante")
HUBER = Choice("huber", "Une Huber")
ADMIN = Choice("admin", "Une admin")
DUTIES = (
    Choice("operations", "Le travail de tous les jours"),
    Choice("finance", "Les paiements"),
    Choice("reader", "Lire seulement"),
    Choice("owner", "Tout, même les rôles"),
)
NAMES = Choice("names", "Avec des noms")
CANCEL = Choice("cancel", "Annuler")
COUNT_ONLY = tr("Écris un nombre de 1 à {most}. Pour des noms, touche « Avec des noms ».", most=MAX_CODES)
NOT_STAFF = tr("Tu peux inviter des hiteuses et des apprenantes. Pour une Huber ou une admin, demande à l'équipe.")
AWAY = frozenset({"annuler", "annule", "rien", "non", "laisse", "laisse tomber", "personne"})
"""Words that leave. There is no button for them: with one more, a Huber's first question would
become a list on WhatsApp."""


class Facts(Record):
    """`countries`: those that the person may invite for; empty: all. `staff`: whether they may
    invite Hubers and admins."""

    countries: tuple[str, ...] = ()
    staff: bool = False


class State(Record):
    """`duty`: of an admin. `countries`: of a Huber with several countries. `file`, `file_name`: a list of names that
    was sent before the role was known. `count`, `names`: how many codes, or for whom, said before the rest was known.
    """

    at: Literal["role", "duty", "country", "count", "names"] = "role"
    role: str = ""
    country: str = ""
    duty: str = ""
    countries: tuple[str, ...] = ()
    file: str = ""
    file_name: str = ""
    count: int = 0
    names: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the role, duty, country, and how many codes or which names."""
    match state.at:
        case "duty":
            return tr("Pour s'occuper de quoi ?").with_choices(*DUTIES)
        case "country" if state.role == "huber":
            asked = tr("Pour quel pays ? Plusieurs pays : écris-les, par exemple « Sénégal, Togo ».")
            return asked.with_choices(*_countries(facts), columns=2)
        case "country":
            return tr("Pour quel pays ?").with_choices(*_countries(facts), columns=2)
        case "count":
            counts = [Choice(str(n), Raw(str(n))) for n in (1, 5, 10, 20)]
            asked = tr("Combien de codes ? (20 au plus ici)").with_choices(*counts, NAMES, columns=4)
            return replace(asked, free=True)  # "3" means three codes, not the third button
        case "names":
            asked = tr(
                "Écris les noms, un par ligne ou avec des virgules entre eux. "
                "Pour une longue liste, envoie un fichier *CSV*.",
                CANCEL,
            )
            return replace(asked, free=True)
        case _:
            asked = tr("Qui veux-tu inviter ?")
            if state.file:
                asked = tr("📎 *{file}* : qui veux-tu inviter ?", file=Raw(state.file_name))
            elif state.names:
                asked = tr("✉️ *{names}* : pour quel rôle ?", names=Raw(state.names))
            return asked.with_choices(*_allowed(facts), invite_views.GIVEN, columns=2)


def _allowed(facts: Facts) -> tuple[Choice, ...]:
    return (HITEUSE, TRAINEE, HUBER, ADMIN) if facts.staff else (HITEUSE, TRAINEE)


def _countries(facts: Facts) -> tuple[Choice, ...]:
    return tuple(c for c in place.countries() if not facts.countries or c.id in facts.countries)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the role, duty, country and number or names, together or one by one."""
    match event:
        case Started(str(words)) if words:
            return _from_words(words, facts)
        case Started({"file": file, "name": name}):
            return stay(State(file=file, file_name=name))
        case Started() | Resumed():
            return stay(state)
        case Done(InvitesMade() as made):
            return end(Say(invite_views.made(made)))
        case Done(NamesInvited() as named):
            return end(Say(invite_views.named(named)))
        case Left():
            return end(Say(tr("D'accord, pas d'invitation.").with_choices(Choice("/menu", "Menu"))))
        case Typed(text) if fold(text) in AWAY:
            return end(Say(tr("D'accord, pas d'invitation.").with_choices(Choice("/menu", "Menu"))))
        case Picked(CANCEL.id):
            return end(Say(tr("C'est annulé.").with_choices(Choice("/menu", "Menu"))))
        case Sent() as file:
            return _sent(state, file)
        case _:
            return _answered(state, event, facts)


def _answered(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case "role", Picked(role) if role in {c.id for c in _allowed(facts)}:
            return _for_role(state, role, facts)
        case "role", Typed(text) if (role := role_named(text)) in {c.id for c in _allowed(facts)}:
            return _for_role(state, role, facts)
        case "role", Typed(text) if role_named(text):
            return misread(state, Say(NOT_STAFF))
        case "role", Typed(text) if not state.file and says_more(text):
            return _from_words(text, facts, state.names)
        case "duty", Picked(duty) if duty in {c.id for c in DUTIES}:
            state = replace(state, at="country", duty=duty)
            return _placed(state) if state.country else stay(state)
        case "country", _:
            return _in_country(state, event, facts)
        case "count", Picked(NAMES.id):
            return stay(replace(state, at="names"))
        case "count", Picked(text) | Typed(text) if text.strip().isdecimal() and 1 <= int(text) <= MAX_CODES:
            return stay(state, Do(_command(state, int(text))))
        case "count", Typed():
            return misread(state, Say(COUNT_ONLY))
        case "names", Typed(text):
            return in_her_words(_by_names(state, text), event)
        case _:
            return misread(state, Say(PICK))


def _for_role(state: State, role: str, facts: Facts) -> Step[State]:
    """Set the role. A Huber of one country invites for that country."""
    state = replace(state, role=role)
    if role == "admin":
        return stay(replace(state, at="duty"))
    if len(facts.countries) == 1:
        state = replace(state, country=facts.countries[0])
    return _placed(state) if state.country else stay(replace(state, at="country"))


def _in_country(state: State, event: Event, facts: Facts) -> Step[State]:
    if state.role == "huber" and isinstance(event, Typed):
        found = [place_names.find(part) for part in re.split(r"[,;\n]|\s+et\s+", event.text) if part.strip()]
        codes = tuple(dict.fromkeys(c.code for c in found if c is not None))
        if len(found) > 1 and None in found:
            return misread(state, Say(PICK))
        if len(codes) > 1:
            return _placed(replace(state, country=codes[0], countries=codes))
    country = place.read_country(event)
    if country is None:
        return misread(state, Say(place.unread(event)))
    if facts.countries and country.code not in facts.countries:
        return misread(state, Say(_elsewhere(facts)))
    return _placed(replace(state, country=country.code))


def _elsewhere(facts: Facts) -> Message:
    hers = Raw(", ".join(places.country(code).name for code in facts.countries))
    return tr("Tu n'invites que pour : {countries}. Pour un autre pays, demande à l'équipe.", countries=hers)


def _placed(state: State) -> Step[State]:
    """Go on when the country is known; a list of names may have been sent before."""
    if state.file:
        return _read_file(state)
    if state.names:
        return _by_names(state, state.names)
    return stay(state, Do(_command(state, state.count))) if state.count else stay(replace(state, at="count"))


def _sent(state: State, file: Sent) -> Step[State]:
    if file.kind != "document":
        return misread(state, Say(tr("Envoie la liste comme fichier, pas comme photo.")))
    if file.size > name_lists.MOST_BYTES:
        return misread(state, Say(tr("Cette liste dépasse 2 Mo : envoie-la en plusieurs fichiers.")))
    state = replace(state, file=file.ref, file_name=file.name)
    return _read_file(state) if state.at in ("count", "names") else stay(state)


def _read_file(state: State) -> Step[State]:
    command = InviteFile(
        cast(Role, state.role), state.country, state.file, state.file_name, _duty(state), state.countries
    )
    said = tr("⏳ Je lis *{file}*. Je t'envoie les codes dès que c'est fait.", file=Raw(state.file_name))
    return end(Do(command), Say(said))


def _by_names(state: State, text: str) -> Step[State]:
    found = name_lists.read_typed(text)
    if found.names and found.unread:
        return misread(state, Say(invite_views.unread(found.unread)))
    if not found.names:
        return misread(state, Say(tr("Je ne reconnais pas de noms. Écris par exemple : Awa Koné, Binta Diallo.")))
    if len(found.names) > MOST_TYPED:
        return misread(state, Say(tr("C'est une longue liste : envoie-la comme fichier CSV, un nom par ligne.")))
    return stay(
        state,
        Do(InviteNames(cast(Role, state.role), state.country, found.names, _duty(state), state.countries)),
    )


def _from_words(words: str, facts: Facts, names: str = "") -> Step[State]:
    """Read `inviter hiteuse CM 3`. What is missing or not understood is asked for; a country that the person may not
    invite for is refused. Codes are only made if every word was understood. `names`: those said before the role."""
    said = words_of(words)
    roles = list(dict.fromkeys(filter(None, map(role_named, said))))
    counts = [int(word) for word in said if word.isdecimal()]
    codes, others = countries_of([word for word in said if not word.isdecimal() and not role_named(word)])
    if facts.countries and set(codes) - set(facts.countries):
        return end(Say(_elsewhere(facts).with_choices(invite_views.INVITE, invite_views.MENU, columns=2)))
    if not facts.staff and set(roles) & {HUBER.id, ADMIN.id}:
        return stay(State(), Say(NOT_STAFF))
    count = counts[0] if len(counts) == 1 and 1 <= counts[0] <= MAX_CODES else 0
    names = _listed(words, others, names) if not counts else ""
    if len(roles) != 1:
        return stay(State(count=count, country=codes[0] if len(codes) == 1 else "", names=names))
    role = roles[0]
    if not codes and len(facts.countries) == 1:
        codes = facts.countries
    several = len(codes) > 1
    where = codes[0] if codes and (not several or role == "huber") else ""
    state = State("count", role, where, count=count, names=names)
    if several and role == "huber":
        state = replace(state, countries=codes)
    if role == "admin":  # only an owner decides an admin's duty
        duties = [DUTY_NAMES[word] for word in map(fold, others) if word in DUTY_NAMES]
        if len(duties) != 1:
            return stay(replace(state, at="duty"))
        others = [word for word in others if fold(word) not in BESIDE_DUTY | DUTY_NAMES.keys()]
        state = replace(state, duty=duties[0], names=_listed(words, others, names) if not counts else "")
    if not state.country:
        unserved = place.not_served(" ".join(others))
        state = replace(state, at="country", names="" if unserved is not None else state.names)
        return stay(state, *([Say(unserved)] if unserved is not None else []))
    if state.names:
        return _placed(state)
    if others or len(counts) > 1 or not all(1 <= count <= MAX_CODES for count in counts):
        return stay(state)
    return stay(state, Do(_command(state, counts[0] if counts else 1)))


def _listed(words: str, others: Sequence[str], before: str) -> str:
    """The names that stand in the words, or those said before where nothing is left to be understood."""
    return (list_behind(words, others) or one_name(others)) if others else before


def _command(state: State, count: int) -> MakeInvites:
    return MakeInvites(cast(Role, state.role), state.country, count, duty=_duty(state), countries=state.countries)


def _duty(state: State) -> Duty | None:
    return cast(Duty, state.duty) if state.duty else None


def rethink(was: State, thought: SecondThought, facts: Facts) -> Step[State] | None:
    """Take another role, duty or country than the one just picked. Codes that were made stay."""
    return step(was, Picked(thought.choice), facts) if thought.now is not None else None


# version 1 had no fields for what has a default here
UPGRADES: Mapping[int, Any] = {1: dict}
FLOW = Flow(
    "invite",
    2,
    State,
    prompt,
    step,
    UPGRADES,
    files=True,
    leaves=True,
    rethink=rethink,
    lists=lambda stored: stored.get("at") == "country" and stored.get("role") == "huber",
    lapses=lambda stored: stored.get("at") in (None, "role"),
)
