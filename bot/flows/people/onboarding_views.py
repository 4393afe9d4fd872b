"""The messages from an invitation to the first paid task: welcome, consent, country, project, reminder."""

from __future__ import annotations

from typing import Literal

from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.money import francs
from backend.domain.people import places
from backend.domain.people.commands import DATA_VERSION, TERMS_VERSION
from backend.domain.people.themes import Theme
from backend.records import Record, replace
from bot.flows.earnings import goal, promises
from bot.flows.payouts import pay_days
from bot.flows.people import hard_content, place
from bot.flows.reminders import dialogue as reminders_dialogue

ACCEPT = Choice("accept", "J'accepte")
TERMS = Choice("terms", "Lire les conditions")
ELSEWHERE = Choice("elsewhere", "J'habite un autre pays")
NO = Choice("no", "Non merci")

MOST_MESSAGES = 8
"""The most messages that a hiteuse gets from her code to the first task of a real project (`onboarding`)."""
DECLINED = tr(
    "D'accord ! Tu continues ta formation comme avant. Si tu changes d'avis, dis-le à ta Huber."
).with_choices(Choice("/formation", "🎓 Formation"))
WORDS_LATER = tr("C'est noté. Raconte-moi ton projet quand tu veux : écris « projet ».")
CHANGED_LATER = tr("Ensuite, tu peux tout changer : écris « pays », « projet » ou « rappels ».")
OPENED = tr("Le *travail payé* t'est ouvert : de petites tâches, et tu vois le prix avant.")
"""Why she is asked all this. It may be said again, so it is no news."""
READY = tr("Parfait, tout est prêt !")
BACK_AGAIN = tr("Tu avais dit « stop » : je t'écris de nouveau, à l'heure que tu as choisie.")
REMINDER_LATER = tr("Si tu veux que je te rappelle qu'il y a du travail, écris « rappels ».")


class Facts(Record):
    first_name: str
    role: str
    country: str
    zone: str | None
    """None: the country has several time zones, and the person has not said which is theirs."""
    stopped: bool = False
    """The person has said `stop`."""
    learnt: bool = False
    """The person was a trainee here before."""
    saves: bool = False
    """The person has a project already."""
    huber: str | None = None
    """As for `promises.companion`."""
    paid: Tr = pay_days.NO_DAY
    """When and how people of her country are paid (`pay_days.promise`); `paid_short`: for the conditions."""
    paid_short: Tr = pay_days.NO_DAY_SHORT
    themes: tuple[Theme, ...] = ()
    """Themes of hard content that open work has, and that she was never asked about."""


class State(Record):
    """`detours`: messages so far beyond the shortest way. `read`: the terms were shown. "country_terms": the terms are
    shown while the country is asked for. `promoted`: she was a trainee and may work from now on, if she wants to.
    `doubt`: as in `goal.State`. `days`: the days of the reminder that she has chosen, 0: Monday.
    `themes`: of hard content, about which she is asked: open work may have other ones by now. `terms`: the version
    of the terms with which she is asked; "": not known."""

    at: Literal["welcome", "terms", "country", "country_terms", "zone", "goal", "words", "reminder", "hard_content"] = (
        "welcome"
    )
    accepted: bool = False
    kind: str = ""
    detours: int = 0
    read: bool = False
    promoted: bool = False
    doubt: str = ""
    days: tuple[int, ...] = ()
    themes: tuple[Theme, ...] = ()
    terms: str = ""

    def has_room(self, messages: int) -> bool:
        """Whether a way of this many messages without detours is still within `MOST_MESSAGES`."""
        return messages + self.detours <= MOST_MESSAGES


BEGIN = tr("Pour commencer, touche « J'accepte », ou écris « oui ».")
"""The short form of the welcome and the terms when they are repeated."""


