"""What is asked of pay that the product does not do, or does for nothing: fees, cash, an advance or a loan, undoing it;
by which ways it can be received, in which currency, and from which sum on.

A text is one of these if it has a word of the matter, somebody who asks, and no words besides those that go with them.
So « le client paie en espèces » stays what it is, an answer to a task."""

from __future__ import annotations

import re
from itertools import pairwise

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent
from backend.records import Record

MOST_SIGNS = 100
"""A longer text tells something."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BESIDE = _set(
    "bonjour bonsoir salut svp stp merci et mais moi alors donc est ce que qu c ca il y a t ya on je j tu"
    " vous ils de d du des le la l les un une mon ma mes ton votre vos me m en par pour sur dans avec si au"
    " aussi ici encore vraiment s te plait peut peux pouvez pouvons veux voudrais vais va faut dois doit"
    " possible moyen comment quand quel quelle quels quelles quoi combien sont avoir recevoir etre faire fait"
    " argent paie paye paies paiement paiements gains salaire travail compte transfert depot retrait retirer"
    " retire envoyer envoi recois ai as avez sans petit petite peu chaque fois wave orange money momo mtn moov"
)
"""Words that go with any of these."""


class _Matter(Record):
    """`of`: words of which a text has one. `asks`: and one of these, or a question mark. `also`: more words that it may
    have. `not_after`: words behind which those of the matter mean something else. `figures`: it may name a sum."""

    intent: Intent
    of: frozenset[str]
    asks: frozenset[str]
    also: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    figures: bool = False


_ASKS = _set("y ya combien quel quelle quels quoi comment")
_HERS = _set("je j on tu vous me m mon ma mes moi ca possible moyen")
_PURPOSES = _set(
    "donner donne donnez demander besoin aurais pourrais manger loyer ecole enfant enfants taxi transport"
    " medicament medicaments hopital aujourd hui demain urgent urgence faites fais f fcfa cfa francs franc"
    " semaine mois"
)
_IN_HAND = _set(
    "main mains propre propres donner donne donnez payer payez payes payee payees toucher prendre prefere"
    " aimerais venir chercher seulement"
)
_TAKES = _set("prends prenez prend prennent coupe coupes coupez coupent retenez enlevez")
_BACK = _set("rembourse rembourses remboursez rembourser remboursee remboursement")
_MATTERS = (
    _Matter(
        "data",
        _set("mega megas mo data datas forfait forfaits connexion connexions internet credit unites"),
        _BACK | _set("qui"),
        _BACK | _set("qui payez payes payer"),
    ),
    _Matter("fees", _set("frais commission commissions"), _ASKS | _HERS, _TAKES | _set("payer qui")),
    _Matter("fees", _TAKES | _set("pourcentage"), _set("combien pourcentage"), _TAKES | _set("pourcentage dessus")),
    _Matter("cash", _set("espece especes cash liquide billets"), _HERS, _IN_HAND),
    _Matter("cash", _set("propre propres"), _HERS, _IN_HAND),
    _Matter(
        "advance",
        _set("avance avances acompte pret prets"),
        _HERS | _set("svp stp sur"),
        _PURPOSES,
        not_after=_set("j je on ca c d en nous est suis tout"),
        figures=True,
    ),
    _Matter(
        "advance",
        _set("avancer avancez avances preter prete pretes pretez"),
        _set("m me moi argent"),
        _PURPOSES,
        not_after=_set("j je on ca c est suis tout"),
        figures=True,
    ),
)


_WE = r"(?:(?:vous|on|tu|hiteuses|isahit|l equipe|wave|orange|mtn) (?:m |l )?(?:avez|ave|a|as|ont) )"
_GIVEN = r"(?:paye(?:e|s|es|r)?|verse|donne|envoye|transfere|credite)"
_TWICE = r"(?:trop|(?:deux|2) fois|double|en double|en trop)"
_SUM = r"(?:(?:d |de l |l |la |ma |mon |le |cet )?(?:argent|paie|paye|paiement|somme|transfert|depot) ?)?"
_PAYMENT = r"(?:paie|paye|paiement|paiements|paiment|versement|virement|transfert|depot)"
_UNDONE = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|svp|stp|merci|mais|ah|oh|eh|pardon|je crois|je pense|je crois que|je pense que) )*"
    r"(?:"
    rf"{_WE}(?:encore )?(?:(?:{_TWICE}) {_GIVEN}|{_GIVEN} {_SUM}{_TWICE})(?: {_TWICE})?(?: d argent)?"
    rf"|j ai (?:ete {_GIVEN}|recu|eu|touche) {_SUM}{_TWICE}(?: d argent)?"
    rf"|(?:j |(?:il )?faut |je veux )?annule[rz]? (?:ma|mon|mes|la|le) {_PAYMENT}"
    r"|(?:(?:je |j )?(?:veux |dois |peux |vais |voudrais |faut |comment )?(?:te |vous )?)"
    r"(?:rends?|rendre|rendez|reprends?|reprenez|reprendre|retourner?|rembourser?|redonner|renvoyer)"
    r"(?: vous| toi)? (?:l|votre|ton|cet|la|le) (?:argent|paie|paye|paiement|somme|surplus|trop percu|transfert)"
    r")(?: (?:svp|stp|merci|deja|hier|aujourd hui|ce mois|cette semaine|la|non|pardon))*"
)


def undoes(text: str) -> bool:
    """Whether a text wants pay undone, or says that too much came: « annule ma paie », « vous m'avez trop payée »."""
    return len(text) <= MOST_SIGNS and _UNDONE.fullmatch(fold(text)) is not None


