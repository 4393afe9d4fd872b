"""From an accepted answer to a franc on her phone, on both platforms, with the money at each step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.messaging import inbox
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import runs
from bot.handlers.payouts.commands import OTHER_NAME
from tests.fakes.people import Person
from tests.integration.scenes import agreement, commit, execute, rows, value
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.product import COMMENTS, Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
DEAR = COMMENTS.replace('amount: "0.05"', 'amount: "4.00"')


async def scene(product: Product, channel: str) -> tuple[Person, Person, Person]:
    """Awa with one accepted answer of 4 €, an owner and somebody of finance."""
    owner = await product.admin()
    await product.project(DEAR)
    awa = product.somebody(channel, "Awa")
    await product.joined(awa)
    await product.taps(awa, 0)
    await product.taps(awa, "Acceptable")
    await product.forward(hours=73)
    rose = product.telegram.person("Rose")
    await product.says(rose, f"start {await product.code('admin')}")
    await execute(
        product.database, "update person set duty = 'finance' where role = 'admin' and duty is distinct from 'owner'"
    )
    return awa, owner, rose


async def names(product: Product, awa: Person) -> None:
    assert "Sur quel numéro" in (await product.says(awa, "paiement")).text
    await product.says(awa, "07 01 02 03 05")
    await product.says(awa, "Awa Koné")
    assert "Sur quel numéro" in (await product.says(awa, "corriger")).text  # the button, and not her last answer
    assert "À quel nom" in (await product.says(awa, "07 01 02 03 04")).text
    assert "au nom d" in (await product.says(awa, "Awa Koné")).text
    assert "code secret" in (await product.taps(awa, "✅ C'est juste")).text
    assert "C'est noté : ta paie ira sur" in (await product.says(awa, "4071")).text


async def told(product: Product, word: Word, reason: str = "") -> None:
    """The provider's word on the newest payment, by the command line."""
    number = await value(product.database, "select max(id) from payout")
    await commit(product.database, runs.reconcile, OPERATOR, [ReturnLine(2, number, word, reason)], product.now)
    product.app.signals.tell("turn")


async def paid_run(product: Product, owner: Person, rose: Person) -> None:
    """Finance prepares a run, the owner approves it, finance starts it."""
    assert "Aucun envoi" in (await product.says(rose, "paiements")).text
    await product.taps(rose, "➕ Préparer un envoi")
    await rose.taps("Oui")
    await product.settled()
    assert any("est prêt : 1 paiement" in each.text for each in await product.heard(rose))
    shown = await product.says(rose, "paiements")
    assert "attend l'accord" in shown.text and "Rose" in shown.text
    assert not any(b.startswith("✅ Approuver") for b in shown.labels)
    own = await product.says(rose, "paiements approuver l'envoi n° " + shown.text.split("Envoi ")[1].split()[0])
    assert "une deuxième personne l'approuve" in own.text and "Oui" not in own.labels
    shown = await product.says(owner, "virements")
    await product.taps(owner, next(b for b in shown.labels if b.startswith("✅ Approuver")))
    assert "est approuvé" in (await product.taps(owner, "Oui")).text
    shown = await product.says(rose, "paiements")
    await product.taps(rose, next(b for b in shown.labels if b.startswith("🚚 Lancer")))
    assert "1 paiement est en route" in (await product.taps(rose, "Oui")).text
    assert await agreement(product.database) == []


async def paid(product: Product, channel: str) -> tuple[Person, Person, Person]:
    """The same three, and a payment of hers of which the provider says that it is paid."""
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    return awa, owner, rose


