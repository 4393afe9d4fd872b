from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.admin.statistics import Scope
from backend.domain.french.ranges import Span
from backend.domain.messaging import channels
from backend.domain.people import places
from bot.handlers.admin.figure_scopes import pack, unpack
from bot.handlers.engine.sheets import content_of

BUTTON = 64
"""Bytes that Telegram's buttons hold."""
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SCOPES = st.builds(
    Scope,
    st.none() | st.sampled_from([country.code for country in places.COUNTRIES]),
    st.none() | st.sampled_from(sorted(channels.TABLE)),
    st.none() | st.integers(1, 99_999),
)


@given(DAYS, DAYS, SCOPES)
def test_a_button_for_a_table_holds_what_was_looked_at(one: date, other: date, scope: Scope) -> None:
    span = Span(min(one, other), max(one, other))
    packed = pack(span, scope)
    assert unpack(packed) == (span, scope)
    assert len(f"/stats exporter {packed}".encode()) <= BUTTON


@given(st.text(max_size=80))
def test_whatever_is_typed_after_exporter_is_read_as_far_as_it_goes(text: str) -> None:
    span, _ = unpack(text)
    assert span is None or span.first <= span.last


def test_a_cell_that_a_spreadsheet_would_run_is_guarded() -> None:
    assert content_of(("a", "b"), [("=1+1", 3), ("-12,5", None)]) == '\ufeffa,b\r\n\'=1+1,3\r\n"-12,5",\r\n'.encode()
