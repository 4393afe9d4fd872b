"""`paiements reclamations`, for staff: payments that have not arrived, as their people say, with the evidence. Owners
and finance answer them; others look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from backend.db.messaging import contact_routing
from backend.domain.days import local_day
from backend.domain.errors import BadInput, NotFound
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.payouts.claims import Claim, ClaimOutcome
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import PayoutState
from backend.domain.people import permissions
from backend.services.payouts import claims as service
from backend.services.payouts import runs
from backend.services.people import others
from bot.flows.engine.confirm import Proposal
from bot.handlers.engine import asking, screens
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview
from bot.i18n import faults

SHOWN_CLAIMS = 5
"""The most claims in one message."""
_LOOK = ("regarde", "montre", "montre moi", "voir", "vois", "fais voir")
CLAIMS = Choice("/paiements reclamations", "📮 Réclamations")
PAYMENTS, MENU = overview.PAYMENTS, overview.MENU
_ONE = re.compile(
    r"r[eé]clamations? (?:n ?° ?)?(\d{1,18})(?: (vers[eé]e?|revenue?|dire)(?: (.+))?)?", re.DOTALL | re.IGNORECASE
)


async def tell_finance(turn: Turn, claim: Claim) -> None:
    """Tell those who may answer that a claim was made; at night in their morning."""
    said = tr("📮 {name} dit n'avoir pas reçu son paiement :", name=Raw(claim.first_name or "?"))
    said += Message((line(claim, turn.now),))
    said = said.with_choices(Choice(f"/paiements reclamation {claim.id}", "🔎 Regarder", also=_LOOK), MENU, columns=2)
    for chat in await contact_routing.who_may(turn.uow, "approve payouts", hubers=False):
        await turn.notify_after_quiet_hours(chat, said, purpose="alert")


async def read(turn: Turn, rest: str) -> bool:
    """`paiements reclamations`: the open claims. `paiements reclamation 3`: one, with its evidence; followed by
    `versee`, `revenue` or `dire TEXTE`: answer it. False: the text is none of these."""
    if fold(rest) in ("reclamations", "reclamation"):
        await _list(turn)
        return True
    found = _ONE.fullmatch(rest)
    if found is None:
        return False
    number, deed, words = int(found[1]), (found[2] or "").casefold(), (found[3] or "").strip()
    if deed.startswith("vers"):
        await asking.ask(turn, CONFIRM, claim=number)
    elif deed.startswith("revenu"):
        await asking.ask(turn, GIVE_BACK, claim=number)
    elif deed == "dire" and words:
        await asking.ask(turn, ANSWER, claim=number, words=words)
    else:
        await _show(turn, number, how=deed == "dire")
    return True


_SHOWN = re.compile(r"/paiements (reclamation \d{1,18})(?: \w+)?")
_TELL = re.compile(
    r"(?:dis|dites|r[ée]ponds|[ée]cris)[- ]lui\b\s*(?:(?::|que\b|qu['’])\s*)?(.*)", re.IGNORECASE | re.DOTALL
)
_PAID = re.compile(
    r"(?:(?:mais|non|si|ca|elle|il|l argent|deja) )*(?:c est|est|a ete|l a|a) (?:bien |deja |pourtant )*"
    r"(?:paye|verse|envoye|parti|arrive|recu)\w*(?: (?:pourtant|deja|hier))?"
)


async def below(turn: Turn, text: str) -> str | None:
    """What stands for « paiements » when a text is about the one claim that the last message shows: « dis-lui que ça
    arrive lundi », « c'est payé pourtant ». None if it is about none."""
    shown = {found[1] for choice in await screens.offered(turn) if (found := _SHOWN.fullmatch(choice.id)) is not None}
    if len(shown) != 1 or not permissions.may(turn.person, "approve payouts"):
        return None
    claim = next(iter(shown))
    if (told := _TELL.fullmatch(text.strip())) is not None:
        whole = bool(told[1]) and not fold(told[1]).startswith(("de ", "d "))  # « d'attendre » is no sentence
        return f"{claim} dire {told[1] if whole else ''}".strip()
    if _CONFIRMED.fullmatch(fold(text)):
        return f"{claim} versee"
    if _RETURNED.fullmatch(fold(text)):
        return f"{claim} revenue"
    return claim if _PAID.fullmatch(fold(text)) else None


