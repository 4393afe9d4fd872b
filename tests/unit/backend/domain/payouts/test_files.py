from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib import resources
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadFile
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.files import (
    Order,
    Sender,
    message_id,
    read_returns,
    write_csv,
    write_pain001,
)
from backend.domain.payouts.states import PayoutState, ReturnLine, Word, after

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
SCHEMA = xmlschema.XMLSchema((resources.files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_text("utf-8"))
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=2, max_size=70)
ORDERS = st.lists(
    st.builds(
        lambda number, francs, currency, bank, name: Order(
            number,
            str(uuid4()),
            Money(francs * UNITS_PER_WHOLE, currency),
            DestinationKind.ACCOUNT if bank else DestinationKind.PHONE,
            "FR7630006000011234567890189" if bank else "+2250701020304",
            name,
        ),
        st.integers(1, 10**12),
        st.integers(1, 2_000_000),
        st.sampled_from(["XOF", "XAF"]),
        st.booleans(),
        NAMES,
    ),
    min_size=1,
    max_size=8,
)


def read(text: str | bytes) -> list[ReturnLine]:
    data = text.encode() if isinstance(text, str) else text
    return read_returns(io.BufferedReader(io.BytesIO(data)), "retour.csv")


@given(ORDERS, st.integers(1, 10**9), st.booleans())
def test_every_order_is_pain001_by_its_public_schema(orders: list[Order], run: int, account: bool) -> None:
    sender = Sender("Hiteuses", "FR7630006000011234567890189" if account else "")
    written = write_pain001(orders, run, sender, AT)
    SCHEMA.validate(written.decode())
    assert written == write_pain001(orders, run, sender, AT)
    tree = ElementTree.fromstring(written)
    spaces = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
    total = sum(order.amount.units for order in orders) // UNITS_PER_WHOLE
    assert tree.findtext("p:CstmrCdtTrfInitn/p:GrpHdr/p:CtrlSum", "", spaces) == str(total)
    assert tree.findtext("p:CstmrCdtTrfInitn/p:GrpHdr/p:NbOfTxs", "", spaces) == str(len(orders))
    found = sorted(int(each.text or "") for each in tree.iterfind(".//p:EndToEndId", spaces))
    assert found == sorted(order.payout_id for order in orders)


def test_an_order_as_csv() -> None:
    order = Order(7, "k", Money(163_989 * UNITS_PER_WHOLE, "XOF"), DestinationKind.PHONE, "+2250701020304", "Koné; Awa")
    assert write_csv([order]).decode().split("\r\n") == [
        "payout_id,amount,currency,destination,name,kind,key",
        "7,163989,XOF,+2250701020304,Koné; Awa,phone,k",
        "",
    ]


def test_a_return_file_is_read_in_the_words_of_several_providers() -> None:
    text = "payout_id;status;reason\n1;succeeded;\n2;FAILED;recipient-limit-exceeded\n3;Processing;\n4;reversed;x\n"
    assert read(text) == [
        ReturnLine(2, 1, Word.PAID),
        ReturnLine(3, 2, Word.FAILED, "recipient-limit-exceeded"),
        ReturnLine(5, 4, Word.CAME_BACK, "x"),
    ]


def test_a_return_file_may_say_amounts() -> None:
    (line,) = read("payout_id,status,amount,currency\n1,paid,163989,XOF\n")
    ours = Money(163_989 * UNITS_PER_WHOLE, "XOF")
    assert line.amount == ours and line.disagrees(ours) is None


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        ("amount", "163989", None),
        ("amount", "163989.00", None),
        ("amount", "163990", "163990 XOF"),
        ("currency", "XOF", None),
        ("currency", "XAF", "163989 XAF"),
        ("amount,currency", ",", None),
    ],
)
def test_an_amount_without_its_currency_counts_as_well(columns: str, cells: str, said: str | None) -> None:
    """« 163990 » beside a payment of 163,989 F was passed over, and the payment was paid."""
    (line,) = read(f"payout_id,status,{columns}\n1,paid,{cells}\n")
    found = line.disagrees(Money(163_989 * UNITS_PER_WHOLE, "XOF"))
    assert (found and f"{found} {found.currency}") == said


def test_a_return_file_may_name_the_key_of_each_payment() -> None:
    (line,) = read("payout_id,status,key\n1,paid,52AF51A1-c330-4cce-9aa4-1b643e199340\n")
    assert line.key == "52af51a1c3304cce9aa41b643e199340"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("id,status\n1,paid\n", "payout_id"),
        ("payout_id,status\n1,perhaps\n", "unknown status 'perhaps'"),
        ("payout_id,status\nabc,paid\n", "no number of a payment"),
        ("payout_id,status\n1,paid\n1,failed\n", "stands here twice"),
        ("payout_id,status,amount,currency\n1,paid,5,USD\n", "unknown currency"),
        ("<html>", "no XML"),
        ("<Document><X/></Document>", "no pain.002"),
    ],
)
def test_what_is_no_return_file_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read(text)


def pain002(original: str, *transactions: tuple[str, str, str]) -> str:
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{number}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for number, status, reason in transactions
    )
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts>{rows}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    )


def test_a_banks_answer_is_read() -> None:
    found = read(pain002(message_id(4), ("11", "ACSC", ""), ("12", "RJCT", "AC01"), ("13", "PDNG", "")))
    assert found == [ReturnLine(1, 11, Word.PAID), ReturnLine(2, 12, Word.FAILED, "AC01")]


def test_another_companys_answer_is_refused() -> None:
    with pytest.raises(BadFile, match="none of ours"):
        read(pain002("PAIE-2026-03", ("11", "ACSC", "")))


def test_entities_are_not_read() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x">]><Document>&a;</Document>'
    with pytest.raises(BadFile):
        read(bomb)


@pytest.mark.parametrize(
    ("state", "word", "leads"),
    [
        (PayoutState.PROPOSED, Word.PAID, None),
        (PayoutState.SENT, Word.PAID, PayoutState.PAID),
        (PayoutState.SENT, Word.FAILED, PayoutState.FAILED),
        (PayoutState.PAID, Word.FAILED, None),  # an older word than the one that it was paid
        (PayoutState.PAID, Word.CAME_BACK, PayoutState.FAILED),
        (PayoutState.FAILED, Word.PAID, None),
        (PayoutState.DROPPED, Word.PAID, None),
    ],
)
def test_what_a_word_leads_to(state: PayoutState, word: Word, leads: PayoutState | None) -> None:
    assert after(state, word) is leads
