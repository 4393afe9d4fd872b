import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.domain.french.spelling import clean
from backend.domain.training.text import html_text
from backend.domain.training.text.markdown_text import escape, plain
from backend.domain.training.text.markup import to_label, to_markdown
from bot.i18n.render import markdown_runs
from tests.unit.backend.domain.training import making


def shown(markdown: str) -> str:
    """What a chat shows."""
    return "".join(run.text for run in markdown_runs(markdown))


@given(making.texts)
@example("1. un\n2) deux\n- trois\n+ quatre")
@example("a\n===\nb\n---\n# c\n> d\n~~~\ne")
@example("_____ et *étoile* et `code` et [lien](https://a.b) et <b>x</b> &lt;")
def test_plain_words_as_markdown_are_shown_as_they_are(text: str) -> None:
    assert shown(escape(text)) == text
    assert {(run.bold, run.italic, run.code) for run in markdown_runs(escape(text))} <= {(False, False, False)}


@given(making.labels)
def test_the_plain_words_of_escaped_ones_are_the_words(text: str) -> None:
    assert plain(escape(text)) == text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Où est <b>Lomé</b>&nbsp;?</p>\n<p>Dis-le.</p>", "Où est **Lomé**\u00a0?\n\nDis-le."),
        ("a<br>b<br/>\nc", "a\nb\nc"),
        ("<ul>\n<li>un</li>\n<li>deux</li></ul><ol><li>a</li><li>b</li></ol>", "- un\n- deux\n\n1. a\n2. b"),
        ("m<sup>2</sup>, H<sub>2</sub>O, a<sup>x</sup>, 1<sup>er</sup>", "m², H₂O, a^x, 1er"),
        ("<pre>if x:\n    y\n\n\nz</pre>fin", "```\nif x:\n    y\n\n\nz\n```\n\nfin"),
        ("<p>Soit \\(x^2\\)</p>", "Soit x²"),
        ("<b>gras </b>et<i> penché</i>", "**gras** et *penché*"),
        ("<b>«Oui»</b>non", "«Oui»non"),  # Markdown reads no mark there
        ("<h2>Titre</h2>suite", "**Titre**\n\nsuite"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
        ("<script>alert('x')</script><style>p{}</style>reste", "reste"),
        ("<img src='x' alt='un chat'> <img src='y'>", "un chat"),
        ("<a href='https://exemple.org/a'>lien</a>", "lien (https://exemple.org/a)"),
        ("<a href='javascript:alert(1)'>lien</a>", "lien"),
        ("<a href='https://exemple.org'>https://exemple.org</a>", "https://exemple.org"),
        ("2 &lt; 3 &amp;&amp; x*y*z", "2 < 3 && x\\*y\\*z"),
        ("<code>a_b</code>", "`a_b`"),
        ("</b></ul></a><li>seul", "- seul"),
        ("a < b", "a < b"),
        ("<![if !supportLists]>a<![endif]> b<![foo[ c", "a b\\<!\\[foo\\[ c"),
    ],
)
def test_html_says_the_same_as_markdown(html: str, markdown: str) -> None:
    assert html_text.to_markdown(html) == markdown


HTML = (
    *("<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<br>", "<td>", "<script>"),
    *("<a href='https://x'>", "</a>", "<!-- y -->", "x", " ", "*", "_", "é.", "&lt;", "<", "\n"),
)


@given(st.lists(st.sampled_from(HTML), max_size=25).map("".join))
def test_whatever_html_it_is_only_words_come_out(html: str) -> None:
    text = shown(html_text.to_markdown(html))
    assert not re.search(r"</?(?:b|i|p|li|ul|br|a|td)\b[^<]*>", text)
    assert "\n\n\n" not in text


def test_moodles_own_format_is_plain_text_or_html() -> None:
    assert to_markdown("3*4*5 &amp; 6", "moodle") == "3\\*4\\*5 & 6"
    assert to_markdown("un <b>mot</b>\nici", "moodle") == "un **mot**\nici"
    assert to_markdown("si a<b et c>d", "moodle") == "si a\\<b et c>d"
    assert to_label("un <b>mot</b>\n  ici", "moodle") == "un mot ici"
    assert to_label("1. **gras** _penché_", "markdown") == "1. gras penché"
    assert to_label("<b>", "plain") == "<b>"


@given(making.texts)
def test_a_label_is_one_clean_line_in_every_format(text: str) -> None:
    for form in ("moodle", "html", "plain", "markdown"):
        label = to_label(text, form)
        assert "\n" not in label
        assert clean(label) == label