async def _list(turn: Turn) -> None:
    found = await service.waiting(turn.uow, turn.person, SHOWN_CLAIMS)
    if not found:
        await turn.say(tr("Aucune réclamation n'attend. 👏").with_choices(PAYMENTS, MENU, columns=2))
        return
    said = tr("📮 *Réclamations*, les plus pressées d'abord")
    for each in found:
        said += Message((line(each, turn.now),))
    open_ = [Choice(f"/paiements reclamation {each.id}", Tr("🔎 N° {n}", {"n": str(each.id)})) for each in found]
    await turn.say(said.with_choices(*open_, PAYMENTS, columns=2))


def line(found: Claim, now: datetime) -> Tr:
    """A claim in two lines: whose it is and what was promised, and the payment."""
    shown: dict[str, Value] = {
        "number": str(found.id),
        "name": Raw(found.first_name or "?"),
        "person": str(found.person_id),
        "promised": found.promised,
        "sum": found.amount,
        "tail": Raw(found.tail),
        "date": local_day(found.paid_at or found.sent_at or found.opened_at, found.zone),
    }
    if found.late(now):
        head = Tr("⏰ *N° {number}* · {name} (n° {person}), promise pour le {promised}, *en retard*", shown)
    else:
        head = Tr("*N° {number}* · {name} (n° {person}), promise pour le {promised}", shown)
    return lines(head, Tr("{sum} → …{tail}, payés le {date}", shown))


_CONFIRMED = re.compile(
    r"(?:wave|pawa ?pay|(?:le|la|leur) (?:service|banque|support)|l operateur|orange(?: money)?|mtn|moov|ils)"
    r" (?:me |m |nous )?(?:a |ont )?"
    r"(?:dit|dis(?:ent)?|confirm\w*|repond\w*|assure)(?: (?:que |qu )?(?:(?:c|il|elle|tout|l argent|le paiement) )?"
    r"(?:est |a ete |l a )?(?:bien |deja )*(?:paye|verse|arrive|recu|passe|livre|ok|bon)\w*)?"
)
_RETURNED = re.compile(
    r"(?:(?:non|oui|en fait|mais) )*(?:(?:c|ca|il|l argent|le paiement|la paie|tout) )?(?:est |a ete )?(?:bien |deja )*"
    r"(?:revenu|rembourse|retourne|renvoye)\w*(?: (?:chez nous|a nous|sur (?:le|notre) compte))?"
)
"""What the provider says of the payment: the deed that it leads to is asked about."""


async def _show(turn: Turn, number: int, *, how: bool = False) -> None:
    try:
        found = await service.one(turn.uow, turn.person, number)
    except NotFound:
        await turn.say(_none(number))
        return
    said = tr("📮 *Réclamation*") + _evidence(found, turn.now)
    if found.closed_at is not None or not permissions.may(turn.person, "approve payouts"):
        await turn.say(said.with_choices(CLAIMS, MENU, columns=2))
        return
    if await others.is_own_pay(turn.uow, turn.person, found.person_id):
        await turn.say((said + overview.OWN).with_choices(CLAIMS, MENU, columns=2))
        return
    said += tr("Pour lui écrire : « paiements reclamation {n} dire … »", n=str(number))
    if how:
        said += tr("Écris la suite sur la même ligne, après « dire ».")
    await turn.say(
        said.with_choices(
            Choice(
                f"/paiements reclamation {number} versee",
                "✅ Le service confirme",
                also=("versée", "payée", "confirmée"),
            ),
            Choice(
                f"/paiements reclamation {number} revenue",
                "↩️ Revenu, à rendre",
                also=("revenue", "rendue", "retournée"),
            ),
            CLAIMS,
            columns=2,
        )
    )


def _evidence(found: Claim, now: datetime) -> Message:
    told = [line(found, now)]
    told.append(Tr("Paiement n° {number}, clé {key}", {"number": str(found.payout_id), "key": Raw(str(found.key))}))
    if found.provider is not ProviderName.FILES:
        shown: dict[str, Value] = {
            "provider": overview.provider(found.provider),
            "reference": Raw(found.reference or "–"),
        }
        told.append(Tr("{provider}, sa référence : {reference}", shown))
    if found.sent_at is not None:
        told.append(Tr("Envoyé : {at}", {"at": found.sent_at}))
    if found.paid_at is not None:
        told.append(Tr("Le service l'a dit payé : {at}", {"at": found.paid_at}))
    if found.state is PayoutState.FAILED:
        told.append(Tr("Revenu. Raison : {reason}", {"reason": Raw(found.reason or "–")}))
    told.append(Tr("Elle dit non reçu : {at}", {"at": found.opened_at}))
    if found.outcome is not None and found.closed_at is not None:
        told.append(Tr("{how} : {at}", {"how": OUTCOMES[found.outcome], "at": found.closed_at}))
    return Message((lines(*told),))


