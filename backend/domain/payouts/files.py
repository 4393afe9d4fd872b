"""Payments as files: the orders that a bank or a provider accepts, and its report on them.

An order file is CSV, or pain.001 (ISO 20022, version 001.001.09), which banks accept. The same run makes the same file
each time. A mobile number is written there as an account of the kind MSISDN. The code is our own because the libraries
for pain.001 know only IBANs and euros.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree

from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.files import csv_records
from backend.domain.money import Money
from backend.domain.payouts.amounts import CURRENCIES
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.states import ReturnLine, Word
from backend.records import Record

COLUMNS = ("payout_id", "amount", "currency", "destination", "name", "kind", "key")
RETURNED = ("payout_id", "status")
"""Columns that a return file must have. `reason`, `key`, `amount` and `currency` are read if they are there."""
MAX_LINES = 200_000
"""Lines of a return file."""
MAX_BYTES = 64 * 2**20
"""Bytes of a return file in XML, which is read into memory."""
MAX_FAULTS = 20
"""Faults of a file that are named."""
MAX_REASON = 200
"""Characters of a reason that are stored."""
PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

WORDS: Mapping[str, Word | None] = {
    **dict.fromkeys(("paid", "succeeded", "success", "completed", "ok", "accc", "acsc"), Word.PAID),
    **dict.fromkeys(("failed", "failure", "rejected", "rjct", "refused", "canc", "cancelled"), Word.FAILED),
    **dict.fromkeys(("reversed", "returned", "came back"), Word.CAME_BACK),
    **dict.fromkeys(
        ("pending", "processing", "submitted", "enqueued", "actc", "pdng", "rcvd", "accp", "acsp", "acwc", "part"), None
    ),
}
"""A provider's status, folded → what it means; None: the payment is still on its way."""


class Order(Record):
    """A payment in an order file. `destination`: +E.164 or an IBAN."""

    payout_id: int
    key: str
    amount: Money
    kind: DestinationKind
    destination: str
    name: str


class Sender(Record):
    """Who pays. `account`: its IBAN, "" if the bank knows it."""

    name: str
    account: str = ""


def write_csv(orders: Iterable[Order]) -> bytes:
    """The orders as UTF-8 CSV, one per row, in the given order."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in orders:
        cells = (each.payout_id, each.amount, each.amount.currency, each.destination, each.name, each.kind, each.key)
        writer.writerow([str(cell) for cell in cells])
    return file.getvalue().encode()


def message_id(run_id: int) -> str:
    """The id of a run in its pain.001 and in the bank's report."""
    return f"HITEUSES-{run_id}"


def write_pain001(orders: Sequence[Order], run_id: int, sender: Sender, at: datetime) -> bytes:
    """The orders as one message with one payment block per currency. `at`: when the run was approved."""
    document = ElementTree.Element("Document", xmlns=PAIN_001)
    initiation = ElementTree.SubElement(document, "CstmrCdtTrfInitn")
    header = ElementTree.SubElement(initiation, "GrpHdr")
    total = sum((each.amount.value for each in orders), start=Money(0).value)
    _text(header, "MsgId", message_id(run_id))
    _text(header, "CreDtTm", f"{at:%Y-%m-%dT%H:%M:%S}")
    _text(header, "NbOfTxs", str(len(orders)))
    _text(header, "CtrlSum", _plain(total))
    _text(ElementTree.SubElement(header, "InitgPty"), "Nm", sender.name)
    for currency in sorted({each.amount.currency for each in orders}):
        block = [each for each in orders if each.amount.currency == currency]
        _block(initiation, block, f"{message_id(run_id)}-{currency}", sender, at)
    ElementTree.indent(document)
    written: bytes = ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _block(initiation: ElementTree.Element, orders: Sequence[Order], name: str, sender: Sender, at: datetime) -> None:
    block = ElementTree.SubElement(initiation, "PmtInf")
    _text(block, "PmtInfId", name)
    _text(block, "PmtMtd", "TRF")
    _text(block, "NbOfTxs", str(len(orders)))
    _text(block, "CtrlSum", _plain(sum((each.amount.value for each in orders), start=Money(0).value)))
    _text(ElementTree.SubElement(block, "ReqdExctnDt"), "Dt", f"{at:%Y-%m-%d}")
    _text(ElementTree.SubElement(block, "Dbtr"), "Nm", sender.name)
    debtor = ElementTree.SubElement(ElementTree.SubElement(block, "DbtrAcct"), "Id")
    if sender.account:
        _text(debtor, "IBAN", sender.account)
    else:
        _text(ElementTree.SubElement(debtor, "Othr"), "Id", "NOTPROVIDED")
    agent = ElementTree.SubElement(ElementTree.SubElement(block, "DbtrAgt"), "FinInstnId")
    _text(ElementTree.SubElement(agent, "Othr"), "Id", "NOTPROVIDED")
    for each in orders:
        _transaction(block, each)


