"""What she says while the team looks for a payment that has not come, and after its answer."""

from __future__ import annotations

import pytest

from backend.domain.payouts.states import Word
from tests.fakes.people import Person
from tests.integration.payouts.test_payments_on_both import BOTH, names, paid, paid_run, scene, told
from tests.integration.scenes import execute, rows, value
from tests.product import Product


async def claimed(product: Product, channel: str) -> tuple[Person, Person, int]:
    """Awa, who claims a payment, somebody of finance, and the claim's number."""
    mariam = product.telegram.person("Mariam")
    awa, _, rose = await paid(product, channel)
    await product.says(mariam, f"start {await product.code('huber')}")
    await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    await product.heard(rose)
    return awa, rose, await value(product.database, "select id from payout_claim")


@BOTH
async def test_what_she_writes_below_the_words_of_finance_is_a_reply(on_both: Product, channel: str) -> None:
    """It was met with the task further up: « Choisis une des réponses ci-dessous »."""
    product = on_both
    awa, rose, claim = await claimed(product, channel)
    await product.says(awa, "travail")
    await product.says(rose, f"paiements reclamation {claim} dire Regarde sur ton compte, l'argent y est.")
    await product.taps(rose, "Oui")
    told = await product.answer(awa)
    assert "l'argent y est" in told.text and told.labels == ["✍️ Écrire à ma Huber", "Voir ma paie"]
    asked = await product.says(awa, "l'agent mtn dit que c'est vide")
    assert "c'est pour répondre à Mariam" in asked.text or "tu réponds à Mariam" in asked.text
    await product.taps(awa, "✍️ Lui répondre", asked)
    last = "select words from thread_message where hers order by id desc limit 1"
    assert await value(product.database, last) == "l'agent mtn dit que c'est vide"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("dis-lui que ça arrive lundi", "Écrire ceci à Awa ? Sa réclamation reste ouverte.\n\nça arrive lundi"),
        ("réponds-lui : va voir l'agent", "reste ouverte.\n\nva voir l'agent"),
        ("dis-lui d'attendre", "Pour lui écrire"),
        ("c'est payé pourtant", "Elle dit non reçu"),
        ("regarde", "Elle dit non reçu"),
        ("Wave dit que c'est payé", "Tu confirmes ?"),
        ("le service confirme", "Tu confirmes ?"),
        ("l'argent est revenu", "Tu confirmes ?"),
    ],
)
async def test_what_finance_says_below_a_claim_is_about_it(on_both: Product, words: str, said: str) -> None:
    """It was met with a talk about figures, and she heard nothing."""
    product = on_both
    awa, _, rose = await paid(product, "telegram")
    await product.heard(rose)
    await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    assert "dit n'avoir pas reçu" in (await product.answer(rose)).text
    assert said in (await product.says(rose, words)).text


@BOTH
async def test_yes_is_not_received_below_what_asks_for_it_in_words(on_both: Product, channel: str) -> None:
    """« Oui », below « Quand tu sais, dis-le : « Reçu » ou « Pas reçu » », closed her claim; « laisse tomber » and
    « pas la peine » opened one."""
    product = on_both
    awa, *_ = await paid(product, channel)
    assert "Tu l'as bien reçue" in (await product.answer(awa)).text
    assert "Quand tu sais" in (await product.says(awa, "ok je vais voir")).text
    for said in ("oui", "laisse tomber", "je veux annuler", "pas la peine"):
        assert "Quand tu sais" in (await product.says(awa, said)).text
    assert await value(product.database, "select count(*) from payout_claim") == 0
    assert "Merci, c'est noté" in (await product.says(awa, "oui reçu")).text


@BOTH
async def test_what_she_says_of_her_money_while_it_is_looked_for_is_heard(on_both: Product, channel: str) -> None:
    """« Choisis une des réponses ci-dessous. Tu hésites ? » came to each of these."""
    product = on_both
    awa, _, claim = await claimed(product, channel)
    for said in ("j'attends encore hein", "finalement j'ai rien", "vous avez cherché ?"):
        assert f"réclamation n° {claim}" in (await product.says(awa, said)).text
    assert "Ce mot n'est pas pour toi" not in (await product.says(awa, "personne me répond")).text
    await product.says(awa, "travail")
    for said in (
        "c'est tombé mais c'est pas le bon montant",
        "ils ont coupé des frais",
        "mon mari a reçu l'argent à ma place",
    ):
        assert "Raconte-le à ta Huber" in (await product.says(awa, said)).text
        await product.says(awa, "travail")
    assert "✏️ Changer" in (await product.says(awa, "ce numéro là c'est plus le mien")).labels
    assert await value(product.database, "select count(*) from payout_claim where closed_at is null") == 1