_WALLET = (
    r"(?:wave|(?:orange|mtn|moov|airtel|free|mobile|tigo|africell|celtis|express union) ?(?:money|mobile)?|momo|om"
    r"|m ?pesa|mvola|flooz|t ?money|mixx|mobicash|vodacom|coris(?: money)?|ecobank|(?:mon |un )?compte(?: bancaire"
    r"| en banque| banque)?|(?:ma |la |une )?banque|virement(?: bancaire)?)"
)
_ABROAD = (
    r"(?:western ?(?:union)?|money ?gram|ria|paypal|payoneer|skrill|wise|crypto\w*|bitcoins?|usdt|binance|cheques?"
    r"|mandats?|(?:la )?poste|(?:la |une |ma )?(?:carte )?(?:visa|mastercard|uba|prepayee))"
)
_OPENS = r"(?:(?:bonjour|bonsoir|salut|svp|stp|mais|et|alors|donc|est ce qu[ei]?|esk|euh|moi) )*"
_HER_PAY = r"(?:(?:mon|l|de l|ma|la|mes|le|cet) ?(?:argent|paie|paye|gains|salaire|paiement) )?"
_BY = r"(?:(?:directement )?(?:sur|par|avec|via|en|dans|a|chez) (?:(?:mon|un|le|une|ma|numero|num) )*)"
_ENDS = (
    r"(?: (?:svp|stp|merci|aussi|ici|possible|c est possible|ca marche|au (?:benin|togo|mali|senegal|cameroun|congo)))*"
)
_WAYS = re.compile(
    rf"{_OPENS}(?:"
    rf"(?:je|on) (?:peux|peut|peu|pourrais|puis|pourra) (?:le |la |l )?(?:etre payee?s?|recevoir|toucher|avoir)"
    rf" {_HER_PAY}{_BY}(?:{_WALLET}|{_ABROAD})"
    rf"|(?:tu|vous|on) (?:(?:peux|peut|pouvez|pourrais|pourriez) (?:me |m |nous )?(?:payer|envoyer|verser|transferer)"
    rf" {_HER_PAY}{_BY}|(?:me |nous )?(?:payez|paies|paie|payes|envoyez|envoies|versez) {_HER_PAY}{_BY}"
    rf"|(?:acceptez|prenez|faites|utilisez|acceptes|prends) )(?:{_WALLET}|{_ABROAD})"
    rf"|(?:(?:paye[rz]?|paie|envoye[rz]|envoie|verse[rz]?|transfere[rz]?)(?: moi| nous)? {_HER_PAY}"
    rf"|je (?:veux|voudrais|prefere|aimerais) (?:(?:etre payee?|recevoir|toucher|avoir) )?{_HER_PAY}){_BY}?{_ABROAD}"
    rf"|(?:par |sur |avec |via )?(?:{_WALLET}|{_ABROAD}) (?:c est )?"
    rf"(?:possible|ca (?:marche|passe|va|peut aller)|marche|est accepte\w*|accepte\w*)"
    rf"|(?:par )?{_ABROAD} (?:svp|stp)"
    rf"){_ENDS}"
)
"""« Je peux recevoir sur moov », « payez-moi par western union », « orange money ça marche ? »."""


