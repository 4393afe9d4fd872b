"""Every shape that the platforms document is stored, handled and answered kindly."""

from __future__ import annotations

import json

import pytest

from tests.payloads.receiving import Known, Receiver
from tests.payloads.recorded import Platform, of, outcome, recorded

DONE = 1
HARSH = ("error", "exception", "traceback", "none", "null", "undefined", "{", "%s")
"""What no message to her may hold."""


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_every_recorded_shape_is_stored_handled_and_answered_kindly(
    receiver: Receiver, platform: Platform
) -> None:
    sent: dict[str, Known] = {}
    for name, text in recorded(platform).items():
        sent[name] = known = await receiver.hiteuse(platform)
        assert await receiver.post(platform, of(text, platform, *known.sender).encode()) == 200, name
    await receiver.product.settled()

    events = await receiver.events()
    wrong = []
    for name, known in sent.items():
        states = events.get(known.person_id, [])
        told = [message.text for message in known.person.unheard]
        match outcome(name):
            case "answered" if not told or not states or set(states) != {DONE}:
                wrong.append(f"{name}: states {states}, told {told}")
            case "silent" if told or set(states) != {DONE}:
                wrong.append(f"{name}: states {states}, told {told}")
            case "passed over" if told or states:
                wrong.append(f"{name}: states {states}, told {told}")
        wrong += [f"{name}: told {text!r}" for text in told if any(word in text.lower() for word in HARSH)]
        # a document that she gave on purpose is fetched, and the platforms have none under these ids
        told = [text for text in told if "pas réussi à récupérer" not in text]
        if len(told) > max(1, len(states)):
            wrong.append(f"{name}: {len(told)} messages for {len(states)} events: {told}")
    assert not wrong, "\n".join(wrong)
    assert receiver.leaks() == []
    assert [record.getMessage() for record in receiver.product.errors] == []


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_every_recorded_shape_a_second_time_changes_nothing(receiver: Receiver, platform: Platform) -> None:
    known = await receiver.hiteuse(platform)
    answered = {name: text for name, text in recorded(platform).items() if outcome(name) == "answered"}
    bodies = [of(text, platform, *known.sender).encode() for text in answered.values()]
    for raw in bodies:
        assert await receiver.post(platform, raw) == 200
    await receiver.product.settled()
    before, heard = await receiver.events(), len(known.person.unheard)
    for raw in reversed(bodies):
        assert await receiver.post(platform, raw) == 200
    await receiver.product.settled()
    assert await receiver.events() == before
    assert len(known.person.unheard) == heard


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_every_recorded_shape_from_somebody_unknown_shows_her_the_way_in(
    receiver: Receiver, platform: Platform
) -> None:
    for number, (name, text) in enumerate(recorded(platform).items()):
        if outcome(name) != "answered" or "start_with_a_code" in name:
            continue
        if platform == "telegram":
            stranger = receiver.product.telegram.person(f"Inconnue {number}", id=7_000_000_000 + number)
            receiver.product.telegram.world.chats[stranger.id].known = True
            sender: tuple[str, ...] = (str(stranger.id),)
        else:
            other = receiver.product.whatsapp.person(f"Inconnue {number}", f"22507077{number:05}")
            receiver.product.whatsapp.world.chats[other.id].heard_at = receiver.product.whatsapp.clock()
            sender = (other.number, other.user_id)
        assert await receiver.post(platform, of(text, platform, *sender).encode()) == 200, name
        await receiver.product.settled()
        told = [m.text for m in (stranger if platform == "telegram" else other).unheard]
        assert told and all("start CODE" in text for text in told), (name, told)


@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
def test_the_recorded_shapes_are_json_from_the_one_sender(platform: Platform) -> None:
    for name, text in recorded(platform).items():
        assert isinstance(json.loads(text), dict), name
        if outcome(name) != "passed over":
            assert any(sender in text for sender in ("5000000001", "2250701000001", "CI.17823301000007919")), name
