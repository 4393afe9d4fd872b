"""How a woman says that her Huber, or somebody else here, treats her badly: « ma huber m'insulte ». Nobody is told to
write that to her Huber."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.domain.french.spelling import fold

_WANTED = (
    r"(?:de l argent|d argent|de largent|des? (?:l )?argent|mon argent|l argent|(?:les|des|mes) sous|ma paie|ma paye"
    r"|mon (?:salaire|code|pin|mot de passe)|(?:des|mes) photos?|une photo|une commission|sa part"
    r"|une part(?:ie)?|la moitie|un pourcentage|un cadeau|coucher|payer|cotiser|sortir avec|largent|du credit|\d+\w*)"
)
_PAYING = r"(?:pa[iy]\w*|(?:donn|envo|vers|depos)\w* (?:lui )?(?:de l argent|des sous|l argent|\d+)|couche\w*|cotis\w*)"
_ILL = (
    r"(?:insult\w*|menac\w*|dragu\w*|harcel\w*|agress\w*|humili\w*|bless\w*|frap+\w*|gifl\w*|escroqu\w*|arnaqu\w*"
    r"|parle (?:tres |trop )?mal|mal parle|manqu\w* (?:de |le )?respect|trait\w* (?:mal|de)|cri\w* (?:dessus|sur moi)"
    r"|(?:du )?chantage|(?:fait|faire) (?:nous |me )?payer"
    r"|(?:appel|ecri|telephon|bip|reveil|envo)\w* (?:\w+ ){0,4}(?:la|les|en pleine|de|chaque) nuits?"
    r"|violente?|me touche|m a touchee|m a tapee?|me tape|me suit|se moque de (?:moi|nous)|raconte ma vie"
    r"|(?:donn|vend|montr)\w* (?:mon|mes|nos) (?:numeros?|photos?)|(?:utilis\w*|travaill\w* (?:avec|sur)) mon compte"
    r"|(?:a|connait|garde) mon (?:code|mot de passe)|m a pris mon (?:telephone|code|compte)"
    r"|(?:ecri|envo|di[st]|raconte)\w*(?: \w+){0,2} (?:choses|messages?|mots|photos?|trucs|images?) (?:tres |trop )?"
    r"(?:bizarres?|sales?|deplace\w*|sexuel\w*|osees?|nues?|choqu\w*|intimes?|coquins?)"
    r"|si (?:je|on|tu) (?:ne |n )?(?:pa[iy]|donn|accept)\w* pas"
    r"|vend\w* (?:les |des |nos |la |une |le |du )?(?:places?|codes?|comptes?|taches?|travail|boulot|inscriptions?)"
    r"|(?:demand|exig|reclam|veu|voulai|pren|pri|mang|vol|gard|retir|bouff)\w*(?: (?:moi|a tout le monde|aux \w+))?"
    rf" {_WANTED}"
    rf"|(?:veu|demand|exig|oblig|dit|forc)\w*(?: (?:que|qu|de|d|a|nous|je|j|on|doi\w*|il|elle|faut|lui|la))+ {_PAYING})"
)
_HUBER = (
    r"(?:(?:ma|la|le|mon|notre|cette|ce|une|un) (?:huber|hubert|houber|hubeur)|(?:la|une) (?:dame|femme) de hiteuses?"
    r"|(?:ma|notre) (?:uber|referente|responsable)"
    r"|(?:quelqu un|kelkun|celle|celui"
    r"|(?:la|le|une?|cette|ce) (?:dame|femme|fille|personne|monsieur|gars|homme|copine))"
    r" (?:(?:de |d )?(?:chez vous|chez hiteuses?|(?:votre|l|ton) (?:equipe|groupe)|(?:du|notre) groupe)"
    r"|qui m(?: a|a|e)? ?(?:inscri\w*|invit\w*|ajoute\w*|recrut\w*|fait (?:entrer|venir)"
    r"|donnee? (?:le|mon|un|l|ce) ?(?:code|invitation|lien|travail|numero))))"
)
_SOMEBODY = (
    rf"(?:quelqu un|kelkun|une personne|une dame|un monsieur|un homme|{_HUBER}|une huber|l equipe|un abus"
    r"|un harcelement|une insulte)"
)
_UNKIND = (
    r"(?:(?:est|et|e) (?:(?:tres|trop|vraiment|si|toujours|tellement) )*(?:mechante?|impolie?|malpolie?|desagreable"
    r"|agressive?|hautaine|malhonnete|fausse|raciste|injuste|mauvaise)"
    r"|(?:ne |n )?(?:m|me) (?:aime|respecte|supporte|considere) pas|me (?:deteste|hait|meprise|fait peur))"
)
_BEGINS = r"(?:(?:bonjour|bonsoir|salut|svp|stp|est ce (?:que|qu)|comment|et|mais|moi|je|j|on|jai|ai|peux|peut|puis) )*"
_MY_HUBER = r"(?:(?:de |d |ma |la |le |une |mon |cette |notre )*(?:huber|hubert|houber|hubeur|referente))"
_WANTS_ANOTHER = (
    rf"{_BEGINS}(?:(?:veux|veu|vx|voudrais|aimerais|dois|faire|pour) )*(?:chang\w*|remplac\w*) {_MY_HUBER}"
    r"(?: .{0,60})?"
    rf"|{_BEGINS}(?:veux|veu|vx|voudrais|aimerais|prefere|avoir|besoin d|demande) ?(?:avoir |d )?(?:une |un |l )?"
    rf"(?:autre|nouvelle) {_MY_HUBER}(?: .{{0,60}})?"
    rf"|{_BEGINS}(?:ne |n |en )?(?:veux|veu|vx) (?:pas|plus) (?:(?:de |d )?{_MY_HUBER}(?: la)?"
    rf"|(?:parler|travailler|ecrire|discuter|avoir affaire) (?:a|avec) {_MY_HUBER})(?: .{{0,60}})?"
    rf"|{_BEGINS}(?:ne |n )?(?:aime|supporte) (?:pas|plus) {_MY_HUBER}(?: .{{0,60}})?"
)
"""She wants another one, for whatever reason: it is the team that gives it to her."""
_SUBJECTLESS = (
    r"(?:(?:(?:la|elle|ne|n|me|m|ma|nous|a|se|vient de|est en train de|toujours|encore|trop|tout le temps|aussi"
    rf"|meme|deja|souvent|parfois) )*{_ILL}\b.{{0,120}}|(?:(?:la|elle) )?{_UNKIND}\b.{{0,60}})"
)
"""What is said of a Huber whose name or title comes before it: « Huber m'insulte »."""
_WITHOUT_SUBJECT = re.compile(_SUBJECTLESS)
_BEYOND_DOUBT = re.compile(
    rf"(?:.{{0,30}} )?{_HUBER} (?:.{{0,20}} )?{_ILL}\b.{{0,120}}"
    rf"|(?:.{{0,30}} )?(?:pa[iy]|donn|vers)\w* (?:.{{0,20}} )?(?:a )?{_HUBER} pour"
    r" (?:avoir|travailler|le travail|du travail|etre|garder|rester)\b.{0,60}"
    rf"|(?:.{{0,30}} )?peur de {_HUBER}(?: .{{0,40}})?"
    r"|(?:.{0,20} )?(?:j ai|jai|g|on a) (?:pa[iy]|donn|vers|envoy)\w* (?:de l argent |des sous |\d+\w* ){0,2}(?:a )?"
    rf"{_HUBER}"
    r"(?: .{0,40})?"
    r"|(?:(?:je|moi|bonjour|bonsoir) )*(?:veux |voudrais |dois |peux |comment |vais )?"
    rf"(?:signaler|denoncer|me plaindre d[eu]|porter plainte contre) {_SOMEBODY}(?: .{{0,40}})?"
    r"|(?:.{0,20} )?(?:quelqu un|kelkun|on|une? (?:dame|homme|monsieur|numero|personne|compte)|il|elle)"
    r" (?:(?:se|s est) fait? passer pour|pretend etre|dit qu (?:il|elle) est) (?:vous|toi|le bot|la plateforme"
    rf"|(?:de )?hiteuses?|(?:de )?l equipe|{_HUBER}|une huber)(?: .{{0,40}})?"
    rf"|(?:.{{0,30}} )?{_HUBER}(?: (?:\w+ ){{0,2}}| ){_UNKIND}\b.{{0,60}}|{_WANTS_ANOTHER}"
    rf"|(?:.{{0,20}} )?messages? de (?:{_HUBER}|l equipe) (?:.{{0,20}} )?(?:{_ILL}|choqu\w*|mal|pleurer)\b.{{0,20}}"
    rf"|(?:huber|hubert|houber|hubeur) {_SUBJECTLESS}"
)
_HOW_OFTEN = r"(?:(?:toujours|encore|trop|aussi|meme|deja|souvent|tout le temps|chaque fois|chaque jour|parfois) )*"
_BY_ANYBODY = re.compile(
    rf"(?:(?:bonjour|bonsoir|mais) )*(?:elle|il|on|quelqu un|kelkun|un (?:homme|monsieur|gars)|une (?:femme|dame)"
    r"|(?!tu |vous |qui |que |les |des |pourquoi |quand |combien )[a-z]{3,12}(?= (?:me|m|ma|m a|nous) ))"
    rf" (?:me |m |m a |ma |nous |(?=veu|exig|vend|fait payer)){_HOW_OFTEN}{_ILL}\b.{{0,60}}"
)


