"""What people and clients wrote stays text, whatever we say around it: on both platforms and on the page
where certificates are checked. Our own styles around it stay ours. (The demo page: tests/browser.)"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from backend.domain.certificates.credentials import Credential, Shown, Verdict
from backend.domain.messaging.message import tr
from backend.records import replace
from bot.channels import html_text
from bot.channels.whatsapp import text as whatsapp_text
from bot.i18n.render import runs
from bot.web import verify_page
from tests.fakes.telegram.markup import formatted
from tests.unit.bot.channels.test_whatsapp_text import formats

ATTACK = "<img src=x onerror=alert(1)><script>a</script></title></textarea>{0}{name}%s&lt;b&gt;*a* _b_ `c` [d](e:f)"

hostile = st.text(st.sampled_from(list("<>/&;\"'*_~`[](){}%!\\= \nab1é")), max_size=40) | st.text(max_size=60)


class _Tags(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))


def tags(page: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    parser = _Tags()
    parser.feed(page)
    parser.close()
    return parser.tags


def as_read(text: str) -> str:
    """Without what nobody sees: the kinds of spaces, and a sign that no platform takes."""
    return text.replace("\0", "").replace("\u00a0", " ").replace("\u202f", " ")


@given(hostile)
@example(ATTACK)
def test_on_telegram_it_stands_as_it_was_written_and_only_our_styles_format(text: str) -> None:
    said = tr("Bonjour *{name}*, voici : {text} (fin)", name="Awa", text=text)
    read = formatted(html_text.html(runs(said.parts, "fr", "UTC")), "HTML", None)
    assert [entity["type"] for entity in read.entities] == ["bold"]
    assert as_read(text) in as_read(read.text)


@given(hostile)
@example(ATTACK)
def test_inside_our_bold_it_is_all_bold_and_nothing_else(text: str) -> None:
    read = formatted(html_text.html(runs(tr("« *{name}* »", name=text).parts, "fr", "UTC")), "HTML", None)
    assert {entity["type"] for entity in read.entities} <= {"bold"}
    assert as_read(read.text) == as_read(f"« {text} »")


@given(hostile)
@example(ATTACK)
def test_on_whatsapp_it_formats_nothing(text: str) -> None:
    said = runs(tr("Bonjour, voici : {text} (fin)", text=text).parts, "fr", "UTC")
    assert formats(whatsapp_text.marked(said)) == []


CREDENTIAL = Credential(
    id=UUID(int=1),
    person_id=1,
    key="module",
    title="Titre",
    about="À propos",
    name="Awa",
    contents=("Leçon",),
    awarded=datetime(2026, 3, 4, tzinfo=UTC),
    shown=Shown(name=True, modules=True, date=True),
    address="https://hiteuses.example.org/verify/1",
    token="a.b.c",
    issued_at=datetime(2026, 3, 4, tzinfo=UTC),
)


@given(hostile.filter(str.strip))
@example(ATTACK)
def test_on_the_page_of_a_certificate_it_adds_no_tag_and_no_attribute(text: str) -> None:
    hers = replace(CREDENTIAL, title=text, about=text, name=text, contents=(text,))
    for status in ("valid", "revoked"):
        plain = verify_page.page(Verdict(status, CREDENTIAL))
        assert tags(verify_page.page(Verdict(status, hers))) == tags(plain)
    # it stands there in all places, with the typographer's apostrophe
    assert verify_page.page(Verdict("valid", hers)).count(escape(text.replace("'", "’"))) >= 4
