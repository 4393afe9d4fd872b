"""Tokens: signed by us, read by others' libraries, and refused when anything of them is not as signed."""

from __future__ import annotations

import jwt
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import jose
from backend.domain.errors import BadInput
from tests import signing

KID = "https://badges.example.org/verify/keys/1"


@pytest.fixture(scope="module")
def key() -> jose.Key:
    return jose.Key.load(signing.pem())


def test_another_library_reads_what_we_sign(key: jose.Key) -> None:
    token = key.sign({"iss": "nous", "name": "Awa Koné"}, KID)
    public = jwt.PyJWK({**key.public, "alg": "RS256"})
    assert jwt.decode(token, public.key, algorithms=["RS256"]) == {"iss": "nous", "name": "Awa Koné"}
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "kid": KID, "typ": "JWT"}


def test_we_read_what_another_library_signs(key: jose.Key) -> None:
    token = jwt.encode({"a": 1}, signing.pem(), algorithm="RS256")
    assert jose.check(token, key.public) == {"a": 1}


def test_a_key_keeps_its_thumbprint_over_saving_and_loading(key: jose.Key) -> None:
    assert jose.Key.load(key.pem).kid == key.kid == jose.thumbprint({**key.public, "alg": "RS256"})


def test_the_thumbprint_is_that_of_the_standard() -> None:
    # the example of RFC 7638, 3.1
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi"
        "FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb"
        "9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1"
        "jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    assert jose.thumbprint({"kty": "RSA", "n": n, "e": "AQAB"}) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_what_another_key_signed_is_refused(key: jose.Key) -> None:
    token = jose.Key.load(signing.pem("theirs")).sign({"a": 1}, KID)
    with pytest.raises(jose.BadToken):
        jose.check(token, key.public)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", "PS256", None, ["RS256"]])
def test_a_token_never_says_how_it_is_to_be_checked(key: jose.Key, algorithm: object) -> None:
    _, payload, signature = key.sign({"a": 1}, KID).split(".")
    header = jose.encode(orjson.dumps({"alg": algorithm}))
    with pytest.raises(jose.BadToken):
        jose.check(f"{header}.{payload}.{signature}", key.public)


@given(st.data())
def test_a_token_with_any_character_changed_is_refused(key: jose.Key, data: st.DataObject) -> None:
    token = key.sign({"iss": "nous", "name": "Awa"}, KID)
    place = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.characters(exclude_characters=token[place]))
    with pytest.raises(jose.BadToken):
        jose.check(token[:place] + sign + token[place + 1 :], key.public)


@given(st.text(max_size=300))
def test_whatever_is_handed_in_is_a_token_or_is_refused(text: str) -> None:
    with pytest.raises(jose.BadToken):
        jose.read(text)


@given(st.binary(max_size=200))
def test_bytes_come_back_from_their_text(content: bytes) -> None:
    assert jose.decode(jose.encode(content)) == content


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q Q", "é", "Q"])
def test_bytes_have_one_text_only(text: str) -> None:
    with pytest.raises(jose.BadToken):
        jose.decode(text)


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "a secret",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
        signing.public_pem(signing.pem()).decode(),
        signing.pem("short", 1024),
    ],
)
def test_only_a_long_enough_private_key_is_taken_and_none_of_it_is_told(pem: str) -> None:
    with pytest.raises(BadInput) as refused:
        jose.Key.load(pem)
    assert str(refused.value) == "must be a private RSA key of 2048 bits or more, as PEM and without a password"


def test_a_key_of_another_kind_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    curve = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(BadInput, match="RSA"):
        jose.Key.load(curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def test_a_new_key_is_long_and_its_own() -> None:
    made = jose.new()
    assert made.private.key_size == jose.NEW_BITS
    assert jose.check(made.sign({"a": 1}, KID), made.public) == {"a": 1}
