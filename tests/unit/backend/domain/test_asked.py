import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.asked import MEASURES, Measure, Project, Question, read
from backend.domain.statistics import Span

TODAY = date(2026, 11, 25)  # a Wednesday
MODERATION = Project(1, "moderation-commentaires", "Modération de commentaires")
RECEIPTS = Project(2, "recus", "Tickets de caisse")
MESSAGES = Project(3, "messages", "Messages")
PROJECTS = (MODERATION, RECEIPTS, MESSAGES)


def asked(text: str) -> Question:
    return read(text, TODAY, PROJECTS)


def days(back: int, last: int = 0) -> Span:
    return Span(TODAY - timedelta(days=back), TODAY - timedelta(days=last))


YESTERDAY = days(1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("combien de tâches hier au Cameroun ?", Question(("answers",), YESTERDAY, "CM")),
        ("combien de femmes ont travaillé cette semaine", Question(("people",), days(2))),
        ("combien ont travaillé hier ?", Question(("people",), YESTERDAY)),
        ("coût des messages en novembre", Question(("cost",), days(24))),
        ("combien coûtent les messages", Question(("cost",))),
        ("combien gagnent-elles par heure au Togo", Question(("pace",), None, "TG")),
        ("F CFA/h 7 jours", Question(("pace",), days(6))),
        ("heures CM", Question(("time",), None, "CM")),
        ("heures cm", Question(("time",), None, "CM")),
        ("nouvelles inscrites hier à Dakar sur WhatsApp", Question(("joined",), YESTERDAY, "SN", "whatsapp")),
        ("premier revenu", Question(("first income",))),
        ("tâches et heures hier", Question(("answers", "time"), YESTERDAY)),
        ("réponses Modération de commentaires", Question(("answers",), project=MODERATION)),
        ("tickets hier", Question((), YESTERDAY, project=RECEIPTS)),
        ("heures du projet messages", Question(("time",), project=MESSAGES)),
        ("messages hier", Question(("messages",), YESTERDAY)),
        ("combien de tahces heir au camerun", Question(("answers",), YESTERDAY, "CM")),
        ("tâches auj", Question(("answers",), days(0))),
    ],
)
def test_a_question_is_read_as_it_is_meant(text: str, expected: Question) -> None:
    assert asked(text) == expected


def test_what_was_not_understood_is_named_in_her_words() -> None:
    assert asked("combien de chats noirs hier à Paris").unknown == ("chats", "noirs", "paris")
    assert asked("tâches demain").unknown == ("demain",)
    assert asked("tâches hier et lundi").unknown == ("lundi",)
    assert asked("tâches au Togo et au Mali").unknown == ("mali",)


@pytest.mark.parametrize("text", ["", "?!", "bonjour", "xyz", "où est mon argenterie", "a" * 5_000])
def test_a_text_without_any_part_is_no_question(text: str) -> None:
    assert not asked(text).understood


def test_congo_alone_may_be_either_and_is_asked_back() -> None:
    assert asked("tâches au Congo").which == ("RD Congo", "Congo-Brazzaville")
    assert asked("tâches en RDC").country == "CD"


def test_words_of_every_day_are_no_country_codes() -> None:
    assert asked("tâches ce mois ci, ne dors pas").country is None
    assert asked("tâches CI").country == "CI"


SAID: dict[Measure, list[str]] = {
    "answers": ["combien de tâches", "les réponses", "nombre de tâches"],
    "people": ["hiteuses actives", "combien de personnes", "les femmes"],
    "time": ["heures travaillées", "temps de travail"],
    "earned": ["argent gagné", "quels gains", "combien d'euros"],
    "pace": ["gain par heure", "taux horaire", "F CFA de l'heure"],
    "messages": ["combien de messages envoyés"],
    "cost": ["coût des messages", "prix des messages"],
    "joined": ["nouvelles inscrites", "inscriptions"],
    "first income": ["premier revenu", "premiers gains"],
    "lessons": ["leçons réussies"],
}
WHEN = {
    "": None,
    "hier": YESTERDAY,
    "aujourd'hui": days(0),
    "cette semaine": days(2),
    "la semaine dernière": days(9, 3),
    "30 jours": days(29),
    "en novembre": days(24),
    "du 3 au 10": days(22, 15),
    "lundi": days(2, 2),
    "le 3 novembre": days(22, 22),
}
WHERE = {"": None, "au Cameroun": "CM", "en Côte d'Ivoire": "CI", "à Lomé": "TG", "en RDC": "CD", "au Burkina": "BF"}
CHANNELS = {"": None, "sur WhatsApp": "whatsapp", "sur telegram": "telegram"}
WHAT = {"": None, "projet recus": RECEIPTS, "modération de commentaires": MODERATION, "pour modération": MODERATION}


def test_every_measure_has_words() -> None:
    assert set(SAID) == set(MEASURES)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([(measure, words) for measure, all_words in SAID.items() for words in all_words]),
    *(st.sampled_from(sorted(part)) for part in (WHEN, WHERE, CHANNELS, WHAT)),
    st.permutations(range(5)),
    st.sampled_from(["{}", "{} ?", "Dis-moi {}", "{} stp"]),
    st.booleans(),
)
def test_every_combination_of_known_parts_is_understood_in_any_order(
    measure: tuple[Measure, str],
    when: str,
    where: str,
    channel: str,
    what: str,
    order: list[int],
    around: str,
    big: bool,
) -> None:
    parts = (measure[1], when, where, channel, what)
    text = around.format(" ".join(parts[place] for place in order if parts[place]))
    expected = Question((measure[0],), WHEN[when], WHERE[where], CHANNELS[channel], WHAT[what])
    assert asked(text.capitalize() if big else text) == expected


def test_each_pair_of_measures_is_understood_together() -> None:
    for first, second in itertools.permutations(("answers", "time", "messages", "joined"), 2):
        found = asked(f"{SAID[first][0]} et {SAID[second][0]} hier")  # type: ignore[index]
        assert set(found.measures) == {first, second} and found.unknown == ()
