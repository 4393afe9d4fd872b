"""The page about data, for people and for the operator, says what the register says."""

from __future__ import annotations

from pathlib import Path

from backend.db.models import metadata
from backend.domain.privacy import retention
from backend.domain.privacy.register import ENTRIES
from backend.domain.privacy.topics import TOPICS
from bot.handlers.people import privacy
from bot.i18n.render import plain
from bot.web import privacy_document, privacy_page

DOCUMENT = Path(__file__).parents[4] / "docs" / "operators" / "data.md"
MOST_BYTES = 10_000


def test_the_page_is_small_has_no_script_and_names_every_time() -> None:
    page = privacy_page.page()
    assert len(page.encode()) < MOST_BYTES and "<script" not in page and "http" not in page
    for topic in TOPICS:
        for said in (topic.title, topic.kept, topic.why, topic.time):
            assert plain(said, "fr").replace("&", "&amp;") in page
    assert "30 jours" in page and "90 jours" in page and "10 ans" in page and "{" not in page.split("</style>")[1]


def test_a_time_that_changes_changes_what_is_said() -> None:
    said = {name: plain(topic.time, "fr") for topic in TOPICS for name in topic.rules}
    for name in ("events", "sent", "files", "threads"):
        assert f"{retention.RULES[name].after.days} jours" in said[name]


def test_every_rule_of_deletion_is_told_and_its_tables_are_of_the_topic() -> None:
    told = {name: topic for topic in TOPICS for name in topic.rules}
    assert set(told) == set(retention.RULES) - {"ticks"}  # the clock's own rows hold nothing about people
    assert all(retention.RULES[name].tables[0] in topic.tables for name, topic in told.items())
    named = {table for topic in TOPICS for table in topic.tables}
    assert all(set(retention.RULES[name].tables) <= named for name in told)


def test_every_table_with_something_about_people_is_told() -> None:
    named = {table for topic in TOPICS for table in topic.tables}
    assert {entry.name for entry in ENTRIES if entry.personal} <= named
    assert {entry.name for entry in ENTRIES if entry.keeps} - {"tick"} <= named


def test_topics_name_tables_that_exist_each_once() -> None:
    named = [table for topic in TOPICS for table in topic.tables]
    assert len(named) == len(set(named)) and set(named) <= set(metadata.tables)


def test_the_document_is_the_register(rewrite_golden: bool) -> None:
    made = privacy_document.document()
    if rewrite_golden:
        DOCUMENT.write_text(made, "utf-8")
    assert DOCUMENT.read_text("utf-8") == made


def test_the_short_form_fits_one_message_and_names_the_page_only_where_there_is_one() -> None:
    with_page = privacy.short("https://hiteuses.example")
    assert "https://hiteuses.example/confidentialite" in str(with_page)
    assert len(privacy.short("").parts) < len(with_page.parts)
