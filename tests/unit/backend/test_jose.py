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
    assert jose.Key.load(key.pem).kid == key.kid


def test_a_token_is_the_same_to_the_byte_each_time(key: jose.Key) -> None:
    header, payload, signature = key.sign({"b": "Awa Koné", "a": 1.5}, KID).split(".")
    assert signing.decode(header) == orjson.dumps({"alg": "RS256", "kid": KID, "typ": "JWT"})
    assert signing.decode(payload) == orjson.dumps({"b": "Awa Koné", "a": 1.5})
    assert len(signing.decode(signature)) * 8 == jose.LEAST_BITS


def test_what_another_key_signed_is_refused(key: jose.Key) -> None:
    token = jose.Key.load(signing.pem("theirs")).sign({"a": 1}, KID)
    with pytest.raises(jose.BadToken):
        jose.check(token, key.public)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", "PS256", None, ["RS256"]])
def test_a_token_never_says_how_it_is_to_be_checked(key: jose.Key, algorithm: object) -> None:
    _, payload, signature = key.sign({"a": 1}, KID).split(".")
    header = signing.encode(orjson.dumps({"alg": algorithm}))
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


@pytest.mark.parametrize("content", [b"[" * 40_000, b'{"a":' * 8_000, b"\xff", b"[]", b"null", b""])
def test_a_part_that_is_no_object_is_refused(key: jose.Key, content: bytes) -> None:
    header, payload, signature = key.sign({"a": 1}, KID).split(".")
    part = signing.encode(content)
    for token in (f"{part}.{payload}.{signature}", f"{header}.{part}.{signature}"):
        with pytest.raises(jose.BadToken):
            jose.check(token, key.public)


def test_a_token_that_demands_an_extension_is_refused(key: jose.Key) -> None:
    _, payload, signature = key.sign({"a": 1}, KID).split(".")
    header = signing.encode(orjson.dumps({"alg": "RS256", "crit": ["b64"], "b64": False}))
    with pytest.raises(jose.BadToken):
        jose.check(f"{header}.{payload}.{signature}", key.public)


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
    assert len(signing.decode(made.public["n"])) * 8 == jose.NEW_BITS
    assert jose.check(made.sign({"a": 1}, KID), made.public) == {"a": 1}
