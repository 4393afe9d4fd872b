"""A lesson's Markdown file: a title, screens parted by `---`, and blocks of GIFT.

````
# Title

The first screen.

---

The next one. ![what it shows](pictures/name.png)

```gift
::name:: Question ? { = … ~ … }
```
````
"""

from __future__ import annotations

import re

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import clean
from backend.domain.training.banks import gift
from backend.domain.training.modules import MOST_ON_A_SCREEN, Picture, Screen
from backend.domain.training.questions import Question
from backend.domain.training.text.markdown_text import plain
from backend.records import Record

_TITLE = re.compile(r"#\s+(.+?)\s*#*")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\w*).*")
_BREAK = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


class LessonText(Record):
    """The content of one file. `question_faults`: faults of single questions; `notes`: what was left out."""

    title: str
    screens: tuple[Screen, ...]
    questions: tuple[Question, ...]
    question_faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def read(text: str, faults: list[Fault]) -> LessonText:
    """The lesson of a file. Faults of the lesson itself are added to `faults`. A picture is named as in the file, and
    not opened."""
    return _Reader(faults).read(text)


class _Reader:
    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.title = ""
        self.screens: list[Screen] = []
        self.questions: list[Question] = []
        self.question_faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.pictures = 0
        self._lines: list[tuple[int, str]] = []  # of the present screen

    def read(self, text: str) -> LessonText:
        """Read the whole file. Faults are added to `faults`."""
        lines = list(enumerate(text.split("\n"), 1))
        place = self._title(lines)
        while place < len(lines):
            number, line = lines[place]
            place += 1
            fence = _FENCE.fullmatch(line.strip())
            if fence:
                place = self._fenced(lines, place - 1, fence)
            elif _BREAK.fullmatch(line.strip()):
                self._screen()
            else:
                self._lines.append((number, line))
        self._screen()
        return LessonText(
            title=self.title,
            screens=tuple(self.screens),
            questions=tuple(self.questions),
            question_faults=tuple(self.question_faults),
            notes=tuple(self.notes),
        )

    def _title(self, lines: list[tuple[int, str]]) -> int:
        """Read the title. Return where the text after it begins."""
        for place, (number, line) in enumerate(lines):
            if not line.strip():
                continue
            found = _TITLE.fullmatch(line.strip())
            if found is None:
                self._fault(number, Reason("a lesson begins with its title: # Title"))
                return place
            self.title = clean(plain(found[1]))
            if len(self.title) > 100:
                self._fault(number, Reason("{what} is longer than {limit} characters", what="title", limit=100))
            return place + 1
        self._fault(1, Reason("the lesson is empty"))
        return len(lines)

    def _fenced(self, lines: list[tuple[int, str]], place: int, fence: re.Match[str]) -> int:
        """Read a fenced block. Return where the text after it begins."""
        end = next((i for i in range(place + 1, len(lines)) if lines[i][1].strip() == fence[1]), None)
        if end is None:
            self._fault(lines[place][0], Reason("the block that begins with {fence} is not closed", fence=fence[1]))
            end = len(lines)
        if fence[2] == "gift":
            inside = "\n".join(line for _, line in lines[place + 1 : end])
            bank = gift.read(inside, self.question_faults, first=lines[place][0] + 1, form="markdown")
            self.questions += bank.questions
            self.notes += bank.notes
        else:
            self._lines += lines[place : end + 1]
        return end + 1

    def _screen(self) -> None:
        lines, self._lines = self._lines, []
        picture: Picture | None = None
        said: list[str] = []
        for number, line in lines:
            for found in _PICTURE.finditer(line):
                picture = self._picture(number, found[1], found[2]) or picture
            said.append(_PICTURE.sub("", line).rstrip() if _PICTURE.search(line) else line.rstrip())
        text = re.sub(r"\n{3,}", "\n\n", clean("\n".join(said)))
        if not text and picture is None:
            return
        first = next(number for number, line in lines if line.strip())
        if len(text) > MOST_ON_A_SCREEN:
            most = MOST_ON_A_SCREEN
            self._fault(first, Reason("this screen has {n} characters, {limit} at most", n=len(text), limit=most))
        self.screens.append(Screen(text, picture))

    def _picture(self, number: int, alt: str, name: str) -> Picture | None:
        self.pictures += 1
        if self.pictures > 1:
            self._fault(number, Reason("a second picture: a lesson has at most one"))
            return None
        alt = clean(plain(alt))
        if not alt:
            self._fault(number, Reason("the picture {name!r} needs words between the brackets", name=name))
        return Picture(name, alt, line=number)

    def _fault(self, number: int, reason: Reason) -> None:
        self.faults.append(Fault(number, reason))
