"""A text below an older message, by the platform's reply function: it is about that message, and no answer to the
question that is open now."""

from __future__ import annotations

from typing import Any

from tests.fakes.chat import ChatMessage
from tests.integration.announcements.announcing import huber, look, sent, written
from tests.integration.scenes import rows
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.integration.test_screens import BOTH
from tests.product import COMMENTS, Product, comments

GIVEN = """
select a.value from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id
where not p.practice and a.value is not null order by a.task_id
"""


async def given(product: Product) -> list[Any]:
    return [row["value"] for row in await rows(product.database, GIVEN)]


async def told(product: Product, person: Any, message: ChatMessage, text: str) -> list[ChatMessage]:
    """All that she is told after a reply to this message."""
    await (person.replies if hasattr(person, "replies") else person.answers)(message, text)
    return await product.heard(person)


async def replies(product: Product, person: Any, message: ChatMessage, text: str) -> ChatMessage:
    (answer,) = await told(product, person, message, text)
    return answer


@BOTH
async def test_a_reply_to_a_task_further_up_is_no_answer_to_the_open_one(on_both: Product, channel: str) -> None:
    """« Haine » below the first comment became the answer to the third."""
    product = on_both
    await product.project(COMMENTS, comments(4))
    awa = await product.joined(product.somebody(channel))
    first = await product.taps(awa, "Accepter")
    second = await product.taps(awa, "Acceptable")
    await product.taps(awa, "Acceptable")
    said = await replies(product, awa, first, "haine")
    assert "Cette question est déjà passée" in said.text and "Commentaire numéro 3" in said.text
    assert await given(product) == ["ok", "ok"]
    changed = await replies(product, awa, second, "haine")  # the one just answered is corrected
    assert "Commentaire numéro 3" in changed.text
    assert await given(product) == ["ok", "haine"]
    assert "Commentaire numéro 4" in (await replies(product, awa, changed, "haine")).text  # the open one
    assert await given(product) == ["ok", "haine", "haine"]
    assert "Tes gains" in (await replies(product, awa, first, "gains")).text  # words are answered at any point


@BOTH
async def test_a_reply_to_an_announcement_is_not_what_a_client_gets(on_both: Product, channel: str) -> None:
    """« Je viens avec ma fille » below an announcement was paid as the description of a picture."""
    product = on_both
    await product.project(TEXT, SCENES)
    awa = await product.joined(product.somebody(channel))
    mariam = await huber(product)
    await product.taps(awa, "Accepter")
    await written(product, mariam, "Réunion samedi", "📊 Un sondage", "Tu viens ?\nOui\nNon")
    await sent(product, mariam)
    await look(product)
    *_, told = await product.heard(awa)
    assert "Réunion samedi" in told.text
    await product.says(awa, "gains")
    said = await replies(product, awa, told, "Je viens avec ma fille Awa")
    assert "un message plus ancien" in said.text and "Une rue" in said.text
    assert await given(product) == []
    assert "noté" in (await replies(product, awa, told, "oui")).text.lower()
    assert (await rows(product.database, "select vote from recipient"))[0]["vote"] == 0


@BOTH
async def test_a_reply_to_the_open_question_shown_before_answers_it(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(COMMENTS, comments(2))
    awa = await product.joined(product.somebody(channel))
    first = await product.taps(awa, "Accepter")
    await product.says(awa, "je sais pas trop")
    await product.says(awa, "gains")
    await replies(product, awa, first, "haine")
    assert await given(product) == ["haine"]


@BOTH
async def test_a_message_to_her_huber_may_be_below_any_message(on_both: Product, channel: str) -> None:
    product = on_both
    await huber(product)
    await product.project(COMMENTS, comments(2))
    awa = await product.joined(product.somebody(channel))
    first = await product.taps(awa, "Accepter")
    await product.taps(awa, "Acceptable")
    await product.says(awa, "huber")
    said = await replies(product, awa, first, "Celui-là était flou, non ?")
    assert "est déjà passée" not in said.text and "plus ancien" not in said.text
    assert await rows(product.database, "select 1 from thread_message where words like 'Celui-là%%'")


@BOTH
async def test_a_reply_to_her_own_words_is_no_answer_to_the_open_question(on_both: Product, channel: str) -> None:
    """« Acceptable » below her own « haine » was the answer to the next comment."""
    product = on_both
    await product.project(COMMENTS, comments(4))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.says(awa, "haine")
    hers = next(message for message in reversed(awa.chat) if message.mine and message.text == "haine")
    said = await replies(product, awa, hers, "acceptable")
    assert "un message plus ancien" in said.text and "Commentaire numéro 2" in said.text
    assert await given(product) == ["haine"]


def long_comments(count: int) -> str:
    """Tasks whose text takes several messages on either platform."""
    return "id,comment\n" + "".join(f"c{n},Commentaire numéro {n} {'long ' * 900}\n" for n in range(1, count + 1))


@BOTH
async def test_a_reply_to_the_first_piece_of_a_task_further_up_is_no_answer_to_the_open_one(
    on_both: Product, channel: str
) -> None:
    """« Haine » below the first piece of an earlier comment became the answer to the open one."""
    product = on_both
    await product.project(COMMENTS, long_comments(3))
    awa = await product.joined(product.somebody(channel))
    await awa.taps("Accepter")
    first, *_ = await product.heard(awa)
    assert "Commentaire numéro 1" in first.text
    assert not first.buttons
    await awa.taps("Acceptable")
    second, *_ = await product.heard(awa)
    assert "Commentaire numéro 2" in second.text
    await told(product, awa, second, "acceptable")  # the open one
    assert await given(product) == ["ok", "ok"]
    said = await told(product, awa, first, "haine")
    assert "Cette question est déjà passée" in said[0].text
    assert await given(product) == ["ok", "ok"]
    await told(product, awa, second, "haine")  # a second thought
    assert await given(product) == ["ok", "haine"]


@BOTH
async def test_a_reply_to_a_message_that_is_not_kept_any_more_is_no_answer_to_the_open_one(
    on_both: Product, channel: str
) -> None:
    product = on_both
    await product.project(COMMENTS, comments(2))
    awa = await product.joined(product.somebody(channel))
    old = next(message for message in awa.chat if not message.mine)
    await product.taps(awa, "Accepter")
    async with product.database.unit() as uow:
        await uow.execute(
            "delete from outbox where id = (select min(id) from outbox where person_id = any(%s))", (await ids(uow),)
        )
        await uow.commit()
    said = await replies(product, awa, old, "haine")
    assert "un message plus ancien" in said.text and "Commentaire numéro 1" in said.text
    assert await given(product) == []


async def ids(uow: Any) -> list[int]:
    return [row["id"] for row in await uow.fetch_all("select id from person where first_name = 'Awa'")]
