"""Offers: which work there is, what it pays and how long it takes, before she accepts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from backend.domain.certificates.badges import Opening
from backend.domain.earnings.figures import MONTH_HOURS
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import PEGGED, Money, francs
from backend.domain.people import places
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Offer
from backend.records import replace
from bot.flows.earnings.promises import accepted_after, arrives_after
from bot.flows.people import hard_content
from bot.flows.work import rating
from bot.flows.work.state import ACCEPT, CORRECT, EARNED, MENU, OTHERS, WHY, Facts, Hears, State, shown_of

ROUNDED_TO_FCFA = 1_000
"""The earnings of a month are rounded down to a multiple of this (F CFA)."""

REMINDERS = Choice("/rappels", "⏰ Mes rappels")
TRAINING = Choice("/formation", "🎓 Formation")

MAX_OFFERS = 10
"""The most offers in one list, the best ones first: a list on WhatsApp has ten rows."""
OPENING_TITLE = 40
"""The most characters of the title of such an offer."""
OPENINGS_SHOWN = 2
"""Offers that need a badge, shown if there is no other work."""

BESIDE_SHOWN = 3
"""Other offers below her very first one: together with the result of her practice they fit one screen of a phone."""
MORE_SHOWN = 6
"""Offers on the next page, each with a button to accept it, so that she gets her first task within the limit
of messages (`onboarding`)."""
TITLE_BESIDE = 25
"""The most characters of the title of such an offer."""

LATER = tr("D'accord. Le travail reste là : écris « travail » quand tu veux.")

NO_WORK: Mapping[Hears, Message] = {
    "yes": tr("Il n'y a pas de travail pour toi en ce moment. Dès qu'il y en a, je te le dis à ton heure de rappel."),
    "first": tr(
        "Il n'y a pas de travail pour toi en ce moment. Celles qui n'ont pas encore eu de tâche payée passent d'abord "
        ": dès qu'il y en a, je t'écris."
    ),
    "asks": tr(
        "Il n'y a pas de travail pour toi en ce moment. Reviens plus tard, ou choisis une heure de rappel : "
        "je t'écris quand il y en a."
    ),
    "no": tr("Il n'y a pas de travail pour toi en ce moment. Reviens voir plus tard avec « travail »."),
}
"""Each text only says how she will learn of new work if that is true."""


def prompt(state: State, facts: Facts) -> Message:
    """Show the first offer with others, more offers, one offer, the reasons for one, or that there is no work."""
    match state.at:
        case "first" if not facts.offers and facts.asking:
            return _asks(facts.asking[0], facts)
        case _ if not facts.offers:
            learn = (TRAINING,) if facts.openings else ()
            said = NO_WORK[facts.hears] + _could_open(facts.openings)
            closing = said.with_choices(*learn, REMINDERS, EARNED, *_last(state, facts), columns=2)
            return rating.ask(closing, rating.unpacked(state.rate))
        case "offers":
            return _list(facts.offers, state.page)
        case "first":
            shown, offers = _shown_offer(state, facts), shown_of(state, facts.offers)
            return first(shown, [o for o in offers if o is not shown], facts, more=len(offers) < len(facts.offers))
        case "more":
            return _more(facts.offers)
        case "why":
            shown = _shown_offer(state, facts)
            accept = _accept(shown)
            openings = facts.openings[:1] if facts.declined else facts.openings  # a screen has no room for more
            said = _why(shown) + _could_open(openings) + declined(facts.declined)
            return said.with_choices(accept, *((OTHERS,) if len(facts.offers) > 1 else ()), MENU)
        case _:
            shown = _shown_offer(state, facts)
            accept = _accept(shown)
            way_on = OTHERS if len(facts.offers) > 1 else MENU  # three are buttons on WhatsApp, four would be a list
            message = _inshortened(_offer(shown, facts), shown)
            return message.with_choices(accept, way_on, WHY, *_last(state, facts), columns=2)


def _list(offers: Sequence[Offer], page: int) -> Message:
    """The offers of one page; behind the last one come the first ones again."""
    whole = len(offers) <= MAX_OFFERS
    size = MAX_OFFERS if whole else MAX_OFFERS - 1
    begin = page * size % (-(-len(offers) // size) * size)
    choices = [_titled(f"offer:{offer.project_id}", offer) for offer in offers[begin : begin + size]]
    return tr("Quel travail veux-tu faire ?").with_choices(*choices, *(() if whole else (OTHERS,)))


def _asks(offer: Offer, facts: Facts) -> Message:
    """An offer of hard content that also asks whether she accepts it, in one message."""
    said = _offer(offer, facts) + hard_content.beside_offer(offer.config.sensitive)
    return said.with_choices(*asked_about(offer), MENU, columns=2)


def asked_about(offer: Offer) -> tuple[Choice, Choice]:
    """The yes and the no to an offer of hard content. They name its themes: other work, or the same with other content,
    may be asked about by then."""
    themes = ",".join(offer.config.sensitive)
    accept, no = _accept(offer), hard_content.NO
    return replace(accept, id=f"{accept.id} {themes}"), replace(no, id=f"{no.id} {themes}")


def _why(offer: Offer) -> Message:
    """Why she gets this offer."""
    config = offer.config
    title = Raw(shortened(config.title, OPENING_TITLE))
    if offer.started:
        return tr("Tu vois *{title}* parce que tu l'as commencé et qu'il y reste des tâches pour toi.", title=title)
    if config.needs:
        return tr("Tu vois *{title}* parce que tu as le badge qu'il demande.", title=title)
    if config.countries:
        return tr("Tu vois *{title}* parce que le client cherche des personnes de ton pays.", title=title)
    if config.sensitive:
        return tr("Tu vois *{title}* parce que tu as dit oui à ce qu'il montre.", title=title)
    return tr("Tu vois *{title}* parce qu'il est ouvert à toutes et qu'il y reste des tâches.", title=title)


def declined(offers: Sequence[Offer]) -> Message:
    """Work that she refused for what it shows."""
    if not offers:
        return Message()
    return tr(
        "🛡 *{title}* montre des contenus durs, et tu as dit non. Tu peux changer d'avis : écris « contenus ».",
        title=Raw(shortened(offers[0].config.title, OPENING_TITLE)),
    )


def _could_open(openings: Sequence[Opening]) -> Message:
    """Work that needs badges, its pay, and the modules that give them; empty if there is none."""
    if not openings:
        return Message()
    message = tr("🔓 Ce travail s'ouvre avec une formation :")
    for opening in openings[:OPENINGS_SHOWN]:
        message += tr(
            "*{title}* : {pay} par tâche, environ *{hourly}* de l'heure. Formation : {courses}.",
            title=Raw(shortened(opening.offer.config.title, OPENING_TITLE)),
            pay=pay_shown(opening.offer),
            hourly=Francs(opening.offer.hourly),
            courses=Raw(", ".join(course.title for course in opening.courses)),
        )
    return message


def _last(state: State, facts: Facts) -> tuple[Choice, ...]:
    return (CORRECT,) if state.correctable and not facts.accepted else ()


def pay_shown(offer: Offer) -> Money | Francs:
    """The pay of a task of this offer, in F CFA (`in_francs`)."""
    return in_francs(offer.config.pay)


def in_francs(pay: Money) -> Money | Francs:
    """A pay in F CFA; less than one franc stays in its own currency."""
    whole = francs(pay)
    return Francs(whole) if whole else pay


def _shown_offer(state: State, facts: Facts) -> Offer:
    return next((o for o in facts.offers if o.project_id == state.project), facts.offers[0])


def _accept(offer: Offer) -> Choice:
    """« Accepter »: a yes accepts this offer, also with others beside it."""
    return Choice(f"{ACCEPT}{offer.project_id}", "Accepter", says="yes")


def _titled(choice: str, offer: Offer) -> Choice:
    """An offer by its title and pay; the title alone names it as well."""
    label = Tr("{title} · {pay}", {"title": Raw(offer.config.title), "pay": pay_shown(offer)})
    return Choice(choice, label, also=(offer.config.title,))


def left(offer: Offer) -> Message:
    """How many of its tasks she can still do."""
    if offer.left > work_commands.LEFT_SHOWN:
        return tr("Plus de {n} tâches t'attendent.", n=work_commands.LEFT_SHOWN)
    return trn("{n} tâche t'attend.", "{n} tâches t'attendent.", offer.left)


def _offer(offer: Offer, facts: Facts) -> Message:
    said = (
        tr("*{title}*", title=Raw(offer.config.title))
        + tr("💰 *{pay}* par tâche · ⏱ environ {time} · *{hourly}* de l'heure", **_terms(offer))
        + Message((_a_month(offer, facts.country),))
        + left(offer)
        + accepted_after(_hours(offer))
    )
    if facts.wait is not None:
        said += arrives_after(facts.wait)
    return Message((lines(*said.parts),))


def _inshortened(said: Message, offer: Offer) -> Message:
    """The offer, of which its title is said again: another message may stand above « Accepter » by then."""
    return replace(said, short=tr("*{title}*", title=Raw(offer.config.title)).parts)


def _a_month(offer: Offer, country: str) -> Tr:
    """The earnings of a month of such work, and the minimum wage per hour in her country if it is known."""
    month = Tr(
        "📅 À 3 h par jour, 22 jours : environ *{month}*",
        {"month": Francs(int(offer.hourly * MONTH_HOURS) // ROUNDED_TO_FCFA * ROUNDED_TO_FCFA)},
    )
    wage = places.country(country).minimum_wage
    if wage is None:
        return month
    return beside(
        month,
        Tr("minimum légal : {wage}/h ({year})", {"wage": Francs(round(wage.hour)), "year": str(wage.year)}),
    )


def first(offer: Offer, others: Sequence[Offer], facts: Facts, *, more: bool = False) -> Message:
    """An offer, and others in a line each with all that she needs to know to accept one of them instead. `more`: there
    are others beside these."""
    choices = [replace(_accept(offer), also=(offer.config.title,))]
    message = _inshortened(_offer(offer, facts), offer)
    if shown := others[:BESIDE_SHOWN]:
        message += (tr("*Ou bien* :") + Message((lines(*(in_a_line(other, offer) for other in shown)),))).once()
        choices += [_titled(f"{ACCEPT}{other.project_id}", other) for other in shown]
    if more or len(others) > len(shown):
        choices.append(OTHERS)
    return message.with_choices(*choices, MENU, columns=1 if shown else 2)


def _more(offers: Sequence[Offer]) -> Message:
    """The offers that the first page left out; all offers if there are fewer now."""
    shown = (offers[1 + BESIDE_SHOWN :] or offers)[:MORE_SHOWN]
    first = shown[0]
    message = tr("*Ou bien* :") + Message((lines(*(in_a_line(each, first) for each in shown)),))
    message += accepted_after(_hours(first))
    choices = [_titled(f"{ACCEPT}{each.project_id}", each) for each in shown]
    if len(offers) > 1 + BESIDE_SHOWN + len(shown):
        choices.append(OTHERS)
    return message.with_choices(*choices, MENU)


def in_a_line(offer: Offer, above: Offer) -> Tr:
    """An offer in a line. `above`: the offer shown before it; the time until acceptance is only said if it differs."""
    hours, title = _hours(offer), shortened(offer.config.title, TITLE_BESIDE)
    left = (
        Tr("plus de {n} tâches", {"n": work_commands.LEFT_SHOWN})
        if offer.left > work_commands.LEFT_SHOWN
        else Tr("{n} tâche", {"n": offer.left}, "{n} tâches", offer.left)
    )
    line = Tr(
        "• *{title}* : {pay} · {time} · {hourly}/h · {left}",
        {"title": Raw(title), "left": left, **_terms(offer), "pay": pay_shown(offer)},
    )
    if hours == _hours(above):
        return line
    return beside(line, Tr("acceptée en {n} h", {"n": hours}) if hours else Tr("acceptée tout de suite"))


def shortened(title: str, most: int) -> str:
    """A title with at most so many characters, the last of them … if more follow."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def _hours(offer: Offer) -> int:
    return int(offer.config.accept_after.total_seconds()) // 3600


def _terms(offer: Offer) -> dict[str, Value]:
    """The pay and the time of a task, and the pay per hour that results."""
    pay = offer.config.pay
    exact = pay.currency not in PEGGED and bool(francs(pay))
    return {
        "pay": Tr("{francs} ({pay})", {"francs": pay_shown(offer), "pay": pay}) if exact else pay_shown(offer),
        "time": timedelta(seconds=round(float(offer.minutes) * 60)),
        "hourly": Francs(offer.hourly),
    }
