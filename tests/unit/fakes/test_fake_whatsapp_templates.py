"""The fake WhatsApp takes templates as Meta does, and only those, and fills them in."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.fakes.whatsapp import FakeWhatsApp, Person
from tests.unit.fakes.hook import Hook, graph, send

BODY = {
    "type": "BODY",
    "text": "Bonjour {{1}}, {{2}} tâches t'attendent. À bientôt !",
    "example": {"body_text": [["Awa", "12"]]},
}
BUTTONS = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Travailler"}]}


async def create(http: aiohttp.ClientSession, whatsapp: FakeWhatsApp, **changes: Any) -> tuple[int, Any]:
    given = {"name": "rappel", "language": "fr", "category": "UTILITY", "components": [BODY, BUTTONS], **changes}
    return await graph(http, whatsapp, "POST", f"{whatsapp.account.business_account_id}/message_templates", json=given)


async def listed(http: aiohttp.ClientSession, whatsapp: FakeWhatsApp, **query: str) -> Any:
    path = f"{whatsapp.account.business_account_id}/message_templates"
    return (await graph(http, whatsapp, "GET", path, params=query))[1]


def filled(*values: str, name: str = "rappel", language: str = "fr", payload: str | None = None) -> dict[str, Any]:
    components: list[Any] = [{"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}]
    if payload is not None:
        parameters = [{"type": "payload", "payload": payload}]
        components.append({"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": parameters})
    return {"type": "template", "template": {"name": name, "language": {"code": language}, "components": components}}


async def test_a_template_is_made_reviewed_told_and_listed(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook
) -> None:
    _, made = await create(http, whatsapp)
    assert (made["status"], made["category"]) == ("PENDING", "UTILITY")
    await hook.until(lambda: bool(hook.values))
    (value,) = hook.values
    assert (value["event"], value["message_template_name"]) == ("APPROVED", "rappel")
    (found,) = (await listed(http, whatsapp))["data"]
    assert (found["id"], found["status"], found["components"]) == (made["id"], "APPROVED", [BODY, BUTTONS])
    again, answer = await create(http, whatsapp)
    assert (again, answer["error"]["error_subcode"]) == (400, 2388024)
    assert whatsapp.violations == []


async def test_templates_are_listed_in_pages_with_the_fields_that_are_asked_for(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession
) -> None:
    for number in range(5):
        await create(http, whatsapp, name=f"rappel_{number}")
    first = await listed(http, whatsapp, limit="3", fields="name,status")
    assert [sorted(each) for each in first["data"]] == [["id", "name", "status"]] * 3
    rest = await listed(http, whatsapp, limit="3", after=first["paging"]["cursors"]["after"])
    assert [each["name"] for each in rest["data"]] == ["rappel_3", "rappel_4"]
    assert "next" in first["paging"] and "next" not in rest["paging"]
    assert (await listed(http, whatsapp, status="REJECTED"))["data"] == []


async def test_a_changed_template_waits_for_its_review_again(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession
) -> None:
    _, made = await create(http, whatsapp)
    whatsapp.world.templates.review = "PENDING"
    body = {**BODY, "text": "Salut {{1}}, {{2}} tâches."}
    assert (await graph(http, whatsapp, "POST", made["id"], json={"components": [body]}))[0] == 200
    (found,) = (await listed(http, whatsapp))["data"]
    assert (found["status"], found["components"]) == ("PENDING", [body])
    whatsapp.world.templates.decide("rappel", "APPROVED")
    assert (await listed(http, whatsapp))["data"][0]["status"] == "APPROVED"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Rappel du soir"},
        {"language": "français"},
        {"category": "REMINDER"},
        {"components": []},
        {"components": [BUTTONS]},
        {"components": [BODY, BODY]},
        {"components": [{**BODY, "example": {}}]},
        {"components": [{**BODY, "example": {"body_text": [["Awa"]]}}]},
        {"components": [{"type": "BODY", "text": "x" * 1025}]},
        {"components": [{**BODY, "text": "Bonjour {{2}} et {{1}}."}]},
        {"components": [{**BODY, "text": "{{1}} et {{2}}."}]},
        {"components": [{**BODY, "text": "Bonjour {{1}} et {{2}}"}]},
        {"components": [BODY, {"type": "FOOTER", "text": "Pour {{1}}."}]},
        {"components": [BODY, {"type": "FOOTER", "text": "x" * 61}]},
        {"components": [BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "x" * 26}]}]},
        {"colour": "red"},
    ],
)
async def test_a_template_that_meta_would_not_take_is_a_violation(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, changes: dict[str, Any]
) -> None:
    status, _ = await create(http, whatsapp, **changes)

    assert status == 400
    assert len(whatsapp.violations) == 1


async def test_a_filled_template_reaches_her_outside_the_window_and_its_button_says_its_payload(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, hook: Hook
) -> None:
    awa = whatsapp.person("Awa")
    await create(http, whatsapp)
    status, _ = await send(http, whatsapp, to=awa.number, **filled("Awa", "7", payload="/travail"))
    assert status == 200
    heard = await awa.hears_one()
    assert heard.text == "Bonjour Awa, 7 tâches t'attendent. À bientôt !"
    await awa.taps("Travailler")
    await hook.until(lambda: bool(hook.messages))
    (said,) = hook.messages
    assert (said["type"], said["button"]) == ("button", {"payload": "/travail", "text": "Travailler"})
    assert said["context"]["id"] == heard.json["id"]
    await hook.until(lambda: len(hook.statuses) == 3)
    assert {status["pricing"]["category"] for status in hook.statuses} == {"utility"}
    assert whatsapp.violations == []


@pytest.mark.parametrize(
    ("message", "code", "violates"),
    [
        (filled("Awa", "7", name="autre"), 132001, False),
        (filled("Awa", "7", language="en"), 132001, False),
        (filled("Awa"), 132000, True),
        (filled("Awa", "7", "8"), 132000, True),
        (filled("Awa", ""), 131008, True),
        (filled("Awa\nDiop", "7"), 132018, True),
        (filled("Awa     Diop", "7"), 132018, True),
        (filled("x" * 1020, "7"), 132005, True),
    ],
    ids=["name", "language", "few", "many", "empty", "line", "spaces", "long"],
)
async def test_a_template_that_does_not_fit_is_refused_with_metas_code(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, message: dict[str, Any], code: int, violates: bool
) -> None:
    awa = whatsapp.person("Awa")
    await create(http, whatsapp)
    _, answer = await send(http, whatsapp, to=awa.number, **message)

    assert answer["error"]["code"] == code
    assert bool(whatsapp.violations) == violates


@pytest.mark.parametrize(
    ("status", "code"), [("PENDING", 132001), ("REJECTED", 132001), ("PAUSED", 132015), ("DISABLED", 132016)]
)
async def test_only_an_approved_template_is_sent(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, status: str, code: int
) -> None:
    awa = whatsapp.person("Awa")
    await create(http, whatsapp)
    whatsapp.world.templates.decide("rappel", status)

    assert (await send(http, whatsapp, to=awa.number, **filled("Awa", "7")))[1]["error"]["code"] == code


async def test_variables_may_have_names(whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person) -> None:
    example = {"body_text_named_params": [{"param_name": "prenom", "example": "Awa"}]}
    body = {"type": "BODY", "text": "Bonjour {{prenom}} !", "example": example}
    assert (await create(http, whatsapp, components=[body], parameter_format="named"))[0] == 200
    parameter = {"type": "text", "text": "Binta", "parameter_name": "prenom"}
    template = {
        "name": "rappel",
        "language": {"code": "fr"},
        "components": [{"type": "body", "parameters": [parameter]}],
    }
    assert (await send(http, whatsapp, to=binta.number, type="template", template=template))[0] == 200
    assert (await binta.hears_one()).text == "Bonjour Binta !"


async def test_a_template_is_deleted_in_all_languages(whatsapp: FakeWhatsApp, http: aiohttp.ClientSession) -> None:
    await create(http, whatsapp)
    await create(http, whatsapp, language="en")
    path = f"{whatsapp.account.business_account_id}/message_templates?name=rappel"
    assert (await graph(http, whatsapp, "DELETE", path))[1] == {"success": True}
    assert (await listed(http, whatsapp))["data"] == []
