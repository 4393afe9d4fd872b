"""What is stored of an event: the fields that are read, and nothing of other people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.telegram import updates
from bot.channels.whatsapp import webhook_events
from tests.payloads.recorded import recorded

PHONE_NUMBER_ID = "106540352242922"


@pytest.mark.parametrize("name", recorded("telegram"))
def test_a_stored_update_means_what_the_whole_one_means(name: str) -> None:
    update = json.loads(recorded("telegram")[name])
    try:
        received = updates.receive(update)
    except (KeyError, TypeError, AttributeError):
        return
    if received is not None:
        assert updates.hear(received.payload) == updates.hear(update)


@pytest.mark.parametrize("name", recorded("whatsapp"))
def test_a_stored_message_means_what_the_whole_one_means(name: str) -> None:
    body = json.loads(recorded("whatsapp")[name])
    values = [change.get("value") for entry in body["entry"] for change in entry.get("changes", ())]
    known = [value for value in values if isinstance(value, dict) and "metadata" in value]
    by_id = {message.get("id"): message for value in known for message in value.get("messages", ())}
    number = str(known[0]["metadata"].get("phone_number_id")) if known else ""
    for received in webhook_events.read(body, number).received:
        whole = {"message": by_id[received.key]}
        assert webhook_events.hear(received.payload) == webhook_events.hear(whole)
        assert webhook_events.is_said(received.payload) == webhook_events.is_said(whole)


def _telegram(**message: Any) -> str:
    chat = {"id": 5000000001, "type": "private"}
    update = {"update_id": 1, "message": {"message_id": 2, "chat": chat, "from": {"id": 5000000001}, **message}}
    received = updates.receive(update)
    assert received is not None
    return json.dumps(received.payload)


def test_no_place_no_contact_and_no_words_of_others_are_stored_from_telegram() -> None:
    assert "5.345" not in _telegram(location={"latitude": 5.345, "longitude": -4.024})
    assert "0701" not in _telegram(contact={"phone_number": "+2250701", "first_name": "Fanta", "vcard": "0701"})
    assert "Fanta" not in _telegram(text="oui", forward_origin={"type": "user", "sender_user": {"first_name": "Fanta"}})
    quoted = {"message_id": 3, "text": "les mots de Fanta", "from": {"first_name": "Fanta"}}
    assert "Fanta" not in _telegram(text="oui", reply_to_message=quoted, quote={"text": "les mots de Fanta"})
    assert "Fanta" not in _telegram(poll={"question": "Fanta ?", "options": []})


def _whatsapp(**message: Any) -> str:
    whole = {"id": "wamid.1", "from": "2250701000001", "timestamp": "1700000000", **message}
    value = {
        "metadata": {"phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"wa_id": "2250701000001", "profile": {"name": "Awa"}}],
        "messages": [whole],
    }
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "messages", "value": value}]}],
    }
    (received,) = webhook_events.read(body, PHONE_NUMBER_ID).received
    return json.dumps(received.payload)


def test_no_place_no_contact_and_no_number_is_stored_from_whatsapp() -> None:
    assert "5.345" not in _whatsapp(type="location", location={"latitude": 5.345, "longitude": -4.024})
    assert "Fanta" not in _whatsapp(type="contacts", contacts=[{"name": {"first_name": "Fanta"}}])
    assert "0701" not in _whatsapp(type="text", text={"body": "oui"}, context={"from": "2250701", "id": "wamid.0"})


def test_a_receipt_keeps_only_our_own_mark() -> None:
    status = {
        "id": "wamid.1",
        "status": "delivered",
        "timestamp": "1700000000",
        "recipient_id": "2250701000001",
        "biz_opaque_callback_data": "12/1",
    }
    value = {"metadata": {"phone_number_id": PHONE_NUMBER_ID}, "statuses": [status]}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]}
    (receipt,) = webhook_events.read(body, PHONE_NUMBER_ID).receipts
    assert receipt.payload == {"biz_opaque_callback_data": "12/1"}
