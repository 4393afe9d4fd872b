"""New codes, and what became of the codes given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backend.domain import days
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import bullets, lines
from backend.domain.people import codes, places
from backend.domain.people.commands import Invite, InvitesMade
from backend.domain.people.invitations import Counts, Given, NamesInvited
from backend.domain.people.name_lists import Unread
from backend.domain.people.roles import RoleAssignment
from backend.records import replace
from bot.flows.engine.confirm import Proposal
from bot.flows.engine.paging import next_page
from bot.flows.people import role_labels

MAX_SHOWN_CODES = 10
"""The most codes with names in one message; more come as a file."""
MAX_UNREAD_LINES = 10
"""The most unreadable lines that are named one by one."""
PAGE_SIZE = 6
"""Codes on one page: each open code has a button, and a list on WhatsApp has ten rows."""
MENU = Choice("/menu", "Menu")
GIVEN = Choice("/inviter codes", "📋 Codes donnés")
INVITE = Choice("/inviter", "✉️ Inviter")
STATES: Mapping[str, str] = {
    "open": "ouvert",
    "withdrawn": "retiré",
    "arrived": "utilisé",
    "joined": "inscrite",
    "working": "travaille",
}
"""The state of a code in a table; `_line` says it in a sentence."""
WHY: Mapping[str, Tr] = {
    "empty": Tr("pas de nom"),
    "long": Tr("trop long"),
    "no name": Tr("ce n'est pas un nom"),
    "country": Tr("je ne connais pas ce pays"),
    "not yours": Tr("tu n'invites pas pour ce pays"),
    "number": Tr("ce n'est pas un numéro de téléphone"),
}


def made(found: InvitesMade) -> Message:
    """New codes with their links."""
    said = _head(found.invites) + _written(found.invites, found.links)
    if found.work_for is not None:
        said += _beyond(found.work_for)
    return said + tr("À taper dans le chat : start CODE", MENU)


def _beyond(women: int) -> Message:
    """A warning that there is less work than these people will hope for."""
    return trn(
        "⚠️ Le travail ouvert paie {n} femme à 250 € pendant un mois. Avec ces codes, elles seront plus nombreuses.",
        "⚠️ Le travail ouvert paie {n} femmes à 250 € pendant un mois. Avec ces codes, elles seront plus nombreuses.",
        women,
    )


def named(found: NamesInvited, unread: Sequence[Unread] = ()) -> Message:
    """Codes for names, in the message or as a file, then the names that were left out."""
    message = Message()
    if found.invites:
        message = _head(found.invites)
        if found.sheet is None:
            message += _written(found.invites, found.links, found.numbers)
        else:
            message = replace(message, attachment=found.sheet)
        message += tr("À taper dans le chat : start CODE")
    if found.again:
        message += trn(
            "{n} nom a déjà un code d'aujourd'hui, ou est écrit deux fois : je n'en ai pas fait d'autre.",
            "{n} noms ont déjà un code d'aujourd'hui, ou sont écrits deux fois : je n'en ai pas fait d'autres.",
            found.again,
        )
    if found.work_for is not None:
        message += _beyond(found.work_for)
    if unread:
        message += _unread(unread)
    more = (Choice(f"/inviter encore {found.draft}", "Créer quand même"),) if found.draft is not None else ()
    return message.with_choices(*more, GIVEN, MENU, columns=2)


def columns() -> tuple[str, ...]:
    """The header of the file."""
    return ("nom", "pays", "numéro", "code", *channels.linked())


def table(found: NamesInvited) -> list[tuple[str, ...]]:
    """The rows of the file, in the order of `columns`."""
    return [
        (i.name, i.country, number, i.code, *(links.get(name, "") for name in channels.linked()))
        for i, links, number in zip(found.invites, found.links, found.numbers, strict=True)
    ]


def _head(invites: Sequence[Invite]) -> Message:
    """How many codes these are, and for whom."""
    first, n = invites[0], len(invites)
    said = Tr(
        "Voici {n} code. Il marche une seule fois.", {"n": n}, "Voici {n} codes. Chacun marche une seule fois.", n
    )
    whom: dict[str, Value] = {
        "role": role_labels.in_words(RoleAssignment(first.role, first.duty, first.countries)),
        "country": Raw(places.country(first.country).name),
    }
    if first.countries or any(each.country != first.country for each in invites):
        return Message((lines(said, Tr("Pour : {role}", whom)),))
    return Message((lines(said, Tr("Pour : {role}, {country}", whom)),))


def _written(
    invites: Sequence[Invite], links: Sequence[Mapping[str, str]], numbers: Sequence[str] | None = None
) -> Message:
    written = [
        "\n".join(filter(None, [" · ".join(filter(None, [invite.name, number])), invite.code, *ways.values()]))
        for invite, ways, number in zip(invites, links, numbers or [""] * len(invites), strict=True)
    ]
    between = "\n\n" if any(i.name for i in invites) else "\n"
    return Message((Raw(between.join(written)),))


def unread(found: Sequence[Unread]) -> Message:
    """Which of the names that were typed are none."""
    return Message(
        (
            lines(
                *(Tr("⚠️ Nom {n} : {why}", {"n": each.line, "why": WHY[each.why]}) for each in found[:MAX_UNREAD_LINES])
            ),
        )
    ) + tr("Aucun code n'est fait : écris la liste encore une fois.")


def _unread(unread: Sequence[Unread]) -> Message:
    head = Tr("⚠️ {n} ligne n'est pas lue :", {"n": len(unread)}, "⚠️ {n} lignes ne sont pas lues :", len(unread))
    faults = [
        Tr("ligne {line} : {why}", {"line": each.line, "why": WHY[each.why]}) for each in unread[:MAX_UNREAD_LINES]
    ]
    return Message((lines(head, *faults),)) + tr(
        "Corrige-les et renvoie la liste : les autres n'auront pas de second code."
    )


# --- what became of them ----------------------------------------------------------------------------


def given(
    counts: Counts, found: Sequence[Given], zone: str, page: int, more: bool, may_withdraw: frozenset[str]
) -> Message:
    """A page of the codes given. `may_withdraw`: the roles whose open codes the reader may withdraw."""
    if not counts.given:
        return tr("Aucun code n'a encore été donné.").with_choices(INVITE, MENU, columns=2)
    message = trn("*📋 {n} code donné*", "*📋 {n} codes donnés*", counts.given)
    if page == 1:
        message += Message((_counts(counts),))
    if found:
        message += Message((lines(*(_line(each, zone) for each in found)),))
    choices = [
        Choice(f"/inviter retirer {each.code}", Tr("🗑 {code}", {"code": Raw(_short(each))}))
        for each in found
        if each.state == "open" and each.role in may_withdraw and len(each.code) <= codes.CODE_LENGTH
    ]
    if more:
        choices.append(next_page(f"/inviter codes {page + 1}", page + 1))
    return message.with_choices(*choices, columns=2)


def _counts(counts: Counts) -> Tr:
    found = [
        Tr("{n} ouvert", {"n": counts.open}, "{n} ouverts", counts.open),
        Tr("{n} utilisé", {"n": counts.arrived}, "{n} utilisés", counts.arrived),
        Tr("{n} inscrite", {"n": counts.joined}, "{n} inscrites", counts.joined),
        Tr("{n} a travaillé", {"n": counts.working}, "{n} ont travaillé", counts.working),
    ]
    if counts.withdrawn:
        found.append(Tr("{n} retiré", {"n": counts.withdrawn}, "{n} retirés", counts.withdrawn))
    return bullets(*found)


def _line(each: Given, zone: str) -> Tr:
    """What became of one code, with the day; of a code that is not for a hiteuse, its role: staff never begin to
    work."""
    code: Tr | Raw = Raw(codes.written(each.code))
    role = role_labels.ROLE_NAMES[each.role]
    if each.role != "hiteuse":
        code = Tr("{code} ({role})", {"code": code, "role": role})
    values: dict[str, Value] = {"name": Raw(each.name or each.person or "?"), "code": code, "role": role}
    day = days.local_day(each.created_at, zone)
    match each.state:
        case "open" if each.name:
            return Tr("✉️ {name} : {code}, donné {day}", {**values, "day": day})
        case "open":
            return Tr("✉️ {code}, donné {day}", {**values, "day": day})
        case "withdrawn":
            return Tr("✖️ {name} : {code}, retiré", values)
        case "arrived":
            return Tr("👋 {name} : code utilisé {day}, pas encore inscrite", _with(values, each.arrived_at, zone))
        case "joined" if each.role != "hiteuse":
            return Tr("🙂 {name} ({role}) : inscrite {day}", _with(values, each.joined_at, zone))
        case "joined":
            return Tr("🙂 {name} : inscrite {day}, pas encore au travail", _with(values, each.joined_at, zone))
        case _:
            return Tr("💼 {name} : a commencé à travailler {day}", _with(values, each.worked_at, zone))


def _with(values: Mapping[str, Value], at: datetime | None, zone: str) -> Mapping[str, Value]:
    assert at is not None
    return {**values, "day": days.local_day(at, zone)}


def _short(each: Given) -> str:
    return each.name or f"…{each.code[-4:]}"


WITHDRAW = "withdraw invite"
"""The name of the confirmation (`bot.handlers.engine.confirmations`)."""


def withdrawal(each: Given) -> Proposal:
    """The confirmation before a code is withdrawn."""
    code = Raw(codes.written(each.code))
    said = tr("🗑 Retirer le code *{code}* ? Il n'ouvrira plus rien.", code=code)
    if each.name:
        name = Raw(each.name)
        said = tr("🗑 Retirer le code *{code}*, donné pour {name} ? Il n'ouvrira plus rien.", code=code, name=name)
    return Proposal(said)


GIVEN_COLUMNS = (
    *("code", "nom", "pour", "pays", "état", "donné par", "donné le", "utilisé le", "par", "inscrite le"),
    "première tâche le",
)


def given_row(each: Given) -> tuple[str | int | None, ...]:
    """A row of `GIVEN_COLUMNS`; times are in UTC, as in every export."""
    moments = (each.arrived_at, each.joined_at, each.worked_at)
    arrived, joined, worked = (at.strftime("%Y-%m-%d %H:%M") if at is not None else None for at in moments)
    return (
        codes.written(each.code),
        each.name,
        each.role,
        each.country,
        STATES[each.state],
        each.giver,
        each.created_at.strftime("%Y-%m-%d %H:%M"),
        arrived,
        each.person,
        joined,
        worked,
    )