OUTCOMES: Mapping[ClaimOutcome, Tr] = {
    ClaimOutcome.ARRIVED: Tr("Close, elle l'a reçu"),
    ClaimOutcome.CONFIRMED: Tr("Close, le service a confirmé"),
    ClaimOutcome.RETURNED: Tr("Close, l'argent est revenu dans ses gains"),
}


# --- confirmations ---------------------------------------------------------------------------------------

CONFIRM, GIVE_BACK, ANSWER = "confirm claim", "give back claim", "answer claim"


async def _found(turn: Turn, arguments: Arguments) -> Claim | Message:
    """The open claim, or why this person cannot answer it."""
    runs.may_act(turn.person)
    number = int(arguments["claim"])
    try:
        found = await service.one(turn.uow, turn.person, number)
    except NotFound:
        return _none(number)
    if found.closed_at is None:
        own = await others.is_own_pay(turn.uow, turn.person, found.person_id)
        return overview.OWN.with_choices(CLAIMS, MENU, columns=2) if own else found
    said = tr("Cette réclamation est déjà close :") + _evidence(found, turn.now)
    return said.with_choices(CLAIMS, PAYMENTS, columns=2)


def _none(number: int) -> Message:
    return tr("Il n'y a pas de réclamation n° {n}.", n=str(number)).with_choices(CLAIMS, MENU, columns=2)


async def _preview_confirm(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _found(turn, arguments)
    if isinstance(found, Message):
        return found
    if found.paid_at is None:
        return None
    return Proposal(
        tr("Clore cette réclamation ? Je lui dis que le service confirme, avec la clé.") + _evidence(found, turn.now)
    )


async def _confirm(turn: Turn, arguments: Arguments) -> Message:
    try:
        found = await service.confirm(turn.uow, turn.person, int(arguments["claim"]), turn.now, turn.channel)
    except BadInput as error:
        return _why(turn, error)
    return _done(tr("✅ Réclamation n° {n} close, elle est prévenue.", n=str(found.id)))


async def _preview_give_back(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    found = await _found(turn, arguments)
    if isinstance(found, Message):
        return found
    if found.state is not PayoutState.PAID:
        return None
    said = tr("Le service de paiement a bien repris cet argent ? Il revient alors dans ses gains.")
    return Proposal(said + _evidence(found, turn.now))


async def _give_back(turn: Turn, arguments: Arguments) -> Message:
    try:
        found = await service.give_back(turn.uow, turn.person, int(arguments["claim"]), turn.now, turn.channel)
    except BadInput as error:
        return _why(turn, error)
    said = tr("↩️ {sum} sont de nouveau dans ses gains, elle est prévenue.", sum=found.amount)
    return _done(said)


async def _preview_answer(turn: Turn, arguments: Arguments) -> Proposal | Message:
    found = await _found(turn, arguments)
    if isinstance(found, Message):
        return found
    said = tr("Écrire ceci à {name} ? Sa réclamation reste ouverte.", name=Raw(found.first_name or "?"))
    return Proposal(said + Message((Raw(str(arguments["words"])),)))


async def _answer(turn: Turn, arguments: Arguments) -> Message:
    number, words = int(arguments["claim"]), str(arguments["words"])
    try:
        await service.answer(turn.uow, turn.person, number, words, turn.now, turn.channel)
    except BadInput as error:
        return _why(turn, error)
    return _done(tr("✉️ C'est envoyé. Sa Huber, ou l'équipe si elle n'en a pas, le lit aussi."))


def _done(said: Message) -> Message:
    return said.with_choices(CLAIMS, MENU, columns=2)


def _why(turn: Turn, error: BadInput) -> Message:
    (why,) = faults.lines(error, "", turn.person.language)
    return Message((Raw(why),)).with_choices(CLAIMS, MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    CONFIRM: Confirmation(_preview_confirm, _confirm),
    GIVE_BACK: Confirmation(_preview_give_back, _give_back),
    ANSWER: Confirmation(_preview_answer, _answer),
}
