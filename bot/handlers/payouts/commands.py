"""`paiement`: where she is paid, and the state of her payments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.db.payouts import destinations as destination_rows
from backend.domain.days import local_day
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr
from backend.domain.money import Money, francs
from backend.domain.payouts import eligibility, reasons
from backend.domain.payouts.claims import Claim
from backend.domain.payouts.destinations import DestinationKind, DestinationNamed, NameDestination
from backend.domain.payouts.providers import LABELS, ProviderName
from backend.domain.payouts.reasons import Cause
from backend.domain.people import permissions
from backend.domain.threads.commands import WriteToHuber
from backend.records import replace
from backend.services.earnings import savings
from backend.services.identity import identity_verification
from backend.services.identity import linking as linking_service
from backend.services.payouts import claims as claim_service
from backend.services.payouts import destinations as service
from backend.services.payouts import guides as guide_service
from backend.services.payouts import keys as key_service
from backend.services.payouts import leavers
from backend.services.payouts.timing import rhythms
from backend.services.threads import service as threads_service
from bot.flows.engine import denials
from bot.flows.payouts import destination, number_words, rhythm_words
from bot.handlers.engine import flow_engine, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context
from bot.handlers.payouts import arrival, guides, rhythm, screen
from bot.handlers.payouts import claims as staff_claims
from bot.handlers.payouts import runs as admin_runs
from bot.handlers.threads import relaying
from bot.i18n.render import plain

MENU = Choice("/menu", "Menu")
_ARRIVED = re.compile(r"(pas )?recue? (\d{1,18})")
GAINS = Choice("/gains", "Mes gains")
HUBER = Choice("/huber", "✍️ Écrire à ma Huber")
OTHER_NAME = "wallet in another name"
"""The event that her wallet is in another name."""
CHOSEN = Tr("🔒 L'endroit où va ta paie vient d'être choisi sur *{chat}*.")
CHANGES = ("changer", "change", "modifier")
NUMBER = re.compile(r"(?:(?:changer?|modifier|pour|en|sur|par|au|le|c est) )*((?:[a-z]+ ){0,3}\d(?: ?\d){7,})")

_AND_NAME = re.compile(r"\d(?: ?\d){7,} [a-z ]{3,60}")
"""« 07 01 02 03 04 Awa Koné »."""


def is_sentence(rest: str, _context: Context) -> bool:
    """Whether the text is an answer that only begins with the word: « Paiement à la livraison »."""
    said = fold(rest)
    about = said in CHANGES or _ARRIVED.fullmatch(said) or NUMBER.fullmatch(said) or rhythm.is_about(rest)
    return not about


async def payment(turn: Turn, rest: str = "") -> None:
    """`paiement`: her payment destination, from when it is used, and her newest payments. If she has none, or wants to
    change it, ask for it."""
    currency = eligibility.currency_of(turn.person.country)
    if currency is None:
        said = tr("On ne peut pas encore envoyer de paie dans ton pays depuis ce chat.")
        said += tr("Tes gains sont comptés et restent à toi. Pour savoir comment ils se paient, écris « huber ».")
        await turn.say(said.with_choices(GAINS, HUBER, columns=2))
        return
    if (said_so := _ARRIVED.fullmatch(fold(rest))) is not None:
        await _arrived(turn, int(said_so[2]), yes=not said_so[1])
        return
    if await rhythm.answered(turn, rest, currency):
        return
    if (named := NUMBER.fullmatch(fold(rest))) is not None:
        await flow_engine.open_flow(turn, "destination", named[1])
        return
    if _AND_NAME.fullmatch(fold(rest)) is not None:
        await flow_engine.open_flow(turn, "destination", rest.strip())
        return
    standing = await service.standing(turn.uow, turn.person, await key_service.keys(turn.uow, turn.key_source))
    if standing.destination is None or rest.strip().casefold() in CHANGES:
        await flow_engine.open_flow(turn, "destination")
        return
    found = await rhythms.outlook(turn.uow, turn.person, turn.terms, turn.now)
    await turn.say(screen.shown(standing, standing.destination, found, turn.terms, turn.now, turn.person.zone))


async def written_below(turn: Turn, text: str) -> str | None:
    """What is written below the screen of her pay, or below the number that was just noted, where it can be changed:
    another number, « changer » where she says that it is wrong or somebody else's, or that she did not choose it, or
    when she wants to be paid. None if it is none of these."""
    wrong = number_words.says_wrong(text) or number_words.of_another(text)
    if denials.surely(text) or denials.of_an_event(text) or denials.barely(text):  # below « Ce n'est pas toi ? »
        wrong = wrong or await screens.begins_with(turn, CHOSEN)
    if number_words.of_the_name(text) and await screens.offers(turn, HUBER):  # the wallet is in another name
        wrong = True
    number = number_words.instead(text) or (CHANGES[0] if wrong else None)
    if number is not None and await screens.offers(turn, destination.CHANGE):
        return number
    when = rhythm_words.chosen(text)
    return when if when is not None and await rhythm.is_offered(turn) else None


async def _arrived(turn: Turn, number: int, *, yes: bool) -> None:
    """Record whether payment `number` has arrived. If not, it is a claim with a number and a promised day, which is
    written to her Huber for her, with the payment's details, and of which finance hears."""
    said_so = await claim_service.said(turn.uow, turn.person, number, turn.now, arrived=yes)
    if said_so is None:
        await turn.say(tr("Je ne trouve pas ce paiement.").with_choices(Choice("/paiement", "Voir ma paie"), MENU))
        return
    if yes:
        told = tr("Merci, c'est noté ! 💛")
        if said_so.claim is not None:
            told += tr("Ta réclamation n° {number} est fermée.", number=str(said_so.claim.id))
            await _tell_huber_it_came(turn, said_so.claim)
        mistaken = Choice(f"/paiement pas recu {number}", arrival.choices(number)[1].part)
        await turn.say(told.with_choices(GAINS, mistaken, MENU, columns=2))
        return
    claim = said_so.claim
    assert claim is not None
    if said_so.new:
        await _write_to_huber(turn, _claimed(claim))
        await staff_claims.tell_finance(turn, claim)
    elif said_so.again:
        wrong = Tr("Réclamation n° {claim} : je me suis trompée, je n'ai rien reçu.", {"claim": str(claim.id)})
        await _write_to_huber(turn, wrong)
    told = tr("C'est noté : réclamation n° *{number}*.", number=str(claim.id))
    if claim.promised < local_day(turn.now, turn.person.zone):
        told += arrival.late(claim.promised)
    else:
        told += tr(
            "Une personne cherche ton argent avec le service de paiement, et te répond le {date} au plus tard.",
            date=claim.promised,
        )
    told += tr("Il arrive entre-temps ? Touche « Reçu ».")
    received = Choice(f"/paiement recu {number}", "✅ Reçu")
    await turn.say(told.with_choices(received, Choice("/paiement", "Voir ma paie"), HUBER, columns=2))


