"""What an announcement may say, and how its people hear it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import life as announcements_life
from backend.domain.announcements.content import Announcement, AnnouncementFile, Interest, Link, Poll, ReadIt, check
from backend.domain.announcements.life import Audience, fingerprint
from backend.domain.announcements.sending import Recipient, decide, progress
from backend.domain.errors import BadInput
from backend.domain.messaging.message import Raw, dump, load
from backend.records import replace

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
POLL = Poll("Tu viens ?", ("Oui", "Non"))
LINK = Link("Le plan", "https://hiteuses.example/plan")
PICTURE = AnnouncementFile("image", "ab" * 32, "image/png", 2_000, "plan.png")
PLAIN = Announcement("Réunion samedi 👋 مرحبا")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": "  \n"}, "needs a text"),
        ({"text": "{prenom}"}, "needs a text"),  # of who has given no name
        ({"text": "a" * 4_097}, "too long: 4097"),
        ({"text": "a" * 4_060 + "{prenom}"}, "too long: 4100"),  # with the longest name
        ({"text": "a" * 1_025, "file": PICTURE}, "WhatsApp: 1025"),
        ({"text": "a" * 1_020, "buttons": (POLL,)}, "WhatsApp"),
        ({"text": "😀" * 513, "buttons": (ReadIt(),)}, "1026"),
        ({"buttons": (ReadIt(), ReadIt())}, "once"),
        ({"buttons": (POLL, replace(POLL, question="Et ?"))}, "once"),
        ({"buttons": (LINK,) * 4}, "at most 3"),
        ({"buttons": (replace(LINK, label="a" * 21),)}, "1 to 20"),
        ({"buttons": (replace(LINK, url="http://hiteuses.example"),)}, "https"),
        ({"buttons": (replace(LINK, url="https:// x"),)}, "https"),
        ({"buttons": (replace(LINK, url="https://[x"),)}, "https"),
        ({"buttons": (Poll("Tu viens ?", ("Oui",)),)}, "2 to 5"),
        ({"buttons": (Poll("Tu viens ?", tuple("abcdef")),)}, "2 to 5"),
        ({"buttons": (Poll("Tu viens ?", ("Oui", "oui ")),)}, "the same"),
        ({"buttons": (Poll("Tu viens ?", ("Oui", "n" * 25)),)}, "1 to 24"),
        ({"buttons": (Poll(" ", ("Oui", "Non")),)}, "1 to 300"),
        ({"buttons": (Poll("{prenom}", ("Oui", "Non")),)}, "1 to 300"),
        ({"buttons": (Interest("module"),)}, "module"),
        ({"file": replace(PICTURE, mime="image/webp")}, "image/webp"),
        ({"file": replace(PICTURE, kind="document", mime="application/vnd.oasis.opendocument.text")}, "oasis"),
        ({"file": replace(PICTURE, kind="document", mime="image/heic")}, "image/heic"),
        ({"file": replace(PICTURE, size=6 * 2**20)}, "5 MB"),
    ],
)
def test_what_one_channel_could_not_show_whole_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        check(replace(PLAIN, **changes))


@pytest.mark.parametrize(
    "fits",
    [
        PLAIN,
        Announcement("a" * 4_096),
        Announcement("a" * 1_024, PICTURE),
        Announcement("a", replace(PICTURE, kind="document", mime="application/pdf")),
        Announcement("a", replace(PICTURE, kind="document", mime="text/plain", name="liste.csv")),
        Announcement("a", None, (POLL, ReadIt(), Interest())),
        Announcement("a", PICTURE, (LINK, LINK, Interest("module", "micro-taches"))),
    ],
)
def test_what_both_can_show_comes_back_from_the_database_as_it_was(fits: Announcement) -> None:
    check(fits)
    assert announcements_content.load(announcements_content.dump(fits)) == fits
    said = dump(announcements_content.message(fits, 12, "Awa"))
    assert dump(load(said)) == said


def test_its_buttons_are_words_of_the_chat_that_work_for_ever() -> None:
    message = announcements_content.message(Announcement("Samedi ?", PICTURE, (POLL, LINK, ReadIt())), 12, "Awa")
    assert message.parts == (Raw("Samedi ?\n\n📊 Tu viens ?"),)
    assert [(c.id, c.url) for c in message.choices] == [
        ("/annonce-vote 12 1", ""),
        ("/annonce-vote 12 2", ""),
        ("lien", LINK.url),
        ("/annonce-lu 12", ""),
    ]
    assert all(
        len(c.id.encode()) <= 64
        for c in announcements_content.message(Announcement("a", None, (POLL,)), 2**63, "").choices
    )
    assert message.attachment is not None
    assert message.attachment.media == PICTURE.media


def test_each_reads_her_first_name_in_the_text_and_in_the_question_and_nowhere_else() -> None:
    question = replace(POLL, question="{prenom}, tu viens ?")
    said = Announcement("Bonjour {prenom} !", None, (question,))
    assert announcements_content.message(said, 12, "Awa").parts == (Raw("Bonjour Awa !\n\n📊 Awa, tu viens ?"),)
    assert announcements_content.message(said, 12, "").parts == (Raw("Bonjour !\n\n📊 Tu viens ?"),)
    assert said.named and said.unfilled == ()
    plain = replace(PLAIN, buttons=(replace(LINK, label="{prenom}"), Poll("Le {jour} ?", ("{oui}", "Non"))))
    assert not plain.named
    assert plain.unfilled == ("{jour}", "{prenom}", "{oui}")


def test_the_same_words_are_the_same_announcement_however_they_are_spaced() -> None:
    same = fingerprint(PLAIN, Audience(("CI", "BJ")), None)
    assert fingerprint(replace(PLAIN, text=f" {PLAIN.text.replace(' ', '  ')}\n"), Audience(("BJ", "CI")), None) == same
    others: list[tuple[Announcement, Audience, datetime | None]] = [
        (replace(PLAIN, buttons=(ReadIt(),)), Audience(("CI", "BJ")), None),
        (PLAIN, Audience(("CI",)), None),
        (PLAIN, Audience(("CI", "BJ")), NOW.replace(tzinfo=None)),
    ]
    assert same not in {fingerprint(*other) for other in others}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "send"),
        ({"merged": True}, "gone"),
        ({"stopped": True}, "stopped"),
        ({"paused_until": NOW + timedelta(hours=1)}, "on_pause"),
        ({"paused_until": NOW}, "send"),
        ({"country": "CM"}, "moved"),
        ({"role": "huber"}, "moved"),
        ({"reached": None}, "unreachable"),
        ({"zone": "Indian/Antananarivo"}, "send"),
        ({"zone": "Asia/Tokyo", "reached": "telegram"}, "send"),
        ({"zone": "America/Los_Angeles"}, NOW.replace(hour=15)),  # one in the morning there
    ],
)
def test_each_is_decided_about_as_she_is_when_her_turn_comes(changes: dict[str, Any], wanted: object) -> None:
    who = replace(Recipient(1, "Awa", "hiteuse", "CI", "Africa/Abidjan", reached="telegram"), **changes)
    assert decide(who, Audience(("CI",)), NOW) == wanted


def test_who_moved_to_another_channel_no_longer_fits_an_audience_of_one() -> None:
    who = Recipient(1, "Awa", "hiteuse", "CI", "Africa/Abidjan", reached="telegram")
    assert decide(who, Audience(channel="whatsapp"), NOW) == "moved"


def test_an_hour_that_has_passed_for_some_of_them_is_refused() -> None:
    local = datetime(2026, 3, 4, 11)  # noqa: DTZ001 (everybody's own)
    assert announcements_life.begins(local, ("Africa/Abidjan",), NOW) == NOW + timedelta(hours=2)
    with pytest.raises(BadInput, match="passed"):
        announcements_life.begins(local, ("Africa/Abidjan", "Indian/Antananarivo"), NOW)
    assert announcements_life.begins(None, (), NOW) == NOW


OUTCOMES = ("sent", "delivered", "read", "held", "halted", "refused", "unreachable", "stopped", "late")


@given(
    st.dictionaries(st.sampled_from((*OUTCOMES, "left out: stopped", "left out: moved")), st.integers(0, 50)),
    st.integers(0, 50),
)
def test_everybody_is_counted_once_whatever_became_of_her(counts: dict[str, int], more: int) -> None:
    people = sum(counts.values()) + more
    found = progress(people, counts, 0)
    assert found.sent + found.held + found.halted + found.not_reached + found.waiting == people
    assert found.read <= found.delivered <= found.sent
    assert found.waiting == more
    over = progress(people, counts, 0, ended=True)
    assert (over.waiting, over.halted) == (0, found.halted + more)
