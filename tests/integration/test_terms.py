"""`conditions`: what she agreed to can be read again, with the day."""

from __future__ import annotations

import pytest

from backend.domain.people.commands import TERMS_VERSION
from backend.services.people import service
from bot.flows.people import onboarding
from tests.integration.scenes import value
from tests.product import COMMENTS, Product, comments

PLATFORMS = ["telegram", "whatsapp"]
CURRENT = "select count(*) from consent where document = 'terms' and version = %s"


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_she_reads_again_what_she_agreed_to_and_when(on_both: Product, platform: str) -> None:
    awa = await on_both.joined(getattr(on_both, platform).person("Awa"))
    said = await on_both.says(awa, "Conditions !")
    assert "Les conditions" in said.text and "Tes données" in said.text
    assert "Tu les as acceptées le 04/03/2026" in said.text


async def test_a_version_of_before_is_named(product: Product) -> None:
    awa = await product.hiteuse()
    async with product.database.unit() as uow:
        await uow.execute("alter table consent disable trigger consent_rows")
        await uow.execute("update consent set version = '2026-01' where document = 'terms'")
        await uow.execute("alter table consent enable trigger consent_rows")
        await uow.commit()
    assert "Tu as accepté la version 2026-01 le 04/03/2026" in (await product.says(awa, "conditions")).text


async def test_it_is_no_word_of_who_has_agreed_to_nothing(product: Product) -> None:
    admin = await product.admin()
    assert (await product.says(admin, "conditions")).text.startswith("Ce mot n'est pas pour toi")


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_what_is_kept_and_how_long_is_said_to_anybody(on_both: Product, platform: str) -> None:
    stranger = getattr(on_both, platform).person("Fanta")
    assert "effacés dès que je t'ai répondu" in (await on_both.says(stranger, "confidentialité")).text
    awa = await on_both.joined(getattr(on_both, platform).person("Awa"))
    said = await on_both.says(awa, "vie privée")
    assert "90 jours" in said.text and "10 ans" in said.text
    said = await on_both.says(awa, "conditions")
    assert "30 jours" in (await on_both.taps(awa, "🔒 Combien de temps")).text


async def _agreed_before(product: Product) -> None:
    """Everybody has agreed to an older version."""
    async with product.database.unit() as uow:
        await uow.execute("alter table consent disable trigger consent_rows")
        await uow.execute("update consent set version = '2026-01'")
        await uow.execute("alter table consent enable trigger consent_rows")
        await uow.execute("update person set terms = '2026-01' where terms is not null")
        await uow.commit()


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_new_version_is_asked_for_once_and_her_task_stays_open(on_both: Product, platform: str) -> None:
    product = on_both
    await product.project(COMMENTS, comments(10))
    awa = await product.joined(getattr(product, platform).person("Awa"))
    await product.taps(awa, "Accepter")
    await _agreed_before(product)
    assert "Commentaire numéro 2" in (await product.says(awa, "1")).text  # a task is never held up
    await awa.says("gains")
    news, gains = await product.heard(awa)
    assert "ont changé" in news.text and "Aujourd" in gains.text
    assert "ont changé" not in (await product.says(awa, "gains")).text
    assert "nouvelles conditions" in (await product.taps(awa, "J'accepte", news)).text
    assert await value(product.database, CURRENT, (TERMS_VERSION,)) == 1
    assert "Tu les as acceptées" in (await product.says(awa, "conditions")).text
    assert "Commentaire numéro 2" in (await product.says(awa, "travail")).text
    assert "Commentaire numéro 3" in (await product.says(awa, "Acceptable")).text


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("said", ["wé jaccepte", "ok pa de souci jaccepte tout", "oui c bon j'ai tt lu"])
async def test_they_are_accepted_in_her_words(on_both: Product, platform: str, said: str) -> None:
    awa = await on_both.welcomed(getattr(on_both, platform).person("Awa"))
    assert "Quel projet" in (await on_both.says(awa, said)).text
    rose = await on_both.joined(getattr(on_both, platform).person("Rose"))
    await _agreed_before(on_both)
    await on_both.says(rose, "conditions")
    assert "nouvelles conditions" in (await on_both.says(rose, said)).text


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_who_asks_about_new_ones_has_not_accepted_them(on_both: Product, platform: str) -> None:
    """« J'accepte ? » accepted them."""
    rose = await on_both.joined(getattr(on_both, platform).person("Rose"))
    await _agreed_before(on_both)
    await on_both.says(rose, "conditions")
    assert (await on_both.says(rose, "j'accepte ?")).labels[:2] == ["J'accepte", "Non merci"]
    assert await value(on_both.database, CURRENT, (TERMS_VERSION,)) == 0
    assert "nouvelles conditions" in (await on_both.says(rose, "j'accepte")).text


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_who_wants_to_begin_goes_on_registering(on_both: Product, platform: str) -> None:
    awa = await on_both.welcomed(getattr(on_both, platform).person("Awa"))
    assert "Finissons d'abord" in (await on_both.says(awa, "ya du travail ?")).text
    for answer, asked in (("oui", "J'accepte"), ("un taxi 300 000", "Quel projet"), ("jamais", "Quand veux-tu")):
        said = await on_both.says(awa, "je veu commencé")
        assert "on y est presque" in said.text and asked in said.text and "C'est gratuit" not in said.text
        await on_both.says(awa, answer)


