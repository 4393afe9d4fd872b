"""`docs/operators/data.md`: the same for the operator, with the tables and what deletes their rows."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.privacy import retention
from backend.domain.privacy.topics import TOPICS, Topic
from bot.i18n.render import plain

_HEAD = """# What is kept, why and for how long

This page is made from `backend/domain/privacy`; `pytest tests/unit/bot/web --rewrite-golden` writes it anew. People
read the same at `/confidentialite`, and in short with the word `confidentialite`.

The job `prune` deletes old rows each hour, in transactions of 1,000 rows; `hiteuses_pruned_rows_total` counts them by
rule. Accounting records stay for {years} years, as article L123-22 of the French commercial code asks of accounts and
their vouchers; no job deletes them, and after that time the operator decides. The project's contract with the client
says how long the client keeps its copy of the answers.

Events: Telegram and WhatsApp also send coordinates, shared contacts, quoted words and phone numbers. Only the fields
that the program reads are stored (`bot/channels/used.py`), and the statement that ends the turn empties them. An event
that could not be handled keeps its content until it is tried again, dropped (`file`), or too old.

| rule | tables | rows are deleted after |
|---|---|---|
"""
_MIDDLE = """
## By topic, as people read it

| topic | what | why | how long | tables |
|---|---|---|---|---|
"""


def document() -> str:
    """The page as Markdown."""
    rules = "".join(
        f"| `{name}` | {_tables(rule.tables)} | {rule.after.days} days{' (emptied)' if rule.emptied else ''} |\n"
        for name, rule in retention.RULES.items()
    )
    return _HEAD.format(years=retention.ACCOUNTING_YEARS) + rules + _MIDDLE + "".join(map(_row, TOPICS))


def _row(topic: Topic) -> str:
    cells = (*map(_said, (topic.title, topic.kept, topic.why, topic.time)), _tables(topic.tables))
    return f"| {' | '.join(cells)} |\n"


def _tables(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _said(text: Tr) -> str:
    return plain(text, "fr").replace("|", "\\|")