async def _write_to_huber(turn: Turn, said: Tr) -> None:
    """Write to her Huber for her."""
    if permissions.may(turn.person, "write to the huber"):  # who works no more may have another role
        written = WriteToHuber(plain(said, turn.person.language, turn.person.zone))
        _, passing = await threads_service.write(turn.uow, turn.person, written, turn.waiting.id, turn.now)
        await relaying.pass_on(turn, passing)


async def _tell_huber_it_came(turn: Turn, claim: Claim) -> None:
    if not permissions.may(turn.person, "write to the huber"):
        return
    came = Tr("Réclamation n° {claim} : c'est réglé, j'ai reçu l'argent.", {"claim": str(claim.id)})
    words = plain(came, turn.person.language, turn.person.zone)
    passing = await claim_service.write_that_it_came(turn.uow, turn.person, claim, words, turn.waiting.id, turn.now)
    await relaying.pass_on(turn, passing)


def _claimed(claim: Claim) -> Tr:
    """What is written to her Huber for her."""
    return Tr(
        "Réclamation n° {claim} : paiement n° {number} de {sum}, envoyé le {date} sur le compte {which}. "
        "Je n'ai rien reçu.",
        {
            "claim": str(claim.id),
            "number": str(claim.payout_id),
            "sum": claim.amount,
            "date": local_day(claim.sent_at or claim.opened_at, claim.zone),
            "which": arrival.which(claim.tail),
        },
    )