@BOTH
async def test_she_can_still_say_that_nothing_came_after_it_was_confirmed(on_both: Product, channel: str) -> None:
    """« Pour dire qu'elle n'est pas arrivée : écris « paiement » », and nothing there said so any more."""
    product = on_both
    awa, rose, claim = await claimed(product, channel)
    await product.says(rose, f"paiements reclamation {claim} versee")
    await product.taps(rose, "Oui")
    confirmed = await product.answer(awa)
    assert confirmed.labels == ["✅ Reçu", "❌ Toujours rien"]
    assert "Quand tu sais" in (await product.says(awa, "je vais voir mon opérateur demain")).text
    await product.says(awa, "menu")
    shown = await product.says(awa, "paiement")
    assert shown.labels[:2] == ["✅ Reçu", "❌ Pas reçu"]
    await product.says(awa, "menu")
    assert "Tu l'as bien reçue ?" in (await product.says(awa, "ah en fait c rentré ce matin dsl")).text
    assert f"réclamation n° {claim + 1}" in (await product.says(awa, "non c'est pas rentré sur mon compte")).text


@BOTH
async def test_she_asks_for_her_claim_by_the_name_that_we_gave_it(on_both: Product, channel: str) -> None:
    """« Réclamation » began a letter to her Huber, and « ma réclamation » was sent as one."""
    product = on_both
    awa, _, claim = await claimed(product, channel)
    await product.says(awa, "travail")
    for said in ("réclamation", "et ma reclamation", "ou en est ma réclamation n° 1"):
        shown = await product.says(awa, said)
        assert "On cherche ta paie" in shown.text and f"réclamation n° {claim}" in shown.text, said


@pytest.mark.parametrize("said", ["mon argent nest pas arriver", "ya rien", "sa tombe pa", "jai rien recu depui"])
async def test_nothing_came_in_other_words(product: Product, said: str) -> None:
    """The first was met with the same question, the next two were about to report the task above."""
    awa, *_ = await paid(product, "telegram")
    assert "Tu l'as bien reçue ?" in (await product.answer(awa)).text
    assert "réclamation n°" in (await product.says(awa, said)).text


@BOTH
@pytest.mark.parametrize(
    ("later", "told", "buttons"),
    [
        ("proposed", "", ["✅ Reçu", "❌ Pas reçu"]),
        ("sent", "est en route", ["❓ Une paie manque"]),
        ("failed", "n'est pas passée", ["❓ Une paie manque"]),
    ],
)
async def test_an_unconfirmed_payment_is_claimed_whatever_becomes_of_the_next(
    on_both: Product, channel: str, later: str, told: str, buttons: list[str]
) -> None:
    """« pas recu ma paie de vendredi » showed what she has earned, and « paiement » had no button for it."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.heard(awa)
    await execute(
        product.database,
        "insert into payout (run_id, person_id, destination_id, units, currency, carried, state, proposed_at) "
        f"select run_id, person_id, destination_id, units, currency, 0, '{later}', proposed_at + interval '1 day' "
        "from payout",
    )
    shown = await product.says(awa, "paiement")
    assert shown.labels[: len(buttons)] == buttons
    if told:
        assert told in (await product.taps(awa, "❓ Une paie manque", shown)).text
    await product.says(awa, "menu")
    asked = await product.says(awa, "pas recu ma paie de vendredi")
    assert told in asked.text and "Tu l'as bien reçue ?" in asked.text
    assert "réclamation n°" in (await product.taps(awa, "❌ Pas reçu", asked)).text
    assert await value(product.database, "select p.state from payout_claim c join payout p on p.id = c.payout_id") == (
        "paid"
    )


@BOTH
async def test_a_message_that_her_huber_left_open_is_not_said_to_wait_below_what_finance_wrote(
    on_both: Product, channel: str
) -> None:
    """« Ton message du … attend encore sa réponse » stood below the newer answer of finance."""
    product = on_both
    awa, rose, claim = await claimed(product, channel)
    await product.says(awa, "huber l'agent dit que c'est vide")
    await product.says(rose, f"paiements reclamation {claim} dire On a relancé Wave.")
    await product.taps(rose, "Oui")
    await product.heard(awa)
    shown = (await product.says(awa, "huber")).text
    assert "On a relancé Wave." in shown and "attend encore" not in shown
    assert "⏳ Ta Huber n'a pas encore répondu à ton message" in shown


@BOTH
async def test_who_got_less_is_led_to_her_huber_where_no_payment_is_asked_about(on_both: Product, channel: str) -> None:
    """« oui cest bon g recu 100 seulement » got « Très bien ! » when the payment was said to have come."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.taps(awa, "✅ Reçu", await product.answer(awa))
    await product.says(awa, "menu")
    shown = await product.says(awa, "oui cest bon g recu 100 seulement")
    assert "Ce n'est pas comme prévu ?" in shown.text and "✍️ Écrire à ma Huber" in shown.labels


@BOTH
@pytest.mark.parametrize("said", ["je me suis trompée j ai bien reçu", "non j'ai bien reçu les {sum}"])
async def test_who_has_claimed_by_mistake_says_so_in_her_words(on_both: Product, channel: str, said: str) -> None:
    """The first opened her last answer, the second showed the claim again."""
    product = on_both
    awa, *_ = await claimed(product, channel)
    sent = await value(product.database, "select units / 10000 from payout")
    await product.says(awa, said.format(sum=sent))
    assert await value(product.database, "select arrived from payout") is True
    assert await value(product.database, "select closed_at is not null from payout_claim")


