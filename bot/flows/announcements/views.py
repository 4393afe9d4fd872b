"""`annonce`: the message of each step, and what is said when the announcement is handed over or given up."""

from __future__ import annotations

from datetime import datetime

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import placeholders
from backend.domain.announcements.life import Estimate
from backend.domain.messaging import channels
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, tr, trn
from backend.records import replace
from bot.flows.announcements import audience as announcements_audience
from bot.flows.announcements import buttons as announcements_buttons
from bot.flows.announcements import filters, report
from bot.flows.announcements import placeholders as announcements_placeholders
from bot.flows.announcements.filters import described
from bot.flows.announcements.reach import estimated
from bot.flows.announcements.state import (
    BACK,
    CANCEL,
    REWRITE,
    Facts,
    HandedOver,
    State,
)
from bot.flows.announcements.when import at_night, day_and_hour

KEEP_TEXT = Choice("keep", "Garder ce texte", aside=True)
WHOLE = Choice("whole", "✅ Oui, c'est le texte", says="yes")
NOT_WHOLE = Choice("not whole", "✍️ Non", says="no")
_NONE = (
    *("sans", "sans photo", "sans rien", "aucun", "aucune", "rien", "pas de photo", "pas de fichier"),
    *("continue sans", "continuer sans"),
)
_ON = ("continuer", "continue", "suite", "suivant")
NO_FILE = Choice("none", "Sans fichier", aside=True, says="no", also=_NONE + _ON)
KEEP_FILE = Choice(
    "kept",
    "Garder ce fichier",
    aside=True,
    says="yes",
    also=(*_ON, *("garde", "garder", "avec", "garde la photo", "garder la photo", "garde l'image", "garde le fichier")),
)
DROP_FILE = Choice("none", "Sans fichier", aside=True, also=_NONE)
TEST = Choice("test", "🧪 M'envoyer un test")
SOON = Choice(
    "when",
    "Choisir quand ➡️",
    also=("suite", "ok", "oui", "c'est bon", "c bon", "continuer", "envoyer", "envoie", "quand", "go", "d'accord"),
)
"""The only way on: whatever says to go on leads there, and nothing goes out before it is confirmed."""
LOOK = Choice("preview", "👀 Voir")
NOW = Choice("now", "Maintenant")
MORNING = Choice("morning", "Demain 9 h")
EVENING = Choice("evening", "Demain 18 h")
SEND = Choice("send", "✅ Envoyer", says="sure")
OF_SENDING = Choice("sending", "⏰ L'heure d'envoi", also=("envoi", "oui", "heure", "planifie", "programmer"))
IN_TEXT = Choice("in text", "✍️ Dans le texte", also=("texte", "non", "dans le message"))
MENU = Choice("/menu", "Menu")
ALL = Choice("/annonce liste", "📋 Les annonces")
OUT = tr("C'est déjà confié, ce bouton n'y change plus rien.")
_FREE = frozenset({"text", "when"})


def prompt(state: State, facts: Facts) -> Message:
    """Ask for what the present step needs, below the announcement's fault if it has one."""
    asked = _prompt(state, facts)
    said = wrong(facts)
    if state.at not in ("text", "confirm") and said is not None:
        asked = replace(said + asked, free=asked.free, many=asked.many)
    return replace(asked, free=True) if state.at in _FREE else asked


def wrong(facts: Facts) -> Message | None:
    """What must be corrected before it can be sent; None if nothing must."""
    if facts.stored is not None and facts.stored.state == "lost":
        return lost(facts.stored.why)
    return tr("⚠️ {fault}.", fault=_sentence(facts.fault)) if facts.fault else None


def _sentence(fault: str) -> Raw:
    """A fault with a capital at its beginning."""
    return Raw(fault[:1].upper() + fault[1:])