def _welcome(facts: Facts, *, promoted: bool = False) -> Message:
    """The welcome. `promoted`: the news about paid work is said above it."""
    hello = tr("Bienvenue, {name} ! 👋", name=facts.first_name) if facts.first_name else tr("Bienvenue ! 👋")
    country = places.country(facts.country)
    where: dict[str, Value] = {
        "place": Raw(country.within),
        "flag": country.flag,
        "city": Raw(" / ".join(zone.label for zone in country.zones if facts.zone in (None, zone.name))),
    }
    if facts.role == "trainee":
        what = tr(
            "Ici, tu apprends les outils numériques et les codes du travail, dans cette conversation. C'est gratuit."
        ) + promises.companion(facts.huber)
        agreed = tr(
            "En acceptant, tu confirmes que tu habites *{place}* {flag} (heure : {city}). Alors je "
            "garde, pour ta formation : prénom, pays, réponses.",
            **where,
        )
    else:
        what = tr(
            "Ici, tu fais de petites tâches *payées* : trier des commentaires, recopier des reçus. Tu vois le prix "
            "avant. But : environ *{month}* par mois ({euros}), à 3 h par jour, s'il y a assez de travail.",
            month=Francs(francs(MONTHLY_GOAL)),
            euros=MONTHLY_GOAL,
        ) + promises.paid_by(facts.huber, facts.paid)
        agreed = tr(
            "En acceptant, tu confirmes que tu habites *{place}* {flag} (heure : {city}). Alors je "
            "garde, pour ce travail : prénom, pays, projet, réponses, gains.",
            **where,
        )
    said = promises.paid_by(facts.huber, facts.paid) if promoted else hello + what
    said = replace(said, short=BEGIN.parts) + agreed
    return said.with_choices(ACCEPT, TERMS, ELSEWHERE, NO, columns=2)


def terms(role: str, paid: Tr) -> Message:
    """The terms, and what happens to the data: which are kept, why, for how long, and whom to ask. `paid`: when and how
    she is paid."""
    if role == "trainee":
        rules = tr(
            "• Tu apprends quand tu veux, à ton rythme, et tu arrêtes quand tu veux.\n"
            "• C'est gratuit : on ne te demande jamais d'argent.\n"
            "• Tu réponds toi-même : tes badges disent ce que tu sais faire."
        )
        kept = tr("• Je garde : prénom, contact, pays, rappels, réponses, leçons, badges, messages à ta Huber.")
    else:
        rules = tr(
            "• Tu travailles quand tu veux, 3 h par jour au plus. Prix et temps : dits avant.\n"
            "• {accepted} {counted} {pay}\n"
            "• {known}\n"
            "• Ce que tu vois reste secret. Réponds toi-même, avec soin.",
            accepted=promises.ACCEPTED_IN_TIME,
            counted=promises.HERS,
            pay=paid,
            known=promises.KNOWN_ANSWERS,
        )
        kept = tr(
            "• Je garde : prénom, contact, pays, projet, choix, réponses, temps, leçons, gains, numéro de paie, "
            "messages à ta Huber.\n"
            "• Les clients reçoivent tes réponses sans ton nom."
        )
    head = tr("*Les conditions* (version {version})", version=TERMS_VERSION)
    data = tr("*Tes données* (version {version})", version=DATA_VERSION)
    return head + rules + data + Message((lines(kept.parts[0], promises.RIGHTS),))


def _country(*beside: Choice) -> Message:
    asides = (*(replace(choice, aside=True) for choice in beside), place.BACK)
    return tr("Dans quel pays habites-tu ? Si tu choisis ton pays, tu acceptes les conditions.").with_choices(
        *place.countries(zones=True), *asides, columns=2
    )


def prompt(state: State, facts: Facts) -> Message:
    """Ask for consent, country, time zone, project, reminder, hard content."""
    match state.at:
        case "terms":
            return replace(terms(facts.role, facts.paid_short), short=BEGIN.parts).with_choices(
                ACCEPT, ELSEWHERE, NO, columns=2
            )
        case "country":
            return _country(NO) if state.read else _country(TERMS, NO)
        case "country_terms":
            return terms(facts.role, facts.paid_short).once() + _country(NO)
        case "zone":
            return place.ask_zone(facts.country)
        case "goal":
            return goal.ask_kind()
        case "words":
            currency = places.country(facts.country).currency
            return goal.ask_words(goal.read_goal(state.kind, state.doubt, currency) if state.doubt else None)
        case "reminder":
            return reminders_dialogue.ask()
        case "hard_content":
            return hard_content.ask(state.themes or facts.themes)
        case _:
            return _welcome(facts, promoted=state.promoted)
