"""What she says before she is asked what to write: it is kept, seen, and sent with what she adds, on both platforms."""

from __future__ import annotations

import pytest

from tests.integration.scenes import rows, value
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.listening import huber
from tests.integration.work.test_second_thoughts import given
from tests.product import Product


async def written(product: Product) -> list[str]:
    found = await rows(product.database, "select words from thread_message order by id")
    return [row["words"] for row in found]


@BOTH
@pytest.mark.parametrize("said", ["mon mari prend mon argent", "je vais porter plainte"])
async def test_her_first_sentence_is_sent_once_she_says_so(on_both: Product, channel: str, said: str) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    asked = await on_both.says(awa, said)
    assert said in asked.text and "J'envoie ces mots à Mariam" in asked.text
    assert await written(on_both) == []
    await on_both.taps(awa, "✅ L'envoyer", asked)
    assert await written(on_both) == [said]


@BOTH
async def test_what_she_adds_goes_with_it_and_a_no_sends_nothing(on_both: Product, channel: str) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "mon mari prend mon argent")
    await on_both.says(awa, "non")
    assert await written(on_both) == []
    await on_both.says(awa, "mon mari prend mon argent")
    await on_both.says(awa, "il dit que c'est à lui")
    assert await written(on_both) == ["mon mari prend mon argent\nil dit que c'est à lui"]


@BOTH
@pytest.mark.parametrize(
    "said", ["c'est bon je l'ai retrouvé", "non c'est bon je l'ai", "non il est dans mon sac", "c réglé merci"]
)
async def test_what_may_take_it_back_is_not_sent_unasked(on_both: Product, channel: str, said: str) -> None:
    """« Non c'est bon je l'ai », below « J'envoie ces mots ? », was sent with them as « la suite »."""
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "on m'a volé mon téléphone")
    asked = await on_both.says(awa, said)
    assert "J'envoie ces mots à Mariam" in asked.text and said in asked.text
    assert await written(on_both) == []
    await on_both.taps(awa, "✅ L'envoyer", asked)
    assert await written(on_both) == [f"on m'a volé mon téléphone\n{said}"]


@BOTH
@pytest.mark.parametrize("said", ["c'est bon j'ai trouvé", "laisse c'est réglé"])
async def test_what_says_that_it_is_settled_is_no_letter_unasked(on_both: Product, channel: str, said: str) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "huber")
    assert "J'envoie ces mots à Mariam" in (await on_both.says(awa, said)).text
    assert await written(on_both) == []


@BOTH
@pytest.mark.parametrize("said", ["mon projet", "mes gains"])
async def test_a_button_that_is_typed_is_no_part_of_a_letter(on_both: Product, channel: str, said: str) -> None:
    """« Mon projet », written to open that screen, was sent to her Huber."""
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    for before in ("mon mari prend mon argent", "huber"):
        await on_both.says(awa, before)
        assert "Tu parles du bouton" in (await on_both.says(awa, said)).text, before
        assert await written(on_both) == []
        await on_both.says(awa, "travail")


@BOTH
@pytest.mark.parametrize("kind", ["choice", "text"])
@pytest.mark.parametrize("said", ["il me bat", "jai envi de mourir"])
async def test_who_is_hurt_is_heard_in_a_task_and_nothing_of_it_goes_to_a_client(
    on_both: Product, channel: str, kind: str, said: str
) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await working(on_both, channel, kind)
    asked = await on_both.says(awa, said)
    assert "🫶" in asked.text and "secours" in asked.text and said in asked.text
    await on_both.says(awa, "oui")
    assert await written(on_both) == [said]
    assert await value(on_both.database, "select count(*) from answer where status = 1") == 1  # the practice task


async def test_who_is_hurt_is_heard_before_she_has_joined(on_both: Product) -> None:
    """Also at length: as the 26th word was read, « Je n'ai pas compris » was all she got."""
    told = (
        "bonsoir madame je voulais vous dire que mon mari me bat tous les soirs quand il rentre et hier il a cassé mon "
        "téléphone et je ne sais pas quoi faire"
    )
    awa = await on_both.newcomer()
    await on_both.taps(awa, "J'accepte")
    assert "🫶" in (await on_both.says(awa, told)).text
    await on_both.says(awa, "oui")
    assert await written(on_both) == [told]
    assert "projet" in (await on_both.says(awa, "je veux continuer")).text


@BOTH
async def test_what_her_huber_does_to_her_is_not_sent_to_that_huber(on_both: Product, channel: str) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    assert "C'est l'équipe qui le lit" in (await on_both.says(awa, "ma huber me frappe")).text
    assert await written(on_both) == []


@BOTH
@pytest.mark.parametrize("said", ["huber non", "huber nn"])
async def test_a_bare_no_behind_the_word_is_asked_about(on_both: Product, channel: str, said: str) -> None:
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    assert "J'envoie ces mots à Mariam" in (await on_both.says(awa, said)).text
    await on_both.says(awa, "non")
    assert await written(on_both) == []


