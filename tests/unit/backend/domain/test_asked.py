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


def meant(
    measures: tuple[Measure, ...] = (),
    span: Span | None = None,
    country: str | None = None,
    channel: str | None = None,
    project: Project | None = None,
) -> Question:
    """A question with at most one of each part."""
    return Question(measures, (span,) if span else (), (country,) if country else (), channel, project)


def days(back: int, last: int = 0) -> Span:
    return Span(TODAY - timedelta(days=back), TODAY - timedelta(days=last))


YESTERDAY = days(1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("combien de tâches hier au Cameroun ?", meant(("answers",), YESTERDAY, "CM")),
        ("combien de femmes ont travaillé cette semaine", meant(("people",), days(2))),
        ("combien ont travaillé hier ?", meant(("people",), YESTERDAY)),
        ("coût des messages en novembre", meant(("cost",), days(24))),
        ("combien coûtent les messages", meant(("cost",))),
        ("combien gagnent-elles par heure au Togo", meant(("pace",), None, "TG")),
        ("F CFA/h 7 jours", meant(("pace",), days(6))),
        ("heures CM", meant(("time",), None, "CM")),
        ("heures cm", meant(("time",), None, "CM")),
        ("nouvelles inscrites hier à Dakar sur WhatsApp", meant(("joined",), YESTERDAY, "SN", "whatsapp")),
        ("premier revenu", meant(("first income",))),
        ("tâches et heures hier", meant(("answers", "time"), YESTERDAY)),
        ("réponses Modération de commentaires", meant(("answers",), project=MODERATION)),
        ("tickets hier", meant((), YESTERDAY, project=RECEIPTS)),
        ("heures du projet messages", meant(("time",), project=MESSAGES)),
        ("messages hier", meant(("messages",), YESTERDAY)),
        ("combien de tahces heir au camerun", meant(("answers",), YESTERDAY, "CM")),
        ("tâches auj", meant(("answers",), days(0))),
    ],
)
def test_a_question_is_read_as_it_is_meant(text: str, expected: Question) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("combien gagne une femme par heure", "pace"),
        ("on gagne combien de l'heure", "pace"),
        ("c'est quoi le salaire moyen par heure", "pace"),
        ("combien de femmes ont eu leur première tâche payée", "first income"),
        ("combien de temps avant le premier revenu ?", "first income"),
        ("cb de filles ont bossé", "people"),
        ("combien de gens travaillent", "people"),
        ("combien gagnent les hiteuses", "earned"),
        ("combien d'hiteuses inscrites", "joined"),
        ("nbre de taches faites par les femmes", "answers"),
    ],
)
def test_who_did_it_is_no_second_thing_to_count(text: str, measure: Measure) -> None:
    assert asked(text) == Question((measure,))


def test_several_periods_and_countries_are_all_meant() -> None:
    week, last = days(2), days(9, 3)
    assert asked("compare cette semaine et la semaine dernière").spans == (last, week)
    assert asked("tâches de lundi et mardi").spans == (days(2, 2), YESTERDAY)
    assert asked("taches hier vs avant hier").spans == (days(2, 2), YESTERDAY)
    both = asked("combien de tâches hier au Cameroun et au sénégal")
    assert (both.measures, both.countries, both.unknown) == (("answers",), ("CM", "SN"), ())
    assert asked("taches togo mali benin").countries == ("TG", "ML", "BJ")


def test_a_figure_may_be_shared_out_per_woman_by_country_or_by_messenger() -> None:
    assert asked("revenu moyen par femme en octobre").each
    assert asked("combien gagne une hiteuse par mois") == Question(("earned",), (days(29),), each=True)
    assert not asked("combien gagnent les hiteuses ce mois").each
    assert asked("tâches par pays hier") == Question(("answers",), (YESTERDAY,), by="country")
    assert asked("messages par messagerie").by == "channel"


def test_how_a_project_stands_is_asked_of_it_alone() -> None:
    for text in ("où en est le projet recus", "quand finit modération", "tâches qui restent sur modération"):
        assert asked(text).standing and asked(text).unknown == (), text
    assert not asked("tâches du projet recus hier").standing


def test_what_was_not_done_is_never_counted_as_what_was() -> None:
    for text in ("combien n'ont pas encore eu leur première tâche", "femmes sans tâche payée", "qui n'a pas travaillé"):
        assert asked(text).negated, text


def test_what_was_not_understood_is_named_in_her_words() -> None:
    assert asked("combien de chats noirs hier à Paris").unknown == ("chats", "noirs", "paris")
    assert asked("tâches demain").unknown == ("demain",)
    assert asked("tâches en France") == Question(("answers",), unknown=("france",))
    assert asked("tâches lundi de la semaine dernière").unknown == ("lundi",)
    assert asked("combien de tâches refusées hier").unknown == ("refusees",)
    assert asked("combien de refus hier") == Question(spans=(YESTERDAY,), unknown=("refus",))
    assert asked("heures par projet").unknown == ("par projet",)
    assert asked("temps moyen par tâche").unknown == ("moyen", "par tache")
    assert asked("messages par femme").unknown == ("par femme",)


@pytest.mark.parametrize("text", ["", "?!", "bonjour", "xyz", "où est mon argenterie", "a" * 5_000])
def test_a_text_without_any_part_is_no_question(text: str) -> None:
    assert not asked(text).understood


def test_congo_alone_may_be_either_and_is_asked_back() -> None:
    assert asked("tâches au Congo").which == ("RD Congo", "Congo-Brazzaville")
    assert asked("tâches en RDC").countries == ("CD",)


def test_a_word_of_several_projects_is_asked_back_and_two_words_may_tell_which() -> None:
    again = Project(4, "relecture-moderation", "Relecture de modération")
    several = read("heures du projet moderation hier", TODAY, (*PROJECTS, again))
    assert several.which_project == ("Modération de commentaires", "Relecture de modération")
    assert (several.project, several.unknown) == (None, ())
    for text in ("heures de relecture moderation", "heures de la relecture"):
        assert read(text, TODAY, (*PROJECTS, again)) == meant(("time",), project=again), text


def test_words_of_every_day_are_no_country_codes() -> None:
    assert asked("tâches ce mois ci, ne dors pas").countries == ()
    assert asked("tâches CI").countries == ("CI",)


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
    expected = meant((measure[0],), WHEN[when], WHERE[where], CHANNELS[channel], WHAT[what])
    assert asked(text.capitalize() if big else text) == expected


def test_each_pair_of_measures_is_understood_together() -> None:
    for first, second in itertools.permutations(("answers", "time", "messages", "joined"), 2):
        found = asked(f"{SAID[first][0]} et {SAID[second][0]} hier")  # type: ignore[index]
        assert set(found.measures) == {first, second} and found.unknown == ()
