"""What somebody pastes to have a certificate checked: which credential it names, and on whose site."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend.domain.certificates.open_badges import Addresses

AT = Addresses("https://hiteuses.example.org")
ID = UUID("0b5d6a5e-7d4f-4f5e-9a51-2d6f0c1b9a77")
OTHER = UUID("7f0c8d1e-1111-4222-8333-444455556666")
OURS = f"https://hiteuses.example.org/verify/{ID}"


@pytest.mark.parametrize(
    "text",
    [
        str(ID),
        str(ID).upper(),
        f"Numéro : {ID}.",
        f"(n°{ID})",
        f"urn:uuid:{ID}",
        OURS,
        OURS.replace("https", "http"),
        OURS.removeprefix("https://"),
        OURS.upper(),
        f"<{OURS}>",
        f"Mon certificat : {OURS}!",
        f"{OURS}/",
        f"{OURS}.json",
        f"{OURS}.jwt",
        f"{OURS}?fbclid=abc&x=https://evil.example",
        f"{OURS}#haut",
        f"{OURS}\nNuméro {ID}",
        f"Vu sur https://news.example/today : {OURS}",
        f"https://hiteuses.example.org/ numéro {ID}",
    ],
)
def test_a_number_and_a_link_of_this_site_name_a_credential(text: str) -> None:
    assert AT.named_in(text) == ID


@pytest.mark.parametrize(
    "text",
    [
        OURS.replace("hiteuses", "hiteusses"),
        OURS.replace(".org", ".org.evil.example"),
        OURS.replace("hiteuses.", "evil-hiteuses."),
        OURS.replace("https://", "https://evil.example/"),
        OURS.replace("example.org", "example.org:8443"),
        OURS.replace("example.org", "example.org@evil.example"),
        OURS.replace("example.org", "example.org\\@evil.example"),
        OURS.replace("/verify", "?@evil.example/verify"),
        OURS.replace("/verify", "/verifies"),
        OURS.replace("/verify", "/verify/.."),
        f"{OURS}.pdf",
        f"{OURS}x",
        f"{OURS}@evil.example",
        f"hiteuses.example.org.evil.example/verify/{ID}",
        f"evil.example?{ID}",
        f"https://evil.example/?u={OURS}",
        f"https://evil.example/certificat numéro {ID}",
        f"www.evil.example {ID}",
        f"{OURS} https://evil.example/verify/{ID}",
        f"hiteuses.example.org／verify／{ID}",
    ],
)
def test_a_link_of_another_site_names_none_whatever_number_it_bears(text: str) -> None:
    assert AT.named_in(text) == "elsewhere"


@pytest.mark.parametrize("text", ["", "bonjour", "https://hiteuses.example.org/verify/", f"{ID} {OTHER}", str(ID)[:-1]])
def test_what_names_no_credential_or_several_is_unreadable(text: str) -> None:
    assert AT.named_in(text) == "unreadable"


def test_the_product_may_stand_below_a_path() -> None:
    at = Addresses("https://example.org/hiteuses")
    assert at.named_in(f"https://example.org/hiteuses/verify/{ID}") == ID
    assert at.named_in(f"https://example.org/verify/{ID}") == "elsewhere"