@BOTH
async def test_the_next_line_of_a_letter_is_no_answer_unasked(on_both: Product, channel: str) -> None:
    """« Il a la fièvre depuis hier », below the letter that she had just sent, was the answer to her task, and paid."""
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await working(on_both, channel, "text")
    await on_both.says(awa, "huber mon fils est malade")
    asked = await on_both.says(awa, "il a la fievre depui hier")
    assert asked.labels == ["💬 Écrire à ma Huber", "C'est ma réponse"] and await given(on_both) == []
    await on_both.taps(awa, "💬 Écrire à ma Huber", asked)
    assert await written(on_both) == ["mon fils est malade", "il a la fievre depui hier"]
    assert "✅ Noté" in (await on_both.says(awa, "deux femmes vendent des mangues")).text
    asked = await on_both.says(awa, "il a la fievre depui hier")  # of a later picture, though « il » is nobody there
    assert "✅ Noté" in (await on_both.taps(awa, "C'est ma réponse", asked)).text


@BOTH
async def test_who_is_hurt_reads_whom_to_turn_to_now_beside_her_letter_too(on_both: Product, channel: str) -> None:
    """« Mon mari me frappe » in a letter to her Huber was only sent; at night it waited there until the morning."""
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "huber")
    for said in ("mon mari me frappe j'ai peur", "huber il m'a encore battue"):
        heard = await on_both.says(awa, said)
        assert "appelle les secours" in heard.text and "Ton message part à Mariam" in heard.text
    assert "secours" not in (await on_both.says(awa, "huber la photo reste noire")).text


@BOTH
async def test_a_greeting_goes_with_what_she_writes_next(on_both: Product, channel: str) -> None:
    """« Bonjour Mariam » was sent alone; « prends ton temps » was the answer to « mon enfant est malade » below it, and
    her Huber heard nothing of that."""
    mariam = await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "huber")
    asked = await on_both.says(awa, "Bonjour Mariam, comment ça va ?")
    assert "J'envoie ces mots à Mariam" in asked.text and await written(on_both) == []
    assert "Ton message part à Mariam" in (await on_both.says(awa, "mon enfant est malade")).text
    assert await written(on_both) == ["Bonjour Mariam, comment ça va ?\nmon enfant est malade"]
    await on_both.says(awa, "huber")
    assert "Ton message part" in (await on_both.says(awa, "bonjour urgence")).text
    await on_both.says(awa, "huber")
    assert "J'envoie ces mots" in (await on_both.says(awa, "bonsoir Solange")).text  # who may have been her Huber
    await on_both.says(awa, "non")
    await on_both.heard(mariam)
    await on_both.says(mariam, "réponds à Awa : Bonjour Awa, tu es là ?")
    await on_both.heard(awa)
    await on_both.says(awa, "huber")
    assert "Ton message part" in (await on_both.says(awa, "bonjour")).text  # Mariam waits for it


@BOTH
async def test_a_letter_that_waits_is_not_closed_without_a_word(on_both: Product, channel: str) -> None:
    """« Après 24 heures, l'équipe prend le relais »: one tap on « Fermer », and nobody saw it any more."""
    mariam = await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.says(awa, "huber je suis bloquée")
    await on_both.heard(mariam)
    await on_both.says(mariam, "messages Awa")
    asked = await on_both.taps(mariam, "✔️ Fermer")
    assert "Awa attend encore une réponse" in asked.text
    assert await value(on_both.database, "select count(*) from thread where closed_at is null") == 1
    assert "est fermée" in (await on_both.taps(mariam, "✔️ Fermer", asked)).text
    told = await on_both.answer(awa)
    assert "la discussion est fermée" in told.text and "✍️ Répondre" in told.labels
    assert await value(on_both.database, "select count(*) from thread where closed_at is null") == 0


@BOTH
async def test_the_rest_of_what_she_tells_is_kept_until_she_sends_it(on_both: Product, channel: str) -> None:
    """After « bonjour, j'ai un souci », the souci itself was met with « Écris ton message », and was gone."""
    await huber(on_both, on_both.telegram.person("Mariam"))
    awa = await working(on_both, channel)
    await on_both.says(awa, "huber bonjour tantie jai un souci")
    for said in ("le numero que jai mis est pas bon c'est celui de ma soeur", "il est au quartier avec les papiers"):
        asked = await on_both.says(awa, said)
        assert "J'envoie ces mots à Mariam" in asked.text and said in asked.text
        await on_both.taps(awa, "✅ L'envoyer", asked)
        assert (await written(on_both))[-1] == said
    await on_both.taps(awa, "Acceptable")  # the next answer ends it
    asked = await on_both.says(awa, "il est au quartier avec les papiers")
    assert "J'envoie" not in asked.text and len(await written(on_both)) == 3