def _prompt(state: State, facts: Facts) -> Message:
    if state.at in announcements_buttons.STEPS:
        return announcements_buttons.prompt(state, facts)
    if state.at in filters.STEPS:
        return announcements_audience.prompt(state, facts)
    match state.at:
        case "timed":
            asked = tr("« {lead} » : c'est l'heure d'envoi, ou ça fait partie du texte ?", lead=Raw(state.lead))
            return asked.with_choices(OF_SENDING, IN_TEXT, CANCEL, columns=2)
        case "whole":
            asked = tr("« {text} » : c'est tout le texte de l'annonce ?", text=Raw(state.lead))
            return asked.with_choices(WHOLE, NOT_WHOLE, CANCEL, columns=2)
        case "file" if state.file:
            asked = tr("📎 *Ton fichier est là.* Envoies-en un autre, ou garde celui-ci.")
            return asked.with_choices(KEEP_FILE, DROP_FILE, BACK, CANCEL)
        case "file":
            return tr("Une photo ou un document avec ? Envoie-le, ou continue sans.", NO_FILE, BACK, CANCEL)
        case "preview":
            return _preview(state, facts)
        case "tested":
            return tr("🧪 Ton test est juste au-dessus, comme elle le verra.", SOON, REWRITE, BACK, CANCEL)
        case "when":
            said = tr("*Quand ?* Écris un jour et une heure, par exemple « demain 18h » ou « vendredi 9 h ».")
            said += tr(
                "C'est l'heure de chacune, dans son pays. De 21 h à 7 h, j'attends 7 h, sauf pour qui a choisi une "
                "heure de nuit."
            )
            return said.with_choices(NOW, MORNING, EVENING, BACK, CANCEL, columns=3)
        case "confirm":
            return _confirm(state, facts)
        case _:
            said = tr("📣 *Une annonce* : écris ton texte, comme tu le dirais à chacune.")
            said += tr("Écris {place} là où je dois dire son prénom.", place=Raw(placeholders.NAME))
            if state.text:
                said = tr("📣 *Ton texte*") + Message((Raw(state.text),)) + tr("Écris le nouveau, ou garde celui-ci.")
            keep = replace(KEEP_TEXT, id=BACK.id) if state.rewrites else KEEP_TEXT
            return said.with_choices(*([keep] if state.text else []), CANCEL)


def _preview(state: State, facts: Facts) -> Message:
    if facts.stored is not None and facts.stored.state == "coming":
        return tr("⏳ Ton fichier arrive encore. Attends un instant, puis touche « Voir ».", LOOK, BACK, CANCEL)
    file = facts.stored.file if facts.stored is not None else None
    content = state.content(file)
    said = tr("👀 *Aperçu* — {who}", who=described(state.readers(facts), facts)) + Message(
        announcements_content.message(content, 0, facts.name).parts
    )
    said += announcements_placeholders.notes(content, (facts.estimate or Estimate(0)).unnamed)
    for channel, look in facts.looks:
        said += tr("*Sur {channel}*\n{look}", channel=Raw(channels.label(channel)), look=Raw(look))
    said = said.once().with_choices(TEST, SOON, REWRITE, BACK, CANCEL)
    return replace(said, attachment=Attachment(file.kind, file.media, file.name)) if file is not None else said


def _confirm(state: State, facts: Facts) -> Message:
    estimate = facts.estimate or Estimate(0)
    said = tr("*On envoie ?*\n{who}", who=described(state.readers(facts), facts))
    moment = state.moment
    said += estimated(estimate, planned=moment is not None)
    if facts.messages > 1 and estimate.cost:
        said += tr(
            "Sur {channel}, elle part en {n} messages : le coût est multiplié d'autant.",
            channel=Raw(channels.labels(channels.priced())),
            n=facts.messages,
        )
    if moment is None:
        said += tr("Quand : maintenant. Là où il est entre 21 h et 7 h, elle part à 7 h.")
    else:
        said += tr("Quand : {when}, à l'heure de chacune.", when=day_and_hour(moment))
        said += at_night(moment)
    said += tr("Qui s'inscrit après le départ ne la reçoit pas, et qui dit stop avant son tour non plus.")
    if estimate.second:
        said += tr("Comme il y a beaucoup de monde, une personne de l'équipe doit dire oui avant.")
    # the button says to how many, for there may be more when it is touched
    send = replace(SEND, id=f"{SEND.id} {estimate.people}")
    return said.with_choices(*([send] if estimate.people else []), replace(BACK, says="no"), CANCEL)