def _transaction(block: ElementTree.Element, order: Order) -> None:
    transaction = ElementTree.SubElement(block, "CdtTrfTxInf")
    identification = ElementTree.SubElement(transaction, "PmtId")
    _text(identification, "InstrId", order.key.replace("-", ""))
    _text(identification, "EndToEndId", str(order.payout_id))
    amount = ElementTree.SubElement(transaction, "Amt")
    _text(amount, "InstdAmt", str(order.amount)).set("Ccy", order.amount.currency)
    _text(ElementTree.SubElement(transaction, "Cdtr"), "Nm", order.name)
    account = ElementTree.SubElement(ElementTree.SubElement(transaction, "CdtrAcct"), "Id")
    if order.kind is DestinationKind.ACCOUNT:
        _text(account, "IBAN", order.destination)
        return
    other = ElementTree.SubElement(account, "Othr")
    _text(other, "Id", order.destination)
    _text(ElementTree.SubElement(other, "SchmeNm"), "Prtry", "MSISDN")


def _text(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, tag)
    found.text = text
    return found


def _plain(value: Any) -> str:
    return str(Money(int(value * 10_000)))


# --- the provider's word ------------------------------------------------------------------------------


def read_returns(source: io.BufferedReader[Any], file: str) -> list[ReturnLine]:
    """The lines of a return file: CSV, or pain.002. Payments that are still on their way are left out.

    Raises `BadFile` with each bad line, for a file that is neither, for an unknown status, and for two lines that
    disagree about one payment. Nothing of such a file counts.
    """
    head = source.peek(512)[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = list(_pain002(source, file) if head.startswith(b"<") else _csv(source))
    faults = [each for each in found if isinstance(each, Fault)]
    lines = [each for each in found if isinstance(each, ReturnLine)]
    said = Counter((each.payout_id, each.word) for each in lines)
    words = Counter(payout_id for payout_id, _ in said)
    faults += [
        Fault(each.line, Reason("payment {payout} stands here twice, each time otherwise", payout=each.payout_id))
        for each in lines
        if words[each.payout_id] > 1
    ]
    if faults:
        raise BadFile(file, sorted(faults, key=lambda fault: fault.line)[:MAX_FAULTS])
    return lines


def _csv(source: io.BufferedReader[Any]) -> Iterator[ReturnLine | Fault]:
    for count, record in enumerate(csv_records.read(source, RETURNED)):
        if isinstance(record, Fault):
            yield record
        elif count >= MAX_LINES:
            yield Fault(record[0], Reason("more than {limit} lines", limit=MAX_LINES))
            return
        else:
            line, cells = record
            amount, currency, key = (cells.get(name, "") for name in ("amount", "currency", "key"))
            read = _line(line, cells["payout_id"], cells["status"], cells.get("reason", ""), amount, currency, key=key)
            if read is not None:
                yield read


def _line(
    line: int, payout: str, status: str, reason: str, amount: str = "", currency: str = "", *, key: str = ""
) -> ReturnLine | Fault | None:
    if not (payout.isascii() and payout.isdigit() and len(payout) <= 18):
        return Fault(line, Reason("{text!r} is no number of a payment", text=payout[:40]))
    folded = status.strip().casefold()
    if folded not in WORDS:
        known = ", ".join(WORDS)
        return Fault(line, Reason("unknown status {status!r}; known: {known}", status=status[:40], known=known))
    word = WORDS[folded]
    if word is None:
        return None
    try:
        said = Money.parse(amount or "1", currency or "XOF", CURRENCIES)
    except BadInput as error:
        return Fault(line, error.reason)
    return ReturnLine(
        line,
        int(payout),
        word,
        reason.strip()[:MAX_REASON],
        said if amount and currency else None,
        key.replace("-", "").strip().lower(),
        units=said.units if amount and not currency else None,
        currency=said.currency if currency and not amount else "",
    )


def _pain002(source: io.BufferedReader[Any], file: str) -> Iterator[ReturnLine | Fault]:
    """The transactions of a pain.002 by our payment numbers. Line numbers count transactions."""
    text = source.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise BadFile(file, [Fault(1, Reason("more than {limit} bytes", limit=MAX_BYTES))])
    try:
        tree = SafeTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise BadFile(file, [Fault(line, Reason("this is no XML that can be read"))]) from None
    names = [_name(element) for element in tree.iter()]
    if "CstmrPmtStsRpt" not in names:
        raise BadFile(file, [Fault(1, Reason("this is no pain.002: it has no CstmrPmtStsRpt"))])
    original = _first(tree, "OrgnlMsgId")
    if not original.startswith(message_id(0)[:-1]):
        raise BadFile(file, [Fault(1, Reason("it answers {name!r}, which is none of ours", name=original[:40]))])
    for number, each in enumerate((e for e in tree.iter() if _name(e) == "TxInfAndSts"), start=1):
        reason = " ".join(filter(None, (_first(each, "Cd"), _first(each, "AddtlInf"))))
        key = _first(each, "OrgnlInstrId")  # as `_transaction` writes it; banks may leave it out
        read = _line(number, _first(each, "OrgnlEndToEndId"), _first(each, "TxSts"), reason, key=key)
        if read is not None:
            yield read


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(element: ElementTree.Element, name: str) -> str:
    return next((each.text or "" for each in element.iter() if _name(each) == name), "").strip()
