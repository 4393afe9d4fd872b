"""A question that is shown once more is short, and keeps its choices."""

from __future__ import annotations

from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, dump, load, raw, tr
from backend.records import replace

YES = Choice("yes", "Oui")


def test_what_is_shown_once_more_leaves_out_its_file_and_what_it_is_about() -> None:
    picture = Message((Raw("Un commentaire"),), attachment=Attachment("image", "h")).once()
    asked = picture + replace(raw("Acceptable ?"), choices=(YES,), many=True)
    assert asked.parts == (Raw("Un commentaire"), Raw("Acceptable ?"))
    said = tr("Choisis.")
    again = asked.repeated(said)
    assert again.parts == (*said.parts, Raw("Acceptable ?"))
    assert (again.attachment, again.choices, again.many, again.again) == (None, (YES,), True, True)
    assert asked.after(said).parts == (*said.parts, *asked.parts)
    assert asked.after(said).attachment == picture.attachment


def test_every_part_says_for_itself_what_stands_for_it() -> None:
    whole = tr("Titre") + raw("texte").once() + tr("Question ?")
    assert whole.repeated(Message()).parts == (*tr("Titre").parts, *tr("Question ?").parts)
    plain = tr("Titre") + tr("Question ?")
    assert plain.repeated(Message()).parts == plain.parts


def test_a_question_that_would_be_nothing_is_shown_whole() -> None:
    assert raw("Tout").once().repeated(Message()).parts == (Raw("Tout"),)


def test_a_repetition_is_still_one_when_it_is_sent() -> None:
    assert load(dump(raw("?").repeated(Message()))).again
    assert not load(dump(raw("?"))).again


def test_choices_that_stand_twice_can_be_told_apart_whatever_their_labels_hold() -> None:
    yesterday, today = (Choice("/chiffres", Tr("Tâches · {when}", {"when": when})) for when in ("hier", "aujourd'hui"))
    assert [*dict.fromkeys((yesterday, today, replace(yesterday)))] == [yesterday, today]
