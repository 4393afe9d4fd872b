"""Taking a certificate: the name on it, asked once, and what its public page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from backend.domain.certificates.badges import ModuleSet
from backend.domain.certificates.credentials import CertificateTaken, Credential, Shown, TakeCertificate, Wallet
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.records import Record, field, replace
from bot.flows.certificates import own_name
from bot.flows.engine import answers
from bot.flows.engine.answers import CONFIRMS, PICK
from bot.flows.engine.corrections import additions
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Picked,
    Resumed,
    Say,
    Several,
    Started,
    Step,
    Typed,
    change,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

NAME, MODULES, DATE = "name", "modules", "date"
LABELS = {NAME: Tr("Mon nom"), MODULES: Tr("Les modules réussis"), DATE: Tr("La date")}
DONE = Choice(CONFIRMS, "✅ Valider")
ALL = Choice("all", "Tout montrer")
TITLE_ONLY = Choice("title", "Seulement le titre")
MENU = Choice("/menu", "Menu", aside=True)
TRAINING = Choice("/formation", "📚 Mes modules")
ALL_CERTIFICATES = Choice("/certificat", "🎓 Mes certificats")


class Facts(Record):
    """`first_name`: as she is greeted. `ticks`: whether the channel has boxes to tick."""

    wallet: Wallet = field(default_factory=Wallet)
    first_name: str = ""
    ticks: bool = True


class State(Record):
    """`key`: of the certificate. `shown`: what is ticked so far."""

    at: Literal["name", "shown"] = "name"
    key: str = ""
    name: str = ""
    shown: tuple[str, ...] = (NAME, MODULES, DATE)


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the name on the certificate, or what its public page shows."""
    of = facts.wallet.set_of(state.key)
    if of is None:
        return _not_hers(facts.wallet, state.key)
    if state.at == "name":
        asked = tr("🎓 *{title}*", title=Raw(of.title)) + tr(
            "Quel nom veux-tu sur ton certificat ? Écris ton prénom et ton nom, comme sur tes papiers."
        )
        return own_name.ask(asked, own_name.known(facts.wallet.name, facts.first_name))
    return _ask_shown(state, of, ticks=facts.ticks)


def _ask_shown(state: State, of: ModuleSet, *, ticks: bool) -> Message:
    asked = tr(
        "Ton certificat, au nom de *{name}*, porte un code QR : qui veut t'embaucher peut vérifier qu'il est vrai. "
        "Que verra cette personne ?",
        name=Raw(state.name),
    )
    options = _options(of)
    if ticks:
        boxes = [Choice(o, Tr("☑ {what}", {"what": LABELS[o]}) if o in state.shown else LABELS[o]) for o in options]
        hint = tr("_Touche ce que tu veux montrer ou cacher, puis valide. Le titre se voit toujours._")
        return replace((asked + hint).with_choices(*boxes, DONE), many=True)
    hint = tr("_Écris les numéros de ce que tu montres, par exemple « 1 2 ». Le titre se voit toujours._")
    return replace((asked + hint).with_choices(*(Choice(o, LABELS[o]) for o in options), ALL, TITLE_ONLY), many=True)


def _options(of: ModuleSet) -> tuple[str, ...]:
    """What can be shown or hidden; a certificate of a single module has no list of modules."""
    return (NAME, MODULES, DATE) if len(of.modules) > 1 else (NAME, DATE)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take her name, then what is shown. She gets the certificate with the last answer."""
    match event:
        case Started(argument):
            return _begin(argument or {}, facts)
        case Done(CertificateTaken(Credential() as credential)):
            return leave(Say(taken(credential)))
    of = facts.wallet.set_of(state.key)
    if of is None or isinstance(event, Done):
        return leave(Say(_not_hers(facts.wallet, state.key)))
    match state.at, event:
        case _, Resumed():
            return stay(state)
        case "name", _:
            return own_name.step(state, event, own_name.known(facts.wallet.name, facts.first_name))
        case "shown", Typed(text) if own_name.corrects(text):
            return own_name.again(state, text)
        case "shown", Picked(option) if option in _options(of) and facts.ticks:
            left = tuple(each for each in state.shown if each != option)
            return change(replace(state, shown=left if option in state.shown else (*state.shown, option)))
        case "shown", Picked(choice):
            picked = {DONE.id: state.shown, ALL.id: _options(of), TITLE_ONLY.id: ()}.get(choice, (choice,))
            return _take(state, of, picked)
        case "shown", Several(choices):
            # « tout sauf la date » names both buttons below the options as well
            whole = ALL.id in choices and TITLE_ONLY.id not in choices
            return _take(state, of, _options(of) if whole else choices)
        case "shown", Typed(text) if not facts.ticks and (hidden := _hides(text, of)) is not None:
            return _take(state, of, tuple(each for each in _options(of) if each != hidden))
        case _:
            return misread(state, Say(PICK))


def _hides(text: str, of: ModuleSet) -> str | None:
    """The option that a text says to hide, where nothing is ticked yet: « sans la date ». None if it says nothing of
    it."""
    rest = additions.taken_off(text)
    labels = [(Choice(option, LABELS[option]), LABELS[option].msgid) for option in _options(of)]
    return answers.match(rest, labels, free=False) if rest is not None else None


def _begin(argument: dict[str, Any], facts: Facts) -> Step[State]:
    """`argument`: the certificate's `key`; `again` to change the name or what is shown."""
    key = argument.get("key", "")
    if facts.wallet.set_of(key) is None:
        return leave(Say(_not_hers(facts.wallet, key)))
    last = facts.wallet.shown
    shown = tuple(each for each, there in ((NAME, last.name), (MODULES, last.modules), (DATE, last.date)) if there)
    if facts.wallet.name and not argument.get("again"):
        return stay(State("shown", key, facts.wallet.name, shown))
    return stay(State("name", key, shown=shown))