def asks_way(text: str) -> bool:
    """Whether a text asks by which ways she can be paid, or wants one by which nobody is paid."""
    return len(text) <= MOST_SIGNS and _WAYS.fullmatch(fold(text)) is not None


_THEIRS = (
    r"(?:ariarys?|ar|mga|(?:francs?|f) congolais|fc|cdf|(?:francs?|f) guineens?|fg|gnf|dollars?|usd"
    r"|(?:ma|mon|notre|la) monnaie(?: a (?:moi|nous)| d ici| du pays| de (?:mon|notre) pays| locale)?)"
)
_OURS = r"(?:f ?cfa|cfa|francs? cfa|xof|xaf|francs?|euros?)"
_WHICH_ONE = r"(?:quelle?|kel) (?:monnaie|devise)"
_COMES_TO = r"(?:(?:ca|sa|cela) (?:fait|donne|vaut)|c ?est|c|vaut)"
_RATE = (
    r"(?:(?:c est (?:quoi|combien)|quel est|combien est|c est quel|quel) )?(?:(?:le|votre) )?taux"
    r" (?:de change|du change|du jour|d aujourd hui)"
)
_PAID_IN = (
    r"(?:(?:vous|tu|on) (?:me |m |nous )?(?:paye[rz]?|paies?|compte[sz]?|envoye[rz]|envoies?)"
    r"|(?:je|on) (?:suis|est|serai|sera|vais etre|veux etre|voudrais etre|prefere etre|peux etre) payee?s?"
    r"|je (?:veux|voudrais|prefere|peux) (?:recevoir|toucher|avoir)"
    r"|(?:ma|mes|mon) (?:paie|gains|argent)(?: (?:est|sont))?)"
    r"(?: (?:mon argent|ma paie|mes gains|moi|nous))?"
)
_CURRENCY = re.compile(
    rf"{_OPENS}(?:"
    rf"(?:\d[\d ]{{0,11}}(?:{_OURS} )?)?(?:{_COMES_TO} )?combien (?:{_COMES_TO} )?(?:en|dans) {_THEIRS}"
    rf"|en {_THEIRS} (?:{_COMES_TO} )?combien(?: {_COMES_TO})?"
    rf"|{_RATE}"
    rf"|pourquoi (?:(?:c est|c|tout est|mes gains sont|mon argent est|vous comptez|tu comptes|vous parlez|vous payez"
    rf"|vous ecrivez|tu ecris) )?(?:en|des) {_OURS}"
    rf"|{_PAID_IN} en (?:{_THEIRS}|{_WHICH_ONE})"
    rf"|(?:c est|c|en) (?:en )?{_WHICH_ONE}"
    rf"|c est quoi (?:(?:le|la|les|ca|un|des) )?(?:f ?cfa|cfa|francs? cfa)"
    rf"){_ENDS}"
)
"""« 2644 c'est combien en ariary », « pourquoi c'est en F CFA », « vous payez en dollars »."""


def asks_currency(text: str) -> bool:
    """Whether a text asks in which currency she is paid, or what her pay is in her own."""
    return len(text) <= MOST_SIGNS and _CURRENCY.fullmatch(fold(text)) is not None


