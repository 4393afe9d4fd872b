"""Sentences that want a word of the chat without naming it: « j'ai deux téléphones » wants `lier`.

The whole text must be such a sentence, so that what only tells of something stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.french.lexicon import MONTHS
from backend.domain.french.schedules import AWAY
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels, not_meant
from backend.domain.messaging.intents import Intent
from backend.domain.people import place_names
from bot.flows.account import frame_questions, pay_questions
from bot.flows.engine.names import FAMILY
from bot.flows.payouts import number_words

_APP = "|".join(word for channel in channels.TABLE.values() for word in channel.words)
_OTHER_PHONE = (
    r"(?:(?:mon|ma|un|une|l|le|la) )?(?:autre|ancien(?:ne)?|nouveau|nouvelle|deuxieme|2e|2eme|vieux|vieille) ?"
    r"(?:numero|num|telephone|tel|phone|portable|sim|puce|messagerie|appli\w*)?"
)
_GREETS = r"(?:(?:bonjour|bonsoir|svp|stp|et|moi|mais|desolee) )*"
_I_WANT = rf"{_GREETS}(?:est ce que )?(?:(?:je|j|on) )?(?:(?:veux|voudrais|peux|prefere|aimerais) )?"
_AFTER = r"(?: (?:la|svp|stp|merci|ici|aussi|maintenant|chez vous|je crois|oh|hein|madame))*"
_GIVE_ME = (
    r"(?:(?:je veux|je voudrais|il me faut|il faut|donnez? moi|envoye[zr]? moi|envoie moi|j ai besoin d[eu]?"
    r"|je peux avoir|comment avoir|comment obtenir|avoir) )*(?:(?:un|une|l|la|mon|ma|mes|le|des) )?"
)
_ITS_NAME = r"(?:mot de passe|code(?: secret| pin)?|mdp|pin)"
"""Of the secret number."""
_KEEP = r"(?:avez|as|gardez|gardes|savez|sais|conservez|conserves|stockez)"
_PLACES = "|".join((*sorted({*place_names.named(), *place_names.elsewhere()}, key=len)[::-1], r"cote d ?ivoir\w*"))
_WALLET = "wave|momo|orange money|mtn|moov|mobile money"
_A_TIME = (
    r"(?:(?:cette|la) semaine(?: prochaine)?|ce (?:mois|week ?end)|ces jours(?: ci)?|\d+ (?:jours?|semaines?)"
    r"|(?:pendant|jusqu|avant) .{1,20})"
)
_MONTHS = "|".join(MONTHS)
_PAST = (
    rf"(?:(?:de |d |du |pour |en |au )?(?:(?:le |au )?mois de |le mois d )?(?:{_MONTHS})(?: (?:de )?20\d\d)?"
    r"|(?:de |d |du |pour )?(?:hier|avant hier"
    r"|(?:(?:la|le|l|ce|cette) ?)?(?:mois|semaine|an|annee) (?:dernier|derniere|passee?|d avant|precedente?)))"
)
"""A month, or a time before now."""
_HOW_LONG = (
    r"(?:(?:pendant )?(?:combien|cb|conbien|kombien) d ?e? ?(?:temps?|tps|jours|mois|annees)|jusqu a quand|longtemps)"
)
_FOR_ANOTHER = (
    r"(?:ma|mon|une|un|l) (?:petite? )?(?:fille|fils|soeur|frere|niece|neveu|enfant|cousine?|voisine?|eleve)"
    r" (?:(?:elle|il|qui) )?(?:de|a|n a que) (?:[1-7]\d|quatorze|quinze|seize|dix sept) ans"
)
_WHEN = r"(?:quand|combien de (?:temps|jours|mois|semaines))"
_MY_OWN = (
    r"(?:aurai|vais avoir|peux avoir|avoir|acheter|ouvrir) (?:mon|ma|mes) (?!(?:argent|paie|paye|paiements?|sous"
    r"|salaire|gains?|depot|virement|jetons?|certificats?|badges?|codes?)\b)\w+(?: (?:a|de|d|en) \w+)?"
)
"""What one asks for with « quand j'aurai mon… », and is neither pay nor a paper."""
_FRANCS = r"\d[\d ]*(?:f|fcfa|cfa|francs?|balles)"
_HAVE = r"(?:j ai|jai|g|j utilise) (?:aussi )?"
_DEVICE = r"(?:telephones?|tels?|portables?|phones?|smartphones?|tablettes?)"
_ON_IT = (
    r"(?: (?:est ce que )?(?:(?:et|mais|comment|je|on) )*(?:peux|peut|puis|voudrais|veux|faire)?(?: (?:je|aussi|pour))*"
    r" ?(?:travailler|bosser|continuer|utiliser|l utiliser|me connecter)(?: (?:la )?(?:dessus|avec|aussi))*)?"
)
_SEEKS = (
    r"(?:veux|veu|vx|voudrais|cherche) (?:juste |seulement )?"
    r"(?:gagner|travailler|bosser|du travail|de l argent|des sous)"
    r"(?: (?:de l argent|des sous|mnt|maintenant|direct|tout de suite|deja|vite))*"
)
_LEARNS = (
    r"(?:(?:de|d|d une|une|la|des|les) )?(?:apprendre|etudier|me former|formations?|cours|lecons?)"
    r"(?: (?:d abord|mnt|maintenant|encore))*"
)
ASKED: Mapping[str, re.Pattern[str]] = {
    "lier": re.compile(
        rf"{_GREETS}(?:j ai|jai|g|j avais) (?:deja |aussi )*(?:un |mon |1 )?compte"
        rf"(?: (?:ici|chez vous|hiteuses?))?(?: (?:sur|avec|dans) (?:{_APP}|{_OTHER_PHONE}))?{_AFTER}"
        rf"|{_GREETS}(?:j ai|jai|g|j utilise) (?:aussi )?(?:deux|2) "
        rf"(?:telephones?|tels?|numeros?|portables?|phones?|puces?|sims?|comptes?){_AFTER}"
        rf"|{_I_WANT}(?:continuer|passer|utiliser|travailler|ecrire|venir|te parler|vous parler)"
        rf"(?: (?:aussi|plutot|ici|maintenant))* (?:sur|avec|par|depuis) (?:{_APP}|{_OTHER_PHONE}){_AFTER}"
        rf"|{_I_WANT}(?:utiliser|mettre|prendre|avoir)(?: aussi)? (?:{_APP}){_AFTER}"
        rf"|{_GREETS}(?:est ce que )?(?:(?:mon compte|tu|vous|ca|on|hiteuses?|le travail|c) )+"
        rf"(?:marchez?|marches|fonctionnez?|fonctionnes|exist\w+|est|es|etes|va|peut aller)(?: t? ?il)?(?: aussi)? "
        rf"(?:sur|avec) (?:{_APP}){_AFTER}"
        rf"|{_GREETS}{_HAVE}(?:encore )?(?:un |1 )?(?:autre|deuxieme|second|2e|2 ?eme) {_DEVICE}{_ON_IT}{_AFTER}"
        rf"|{_I_WANT}(?:continuer|travailler|utiliser|me connecter|bosser) (?:sur|avec) (?:mes )?(?:deux|2) {_DEVICE}"
        rf"{_AFTER}|{_GREETS}(?:(?:je|j|jai|g|ai|vais|viens|veux|voudrais|de) )*chang\w* (?:de |d |mon |ma )?"
        rf"(?:(?:numero|num|compte)(?: de)? )?(?:{_APP}){_AFTER}"
        rf"|{_GREETS}(?:(?:{_HAVE}un|c est|voici|voila|mon|ma) )*(?:nouveau|autre) (?:(?:numero|num|compte)(?: de)? )?"
        rf"(?:{_APP})(?: (?:c est|c|est) (?:le )?[\d ]+)?{_AFTER}"
    ),
    "mesdonnees": re.compile(
        rf"{_GREETS}(?:quelles?|quels?|c est quoi les) (?:sont les )?"
        rf"(?:donnees?|infos?|informations?|renseignements?)(?: personnelles?)?(?: est ce)?(?: que?)? ?(?:vous |tu )?"
        rf"{_KEEP}(?: vous| tu)?(?: (?:sur|de) moi)?{_AFTER}"
        rf"|(?:qu est ce que|que|qu|kes ke|keske) (?:(?:vous|tu) )?{_KEEP}(?: (?:vous|tu))? (?:de|sur) moi{_AFTER}"
        r"|(?:je (?:veux|voudrais|peux)|donnez? moi|envoye[zr]? moi|envoie moi|montre[zr]? moi)"
        rf" (?:(?:voir|avoir|recevoir|telecharger|une copie de) )*(?:toutes )?mes (?:donnees|infos|informations)"
        rf"(?: personnelles)?(?: (?:en|au format) \w+)?{_AFTER}"
    ),
    "confidentialite": re.compile(
        rf"(?=.*\b(?:vous|tu|combien|cb|longtemps)\b){_GREETS}(?:est ce que )?"
        rf"(?:{_HOW_LONG} )?(?:(?:vous|tu|on|ca) )?(?:(?:re)?garde\w*|conserv\w+|stock\w+) "
        rf"(?:vous |tu )?(?:mes|nos|ma|mon|les) (?:\w+ )?(?:photos?|images?|messages?|vocaux|audios?|donnees?|infos?"
        rf"|informations?|pieces?)(?: {_HOW_LONG})?{_AFTER}"
    ),
    "conditions": re.compile(
        rf"{_GREETS}(?:(?:je (?:veux|voudrais|peux)|montre[zr]?|donne[zr]?|envoye[zr]|envoie|renvoie|c est quoi|ou sont"
        rf"|quelles sont) )?(?:moi )?(?:(?:re)?lire |(?:re)?voir )?(?:(?:les|vos|tes|des|mes) )?(?:conditions"
        rf"|regles du contrat|contrat)(?: (?:generales|d utilisation|du contrat|que j ai accepte\w*))?{_AFTER}"
    ),
    "paiement": re.compile(
        rf"{_I_WANT}(?:efface[rz]?|supprime[rz]?|enleve[rz]?|retire[rz]?) (?:mon|le|l ancien) "
        rf"(?:(?:numero|num)(?: (?:de |du )?(?:paie|paiement|{_WALLET}))?|(?:compte )?(?:{_WALLET})){_AFTER}"
        rf"|{_GREETS}(?:(?:ok|oui|alors|donc) )*{_GREETS}(?:(?:ou|comment) (?:est ce que )?)?(?:je )?"
        r"(?:(?:veux|voudrais|peux|dois|vais) )?(?:donner?|mets|met|mettre|ecris|ecrire|enregistrer?) (?:ou )?mon "
        rf"(?:numero|num|{_WALLET})(?: (?:de (?:paie|paiement)|pour (?:ma paie|etre payee|l argent)))?"
        rf"(?: (?:ou|comment))?{_AFTER}"
    ),
    "formation": re.compile(
        rf"{_GREETS}(?:(?:il )?y a )?combien de (?:modules?|formations?|cours|lecons?|badges?)"
        rf"(?: (?:il y a|y a|y a t il|en tout|au total|a faire|ici|chez vous))*{_AFTER}"
    ),
    "pays": re.compile(
        rf"{_GREETS}(?:comment )?(?:(?:je|j) )?(?:(?:ai|vais|viens de|dois|veux|voudrais) )?"
        rf"(?:changer?|demenager?|quitter?)(?: de| mon| le)? pays{_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:ne |n )?(?:suis|vis|habite|sui) (?:plus ici|plus la bas"
        rf"|(?:plus|pas) (?:dans (?:ce|le meme|mon) pays|au (?:meme )?pays|(?:au|o|en|a|dans) (?:{_PLACES})))"
        rf"(?: (?:(?:mais|je|j) )*(?:suis|sui|jsuis|jsui|chuis|vis|habite) (?:au|o|en|a|aux) (?:{_PLACES}))?{_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:viens de |ai )?demenager? (?:(?:au|en|a|aux) (?:{_PLACES})){_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:vis|habite|suis) (?:au|en|aux?|a) (?:{_PLACES}) (?:maintenant|desormais){_AFTER}"
        rf"|{_GREETS}(?:maintenant )?(?:je |j )(?:vis|habite) (?:maintenant )?(?:au|en|aux?|a) (?:{_PLACES}){_AFTER}"
    ),
    "attestation": re.compile(
        rf"{_GIVE_ME}(?:attestation|fiche|bulletin|preuve|justificatif)s? (?:de |d )"
        rf"(?:travail|salaire|paie|paye|revenus?|emploi|gains)(?: {_PAST})?(?: pour (?:\w+ ?){{1,5}})?{_AFTER}"
        rf"|{_GIVE_ME}attestations? {_PAST}{_AFTER}"
    ),
    "revues": re.compile(
        rf"{_GREETS}(?:c est quoi|(?:comment|pourquoi|est ce que)?(?: ?(?:je|j|on))?"
        r"(?: ?(?:veux|voudrais|aimerais|peux|peut|(?<=pourquoi je )peux pas))?(?: ?(?:faire|avoir|commencer|ouvrir))?)"
        rf" (?:les|des|de la|une|la) (?:revues?|relectures?){_AFTER}"
        rf"|{_GREETS}(?:(?:comment|je|j|on|veux|voudrais|aimerais|peux|faire pour|pour) )*"
        rf"(?:devenir|devien[st]|etre) (?:une )?relectrice{_AFTER}"
    ),
    "gains": re.compile(rf"{_GREETS}(?:gains?|(?:mes|mon|ma) (?:gains?|revenus?|paie|paye|salaire)) {_PAST}{_AFTER}"),
    "secret": re.compile(
        rf"{_I_WANT}(?:j ai |jai |g )?(?:oublie[er]?|perdu|perdre|change[rz]?|modifie[rz]?|retrouve[rz]?)"
        rf" (?:mon |le |de )?{_ITS_NAME}{_AFTER}|{_GREETS}(?:(?:mon|le) )?{_ITS_NAME} (?:est )?(?:oublie|perdu){_AFTER}"
    ),
    "pause": re.compile(rf"{_GREETS}{AWAY} (?:{_A_TIME}|\w+di|demain){_AFTER}"),
}
"""The word → what is said for it, folded."""
_DATA = r"(?:forfait|megas?|mo|datas?|gigas?|megaoctets?|unites?|connexion)"
COSTS_DATA = re.compile(
    r"(?:(?:c est|ca|cela|tes|vos|les|l|ton|votre|ces|trop|de|d) )*"
    r"(?:(?:photos?|images?|messages?|appli\w*|vocaux|travail|taches?) )?"
    r"(?:me |m )?(?:bouffe|mange|consomme|finit|gaspille|depense|vide)(?:nt|r)? "
    r"(?:(?:tout|tous|toutes|trop|beaucoup|vite|de|mon|mes|ma|le|les|la) )*"
    rf"(?:forfait|megas?|mo|datas?|credit|connexion|internet|pass|gigas?|unites?){_AFTER}"
    rf"|(?:j ?ai|g|je n ai) (?:pas|plus|presque plus) (?:(?:beaucoup|assez) )?(?:de |d )?"
    rf"(?:forfait|megas?|mo|datas?|gigas?|pass)(?: (?:pour )?(?:les |voir )?(?:photos?|images?|videos?))?"
    r"(?: (?:tu|vous|on|il) (?:peux|pouvez|peut|faut) .{1,40})?"
    r"|(?:(?:ca|sa|cela|c est|le travail|une? (?:tache|photo|image)|les (?:taches|photos|images)) )*"
    rf"(?:consomme\w*|prend|prennent|bouffe\w*|mange\w*|utilise\w*) combien (?:de |d )?{_DATA}{_AFTER}"
    rf"|combien (?:de |d )?{_DATA}(?: (?:ca|sa|il faut|faut|pour|je|par|une?) ?.{{0,30}})?{_AFTER}"
    rf"|{_I_WANT}(?:(?:je|peux|peut|on|comment|pouvoir|faire pour) )*(?:desactiver?|enleve[rz]?|coupe[rz]?|retire[rz]?"
    rf"|bloque[rz]?|arrete[rz]?) (?:les|tes|vos) (?:images?|photos?){_AFTER}"
    r"|(?:(?:ne|n|me|m) )*(?:envoie[sz]?|envoye[sz]?|envoyer)(?: moi)? (?:pas|plus) (?:de |d |les |tes |vos )?"
    rf"(?:images?|photos?)(?: .{{0,40}})?"
    r"|(?:(?:les|tes|vos|ces) )?(?:photos?|images?) (?:c est |sont |est |elles sont )?"
    r"(?:trop |tres |vraiment )*(?:lourde?s?|cheres?)"
    r"(?: a (?:charger|telecharger|ouvrir))?(?: pour (?:mon|ma|mes) \w+)?"
)
"""What says that the product costs too much of her data."""