async def test_who_declines_works_and_is_paid_as_before_and_can_agree_later(product: Product) -> None:
    awa = await product.hiteuse()
    await _agreed_before(product)
    await awa.says("gains")
    news, _ = await product.heard(awa)
    assert "ne changent pas" in (await product.taps(awa, "Non merci", news)).text
    assert await value(product.database, CURRENT, (TERMS_VERSION,)) == 0
    assert "Tu as accepté la version 2026-01" in (await product.says(awa, "conditions")).text
    assert "nouvelles conditions" in (await product.taps(awa, "J'accepte")).text
    assert await value(product.database, CURRENT, (TERMS_VERSION,)) == 1


async def test_who_reads_the_new_version_unasked_is_not_asked_again(product: Product) -> None:
    awa = await product.hiteuse()
    await _agreed_before(product)
    assert "Les conditions" in (await product.says(awa, "conditions")).text
    assert "ont changé" not in (await product.says(awa, "menu")).text


async def test_who_has_just_agreed_and_who_never_did_are_not_asked(product: Product) -> None:
    awa, admin = await product.hiteuse(), await product.admin()
    assert "ont changé" not in (await product.says(awa, "menu")).text
    assert "ont changé" not in (await product.says(admin, "menu")).text


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("word", ["paiement", "paiement 07 01 02 03 04", "changer mon momo", "qui a mon numéro"])
async def test_where_her_pay_goes_is_not_asked_before_she_has_agreed(
    on_both: Product, platform: str, word: str
) -> None:
    awa = await on_both.welcomed(getattr(on_both, platform).person("Awa"))
    said = await on_both.says(awa, word)
    assert "J'accepte" in said.labels and "Sur quel numéro" not in said.text and "À quel nom" not in said.text
    assert await value(on_both.database, "select count(*) from destination") == 0
    await on_both.taps(awa, "J'accepte")
    assert "Finissons d'abord ton inscription" in (await on_both.says(awa, "paiement")).text


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_the_button_below_older_ones_accepts_no_newer_ones(on_both: Product, platform: str) -> None:
    """« J'accepte », below the conditions of before, accepted those that she had never seen."""
    rose = await on_both.joined(getattr(on_both, platform).person("Rose"))
    await _agreed_before(on_both)
    for before in ("/conditions oui", "/conditions oui 2026-02"):
        assert "Les conditions" in (await on_both.says(rose, before)).text
    assert await value(on_both.database, CURRENT, (TERMS_VERSION,)) == 0
    assert "nouvelles conditions" in (await on_both.taps(rose, "J'accepte")).text


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("said", ["oui", "J'accepte"])
async def test_who_joins_reads_those_that_are_new_since_she_was_welcomed(
    on_both: Product, platform: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = await on_both.welcomed(getattr(on_both, platform).person("Awa"))
    monkeypatch.setattr(onboarding, "TERMS_VERSION", "2027-01")
    monkeypatch.setattr(service, "TERMS_VERSION", "2027-01")
    shown = await on_both.says(awa, said)
    assert "ont changé" in shown.text and "Les conditions" in shown.text
    assert await value(on_both.database, "select count(*) from consent") == 0
    assert "Quel projet" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, CURRENT, ("2027-01",)) == 1