_TO_BE_PAID = (
    r"(?:(?:pour|avant d|avant de) (?:(?:etre|qu on|que vous) )?(?:me )?(?:payee?s?|payer|payez|paiement|la paie"
    r"|recevoir|retirer|toucher|avoir)(?: (?:mon|ma|l|son) ?(?:argent|paie))?)"
)
_LEAST = re.compile(
    rf"{_OPENS}(?:"
    rf"(?:(?:c est|c|il faut|faut|je dois avoir|on doit avoir) )?(?:combien|quoi) (?:(?:au|le|c est le|de) )?minimum"
    rf" {_TO_BE_PAID}"
    rf"|(?:c est (?:quoi|combien) |quel est )?(?:le )?(?:minimum|montant minimum|minimum de (?:paie|paiement|retrait))"
    rf"(?: {_TO_BE_PAID})?(?: (?:c est|c) (?:combien|quoi))"
    rf"|(?:c est (?:quoi|combien)|quel est) le (?:montant )?minimum(?: {_TO_BE_PAID})?"
    rf"|(?:a partir|apartir) de combien (?:(?:on|je|vous|tu) )?(?:(?:peux|peut|est|suis|me|nous) )*"
    rf"(?:(?:etre )?(?:payee?s?|payer|payez)|retirer|recevoir)"
    r"|(?:(?:il faut|faut|je dois|on doit) (?:avoir |gagner )?combien|combien (?:il )?faut(?: avoir| gagner)?)"
    rf" {_TO_BE_PAID}"
    rf"){_ENDS}"
)
"""« Combien minimum pour être payée », « à partir de combien on est payé »."""


def asks_least(text: str) -> bool:
    """Whether a text asks from which sum on she is paid."""
    return len(text) <= MOST_SIGNS and _LEAST.fullmatch(fold(text)) is not None


_WHICH = rf"(?:quel|kel|quelle|lequel) (?:numero|num|{_WALLET})"
_GOES = r"(?:envo[iy]\w*|pay\w*|vers\w*|arriv\w*|va|part\w*|depos\w*|recois|recevoir|recu)"
_PAY = r"(?:argent|paie|paye|salaire|paiement|gains?|sous)"
_IT = (
    r"(?:(?:(?:est ce )?qu?e?|vous|tu|on|je|l|m|me|la|le|les|avez|as|ai|a|est|allez|vas|va|ete|sera|mon|ma|mes"
    rf"|{_PAY}) )*"
)
_WHERE = re.compile(
    rf"{_OPENS}(?:c est )?(?:(?:sur|vers|a|dans) )?{_WHICH} {_IT}{_GOES}(?: (?:mon|l|ma|la|mes|le) {_PAY})?{_ENDS}"
    rf"|{_OPENS}{_IT}{_GOES} {_IT}(?:sur|a|vers|dans) {_WHICH}{_ENDS}"
    rf"|{_OPENS}(?:c est )?sur {_WHICH}{_ENDS}"
)
"""« Vous l'avez envoyé sur quel numéro », « ma paie va sur quel compte »."""


def asks_where(text: str) -> bool:
    """Whether a text asks on which number or account her pay is sent."""
    return len(text) <= MOST_SIGNS and _WHERE.fullmatch(fold(text)) is not None


def asked(text: str) -> Intent | None:
    """Which of these a text asks for; None if it asks for none."""
    if len(text) > MOST_SIGNS:
        return None
    if asks_way(text):
        return "ways"
    if asks_currency(text):
        return "currency"
    if asks_least(text):
        return "payday"
    if undoes(text):
        return "undo"
    words = fold(" ".join(vocabulary().words(text))).split()
    return next((each.intent for each in _MATTERS if _is_about(each, words, "?" in text)), None)


def _is_about(matter: _Matter, words: list[str], mark: bool) -> bool:
    said = frozenset(word for word in words if not (matter.figures and word.isdecimal()))
    named = [before for before, word in pairwise(("", *words)) if word in matter.of]
    if not named or said - matter.of - matter.also - _BESIDE or set(named) & matter.not_after:
        return False
    return mark or bool(said & matter.asks)