_ERRS = (
    r"(?:(?:je |j |on )?(?:me |m )?(?:suis )?tr[oa][mn]p\w+"
    r"|(?:je |j |on )?(?:fais|fait|faire|commets) (?:(?:une|des|de|trop de|beaucoup de) )?(?:erreurs?|fautes?)"
    r"|(?:je |j )?(?:reponds|fais) (?:mal|faux))"
)
_SEND = r"(?:(?:me|m|l|la|le|les) )*(?:envo(?:ye[rz]?|ie[srz]?|i)|recevoir|recois|avoir|expedie[rz]?|transmet\w*|mets?)"
_PAPER = r"(?:certificats?|attestations?|diplomes?|badges?|papiers?)"
_WHERE = r"(?: (?:par|partout|en|au|aux|dans|chez) .{1,40})?"
_BY_MAIL = (
    r"(?:par|sur|dans|a|en) (?:(?:mon|ma|un|l|le|la|notre) )?(?:adresse |boite )?"
    r"(?:e ?mails?|mails?|gmail|courriels?|yahoo|hotmail)"
)
_SHOWN = (
    r"(?:moi|ca|sa|tout|vite|(?:(?:le|la|les|l|mon|ma|mes|ce|cette) )?(?:messages?|sommes?|ecran|discussions?"
    r"|conversations?|chat|argent|gains?|tel|telephone|phone|portable))"
)
_HOW_MUCH_TIME = r"(?:combien|cb|cmb|conbien|kombien|kmb) (?:de |d )?(?:temps?|tps|h|heures?|minutes?)"
_COMPUTER = r"(?:ordi\w*|pc|laptop|wifi|bureau)"
_MUST_HAVE = (
    r"(?:(?:il |on |est ce (?:que |qu )?)*(?:faut|fo|doit|dois|besoin) (?:absolument )?(?:avoir |d avoir |de |d )?)"
)
_TO_WORK = r"(?:(?:pour|et) )?(?:travailler|bosser|commencer|faire (?:ca|sa|le travail)|s inscrire|m inscrire)"
_I_FEAR = r"(?:.{0,12} )?(?:j ai|jai|g|ai|moi) (?:\w+ )?peur"
_ABOUT_HER = (
    r"(?:(?:tous?|toutes?) )?(?:mes|mon|ma|nos|les) "
    r"(?:infos?|informations?|donnees?|numeros?|num|photos?|identite|contacts?|reponses?|messages?)(?: perso\w*)?"
)
_TODAY = r"(?:aujourd ?hui|auj|ajd|ojd|ce soir|ce matin|cette nuit|la journee|le moment|l instant)"
_SO_LONG = r"(?:\d{1,2}|une?|deux|trois|cinq|dix|quinze|vingt|trente|quelques|qlq|qq) ?(?:min\w*|mn|secondes?|sec)"
_POWER = r"(?:jirama|senelec|cie|eneo|sbee|ceet|sonabel|edm|snel|nigelec|edg|seeg|e2c)"
"""Who brings the current, and cuts it."""
BESIDE: Mapping[Intent, re.Pattern[str]] = {
    "rest": re.compile(
        rf"{_GREETS}(?:(?:ok|d accord|bon|bah|ben|voila|allez|c est|c|j ai|jai|g|moi|je|j|m|me|on|ca|sa|s) )*"
        r"(?:arrete|stop|stoppe|finie?s?|fin|tout|bon|assez|termine|suffit)"
        r"(?: (?:assez|de|d|travaille\w*|bosse\w*|fait|la|pour|moi|nous))*"
        rf" {_TODAY}{_AFTER}"
        rf"|(?:ok |bon |voila |bah |merci )*(?:c est|c) (?:tout|bon) pour (?:moi|nous){_AFTER}"
        rf"|(?:(?:ok|bon|voila|c est bon|c bon|allez|merci) )+(?:j |je m |je )arrete(?: la)?{_AFTER}"
        rf"|{_GREETS}(?:(?:stop|attends?|attendez|wait|donne[zr]? moi|laisse[zr]? moi|je reviens|dans|juste|encore|ok"
        rf"|non) )+{_SO_LONG}{_AFTER}"
        r"|(?!pourquoi|comment)(?:.{0,50} )?(?:je |j )(?:ne )?(?:peu[txv]|pe|pourrai|pourrais) (?:pas|plus)"
        rf" (?:travailler|bosser|continuer|venir travailler) (?:{_TODAY}|demain|\w+di|cette semaine){_AFTER}"
        r"|(?:.{0,20} )?(?:rdv|rendez vous|hopital|malade|ecole|cours|reunion|mariage|deuil|enterrement|examen|voyage)"
        r"\b(?:.{0,30}) (?:je |j )(?:ne )?(?:peu[txv]|pe|pourrai|pourrais) (?:pas|plus) (?:travailler|bosser|continuer)"
        rf"|(?:la |le )?{_POWER} (?:(?:a|ont|nous a|vient de|a encore|nous) )*(?:coupe\w*|saute\w*|fait \w+)"
        rf"(?: (?:le courant|la lumiere|l electricite|chez nous|encore))*{_AFTER}"
    ),
    "data": COSTS_DATA,
    "other": re.compile(
        rf"{_GREETS}(?:je |j )?(?:ne |n )?(?:veu[xt]|j?aime|supporte) (?:plus|pas) (?:(?:faire|de|d|continuer) )*"
        r"(?:ce|cette|ces) (?:travail|boulot|taches?|job|taf)(?: la)?"
        r"(?: (?:c est|c|il est|elle est|trop|nul\w*|dur|ennuyeux|fatigant|me fatigue|m enerve|svp|stp|merci))*"
    ),
    "kept": re.compile(
        rf"{_GREETS}je (?:retire|annule|reprends|enleve) mon (?:accord|consentement){_AFTER}"
        rf"|{_GREETS}(?:je |j )(?:ne |n )?(?:suis (?:plus|pas) d ?accord avec|accepte (?:plus|pas)|refuse)"
        rf" (?:les|vos|tes) (?:conditions|regles)(?: .{{1,40}})?{_AFTER}"
        rf"|{_I_WANT}(?:efface[rz]?|supprime[rz]?) (?:tous |toutes )?(?:mes|nos) "
        r"(?:messages|discussions|conversations|photos)"
        r"(?: (?:seulement|mais pas mon compte|sans mon compte))?(?: svp| stp)?"
        rf"|oublie[zr]? moi{_AFTER}"
    ),
    "mail": re.compile(
        rf"{_I_WANT}(?:(?:(?:tu|vous) )?(?:peux|pouvez|peut)(?: (?:tu|vous|on))? )?(?:{_SEND} )?"
        rf"(?:(?:le|la|les|moi|mon|ma|mes|ca|cela|me|tout|pdf|document|fichier|lien|donnees|{_PAPER}) )*"
        rf"{_BY_MAIL}(?: \w+ \w+ (?:com|fr))?{_AFTER}"
    ),
    "money": re.compile(
        rf"{_GREETS}(?:(?:et|alors|ou|sont|est|je|veux|voudrais|attends) )*mes {_FRANCS}(?: .{{0,30}})?"
        rf"|{_GREETS}(?:(?:alors|tu|vous|faut|il) )*(?:rends?|rendez|redonne[zr]?) (?:moi )?(?:mes|les|mon) "
        rf"(?:{_FRANCS}|\d[\d ]*|argent)(?: .{{0,30}})?"
    ),
    "trust": re.compile(
        r"(?:.{0,20} )?peur .{0,25}(?:arnaqu\w*|escro\w*|roulee?|d etre volee?)(?: .{0,30})?"
        rf"|{_I_FEAR} .{{0,20}}(?:vol|pren|bouff|mang|gard)\w* (?:mon|mes|ma|l|nos) ?(?:argent|sous|gains?|pa[iy]es?)"
    ),
    "privacy": re.compile(
        rf"{_I_FEAR} .{{0,20}}(?:vol|vend|utilis|pren|pirat|donn|partag|public|montr)\w* {_ABOUT_HER}(?: .{{0,30}})?"
        rf"|{_GREETS}(?:(?:et|mais|c est) )*(?:(?:tu|vous|on) )?(?:(?:vas|va|allez|compte[sz]?) )?"
        rf"(?:faire|faites|fais|fait) (?:quoi|koi|kwa) (?:avec|de|d) {_ABOUT_HER}{_AFTER}"
        rf"|{_GREETS}(?:cache[rz]?|masque[rz]?)(?: {_SHOWN})+(?: (?:mon|ma|il|elle|on) \w+(?: \w+){{0,2}})?{_AFTER}"
        rf"|{_GREETS}(?:il |je )?(?:ne )?(?:faut|fo|veux|veut|vx|doit) (?:pas|plus) (?:qu ?|que )"
        rf"(?:il|elle|ils|on|(?:mon|ma) \w+) (?:voi[ert]?\w*|sache\w*|lise\w*|regarde\w*)(?: {_SHOWN})*{_AFTER}"
        rf"|{_GREETS}(?:(?:mais|car|parce que) )?(?:mon|ma) {FAMILY} (?:fouille|lit|regarde|surveille|controle)"
        rf"(?: (?:dans|tou[st]e?s?|souvent|toujours))* {_SHOWN}{_AFTER}"
    ),
    "work": re.compile(
        rf"{_GREETS}(?:(?:bon|ok|oui|non|nn|d accord|en fait|finalement|alors|allez) )*(?:je |j )"
        r"(?:prefere (?:travailler|bosser)|travaille|bosse)"
        rf"(?: (?:aujourd hui|maintenant|mnt|quand meme|plutot|d abord|tout de suite))*{_AFTER}"
        rf"|{_GREETS}(?:alors )?(?:c est |c )?quand (?:est ce )?(?:que |qu )?(?:je |j )?"
        rf"(?:(?:vais|peux|pourrai|commence a) )?(?:travailler?|bosser?){_AFTER}"
        rf"|{_GREETS}(?:alors )?comment (?:est ce que )?(?:je |on )?(?:peux )?devien\w+ (?:une )?hiteuse{_AFTER}"
        rf"|{_GREETS}(?:(?:non|nn|mais) )*(?:je |j )?{_SEEKS}(?: (?:mais|et))? (?:pas|plus) {_LEARNS}"
        rf"|{_GREETS}(?:(?:non|nn|mais) )*(?:je |j )?(?:ne )?(?:veux|veu|vx|suis) pas (?:venue? )?(?:pour )?{_LEARNS}"
        rf"(?: (?:mais|moi|je|j))* {_SEEKS}{_AFTER}"
    ),
    "saving": re.compile(
        rf"{_GREETS}(?:(?:dans|en|il (?:me )?faut|faut) )?{_WHEN} (?:est ce que )?(?:(?:je|j|pour|avant|de|que|d) )*"
        rf"{_MY_OWN}{_AFTER}|{_GREETS}(?:je |j ?){_MY_OWN} (?:dans )?{_WHEN}{_AFTER}"
    ),
    "needs": re.compile(
        rf"{_GREETS}(?:est ce (?:que |qu )?)?{_MUST_HAVE}(?:(?:un|une|le|la|du) )?{_COMPUTER}(?: {_TO_WORK})?{_AFTER}"
        rf"|{_GREETS}(?:mais )*(?:je |j )?(?:n )?(?:ai|jai|g) pas (?:d |de |un )?(?:ordi\w*|pc|laptop)"
        rf"(?: (?:moi|je peux|on peut|{_TO_WORK}))*{_AFTER}"
        rf"|{_GREETS}(?:est ce (?:que |qu )?)?(?:on|je) (?:peut|peux) (?:le |tout )?(?:{_TO_WORK}|faire (?:ca|sa|tout))"
        rf" (?:avec|sur|depuis) (?:mon|un|le) (?:simple |petit )?{_DEVICE}{_AFTER}"
        rf"|{_GREETS}(?:(?:et|alors|c est|c|ca|sa|faut|il|on|je|tu|prend|travaille|bosse|doit|dois) )*"
        rf"{_HOW_MUCH_TIME}(?: (?:il faut|faut|on|je|doit|dois|{_TO_WORK}|travaille))*"
        rf" (?:par|chaque) (?:jour|jr|semaine|mois){_AFTER}"
        rf"|{_GREETS}{_MUST_HAVE}(?:etre )?(?:la|dispo\w*|connectee?|travailler)"
        rf" (?:tout le temps|toute la journee|tous les jours|chaque jour|le (?:dimanche|week ?end)){_AFTER}"
        rf"|{_GREETS}(?:il |on )?(?:faut|fo|a besoin de) (?:quoi|koi|kwa) pour {_TO_WORK}{_AFTER}"
    ),
    "errs": re.compile(
        rf"(?:.{{0,40}} )?(?:si|quand|meme si) {_ERRS}(?: .{{1,60}})?"
        rf"|(?:.{{0,20}} )?peur (?:de |d )(?:mal faire|{_ERRS})(?: .{{1,40}})?"
        r"|(?:et |est ce que )?(?:(?:une|les|mes) )?(?:erreurs?|fautes?) (?:(?:ca|c|sa|est|on|me|nous|se|ne) )*"
        r"(?:coute\w*|pa[iy]\w*|enleve\w*|coupe\w*)(?: .{1,40})?"
    ),
    "number": re.compile(
        r"(?=(?:\w+ ){0,7}(?:numeros?|num|puce|sim)\b)(?:\w+ ){0,6}(?:plus (?:(?:le|la) mien(?:ne)?|a moi|mon|ma|ce"
        r"|cette|celui|celle|bon(?:ne)?)|(?:utilise|marche|fonctionne|sert|est) plus"
        r"|pas (?:mon|ma|(?:le|la) mien(?:ne)?)|perdue?)(?: \w+){0,3}"
    ),
    "valued": re.compile(
        rf"{_GREETS}(?:est ce (?:que |qu ))?(?:c|ca|il|elle|ils) (?:est|sont) (?:vraiment |bien )?"
        rf"(?:reconnue?s?|officiel(?:le)?s?|un(?:e)? vraie? {_PAPER}){_WHERE}{_AFTER}"
        rf"|{_GREETS}(?:est ce (?:que |qu ))?(?:(?:ce|le|mon|ton|votre|vos|les|mes|ces|l|cette) )?{_PAPER} "
        r"(?:(?:il|elle|c|ca|ils) )?(?:est|sont)? ?(?:(?:il|elle|ils) )?(?:vraiment |bien )?"
        r"(?:reconnue?s?|officiel(?:le)?s?|valables?|valides?|acceptee?s?|vraie?s?|serieu\w+)"
        rf"{_WHERE}{_AFTER}"
        rf"|{_GREETS}(?:est ce (?:que |qu ))?(?:(?:ce|le|mon|votre|l|cette) )?{_PAPER} (?:(?:la|ca|il) )?"
        rf"(?:vaut quoi|vaut quelque chose|a (?:une |de la |quelle )valeur|sert a quoi|sert a quelque chose){_AFTER}"
        rf"|{_GREETS}(?:quelle (?:est la )?valeur|(?:ca|il) sert a quoi|a quoi sert) (?:a |de )?"
        rf"(?:ce|le|mon|du|votre|l|un) ?{_PAPER}{_AFTER}"
    ),
    "age": re.compile(
        rf"{_GREETS}(?:(?:mais|et|oui|ok|d accord|j accepte|moi) )*(?:(?:j ai|jai|g|j aurai) "
        r"(?:juste |seulement |deja |que |encore )?"
        r"(?:[1-7]\d|quatorze|quinze|seize|dix sept|dix huit|cinquante|soixante) ?ans(?: et demi)?"
        r"(?: (?:en \w+|bientot(?: \d+(?: ans)?)?))?|(?:j ai|jai) (?:pas (?:encore )?|moins de )(?:18|dix huit) ans"
        r"|je suis (?:(?:encore|une) )*(?:collegienne|lyceenne)|je suis (?:encore )?(?:au college|au lycee)"
        rf"|(?:(?:c est|c|pas|pour|moi|mais) )*{_FOR_ANOTHER}"
        r"|je suis (?:encore |une )?mineure?|je suis trop (?:jeune|vieille|agee)"
        r"|(?:il faut|faut|on doit|je dois) avoir (?:quel age|\d+ ans|combien d ?ans?)"
        r"|(?:a partir de |c est )?(?:quel|kel) age(?: (?:il faut|faut|il fo|fo|minimum|pour|on doit) ?.{0,30})?"
        r"|(?:il )?y a(?: t il)? (?:un|une limite d) age(?: .{0,30})?|l age (?:minimum|limite|requis).{0,20}"
        r"|(?:c est )?(?:permis|ouvert|possible) (?:aux|pour les|pour une) mineure?s?)"
        r"(?: (?:je peux|puis je|peu[tx]?|(?:elle|il) peu[tx]|est ce|c|ca|sa|on peut|mais|me|donc|et|j accepte|oui)\b"
        r".{0,40})?"
        rf"{_AFTER}"
    ),
}
"""Intents that are known by a sentence as a whole, folded."""