def _take(state: State, of: ModuleSet, shown: tuple[str, ...]) -> Step[State]:
    # a certificate of one module has the module as its title: earlier ticks for a set do not apply
    modules = MODULES in shown or len(of.modules) == 1
    wanted = Shown(NAME in shown, modules, DATE in shown)
    return stay(replace(state, shown=shown), Do(TakeCertificate(state.key, state.name, wanted)))


NOT_YET = tr(
    "Ce certificat n'est pas encore à toi. Réussis d'abord la formation, je te le donne aussitôt."
).with_choices(TRAINING, ALL_CERTIFICATES, columns=2)


def _not_hers(wallet: Wallet, key: str) -> Message:
    """Why she cannot take this certificate: it was revoked, or she has not earned it yet."""
    gone = next((each for each in wallet.withdrawn if each.key == key), None)
    if gone is None:
        return NOT_YET
    return revoked(gone) + tr("Si c'est une erreur, parles-en à ta Huber.").with_choices(
        TRAINING, ALL_CERTIFICATES, columns=2
    )


def revoked(credential: Credential) -> Message:
    """That a certificate was revoked, when, and why."""
    assert credential.revoked_at is not None
    return tr(
        "❌ *{title}* : retiré le {date}. Raison : {reason}",
        title=Raw(credential.title),
        date=credential.revoked_at.date(),
        reason=Raw(credential.reason),
    )


def taken(credential: Credential) -> Message:
    """A certificate that she has taken, and what she can do with it."""
    word = f"/certificat {credential.key}"
    message = tr("🎓 *Certificat : {title}*", title=Raw(credential.title))
    message += tr("Au nom de *{name}*. Félicitations !", name=Raw(credential.name))
    message += tr("Tout le monde peut le vérifier ici : {address}", address=Raw(credential.address))
    message += _visible(credential)
    return message.with_choices(
        Choice(f"{word} pdf", "📄 PDF"),
        Choice(f"{word} image", "🖼 Image"),
        Choice(f"{word} lien", "🔗 Lien à envoyer"),
        Choice(f"{word} changer", "✏️ Changer"),
        columns=2,
    )


def _visible(credential: Credential) -> Message:
    """What the public page shows, so that she knows it."""
    shown = credential.shown
    if shown.name and shown.date:
        return tr("On y voit ton nom et la date.")
    if shown.name:
        return tr("On y voit ton nom, pas la date.")
    if shown.date:
        return tr("On y voit la date, pas ton nom.")
    return tr("On n'y voit ni ton nom ni la date.")


def withdrawn(taken: Sequence[Credential], reason: str, *, with_badges: bool) -> Message:
    """Certificates of hers were revoked. `with_badges`: their badges too."""
    titles = Raw(", ".join(f"« {each.title} »" for each in taken))
    message = trn(
        "Ton certificat {titles} t'a été retiré. Raison : {reason}",
        "Tes certificats {titles} t'ont été retirés. Raison : {reason}",
        len(taken),
        titles=titles,
        reason=Raw(reason),
    )
    if with_badges:
        message += tr(
            "Les badges aussi sont retirés, avec le travail qu'ils ouvrent. Tu peux refaire la formation et les gagner "
            "de nouveau, quand tu veux."
        )
    return message + tr("Si c'est une erreur, parles-en à ta Huber.").with_choices(
        TRAINING, ALL_CERTIFICATES, columns=2
    )


FLOW = Flow("certificate", 1, State, prompt, step, serves="learners")
