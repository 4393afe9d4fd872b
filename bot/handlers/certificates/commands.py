"""`certificat`: her badges and certificates, each certificate as a PDF, a picture or a link."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable

from backend.db.messaging import media as media_rows
from backend.domain.certificates.credentials import Credential, Wallet
from backend.domain.certificates.income import PREFIX
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, tr, trn
from backend.services.certificates import badges as badge_service
from backend.services.certificates import credentials as service
from bot.flows.certificates import below, own_name
from bot.flows.certificates import dialogue as flow
from bot.flows.certificates import income as income_flow
from bot.handlers.certificates import income
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn

WHAT_IT_IS = tr(
    "Cette page montre que ton certificat est vrai. Tu l'envoies à qui veut t'embaucher. Ce qu'on y voit, tu le "
    "choisis : « Changer »."
)
MOST_LISTED = 5
"""The most badges that are all listed; of more, those that are buttons below are not named twice."""


async def show(turn: Turn, rest: str = "") -> None:
    """`certificat`: all of them. `certificat KEY`: this one, taken now if it was not taken yet. After the key: `pdf`,
    `image`, `lien`, or `changer` to take it again."""
    key, _, what = rest.partition(" ")
    wallet = await service.wallet(turn.uow, turn.person)
    if not key:
        await turn.say(await _overview(turn, wallet))
        return
    credential = wallet.credential_of(key)
    if key.startswith(PREFIX):
        await income.again(turn, credential, what)
        return
    if credential is None or what == "changer":
        await flow_engine.open_flow(turn, "certificate", {"key": key, "again": what == "changer"})
        return
    match what:
        case "pdf":
            await turn.say(await _file(turn, credential, "pdf"))
        case "image":
            await turn.say(await _file(turn, credential, "png"))
        case "lien":
            await turn.say(_link(credential))
        case _:
            await turn.say(flow.taken(credential))


async def written_below(turn: Turn, text: str) -> bool:
    """Take what is said right below a certificate: « cache mon nom », « envoie-le à mon patron »; or where one is made:
    « j'ai mal écrit mon nom ». Return False if the text is about nothing of that, or stands elsewhere."""
    if own_name.corrects(text) and await _names_her(turn):
        await flow_engine.handle(turn, open_question.typed(text))
        return True
    wanted = below.read(text)
    if wanted is None or turn.dialogues.words.read(text) is not None:
        return False
    offered = await screens.offered(turn)
    forms = wanted in ("pdf", "image", "lien")
    ways = [each for each in offered if re.fullmatch(r"/certificat \S+ \S+", each.id)]
    way = next((each for each in ways if forms or each.id.endswith(" changer")), None)
    if way is None:
        return False
    key = way.id.split()[1]
    if await flow_engine.stores(turn, text):
        asked = tr("Tu parles de ton certificat, ou c'est ta réponse ?")
        await asking_back.ask_back(turn, asked, open_question.typed(text), way)
    elif wanted == "what":
        await turn.say(WHAT_IT_IS.with_choices(*offered, columns=2))
    else:
        await show(turn, f"{key} {wanted}")
    return True


async def _names_her(turn: Turn) -> bool:
    """Whether the question that the chat shows last names her as a document will."""
    asked = flow_stack.top(turn)
    if asked is None or asked.name not in (flow.FLOW.name, income_flow.FLOW.name):
        return False
    return turn.conversation.stack[-1][2].get("at") == "shown" and await screens.shows_question(turn)


async def _overview(turn: Turn, wallet: Wallet) -> Message:
    badges = await badge_service.held(turn.uow, turn.person)
    if not badges and not wallet.withdrawn:
        said = tr("Tu n'as pas encore de badge. Chaque module réussi t'en donne un, et un certificat avec.")
        return said.with_choices(flow.TRAINING, flow.MENU, columns=2)
    message = trn("🏅 *Ton badge*", "🏅 *Tes {n} badges*", len(badges)) if badges else Message()
    buttons = {each.title for each in wallet.sets} if len(badges) > MOST_LISTED else set()
    if listed := [badge.title for badge in badges if badge.title not in buttons]:
        message += Message((Raw("\n".join(f"• {title}" for title in listed)),))
    for credential in wallet.withdrawn:
        message += flow.revoked(credential)
    if wallet.sets:
        message += tr("🎓 Touche un certificat pour l'avoir en PDF, en image ou en lien :")
    choices = [Choice(f"/certificat {each.key}", Raw(f"🎓 {each.title}")) for each in wallet.sets]
    return message.with_choices(*choices, flow.TRAINING)


async def _file(turn: Turn, credential: Credential, form: str) -> Message:
    """The certificate as a file. It is drawn on request and stored like other files; the
    channels name files by content."""
    from bot.pictures import certificate, certificate_pdf  # imported late: they load a large library

    draw: Callable[[Credential], bytes] = certificate_pdf.pdf if form == "pdf" else certificate.png
    content = await asyncio.to_thread(draw, credential)
    digest = hashlib.sha256(content).hexdigest()
    name = f"certificat-{credential.key}.{form}"
    if form == "pdf":
        await media_rows.add_personal(turn.uow, turn.person.id, digest, "application/pdf", content, turn.now)
        attachment = Attachment("document", digest, name)
    else:
        await media_rows.add_personal(turn.uow, turn.person.id, digest, "image/png", content, turn.now)
        attachment = Attachment("image", digest, name)
    said = tr("🎓 Ton certificat : *{title}*. Tu peux l'imprimer ou l'envoyer.", title=Raw(credential.title))
    word = f"/certificat {credential.key}"
    other = Choice(f"{word} image", "🖼 Image") if form == "pdf" else Choice(f"{word} pdf", "📄 PDF")
    choices = (other, Choice(f"{word} lien", "🔗 Lien à envoyer"))
    return Message(said.parts, choices, attachment, columns=2)


def _link(credential: Credential) -> Message:
    """Two lines that she can forward as they are."""
    message = tr("Mon certificat « {title} », à vérifier ici :", title=Raw(credential.title))
    return message + Message((Raw(credential.address),))