@BOTH
@pytest.mark.parametrize("said", ["ah non c bon", "non c'est bon"])
async def test_a_no_that_all_is_well_claims_nothing(on_both: Product, channel: str, said: str) -> None:
    """It opened a claim, and her Huber and the team looked for money that had come."""
    product = on_both
    awa, _, _ = await paid(product, channel)
    await product.answer(awa)
    assert "« ✅ Reçu » ou « ❌ Pas reçu »" in (await product.says(awa, said)).text
    assert await value(product.database, "select count(*) from payout_claim") == 0
    assert "Merci, c'est noté" in (await product.says(awa, "oui")).text


@BOTH
async def test_a_yes_to_less_than_it_should_be_is_no_yes_to_all_of_it(on_both: Product, channel: str) -> None:
    """« Ce n'est pas comme prévu ? » « oui » closed her claim, and told her Huber that all of it had come; « non » said
    that nothing had."""
    product = on_both
    awa, *_ = await claimed(product, channel)
    for said in ("c pas la somme moi g eu 50f seulement", "il manque 100 f"):
        assert "Ce n'est pas comme prévu ?" in (await product.says(awa, said)).text
    assert "« Reçu » ou « Pas reçu »" in (await product.says(awa, "non")).text
    assert "Ce n'est pas comme prévu ?" in (await product.says(awa, "il manque 100 f")).text
    assert "Écris ton message à Mariam" in (await product.says(awa, "oui")).text
    assert await value(product.database, "select closed_at is null from payout_claim")


@BOTH
async def test_what_came_is_heard_while_a_number_is_asked_for_further_up(on_both: Product, channel: str) -> None:
    """« Nan j'ai reçu que 100 » was not understood, and « je ne lis pas de numéro » was said."""
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await paid_run(product, owner, rose)
    assert "Sur quel numéro" in (await product.says(awa, "changer mon momo")).text
    await told(product, Word.PAID)
    assert "Tu l'as bien reçue ?" in (await product.answer(awa)).text
    assert "Ce n'est pas comme prévu" in (await product.says(awa, "nan jai recu que 100")).text
    await product.taps(awa, "❌ Pas reçu")
    assert "réclamation n° 1" in (await product.says(awa, "ma reclamation ca donne koi")).text


@BOTH
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("c bon g recu hier", True),
        ("jai recu les {older}", True),
        ("jai recu les {newer}", False),
        ("jai recu que 100", False),
    ],
)
async def test_where_two_payments_are_open_she_is_asked_which_came(
    on_both: Product, channel: str, said: str, asked: bool
) -> None:
    """« C bon g recu hier » was said of the newer one, and the claim of the older one stayed open."""
    product = on_both
    awa, *_ = await claimed(product, channel)
    await execute(
        product.database,
        "insert into payout (run_id, person_id, destination_id, units, currency, carried, state, proposed_at, sent_at, "
        "settled_at) select run_id, person_id, destination_id, units + 10000000, currency, 0, 'paid', "
        "proposed_at + interval '7 days', sent_at + interval '7 days', settled_at + interval '7 days' from payout",
    )
    sums = await rows(product.database, "select units / 10000 as sum from payout order by id")
    older, newer = [row["sum"] for row in sums]
    await product.says(awa, "menu")
    await product.says(awa, "paiement")
    shown = await product.says(awa, said.format(older=older, newer=newer))
    if asked:
        assert "Laquelle de tes paies est arrivée ?" in shown.text and len(shown.labels) == 3
        await product.taps(awa, shown.labels[1], shown)
        assert await value(product.database, "select closed_at is not null from payout_claim")
    else:
        assert "Laquelle" not in shown.text
    arrived = [row["arrived"] for row in await rows(product.database, "select arrived from payout order by units")]
    assert arrived == ([True, None] if asked else [False, True if "newer" in said else None])


async def test_finance_does_not_answer_the_own_claim(product: Product) -> None:
    """« L'argent est revenu » of a woman who is finance since gave her the payment a second time."""
    awa, _, claim = await claimed(product, "telegram")
    me = await value(product.database, "select min(id) from person where role = 'hiteuse'")
    await execute(product.database, "update person set role = 'admin', duty = 'finance' where id = %s", (me,))
    assert "code secret" in (await product.says(awa, "paiements")).text
    await product.says(awa, "4071")
    shown = await product.says(awa, f"paiements reclamation {claim}")
    assert "ta propre paie" in shown.text and "↩️ Revenu, à rendre" not in shown.labels
    for said in (f"paiements reclamation {claim} revenue", f"paiements liberer {me}"):
        heard = await product.says(awa, said)
        assert "ta propre paie" in heard.text and "Oui" not in heard.labels
    assert await value(product.database, "select state from payout") == "paid"
