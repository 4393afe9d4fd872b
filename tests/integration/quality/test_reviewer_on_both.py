"""A hiteuse learns to review, gets the badge, and is paid for a review; on both platforms."""

from __future__ import annotations

import pytest

from backend.domain.money import Money
from backend.services.training import library, module_files
from benchmarks.learner import UNKNOWN, Learner
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Says, Taps
from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner
from tests.integration.scenes import NOW, PAY, agreement, commit, execute, funds, value
from tests.product import COMMENTS, AnyPerson, Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
MODULE = samples.training() / "revue"
OF_TWO = COMMENTS.replace("{min: 1, max: 1}", "{min: 2, max: 2}")
OF_FIVE = COMMENTS.replace("{min: 1, max: 1}", "{min: 1, max: 5}")
MOST_STEPS = 150
GIVE_BADGE = (
    "insert into badge (person_id, key, title, at) "
    "select id, 'revue-1', 'Revue', now() from person where first_name = 'Rose'"
)


async def module_is_there(product: Product) -> None:
    await commit(product.database, library.import_modules, module_files.read(MODULE), NOW)


async def learns(product: Product, person: AnyPerson, shown: ChatMessage) -> ChatMessage:
    """Through the module's lessons and its final test without a fault; what is said at its end."""
    learner = Learner(MODULE, wrong=10_000)
    for number in range(1, MOST_STEPS):
        if "Module réussi" in shown.text:
            return shown
        action = Says(learner.answer(shown)) if UNKNOWN in shown.text else learner.next(shown, number)
        match action:  # on WhatsApp the way out stands in a line
            case Says(words):
                shown = await product.says(person, words)
            case Taps(what):
                shown = await product.taps(person, what, shown)
            case _:
                raise AssertionError(shown.text)
    raise AssertionError("the module does not end")


async def reviewer(product: Product, channel: str, reviews: int = 1) -> Person:
    """Rose, who has the badge, and what `reviews` cost."""
    rose = await product.joined(product.somebody(channel, "Rose"))
    await execute(product.database, GIVE_BADGE)
    number = await value(product.database, "select id from project where not practice")
    await funds(product.database, number, Money(reviews * PAY.units, PAY.currency))
    return rose


async def tie(product: Product, tasks: int = 1) -> Person:
    """Awa and Binta answer, each otherwise; Binta."""
    for name, answer in (("Awa", "Acceptable"), ("Binta", "Haine")):
        other = await product.hiteuse(name)
        await product.taps(other, 0)
        for _ in range(tasks):
            await product.taps(other, answer)
    return other


@BOTH
async def test_the_module_opens_revues_which_pays_her(on_both: Product, channel: str) -> None:
    product = on_both
    await module_is_there(product)
    await product.project(OF_FIVE)
    rose = product.somebody(channel, "Rose")
    await product.joined(rose)
    closed = await product.says(rose, "revues")
    assert "Le module « Relire avec justesse » le donne" in closed.text
    passed = await learns(product, rose, await product.taps(rose, "📚 Voir le module", closed))
    assert "Revue de réponses, niveau 1" in passed.text and "Les revues te sont ouvertes" in passed.text
    for name, answer in (("Binta", "Acceptable"), ("Coumba", "Acceptable"), ("Awa", "Haine"), ("Dado", "Acceptable")):
        other = await product.joined(product.telegram.person(name))
        await product.taps(other, 0)
        await product.taps(other, answer)
    await product.ticks("release_spare")  # nobody needs the fifth answer: its pay can be a review's
    asked = (await product.taps(rose, "🔍 Les revues", passed)).text.replace("\xa0", " ").replace("\u202f", " ")
    assert "D'abord, ta propre réponse" in asked
    assert "💰 32 F CFA pour cette revue" in asked  # before she begins
    await product.taps(rose, "Haine")
    assert "C'est noté" in (await product.taps(rose, "✅ Accepter")).text
    paid = "select units from pay_event e join person p on p.id = e.person_id where first_name = 'Rose' and kind = %s"
    assert await value(product.database, paid, ("review",)) == 500
    assert await agreement(product.database) == []


@BOTH
async def test_who_has_not_or_no_longer_the_badge_hears_why_once_and_goes_on(on_both: Product, channel: str) -> None:
    """Her next words, whatever they were, were « pas pour toi »; so was a tap when the badge had been taken back."""
    product = on_both
    await product.project(OF_TWO)
    rose = product.somebody(channel, "Rose")
    await product.joined(rose)
    await tie(product)
    assert "le badge" in (await product.says(rose, "revues")).text
    assert "Choisis une des réponses" in (await product.says(rose, "quoi donc")).text
    await execute(product.database, GIVE_BADGE)
    await funds(product.database, await value(product.database, "select id from project where not practice"))
    assert "Des réponses à égalité" in (await product.says(rose, "revues")).text
    await execute(product.database, "delete from badge")
    assert "Tu ne peux plus faire ça" in (await product.taps(rose, "Haine")).text
    assert "le badge" in (await product.says(rose, "revues")).text
    assert "Choisis une des réponses" in (await product.says(rose, "quoi donc")).text