_PHONE = re.compile(rf"\b(?:telephones?|tel|phone|fone|portable|numero|num|puce|sim|compte|messagerie|{_APP})\b")
_ANOTHER = re.compile(
    r"\b(?:l?autre|l?ancien(?:ne)?|nouveau|nouvel(?:le)?|chang\w*|perdue?|cassee?|gat+ee?|volee?|deja|avais|retrouver"
    r"|recuperer)\b"
)
"""With `_PHONE` what somebody writes from a new phone, besides `ASKED["lier"]`; with `_NOT_HERS` too the phone is not
theirs, or they want to begin."""
_NOT_HERS = re.compile(r"\b(?:elle|il|ils|elles|son|sa|ses|leur|creer?|ouvrir|m ?inscrire|inscription)\b")
_KNOWN_HERE = re.compile(
    rf"{_GREETS}(?:(?:je suis|j etais) (?:deja )?(?:inscrite|enregistree|hiteuse|une hiteuse|membre)"
    r"|je travaill(?:e|ais) (?:deja )?avec vous)(?: .{0,20})?"
)
MOST_SIGNS = 120
"""A longer text tells something."""


def asked_word(text: str) -> str | None:
    """The word of the chat that a sentence wants; None if it wants none of these."""
    said = _short(text)
    if pay_questions.asks_where(text):
        return "paiement"
    return next((word for word, pattern in ASKED.items() if pattern.fullmatch(said)), None)


def has_account(text: str) -> bool:
    """Whether a stranger says that they have an account: « je suis Awa, j'ai changé de téléphone »."""
    said = fold(text) if len(text) <= MOST_SIGNS else ""
    another = _PHONE.search(said) and _ANOTHER.search(said) and not _NOT_HERS.search(said)
    return bool(another) or asked_word(text) == "lier" or _KNOWN_HERE.fullmatch(said) is not None


def beside(text: str) -> Intent | None:
    """The intent of a sentence that is about this and nothing else: « ça bouffe mon forfait », « j'ai 16 ans »."""
    said = _short(text)
    if (of_pay := pay_questions.asked(text)) is not None:
        return of_pay
    if not_meant.withholds(said):
        return "denied"
    if number_words.has_no_account(text):
        return "cash"
    found = next((intent for intent, pattern in BESIDE.items() if pattern.fullmatch(said)), None)
    return found if found is not None else frame_questions.asked(text)


def _short(text: str) -> str:
    return fold(text) if len(text) <= MOST_SIGNS else ""