def given_up(facts: Facts) -> Message:
    """The draft is given up. Announcements of the author that are still under way are named, with
    a button to stop the last."""
    if not facts.others:
        return tr("C'est annulé : rien n'est envoyé.").with_choices(MENU)
    return tr("C'est annulé : ce texte-là n'est pas envoyé.") + under_way(facts)


def under_way(facts: Facts) -> Message:
    """The author's announcements that are still under way, with a button to stop the last."""
    number, text = facts.others[-1]
    still = trn(
        "⚠️ {n} annonce de toi part ou partira : « {text} ».",
        "⚠️ {n} annonces de toi partent ou partiront, la dernière : « {text} ».",
        len(facts.others),
        text=Raw(text),
    )
    return still.with_choices(report.stopping(number), ALL, MENU, columns=2)


def handed_over(handed: HandedOver, local: datetime | None) -> Message:
    """What became of an announcement that was handed over. `local`: the planned time (None: at once)."""
    result = Choice(f"/annonce {handed.number}", "📈 Où ça en est")
    match handed.outcome:
        case "refused":
            return tr("⚠️ Rien n'est envoyé. {fault}.", fault=_sentence(handed.fault))
        case "known":
            said = tr("Cette annonce est déjà là, les mêmes mots pour les mêmes personnes : rien ne part deux fois.")
            if handed.author:
                said += tr("C'est {name} qui l'a envoyée.", name=Raw(handed.author))
        case "asked":
            said = trn(
                "⏳ Une personne de l'équipe doit d'abord dire oui : l'annonce est pour {n} personne. Je te préviens.",
                "⏳ Une personne de l'équipe doit d'abord dire oui : l'annonce est pour {n} personnes. Je te préviens.",
                handed.people,
            )
        case "alone":
            said = tr("⏳ Une autre personne de l'équipe doit dire oui, et personne ne peut le faire pour l'instant.")
            said += tr("Rien n'est envoyé. Invite une autre admin, puis arrête cette annonce et écris-la encore.")
        case _ if local is not None:
            said = trn(
                "🕒 C'est prévu pour {n} personne, {when}.",
                "🕒 C'est prévu pour {n} personnes, {when}.",
                handed.people,
                when=day_and_hour(local),
            )
            said += at_night(local)
        case _:
            said = trn("🚀 C'est parti pour {n} personne.", "🚀 C'est parti pour {n} personnes.", handed.people)
    if handed.days > 1:
        said += tr("📆 Elle part sur {n} jours, comme je te l'ai dit.", n=handed.days)
    stop = () if handed.outcome == "known" else (report.stopping(handed.number),)
    return said.with_choices(result, *stop, MENU, columns=2)


def lost(why: str) -> Message:
    """Why the file cannot be used, and what to do about it."""
    match why:
        case "too large":
            return tr("⚠️ Ton fichier est trop gros. Envoie-le en plus petit, ou continue sans.")
        case "a program":
            return tr("⚠️ Ce fichier contient un programme : je ne l'envoie à personne.")
        case "empty" | "of no type that is kept" | "not what it was sent as":
            return tr("⚠️ Je n'arrive pas à lire ce fichier. Envoie une photo (JPEG ou PNG) ou un document PDF.")
        case _:
            return tr("⚠️ Je n'ai pas réussi à récupérer ton fichier. Envoie-le encore une fois, s'il te plaît.")
