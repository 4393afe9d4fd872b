"""Messages about links: to the chat that asks, to the chats of the accounts, and to Hubers and admins."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.identity.joining import JoinPending, Pending
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr

MENU = Choice("/menu", "Menu")
MINE = Choice("/lier", "Mes messageries")


STAYS = tr("💛 Ton compte devait être effacé : il reste, avec tout ce qu'il contient.")
"""Whoever joins two accounts wants to go on."""
NOT_ME = Tr("🚫 Ce n'est pas moi")


STOPPED = Tr("🚫 C'est arrêté : rien n'a changé.")
AGAIN = tr("C'était toi ? Pour recommencer, écris « lier » : je te donne une nouvelle ligne pour l'autre téléphone.")


def stop(joining: int, label: Tr = NOT_ME) -> Choice:
    """The button that cancels a link; it stays valid forever."""
    return Choice(f"/lier stop {joining}", label, says="no")


# --- to the chat that asks --------------------------------------------------------------------------------


def asked_for(pending: JoinPending) -> Message:
    """What happens next, and when."""
    said = tr("🔗 C'est demandé.")
    if pending.number:
        said = tr("🔒 L'autre compte a un code secret. Écris-le sur l'autre téléphone, je te le demande là-bas.")
        if pending.kind != "merge":
            said = tr("🔒 Ce compte a un code secret. Écris-le sur l'autre téléphone, je te le demande là-bas.")
    if pending.waits:
        said += _wait(pending)
    elif pending.number:
        said += tr("Dès qu'il est juste, c'est fait.")
    return said.with_choices(stop(pending.joining, Tr("🚫 Annuler")))


def reopens() -> Message:
    """To the chat that asks to reopen a lost phone."""
    return tr(
        "🔗 C'est demandé. Pour protéger ton compte, je préviens d'abord toutes tes messageries. Si personne ne dit "
        "non, ce téléphone se rouvre 24 heures après."
    ).with_choices(MINE, MENU, columns=2)


def _wait(pending: JoinPending) -> Message:
    if pending.kind == "merge":
        return tr(
            "Pour protéger tes gains, je préviens d'abord toutes les messageries de tes deux comptes. Si personne ne "
            "dit non, je les réunis 24 heures après. D'ici là, continue comme avant sur chacun.",
        )
    return tr(
        "Pour protéger ce compte, je préviens d'abord toutes ses messageries. Si personne ne dit non, il s'ouvre ici "
        "24 heures après, et je te l'écris.",
    )


def still(pending: Pending) -> Message:
    """To the chat that asks, if it asks again meanwhile."""
    if pending.asks:
        said = tr("⏳ Ta demande est en route : écris le code secret sur l'autre téléphone, je te le demande là-bas.")
    elif pending.due is None:
        said = tr(
            "⏳ Ta demande est en route : je préviens d'abord les messageries du compte. Si personne ne dit non, "
            "c'est fait 24 heures après. Tu n'as rien à faire."
        )
    else:
        said = tr("⏳ Ta demande est en route : c'est fait {at}, si personne ne dit non.", at=pending.due)
    return said.with_choices(stop(pending.id, Tr("🚫 Annuler")))


# --- to the chats of the accounts -------------------------------------------------------------------------


def what(pending: Pending) -> Message:
    """What was asked for, as the owner of the account reads it."""
    chat = Raw(pending.chat)
    match pending.kind:
        case "add":
            return tr("🔗 On a demandé à ouvrir ton compte sur *{chat}*.", chat=chat)
        case "open":
            return tr("🔗 On a demandé à rouvrir ton compte sur *{chat}*.", chat=chat)
        case "merge":
            who = Raw(pending.name or "?")
            return tr("🔗 On a demandé à réunir ton compte et celui de *{who}* ({chat}).", who=who, chat=chat)


def waits(pending: Pending) -> Message:
    """A line in the list of the person's chats."""
    chat = Raw(pending.chat)
    if pending.due is None:
        return tr("⏳ {chat} demande à se relier : j'attends que chacun soit prévenu.", chat=chat)
    return tr("⏳ {chat} demande à se relier : c'est fait {at}.", chat=chat, at=pending.due)


def word(pending: Pending) -> Message:
    """To every chat of the account, with the button that cancels."""
    said = what(pending) + tr(
        "C'est toi ? Ne fais rien : c'est fait dans 24 heures. Ce n'est pas toi ? Touche le bouton : rien ne se fait.",
    )
    return said.with_choices(stop(pending.id))


def again(pending: Pending) -> Message:
    """The second message to every chat, some hours before the link is made."""
    assert pending.due is not None
    said = what(pending) + tr(
        "⏳ Rappel : c'est fait {at}. Si ce n'est pas toi, touche le bouton, et rien ne se fait.", at=pending.due
    )
    return said.with_choices(stop(pending.id))


def stopped_here(number: bool) -> Message:
    """To the person who cancelled. `number`: they have a secret number."""
    said = Message((STOPPED,))
    if number:
        return said.with_choices(MENU)
    said += tr("Choisis un code secret : dans 24 heures, personne ne pourra plus ouvrir ton compte sans lui.")
    return said.with_choices(Choice("/secret", "🔒 Code secret"), MENU, columns=2)