async def claim_answered(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her what finance says about her claim. `payload`: as `claims` posts it."""
    number, payout = str(payload["claim"]), payload["payout"]
    if payload["outcome"] is None:
        said = tr("🔎 *Réclamation n° {number}*", number=number) + Message((Raw(payload["words"]),))
        said = said.with_choices(HUBER, Choice("/paiement", "Voir ma paie"), columns=2)
        await relaying.tell_her(turn, said, purpose="payment")
        return
    shown: dict[str, Value] = {
        "sum": Money(*payload["amount"]),
        "date": local_day(datetime.fromisoformat(payload["paid_at"]), turn.person.zone),
        "which": arrival.which(payload["tail"]),
    }
    said = tr("🔎 *Réclamation n° {number}*", number=number)
    said += tr("Le service de paiement confirme : {sum} versés le {date} sur le compte {which}.", **shown)
    said += tr("Montre cette référence à ton opérateur : {key}", key=Raw(payload["key"]))
    await turn.say(said.with_choices(*arrival.still_missing(payout), columns=2), purpose="payment")


async def told(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her that a payment has arrived or was returned. `payload`: `paid`, `amount` (the arguments of `Money`),
    `tail` (last characters of the destination), and for a returned one `reason`."""
    amount, which = Money(*payload["amount"]), arrival.which(payload["tail"])
    if payload["paid"]:
        said = tr("💵 Ta paie de *{sum}* est arrivée sur ton compte {which}.", sum=amount, which=which)
        number = payload["payout"]
        if aside := francs(*await savings.of_payment(turn.uow, turn.person, number)):
            said += tr("🌱 Et {sum} sont de côté pour ton projet.", sum=Francs(aside))
        said += tr("Tu l'as bien reçue ?")
        if (full := await guides.nearly_full(turn, number)) is not None:
            said += full
        await turn.say(said.with_choices(*arrival.choices(number), columns=2), purpose="payment")
        return
    said = tr("⚠️ Ta paie de *{sum}* n'est pas arrivée sur le compte {which}.", sum=amount, which=which)
    said += tr("Elle est de nouveau dans tes gains, rien n'est perdu. {why}", why=_why(payload["reason"]))
    if payload.get("claim"):
        said += tr("Ta réclamation n° {number} est fermée.", number=str(payload["claim"]))
    await turn.say(said.with_choices(Choice("/paiement", "Voir ma paie"), HUBER, columns=2), purpose="payment")


def _why(reason: str) -> Tr:
    """A provider's reason for returning a payment in plain words, with what she can do."""
    match reasons.cause(reason):
        case Cause.FULL:
            return Tr(
                "Ton compte mobile money est plein : vide-le un peu, ou fais-le identifier (écris « mon compte »)."
            )
        case Cause.BLOCKED:
            return Tr(
                "Ce compte est bloqué ou ne sert plus : vois ça avec ton opérateur, ou donne un autre numéro avec "
                "« paiement »."
            )
        case Cause.MINOR:
            return Tr("Ce compte est au nom d'une personne mineure : donne un compte à ton nom avec « paiement ».")
        case Cause.WRONG:
            return Tr("L'opérateur ne reconnaît pas ce numéro ou ce nom : vérifie-les avec « paiement ».")
        case Cause.OURS:
            return Tr(
                "Ce n'est pas à cause de toi : c'est notre compte chez l'opérateur. Tu es payée au prochain envoi."
            )
        case Cause.OTHER:
            return Tr("Le service de paiement l'a rendue. L'équipe essaie encore au prochain envoi.")


async def facts(turn: Turn, _state: destination.State) -> destination.Facts:
    """Load her country and whether she has a secret number."""
    has_pin = await identity_verification.has_pin(turn.uow, turn.person.id)
    return destination.Facts(turn.person.country, has_pin)


async def name(turn: Turn, command: NameDestination) -> DestinationNamed:
    """Store where her pay goes, and tell all her chats."""
    here = turn.waiting.contact_id
    assert here is not None, "she writes it in a chat"
    keys = await key_service.keys(turn.uow, turn.key_source)
    done = await service.name(turn.uow, turn.person, command, here, turn.channel, keys, turn.now)
    if command.kind is DestinationKind.ACCOUNT:
        await guide_service.reach(turn.uow, turn.person, "bank", turn.now)
    if command.kind is DestinationKind.PHONE:
        await turn.jobs.defer(turn.uow, "verify_holder", person_id=turn.person.id)
    label = Raw(await linking_service.label(turn.uow, turn.person.id, here))
    said = Message((replace(CHOSEN, values={"chat": label}),))
    if done.waits:
        said += tr("Rien n'y part avant {time}.", time=done.usable_at)
    said += tr("Ce n'est pas toi ? Écris vite « paiement » pour le changer, et parles-en à ta Huber.")
    await turn.tell_elsewhere(said.with_choices(destination.CHANGE, HUBER, columns=2))
    return done


async def change(turn: Turn, rest: str = "") -> None:
    """« changer mon momo », with the number or without: where she is paid from now on."""
    await payment(turn, f"changer {rest}".strip())


async def payments(turn: Turn, rest: str = "") -> None:
    """`paiements`: the runs of payments for staff; for hiteuses the same as `paiement`, of which it is a likely
    mistyping."""
    await (admin_runs.show if permissions.may(turn.person, "see payouts") else payment)(turn, rest)


async def own_or_all(turn: Turn, rest: str = "") -> None:
    """`paiement`: where she is paid; for staff who never earned anything the same as `paiements`."""
    owed = await leavers.may_be_paid(turn.uow, turn.person)
    await (payment if owed else payments)(turn, rest)


async def told_of_the_name(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her that the wallet where she wants to be paid is in another name than she wrote, unless she has named
    another place since. `payload`: `destination`, `tail` and `provider`."""
    kept = await destination_rows.current(turn.uow, turn.person.id)
    if kept is None or kept.id != payload["destination"]:
        return
    said = tr(
        "⚠️ Chez {provider}, le compte qui finit par {tail} n'est pas au nom que tu as écrit.",
        provider=Raw(LABELS[ProviderName(payload["provider"])]),
        tail=Raw(payload["tail"]),
    )
    said += tr("Relis le numéro et le nom. S'ils sont faux, touche « Changer » : sinon ta paie peut revenir.")
    await turn.say(said.with_choices(destination.CHANGE, HUBER, columns=2), purpose="payment")
