"""A phone that may be in other hands: what it is shown, and what shows that it is hers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.domain.identity import secret_numbers
from bot import samples
from tests.fakes.people import Person
from tests.integration.scenes import rows, value
from tests.integration.telegram.linking import line_in, linked, merged, people
from tests.product import Product

SECRET = "4071"
PICTURE = (Path(samples.__file__).parent / "projects/etiquetage-images/images/moto.png").read_bytes()


async def with_secret(product: Product, person: Person, secret: str = SECRET) -> None:
    assert "4 à 6 chiffres" in (await product.says(person, "secret")).text
    assert "ton code secret est enregistré" in (await product.says(person, secret)).text


async def lost(product: Product, first: Person, second: Person) -> None:
    """She says on the first that the second is lost."""
    await product.says(first, "lier")
    assert "plus rien de toi ne s'affiche" in (await product.taps(first, "📵 Téléphone perdu")).text
    assert second.unheard == []


async def two_phones(
    product: Product, *, secret: bool = False, reminder: str = "Pas de rappel"
) -> tuple[Person, Person]:
    """The first in her hands, the second lost."""
    awa = await product.hiteuse(reminder=reminder)
    second = await linked(product, awa, product.telegram.person("Awa 2"))
    if secret:
        await with_secret(product, awa)
        await product.heard(second)
    await lost(product, awa, second)
    return awa, second


async def huber(product: Product, name: str = "Marième", country: str = "CI") -> Person:
    person = product.telegram.person(name)
    await product.says(person, f"start {await product.code('huber', country)}")
    return person


# --- her secret number ------------------------------------------------------------------------------------


async def test_a_lost_phone_shows_nothing_of_hers_whatever_is_written_or_tapped(product: Product) -> None:
    awa, second = await two_phones(product, secret=True)
    for words in ("gains", "menu", "profil", "travail", "bonjour", "start", "lier", "secret", "aide", "stop", "12"):
        said = await product.says(second, words)
        assert "F CFA" not in said.text and "Awa" not in said.text, words
        assert "code secret" in said.text
        await product.forward(minutes=61)
    for message in second.chat[:6]:
        for button in message.buttons:
            await second.taps(button.data or button.label, message)
    for said in await product.heard(second):
        assert "F CFA" not in said.text and "Awa" not in said.text
    assert "Quelqu'un écrit depuis Telegram 2" in (await product.heard(awa))[0].text
    assert await value(product.database, "select count(*) from answer where status = 0") == 0


async def test_her_secret_number_opens_it_and_her_talk_goes_on(product: Product) -> None:
    awa, second = await two_phones(product, secret=True)
    assert "Écris le code secret" in (await product.says(second, "gains")).text
    await product.heard(awa)
    assert (await product.says(second, SECRET)).text.startswith("Merci, c'est bien toi")
    assert "a été rouvert avec ton code secret" in (await product.answer(awa)).text
    assert "Tes gains" in (await product.says(second, "gains")).text


async def test_wrong_numbers_are_told_of_and_wait_longer_each_time(product: Product) -> None:
    awa, second = await two_phones(product, secret=True)
    await product.says(second, "gains")
    await product.heard(awa)
    for wrong in ("1111", "2222"):
        assert "Essaie encore" in (await product.says(second, wrong)).text
        assert "mauvais code secret" in (await product.answer(awa)).text
    assert "dans 1 min" in (await product.says(second, "3333")).text
    early = await product.says(second, SECRET)  # right, and too soon
    assert "Attends encore" in early.text and "bon code" not in early.text
    await product.heard(awa)
    await product.forward(minutes=2)
    assert "dans 5 min" in (await product.says(second, "4444")).text
    await product.forward(minutes=6)
    assert "c'est bien toi" in (await product.says(second, SECRET)).text


@pytest.mark.parametrize("words", [f"mon code est {SECRET}", "40-71. "])
async def test_her_number_is_read_with_what_she_writes_around_it(product: Product, words: str) -> None:
    awa, second = await two_phones(product, secret=True)
    await product.says(second, "gains")
    await product.heard(awa)
    assert "c'est bien toi" in (await product.says(second, words)).text


async def test_a_thief_who_goes_on_guessing_is_answered_no_more(product: Product) -> None:
    _, second = await two_phones(product, secret=True)
    for n in range(40):
        await second.says(f"{5000 + n}")
    assert len(await product.heard(second)) <= 10
    assert await value(product.database, "select pin_tries from person where role = 'hiteuse'") <= 4


async def test_a_secret_number_is_kept_as_a_hash_only(product: Product) -> None:
    awa = await product.hiteuse()
    await with_secret(product, awa, "40 71 98")
    assert (await value(product.database, "select pin from person where role = 'hiteuse'")).startswith("scrypt$")
    for table, column in (("inbox", "payload"), ("outbox", "message"), ("conversation", "stack")):
        found = await rows(
            product.database,
            f"select 1 from {table} where {column}::text like '%%407198%%' or {column}::text like '%%40 71 98%%'",
        )
        assert found == [], table


async def test_what_anybody_would_guess_is_no_secret_number(product: Product) -> None:
    awa = await product.hiteuse()
    await product.says(awa, "secret")
    for words in ("0000", "1234", "654321"):
        assert "trop facile à deviner" in (await product.says(awa, words)).text
    for words in ("123", "1234567", "12a4", "mon anniversaire"):
        assert "4 à 6 chiffres" in (await product.says(awa, words)).text
    assert "est enregistré" in (await product.says(awa, "0407")).text


async def test_a_secret_number_is_changed_or_taken_away_by_who_knows_it(product: Product) -> None:
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await product.says(awa, "secret")
    assert "Essaie encore" in (await product.says(awa, "9999")).text
    assert {"Changer mon code", "Enlever mon code"} <= set((await product.says(awa, SECRET)).labels)
    await product.taps(awa, "Changer mon code")
    assert "est enregistré" in (await product.says(awa, "7302")).text
    await product.says(awa, "secret")
    await product.says(awa, "7302")
    assert "plus de code secret" in (await product.taps(awa, "Enlever mon code")).text
    assert await value(product.database, "select pin from person where role = 'hiteuse'") is None


async def test_what_her_number_opened_is_closed_when_she_comes_back_to_it(product: Product) -> None:
    """She knew it once in this talk; whoever has her phone later may not."""
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await product.says(awa, "secret")
    changing = await product.says(awa, SECRET)
    await product.says(awa, "gains")
    assert "code secret hiteuses actuel" in (await product.says(awa, "secret")).text
    await product.forward(minutes=1)
    assert "code secret hiteuses actuel" in (await product.taps(awa, "Enlever mon code", changing)).text
    assert await value(product.database, "select pin is not null from person where role = 'hiteuse'")
    await product.says(awa, SECRET)
    await product.taps(awa, "Changer mon code")
    assert "code secret hiteuses actuel" in (await product.says(awa, "secret")).text


# --- who knows her ----------------------------------------------------------------------------------------


async def test_without_a_number_her_huber_is_asked_once_and_opens_it(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await two_phones(product)
    assert "J'ai demandé à la personne qui suit ce compte" in (await product.says(second, "gains")).text
    asked = await product.answer(marieme)
    assert "Quelqu'un écrit sur le compte d'Awa (Telegram 2)" in asked.text
    assert asked.labels == ["✅ C'est elle", "🚫 Ce n'est pas elle"]
    await product.says(second, "allo")
    assert await product.heard(marieme) == []
    await product.heard(awa)
    assert "Le compte d'Awa est rouvert" in (await product.taps(marieme, "✅ C'est elle", asked)).text
    vouched, opened = await rows(
        product.database, "select channel, about from audit where action in ('vouch', 'open') order by id"
    )
    assert (vouched["channel"], vouched["about"]["hers"]) == ("telegram", True)
    assert (opened["channel"], opened["about"]["how"]) == ("telegram", "vouched")
    assert "de nouveau ouvert ici" in (await product.answer(second)).text
    assert "on t'y a reconnue" in (await product.answer(awa)).text
    assert "Tes gains" in (await product.says(second, "gains")).text
    await product.forward(minutes=1)
    assert "déjà réglé" in (await product.taps(marieme, "🚫 Ce n'est pas elle", asked)).text
    assert "Tes gains" in (await product.says(second, "gains")).text


async def test_who_is_not_her_becomes_a_stranger(product: Product) -> None:
    marieme = await huber(product)
    awa, second = await two_phones(product)
    await product.says(second, "gains")
    asked = await product.answer(marieme)
    await product.heard(awa)
    said = await product.taps(marieme, "🚫 Ce n'est pas elle", asked)
    assert "n'a plus accès au compte d'Awa" in said.text and "lier" not in said.text
    assert "n'est plus relié à ton compte" in (await product.answer(awa)).text
    assert "on entre sur invitation" in (await product.says(second, "gains")).text
    assert "Tes gains" in (await product.says(awa, "gains")).text


async def test_who_lost_her_only_phone_comes_back_with_a_line_from_her_huber(product: Product) -> None:
    """A thief has it and forgot nothing but her number; she calls her Huber, and writes from a new one."""
    marieme = await huber(product)
    awa = await product.hiteuse()
    await with_secret(product, awa)
    before = (await product.says(awa, "gains")).text
    await product.says(awa, "secret")
    assert "J'ai demandé" in (await product.taps(awa, "Je l'ai oublié")).text
    asked = await product.answer(marieme)
    said = await product.taps(marieme, "🚫 Ce n'est pas elle", asked)
    assert "donne-lui cette ligne" in said.text
    assert "on entre sur invitation" in (await product.says(awa, "gains")).text
    await product.forward(days=2)
    new = product.telegram.person("Awa, nouveau numéro")
    assert "C'est relié, Awa" in (await product.says(new, line_in(said.text))).text
    assert "20 F CFA" in before and "20 F CFA" in (await product.says(new, "gains")).text
    assert await people(product) == 2


async def test_a_forgotten_number_is_forgotten_when_her_huber_knows_her(product: Product) -> None:
    marieme = await huber(product)
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await product.says(awa, "secret")
    await product.taps(awa, "Je l'ai oublié")
    await product.taps(marieme, "✅ C'est elle", await product.answer(marieme))
    assert "Choisis un nouveau code secret" in (await product.answer(awa)).text
    await with_secret(product, awa, "7302")


async def test_only_who_looks_after_her_vouches_for_her(product: Product) -> None:
    marieme, elsewhere = await huber(product), await huber(product, "Fatou", "SN")
    awa, second = await two_phones(product)
    await product.says(second, "gains")
    asked = await product.answer(marieme)
    word = asked.buttons[0].data
    assert word is not None
    for other in (awa, elsewhere):
        await product.heard(other)
        assert "n'est pas pour toi" in (await product.says(other, word)).text
    await product.says(second, "allo")
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 1


async def test_her_huber_on_leave_is_asked_only_where_there_is_nobody_else(product: Product) -> None:
    """Who has said stop was asked first: she was written to all the same, and the woman waited for her to come back."""
    marieme = await huber(product)
    fatou = await huber(product, "Fatou")
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await product.says(marieme, "stop")
    await product.says(awa, "secret")
    assert "J'ai demandé" in (await product.taps(awa, "Je l'ai oublié")).text
    assert await product.heard(marieme) == []
    assert "Est-ce bien elle ?" in (await product.answer(fatou)).text
    await product.says(fatou, "stop")
    await product.forward(days=1)
    await product.says(awa, "secret")
    await product.taps(awa, "Je l'ai oublié")
    assert "Est-ce bien elle ?" in (await product.answer(marieme)).text


async def test_a_huber_whom_she_has_reported_does_not_say_whether_it_is_her(product: Product) -> None:
    """« Ma huber me demande mon code » went to the team; that Huber could still open or close her chats."""
    paul = await product.admin()
    marieme = await huber(product)
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await product.says(awa, "secret")
    await product.taps(awa, "Je l'ai oublié")
    asked = await product.answer(marieme)
    await product.says(awa, "ma huber me demande de l'argent")
    await product.taps(awa, "🚩 Dire à l'équipe")
    await product.heard(paul)
    assert "n'est pas pour toi" in (await product.taps(marieme, "🚫 Ce n'est pas elle", asked)).text
    assert "F CFA" in (await product.says(awa, "gains")).text
    await product.forward(days=1)
    await product.heard(paul)
    await product.says(awa, "secret")
    await product.taps(awa, "Je l'ai oublié")
    assert await product.heard(marieme) == []
    assert "Est-ce bien elle ?" in (await product.answer(paul)).text


async def test_where_nobody_can_be_asked_she_is_told_what_to_do(product: Product) -> None:
    _, second = await two_phones(product)
    assert "parle à la personne qui t'a invitée" in (await product.says(second, "gains")).text


async def test_a_phone_that_is_found_again_opens_from_the_other(product: Product) -> None:
    awa, second = await two_phones(product)
    await product.says(awa, "lier")
    assert "est de nouveau ouvert" in (await product.taps(awa, "🔓 Téléphone retrouvé")).text
    assert "Tes gains" in (await product.says(second, "gains")).text


async def test_what_we_start_is_said_on_the_phone_that_is_not_lost(product: Product) -> None:
    awa, second = await two_phones(product, reminder="le dimanche à 18h")
    await product.forward_to(datetime(2026, 3, 8, 18, tzinfo=UTC))
    assert "Voici ta semaine" in (await product.answer(awa)).text
    assert await product.heard(second) == []


async def test_somebody_with_two_accounts_is_asked_before_they_become_one(product: Product) -> None:
    awa = await product.hiteuse()
    second = await product.hiteuse("Awa 2")
    told = await product.says(awa, "lier")
    asked = await product.says(second, line_in(told.text))
    assert "un seul compte" in asked.text and asked.labels == ["Oui, réunir", "Non"]
    assert await people(product) == 2
    assert "rien ne change" in (await product.taps(second, "Non", asked)).text
    await merged(product, awa, second)
    assert "2 tâches" in (await product.says(second, "gains")).text
    assert await people(product) == 1


# --- who has her number now -------------------------------------------------------------------------------


async def test_who_got_her_number_says_so_and_begins_anew_with_an_invitation(product: Product) -> None:
    awa, second = await two_phones(product)
    invitation = await product.code()
    await product.says(second, "bonjour")
    await product.heard(awa)
    asked = await product.says(second, f"start {invitation}")
    assert "ouvre un nouveau compte" in asked.text and "Je ne connais pas" not in asked.text
    assert asked.labels == ["Oui, pas à moi", "Non, c'est le mien"] and "Awa" not in asked.text
    assert "C'est noté" in (await product.taps(second, "Oui, pas à moi")).text
    assert "Telegram 2 n'est plus relié à ton compte" in (await product.answer(awa)).text
    assert "Bienvenue" in (await product.says(second, f"start {invitation}")).text
    assert "Tes gains" in (await product.says(awa, "gains")).text
    assert await people(product) == 2


async def test_who_said_too_quickly_that_it_is_not_hers_goes_back(product: Product) -> None:
    awa, second = await two_phones(product, secret=True)
    await product.says(second, "bonjour")
    await product.heard(awa)
    await product.taps(second, "Pas mon compte")
    assert "Écris le code secret" in (await product.taps(second, "Non, c'est le mien")).text
    assert "c'est bien toi" in (await product.says(second, SECRET)).text


# --- her secret number where nobody asked for it ----------------------------------------------------------


async def stands(product: Product, secret: str = SECRET) -> list[int]:
    """Stored events in which her number can be read, however it is spaced."""
    await product.settled()
    found = await rows(product.database, "select id, payload from inbox where contact_id is not null")
    return [row["id"] for row in found if secret in secret_numbers.numbers_in(row["payload"])]


async def test_a_number_that_was_typed_before_it_was_one_stands_nowhere_either(product: Product) -> None:
    awa = await product.hiteuse()
    await product.says(awa, SECRET)
    await product.says(awa, "mon code sera 40 71")
    await product.says(awa, "secret")
    await product.says(awa, f"mon code est {SECRET}")
    assert await stands(product) == []  # an event that is done holds no words


@pytest.mark.parametrize(
    "words", [SECRET, f"mon code est {SECRET}", "40 71 !", f"huber Mon code {SECRET}", f"/lier {SECRET}", "gains 4071"]
)
async def test_a_number_that_is_typed_at_any_moment_is_blotted_out(product: Product, words: str) -> None:
    await product.project()
    awa = await product.hiteuse()
    await with_secret(product, awa)
    await awa.says(words)
    await product.heard(awa)
    assert await stands(product) == []


async def test_a_number_in_a_caption_or_in_a_changed_message_is_blotted_out(product: Product) -> None:
    awa = await product.hiteuse()
    await with_secret(product, awa)
    said = await awa.says("bonjour")
    await awa.edits(said, SECRET)
    await awa.sends_photo(PICTURE, caption=f"mon code {SECRET}")
    await awa.sends_document(b"a,b", f"{SECRET}.csv", caption="40-71")
    await product.heard(awa)
    assert await stands(product) == []


async def test_her_other_phone_hears_of_what_becomes_of_her_number(product: Product) -> None:
    awa = await product.hiteuse()
    second = await linked(product, awa, product.telegram.person("Awa 2"))
    await with_secret(product, awa)
    assert "Un code secret vient d'être choisi pour ton compte, sur Telegram 1" in (await product.answer(second)).text
    for said in ("c'est pas moi", "j'ai rien demandé"):
        told = await product.says(second, said)
        assert "Sépare-la de ton compte" in told.text and told.labels == ["🔗 Mes messageries", "✍️ Écrire à ma Huber"]
        await product.says(awa, "secret")
        await product.says(awa, "0000")
        assert "mauvais code secret" in (await product.answer(second)).text
    await product.says(awa, "annuler")
    await product.says(awa, "secret")
    await product.says(awa, SECRET)
    await product.taps(awa, "Changer mon code")
    await product.says(awa, "7302")
    assert "vient d'être changé" in (await product.answer(second)).text
    await product.says(awa, "secret")
    await product.says(awa, "7302")
    await product.taps(awa, "Enlever mon code")
    assert "vient d'être enlevé" in (await product.answer(second)).text


async def test_what_becomes_of_her_chats_and_her_number_stands_in_the_audit(product: Product) -> None:
    awa, _ = await two_phones(product, secret=True)
    await product.forward(minutes=5)
    await product.says(awa, "lier")
    await product.taps(awa, "🔓 Téléphone retrouvé")  # so soon it is as if nothing had been
    await product.says(awa, "lier")
    await product.taps(awa, "✂️ Délier Telegram 2")
    await product.taps(awa, "✂️ Oui, délier")
    found = await rows(
        product.database,
        "select action, channel, about ->> 'label' as label, person_id = subject_id as hers from audit order by id",
    )
    acts = [(row["action"], row["label"]) for row in found if row["action"] not in ("invite", "ask to join", "join")]
    assert acts == [("secret", None), ("lost", "Telegram 2"), ("open", "Telegram 2"), ("part", "Telegram 2")]
    assert {row["channel"] for row in found if row["action"] in ("lost", "open", "part")} == {"telegram"}