def told(text: str, *, loosely: bool, names: Iterable[str] = ()) -> bool:
    """Whether a text tells of it. `loosely`: the text is no answer anyway, so that « elle m'a insultée » does too.
    `names`: first names of her Hubers."""
    said = fold(text)
    for name in filter(None, map(fold, names)):
        said = re.sub(rf"\b(?:(?:la|tata|tantie|maman|madame|mme) )?{re.escape(name)}\b", "ma huber", said)
    return _BEYOND_DOUBT.fullmatch(said) is not None or (loosely and _BY_ANYBODY.fullmatch(said) is not None)


_NOT_FOR_HER = re.compile(
    rf"{_BEGINS}(?:ne |n )?(?:veux|veu|vx|voudrais) (?:pas|plus) (?:lui (?:parler|ecrire|dire)"
    r"|(?:(?:le|en|ca) )?(?:parler|ecrire|dire|discuter)(?: ca)? (?:a|avec) (?:elle|lui)"
    r"|qu ?(?:e )?(?:ce soit )?elle (?:qui )?(?:le |la |l )?(?:li\w+|voi\w+|sach\w+|repond\w*))(?: .{0,60})?"
    r"|(?:(?:non|mais|attends?|oups) )*(?:c est |c |c etait )?pas (?:a|pour) elle(?: .{0,60})?"
    rf"|{_BEGINS}(?:veux|veu|vx|voudrais|prefere) (?:parler|ecrire) a"
    r" (?:quelqu un d autre|une autre(?: personne)?|un autre)(?: .{0,60})?"
)


def not_for_her(text: str) -> bool:
    """Whether somebody who is about to write to her Huber says that she shall not read it: « je veux pas lui parler à
    elle », « c'est pas pour elle »."""
    return _NOT_FOR_HER.fullmatch(fold(text)) is not None


def of_the_word(rest: str) -> bool:
    """Whether what follows the word « huber » is said of a Huber, and is no letter to her: « huber m'insulte »."""
    return _WITHOUT_SUBJECT.fullmatch(fold(rest)) is not None
