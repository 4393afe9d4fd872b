from __future__ import annotations

import pytest

from bot.flows.asides import agrees, goes, read


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bonjour", "greeting"),
        ("bjr 👋", "greeting"),
        ("Bonsoir madame, ça va ?", "evening"),
        ("merci", "thanks"),
        ("Ok merci beaucoup !", "thanks"),
        ("ok", "okay"),
        ("D'accord c'est bien", "okay"),
        ("aide moi", "lost"),
        ("Aidez-moi svp", "lost"),
        ("je comprends pas", "lost"),
        ("Je ne comprends rien", "lost"),
        ("j'ai pas compris", "lost"),
        ("Je n'ai rien compris du tout", "lost"),
        ("comment ça marche ?", "lost"),
        ("je fais quoi maintenant", "lost"),
        ("c'est quoi ?", "lost"),
        ("???", "lost"),
        ("c'est combien ?", "price"),
        ("ça coûte combien", "price"),
        ("C'est payant ?", "price"),
        ("il faut payer ?", "price"),
        ("Quand suis-je payée ?", "payday"),
        ("c'est quand le paiement", "payday"),
        ("quand est-ce qu'on me paye", "payday"),
        ("Arrêtez de m'écrire", "leave"),
        ("Arrête de m'envoyer des messages stp", "leave"),
        ("ne m'écris plus", "leave"),
        ("je ne veux plus de messages", "leave"),
        ("Je veux plus recevoir vos messages !", "leave"),
        ("désabonner", "leave"),
        ("je veux me désinscrire", "leave"),
        ("STOP PUB", "leave"),
        ("unsubscribe", "leave"),
        ("Je veux arrêter", "leave"),
    ],
)
def test_what_is_said_beside_the_matter_is_no_answer(said: str, kind: str) -> None:
    assert read(said) == kind


@pytest.mark.parametrize(
    "said",
    [
        "un salon de coiffure, merci",
        "arrêter de fumer",
        "je veux arrêter de travailler au champ",
        "les messages que je ne veux plus perdre",
        "j'ai compris",
        "je comprends",
        "bien manger",
        "mes études à l'université",
        "aider ma mère",
        "combien de tâches hier ?",
        "ça va",
        "2",
        "",
        "🙏",
        "oui",
    ],
)
def test_what_may_be_an_answer_stays_one(said: str) -> None:
    assert read(said) is None


def test_only_a_plain_yes_accepts_terms_and_an_ok_goes_on() -> None:
    assert all(agrees(said) for said in ("oui", "Oui !", "D'accord", "oui j'accepte"))
    assert not any(agrees(said) for said in ("ok", "ok merci", "non", "oui mais je paie combien ?"))
    assert goes("ok") and goes("C'est parti !") and goes("oui")
    assert not any(goes(said) for said in ("non", "ok non", "merci"))