def stopped(pending: Pending) -> Message:
    """To the others concerned: it was cancelled."""
    return what(pending) + tr("🚫 On a dit non : rien n'a changé.")


def lapsed(pending: Pending) -> Message:
    """To the chat that asked: the request has lapsed."""
    return tr("La demande pour *{chat}* est annulée : rien n'a changé.", chat=Raw(pending.chat)) + tr(
        "Si tu le veux encore, écris « lier » sur l'autre messagerie."
    )


def late(pending: Pending) -> Message:
    """The reply to a "no" that comes too late."""
    return what(pending) + tr(
        "C'est déjà fait. J'ai prévenu la personne qui t'accompagne et l'équipe : elles peuvent tout défaire. "
        "Parle-leur vite."
    )


OVER = tr("C'est déjà réglé : rien n'a changé.").with_choices(MENU)
NOTHING = tr("Rien n'est en attente : personne n'a demandé à relier ton compte.").with_choices(MINE, MENU, columns=2)


# --- to Hubers and admins ---------------------------------------------------------------------------------


def huber(pending: Pending, name: str, number: int, unreached: Sequence[str] = ()) -> Message:
    """To the Huber or an admin. `unreached`: chats of the person that could not be told."""
    who, chat = Raw(name or "?"), Raw(pending.chat)
    match pending.kind:
        case "add":
            said = tr(
                "🔗 On a demandé à ouvrir le compte de *{who}* (n° {n}) sur *{chat}*.",
                who=who,
                n=str(number),
                chat=chat,
            )
        case "open":
            said = tr(
                "🔗 On a demandé à rouvrir le compte de *{who}* (n° {n}) sur *{chat}*.",
                who=who,
                n=str(number),
                chat=chat,
            )
        case "merge":
            said = tr(
                "🔗 On a demandé à réunir le compte de *{who}* (n° {n}) et celui de *{other}*.",
                who=who,
                n=str(number),
                other=Raw(pending.name or "?"),
            )
    if unreached:
        said += tr(
            "⚠️ Je n'ai pas pu le lui dire sur : {chats}. Dis-le-lui de vive voix.", chats=Raw(", ".join(unreached))
        )
    said += tr("C'est fait 24 heures après, si personne ne dit non. Un doute ? Parle-lui, puis arrête.")
    return said.with_choices(stop(pending.id, Tr("🚫 Arrêter")))


def which(open_: Sequence[tuple[Pending, str]]) -> Message:
    """To the Huber or an admin, who stops one of several. The pairs hold the first name of the account's owner."""
    buttons = [stop(pending.id, Tr("🚫 {who}", {"who": Raw(name or "?")})) for pending, name in open_]
    return tr("Plusieurs demandes attendent. Laquelle arrêter ?").with_choices(*buttons)


def merged(name: str, number: int, other: str, gone: int) -> Message:
    """To the Hubers of either person, after two accounts were merged."""
    return tr(
        "🔗 Les comptes de *{who}* (n° {n}) et de *{other}* (n° {gone}) n'en font plus qu'un.",
        who=Raw(name or "?"),
        n=str(number),
        other=Raw(other or "?"),
        gone=str(gone),
    ) + tr("Si cela t'étonne, parle-lui, puis dis-le à l'équipe : elle peut les séparer.")


def disputed(pending: Pending, name: str, number: int) -> Message:
    """To the Huber and the admins: the person says that they did not ask for the link."""
    return tr(
        "🚨 *{who}* (n° {n}) dit ne pas avoir demandé cette liaison : *{chat}*. Parle-lui de vive voix.",
        who=Raw(name or "?"),
        n=str(number),
        chat=Raw(pending.chat),
    )


def how_to_undo(chat: int) -> Message:
    """To an admin. `chat`: the id of the linked chat."""
    return tr("Pour séparer, sur le serveur : hiteuses people unmerge #{id}", id=str(chat))


def guarded(label: str, *, asked: bool) -> Message:
    """A chat that cannot be unlinked or reported lost for some days. `asked`: the Huber was asked."""
    said = tr(
        "Pour te protéger, *{chat}* ne peut pas être délié ni fermé d'ici dans les 7 jours qui suivent une liaison.",
        chat=Raw(label),
    )
    if asked:
        said += tr("J'ai demandé à la personne qui t'accompagne : elle peut le faire. Je te réponds ici.")
    else:
        said += tr("Parle à la personne qui t'accompagne, ou à l'équipe : elles peuvent le faire.")
    return said.with_choices(MENU)


# --- after an operator has parted accounts ----------------------------------------------------------------


def parted() -> Message:
    """To the person who gets their account back."""
    return tr(
        "✂️ L'équipe a séparé deux comptes réunis par erreur. Ici, tu retrouves le tien, avec tes gains."
    ).with_choices(Choice("/gains", "💰 Mes gains"), Choice("/secret", "🔒 Code secret"), MENU, columns=2)


def parted_from() -> Message:
    """To the person whose account it was parted from."""
    return tr(
        "✂️ L'équipe a séparé de ton compte une messagerie ou un compte relié par erreur. Ce que tu as gagné toi-même "
        "reste à toi."
    ).with_choices(MENU)