@BOTH
async def test_who_has_asked_to_be_erased_gets_no_new_review(on_both: Product, channel: str) -> None:
    """« Je ne te donne plus de travail », and `revues` gave her a paid review."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel, reviews=2)
    await tie(product, 2)
    assert "Des réponses à égalité" in (await product.says(rose, "revues")).text
    await product.says(rose, "supprimer")
    assert "plus de travail" in (await product.taps(rose, "Oui, tout effacer")).text
    assert "Des réponses à égalité" in (await product.says(rose, "revues")).text  # what she has begun
    await product.taps(rose, "Haine")
    done = await product.taps(rose, 0)
    assert "C'est noté" in done.text and "Commentaire numéro 2" not in done.text
    assert "Ton compte est effacé" in (await product.says(rose, "revues")).text
    assert "tu restes" in (await product.says(rose, "je reste")).text.lower()
    assert "Des réponses à égalité" in (await product.says(rose, "revues")).text
    assert await agreement(product.database) == []


@BOTH
async def test_a_tie_that_ends_while_she_has_it_is_told_and_paid(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel)
    binta = await tie(product)
    assert "Des réponses à égalité" in (await product.says(rose, "revues")).text
    assert "Lis chaque commentaire en entier" in (await product.says(rose, "aide")).text
    await product.taps(rose, "🔍 Ma revue")
    verdict = await product.taps(rose, "Haine")
    await product.taps(binta, "Acceptable", await product.says(binta, "corriger"))
    told = await product.answer(rose)
    assert "s'est réglée entre-temps" in told.text and "Ta revue est payée" in told.text
    assert "Cette revue n'est plus à toi" in (await product.taps(rose, 0, verdict)).text
    assert await value(product.database, "select units from pay_event where kind = 'review'") == 500
    assert await agreement(product.database) == []


@BOTH
async def test_who_settled_a_tie_does_not_judge_the_answer_that_lost_it(on_both: Product, channel: str) -> None:
    """She set the result, and was at once asked to refuse the other answer: one voice decided both."""
    product = on_both
    await product.project(OF_TWO)
    admin, other = await product.admin(), product.telegram.person("Rose")
    await product.says(other, f"start {await product.code('admin')}")
    await execute(product.database, "update person set duty = 'operations' where first_name = 'Rose'")
    awa = product.somebody(channel, "Awa")
    for person, answer in ((await product.joined(awa), "Acceptable"), (await product.hiteuse("Binta"), "Haine")):
        await product.taps(person, 0)
        await product.taps(person, answer)
    assert "Des réponses à égalité" in (await product.says(admin, "revues")).text
    await product.taps(admin, "Haine")
    assert "rien à revoir" in (await product.taps(admin, "✅ Ma réponse est la bonne")).text
    assert "D'abord, ta propre réponse" in (await product.says(other, "revues")).text
    await product.taps(other, "Haine")
    await product.taps(other, "❌ Refuser")
    await product.taps(other, "La consigne n'est pas suivie")
    await product.taps(other, "Envoyer", await product.says(other, "C'est une insulte."))
    assert "est refusée" in (await product.answer(awa)).text
    await product.says(awa, "recours")
    await product.taps(awa, "⚖️ Demander un autre regard")
    assert "C'est envoyé" in (await product.taps(awa, "Sans rien ajouter")).text
    assert "rien à revoir" in (await product.says(admin, "revues")).text
    assert await agreement(product.database) == []


@BOTH
async def test_who_comes_back_to_a_review_sees_what_it_is_about(on_both: Product, channel: str) -> None:
    """« • Ta réponse : Haine • La sienne : Acceptable », hours later, with the comment far up or in another chat."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel)
    await tie(product)
    assert "Commentaire numéro 1" in (await product.says(rose, "revues")).text
    assert "Commentaire numéro 1" not in (await product.taps(rose, "Haine")).text  # it stands right above
    assert "elle ne change plus" in (await product.says(rose, "oups c'était acceptable")).text
    for left in ("menu", "annule"):
        await product.says(rose, left)
        again = await product.says(rose, "revues")
        assert "Commentaire numéro 1" in again.text and "Ta réponse : Haine" in again.text, left
    assert "C'est noté" in (await product.taps(rose, "✅ Ma réponse est la bonne")).text


@BOTH
async def test_a_decision_that_is_regretted_is_told_to_stay(on_both: Product, channel: str) -> None:
    """« Tu n'as aucune réponse refusée » to « oups j'ai refusé par erreur »."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel, reviews=2)
    await tie(product, 2)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    assert "Commentaire numéro 2" in (await product.taps(rose, "✅ Ma réponse est la bonne")).text
    for said in ("oups j'ai refusé par erreur", "la dernière c'était accepter", "j'ai accepté sans faire exprès"):
        assert "Une décision prise ne change plus ici" in (await product.says(rose, said)).text, said


@BOTH
async def test_who_wants_a_decision_back_hears_how_it_is(on_both: Product, channel: str) -> None:
    """« Je me suis trompée » opened a reviewer's own last answer, and « elle avait raison » got « je n'ai pas compris
    »."""
    product = on_both
    await product.project(OF_TWO)
    rose = await reviewer(product, channel, reviews=2)
    await tie(product, tasks=2)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    for said in ("non attends elle avait raison", "je me suis trompée elle avait bon", "oups", "jme sui trompe"):
        assert "Ta propre réponse est donnée" in (await product.says(rose, said)).text, said
    assert "C'est noté" in (await product.taps(rose, "✅ Ma réponse est la bonne")).text
    for said in ("non attends elle avait raison", "oups", "je reviens sur ma décision", "la précédente était juste"):
        assert "Une décision prise ne change plus" in (await product.says(rose, said)).text, said
    await product.taps(rose, "Haine")
    await product.taps(rose, "✅ Ma réponse est la bonne")
    assert await agreement(product.database) == []


async def test_an_admin_who_wants_a_decision_back_later_hears_how_it_is(product: Product) -> None:
    paul = await owner(product)
    for said in ("non attends elle avait raison", "je reviens sur ma décision", "la précédente était juste"):
        assert "Une revue rendue ne change plus" in (await product.says(paul, said)).text, said
