"""What a webhook's body holds, and what one message of it means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import File, Heard, Moved, Oddity, OtherHands, Receipt, Received, Tap, Text
from bot.channels.errors import AccountDown, FileRefused, Later, Refused, Unreachable, WindowClosed
from bot.channels.whatsapp.webhook_events import Batch, hear, read

OURS = "106540352242922"
AWA = "2250700000001"


def webhook(*values: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    changes = [{"field": field, "value": value} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def value(number: str = OURS, **more: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "22527000000", "phone_number_id": number}
    return {"messaging_product": "whatsapp", "metadata": metadata, **more}


def message(kind: str = "text", key: str = "wamid.1", **more: Any) -> dict[str, Any]:
    content = {"text": {"body": "bonjour"}} if kind == "text" else {}
    return {"from": AWA, "id": key, "timestamp": "1772611200", "type": kind, **content, **more}


def contact(**more: Any) -> dict[str, Any]:
    return {"profile": {"name": "Awa K."}, "wa_id": AWA, **more}


def batch(*values: dict[str, Any], field: str = "messages") -> Batch:
    return read(webhook(*values, field=field), OURS)


def only(values: dict[str, Any]) -> Received:
    (received,) = batch(values).received
    return received


def heard(kind: str, content: Any, **more: Any) -> Heard:
    return hear(only(value(messages=[message(kind, **{kind: content}, **more)])).payload)


# --- messages ---------------------------------------------------------------------------------------


def test_a_message_is_told_with_its_sender_its_time_and_its_id() -> None:
    received = only(value(contacts=[contact()], messages=[message()]))
    assert (received.address, received.key, received.name, received.user_id) == (AWA, "wamid.1", "Awa K.", "")
    assert received.at == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert hear(received.payload) == Text("bonjour")


def test_every_message_and_status_of_every_change_of_every_entry_is_told() -> None:
    body = webhook(
        value(messages=[message(key="a"), message(key="b")]), value(statuses=[status("sent"), status("delivered")])
    )
    body["entry"] += webhook(value(messages=[message(key="c")]))["entry"]
    found = read(body, OURS)
    assert [r.key for r in found.received] == ["a", "b", "c"]
    assert [r.status for r in found.receipts] == ["sent", "delivered"]


def test_events_of_another_number_are_passed_over() -> None:
    found = batch(value("999", messages=[message()], statuses=[status("sent")]))
    assert (found.received, found.receipts) == ([], [])


def test_each_sender_of_a_batch_has_her_own_name() -> None:
    other = {"profile": {"name": "Fatou"}, "wa_id": "221770000000"}
    messages = [message(key="1"), message(key="2") | {"from": "221770000000"}]
    found = batch(value(contacts=[other, contact()], messages=messages)).received
    assert [r.name for r in found] == ["Awa K.", "Fatou"]


def test_a_person_with_a_user_id_and_no_number_is_known_by_it() -> None:
    unnumbered = {k: v for k, v in message(from_user_id="CI.1349120865530").items() if k != "from"}
    card = {"profile": {"name": "Awa", "username": "awa"}, "user_id": "CI.1349120865530"}
    received = only(value(contacts=[card], messages=[unnumbered]))
    assert (received.address, received.user_id, received.name) == ("CI.1349120865530", "CI.1349120865530", "Awa")


def test_a_user_id_beside_the_number_is_told_too() -> None:
    received = only(value(contacts=[contact(user_id="CI.1")], messages=[message()]))
    assert (received.address, received.user_id) == (AWA, "CI.1")


@pytest.mark.parametrize(
    ("kind", "content", "meant"),
    [
        ("button", {"payload": "/travail", "text": "Travailler"}, Tap("/travail")),
        ("button", {"payload": "Offre du jour", "text": "Voir"}, Text("Voir")),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "7:1", "title": "Oui"}}, Tap("7:1")),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "/menu", "title": "Menu"}}, Tap("/menu")),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow"}}, Oddity("nfm_reply")),
        (
            "image",
            {"id": "m1", "mime_type": "image/jpeg", "sha256": "x", "caption": "voici"},
            File("image", "photo.jpg", "m1", "image/jpeg", 0, "voici"),
        ),
        (
            "audio",
            {"id": "m2", "mime_type": "audio/ogg; codecs=opus", "voice": True},
            File("voice", "audio", "m2", "audio/ogg"),
        ),
        ("audio", {"id": "m3", "mime_type": "audio/mpeg"}, File("audio", "audio", "m3", "audio/mpeg")),
        ("video", {"id": "m4", "mime_type": "video/mp4"}, File("video", "video.mp4", "m4", "video/mp4")),
        (
            "document",
            {"id": "m5", "filename": "lot.csv", "mime_type": "text/csv"},
            File("document", "lot.csv", "m5", "text/csv"),
        ),
        ("sticker", {"id": "m6"}, Oddity("sticker")),
        ("location", {"latitude": 5.3, "longitude": -4.0}, Oddity("location")),
        ("contacts", [{"name": {"formatted_name": "X"}}], Oddity("contact")),
        ("reaction", {"message_id": "wamid.0", "emoji": "👍"}, Oddity("reaction")),
        ("edit", {"original_message_id": "wamid.0"}, Oddity("edited")),
        ("revoke", {"original_message_id": "wamid.0"}, Oddity("deleted")),
        ("unsupported", {"type": "poll"}, Oddity("unsupported")),
        ("order", {"catalog_id": "1"}, Oddity("order")),
        ("hologram", {"id": "1"}, Oddity("hologram")),
    ],
)
def test_each_kind_of_message_means_what_it_should(kind: str, content: Any, meant: Heard) -> None:
    assert heard(kind, content) == meant


def test_a_new_number_is_told_of_who_she_was() -> None:
    system = {
        "type": "user_changed_number",
        "body": "Awa changed",
        "wa_id": "2250500000009",
        "user_id": "CI.2",
        "previous_user_id": "CI.1",
    }
    received = only(value(messages=[message("system", system=system)]))
    assert (received.address, received.user_id) == (AWA, "CI.1")
    assert hear(received.payload) == Moved("2250500000009", "CI.2")


def test_a_new_number_without_user_ids_is_known_by_the_old_one() -> None:
    received = only(
        value(messages=[message("system", system={"type": "user_changed_number", "wa_id": "2250500000009"})])
    )
    assert (received.address, received.user_id) == (AWA, "")
    assert hear(received.payload) == Moved("2250500000009", "")


def test_a_new_user_id_of_somebody_without_a_number_is_her_new_address() -> None:
    system = {"type": "user_changed_user_id", "user_id": "CI.2", "previous_user_id": "CI.1"}
    unnumbered = {k: v for k, v in message("system", system=system).items() if k != "from"}
    received = only(value(messages=[unnumbered]))
    assert (received.address, received.user_id) == ("CI.1", "CI.1")
    assert hear(received.payload) == Moved("CI.2", "CI.2")


def test_a_changed_identity_means_that_somebody_else_may_hold_the_phone() -> None:
    assert heard("system", {"type": "customer_identity_changed", "wa_id": AWA}) == OtherHands()
    assert heard("system", {"type": "group_created"}) == Oddity("system")


# --- receipts ---------------------------------------------------------------------------------------


def status(told: str, **more: Any) -> dict[str, Any]:
    return {"id": "wamid.9", "status": told, "timestamp": "1772611201", "recipient_id": AWA, **more}


def receipt(told: str, **more: Any) -> Receipt:
    (found,) = batch(value(statuses=[status(told, **more)])).receipts
    return found


def test_a_receipt_names_its_row_its_time_and_its_category() -> None:
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    found = receipt("delivered", biz_opaque_callback_data="4711", pricing=pricing)
    assert (found.provider_id, found.status, found.outbox_id, found.category) == (
        "wamid.9",
        "delivered",
        4711,
        "utility",
    )
    assert found.at == datetime(2026, 3, 4, 8, 0, 1, tzinfo=UTC)
    assert found.failure is None


def test_the_receipts_of_one_message_differ_and_repeats_do_not() -> None:
    assert receipt("sent").key != receipt("delivered").key
    assert receipt("sent").key == receipt("sent", timestamp="1772611999").key


def test_an_earlier_message_of_a_row_says_so() -> None:
    found = receipt("failed", biz_opaque_callback_data="4711/1")
    assert (found.outbox_id, found.part) == (4711, True)


@pytest.mark.parametrize("ours", ["abc", "abc/1", "", None, "9" * 30, "-1", "²"])
def test_what_is_no_row_of_ours_is_not_taken_for_one(ours: Any) -> None:
    assert receipt("sent", biz_opaque_callback_data=ours).outbox_id is None


def test_a_message_that_is_not_billed_is_free() -> None:
    assert receipt("sent", pricing={"billable": False, "category": "service"}).category == "free"
    assert receipt("sent", pricing={"type": "free_customer_service", "category": "service"}).category == "free"
    assert receipt("sent", pricing="odd").category is None


def test_a_voice_message_that_was_played_was_read() -> None:
    assert receipt("played").status == "read"


def test_a_status_that_nobody_knows_is_passed_over() -> None:
    assert batch(value(statuses=[status("teleported"), status("sent", id=None)])).receipts == []


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (131047, WindowClosed),
        (131026, Unreachable),
        (131056, Later),
        (130429, Later),
        (131049, Refused),
        (131053, FileRefused),
        (132001, WindowClosed),
        (131031, AccountDown),
        (999999, Refused),
    ],
)
def test_a_failed_status_fails_as_the_sending_would_have(code: int, failure: type[Exception]) -> None:
    found = receipt("failed", errors=[{"code": code, "title": "…", "error_data": {"details": "…"}}])
    assert type(found.failure) is failure


def test_a_failed_status_without_a_reason_is_refused() -> None:
    assert type(receipt("failed").failure) is Refused


# --- news of the account, and what is none ------------------------------------------------------------


def test_news_of_the_account_is_told_by_its_kind_only() -> None:
    found = batch({"event": "ACCOUNT_RESTRICTION", "phone_number": "2250700000001"}, field="account_update")
    assert found.news == ["account_update ACCOUNT_RESTRICTION"]
    assert not found.templates


def test_a_change_of_a_template_is_told() -> None:
    found = batch({"event": "APPROVED", "message_template_name": "x"}, field="message_template_status_update")
    assert found.templates


def test_an_error_of_the_account_is_told_without_anybodys_number() -> None:
    found = batch(value(errors=[{"code": 131031, "title": "locked", "message": "Account +225 07 00 00 00 01 locked"}]))
    assert "131031" in found.news[0]
    assert "07" not in found.news[0]


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"object": "page", "entry": []}, {"object": "whatsapp_business_account"}, 7]
)
def test_what_is_no_webhook_is_refused(body: Any) -> None:
    with pytest.raises(ValueError, match="no webhook"):
        read(body, OURS)


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_no_shape_of_any_field_breaks_the_reading_of_the_others(data: st.DataObject) -> None:
    whole = value(
        contacts=[contact(user_id="CI.1")],
        messages=[message(key="kept"), message(key="odd", context={"id": "wamid.0"})],
        statuses=[status("sent", pricing={"category": "service"}), status("failed", errors=[{"code": 131026}])],
    )
    place = data.draw(st.sampled_from(["contacts", "odd", "statuses", "errors"]))
    if place == "odd":
        name = data.draw(st.sampled_from(sorted(whole["messages"][1])))
        whole["messages"][1][name] = data.draw(anything)
    else:
        whole[place] = data.draw(anything)
    found = batch(whole)
    assert any(r.key == "kept" for r in found.received)
    for received in found.received:
        assert isinstance(received.address, str)
        assert received.address
        hear(received.payload)


@given(anything)
def test_hearing_never_fails(payload: Any) -> None:
    hear(payload)
    hear({"message": payload})