@BOTH
async def test_an_accepted_answer_becomes_a_franc_on_her_phone(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    assert "écris « paiement »" in (await product.says(awa, "gains")).text
    await names(product, awa)
    (kept,) = await rows(product.database, "select sealed, tail from destination")
    assert kept["tail"] == "0304" and b"0701020304" not in kept["sealed"]
    assert not await value(product.database, "select count(*) from inbox where payload::text like '%%4071%%'")
    await paid_run(product, owner, rose)
    assert "🚚 En route" in (await product.says(awa, "gains")).text
    assert "en route depuis" in (await product.says(awa, "paiement")).text
    await told(product, Word.PAID)
    heard = await product.answer(awa)
    assert "est arrivée sur ton compte qui finit par 0304" in heard.text
    assert "c'est noté" in (await product.taps(awa, "✅ Reçu", heard)).text
    assert await value(product.database, "select arrived from payout") is True
    assert "💵 Payé" in (await product.says(awa, "gains")).text
    assert await agreement(product.database) == []


@BOTH
async def test_a_payment_that_is_only_prepared_is_not_said_to_be_on_its_way(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await product.says(rose, "paiements")
    await product.taps(rose, "➕ Préparer un envoi")
    await rose.taps("Oui")
    await product.settled()
    for word in ("gains", "où est mon argent"):
        told = (await product.says(awa, word)).text
        assert "🕓 En préparation : 2 644 F CFA → …0304" in told and "En route" not in told
    assert "🕓 2 644 F CFA en préparation" in (await product.says(awa, "paiement")).text
    for each in ("changer mon momo 05 05 06 07 08", "Awa Koné", "oui", "4071"):
        noted = await product.says(awa, each)
    assert "rien n'y part avant" in noted.text
    told = (await product.says(awa, "gains")).text  # a prepared payment does not go to the number before
    assert "🕓 En préparation : 2 644 F CFA, depuis le" in told and "0304" not in told
    shown = await product.says(owner, "virements")
    await product.taps(owner, next(b for b in shown.labels if b.startswith("✅ Approuver")))
    await product.taps(owner, "Oui")
    assert "En route" not in (await product.says(awa, "gains")).text


@BOTH
@pytest.mark.parametrize(
    ("said", "arrived"), [("c'est arrivé", True), ("j'ai bien reçu", True), ("non", False), ("rien reçu", False)]
)
async def test_she_says_in_words_whether_it_came(on_both: Product, channel: str, said: str, arrived: bool) -> None:
    product = on_both
    awa, *_ = await paid(product, channel)
    assert "Tu l'as bien reçue ?" in (await product.answer(awa)).text
    heard = await product.says(awa, said)
    assert ("Merci, c'est noté" in heard.text) is arrived and ("réclamation n°" in heard.text) is not arrived
    assert await value(product.database, "select arrived from payout") is arrived


async def asked_above_a_task(product: Product, channel: str) -> Person:
    """Somebody who is asked whether her pay came, below a task that takes any words."""
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await paid_run(product, owner, rose)
    await product.project(TEXT, SCENES)
    await product.says(awa, "travail")
    offered = await product.says(awa, "autre travail")
    assert "Décris la scène" in (await product.taps(awa, "Accepter", offered)).text
    await told(product, Word.PAID)
    assert "Tu l'as bien reçue ?" in (await product.answer(awa)).text
    return awa


@BOTH
async def test_what_is_said_of_her_pay_is_no_answer_to_the_task_above(on_both: Product, channel: str) -> None:
    """« G rien vu sur mon fone », below « Tu l'as bien reçue ? », was stored as what stands on a sign."""
    awa, product = await asked_above_a_task(on_both, channel), on_both
    given = "select count(*)::int from answer where status = 1 and answered_at > '2026-03-05'"
    before = await value(product.database, given)
    for said in ("g rien vu sur mon fone", "la moitié slmt"):
        asked = await product.says(awa, said)
        assert {"✅ Reçu", "❌ Pas reçu"} <= set(asked.labels), said
    assert await value(product.database, given) == before
    assert "réclamation n°" in (await product.taps(awa, "❌ Pas reçu", asked)).text
    assert await value(product.database, "select arrived from payout") is False


@BOTH
async def test_an_answer_below_the_question_of_her_pay_is_kept_when_she_says_so(on_both: Product, channel: str) -> None:
    awa, product = await asked_above_a_task(on_both, channel), on_both
    assert "Tu parles de ta paie" in (await product.says(awa, "Une femme vend des mangues au marché")).text
    assert "✅ Noté" in (await product.taps(awa, "C'est ma réponse")).text


@BOTH
async def test_politeness_does_not_say_that_her_pay_came(on_both: Product, channel: str) -> None:
    """« Ok » below « Tu l'as bien reçue ? » was noted as a yes, so that nobody looked for her money."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.answer(awa)
    for said in ("ok merci", "ok", "d'accord", "👍"):
        asked = await product.says(awa, said)
        assert asked.text == "Pour que ce soit clair : « ✅ Reçu » ou « ❌ Pas reçu » ?", said
        assert await value(product.database, "select arrived from payout") is None
    assert "Avec plaisir" in (await product.says(awa, "merci")).text  # for what was just said
    await product.says(awa, "j'ai bien reçu mon argent")
    assert "Merci, c'est noté" in (await product.says(awa, "oui")).text


@BOTH
async def test_a_yes_to_how_her_claim_stands_does_not_close_it(on_both: Product, channel: str) -> None:
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    for said in ("oui", "ok", "d'accord"):
        assert "On cherche ta paie" in (await product.says(awa, "j'ai toujours rien")).text
        await product.says(awa, said)
        assert await value(product.database, "select arrived from payout") is False


async def test_a_payment_was_sent_on_the_day_on_which_it_was(on_both: Product) -> None:
    """« En route depuis le 7 mars » became « dernier envoi le 12 mars », the day on which the provider confirmed it."""
    product = on_both
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await paid_run(product, owner, rose)
    assert "En route : 2 644 F CFA → …0304, depuis le 7 mars" in (await product.says(awa, "gains")).text
    await product.forward(days=5)
    await told(product, Word.PAID)
    await product.answer(awa)
    assert "Payé : 2 644 F CFA → …0304, dernier envoi le 7 mars" in (await product.says(awa, "gains")).text
    assert "✅ 2 644 F CFA → …0304, payés le 12 mars" in (await product.says(awa, "paiement")).text
    assert "a été envoyée le samedi 7 mars" in (await product.says(awa, "on m'a rien envoyé")).text


@BOTH
async def test_who_speaks_of_her_money_later_is_asked_whether_the_last_payment_came(
    on_both: Product, channel: str
) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    assert "a été envoyée" not in (await product.says(awa, "j'ai bien reçu mon argent")).text  # nothing was paid yet
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    await product.answer(awa)
    for said in ("on m'a rien envoyé", "j'ai bien reçu mon argent", "le montant est faux"):
        await product.says(awa, "profil")  # below the question itself it is the answer
        asked = await product.says(awa, said)
        assert "a été envoyée le" in asked.text and asked.labels[:2] == ["✅ Reçu", "❌ Pas reçu"]
        assert await value(product.database, "select arrived from payout") is None  # no claim from half a word
    claim = await product.taps(awa, "❌ Pas reçu", await product.says(awa, "on m'a rien envoyé"))
    assert "réclamation n°" in claim.text
    followed = await product.says(awa, "j'ai toujours rien")
    assert "On cherche ta paie" in followed.text and "au plus tard" in followed.text
    assert "est fermée" in (await product.says(awa, "non jé recu en fait")).text
    assert "a été envoyée le" not in (await product.says(awa, "on m'a rien envoyé")).text
    assert "Si une somme te semble fausse" in (await product.says(awa, "on m'a rien envoyé")).text


@BOTH
async def test_what_never_came_is_written_to_her_huber_under_a_number(on_both: Product, channel: str) -> None:
    product = on_both
    mariam = product.telegram.person("Mariam")
    awa, owner, rose = await scene(product, channel)
    await product.says(mariam, f"start {await product.code('huber')}")
    await product.says(awa, "gains")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    heard = await product.answer(awa)
    (paid,) = await rows(product.database, "select id, key from payout")
    number, key = paid["id"], paid["key"]
    await product.heard(rose)
    assert heard.labels[:2] == ["✅ Reçu", "❌ Pas reçu"]
    await product.says(awa, "paiement")  # the message with the question is far up by now
    claim = await product.says(awa, "jé rien recu")
    first = await value(product.database, "select id from payout_claim")
    assert f"réclamation n° {first}" in claim.text and "au plus tard" in claim.text
    passed = "\n".join(each.text for each in await product.heard(mariam))
    assert f"paiement n° {number}" in passed and "0304" in passed and "Je n'ai rien reçu" in passed
    assert "dit n'avoir pas reçu" in (await product.answer(rose)).text
    again = await product.says(awa, f"paiement pas recu {number}")
    assert f"réclamation n° {first}" in again.text and await product.heard(mariam) == []
    assert f"(n° {first})" in (await product.says(awa, "paiement")).text
    assert f"❓ Réclamation n° {first} : réponse d'ici le" in (await product.says(awa, "gains")).text
    shown = await product.says(rose, "paiements")
    assert "1 réclamation attend" in shown.text and "non reçus, selon elles : 1" in shown.text
    assert f"N° {first}" in (await product.taps(rose, "📮 Réclamations")).text
    evidence = await product.says(rose, f"paiements reclamation {first}")
    assert str(key) in evidence.text and "0304" in evidence.text and "Le service l'a dit payé" in evidence.text
    assert "0701020304" not in evidence.text.replace(" ", "")
    await product.says(rose, f"paiements reclamation {first} dire On a écrit à l'opérateur, réponse demain.")
    assert "C'est envoyé" in (await product.taps(rose, "Oui")).text
    assert "On a écrit à l'opérateur" in (await product.answer(awa)).text
    assert "On a écrit à l'opérateur" in (await product.says(awa, "huber")).text
    await product.says(awa, "menu")
    await product.taps(rose, "✅ Le service confirme", evidence)
    assert "close" in (await product.taps(rose, "Oui")).text
    confirmed = await product.answer(awa)
    assert str(key) in confirmed.text and "confirme" in confirmed.text
    assert "Aucune réclamation" in (await product.says(rose, "paiements reclamations")).text
    assert f"réclamation n° {first + 1}" in (await product.taps(awa, "❌ Toujours rien", confirmed)).text
    await product.heard(rose)
    await product.says(rose, f"paiements reclamation {first + 1} revenue")
    assert "de nouveau dans ses gains" in (await product.taps(rose, "Oui")).text
    returned = await product.answer(awa)
    assert "de nouveau dans tes gains" in returned.text and f"réclamation n° {first + 1} est fermée" in returned.text
    acts = await rows(
        product.database, "select about ->> 'what' as what from audit where action = 'answer claim' order by 1"
    )
    assert [act["what"] for act in acts] == ["answer", "confirmed", "returned"]
    assert "Je ne trouve pas" in (await product.says(awa, "paiement recu 99999")).text
    assert await agreement(product.database) == []


@BOTH
async def test_a_claim_that_is_not_answered_in_time_is_said_to_be_late(on_both: Product, channel: str) -> None:
    """« Réponse d'ici le » stood there with a day that was over."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.heard(awa)
    assert "au plus tard" in (await product.says(awa, "g rien recu")).text
    await product.forward(days=9)
    await product.heard(awa)
    for said in ("paiement", "gains", "g rien recu"):
        shown = (await product.says(awa, said)).text
        assert "retard" in shown and "d'ici le" not in shown and "au plus tard" not in shown, shown


async def test_what_finance_says_of_a_claim_is_said_once(product: Product) -> None:
    """The next morning on which her Huber's answer came, it came once more, as if it were new."""
    mariam = product.telegram.person("Mariam")
    awa, owner, rose = await scene(product, "telegram")
    await product.says(mariam, f"start {await product.code('huber')}")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    await product.heard(mariam)
    await product.heard(rose)
    claim = await value(product.database, "select id from payout_claim")
    await product.says(rose, f"paiements reclamation {claim} dire On a écrit à l'opérateur.")
    await product.taps(rose, "Oui")
    assert "On a écrit à l'opérateur" in (await product.answer(awa)).text
    await product.forward_to(product.now.replace(hour=23, minute=0) + timedelta(days=2))
    await product.heard(mariam)
    await product.says(mariam, f"/messages {await value(product.database, 'select id from thread')}")
    assert "à 7 heures" in (await product.says(mariam, "Je suis là")).text
    await product.forward(hours=8)
    (morning,) = await product.heard(awa)
    assert "Je suis là" in morning.text


@BOTH
async def test_what_failed_is_explained_and_hers_again(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await product.says(awa, "gains")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.FAILED, "recipient-limit-exceeded")
    heard = await product.answer(awa)
    assert "n'est pas arrivée" in heard.text and "est plein" in heard.text and "rien n'est perdu" in heard.text
    for said in ("c'est le bon numéro pourtant", "j'ai vidé, renvoyez", "je fais comment"):
        asked = await product.says(awa, said)
        assert "Tu parles de ta paie ?" in asked.text and asked.labels == ["Voir ma paie", "✍️ Écrire à ma Huber"]
    asked = await product.says(awa, "j'ai reçu l'argent finalement")  # « très bien », and it was paid once more
    assert "n'est pas passée" in asked.text and asked.labels[0] == "✍️ Écrire à ma Huber"
    assert "de nouveau dans tes gains" in (await product.says(awa, "paiement")).text
    # once it is prepared again it is there no more: two such payments were the same money said twice
    await runs.propose(product.database, OPERATOR, "a", product.now)
    shown = (await product.says(awa, "paiement")).text
    assert "🕓 2 644 F CFA en préparation" in shown and "repris dans la paie d'après" in shown
    assert "de nouveau dans tes gains" not in shown
    assert await agreement(product.database) == []


async def test_a_changed_number_waits_and_every_other_word_still_works(product: Product) -> None:
    awa = await product.hiteuse()
    await names(product, awa)
    assert "+225 07 01 02 03 04" in (await product.says(awa, "paiement")).text
    await product.taps(awa, "✏️ Changer")
    await product.says(awa, "gains")
    await product.says(awa, "changer mon momo 05 05 06 07 08")
    await product.says(awa, "Awa Koné")
    await product.says(awa, "oui")
    assert "Ce n'est pas le bon code" in (await product.says(awa, "9283")).text
    assert "rien n'y part avant" in (await product.says(awa, "4071")).text
    assert await value(product.database, "select count(*) from destination where ended_at is null") == 1


async def test_a_number_of_another_currency_is_taken_by_the_rules_of_its_country(product: Product) -> None:
    lala = await product.hiteuse("Lala", "MG")
    assert "Sur quel numéro" in (await product.says(lala, "paiement")).text
    assert "Écris-le comme" in (await product.says(lala, "032 12 345")).text
    assert "+261 32 12 345 67" in (await product.says(lala, "032 12 345 67")).text


async def test_a_reader_looks_and_a_huber_does_not(product: Product) -> None:
    await product.admin()
    reader = product.telegram.person("Zoé")
    await product.says(reader, f"start {await product.code('admin')}")
    shown = await product.says(reader, "paiements")
    assert "Aucun envoi" in shown.text and "➕ Préparer un envoi" not in shown.labels
    assert "pas pour toi" in (await product.says(reader, "paiements proposer")).text


@BOTH
async def test_a_wallet_in_another_name_is_told_until_she_names_another(on_both: Product, channel: str) -> None:
    product = on_both
    awa, *_ = await scene(product, channel)
    await names(product, awa)
    where = await value(product.database, "select max(id) from destination")
    who = await value(product.database, "select person_id from destination")
    wake = {"wake": OTHER_NAME, "destination": where, "tail": "0304", "provider": "wave"}
    for n, payload in enumerate((wake, {**wake, "destination": where + 1})):  # the second is of a place that is over
        await commit(product.database, inbox.post, who, f"holder:{n}", payload, product.now)
    product.app.signals.tell("turn")
    heard = await product.answer(awa)
    assert "Chez Wave, le compte qui finit par 0304 n'est pas au nom que tu as écrit" in heard.text
    assert "Sur quel numéro" in (await product.taps(awa, "✏️ Changer", heard)).text


@BOTH
@pytest.mark.parametrize("said", ["le nom c Traoré Moussa", "oui c son nom Moussa", "c mon mari c normal"])
async def test_whose_wallet_it_is_said_below_that_leads_to_changing_it(
    on_both: Product, channel: str, said: str
) -> None:
    """It was met with the task further up, and stored where any words are its answer."""
    product = on_both
    awa, *_ = await scene(product, channel)
    await names(product, awa)
    where, who = (await rows(product.database, "select id, person_id from destination"))[0].values()
    wake = {"wake": OTHER_NAME, "destination": where, "tail": "0304", "provider": "wave"}
    await commit(product.database, inbox.post, who, "holder:1", wake, product.now)
    product.app.signals.tell("turn")
    assert "n'est pas au nom" in (await product.answer(awa)).text
    assert "Sur quel numéro" in (await product.says(awa, said)).text


@BOTH
async def test_what_is_said_below_the_question_whether_it_came_is_no_answer_to_her_task(
    on_both: Product, channel: str
) -> None:
    """« Je vérifie », « il manque 500 » were met with the task further up, « pas de sms » with « stop »."""
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await product.says(awa, "travail")
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    await product.answer(awa)
    for said in ("je vérifie et je te dis", "euh attends je regarde mon téléphone"):
        assert "Quand tu sais" in (await product.says(awa, said)).text
    part = await product.says(awa, "oui mais il manque 500")
    assert "Ce n'est pas comme prévu" in part.text and part.labels == ["✅ Reçu", "❌ Pas reçu", "✍️ Écrire à ma Huber"]
    assert await value(product.database, "select arrived from payout") is None
    assert "réclamation n°" in (await product.says(awa, "pas de sms")).text
    assert await value(product.database, "select arrived from payout") is False


@BOTH
async def test_that_it_came_is_heard_after_another_message(on_both: Product, channel: str) -> None:
    """« Ah oui je vois c'est arrivé », after she had looked at what she earned, was met with the task further up."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.answer(awa)
    await product.says(awa, "travail")
    assert "Tu l'as bien reçue" in (await product.says(awa, "ah oui je vois c'est arrivé merci beaucoup")).text
    assert await value(product.database, "select arrived from payout") is None


@BOTH
async def test_a_sum_that_came_is_held_against_what_was_sent(on_both: Product, channel: str) -> None:
    """« Quand tu sais, dis-le » was said, and below « paiement » the task further up."""
    product = on_both
    awa, *_ = await paid(product, channel)
    await product.answer(awa)
    for said in ("g recu que 100", "recu 100f"):
        assert "Ce n'est pas comme prévu" in (await product.says(awa, said)).text
    assert await value(product.database, "select arrived from payout") is None
    await product.says(awa, "paiement")
    assert "Ce n'est pas comme prévu" in (await product.says(awa, "ok reçu 100 f")).text
    sent = await value(product.database, "select units / 10000 from payout")
    await product.says(awa, f"g recu {sent} merci")
    assert await value(product.database, "select arrived from payout") is True


@BOTH
async def test_her_task_is_still_answered_below_it(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await product.says(awa, "travail")
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    await product.answer(awa)
    assert "✅ Noté" in (await product.says(awa, "haine")).text


@BOTH
async def test_a_received_by_mistake_is_taken_back(on_both: Product, channel: str) -> None:
    """« Pour dire qu'elle n'est pas arrivée : écris « paiement » », and nothing there said so once she had tapped
    « Reçu »."""
    product = on_both
    awa, *_ = await paid(product, channel)
    thanked = await product.taps(awa, "✅ Reçu", await product.answer(awa))
    assert "❌ Pas reçu" in thanked.labels
    assert "❌ Pas reçu" in (await product.says(awa, "paiement")).labels
    await product.says(awa, "paiement")
    assert "réclamation n°" in (await product.says(awa, "en fait g rien recu")).text
    assert await value(product.database, "select arrived from payout") is False
    asked = await product.says(awa, "jai ke la moitié")
    assert "Ce n'est pas comme prévu" in asked.text and "✅ Reçu" in asked.labels
    assert await value(product.database, "select arrived from payout") is False


@BOTH
async def test_her_huber_hears_that_what_she_claimed_has_come(on_both: Product, channel: str) -> None:
    """The claim waited on in her thread, and the team was told a day later of what she had long received."""
    product = on_both
    mariam = product.telegram.person("Mariam")
    awa, owner, rose = await scene(product, channel)
    await product.says(mariam, f"start {await product.code('huber')}")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    claim = await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    await product.heard(mariam)
    await product.taps(awa, "✅ Reçu", claim)
    assert "j'ai reçu l'argent" in (await product.answer(mariam)).text
    assert await value(product.database, "select waiting_since from thread") is None
    await product.heard(owner)
    await product.forward(hours=30)
    assert not any("attend depuis" in each.text for each in await product.heard(owner))


@BOTH
async def test_who_taps_received_and_not_received_in_turn_has_one_claim(on_both: Product, channel: str) -> None:
    """Each « Pas reçu » opened another claim, of which finance heard."""
    product = on_both
    mariam = product.telegram.person("Mariam")
    awa, owner, rose = await scene(product, channel)
    await product.says(mariam, f"start {await product.code('huber')}")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.PAID)
    claim = await product.taps(awa, "❌ Pas reçu", await product.answer(awa))
    (first,) = await rows(product.database, "select id, promised from payout_claim")
    assert "📮" in (await product.answer(rose)).text
    for _ in range(3):
        thanked = await product.taps(awa, "✅ Reçu", claim)
        assert await value(product.database, "select outcome from payout_claim") == "arrived"
        claim = await product.taps(awa, "❌ Pas reçu", thanked)
        assert f"réclamation n° *{first['id']}*" in claim.text or f"réclamation n° {first['id']}" in claim.text
    assert await rows(product.database, "select id, promised from payout_claim where closed_at is null") == [first]
    assert not any("📮" in each.text for each in await product.heard(rose))
    assert "je me suis trompée" in (await product.heard(mariam))[-1].text  # her Huber's last word is the true one
    await product.taps(awa, "✅ Reçu", claim)
    assert await value(product.database, "select waiting_since from thread") is None
    await product.forward(hours=30)
    await product.says(awa, "paiement")
    await product.taps(awa, "❌ Pas reçu")
    assert await value(product.database, "select count(*) from payout_claim") == 2


@BOTH
async def test_who_has_it_not_yet_shortly_after_it_was_sent_is_asked_to_look_again(
    on_both: Product, channel: str
) -> None:
    """« Pas encore », a minute after the message, was a claim that finance had to look for."""
    product = on_both
    awa, _, rose = await paid(product, channel)
    await product.answer(awa)
    await product.heard(rose)
    for said in ("pas encore", "toujours rien", "non jé pa encor recu"):
        wait = await product.says(awa, said)
        assert "Regarde encore dans une heure" in wait.text and wait.labels[:2] == ["✅ Reçu", "❌ Pas reçu"], said
    assert await value(product.database, "select count(*)::int from payout_claim") == 0
    assert await product.heard(rose) == []
    await product.forward(hours=1)
    assert "réclamation n°" in (await product.says(awa, "pas encore")).text
    assert await value(product.database, "select arrived from payout") is False


@BOTH
@pytest.mark.parametrize("said", ["Pas reçu", "rien du tout"])
async def test_who_denies_it_is_believed_at_once(on_both: Product, channel: str, said: str) -> None:
    awa, *_ = await paid(on_both, channel)
    await on_both.answer(awa)
    assert "Regarde encore" in (await on_both.says(awa, "pas encore")).text
    assert "réclamation n°" in (await on_both.says(awa, said)).text
