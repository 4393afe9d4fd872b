"""The fake WhatsApp refuses calls that break Meta's documents, and shows people what it accepts."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from tests.fakes.whatsapp import FakeWhatsApp, Person
from tests.unit.fakes.calls import png
from tests.unit.fakes.hook import buttons, graph, rows, send, text


def interactive(content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": content}


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"type": "text", "text": {"body": "a"}, "colour": "red"}, "unexpected key colour"),
        ({"type": "text", "text": {"body": "a", "html": True}}, "unexpected key text.html"),
        ({"type": "text"}, "text is required"),
        ({"type": "text", "text": {"body": " "}}, "text.body: is empty"),
        ({"type": "text", "text": {"body": "x" * 4097}}, "at most 4096"),
        ({"type": "text", "text": {"body": 7}}, "text.body: 7 is not a string"),
        ({"type": "poem", "poem": {}}, "type: 'poem' is none of"),
        ({"type": "text", "text": {"body": "a"}, "recipient_type": "group"}, "recipient_type"),
        ({"type": "text", "text": {"body": "a"}, "biz_opaque_callback_data": "x" * 513}, "at most 512"),
        ({"type": "text", "text": {"body": "a"}, "context": {"message_id": "wamid.never"}}, "no message wamid.never"),
        (interactive(buttons("Oui", "Oui")), "titles: are not unique"),
        (interactive(buttons("Oui", "Non", "Peut-être", "Jamais")), "1 to 3 are allowed"),
        (interactive(buttons("Ce titre est trop long")), "at most 20"),
        (interactive(buttons("")), "is empty"),
        (interactive(buttons("Oui", body="x" * 1025)), "at most 1024"),
        (interactive({**buttons("Oui"), "footer": {"text": "x" * 61}}), "at most 60"),
        (interactive({**buttons("Oui"), "header": {"type": "text", "text": "x" * 61}}), "at most 60"),
        (interactive(rows(*map(str, range(11)))), "1 to 10 are allowed"),
        (interactive(rows("Un titre beaucoup trop long")), "at most 24"),
        (interactive({**rows("a"), "header": {"type": "image", "image": {"id": "1"}}}), "a header of text or none"),
        ({"type": "image", "image": {}}, "needs either an id or a link"),
        ({"type": "image", "image": {"id": "1", "link": "https://a.ci/b.png"}}, "needs either an id or a link"),
        ({"type": "image", "image": {"id": "17"}}, "not a valid whatsapp business account media"),
        ({"type": "image", "image": {"link": "https://a.ci/b.png", "caption": "x" * 1025}}, "at most 1024"),
        ({"type": "audio", "audio": {"link": "https://a.ci/b.ogg", "caption": "a"}}, "unexpected key audio.caption"),
        ({"type": "reaction", "reaction": {"message_id": "wamid.never", "emoji": "👍"}}, "no message wamid.never"),
        ({"type": "template", "template": {"name": "a"}}, "template.language is required"),
        ({"type": "template", "template": {"name": "A b", "language": {"code": "fr"}}}, "is not a template's name"),
    ],
)
async def test_a_message_that_breaks_the_documents_is_refused_and_kept_as_a_violation(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person, message: dict[str, Any], reason: str
) -> None:
    status, answer = await send(http, whatsapp, to=binta.number, **message)

    assert status == 400
    assert reason in answer["error"]["error_data"]["details"]
    (violation,) = whatsapp.violations
    assert (violation.method, violation.status) == ("messages", 400)
    assert binta.unheard == []


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"text": {"body": "a"}}, "to is required"),
        ({"to": "CI.123", "text": {"body": "a"}}, "is not a phone number"),
        ({"recipient": "2250700", "text": {"body": "a"}}, "is not a business-scoped user id"),
    ],
)
async def test_a_message_needs_a_number_or_a_user_id(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, message: dict[str, Any], reason: str
) -> None:
    status, answer = await send(http, whatsapp, type="text", **message)

    assert status == 400
    assert reason in answer["error"]["error_data"]["details"]


async def test_a_list_has_ten_rows_over_all_its_sections_and_titles_for_them(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    def sections(*sizes: int, titled: bool = True) -> dict[str, Any]:
        found = [
            {
                "rows": [{"id": f"{s}:{r}", "title": f"{s} {r}"} for r in range(size)],
                **({"title": f"{s}"} if titled else {}),
            }
            for s, size in enumerate(sizes)
        ]
        return interactive({**rows("a"), "action": {"button": "Choisir", "sections": found}})

    assert (
        "at most 10"
        in (await send(http, whatsapp, to=binta.number, **sections(6, 5)))[1]["error"]["error_data"]["details"]
    )
    assert "title is required" in str(await send(http, whatsapp, to=binta.number, **sections(2, 2, titled=False)))
    assert (await send(http, whatsapp, to=binta.number, **sections(5, 5)))[0] == 200
    assert len(binta.last.labels) == 10


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic abc"])
async def test_a_wrong_token_is_refused_with_190(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person, token: str
) -> None:
    url = f"{whatsapp.url}/v23.0/{whatsapp.account.phone_number_id}/messages"
    async with http.post(url, json=text(binta), headers={"Authorization": token}) as response:
        answer = await response.json()

    assert (response.status, answer["error"]["code"], answer["error"]["type"]) == (401, 190, "OAuthException")


async def test_what_is_not_there_is_no_call(whatsapp: FakeWhatsApp, http: aiohttp.ClientSession) -> None:
    for verb, path in (("GET", "12345"), ("POST", "12345"), ("GET", f"{whatsapp.account.phone_number_id}/dance")):
        status, answer = await graph(http, whatsapp, verb, path, json={})
        assert (status, answer["error"]["code"]) == (400, 100)


async def test_a_text_is_answered_with_its_id_and_read_with_its_styles(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    status, answer = await send(http, whatsapp, **text(binta, "*gras* _penché_ ~barré~ `code` 2*3*4 a_b_c\n> cité"))

    assert status == 200
    assert answer["contacts"] == [{"input": binta.number, "wa_id": binta.number}]
    heard = await binta.hears_one()
    assert answer["messages"] == [{"id": heard.json["id"]}]
    assert heard.text == "gras penché barré code 2*3*4 a_b_c\ncité"
    assert heard.html.startswith("<b>gras</b> <i>penché</i> <s>barré</s> <code>code</code>")
    assert heard.html.endswith("<blockquote>cité</blockquote>")


@pytest.mark.parametrize(
    "source",
    ["*pas gras", "* liste *", "**", "snake_case_name", "a*b*c", "*\u200bpas*\u200b", "<b>&amp;", "_ _", "1 * 2 * 3"],
)
async def test_marks_that_close_no_style_are_read_as_they_are(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person, source: str
) -> None:
    await send(http, whatsapp, **text(binta, source))

    assert (await binta.hears_one()).text == source.replace("\u200b", "")


async def test_buttons_and_rows_are_seen_with_their_notes(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    await send(http, whatsapp, to=binta.number, **interactive({**buttons("Oui", "Non"), "footer": {"text": "fin"}}))
    await send(http, whatsapp, to=binta.number, **interactive(rows("Haine", "Publicité")))

    asked, listed = await binta.hears(2)
    assert (asked.text, asked.labels, asked.buttons[1].data) == ("Tu choisis ?\n\nfin", ["Oui", "Non"], "1:1")
    assert [button.note for button in listed.buttons] == ["Haine, en entier", "Publicité, en entier"]


async def test_a_person_without_a_number_is_written_to_by_her_user_id(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession
) -> None:
    fatou = whatsapp.person("Fatou", shares_number=False)
    await fatou.says("bonjour")
    _, answer = await send(http, whatsapp, recipient=fatou.user_id, type="text", text={"body": "Salut"})

    assert answer["contacts"] == [{"input": fatou.user_id, "user_id": fatou.user_id}]
    assert (await fatou.hears_one()).text == "Salut"
    assert fatou.address == fatou.user_id


async def test_reading_marks_what_she_wrote_and_shows_that_we_type(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    said = await binta.says("tu es là ?")
    reading = {"status": "read", "message_id": said.json["id"], "typing_indicator": {"type": "text"}}
    assert (await send(http, whatsapp, **reading))[1] == {"success": True}
    assert binta.sees_typing and binta.is_read(said) and binta.is_read(binta.chat[0])

    await send(http, whatsapp, **text(binta))
    assert not binta.sees_typing
    assert (await send(http, whatsapp, status="read", message_id="wamid.other"))[0] == 400


async def test_media_are_uploaded_named_fetched_and_deleted(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    picture = png()
    media_id = await upload(whatsapp, http, picture, "image/png")
    assert (await send(http, whatsapp, to=binta.number, type="image", image={"id": media_id, "caption": "Ici"}))[
        0
    ] == 200
    shown = await binta.hears_one()
    assert (shown.kind, shown.text, shown.data) == ("image", "Ici", picture)

    photo = await binta.sends_photo(picture)
    _, found = await graph(http, whatsapp, "GET", photo.json["image"]["id"])
    assert (found["mime_type"], found["file_size"]) == ("image/jpeg", len(picture))
    headers = {"Authorization": f"Bearer {whatsapp.account.token}"}
    async with http.get(found["url"], headers=headers) as response:
        assert await response.read() == picture
    async with http.get(found["url"]) as response:
        assert response.status == 401
    whatsapp.forward(6 * 60)
    async with http.get(found["url"], headers=headers) as response:
        assert response.status == 404

    assert (await graph(http, whatsapp, "DELETE", media_id))[1] == {"success": True}
    assert (await graph(http, whatsapp, "GET", media_id))[1]["error"]["code"] == 100
    assert whatsapp.violations == []


async def test_uploads_are_forgotten_after_thirty_days_and_that_is_no_fault_of_the_bot(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, binta: Person
) -> None:
    media_id = await upload(whatsapp, http, png(), "image/png")
    whatsapp.forward(31 * 24 * 3600)
    status, answer = await send(http, whatsapp, to=binta.number, type="image", image={"id": media_id})

    assert (status, answer["error"]["code"]) == (400, 100)
    assert whatsapp.violations == []


@pytest.mark.parametrize(
    ("data", "mime", "fields"),
    [
        (b"id,comment", "text/csv", {}),
        (b"no picture", "image/png", {}),
        (b"", "application/pdf", {}),
        (bytes(5 * 2**20 + 1), "image/jpeg", {}),
        (b"%PDF", "application/pdf", {"type": "text/plain"}),
        (b"%PDF", "application/pdf", {"messaging_product": "telegram"}),
        (b"%PDF", "application/pdf", {"colour": "red"}),
    ],
    ids=["type", "content", "empty", "size", "other type", "product", "unknown field"],
)
async def test_an_upload_that_is_not_taken_is_a_violation(
    whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, data: bytes, mime: str, fields: dict[str, str]
) -> None:
    with pytest.raises(KeyError):
        await upload(whatsapp, http, data, mime, **fields)
    assert len(whatsapp.violations) == 1


async def upload(whatsapp: FakeWhatsApp, http: aiohttp.ClientSession, data: bytes, mime: str, **fields: str) -> str:
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": mime} | fields)
    form.add_field("file", io.BytesIO(data), filename="fichier", content_type=mime)
    _, answer = await graph(http, whatsapp, "POST", f"{whatsapp.account.phone_number_id}/media", data=form)
    found: str = answer["id"]
    return found


async def test_the_number_tells_of_itself(whatsapp: FakeWhatsApp, http: aiohttp.ClientSession) -> None:
    number = whatsapp.account.phone_number_id
    _, whole = await graph(http, whatsapp, "GET", number)
    _, some = await graph(http, whatsapp, "GET", f"{number}?fields=display_phone_number,throughput")

    assert whole["display_phone_number"] == f"+{whatsapp.account.number}"
    assert set(some) == {"id", "display_phone_number", "throughput"}
