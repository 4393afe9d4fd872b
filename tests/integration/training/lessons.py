"""Small modules of training in the library, and people who go through them in chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.db.engine.uow import Database
from backend.services.training import library, module_files
from tests.fakes import telegram
from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import NOW, commit
from tests.product import AnyPerson, Product

CAPITALS = {"CI": "Yamoussoukro", "SN": "Dakar", "CM": "Yaoundé", "BF": "Ouagadougou", "TG": "Lomé", "BJ": "Porto-Novo"}
"""What the lessons teach: the right answer to each question is easy to tell."""
KEYS = tuple(CAPITALS)


def pool(count: int, lessons: int = 1) -> str:
    """A final test's questions as their author writes them: so many for each lesson, all right answers "Oui"."""
    return "\n\n".join(
        f"$CATEGORY: {number}\n\n::final-{number}-{n}:: Vrai test {number}.{n} ? "
        f"{{=Oui # Expliqué {number}.{n}. ~Non # Pas du tout. ~Peut-être # Non plus.}}"
        for number in range(1, lessons + 1)
        for n in range(1, count + 1)
    )


def lesson(number: int, keys: Sequence[str], screens: int = 2) -> str:
    """A lesson as its author writes it."""
    shown = "\n\n---\n\n".join(f"Écran {n} de la leçon {number}." for n in range(1, screens + 1))
    asked = "\n\n".join(
        f"::capitale-{number}-{key}:: Capitale {key} ? {{={CAPITALS[key]} # Oui, {CAPITALS[key]}. "
        f"~Ailleurs # Non, cherche encore. ~Nulle part # Si, il y en a une.}}"
        for key in keys
    )
    return f"# Leçon {number}\n\n{shown}\n\n```gift\n{asked}\n```\n"


async def module(
    database: Database,
    lessons: Sequence[str],
    *,
    name: str = "capitales",
    title: str = "Les capitales",
    needs: Sequence[str] = (),
    unlocks: Sequence[str] = (),
    order: int = 1,
    test: str = "",
    more: str = "",
    draft: bool = False,
    now: datetime = NOW,
) -> None:
    """Import a module, as the command line does; again with the same name: a new version. `test`:
    its final test's questions; `more`: lines of its heading; `draft`: nobody has published it."""
    heading = (
        f"id: {name}\ntitle: {title}\nabout: Tu connais les capitales.\nminutes: 10\norder: {order}\n"
        f"needs: [{', '.join(needs)}]\nunlocks: [{', '.join(unlocks)}]\npass: 80\n{more}"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.mkdir()
        (path / "module.yaml").write_text(heading, "utf-8")
        for number, text in enumerate(lessons, 1):
            (path / f"{number:02}-lecon-{number}.md").write_text(text, "utf-8")
        if test:
            (path / "final.gift").write_text(test, "utf-8")
        sources = module_files.read(path)
    await commit(database, library.import_modules, sources, now, library.How(draft=draft, replace=True))


async def enrolled(product: Product, person: AnyPerson, country: str = "CI") -> AnyPerson:
    """She comes through onboarding to learn."""
    await product.says(person, f"start {await product.code('trainee', country)}")
    await product.taps(person, "J'accepte")
    return person


async def trainee(product: Product, name: str = "Awa", country: str = "CI") -> telegram.Person:
    """Somebody on Telegram who has come through onboarding to learn."""
    return await enrolled(product, product.telegram.person(name), country)


def right(message: ChatMessage) -> str:
    """The label that answers the question of this message."""
    if "Vrai test" in message.text:
        return "Oui"
    key = message.text.rpartition("Capitale ")[2][:2]
    return CAPITALS[key]


async def read(product: Product, person: Person, message: ChatMessage) -> ChatMessage:
    """Through the screens to the first question."""
    while not message.labels[0].startswith("❓"):
        message = await product.taps(person, "Suite", message)
    return await product.taps(person, message.labels[0], message)


async def answer(product: Product, person: Person, message: ChatMessage, *rights: bool) -> ChatMessage:
    """Answers to the questions from this one on: right or wrong."""
    for each in rights:
        wrong = "Non" if "Vrai test" in message.text else "Ailleurs"
        message = await product.taps(person, right(message) if each else wrong, message)
    return message


async def final(product: Product, person: Person, message: ChatMessage, *rights: bool) -> ChatMessage:
    """Answers in the final test that a message leads to, right or wrong, up to what is said then."""
    label = next(label for label in message.labels if label in ("🎓 Passer le test", "🔄 Repasser le test"))
    intro = await product.taps(person, label, message)
    return await answer(product, person, await product.taps(person, "▶️ Commencer le test", intro), *rights)
