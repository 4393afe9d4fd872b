"""Reads a question about figures: "Combien de tâches hier hors Cameroun ?"

Names and periods are found first and marked. Then it reads what is said of them (left out, grouped, ranked, compared),
then what is counted. What is left then was not understood, except for a few words without meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from backend.domain.admin.metric_query import cleaning, known_words, limits, marks, measures, qualifiers, shapes
from backend.domain.admin.metric_query.lexicon import NEGATIONS, SHORT, WOMEN, WORKED
from backend.domain.admin.metric_query.marks import Marks
from backend.domain.admin.metric_query.question import MetricQuery, Places, Project, Someone
from backend.domain.admin.metric_query.shapes import Rank, Remainder
from backend.domain.admin.statistics import TIMES
from backend.domain.french import range_patterns, spelling
from backend.domain.french.lexicon import WEEKDAYS
from backend.domain.french.ranges import Span
from backend.records import replace

MAX_QUESTION_LENGTH = 300
"""Longer texts are no questions."""
_T = TypeVar("_T")
_MOST_WOMEN = re.compile(rf"\b(?:plus|moins) (?:de |d )(?:monde|{'|'.join(f'{word}s?' for word in WOMEN)})\b")
_WORKED = re.compile(rf"\b(?:{'|'.join(f'{word}s?' for word in WORKED)})\b")
_EVER = re.compile(r"\b(?:en tout|au total|(?:en )?cumul(?:ee?s?)?|depuis toujours)\b")
_ANY_DAY = re.compile(rf"(?:le |les |du )?(?:{'|'.join(WEEKDAYS)})")
_POLITE = re.compile(r"\b(?:s il (?:te|vous) plait|est ce qu[ei]?|qu est ce qu[ei]?|a quoi ca ressemble)\b")
_WHERE_IT_STANDS = re.compile(r"\bou (?:en )?(?:est|sont|en est|en sont|on en est)\b")
_HERE = re.compile(
    r"\b(?<!classement )(?:de |dans |pour |sur )?(?<!classement de )(?:chez (?:moi|nous)|(?:mon|mes|nos|notre) pays)\b"
    r"(?! (?:(?:classe|trie|range|ordonne)e?s|par ordre)\b)"
    r"|\b(?:dans |de |sur )*l ensemble\b"
)
_EVERYWHERE = re.compile(
    r"\b(?:dans |de |pour |sur )*(?:tous? (?:les |nos )?pays(?: confondus)?|(?:le )?monde entier)\b|\bpartout\b"
)
_ALL_PROJECTS = re.compile(r"\b(?:sur |de |pour )*(?:tous|l ensemble des) (?:les |nos )?projets(?: confondus)?\b")
_BEFORE_MARKS = re.compile(
    r"\b(?:(?:projets?|pays|messagerie|canal) (?:(?:de|du|des|d|la|le|l|les|au|en) )*(?=[PCH]\d)"
    r"|(?:hiteuses?|femmes?) (?=W\d))"
)
_BY_WOMEN = re.compile(rf"\bpar (?=(?:(?:toutes )?les|nos|mes|des) (?:{'|'.join(f'{word}s?' for word in WOMEN)})\b)")
_RELATIVE = re.compile(
    r"\b((?:personnes?|hiteuses?|femmes?|filles?|gens|dames?|mamans?|celles|ceux|pays|projets?|messages?|taches?"
    r"|lecons?|nouvelles|inscrites|combien) )qui\b"
)


def read(text: str, today: date, projects: Sequence[Project] = (), people: Sequence[Someone] = ()) -> MetricQuery:
    """Read a question. It never raises. `today`: the date of the asker. `people`: those whom a word of the text may
    name."""
    if len(text) > MAX_QUESTION_LENGTH:
        return MetricQuery(unknown=(text[:40] + "…",))
    plain = cleaning.folded(text)
    own = {part for each in projects for name in marks.called(each) for part in name.split()}
    named = {
        part for each in people for name in (each.name, *each.names) for part in range_patterns.folded(name).split()
    }
    found = Marks(plain)
    marks.people(found, people)
    marks.projects(found, projects)
    found.text, typed = known_words.corrected(found.text, own | named)
    found.text = cleaning.unambiguous(found.text)
    marks.projects(found, projects)
    found.text = cleaning.periods_apart(found.text)
    marks.spans(found, today)
    marks.countries(found)
    marks.channels(found)
    marks.hints(found, projects)
    return _QueryReading(text, found, typed, today).question()


class _QueryReading:
    """Reads the parts of one question, and removes each from its text."""

    def __init__(self, raw: str, found: Marks, typed: dict[str, str], today: date) -> None:
        self.marks, self.typed, self.today = found, typed, today
        self.written = {spelling.fold(word): word for word in reversed(re.findall(r"[^\W_]+", raw))}
        self.text = Remainder(found.text)
        self.unknown: list[str] = [*found.strangers]

    def question(self) -> MetricQuery:
        """Read all parts. What is left at the end is unknown."""
        text = self.text
        if (other := text.take(cleaning.NOT_COUNTED)) is not None:
            self.unknown.append(re.sub(r"\bW\d\b", "", other[0]).strip())
        text.take(_POLITE)
        spans, ever = self._until_today(self._spans())
        in_all = text.take(_EVER)
        ever = in_all is not None or ever
        everywhere = text.take(_EVERYWHERE) is not None
        text.take(_HERE)
        text.take(_ALL_PROJECTS)
        out, unsure = shapes.left_out(text)
        self.unknown += [self.marks.said[mark] for mark in unsure]
        text.text = shapes.per_hour(text.text)
        mean = shapes.per_woman(text)
        by, in_order = shapes.apart(text)
        if in_all is not None and by in TIMES and "cumul" in in_all[0]:  # a sum that grows
            self.unknown.append(in_all[0])
        if mean:  # "en moyenne le lundi" is no day
            self.unknown += [
                said for mark, said in self.marks.said.items() if mark[0] == "S" and _ANY_DAY.fullmatch(said)
            ]
        rank = self._rank()
        if rank is not None:
            text.take(r"\bqui (?:est|sont|etait|etaient)\b")
        self._compared(spans)
        ordered = by is not None or rank is not None
        rest = _BY_WOMEN.sub(" ", _RELATIVE.sub(r"\1", text.text))
        rest = re.sub(r"\bpar\b", " ", rest) if ordered else rest
        rest = re.sub(r"\b(?:avec (?=H\d)|par (?=W\d))", " ", _BEFORE_MARKS.sub(" ", rest))
        standing = _WHERE_IT_STANDS.search(rest) is not None
        found = measures.read(re.sub(r"[CHPWS]\d", "|", rest))
        question = MetricQuery(
            measures=found.measures,
            spans=spans,
            by=rank.by if rank is not None else by,
            most=rank.most if rank is not None else 0,
            everywhere=everywhere,
            corrected=any(word not in SHORT.values() for word in self.typed),
        )
        if rank is not None and by not in (None, rank.by):
            question = replace(question, why="several")  # "la meilleure de chaque pays"
        question = self._named(question, rest, out)
        if any(len(codes) > 1 for codes in self.marks.countries):
            codes = next(codes for codes in self.marks.countries if len(codes) > 1)
            question = replace(question, which_country=tuple(sorted(codes)))
        left = [*found.left, *filter(None, (measures.of_one(rest),))]
        question, left = qualifiers.money(question, left, paid_too=measures.paid_too(rest))
        question, left = qualifiers.means(question, left, mean, one=measures.women(rest), today=self.today)
        question, left = qualifiers.standing(question, left, standing=standing)
        question, left = self._people(question, left, found, in_order=in_order)
        question, left = qualifiers.ever(question, left, self.today, ever=ever)
        question, left = qualifiers.done(question, left)
        if self.marks.towns and not question.unknown:
            question = replace(question, why="place")
            self.unknown += self.marks.towns
        if NEGATIONS & {*left}:
            question = replace(question, why=question.why or "lacking")
            left = [word for word in left if word not in NEGATIONS]
        self.unknown += left
        if not self.unknown and self._questions() > question.beside:  # « combien en octobre et combien au Cameroun »
            self.unknown.append("combien")
        unknown = tuple(dict.fromkeys(self._as_written(word) for word in _with_leads(self.unknown, self.text.text)))
        question = replace(question, unknown=unknown, why=question.why or ("mixed" if found.mixed else ""))
        return replace(question, why=question.why or limits.why_not(question, self.today))

    def _questions(self) -> int:
        """How many questions are asked at once; 1 also where none is."""
        return max(1, len(re.findall(r"\bcombien\b", self.marks.text)))

    def _as_written(self, word: str) -> str:
        typed = (self.typed.get(each, each) for each in word.split())
        return " ".join(self.written.get(each, each) for said in typed for each in said.split())

    # --- periods, rankings, comparisons -----------------------------------------------------------------

    def _spans(self) -> tuple[Span, ...]:
        """The period, or several that are named together, the earliest first. A separate one is not understood."""
        text = self.text.text
        numbers = [int(mark[1:]) for mark in re.findall(r"\bS\d\b", text)]
        kept = numbers[:1]
        for before, number in pairwise(numbers):
            between = text[text.index(f"S{before}") : text.index(f"S{number}")]
            if re.search(r"\b(?:et|ou|vs|versus|contre|puis|que|qu|par rapport|compar\w+)\b", between) or re.search(
                r"\b(?:compar\w+|difference|ecart)\b", text
            ):
                kept.append(number)
            else:
                self.unknown.append(self.marks.said[f"S{number}"])
        spans: dict[Span, str] = {}
        for number in kept:
            said = self.marks.said[f"S{number}"]
            if spans.setdefault(self.marks.spans[number], said) != said:  # "le mois dernier et le mois d'avant"
                self.unknown.append(said)
        return tuple(sorted(spans, key=lambda span: (span.first, span.last)))

    def _until_today(self, spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], bool]:
        """Read "jusqu'ici", "à ce jour": one period goes on until today. Whether everything ever is meant."""
        if len(spans) > 1 or self.text.take(rf"\b{cleaning.UNTIL_TODAY}\b") is None:
            return spans, False
        return tuple(Span(span.first, self.today) for span in spans), not spans

    def _rank(self) -> Rank | None:
        """A ranking; None if there is none. "qui a le plus, WhatsApp ou Telegram ?" is a comparison instead."""
        before = self.text.text
        rank = shapes.ranking(self.text)
        if rank is not None and rank.by == "person" and re.search(r"\bqui\b", before) and self._either():
            self.text.text = before
            return None
        return rank

    def _either(self) -> bool:
        return any(
            re.search(rf"\b{kind}\d\b.*\b(?:ou|vs|versus|contre)\b.*\b{kind}\d\b", self.text.text) for kind in "CHPW"
        )

    def _compared(self, spans: Sequence[Span]) -> None:
        """Remove words of comparison if both sides are named."""
        text = self.text.text
        several = len(spans) > 1 or any(len(re.findall(rf"\b{kind}\d\b", text)) > 1 for kind in "CHPW")
        if not several:
            return
        spoken = re.search(r"\b(?:compar\w+|difference|ecart|par rapport|face a|que|qu|vs|versus|contre)\b", text)
        if spoken or self._either():
            shapes.compared(self.text)

    # --- names --------------------------------------------------------------------------------------------

    def _named(self, question: MetricQuery, rest: str, out: Sequence[str]) -> MetricQuery:
        """Read what it is limited to and what is left out, and for which name several people or things may be meant."""
        inside = re.findall(r"\b[CHPW]\d\b", rest)
        inside = list(dict.fromkeys(mark for mark in inside if mark not in out))
        only, without = self._places(inside), self._places(out)
        which_project = next((meant for meant in self._meant(self.marks.projects, "P", [*inside, *out])), ())
        people: list[Someone] = []
        which_person: tuple[Someone, ...] = ()
        for group in (self.marks.people[int(mark[1:])] for mark in inside if mark[0] == "W"):
            meant = tuple(each for each in group if not only.countries or each.country in only.countries)
            if len(meant) == 1:
                people.append(meant[0])
            elif meant:
                which_person = which_person or meant
            else:
                self.unknown.append(group[0].name)
        return replace(
            question,
            only=replace(only, people=tuple(dict.fromkeys(people))),
            without=without,
            which_project=which_project,
            which_person=which_person,
            which_left_out=which_project in self._meant(self.marks.projects, "P", out),
        )

    def _places(self, found: Sequence[str]) -> Places:
        return Places(
            countries=_one_of(code for codes in _each(self.marks.countries, "C", found) for code in sorted(codes)),
            channels=_one_of(_each(self.marks.channels, "H", found)),
            projects=_one_of(group[0] for group in _each(self.marks.projects, "P", found) if len(group) == 1),
        )

    def _meant(
        self, groups: Sequence[tuple[Project, ...]], kind: str, found: Sequence[str]
    ) -> list[tuple[Project, ...]]:
        return [group for group in _each(groups, kind, found) if len(group) > 1]

    def _people(
        self, question: MetricQuery, left: list[str], found: measures.MeasuresFound, *, in_order: bool
    ) -> tuple[MetricQuery, list[str]]:
        """Decide whether people are counted, or only mentioned as those who did it."""
        asked = question.measures
        if question.only.people or question.which_person:
            asked = tuple(measure for measure in asked if measure != "people")
        elif asked == ("people",) and question.most and _WORKED.search(self.marks.text):
            asked = ("people",) if _MOST_WOMEN.search(self.marks.text) else ("time",)
        elif asked == ("people",) and found.by_verb and (found.we or len(question.spans) > 1):
            asked = ("time",)
        elif asked == ("people",) and question.by == "person":
            asked = ("answers",)
        elif found.by_verb and len(asked) > 1 and self._questions() < 2:
            asked = tuple(measure for measure in asked if measure != "people")
        if (question.most or in_order) and not asked:
            asked = ("answers",)
        question = replace(question, measures=asked)
        if "qui" in left and question.by is None and not question.measures[1:]:
            left = [word for word in left if word != "qui"]
            question = replace(question, why=question.why or "who")
        return question, left


_LEADS = frozenset({"par", "hors", "sauf", "avec", "sans", "excepte", "hormis", "dont"})


def _with_leads(unknown: Sequence[str], text: str) -> list[str]:
    """Join words like "par" and "hors" with the next word, if that was not understood either."""
    found: list[str] = []
    for word in unknown:
        lead = found[-1] if found else ""
        if lead in _LEADS and re.search(rf"\b{lead} (?:\w{{1,3}} )?{re.escape(word)}\b", text):
            found[-1] = f"{lead} {word}"
        else:
            found.append(word)
    return found


def _each(all_: Sequence[_T], kind: str, found: Sequence[str]) -> list[_T]:
    return [all_[int(mark[1:])] for mark in found if mark[0] == kind]


def _one_of(found: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(found))
