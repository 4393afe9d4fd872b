"""« On m'a volé mon téléphone », written on another chat of hers: what the lost one shows is closed with one tap.
« Awa a perdu son téléphone », written by staff: how she gets her account back."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, Raw, tr
from backend.domain.people.permissions import may
from backend.services.admin import named_people
from backend.services.identity import linking
from bot.flows.threads.write import TEAM
from bot.handlers.engine import flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn

_WHO = r"(?:on|(?:mon|ma|le|la|les|un|une|des) \w+)"
_DEVICE = r"(?:telephone|portable|tel|phone|appareil|iphone|smartphone|android|puce|sim)"
_PHONE = rf"(?:mon|ma|le|la|l) ?(?:\w+ )?{_DEVICE}"
_LOST = re.compile(
    r"(?:(?:bonjour|bonsoir|au secours|aide[sz]? moi|urgent|svp|stp|huber) )*"
    rf"(?:{_WHO} (?:m ?)?(?:a|ont) (?:encore )?(?:vole|pris|arrache|garde|fouille)e? {_PHONE}"
    rf"|(?:j ai|jai|je) (?:encore )?(?:perdu|perds|egare) {_PHONE}"
    rf"|(?:je )?(?:me suis|m suis|ete) (?:fait |faite )?(?:voler|vole|arracher|arrachee|volee) {_PHONE}"
    rf"|{_PHONE} (?:est|a ete|s est) (?:perdue?|volee?|egaree?|arrachee?|pris)"
    rf"|(?:mon|ma) \w+ a mon (?:telephone|portable|tel|phone)"
    r"|(?:telephone|portable|tel|phone) (?:perdu|vole|arrache)"
    r"|(?:bloque[rz]?|ferme[rz]?|verrouille[rz]?) (?:mon|le) (?:compte|ancien telephone|autre telephone))"
    r"(?: (?!pour |de l |et il y a )\w+){0,6}"
)

_NAME = r"(?P<name>(?!je\b|j\b|tu\b|on\b|elle\b|il\b|qui\b)[a-z]+(?: [a-z]+){0,2}?)"
_OF_ANOTHER = tuple(
    re.compile(rf"(?:(?:bonjour|bonsoir|urgent|svp|stp) )*{form}(?: .{{1,60}})?")
    for form in (
        rf"{_NAME} a (?:encore )?(?:perdu|egare|casse) (?:son|sa) {_DEVICE}",
        rf"{_NAME} [sc] ?est fait (?:vole[re]?|arrache[re]?) (?:son|sa) {_DEVICE}",
        rf"{_NAME} (?:n )?a plus (?:de|son|sa) {_DEVICE}",
        rf"{_NAME} (?:dit|m a dit|m appelle) (?:que |qu )?(?:on lui a|elle s est fait) \w+ (?:son|sa|le) {_DEVICE}",
        rf"(?:le|la) {_DEVICE} (?:de|d) {_NAME} (?:est|a ete|s est) (?:perdue?|volee?|egaree?|cassee?|arrachee?)",
        rf"on a (?:vole|pris|arrache) (?:le|la) {_DEVICE} (?:de|d|a) {_NAME}",
    )
)
"""« Awa a perdu son téléphone », « le téléphone d'Awa est volé »."""


async def of_another(turn: Turn, text: str) -> bool:
    """Say to staff who look after people how a woman without a phone gets her account back. Return False if the text
    does not tell that of a woman whom they know."""
    found = next((match for form in _OF_ANOTHER if (match := form.fullmatch(fold(text))) is not None), None)
    if found is None or not may(turn.person, "vouch"):
        return False
    people = await named_people.meant(turn.uow, turn.person, found["name"])
    hers = [each for each in people if each.name and fold(each.name) == found["name"]]
    if not hers:
        return False
    said = tr("📵 Le compte de *{name}* et ses gains restent à elle.", name=Raw(hers[0].name))
    if may(turn.person, "write to the team"):
        said += tr(
            "Appelle-la ou vois-la, pour être sûre que c'est elle. Puis écris à l'équipe son prénom et son pays : elle "
            "te fait parvenir un code pour son autre téléphone."
        )
        choices = [TEAM, Choice("/menu", "Menu")]
    else:
        said += tr("Le code pour son autre téléphone se fait sur le serveur : demande à qui s'en occupe.")
        choices = [Choice("/menu", "Menu")]
    if len(hers) == 1:
        said += tr(
            "Son téléphone est dans d'autres mains ? Ferme son accès : il ne montre plus rien d'elle. Son code secret "
            "le rouvre, ou toi, quand tu dis que c'est elle."
        )
        choices.insert(0, Choice(f"/verifier perte {hers[0].id}", "🔒 Fermer son accès"))
    await turn.say(said.with_choices(*choices, columns=2))
    return True


def told(text: str) -> bool:
    """Whether the text says that her phone is lost, stolen, or in somebody else's hands."""
    if "?" in text:
        return False
    return any(map(_LOST.fullmatch, (fold(text), fold(" ".join(vocabulary().words(text))))))


async def shown(turn: Turn, text: str) -> bool:
    """Show her chats, where a lost phone is closed, if she tells of one and has another chat that is not closed yet.
    Return False otherwise, and where the words may be an answer."""
    if turn.person.joined_at is None or not told(text):
        return False
    asked = bool(turn.conversation.stack) and turn.shown_here and open_question.asked_here(turn).free
    flow = flow_stack.top(turn)
    if asked or (flow is not None and flow.own_hand):
        return False
    found = await linking.chats(turn.uow, turn.person, turn.waiting.contact_id)
    if not any(not chat.here and not chat.locked for chat in found):
        return False
    await flow_engine.open_flow(turn, "link")
    return True
