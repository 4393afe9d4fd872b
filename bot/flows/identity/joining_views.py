"""What is said about a joining: to the chat that asks, to those of the accounts, and to who looks after them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.identity.joining import JoinPending, Pending
from backend.domain.messaging.message import Choice, Message, Raw, tr

MENU = Choice("/menu", "Menu")
MINE = Choice("/lier", "Mes messageries")


def stop(joining: int, label: str = "🚫 Ce n'est pas moi") -> Choice:
    """The one tap that stops it, good for ever."""
    return Choice(f"/lier stop {joining}", label, says="no")


# --- the chat that asks -----------------------------------------------------------------------------------


def asked_for(pending: JoinPending) -> Message:
    """What comes next, and when, there."""
    said = tr("🔗 C'est demandé.")
    if pending.number:
        said = tr("🔒 L'autre compte a un code secret. Écris-le sur l'autre téléphone, je te le demande là-bas.")
        if pending.kind != "merge":
            said = tr("🔒 Ce compte a un code secret. Écris-le sur l'autre téléphone, je te le demande là-bas.")
    if pending.waits:
        said += _wait(pending)
    elif pending.number:
        said += tr("Dès qu'il est juste, c'est fait.")
    return said.with_choices(stop(pending.joining, "🚫 Annuler"))


def reopens() -> Message:
    """To the chat from which a phone that was lost shall open again."""
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
    """To the chat that asks, when it asks again meanwhile."""
    if pending.due is None:
        said = tr("⏳ Ta demande est en route : j'attends une réponse de l'autre messagerie.")
    else:
        said = tr("⏳ Ta demande est en route : c'est fait {at}, si personne ne dit non.", at=pending.due)
    return said.with_choices(stop(pending.id, "🚫 Annuler"))


# --- the chats of the accounts ----------------------------------------------------------------------------


def what(pending: Pending) -> Message:
    """What was asked for, to whom the account belongs."""
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
    """A line in the list of her chats."""
    chat = Raw(pending.chat)
    if pending.due is None:
        return tr("⏳ {chat} demande à se relier : j'attends que chacun soit prévenu.", chat=chat)
    return tr("⏳ {chat} demande à se relier : c'est fait {at}.", chat=chat, at=pending.due)


def word(pending: Pending) -> Message:
    """To every chat, with the one tap that stops it."""
    said = what(pending) + tr(
        "C'est toi ? Ne fais rien : c'est fait dans 24 heures. Ce n'est pas toi ? Touche le bouton : rien ne se fait.",
    )
    return said.with_choices(stop(pending.id))


def again(pending: Pending) -> Message:
    """The second word to every chat, some hours before it is done."""
    assert pending.due is not None
    said = what(pending) + tr(
        "⏳ Rappel : c'est fait {at}. Si ce n'est pas toi, touche le bouton, et rien ne se fait.", at=pending.due
    )
    return said.with_choices(stop(pending.id))


def stopped_here(number: bool) -> Message:
    """To who stopped it. `number`: she has a secret number."""
    said = tr("🚫 C'est arrêté : rien n'a changé.")
    if number:
        return said.with_choices(MENU)
    said += tr("Choisis un code secret : dans 24 heures, personne ne pourra plus ouvrir ton compte sans lui.")
    return said.with_choices(Choice("/secret", "🔒 Code secret"), MENU, columns=2)


def stopped(pending: Pending) -> Message:
    """To all the others whom it concerned."""
    return what(pending) + tr("🚫 On a dit non : rien n'a changé.")


def lapsed(pending: Pending) -> Message:
    """To the chat that asked."""
    return tr("La demande pour *{chat}* est annulée : rien n'a changé.", chat=Raw(pending.chat)) + tr(
        "Si tu le veux encore, écris « lier » sur l'autre messagerie."
    )


def late(pending: Pending) -> Message:
    """ "No", when it was done already."""
    return what(pending) + tr(
        "C'est déjà fait. J'ai prévenu la personne qui t'accompagne et l'équipe : elles peuvent tout défaire. "
        "Parle-leur vite."
    )


OVER = tr("C'est déjà réglé : rien n'a changé.").with_choices(MENU)
NOTHING = tr("Rien n'est en attente : personne n'a demandé à relier ton compte.").with_choices(MINE, MENU, columns=2)


# --- who looks after her ----------------------------------------------------------------------------------


def huber(pending: Pending, name: str, number: int, unreached: Sequence[str] = ()) -> Message:
    """To her Huber, or an admin. `unreached`: her chats where it could not be said."""
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
    return said.with_choices(stop(pending.id, "🚫 Arrêter"))


def merged(name: str, number: int, other: str, gone: int) -> Message:
    """To who looks after either, when two accounts have become one."""
    return tr(
        "🔗 Les comptes de *{who}* (n° {n}) et de *{other}* (n° {gone}) n'en font plus qu'un.",
        who=Raw(name or "?"),
        n=str(number),
        other=Raw(other or "?"),
        gone=str(gone),
    ) + tr("Si cela t'étonne, parle-lui, puis dis-le à l'équipe : elle peut les séparer.")


def disputed(pending: Pending, name: str, number: int) -> Message:
    """To who looks after her and to those who can undo it."""
    return tr(
        "🚨 *{who}* (n° {n}) dit ne pas avoir demandé cette liaison : *{chat}*. Parle-lui de vive voix.",
        who=Raw(name or "?"),
        n=str(number),
        chat=Raw(pending.chat),
    )


def how_to_undo(chat: int) -> Message:
    """To an admin. `chat`: the number of the chat that joined."""
    return tr("Pour séparer, sur le serveur : hiteuses people unmerge #{id}", id=str(chat))


def guarded(label: str, *, asked: bool) -> Message:
    """A chat that cannot be parted or called lost for some days."""
    said = tr(
        "Pour te protéger, *{chat}* ne peut pas être délié ni fermé d'ici dans les 7 jours qui suivent une liaison.",
        chat=Raw(label),
    )
    if asked:
        said += tr("J'ai demandé à la personne qui t'accompagne : elle peut le faire. Je te réponds ici.")
    else:
        said += tr("Parle à la personne qui t'accompagne, ou à l'équipe : elles peuvent le faire.")
    return said.with_choices(MENU)


# --- parted by the operator -------------------------------------------------------------------------------


def parted() -> Message:
    """To who has her account back."""
    return tr(
        "✂️ L'équipe a séparé deux comptes réunis par erreur. Ici, tu retrouves le tien, avec tes gains."
    ).with_choices(Choice("/gains", "💰 Mes gains"), Choice("/secret", "🔒 Code secret"), MENU, columns=2)


def parted_from() -> Message:
    """To whom it was parted from."""
    return tr(
        "✂️ L'équipe a séparé de ton compte une messagerie ou un compte relié par erreur. Ce que tu as gagné toi-même "
        "reste à toi."
    ).with_choices(MENU)
